"""What a Problem writes, in base units: tagged values, and the units in which they are shown and rounded."""

from __future__ import annotations

from suffice.records import Json
from suffice.symbolic.arithmetic.audit.measures import compound, measures
from suffice.symbolic.arithmetic.audit.numbers import Number, exactly
from suffice.symbolic.arithmetic.audit.ratios import Ratio, Unsure, Wrong, minus, parse, plus, times, turned

TAGS = ("num", "pct", "money", "qty")


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
