"""Every date and time in a text: leftmost, longest, not overlapping."""

from __future__ import annotations

from datetime import datetime
from functools import cache

from suffice.symbolic.english.spoken import VULGAR
from suffice.symbolic.extraction.neighbours import Piece, doubtful
from suffice.symbolic.extraction.scan import Grammar, Scan
from suffice.symbolic.extraction.tokens import DIGITS, Token, begins_well, ends_well
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


def pieces(text: str, tokens: list[Token], now: datetime) -> tuple[list[Piece], list[Piece], bool]:
    """What the grammar finds, what it found and leaves out as doubtful, and whether another ``now`` might find other
    things. ``now``: local time without a zone."""
    scan = Scan(grammar(), text, tokens, now)
    first = grammar().first("expression")
    found: list[Piece] = []
    index = 0
    while index < len(tokens):
        piece = None
        if tokens[index].key in first and begins_well(tokens, index) and not _lone(tokens, index):
            piece = _longest(scan, index)
        if piece is not None:
            found.append(piece)
        behind = piece[1] if piece else index + 1
        scan.forget(index, behind)
        index = behind
    dropped = doubtful(scan, found)
    kept = [piece for number, piece in enumerate(found) if number not in dropped]
    return kept, [found[number] for number in sorted(dropped)], scan.timely


def _lone(tokens: list[Token], index: int) -> bool:
    """True for a number below 1000 with which no date begins: two further ones, or a sign that no rule knows, follow.

    Such a number costs a look at the tokens behind it and not a try of every rule.
    """
    if index == 0 or tokens[index - 1].form.isalpha() or not _short(tokens, index):
        return False  # a word in front may make it a date: on 1, 2 and 3 May
    behind = index + 1
    if behind == len(tokens):
        return False
    form = tokens[behind].form
    if not form[0].isascii() and not form.isalpha() and form not in VULGAR:
        return True
    for _ in range(2):
        behind += behind < len(tokens) and tokens[behind].form in (",", ";")
        if not _short(tokens, behind) or tokens[behind].glued:
            return False
        behind += 1
    return True


def _short(tokens: list[Token], index: int) -> bool:
    return index < len(tokens) and tokens[index].key == DIGITS and len(tokens[index].form) <= 3


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
