"""The unit table against published definitions, through the solver and the checker."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from suffice.records import Abstain, Code, Status
from suffice.symbolic.arithmetic import units
from suffice.symbolic.arithmetic.audit import measures
from suffice.symbolic.arithmetic.check import check
from suffice.symbolic.arithmetic.problem import validate
from suffice.symbolic.arithmetic.solve import solve
from suffice.symbolic.solution import Solution

# Exact definitions: NIST SP 811 appendix B.8, NIST Handbook 44 appendix C, UK Weights and Measures Act 1985.
FACTS = [
    ("1", "mi", "m", "1609.344"), ("1", "mi", "ft", "5280"), ("1", "nmi", "km", "1.852"), ("1", "yd", "cm", "91.44"),
    ("1", "in", "mm", "25.4"), ("1", "furlong", "yd", "220"), ("1", "acre", "ft^2", "43560"),
    ("1", "acre", "m^2", "4046.8564224"), ("1", "ha", "m^2", "10000"), ("1", "km^2", "ha", "100"),
    ("1", "gal_us", "L", "3.785411784"), ("1", "gal_us", "in^3", "231"), ("1", "gal_imp", "L", "4.54609"),
    ("1", "gal_us", "pt_us", "8"), ("1", "gal_imp", "pt_imp", "8"), ("1", "cup_us", "mL", "236.5882365"),
    ("1", "gal_us", "floz_us", "128"), ("1", "gal_imp", "floz_imp", "160"), ("1", "cup_us", "tbsp_us", "16"),
    ("1", "tbsp_us", "tsp_us", "3"), ("1", "m^3", "L", "1000"), ("1", "bbl", "gal_us", "42"),
    ("1", "lb", "g", "453.59237"), ("1", "lb", "oz", "16"), ("1", "st", "lb", "14"), ("1", "short_ton", "lb", "2000"),
    ("1", "long_ton", "lb", "2240"), ("1", "cwt_imp", "lb", "112"), ("1", "lb", "grain", "7000"),
    ("1", "t", "kg", "1000"),
    ("1", "day", "s", "86400"), ("1", "week", "h", "168"), ("1", "fortnight", "day", "14"),
    ("1", "year", "month", "12"),
    ("1", "KiB", "B", "1024"), ("1", "kB", "B", "1000"), ("1", "GB", "Mbit", "8000"), ("1", "kWh", "MJ", "3.6"),
    ("1", "kcal", "kJ", "4.184"), ("1", "BTU", "J", "1055.05585262"), ("1", "hp_metric", "W", "735.49875"),
    ("1", "atm", "Pa", "101325"), ("1", "atm", "torr", "760"), ("1", "bar", "kPa", "100"), ("1", "kgf", "N", "9.80665"),
    ("1", "mi/h", "m/s", "0.44704"), ("1", "kn", "km/h", "1.852"), ("90", "km/h", "m/s", "25"),
    ("1", "turn", "deg", "360"),
    ("1", "deg", "arcmin", "60"), ("100", "degC", "degF", "212"), ("-40", "degC", "degF", "-40"),
    ("0", "degC", "K", "273.15"),
    ("68", "degF", "degC", "20"), ("0", "K", "degC", "-273.15"), ("9", "delta_degF", "delta_degC", "5"),
]  # fmt: skip


def convert(number: str, source: str, target: str, **form: Any) -> Solution | Abstain:
    body = {"given": {"x": ["qty", number, source]}, "find": ["convert", ["ref", "x"], target], "form": form}
    validate(body)
    result = solve(body)
    if isinstance(result, Solution):
        assert check(body, result).status is Status.VALID
    return result


@pytest.mark.parametrize(("number", "source", "target", "expected"), FACTS)
def test_conversions_are_exact(number: str, source: str, target: str, expected: str) -> None:
    result = convert(number, source, target, show_unit=False)
    assert isinstance(result, Solution)
    assert result.value == expected


def test_psi_and_horsepower_follow_from_their_definitions() -> None:
    table = units.table().units
    pound_force = Fraction("0.45359237") * Fraction("9.80665")
    assert table["psi"].worth == pound_force / Fraction("0.0254") ** 2
    assert table["hp"].worth == 550 * Fraction("0.3048") * pound_force
    assert table["hp_metric"].worth == 75 * Fraction("9.80665")


def test_fuel_economy_is_a_reciprocal() -> None:
    result = convert("30", "mi/gal_us", "L/hkm", decimals=2)
    assert isinstance(result, Solution) and result.value == "7.84 L/100 km"
    back = convert("5", "L/hkm", "km/L")
    assert isinstance(back, Solution) and back.value == "20 km/L"


@pytest.mark.parametrize(
    ("source", "target"),
    [("kg", "m"), ("month", "day"), ("L", "kg"), ("GB", "s"), ("kWh", "kW"), ("degC", "delta_degC")],
)
def test_what_cannot_be_converted(source: str, target: str) -> None:
    result = convert("1", source, target)
    assert isinstance(result, Abstain)
    assert result.code is Code.INCONSISTENT and result.misread


def test_a_currency_needs_a_rate() -> None:
    result = convert("1", "USD", "EUR")
    assert isinstance(result, Abstain) and result.code is Code.UNDERDETERMINED


def test_solver_and_checker_read_the_same_table() -> None:
    solver, checker = units.table(), measures.measures()
    assert solver.units.keys() == checker.units.keys()
    for symbol, unit in solver.units.items():
        other = checker.units[symbol]
        assert unit.worth == Fraction(*other.ratio), symbol
        assert dict(unit.dimension) == other.dimension
        assert (unit.shown, unit.one) == (other.plural, other.singular)
    assert {s: Fraction(*r) for s, r in checker.zeros.items()} == {
        s: scale.zero_k for s, scale in solver.scales.items()
    }
    assert {c.code: (c.sign, c.decimals) for c in solver.currencies.values()} == {
        code: (checker.signs[code], checker.places[code]) for code in checker.signs
    }


def test_every_unit_has_one_dimension_and_a_positive_worth() -> None:
    for unit in units.table().units.values():
        assert unit.worth > 0 and unit.dimension


@pytest.mark.parametrize("text", ["", "kmh", "km//h", "km^", "km^x", "a" * 100, "km h", "1"])
def test_unit_expressions_that_are_none(text: str) -> None:
    with pytest.raises(ValueError):
        validate({"given": {}, "find": ["qty", "1", text]})
