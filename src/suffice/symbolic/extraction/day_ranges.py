"""From one day, month or year to another: 10/1 to 11/7, Jan-Feb 2017, 3 to 12 of Sept, November 19-20."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any

from suffice.symbolic.extraction import days
from suffice.symbolic.extraction.dating import between, full, of_date, of_month, some_month, weekday_of, yearless
from suffice.symbolic.extraction.days import in_year
from suffice.symbolic.extraction.meaning import Day, Moment, Period, add_months
from suffice.symbolic.extraction.scan import Place, Rules

RULES = Rules()
_TO_ANCHOR = re.compile(r"(now|today|tomorrow|yesterday)$")
_FROM_ANCHOR = re.compile(r"(from |between )?(now|today|tomorrow|yesterday)\b")


@RULES.add("end_day", "{relative_day:day}", "{calendar_day:day}", "{weekday_and_day:day}", "the {ordinal_day:number}")
def end_day(place: Place, day: Day | None = None, number: int = 0) -> Day | None:
    """A day as an end of a range."""
    return day or of_month(place.now, number)


@RULES.add("weekday_and_day", "{weekday} the? {day_number:day}", "{weekday} the {day_word:day}")
def weekday_and_day(place: Place, weekday: int, day: int) -> Day | None:
    return days.weekday_and_day(place, weekday, day)


@RULES.add("end_day", "{present}")
def today(place: Place, present: Moment) -> Day:
    return of_date(place.now.date())


@RULES.add(
    "date_range",
    "from {end_day:a} {till} {end_day:b}",
    "between {end_day:a} (and | to | - | through | until) {end_day:b}",
    "{end_day:a} {till} {end_day:b}",
)
def date_range(place: Place, a: Day, b: Day, till: str = "") -> Period | None:
    if "the" in place.text and "XXXX-XX" in a.timex:
        return None  # between the 21st and 23rd
    if _TO_ANCHOR.search(place.text) and a.year is None:
        start = next((d for d in reversed(a.days) if b.days and d <= b.days[0]), None)
        return start and Period(f"({a.timex},{b.timex},P{(b.days[0] - start).days}D)", ((start, b.days[0]),), "D")
    if _FROM_ANCHOR.match(place.text) and b.year is None:
        return _first_after(a, b)
    if b.year is not None and a.year is None and a.month:
        lent = in_year(a, b.year)
        if lent is not None and lent.days and b.days and lent.days[0] > b.days[0]:
            lent = in_year(a, b.year - 1)
        a = lent or a
    elif a.year is not None and b.year is None and b.month:
        return None  # of which year, is not said
    if a.timex.startswith("XXXX-WXX") and b.timex.startswith("XXXX-WXX"):
        return _weekdays(a, b)
    return between(place.now, a, b)


def _first_after(a: Day, b: Day) -> Period | None:
    end = next((d for d in b.days if d >= a.days[0]), None)
    if end is None:
        return None
    return Period(f"({a.timex},{b.timex},P{(end - a.days[0]).days}D)", ((a.days[0], end),), "D")


def _weekdays(a: Day, b: Day) -> Period | None:
    days = (int(b.timex[-1]) - int(a.timex[-1])) % 7
    if not days:
        return None
    spans = tuple((d, d + timedelta(days=days)) for d in a.days)
    return Period(f"({a.timex},{b.timex},P{days}D)", spans, "D")


@RULES.add(
    "date_range", "{week_step:weeks} (from | between)? {weekday:a} (to | - | and | until | till | through) {weekday:b}"
)
def weekdays_of_week(place: Place, weeks: int, a: int, b: int) -> Period | None:
    return between(place.now, weekday_of(place.now, a, weeks), weekday_of(place.now, b, weeks)) if a < b else None


@RULES.add("week_step", "(this | next | last) week")
def week_step(place: Place) -> int:
    return {"this": 0, "next": 1, "last": -1}[place.text.split()[0]]


# --- days of one month -------------------------------------------------------------------------------


@RULES.add("any_number", "{day_number:day}", "{ordinal_day:day}", "the {ordinal_day:day}")
def any_number(_: Place, day: int) -> int:
    return day


@RULES.add(
    "date_range",
    "from {any_number:a} {till} {any_number:b} (of | in | ,)? {which_month}",
    "between {any_number:a} (and | to | - | until | till) {any_number:b} (of | in | ,)? {which_month}",
    "{any_number:a} {till} {any_number:b} (of | in | ,)? {which_month}",
    "(in | of | on)? {which_month} (from | between)? {any_number:a} {till} {any_number:b}",
    "(in | of | on)? {which_month} between {any_number:a} and {any_number:b}",
    "(in | of | on)? {which_month} (from | between)? {any_number:a} {till} {any_number:b} ,? {year}",
    "from {any_number:a} {till} {which_month} {any_number:b}",
    "from {which_month} {any_number:a} {till} {any_number:b}",
    "from {which_month} {any_number:a} {till} {any_number:b} ,? {year}",
    "between {which_month} {any_number:a} and {any_number:b}",
)
def in_month(
    place: Place, a: int, b: int, which_month: tuple[int | None, int], till: str = "", year: int | None = None
) -> Period | None:
    """Days of a month that is said once."""
    said, month = which_month
    if not a < b:
        return None
    year = year or said
    if year is not None:
        first, last = full(year, month, a), full(year, month, b)
    else:
        first, last = yearless(place.now, month, a), yearless(place.now, month, b)
    return between(place.now, first, last) if first and last else None


@RULES.add("which_month", "{month}", "{month} ,? of? {year}", "{near_month}", "{month} ,? {spoken_year:year}")
def which_month(
    _: Place, month: int = 0, year: int | None = None, near_month: tuple[int, int] | None = None
) -> tuple[int | None, int]:
    """(year or None, month)"""
    return near_month or (year, month)


# --- months and years --------------------------------------------------------------------------------


@RULES.add("stretch_end", "{month_period:of}", "{year_period:of}")
def stretch_end(_: Place, of: Period) -> Period | None:
    return of if of.grain in ("MO", "Y") else None


@RULES.add("stretch_end", "{month_word:month}")
def any_month(place: Place, month: int) -> Period:
    return some_month(place.now, month)


@RULES.add("month_word", "{month}")
def month_word(_: Place, month: int) -> int:
    return month


@RULES.add("anchor_end", "{anchor_day:day}", "{present}")
def anchor_end(place: Place, day: Day | None = None, present: Moment | None = None) -> Day:
    return day or of_date(place.now.date())


@RULES.add(
    "date_range",
    "from {stretch_end:a} {till} {stretch_end:b}",
    "between {stretch_end:a} (and | to | -) {stretch_end:b}",
    "{stretch_end:a} (to | - | through | until) {stretch_end:b}",
    "from {stretch_end:a} {till} {calendar_day:b}",
    "{stretch_end:a} (to | - | through) {calendar_day:b}",
    "between {stretch_end:a} and {calendar_day:b}",
    "between {stretch_end:a} and {anchor_end:b}",
    "from {stretch_end:a} {till} {anchor_end:b}",
    "from {calendar_day:a} {till} {stretch_end:b}",
    "between {calendar_day:a} and {stretch_end:b}",
)
def stretch_range(place: Place, a: Any, b: Any, till: str = "") -> Period | None:
    """From the start of one to the start of the other."""
    if "year" in place.text:
        return None
    if isinstance(a, Period) and isinstance(b, Period) and a.grain == "MO" and a.year is None and b.grain == "Y":
        return None  # Dec-2018
    first, last = _start(a), _start(b)
    if isinstance(a, Period) and isinstance(b, Period) and a.grain == b.grain == "MO" and a.year is b.year is None:
        return _months_of_any_year(a, b)
    if last is None:
        return None
    if first is None:
        if not a.month:
            return None
        first = date(last.year, a.month, getattr(a, "day", None) or 1)
        if first > last:
            first = date(last.year - 1, first.month, first.day)
    if not first < last:
        return None
    return Period(f"({first},{last},{_gap(a, b, first, last)})", ((first, last),), "D")


def _months_of_any_year(a: Period, b: Period) -> Period | None:
    count = ((b.month or 0) - (a.month or 0)) % 12
    if not count:
        return None
    spans = tuple((start, add_months(start, count)) for start, _ in a.spans)
    return Period(f"(XXXX-{a.month:02d}-01,XXXX-{b.month:02d}-01,P{count}M)", spans, "MO")


def _start(end: Day | Period) -> date | None:
    """The first day of an end that says its year."""
    if end.year is None:
        return None
    if isinstance(end, Day):
        return end.days[0] if end.days else None
    return date(end.year, end.month or 1, 1)


def _gap(a: Day | Period, b: Day | Period, first: date, last: date) -> str:
    if isinstance(a, Day) or isinstance(b, Day):
        return f"P{(last - first).days}D"
    months = (last.year - first.year) * 12 + last.month - first.month
    return f"P{months // 12}Y" if a.grain == b.grain == "Y" else f"P{months}M"
