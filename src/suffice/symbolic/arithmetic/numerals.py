"""Exact numbers as text and back, for numbers of any length that is worth computing with.

Python refuses to turn very long integers into text and back (a process-wide limit that is not ours to
lift), so long ones go through ``decimal``, which converts exactly and has no such limit.
"""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

SHORT = 500  # digits that Python converts under any setting of its limit
_SHORT_BITS = 1600
MODES = ("half_up", "half_even", "half_down", "up", "down", "floor", "ceil")


def integer(text: str) -> int:
    """The integer that a run of digits (a sign perhaps) stands for."""
    return int(text) if len(text) <= SHORT else int(Decimal(text))


def digits(value: int) -> str:
    """The decimal digits of an integer, with its sign."""
    return str(value) if value.bit_length() <= _SHORT_BITS else format(Decimal(value), "f")


def fraction(text: str) -> Fraction:
    """``-3``, ``2.50`` or ``3/7`` exactly. Raises ValueError."""
    top, slash, bottom = text.partition("/")
    whole, point, decimals = top.partition(".")
    if not point:
        return Fraction(integer(top), integer(bottom)) if slash else Fraction(integer(top))
    if slash:
        raise ValueError(f"'{text[:40]}' mixes a decimal point and a slash")
    return Fraction(integer(whole + decimals), 10 ** len(decimals))


def terminating_places(value: Fraction) -> int | None:
    """How many decimals the value has, None when they never end (or only after hundreds)."""
    bottom, twos, fives = value.denominator, 0, 0
    if bottom == 1:
        return 0
    twos = (bottom & -bottom).bit_length() - 1
    bottom >>= twos
    while bottom % 5 == 0 and fives < 400:
        bottom //= 5
        fives += 1
    return max(twos, fives) if bottom == 1 else None


def text(value: Fraction) -> str:
    """Canonical: integer, terminating decimal of at most 12 places, else a fraction in lowest terms."""
    if value.denominator == 1:
        return digits(value.numerator)
    places = terminating_places(value)
    if places is None or places > 12:
        return f"{digits(value.numerator)}/{digits(value.denominator)}"
    return fixed(rounded(value, places), places)


def rounded(value: Fraction, places: int, mode: str = "half_up") -> int:
    """``value * 10**places`` rounded to an integer; halves away from zero unless ``mode`` says otherwise."""
    scaled = value * 10**places if places >= 0 else value / 10**-places
    return nearest(scaled, mode)


def nearest(value: Fraction, mode: str = "half_up") -> int:
    top, bottom = value.numerator, value.denominator
    if bottom == 1:
        return top
    below = top // bottom
    if mode == "floor":
        return below
    if mode == "ceil":
        return below + 1
    if mode == "up":
        return below + 1 if top > 0 else below
    if mode == "down":
        return below if top > 0 else below + 1
    twice = 2 * (top - below * bottom)
    if twice != bottom:
        return below + (twice > bottom)
    if mode == "half_even":
        return below + (below & 1)
    if mode == "half_down":
        return below if top > 0 else below + 1
    return below + 1 if top > 0 else below


def fixed(scaled: int, places: int) -> str:
    """The decimal text of ``scaled / 10**places``; a rounded zero has no sign."""
    if places <= 0:
        return digits(scaled * 10**-places)
    body = digits(abs(scaled)).rjust(places + 1, "0")
    return f"{'-' if scaled < 0 else ''}{body[:-places]}.{body[-places:]}"


def magnitude(value: Fraction) -> int:
    """The exponent e with ``10**e <= |value| < 10**(e+1)``; value is not zero."""
    top, bottom = abs(value.numerator), value.denominator
    guess = int((top.bit_length() - bottom.bit_length()) * 0.30103)
    while top < bottom * 10**guess if guess >= 0 else top * 10**-guess < bottom:
        guess -= 1
    while top >= bottom * 10 ** (guess + 1) if guess >= -1 else top * 10 ** (-guess - 1) >= bottom:
        guess += 1
    return guess
