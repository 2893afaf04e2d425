"""Working days and hours, counted one day after another."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from suffice.symbolic.calendar import freedays
from suffice.symbolic.calendar.audit.numbers import DAY, Doubt, civil_from_days, days_from_civil, weekday, within

MOST = 40_001  # days of one count


def works(days: Any, free: Any) -> Callable[[int], bool]:
    """Whether a day is a working day; Doubt where the parts of a country differ."""
    if days[0] != "days":
        raise Doubt("working days are a set of weekdays")
    own, regions, yearly = set[int](), list[Any](), list[Any]()
    _gather(free, own, regions, yearly)

    def test(n: int) -> bool:
        if weekday(within(n)) not in days[1]:
            return False
        y, m, d = civil_from_days(n)
        for _, month, day, said in yearly:
            there = days_from_civil(y, month, day)
            if civil_from_days(there) != (y, month, day) or (said is not None and weekday(there) != said):
                raise Doubt("no such day in that year")
            if (m, d) == (month, day):
                return False
        return n not in own and not any(is_free(n, region) for region in regions)

    return test


def _gather(free: Any, own: set[int], regions: list[Any], yearly: list[Any]) -> None:
    match free[0]:
        case "none":
            pass
        case "region":
            regions.append(free)
        case "date":
            own.add(free[1])
        case "md":
            yearly.append(free)
        case "range":
            if free[1][0] != "date" or free[2][0] != "date" or free[2][1] - free[1][1] > 400:
                raise Doubt("a free period")
            own.update(range(free[1][1], free[2][1] + 1))
        case "list":
            for item in free[1]:
                _gather(item, own, regions, yearly)
        case _:
            raise Doubt("free days are dates or the holidays of a place")


def is_free(n: int, region: Any) -> bool:
    y, m, d = civil_from_days(n)
    if not freedays.FIRST <= y <= freedays.LAST:
        raise Doubt("holidays of that year are not known")
    try:
        sure, some = freedays.days(region[1], region[2], y)
    except freedays.UnknownRegion as error:
        raise Doubt(str(error)) from error
    if date(y, m, d) in some:
        raise Doubt("a holiday in some parts only")
    return date(y, m, d) in sure


def called(name: str, y: int, region: Any) -> int:
    if not freedays.FIRST <= y <= freedays.LAST:
        raise Doubt("holidays of that year are not known")
    try:
        found = freedays.dates_called(region[1], "" if region[2] == "*" else region[2], y, name)
    except freedays.UnknownRegion as error:
        raise Doubt(str(error)) from error
    if len(found) != 1:
        raise Doubt("not one day of that name")
    day = next(iter(found))
    return days_from_civil(day.year, day.month, day.day)


def count(a: int, b: int, ends: str, days: Any, free: Any) -> int:
    if b < a:
        raise Doubt("the end lies before the start")
    if b - a > MOST:
        raise Doubt("too many days to count")
    test = works(days, free)
    skip = {a} if ends in ("last", "neither") else set()
    skip |= {b} if ends in ("first", "neither") else set()
    return sum(test(n) for n in range(a, b + 1) if n not in skip)


def after(n: int, steps: int, days: Any, free: Any) -> int:
    test = works(days, free)
    sign, left = (1 if steps > 0 else -1), abs(steps)
    for _ in range(MOST + 400):
        if not left:
            return n
        n += sign
        left -= test(n)
    raise Doubt("too many days to count")


def roll(n: int, direction: str, days: Any, free: Any) -> int:
    test = works(days, free)
    for _ in range(401):
        if test(n):
            return n
        n += 1 if direction == "on" else -1
    raise Doubt("no working day")


def nth_of_month(rank: int, start: int, length: int, days: Any, free: Any) -> int:
    test = works(days, free)
    order = range(start, start + length) if rank > 0 else range(start + length - 1, start - 1, -1)
    seen = 0
    for n in order:
        seen += test(n)
        if seen == abs(rank) > 0:
            return n
    raise Doubt("not so many working days")


def _hours(opening: Any) -> tuple[int, int]:
    if opening[0] != "range" or opening[1][0] != "time" or opening[2][0] != "time":
        raise Doubt("opening hours are a range of times")
    low, high = opening[1][1], opening[2][1] or DAY
    if high <= low:
        raise Doubt("opening hours past midnight")
    return low, high


def deadline(us: int, dur: Any, opening: Any, days: Any, free: Any) -> int:
    """Use up the time day by day, each from opening (or the start) to closing."""
    left = dur[5] or dur[3]
    if left <= 0 or dur[1] or dur[2] or dur[4]:
        raise Doubt("a limit in working hours")
    low, high = _hours(opening)
    test = works(days, free)
    n = us // DAY
    for _ in range(MOST):
        if test(n):
            start = max(low, us - n * DAY) if n == us // DAY else low
            room = max(0, high - start)
            if left <= room:
                return n * DAY + start + left
            left -= room
        n += 1
    raise Doubt("too many days to count")


def working_us(a: int, b: int, opening: Any, days: Any, free: Any) -> int:
    if b < a or (b - a) // DAY > MOST:
        raise Doubt("the end lies before the start, or too far")
    low, high = _hours(opening)
    test = works(days, free)
    total = 0
    for n in range(a // DAY, b // DAY + 1):
        if test(n):
            total += max(0, min(b, n * DAY + high) - max(a, n * DAY + low))
    return total
