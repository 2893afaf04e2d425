"""From read clauses to formulas: subjects put into predicates, on a scale that is still open (``scale.py``)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from suffice.records import Json
from suffice.symbolic.ordering.scale import Scales, Unread


def negated(formula: Json) -> Json:
    return formula[1] if formula[0] == "not" else ["not", formula]


def _seq(kinds: str, verb: str, end: str) -> Scales:
    """The scales that a relation's word and its verb allow."""
    found: Scales = {}
    for kind in kinds.split("/"):
        if kind == "seq":
            if verb in ("be", "static"):
                found["seq"] = end
            elif verb == "rank":
                found["rank"] = end
            elif verb == "born":
                found["age"] = end
            elif verb != "live":
                found[f"seq:{verb}"] = end
        elif kind == "race":
            if verb == "race":
                found["seq:race"] = end
        elif kind == "stack":
            if verb in ("be", "static", "live"):
                found["stack:live" if verb == "live" else "stack"] = end
        elif kind == "rank":
            if verb in ("be", "rank"):
                found["rank"] = end
        elif kind == "row":
            if verb in ("be", "static", "live", "turn"):
                found["row"] = end
        elif verb in ("be", "static", "live"):
            found[kind] = end
    if not found:
        raise Unread("a relation that does not go with its verb")
    return found


