"""What may be done with amounts: exact arithmetic with units, roots, comparisons, remainders."""

from __future__ import annotations

from fractions import Fraction
from math import lgamma

from suffice.records import Code
from suffice.symbolic.arithmetic import numerals, units
from suffice.symbolic.arithmetic.amounts import (
    NO_UNIT,
    Amount,
    Refusal,
    Undecided,
    absolute_kelvin,
    bits_of,
    bounds,
    convert,
    fits,
    inconsistent,
    same_unit,
)
from suffice.symbolic.arithmetic.units import Factors

_HOURS = frozenset(("h", "min"))
_DAYS = frozenset(("day", "week", "month", "year"))


def add(left: Amount, right: Amount, sign: int = 1) -> Amount:
    """``left + right`` (``sign`` -1: minus) in the units of ``left``."""
    what = "add" if sign > 0 else "subtract"
    one, two = left.scale, right.scale
    if one or two:
        return _add_temperature(left, right, sign, one, two)
    right = same_unit(left, right, what)
    if left.high is None and right.high is None:
        fits(bits_of(left) + bits_of(right))
        return Amount(
            left.low + right.low if sign > 0 else left.low - right.low, left.factors, left.percent and right.percent
        )
    (low, high), (below, above) = bounds(left), bounds(right) if sign > 0 else bounds(negate(right))
    return Amount(low + below, left.factors, left.percent and right.percent, high + above)


def _add_temperature(
    left: Amount, right: Amount, sign: int, one: units.Scale | None, two: units.Scale | None
) -> Amount:
    if one and two:
        if sign > 0:
            raise Refusal(Code.INCONSISTENT, "two temperatures cannot be added", misread=True)
        factors = {one.difference: 1}
        other = convert(right, next(iter(left.factors)))
        return add(Amount(left.low, factors, False, left.high), Amount(other.low, factors, False, other.high), -1)
    if one:
        if units.dimension(right.factors) != (("K", 1),):
            raise inconsistent(left, right, "add" if sign > 0 else "subtract")
        moved = add(Amount(left.low, {one.difference: 1}, False, left.high), right, sign)
        return Amount(moved.low, left.factors, False, moved.high)
    if sign < 0:
        raise Refusal(Code.INCONSISTENT, "a temperature cannot be taken from a difference", misread=True)
    return add(right, left)


def no_temperature(value: Amount, what: str) -> None:
    scale = value.scale
    if scale and scale.zero_k:
        raise Refusal(
            Code.INCONSISTENT, f"a temperature in {units.shown(value.factors)} cannot be {what}", misread=True
        )


def _merged(left: Factors, right: Factors, sign: int) -> tuple[Factors, Fraction]:
    """The product of two unit products, units of one dimension made the same; and the factor that takes."""
    if not right:
        return left, Fraction(1)
    if not left and sign > 0:
        return right, Fraction(1)
    found, factor = dict(left), Fraction(1)
    for symbol, power in right.items():
        power *= sign
        known = units.unit(symbol)
        name = symbol
        if symbol not in found:
            for other in found:
                if units.unit(other).dimension == known.dimension:
                    name = other
                    factor *= (known.worth / units.unit(other).worth) ** power
                    break
        total = found.get(name, 0) + power
        if total:
            found[name] = total
        else:
            found.pop(name)
    if found and not units.dimension(found):
        factor *= units.worth(found)
        found = {}
    return found, factor


def _no_working_day(rate: Factors, time: Factors) -> None:
    """Refuse money per day times hours, per hour times days and per week times days: a day of work has no 24 hours, a
    week of work no seven days."""
    if len(time) != 1 or time.keys().isdisjoint(_HOURS | _DAYS) or list(time.values()) != [1]:
        return
    (span,) = time
    per = {symbol for symbol, power in rate.items() if power == -1}
    paid = any(power == 1 and units.is_currency(symbol) for symbol, power in rate.items())
    if paid and per & (_DAYS if span in _HOURS else _HOURS):
        raise Refusal(Code.AMBIGUOUS, "how many hours count in a day is not said")
    if paid and span == "day" and per & (_DAYS - {"day"}):
        raise Refusal(Code.AMBIGUOUS, "how many days count in a week or month is not said")


