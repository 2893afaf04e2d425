"""The JSON Schema of the calendar's Problems."""

from __future__ import annotations

from functools import cache

from suffice.records import Json
from suffice.symbolic.calendar.language import (
    AMOUNT,
    CLOCK,
    CONDITIONS,
    EVERY_UNITS,
    FORM_CHOICES,
    FORM_TYPES,
    LISTED,
    NUMBER,
    OFFSET,
    OPERATIONS,
    PLACE,
    ROLES,
    SHIFT,
    SHIFTED,
    TIME,
    WORD,
    ZONE,
)
from suffice.symbolic.schema import EXPRESSION, ROLE, operations, problem, several, stated, tagged

# What each operation of ``language.OPERATIONS`` does, with its arguments.
MEANINGS = {
    "now": ": the reference time", "today": ": its date", "now_in": "zone: the time now on its clocks",
    "today_in": "zone: the date there", "this_year": "n: the year n years after this one",
    "this_month": "n: the month n months after this one", "in_year": "md, year: that day of the year",
    "coming": "md: the next such day after today", "recent": "md: the last such day before today",
    "easter": "year (or nothing): Easter Sunday", "first_day": "month: its first day",
    "last_day": "month: its last day",
    "nth_weekday": "n, weekday, month: the n-th such weekday of it (-1: the last)",
    "weekday_after": "date, weekday: the first such day after it",
    "weekday_before": "date, weekday: the last before it",
    "weekday_from": "date, weekday: the first on or after it",
    "weekday_of_week": "date, weekday, n, first: that day, n weeks later; weeks begin on weekday number first",
    "weekday_of": "date: its weekday", "weekday_given": "weekday of 1 January, md: the weekday of that day",
    "holiday": "name, year, region: the date of a public holiday", "is_leap": "year: whether it is a leap year",
    "next_leap": "year: the next leap year", "previous_leap": "year: the one before",
    "count_leap": "year, year: how many leap years from one to the other", "days_in_month": "month: its length",
    "days_in_year": "year: its length", "day_of_year": "date: its number in the year", "iso_week": "date: its week",
    "quarter": "date: 1 to 4", "year_of": "date: its year", "month_of": "date: its month", "day_of": "date: 1 to 31",
    "count_weekday": "weekday, date, date, ends: how many such days, ends as in business_days",
    "add": "a, b: a date, time or length plus a length; numbers", "sub": "a, b: a minus b", "mul": "a, b: product",
    "div": "a, b: quotient", "neg": "a: -a", "abs": "number: without its sign",
    "days_between": "date, date: days from the first to the second (negative if it lies before)",
    "elapsed": "start, end: the length of time between", 
    "in_units": "length, 'seconds' | 'minutes' | 'hours' | 'days' | 'weeks': as a number",
    "full_months": "date, date: completed months between",
    "whole_weeks": "date, date: weeks between, if they come out even",
    "whole_months": "date, date: the same in months", "whole_years": "date, date: the same in years",
    "age": "birth, date: completed years", "months_between": "date, date: months and days between",
    "total": "list of lengths: their sum", "span": "range: its length", "weekdays": ": the set Monday to Friday",
    "none": ": no holidays, nothing", "utc": ": the zone UTC", "noon": ": 12:00",
    "business_days": "start, end, 'both' | 'first' | 'last' | 'neither' (which ends count), days that are worked, free"
    " days (none, a region, dates): how many working days",
    "add_business": "date, n, days, free: the n-th working day after it", "roll": "date, 'on' | 'back', days, free: the"
    " next or the last working day, itself if it is one", "is_workday": "date, days, free: whether it is worked",
    "is_weekend": "date: Saturday or Sunday", "is_holiday": "date, region: whether it is a public holiday",
    "nth_workday": "n, month, days, free: the n-th working day of the month (-1: the last)",
    "deadline": "start, length, opening hours (range of times), days, free: when so much working time has passed",
    "working_time": "start, end, opening hours, days, free: working time between",
    "on": "date, time: that time of that day", "at": "date with time, zone: as read on the clocks of the zone",
    "to_zone": "moment in a zone, zone: the same moment on other clocks", "date_of": "date with time: its date",
    "time_of": "date with time: its time of day",
    "clock_near": "a, b: the time of a, with its date where it is another day than b",
    "convert_time": "time, from zone, to zone: a time of day on other clocks, whatever the day",
    "zone_lead": "zone a, zone b, moment or none: how far b's clocks are ahead of a's",
    "unix": "moment, 's' | 'ms': its Unix time", "from_unix": "number, 's' | 'ms', zone: the moment",
    "overlap": "range, range: how long both last", "overlaps": "range, range: whether they overlap",
    "gap": "range, range: the time between them", "length": "range: how long it is",
    "inside": "date or time, range: whether it lies in it", "start": "range: its start", "end": "range: its end",
    "next_of": "every, date, anchor or none: the first time after the date, counted from an occurrence",
    "nth_of": "every, first, n: the n-th time", "earliest": "list: the earliest", "latest": "list: the latest",
    "negated": "yes-or-no: the opposite", "common": "range, range: what both share",
    "free": "list of ranges, range: the parts of it that none covers", "at_least": "list of ranges, length: those that"
    " are so long", "first_of": "list: the first", "longest": "list of ranges: the longest",
    "in_order": "list: from early to late", "mod": "n, m: remainder", "lt": "a, b: a before (less than) b",
    "le": "a, b: before or equal", "gt": "a, b: after", "ge": "a, b: after or equal", "eq": "a, b: equal",
    "ne": "a, b: different",
}  # fmt: skip

