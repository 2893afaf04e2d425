"""Dates, weekdays, months and years, in every everyday form; all readings of each.

Values are expressions of the calendar language:
``["date", "2026-03-05"]`` a day of the Gregorian calendar, years 1 to 9999;
``["md", 3, 5]`` or ``["md", 3, 5, weekday]`` a day whose year is not said (Monday is 0);
``["today"]``, ``["add", ["today"], ["dur", {...}]]``, ``["nth_weekday", n, weekday, month]`` and so on
for what depends on the reference time; ``["ym", 2026, 3]`` a month, year None where not said;
``["bad", reason]`` a date that cannot be (30 February, a weekday that does not agree).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date as Date
from functools import lru_cache

from suffice.records import Json
from suffice.symbolic.english import durations
from suffice.symbolic.english.grammar import NUMBER, Grammar, Match, Parse

WEEKDAY_NAMES = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTH_NAMES = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
               "November", "December")  # fmt: skip
_SHORT_DAYS = ("mon", "tue tues", "wed weds", "thu thur thurs", "fri", "sat", "sun")
WEEKDAYS: dict[str, int] = {
    form: n
    for n, (name, short) in enumerate(zip(WEEKDAY_NAMES, _SHORT_DAYS, strict=True))
    for form in (name.lower(), *short.split())
}
MONTHS: dict[str, int] = {name.lower(): n for n, name in enumerate(MONTH_NAMES, 1)} | {
    name[:3].lower(): n for n, name in enumerate(MONTH_NAMES, 1)
} | {"sept": 9}  # fmt: skip
_ORDINAL_WORDS = (
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth"
    " sixteenth seventeenth eighteenth nineteenth twentieth"
)
ORDINALS: dict[str, int] = {word: n for n, word in enumerate(_ORDINAL_WORDS.split(), 1)} | {"thirtieth": 30}
_SHIFTS = {"this": 0, "current": 0, "next": 1, "coming": 1, "following": 1, "last": -1, "previous": -1}
_SUFFIX = frozenset(("st", "nd", "rd", "th"))
_LENGTHS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_SLASHED = re.compile(r"(?<![\d/])(\d{1,2})/(\d{1,2})/(?:\d{4}|\d\d)(?![\d/])")
# Days that are the same date everywhere; (month, day).
FIXED = {
    "christmas day": (12, 25), "christmas eve": (12, 24), "boxing day": (12, 26), "new year's eve": (12, 31),
    "new years eve": (12, 31), "new year's day": (1, 1), "new years day": (1, 1), "halloween": (10, 31),
    "valentine's day": (2, 14), "valentines day": (2, 14), "christmas": (12, 25), "all saints' day": (11, 1),
    "epiphany": (1, 6), "april fools' day": (4, 1), "april fool's day": (4, 1), "st patrick's day": (3, 17),
    "leap day": (2, 29),
}  # fmt: skip
# Days from Western Easter Sunday.
MOVABLE = {
    "easter sunday": 0, "easter": 0, "good friday": -2, "easter monday": 1, "maundy thursday": -3, "ash wednesday": -46,
    "palm sunday": -7, "whit sunday": 49, "pentecost": 49, "whit monday": 50, "ascension day": 39,
}  # fmt: skip
_NAMED = sorted((tuple(name.replace("'", " '").split()) for name in (*FIXED, *MOVABLE)), key=len, reverse=True)
NAMED_FIRST = frozenset(  # a first word may be glued to what follows: christmas, valentine, valentine's
    "".join(words)[:length] for words in _NAMED for length in range(len(words[0]), len("".join(words)) + 1)
)
ABSOLUTE_FIRST = WEEKDAYS.keys() | MONTHS.keys() | ORDINALS.keys() | {"the", "twenty", "thirty", NUMBER}


def weekday(parse: Parse, index: int) -> list[Match]:
    number = WEEKDAYS.get(parse.form(index))
    return [] if number is None else [(index + 1, ["weekday", number])]


def weekdays(parse: Parse, index: int) -> list[Match]:
    """A weekday in the plural: ``Sundays``."""
    form = parse.form(index)
    full = form[:-1] if form.endswith("s") and form[:-1].endswith("day") else ""
    return [(index + 1, ["weekday", WEEKDAYS[full]])] if full in WEEKDAYS else []


def month(parse: Parse, index: int) -> list[Match]:
    number = MONTHS.get(parse.form(index))
    return [] if number is None else [(index + 1, ["month", number])]


def years(parse: Parse, index: int) -> Iterator[tuple[int, int]]:
    """A year in four figures: (end, year)."""
    form = parse.form(index)
    if len(form) == 4 and form.isdecimal() and form != "0000" and not _continues(parse, index + 1):
        yield index + 1, int(form)


def year(parse: Parse, index: int) -> list[Match]:
    """``2026``, ``the year 2026``, ``this year``, ``next year``."""
    at = index + 1 if parse.form(index) == "the" and parse.form(index + 1) == "year" else index
    at = at + 1 if parse.form(at) == "year" else at
    found: list[Match] = [(end, ["year", number]) for end, number in years(parse, at)]
    shift = _shift(parse, index, "year")
    if shift:
        found.append((shift[0], ["this_year", shift[1]]))
    return found


def _continues(parse: Parse, index: int) -> bool:
    """True when a glued token carries the number on, as in 2026.5 or 2026-03."""
    if parse.form(index) not in ("/", "-", ":", ".") or not parse.form(index + 1).isdecimal():
        return False
    return parse.tokens[index].glued and parse.tokens[index + 1].glued


def _shift(parse: Parse, index: int, unit: str) -> tuple[int, int] | None:
    """``this | next | last | the current | the coming | the previous`` unit -> (end, -1, 0 or 1)."""
    at = index + 1 if parse.form(index) == "the" else index
    shift = _SHIFTS.get(parse.form(at))
    if shift is None or parse.form(at + 1) != unit or (at > index and parse.form(at) in ("this",)):
        return None
    return at + 2, shift


def year_month(parse: Parse, index: int) -> list[Match]:
    """A month of a year: ``March 2026``, ``2026-03``, ``next month``; ``March`` alone has no year."""
    found: list[Match] = []
    number = MONTHS.get(parse.form(index))
    if number is not None:
        found.append((index + 1, ["ym", None, number]))
        at = index + 1
        if parse.form(at) in (",", "of", "in"):
            at += 1
        found += [(end, ["ym", y, number]) for end, y in years(parse, at)]
        shift = _shift(parse, at, "year")
        if shift:
            found.append((shift[0], ["ym", ["this_year", shift[1]], number]))
    elif parse.form(index).isdecimal():
        first, mark, second = parse.form(index), parse.form(index + 1), parse.form(index + 2)
        if mark in ("-", "/") and second.isdecimal() and not _continues(parse, index + 3):
            if len(first) == 4 and len(second) == 2 and 1 <= int(second) <= 12 and int(first):
                found.append((index + 3, ["ym", int(first), int(second)]))
            if len(second) == 4 and mark == "/" and len(first) <= 2 and 1 <= int(first) <= 12 and int(second):
                found.append((index + 3, ["ym", int(second), int(first)]))
    else:
        shift = _shift(parse, index, "month")
        if shift:
            found.append((shift[0], ["this_month", shift[1]]))
    return found


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
    if not 1 <= m <= 12 or not 1 <= d <= _LENGTHS[m - 1]:
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


def _short_years(form: str) -> list[int]:
    """The years that two figures can stand for; the century is taken as heard in 2026."""
    two = int(form)
    return [2000 + two] if two < 50 else [1900 + two] if two >= 70 else [1900 + two, 2000 + two]


Parts = tuple[int, int | Json | None, int, int]  # (end, year, month, day)


@lru_cache(maxsize=64)
def _order(source: str) -> bool | None:
    """True where the text's other dates can only be month first, False for day first, None where nothing tells."""
    told = {int(a) <= 12 for a, b in _SLASHED.findall(source) if (int(a) > 12) != (int(b) > 12)}
    return told.pop() if len(told) == 1 else None


