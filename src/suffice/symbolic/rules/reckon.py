"""What an amount comes to, exactly, and how it is written. For the solver; the checker has its own (``recount.py``)."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from suffice.records import Json
from suffice.symbolic.rules.amounts import Amount
from suffice.symbolic.rules.language import size_of, tagged

SIGNS = {"USD": "$", "EUR": "€", "GBP": "£"}
Measured = tuple[str, Fraction]  # in what, and how much


class Unlike(Exception):
    """Amounts that do not go together."""


def reckoned(amount: Amount, known: Mapping[tuple[str, str], Json]) -> Measured:
    """Raises Unlike."""
    head, rest = amount[0], amount[1:]
    if head == "of":
        return size_of(known[rest[0], rest[1]])
    if head == "slices":
        return _slices(reckoned(rest[0], known), rest[1])
    if head == "times":
        return _product(reckoned(rest[0], known), reckoned(rest[1], known))
    if head in ("sum", "less"):
        (measure, size), *others = [reckoned(part, known) for part in rest]
        for other, more in others:
            if other != measure:
                raise Unlike(f"{other} and {measure} do not add up")
            size += more if head == "sum" else -more
        return measure, size
    return size_of(amount)


def _product(one: Measured, other: Measured) -> Measured:
    for factor, scale in (("pct", 100), ("num", 1)):
        for (measure, size), (of, more) in ((one, other), (other, one)):
            if measure == factor:
                return of, size / scale * more
    raise Unlike(f"{one[0]} times {other[0]} is nothing that is known here")


def _slices(whole: Measured, rows: Json) -> Measured:
    measure, size = whole
    low, total, kinds = Fraction(0), Fraction(0), set[str]()
    for end, rate in rows:
        per, much = size_of(rate)
        if end is not None and size_of(end)[0] != measure:
            raise Unlike(f"slices in {size_of(end)[0]} of {measure}")
        kinds.add(measure if per == "pct" else per)
        high = size if end is None else min(size, size_of(end)[1])
        if high > low:
            total += (high - low) * (much / 100 if per == "pct" else much)
            low = high
    if len(kinds) > 1:
        raise Unlike("the rates of the slices are of several kinds")
    return kinds.pop(), total


def shown(measure: str, size: Fraction) -> str | None:
    """``$2.99``, ``10%``, ``24 days``; None for what has no end in decimals, or parts of a cent."""
    if measure == "date":
        return tagged(measure, size)[1]
    kind, _, unit = measure.partition(" ")
    if kind == "money":
        if (size * 100).denominator != 1:
            return None
        number = str(size) if size.denominator == 1 else f"{size.numerator / size.denominator:.2f}"
        return f"{SIGNS[unit]}{number}" if unit in SIGNS and size >= 0 else f"{number} {unit}"
    number = decimal(size)
    if number is None or kind == "num":
        return number
    return f"{number}%" if kind == "pct" else f"{number} {unit}{'' if number == '1' or len(unit) < 3 else 's'}"


def decimal(size: Fraction) -> str | None:
    for places in range(7):
        scaled = size * 10**places
        if scaled.denominator == 1:
            digits = str(abs(scaled.numerator)).rjust(places + 1, "0")
            whole, part = (digits[:-places], f".{digits[-places:]}") if places else (digits, "")
            return f"{'-' if size < 0 else ''}{whole}{part}"
    return None
