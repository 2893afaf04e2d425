"""Literals for marks and lists that rules cannot spell: arrows, numbered names, lists of time ranges."""

from __future__ import annotations

from suffice.records import Json
from suffice.symbolic.english.grammar import Grammar, Match, Parse

_ARROWS = (("-", ">"), ("=", ">"), ("→",), ("-", "-", ">"), ("=", "=", ">"))
_MOST_RANGES = 30  # of one list


def arrow(parse: Parse, index: int) -> list[Match]:
    """An arrow that asks for the other form of what stands before it: ``->``, ``=>``, ``→``."""
    return [
        (index + len(marks), "arrow")
        for marks in _ARROWS
        if all(parse.form(index + n) == mark for n, mark in enumerate(marks))
    ]


def range_list(parse: Parse, index: int) -> list[Match]:
    """Two or more ranges of times of day: ``09:00-10:30, 11:00-12:30 and 14:00-17:00``."""
    if not parse.form(index)[:1].isdecimal() and parse.form(index) not in ("from", "between"):
        return []
    found: list[Match] = []
    todo: list[tuple[int, list[Json]]] = [(index, [])]
    while todo:
        at, known = todo.pop()
        for end, value in parse.match("time_range", at):
            now = [*known, value]
            after = _joint(parse, end)
            more = after and len(now) < _MOST_RANGES and parse.match("time_range", after)
            if more:
                todo.append((after, now))
            elif len(now) > 1:
                found.append((end, ["list", now]))
    return found[:8]


def third(parse: Parse, index: int) -> list[Match]:
    """Somebody else: a name, he, she or they -- neither I nor you."""
    return [match for match in parse.match("person", index) if match[1][1] not in ("i", "we", "you")]


def _joint(parse: Parse, end: int) -> int:
    """The index after a comma, semicolon, ``and`` or both; 0 if none stands at ``end``."""
    form = parse.form(end)
    if form in (",", ";"):
        return end + 2 if parse.form(end + 1) in ("and", "then") else end + 1
    return end + 1 if form in ("and", "&") else 0


def install(grammar: Grammar) -> None:
    grammar.literals |= {"arrow": arrow, "range_list": range_list, "third": third}
