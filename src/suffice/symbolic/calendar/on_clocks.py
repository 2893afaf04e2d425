"""Operations on times of day and zones."""

from __future__ import annotations

from datetime import datetime, timedelta
from fractions import Fraction
from typing import Any

from suffice.symbolic.calendar import clocks, working
from suffice.symbolic.calendar.setting import NOT_MINE, Setting, day, kind, local, word
from suffice.symbolic.calendar.values import DAY_US, Clock, Moment, Zone, misread


def on_clocks(setting: Setting, name: str, a: list[Any]) -> Any:
    """The result, or NOT_MINE. Raises Refusal."""
    match name:
        case "utc":
            return Zone("+00:00")
        case "noon":
            return Clock(DAY_US // 2)
        case "on":
            time, found = kind(a[1], Clock, "a time of day"), day(setting, a[0])
            return datetime(found.year, found.month, found.day) + timedelta(microseconds=time.us)
        case "at":
            if isinstance(a[0], Moment):
                raise misread("a moment that has a zone already")
            return clocks.at(kind(a[0], datetime, "a date with a time"), kind(a[1], Zone, "a zone"), setting.fold)
        case "to_zone":
            return clocks.to_zone(kind(a[0], Moment, "a moment in a zone"), kind(a[1], Zone, "a zone"))
        case "date_of":
            return local(a[0]).date()
        case "time_of":
            return Clock(working.since_midnight(local(a[0])))
        case "clock_near":
            one, two = local(a[0]), local(a[1])
            return Clock(working.since_midnight(one)) if one.date() == two.date() else a[0]
        case "convert_time":
            zones = kind(a[1], Zone, "a zone"), kind(a[2], Zone, "a zone")
            return clocks.convert_time(kind(a[0], Clock, "a time of day"), *zones)
        case "zone_lead":
            return clocks.zone_lead(kind(a[0], Zone, "a zone"), kind(a[1], Zone, "a zone"), a[2])
        case "unix":
            return clocks.unix(kind(a[0], Moment, "a moment in a zone"), word(a[1], ("s", "ms")))
        case "from_unix":
            unit = word(a[1], ("s", "ms"))
            return clocks.from_unix(kind(a[0], Fraction, "a number"), unit, kind(a[2], Zone, "a zone"))
    return NOT_MINE
