"""Dates, weekdays, months and years, in every everyday form; all readings of each.

Values are expressions of the calendar language:
``["date", "2026-03-05"]`` a day of the Gregorian calendar, years 1 to 9999;
``["md", 3, 5]`` or ``["md", 3, 5, weekday]`` a day whose year is not said (Monday is 0);
``["today"]``, ``["add", ["today"], ["dur", {...}]]``, ``["nth_weekday", n, weekday, month]`` and so on
for what depends on the reference time; ``["ym", 2026, 3]`` a month, year None where not said;
``["bad", reason]`` a date that cannot be (30 February, a weekday that does not agree).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date as Date

from suffice.records import Json
from suffice.symbolic.english import durations
from suffice.symbolic.english.calendar_words import (
    MONTH_NAMES,
    MONTHS,
    ORDINALS,
    WEEKDAY_NAMES,
    WEEKDAYS,
    from_now,
    goes_on,
    years,
)
from suffice.symbolic.english.grammar import NUMBER, Match, Parse
from suffice.symbolic.english.numeric_dates import MONTH_LENGTHS, Parts, numeric, short_years

_SUFFIX = frozenset(("st", "nd", "rd", "th"))
ABSOLUTE_FIRST = WEEKDAYS.keys() | MONTHS.keys() | ORDINALS.keys() | {"the", "twenty", "thirty", NUMBER}


def _day(parse: Parse, index: int) -> tuple[int, int] | None:
    """A day of the month: ``5``, ``5th``, ``fifth``, ``twenty-first`` -> (end, day)."""
    form = parse.form(index)
    if form.isdecimal():
        if not 1 <= len(form) <= 2 or not int(form):
            return None
        glued = parse.form(index + 1) in _SUFFIX and parse.tokens[index + 1].glued
        return index + (2 if glued else 1), int(form)
    if form in ORDINALS:
        return index + 1, ORDINALS[form]
    if form in ("twenty", "thirty"):
        at = index + 2 if parse.form(index + 1) == "-" else index + 1
        small = ORDINALS.get(parse.form(at), 99)
        if small < 10:
            return at + 1, durations.WORDS[form] + small
    return None


def calendar_day(y: int | None, m: int, d: int, w: int | None = None, said: str = "") -> Json:
    """The value of a date, checked against the calendar and against the weekday that is said with it."""
    if not 1 <= m <= 12 or not 1 <= d <= MONTH_LENGTHS[m - 1]:
        return ["bad", f"there is no {said or f'day {d} of month {m}'}"]
    if y is None:
        return ["md", m, d] if w is None else ["md", m, d, w]
    try:
        day = Date(y, m, d)
    except ValueError:
        return ["bad", f"there is no {d} {MONTH_NAMES[m - 1]} {y}"]
    if w is not None and day.weekday() != w:
        right, wrong = WEEKDAY_NAMES[day.weekday()], WEEKDAY_NAMES[w]
        return ["bad", f"{d} {MONTH_NAMES[m - 1]} {y} is a {right}, not a {wrong}"]
    return ["date", day.isoformat()]


def _worded(parse: Parse, index: int) -> Iterator[Parts]:
    """5 March 2026, the 5th of March, March 5th, 2026, March the fifth, 2026 March 5."""
    at = index
    if parse.form(at) == "the":
        at += 1
    day = _day(parse, at)
    if day:
        at = day[0] + 1 if parse.form(day[0]) in ("of", "-") else day[0]
        number = MONTHS.get(parse.form(at))
        if number is not None:
            yield from _with_year(parse, at + 1, number, day[1])
    number = MONTHS.get(parse.form(index))
    if number is not None:
        at = index + 2 if parse.form(index + 1) == "the" else index + 1
        day = _day(parse, at)
        if day and not goes_on(parse, day[0]) and parse.form(day[0]) not in (":", "am", "pm"):
            yield from _with_year(parse, day[0], number, day[1])
    for end, y in years(parse, index):
        number, day = MONTHS.get(parse.form(end)), _day(parse, end + 1)
        if number is not None and day:
            yield day[0], y, number, day[1]


def _with_year(parse: Parse, at: int, m: int, d: int) -> Iterator[Parts]:
    yield at, None, m, d
    start = at + 1 if parse.form(at) in (",", "of", "-", "in") else at
    for end, y in years(parse, start):
        yield end, y, m, d
    shift = from_now(parse, start, "year")
    if shift:
        yield shift[0], ["this_year", shift[1]], m, d
    form = parse.form(at + 1)
    if parse.form(at) == "'" and len(form) == 2 and form.isdecimal() and parse.tokens[at + 1].glued:
        for y in short_years(form):
            yield at + 2, y, m, d


def absolute(parse: Parse, index: int) -> list[Match]:
    """A date that names month and day, with or without weekday and year."""
    said: int | None = None
    start = index
    if parse.form(start) in WEEKDAYS:
        said = WEEKDAYS[parse.form(start)]
        start += 1
        if parse.form(start) == ",":
            start += 1
        if parse.form(start) in ("the", "on"):
            start += 1
    form = parse.form(start)
    if not form:
        return []
    parts: list[Parts] = list(numeric(parse, start)) if form.isdecimal() else []
    if form.isdecimal() or form in MONTHS or form == "the" or form in ORDINALS or form in ("twenty", "thirty"):
        parts += _worded(parse, start)
    found: list[Match] = []
    for end, y, m, d in parts:
        for after, w in _trailing_weekday(parse, end, said):
            if isinstance(y, list):
                value: Json = calendar_day(None, m, d, w)
                value = value if value[0] == "bad" else ["in_year", value, y]
            else:
                words = " ".join(parse.text.slice(start, end).split())
                value = calendar_day(y, m, d, w, words)
            if (after, value) not in found:
                found.append((after, value))
    return _agreeing(found)


def _trailing_weekday(parse: Parse, end: int, said: int | None) -> Iterator[tuple[int, int | None]]:
    yield end, said
    if said is not None:
        return
    article = parse.form(end) == "(" and parse.form(end + 1) in ("a", "an") and parse.form(end + 3) == ")"
    if article and parse.form(end + 2) in WEEKDAYS:
        yield end + 4, WEEKDAYS[parse.form(end + 2)]
    if parse.form(end) == "(" and parse.form(end + 1) in WEEKDAYS and parse.form(end + 2) == ")":
        yield end + 3, WEEKDAYS[parse.form(end + 1)]
    if parse.form(end) == "," and parse.form(end + 1) in WEEKDAYS:
        yield end + 2, WEEKDAYS[parse.form(end + 1)]


def _agreeing(found: list[Match]) -> list[Match]:
    """Drop an impossible reading where the same words have a possible one (13/04/2026; a weekday that decides)."""
    fine = {end for end, value in found if value[0] != "bad"}
    return [(end, value) for end, value in found if value[0] != "bad" or end not in fine]
