"""What a formula of an order speaks of: its parts, whom it names, which numbers it holds."""

from __future__ import annotations

from collections.abc import Iterator

from suffice.records import Json

Item = tuple[str, str]  # an attribute and a value of it; a slot has no attribute


def walk(formula: Json) -> Iterator[Json]:
    """The formula and all its parts that are formulas."""
    yield formula
    if formula[0] in ("not", "and", "or", "if", "iff", "count", "readings"):
        for part in formula[{"count": 3, "readings": 2}.get(formula[0], 1) :]:
            yield from walk(part)


def atoms(formula: Json, tag: str) -> Iterator[Json]:
    yield from (part for part in walk(formula) if part[0] == tag)


def items(formula: Json) -> Iterator[Item]:
    """Whom and what it names."""
    for part in walk(formula):
        if part[0] in ("ahead", "apart", "same"):
            yield from (tuple(part[1]), tuple(part[2]))
        elif part[0] == "between":
            yield from map(tuple, part[1:])
        elif part[0] in ("at", "rank"):
            yield tuple(part[1])
            yield from (("", label) for label in part[2] if not label.isdecimal()) if part[0] == "at" else ()


def numbers(formula: Json) -> Iterator[int]:
    """Distances, places and counts."""
    for part in walk(formula):
        if part[0] in ("ahead", "apart"):
            yield from (bound for bound in part[3:] if bound is not None)
        elif part[0] == "rank":
            yield part[2]
        elif part[0] == "at":
            yield from (int(label) for label in part[2] if label.isdecimal())
        elif part[0] == "count":
            yield from (bound for bound in part[1:3] if bound is not None)


def blanked(formula: Json, item: Json) -> Json:
    """The formula with one item left open."""
    if formula == item:
        return "?"
    return [blanked(part, item) for part in formula] if isinstance(formula, list) else formula
