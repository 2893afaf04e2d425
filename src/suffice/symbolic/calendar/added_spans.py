"""Lengths of time that are added up: ``2 hours 50 min + 1 hour 35 min``, ``0:35 + 1:20``, ``5, 6 and 7 h``."""

from __future__ import annotations

from fractions import Fraction

from suffice.records import Json
from suffice.symbolic.english.calendar_words import WEEKDAYS
from suffice.symbolic.english.durations import WORDS, exact
from suffice.symbolic.english.grammar import NUMBER, Grammar, Match, Parse


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


def install(grammar: Grammar) -> None:
    grammar.literals["span_sum"] = span_sum
    grammar.openers["span_sum"] = frozenset(("a", "an", "half", NUMBER, *WORDS))