def _numeric(parse: Parse, index: int) -> Iterator[Parts]:
    """2026-03-05, 2026/03/05, 20260305, 03/04/2026 (twice), 3.4.2026, 5-Mar-26."""
    first = parse.form(index)
    if len(first) == 8 and first[:2] in ("19", "20") and not _continues(parse, index + 1):
        yield index + 1, int(first[:4]), int(first[4:6]), int(first[6:])
        return
    mark, at = parse.form(index + 1), index + 2
    if mark not in ("-", "/", ".") or not all(t.glued for t in parse.tokens[index + 1 : index + 3]):
        return
    second = parse.form(at)
    if mark == "." and "." in second:  # the tokens of 12.03.2026 are 12 . 03.2026
        middle, _, last = second.partition(".")
        end = at + 1
    elif (
        parse.form(at + 1) == mark and parse.tokens[at + 1].glued and parse.form(at + 2) and parse.tokens[at + 2].glued
    ):
        middle, last, end = second, parse.form(at + 2), at + 3
    else:
        short = second.isdecimal() and len(second) <= 2 and len(first) <= 2
        if mark == "/" and short and not _continues(parse, at + 1):
            for m, d in dict.fromkeys(((int(first), int(second)), (int(second), int(first)))):
                if 1 <= m <= 12 and 1 <= d <= _LENGTHS[m - 1]:
                    yield at + 1, None, m, d
        return
    if _continues(parse, end) or not last.isdecimal():
        return
    if middle in MONTHS and mark == "-" and len(first) <= 2:
        for y in [int(last)] if len(last) == 4 else _short_years(last) if len(last) == 2 else []:
            yield end, y, MONTHS[middle], int(first)
    if not middle.isdecimal() or len(middle) > 2:
        return
    if len(first) == 4 and len(last) <= 2 and int(first):
        yield end, int(first), int(middle), int(last)
    elif len(first) <= 2 and len(last) in (2, 4) and int(last):
        day_first, month_first = (int(middle), int(first)), (int(first), int(middle))
        orders = [day_first] if mark == "." else list(dict.fromkeys((day_first, month_first)))
        if mark == "/" and _order(parse.text.source) is not None:
            orders = [month_first if _order(parse.text.source) else day_first]
        possible = [o for o in orders if 1 <= o[0] <= 12 and 1 <= o[1] <= _LENGTHS[o[0] - 1]]
        for y in [int(last)] if len(last) == 4 else _short_years(last):
            for m, d in possible or orders[:1]:
                yield end, y, m, d
        if possible and mark == "-" and len(first) == len(last) == 2 and 1 <= int(middle) <= 12:
            for y in _short_years(first):  # 26-04-03: the year may come first
                if 1 <= int(last) <= _LENGTHS[int(middle) - 1]:
                    yield end, y, int(middle), int(last)


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
        if day and not _continues(parse, day[0]) and parse.form(day[0]) not in (":", "am", "pm"):
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
    shift = _shift(parse, start, "year")
    if shift:
        yield shift[0], ["this_year", shift[1]], m, d
    form = parse.form(at + 1)
    if parse.form(at) == "'" and len(form) == 2 and form.isdecimal() and parse.tokens[at + 1].glued:
        for y in _short_years(form):
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
    parts: list[Parts] = list(_numeric(parse, start)) if form.isdecimal() else []
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


