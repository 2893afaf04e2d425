"""Literals that the calendar alone needs: places with holidays, Unix times, the words for a holiday."""

from __future__ import annotations

from fractions import Fraction
from functools import cache

from suffice.records import Json
from suffice.symbolic.english.calendar_words import ORDINALS, WEEKDAYS
from suffice.symbolic.english.durations import WORDS, exact
from suffice.symbolic.english.grammar import NUMBER, Grammar, Match, Parse
from suffice.symbolic.english.text import analyse


@cache
def _regions() -> dict[str, list[tuple[tuple[str, ...], tuple[str, ...]]]]:
    """First token of a name -> (all its tokens, the places that it can mean), longest names first."""
    from importlib.resources import files

    text = files("suffice.symbolic.calendar").joinpath("regions.txt").read_text(encoding="utf-8")
    table: dict[str, list[tuple[tuple[str, ...], tuple[str, ...]]]] = {}
    for line in text.splitlines():
        if line.startswith("#"):
            continue
        places, _, names = line.partition(" = ")
        for name in names.split(", "):
            words = tuple(token.form for token in analyse(name).tokens)
            table.setdefault(words[0], []).append((words, tuple(places.split(", "))))
    for entries in table.values():
        entries.sort(key=lambda entry: -len(entry[0]))
    return table


def region(parse: Parse, index: int) -> list[Match]:
    """A place with holidays: ``["region", "DE", "BY"]``; a part may be followed by its country (Bavaria, Germany)."""
    found: list[Match] = []
    for end, places in _places(parse, index):
        found += [(end, _value(place)) for place in places]
        after = end + 1 if parse.form(end) in (",", "in") else end
        for far, countries in _places(parse, after):
            within = [place for place in places if " " in place and place.split(" ")[0] in countries]
            found += [(far, _value(place)) for place in within]
    return found


def nation(parse: Parse, index: int) -> list[Match]:
    """A country with its national holidays alone: ``["region", "US", "*"]``."""
    return [(end, [*value, "*"]) for end, value in region(parse, index) if len(value) == 2]


def _places(parse: Parse, index: int) -> list[tuple[int, tuple[str, ...]]]:
    form = parse.form(index)
    if not form:
        return []
    found: list[tuple[int, tuple[str, ...]]] = []
    for words, places in _regions().get(form, ()):
        end = index + len(words)
        if end <= parse.end and all(parse.tokens[index + n].form == word for n, word in enumerate(words)):
            if form == "us" and parse.tokens[index].raw != "US":  # the pronoun
                continue
            found.append((end, places))
    return found


def _value(place: str) -> Json:
    return ["region", *place.split(" ")]


_HOLIDAYS = (
    "thanksgiving", "thanksgiving day", "labor day", "labour day", "memorial day", "independence day", "veterans day",
    "columbus day", "juneteenth", "presidents day", "martin luther king jr. day", "canada day", "victoria day",
    "anzac day", "australia day", "bastille day", "corpus christi", "family day", "republic day", "german unity day",
    "all saints day", "assumption day", "victory day",
)  # fmt: skip


def holiday_name(parse: Parse, index: int) -> list[Match]:
    """The name of a holiday whose date the law of a place sets -> the name."""
    found: list[Match] = []
    form = parse.form(index)
    for name in _HOLIDAYS:
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


_EVENTS = frozenset(
    "backup upload deploy release period payment dose nap run hike swim break recess vacation holiday semester term"
    " bake roast kickoff sync".split()
)  # nouns that stand for something else in other families
_DETERMINERS = frozenset("a an the my our your his her their its this that".split())
_SHORTENED = frozenset(  # spoken of by their first word alone: a conference call, the conference
    ("conference call", "training session", "backup job", "maintenance window", "training course", "rehearsal session")
)


