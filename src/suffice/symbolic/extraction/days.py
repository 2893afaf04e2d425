"""Dates that are written out: 2016-11-07, 5/3/18, Oct 14, the 4th of July 1995, Friday 7/6, the 18th."""

from __future__ import annotations

import re

from suffice.symbolic.english.units import names
from suffice.symbolic.extraction.dating import full, of_month, real, weekday_on, yearless
from suffice.symbolic.extraction.meaning import Day
from suffice.symbolic.extraction.scan import Found, Place, Rules, Scan
from suffice.symbolic.extraction.tokens import DIGITS
from suffice.symbolic.extraction.words import century

RULES = Rules()
_NUMERIC = re.compile(
    r"(?P<y>\d{4})(?P<sep>[-/.])(?P<m>\d{1,2})(?P=sep)(?P<d>\d{1,2})(?!\d)"
    r"|(?P<a>\d{1,2})(?P<sep2>[-/.])(?P<b>\d{1,2})(?P=sep2)(?P<y2>\d{4}|\d{2})(?!\d)"
    r"|(?P<a4>\d{1,2})/(?P<b4>\d{1,2})\s?,\s?(?P<y5>\d{4})(?!\d)"
    r"|(?P<y3>(?:1[5-9]|20)\d{2})(?P<m3>0[1-9]|1[0-2])(?P<d3>0[1-9]|[12]\d|3[01])(?!\d)"
    r"|(?P<y4>(?:1[5-9]|20)\d{2}) (?P<m4>0?[1-9]|1[0-2]) (?P<d4>0?[1-9]|[12]\d|3[01])(?!\d)"
)
_SHORT = re.compile(r"(?P<a>\d{1,2})(?P<sep>[-/.])(?P<b>\d{1,2})(?![\d])")
_CLOSERS = frozenset((*".,!?;:)-", "", *"at from and or for if to between with please around before after by".split()))
_FRACTIONS = frozenset("1/2 1/3 2/3 1/4 3/4 1/5 2/5 3/5 4/5 1/6 5/6 1/8 3/8 5/8 7/8 1/10 3/10 7/10 9/10 1/12".split())
_LEADS = frozenset("on from to until till by since before after".split())
_ENDS = frozenset((*".,!?;:)", ""))
_LOW = frozenset("one two three four five six seven eight nine ten first second third".split())
_VERBS_TOO = frozenset(("may", "march"))


def _tokens(scan: Scan, index: int, end_char: int) -> int | None:
    """The index behind the token that ends at ``end_char``; None where none does."""
    while index < len(scan.tokens) and scan.tokens[index].end < end_char:
        index += 1
    return index + 1 if index < len(scan.tokens) and scan.tokens[index].end == end_char else None


def _month_first(year: int, a: int, b: int) -> Day | None:
    """Month before day, unless only the other way round can be meant."""
    return full(year, a, b) if a <= 12 else full(year, b, a)


@RULES.lexical("numeric_date", (DIGITS,))
def numeric_date(scan: Scan, index: int) -> Found:
    """A date in digits with its year."""
    match = _NUMERIC.match(scan.text, scan.tokens[index].start)
    end = match and _tokens(scan, index, match.end())
    if not match or end is None:
        return []
    part = match.groupdict()
    if part["y"]:
        day = full(int(part["y"]), int(part["m"]), int(part["d"]))
    elif part["y3"]:
        day = full(int(part["y3"]), int(part["m3"]), int(part["d3"]))
    elif part["y4"]:
        day = full(int(part["y4"]), int(part["m4"]), int(part["d4"]))
    elif part["y5"]:
        day = _month_first(int(part["y5"]), int(part["a4"]), int(part["b4"]))
    else:
        year = int(part["y2"]) if len(part["y2"]) == 4 else century(int(part["y2"]))
        day = _month_first(year, int(part["a"]), int(part["b"])) if year else None
    return [(end, day)] if day else []


@RULES.lexical("short_date", (DIGITS,))
def short_date(scan: Scan, index: int) -> Found:
    """10/1, 22/04; with a dash or a dot it is left to those who know that a date must follow: see ``dashed_date``."""
    return _short(scan, index, "/")


@RULES.lexical("dashed_date", (DIGITS,))
def dashed_date(scan: Scan, index: int) -> Found:
    """7-6, 5.12"""
    return _short(scan, index, "-.")


def _short(scan: Scan, index: int, marks: str) -> Found:
    match = _SHORT.match(scan.text, scan.tokens[index].start)
    end = match and _tokens(scan, index, match.end())
    if not match or end is None or match["sep"] not in marks:
        return []
    a, b = int(match["a"]), int(match["b"])
    day = yearless(scan.now, a, b) if a <= 12 else yearless(scan.now, b, a)
    return [(end, day)] if day else []


@RULES.add("written_day", "{numeric_date}")
def _numeric(_: Place, numeric_date: Day) -> Day:
    return numeric_date


