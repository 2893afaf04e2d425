"""Powers and roots of amounts, exact where they are rational and else between two bounds."""

from __future__ import annotations

from fractions import Fraction
from math import log2

from suffice.records import Code
from suffice.symbolic.arithmetic.amounts import Amount, Refusal, Undecided, bounds, fits, kind
from suffice.symbolic.arithmetic.operations import no_temperature
from suffice.symbolic.arithmetic.units import Factors


def power(value: Amount, exponent: Amount, digits: int) -> Amount:
    """``value ** exponent``; a fractional exponent is a root with ``digits`` decimals if it is not exact."""
    if not exponent.plain:
        raise Refusal(Code.INCONSISTENT, f"an exponent cannot be {kind(exponent)}", misread=True)
    number = exponent.exact
    if number.denominator != 1:
        if number.denominator > 64:
            raise Refusal(Code.UNSUPPORTED, f"a root of order {number.denominator} is not computed")
        return root(_whole_power(value, number.numerator), number.denominator, digits)
    return _whole_power(value, number.numerator)


def _whole_power(value: Amount, n: int) -> Amount:
    if value.factors:
        no_temperature(value, "raised to a power")
        if abs(n) > 9:
            raise Refusal(Code.UNSUPPORTED, "a unit to a power above 9")
    low, high = bounds(value)
    if n <= 0 and low <= 0 <= high:
        if value.high is not None:
            raise Undecided
        word = "zero to the power of zero" if n == 0 else "a negative power of zero"
        raise Refusal(Code.OUT_OF_RANGE, f"{word} is not defined")
    for end in {low, high}:
        bits = max(end.numerator.bit_length(), end.denominator.bit_length())
        if bits > 1:  # 0, 1 and -1 stay small
            size = log2(max(abs(end.numerator), end.denominator)) if bits < 1000 else bits
            fits(size * abs(n) if abs(n) < 10**15 else float("inf") if n.bit_length() > 900 else size * float(abs(n)))
    factors = {symbol: p * n for symbol, p in value.factors.items()} if n else {}
    if value.high is None:
        return Amount(_raise(low, n), factors, False)
    ends = sorted((low**n, high**n))
    if n % 2 == 0 and low < 0 < high:
        ends[0] = Fraction(0)
    return Amount(ends[0], factors, False, ends[1])


def _raise(number: Fraction, n: int) -> Fraction:
    if number in (1, -1):
        return Fraction(1) if number == 1 or n % 2 == 0 else Fraction(-1)
    return number**n if number else Fraction(0)


def root(value: Amount, n: int, digits: int) -> Amount:
    """The n-th root, exact where it is rational, else bounds ``10**-digits`` apart."""
    if not 1 <= n <= 10_000:
        raise Refusal(Code.UNSUPPORTED, f"a root of order {n} is not computed")
    no_temperature(value, "put under a root")
    factors: Factors = {}
    for symbol, p in value.factors.items():
        if p % n:
            raise Refusal(
                Code.INCONSISTENT, f"{kind(value)} has no root of order {n}: its unit is no such power", misread=True
            )
        factors[symbol] = p // n
    low, high = bounds(value)
    if low < 0 and n % 2 == 0:
        if value.high is not None and high >= 0:
            raise Undecided
        raise Refusal(Code.OUT_OF_RANGE, f"a negative number has no real root of order {n}")
    if value.high is None:
        top, bottom = _integer_root(abs(low.numerator), n), _integer_root(low.denominator, n)
        if top**n == abs(low.numerator) and bottom**n == low.denominator:
            return Amount(Fraction(top if low >= 0 else -top, bottom), factors, False)
    return Amount(_root_below(low, n, digits), factors, False, -_root_below(-high, n, digits))


def _root_below(number: Fraction, n: int, digits: int) -> Fraction:
    """The largest multiple of ``10**-digits`` not above the real n-th root."""
    fits(max(number.numerator.bit_length(), number.denominator.bit_length()) + n * digits / 0.30103)
    scale = 10**digits
    size = abs(number) * scale**n
    found = _integer_root(size.numerator // size.denominator, n)
    if number >= 0:
        return Fraction(found, scale)
    return Fraction(-found if found**n == size else -found - 1, scale)


def _integer_root(number: int, n: int) -> int:
    """The largest integer whose n-th power is not above ``number``."""
    if number < 2 or n == 1:
        return number
    if n >= number.bit_length():
        return 1
    guess = 1 << -(-number.bit_length() // n)
    while True:
        better = ((n - 1) * guess + number // guess ** (n - 1)) // n
        if better >= guess:
            return guess
        guess = better
