"""Sums, differences and lengths of time."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from fractions import Fraction
from typing import Any

from suffice.records import Code
from suffice.symbolic.calendar import clocks, dating, spans
from suffice.symbolic.calendar.setting import NOT_MINE, Setting, day, kind, whole, word, year_number
from suffice.symbolic.calendar.values import (
    DAY_US,
    Clock,
    Length,
    Moment,
    Month,
    Refusal,
    Span,
    Weekday,
    Year,
    YearlessDay,
    misread,
)

UNIT_US = {"seconds": 1_000_000, "minutes": 60_000_000, "hours": 3_600_000_000, "days": DAY_US, "weeks": 7 * DAY_US}


def add(setting: Setting, left: Any, right: Any, sign: int = 1) -> Any:
    if isinstance(left, YearlessDay):
        left = day(setting, left)
    match left, right:
        case Fraction(), Fraction():
            return left + sign * right
        case Length(), Length():
            return Length(
                left.months + sign * right.months,
                left.days + sign * right.days,
                left.us + sign * right.us,
                left.working_days + sign * right.working_days,
                left.working_us + sign * right.working_us,
            )
        case Moment(), Length():
            if right.months:
                raise misread("months are added to a date")
            return clocks.shift(left, right, sign, setting.fold)
        case datetime(), Length():
            return dating.shift_local(left, right, sign)
        case date(), Length():
            return dating.shift(left, right, sign)
        case Clock(), Length():
            if right.months or right.working_days or right.working_us or right.days:
                raise misread("only hours, minutes and seconds are added to a time of day")
            return Clock((left.us + sign * right.us) % DAY_US)
        case Weekday(), (Length() | Fraction()):
            days = whole(right) if isinstance(right, Fraction) else right.exact_us // DAY_US
            if isinstance(right, Length) and right.exact_us % DAY_US:
                raise misread("a weekday and hours")
            return Weekday((left.n + sign * days) % 7)
        case Month(), (Length() | Fraction()):
            months = right.months if isinstance(right, Length) else whole(right)
            if isinstance(right, Length) and (right.days or right.us):
                raise misread("a month and days")
            index = left.year * 12 + left.month - 1 + sign * months
            year_number(Year(index // 12))
            return Month(index // 12, index % 12 + 1)
        case Year(), Fraction():
            return Year(year_number(Year(left.n + sign * whole(right))))
        case ((datetime() | Moment()), Fraction()):
            raise misread("a number without a unit is added to a moment")
        case date(), Fraction():
            return left + sign * timedelta(days=whole(right))
    raise misread("these two cannot be added")


def elapsed(setting: Setting, start: Any, end: Any) -> Length:
    """The time from start to end; a time of day that lies earlier is taken as the next day's."""
    if isinstance(start, Clock) and isinstance(end, Clock):
        return spans.between_clocks(start, end)
    if isinstance(start, Moment) and isinstance(end, Moment):
        us = (end.utc - start.utc) // timedelta(microseconds=1)
    elif isinstance(start, datetime) and isinstance(end, datetime):
        us = (end - start) // timedelta(microseconds=1)
    else:
        days = (day(setting, end) - day(setting, start)).days
        if days < 0:
            raise Refusal(Code.INCONSISTENT, "the end lies before the start")
        return Length(days=days)
    if us < 0:
        raise Refusal(Code.INCONSISTENT, "the end lies before the start")
    return Length(us=us)


def whole_periods(start: date, end: date, unit: str) -> Fraction:
    """The number of weeks, months or years, if they come out even."""
    if unit == "weeks":
        count, rest = divmod((end - start).days, 7)
    else:
        found = dating.months_between(start, end)
        count, over = divmod(found.months, 12 if unit == "years" else 1)
        rest = over or found.days
    if end < start:
        raise Refusal(Code.INCONSISTENT, "the end lies before the start")
    if rest:
        raise Refusal(Code.AMBIGUOUS, f"it is {count} {unit} and a part of one: whole ones or a fraction?")
    return Fraction(count)


