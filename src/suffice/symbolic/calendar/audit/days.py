"""Operations on days, months and years, over day numbers."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from suffice.symbolic.calendar.audit.numbers import (
    DAY,
    Doubt,
    OtherYear,
    civil,
    civil_from_days,
    days_from_civil,
    month_length,
    month_start,
    weekday,
    within,
)


def number(value: Any) -> int:
    """A whole number, or the number of a year."""
    if value[0] == "year":
        return value[1]
    if value[0] != "num" or value[1].denominator != 1:
        raise Doubt("a whole number is expected")
    return value[1].numerator


def year(value: Any) -> int:
    n = number(value)
    if not 1 <= n <= 9999:
        raise Doubt("beyond the years 1 to 9999")
    return n


def of_year(md: Any, y: int) -> int:
    n = civil(y, md[1], md[2])
    if md[3] is not None and weekday(n) != md[3]:
        raise OtherYear("another weekday")
    return n


def nearest(md: Any, today: int, ahead: bool) -> int:
    """The nearest such day, today included, walking day by day (at most eight years)."""
    n = today
    for _ in range(366 * 8 + 10):
        if civil_from_days(within(n))[1:] == (md[1], md[2]):
            return of_year(md, civil_from_days(n)[0])
        n += 1 if ahead else -1
    raise Doubt("no such day")


def easter(y: int) -> int:
    """Knuth, The Art of Computer Programming 1, 1.3.2, exercise 14 (after Lilius and Clavius)."""
    if y < 1583:
        raise Doubt("the Gregorian Easter begins in 1583")
    golden, century = y % 19 + 1, y // 100 + 1
    skipped, moon = 3 * century // 4 - 12, (8 * century + 5) // 25 - 5
    sunday = 5 * y // 4 - skipped - 10
    epact = (11 * golden + 20 + moon - skipped) % 30
    if epact == 24 or (epact == 25 and golden > 11):
        epact += 1
    full = 44 - epact
    full += 30 if full < 21 else 0
    return days_from_civil(y, 3, 1) - 1 + full + 7 - (sunday + full) % 7


def nth_weekday(rank: int, w: int, index: int) -> int:
    if rank > 0:
        first = month_start(index)
        n = first + (w - weekday(first)) % 7 + 7 * (rank - 1)
    else:
        last = month_start(index) + month_length(index) - 1
        n = last - (weekday(last) - w) % 7 + 7 * (rank + 1)
    if rank == 0 or not month_start(index) <= n < month_start(index) + month_length(index):
        raise Doubt("the month has no such weekday")
    return n


def seek(n: int, w: int, step: int, today_too: bool) -> int:
    """Walk to the next or previous weekday."""
    n = n if today_too else n + step
    while weekday(n) != w:
        n += step
    return within(n)


def of_week(n: int, w: int, weeks: int, first: int) -> int:
    while weekday(n) != first:
        n -= 1
    n += 7 * weeks
    while weekday(n) != w:
        n += 1
    return within(n)


def plus_months(n: int, months: int) -> int:
    y, m, d = civil_from_days(n)
    index = y * 12 + m - 1 + months
    if not 12 <= index < 120_000:
        raise Doubt("beyond the years 1 to 9999")
    if d > month_length(index):
        raise Doubt("the month is too short for that day")
    return month_start(index) + d - 1


def plus(n: int, dur: Any, sign: int) -> int:
    _, months, days, us, working, working_us = dur
    if working or working_us or us % DAY:
        raise Doubt("hours or working time are not added to a plain date")
    days += us // DAY
    found = within(plus_months(n, sign * months) + sign * days)
    if months and days and plus_months(within(n + sign * days), sign * months) != found:
        raise Doubt("the order of months and days matters")
    return found


def months_and_days(a: int, b: int) -> tuple[int, int]:
    """The most whole months that fit between two days, and the days left over."""
    if b < a:
        raise Doubt("the end lies before the start")
    y, m, d = civil_from_days(a)
    index = y * 12 + m - 1
    far, fm, _ = civil_from_days(b)
    months = far * 12 + fm - 1 - index
    while months > 0 and days_from_civil((index + months) // 12, (index + months) % 12 + 1, 1) + d - 1 > b:
        months -= 1
    return months, b - plus_months(a, months)


def age(birth: int, at: int) -> int:
    y, m, d = civil_from_days(birth)
    ay, am, ad = civil_from_days(at)
    if at < birth:
        raise Doubt("not born yet")
    leap_day = (m, d) == (2, 29)
    if leap_day and (am, ad) == (2, 28) and not leap(ay):
        raise Doubt("a birthday of 29 February")
    years = 0
    while days_from_civil(y + years + 1, m, d) <= at:  # 29 February of a common year counts on from 1 March
        years += 1
    return years


def leap(y: int) -> bool:
    return days_from_civil(y, 3, 1) - days_from_civil(y, 2, 1) == 29


def count_weekday(w: int, a: int, b: int, ends: str) -> int:
    """First and last occurrence, then sevens between them."""
    if b < a:
        raise Doubt("the end lies before the start")
    low = a if ends in ("both", "first") else a + 1
    high = b if ends in ("both", "last") else b - 1
    first = low + (w - weekday(low)) % 7
    last = high - (weekday(high) - w) % 7
    return max(0, (last - first) // 7 + 1)


def count_leap(a: int, b: int) -> int:
    if b < a:
        return 0
    return days_from_civil(b + 1, 1, 1) - days_from_civil(a, 1, 1) - 365 * (b - a + 1)


def near_leap(y: int, step: int) -> int:
    y += step
    while 1 <= y <= 9999 and not leap(y):
        y += step
    if not 1 <= y <= 9999:
        raise Doubt("beyond the years 1 to 9999")
    return y


def weekday_given(first: int, md: Any) -> int:
    """Tried in all years that begin on that weekday; they must agree."""
    found: set[int] = set()
    for y in range(2001, 2029):
        if weekday(days_from_civil(y, 1, 1)) == first and not (md[1:3] == (2, 29) and not leap(y)):
            found.add(weekday(days_from_civil(y, md[1], md[2])))
    if len(found) != 1:
        raise Doubt("leap years differ")
    return found.pop()


def day_of_year(n: int) -> int:
    return n - days_from_civil(civil_from_days(n)[0], 1, 1) + 1


def iso_week(n: int) -> int:
    """The week belongs to the year of its Thursday (ISO 8601)."""
    thursday = n - weekday(n) + 3
    return (day_of_year(thursday) + 6) // 7


def occurrences(every: Any, anchor: int, most: int) -> Any:
    """The days of a rhythm from its anchor on, one after another (at most ``most`` of them)."""
    unit, size, w, rank, d = every
    n, count = anchor, 0
    if unit in ("days", "weeks"):
        if unit == "weeks" and w is not None:
            n = seek(anchor, w, 1, True)
        while count < most:
            yield within(n)
            n, count = n + size * (7 if unit == "weeks" else 1), count + 1
    elif unit == "workdays":
        while count < most:
            if weekday(within(n)) < 5:
                yield n
                count += 1
            n += 1
    else:
        y, m, first_day = civil_from_days(anchor)
        index = y * 12 + m - 1
        while count < most and index < 120_000:
            try:
                if w is not None:
                    n = nth_weekday(rank or 1, w, index)
                elif d is not None:
                    n = month_start(index) + (month_length(index) if d == -1 else d) - 1
                elif first_day > month_length(index):
                    raise LookupError
                else:
                    n = month_start(index) + first_day - 1
                if n >= anchor:
                    yield n
                    count += 1
            except Doubt:
                pass  # a fifth Friday that this month does not have
            except LookupError:
                raise Doubt("the month is too short for that day") from None
            index += size


def nth_of(every: Any, anchor: int, n: int) -> int:
    if not 1 <= n <= 100_000:
        raise Doubt("too far")
    if every[0] in ("days", "weeks"):
        start = next(occurrences(every, anchor, 1))
        return within(start + (n - 1) * every[1] * (7 if every[0] == "weeks" else 1))
    for count, day in enumerate(occurrences(every, anchor, n), 1):
        if count == n:
            return day
    raise Doubt("no such occurrence")


def next_of(every: Any, after: int, anchor: int | None) -> int:
    unit, size, w, _, d = every
    if anchor is None:
        if size != 1 or (unit in ("weeks", "months") and w is None and d is None):
            raise Doubt("one known occurrence is needed to count from")
        return next(occurrences(every, after + 1, 1))
    if anchor > after or (unit == "weeks" and w is not None and weekday(anchor) != w):
        raise Doubt("the known occurrence does not fit")
    for n in occurrences(every, anchor, 400_000):
        if n > after:
            return n
    raise Doubt("no such occurrence")


def fraction(n: int) -> Any:
    return "num", Fraction(n)
