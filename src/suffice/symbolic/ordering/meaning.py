"""From read clauses to formulas: subjects put into predicates, and one scale found that all of them speak of.

While the scale is open, relations are held as ``["?rel", {scale: end}, a, b, least, most]`` (a is nearer to that end)
and places as ``["?spot", {scale: end}, k, a]``; ``Scale.settle`` replaces them once the whole text is read.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from suffice.records import Code, Json

OTHER = {"first": "last", "last": "first"}
STRICT = frozenset(("row", "seq", "seq:turn", "seq:static", "stack"))  # nobody shares a place there
Scales = dict[str, str]


class Unread(Exception):
    """What was parsed has no meaning here."""

    def __init__(self, reason: str, code: Code = Code.UNSUPPORTED) -> None:
        super().__init__(reason)
        self.code = code


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
        if end in ("middle", "ends"):
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


# --- one scale for all ---------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Orient:
    """What a scene says of its first place: ``by`` a scale, whose end ``end`` comes first."""

    by: str
    end: str


@dataclass(frozen=True, slots=True)
class Scale:
    """The one scale of a text; ``orient`` says where its sequence begins."""

    name: str
    orient: Orient | None = None

    def end(self, scales: Scales) -> str:
        """Which end of this scale a word points at."""
        if self.name in scales:
            return scales[self.name]
        if "seq" in scales:
            if self.orient is not None:
                return self.orient.end if scales["seq"] == "first" else OTHER[self.orient.end]
            return scales["seq"]
        for kind, end in scales.items():
            if kind.partition(":")[0] == self.name.partition(":")[0]:
                return end
        raise Unread("two orders are spoken of")

    def settle(self, formula: Json, attribute: str, count: int, names: list[str]) -> Json:
        """The formula with every open relation and place settled on this scale. Order runs from first to last."""
        tag = formula[0]
        if tag == "?rel":
            _, scales, a, b, least, most = formula
            return ["ahead", a, b, least, most] if self.end(scales) == "first" else ["ahead", b, a, least, most]
        if tag == "?spot":
            _, scales, k, a = formula
            if not 1 <= k <= count:
                raise Unread(f"there are {count}, and number {k} is spoken of", Code.INCONSISTENT)
            return ["rank", a, k, self.end(scales)]
        if tag == "?middle":
            if count % 2 == 0:
                raise Unread("an even number has no middle", Code.INCONSISTENT)
            return ["rank", formula[1], count // 2 + 1, "first"]
        if tag == "?ends":
            return ["or", ["rank", formula[1], 1, "first"], ["rank", formula[1], 1, "last"]]
        if tag == "?only":
            inner = self.settle(formula[1], attribute, count, names)
            if inner[0] != "ahead" or inner[3:] != [1, None]:
                raise Unread("'only' with a distance")
            same = inner[1] if formula[1][2] == inner[1] else inner[2]
            others = [[attribute, name] for name in names if [attribute, name] not in (inner[1], inner[2])]
            rest = [["not", ["ahead", *(o if side == same else side for side in inner[1:3]), 1, None]] for o in others]
            return ["and", inner, *rest]
        if tag == "readings":
            return [*formula[:2], *(self.settle(part, attribute, count, names) for part in formula[2:])]
        if tag in ("and", "or", "if", "iff", "not"):
            return [tag, *(self.settle(part, attribute, count, names) for part in formula[1:])]
        if tag == "count":
            return [*formula[:3], *(self.settle(part, attribute, count, names) for part in formula[3:])]
        return formula


def open_parts(formula: Json) -> Iterator[Json]:
    """Every relation and place in a formula, settled or not."""
    if formula[0] in ("and", "or", "if", "iff", "not", "?only"):
        for part in formula[1:]:
            yield from open_parts(part)
    elif formula[0] in ("count", "readings"):
        for part in formula[3 if formula[0] == "count" else 2 :]:
            yield from open_parts(part)
    else:
        yield formula


def one_scale(formulas: list[Json], wanted: list[Scales], orient: Orient | None) -> Scale:
    """The scale that every formula can speak of. Raises Unread where there is none, or two that differ."""
    sets = [part[1] for formula in formulas for part in open_parts(formula) if part[0] in ("?rel", "?spot")] + wanted
    if orient is not None:
        sets.append({orient.by: orient.end})
    explicit = {kind for scales in sets for kind in scales if kind != "seq"}
    fitting: list[str] = []
    for kind in sorted(explicit) or ["seq"]:
        sequence = kind.startswith(("seq", "rank", "score")) or (orient is not None and orient.by == kind)
        if all(kind in scales or ("seq" in scales and sequence) for scales in sets):
            fitting.append(kind)
    if "rank" in fitting and not any("rank" in scales and "stack" not in scales for scales in sets):
        fitting.remove("rank")  # above and below alone speak of a stack, which has no first
    if not sets:
        fitting = ["seq"]
    if not fitting:
        raise Unread("two orders are spoken of, or a place without saying from which end")
    views = {tuple(Scale(kind, orient).end(scales) for scales in sets) for kind in fitting}
    if len(views) > 1:
        raise Unread("a word that can mean two scales", Code.AMBIGUOUS)
    return Scale(fitting[0], orient)
