"""Time zones by city, country, name, abbreviation or offset: ``["zone", "Asia/Tokyo"]``, ``["zone", "+05:30"]``.

A name that people use for several places or clocks (Portland, CST, IST) gives all of them. EST said of
a summer date may mean the offset that it names or the clock of New York: both are readings.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from suffice.symbolic.english.grammar import Grammar, Match, Parse
from suffice.symbolic.english.text import analyse

_REGIONS = frozenset("africa america antarctica arctic asia atlantic australia europe indian pacific".split())
_WORDS_TOO = frozenset(
    ("eat", "cat", "art", "west", "wet", "la", "et", "ct", "mt", "pt", "ist")
)  # zones in capitals only


@cache
def _names() -> dict[str, list[tuple[tuple[str, ...], tuple[str, ...]]]]:
    """First token of a name -> (all its tokens, the zones that it can mean), longest names first."""
    text = files("suffice.symbolic.english").joinpath("data", "zones.txt").read_text(encoding="utf-8")
    table: dict[str, list[tuple[tuple[str, ...], tuple[str, ...]]]] = {}
    for line in text.splitlines():
        if line.startswith("#"):
            continue
        zones, _, names = line.partition(" = ")
        readings = tuple(zones.split(", "))
        for name in names.split(", "):
            plain = name.replace(" ", "").isalpha()
            words = tuple(name.split()) if plain else tuple(t.form for t in analyse(name).tokens)
            table.setdefault(words[0], []).append((words, readings))
    for entries in table.values():
        entries.sort(key=lambda entry: -len(entry[0]))
    return table


@cache
def _identifiers() -> dict[str, str]:
    """Lower-case identifiers of the tz database -> as written there."""
    text = files("tzdata").joinpath("zones").read_text(encoding="utf-8")
    return {name.lower(): name for name in text.split() if "/" in name and not name.startswith(("Etc/", "SystemV"))}


def zone(parse: Parse, index: int) -> list[Match]:
    """A time zone, with ``time`` or ``local time`` after it or not."""
    form = parse.form(index)
    if not form:
        return []
    found: list[Match] = []
    if form in ("utc", "gmt") and parse.form(index + 1) in ("+", "-", "±"):
        found = [(end, ["zone", offset]) for end, offset in _offset(parse, index + 1, strict=False)]
        if found:
            return found + [(end + 1, value) for end, value in found if parse.form(end) == "time"]
    if form in _REGIONS and parse.form(index + 1) == "/":
        return _identifier(parse, index)
    start = index + 1 if form == "the" and parse.form(index + 1) not in ("the",) else index
    seen: set[tuple[int, str]] = set()
    for end, readings in [*_spelled(parse, index), *(_spelled(parse, start) if start != index else [])]:
        for last, kept in _qualified(parse, end, readings):
            for name in kept:
                for after in _with_time(parse, last):
                    if (after, name) not in seen:
                        seen.add((after, name))
                        found.append((after, ["zone", name]))
    return found


def _spelled(parse: Parse, index: int) -> list[tuple[int, tuple[str, ...]]]:
    """Names at ``index``; a comma may stand before their last word (Phoenix, Arizona)."""
    form = parse.form(index)
    found: list[tuple[int, tuple[str, ...]]] = []
    if form in _WORDS_TOO and not parse.tokens[index].raw.isupper():
        return []
    for words, readings in _names().get(form, ()):
        at = index + 1
        for word in words[1:]:
            if parse.form(at) == "," and word != ",":
                at += 1
            if parse.form(at) != word:
                break
            at += 1
        else:
            found.append((at, readings))
    return found


def _qualified(parse: Parse, end: int, readings: tuple[str, ...]) -> list[tuple[int, tuple[str, ...]]]:
    """The place by itself, and with its country (Lyon, France), which must lie on the same clock."""
    options = [(end, readings)]
    at = end + 1 if parse.form(end) in (",", "(") else end
    for far, country in _spelled(parse, at):
        both = tuple(name for name in readings if name in country)
        closed = far + 1 if parse.form(end) == "(" else far
        if both and "/" in both[0] and (parse.form(end) != "(" or parse.form(far) == ")"):
            options.append((closed, both))
    return options


def _with_time(parse: Parse, end: int) -> list[int]:
    ends = [end]
    at = end + 1 if parse.form(end) == "local" else end
    if parse.form(at) == "time":
        ends.append(at + 1)
    return ends


def _identifier(parse: Parse, index: int) -> list[Match]:
    """``America/New_York``, spread over several tokens."""
    text, at = parse.form(index), index + 1
    while at < parse.end and parse.tokens[at].glued and (parse.tokens[at].kind != "other" or parse.form(at) in "/_-"):
        text, at = text + parse.form(at), at + 1
    name = _identifiers().get(text)
    return [(end, ["zone", name]) for end in _with_time(parse, at)] if name else []


def _offset(parse: Parse, index: int, strict: bool) -> list[tuple[int, str]]:
    """+5:30, -3, +0530 -> (end, "+05:30"); ``strict`` wants two or four figures."""
    sign, hours = parse.form(index), parse.form(index + 1)
    if sign not in ("+", "-", "±") or not hours.isdecimal() or len(hours) > 4 or (strict and len(hours) in (1, 3)):
        return []
    if strict and not parse.tokens[index + 1].glued:
        return []
    end, minutes = index + 2, "00"
    if len(hours) > 2:
        hours, minutes = hours[:-2], hours[-2:]
    elif parse.form(end) == ":" and parse.tokens[end].glued and len(parse.form(end + 1)) == 2:
        minutes, end = parse.form(end + 1), end + 2
    if not minutes.isdecimal() or int(minutes) > 59 or int(hours) * 60 + int(minutes) > 14 * 60:
        return []
    if int(hours) == int(minutes) == 0:
        sign = "+"
    return [] if sign == "±" else [(end, f"{sign}{int(hours):02d}:{minutes}")]


def clock_offset(parse: Parse, index: int) -> list[Match]:
    """An offset written after a time: ``Z``, ``+01:00``, ``-0800``."""
    return [(end, ["zone", offset]) for end, offset in _offset(parse, index, strict=True)]


def install(grammar: Grammar) -> None:
    grammar.literals |= {"zone": zone, "clock_offset": clock_offset}
    grammar.openers |= {"zone": _REGIONS.union(_names(), ("the", "utc", "gmt")), "clock_offset": frozenset("+-±")}
