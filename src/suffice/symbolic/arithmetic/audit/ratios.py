"""Whole-number ratios, and the two ways in which a check ends early."""

from __future__ import annotations

from decimal import Decimal
from math import gcd, isqrt
from typing import NoReturn

LIMIT_BITS = 90_000  # of a number that is recomputed
Ratio = tuple[int, int]  # numerator, denominator > 0, lowest terms


class Wrong(Exception):
    """The solution or the Problem is not as it should be."""


class Unsure(Exception):
    """This checker cannot tell."""


def wrong(reason: str) -> NoReturn:
    raise Wrong(reason)


def reduced(top: int, bottom: int) -> Ratio:
    if bottom < 0:
        top, bottom = -top, -bottom
    shared = gcd(top, bottom)
    return (top // shared, bottom // shared) if shared > 1 else (top, bottom)


def ratio(text: str) -> Ratio:
    """A decimal, or a quotient of two, as a ratio."""
    top, bottom = 1, 1
    for index, part in enumerate(text.split("/")):
        whole, _, decimals = part.partition(".")
        number, scale = int(whole + decimals), 10 ** len(decimals)
        top, bottom = (top * number, bottom * scale) if index == 0 else (top * scale, bottom * number)
    return reduced(top, bottom)


def whole(text: str) -> int:
    """Digits to an integer, of any length."""
    return int(text) if len(text) < 400 else int(Decimal(text))


def parse(text: str) -> Ratio:
    if len(text) > 60_000:
        raise Unsure("a number too long to recompute")
    if "/" in text:
        top, bottom = text.split("/")
        return reduced(whole(top), whole(bottom))
    before, _, after = text.partition(".")
    return reduced(whole(before + after), 10 ** len(after))


def plus(a: Ratio, b: Ratio) -> Ratio:
    return reduced(a[0] * b[1] + b[0] * a[1], a[1] * b[1])


def times(a: Ratio, b: Ratio) -> Ratio:
    top, bottom = a[0] * b[0], a[1] * b[1]
    if top.bit_length() + bottom.bit_length() > 2 * LIMIT_BITS:
        raise Unsure("numbers too large to recompute")
    return reduced(top, bottom)


def minus(a: Ratio) -> Ratio:
    return -a[0], a[1]


def turned(a: Ratio) -> Ratio:
    return (a[1], a[0]) if a[0] > 0 else (-a[1], -a[0])


def below(a: Ratio, b: Ratio) -> bool:
    """True when ``a < b``."""
    return a[0] * b[1] < b[0] * a[1]


def least(values: list[Ratio]) -> Ratio:
    best = values[0]
    for value in values[1:]:
        if below(value, best):
            best = value
    return best


def floor_root(x: int, n: int) -> int:
    """By bisection: the largest r with ``r**n <= x``."""
    if n == 2:
        return isqrt(x)
    if n == 1:
        return x
    low, high = 0, 1 << (x.bit_length() // n + 1)
    while high - low > 1:
        middle = (low + high) // 2
        if middle**n <= x:
            low = middle
        else:
            high = middle
    return low
