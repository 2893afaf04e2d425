"""The checker's operations on days, months and years."""

from __future__ import annotations

from typing import Any

from suffice.symbolic.calendar.audit import clocks, days
from suffice.symbolic.calendar.audit.numbers import DAY, civil_from_days, month_length, month_start
from suffice.symbolic.calendar.audit.run import ENDS, Run, among, expect, month, take


def on_dates(run: Run, name: str, a: tuple[Any, ...]) -> Any:
    match name:
        case "now":
            return run.reference()
        case "today":
            return "date", run.today()
        case "now_in":
            return clocks.seen_in(run.zoned_now(), take(a[0], "zone"))
        case "today_in":
            return "date", clocks.seen_in(run.zoned_now(), take(a[0], "zone"))[1] // DAY
        case "this_year":
            return "year", days.year(("year", civil_from_days(run.today())[0] + a[0]))
        case "this_month":
            y, m, _ = civil_from_days(run.today())
            return month(y * 12 + m - 1 + a[0])
        case "in_year":
            return "date", days.of_year(expect(a[0], "md"), days.year(a[1]))
        case "coming" | "recent":
            return "date", days.nearest(expect(a[0], "md"), run.today(), name == "coming")
        case "easter":
            return "date", days.easter(days.year(a[0]) if a else run.said_year(None))
        case "first_day":
            return "date", month_start(take(a[0], "ym"))
        case "last_day":
            return "date", month_start(take(a[0], "ym")) + month_length(a[0][1]) - 1
        case "nth_weekday":
            return "date", days.nth_weekday(days.number(a[0]), take(a[1], "weekday"), take(a[2], "ym"))
        case "weekday_after" | "weekday_before" | "weekday_from":
            step = -1 if name == "weekday_before" else 1
            return "date", days.seek(run.day(a[0]), take(a[1], "weekday"), step, name == "weekday_from")
        case "weekday_of_week":
            return "date", days.of_week(run.day(a[0]), take(a[1], "weekday"), a[2], a[3])
        case "weekday_of":
            return "weekday", (run.day(a[0]) + 3) % 7
        case "weekday_given":
            return "weekday", days.weekday_given(take(a[0], "weekday"), expect(a[1], "md"))
        case "is_leap":
            return "bool", days.leap(days.year(a[0]))
        case "next_leap" | "previous_leap":
            return "year", days.near_leap(days.year(a[0]), 1 if name == "next_leap" else -1)
        case "count_leap":
            return days.fraction(days.count_leap(days.year(a[0]), days.year(a[1])))
        case "days_in_month":
            return days.fraction(month_length(take(a[0], "ym")))
        case "days_in_year":
            return days.fraction(366 if days.leap(days.year(a[0])) else 365)
        case "day_of_year":
            return days.fraction(days.day_of_year(run.day(a[0])))
        case "iso_week":
            return days.fraction(days.iso_week(run.day(a[0])))
        case "quarter":
            return days.fraction(-(-civil_from_days(run.day(a[0]))[1] // 3))
        case "year_of":
            return "year", civil_from_days(run.day(a[0]))[0]
        case "month_of":
            y, m, _ = civil_from_days(run.day(a[0]))
            return "ym", y * 12 + m - 1
        case "day_of":
            return days.fraction(civil_from_days(run.day(a[0]))[2])
        case "count_weekday":
            w = take(a[0], "weekday")
            return days.fraction(days.count_weekday(w, run.day(a[1]), run.day(a[2]), among(a[3], ENDS)))
    return None