def event(parse: Parse, index: int) -> list[Match]:
    """Something that happens or lasts: a thing, or one of the nouns that only the calendar takes as such."""
    from suffice.symbolic.english.phrases import adjectives, nouns, thing

    found = list(thing(parse, index))
    at = index + 1 if parse.form(index) in _DETERMINERS else index
    words: list[str] = []
    while len(words) < 4 and parse.form(at):
        form = parse.form(at)
        words.append(form)
        at += 1
        if form in _EVENTS or form.removesuffix("s") in _EVENTS:
            head = form.removesuffix("s")
            found.append((at, ["thing", head, " ".join([*words[:-1], head])]))
        elif form not in nouns() and form not in adjectives():
            break
    return found + [
        (end, ["thing", words[-2], " ".join(words[:-1])])
        for end, value in found
        if (words := value[2].split())[-1:] and " ".join(words[-2:]) in _SHORTENED
    ]


def span_sum(parse: Parse, index: int) -> list[Match]:
    """Lengths of time added up: ``2 hours 50 min + 1 hour 35 min + 55 min``, ``0:35 + 1:20``, ``5, 6 and 7 h``."""
    token = parse.tokens[index] if index < parse.end else None
    if token is None or (token.kind != "number" and token.form not in ("a", "an", "half", *WORDS)):
        return []
    found: list[Match] = []
    for part in (_said_span, _clock_span, _bare_span, _weekday_span):
        todo: list[tuple[int, list[Json]]] = [(index, [])]
        while todo:
            at, known = todo.pop()
            parse.step(len(known) + 1)
            for end, value in part(parse, at):
                now = [*known, value]
                if len(now) > 1:
                    found += _units_after(parse, end, now) if part is _bare_span else [(end, ["list", now])]
                if part is _weekday_span and len(now) == 1 and parse.form(at + 1) not in ("hours", "hour", "hrs", "h"):
                    continue
                after = end + 1 if parse.form(end) in ("+", ",", "and", "plus", "&", ";") else 0
                after = after + 1 if parse.form(end) in (",", ";") and parse.form(after) in ("and", "plus") else after
                if after and len(now) < 40:
                    todo.append((after, now))
    found = [(end, value) for end, value in found if all(item[0] == "dur" for item in value[1])]
    longest = max((end for end, _ in found), default=0)  # half of a list is no sum
    return [(end, value) for end, value in found if end == longest]


def _weekday_span(parse: Parse, at: int) -> list[Match]:
    """Hours by weekday, the unit said once: ``7.5 hours on Monday, 8 on Tuesday``."""
    form = parse.form(at)
    if parse.tokens[at : at + 1] and parse.tokens[at].kind == "number" and len(form) <= 5:
        end = at + 2 if parse.form(at + 1) in ("hours", "hour", "hrs", "h") else at + 1
        if parse.form(end) == "on" and parse.form(end + 1) in WEEKDAYS and "," not in form:
            return [(end + 2, ["dur", {"seconds": exact(Fraction(form) * 3600)}])]
    return []


def _said_span(parse: Parse, at: int) -> list[Match]:
    """A length of time, with the weekday that it belongs to or without."""
    found = parse.match("duration", at)
    return found + [
        (end + 2, value) for end, value in found if parse.form(end) == "on" and parse.form(end + 1) in WEEKDAYS
    ]


def _clock_span(parse: Parse, at: int) -> list[Match]:
    """Hours and minutes as ``1:20``, ``0h25``: only where all of a sum are written so."""
    hours, mark, minutes = parse.form(at), parse.form(at + 1), parse.form(at + 2)
    if not (hours.isdecimal() and len(hours) <= 3 and mark in (":", "h") and minutes.isdecimal() and len(minutes) == 2):
        return []
    if not parse.tokens[at + 1].glued or not parse.tokens[at + 2].glued or int(minutes) > 59:
        return []
    if parse.form(at + 3) in (":", "am", "pm", "-"):
        return []
    return [(at + 3, ["dur", {"seconds": int(hours) * 3600 + int(minutes) * 60}])]


def _bare_span(parse: Parse, at: int) -> list[Match]:
    """A number whose unit follows after the last of them."""
    form = parse.form(at)
    return [(at + 1, ["num", form])] if form.isdecimal() and len(form) <= 4 else []


