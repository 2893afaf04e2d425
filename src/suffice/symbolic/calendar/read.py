"""Reads questions about dates and times out of plain English; the wording is data, in ``scenarios/*.rules``."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Any

from suffice.records import Abstain, Code, Json, Reading, Task
from suffice.symbolic.calendar import literals, marks
from suffice.symbolic.english.calendar_words import MONTHS, WEEKDAYS
from suffice.symbolic.english.discourse import Meaning
from suffice.symbolic.english.grammar import Grammar
from suffice.symbolic.english.named_days import FIXED, MOVABLE
from suffice.symbolic.english.text import Text
from suffice.symbolic.reading import GrammarReader, plain_body

_UNITS = {"s": "seconds", "min": "minutes", "h": "hours", "d": "days", "day": "days", "wk": "weeks", "week": "weeks"}
_GREGORIAN = "1582-10-15"  # the first day of the calendar of today, in Rome (bull Inter gravissimas)
_NOT_HERE = ("bare", "symbol", "weekday", "sigfigs", "as", "thousands")
_PATTERNS = {
    "hm": "HH:MM",
    "hms": "HH:MM:SS",
    "hmsm": "HH:MM:SS.mmm",
    "d": "D days",
    "dhm": "D days, HH:MM",
    "dhms": "D days, HH:MM:SS",
}

# One of these, a date or a time in figures, a weekday, a month or the name of a day stands in every text about time.
_OF_TIME = frozenset(
    """
    second seconds sec secs minute minutes min mins hour hours hr hrs h day days daily night nights nightly week
    weeks weekly weekend weekends fortnight fortnights fortnightly month months monthly quarter quarters quarterly
    year years yearly annual annually decade decades century centuries today tomorrow yesterday tonight now noon
    midnight midday am pm o'clock oclock date dates dated time times when long old age aged born birthday birthdays
    weekday weekdays weekdays deadline due clock zone zones utc eve holiday holidays gmt late early earlier later
    leap morning mornings afternoon afternoons evening evenings ago since until till unix timestamp timestamps iso
    overlap schedule calendar
    """.split()
)
_IN_FIGURES = re.compile(r"\d\s?[-/:–.]\s?\d+\s?[-/:–.]|\d[:h]\d|\d{8}")


def about(text: Text) -> bool:
    """Whether dates or times are spoken of."""
    words = _words()
    return any(token.form in words for token in text.tokens) or _IN_FIGURES.search(text.source) is not None


@cache
def _words() -> frozenset[str]:
    days = (f"{word}s" for word in WEEKDAYS)
    known = _OF_TIME.union(MONTHS, WEEKDAYS, days)
    names = (name.split() for name in (*FIXED, *MOVABLE, *literals.HOLIDAYS))
    return known.union(words[0] for words in names if known.isdisjoint(words))  # Easter, Thanksgiving


def read(task: Task) -> Reading | Abstain:
    return GrammarReader("calendar", finish).read(task)


def install(grammar: Grammar) -> None:
    """The literals that only the calendar needs."""
    literals.install(grammar)
    marks.install(grammar)


def finish(meaning: Meaning, task: Task) -> Json | Abstain:
    """The Problem body: with the reference time, without impossible dates, its form in the calendar's words."""
    body = plain_body(meaning, task)
    for role, value in body["given"].items():
        if isinstance(value, list) and value[:1] == ["rows"]:  # rows of one range each
            body["given"][role] = ["list", [row["r"] for row in value[1] if row.keys() <= {"r", "item"}]]
        if value in ("none", "weekdays"):  # a phrase that stands for a constant of the language (weekdays, none)
            body["given"][role] = [value]
    refusal = impossible(body)
    if refusal is not None:
        return refusal
    if task.now is not None and meaning.ask in ("due_next", "upcoming"):  # what comes next lies ahead
        body["where"] = [*body.get("where", ()), ["gt", body["find"], ["today"]]]
    form: dict[str, Any] = dict(body["form"])
    if meaning.scenario == "bare_date" and form.get("type") != "weekday":
        return Abstain(Code.UNSUPPORTED, "a date alone, and nothing that is asked of it")
    for key in ("sigfigs", "as", "thousands"):
        if key in form:
            return Abstain(Code.UNSUPPORTED, "that form is for numbers, not for dates and times")
    for key in _NOT_HERE:
        form.pop(key, None)
    if form.get("pattern") == "d" and "clock" in form:  # D days, HH:MM
        form["pattern"] = "dhm"
        del form["clock"]
    since, dated = form.pop("of", None), form.pop("at", None)
    if form.pop("term", None) == "notice" and dated in ("sign", "start", "purchase", "order", "entry"):
        return Abstain(Code.UNDERDETERMINED, "a notice period runs from the notice, whose date is not told")
    if form.pop("base", None) and dated not in (None, "issue"):
        return Abstain(Code.UNDERDETERMINED, "the time runs from the invoice, whose date is not told")
    if since is not None and since != dated:
        return Abstain(Code.UNDERDETERMINED, f"the time runs from the {since}, whose date is not told")
    seen = body["find"]
    if form.pop("moment", None):  # the date as well as the time
        body["find"] = seen = seen[1] if seen[0] == "clock_near" else seen
        if seen[0] not in ("to_zone", "from_unix", "at", "on", "deadline"):
            return Abstain(Code.UNSUPPORTED, "a date and a time are to be answered, which is not what is asked for")
    if form.pop("timeonly", None):
        if seen[0] not in ("clock_near", "convert_time"):
            return Abstain(Code.UNSUPPORTED, "a time alone is to be answered, which is not what is asked for")
        body["find"] = ["time_of", seen[1]] if seen[0] == "clock_near" else seen
    if form.pop("parts", None) and body["find"][0] == "in_units":
        return Abstain(Code.INCONSISTENT, "one unit is asked for, and then hours and minutes")
    if "clock" in form:
        form["clock"] = str(form["clock"])
    if "unit" in form:
        unit = form["unit"][1] if isinstance(form["unit"], list) else form["unit"]
        form["unit"] = _UNITS.get(unit, unit)
        if form["unit"] not in _UNITS.values():
            return Abstain(Code.INCONSISTENT, f"a time cannot be given in {unit}")
    if "pattern" in form:
        form["duration"] = _PATTERNS[form.pop("pattern")]
    body["form"] = form
    if task.now is not None:
        body["now"] = task.now.isoformat()
    return body


def impossible(body: Json) -> Abstain | None:
    """Why a date of the body is none, or none that everybody would agree on."""
    for value in _values([body["given"], body["find"]]):
        if value[0] == "bad":
            return Abstain(Code.INCONSISTENT, str(value[1]))
        if value[0] in ("date", "datetime") and str(value[1]) < _GREGORIAN:
            return Abstain(Code.AMBIGUOUS, "before 15 October 1582 two calendars differ on what day that is")
    return None


def _values(part: Any) -> Iterator[list[Json]]:
    """Every list that begins with a word, at any depth."""
    if isinstance(part, dict):
        for item in part.values():
            yield from _values(item)
    elif isinstance(part, (list, tuple)):
        if part and isinstance(part[0], str):
            yield list(part)
        for item in part:
            yield from _values(item)
