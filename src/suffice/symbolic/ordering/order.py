"""What a text about one order tells, as Problem bodies: who is there, the scale, the clues, the question."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from suffice.records import Code, Json
from suffice.symbolic.ordering.asking import Find, InOrder
from suffice.symbolic.ordering.collected import collected, parted
from suffice.symbolic.ordering.contexts import fits
from suffice.symbolic.ordering.meaning import Clauses
from suffice.symbolic.ordering.measures import one_sort, one_stack
from suffice.symbolic.ordering.questions import ANYBODY, ANYTHING, Questions
from suffice.symbolic.ordering.roster import Roster
from suffice.symbolic.ordering.scale import STRICT, Scale, Unread, one_scale, open_parts
from suffice.symbolic.ordering.scales import scales
from suffice.symbolic.ordering.sentences import Part
from suffice.symbolic.ordering.told import Told
from suffice.symbolic.ordering.words import plain

_OF_ALL = ('"?nobody"', '"?allbut"', '"?many"', '"?only"')
_SEQUENCES = ("seq", "row", "stack", "rank", "north", "east")
_ENDS = {
    "row": ("leftmost", "rightmost"),
    "stack": ("top", "bottom"),
    "rank": ("top", "bottom"),
    "score": ("highest", "lowest"),
    "north": ("northernmost", "southernmost"),
    "east": ("easternmost", "westernmost"),
    "price": ("most expensive", "least expensive"),
}


def bodies(told: Told, roster: Roster, parts: Sequence[Part]) -> Iterator[dict[str, Json]]:
    """The Problem bodies of one reading. Raises Unread where there are none."""
    yield _Order(told, roster, parts).body()


class _Order:
    """One reading of a text about one order."""

    def __init__(self, told: Told, roster: Roster, parts: Sequence[Part]) -> None:
        self.told, self.roster, self.parts = told, roster, parts
        self.mentioned: list[str] = []
        self.spelled: dict[tuple[str, ...], str] = {}  # as compared -> as first written
        self.attribute = plain([told.noun.split()[-1]])[0] if told.noun else "name"
        self.clauses = Clauses(self._item, self._place, None, self._counted)
        self.form = dict(told.form)
        self.strict = told.strict or told.numbered

    def _item(self, mention: Json) -> Json:
        name = self.spelled.setdefault(plain(mention[1].lower().split()), mention[1])
        if name not in self.mentioned:
            self.mentioned.append(name)
        return [self.attribute, name]

    def _counted(self, noun: str) -> bool:
        """Whether those in the order are called so: the third friend."""
        head = plain([noun.split()[-1]])[0]
        return self.told.places is None and head != "number" and head in (self.roster.nouns | ANYTHING | ANYBODY)

    def _place(self, noun: str, k: int) -> list[str]:
        """The label of the seat, house or place that is number ``k``."""
        told = self.told
        if told.places is None or plain([noun.split()[-1]])[0] not in (told.slot_noun, "number"):
            raise Unread(f"nothing is said of a '{noun}' with a number")
        if not 1 <= k <= told.places:
            raise Unread(f"there is no {noun} {k}", Code.INCONSISTENT)
        return [str(k)]

    def body(self) -> dict[str, Json]:
        found = collected(self.parts, self.clauses.statement, self._exists, self._note)
        self.form |= found.form
        question = Questions(self.told, self.roster, self.clauses, self.attribute, self.mentioned)
        find, wanted = question.find(found.asks, found.options)
        conditions = [part for part in found.asks if part.node.get("ask") == "whoif"]
        clues = [*found.clues, *((part.say, self.clauses.statement(part.node["s"])) for part in conditions)]
        names = self._names()
        formulas = [formula for _, formula in clues] + find.formulas
        scale = one_scale(formulas, wanted, self.told.orient)
        if self.told.places is None and (unit := min(self.clauses.units - self.told.filled, default=None)):
            raise Unread(f"a distance in {unit}s is told, but not that there is one on each", Code.UNDERDETERMINED)
        if self.told.places is not None and self.told.orient is None and scale.name == "row":
            raise Unread("nothing says from which side the places are numbered", Code.UNDERDETERMINED)
        if self.told.places is not None and self.told.orient is None and scale.name.startswith("stack"):
            raise Unread("nothing says whether number 1 is at the top or at the bottom", Code.UNDERDETERMINED)
        if not fits(scale.name, self.told.contexts, self.told.slot_noun if self.told.places is not None else ""):
            raise Unread("an order in one place is asked of in another", Code.UNDERDETERMINED)
        if self.told.frames is not None:
            measured = not scale.name.startswith(_SEQUENCES)
            self.told.frames.check(names, measured)
            if scale.name == "stack" and not self.told.names:
                one_stack(names)
            if measured:
                one_sort(scale.name, self.told.frames.measures(), names, self.told.noun)
        self._fair(scale, [formula for _, formula in clues], find)
        strict = self._strict(scale, formulas)
        count = self.told.places or max(len(names), self.told.count or 0)
        if self.told.places is None and len(names) < count:
            self._others(names, count, scale, strict, formulas, find)

        def settle(formula: Json) -> Json:
            found = scale.settle(formula, self.attribute, count, names)
            return found if self.told.places or len(names) == count else _placed(found, count)

        ends = self._ends(scale)
        return {
            "slots": [str(number) for number in range(1, count + 1)],
            "ordered": list(ends),
            "attributes": {
                self.attribute: {
                    "values": names,
                    "kind": "some" if len(names) < count else "each" if strict else "shared",
                }
            },
            "clues": [{"say": say, "holds": part} for say, formula in clues for part in parted(settle(formula))],
            "find": find.make(settle, scale, names, count),
            "form": self.form,
        }

    def _exists(self, node: Mapping[str, Any]) -> None:
        if "rest" not in node:
            raise Unread("a number that may be a place")
        self._item(node["a"])

    def _note(self, node: Mapping[str, Any]) -> None:
        self.told.note(node)
        self.strict |= node["op"] == "strict"

    # --- who is there --------------------------------------------------------------------------------
    def _names(self) -> list[str]:
        told = self.told
        names = list(told.names or self.mentioned)
        if not told.names:
            _distinct(names)
        if told.places is not None:
            if len(names) > told.places:
                raise Unread(f"{told.places} places, and {len(names)} are named", Code.INCONSISTENT)
            return names
        if told.count is not None and len(names) > told.count:
            raise Unread(f"{told.count} are spoken of, but {len(names)} are named", Code.INCONSISTENT)
        if len(names) < (1 if told.count else 2):
            raise Unread("an order needs two")
        return names

    def _others(
        self, names: list[str], count: int, scale: Scale, strict: bool, formulas: list[Json], find: Find
    ) -> None:
        """Raises Unread where there are more than are named, unless each has a place of its own and none is told of
        all: in a queue of seven, Ann is third."""
        of_all = any(tag in told for tag in _OF_ALL for told in map(json.dumps, formulas))
        whole = self.told.lined and not self.told.names and strict and scale.name in STRICT
        meant = find.counted is None or plain(find.counted.split()) == plain((self.told.noun or "people").split())
        if not whole or of_all or not meant or isinstance(find, InOrder):
            raise Unread(f"{count} are spoken of, {len(names)} are named", Code.UNDERDETERMINED)

    def _closed(self) -> bool:
        return bool(self.told.names or self.told.places) or self.told.count is not None or self.told.closed

    def _fair(self, scale: Scale, clues: list[Json], find: Find) -> None:
        """Places that count from an end mean nothing among people of whom nobody says who else is there."""
        if self._closed():
            return
        if any(tag in told for tag in _OF_ALL for told in map(json.dumps, [*clues, *find.formulas])):
            raise Unread("something is told of all others, but not who they are", Code.UNDERDETERMINED)
        for formula in clues:
            for part in open_parts(formula):
                if part[0] in ("?middle", "?mid3", "?ends", "apart") or (part[0] == "?spot" and part[2] != 1):
                    raise Unread("a place is told, but not how many there are", Code.UNDERDETERMINED)
                if part[0] == "?rel" and part[4:] not in ([1, None], [1, 1]):
                    raise Unread("a distance is told, but not who else is there", Code.UNDERDETERMINED)
        for formula in find.formulas:
            for part in open_parts(formula):
                if part[0] in ("?ends", "apart") or (
                    find.absolute and part[0] == "?spot" and scale.name.startswith("seq")
                ):
                    raise Unread("nobody says who else is there", Code.UNDERDETERMINED)

    def _strict(self, scale: Scale, formulas: list[Json]) -> bool:
        """Whether no two can be level: by what the scale is, because it is said, or because places are counted."""
        if self.strict or self.told.strict or self.told.places or scale.name in STRICT:
            return True
        parts = [part for formula in formulas for part in open_parts(formula)]
        return any(
            part[0] in ("apart", "?middle")
            or (part[0] == "?rel" and part[5] is not None)
            or (part[0] == "?rel" and part[4] > 1)
            for part in parts
        )

    def _ends(self, scale: Scale) -> tuple[str, str]:
        kind = scale.name.partition(":")[0]
        if kind in _ENDS:
            return _ENDS[kind]
        found: dict[str, str] = {}
        for word, sides in scales()[1].items():
            for end in (end for side, end in sides if side == kind):
                found.setdefault(end, word)
        if kind.startswith("more "):
            thing = kind.split(" ", 2)[2]
            return f"most {thing}", f"fewest {thing}"
        if len(found) == 2:
            return found["first"], found["last"]
        if kind != "seq":
            return f"most {kind}", f"least {kind}"
        return "first", "last"


def _placed(formula: Json, count: int) -> Json:
    """The formula with ranks as places: some of those in between are not named."""
    if formula[0] == "rank":
        _, item, k, end = formula
        return ["at", item, [str(k if end == "first" else count + 1 - k)]]
    return [_placed(part, count) if isinstance(part, list) and part else part for part in formula]


def _distinct(names: list[str]) -> None:
    """Raises Unread where two mentions may be one thing: the car, the red car."""
    words = [set(plain(name.lower().split())) for name in names]
    for number, one in enumerate(words):
        for other in words[number + 1 :]:
            if one <= other or other <= one:
                raise Unread(f"'{' '.join(sorted(one & other))}' may be one or two", Code.AMBIGUOUS)
