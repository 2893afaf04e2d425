"""What a text about a grid tells, as a Problem body: attributes, the slots that they share, the clues, the question."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from suffice.records import Code, Json
from suffice.symbolic.ordering.collected import collected, parted
from suffice.symbolic.ordering.grid_questions import GridQuestions
from suffice.symbolic.ordering.groups import is_group, sized
from suffice.symbolic.ordering.meaning import Clauses
from suffice.symbolic.ordering.roster import Roster
from suffice.symbolic.ordering.scale import Orient, Scale, Unread, one_scale, open_parts
from suffice.symbolic.ordering.sentences import Part
from suffice.symbolic.ordering.told import Told
from suffice.symbolic.ordering.words import plain


class _Choice(Exception):
    """A phrase has several readings, and none is chosen yet."""

    def __init__(self, phrase: str, ways: int) -> None:
        super().__init__(phrase)
        self.phrase, self.ways = phrase, ways


def bodies(told: Told, roster: Roster, parts: Sequence[Part]) -> Iterator[dict[str, Json]]:
    """The Problem body of one reading. Raises Unread where there is none."""
    yield _Grid(told, roster, parts).body()


class _Grid:
    def __init__(self, told: Told, roster: Roster, parts: Sequence[Part]) -> None:
        self.told, self.roster, self.parts = told, roster, parts
        self.tables: dict[str, list[str]] = {name: list(values) for name, values, _ in told.attributes}
        self.people: list[str] = []
        self.chosen: dict[str, int] = {}
        self.clauses = Clauses(self._item, self._place, self._shared)
        self.form = dict(told.form)
        self.count = (
            len(told.labels)
            if told.grouped
            else told.count
            if told.count is not None
            else max(map(len, self.tables.values()))
        )

    # --- mentions --------------------------------------------------------------------------------------
    def _item(self, mention: Json) -> Json:
        if isinstance(mention[1], str):
            return self._person(mention[1])
        pairs = mention[1]
        if len(pairs) == 1:
            return list(pairs[0])
        phrase = mention[2]
        if phrase not in self.chosen:
            raise _Choice(phrase, len(pairs))
        return list(pairs[self.chosen[phrase]])

    def _named(self, mention: Json) -> None:
        self._item(mention)

    def _person(self, name: str) -> Json:
        """Somebody whom no list names."""
        if "name" in self.tables:
            raise Unread(f"'{name}' is nobody of those who are listed")
        if name not in self.people:
            self.people.append(name)
        return ["name", name]

    def _place(self, noun: str, k: int) -> list[str]:
        """The label of the slot that is number ``k`` of its kind."""
        if plain([noun.split()[-1]])[0] != self.told.slot_noun or not self.told.numbered:
            raise Unread(f"nothing is said of a '{noun}' with a number")
        if not 1 <= k <= self.count:
            raise Unread(f"there is no {noun} {k}", Code.INCONSISTENT)
        return [self.labels()[k - 1]]

    def _shared(self, noun: str) -> bool:
        """Whether several may be in one of these."""
        return is_group(noun, self.told.grouped)

    def labels(self) -> list[str]:
        return self.told.labels or [str(number) for number in range(1, self.count + 1)]

    # --- formulas ---------------------------------------------------------------------------------------
    def _built(self, build: Callable[[], Json], asked: bool = False) -> Json:
        """The formula, or ``readings`` of it, one per way to understand its phrases; impossible ones are dropped."""
        try:
            return build()
        except _Choice as met:
            choice = met
        if asked:
            raise Unread(f"'{choice.phrase}' may be two things", Code.AMBIGUOUS)
        found: list[Json] = []
        unread: Unread | None = None
        for way in range(choice.ways):
            self.chosen[choice.phrase] = way
            try:
                found.append(self._built(build))
            except Unread as error:
                unread = error
                found.append(None)
        del self.chosen[choice.phrase]
        possible = [formula for formula in found if formula is not None]
        if not possible:
            raise unread or Unread("not understood")
        if len(possible) == 1:
            return possible[0]
        never = ["count", 2, None, possible[0]]  # keeps the ways of one phrase in step throughout the text
        return ["readings", choice.phrase, *(never if formula is None else formula for formula in found)]

    def body(self) -> dict[str, Json]:
        found = collected(
            self.parts,
            lambda node: self._built(lambda: self.clauses.statement(node)),
            lambda node: self._named(node["a"]),
            lambda _: None,
        )
        self.form |= found.form
        asked = GridQuestions(
            self.told, self.roster, self.clauses, self.tables, self.people, self.labels(), self._asked
        )
        clues, find = found.clues, asked.find(found.asks, found.options)
        attributes = dict(self.tables)
        if self.people:
            attributes = {"name": self.people, **attributes}
        for name, values in attributes.items():
            if len(values) != self.count and not (self.told.grouped and name == "name"):
                code = Code.UNDERDETERMINED if len(values) < self.count else Code.INCONSISTENT
                raise Unread(f"{self.count} are spoken of, but {len(values)} of '{name}' are named", code)
        people, groups = attributes.get("name", []), self.told.grouped
        clues = [(say, sized(formula, people, groups, self.labels())) for say, formula in clues]
        find = self._settled(find, lambda formula: sized(formula, people, groups, self.labels()))
        scale = self._scale([formula for _, formula in clues] + self._formulas(find))
        order = self.told.ordered

        names = people if order else []

        def settle(formula: Json) -> Json:
            return scale.settle(formula, "name", self.count, names)

        told = [{"say": say, "holds": part} for say, formula in clues for part in parted(settle(formula))]
        if not order and not self.told.labels and "name" in attributes:
            labels = attributes["name"]  # slots without an order are named after those who have them
            told.insert(0, {"say": "", "holds": ["and", *(["at", ["name", name], [name]] for name in labels)]})
        else:
            labels = self.labels()
            if self.told.labels:  # days are slots, and what is said of a day is said of its slot
                name = self.told.slot_noun
                told.insert(0, {"say": "", "holds": ["and", *(["at", [name, day], [day]] for day in labels)]})
        return {
            "slots": labels,
            "ordered": list(order) if order else None,
            "attributes": {
                name: {"values": values, "kind": "shared" if self.told.grouped and name == "name" else "each"}
                for name, values in attributes.items()
            },
            "clues": told,
            "find": self._settled(find, settle),
            "form": self.form,
        }

    def _scale(self, formulas: list[Json]) -> Scale:
        if self.told.gaps and any(_distant(part) for f in formulas for part in open_parts(f)):
            raise Unread(f"a distance is told, and between the {self.told.slot_noun}s there are others", Code.AMBIGUOUS)
        sided = any("row" in part[1] for f in formulas for part in open_parts(f) if part[0] in ("?rel", "?spot"))
        if self.told.numbered and self.told.orient is None and sided:
            raise Unread("nothing says from which side the places are numbered", Code.UNDERDETERMINED)
        if self.told.numbered and self.told.ordered:
            return one_scale(formulas, [{"row": "first"}], Orient("row", "first"))
        if self.told.ordered:
            return one_scale(formulas, [{"seq:turn": "first"}], Orient("seq:turn", "first"))
        scale = one_scale(formulas, [], None)
        if any(part[0][:1] == "?" or part[0] in ("apart", "between") for f in formulas for part in _parts(f)):
            raise Unread("an order is spoken of, but nothing is said to stand in one")
        return scale

    @staticmethod
    def _formulas(find: Json) -> list[Json]:
        if find[0] == "which":
            return [formula for _, formula in find[2]]
        return [find[2]] if find[0] == "whether" else []

    @staticmethod
    def _settled(find: Json, settle: Callable[[Json], Json]) -> Json:
        if find[0] == "which":
            return ["which", find[1], [[label, settle(formula)] for label, formula in find[2]]]
        return ["whether", find[1], settle(find[2])] if find[0] == "whether" else find

    def _asked(self, build: Callable[[], Json]) -> Json:
        return self._built(build, asked=True)


def _distant(part: Json) -> bool:
    """Whether a relation counts places."""
    return part[0] == "apart" or (part[0] == "?rel" and part[4:] != [1, None])


def _parts(formula: Json) -> Iterator[Json]:
    tag = formula[0]
    skip = {"count": 3, "readings": 2}.get(tag, 1)
    if tag in ("and", "or", "if", "iff", "not", "count", "readings", "?only"):
        for part in formula[skip:]:
            yield from _parts(part)
    else:
        yield formula
