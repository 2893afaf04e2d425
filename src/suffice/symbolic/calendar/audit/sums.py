"""The checker's sums, differences and lengths of time."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from suffice.symbolic.calendar.audit import clocks, days
from suffice.symbolic.calendar.audit.numbers import DAY, Doubt, within
from suffice.symbolic.calendar.audit.run import Run, among, exact, month, nothing, scaled, take

UNITS = {"seconds": 10**6, "minutes": 60 * 10**6, "hours": 3600 * 10**6, "days": DAY, "weeks": 7 * DAY}


def on_sums(run: Run, name: str, a: tuple[Any, ...]) -> Any:
    match name:
        case "sub" if a[1][0] not in ("dur", "num"):
            return _elapsed(run, a[1], a[0])
        case "add" | "sub":
            return _add(run, run.resolved(a[0]), a[1], 1 if name == "add" else -1)
        case "mul":
            left, right = (a[1], a[0]) if a[0][0] == "num" else a
            return scaled(left, take(right, "num"))
        case "mod":
            left, right = take(a[0], "num"), take(a[1], "num")
            if right <= 0:
                raise Doubt("division by nothing")
            return "num", left - right * (left // right)
        case "div":
            if a[0][0] == a[1][0] == "dur":
                return "num", Fraction(exact(a[0]), exact(a[1]) or nothing())
            return scaled(a[0], 1 / (take(a[1], "num") or nothing()))
        case "neg":
            return scaled(a[0], Fraction(-1))
        case "abs":
            return "num", abs(take(a[0], "num"))
        case "days_between":
            return days.fraction(run.day(a[1]) - run.day(a[0]))
        case "full_months":
            start = run.day(a[0])
            return days.fraction(days.months_and_days(start, start + _forward(run, a))[0])
        case "whole_weeks" | "whole_months" | "whole_years":
            return _whole(run, name, run.day(a[0]), _forward(run, a))
        case "elapsed":
            return _elapsed(run, *a)
        case "in_units":
            return "num", Fraction(exact(a[0]), UNITS[among(a[1], UNITS)])
        case "age":
            return days.fraction(days.age(run.day(a[0]), run.day(a[1])))
        case "months_between":
            months, rest = days.months_and_days(run.day(a[0]), run.day(a[1]))
            return "dur", months, rest, 0, 0, 0
        case "total":
            return _total(run, take(a[0], "list"))
    return None


def _forward(run: Run, a: tuple[Any, ...]) -> int:
    n = run.day(a[1]) - run.day(a[0])
    if n < 0:
        raise Doubt("the end lies before the start")
    return n


def _whole(run: Run, name: str, start: int, length: int) -> Any:
    """Counts even periods: the end must lie exactly so many of them after the start."""
    count = 0
    if name == "whole_weeks":
        while 7 * count < length:
            count += 1
        reached = start + 7 * count
    else:
        size = 12 if name == "whole_years" else 1
        count = days.months_and_days(start, start + length)[0] // size
        reached = days.plus_months(start, size * count)
    if reached != start + length:
        raise Doubt("it does not come out even")
    return days.fraction(count)


def _add(run: Run, left: Any, right: Any, sign: int) -> Any:
    match left[0], right[0]:
        case "num", "num":
            return "num", left[1] + sign * right[1]
        case "dur", "dur":
            return ("dur", *(x + sign * y for x, y in zip(left[1:], right[1:], strict=True)))
        case "moment", "dur":
            return clocks.plus(left, right, sign, run.fold)
        case "local", "dur":
            n = days.plus(left[1] // DAY, ("dur", *right[1:3], 0, *right[4:]), sign)
            return clocks.local(n * DAY + left[1] % DAY + sign * right[3])
        case "date", "dur":
            return "date", days.plus(left[1], right, sign)
        case "time", "dur" if right[1:3] == (0, 0) and right[4:] == (0, 0):
            return "time", (left[1] + sign * right[3]) % DAY
        case "weekday", "dur" if exact(right) % DAY == 0:
            return "weekday", (left[1] + sign * (exact(right) // DAY)) % 7
        case "weekday", "num":
            return "weekday", (left[1] + sign * days.number(right)) % 7
        case "ym", "num":
            return month(left[1] + sign * days.number(right))
        case "ym", "dur" if right[2:4] == (0, 0):
            return month(left[1] + sign * right[1])
        case "year", "num":
            return "year", days.year(("year", left[1] + sign * days.number(right)))
        case "date", "num":
            return "date", within(left[1] + sign * days.number(right))
    raise Doubt("these two cannot be added")


def _elapsed(run: Run, a: Any, b: Any) -> Any:
    if a[0] == b[0] == "time":
        return clocks.clock_distance(a[1], b[1])
    if a[0] == b[0] == "moment":
        us = clocks.utc(b) - clocks.utc(a)
    elif a[0] == b[0] == "local":
        us = b[1] - a[1]
    else:
        return "dur", 0, _forward(run, (a, b)), 0, 0, 0
    if us < 0:
        raise Doubt("the end lies before the start")
    return "dur", 0, 0, us, 0, 0


def _total(run: Run, items: tuple[Any, ...]) -> Any:
    values = [clocks.span_length(item) if item[0] == "range" else item for item in items]
    if not values or len({value[0] for value in values}) != 1 or values[0][0] not in ("num", "dur"):
        raise Doubt("a list of one kind of amount is expected")
    if values[0][0] == "num":
        return "num", sum((value[1] for value in values), Fraction(0))
    return ("dur", *(sum(column) for column in zip(*(value[1:] for value in values), strict=True)))
