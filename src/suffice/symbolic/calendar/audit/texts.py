"""Reads an answer's text back and compares it with the exact value, under the form that was asked for."""

from __future__ import annotations

import re
from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from suffice.records import Json
from suffice.symbolic.calendar.audit.numbers import DAY, Doubt, civil, weekday

DAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
MONTHS = ["january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
          "december"]  # fmt: skip
_UNITS = {"second": 10**6, "minute": 60 * 10**6, "hour": 3600 * 10**6}
_UNIT_US = {"seconds": 10**6, "minutes": 60 * 10**6, "hours": 3600 * 10**6, "days": DAY, "weeks": 7 * DAY}

_TYPES = {
    "number": ("num", "dur", "year"),
    "date": ("date",),
    "time": ("time", "local", "moment"),
    "weekday": ("weekday",),
}


def says(text: str, value: Any, form: Mapping[str, Json]) -> bool:
    """True when ``text`` states ``value`` exactly, or rounded as the form asks."""
    kinds = _TYPES.get(form.get("type", ""), (value[0],))
    if value[0] not in kinds or (form.get("yesno") and value[0] != "bool"):
        return False
    try:
        return _says(text, value, form)
    except (ValueError, TypeError, KeyError, IndexError, AttributeError, Doubt):
        return False


def _says(text: str, value: Any, form: Mapping[str, Json]) -> bool:
    match value[0]:
        case "bool":
            return text == ("Yes" if value[1] else "No")
        case "weekday":
            return text.lower() == DAYS[value[1]]
        case "year":
            return text == str(value[1])
        case "ym":
            name, year = text.split(" ")
            return MONTHS.index(name.lower()) == value[1] % 12 and int(year) == value[1] // 12
        case "num":
            return _number(text, value[1], form)
        case "date":
            return _date(text, form) == value[1]
        case "time":
            return _time(text, form) == value[1]
        case "local" | "moment":
            # the clock is the part after the date: two words with AM or PM, one without
            cut = -2 if form.get("clock") == "12" else -1
            words = text.split(" ")
            clock = _time(" ".join(words[cut:]), form)
            return _date(" ".join(words[:cut]), form) * DAY + clock == value[1]
        case "dur":
            return _length(text, value, form)
        case "range":
            first, _, last = text.partition("-" if value[1][0] == "time" else " to ")
            return _says(first, value[1], form) and _says(last, value[2], form)
        case "list":
            parts = text.split(", ")
            return len(parts) == len(value[1]) and all(_says(p, v, form) for p, v in zip(parts, value[1], strict=True))
    return False


def _number(text: str, value: Fraction, form: Mapping[str, Json]) -> bool:
    if not re.fullmatch(r"-?\d+(\.\d+)?", text):
        return False
    places, asked = len(text.partition(".")[2]), form.get("decimals")
    if isinstance(asked, int) and places != asked:
        return False
    if Fraction(text) == value:
        return True
    endless = value.denominator % 2 and value.denominator % 5
    rounded = asked == places if isinstance(asked, int) else places == 2 and (endless or 10**9 % value.denominator != 0)
    off = abs(Fraction(text) - value) * 2 * 10**places
    away = abs(Fraction(text)) > abs(value)
    return bool(rounded) and (off < 1 or (off == 1 and away))


def _date(text: str, form: Mapping[str, Json]) -> int:
    shape = form.get("date", "iso")
    if shape == "long":
        day, month, year = text.split(" ")
        return civil(int(year), MONTHS.index(month.lower()) + 1, int(day))
    if shape == "weekday":
        name, _, rest = text.partition(", ")
        n = _iso(rest)
        if DAYS[weekday(n)] != name.lower():
            raise ValueError("another weekday")
        return n
    if shape in ("dmy", "mdy"):
        found = re.fullmatch(r"(\d\d)/(\d\d)/(\d{4})", text)
        assert found is not None
        one, two, year = map(int, found.groups())
        return civil(year, *((two, one) if shape == "dmy" else (one, two)))
    return _iso(text)


