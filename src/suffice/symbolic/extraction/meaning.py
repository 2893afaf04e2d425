"""What the parts of an expression mean, and the readings that leave with a span."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from fractions import Fraction
from typing import Any

Instant = date | datetime | time


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to resolve an expression: a TIMEX3 value and a point, or a start and an end (exclusive)."""

    timex: str
    value: Instant | Fraction | None = None
    start: Instant | None = None
    end: Instant | None = None


@dataclass(frozen=True, slots=True)
class Expression:
    """A whole expression. ``mod``: how it limits what it names (before, since, approx, end, ...)."""

    kind: str
    readings: tuple[Reading, ...]
    mod: str | None = None


@dataclass(frozen=True, slots=True)
class Day:
    """A day. ``days``: what it can be, the past one first; empty where there is no such day (30 February).

    ``year``, ``month``, ``day`` are what was said; the other end of a range may lend what was not.
    """

    timex: str
    days: tuple[date, ...]
    year: int | None = None
    month: int | None = None
    day: int | None = None
    joins_clock: bool = True  # Christmas at 8:00 is left as two

    def expression(self) -> Expression:
        if not self.days:
            return Expression("date", (Reading(self.timex),))
        return Expression("date", tuple(Reading(self.timex, value=d) for d in self.days))


@dataclass(frozen=True, slots=True)
class Clock:
    """A time of day. ``sure``: which half of the day is known; else the hour may be 12 more."""

    hour: int
    minute: int | None = None
    second: int | None = None
    sure: bool = True

    @property
    def timex(self) -> str:
        text = f"T{self.hour:02d}"
        if self.minute is not None:
            text += f":{self.minute:02d}"
        return text if self.second is None else f"{text}:{self.second:02d}"

    @property
    def time(self) -> time:
        return time(self.hour % 24, self.minute or 0, self.second or 0)

    def readings(self) -> tuple[Clock, ...]:
        """Itself, and where the half of the day is unknown also its other half."""
        if self.sure:
            return (self,)
        return replace(self, sure=True), replace(self, hour=(self.hour + 12) % 24, sure=True)

    def on(self, half: str) -> Clock | None:
        """In a known half of the day ('am', 'pm', or 'night': late, or small hours); None where it cannot be."""
        if half == "am":
            if self.hour > 12:
                return None
            return replace(self, hour=self.hour % 12 if self.hour == 12 else self.hour, sure=True)
        if half == "night" and self.hour == 12:
            return replace(self, hour=0, sure=True)
        return replace(self, hour=self.hour + 12 if self.hour < 12 else self.hour, sure=True)

    def expression(self) -> Expression:
        return Expression("time", tuple(Reading(c.timex, value=c.time) for c in self.readings()))


@dataclass(frozen=True, slots=True)
class DayPart:
    """morning, tonight's NI, lunchtime. ``half``: what it says of a bare hour."""

    timex: str
    start: time
    end: time
    half: str
    mod: str | None = None

    def expression(self) -> Expression:
        return Expression("range", (Reading(self.timex, start=self.start, end=self.end),), self.mod)


@dataclass(frozen=True, slots=True)
class Point:
    """One reading of a date with a time."""

    timex: str
    at: datetime | None


@dataclass(frozen=True, slots=True)
class Moment:
    """A date with a time."""

    points: tuple[Point, ...]

    def expression(self) -> Expression:
        return Expression("datetime", tuple(Reading(p.timex, value=p.at) for p in self.points))


@dataclass(frozen=True, slots=True)
class ClockRange:
    """From one time of day to another, the same night or the next: every reading."""

    ranges: tuple[tuple[Clock, Clock], ...]

    def expression(self) -> Expression:
        return Expression(
            "range",
            tuple(
                Reading(f"({a.timex},{b.timex},{elapsed(clock_gap(a, b))})", start=a.time, end=b.time)
                for a, b in self.ranges
            ),
        )


