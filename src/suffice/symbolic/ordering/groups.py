"""What is told of groups that hold any number of people: how many there are in each, who is alone in one."""

from __future__ import annotations

from collections.abc import Sequence

from suffice.records import Json
from suffice.symbolic.ordering.scale import Unread
from suffice.symbolic.ordering.words import plain


def is_group(noun: str, grouped: str | None) -> bool:
    """Whether several may be in one of these."""
    head = noun.split()[-1]
    return grouped is not None and grouped in (plain([head])[0], head.removesuffix("s"))


def sized(formula: Json, names: Sequence[str], grouped: str | None, labels: Sequence[str]) -> Json:
    """The formula with what it says of sizes counted out over ``names``. Raises Unread where there are no groups."""
    tag = formula[0]
    if tag in ("and", "or", "if", "iff", "not"):
        return [tag, *(sized(part, names, grouped, labels) for part in formula[1:])]
    if tag == "count":
        return [*formula[:3], *(sized(part, names, grouped, labels) for part in formula[3:])]
    if tag == "?solo":
        if not is_group(formula[2], grouped):
            raise Unread(f"nothing is said of a '{formula[2]}'")
        others = (["name", name] for name in names if name != formula[1][1])
        return ["and", *(["not", ["same", formula[1], other]] for other in others)]
    if tag in ("?tally", "?alone"):
        return _tally(formula, names, grouped)
    if tag != "?sizes":
        return formula
    if not grouped:
        raise Unread("it is told how many there are in each group, but not of which groups")
    _, noun, least, most = formula
    if not is_group(noun, grouped):
        raise Unread(f"nothing is said of a '{noun}'")
    people = [["name", name] for name in names]
    return [
        "and",
        *(["count", least, most, *(["at", one, [label]] for one in people)] for label in labels),
    ]


def _tally(formula: Json, names: Sequence[str], grouped: str | None) -> Json:
    """How many are in one group; that somebody is alone there."""
    group = formula[1] if formula[0] == "?tally" else formula[2]
    if not grouped or group[0] != grouped:
        raise Unread("it is told how many there are, but of no group")
    said = [["same", ["name", name], group] for name in names]
    if formula[0] == "?tally":
        return ["count", *formula[2:], *said]
    return ["and", *(one if one[1] == formula[1] else ["not", one] for one in said)]
