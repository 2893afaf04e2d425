"""The checker's operations on working days, times of day and zones."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from suffice.symbolic.calendar.audit import clocks, days, work
from suffice.symbolic.calendar.audit.numbers import DAY, Doubt, month_length, month_start, within
from suffice.symbolic.calendar.audit.run import ENDS, NONE, Run, among, expect, take, wall


def on_work(run: Run, name: str, a: tuple[Any, ...]) -> Any:
    match name:
        case "weekdays":
            return "days", frozenset(range(5))
        case "none":
            return NONE
        case "utc":
            return "zone", "+00:00"
        case "noon":
            return "time", DAY // 2
        case "holiday":
            return "date", work.called(str(a[0]), days.year(a[1]), expect(a[2], "region"))
        case "business_days":
            found = work.count(run.day(a[0]), run.day(a[1]), among(a[2], ENDS), a[3], a[4])
            return days.fraction(found)
        case "add_business":
            if a[1][0] == "dur" and (a[1][1:4] != (0, 0, 0) or a[1][5]):
                raise Doubt("working days are expected")
            steps = a[1][4] if a[1][0] == "dur" else days.number(a[1])
            return "date", within(work.after(run.day(a[0]), steps, a[2], a[3]))
        case "roll":
            return "date", work.roll(run.day(a[0]), among(a[1], ("on", "back")), a[2], a[3])
        case "is_workday":
            return "bool", work.works(a[1], a[2])(run.day(a[0]))
        case "is_weekend":
            return "bool", (run.day(a[0]) + 3) % 7 in (5, 6)
        case "is_holiday":
            return "bool", work.is_free(run.day(a[0]), expect(a[1], "region"))
        case "nth_workday":
            index = take(a[1], "ym")
            start, size = month_start(index), month_length(index)
            return "date", work.nth_of_month(days.number(a[0]), start, size, a[2], a[3])
        case "deadline":
            return clocks.local(work.deadline(take(a[0], "local"), expect(a[1], "dur"), *a[2:]))
        case "working_time":
            return "dur", 0, 0, work.working_us(take(a[0], "local"), take(a[1], "local"), *a[2:]), 0, 0
    return None


def on_clocks(run: Run, name: str, a: tuple[Any, ...]) -> Any:
    match name:
        case "on":
            return clocks.local(run.day(a[0]) * DAY + take(a[1], "time"))
        case "at":
            return clocks.place(take(a[0], "local"), take(a[1], "zone"), run.fold)
        case "to_zone":
            return clocks.seen_in(clocks.utc(expect(a[0], "moment")), take(a[1], "zone"))
        case "date_of":
            return "date", wall(a[0]) // DAY
        case "time_of":
            return "time", wall(a[0]) % DAY
        case "clock_near":
            return ("time", wall(a[0]) % DAY) if wall(a[0]) // DAY == wall(a[1]) // DAY else a[0]
        case "convert_time":
            lead = clocks.lead_by_clock(take(a[1], "zone"), take(a[2], "zone"), take(a[0], "time"))
            return "time", (take(a[0], "time") + lead * 10**6) % DAY
        case "zone_lead":
            return "dur", 0, 0, clocks.lead_at(take(a[0], "zone"), take(a[1], "zone"), a[2]) * 10**6, 0, 0
        case "unix":
            return "num", Fraction(
                clocks.utc(expect(a[0], "moment")), {"s": 10**6, "ms": 1000}[among(a[1], ("s", "ms"))]
            )
        case "from_unix":
            us = take(a[0], "num") * {"s": 10**6, "ms": 1000}[among(a[1], ("s", "ms"))]
            if us.denominator != 1:
                raise Doubt("finer than a microsecond")
            return clocks.seen_in(clocks.local(us.numerator)[1], take(a[2], "zone"))
    return None
