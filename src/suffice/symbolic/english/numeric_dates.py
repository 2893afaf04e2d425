"""Dates in digits, every order that they can be read in: 2026-03-05, 03/04/2026 (twice), 3.4.2026, 5-Mar-26."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from suffice.records import Json
from suffice.symbolic.english.calendar_words import MONTHS, goes_on
from suffice.symbolic.english.grammar import Parse

MONTH_LENGTHS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_SLASHED = re.compile(r"(?<![\d/])(\d{1,2})/(\d{1,2})/(?:\d{4}|\d\d)(?![\d/])")


def short_years(form: str) -> list[int]:
    """The years that two figures can stand for; the century is taken as heard in 2026."""
    two = int(form)
    return [2000 + two] if two < 50 else [1900 + two] if two >= 70 else [1900 + two, 2000 + two]


Parts = tuple[int, int | Json | None, int, int]  # (end, year, month, day)


@lru_cache(maxsize=64)
def _order(source: str) -> bool | None:
    """True where the text's other dates can only be month first, False for day first, None where nothing tells."""
    told = {int(a) <= 12 for a, b in _SLASHED.findall(source) if (int(a) > 12) != (int(b) > 12)}
    return told.pop() if len(told) == 1 else None


def numeric(parse: Parse, index: int) -> Iterator[Parts]:
    """2026-03-05, 2026/03/05, 20260305, 03/04/2026 (twice), 3.4.2026, 5-Mar-26."""
    first = parse.form(index)
    if len(first) == 8 and first[:2] in ("19", "20") and not goes_on(parse, index + 1):
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
        if mark == "/" and short and not goes_on(parse, at + 1):
            for m, d in dict.fromkeys(((int(first), int(second)), (int(second), int(first)))):
                if 1 <= m <= 12 and 1 <= d <= MONTH_LENGTHS[m - 1]:
                    yield at + 1, None, m, d
        return
    if goes_on(parse, end) or not last.isdecimal():
        return
    if middle in MONTHS and mark == "-" and len(first) <= 2:
        for y in [int(last)] if len(last) == 4 else short_years(last) if len(last) == 2 else []:
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
        possible = [o for o in orders if 1 <= o[0] <= 12 and 1 <= o[1] <= MONTH_LENGTHS[o[0] - 1]]
        for y in [int(last)] if len(last) == 4 else short_years(last):
            for m, d in possible or orders[:1]:
                yield end, y, m, d
        if possible and mark == "-" and len(first) == len(last) == 2 and 1 <= int(middle) <= 12:
            for y in short_years(first):  # 26-04-03: the year may come first
                if 1 <= int(last) <= MONTH_LENGTHS[int(middle) - 1]:
                    yield end, y, int(middle), int(last)
