"""What one evaluation of the checker rests on, and the kinds of value that it expects."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from suffice.records import Json
from suffice.symbolic.calendar.audit import clocks, days
from suffice.symbolic.calendar.audit.numbers import DAY, Doubt

NONE = ("none",)
ENDS = ("both", "first", "last", "neither")


class YearWanted(Exception):
    """A day whose year is not said was asked for."""


@dataclass(slots=True)
class Run:
    """One evaluation; ``steps`` holds (operation, argument values, value) in the order of evaluation."""

    given: Mapping[str, Json]
    now: Any  # ("local", us), ("moment", ...) or None
    year: int | None = None
    fold: int | None = None
    steps: list[tuple[str, tuple[Any, ...], Any]] = field(default_factory=list)
    zones: bool = False
    regions: bool = False

    def said_year(self, said: Any) -> int:
        """A year as it is told; the one being tried for a day without one."""
        if said is None:
            if self.year is None:
                raise YearWanted
            return self.year
        return said

    def reference(self) -> Any:
        if self.now is None:
            raise Doubt("no reference time")
        return self.now

    def today(self) -> int:
        return self.reference()[1] // DAY

    def zoned_now(self) -> int:
        if self.reference()[0] != "moment":
            raise Doubt("the reference time has no zone")
        return clocks.utc(self.now)

    def day(self, value: Any) -> int:
        if value[0] == "md":
            return days.of_year(value, self.said_year(None))
        return take(value, "date")

    def resolved(self, value: Any) -> Any:
        return ("date", self.day(value)) if value[0] == "md" else value


def expect(value: Any, kind: str) -> Any:
    if not isinstance(value, tuple) or value[0] != kind:
        raise Doubt(f"a {kind} is expected")
    return value


def take(value: Any, kind: str) -> Any:
    return expect(value, kind)[1]


def among(value: Any, allowed: Any) -> str:
    if value not in allowed:
        raise Doubt(f"'{value}' is not known")
    return value


def exact(dur: Any) -> int:
    return int(clocks.rank(expect(dur, "dur"))[1])


def scaled(value: Any, factor: Fraction) -> Any:
    if value[0] == "num":
        return "num", value[1] * factor
    months, n, us, working, working_us = (part * factor for part in expect(value, "dur")[1:])
    if n.denominator != 1:
        n, us = Fraction(0), us + n * DAY
    if any(part.denominator != 1 for part in (months, n, us, working, working_us)):
        raise Doubt("the length does not divide evenly")
    return ("dur", *(int(part) for part in (months, n, us, working, working_us)))


def month(index: int) -> Any:
    if not 12 <= index < 120_000:
        raise Doubt("beyond the years 1 to 9999")
    return "ym", index


def wall(value: Any) -> int:
    if value[0] not in ("local", "moment"):
        raise Doubt("a date with a time is expected")
    return value[1]


def none() -> Any:
    raise Doubt("there is none")


def nothing() -> Any:
    raise Doubt("division by nothing")