def _units_after(parse: Parse, end: int, numbers: list[Json]) -> list[Match]:
    unit = {"hours": 3600, "minutes": 60, "mins": 60, "min": 60, "seconds": 1}.get(parse.form(end))
    if unit is None:
        return []
    return [(end + 1, ["list", [["dur", {"seconds": int(number[1]) * unit}] for number in numbers]])]


_TAME = frozenset(
    "time hr it sysadmin system coding accounts receivable payable legal admin customer support front desk back"
    " end data entry entries team teams staff human resources calendar calendars dates times date scheduling small"
    " short simple everyday quick common basic and or about for of the a an our their your international"
    " scheduling planning coding booking messaging accounting invoicing timekeeping marketing training cooking"
    " gardening billing shipping shopping banking programming engineering publishing teaching nursing".split()
)


def duty(parse: Parse, index: int) -> list[Match]:
    """What an assistant is for, in one to seven plain words: ``system administrators with their shifts``."""
    from suffice.symbolic.english.phrases import adjectives, nouns

    found: list[Match] = []
    at = index
    while at < min(parse.end, index + 7):
        token = parse.tokens[at]
        form = token.form
        if form == "-" and token.glued:
            at += 1
            continue
        known = form in nouns() or form in adjectives() or form in _TAME or form.endswith(("ers", "ors", "ists"))
        if token.kind != "word" or (token.capital and not token.raw.isupper()) or not known:
            break
        at += 1
        if form not in ("and", "or", "about", "for", "of", "the", "a", "an", "our", "their", "your"):
            found.append((at, "duty"))
    return found


_GATHERINGS = {
    "meet": "meeting", "meets": "meeting", "train": "training", "trains": "training", "rehearse": "rehearsal",
    "rehearses": "rehearsal", "visit": "visit", "visits": "visit",
}  # fmt: skip


def gathering(parse: Parse, index: int) -> list[Match]:
    """A verb that names what happens again and again, as that thing: ``meet`` -> a meeting, not the board meeting."""
    noun = _GATHERINGS.get(parse.form(index))
    return [(index + 1, ["thing", noun, f"{noun} alone"])] if noun else []


def year_start(parse: Parse, index: int) -> list[Match]:
    """A year in four figures -> its 1 January."""
    return [(end, ["date", f"{value[1]:04d}-01-01"]) for end, value in parse.match("year", index) if value[0] == "year"]


def ordinal_rank(parse: Parse, index: int) -> list[Match]:
    """first, 2nd, last -> ``["num", "1"]``, ``["num", "-1"]``."""
    from suffice.symbolic.english.calendar_words import ORDINALS

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
        "region": region, "nation": nation, "holiday_name": holiday_name, "unix_time": unix_time,
        "plain_count": plain_count,
        "rank": ordinal_rank, "reckoned_date": reckoned_date, "zoned_moment": zoned_moment, "whole_range": whole_range,
        "thing": event, "event": event, "span_sum": span_sum, "bracket_date": bracket_date,
        "duty": duty, "year_start": year_start, "gathering": gathering,
    }  # fmt: skip
    events = _EVENTS.union((f"{name}s" for name in _EVENTS), _DETERMINERS, grammar.openers["thing"])
    alike = {"plain_count": "count", "reckoned_date": "date", "whole_range": "date_range", "year_start": "year",
             "zoned_moment": "moment"}  # fmt: skip
    grammar.openers |= {name: frozenset((f"<{other}>",)) for name, other in alike.items()}
    grammar.openers |= {
        "region": frozenset(_regions()), "unix_time": frozenset((NUMBER,)), "rank": ORDINALS.keys() | {"last", NUMBER},
        "thing": events, "event": events, "span_sum": frozenset(("a", "an", "half", NUMBER, *WORDS)),
        "nation": frozenset(("<region>",)), "bracket_date": frozenset("("), "gathering": frozenset(_GATHERINGS),
    }  # fmt: skip
