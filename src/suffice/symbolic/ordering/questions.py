"""What is asked of one order."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from suffice.records import Code, Json
from suffice.symbolic.english.referents import is_person
from suffice.symbolic.ordering.asking import Between, Count, Find, InOrder, Slot, Whether, Which, Who
from suffice.symbolic.ordering.kinds import kinds
from suffice.symbolic.ordering.meaning import Clauses
from suffice.symbolic.ordering.roster import Roster
from suffice.symbolic.ordering.scale import Scales, Unread
from suffice.symbolic.ordering.sentences import Part
from suffice.symbolic.ordering.told import Told, from_to
from suffice.symbolic.ordering.words import PEOPLE, plain

ANYTHING = frozenset("one item thing object".split())
ANYBODY = frozenset("person people kid child friend player member".split())
_PLACE_WORDS = frozenset("place position spot".split())


def _owned_thing(name: str) -> bool:
    """Ann's car; not Ann's sister."""
    noun = name.lower().split()[-1]
    return "'s " in name and not is_person(noun) and noun not in PEOPLE


def counting(find: Find, node: Mapping[str, Any]) -> Find:
    """The question with the noun of what it counts; people, unless one is told."""
    find.counted = node.get("g", "people")
    return find


class Questions:
    """Turns the asking clauses and the options of a text into what is to be found."""

    def __init__(self, told: Told, roster: Roster, clauses: Clauses, attribute: str, mentioned: list[str]) -> None:
        self.told, self.roster, self.clauses, self.attribute, self.mentioned = (
            told,
            roster,
            clauses,
            attribute,
            mentioned,
        )

    def find(self, asks: list[Part], options: list[Part]) -> tuple[Find, list[Scales]]:
        if options:
            return self._options(asks, options), []
        if len(asks) != 1:
            raise Unread("no single question: ask one thing at a time" if asks else "nothing is asked")
        part = asks[0]
        node = part.node
        if part.kind == "yesno":
            return self._whether(node), []
        match node["ask"]:
            case "who" if "mode" in node:
                raise Unread("it is asked who may, of those of no list")
            case "who" | "whoif":
                self._asked_for(node["w"])
                whose = node["w"].get("g") if isinstance(node["w"], dict) and "whose" in node["w"] else None
                return Who(lambda item: self.clauses.said(node["p"], item), self.attribute, whose), []
            case "whosuper":
                self._asked_for(node)
                said = {"op": "spot", "s": {"end": "super", "s": node["s"]}, "vb": "be"}
                return Who(lambda item: self.clauses.said(said, item), self.attribute), []
            case "whichof":
                chosen = [self.clauses.name(node[k]) for k in "xy"]
                other = dict(zip(map(str, chosen), reversed(chosen), strict=True))
                return Which([(c[1], ["?rel", node["c"][1], c, other[str(c)], 1, None]) for c in chosen]), []
            case "order":
                return self._in_order(node)
            case "slot" | "value":
                noun = node.get("h") or node.get("g")
                item = self.clauses.name(node["a"])
                if self.told.places is not None:
                    if noun is not None and plain([noun.split()[-1]])[0] != self.told.slot_noun:
                        raise Unread(f"which {noun} is asked, but nothing is said of it")
                    labels = [str(k) for k in range(1, self.told.places + 1)]
                    return Which([(label, ["at", item, [label]]) for label in labels]), []
                if noun is not None and noun not in _PLACE_WORDS:
                    raise Unread(f"which {noun} is asked, but nothing is said of it")
                return Slot(item), []
            case "atslot":
                place = self.clauses.place(node["g"], int(node["k"]))
                return Who(lambda item: ["at", item, place], self.attribute), []
            case "countrel" | "countcmp":
                self._asked_for(node)
                other = self.clauses.name(node["a"])
                if node["ask"] == "countcmp":
                    said = ["?rel", node["c"][1]]
                    return counting(Count(lambda item: [*said, item, other, 1, None], other), node), []
                said = {"op": "rel", "vb": "be", "r": node["r"], "b": node["a"]}
                return counting(Count(lambda item: self.clauses.said(said, item), other), node), []
            case "countbetween":
                a, b = self.clauses.name(node["a"]), self.clauses.name(node["b"])
                return counting(Between(a, b), node), []
        raise Unread("a question that is not understood")

    def _asked_for(self, who: Any) -> None:
        noun = who.get("g") if isinstance(who, dict) else None
        if isinstance(who, dict) and "person" in who and any(map(_owned_thing, self.told.names or self.mentioned)):
            raise Unread("who is asked, of things that belong to somebody", Code.AMBIGUOUS)
        if noun is None:
            return
        head = plain([noun.split()[-1]])[0]
        names = self.told.names or self.mentioned
        named = all(head in plain(name.lower().split()) for name in names)
        if head in self.roster.nouns or head in ANYTHING or (names and named):
            return
        known = kinds().get(head, frozenset())
        if names and all(plain(name.lower().split())[-1] in known for name in names):
            return
        if head in ANYBODY and all(name[:1].isupper() for name in names):
            return
        raise Unread(f"which {noun} is asked, but no {noun} are spoken of")

    def _whether(self, node: Mapping[str, Any]) -> Find:
        mode = node["mode"]
        if mode == "truth":
            formula = self.clauses.statement(node["t"])
            return Which([("True", formula), ("False", ["not", formula])])
        if "t" in node:
            formula = self.clauses.statement(node["t"])
        elif "p" in node:
            formula = self.clauses.said(node["p"], self.clauses.name(node["a"]))
        else:
            formula = self.clauses.said({"op": "spot", "s": node["s"], "vb": "be"}, self.clauses.name(node["a"]))
        return Whether(mode, formula)

    def _in_order(self, node: Mapping[str, Any]) -> tuple[Find, list[Scales]]:
        run = node.get("run")
        if run is None:
            return InOrder(self.attribute, {}, True), []
        if run == "super":
            orient = from_to(node["s"], node["e"]) if "e" in node else None
            if orient is None:
                kinds = node["s"][1]
                return InOrder(self.attribute, kinds, True), [kinds]
            return InOrder(self.attribute, {orient.by: orient.end}, True), [{orient.by: orient.end}]
        wanted: Scales = {kind: "first" for kind in run.split("/")}
        return InOrder(self.attribute, wanted, node.get("way", "forward") == "forward"), [wanted]

    def _options(self, asks: list[Part], options: list[Part]) -> Find:
        if len(asks) > 1 or len({part.label for part in options}) != len(options):
            raise Unread("no single question")
        mode = "is"
        if asks and asks[0].node.get("ask") == "orders":
            return self._orders(asks[0].node, options)
        if asks:
            node = asks[0].node
            if node.get("ask") == "who" and all(part.node["op"] == "name" for part in options):
                pairs = [(part.label, self.clauses.name(part.node["a"])) for part in options]
                said = [(label, self.clauses.said(node["p"], item)) for label, item in pairs]
                return Which(said, node.get("mode", "is"))
            if node.get("ask") != "options":
                raise Unread("options that do not answer the question")
            mode = node["mode"]
        if any(part.node["op"] in ("name", "list", "table") for part in options):
            raise Unread("options that are no statements")
        return Which(
            [(part.label, self.clauses.statement(part.node)) for part in options],
            "must" if mode == "is" and asks else mode,
        )

    def _orders(self, node: Mapping[str, Any], options: list[Part]) -> Find:
        """Options that are whole orders: Ann, Bob, Cy."""
        if not self.told.names or not all(part.node["op"] == "list" for part in options):
            raise Unread("options that are no orders of those who are listed")
        start = {"seq": "first"} if "run" not in node else {kind: "first" for kind in node["run"].split("/")}
        if "s" in node:
            orient = from_to(node["s"], node["e"])
            start = {orient.by: orient.end}
        if node.get("way", "forward") != "forward":
            raise Unread("an order that runs the other way")
        pairs: list[tuple[str, Json]] = []
        for part in options:
            names = [self.roster.known.get(plain(name.lower().split())) for name in part.node["l"][1]]
            if None in names or len(set(names)) != len(self.told.names):
                raise Unread("an option that is no order of those who are listed")
            spots: list[Json] = [["?spot", start, k, [self.attribute, name]] for k, name in enumerate(names, 1)]
            pairs.append((part.label, ["and", *spots]))
        return Which(pairs, node["mode"])