def completed_months(start: date, end: date) -> Fraction:
    """Months that are over. Raises Refusal where the last one ends on a day that its month does not have."""
    if end < start:
        raise Refusal(Code.INCONSISTENT, "the end lies before the start")
    if start.day > end.day and (end + timedelta(days=1)).day == 1:
        raise Refusal(Code.AMBIGUOUS, f"the month that began on the {start.day}. is over on {end} to some only")
    return Fraction(dating.months_between(start, end).months)


def scale(left: Any, factor: Fraction) -> Any:
    if isinstance(left, Fraction):
        return left * factor
    if isinstance(left, Length):
        parts = [amount * factor for amount in (left.months, left.days, left.us, left.working_days, left.working_us)]
        if parts[1].denominator != 1:
            parts[1], parts[2] = Fraction(0), parts[2] + parts[1] * DAY_US
        if any(part.denominator != 1 for part in parts):
            raise Refusal(Code.OUT_OF_RANGE, "the length does not divide evenly")
        return Length(*(part.numerator for part in parts))
    raise misread("only numbers and lengths of time are multiplied")


def divide(left: Any, right: Any) -> Any:
    if isinstance(left, Length) and isinstance(right, Length):
        if right.exact_us == 0:
            raise Refusal(Code.INCONSISTENT, "division by nothing")
        return Fraction(left.exact_us, right.exact_us)
    if not isinstance(right, Fraction) or right == 0:
        raise Refusal(Code.INCONSISTENT, "division by nothing") if right == 0 else misread("a number is expected")
    return scale(left, 1 / right)


def total(items: Any) -> Any:
    values = [spans.span_length(item) if isinstance(item, Span) else item for item in items]
    if not values:
        raise misread("nothing to add up")
    found = values[0]
    for value in values[1:]:
        if type(value) is not type(found):
            raise misread("a list of different kinds")
        found = add(Setting(None), found, value)
    return found


def on_sums(setting: Setting, name: str, a: list[Any]) -> Any:
    """The result, or NOT_MINE. Raises Refusal."""
    match name:
        case "add":
            return add(setting, a[0], a[1])
        case "sub":
            if isinstance(a[1], Length | Fraction):
                return add(setting, a[0], a[1], -1)
            return elapsed(setting, a[1], a[0])
        case "mul":
            left, right = (a[1], a[0]) if isinstance(a[0], Fraction) else (a[0], a[1])
            return scale(left, kind(right, Fraction, "a number"))
        case "div":
            return divide(a[0], a[1])
        case "neg":
            return scale(a[0], Fraction(-1))
        case "abs":
            return abs(kind(a[0], Fraction, "a number"))
        case "days_between":
            return Fraction((day(setting, a[1]) - day(setting, a[0])).days)
        case "elapsed":
            return elapsed(setting, a[0], a[1])
        case "in_units":
            return Fraction(kind(a[0], Length, "a length of time").exact_us, UNIT_US[word(a[1], UNIT_US)])
        case "full_months":
            return completed_months(day(setting, a[0]), day(setting, a[1]))
        case "whole_weeks" | "whole_months" | "whole_years":
            return whole_periods(day(setting, a[0]), day(setting, a[1]), name.removeprefix("whole_"))
        case "age":
            return dating.age(day(setting, a[0]), day(setting, a[1]))
        case "months_between":
            return dating.months_between(day(setting, a[0]), day(setting, a[1]))
        case "total":
            return total(kind(a[0], tuple, "a list"))
        case "mod":
            left, right = kind(a[0], Fraction, "a number"), kind(a[1], Fraction, "a number")
            if right <= 0:
                raise Refusal(Code.INCONSISTENT, "the remainder of a division by nothing")
            return left % right
        case "negated":
            return not kind(a[0], bool, "yes or no")
    return NOT_MINE
