"""One scale for all that a text says: relations and places are held open until it is found.

``["?rel", {scale: end}, a, b, least, most]``: a is nearer to that end; ``["?spot", {scale: end}, k, a]``.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from suffice.records import Code, Json

OTHER = {"first": "last", "last": "first"}
STRICT = frozenset(("row", "seq", "seq:turn", "seq:static", "stack"))  # nobody shares a place there
Scales = dict[str, str]


class Unread(Exception):
    """What was parsed has no meaning here."""

    def __init__(self, reason: str, code: Code = Code.UNSUPPORTED) -> None:
        super().__init__(reason)
        self.code = code


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
        if tag == "?mid3":
            if count != 3:
                raise Unread("between the other two, of more than three", Code.INCONSISTENT)
            return ["rank", formula[1], 2, "first"]
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
        if tag in ("?allbut", "?nobody", "?many"):
            return self._of_others(formula, attribute, names)
        if tag == "readings":
            return [*formula[:2], *(self.settle(part, attribute, count, names) for part in formula[2:])]
        if tag in ("and", "or", "if", "iff", "not"):
            return [tag, *(self.settle(part, attribute, count, names) for part in formula[1:])]
        if tag == "count":
            return [*formula[:3], *(self.settle(part, attribute, count, names) for part in formula[3:])]
        return formula

    def _of_others(self, formula: Json, attribute: str, names: list[str]) -> Json:
        """Of everybody but two: all but Ann are before Bob (and she is not). Of everybody but one: nobody is."""
        tag, a, (_, scales, _, b, least, most), *bounds = formula
        if (least, most) != (1, None):
            raise Unread("a distance that is told of many")
        if len(names) < 2:
            raise Unread("nobody says who the others are")

        def said(other: Json) -> Json:
            return ["ahead", other, b, 1, None] if self.end(scales) == "first" else ["ahead", b, other, 1, None]

        others = [[attribute, name] for name in names if [attribute, name] not in (a, b)]
        if tag == "?many":
            return ["count", *bounds, *map(said, others)]
        if tag == "?nobody":
            return ["and", *(["not", said(other)] for other in others)]
        if a == b:
            raise Unread("all but one, and that one is spoken of")
        return ["and", *map(said, others), ["not", said(a)]]


def open_parts(formula: Json) -> Iterator[Json]:
    """Every relation and place in a formula, settled or not."""
    if formula[0] in ("and", "or", "if", "iff", "not", "?only"):
        for part in formula[1:]:
            yield from open_parts(part)
    elif formula[0] in ("?allbut", "?nobody", "?many"):
        yield formula[2]
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
