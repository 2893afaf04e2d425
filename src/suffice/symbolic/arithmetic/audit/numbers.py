"""Numbers of the checker: a lower and an upper ratio in base units, and what may be done with them.

Every quantity is turned into base units at once (a temperature into kelvin), so that no step of the
solver's unit handling is repeated here. A rational number is its own bounds.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from suffice.symbolic.arithmetic.audit.ratios import (
    LIMIT_BITS,
    Ratio,
    Unsure,
    Wrong,
    below,
    floor_root,
    least,
    minus,
    plus,
    reduced,
    times,
    turned,
    wrong,
)

Dimension = tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Number:
    """``low <= number <= high`` in base units. ``mark``: pct, abs (temperature in kelvin) or nothing.

    ``unit``: the unit in which it stands in the Problem, where one is known.
    """

    low: Ratio
    high: Ratio
    dimension: Dimension = ()
    mark: str = ""
    unit: str | None = None

    @property
    def known(self) -> bool:
        return self.low == self.high


Result = Number | bool | str | list[Number]


def single(value: Result) -> Number:
    """A result where one number is needed."""
    return value if isinstance(value, Number) else wrong("a number is needed")


def exactly(value: Ratio, **known: Any) -> Number:
    return Number(value, value, **known)


def spread(values: list[Ratio], dimension: Dimension, mark: str) -> Number:
    return Number(least(values), minus(least([minus(v) for v in values])), dimension, mark)


def add(a: Number, b: Number) -> Number:
    if a.dimension != b.dimension:
        raise Wrong("amounts of different dimensions are added")
    if a.mark == b.mark == "abs":
        raise Wrong("two temperatures are added")
    mark = "abs" if "abs" in (a.mark, b.mark) else "pct" if a.mark == b.mark == "pct" else ""
    if a.known and b.known:
        total = plus(a.low, b.low)
        return Number(total, total, a.dimension, mark)
    return Number(plus(a.low, b.low), plus(a.high, b.high), a.dimension, mark)


def subtract(a: Number, b: Number) -> Number:
    if b.mark == "abs":
        if a.mark != "abs":
            raise Wrong("a temperature is taken from a difference")
        a, b = replace(a, mark=""), replace(b, mark="")
    return add(a, Number(minus(b.high), minus(b.low), b.dimension, b.mark))


def scalable(*numbers: Number) -> None:
    for number in numbers:
        if number.mark == "abs" and number.unit != "K":
            raise Wrong("a temperature is scaled")


def _joined(a: Dimension, b: Dimension, sign: int) -> Dimension:
    if not b:
        return a
    found = dict(a)
    for base, exponent in b:
        found[base] = found.get(base, 0) + sign * exponent
    return tuple(sorted((base, exponent) for base, exponent in found.items() if exponent))


def multiply(a: Number, b: Number) -> Number:
    scalable(a, b)
    mark = "pct" if a.mark == b.mark == "pct" else ""
    dimension = _joined(a.dimension, b.dimension, 1)
    if a.known and b.known:
        product = times(a.low, b.low)
        return Number(product, product, dimension, mark)
    return spread([times(x, y) for x in (a.low, a.high) for y in (b.low, b.high)], dimension, mark)


def divide(a: Number, b: Number) -> Number:
    if b.low[0] <= 0 <= b.high[0]:
        raise Wrong("something is divided by zero") if b.known else Unsure("a divisor that may be zero")
    mark = "pct" if a.mark == "pct" and not b.mark and not b.dimension else ""
    inverse = Number(turned(b.high), turned(b.low), tuple((base, -e) for base, e in b.dimension), "", b.unit)
    scalable(b)
    return replace(multiply(a, inverse), mark=mark)


def power(a: Number, b: Number, digits: int) -> Number:
    if b.dimension or not b.known:
        raise Wrong("an exponent is no exact plain number")
    n, order = b.low
    if order != 1:
        if order > 64:
            raise Unsure("a root of high order")
        return root(_raised(a, n), order, digits)
    return _raised(a, n)


def _raised(a: Number, n: int) -> Number:
    scalable(a)
    if n <= 0 and a.low[0] <= 0 <= a.high[0]:
        raise Wrong("zero is raised to a power that is not positive")
    size = max(a.low[0].bit_length(), a.low[1].bit_length(), a.high[0].bit_length(), a.high[1].bit_length())
    if size > 1 and size * abs(n) > LIMIT_BITS:
        raise Unsure("a power too large to recompute")
    if size <= 1:  # only 1 and -1 and 0: their powers repeat
        n = (n % 2 or 2) if n > 0 else -(-n % 2 or 2) if n else 0
    dimension = tuple((base, exponent * n) for base, exponent in a.dimension) if n else ()

    def raise_one(x: Ratio) -> Ratio:
        x = x if n >= 0 else turned(x)
        return x[0] ** abs(n), x[1] ** abs(n)

    ends = [raise_one(a.low), raise_one(a.high)] if not a.known else [raise_one(a.low)]
    if not a.known and n % 2 == 0 and a.low[0] < 0 < a.high[0]:
        ends.append((0, 1))
    return spread(ends, dimension, "")


def root(a: Number, n: int, digits: int) -> Number:
    scalable(a)
    if n < 1 or n > 10_000 or any(exponent % n for _, exponent in a.dimension):
        raise Wrong("a root that does not exist")
    if a.low[0] < 0 and n % 2 == 0:
        raise Wrong("an even root of a negative number")
    dimension = tuple((base, exponent // n) for base, exponent in a.dimension)
    if a.known:
        top, bottom = floor_root(abs(a.low[0]), n), floor_root(a.low[1], n)
        if top**n == abs(a.low[0]) and bottom**n == a.low[1]:
            return exactly((top if a.low[0] >= 0 else -top, bottom), dimension=dimension)
    return Number(_bound(a.low, n, digits, up=False), _bound(a.high, n, digits, up=True), dimension)


def _bound(x: Ratio, n: int, digits: int, up: bool) -> Ratio:
    """A decimal of ``digits`` places below (or above) the real root of ``x``."""
    if x[0] < 0:
        return minus(_bound(minus(x), n, digits, not up))
    if n * digits > 40_000:
        raise Unsure("a root with too many digits")
    found = floor_root(x[0] * 10 ** (n * digits) // x[1], n)
    return reduced(found + 1 if up else found, 10**digits)


def order(a: Number, b: Number) -> int:
    if a.dimension != b.dimension or ("abs" in (a.mark, b.mark) and a.mark != b.mark):
        raise Wrong("amounts of different kinds are compared")
    if below(a.high, b.low):
        return -1
    if below(b.high, a.low):
        return 1
    if a.known and b.known:
        return 0
    raise Unsure("two numbers too close to compare")


def integer(a: Number) -> int:
    if not a.known or a.dimension or a.low[1] != 1:
        raise Wrong("a whole number is needed")
    return a.low[0]
