"""The checker's own understanding of a Problem: what a formula says of places.

Written apart from the solver's. An atom is a table over places: ``relation(a, b)`` says which pairs of slots it allows.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from suffice.records import Json

Relation = Callable[[int, int], bool]


class Wrong(Exception):
    """The certificate or the Problem is not as it must be."""


def relation(atom: Any, slots: int) -> Relation:
    """Which pairs of slots of its two items an atom allows."""
    tag = atom[0]
    if tag == "same":
        return lambda a, b: a == b
    least, most = atom[3], slots if atom[4] is None else atom[4]
    if tag == "ahead":
        return lambda a, b: a + least <= b <= a + most
    if tag == "apart":
        return lambda a, b: least <= max(a, b) - min(a, b) <= most
    raise Wrong(f"'{tag}' is no relation of two items")


class Statement:
    """A Problem's slots and attributes; whether formulas hold in a world; and all of it as clauses."""

    def __init__(self, body: Mapping[str, Any]) -> None:
        self.slots: list[str] = list(body["slots"])
        self.place = {label: number for number, label in enumerate(self.slots)}
        self.attributes: Mapping[str, Any] = body["attributes"]
        self.clues: list[Json] = [clue["holds"] for clue in body["clues"]]
        self.cells: dict[tuple[str, str], list[int]] = {}
        for name, attribute in self.attributes.items():
            for value in attribute["values"]:
                first = len(self.cells) * len(self.slots) + 1
                self.cells[name, value] = [first + number for number in range(len(self.slots))]

    def kind(self, item: Any) -> str:
        return self.attributes[item[0]]["kind"]

    def fellows(self, item: Any) -> list[Json]:
        """The other values of the item's attribute."""
        return [[item[0], value] for value in self.attributes[item[0]]["values"] if value != item[1]]

    # --- worlds --------------------------------------------------------------------------------------
    def admits(self, world: Mapping[str, Mapping[str, Any]]) -> None:
        """Raises Wrong unless the world gives every value its place as its kind demands."""
        if set(world) != set(self.attributes):
            raise Wrong("a world names other attributes")
        every = list(range(len(self.slots)))
        for name, attribute in self.attributes.items():
            table, kind = world[name], attribute["kind"]
            if set(table) != set(attribute["values"]):
                raise Wrong(f"a world gives other values of '{name}'")
            if kind == "free":
                if sorted(place for places in table.values() for place in places) != every:
                    raise Wrong(f"in a world a slot has no single value of '{name}'")
                continue
            places = list(table.values())
            if not all(type(place) is int and place in every for place in places):
                raise Wrong(f"a world puts a value of '{name}' nowhere")
            if kind != "shared" and len(set(places)) != len(places):
                raise Wrong(f"a world puts two values of '{name}' into one slot")
            if kind == "each" and len(places) != len(every):
                raise Wrong(f"a world leaves a slot without a value of '{name}'")

    def true(self, formula: Any, world: Mapping[str, Mapping[str, Any]]) -> bool:
        """Whether a formula holds in a world."""
        tag, *parts = formula
        if tag == "not":
            return not self.true(parts[0], world)
        if tag == "and":
            return not any(not self.true(part, world) for part in parts)
        if tag == "or":
            return any(self.true(part, world) for part in parts)
        if tag == "readings":
            return any(self.true(part, world) for part in parts[1:])
        if tag == "if":
            return self.true(parts[1], world) if self.true(parts[0], world) else True
        if tag == "iff":
            return self.true(parts[0], world) is self.true(parts[1], world)
        if tag == "count":
            found = len([part for part in parts[2:] if self.true(part, world)])
            return found >= parts[0] and (parts[1] is None or found <= parts[1])
        return self._atom(formula, world)

    def _atom(self, atom: Any, world: Mapping[str, Mapping[str, Any]]) -> bool:
        tag = atom[0]
        spot = world[atom[1][0]][atom[1][1]]
        if tag == "at":
            return any(self.place[label] == spot for label in atom[2])
        if tag == "between":
            low, high = sorted((world[atom[2][0]][atom[2][1]], world[atom[3][0]][atom[3][1]]))
            return low < spot < high
        if tag == "rank":
            ahead = level = 0
            for name, value in self.fellows(atom[1]):
                other = world[name][value]
                level += other == spot
                ahead += other < spot if atom[3] == "first" else other > spot
            return not level and ahead + 1 == atom[2]
        there = world[atom[2][0]][atom[2][1]]
        if isinstance(there, list):
            return spot in there
        return relation(atom, len(self.slots))(spot, there)
