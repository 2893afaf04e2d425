"""Literals for quantities with units, rates, and the units by themselves."""

from __future__ import annotations

from fractions import Fraction

from suffice.symbolic.english import units
from suffice.symbolic.english.digits import digits, free, rational
from suffice.symbolic.english.figures import ends, figure
from suffice.symbolic.english.grammar import Grammar, Match, Parse
from suffice.symbolic.english.money import MONEY_START
from suffice.symbolic.english.numbers import WORDS, plain
from suffice.symbolic.english.spoken import and_part

_RATIOS = {("h", "min"): 60, ("min", "s"): 60, ("h", "s"): 3600, ("ft", "in"): 12, ("yd", "ft"): 3, ("yd", "in"): 36,
           ("mi", "ft"): 5280, ("mi", "yd"): 1760, ("lb", "oz"): 16, ("st", "lb"): 14, ("km", "m"): 1000,
           ("m", "cm"): 100, ("cm", "mm"): 10, ("kg", "g"): 1000, ("t", "kg"): 1000, ("L", "mL"): 1000,
           ("day", "h"): 24, ("week", "day"): 7, ("day", "min"): 1440, ("year", "month"): 12, ("deg", "arcmin"): 60,
           ("arcmin", "arcsec"): 60}  # fmt: skip
_LISTED = frozenset((("km", "m"), ("m", "cm"), ("cm", "mm"), ("kg", "g"), ("t", "kg"), ("L", "mL"), ("mi", "yd")))
_BARE = {"ft": 12, "st": 14}  # what is left over may stand without its unit
_SMALL = {"ft": "in", "st": "lb"}
_AFTER_BARE = frozenset(("", "tall", "in", "to", "into", "high", "long", "and", ",", ")", "now", "heavy"))


def quantity(parse: Parse, index: int) -> list[Match]:
    """``["qty", "5", "km"]``: 5km, five feet, 5 ft 11 in, 2 hours 30 minutes, 60 km/h, $3 per kg."""
    if index >= parse.end:
        return []
    token = parse.tokens[index]
    if token.kind == "number" or token.form in WORDS or token.form in ("-", "+"):
        found = _measured(parse, index)
        if found:
            return found
    found = []
    if token.kind != "number" and token.form not in MONEY_START:
        return []
    for end, (_, text, currency) in parse.match("money", index):
        for after, divisor, _ in units.per(parse, end):
            found.append((after, ["qty", text, f"{currency or '¤'}/{divisor}"]))
    return found


def _measured(parse: Parse, index: int) -> list[Match]:
    token = parse.tokens[index]
    if token.kind == "number" and parse.form(index + 1) == "'" and parse.tokens[index + 1].glued:
        return _feet_and_inches(parse, index)
    if token.form in ("a", "an"):
        read = (index + 1, "1") if parse.form(index + 1) in units.names().words else figure(parse, index)
    else:
        read = figure(parse, index)
    if read is None or read[0] >= parse.end:
        return []
    end, text = read
    following = parse.tokens[end]
    hyphen = following.form == "-" and following.glued and end + 1 < parse.end and parse.tokens[end + 1].glued
    at = end + 1 if hyphen else end  # a 20-minute call
    found: list[Match] = []
    for after, symbol in units.unit(parse, at):
        if hyphen and parse.form(after) == "-":
            return []
        mixed = _mixed(parse, after, text, symbol)
        found += mixed
        if not ends(parse, after) or (mixed and parse.form(after) not in ("and", ",")):
            continue
        found.append((after, ["qty", text, symbol]))
        half = and_part(parse, after) if parse.form(after) == "and" else None
        if half and len(text) < 100 and parse.form(half[0] - 1) in ("half", "quarter", "quarters"):
            found.append((half[0], ["qty", rational(Fraction(text) + Fraction(half[1])), symbol]))
    return _distinct(found)


def _smaller_part(parse: Parse, end: int) -> int:
    """The index of a number behind an amount: straight behind it, or after ``and`` or a comma; 0 if none."""
    at = end
    if parse.form(at) == ",":
        at += 1
    if parse.form(at) == "and":
        at += 1
    return at if at < parse.end and (parse.tokens[at].kind == "number" or parse.form(at) in WORDS) else 0


def _mixed(parse: Parse, end: int, text: str, symbol: str) -> list[Match]:
    """``5 ft`` and ``11 in`` as one amount in the smaller unit, three units deep."""
    at = _smaller_part(parse, end)
    if not at or len(text) > 100 or Fraction(text).denominator != 1:
        return []
    read = digits(parse, at) if parse.tokens[at].kind == "number" else plain(parse, at)
    if read is None or len(read[1]) > 100:
        return []
    found: list[Match] = []
    bare = at == end and parse.form(read[0]) in _AFTER_BARE and read[1].isdecimal() and not text.startswith("-")
    if bare and int(read[1]) < _BARE.get(symbol, 0):  # 5 ft 9, 11 stone 4
        found.append((read[0], ["qty", rational(Fraction(text) * _BARE[symbol] + int(read[1])), _SMALL[symbol]]))
    for after, smaller in units.unit(parse, read[0]):
        pair = (symbol, smaller)
        ratio = _RATIOS.get(pair)
        if ratio is None or Fraction(read[1]) >= ratio or (at > end and pair in _LISTED):
            continue
        sign = -1 if text.startswith("-") else 1
        total = rational(Fraction(text) * ratio + sign * Fraction(read[1]))
        deeper = _mixed(parse, after, total, smaller)
        found += deeper or ([(after, ["qty", total, smaller])] if ends(parse, after) else [])
    return found


def _feet_and_inches(parse: Parse, index: int) -> list[Match]:
    """5'11", 5' 11", 6'."""
    feet = parse.tokens[index].form
    if not feet.isdecimal() or len(feet) > 6 or not free(parse, index):
        return []
    at = index + 2
    if at >= parse.end or parse.tokens[at].kind != "number":
        return [(at, ["qty", feet, "ft"])] if ends(parse, at) else []
    inches = parse.tokens[at].form
    end = at + 2 if (parse.form(at + 1), parse.form(at + 2)) == ("'", "'") else at
    if end == at and parse.form(at + 1) not in ('"', "in", "inches"):
        return []
    if "," in inches or len(inches) > 9 or Fraction(inches) >= 12:
        return []
    return [(max(end, at + 1) + 1, ["qty", rational(Fraction(feet) * 12 + Fraction(inches)), "in"])]


def _distinct(found: list[Match]) -> list[Match]:
    kept: list[Match] = []
    for match in found:
        if match not in kept:
            kept.append(match)
    return kept


def rate(parse: Parse, index: int) -> list[Match]:
    """A quantity per something: 60 km/h, $3 per kg."""
    return [(end, value) for end, value in parse.match("quantity", index) if "/" in value[2]]


def unit(parse: Parse, index: int) -> list[Match]:
    """``["unit", "km/h"]``: a unit by itself, singular or plural."""
    if index >= parse.end or parse.tokens[index].kind == "number":
        return []
    return _distinct([(end, ["unit", symbol]) for end, symbol in units.unit(parse, index) if ends(parse, end)])


def install(grammar: Grammar) -> None:
    grammar.literals |= {"quantity": quantity, "rate": rate, "unit": unit}
    grammar.openers["unit"] = units.first_words()
