"""What programs cost: the likelier of two that fit is the cheaper.

Principles: few pieces; what comes from the input before constants; whole runs, fields and numbers before cuts at
counted characters; the first or last before the third; round units before odd ones; one way of
rounding in the whole program.
"""

from __future__ import annotations

from decimal import Decimal
from functools import cache
from typing import NamedTuple

from suffice.learned.program.node import Text


class Atom(NamedTuple):
    """An expression and what it costs."""

    cost: float
    node: Text


_TOKENS = {
    "digits": 0.1,
    "letters": 0.15,
    "alnum": 0.2,
    "nonspace": 0.1,
    "numeral": 0.2,
    "proper": 0.25,
    "upper": 0.4,
    "lower": 0.45,
    "space": 0.4,
}
CASE = 0.6
PIECE = 0.6  # of every piece of a program


@cache
def token(name: str) -> float:
    if not name.startswith("="):
        return _TOKENS[name]
    literal = name[1:]
    return 0.25 if not any(map(str.isalnum, literal)) else 0.6


def nth(n: int) -> float:
    return 0.18 * (abs(n) - 1) + (0.06 if n < 0 else 0.0)


def counted(characters: int) -> float:
    """A position or length given as a number of characters."""
    return 0.0 if characters == 0 else 0.75 + 0.08 * characters


@cache
def constant(text: str, examples: int) -> float:
    """Letters and digits are rarely constant; with one example nothing shows that they are."""
    runs = sum(1 for a, b in zip(" " + text, text, strict=False) if b.isalnum() and not a.isalnum())
    alnum = sum(map(str.isalnum, text))
    digits = sum(map(str.isdecimal, text))
    lone = 1.0 if examples == 1 else 0.0
    return 0.35 + 0.04 * len(text) + runs * (0.7 + lone) + 0.05 * alnum + 0.25 * min(digits, 4) + 0.3 * lone


_UNITS = {1: 0.0, 5: 0.15, 2: 0.25, 25: 0.25}
_MODES = {"nearest": 0.2, "down": 0.25, "up": 0.35, "towards zero": 0.5, "away from zero": 0.55, "nearest even": 0.7}


@cache
def rounding(mode: str, unit: str) -> float:
    digits = Decimal(unit).normalize().as_tuple().digits
    leading = int("".join(map(str, digits)))
    return 0.3 + _MODES[mode] + _UNITS.get(leading, 0.4)


def step(mode: str, unit_s: int, phase_s: int) -> float:
    minutes = unit_s / 60
    natural = 0.0 if minutes in (60, 30, 15) else 0.1 if minutes in (1, 5, 10, 20, 120) else 0.35
    return 0.3 + _MODES[mode] + natural + (0.4 if phase_s else 0.0)


def beyond(extra: float, unit: float, least: float) -> float:
    """Something added to what was rounded down to a multiple of a unit. Best that is the unit, which gives the next
    multiple, or a little less, which gives the last value before it."""
    return 0.3 if extra in (unit, unit - least) else 0.6
