"""Working days and working hours: whole weeks at once, holidays corrected one by one."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from fractions import Fraction
from typing import Any

from suffice.records import Code
from suffice.symbolic.calendar import freedays
from suffice.symbolic.calendar.dating import in_year
from suffice.symbolic.calendar.values import (
    DAY_US,
    Clock,
    Days,
    Length,
    Month,
    Refusal,
    Region,
    Span,
    YearlessDay,
    misread,
)

MOST_DAYS = 40_000  # of one count, so that it can be checked day by day
_DAY = timedelta(days=1)
_SUBSTITUTES = frozenset(("AU", "CA", "GB", "IE", "NZ", "US"))  # where a holiday at a weekend moves to a working day


class Workweek:
    """The weekdays on which work is done and the days that are free besides."""

    def __init__(self, days: Days, free: Any) -> None:
        if not isinstance(days, Days):
            raise misread("working days are a set of weekdays")
        self.days = frozenset(days.numbers)
        self.regions: list[Region] = []
        self.dates: set[date] = set()
        self.yearly: list[YearlessDay] = []
        self._take(free)

    def _take(self, free: Any) -> None:
        if free is None:
            return
        if isinstance(free, Region):
            self.regions.append(free)
        elif type(free) is date:
            self.dates.add(free)
        elif isinstance(free, YearlessDay):
            self.yearly.append(free)
        elif isinstance(free, Span) and type(free.start) is date and type(free.end) is date:
            if (free.end - free.start).days > 400:
                raise Refusal(Code.OUT_OF_RANGE, "a free period of more than 400 days")
            day = free.start
            while day <= free.end:
                self.dates.add(day)
                day += _DAY
        elif isinstance(free, tuple):
            for item in free:
                self._take(item)
        else:
            raise misread("free days are dates or the holidays of a place")

    def holidays(self, start: date, end: date) -> set[date]:
        """Free days from ``start`` to ``end``. Raises Refusal where parts of a country differ about a working day."""
        found = {day for day in self.dates if start <= day <= end}
        for yearless in self.yearly:  # a day that is named without its year lies in the years that are counted
            days = [in_year(yearless, year) for year in range(start.year, end.year + 1)]
            found |= {day for day in days if start <= day <= end}
        for region in self.regions:
            for year in range(start.year, end.year + 1):
                sure, some = public(region, year)
                for day in some:
                    if start <= day <= end and day.weekday() in self.days:
                        raise Refusal(
                            Code.UNDERDETERMINED,
                            f"{day.isoformat()} is a holiday in some parts of {region.country} only: which part?",
                        )
                found |= {day for day in sure if start <= day <= end}
        return found

    def works(self, day: date) -> bool:
        return day.weekday() in self.days and day not in self.holidays(day, day)

    def count(self, start: date, end: date) -> int:
        """Working days from ``start`` to ``end``, both included."""
        if end < start:
            return 0
        total = (end - start).days + 1
        if total > MOST_DAYS:
            raise Refusal(Code.TOO_HARD, f"more than {MOST_DAYS} days to count")
        weeks, rest = divmod(total, 7)
        working = weeks * len(self.days)
        working += sum((start + timedelta(days=n)).weekday() in self.days for n in range(rest))
        return working - sum(day.weekday() in self.days for day in self.holidays(start, end))

    def step(self, day: date, count: int) -> date:
        """The ``count``-th working day after ``day`` (before it, when negative)."""
        if not self.days:
            raise Refusal(Code.INCONSISTENT, "no weekday is a working day")
        if abs(count) * 7 > MOST_DAYS * len(self.days):
            raise Refusal(Code.TOO_HARD, f"more than {MOST_DAYS} days to count")
        sign = 1 if count > 0 else -1
        left = abs(count)
        while left:
            weeks = left // len(self.days) - 1
            if weeks > 0:
                ahead = day + sign * timedelta(weeks=weeks)
                left -= self.count(*((day + _DAY, ahead) if sign > 0 else (ahead, day - _DAY)))
                day = ahead
            else:
                day += sign * _DAY
                left -= self.works(day)
        return day


def public(region: Region, year: int) -> tuple[frozenset[date], frozenset[date]]:
    if not freedays.FIRST <= year <= freedays.LAST:
        raise Refusal(Code.OUT_OF_RANGE, f"holidays are known for {freedays.FIRST} to {freedays.LAST} only")
    try:
        return freedays.days(region.country, region.part, year)
    except freedays.UnknownRegion as error:
        raise Refusal(Code.UNSUPPORTED, str(error)) from error


def business_days(start: date, end: date, ends: str, days: Days, free: Any) -> Fraction:
    """Working days between two dates; ``ends`` says which of the two count: both, first, last or neither."""
    if end < start:
        raise Refusal(Code.INCONSISTENT, "the end lies before the start")
    low = start if ends in ("both", "first") else start + _DAY
    high = end if ends in ("both", "last") else end - _DAY
    return Fraction(Workweek(days, free).count(low, high))


def roll(day: date, direction: str, days: Days, free: Any) -> date:
    """``day`` itself if it is a working day, else the next (on) or the one before (back)."""
    week = Workweek(days, free)
    step = _DAY if direction == "on" else -_DAY
    for _ in range(400):
        if week.works(day):
            return day
        day += step
    raise Refusal(Code.INCONSISTENT, "no working day within 400 days")


def nth_workday(rank: int, month: Month, days: Days, free: Any) -> date:
    week = Workweek(days, free)
    start = date(month.year, month.month, 1)
    in_month = [start + timedelta(days=n) for n in range(31) if (start + timedelta(days=n)).month == month.month]
    working = [day for day in in_month if week.works(day)]
    if rank == 0 or abs(rank) > len(working):
        raise Refusal(Code.INCONSISTENT, f"the month has {len(working)} working days")
    return working[rank - 1 if rank > 0 else rank]


def is_holiday(day: date, region: Region) -> bool:
    sure, some = public(region, day.year)
    if day in some:
        raise Refusal(Code.UNDERDETERMINED, f"{day.isoformat()} is a holiday in some parts of {region.country} only")
    if day in sure and day.weekday() >= 5 and region.country in _SUBSTITUTES:
        raise Refusal(
            Code.AMBIGUOUS,
            f"{day.isoformat()} falls on a weekend: the day itself, or the working day that stands for it?",
        )
    return day in sure


def holiday(name: str, year: int, region: Region) -> date:
    """The one date that a holiday's English name has in a year at a place."""
    public(region, year)
    found = freedays.dates_called(region.country, "" if region.part == "*" else region.part, year, name)
    if len(found) != 1:
        raise Refusal(Code.UNSUPPORTED, f"{region.country} has no one day named {name} in {year}")
    return next(iter(found))


