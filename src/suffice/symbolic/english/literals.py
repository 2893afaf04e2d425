"""All literals of the shared English: numbers, amounts, dates, times, names, ... by name."""

from __future__ import annotations

from suffice.symbolic.english import (
    amounts,
    dates,
    durations,
    formulas,
    lists,
    moments,
    numbers,
    people,
    phrases,
    quoted,
    relative,
    times,
    zones,
)
from suffice.symbolic.english.grammar import Grammar

_ROOMS = (phrases, people, quoted, numbers, amounts, lists, formulas, dates, durations, relative, times, moments, zones)


def install(grammar: Grammar) -> None:
    """Register every literal of the shared English."""
    for room in _ROOMS:
        room.install(grammar)
