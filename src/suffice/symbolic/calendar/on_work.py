"""Operations on working days and hours."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from suffice.records import Code
from suffice.symbolic.calendar import working
from suffice.symbolic.calendar.setting import NOT_MINE, Setting, day, kind, whole, word, year_number
from suffice.symbolic.calendar.values import Days, Length, Month, Refusal, Span, misread


def on_work(setting: Setting, name: str, a: list[Any]) -> Any:
    """The result, or NOT_MINE. Raises Refusal."""
    match name:
        case "weekdays":
            return Days((0, 1, 2, 3, 4))
        case "none":
            return None
        case "holiday":
            return working.holiday(kind(a[0], str, "a name"), year_number(a[1]), kind(a[2], working.Region, "a place"))
        case "business_days":
            ends = word(a[2], ("both", "first", "last", "neither"))
            return working.business_days(day(setting, a[0]), day(setting, a[1]), ends, a[3], a[4])
        case "add_business":
            count = a[1].working_days if isinstance(a[1], Length) else whole(a[1])
            if isinstance(a[1], Length) and Length(working_days=count) != a[1]:
                raise misread("working days are expected")
            start = day(setting, a[0])
            if count:
                return working.Workweek(a[2], a[3]).step(start, count)
            if not working.Workweek(a[2], a[3]).works(start):
                raise Refusal(Code.AMBIGUOUS, "no working days from a day that is free: that day or the next workday?")
            return start
        case "roll":
            return working.roll(day(setting, a[0]), word(a[1], ("on", "back")), a[2], a[3])
        case "is_workday":
            return working.Workweek(a[1], a[2]).works(day(setting, a[0]))
        case "is_holiday":
            return working.is_holiday(day(setting, a[0]), kind(a[1], working.Region, "a place"))
        case "nth_workday":
            return working.nth_workday(whole(a[0]), kind(a[1], Month, "a month"), a[2], a[3])
        case "deadline":
            length, opening = kind(a[1], Length, "a length of time"), kind(a[2], Span, "opening hours")
            return working.deadline(kind(a[0], datetime, "a date with a time"), length, opening, a[3], a[4])
        case "working_time":
            start, end = kind(a[0], datetime, "a date with a time"), kind(a[1], datetime, "a date with a time")
            return working.working_time(start, end, kind(a[2], Span, "opening hours"), a[3], a[4])
    return NOT_MINE
