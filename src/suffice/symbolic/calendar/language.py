"""The calendar language: expressions as nested JSON lists, ``[operation, argument, ...]``.

Values stand for themselves: ``["date", "2026-03-05"]`` (Gregorian, years 1 to 9999),
``["time", "15:30:00"]`` (24:00:00 is the day's end), ``["datetime", "2026-03-05T15:30:00"]``,
``["moment", local, zone, offset]`` a local time on the clock of a zone, ``["zone", "Asia/Tokyo" | "+05:30"]``,
``["dur", {"months", "days", "seconds", "business_days", "business_seconds"}]``, ``["num", "3/2"]``,
``["weekday", 0..6]`` (Monday is 0), ``["ym", year, month]``, ``["year", 2026]``, ``["md", month, day, weekday?]``
a day of an unsaid year, ``["days", [0, 4]]`` a set of weekdays, ``["region", "DE", "BY"]`` the holidays of a
place, ``["every", {...}]``, ``["bool", true]``, ``["list", [...]]``, ``["range", a, b]`` and strings.
``["ref", role]`` is what the role's expression comes to.
"""

from __future__ import annotations

import re
from datetime import date

from suffice.records import Json

# operation -> fewest and most arguments
OPERATIONS: dict[str, tuple[int, int]] = {
    # the reference time
    "now": (0, 0), "today": (0, 0), "now_in": (1, 1), "today_in": (1, 1), "this_year": (1, 1), "this_month": (1, 1),
    # days of months and years
    "in_year": (2, 2), "coming": (1, 1), "recent": (1, 1), "easter": (0, 1), "first_day": (1, 1), "last_day": (1, 1),
    "nth_weekday": (3, 3), "weekday_after": (2, 2), "weekday_before": (2, 2), "weekday_from": (2, 2),
    "weekday_of_week": (4, 4), "weekday_of": (1, 1), "weekday_given": (2, 2), "holiday": (3, 3),
    "is_leap": (1, 1), "next_leap": (1, 1), "previous_leap": (1, 1), "count_leap": (2, 2), "days_in_month": (1, 1),
    "days_in_year": (1, 1), "day_of_year": (1, 1), "iso_week": (1, 1), "quarter": (1, 1), "year_of": (1, 1),
    "month_of": (1, 1), "day_of": (1, 1), "count_weekday": (4, 4),
    # sums and differences
    "add": (2, 2), "sub": (2, 2), "mul": (2, 2), "div": (2, 2), "neg": (1, 1), "abs": (1, 1), "days_between": (2, 2),
    "elapsed": (2, 2), "in_units": (2, 2), "whole_weeks": (2, 2), "full_months": (2, 2),
    "whole_months": (2, 2), "whole_years": (2, 2), "age": (2, 2), "months_between": (2, 2),
    "total": (1, 1), "span": (1, 1),
    # working days and hours
    "weekdays": (0, 0), "none": (0, 0), "utc": (0, 0), "noon": (0, 0),
    "business_days": (5, 5), "add_business": (4, 4), "roll": (4, 4),
    "is_workday": (3, 3), "is_weekend": (1, 1), "is_holiday": (2, 2), "nth_workday": (4, 4), "deadline": (5, 5),
    "working_time": (5, 5),
    # clocks and zones
    "on": (2, 2), "at": (2, 2), "to_zone": (2, 2), "date_of": (1, 1), "time_of": (1, 1), "clock_near": (2, 2),
    "convert_time": (3, 3), "zone_lead": (3, 3), "unix": (2, 2), "from_unix": (3, 3),
    # ranges, lists, comparisons
    "overlap": (2, 2), "overlaps": (2, 2), "gap": (2, 2), "length": (1, 1), "inside": (2, 2), "start": (1, 1),
    "end": (1, 1), "next_of": (3, 3), "nth_of": (3, 3), "earliest": (1, 1), "latest": (1, 1), "negated": (1, 1),
    "common": (2, 2), "free": (2, 2), "at_least": (2, 2), "first_of": (1, 1), "longest": (1, 1), "in_order": (1, 1),
    "mod": (2, 2),
    "lt": (2, 2), "le": (2, 2), "gt": (2, 2), "ge": (2, 2), "eq": (2, 2), "ne": (2, 2),
}  # fmt: skip
# Operations whose arguments are values as they stand (numbers, not expressions), beside expressions.
LITERALS = frozenset("date time datetime moment zone dur num weekday month year md days region every bool".split())
NODES = 400  # of one Problem
DEPTH = 14
ROLES, CONDITIONS, LISTED, WORD, SHIFT, AMOUNT = 40, 20, 200, 60, 100, 10**15  # how many, how long, how much at most
SHIFTED = frozenset(("this_year", "this_month", "weekday_of_week"))  # take bare whole numbers
EVERY_UNITS = ("days", "weeks", "months", "workdays")
FORM_TYPES: dict[str, type] = {
    "only": bool, "explain": bool, "yesno": bool, "json": str, "reply": list, "decimals": int, "type": str,
    "date": str, "clock": str, "duration": str, "unit": str,
}  # fmt: skip
FORM_CHOICES: dict[str, tuple[str, ...]] = {
    "date": ("iso", "dmy", "mdy", "long", "weekday"),
    "clock": ("24", "12", "HH:MM:SS"),
    "duration": ("HH:MM", "HH:MM:SS", "HH:MM:SS.mmm", "D days", "D days, HH:MM", "D days, HH:MM:SS"),
    "unit": ("seconds", "minutes", "hours", "days", "weeks"),
    "type": ("number", "date", "time", "weekday"),
}
CLOCK = r"(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](?:\.[0-9]{1,6})?"
TIME = rf"{CLOCK}|24:00:00"
OFFSET = r"[+-](?:0[0-9]|1[0-4]):[0-5][0-9](?::[0-5][0-9])?"
NUMBER = r"-?[0-9]{1,15}(?:\.[0-9]{1,9}|/[1-9][0-9]{0,9})?"
ZONE = r"[A-Za-z][A-Za-z0-9_+-]*(?:/[A-Za-z0-9_+-]+){0,2}"
PLACE = r"[A-Z0-9]{1,4}|\*"
_OFFSET, _TIME, _NUMBER, _ZONE, _PLACE = map(re.compile, (OFFSET, TIME, NUMBER, ZONE, PLACE))
_LOCAL = re.compile(rf"([0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}})T{CLOCK}")
_PARTS = frozenset(("months", "days", "seconds", "business_days", "business_seconds"))


