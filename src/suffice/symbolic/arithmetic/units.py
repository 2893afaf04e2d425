"""Units for the solver: what one is worth, its dimension, and how it is written.

A unit expression such as ``km/h`` or ``USD/kg`` is kept as factors ``{"km": 1, "h": -1}``; the dimension of
a currency is its own code. The table is ``symbolic/units.txt``, where the sources stand.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cache

Factors = dict[str, int]  # unit symbol -> exponent
Dimension = tuple[tuple[str, int], ...]  # sorted (base quantity, exponent)

ANY_CENTS = "¤"  # cents of a currency that was not named
_FACTOR = re.compile(r"([A-Za-z_¤]+)(?:\^(-?\d))?")
_EXPONENT = re.compile(r"([A-Z])(-?\d+)")


@dataclass(frozen=True, slots=True)
class Unit:
    """``worth`` in base units of ``dimension``; ``shown`` behind a number, ``one`` behind the number 1."""

    symbol: str
    worth: Fraction
    dimension: Dimension
    shown: str
    one: str


@dataclass(frozen=True, slots=True)
class Currency:
    code: str
    sign: str
    decimals: int
    cents: bool


@dataclass(frozen=True, slots=True)
class Scale:
    """A temperature scale: kelvin at its zero, and the unit of its differences."""

    zero_k: Fraction
    difference: str


@dataclass(frozen=True, slots=True)
class Table:
    units: Mapping[str, Unit]
    scales: Mapping[str, Scale]
    currencies: Mapping[str, Currency]
    systems: Mapping[str, str]  # unit symbol -> us, imp or metric


def _worth(text: str) -> Fraction:
    top, _, bottom = text.partition("/")
    return Fraction(top) / Fraction(bottom) if bottom else Fraction(top)


@cache
def table() -> Table:
    """The unit table, read once."""
    from importlib.resources import files

    found = Table({}, {}, {}, {})
    units, scales, currencies, systems = {}, {}, {}, {}
    section = ""
    dimension: Dimension = ()
    for line in files("suffice.symbolic").joinpath("units.txt").read_text(encoding="utf-8").splitlines():
        if not line or line[0] == "#":
            continue
        if line[0] == "[":
            section, _, rest = line[1:].partition("]")
            dimension = tuple(sorted((b, int(e)) for b, e in _EXPONENT.findall(rest.partition("#")[0])))
            continue
        cells = [cell.strip() for cell in line.split("|")]
        if section == "scales":
            scales[cells[0]] = Scale(_worth(cells[1]), cells[2])
        elif section == "currencies":
            currencies[cells[0]] = Currency(cells[0], cells[1], int(cells[2]), cells[3] == "cents")
        elif section != "compounds":
            symbol, shown = cells[0], cells[2]
            one = shown
            if len(shown) > 3 and shown.endswith("s"):
                names = [name.strip() for name in cells[3].split(",")]
                one = names[0] if shown in names else shown[:-1]
            units[symbol] = Unit(symbol, _worth(cells[1]), dimension, shown, one)
            if cells[5]:
                systems[symbol] = cells[5]
    found = Table(units, scales, currencies, systems)
    return found


def is_currency(symbol: str) -> bool:
    return symbol == ANY_CENTS or (len(symbol) == 3 and symbol.isascii() and symbol.isalpha() and symbol.isupper()
                                   and symbol not in table().units)  # fmt: skip


def unit(symbol: str) -> Unit:
    """Raises ValueError for a symbol that is neither in the table nor a currency code."""
    known = table().units.get(symbol)
    if known is not None:
        return known
    if is_currency(symbol):
        return Unit(symbol, Fraction(1), ((symbol, 1),), symbol, symbol)
    raise ValueError(f"'{symbol}' is no unit of the table")


def currency(code: str) -> Currency:
    return table().currencies.get(code) or Currency(code, "", 2, False)


@cache
def _parsed(text: str) -> tuple[tuple[str, int], ...]:
    found: Factors = {}
    sign = 1
    for part in re.split(r"([*/])", text):
        if part in ("*", "/"):
            sign = 1 if part == "*" else -1
            continue
        if part == "1" and not found:
            continue
        match = _FACTOR.fullmatch(part)
        if match is None:
            raise ValueError(f"'{text}' is no unit expression such as km/h or USD/kg")
        unit(match[1])
        found[match[1]] = found.get(match[1], 0) + sign * int(match[2] or 1)
    return tuple((symbol, power) for symbol, power in found.items() if power)


def parse(text: str) -> Factors:
    """``km/h`` -> ``{"km": 1, "h": -1}``. Raises ValueError with the part that is no unit."""
    if len(text) > 80:
        raise ValueError("a unit expression of more than 80 characters")
    return dict(_parsed(text))


def dimension(factors: Mapping[str, int]) -> Dimension:
    """The dimension of a product of units."""
    if len(factors) == 1:
        ((symbol, power),) = factors.items()
        return tuple((base, power * exponent) for base, exponent in unit(symbol).dimension)
    total: dict[str, int] = {}
    for symbol, power in factors.items():
        for base, exponent in unit(symbol).dimension:
            total[base] = total.get(base, 0) + power * exponent
    return tuple(sorted((base, exponent) for base, exponent in total.items() if exponent))


def worth(factors: Mapping[str, int]) -> Fraction:
    """What one of the product is worth in base units."""
    value = Fraction(1)
    for symbol, power in factors.items():
        value *= unit(symbol).worth ** power
    return value


def text(factors: Mapping[str, int]) -> str:
    """The expression that ``parse`` reads back."""
    above = [s if p == 1 else f"{s}^{p}" for s, p in factors.items() if p > 0]
    below = [s if p == -1 else f"{s}^{-p}" for s, p in factors.items() if p < 0]
    return "*".join(above) + "".join("/" + s for s in below) if above else "1" + "".join("/" + s for s in below)


def shown(factors: Mapping[str, int], one: bool = False) -> str:
    """What stands behind a number: km/h, m², US gal."""
    raised = {1: "", 2: "²", 3: "³"}

    def write(symbol: str, power: int, single: bool) -> str:
        known = unit(symbol)
        name = known.one if single else known.shown
        return name + raised.get(power, f"^{power}")

    above = [write(s, p, one) for s, p in factors.items() if p > 0]
    below = [write(s, -p, True) for s, p in factors.items() if p < 0]
    return ("·".join(above) or "1") + "".join("/" + s for s in below)


def systems(unit_text: str) -> set[str]:
    """The countries whose units stand in an expression: us, imp, metric (for names that several share)."""
    known = table().systems
    return {known[symbol] for symbol in parse(unit_text) if symbol in known}
