"""Places with holidays, by the names in ``regions.txt``."""

from __future__ import annotations

from functools import cache

from suffice.records import Json
from suffice.symbolic.english.grammar import Grammar, Match, Parse
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


def install(grammar: Grammar) -> None:
    grammar.literals |= {"region": region, "nation": nation}
    grammar.openers |= {"region": frozenset(_regions()), "nation": frozenset(("<region>",))}