def validate_expression(expr: Json, roles: frozenset[str] = frozenset(), depth: int = 0) -> int:
    """The number of nodes. Raises ValueError saying what is wrong."""
    if isinstance(expr, str):
        if len(expr) > WORD:
            raise ValueError(f"a word of more than {WORD} characters")
        return 1
    if depth > DEPTH:
        raise ValueError(f"nested more than {DEPTH} deep")
    if not isinstance(expr, list) or not expr or not isinstance(expr[0], str):
        raise ValueError(f"'{str(expr)[:60]}' is no expression: expected [operation, argument, ...]")
    head, arguments = expr[0], expr[1:]
    if head in LITERALS:
        _validate_value(head, arguments)
        return 1
    if head == "ref":
        if len(arguments) != 1 or arguments[0] not in list(roles):
            raise ValueError(f"'{arguments}' is not given")
        return 1
    if head == "ym":
        return _validate_month(arguments, roles, depth)
    if head == "list":
        arguments = arguments[0] if len(arguments) == 1 else None
        if not isinstance(arguments, list) or len(arguments) > LISTED:
            raise ValueError(f"a list holds at most {LISTED} expressions")
    elif head == "range":
        if len(arguments) != 2:
            raise ValueError("a range has a start and an end")
    elif head in OPERATIONS:
        low, high = OPERATIONS[head]
        if not low <= len(arguments) <= high:
            raise ValueError(f"'{head}' takes {low} to {high} arguments, not {len(arguments)}")
    else:
        raise ValueError(f"'{head}' is no operation of the calendar")
    nodes = 1
    for argument in arguments:
        if head in SHIFTED and isinstance(argument, int) and not isinstance(argument, bool):
            if abs(argument) > SHIFT:
                raise ValueError(f"a shift of more than {SHIFT}")
            continue
        nodes += validate_expression(argument, roles, depth + 1)
    if nodes > NODES:
        raise ValueError(f"more than {NODES} parts")
    return nodes