@RULES.add(
    "written_day",
    "{month} (/ | - | . | the)? {day_number:day} ,? (of | in)? {year}",
    "{month} (/ | -)? {day_number:day} , {short_year:year}",
    "{month} - {day_number:day} - {year}",
    "{month} / {day_number:day} / {year}",
    "{month} the? {day_word:day} ,? (of | in)? {year}",
    "{month} the? {day_word:day} ,? {spoken_year:year}",
    "{month} {day_number:day} ,? {spoken_year:year}",
    "{day_number:day} (st | nd | rd | th)? of? {month} ,? (of | in)? {year}",
    "the {day_number:day} day? of {month} ,? (of | in)? {year}",
    "the? {ordinal_day:day} day? of? {month} ,? (of | in)? {year}",
    "{day_number:day} (- | / | .) {month} (- | / | .)? {year}",
    "{day_number:day} - {month} - {short_year:year}",
    "{day_number:day} / {month} / {short_year:year}",
    "{ordinal_word:day} day? of? {month} ,? (of | in)? {year}",
    "{ordinal_word:day} day? of? {month} ,? {spoken_year:year}",
    "{year} - {month} - {day_number:day}",
    "{year} / {month} / {day_number:day}",
    "{year} / {day_number:day} / {month}",
    "{month} - {year} - {day_number:day}",
    "{short_date:lent} ,? of? {year}",
)
def _with_year(place: Place, year: int, month: int = 0, day: int = 0, lent: Day | None = None) -> Day | None:
    if lent is not None:
        return full(year, lent.month or 0, lent.day or 0) if "," in place.text else None
    return full(year, month, day)


@RULES.add(
    "written_day",
    "{month} (/ | - | . | the)? {day_number:day}",
    "{month} the? {day_word:day}",
    "{month} , {ordinal_day:day}",
    "{day_number:day} of? {month}",
    "the {day_number:day} day? of {month}",
    "the? {ordinal_day:day} day? of? {month}",
    "{day_number:day} (- | / | .) {month}",
    "{ordinal_word:day} day? of? {month}",
)
def _without_year(place: Place, month: int, day: int) -> Day | None:
    words = place.text.replace("-", " ").split()
    low = _LOW & set(words) or words[0].isdigit()  # one may ask, may first be, 5 may come
    doubtful = len(words) == 2 and _VERBS_TOO & set(words) and low
    if doubtful and place.after.isalpha() and place.after not in _CLOSERS:
        return None
    return yearless(place.now, month, day)


@RULES.add("written_day", "{short_date}")
def _slashed(place: Place, short_date: Day) -> Day | None:
    """Unless it is a fraction: 10 1/2 miles, 3/4 of a cup."""
    if place.text in _FRACTIONS and place.before not in _LEADS:
        return None
    if place.before.isdigit() or place.text == "24/7" or place.after == "of" or place.after in names().words:
        return None
    return short_date


@RULES.add(
    "calendar_day",
    "{weekday} ,? (the | of)? {written_day:day}",
    "{written_day:day} ,? \\( {weekday} \\)",
    "{written_day:day}",
)
def _named_too(_: Place, day: Day, weekday: int = 0) -> Day:
    return day


@RULES.add("calendar_day", "{weekday} ,? {dashed_date}")
def _named_and_dashed(_: Place, weekday: int, dashed_date: Day) -> Day | None:
    """A date only if it falls on that weekday: else it may be hours."""
    return dashed_date if any(d.isoweekday() == weekday for d in dashed_date.days) else None


@RULES.add("calendar_day", "{month} / {day_number:day} \\( {weekday} \\)")
def _slashed_and_named(place: Place, month: int, day: int, weekday: int) -> Day | None:
    return yearless(place.now, month, day)


@RULES.add("written_day", "{dashed_date}")
def _dashed(place: Place, dashed_date: Day) -> Day | None:
    """5.12 is a date where a date must follow."""
    return dashed_date if place.before == "on" else None


@RULES.add("written_day", "the {day_number:day} of {near_month}", "the? {ordinal_day:day} day? of {near_month}")
def _of_near_month(_: Place, day: int, near_month: tuple[int, int]) -> Day | None:
    return full(*near_month, day)


@RULES.add("near_month", "this month", "the? (next | following | coming) month", "the? (last | previous) month")
def near_month(place: Place) -> tuple[int, int]:
    """(year, month)"""
    text = place.text
    step = 0 if text.startswith("this") else -1 if text.endswith(("last month", "previous month")) else 1
    index = place.now.year * 12 + place.now.month - 1 + step
    return index // 12, index % 12 + 1


@RULES.add("month_day", "the? {ordinal_day:day}", "{digits:day}", "the {day_word:day}", "the {digits:day}")
def month_day(place: Place, day: int) -> Day | None:
    """The 18th: a day of some month, where a date must follow."""
    named = place.text.startswith("the")
    leads = ("on", "for") if named else ("on",) if place.text.isdigit() else ("on", "at", "in")
    if place.before not in leads or place.after not in _CLOSERS:
        return None
    if place.before == "for" and place.after not in _ENDS:
        return None
    return of_month(place.now, day)


@RULES.add("month_day", "{weekday} (the | ,)? {day_number:day}", "{weekday} the {day_word:day}")
def weekday_and_day(place: Place, weekday: int, day: int) -> Day | None:
    """Friday the 26th is of this month if that is a Friday; Monday 21 is of the month that has one."""
    if place.after in (":", "-", "to", "am", "pm", "a", "p", "o", "minutes", "hours", "until", "till"):
        return None
    this = real(place.now.year, place.now.month, day)
    if "the" in place.text.split():
        if this is None or this.isoweekday() != weekday:
            return None
        return full(this.year, this.month, day)
    return weekday_on(place.now, weekday, day)


def in_year(day: Day, year: int) -> Day | None:
    """The same day, of a year that was said elsewhere."""
    if day.year is not None or day.month is None or day.day is None:
        return None
    return full(year, day.month, day.day)