@dataclass(frozen=True, slots=True)
class Period:
    """A stretch of days or of hours. ``year`` and ``month`` as said, for ranges that lend them."""

    timex: str
    spans: tuple[tuple[Instant, Instant], ...]
    grain: str = ""  # Y, MO, W, Q, WE, S
    year: int | None = None
    month: int | None = None
    mod: str | None = None
    timexes: tuple[str, ...] = ()  # where the readings differ in it

    def expression(self) -> Expression:
        if not self.spans:
            return Expression("range", (Reading(self.timex),), self.mod)
        texts = self.timexes or (self.timex,) * len(self.spans)
        pairs = zip(texts, self.spans, strict=True)
        return Expression("range", tuple(Reading(t, start=a, end=b) for t, (a, b) in pairs), self.mod)


@dataclass(frozen=True, slots=True)
class Length:
    """A duration: how many of which units (S, M, H, D, W, MO, Y, BD), the largest first."""

    parts: tuple[tuple[Fraction, str], ...]
    mod: str | None = None

    @property
    def timex(self) -> str:
        days = "".join(f"{decimal(n)}{'M' if u == 'MO' else u}" for n, u in self.parts if u not in "SMH")
        hours = "".join(f"{decimal(n)}{u}" for n, u in self.parts if u in "SMH")
        return f"P{days}" + (f"T{hours}" if hours else "")

    @property
    def seconds(self) -> Fraction:
        return sum((n * SECONDS[u] for n, u in self.parts), Fraction(0))

    @property
    def has_hours(self) -> bool:
        return any(unit in "SMH" for _, unit in self.parts)

    def shift(self, moment: Any, sign: int) -> Any:
        """``moment`` (date or datetime) moved by this length, or None where it cannot be counted."""
        for number, unit in self.parts:
            if unit in ("MO", "Y"):
                months = sign * number * (12 if unit == "Y" else 1)
                if months.denominator != 1:
                    return None
                moment = add_months(moment, int(months))
                if moment is None:
                    return None
            elif unit in ("BD", "WE") or (unit not in "SMH" and number.denominator != 1):
                return None
            else:
                try:
                    moment += timedelta(seconds=float(sign * number * SECONDS[unit]))
                except OverflowError:
                    return None
        return moment

    def expression(self) -> Expression:
        return Expression("duration", (Reading(self.timex, value=self.seconds),), self.mod)


@dataclass(frozen=True, slots=True)
class Repeat:
    """A recurrence: every day, Mondays at nine."""

    timex: str

    def expression(self) -> Expression:
        return Expression("set", (Reading(self.timex),))


SECONDS = {
    "S": 1,
    "M": 60,
    "H": 3600,
    "D": 86400,
    "W": 7 * 86400,
    "MO": 30 * 86400,
    "Y": 365 * 86400,
    "BD": 86400,
    "WE": 2 * 86400,
}


def add_months(moment: Any, months: int) -> Any:
    """The same day so many months on, at most the month's last; None outside of the calendar."""
    index = moment.year * 12 + moment.month - 1 + months
    year, month = divmod(index, 12)
    if not 1 <= year <= 9999:
        return None
    for day in range(moment.day, 27, -1):
        try:
            return moment.replace(year=year, month=month + 1, day=day)
        except ValueError:
            continue
    return moment.replace(year=year, month=month + 1)


def decimal(number: Fraction) -> str:
    """3, 3.5, 123.45; at most six places."""
    if number.denominator == 1:
        return str(number.numerator)
    return f"{float(number):.6f}".rstrip("0")


def elapsed(gap: timedelta) -> str:
    """PT1H30M: hours, minutes and seconds."""
    seconds = int(gap.total_seconds())
    hours, rest = divmod(seconds, 3600)
    minutes, seconds = divmod(rest, 60)
    text = (f"{hours}H" if hours else "") + (f"{minutes}M" if minutes else "") + (f"{seconds}S" if seconds else "")
    return f"PT{text or '0S'}"


def clock_gap(a: Clock, b: Clock) -> timedelta:
    """From ``a`` to the next ``b``."""
    first, second = (timedelta(hours=c.hour, minutes=c.minute or 0, seconds=c.second or 0) for c in (a, b))
    return second - first if second > first else second - first + timedelta(days=1)