def _validate_month(arguments: list[Json], roles: frozenset[str], depth: int) -> int:
    if len(arguments) != 2 or not _whole(arguments[1], 1, 12):
        raise ValueError("a month is written ['ym', year or null, 1 to 12]")
    if arguments[0] is not None and not _whole(arguments[0], 1, 9999):
        if not isinstance(arguments[0], list):
            raise ValueError("a month is written ['ym', year or null, 1 to 12]")
        validate_expression(arguments[0], roles, depth + 1)
    return 1


def _validate_value(head: str, arguments: list[Json]) -> None:
    if not arguments:
        raise ValueError(f"'{head}' without a value")
    value = arguments[0]
    text = value if isinstance(value, str) else ""
    fine = len(arguments) == 1
    match head:
        case "date":
            fine = fine and _day(text)
        case "datetime":
            local = _LOCAL.fullmatch(text)
            fine = fine and local is not None and _day(local[1])
        case "moment":
            local = _LOCAL.fullmatch(text)
            fine = len(arguments) == 3 and local is not None and _day(local[1]) and _zone(arguments[1]) \
                and isinstance(arguments[2], str) and _OFFSET.fullmatch(arguments[2]) is not None  # fmt: skip
        case "time":
            fine = fine and _TIME.fullmatch(text) is not None
        case "zone":
            fine = fine and _zone(text)
        case "num":
            fine = fine and _NUMBER.fullmatch(text) is not None
        case "weekday":
            fine = fine and _whole(value, 0, 6)
        case "month":
            fine = fine and _whole(value, 1, 12)
        case "year":
            fine = fine and _whole(value, 1, 9999)
        case "bool":
            fine = fine and isinstance(value, bool)
        case "days":
            fine = fine and isinstance(value, list) and 0 < len(value) <= 7 and all(_whole(n, 0, 6) for n in value) \
                and len(set(value)) == len(value)  # fmt: skip
        case "md":
            limits = ((1, 12), (1, 31), (0, 6))
            fine = 2 <= len(arguments) <= 3 and all(
                _whole(n, *limit) for n, limit in zip(arguments, limits, strict=False)
            )
        case "region":
            fine = len(arguments) <= 2 and all(isinstance(a, str) and _PLACE.fullmatch(a) for a in arguments)
        case "dur":
            fine = fine and _parts(value)
        case "every":
            fine = fine and _every(value)
    if not fine:
        raise ValueError(f"{arguments} is no value of kind '{head}'")


def _day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _zone(text: Json) -> bool:
    return isinstance(text, str) and len(text) <= 40 and bool(_OFFSET.fullmatch(text) or _ZONE.fullmatch(text))


def _whole(value: Json, low: int, high: int) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and low <= value <= high


def _parts(value: Json) -> bool:
    if not isinstance(value, dict) or not value or not set(value) <= _PARTS:
        return False
    for key, amount in value.items():
        if isinstance(amount, str) and key.endswith("seconds"):
            if not _NUMBER.fullmatch(amount):
                return False
        elif not _whole(amount, -AMOUNT, AMOUNT):
            return False
    return True


def _every(value: Json) -> bool:
    if not isinstance(value, dict) or not set(value) <= {"unit", "n", "weekday", "rank", "day"}:
        return False
    return (
        value.get("unit") in EVERY_UNITS
        and _whole(value.get("n"), 1, 10_000)
        and _whole(value.get("weekday", 0), 0, 6)
        and _whole(value.get("rank", 1), -1, 5)
        and _whole(value.get("day", 1), -1, 28)
        and value.get("rank", 1) != 0
        and value.get("day", 1) != 0
    )
