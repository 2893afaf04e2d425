"""The solver's values and their JSON: dates and clocks as Python's ``datetime`` knows them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from fractions import Fraction
from typing import Any

from suffice.records import Abstain, Code, Json

DAY_US = 86_400_000_000  # microseconds of a day


class Refusal(Exception):
    """The calendar cannot answer; carries why."""

    def __init__(self, code: Code, reason: str, misread: bool = False) -> None:
        super().__init__(reason)
        self.abstain = Abstain(code, reason, misread)


def misread(reason: str) -> Refusal:
    """Kinds do not fit together: such a reading cannot be what was meant."""
    return Refusal(Code.UNSUPPORTED, reason, True)


@dataclass(frozen=True, slots=True)
class Clock:
    """A time of day: microseconds since midnight, up to the day's end."""

    us: int


@dataclass(frozen=True, slots=True)
class Length:
    """A length of time; ``us`` and ``working_us`` are microseconds."""

    months: int = 0
    days: int = 0
    us: int = 0
    working_days: int = 0
    working_us: int = 0

    @property
    def exact_us(self) -> int:
        """Microseconds, with days of 24 hours. Raises Refusal for months or working time."""
        if self.months or self.working_days or self.working_us:
            raise misread("months and working days have no fixed length")
        return self.days * DAY_US + self.us


@dataclass(frozen=True, slots=True)
class Moment:
    """A local time on the clock of a zone; ``offset_s`` is the clock's lead over UTC in seconds."""

    local: datetime
    zone: str
    offset_s: int

    @property
    def utc(self) -> datetime:
        return self.local - timedelta(seconds=self.offset_s)


@dataclass(frozen=True, slots=True)
class Weekday:
    n: int


@dataclass(frozen=True, slots=True)
class Month:
    year: int
    month: int


@dataclass(frozen=True, slots=True)
class Year:
    n: int


@dataclass(frozen=True, slots=True)
class YearlessDay:
    month: int
    day: int
    weekday: int | None = None


@dataclass(frozen=True, slots=True)
class Zone:
    name: str


@dataclass(frozen=True, slots=True)
class Span:
    start: Any
    end: Any


@dataclass(frozen=True, slots=True)
class Days:
    """A set of weekdays."""

    numbers: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Region:
    """Whose public holidays; part ``*`` takes the national ones alone, '' asks whether parts differ."""

    country: str
    part: str = ""


@dataclass(frozen=True, slots=True)
class Every:
    unit: str
    n: int
    weekday: int | None = None
    rank: int | None = None
    day: int | None = None


def micro(value: Json) -> int:
    """Seconds (integer, decimal or fraction string) as microseconds; finer is out of range."""
    us = Fraction(value) * 1_000_000
    if us.denominator != 1:
        raise Refusal(Code.OUT_OF_RANGE, "finer than a microsecond")
    return us.numerator


def clock_us(text: str) -> int:
    hours, minutes, seconds = text.split(":")
    return (int(hours) * 3600 + int(minutes) * 60) * 1_000_000 + micro(seconds)


def clock_text(us: int) -> str:
    seconds, rest = divmod(us, 1_000_000)
    text = f"{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}"
    return f"{text}.{rest:06d}".rstrip("0") if rest else text


def offset_text(seconds: int) -> str:
    sign, rest = ("-", -seconds) if seconds < 0 else ("+", seconds)
    text = f"{sign}{rest // 3600:02d}:{rest // 60 % 60:02d}"
    return f"{text}:{rest % 60:02d}" if rest % 60 else text


def fixed_offset(name: str) -> int:
    """Seconds of an offset written +05:30 or +05:30:15."""
    parts = [int(part) for part in name[1:].split(":")]
    seconds = parts[0] * 3600 + parts[1] * 60 + (parts[2] if len(parts) > 2 else 0)
    return -seconds if name[0] == "-" else seconds


def is_fixed(name: str) -> bool:
    return name[0] in "+-"


def local_text(local: datetime) -> str:
    text = local.strftime("%Y-%m-%dT%H:%M:%S").rjust(19, "0")
    return f"{text}.{local.microsecond:06d}".rstrip("0") if local.microsecond else text


def seconds_json(us: int) -> int | str:
    if us % 1_000_000 == 0:
        return us // 1_000_000
    sign, rest = ("-", -us) if us < 0 else ("", us)
    return f"{sign}{rest // 1_000_000}.{rest % 1_000_000:06d}".rstrip("0")


def tag(value: Any) -> Json:
    """The tagged JSON of a value."""
    match value:
        case bool():
            return ["bool", value]
        case Fraction():
            return ["num", str(value)]
        case str():
            return value
        case datetime():
            return ["datetime", local_text(value)]
        case date():
            return ["date", value.isoformat()]
        case Clock(us):
            return ["time", clock_text(us)]
        case Moment(local, zone, offset):
            return ["moment", local_text(local), zone, offset_text(offset)]
        case Length():
            parts = {
                "months": value.months,
                "days": value.days,
                "seconds": seconds_json(value.us),
                "business_days": value.working_days,
                "business_seconds": seconds_json(value.working_us),
            }
            kept = {key: amount for key, amount in parts.items() if amount}
            return ["dur", kept or {"seconds": 0}]
        case Weekday(n):
            return ["weekday", n]
        case Month(year, month):
            return ["ym", year, month]
        case Year(n):
            return ["year", n]
        case YearlessDay(month, day, weekday):
            return ["md", month, day] if weekday is None else ["md", month, day, weekday]
        case Zone(name):
            return ["zone", name]
        case Span(start, end):
            return ["range", tag(start), tag(end)]
        case Days(numbers):
            return ["days", list(numbers)]
        case Region(country, part):
            return ["region", country, part] if part else ["region", country]
        case Every():
            names = ("unit", "n", "weekday", "rank", "day")
            return ["every", {name: getattr(value, name) for name in names if getattr(value, name) is not None}]
        case tuple():
            return ["list", [tag(item) for item in value]]
        case None:
            return ["none"]
    raise misread(f"{type(value).__name__} is no value of the calendar")


def untag(expr: Json) -> Any:
    """The value of a literal expression."""
    head, *rest = expr
    value = rest[0]
    match head:
        case "date":
            return date.fromisoformat(value)
        case "time":
            return Clock(clock_us(value))
        case "datetime":
            return datetime.fromisoformat(value)
        case "moment":
            return Moment(datetime.fromisoformat(value), rest[1], fixed_offset(rest[2]))
        case "zone":
            return Zone(value)
        case "num":
            return Fraction(value)
        case "weekday":
            return Weekday(value)
        case "year":
            return Year(value)
        case "md":
            return YearlessDay(*rest)
        case "dur":
            return Length(
                value.get("months", 0),
                value.get("days", 0),
                micro(value.get("seconds", 0)),
                value.get("business_days", 0),
                micro(value.get("business_seconds", 0)),
            )
        case "days":
            return Days(tuple(value))
        case "region":
            return Region(*rest)
        case "every":
            return Every(**value)
        case "bool":
            return value
    raise misread(f"'{head}' does not stand for itself")