# The Problems of ``problem.EXAMPLES``, in order, as a translator should write them: each value under a name of its own.
TRANSLATIONS: tuple[Json, ...] = (
    {
        "given": {"start": ["date", "2026-03-20"], "later": ["dur", {"days": 45}]},
        "find": ["add", ["ref", "start"], ["ref", "later"]],
    },
    {
        "given": {"start": ["date", "2026-07-04"], "end": ["date", "2026-12-25"]},
        "find": ["days_between", ["ref", "start"], ["ref", "end"]],
    },
    {"given": {"day": ["date", "1969-07-20"]}, "find": ["weekday_of", ["ref", "day"]]},
    {
        "given": {
            "moment": ["datetime", "2026-11-20T07:15:00"],
            "here": ["zone", "America/Bogota"],
            "there": ["zone", "Asia/Seoul"],
        },
        "find": [
            "clock_near",
            ["to_zone", ["at", ["ref", "moment"], ["ref", "here"]], ["ref", "there"]],
            ["ref", "moment"],
        ],
    },
    {"given": {"there": ["zone", "Asia/Tokyo"]}, "find": ["clock_near", ["now_in", ["ref", "there"]], ["now"]]},
    {"given": {"year": ["year", 2100]}, "find": ["is_leap", ["ref", "year"]]},
)


def _whole(least: int, most: int) -> Json:
    return {"type": "integer", "minimum": least, "maximum": most}


def _text(pattern: str, most: int = 60) -> Json:
    return {"type": "string", "maxLength": most, "pattern": f"^(?:{pattern})$"}


