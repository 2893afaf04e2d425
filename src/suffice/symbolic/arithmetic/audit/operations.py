"""The checker's operations by name, over the numbers of ``recount``."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import reduce
from math import gcd

from suffice.symbolic.arithmetic.audit.measures import compound
from suffice.symbolic.arithmetic.audit.numbers import (
    Number,
    add,
    divide,
    exactly,
    integer,
    multiply,
    order,
    scalable,
    spread,
    subtract,
)
from suffice.symbolic.arithmetic.audit.ratios import Unsure, Wrong, minus, plus, times, turned
from suffice.symbolic.arithmetic.audit.values import in_unit, rounded


def _best(numbers: list[Number], wanted: int) -> Number:
    best = numbers[0]
    for number in numbers[1:]:
        best = number if order(number, best) == wanted else best
    return best


def _mean(numbers: list[Number]) -> Number:
    absolute = all(number.mark == "abs" for number in numbers)
    plain = [replace(number, mark="", unit=None) for number in numbers] if absolute else numbers
    mean = divide(reduce(add, plain), exactly((len(numbers), 1)))
    return replace(mean, mark="abs") if absolute else mean


def _median(numbers: list[Number]) -> Number:
    """By counting how many are smaller, not by sorting."""
    size = len(numbers)
    ranked = [(sum(order(other, number) < 0 for other in numbers), number) for number in numbers]

    def at(position: int) -> Number:
        return next(n for rank, n in ranked if rank <= position < rank + sum(order(o, n) == 0 for o in numbers))

    return at(size // 2) if size % 2 else _mean([at(size // 2 - 1), at(size // 2)])


def _mode(numbers: list[Number]) -> Number:
    counts = [sum(order(number, other) == 0 for other in numbers) for number in numbers]
    winner = numbers[counts.index(max(counts))]
    if any(c == max(counts) and order(n, winner) != 0 for c, n in zip(counts, numbers, strict=True)):
        raise Wrong("no value is the most frequent")
    return winner


def _multiple(numbers: list[Number]) -> Number:
    total = 1
    for n in map(integer, numbers):
        total = abs(total * n) // gcd(total, n) if n else 0
        if not total:
            break
    return exactly((total, 1))


def _factorial(a: Number) -> Number:
    n = integer(a)
    if not 0 <= n <= 9000:
        raise Unsure("a factorial too large to recompute")

    def between(low: int, high: int) -> int:  # the product of low+1 .. high, halved again and again
        if high - low < 5:
            result = 1
            for factor in range(low + 1, high + 1):
                result *= factor
            return result
        middle = (low + high) // 2
        return between(low, middle) * between(middle, high)

    return exactly((between(0, n), 1))


def _remainder(a: Number, b: Number) -> tuple[Number, Number]:
    if not (a.known and b.known) or a.dimension != b.dimension or a.mark or b.mark or a.low[0] < 0 or b.low[0] <= 0:
        raise Wrong("a remainder that is not defined")
    ratio = times(a.low, turned(b.low))
    count = ratio[0] // ratio[1]
    return exactly((count, 1)), exactly(plus(a.low, times((-count, 1), b.low)), dimension=a.dimension)


def _change(old: Number, new: Number) -> Number:
    if not old.known or old.low[0] <= 0:
        raise Wrong("a percentage change from zero or less")
    return replace(divide(subtract(new, old), old), mark="pct")


def _share(a: Number) -> Number:
    if a.dimension:
        raise Wrong("an amount is no percentage")
    return replace(a, mark="pct")


def _size(a: Number) -> Number:
    if a.low[0] >= 0:
        return a
    flipped = Number(minus(a.high), minus(a.low), a.dimension, a.mark)
    return (
        flipped if a.high[0] <= 0 else Number((0, 1), spread([a.high, minus(a.low)], (), "").high, a.dimension, a.mark)
    )


def _difference(a: Number) -> Number:
    """A temperature read as a difference."""
    if a.mark != "abs":
        return a
    low, high = in_unit(a, a.unit or "")
    worth, dimension = compound(a.unit or "")
    return Number(times(low, worth), times(high, worth), dimension)


def _opposite(a: Number) -> Number:
    scalable(a)
    return Number(minus(a.high), minus(a.low), a.dimension, a.mark)


def _compared(test: Callable[[int], bool]) -> Callable[[Number, Number], bool]:
    return lambda a, b: test(order(a, b))


PAIRWISE: dict[str, Callable[[Number, Number], Number]] = {
    "add": add, "sub": subtract, "mul": multiply, "div": divide, "mod": lambda a, b: _remainder(a, b)[1],
    "floordiv": lambda a, b: _remainder(a, b)[0], "percent_change": _change,
}  # fmt: skip
TESTS: dict[str, Callable[[Number, Number], bool]] = {
    "lt": _compared(lambda c: c < 0), "le": _compared(lambda c: c < 1), "gt": _compared(lambda c: c > 0),
    "ge": _compared(lambda c: c > -1), "eq": _compared(lambda c: not c), "ne": _compared(bool),
}  # fmt: skip
SINGLE: dict[str, Callable[[Number], Number]] = {
    "neg": _opposite, "abs": _size, "factorial": _factorial, "fraction": lambda a: a, "percent": _share,
    "number": lambda a: replace(a, mark="") if a.mark == "pct" else a, "difference": _difference,
    "floor": lambda a: rounded(a, None, "floor"), "ceil": lambda a: rounded(a, None, "ceil"),
}  # fmt: skip
LISTED: dict[str, Callable[[list[Number]], Number]] = {
    "sum": lambda n: reduce(add, n),
    "mean": _mean, "median": _median, "min": lambda n: _best(n, -1), "max": lambda n: _best(n, 1),
    "range": lambda n: subtract(_best(n, 1), _best(n, -1)), "count": lambda n: exactly((len(n), 1)),
    "product": lambda n: reduce(multiply, n),
    "gcd": lambda n: exactly((gcd(*map(integer, n)), 1)), "lcm": _multiple, "mode": _mode,
}  # fmt: skip
