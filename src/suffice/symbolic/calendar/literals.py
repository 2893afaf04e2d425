"""Literals that the calendar alone needs: holidays, Unix times, ranks, dates of one kind."""

from __future__ import annotations

from suffice.symbolic.calendar import added_spans, events, places
from suffice.symbolic.english.calendar_words import ORDINALS
from suffice.symbolic.english.grammar import NUMBER, Grammar, Match, Parse

HOLIDAYS = (
    "thanksgiving", "thanksgiving day", "labor day", "labour day", "memorial day", "independence day", "veterans day",
    "columbus day", "juneteenth", "presidents day", "martin luther king jr. day", "canada day", "victoria day",
    "anzac day", "australia day", "bastille day", "corpus christi", "family day", "republic day", "german unity day",
    "all saints day", "assumption day", "victory day",
)  # fmt: skip


def holiday_name(parse: Parse, index: int) -> list[Match]:
    """The name of a holiday whose date the law of a place sets -> the name."""
    found: list[Match] = []
    form = parse.form(index)
    for name in HOLIDAYS:
        words = name.split(" ")
        if words[0] == form.replace("'", "") and all(
            parse.form(index + n).replace("'", "") == word for n, word in enumerate(words)
        ):
            found.append((index + len(words), name))
    return found


def unix_time(parse: Parse, index: int) -> list[Match]:
    """A count of seconds or milliseconds since 1970: nine to thirteen figures."""
    form = parse.form(index)
    if not form.isdecimal() or not 9 <= len(form) <= 13:
        return []
    return [(index + 1, ["num", form])]


def plain_count(parse: Parse, index: int) -> list[Match]:
    """A whole number up to 9999: ``["num", "5"]``."""
    return [(end, value) for end, value in parse.match("count", index) if len(value[1]) <= 4]


def reckoned_date(parse: Parse, index: int) -> list[Match]:
    """A date that has to be worked out: ``3 weeks ago``, ``the second Monday of June 2027``."""
    return [
        (end, value) for end, value in parse.match("date", index) if value[0] not in ("date", "md", "in_year", "bad")
    ]


def zoned_moment(parse: Parse, index: int) -> list[Match]:
    """A moment that names its zone."""
    return [(end, value) for end, value in parse.match("moment", index) if value[0] == "at"]


def bracket_date(parse: Parse, index: int) -> list[Match]:
    """The same date once more in brackets, after a day that has a name: ``Christmas Day (25 December)``."""
    if parse.form(index) != "(":
        return []
    named = [value for at in range(max(0, index - 4), index) for end, value in parse.match("date", at) if end == index]
    spelled = [(end, value) for end, value in parse.match("date", index + 1) if parse.form(end) == ")"]
    return [(end + 1, "same") for end, value in spelled if value in named]


def whole_range(parse: Parse, index: int) -> list[Match]:
    """A range of dates."""
    return parse.match("date_range", index)


def year_start(parse: Parse, index: int) -> list[Match]:
    """A year in four figures -> its 1 January."""
    return [(end, ["date", f"{value[1]:04d}-01-01"]) for end, value in parse.match("year", index) if value[0] == "year"]


def ordinal_rank(parse: Parse, index: int) -> list[Match]:
    """first, 2nd, last -> ``["num", "1"]``, ``["num", "-1"]``."""
    form = parse.form(index)
    if form == "last":
        return [(index + 1, ["num", "-1"])]
    if form in ORDINALS:
        return [(index + 1, ["num", str(ORDINALS[form])])]
    if form.isdecimal() and len(form) <= 3 and parse.form(index + 1) in ("st", "nd", "rd", "th"):
        return [(index + 2, ["num", form])]
    return []


def install(grammar: Grammar) -> None:
    grammar.literals |= {
        "holiday_name": holiday_name, "unix_time": unix_time, "plain_count": plain_count, "rank": ordinal_rank,
        "reckoned_date": reckoned_date, "zoned_moment": zoned_moment, "whole_range": whole_range,
        "bracket_date": bracket_date, "year_start": year_start,
    }  # fmt: skip
    alike = {"plain_count": "count", "reckoned_date": "date", "whole_range": "date_range", "year_start": "year",
             "zoned_moment": "moment"}  # fmt: skip
    grammar.openers |= {name: frozenset((f"<{other}>",)) for name, other in alike.items()}
    grammar.openers |= {
        "unix_time": frozenset((NUMBER,)), "rank": ORDINALS.keys() | {"last", NUMBER}, "bracket_date": frozenset("("),
    }  # fmt: skip
    for room in (places, events, added_spans):
        room.install(grammar)
