"""What a text about a grid tells, as a Problem body: attributes, the slots that they share, the clues, the question."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from suffice.records import Code, Json
from suffice.symbolic.ordering.meaning import Clauses
from suffice.symbolic.ordering.order import parted
from suffice.symbolic.ordering.roster import Roster
from suffice.symbolic.ordering.scale import Orient, Scale, Unread, one_scale, open_parts
from suffice.symbolic.ordering.sentences import Part
from suffice.symbolic.ordering.told import Told, form_of
from suffice.symbolic.ordering.words import plain

_SPELLED = {"colour": "color", "favourite": "favorite", "neighbour": "neighbor"}
_PEOPLE = frozenset("person people name one friend colleague student child kid boy girl man woman".split())


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
        return [self._labels()[k - 1]]

    def _shared(self, noun: str) -> bool:
        """Whether several may be in one of these."""
        head = noun.split()[-1]
        return self.told.grouped is not None and self.told.grouped in (plain([head])[0], head.removesuffix("s"))

    def _labels(self) -> list[str]:
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
        clues: list[tuple[str, Json]] = []
        asks: list[Part] = []
        options: list[Part] = []
        for part in self.parts:
            if part.kind == "tell":
                clues.append((part.say, self._built(lambda part=part: self.clauses.statement(part.node))))
            elif part.kind == "given":
                clues.append((part.say, self._built(lambda part=part: self.clauses.statement(part.node["s"]))))
            elif part.kind in ("ask", "yesno"):
                asks.append(part)
            elif part.kind == "option":
                options.append(part)
            elif part.kind == "exists":
                self._item(part.node["a"])
            elif part.kind == "form":
                self.form |= form_of(part.node)
        find = self._find(asks, options)
        attributes = dict(self.tables)
        if self.people:
            attributes = {"name": self.people, **attributes}
        for name, values in attributes.items():
            if len(values) != self.count and not (self.told.grouped and name == "name"):
                code = Code.UNDERDETERMINED if len(values) < self.count else Code.INCONSISTENT
                raise Unread(f"{self.count} are spoken of, but {len(values)} of '{name}' are named", code)
        scale = self._scale([formula for _, formula in clues] + self._formulas(find))
        order = self.told.ordered

        names = attributes.get("name", []) if order else []

        def settle(formula: Json) -> Json:
            return scale.settle(self._sized(formula), "name", self.count, names)

        told = [{"say": say, "holds": part} for say, formula in clues for part in parted(settle(formula))]
        if not order and not self.told.labels and "name" in attributes:
            labels = attributes["name"]  # slots without an order are named after those who have them
            told.insert(0, {"say": "", "holds": ["and", *(["at", ["name", name], [name]] for name in labels)]})
        else:
            labels = self._labels()
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

    def _pair(self, node: Mapping[str, Any], option: Mapping[str, Any]) -> Json:
        """The same is said of all of the list."""
        known = {plain(name.lower().split()): name for name in self.tables.get("name", self.people)}
        named = [known.get(plain(name.lower().split())) for name in option["l"][1]]
        if None in named:
            raise Unread("an option that is no list of those who are listed")
        return ["and", *(self._asked(lambda name=name: self.clauses.said(node["p"], ["name", name])) for name in named)]

    def _run(self, node: Mapping[str, Any], option: Mapping[str, Any]) -> Json:
        """Those who are listed, in the order of the days."""
        if option["op"] == "table" and self.told.grouped:
            rows = option["l"][1]
            placed = [name for _, names in rows for name in names]
            if sorted(placed) != sorted(self.tables["name"]) or any(group[0] != self.told.grouped for group, _ in rows):
                raise Unread("an option that does not say where all are")
            return ["and", *(["same", ["name", name], group] for group, names in rows for name in names)]
        if option["op"] != "list" or not self.told.ordered or node.get("run", "seq") not in ("seq", "days"):
            raise Unread("options that are no orders")
        known = {plain(name.lower().split()): name for name in self.tables.get("name", self.people)}
        named = [known.get(plain(name.lower().split())) for name in option["l"][1]]
        if None in named or sorted(map(str, named)) != sorted(known.values()):
            raise Unread("an option that is no order of those who are listed")
        return ["and", *(["at", ["name", name], [label]] for name, label in zip(named, self._labels(), strict=True))]

    def _members(self, node: Mapping[str, Any], option: Mapping[str, Any]) -> Json:
        """Exactly those of the list are in the group."""
        group = self._asked(lambda: self._item(node["c"]))
        if option["op"] == "name":
            listed = [self._asked(lambda: self._item(option["a"]))]
        else:
            known = {plain(name.lower().split()): name for name in self.tables["name"]}
            named = [known.get(plain(name.lower().split())) for name in option["l"][1]]
            listed = [["name", name] for name in named]
            if None in named:
                raise Unread("an option that is no list of those who are listed")
        if not self.told.grouped or group[0] != self.told.grouped:
            raise Unread("a list of those in no group")
        said = [["same", ["name", name], group] for name in self.tables["name"]]
        return ["and", *(one if one[1] in listed else ["not", one] for one in said)]

    def _sized(self, formula: Json) -> Json:
        """How many there are in each group."""
        tag = formula[0]
        if tag in ("and", "or", "if", "iff", "not"):
            return [tag, *map(self._sized, formula[1:])]
        if tag == "count":
            return [*formula[:3], *map(self._sized, formula[3:])]
        if tag == "?solo":
            if not self._shared(formula[2]):
                raise Unread(f"nothing is said of a '{formula[2]}'")
            others = (["name", name] for name in self.tables["name"] if name != formula[1][1])
            return ["and", *(["not", ["same", formula[1], other]] for other in others)]
        if tag in ("?tally", "?alone"):
            return self._tally(formula)
        if tag != "?sizes":
            return formula
        if not self.told.grouped:
            raise Unread("it is told how many there are in each group, but not of which groups")
        _, noun, least, most = formula
        if not self._shared(noun):
            raise Unread(f"nothing is said of a '{noun}'")
        names = [["name", name] for name in self.tables["name"]]
        return [
            "and",
            *(["count", least, most, *(["at", name, [label]] for name in names)] for label in self._labels()),
        ]

    def _tally(self, formula: Json) -> Json:
        """How many are in one group; that somebody is alone there."""
        group = formula[1] if formula[0] == "?tally" else formula[2]
        if not self.told.grouped or group[0] != self.told.grouped:
            raise Unread("it is told how many there are, but of no group")
        said = [["same", ["name", name], group] for name in self.tables["name"]]
        if formula[0] == "?tally":
            return ["count", *formula[2:], *said]
        return ["and", *(one if one[1] == formula[1] else ["not", one] for one in said)]

    def _scale(self, formulas: list[Json]) -> Scale:
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

    # --- what is asked --------------------------------------------------------------------------------------
    def _find(self, asks: list[Part], options: list[Part]) -> Json:
        if options:
            return self._options(asks, options)
        if len({str(part.node) for part in asks}) != 1:
            raise Unread("no single question: ask one thing at a time" if asks else "nothing is asked")
        part = asks[0]
        node = part.node
        if part.kind == "yesno" and node["mode"] == "truth":
            formula = self._asked(lambda: self.clauses.statement(node["t"]))
            return ["which", "is", [["True", formula], ["False", ["not", formula]]]]
        if part.kind == "yesno":
            if "t" in node:
                formula = self._asked(lambda: self.clauses.statement(node["t"]))
            else:
                formula = self._asked(lambda: self.clauses.said(node["p"], self._item(node["a"])))
            return ["whether", node["mode"], formula]
        match node["ask"]:
            case "grid":
                return ["grid"]
            case "who" if "mode" in node:
                raise Unread("it is asked who may, of those of no list")
            case "who":
                attribute = self._attribute(node["w"].get("g") if isinstance(node["w"], dict) else None, people=True)
                return self._each(attribute, lambda item: self.clauses.said(node["p"], item))
            case "whohas":
                other = self._asked(lambda: self._item(node["a"]))
                attribute = self._attribute(node.get("h"), people=True, but=other[0])
                return self._each(attribute, lambda item: ["same", item, other])
            case "value":
                item = self._asked(lambda: self._item(node["a"]))
                if self._slots_asked(node.get("h")):
                    return ["which", "is", [[label, ["at", item, [label]]] for label in self._labels()]]
                attribute = self._attribute(node.get("h"), people=False, but=item[0])
                return self._each(attribute, lambda value: ["same", value, item])
            case "atslot":
                place = self._place(node["g"], int(node["k"]))
                return self._each(self._attribute(node["h"], people=False), lambda value: ["at", value, place])
            case "slot":
                if not (self.told.numbered or self.told.labels):
                    raise Unread("a place is asked for, but none has a number")
                item = self._asked(lambda: self._item(node["a"]))
                return ["which", "is", [[label, ["at", item, [label]]] for label in self._labels()]]
        raise Unread("a question that is not understood")

    def _asked(self, build: Callable[[], Json]) -> Json:
        return self._built(build, asked=True)

    def _slots_asked(self, noun: str | None) -> bool:
        """Whether what is asked for is a slot: on which day."""
        if not self.told.labels:
            return False
        return noun is None or plain([noun.split()[-1]])[0] == self.told.slot_noun

    def _each(self, attribute: str, said: Callable[[Json], Json]) -> Json:
        values = self.people if attribute == "name" and "name" not in self.tables else self.tables[attribute]
        pairs = [[value, self._asked(lambda value=value: said([attribute, value]))] for value in values]
        if len(pairs) < 2:
            raise Unread("there is nothing to choose from")
        return ["which", "is", pairs]

    def _attribute(self, noun: str | None, people: bool, but: str | None = None) -> str:
        """The attribute that a question asks for."""
        names = [*(["name"] if "name" not in self.tables else []), *self.tables]
        if noun is not None:
            words = {_SPELLED.get(word, word) for word in plain(noun.lower().split())}
            cued = {name: {_SPELLED.get(word, word) for word in plain(name.split())} for name in names}
            fitting = [name for name in names if words == cued[name]] or [n for n in names if words & cued[n]]
            if len(fitting) == 1:
                return fitting[0]
            if not (people and words <= _PEOPLE | self.roster.nouns):
                raise Unread(f"which {noun} is asked, but nothing is said of it")
        if people:
            return "name"
        rest = [name for name in names if name not in (but, "name")] if but else []
        if len(rest) != 1:
            raise Unread("it is not said what is asked for")
        return rest[0]

    def _options(self, asks: list[Part], options: list[Part]) -> Json:
        if len(asks) > 1 or len({part.label for part in options}) != len(options):
            raise Unread("no single question")
        node: Mapping[str, Any] = asks[0].node if asks else {"ask": "options", "mode": "is"}
        named = all(part.node["op"] == "name" for part in options)
        if named and node["ask"] == "who" and "mode" in node:
            pairs = [
                [p.label, self._asked(lambda p=p: self.clauses.said(node["p"], self._item(p.node["a"])))]
                for p in options
            ]
            return ["which", node["mode"], pairs]
        if named and node["ask"] in ("who", "whohas", "value", "atslot"):
            found = self._find(asks, [])
            labels = {self._asked(lambda part=part: self._item(part.node["a"]))[1]: part.label for part in options}
            if set(labels) != {value for value, _ in found[2]}:
                raise Unread("the options are not those who are spoken of")
            return ["which", found[1], [[labels[value], formula] for value, formula in found[2]]]
        if node["ask"] == "pairs" and all(p.node["op"] == "list" for p in options):
            return ["which", node["mode"], [[p.label, self._pair(node, p.node)] for p in options]]
        if node["ask"] == "orders":
            return ["which", node["mode"], [[p.label, self._run(node, p.node)] for p in options]]
        if node["ask"] == "members" and all(part.node["op"] in ("name", "list") for part in options):
            return ["which", node["mode"], [[p.label, self._members(node, p.node)] for p in options]]
        if node["ask"] != "options" or any(part.node["op"] in ("name", "list", "table") for part in options):
            raise Unread("options that do not answer the question")
        mode = "must" if node["mode"] == "is" else node["mode"]
        pairs = [[p.label, self._asked(lambda p=p: self.clauses.statement(p.node))] for p in options]
        return ["which", mode, pairs]


def _parts(formula: Json) -> Iterator[Json]:
    tag = formula[0]
    skip = {"count": 3, "readings": 2}.get(tag, 1)
    if tag in ("and", "or", "if", "iff", "not", "count", "readings", "?only"):
        for part in formula[skip:]:
            yield from _parts(part)
    else:
        yield formula
