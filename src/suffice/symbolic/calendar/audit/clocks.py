"""Operations on times, zones and ranges, over microseconds."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise
from typing import Any

from suffice.symbolic.calendar.audit.numbers import DAY, Doubt, civil_from_days, days_from_civil, offset_s, within
from suffice.symbolic.calendar.audit.tables import table

FIRST, LAST = 1970, 2099  # years for which named zones are taken
SECOND = 1_000_000


def local(us: int) -> tuple[str, int]:
    within(us // DAY)
    return "local", us


def _offset_at(zone: str, utc_us: int) -> int:
    if zone[0] in "+-":
        return offset_s(zone)
    if not FIRST <= civil_from_days(utc_us // DAY)[0] <= LAST:
        raise Doubt("a named zone beyond 1970 to 2099")
    return table(zone).offset(utc_us // SECOND)


def place(us: int, zone: str, fold: int | None) -> Any:
    """The instant whose clock shows ``us``: searched among all offsets that are near, exactly one must fit."""
    if zone[0] in "+-":
        return "moment", us, zone, offset_s(zone)
    if not FIRST <= civil_from_days(us // DAY)[0] <= LAST:
        raise Doubt("a named zone beyond 1970 to 2099")
    tables = table(zone)
    fitting = sorted(
        us - offset * SECOND
        for offset in tables.around(us // SECOND)
        if tables.offset((us - offset * SECOND) // SECOND) == offset
    )
    if not fitting:
        raise Doubt("the clocks skip that time")
    if len(fitting) > 1 and fold is None:
        raise TwiceDoubt("the time comes twice")
    instant = fitting[fold or 0] if len(fitting) > 1 else fitting[0]
    return "moment", us, zone, (us - instant) // SECOND


class TwiceDoubt(Doubt):
    """A local time that comes twice."""


def utc(moment: Any) -> int:
    return moment[1] - moment[3] * SECOND


def seen_in(utc_us: int, zone: str) -> Any:
    offset = _offset_at(zone, utc_us)
    return "moment", local(utc_us + offset * SECOND)[1], zone, offset


def plus(moment: Any, dur: Any, sign: int, fold: int | None) -> Any:
    _, months, days, us, working, working_us = dur
    if months or working or working_us:
        raise Doubt("months and working time are added to a date")
    if days:
        moment = place(local(moment[1] + sign * days * DAY)[1], moment[2], fold)
    return seen_in(utc(moment) + sign * us, moment[2])


def lead(source: str, target: str) -> int:
    """Seconds by which target leads source, if it is the same before and after every change of 2025 to 2037."""
    low, high = days_from_civil(2025, 1, 1) * 86400, days_from_civil(2038, 1, 1) * 86400
    instants = {low}
    for zone in (source, target):
        if zone[0] not in "+-":
            instants |= set(table(zone).changes(low, high))
    if source[0] in "+-" and target[0] in "+-":
        return offset_s(target) - offset_s(source)
    found = {_offset_at(target, t * SECOND) - _offset_at(source, t * SECOND) for t in instants}
    if len(found) != 1:
        raise Doubt("the difference changes over the year")
    return found.pop()


def lead_by_clock(source: str, target: str, time_us: int) -> int:
    """The lead at that time of day on the source's clock, if no change of 2025 to 2037 alters it."""
    try:
        return lead(source, target)
    except Doubt:
        if source[0] in "+-" or target[0] in "+-":
            raise
    low, high = days_from_civil(2025, 1, 1) * 86400, days_from_civil(2038, 1, 1) * 86400
    found: set[int] = set()
    for change in {low, *table(source).changes(low, high), *table(target).changes(low, high)}:
        for day in range(change // 86400 - 2, change // 86400 + 3):
            wall = day * DAY + time_us
            known = {_offset_at(source, wall + hours * 3600 * SECOND) for hours in range(-26, 27)}
            fitting = [wall - o * SECOND for o in known if _offset_at(source, wall - o * SECOND) == o]
            if not fitting:
                raise Doubt("a time of day that one night leaves out")
            found |= {_offset_at(target, instant) - _offset_at(source, instant) for instant in fitting}
    if len(found) != 1:
        raise Doubt("the difference changes over the year")
    return found.pop()


def lead_at(source: str, target: str, when: Any) -> int:
    if when == ("none",):
        return lead(source, target)
    instant = utc(when) if when[0] == "moment" else when[1]
    return _offset_at(target, instant) - _offset_at(source, instant)


def bounds(span: Any) -> tuple[str, int, int]:
    """Kind, start and end of a range, the end not included."""
    _, a, b = span
    if a[0] != b[0]:
        raise Doubt("a range of two kinds")
    match a[0]:
        case "time":
            low, high = a[1], b[1] or DAY
        case "date":
            low, high = a[1] * DAY, (b[1] + 1) * DAY
        case "local":
            low, high = a[1], b[1]
        case "moment":
            low, high = utc(a), utc(b)
        case _:
            raise Doubt("no range of times or dates")
    if high <= low:
        raise Doubt("a range that ends before it starts")
    return a[0], low, high


def stretch(kind: str, low: int, high: int) -> Any:
    """A range from its ends, as ``bounds`` gives them."""
    if kind == "date":
        return "range", ("date", low // DAY), ("date", high // DAY - 1)
    if kind not in ("time", "local"):
        raise Doubt("no range of times on one clock")
    return "range", (kind, low), (kind, high)


def uncovered(taken: Any, within: Any) -> Any:
    """The pieces of a range that nothing covers: cut at every end, each piece tried, neighbours joined."""
    kind, low, high = bounds(within)
    if kind not in ("time", "local"):
        raise Doubt("a range of times of day is expected")
    covers = [bounds(one) for one in taken]
    if any(one[0] != kind or one[1] < low or one[2] > high for one in covers):
        raise Doubt("something of another kind, or outside the range")
    cuts = sorted({low, high, *(end for _, a, b in covers for end in (a, b))})
    found: list[tuple[int, int]] = []
    for a, b in pairwise(cuts):
        if not any(p <= a and b <= q for _, p, q in covers):
            found = [*found[:-1], (found[-1][0], b)] if found and found[-1][1] == a else [*found, (a, b)]
    return tuple(stretch(kind, a, b) for a, b in found)


def length(us: int, kind: str) -> Any:
    return ("dur", 0, us // DAY, 0, 0, 0) if kind == "date" else ("dur", 0, 0, us, 0, 0)


def both(one: Any, two: Any) -> tuple[str, int, int, int, int]:
    (kind, a, b), (other, c, d) = bounds(one), bounds(two)
    if kind != other:
        raise Doubt("two ranges of different kinds")
    return kind, a, b, c, d


def span_length(span: Any) -> Any:
    if span[1][0] == "time" == span[2][0]:
        return clock_distance(span[1][1], span[2][1])
    kind, low, high = bounds(span)
    return length(high - low, kind)


def clock_distance(a: int, b: int) -> Any:
    b %= DAY
    if a == b:
        raise Doubt("no time or a whole day")
    return "dur", 0, 0, b - a if b > a else b + DAY - a, 0, 0


def rank(value: Any) -> tuple[str, Fraction | int]:
    """Where a value stands among its kind."""
    match value[0]:
        case "moment":
            return "moment", utc(value)
        case "dur":
            if value[1] or value[4] or value[5]:
                raise Doubt("months and working days have no fixed length")
            return "dur", value[2] * DAY + value[3]
        case "time" | "local" | "date" | "num" | "year" | "ym" | "weekday":
            return value[0], value[1]
    raise Doubt("these have no order")
