"""Amounts that are asked for: what an attribute is, and what comes of several.

An amount is one of

* a tagged value, or ``["of", attribute, term]``: the one value that the clauses give it
* ``["sum", a, b, ...]``, ``["less", a, b]``, and ``["times", a, b]``, where one is a number or a percentage
* ``["slices", a, [[end, rate], ...]]``: each part of ``a`` between two ends has its own rate, a percentage or so much
  for each unit; the last end is null
"""

from __future__ import annotations

from collections.abc import Iterator

from suffice.records import Json
from suffice.symbolic.rules.language import Formula, is_variable, size_of, validate_name, validate_value
from suffice.symbolic.rules.phrasing import value_text

Amount = Json
MOST_PARTS = 60
JOINING = {"sum": (2, MOST_PARTS), "less": (2, 2), "times": (2, 2)}  # how many amounts they take
HEADS = ("of", *JOINING, "slices")
_DEEPEST = 8


def validate_amount(amount: Amount, depth: int = 0) -> int:
    """The number of parts. Raises ValueError saying what is wrong."""
    if depth > _DEEPEST:
        raise ValueError(f"an amount is nested more than {_DEEPEST} deep")
    if not isinstance(amount, list | tuple) or not amount:
        raise ValueError("an amount is a list that begins with a word")
    head, rest = amount[0], amount[1:]
    if head == "of":
        if len(rest) != 2:
            raise ValueError("'of' takes an attribute and a name")
        validate_name(rest[0], "attribute")
        validate_name(rest[1], "term")
        if is_variable(rest[1]):
            raise ValueError("an amount is asked of a name, not of a variable")
        return 1
    if head == "slices":
        return _validate_slices(rest, depth)
    if head in HEADS:
        least, most = JOINING[head]
        if not least <= len(rest) <= most:
            raise ValueError(f"'{head}' takes {least} to {most} amounts")
        parts = 1 + sum(validate_amount(part, depth + 1) for part in rest)
        if parts > MOST_PARTS:
            raise ValueError(f"an amount of more than {MOST_PARTS} parts")
        return parts
    validate_value(amount)
    return 1


def _validate_slices(rest: Json, depth: int) -> int:
    if len(rest) != 2 or not isinstance(rest[1], list | tuple) or not 1 <= len(rest[1]) <= MOST_PARTS:
        raise ValueError("'slices' takes an amount and a list of [end, rate]")
    parts = 1 + validate_amount(rest[0], depth + 1)
    last = None
    for number, row in enumerate(rest[1], 1):
        if not isinstance(row, list | tuple) or len(row) != 2:
            raise ValueError("a slice is [end, rate]")
        end, rate = row
        validate_value(rate)
        if (end is None) != (number == len(rest[1])):
            raise ValueError("exactly the last slice ends with null")
        if end is not None:
            validate_value(end)
            here = size_of(end)
            if here[1] <= (last[1] if last else 0) or (last and here[0] != last[0]):
                raise ValueError("the ends of slices grow, in one measure")
            last = here
    return parts


def leaves(amount: Amount) -> Iterator[tuple[str, str]]:
    """The (attribute, name) pairs whose values an amount needs, in order."""
    if amount[0] == "of":
        yield amount[1], amount[2]
    elif amount[0] == "slices":
        yield from leaves(amount[1])
    elif amount[0] in HEADS:
        for part in amount[1:]:
            yield from leaves(part)


def as_formula(attribute: str, name: str, value: Json) -> Formula:
    """That the attribute of the name is the value."""
    return ["cmp", "eq", [attribute, name], value]


def amount_phrase(amount: Amount) -> str:
    head = amount[0]
    if head == "of":
        return f"the {amount[1]} of {amount[2]}"
    if head == "slices":
        ends = [None, *(end for end, _ in amount[2][:-1])]
        told = [
            f"{value_text(rate)} "
            + (f"of what is above {value_text(low)}" if low else "of it")
            + (f" up to {value_text(end)}" if end else "")
            for low, (end, rate) in zip(ends, amount[2], strict=True)
        ]
        return f"({amount_phrase(amount[1])}, part by part: {'; '.join(told)})"
    if head in HEADS:
        joint = {"sum": " plus ", "less": " less ", "times": " times "}[head]
        return "(" + joint.join(map(amount_phrase, amount[1:])) + ")"
    return value_text(amount)