class Clauses:
    """Builds formulas of clauses. ``name`` turns a mention into an item, ``place`` a numbered slot into its label."""

    def __init__(self, name: Callable[[Json], Json], place: Callable[[str, int], list[str]]) -> None:
        self.name, self.place = name, place
        self.tenses: set[bool] = set()  # of comparisons: whether they are past

    # --- statements ------------------------------------------------------------------------------------
    def statement(self, node: Mapping[str, Any]) -> Json:
        op = node["op"]
        match op:
            case "says":
                return self.said(node["p"], self.name(node["a"]))
            case "all":
                return ["and", self.statement(node["s"]), self.statement(node["t"])]
            case "if":
                return ["if", self.statement(node["s"]), self.statement(node["t"])]
            case "iff":
                return ["iff", self.statement(node["s"]), self.statement(node["t"])]
            case "unless" | "or":
                return ["or", self.statement(node["s"]), self.statement(node["t"])]
            case "xor":
                return ["count", 1, 1, self.statement(node["s"]), self.statement(node["t"])]
            case "eachof":
                if node["p"].get("neg") or node["p"]["op"] not in ("rel", "cmp"):
                    raise Unread("what is said of two may hold of both together only")
                return ["and", *(self.said(node["p"], self.name(node[k])) for k in "ac")]
            case "chainwho":
                first = self.said(node["p"], self.name(node["a"]))
                inner = node["p"].get("b")
                if inner is None:
                    raise Unread("'who' has nobody to point to")
                return ["and", first, self.said(node["q"], self.name(inner))]
        return self._more(op, node)

    def _more(self, op: str, node: Mapping[str, Any]) -> Json:
        a = self.name(node["a"])
        match op:
            case "same":
                return self._neg(node, self.same(a, self.name(node["c"])))
            case "sameneither":
                return ["and", *(negated(self.same(a, self.name(node[k]))) for k in "cd")]
            case "sameor":
                return ["or", *(self.same(a, self.name(node[k])) for k in "cd")]
            case "onebetween":
                return ["apart", a, self.name(node["c"]), 2, 2]
            case "neither":
                return ["and", *(negated(self.said(node["p"], self.name(node[k]))) for k in "ac")]
            case "orsubject":
                return ["or", *(self.said(node["p"], self.name(node[k])) for k in "ac")]
            case "oneof2" | "oneof3":
                keys = "ab" if op == "oneof2" else "abc"
                return ["count", 1, 1, *(self.said(node["p"], self.name(node[k])) for k in keys)]
            case "pair":
                return self._neg(node, ["apart", a, self.name(node["c"]), 1, 1])
            case "pairapart" | "gapbetween":
                n = int(node["n"][1]) + (op == "gapbetween")
                return ["apart", a, self.name(node["c"]), n, n]
            case "inverse":
                return self._rel({**node, "vb": "be", "m": {"gap": node["gap"]}}, a)
            case "inversenear":
                return ["apart", a, self.name(node["b"]), 1, 1]
            case "inversebetween":
                return ["between", a, self.name(node["b"]), self.name(node["c"])]
            case "isspot":
                return self._spot(node["s"], "be", a)
            case "only":
                return ["?only", self._rel({**node, "vb": node["vb"]}, a)]
        raise Unread(f"'{op}' is not understood")

    @staticmethod
    def same(a: Json, b: Json) -> Json:
        if a[0] == b[0]:
            raise Unread(f"'{a[1]}' and '{b[1]}' cannot be one")
        return ["same", a, b]

    @staticmethod
    def _neg(node: Mapping[str, Any], formula: Json) -> Json:
        return negated(formula) if node.get("neg") else formula

    # --- predicates --------------------------------------------------------------------------------------
    def said(self, node: Mapping[str, Any], a: Json) -> Json:
        """What a predicate says of item ``a``."""
        op = node["op"]
        if op == "both":
            return ["and", self.said(node["p"], a), self.said(node["q"], a)]
        if op == "take":
            return self.said(node["q"], a)
        return self._neg(node, self._said(op, node, a))

    def _said(self, op: str, node: Mapping[str, Any], a: Json) -> Json:
        if op in ("cmp", "cmp2", "cmpboth") or (op == "spot" and "s" in node and node["s"]["end"] == "super"):
            self.tenses.add(bool(node.get("past")))
        match op:
            case "rel":
                return self._rel(node, a)
            case "rel2":
                if node.get("neg"):
                    raise Unread("a negation that may reach over two relations")
                second = {**node, "r": node["r2"], "b": node["c"]}
                return ["and", self._rel(node, a), self._rel(second, a)]
            case "relboth":
                if node.get("neg"):
                    raise Unread("a negation that may reach over two things")
                return ["and", *(self._rel({**node, "b": node[k]}, a) for k in "bc")]
            case "samep":
                return self.same(a, self.name(node["c"]))
            case "near":
                return ["apart", a, self.name(node["b"]), 1, 1]
            case "apart":
                n = int(node["n"][1])
                return ["apart", a, self.name(node["b"]), n, n]
            case "between":
                b, c = self.name(node["b"]), self.name(node["c"])
                if node.get("tight"):
                    return ["and", ["between", a, b, c], ["apart", a, b, 1, 1], ["apart", a, c, 1, 1]]
                return ["between", a, b, c]
            case "cmp":
                scale = {self._more_scale(node["x"]): node["x"]["to"]} if "x" in node else node["c"][1]
                return ["?rel", scale, a, self.name(node["b"]), 1, None]
            case "cmp2":
                parts = ((node["c"], node["b"]), (node["d"], node["e"]))
                return ["and", *(["?rel", c[1], a, self.name(b), 1, None] for c, b in parts)]
            case "cmpboth":
                return ["and", *(["?rel", node["c"][1], a, self.name(node[k]), 1, None] for k in "be")]
            case "hilo" | "lohi":
                ends = ("first", "last") if op == "lohi" else ("last", "first")
                scale = {"score": "score", "rank": "rank"}.get(node["vb"], f"seq:{node['vb']}")
                pairs = zip(ends, "bc", strict=True)
                return ["and", *(["?rel", {scale: e}, a, self.name(node[k]), 1, None] for e, k in pairs)]
            case "spot":
                if "x" in node:
                    return [
                        "?spot",
                        {self._more_scale(node["x"]): node["x"]["end"]},
                        node["x"].get("k", node["x"].get("_k")),
                        a,
                    ]
                return self._spot(node["s"], node.get("vb", "be"), a)
            case "won":
                return ["?spot", {"seq:race": "first"}, 1, a]
            case "beat" | "lost":
                return ["?rel", {"seq:race": "first" if op == "beat" else "last"}, a, self.name(node["b"]), 1, None]
            case "nth":
                return ["?spot", _seq("seq", node["vb"], node["end"]), int(node["n"][1]) + 1, a]
        raise Unread(f"'{op}' is not understood")

    @staticmethod
    def _more_scale(node: Mapping[str, Any]) -> str:
        return f"more {node['g'].split()[-1]}" if node["dim"] == "more" else node["dim"]

    def _rel(self, node: Mapping[str, Any], a: Json) -> Json:
        r = node["r"]
        least, most = _distance(node.get("m") or r)
        return ["?rel", _seq(r["dim"], node.get("vb", "be"), r["to"]), a, self.name(node["b"]), least, most]

    def _spot(self, spot: Mapping[str, Any], verb: str, a: Json) -> Json:
        end = spot["end"]
        if end == "slot":
            return ["at", a, self.place(spot["g"], int(spot["k"]))]
        if end in ("middle", "ends", "mid3"):
            return [f"?{end}", a]
        if end == "super":
            _, scales, k = spot["s"]
            if verb not in ("be",):
                raise Unread("a superlative without 'is'")
            return ["?spot", scales, k, a]
        return ["?spot", _seq(spot["dim"], verb, end), spot.get("k", spot.get("_k")), a]


def _distance(gap: Mapping[str, Any]) -> tuple[int, int | None]:
    n = int(gap["n"][1]) if "n" in gap else 1
    found = {"any": (1, None), "next": (1, 1), "n": (n, n), "least": (n, None), "most": (1, n), "more": (n + 1, None)}
    return found[gap.get("gap", "any")]
