"""A number that a unit, a currency or a percent sign may follow, where it ends, and percentages."""

from __future__ import annotations

from fractions import Fraction

from suffice.symbolic.english.digits import free, rational, signed
from suffice.symbolic.english.grammar import Grammar, Match, Parse
from suffice.symbolic.english.numbers import WORDS, plain

_START = WORDS | frozenset(("$", "-", "+", "\\"))


def figure(parse: Parse, index: int) -> tuple[int, str] | None:
    """A number with its sign that a unit, a currency or a percent sign may follow."""
    if index >= parse.end:
        return None
    token = parse.tokens[index]
    if (token.kind != "number" and token.form not in _START) or not free(parse, index):
        return None
    start, negative = (index, False) if token.kind == "number" else signed(parse, index)
    if start >= parse.end or parse.form(start) in ("$", "\\"):
        return None
    read = plain(parse, start)
    return read and (read[0], "-" + read[1] if negative and read[1] != "0" else read[1])


def percent(parse: Parse, index: int) -> list[Match]:
    """``["pct", "20"]``: 20%, twenty per cent, half a percent, 25 basis points."""
    if index >= parse.end:
        return []
    read = figure(parse, index)
    return _percent_end(parse, *read) if read else []


def _percent_end(parse: Parse, end: int, text: str) -> list[Match]:
    form = parse.form(end)
    if form == "%":
        after = parse.tokens[end + 1] if end + 1 < parse.end else None
        if after and after.glued and (after.kind != "other" or after.form in ("%", "$", "/")):
            return []
        return [(end + 1, ["pct", text])]
    if form in ("percent", "pct"):
        return [(end + 1, ["pct", text])]
    if form == "per" and parse.form(end + 1) == "cent":
        return [(end + 2, ["pct", text])]
    if (form == "basis" and parse.form(end + 1) in ("points", "point")) or form in ("bps", "bp"):
        return [(end + 1 + (form == "basis"), ["pct", rational(Fraction(text) / 100)])] if len(text) < 100 else []
    return []


def ends(parse: Parse, end: int) -> bool:
    """False when something glued behind shows that the amount goes on."""
    if end >= parse.end or not parse.tokens[end].glued:
        return True
    token = parse.tokens[end]
    if token.kind != "other" or token.form in "%_@#":
        return False
    if token.form in "-–":
        return False
    after = parse.tokens[end + 1] if end + 1 < parse.end else None
    return not (token.form in ".,:/" and after and after.glued and after.kind == "number")


def install(grammar: Grammar) -> None:
    grammar.literals["percent"] = percent
