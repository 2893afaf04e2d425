"""What is asked of a grid, or of groups."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from suffice.records import Json
from suffice.symbolic.ordering.meaning import Clauses
from suffice.symbolic.ordering.roster import Roster
from suffice.symbolic.ordering.scale import Unread
from suffice.symbolic.ordering.sentences import Part
from suffice.symbolic.ordering.told import Told
from suffice.symbolic.ordering.words import plain

_SPELLED = {"colour": "color", "favourite": "favorite", "neighbour": "neighbor"}
_PEOPLE = frozenset("person people name one friend colleague student child kid boy girl man woman".split())


class GridQuestions:
    """Turns the asking clauses and the options of a text into what is to be found.

    ``people`` are those whom no list names; ``asked`` builds a formula that may mean one thing only.
    """

    def __init__(
        self,
        told: Told,
        roster: Roster,
        clauses: Clauses,
        tables: dict[str, list[str]],
        people: list[str],
        labels: list[str],
        asked: Callable[[Callable[[], Json]], Json],
    ) -> None:
        self.told, self.roster, self.clauses = told, roster, clauses
        self.tables, self.people, self.labels, self.asked = tables, people, labels, asked

    def find(self, asks: list[Part], options: list[Part]) -> Json:
        if options:
            return self._options(asks, options)
        if len({str(part.node) for part in asks}) != 1:
            raise Unread("no single question: ask one thing at a time" if asks else "nothing is asked")
        part = asks[0]
        node = part.node
        if part.kind == "yesno" and node["mode"] == "truth":
            formula = self.asked(lambda: self.clauses.statement(node["t"]))
            return ["which", "is", [["True", formula], ["False", ["not", formula]]]]
        if part.kind == "yesno":
            if "t" in node:
                formula = self.asked(lambda: self.clauses.statement(node["t"]))
            else:
                formula = self.asked(lambda: self.clauses.said(node["p"], self.clauses.name(node["a"])))
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
                other = self.asked(lambda: self.clauses.name(node["a"]))
                attribute = self._attribute(node.get("h"), people=True, but=other[0])
                return self._each(attribute, lambda item: ["same", item, other])
            case "value":
                item = self.asked(lambda: self.clauses.name(node["a"]))
                if self._slots_asked(node.get("h")):
                    return ["which", "is", [[label, ["at", item, [label]]] for label in self.labels]]
                attribute = self._attribute(node.get("h"), people=False, but=item[0])
                return self._each(attribute, lambda value: ["same", value, item])
            case "atslot":
                place = self.clauses.place(node["g"], int(node["k"]))
                return self._each(self._attribute(node["h"], people=False), lambda value: ["at", value, place])
            case "slot":
                if not (self.told.numbered or self.told.labels):
                    raise Unread("a place is asked for, but none has a number")
                item = self.asked(lambda: self.clauses.name(node["a"]))
                return ["which", "is", [[label, ["at", item, [label]]] for label in self.labels]]
        raise Unread("a question that is not understood")

    def _slots_asked(self, noun: str | None) -> bool:
        """Whether what is asked for is a slot: on which day."""
        if not self.told.labels:
            return False
        return noun is None or plain([noun.split()[-1]])[0] == self.told.slot_noun

    def _each(self, attribute: str, said: Callable[[Json], Json]) -> Json:
        values = self.people if attribute == "name" and "name" not in self.tables else self.tables[attribute]
        pairs = [[value, self.asked(lambda value=value: said([attribute, value]))] for value in values]
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
                [p.label, self.asked(lambda p=p: self.clauses.said(node["p"], self.clauses.name(p.node["a"])))]
                for p in options
            ]
            return ["which", node["mode"], pairs]
        if named and node["ask"] in ("who", "whohas", "value", "atslot"):
            found = self.find(asks, [])
            labels = {
                self.asked(lambda part=part: self.clauses.name(part.node["a"]))[1]: part.label for part in options
            }
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
        pairs = [[p.label, self.asked(lambda p=p: self.clauses.statement(p.node))] for p in options]
        return ["which", mode, pairs]

    def _pair(self, node: Mapping[str, Any], option: Mapping[str, Any]) -> Json:
        """The same is said of all of the list."""
        known = {plain(name.lower().split()): name for name in self.tables.get("name", self.people)}
        named = [known.get(plain(name.lower().split())) for name in option["l"][1]]
        if None in named:
            raise Unread("an option that is no list of those who are listed")
        return ["and", *(self.asked(lambda name=name: self.clauses.said(node["p"], ["name", name])) for name in named)]

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
        return ["and", *(["at", ["name", name], [label]] for name, label in zip(named, self.labels, strict=True))]

    def _members(self, node: Mapping[str, Any], option: Mapping[str, Any]) -> Json:
        """Exactly those of the list are in the group."""
        group = self.asked(lambda: self.clauses.name(node["c"]))
        if option["op"] == "name":
            listed = [self.asked(lambda: self.clauses.name(option["a"]))]
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
