"""Days of the week and months of the year as places of an order."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from suffice.records import Code
from suffice.symbolic.ordering.scale import Unread

_TABLES: dict[str, Sequence[str]] = {
    "day": "monday tuesday wednesday thursday friday saturday sunday".split(),
    "month": ("january february march april may june july august september october november december").split(),
}


def calendar(names: Sequence[str]) -> str | None:
    """What all of the names are: "day", "month", or neither."""
    return next((noun for noun, table in _TABLES.items() if all(name.lower() in table for name in names)), None)


def in_order(names: Sequence[str], noun: str) -> tuple[list[str], bool]:
    """Days of one week or months of one year in their order, and whether there are others in between.

    Those told one after another across the end (Saturday, Sunday, Monday) stay as they are. Raises Unread where they
    may be of one week or of two.
    """
    table = _TABLES[noun]
    places = [table.index(name.lower()) for name in names]
    if all((after - before) % len(table) == 1 for before, after in pairwise(places)):
        return list(names), False
    if places[-1] < places[0] and sum(after < before for before, after in pairwise(places)) == 1:
        raise Unread(f"nothing says which {noun} comes first", Code.AMBIGUOUS)
    ordered = [name for _, name in sorted(zip(places, names, strict=True))]
    return ordered, max(places) - min(places) >= len(places)


def week(start: str, end: str) -> list[str]:
    """Monday to Friday. Raises Unread where the days run backwards."""
    days = _TABLES["day"]
    first, last = days.index(start), days.index(end)
    if last <= first:
        raise Unread("days that run backwards")
    return [day.capitalize() for day in days[first : last + 1]]
