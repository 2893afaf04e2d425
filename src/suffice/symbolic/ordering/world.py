"""A world: which slot each value has. The engine's own reading of the formulas in one (the checker has another)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from suffice.records import Json

World = dict[str, dict[str, Any]]  # attribute -> value -> slot number, or the list of slots of a free attribute


def world_of(body: Mapping[str, Any], true: Callable[[str, str, int], bool]) -> World:
    """The world of a model; ``true(attribute, value, slot)`` says which cells hold."""
    slots = range(len(body["slots"]))
    found: World = {}
    for name, attribute in body["attributes"].items():
        free = attribute["kind"] == "free"
        table = found[name] = {}
        for value in attribute["values"]:
            cells = [slot for slot in slots if true(name, value, slot)]
            table[value] = cells if free else cells[0]
    return found


def holds(body: Mapping[str, Any], formula: Any, world: World) -> bool:
    """Whether a formula holds in a world."""
    tag = formula[0]
    if tag in ("not", "and", "or", "readings", "if", "iff", "count"):
        skip = {"readings": 2, "count": 3}.get(tag, 1)
        parts = [holds(body, part, world) for part in formula[skip:]]
        if tag == "not":
            return not parts[0]
        if tag == "and":
            return all(parts)
        if tag == "if":
            return parts[1] or not parts[0]
        if tag == "iff":
            return parts[0] == parts[1]
        if tag == "count":
            return formula[1] <= sum(parts) <= (len(parts) if formula[2] is None else formula[2])
        return any(parts)
    return _atom(body, formula, world)


def _atom(body: Mapping[str, Any], formula: Any, world: World) -> bool:
    def slot(item: Json) -> Any:
        return world[item[0]][item[1]]

    match formula:
        case ["at", a, labels]:
            here = slot(a)
            places = {body["slots"].index(label) for label in labels}
            return bool(places & set(here)) if isinstance(here, list) else here in places
        case ["ahead", a, b, least, most]:
            return least <= slot(b) - slot(a) <= (len(body["slots"]) if most is None else most)
        case ["apart", a, b, least, most]:
            return least <= abs(slot(b) - slot(a)) <= (len(body["slots"]) if most is None else most)
        case ["between", x, a, b]:
            return slot(a) < slot(x) < slot(b) or slot(b) < slot(x) < slot(a)
        case ["same", a, b]:
            there = slot(b)
            return slot(a) in there if isinstance(there, list) else slot(a) == there
        case ["rank", a, k, end]:
            here = slot(a)
            others = [place for value, place in world[a[0]].items() if value != a[1]]
            nearer = sum(place < here if end == "first" else place > here for place in others)
            return nearer == k - 1 and here not in others
    raise ValueError(f"no formula: {formula[0]}")
