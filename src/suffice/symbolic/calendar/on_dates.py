"""Operations on days, months and years."""

from __future__ import annotations

from datetime import timedelta
from fractions import Fraction
from typing import Any

from suffice.records import Code
from suffice.symbolic.calendar import clocks, dating, spans
from suffice.symbolic.calendar.setting import NOT_MINE, Setting, day, kind, whole, year_number
from suffice.symbolic.calendar.sums import add
from suffice.symbolic.calendar.values import Every, Month, Refusal, Weekday, Year, YearlessDay, Zone


def on_dates(setting: Setting, name: str, a: list[Any]) -> Any:
    """The result, or NOT_MINE. Raises Refusal."""
    match name:
        case "now":
            return setting.reference()
        case "today":
            return setting.today()
        case "now_in":
            return clocks.to_zone(setting.moment(), kind(a[0], Zone, "a zone"))
        case "today_in":
            return clocks.to_zone(setting.moment(), kind(a[0], Zone, "a zone")).local.date()
        case "this_year":
            return Year(year_number(Year(setting.today().year + a[0])))
        case "this_month":
            today = setting.today()
            return add(setting, Month(today.year, today.month), Fraction(a[0]))
        case "in_year":
            return dating.in_year(kind(a[0], YearlessDay, "a day without a year"), year_number(a[1]))
        case "coming" | "recent":
            direction = 1 if name == "coming" else -1
            return dating.coming(kind(a[0], YearlessDay, "a day without a year"), setting.today(), direction)
        case "easter":
            return dating.easter(year_number(a[0]) if a else setting.any_year())
        case "first_day":
            return dating.first_day(kind(a[0], Month, "a month"))
        case "last_day":
            return dating.last_day(kind(a[0], Month, "a month"))
        case "nth_weekday":
            return dating.nth_weekday(whole(a[0]), kind(a[1], Weekday, "a weekday"), kind(a[2], Month, "a month"))
        case "weekday_after" | "weekday_before" | "weekday_from":
            least = {"weekday_after": 1, "weekday_before": -1, "weekday_from": 0}[name]
            return dating.weekday_near(day(setting, a[0]), kind(a[1], Weekday, "a weekday"), least)
        case "weekday_of_week":
            return dating.weekday_of_week(day(setting, a[0]), kind(a[1], Weekday, "a weekday"), a[2], a[3])
        case "weekday_of":
            return Weekday(day(setting, a[0]).weekday())
        case "weekday_given":
            first = kind(a[0], Weekday, "a weekday")
            return dating.weekday_given(first, kind(a[1], YearlessDay, "a day without a year"))
        case "is_leap":
            return dating.leap(year_number(a[0]))
        case "next_leap" | "previous_leap":
            return dating.near_leap(year_number(a[0]), 1 if name == "next_leap" else -1)
        case "count_leap":
            return dating.count_leap(year_number(a[0]), year_number(a[1]))
        case "days_in_month":
            return Fraction(dating.last_day(kind(a[0], Month, "a month")).day)
        case "days_in_year":
            return Fraction(365 + dating.leap(year_number(a[0])))
        case "day_of_year":
            return Fraction(day(setting, a[0]).timetuple().tm_yday)
        case "iso_week":
            return Fraction(day(setting, a[0]).isocalendar().week)
        case "quarter":
            return Fraction((day(setting, a[0]).month + 2) // 3)
        case "year_of":
            return Year(day(setting, a[0]).year)
        case "month_of":
            found = day(setting, a[0])
            return Month(found.year, found.month)
        case "day_of":
            return Fraction(day(setting, a[0]).day)
        case "count_weekday":
            start, end = day(setting, a[1]), day(setting, a[2])
            if end < start:
                raise Refusal(Code.INCONSISTENT, "the end lies before the start")
            low = start if a[3] in ("both", "first") else start + timedelta(days=1)
            high = end if a[3] in ("both", "last") else end - timedelta(days=1)
            return dating.count_weekday(kind(a[0], Weekday, "a weekday"), low, high)
        case "next_of":
            anchor = None if a[2] is None else day(setting, a[2])
            return spans.next_of(kind(a[0], Every, "a rhythm"), day(setting, a[1]), anchor)
        case "nth_of":
            return spans.nth_of(kind(a[0], Every, "a rhythm"), day(setting, a[1]), whole(a[2]))
        case "is_weekend":
            return day(setting, a[0]).weekday() >= 5
    return NOT_MINE
