"""Literals for amounts of one dimension, for one of a unit by itself, and for rates: ``per hour``, ``250 mg/5 mL``."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from functools import cache

from suffice.symbolic.arithmetic import units
from suffice.symbolic.english.digits import rational
from suffice.symbolic.english.grammar import NUMBER, Grammar, Match, Parse
from suffice.symbolic.english.literals import numberish

_DIMENSIONS = {
    "length": (("L", 1),), "area": (("L", 2),), "volume": (("L", 3),), "mass": (("M", 1),), "span": (("T", 1),),
    "speed": (("L", 1), ("T", -1)), "flow": (("L", 3), ("T", -1)), "storage": (("B", 1),),
    "bandwidth": (("B", 1), ("T", -1)), "power": (("L", 2), ("M", 1), ("T", -3)),
    "energy": (("L", 2), ("M", 1), ("T", -2)), "temperature": (("K", 1),),
    "consumption": (("L", 2),), "mileage": (("L", -2),),
}  # fmt: skip
_UNITS = {"distance_unit": ("length", True), "one_volume": ("volume", True), "one_energy": ("energy", True),
          "time_unit": ("span", False)}  # fmt: skip


@cache
def _dimension(symbol: str) -> units.Dimension:
    return units.dimension(units.parse(symbol))


def _of_dimension(name: str, dimension: units.Dimension) -> Callable[[Parse, int], list[Match]]:
    """Quantities of one dimension. Consumption (L/100 km) and area have the same one; the unit tells them apart."""

    consumed = name == "consumption"

    def literal(parse: Parse, index: int) -> list[Match]:
        return [
            (end, value)
            for end, value in parse.match("quantity", index)
            if _dimension(value[2]) == dimension
            and (name not in ("area", "consumption") or consumed == ("hkm" in value[2]))
        ]

    return literal


def _unit_of(name: str, one: bool) -> Callable[[Parse, int], list[Match]]:
    """Units of one dimension by themselves; ``one``: as one of it (``km`` -> ``["qty", "1", "km"]``)."""

    def literal(parse: Parse, index: int) -> list[Match]:
        return [
            (end, ["qty", "1", value[1]] if one else value)
            for end, value in parse.match("unit", index)
            if _dimension(value[1]) == _DIMENSIONS[name]
        ]

    return literal


def per_unit(parse: Parse, index: int) -> list[Match]:
    """``per hour``, ``a day``, ``every minute``, ``/s``: one of the unit as a quantity."""
    at = index
    if parse.form(at) in ("in", "for") and parse.form(at + 1) in ("a", "an", "one", "each", "every", "1"):
        at += 1
    elif parse.form(at) not in ("per", "a", "an", "each", "every", "/"):
        return []
    found = [(end, ["qty", "1", value[1]]) for end, value in parse.match("unit", at + 1) if "/" not in value[1]]
    return [m for m in found if parse.form(m[0]) != "and" or parse.form(m[0] + 2) not in ("half", "quarter")]


def strength(parse: Parse, index: int) -> list[Match]:
    """So much substance in so much liquid, as one rate: ``250 mg/5 mL`` -> ``["qty", "50", "mg/mL"]``."""
    found: list[Match] = []
    for at, amount in parse.match("number", index) if parse.tokens[index].kind == "number" else ():
        mass, link = _MASSES.get(parse.form(at)), parse.form(at + 1)
        if mass is None or link not in ("/", "per", "in"):
            continue
        start = at + 2 + (link == "in" and parse.form(at + 2) in ("each", "every"))
        size = parse.form(start)
        for end, liquid in parse.match("unit", start + 1) if size.replace(".", "", 1).isdecimal() else ():
            if _dimension(liquid[1]) == _DIMENSIONS["volume"] and Fraction(size) > 0:
                found.append((end, ["qty", rational(Fraction(amount[1]) / Fraction(size)), f"{mass}/{liquid[1]}"]))
    return found + [m for m in parse.match("rate", index) if _dimension(m[1][2]) == (("L", -3), ("M", 1))]


def goods_rate(parse: Parse, index: int) -> list[Match]:
    """A price for each unit of goods, not of time: a day's pay is none for eight hours of it."""
    return [m for m in parse.match("rate", index) if not any(base == "T" for base, _ in _dimension(m[1][2]))]


def no_cups(parse: Parse, index: int) -> list[Match]:
    """An amount, but none in cups: a cup has several sizes, so cups are counted by themselves."""
    return [m for m in parse.match("amount", index) if m[1][0] != "qty" or "cup" not in m[1][2]]


_MASSES = {"mg": "mg", "g": "g", "milligrams": "mg", "grams": "g", "milligram": "mg", "gram": "g"}


def body_dose(parse: Parse, index: int) -> list[Match]:
    """So much substance for each kilogram of a body: ``15 mg/kg``."""
    return [m for m in parse.match("rate", index) if m[1][0] == "qty" and m[1][2] in ("mg/kg", "g/kg", "µg/kg")]


def word_unit(parse: Parse, index: int) -> list[Match]:
    """One week, month or the like: ``week`` -> ``["qty", "1", "week"]``."""
    return [(end, ["qty", "1", value[1]]) for end, value in parse.match("unit", index) if value[1] in _PERIODS]


_PERIODS = frozenset(("day", "week", "month", "year", "quarter"))


def one_unit(parse: Parse, index: int) -> list[Match]:
    """One of a unit that is no unit rate: ``litre`` -> ``["qty", "1", "L"]``."""
    return [(end, ["qty", "1", value[1]]) for end, value in parse.match("unit", index) if "/" not in value[1]]


def one_currency(parse: Parse, index: int) -> list[Match]:
    """One of a currency: ``euro`` -> ``["money", "1", "EUR"]``."""
    return [(end, ["money", "1", value[1]]) for end, value in parse.match("currency", index)]


def install(grammar: Grammar) -> None:
    grammar.literals |= {
        "per_unit": per_unit, "strength": strength, "goods_rate": goods_rate, "no_cups": no_cups,
        "body_dose": body_dose, "one_currency": one_currency, "one_unit": one_unit, "word_unit": word_unit,
    }  # fmt: skip
    grammar.literals |= {name: _unit_of(dimension, one) for name, (dimension, one) in _UNITS.items()}
    grammar.literals |= {name: _of_dimension(name, dimension) for name, dimension in _DIMENSIONS.items()}
    grammar.openers |= dict.fromkeys((*_DIMENSIONS, "no_cups", "body_dose"), numberish())
    grammar.openers |= dict.fromkeys((*_UNITS, "word_unit"), frozenset(("<unit>",)))
    grammar.openers |= {
        "per_unit": frozenset(("in", "for", "per", "a", "an", "each", "every", "/")),
        "strength": frozenset((NUMBER, "<rate>")), "goods_rate": frozenset(("<rate>",)),
        "one_currency": frozenset(("<currency>",)),
    }  # fmt: skip
