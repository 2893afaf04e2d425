"""The language of orders and assignments: what a Problem body may hold.

body = ``{"slots": [labels], "ordered": [first, last] | null, "attributes": {name: {"values": [...], "kind": ...}},
"clues": [{"say": sentence, "holds": formula}], "find": [...], "form": {...}}``

A slot is a place, a day, a rank; ``ordered`` names its two ends ("leftmost", "rightmost"). Kinds of attributes:
``each`` (a value for each slot and a slot for each value), ``some`` (each value has a slot of its own), ``shared``
(each value has one slot, slots hold any number: also an order with ties), ``free`` (each slot has one value,
values may recur). An item is ``[attribute, value]`` and stands for its slot.

Formulas: ``["at", item, [labels]]``; ``["ahead", a, b, least, most]`` (b is that many slots after a; most null: any);
``["apart", a, b, least, most]`` (either way); ``["between", x, a, b]``; ``["same", a, b]`` (b may be of a free
attribute); ``["rank", a, k, "first"|"last"]`` (k - 1 values of its attribute are nearer to that end, no value is
level); ``["not", f]``, ``["and", ...]``, ``["or", ...]``, ``["if", f, g]``, ``["iff", f, g]``,
``["count", least, most, f, ...]``; ``["readings", phrase, f, ...]``: one of these is what was meant by the phrase
(only around a whole clue, where leaving it open cannot add to what is known).

``omitted`` (optional): sentences that are none of the clues. Exactly one of the options asked for is right; leaving
conditions out can then leave more of them open, and make no other one right.

What may be asked: ``["which", mode, [[label, formula], ...]]`` with mode ``is`` (holds, all others are ruled out),
``must`` (holds, the others need not), ``could``, ``cannot``, ``need not``; ``["whether", mode, formula]`` (is, must,
could, cannot); ``["order", attribute, "forward"|"backward"]``; ``["grid"]``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from suffice.records import Json
from suffice.symbolic.form import validate_form
from suffice.symbolic.ordering.readback import paraphrase as paraphrase

KINDS = ("each", "some", "shared", "free")
WHICH = ("is", "must", "could", "cannot", "need not")
WHETHER = ("is", "must", "could", "cannot")
MOST, LONGEST = 64, 400  # values of one attribute, characters of one name
_CELLS, _NODES, _DEPTH = 6_000, 20_000, 12

OPERATIONS: dict[str, tuple[int, int]] = {  # name -> fewest and most operands
    "at": (2, 2), "ahead": (4, 4), "apart": (4, 4), "between": (3, 3), "same": (2, 2), "rank": (3, 3), "not": (1, 1),
    "and": (1, MOST), "or": (1, MOST), "if": (2, 2), "iff": (2, 2), "count": (3, MOST), "readings": (3, MOST),
}  # fmt: skip
FORM_TYPES: dict[str, type] = {"only": bool, "json": str, "yesno": bool, "explain": bool, "reply": list}

EXAMPLES: tuple[tuple[str, str | None, str], ...] = (
    ("Three people queue: Ann, Bob and Cy. Ann is behind Bob. Cy is behind Ann. Who is last?", None, "Cy"),
    ("Tom is taller than Sam. Sam is taller than Jo. Who is the shortest?", None, "Jo"),
    ("Ann, Bob and Cy each have a different pet: a cat, a dog and a fish. Ann has the cat. Bob does not have the dog."
     " Who has the dog?", None, "Cy"),
)  # fmt: skip


def validate(body: Json) -> None:
    """Raises ValueError saying what is wrong with the body."""
    if not isinstance(body, Mapping):
        raise ValueError("the body must be an object with 'slots', 'attributes', 'clues' and 'find'")
    unknown = set(body) - {"slots", "ordered", "attributes", "clues", "find", "form", "omitted"}
    if unknown:
        raise ValueError(f"unknown key '{min(unknown, key=str)}'")
    _names(body.get("slots"), "slots")
    ordered = body.get("ordered")
    if ordered is not None:
        _names(ordered, "ordered")
        if len(ordered) != 2:
            raise ValueError("'ordered' names the first and the last end")
    _Check(body).all()
    validate_form(body.get("form", {}), FORM_TYPES)
    omitted = body.get("omitted", [])
    if not isinstance(omitted, list) or not all(isinstance(said, str) for said in omitted):
        raise ValueError("'omitted' must be a list of sentences")
    if omitted and body["find"][0] != "which":
        raise ValueError("conditions may be left out only where one of several options is right")


def _bounds(least: int, most: int | None) -> bool:
    if isinstance(least, bool) or isinstance(most, bool):
        return False
    return least >= 0 and (most is None or least <= most)


def _names(value: Json, what: str) -> None:
    if not isinstance(value, list) or not 1 <= len(value) <= MOST:
        raise ValueError(f"'{what}' must be a list of 1 to {MOST} names")
    if not all(isinstance(name, str) and 0 < len(name) <= LONGEST for name in value) or len(set(value)) != len(value):
        raise ValueError(f"'{what}' must hold different short texts")


class _Check:
    """Walks the formulas of a body."""

    def __init__(self, body: Mapping[str, Any]) -> None:
        self.body, self.nodes = body, 0
        self.phrases: dict[str, int] = {}

    def all(self) -> None:
        self._attributes(self.body.get("attributes"))
        clues = self.body.get("clues")
        if not isinstance(clues, list):
            raise ValueError("'clues' must be a list")
        for clue in clues:
            if not isinstance(clue, Mapping) or set(clue) != {"say", "holds"} or not isinstance(clue["say"], str):
                raise ValueError("a clue is an object with 'say' and 'holds'")
            self.formula(clue["holds"], 0, outer=True)
        self._find(self.body.get("find"))

    def _attributes(self, attributes: Json) -> None:
        slots = len(self.body["slots"])
        if not isinstance(attributes, Mapping) or not attributes:
            raise ValueError("'attributes' must name at least one attribute")
        cells = 0
        for name, attribute in attributes.items():
            if not isinstance(name, str) or not name or not isinstance(attribute, Mapping):
                raise ValueError("an attribute has a name, and is an object with 'values' and 'kind'")
            if set(attribute) != {"values", "kind"} or attribute["kind"] not in KINDS:
                raise ValueError(f"the attribute '{name[:40]}' needs 'values' and a 'kind' among {', '.join(KINDS)}")
            _names(attribute["values"], name[:40])
            count = len(attribute["values"])
            if attribute["kind"] == "each" and count != slots:
                raise ValueError(f"'{name[:40]}' has {count} values for {slots} slots")
            if attribute["kind"] == "some" and count > slots:
                raise ValueError(f"'{name[:40]}' has more values than there are slots")
            cells += count * slots
        if cells > _CELLS:
            raise ValueError(f"more than {_CELLS:,} cells")

    def _find(self, find: Json) -> None:
        match find:
            case ["grid"] if all(a["kind"] in ("each", "free") for a in self.body["attributes"].values()):
                return
            case ["order", str(name), "forward" | "backward"]:
                if self.body["attributes"].get(name, {}).get("kind") in ("each", "shared") and self.body.get("ordered"):
                    return
                raise ValueError("an order is asked of an attribute whose values have no order")
            case ["whether", mode, formula] if mode in WHETHER:
                return self.formula(formula, 0)
            case ["which", mode, list(options)] if mode in WHICH and 1 <= len(options) <= MOST:
                for option in options:
                    if not (isinstance(option, list) and len(option) == 2 and isinstance(option[0], str) and option[0]):
                        raise ValueError("an option is a label and a formula")
                    self.formula(option[1], 0)
                if len({label for label, _ in options}) != len(options):
                    raise ValueError("options need different labels")
                return None
        raise ValueError(f"{str(find)[:80]} is nothing that can be asked")

    def formula(self, node: Json, depth: int, outer: bool = False) -> None:
        """``outer``: nothing but ``and`` and ``readings`` stands around it."""
        self.nodes += 1
        if self.nodes > _NODES or depth > _DEPTH:
            raise ValueError(f"more than {_NODES:,} parts, or nested deeper than {_DEPTH}")
        match node:
            case ["at", item, list(labels)]:
                self._item(item)
                if not all(isinstance(label, str) for label in labels) or not set(labels) <= set(self.body["slots"]):
                    raise ValueError(f"{str(labels)[:60]} are no slots")
            case ["ahead" | "apart", a, b, int(least), int() | None as most]:
                self._placed(a, b)
                if not _bounds(least, most):
                    raise ValueError("distances are whole numbers from least to most")
                self._in_order()
            case ["between", x, a, b]:
                self._placed(x, a, b)
                self._in_order()
            case ["same", a, b]:
                self._placed(a)
                self._item(b, free=True)
            case ["rank", a, int(k), "first" | "last"] if not isinstance(k, bool):
                self._placed(a)
                self._in_order()
                kind = self.body["attributes"][a[0]]
                if not 1 <= k <= len(kind["values"]) or kind["kind"] == "some":
                    raise ValueError(f"no value of '{a[0]}' can be number {k}")
            case ["not", part]:
                self.formula(part, depth + 1)
            case ["and", *parts] if parts:
                self._parts(parts, depth, outer)
            case ["or", *parts] if parts:
                self._parts(parts, depth)
            case ["if" | "iff", _, _]:
                self._parts(node[1:], depth)
            case ["count", int(least), int() | None as most, *parts] if parts:
                if not _bounds(least, most) or len(parts) > MOST:
                    raise ValueError("a count goes from least to most")
                self._parts(parts, depth)
            case ["readings", str(phrase), *parts] if len(parts) > 1 and outer:
                if self.phrases.setdefault(phrase, len(parts)) != len(parts):
                    raise ValueError(f"'{phrase[:60]}' has another number of readings elsewhere")
                self._parts(parts, depth, outer)
            case _:
                raise ValueError(f"{str(node)[:80]} is no formula")

    def _parts(self, parts: Sequence[Json], depth: int, outer: bool = False) -> None:
        for part in parts:
            self.formula(part, depth + 1, outer)

    def _in_order(self) -> None:
        if not self.body.get("ordered"):
            raise ValueError("the slots have no order")

    def _placed(self, *items: Json) -> None:
        for item in items:
            self._item(item)

    def _item(self, item: Json, free: bool = False) -> None:
        if not isinstance(item, list) or len(item) != 2 or not all(isinstance(part, str) for part in item):
            raise ValueError(f"{str(item)[:60]} is no item such as ['name', 'Ann']")
        attribute = self.body["attributes"].get(item[0])
        if attribute is None or item[1] not in attribute["values"]:
            raise ValueError(f"'{item[1][:40]}' is no value of '{item[0][:40]}'")
        if attribute["kind"] == "free" and not free:
            raise ValueError(f"'{item[1][:40]}' may be in several slots or in none")
