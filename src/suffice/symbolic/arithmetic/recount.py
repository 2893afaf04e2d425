"""The checker's own arithmetic: whole-number ratios in base units, evaluated with an explicit stack.

Every quantity is turned into base units at once (a temperature into kelvin), so that no step of the
solver's unit handling is repeated here. Irrational numbers are kept as a lower and an upper ratio.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from math import isqrt
from typing import Any

from suffice.records import Json
from suffice.symbolic.arithmetic.measures import Ratio, compound, is_currency, measures, reduced

Dimension = tuple[tuple[str, int], ...]
LIMIT_BITS = 90_000  # of a number that is recomputed
TAGS = ("num", "pct", "money", "qty")


class Wrong(Exception):
    """The solution or the Problem is not as it should be."""


class Unsure(Exception):
    """This checker cannot tell."""


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


# --- ratios --------------------------------------------------------------------------------------
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


def _least(values: list[Ratio]) -> Ratio:
    best = values[0]
    for value in values[1:]:
        if below(value, best):
            best = value
    return best


def exactly(value: Ratio, **known: Any) -> Number:
    return Number(value, value, **known)


# --- operations on numbers -----------------------------------------------------------------------
def spread(values: list[Ratio], dimension: Dimension, mark: str) -> Number:
    return Number(_least(values), minus(_least([minus(v) for v in values])), dimension, mark)


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
        top, bottom = _floor_root(abs(a.low[0]), n), _floor_root(a.low[1], n)
        if top**n == abs(a.low[0]) and bottom**n == a.low[1]:
            return exactly((top if a.low[0] >= 0 else -top, bottom), dimension=dimension)
    return Number(_bound(a.low, n, digits, up=False), _bound(a.high, n, digits, up=True), dimension)


def _bound(x: Ratio, n: int, digits: int, up: bool) -> Ratio:
    """A decimal of ``digits`` places below (or above) the real root of ``x``."""
    if x[0] < 0:
        return minus(_bound(minus(x), n, digits, not up))
    if n * digits > 40_000:
        raise Unsure("a root with too many digits")
    found = _floor_root(x[0] * 10 ** (n * digits) // x[1], n)
    return reduced(found + 1 if up else found, 10**digits)


def _floor_root(x: int, n: int) -> int:
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


def in_unit(a: Number, unit: str) -> tuple[Ratio, Ratio]:
    """Both bounds in a unit, which must have the number's dimension."""
    worth, dimension = compound(unit)
    if dimension != a.dimension:
        raise Wrong(f"the amount is none in {unit}")
    zero = measures().zeros.get(unit)
    if (zero is not None) != (a.mark == "abs"):
        if not (unit == "K" and not a.mark):
            raise Wrong("a temperature and a difference of temperatures are confused")
        zero = None
    shift = minus(zero) if zero else (0, 1)
    back = turned(worth)
    return times(plus(a.low, shift), back), times(plus(a.high, shift), back)


def rounded(a: Number, places: int | None, mode: str) -> Number:
    """Rounded in the unit in which the number stands: halves away from zero, or floor or ceil."""
    if a.mark == "pct":
        if places is None:
            raise Wrong("a percentage is rounded to a whole number")
        places += 2
    if a.unit is None and a.dimension:
        raise Unsure("rounding in an unknown unit")
    unit = a.unit or ""
    ends = in_unit(a, unit) if unit else (a.low, a.high)
    scale = (10 ** (places or 0), 1) if (places or 0) >= 0 else (1, 10 ** -(places or 0))
    found = set()
    for end in ends:
        top, bottom = times(end, scale)
        if mode == "floor":
            found.add(top // bottom)
        elif mode == "ceil":
            found.add(-(-top // bottom))
        else:
            size = (2 * abs(top) + bottom) // (2 * bottom)
            found.add(size if top >= 0 else -size)
    if len(found) > 1:
        raise Unsure("a number too close to a boundary to round")
    exact = times((found.pop(), 1), turned(scale))
    if not unit:
        return exactly(exact, mark=a.mark)
    return leaf(["qty", f"{exact[0]}/{exact[1]}", unit])


def leaf(value: Json) -> Number:
    """A tagged value in base units."""
    tag, number = value[0], parse(value[1])
    if tag == "num":
        return exactly(number)
    if tag == "pct":
        return exactly(times(number, (1, 100)), mark="pct")
    unit = value[2] or "¤"
    worth, dimension = compound(unit)
    zero = measures().zeros.get(unit)
    base = times(number, worth)
    return exactly(
        plus(base, zero) if zero else base, dimension=dimension, mark="" if zero is None else "abs", unit=unit
    )


def currencies(value: Json) -> set[str]:
    """Every currency in the values of a body, ``¤`` for cents of no named currency."""
    found: set[str] = set()
    todo: list[Any] = [value]
    while todo:
        node = todo.pop()
        if isinstance(node, Mapping):
            todo.extend(node.values())
        elif isinstance(node, list) and node:
            if node[0] == "money":
                found.add(node[2] or "¤")
            elif node[0] == "qty":
                found |= {part for part in node[2].replace("/", "*").replace("^", "*").split("*") if is_currency(part)}
            else:
                todo.extend(part for part in node if not isinstance(part, str))
    return found
