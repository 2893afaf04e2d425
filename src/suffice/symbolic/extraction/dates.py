"""Every date and time in a text: leftmost, longest, not overlapping."""

from __future__ import annotations

from datetime import datetime
from functools import cache

from suffice.symbolic.extraction.neighbours import Piece, doubtful
from suffice.symbolic.extraction.scan import Grammar, Scan
from suffice.symbolic.extraction.tokens import Token, begins_well, ends_well
from suffice.symbolic.extraction.words import SHORT_MONTHS, SHORT_WEEKDAYS


@cache
def grammar() -> Grammar:
    """All rules."""
    from suffice.symbolic.extraction import (
        bounds,
        clock_ranges,
        clocks,
        day_ranges,
        dayparts,
        days,
        edges,
        holidays,
        lengths,
        moments,
        periods,
        quarters,
        relative_days,
        words,
    )

    files = (
        words,
        days,
        relative_days,
        holidays,
        clocks,
        dayparts,
        lengths,
        moments,
        periods,
        quarters,
        edges,
        clock_ranges,
        day_ranges,
        bounds,
    )
    return Grammar(file.RULES for file in files)


def pieces(text: str, tokens: list[Token], now: datetime) -> tuple[list[Piece], list[Piece]]:
    """What the grammar finds, and what it found and leaves out as doubtful. ``now``: local time without a zone."""
    scan = Scan(grammar(), text, tokens, now)
    first = grammar().first("expression")
    found: list[Piece] = []
    index = 0
    while index < len(tokens):
        piece = None
        if tokens[index].key in first and begins_well(tokens, index):
            piece = _longest(scan, index)
        if piece is not None:
            found.append(piece)
        behind = piece[1] if piece else index + 1
        scan.forget(index, behind)
        index = behind
    dropped = doubtful(scan, found)
    return [p for n, p in enumerate(found) if n not in dropped], [found[n] for n in sorted(dropped)]


def _longest(scan: Scan, index: int) -> Piece | None:
    for end, expression in scan.part("expression", index):
        end = _without_dot(scan, index, end)
        if ends_well(scan.text, scan.tokens, end):
            return index, end, expression
    return None


def _without_dot(scan: Scan, index: int, end: int) -> int:
    """The dot of an abbreviation that ends an expression is left to the sentence."""
    if scan.form(end - 1) == "." and end - index > 1 and scan.form(end - 2) in (*SHORT_MONTHS, *SHORT_WEEKDAYS):
        return end - 1
    return end
