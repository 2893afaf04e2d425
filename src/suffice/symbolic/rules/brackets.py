"""Brackets of a tariff: from where to where, with ends that are in, out, or left open by the English."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from suffice.records import Json
from suffice.symbolic.rules.language import Formula, size_of
from suffice.symbolic.rules.measure import in_base

X = "?x"
UNITS = {"day": "day", "hour": "h", "minute": "min", "week": "week", "month": "month", "year": "year"}
_DIMENSIONS = {"kg": "weight", "m": "length", "day": "time", "month": "time"}
# The ends of each way to say it: (low is in, high is in); None: English leaves it open.
_ENDS: dict[str, tuple[bool | None, bool | None]] = {
    "lt": (None, False), "le": (None, True), "gt": (False, None), "ge": (True, None), "gele": (True, True),
    "between": (None, None), "within": (None, None), "gtle": (False, True), "gtlt": (False, False),
    "gelt": (True, False), "upto": (None, True),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Figure:
    """A size with what it measures: ``noun`` counts it ("10 people"), ``tail`` says of what ("3 days late").

    ``fine``: it is told in parts of a day.
    """

    size: Json
    noun: str | None = None
    tail: str | None = None
    fine: bool = False

    @property
    def attribute(self) -> str | None:
        """What it measures; None for a bare number."""
        kind = self.size[0]
        if kind == "money":
            name = "amount"
        elif kind == "qty":
            name = _DIMENSIONS.get(self.size[2], self.size[2])
        elif kind == "date":
            name = "date"
        else:
            name = f"number of {self.noun}" if self.noun else ""
        if self.tail == "old":
            return "age"
        return " ".join(filter(None, (name, self.tail))) or None


def figure(size: Json, noun: str | None, tail: str | None) -> Figure | None:
    """None where what is counted does not go with the size ($50 people), or there is less than none,
    or what is late is not."""
    size = list(size)
    if len(size) < 2 or size[0] not in ("money", "qty", "num", "date"):
        return None
    if size[0] == "num" and noun in UNITS:
        size, noun = ["qty", size[1], UNITS[noun]], None
    if size[0] != "date" and (size_of(size)[1] < 0 or (tail in ("late", "overdue") and size_of(size)[1] == 0)):
        return None
    if tail == "old" and size[0] == "qty" and size[2] == "year":
        size = ["num", size[1]]
    if noun is not None and size[0] != "num":
        return None
    return Figure(in_base(size), noun, tail, is_fine(size))


def is_fine(size: Json) -> bool:
    """Whether a span of time is told in parts of a day: a day more or less then matters."""
    return size[0] == "qty" and size[2] in ("h", "min", "s")


def unclear(told: Figure, end: Figure) -> bool:
    """Whether days are told and hours matter: a day ago is 24 hours ago, or 30."""
    if told.size[0] != "qty" or told.size[2] != "day" or end.size[2:] != ["day"]:
        return False
    return end.fine and not told.fine and abs(size_of(told.size)[1] - size_of(end.size)[1]) < 1


@dataclass(frozen=True, slots=True)
class Bracket:
    """``low_in`` and ``high_in``: whether the end itself is in, None where nobody can tell."""

    low: Figure | None
    high: Figure | None
    low_in: bool | None
    high_in: bool | None

    @property
    def figure(self) -> Figure:
        found = self.high or self.low
        assert found is not None
        return found

    @property
    def open_ends(self) -> list[Figure]:
        """The ends that may be in it or not."""
        ends = ((self.low, self.low_in), (self.high, self.high_in))
        return [end for end, inside in ends if end is not None and inside is None]

    def formula(self, attribute: str, widest: bool) -> Formula:
        """That somebody is in it: ``widest`` with the ends that may be in, else without them."""
        parts: list[Formula] = []
        for end, inside, operators in ((self.low, self.low_in, "ge gt"), (self.high, self.high_in, "le lt")):
            if end is not None:
                within = widest if inside is None else inside
                parts.append(["cmp", operators.split()[not within], [attribute, X], end.size])
        return parts[0] if len(parts) == 1 else ["and", *parts]


def bracket(found: Mapping[str, Any], noun: str | None, tail: str | None) -> Bracket | None:
    """A bracket as the grammar captured it; None where its ends are of different kinds or the wrong way round."""
    low, high = found.get("lo"), found.get("hi")
    if found["b"] == "upto" and tail is not None and tail.startswith("before"):
        return None  # up to 7 days before arrival: 7 days before is the last day, or the first
    if low is not None and high is not None and low[0] == "num" and len(high) == 3:
        low = [high[0], low[1], high[2]]  # 2 to 5 years
    ends = [None if end is None else figure(end, noun, tail) for end in (low, high)]
    if (low is not None and ends[0] is None) or (high is not None and ends[1] is None):
        return None
    if ends[0] is not None and ends[1] is not None:
        (measure, least), (other, most) = size_of(ends[0].size), size_of(ends[1].size)
        if measure != other or least >= most:
            return None
    return Bracket(ends[0], ends[1], *_ENDS[found["b"]])
