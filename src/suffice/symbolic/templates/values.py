"""What the text in a slot may mean: every value, by the literals of the shared English."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache

from suffice.records import Json
from suffice.symbolic.english.grammar import Budget, Grammar, Parse
from suffice.symbolic.english.text import analyse
from suffice.symbolic.templates.pattern import Slot

LITERAL_CHARS = 100  # longest text of a literal
LINE_CHARS = 400  # longest free text of one line
TEXT_CHARS = 20_000  # longest free text of several lines, and longest group of rows
MERE_NAMES = frozenset({"thing", "person"})  # literals without a value of their own: use text

_LINE_ENDS = frozenset("\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029")

_NUMERIC_DATE = re.compile(r"(?<![\d/.-])(\d{1,2})([/.-])(\d{1,2})\2(\d{4})(?![\d/.-])")


@dataclass(frozen=True, slots=True)
class Writing:
    """How an application writes what could be read in two ways; None or False leaves both readings."""

    day_first: bool | None = None  # 03/04/2026 is 3 April (True) or 4 March (False)
    clock_24: bool = False  # 3:30 is at night


AS_IT_COMES = Writing()


class TooMany(Exception):
    """More readings than are followed."""


def literal_types(grammar: Grammar) -> list[str]:
    """The slot types that the shared English and a family bring along."""
    return sorted(set(grammar.literals) - MERE_NAMES)


@lru_cache(maxsize=2048)
def read_literal(grammar: Grammar, name: str, text: str, writing: Writing = AS_IT_COMES) -> list[Json]:
    """Every value of a literal that consumes ``text`` whole; none when it does not fit.

    Remembered: what a literal says depends on its text alone, and the same rates, places and days come again and again.
    """
    if len(text) > LITERAL_CHARS or text != text.strip() or not _LINE_ENDS.isdisjoint(text):
        return []
    if writing.day_first is not None:
        day, month = (1, 3) if writing.day_first else (3, 1)
        text = _NUMERIC_DATE.sub(lambda date: f"{date[4]}-{date[month]:>02}-{date[day]:>02}", text)
    analysed = analyse(text)
    if writing.clock_24:  # times look at the whole text for the clock that it uses
        analysed = replace(analysed, source=f"{text} (24h)")
    parse = Parse(grammar, analysed)
    whole = parse.end
    if not whole:
        return []
    found: list[Json] = []
    try:
        for end, value in parse.match(name, 0):
            if end == whole and value not in found:
                found.append(value)
    except Budget:
        return []
    return found


def is_free(slot: Slot, text: str) -> bool:
    """True when ``text`` may pass through ``slot``."""
    if not text.strip() or "\x00" in text:
        return False
    if slot.type == "lines":
        return len(text) <= TEXT_CHARS
    return len(text) <= LINE_CHARS and text == text.strip() and _LINE_ENDS.isdisjoint(text)