def _hours(opening: Span) -> tuple[int, int]:
    start, end = opening.start, opening.end
    if not (isinstance(start, Clock) and isinstance(end, Clock)) or (end.us or DAY_US) <= start.us:
        raise Refusal(Code.UNSUPPORTED, "working hours must lie within one day")
    return start.us, end.us or DAY_US


def _midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day)


def since_midnight(local: datetime) -> int:
    return (local - _midnight(local.date())) // timedelta(microseconds=1)


def deadline(opened: datetime, length: Length, opening: Span, days: Days, free: Any) -> datetime:
    """When so much working time has passed. A deadline at closing time stays on that day."""
    left = length.working_us or length.us
    if left <= 0 or length.months or length.days or length.working_days:
        raise misread("a time limit in working hours")
    low, high = _hours(opening)
    if left > (high - low) * MOST_DAYS // 7:
        raise Refusal(Code.TOO_HARD, "too many working hours to count")
    week = Workweek(days, free)
    day = opened.date()
    if week.works(day) and since_midnight(opened) < high:
        now = max(since_midnight(opened), low)
        if left <= high - now:
            return _midnight(day) + timedelta(microseconds=now + left)
        left -= high - now
    whole = (left - 1) // (high - low)
    day = week.step(day, whole + 1)
    return _midnight(day) + timedelta(microseconds=low + left - whole * (high - low))


def working_time(start: datetime, end: datetime, opening: Span, days: Days, free: Any) -> Length:
    """Working time that passes from one local moment to another."""
    if end < start:
        raise Refusal(Code.INCONSISTENT, "the end lies before the start")
    low, high = _hours(opening)
    week = Workweek(days, free)
    total = week.count(start.date(), end.date()) * (high - low)
    if week.works(start.date()):
        total -= min(max(since_midnight(start), low), high) - low
    if week.works(end.date()):
        total -= high - min(max(since_midnight(end), low), high)
    return Length(us=total)