def named(parse: Parse, index: int) -> list[Match]:
    """Christmas Day 2026, Easter Monday 2027, New Year's Eve."""
    found: list[Match] = []
    form = parse.form(index)
    for words in _NAMED:
        if words[0] != form and not form.startswith(f"{words[0]}'"):
            continue
        end = _spelled(parse, index, words)
        if end is None:
            continue
        name = " ".join(words).replace(" '", "'")
        at = end + 1 if parse.form(end) in (",", "in", "of") else end
        spans: list[tuple[int, Json]] = [(end, None), *((e, ["year", y]) for e, y in years(parse, at))]
        shift = _shift(parse, at, "year")
        if shift:
            spans.append((shift[0], ["this_year", shift[1]]))
        for after, when in spans:
            if name in MOVABLE:
                easter: Json = ["easter", when] if when else ["easter"]
                days = MOVABLE[name]
                value = easter if not days else ["add", easter, ["dur", {"days": days}]]
            elif when and when[0] == "year":
                value = calendar_day(when[1], *FIXED[name])
            else:
                value = ["md", *FIXED[name]]
                value = ["in_year", value, when] if when else value
            found.append((after, value))
        break  # the longest name
    return found


def _spelled(parse: Parse, index: int, words: tuple[str, ...]) -> int | None:
    """The end of a name given in words, however its apostrophes were cut into tokens."""
    text, at = "".join(words), index
    while text:
        form = parse.form(at)
        if not form or not text.startswith(form):
            return None
        text, at = text[len(form) :], at + 1
    return at


def install(grammar: Grammar) -> None:
    literals = {"weekday": weekday, "weekdays": weekdays, "month": month, "year": year, "year_month": year_month}
    grammar.literals |= literals
    shifted = _SHIFTS.keys() | {"the", NUMBER}
    grammar.openers |= {
        "weekday": frozenset(WEEKDAYS), "weekdays": frozenset(f"{day}s" for day in WEEKDAYS),
        "month": frozenset(MONTHS), "year": shifted | {"year"}, "year_month": shifted | MONTHS.keys(),
    }  # fmt: skip
