"""From read clauses to formulas: subjects put into predicates, on a scale that is still open (``scale.py``)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from suffice.records import Code, Json
from suffice.symbolic.ordering.reach import allowed, bounds, distance
from suffice.symbolic.ordering.scale import Unread
from suffice.symbolic.ordering.several import places, several


def negated(formula: Json) -> Json:
    return formula[1] if formula[0] == "not" else ["not", formula]


_DENIED = frozenset("same sameor bothsame eithersame togethereither togetherone together pair".split())


class Clauses:
    """Builds formulas of clauses. ``name`` turns a mention into an item, ``place`` a numbered slot into its label."""

    def __init__(
        self,
        name: Callable[[Json], Json],
        place: Callable[[str, int], list[str]],
        group: Callable[[str], bool] | None = None,
        counted: Callable[[str], bool] | None = None,
    ) -> None:
        self.name, self.place, self.group, self.counted = name, place, group, counted
        self.units: set[str] = set()  # in which distances are told: days, floors

    # --- statements ------------------------------------------------------------------------------------
    def statement(self, node: Mapping[str, Any]) -> Json:
        op = node["op"]
        self._measured(node)
        match op:
            case "says":
                return self.said(node["p"], self.name(node["a"]))
            case "all":
                return ["and", self.statement(node["s"]), self.statement(node["t"])]
            case "if":
                return ["if", self.statement(node["s"]), self.statement(node["t"])]
            case "iff":
                return ["iff", self.statement(node["s"]), self.statement(node["t"])]
            case "ifelse":
                s, t, u = (self.statement(node[key]) for key in "stu")
                return ["and", ["if", s, t], ["or", s, u]]
            case "unless" | "or":
                return ["or", self.statement(node["s"]), self.statement(node["t"])]
            case "xor":
                return ["count", 1, 1, self.statement(node["s"]), self.statement(node["t"])]
            case "ifso":
                if node["s"]["op"] not in ("says", "same"):
                    raise Unread("'so' points back to what is not understood")
                return ["if", self.statement(node["s"]), self.statement({**node["s"], "a": node["z"]})]
            case "eachof":
                if node["p"].get("neg") or node["p"]["op"] not in ("rel", "cmp", "far"):
                    raise Unread("what is said of two may hold of both together only")
                return ["and", *(self.said(node["p"], self.name(node[k])) for k in "ac")]
            case "chainwho":
                first = self.said(node["p"], self.name(node["a"]))
                inner = node["p"].get("b")
                if inner is None:
                    raise Unread("'who' has nobody to point to")
                return ["and", first, self.said(node["q"], self.name(inner))]
            case "sizes2":
                both = [bounds(int(node[key]["n"][1]))[node[key]["of"]] for key in "xy"]
                return ["and", *(["?sizes", node["g"], *pair] for pair in both)]
            case "tally":
                if node.get("neg"):
                    raise Unread("a count that is denied")
                return ["?tally", self.name(node["c"]), *bounds(int(node["n"][1]))[node["of"]]]
            case "sizes":
                n = int(node["n"][1])
                return ["?sizes", node["g"], *bounds(n)[node["of"]]]
        return self._more(op, node)

    def _more(self, op: str, node: Mapping[str, Any]) -> Json:
        if node.get("neg") and op not in _DENIED:
            raise Unread("a negation that may reach over one or all: only Ann is not behind Bob")
        a = self.name(node["a"])
        match op:
            case "same":
                return self._neg(node, self.same(a, self.name(node["c"])))
            case "sameneither":
                return ["and", *(negated(self.same(a, self.name(node[k]))) for k in "cd")]
            case "sameor":
                return self._neg(node, ["or", *(self.same(a, self.name(node[k])) for k in "cd")])
            case "bothsame" | "neithersame" | "eithersame":
                parts = [self.same(one, self.name(node["d"])) for one in (a, self.name(node["c"]))]
                if node.get("neg") and op != "eithersame":
                    raise Unread("a negation that may reach over two")
                if op == "neithersame":
                    return ["and", *(negated(part) for part in parts)]
                return ["and" if op == "bothsame" else "or", *(self._neg(node, part) for part in parts)]
            case "onesame":
                return ["count", 1, 1, *(self.same(one, self.name(node["d"])) for one in (a, self.name(node["c"])))]
            case "togethereither" | "togetherone":
                parts = [self.together(a, self.name(node[key]), node["g"], False) for key in "cd"]
                if node.get("neg"):
                    raise Unread("a negation that may reach over two")
                return ["or", *parts] if op == "togethereither" else ["count", 1, 1, *parts]
            case "nextafter":
                return self.rel({"r": {"dim": "seq", "to": "last", "gap": "next"}, "b": node["b"]}, a)
            case "solo":
                return ["?solo", a, node["g"]]
            case "alone":
                return ["?alone", a, self.name(node["c"])]
            case "together":
                return self._neg(node, self.together(a, self.name(node["c"]), node["g"], "apart" in node))
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
                return self.rel({**node, "vb": "be", "m": {"gap": node["gap"]}}, a)
            case "inversenear":
                return ["apart", a, self.name(node["b"]), 1, 1]
            case "inversebetween":
                return ["between", a, self.name(node["b"]), self.name(node["c"])]
            case "allbut":
                return ["?allbut", a, self.rel(node, self.name(node["b"]))]
            case "many":
                rel = (
                    ["?rel", node["c"][1], ["", ""], a, 1, None]
                    if "c" in node
                    else self.rel({**node, "b": node["a"]}, a)
                )
                return ["?many", a, rel, *bounds(int(node["n"][1]))[node["of"]]]
            case "nobody":
                rel = (
                    ["?rel", node["c"][1], ["", ""], a, 1, None]
                    if "c" in node
                    else self.rel({**node, "b": node["a"]}, a)
                )
                return ["?nobody", a, rel]
            case "isspot":
                return self.spot(node["s"], "be", a)
            case "only":
                return ["?only", self.rel({**node, "vb": node["vb"]}, a)]
        raise Unread(f"'{op}' is not understood")

    @staticmethod
    def same(a: Json, b: Json) -> Json:
        if a[0] == b[0]:
            raise Unread(f"'{a[-1]}' and '{b[-1]}' cannot be one")
        return ["same", a, b]

    def together(self, a: Json, b: Json, noun: str, apart: bool) -> Json:
        """In the same group; or in another."""
        if self.group is None or not self.group(noun) or a == b:
            raise Unread(f"nothing is said of a '{noun}' that two may share")
        return ["not", ["same", a, b]] if apart else ["same", a, b]

    @staticmethod
    def _neg(node: Mapping[str, Any], formula: Json) -> Json:
        return negated(formula) if node.get("neg") else formula

    # --- predicates --------------------------------------------------------------------------------------
    def said(self, node: Mapping[str, Any], a: Json) -> Json:
        """What a predicate says of item ``a``."""
        op = node["op"]
        self._measured(node)
        if op == "both" and "plus" in node and node["p"].get("neg") and node["q"].get("bare"):
            raise Unread("a negation that may reach over one or both: not before Ann and behind Bob", Code.AMBIGUOUS)
        if op == "both":
            return ["and", self.said(node["p"], a), self.said(node["q"], a)]
        if op == "take":
            return self.said(node["q"], a)
        return self._neg(node, self._said(op, node, a))

    def _said(self, op: str, node: Mapping[str, Any], a: Json) -> Json:
        match op:
            case "rel":
                return self.rel(node, a)
            case "far" | "far2" | "fareither" | "farxor" | "farone":
                return several(self, op, node, a)
            case "spots" | "bounded":
                return places(self, op, node, a)
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
            case "lesser":
                return ["?rel", node["c"][1], self.name(node["b"]), a, 1, None]
            case "cmp2":
                parts = ((node["c"], node["b"]), (node["d"], node["e"]))
                return ["and", *(["?rel", c[1], a, self.name(b), 1, None] for c, b in parts)]
            case "cmpboth":
                return ["and", *(["?rel", node["c"][1], a, self.name(node[k]), 1, None] for k in "be")]
            case "hilo" | "lohi":
                ends = ("first", "last") if op == "lohi" else ("last", "first")
                scale = {"score": "score:score", "rank": "rank"}.get(node["vb"], f"seq:{node['vb']}")
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
                return self.spot(node["s"], node.get("vb", "be"), a)
            case "won":
                return ["?spot", {"seq:race": "first"}, 1, a]
            case "beat" | "lost":
                return ["?rel", {"seq:race": "first" if op == "beat" else "last"}, a, self.name(node["b"]), 1, None]
            case "nth":
                return ["?spot", allowed("seq", node["vb"], node["end"]), int(node["n"][1]) + 1, a]
        raise Unread(f"'{op}' is not understood")

    @staticmethod
    def _more_scale(node: Mapping[str, Any]) -> str:
        """More books bought, more books sold, more old books sold: each is a scale of its own."""
        if node["dim"] != "more":
            return node["dim"]
        return f"more {node['v']['do']} {node['g'].lower()}"

    def _measured(self, node: Mapping[str, Any]) -> None:
        if "unit" in node:
            self.units.add(node["unit"])

    def rel(self, node: Mapping[str, Any], a: Json) -> Json:
        r = node["r"]
        if isinstance(r, str):  # the day right before
            r = {"dim": "seq", "to": "first" if r == "before" else "last", "gap": "next"}
        self._measured(node.get("m") or r)
        least, most = distance(node.get("m") or r)
        return ["?rel", allowed(r["dim"], node.get("vb", "be"), r["to"]), a, self.name(node["b"]), least, most]

    def spot(self, spot: Mapping[str, Any], verb: str, a: Json) -> Json:
        end = spot["end"]
        self._measured(spot)
        if end == "slot" and self.counted is not None and self.counted(spot["g"]):  # the third friend
            return ["?spot", allowed("seq", verb, "first"), int(spot["k"]), a]
        if end == "slot":
            return ["at", a, self.place(spot["g"], int(spot["k"]))]
        if end in ("middle", "ends", "mid3"):
            return [f"?{end}", a]
        if end == "super":
            _, scales, k = spot["s"]
            if verb != "be" and not verb.startswith("act "):
                raise Unread("a superlative without 'is'")
            return ["?spot", scales, k, a]
        return ["?spot", allowed(spot["dim"], verb, end), spot.get("k", spot.get("_k")), a]