def multiply(left: Amount, right: Amount) -> Amount:
    if left.factors:
        no_temperature(left, "multiplied")
    if right.factors:
        no_temperature(right, "multiplied")
    if left.factors and right.factors:
        _no_working_day(left.factors, right.factors)
        _no_working_day(right.factors, left.factors)
    factors, factor = _merged(left.factors, right.factors, 1)
    percent = left.percent and right.percent
    if left.high is None and right.high is None:
        fits(bits_of(left) + bits_of(right))
        low = left.low * right.low
        return Amount(low if factor == 1 else low * factor, factors, percent)
    corners = [a * b * factor for a in bounds(left) for b in bounds(right)]
    return Amount(min(corners), factors, percent, max(corners))


def divide(left: Amount, right: Amount) -> Amount:
    if left.factors:
        no_temperature(left, "divided")
    if right.factors:
        no_temperature(right, "divided by")
    factors, factor = _merged(left.factors, right.factors, -1)
    percent = left.percent and right.plain and not right.percent
    low, high = bounds(right)
    if low <= 0 <= high:
        if right.high is None:
            raise Refusal(Code.OUT_OF_RANGE, "a division by zero has no result")
        raise Undecided
    if left.high is None and right.high is None:
        fits(bits_of(left) + bits_of(right))
        return Amount(left.low / low * factor, factors, percent)
    corners = [a / b * factor for a in bounds(left) for b in (low, high)]
    return Amount(min(corners), factors, percent, max(corners))


def negate(value: Amount) -> Amount:
    no_temperature(value, "negated")
    low, high = bounds(value)
    return Amount(-high, value.factors, value.percent, None if value.high is None else -low)


def absolute(value: Amount) -> Amount:
    low, high = bounds(value)
    if low >= 0:
        return value
    if high <= 0:
        return negate(value)
    return Amount(Fraction(0), value.factors, value.percent, max(-low, high))


def compare(left: Amount, right: Amount) -> int:
    """-1, 0 or 1. Raises Undecided when bounds overlap."""
    one, two = left.scale, right.scale
    if one and two:
        left, right = absolute_kelvin(left, one), absolute_kelvin(right, two)
    elif one or two:
        raise inconsistent(left, right, "compare")
    right = same_unit(left, right, "compare")
    (low, high), (below, above) = bounds(left), bounds(right)
    if low == high == below == above:
        return 0
    if high < below:
        return -1
    if low > above:
        return 1
    raise Undecided


def integer(value: Amount, what: str) -> int:
    """The whole number that ``what`` needs."""
    if not value.plain or value.exact.denominator != 1:
        raise Refusal(Code.OUT_OF_RANGE, f"{what} needs whole numbers")
    return value.exact.numerator


def factorial(value: Amount) -> Amount:
    n = integer(value, "a factorial")
    if n < 0:
        raise Refusal(Code.OUT_OF_RANGE, "a negative number has no factorial")
    fits(lgamma(float(n) + 1) / 0.6931471805599453 if n < 10**300 else float("inf"))
    product = 1
    for factor in range(2, n + 1):
        product *= factor
    return Amount(Fraction(product), NO_UNIT)


def whole_part(value: Amount, mode: str) -> Amount:
    """``floor`` or ``ceil`` in the amount's own unit."""
    if value.percent:
        raise Refusal(Code.UNSUPPORTED, "a whole percentage and a whole share are different things")
    low, high = bounds(value)
    found = numerals.nearest(low, mode)
    if found != numerals.nearest(high, mode):
        raise Undecided
    return Amount(Fraction(found), value.factors, value.percent)


def remainder(left: Amount, right: Amount) -> tuple[Amount, Amount]:
    """Whole quotient and remainder of amounts that are not negative."""
    right = same_unit(left, right, "divide")
    one, two = left.exact, right.exact
    if left.percent or right.percent or left.scale:
        raise inconsistent(left, right, "divide with remainder")
    if two == 0:
        raise Refusal(Code.OUT_OF_RANGE, "a division by zero has no remainder")
    if one < 0 or two < 0:
        raise Refusal(Code.OUT_OF_RANGE, "remainders of negative numbers are defined in more than one way")
    quotient = one // two
    return Amount(Fraction(quotient), NO_UNIT), Amount(one - quotient * two, left.factors)
