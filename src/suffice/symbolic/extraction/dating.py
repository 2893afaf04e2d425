"""From what was said to days: candidates relative to a reference time, and their TIMEX3 values.

What names no year may be past or to come, and is both: the latest before ``now`` and the earliest from ``now`` on.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, datetime, time, timedelta

from suffice.symbolic.extraction.meaning import Day, Period, add_months


def real(year: int, month: int, day: int) -> date | None:
    """The date, or None where there is none."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def around(now: datetime, candidates: Iterable[date | None]) -> tuple[date, ...]:
    """Of rising candidates the last before ``now`` (at midnight) and the first after it."""
    past = future = None
    for candidate in candidates:
        if candidate is None:
            continue
        if datetime.combine(candidate, time()) < now:
            past = candidate
        else:
            future = candidate
            break
    return tuple(d for d in (past, future) if d)


def full(year: int, month: int, day: int) -> Day | None:
    """A day with everything said. None for what no calendar could mean."""
    if not (1 <= month <= 12 and 1 <= day <= 31 and 1 <= year <= 9998):
        return None
    found = real(year, month, day)
    return Day(f"{year:04d}-{month:02d}-{day:02d}", (found,) if found else (), year, month, day)


def of_date(day: date) -> Day:
    return Day(day.isoformat(), (day,), day.year, day.month, day.day)


def yearless(now: datetime, month: int, day: int) -> Day | None:
    """A day of a month in some year."""
    if not (1 <= month <= 12 and 1 <= day <= 31):
        return None
    days = around(now, each_year(now, lambda year: real(year, month, day)))
    return Day(f"XXXX-{month:02d}-{day:02d}", days, None, month, day)


def each_year(now: datetime, make: Callable[[int], date | None]) -> Iterable[date | None]:
    """What ``make`` gives for the years around ``now``, far enough for a leap day."""
    return (make(year) for year in range(max(1, now.year - 8), min(9998, now.year + 9)))


def of_month(now: datetime, day: int) -> Day | None:
    """The 18th, of some month."""
    if not 1 <= day <= 31:
        return None
    months = (add_months(now.date().replace(day=1), n) for n in range(-3, 4))
    days = around(now, (real(m.year, m.month, day) for m in months if m))
    return Day(f"XXXX-XX-{day:02d}", days, None, None, day)


def some_weekday(now: datetime, weekday: int) -> Day:
    """Friday, the last or the next one."""
    monday = this_monday(now)
    days = around(now, (monday + timedelta(days=7 * n + weekday - 1) for n in (-1, 0, 1)))
    return Day(f"XXXX-WXX-{weekday}", days)


def weekday_of(now: datetime, weekday: int, weeks: int) -> Day:
    """The weekday of this week (0), the next (1), ..."""
    return of_date(this_monday(now) + timedelta(days=7 * weeks + weekday - 1))


def weekday_on(now: datetime, weekday: int, day: int) -> Day | None:
    """Monday 21: the months around ``now`` whose 21st is a Monday."""
    months = (add_months(now.date().replace(day=1), n) for n in range(-30, 31))
    fits = [d for m in months if m and (d := real(m.year, m.month, day)) and d.isoweekday() == weekday]
    if now.date() in fits:
        return of_date(now.date())
    days = around(now, fits)
    return Day(f"XXXX-WXX-{weekday}", days, None, None, day) if days else None


def nth_weekday(year: int, month: int, weekday: int, nth: int) -> date | None:
    """The ``nth`` (from 1, or -1: the last) weekday of a month."""
    if nth == -1:
        return next((d for n in (5, 4) if (d := nth_weekday(year, month, weekday, n))), None)
    offset = (weekday - date(year, month, 1).isoweekday()) % 7
    return real(year, month, 1 + offset + 7 * (nth - 1))


def this_monday(now: datetime) -> date:
    return now.date() - timedelta(days=now.isoweekday() - 1)


def year_period(year: int) -> Period | None:
    if not 1 <= year <= 9998:
        return None
    return Period(f"{year:04d}", ((date(year, 1, 1), date(year + 1, 1, 1)),), "Y", year)


def months_period(year: int, month: int, count: int = 1) -> tuple[date, date]:
    start = date(year, month, 1)
    return start, add_months(start, count)


def month_period(year: int, month: int) -> Period | None:
    if not (1 <= year <= 9998 and 1 <= month <= 12):
        return None
    return Period(f"{year:04d}-{month:02d}", (months_period(year, month),), "MO", year, month)


def some_month(now: datetime, month: int) -> Period:
    """August, the last or the next one."""
    starts = around(now, each_year(now, lambda year: date(year, month, 1)))
    spans = tuple(months_period(d.year, month) for d in starts)
    return Period(f"XXXX-{month:02d}", spans, "MO", None, month)


def week_timex(day: date) -> str:
    year, week, _ = day.isocalendar()
    return f"{year:04d}-W{week:02d}"


def week_period(monday: date) -> Period:
    return Period(week_timex(monday), ((monday, monday + timedelta(days=7)),), "W")


def weekend_period(monday: date) -> Period:
    saturday = monday + timedelta(days=5)
    return Period(f"{week_timex(monday)}-WE", ((saturday, saturday + timedelta(days=2)),), "WE")


def between(now: datetime, first: Day, last: Day) -> Period | None:
    """From one day to another (its start). An end that says less than the other borrows from it."""
    if not first.days or not last.days:
        return None
    pairs = [(first.days[-1], last.days[-1])]
    if pairs[0][0] > pairs[0][1]:
        pairs[0] = (first.days[0], pairs[0][1])
    past = (first.days[0], last.days[0])
    if past[1] < past[0]:
        past = (past[0], last.days[-1])
    if past != pairs[0]:
        pairs.insert(0, past)
    if last.year is None and (pairs[0][1] - pairs[0][0]).days > 366:
        near = next((d for d in last.days if 0 <= (d - pairs[0][0]).days <= 366), None)
        shifted = near or real(pairs[0][0].year, last.month or 0, last.day or 0)
        pairs[0] = (pairs[0][0], shifted) if shifted else pairs[0]
    if any(a > b for a, b in pairs):
        return None
    timexes = tuple(f"({first.timex},{last.timex},P{(b - a).days}D)" for a, b in pairs)
    return Period(timexes[0], tuple(pairs), "D", timexes=timexes)
