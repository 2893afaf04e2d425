"""The unit table as the checker reads it: by its own code, into whole-number ratios."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from suffice.symbolic.arithmetic.audit.ratios import Ratio, ratio, reduced

Exponents = dict[str, int]  # base quantity or currency -> exponent


@dataclass(frozen=True, slots=True)
class Measure:
    ratio: Ratio
    dimension: Exponents
    plural: str
    singular: str


@dataclass(frozen=True, slots=True)
class Measures:
    units: dict[str, Measure]
    zeros: dict[str, Ratio]  # temperature scale -> kelvin at its zero
    signs: dict[str, str]
    places: dict[str, int]
    cents: set[str]


@cache
def measures() -> Measures:
    """Read once."""
    from importlib.resources import files

    found = Measures({}, {}, {}, {}, set())
    lines = (files("suffice.symbolic") / "units.txt").read_text("utf-8").split("\n")
    kind, dimension = "", {}
    for line in lines:
        line = line if "|" in line or line.startswith("[") else ""
        if line.startswith("#") or not line:
            continue
        if line.startswith("["):
            kind, exponents = line[1 : line.index("]")], line[line.index("]") + 1 :].split("#")[0].split()
            dimension = {part[0]: int(part[1:]) for part in exponents}
            continue
        cell = [part.strip() for part in line.split("|")]
        if kind == "currencies":
            found.signs[cell[0]], found.places[cell[0]] = cell[1], int(cell[2])
            if cell[3]:
                found.cents.add(cell[0])
        elif kind == "scales":
            found.zeros[cell[0]] = ratio(cell[1])
        elif kind != "compounds":
            spoken = [name.strip() for name in cell[3].split(",")]
            plural = singular = cell[2]
            if plural[-1:] == "s" and len(plural) > 3:
                singular = spoken[0] if plural in spoken else plural[:-1]
            found.units[cell[0]] = Measure(ratio(cell[1]), dict(dimension), plural, singular)
    return found


def factors(text: str) -> list[tuple[str, int]]:
    """``m/s^2`` -> ``[("m", 1), ("s", -2)]``, in order of writing."""
    found: list[tuple[str, int]] = []
    sign, word = 1, ""
    for char in text + "*":
        if char in "*/":
            name, _, power = word.partition("^")
            if name != "1":
                found.append((name, sign * int(power or 1)))
            sign, word = (1 if char == "*" else -1), ""
        else:
            word += char
    return found


def measure(symbol: str) -> Measure:
    """Raises KeyError for what is neither a unit nor a currency code."""
    known = measures().units.get(symbol)
    if known is None:
        if symbol != "¤" and not (len(symbol) == 3 and symbol.isupper() and symbol.isascii()):
            raise KeyError(symbol)
        known = Measure((1, 1), {symbol: 1}, symbol, symbol)
    return known


@cache
def compound(text: str) -> tuple[Ratio, tuple[tuple[str, int], ...]]:
    """What one of a unit expression is worth in base units, and its dimension."""
    top = bottom = 1
    dimension: Exponents = {}
    for symbol, power in factors(text):
        one = measure(symbol)
        above, below = one.ratio if power > 0 else one.ratio[::-1]
        top, bottom = top * above ** abs(power), bottom * below ** abs(power)
        for base, exponent in one.dimension.items():
            dimension[base] = dimension.get(base, 0) + exponent * power
    return reduced(top, bottom), tuple(sorted((b, e) for b, e in dimension.items() if e))


def is_currency(symbol: str) -> bool:
    return symbol == "¤" or (len(symbol) == 3 and symbol.isupper() and symbol.isascii() and symbol.isalpha()
                             and symbol not in measures().units)  # fmt: skip
