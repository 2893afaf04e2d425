"""Every date and time in a text: leftmost, longest, not overlapping."""

from __future__ import annotations

from datetime import datetime
from functools import cache

from suffice.symbolic.extraction.neighbours import Piece, settled
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
        days,
        holidays,
        lengths,
        moments,
        periods,
        relative_days,
        words,
    )

    files = (words, days, relative_days, holidays, clocks, lengths, moments, periods, clock_ranges, day_ranges, bounds)
    return Grammar(file.RULES for file in files)


def pieces(text: str, tokens: list[Token], now: datetime) -> list[Piece]:
    """What the grammar finds. ``now``: local time without a zone."""
    scan = Scan(grammar(), text, tokens, now)
    first = grammar().first("expression")
    found: list[Piece] = []
    index = 0
    while index < len(tokens):
        piece = None
        if tokens[index].key in first and begins_well(tokens, index):
            piece = _longest(scan, index)
        if piece is None:
            index += 1
        else:
            found.append(piece)
            index = piece[1]
    return settled(scan, found)


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