def _iso(text: str) -> int:
    found = re.fullmatch(r"(\d{4})-(\d\d)-(\d\d)", text)
    if found is None:
        raise ValueError("no ISO date")
    return civil(*map(int, found.groups()))


def _time(text: str, form: Mapping[str, Json]) -> int:
    half = 0
    if form.get("clock") == "12":
        text, _, mark = text.partition(" ")
        half = {"AM": 0, "PM": 12}[mark]
    found = re.fullmatch(r"(\d\d?):(\d\d)(?::(\d\d)(?:\.(\d{1,6}))?)?", text)
    if found is None:
        raise ValueError("no time of day")
    hour, minute, second = int(found[1]), int(found[2]), int(found[3] or 0)
    if form.get("clock") == "12":
        if not 1 <= hour <= 12:
            raise ValueError("no hour of a twelve-hour clock")
        hour = hour % 12 + half
    elif len(found[1]) != 2 or hour > 24:
        raise ValueError("no hour of a day")
    if minute > 59 or second > 59:
        raise ValueError("no time of day")
    return ((hour * 60 + minute) * 60 + second) * 10**6 + int((found[4] or "0").ljust(6, "0"))


def _length(text: str, value: Any, form: Mapping[str, Json]) -> bool:
    _, months, n, us, working, working_us = value
    if form.get("unit"):
        if months or working or working_us:
            return False
        return _number(text, Fraction(n * DAY + us, _UNIT_US[form["unit"]]), form)
    pattern = form.get("duration") or ("HH:MM" if form.get("clock") == "24" else None)
    if pattern:
        return not (months or working or working_us) and _pattern(text, pattern) == n * DAY + us
    sign = -1 if text.startswith("-") else 1
    sums = {"month": 0, "day": 0, "us": 0, "business day": 0, "business": 0}
    pieces = re.findall(r"(\d+(?:\.\d{1,6})?) ((?:business )?[a-z]+?)s?(?= |$)", text.removeprefix("-"))
    if " ".join(f"{amount} {unit}{'' if amount == '1' else 's'}" for amount, unit in pieces) != text.removeprefix("-"):
        return False
    for amount, unit in pieces:
        many = Fraction(amount)
        if unit in _UNITS:
            sums["us"] += int(many * _UNITS[unit])
        elif unit.startswith("business ") and unit != "business day":
            sums["business"] += int(many * _UNITS[unit.removeprefix("business ")])
        elif unit == "year":
            sums["month"] += 12 * int(many)
        else:
            sums[unit] += int(many)
    stated = [sign * part for part in sums.values()]
    span = stated[1] * DAY + stated[2]
    return [stated[0], span, *stated[3:]] == [months, n * DAY + us, working, working_us]


def _pattern(text: str, pattern: str) -> int:
    sign = -1 if text.startswith("-") else 1
    shape = re.escape(pattern).replace(r"\ ", " ")
    for code, group in (("HH", r"(?P<h>\d{2,})"), ("MM", r"(?P<m>[0-5]\d)"), ("SS", r"(?P<s>[0-5]\d)")):
        shape = shape.replace(code, group)
    shape = shape.replace("D", r"(?P<d>\d+)").replace("mmm", r"(?P<u>\d{3})")
    found = re.fullmatch(shape, text.removeprefix("-"))
    if found is None:
        raise ValueError("another pattern")
    part = {key: int(amount) for key, amount in found.groupdict().items()}
    if "d" in part and part.get("h", 0) > 23:
        raise ValueError("hours beyond a day")
    seconds = part.get("h", 0) * 3600 + part.get("m", 0) * 60 + part.get("s", 0)
    return sign * (part.get("d", 0) * DAY + seconds * 10**6 + part.get("u", 0) * 1000)
