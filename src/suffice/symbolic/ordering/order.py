"""What a text about one order tells, as Problem bodies: who is there, the scale, the clues, the question."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from suffice.records import Code, Json
from suffice.symbolic.ordering.asking import Between, Count, Find, InOrder, Slot, Whether, Which, Who
from suffice.symbolic.ordering.kinds import kinds
from suffice.symbolic.ordering.meaning import Clauses
from suffice.symbolic.ordering.roster import Roster
from suffice.symbolic.ordering.scale import STRICT, Scale, Scales, Unread, one_scale, open_parts
from suffice.symbolic.ordering.scales import scales
from suffice.symbolic.ordering.sentences import Part
from suffice.symbolic.ordering.told import Told, form_of, from_to
from suffice.symbolic.ordering.words import plain

_ENDS = {
    "row": ("leftmost", "rightmost"),
    "stack": ("top", "bottom"),
    "rank": ("top", "bottom"),
    "score": ("highest", "lowest"),
    "north": ("northernmost", "southernmost"),
    "east": ("easternmost", "westernmost"),
    "price": ("most expensive", "least expensive"),
}
_PLACE_WORDS = frozenset("place position spot".split())
_ANYTHING = frozenset("one item thing object".split())
_ANYBODY = frozenset("person people kid child friend player member".split())


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
        return self.told.places is None and head != "number" and head in (self.roster.nouns | _ANYTHING | _ANYBODY)

    def _place(self, noun: str, k: int) -> list[str]:
        """The label of the seat, house or place that is number ``k``."""
        told = self.told
        if told.places is None or plain([noun.split()[-1]])[0] not in (told.slot_noun, "number"):
            raise Unread(f"nothing is said of a '{noun}' with a number")
        if not 1 <= k <= told.places:
            raise Unread(f"there is no {noun} {k}", Code.INCONSISTENT)
        return [str(k)]

    def body(self) -> dict[str, Json]:
        clues: list[tuple[str, Json]] = []
        asks: list[Part] = []
        options: list[Part] = []
        for part in self.parts:
            if part.kind == "tell":
                clues.append((part.say, self.clauses.statement(part.node)))
            elif part.kind in ("ask", "yesno"):
                asks.append(part)
            elif part.kind == "option":
                options.append(part)
            elif part.kind == "form":
                self.form |= form_of(part.node)
            elif part.kind == "given":
                clues.append((part.say, self.clauses.statement(part.node["s"])))
            elif part.kind == "exists":
                if "rest" not in part.node:
                    raise Unread("a number that may be a place")
                self._item(part.node["a"])
            elif part.kind == "closing":
                self.told.note(part.node)
                self.strict |= part.node["op"] == "strict"
        find, wanted = self._question(asks, options)
        for part in asks:
            if part.node.get("ask") == "whoif":
                clues.append((part.say, self.clauses.statement(part.node["s"])))
        names = self._names()
        formulas = [formula for _, formula in clues] + find.formulas
        scale = one_scale(formulas, wanted, self.told.orient)
        if len(self.clauses.tenses) > 1 and not scale.name.startswith(("seq", "age")):
            raise Unread("what was and what is are compared", Code.UNDERDETERMINED)
        if self.told.places is not None and self.told.orient is None and scale.name == "row":
            raise Unread("nothing says from which side the places are numbered", Code.UNDERDETERMINED)
        self._fair(scale, [formula for _, formula in clues], find)
        strict = self._strict(scale, formulas)
        count = len(names) if self.told.places is None else self.told.places

        def settle(formula: Json) -> Json:
            return scale.settle(formula, self.attribute, count, names)

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
            "find": find.make(settle, scale, names),
            "form": self.form,
        }

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
        if told.count is not None and len(names) < told.count:
            raise Unread(f"{told.count} are spoken of, {len(names)} are named", Code.UNDERDETERMINED)
        if told.count is not None and len(names) > told.count:
            raise Unread(f"{told.count} are spoken of, but {len(names)} are named", Code.INCONSISTENT)
        if len(names) < 2:
            raise Unread("an order needs two")
        return names

    def _closed(self) -> bool:
        return bool(self.told.names or self.told.places) or self.told.count is not None or self.told.closed

    def _fair(self, scale: Scale, clues: list[Json], find: Find) -> None:
        """Places that count from an end mean nothing among people of whom nobody says who else is there."""
        if self._closed():
            return
        if any(
            tag in told
            for tag in ('"?nobody"', '"?allbut"', '"?many"')
            for told in map(json.dumps, [*clues, *find.formulas])
        ):
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
            return f"most {kind[5:]}", f"fewest {kind[5:]}"
        if len(found) == 2:
            return found["first"], found["last"]
        if kind != "seq":
            return f"most {kind}", f"least {kind}"
        return "first", "last"

    # --- what is asked ---------------------------------------------------------------------------------
    def _question(self, asks: list[Part], options: list[Part]) -> tuple[Find, list[Scales]]:
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
                chosen = [self._item(node[k]) for k in "xy"]
                other = dict(zip(map(str, chosen), reversed(chosen), strict=True))
                return Which([(c[1], ["?rel", node["c"][1], c, other[str(c)], 1, None]) for c in chosen]), []
            case "order":
                return self._in_order(node)
            case "slot" | "value":
                noun = node.get("h") or node.get("g")
                item = self._item(node["a"])
                if self.told.places is not None:
                    if noun is not None and plain([noun.split()[-1]])[0] != self.told.slot_noun:
                        raise Unread(f"which {noun} is asked, but nothing is said of it")
                    labels = [str(k) for k in range(1, self.told.places + 1)]
                    return Which([(label, ["at", item, [label]]) for label in labels]), []
                if noun is not None and noun not in _PLACE_WORDS:
                    raise Unread(f"which {noun} is asked, but nothing is said of it")
                return Slot(item), []
            case "atslot":
                place = self._place(node["g"], int(node["k"]))
                return Who(lambda item: ["at", item, place], self.attribute), []
            case "countrel" | "countcmp":
                self._asked_for(node)
                other = self._item(node["a"])
                if node["ask"] == "countcmp":
                    return Count(lambda item: ["?rel", node["c"][1], item, other, 1, None], other), []
                said = {"op": "rel", "vb": "be", "r": node["r"], "b": node["a"]}
                return Count(lambda item: self.clauses.said(said, item), other), []
            case "countbetween":
                a, b = self._item(node["a"]), self._item(node["b"])
                return Between(a, b), []
        raise Unread("a question that is not understood")

    def _asked_for(self, who: Any) -> None:
        noun = who.get("g") if isinstance(who, dict) else None
        if noun is None:
            return
        head = plain([noun.split()[-1]])[0]
        names = self.told.names or self.mentioned
        named = all(head in plain(name.lower().split()) for name in names)
        if head in self.roster.nouns or head in _ANYTHING or (names and named):
            return
        known = kinds().get(head, frozenset())
        if names and all(plain(name.lower().split())[-1] in known for name in names):
            return
        if head in _ANYBODY and all(name[:1].isupper() for name in names):
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
            said = {**node["p"], "past": node.get("past", node["p"].get("past"))}
            formula = self.clauses.said(said, self._item(node["a"]))
        else:
            formula = self.clauses.said({"op": "spot", "s": node["s"], "vb": "be"}, self._item(node["a"]))
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
                pairs = [(part.label, self._item(part.node["a"])) for part in options]
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


def parted(formula: Json) -> Iterator[Json]:
    """The parts of a conjunction, each a clue of its own."""
    if formula[0] == "and":
        for part in formula[1:]:
            yield from parted(part)
    else:
        yield formula


def _distinct(names: list[str]) -> None:
    """Raises Unread where two mentions may be one thing: the car, the red car."""
    words = [set(plain(name.lower().split())) for name in names]
    for number, one in enumerate(words):
        for other in words[number + 1 :]:
            if one <= other or other <= one:
                raise Unread(f"'{' '.join(sorted(one & other))}' may be one or two", Code.AMBIGUOUS)
