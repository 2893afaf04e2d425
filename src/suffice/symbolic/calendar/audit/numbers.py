"""Days as numbers, and values as tuples of integers.

Day 0 is 1970-01-01. Conversion: Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms"
(days_from_civil, civil_from_days), proleptic Gregorian.
"""

from __future__ import annotations

import re
from fractions import Fraction
from typing import Any

from suffice.records import Json

DAY = 86_400_000_000  # microseconds
Value = Any  # ("date", n), ("local", us), ("time", us), ("moment", us, zone, offset_s), ("num", Fraction), ...


class Doubt(Exception):
    """The checker finds no answer here, or more than one."""


class OtherYear(Doubt):
    """The year that is tried has no such day."""


def days_from_civil(y: int, m: int, d: int) -> int:
    y -= m <= 2
    era, yoe = y // 400, y % 400
    doy = (153 * (m + (-3 if m > 2 else 9)) + 2) // 5 + d - 1
    return era * 146097 + yoe * 365 + yoe // 4 - yoe // 100 + doy - 719468


def civil_from_days(z: int) -> tuple[int, int, int]:
    z += 719468
    era, doe = z // 146097, z % 146097
    yoe = (doe - doe // 1460 + doe // 36524 - doe // 146096) // 365
    doy = doe - (365 * yoe + yoe // 4 - yoe // 100)
    mp = (5 * doy + 2) // 153
    m = mp + (3 if mp < 10 else -9)
    return yoe + era * 400 + (m <= 2), m, doy - (153 * mp + 2) // 5 + 1


FIRST, LAST = days_from_civil(1, 1, 1), days_from_civil(9999, 12, 31)


def within(n: int) -> int:
    if not FIRST <= n <= LAST:
        raise Doubt("beyond the years 1 to 9999")
    return n


def civil(y: int, m: int, d: int) -> int:
    """The number of a day that exists."""
    if not 1 <= y <= 9999:
        raise Doubt("beyond the years 1 to 9999")
    n = days_from_civil(y, m, d)
    if civil_from_days(n) != (y, m, d):
        raise OtherYear(f"no such day: {y}-{m}-{d}")
    return n


def month_start(index: int) -> int:
    """The first day of month ``year * 12 + month - 1``."""
    return civil(index // 12, index % 12 + 1, 1)


def month_length(index: int) -> int:
    y, m = (index + 1) // 12, (index + 1) % 12 + 1
    return days_from_civil(y, m, 1) - month_start(index)


def weekday(n: int) -> int:
    return (n + 3) % 7  # day 0 was a Thursday


def _micro(value: Json) -> int:
    us = Fraction(str(value)) * 1_000_000
    if us.denominator != 1:
        raise Doubt("finer than a microsecond")
    return us.numerator


def _clock(text: str) -> int:
    h, m, s = text.split(":")
    return int(h) * 3_600_000_000 + int(m) * 60_000_000 + _micro(s)


def offset_s(text: str) -> int:
    parts = [int(p) for p in re.findall(r"\d+", text)] + [0]
    return (-1 if text[0] == "-" else 1) * (parts[0] * 3600 + parts[1] * 60 + parts[2])


def _local(text: str) -> int:
    day, clock = text.split("T")
    return civil(*map(int, day.split("-"))) * DAY + _clock(clock)


def decode(expr: Json) -> Value:
    """The value of a literal. Raises Doubt for anything else."""
    if not isinstance(expr, list):
        return expr
    head, *rest = expr
    match head:
        case "date":
            return "date", civil(*map(int, rest[0].split("-")))
        case "time":
            return "time", _clock(rest[0])
        case "datetime":
            return "local", _local(rest[0])
        case "moment":
            return "moment", _local(rest[0]), rest[1], offset_s(rest[2])
        case "num":
            return "num", Fraction(rest[0])
        case "month":
            return "num", Fraction(rest[0])
        case "weekday" | "year" | "zone" | "bool":
            return head, rest[0]
        case "md":
            return ("md", *rest) if len(rest) == 3 else ("md", *rest, None)
        case "ym":
            return "ym", rest[0] * 12 + rest[1] - 1
        case "dur":
            parts = rest[0]
            names = ("months", "days", "seconds", "business_days", "business_seconds")
            return ("dur", *(_micro(parts.get(n, 0)) if n.endswith("seconds") else parts.get(n, 0) for n in names))
        case "days":
            return "days", frozenset(rest[0])
        case "region":
            return "region", rest[0], rest[1] if len(rest) > 1 else ""
        case "every":
            return "every", tuple(rest[0].get(n) for n in ("unit", "n", "weekday", "rank", "day"))
        case "list":
            return "list", tuple(decode(item) for item in rest[0])
        case "range":
            return "range", decode(rest[0]), decode(rest[1])
        case "none":
            return ("none",)
    raise Doubt(f"'{head}' does not stand for itself")
