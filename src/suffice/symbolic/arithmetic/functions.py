"""What each operation on plain amounts computes, by name: of two, of one, of a list, of a comparison."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from math import gcd

from suffice.records import Code
from suffice.symbolic.arithmetic import amounts, operations
from suffice.symbolic.arithmetic.amounts import NO_UNIT, Amount, Refusal
from suffice.symbolic.arithmetic.telling import joined

COMPARE: dict[str, Callable[[int], bool]] = {
    "lt": lambda c: c < 0, "le": lambda c: c <= 0, "gt": lambda c: c > 0, "ge": lambda c: c >= 0,
    "eq": lambda c: c == 0, "ne": lambda c: c != 0,
}  # fmt: skip


def _fold(operation: Callable[[Amount, Amount], Amount], values: list[Amount]) -> Amount:
    result = values[0]
    for value in values[1:]:
        result = operation(result, value)
    return result


def _best(values: list[Amount], wanted: int) -> Amount:
    best = values[0]
    for value in values[1:]:
        if operations.compare(value, best) == wanted:
            best = value
    return best


def _sum(values: list[Amount]) -> Amount:
    return _fold(operations.add, values)


def _mean(values: list[Amount]) -> Amount:
    scale = values[0].scale
    if scale is None:
        return operations.divide(_sum(values), _number(len(values)))
    unit = next(iter(values[0].factors))
    number = sum((amounts.convert(v, unit).exact for v in values), Fraction(0)) / len(values)
    return Amount(number, values[0].factors)


def _number(value: int) -> Amount:
    return Amount(Fraction(value), NO_UNIT)


def _sorted(values: list[Amount]) -> list[Amount]:
    ordered: list[Amount] = []
    for value in values:
        at = len(ordered)
        while at and operations.compare(ordered[at - 1], value) > 0:
            at -= 1
        ordered.insert(at, value)
    return ordered


def _median(values: list[Amount]) -> Amount:
    ordered = _sorted(values)
    middle = len(ordered) // 2
    return ordered[middle] if len(ordered) % 2 else _mean(ordered[middle - 1 : middle + 1])


def _mode(values: list[Amount]) -> Amount:
    counted: list[tuple[Amount, int]] = []
    for value in values:
        for index, (known, times) in enumerate(counted):
            if operations.compare(known, value) == 0:
                counted[index] = (known, times + 1)
                break
        else:
            counted.append((value, 1))
    most = max(times for _, times in counted)
    winners = [value for value, times in counted if times == most]
    if len(winners) > 1:
        raise Refusal(Code.UNDERDETERMINED, f"{joined(winners)} are equally frequent")
    return winners[0]


def _divisor(values: list[Amount]) -> Amount:
    return _number(gcd(*(operations.integer(value, "a common divisor") for value in values)))


def _multiple(values: list[Amount]) -> Amount:
    numbers = [operations.integer(value, "a common multiple") for value in values]
    result = 1
    for number in numbers:
        if number == 0:
            return _number(0)
        amounts.fits(result.bit_length() + number.bit_length())
        result = abs(result * number) // gcd(result, number)
    return _number(result)


def _percent_change(old: Amount, new: Amount) -> Amount:
    if old.exact <= 0:
        raise Refusal(Code.OUT_OF_RANGE, "a percentage change from zero or less is not defined")
    change = operations.divide(operations.add(new, old, -1), old)
    return _as_percent(change)


def _as_percent(value: Amount) -> Amount:
    if not value.plain:
        raise Refusal(Code.INCONSISTENT, f"{amounts.kind(value)} is no percentage", misread=True)
    return Amount(value.low, NO_UNIT, True, value.high)


BINARY: dict[str, Callable[[Amount, Amount], Amount]] = {
    "add": operations.add, "sub": lambda a, b: operations.add(a, b, -1), "mul": operations.multiply,
    "div": operations.divide, "mod": lambda a, b: operations.remainder(a, b)[1],
    "floordiv": lambda a, b: operations.remainder(a, b)[0],
}  # fmt: skip
UNARY: dict[str, Callable[..., Amount]] = {
    "neg": operations.negate, "abs": operations.absolute, "factorial": operations.factorial,
    "floor": lambda v: operations.whole_part(v, "floor"), "ceil": lambda v: operations.whole_part(v, "ceil"),
    "percent": _as_percent, "percent_change": _percent_change, "fraction": lambda v: v,
    "number": lambda v: Amount(v.low, v.factors, False, v.high), "difference": amounts.as_difference,
}  # fmt: skip
LISTS: dict[str, Callable[[list[Amount]], Amount]] = {
    "sum": _sum, "mean": _mean, "median": _median, "min": lambda v: _best(v, -1), "max": lambda v: _best(v, 1),
    "range": lambda v: operations.add(_best(v, 1), _best(v, -1), -1), "count": lambda v: _number(len(v)),
    "product": lambda v: _fold(operations.multiply, v), "gcd": _divisor, "lcm": _multiple, "mode": _mode,
}  # fmt: skip
