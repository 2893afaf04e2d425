"""Amounts once more, from what is proved of each attribute. For the checker alone: it imports no solver.

Works on cumulated totals instead of part by part, and reads the stated answer back instead of writing one.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from typing import Any

from suffice.records import Json
from suffice.symbolic.rules.known import Misfit, measured

_UNITS = {"$": "USD", "€": "EUR", "£": "GBP"}
_STATED = re.compile(r"(?P<sign>[$€£])?(?P<number>-?\d+(?:\.\d+)?)(?P<percent>%)?(?: (?P<unit>[A-Za-z/]+))?")

Measured = tuple[str, Fraction]


def recounted(amount: Json, proved: Mapping[tuple[str, str], Json]) -> Measured:
    """Raises Misfit."""
    head = amount[0]
    if head == "of":
        value = proved.get((amount[1], amount[2]))
        if value is None:
            raise Misfit(f"the {amount[1]} of {amount[2]} is not proved")
        return measured(value)
    if head == "slices":
        return _piecewise(recounted(amount[1], proved), amount[2])
    if head not in ("sum", "less", "times"):
        return measured(amount)
    parts = [recounted(part, proved) for part in amount[1:]]
    if head == "times":
        return _times(*parts)
    if len({measure for measure, _ in parts}) != 1:
        raise Misfit("amounts of several measures are added")
    signs = [1, *[1 if head == "sum" else -1] * (len(parts) - 1)]
    return parts[0][0], sum((sign * size for sign, (_, size) in zip(signs, parts, strict=True)), Fraction(0))


def _times(one: Measured, other: Measured) -> Measured:
    kinds = (one[0], other[0])
    if "pct" in kinds:
        return kinds[1 - kinds.index("pct")], one[1] * other[1] / 100
    if "num" in kinds:
        return kinds[1 - kinds.index("num")], one[1] * other[1]
    raise Misfit("neither factor is a number")


def _piecewise(whole: Measured, rows: Any) -> Measured:
    """The last rate that applies on the whole, corrected for each end below it: sum of (rate_i - rate_i+1) * end_i."""
    measure, size = whole
    rates = [measured(rate) for _, rate in rows]
    if len({kind for kind, _ in rates}) != 1:
        raise Misfit("the rates are of several kinds")
    per = rates[0][0]
    ends = [measured(end) for end, _ in rows[:-1]]
    if any(kind != measure for kind, _ in ends):
        raise Misfit("the slices are in another measure")
    below = [number for number, (_, end) in enumerate(ends) if end < size]
    at = below[-1] + 1 if below else 0
    total = rates[at][1] * max(size, Fraction(0))
    for number in range(at):
        total += (rates[number][1] - rates[number + 1][1]) * ends[number][1]
    return (measure, total / 100) if per == "pct" else (per, total)


def named_in(amount: Json) -> list[str]:
    """Whom an amount is about."""
    if amount[0] == "of":
        return [amount[2]]
    parts = amount[1:2] if amount[0] == "slices" else amount[1:] if amount[0] in ("sum", "less", "times") else []
    return [name for part in parts for name in named_in(part)]


def stated(text: str, measure: str) -> Fraction:
    """The size that an answer's text states in a measure. Raises Misfit."""
    if measure == "date":
        return Fraction(date.fromisoformat(text).toordinal())
    match = _STATED.fullmatch(text)
    if match is None:
        raise Misfit(f"'{text}' is no amount")
    kind, _, unit = measure.partition(" ")
    said = _UNITS[match["sign"]] if match["sign"] else match["unit"] or ""
    plain = said[:-1] if kind == "qty" and said.endswith("s") and said != unit else said
    if bool(match["percent"]) != (kind == "pct") or plain != unit or (match["sign"] and match["unit"]):
        raise Misfit(f"'{text}' is not in {measure}")
    return Fraction(match["number"])
