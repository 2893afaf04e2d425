"""What the declaring sentences of a text say: who and what there is, and in which slots."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from suffice.records import Code, Json
from suffice.symbolic.ordering.dates import calendar, in_order, week
from suffice.symbolic.ordering.frames import Frames
from suffice.symbolic.ordering.roster import Roster
from suffice.symbolic.ordering.scale import OTHER, Orient, Unread
from suffice.symbolic.ordering.sentences import Part
from suffice.symbolic.ordering.values import Attribute, Grid, heading
from suffice.symbolic.ordering.words import PEOPLE, plain

_NO_GROUPS = frozenset("winner loser finalist answer option reason rule clue place day house".split())


@dataclass(slots=True)
class Told:
    """What the declaring sentences say."""

    count: int | None = None
    noun: str = ""
    names: list[str] = field(default_factory=list)
    orient: Orient | None = None
    strict: bool = False
    numbered: bool = False
    places: int | None = None  # that have numbers
    closed: bool = False
    attributes: list[tuple[str, list[str], frozenset[str]]] = field(default_factory=list)
    labels: list[str] = field(default_factory=list)  # of slots that have names: days
    ordered: tuple[str, str] | None = None
    slot_noun: str = ""
    lined: bool = False  # whether those who are counted are all who are in the line, and one stands in each place
    filled: set[str] = field(default_factory=set)  # days, floors: with one on each, and none empty in between
    gaps: bool = False  # whether the slots are days or months with others in between
    form: dict[str, Json] = field(default_factory=dict)
    words: set[str] = field(default_factory=set)
    people: str = ""
    acts: set[str] = field(default_factory=set)  # verbs of what is done in turn
    scenic: set[str] = field(default_factory=set)  # words of scenes
    groups: list[tuple[str, list[str]]] = field(default_factory=list)  # lists beside the first, with their nouns
    grouped: str | None = None  # the attribute of groups that hold any number of people
    pending: tuple[str, list[str]] | None = None  # their noun, and the groups
    contexts: frozenset[str] = frozenset()  # in which an order is told
    frames: Frames | None = None  # of which doing, time and setting it is told
    matched: bool = False  # each has one of each group

    def plainest(self, reads: list[tuple[Part, ...]]) -> list[tuple[Part, ...]]:
        """Of several ways to cut a list, that in the fewest clauses, with the most members."""

        def size(read: tuple[Part, ...]) -> tuple[int, int, int]:
            rolls = [part.node[key][1] for part in read for key in "lv" if key in part.node]
            return -len(read), sum(map(len, rolls)), sum("n" in part.node for part in read)

        best = max(map(size, reads))
        return [read for read in reads if size(read) == best][:1]

    def declare(self, node: Mapping[str, Any]) -> None:
        """Take over what a declaring clause says. Raises Unread where it does not go with the others."""
        if node["op"] == "matched":
            self.matched = True
            if "l" not in node:
                return
            node = {**node, "op": "group", "g": "people"}
        if "acts" in node:
            self._scene(node)
        if node["op"] in ("attribute", "assign", "days", "week", "grouped"):
            self._grid(node)
            return
        if node["op"] == "numbered":
            self._places(node)
            return
        if "g" in node:
            noun = node["g"]
            head = plain([noun.split()[-1]])[0]
            if head in _NO_GROUPS and node["op"] != "numbered":
                raise Unread(f"a list of '{noun}'")
            other = self.noun and plain([self.noun.split()[-1]])[0] != head
            if other and "l" in node and (self.names or self.groups):
                self._group(noun, node)
                return
            if other and not (self.names and "acts" in node):
                raise Unread("two groups are spoken of")
            if not other:
                self.noun = noun
            self.words.update(noun.split())
        if "n" in node:
            self._count(int(node["n"][1]))
        if "l" in node:
            if self.names:
                raise Unread("two lists are given")
            self.names = list(node["l"][1])
            *others, last = (name.split() for name in self.names)
            if not self.noun and len(last) == 2 and all(len(other) == 1 for other in others) and last[1].islower():
                self.noun = last[1]  # a red, a blue and a green cup
                self.names = [f"{name} {self.noun}" for name in [*self.names[:-1], last[0]]]
            for name in self.names:
                self.words.update(name.lower().replace("'s", " s").replace("-", " ").split())
        orient = {"row": Orient("row", "first"), "seq": Orient("seq", "first")}.get(node.get("orient", ""))
        if node.get("orient") == "super":
            orient = from_to(node["s"], node["e"])
        self.orient = orient or self.orient

    def _group(self, noun: str, node: Mapping[str, Any]) -> None:
        """A second list: towns beside people."""
        if "n" in node and int(node["n"][1]) != len(node["l"][1]):
            raise Unread("the list does not fit its count", Code.INCONSISTENT)
        self.groups.append((noun, list(node["l"][1])))
        self.words.update(noun.split())

    def _paired(self) -> None:
        """Several lists, of which each person has one of each: attributes of a grid."""
        lists = [(self.noun, self.names), *self.groups]
        if not self.matched or len({len(names) for _, names in lists}) != 1 or self.attributes or self.orient:
            raise Unread("two groups are spoken of")
        whose = next((number for number, (noun, _) in enumerate(lists) if plain([noun.split()[-1]])[0] in PEOPLE), 0)
        for number, (noun, names) in enumerate(lists):
            name, cues = ("name", frozenset(("name",))) if number == whose else heading(noun.split())
            self._attribute(name, names, cues)
        self.people, self.names, self.noun = lists[whose][0], [], ""

    def _scene(self, node: Mapping[str, Any]) -> None:
        """What a scene sets beside its list: verbs, turns, numbered places."""
        self.acts.update(node["acts"] if node["strict"] else ())
        self.scenic.update(node["words"])
        self.words.update(node["words"])
        self.strict |= node["strict"]
        self.filled |= node.get("filled", set())
        if "places" in node:
            noun, last = node["places"]
            self._places({"last": last, "g": noun, "run": node.get("orient")})

    def _places(self, node: Mapping[str, Any]) -> None:
        """Places with numbers: houses, seats."""
        last = int(node["last"])
        if (
            last != (int(node["n"][1]) if "n" in node else last)
            or self.places not in (None, last)
            or not 1 < last <= 40
        ):
            raise Unread("the numbering does not fit the count", Code.INCONSISTENT)
        self.places, self.numbered = last, True
        self.slot_noun = plain([node["g"].split()[-1]])[0]
        self.words.update(node["g"].split())
        if node.get("run") == "row":
            self.orient = Orient("row", "first")
        self.ordered = ("leftmost", "rightmost") if self.orient else ("first", "last")

    def _grid(self, node: Mapping[str, Any]) -> None:
        if "n" in node:
            self._count(int(node["n"][1]))
        if "g" in node:
            self.people = node["g"]
        if "l" in node and node["op"] not in ("attribute", "grouped"):
            self._attribute("name", node["l"][1], frozenset(("name",)))
        match node["op"]:
            case "attribute":
                name, cues = heading(node["h"])
                self.words.update(node["h"])
                self._attribute(name, node["l"][1], cues)
            case "assign" if calendar(node["v"][1]):
                self._days(node["v"][1])
            case "assign":
                name, cues = heading(node["h"].split()) if "h" in node else ("thing", frozenset())
                self._attribute(name, node["v"][1], cues)
            case "grouped":
                self._groups(node)
            case "days" | "week":
                days = node["v"][1] if "v" in node else week(node["from"], node["until"])
                self._days(days)

    def _groups(self, node: Mapping[str, Any]) -> None:
        """Groups that hold any number of those who are listed, here or before."""
        if self.pending is not None or self.grouped is not None:
            raise Unread("two groups are spoken of")
        if "l" in node:
            if self.names:
                raise Unread("two lists are given")
            self.names, self.noun = list(node["l"][1]), node.get("g", "")
            if "n" in node and int(node["n"][1]) != len(self.names):
                raise Unread("the list does not fit its count", Code.INCONSISTENT)
        self.pending, self.matched = (node["h"], list(node["v"][1])), self.matched or node["sure"]

    def _pooled(self) -> None:
        """The people who are listed, and the groups that they are in."""
        assert self.pending is not None
        noun, groups = self.pending
        if not self.matched or not self.names or self.attributes or self.orient or self.strict:
            raise Unread("it is not said that each is in one group")
        self.people = self.noun
        self._attribute("name", self.names, frozenset(("name",)))
        plural = noun.split()[-1]
        name = plain([plural])[0]
        name = name[:-1] if name == plural and name.endswith("s") else name  # of a word that no table holds
        self._attribute(name, groups, frozenset((plural, name)))
        self.labels, self.slot_noun, self.grouped, self.count = groups, name, name, None
        self.names, self.noun = [], ""

    def _attribute(self, name: str, values: list[str], cues: frozenset[str]) -> None:
        if any(name == known for known, _, _ in self.attributes):
            raise Unread(f"'{name}' is listed twice")
        self.attributes.append((name, list(values), cues))

    def _days(self, days: list[str]) -> None:
        """Slots that are days or months, in the order of the calendar."""
        noun = calendar(days)
        if noun is None:
            raise Unread("a list of days that are none")
        self.labels, self.gaps = in_order(days, noun)
        self.ordered, self.slot_noun = ("first", "last"), noun
        self._count(len(days))
        self.attributes.append((noun, list(self.labels), frozenset((noun,))))

    def _count(self, count: int) -> None:
        if self.count not in (None, count):
            raise Unread("two counts are given", Code.INCONSISTENT)
        if count > 40:
            raise Unread("more than forty", Code.OUT_OF_RANGE)
        self.count = count

    def note(self, node: Mapping[str, Any]) -> None:
        self.words.update(word for key in "gh" for word in str(node.get(key, "")).split())
        if node["op"] == "strict":
            self.strict = True
            if "n" in node and "g" in node and not self.noun:
                self.noun = node["g"]  # each of the four companies has a floor of its own
        if node["op"] == "only":
            self.closed = True
        if node["op"] == "run":
            self._count(int(node["k"]))
            self.strict = True
        if node["op"] == "matched":
            self.matched = True
        if "n" in node:
            self._count(int(node["n"][1]))

    def close(self, roster: Roster) -> None:
        roster.acts, roster.scenic = self.acts, self.scenic
        if self.groups:
            self._paired()
        if self.pending:
            self._pooled()
        for noun in filter(None, (self.noun, self.people)):
            last = noun.split()[-1]
            roster.nouns |= {plain([last])[0], last.removesuffix("s") if roster.game else plain([last])[0]}
        if self.names:
            roster.declare(self.names, self.noun)
        if not self.attributes:
            return
        if self.names:
            raise Unread("a list that is none of the grid's")
        if self.places is not None:
            self._count(self.places)
        roster.grid = Grid([Attribute(name, values, cues) for name, values, cues in self.attributes], self.slot_noun)
        roster.open = all(name != "name" for name, _, _ in self.attributes)
        if self.grouped:
            roster.nouns.add(self.grouped)
        self.words |= roster.grid.words


def from_to(start: Any, end: Any) -> Orient:
    """From shortest to tallest: the scale, and which of its ends is first."""
    common = {kind: side for kind, side in start[1].items() if end[1].get(kind) == OTHER[side]}
    if len(common) != 1 or start[2] != 1 or end[2] != 1:
        raise Unread("an order between two ends that are none of one scale")
    return Orient(*next(iter(common.items())))


def form_of(node: Mapping[str, Any]) -> dict[str, Json]:
    """What an instruction asks of the answer's form; one about numbers or dates cannot be met here."""
    found = dict(node)
    if found.pop("type", None) is not None or set(found) - {"only", "json", "yesno", "explain"}:
        raise Unread("the answer is asked for in a form that does not suit it")
    return found
