"""All literals of the shared English: numbers, amounts, dates, times, names, ... by name."""

from __future__ import annotations

import string
from functools import cache

from suffice.symbolic.english import (
    amounts,
    calendar_words,
    durations,
    figures,
    formulas,
    lists,
    moments,
    money,
    numbers,
    people,
    phrases,
    quoted,
    relative,
    times,
    zones,
)
from suffice.symbolic.english.grammar import NUMBER, Grammar
from suffice.symbolic.english.spoken import VULGAR

# Literals that begin with a number, a number word, an amount's sign or a mark, never with another word.
NUMERIC = frozenset(
    "number count percent money quantity rate number_list money_list quantity_list percent_list or_list bare_list"
    " plain_fraction expression amount_expression duration small".split()
)
_ROOMS = (
    phrases, people, quoted, numbers, figures, money, amounts, lists, formulas, calendar_words, durations, relative,
    times, moments, zones,
)  # fmt: skip


def install(grammar: Grammar) -> None:
    """Register every literal of the shared English."""
    for room in _ROOMS:
        room.install(grammar)
    grammar.openers |= dict.fromkeys(NUMERIC & grammar.literals.keys(), numberish())


@cache
def numberish() -> frozenset[str]:
    """Every word and mark with which a number or an amount can begin."""
    words = money.MONEY_START | numbers.WORDS | numbers.SCALE_WORDS | VULGAR.keys() | durations.WORDS.keys()
    return words | {NUMBER, *string.punctuation, *"€£¥₹₩₽₺₪√×÷°", "the", "sqrt", "cbrt", "square", "cube"}
