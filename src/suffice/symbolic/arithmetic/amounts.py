"""Amounts: exact numbers (or proven bounds of irrational ones) with units, their JSON, and conversions between units.

Sizes are estimated before anything large is computed.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from suffice.records import Abstain, Code, Json
from suffice.symbolic.arithmetic import numerals, units
from suffice.symbolic.arithmetic.units import ANY_CENTS, Factors

LIMIT_DIGITS = 20_000  # of one number
_LIMIT_BITS = int(LIMIT_DIGITS / 0.30103)
NO_UNIT: Factors = {}


class Refusal(Exception):
    """Carries the Abstain that ends the computation."""

    def __init__(self, code: Code, reason: str, misread: bool = False) -> None:
        super().__init__(reason)
        self.abstain = Abstain(code, reason, misread)


class Undecided(Exception):
    """The bounds of an irrational number are too far apart to decide; more digits are needed."""


@dataclass(frozen=True, slots=True)
class Amount:
    """A number times units. ``high`` is set when only bounds are known: ``low <= value <= high``.

    ``percent``: a share written with a percent sign (``low`` is 0.2 for 20%).
    """

    low: Fraction
    factors: Factors
    percent: bool = False
    high: Fraction | None = None

    @property
    def exact(self) -> Fraction:
        if self.high is not None:
            raise Refusal(Code.UNSUPPORTED, "not exact: an irrational number stands where an exact one is needed")
        return self.low

    @property
    def plain(self) -> bool:
        return not self.factors

    @property
    def scale(self) -> units.Scale | None:
        """The temperature scale when this is a temperature, not a difference of two."""
        if len(self.factors) != 1:
            return None
        ((symbol, power),) = self.factors.items()
        return units.table().scales.get(symbol) if power == 1 else None


Value = Amount | bool | str


def bounds(value: Amount) -> tuple[Fraction, Fraction]:
    return value.low, value.low if value.high is None else value.high


# --- JSON ----------------------------------------------------------------------------------------
def from_json(value: Json) -> Amount:
    """An Amount from ``["num", t]``, ``["pct", t]``, ``["money", t, code]`` or ``["qty", t, unit]``."""
    text = value[1]
    if len(text) > 2 * LIMIT_DIGITS:
        raise Refusal(Code.TOO_HARD, f"a number of {len(text):,} digits; at most {LIMIT_DIGITS:,} are computed with")
    number = numerals.fraction(text)
    match value[0]:
        case "num":
            return Amount(number, NO_UNIT)
        case "pct":
            return Amount(number / 100, NO_UNIT, True)
        case "money":
            return Amount(number, {value[2] or ANY_CENTS: 1})
        case _:
            return Amount(number, units.parse(value[2]))


def to_json(value: Value) -> Json:
    """Tagged JSON; bounds become ``["between", low, high]``."""
    if isinstance(value, bool):
        return ["bool", value]
    if isinstance(value, str):
        return ["label", value]
    if value.high is not None:
        low = Amount(value.low, value.factors, value.percent)
        return ["between", to_json(low), to_json(Amount(value.high, value.factors, value.percent))]
    if value.percent:
        return ["pct", numerals.text(value.low * 100)]
    if value.plain:
        return ["num", numerals.text(value.low)]
    code = currency_of(value)
    if code is not None:
        return ["money", numerals.text(value.low), "" if code == ANY_CENTS else code]
    return ["qty", numerals.text(value.low), units.text(value.factors)]


def currency_of(value: Amount) -> str | None:
    """The currency code when the amount is money and nothing else."""
    if len(value.factors) != 1:
        return None
    ((symbol, power),) = value.factors.items()
    return symbol if power == 1 and units.is_currency(symbol) else None


def kind(value: Amount) -> str:
    """What the amount is, in words, for messages."""
    if value.percent:
        return "a percentage"
    if value.plain:
        return "a plain number"
    code = currency_of(value)
    if code == ANY_CENTS:
        return "an amount in cents"
    return f"an amount in {code or units.shown(value.factors)}"


# --- sizes ---------------------------------------------------------------------------------------
def bits_of(value: Amount) -> int:
    return max(value.low.numerator.bit_length(), value.low.denominator.bit_length())


def fits(bits: float) -> None:
    """Refuse a number of more than ``LIMIT_DIGITS`` digits before computing it."""
    if bits > _LIMIT_BITS:
        raise Refusal(Code.TOO_HARD, f"a number of about {_about(bits * 0.30103)} digits would have to be computed")


def _about(digits: float) -> str:
    return f"{int(digits):,}" if digits < 1e12 else f"{digits:.0e}".replace("e+", " x 10^")


# --- units ---------------------------------------------------------------------------------------
def inconsistent(left: Amount, right: Amount, what: str) -> Refusal:
    return Refusal(Code.INCONSISTENT, f"cannot {what} {kind(left)} and {kind(right)}", misread=True)


def same_unit(left: Amount, right: Amount, what: str) -> Amount:
    """``right`` in the units of ``left``; refuses when their dimensions differ."""
    if left.factors == right.factors:
        return right
    if units.dimension(left.factors) != units.dimension(right.factors):
        raise inconsistent(left, right, what)
    factor = units.worth(right.factors) / units.worth(left.factors)
    return _map(right, factor, left.factors)


def _map(value: Amount, factor: Fraction, factors: Factors) -> Amount:
    """The value times a positive factor, in other units."""
    return Amount(value.low * factor, factors, False, None if value.high is None else value.high * factor)


def absolute_kelvin(value: Amount, scale: units.Scale) -> Amount:
    worth = units.worth(value.factors)
    return Amount(
        value.low * worth + scale.zero_k,
        {"K": 1},
        False,
        None if value.high is None else value.high * worth + scale.zero_k,
    )


def convert(value: Amount, target: str) -> Amount:
    """The same amount in the unit ``target``."""
    wanted = units.parse(target)
    if value.factors == wanted:
        return value
    goal = Amount(Fraction(1), wanted)
    if currency_of(value) and currency_of(goal):
        raise Refusal(
            Code.UNDERDETERMINED, f"no exchange rate from {currency_of(value)} to {currency_of(goal)} is given"
        )
    scale, onto = value.scale, goal.scale
    if scale and onto:
        kelvin = absolute_kelvin(value, scale)
        worth = units.worth(wanted)
        high = None if kelvin.high is None else (kelvin.high - onto.zero_k) / worth
        return Amount((kelvin.low - onto.zero_k) / worth, wanted, False, high)
    if onto and not scale:  # a difference stays a difference
        wanted = {onto.difference: 1}
    if scale and not onto:
        raise inconsistent(value, goal, "convert between")
    here, there = units.dimension(value.factors), units.dimension(wanted)
    if here == there:
        return _map(value, units.worth(value.factors) / units.worth(wanted), wanted)
    if ("hkm" in value.factors or "hkm" in wanted) and here == tuple((base, -e) for base, e in there):
        factor = 1 / (units.worth(value.factors) * units.worth(wanted))  # miles per gallon and litres per 100 km
        low, high = bounds(value)
        if low <= 0 <= high:
            raise Refusal(Code.OUT_OF_RANGE, "a consumption of zero has no reciprocal")
        return Amount(factor / high, wanted, False, None if value.high is None else factor / low)
    raise inconsistent(value, goal, "convert between")


def as_difference(value: Amount) -> Amount:
    """A temperature read as a difference of temperatures (5 degrees warmer)."""
    scale = value.scale
    return Amount(value.low, {scale.difference: 1}, False, value.high) if scale else value