@cache
def schema() -> Json:
    """Built from the tables of ``language``."""
    plain = {name: arity for name, arity in OPERATIONS.items() if name not in SHIFTED}
    shifted = {name: OPERATIONS[name] for name in sorted(SHIFTED)}
    argument: Json = {"$ref": "#/$defs/argument"}
    form: Json = {
        key: {"enum": list(FORM_CHOICES[key])} if key in FORM_CHOICES
        else {"type": "boolean"} if kind is bool
        else _whole(0, 12) if kind is int
        else {"type": "array", "items": {"type": "string"}} if kind is list
        else {"type": "string", "maxLength": 200}
        for key, kind in FORM_TYPES.items()
    }  # fmt: skip
    says = "what the text states: each value under a short name of its own; it may not use ref"
    properties: Json = {
        "now": {
            "description": "the reference time, ISO 8601, with an offset if it is known",
            "type": ["string", "null"], "minLength": 10, "maxLength": 40,
        },
        **stated(says, argument, ROLES, CONDITIONS, form),
    }  # fmt: skip
    definitions: Json = {
        "argument": {"anyOf": [{"$ref": "#/$defs/word"}, EXPRESSION]},
        "word": {"description": "one of the words that an operation names", "type": "string", "maxLength": WORD},
        "expression": {"anyOf": [
            {"$ref": "#/$defs/value"},
            tagged("ref", ROLE, say="a value of given by its name"),
            tagged("ym", {"anyOf": [_whole(1, 9999), {"type": "null"}, EXPRESSION]}, _whole(1, 12),
                   say="a month: ['ym', year or null, 1 to 12]"),
            tagged("list", {"type": "array", "maxItems": LISTED, "items": argument}),
            tagged("range", argument, argument, say="from a to b: dates, times, or dates with times"),
            *operations(plain, MEANINGS, argument),
            *operations(shifted, MEANINGS, {"anyOf": [_whole(-SHIFT, SHIFT), argument]}),
        ]},
        "value": {"anyOf": [
            tagged("date", _text(r"[0-9]{4}-[0-9]{2}-[0-9]{2}"), say="['date', '2026-03-05']"),
            tagged("time", _text(TIME), say="a time of day: ['time', '15:30:00']; 24:00:00 is the day's end"),
            tagged("datetime", {"$ref": "#/$defs/local"}, say="['datetime', '2026-03-05T15:30:00']"),
            tagged("moment", {"$ref": "#/$defs/local"}, {"$ref": "#/$defs/zone"}, _text(OFFSET),
                   say="a local time, its zone and the offset that holds there"),
            tagged("zone", {"$ref": "#/$defs/zone"}, say="['zone', 'Asia/Tokyo'] or ['zone', '+05:30']"),
            tagged("dur", {
                "type": "object", "minProperties": 1, "additionalProperties": False,
                "properties": {
                    "months": _whole(-AMOUNT, AMOUNT), "days": _whole(-AMOUNT, AMOUNT),
                    "seconds": {"$ref": "#/$defs/seconds"}, "business_days": _whole(-AMOUNT, AMOUNT),
                    "business_seconds": {"$ref": "#/$defs/seconds"},
                },
            }, say="a length: a year is 12 months, a week 7 days, an hour 3600 seconds; business_: working time"),
            tagged("num", _text(NUMBER), say="a number as a string: 3, 2.5, 3/7"),
            tagged("weekday", _whole(0, 6), say="Monday is 0, Sunday 6"),
            tagged("month", _whole(1, 12)),
            tagged("year", _whole(1, 9999)),
            tagged("md", _whole(1, 12), _whole(1, 31), _whole(0, 6), least=2,
                   say="month, day, and perhaps weekday, of a year that is not said"),
            tagged("days", {"type": "array", "minItems": 1, "maxItems": 7, "uniqueItems": True, "items": _whole(0, 6)},
                   say="a set of weekdays, Monday is 0"),
            several(["region"], _text(PLACE), 1, 2, "holidays of a country (ISO 3166: DE), or of a part (DE, BY)"),
            tagged("every", {
                "type": "object", "required": ["unit", "n"], "additionalProperties": False,
                "properties": {
                    "unit": {"enum": list(EVERY_UNITS)}, "n": _whole(1, 10_000), "weekday": _whole(0, 6),
                    "rank": {"enum": [-1, 1, 2, 3, 4, 5]}, "day": {"anyOf": [_whole(1, 28), {"const": -1}]},
                },
            }, say="every n units; on a weekday, its rank in the month, or a day of the month (-1: the last)"),
            tagged("bool", {"type": "boolean"}),
        ]},
        "local": _text(rf"[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}}T{CLOCK}"),
        "zone": _text(f"{OFFSET}|{ZONE}", 40),
        "seconds": {"anyOf": [_whole(-AMOUNT, AMOUNT), _text(NUMBER)]},
    }  # fmt: skip
    return problem("A question about the calendar", properties, definitions)
