"""Literals: what they read, how far, and what they refuse."""

from __future__ import annotations

from functools import cache
from typing import Any

import pytest

from suffice.symbolic.english import literals
from suffice.symbolic.english.grammar import Grammar, Parse
from suffice.symbolic.english.text import analyse


@cache
def grammar() -> Grammar:
    found = Grammar()
    literals.install(found)
    return found


def matches(literal: str, text: str) -> list[tuple[str, Any]]:
    """Every match of a literal at the first token: the text it covers and its value."""
    found = analyse(text)
    parse = Parse(grammar(), found)
    return [(found.slice(0, end), value) for end, value in parse.match(literal, 0)]


def whole(literal: str, text: str) -> list[Any]:
    """The values of the matches that cover the whole text."""
    return [value for covered, value in matches(literal, text) if covered == text]


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("5", "5"),
        ("-5", "-5"),
        ("+5", "5"),
        ("1,200", "1200"),
        ("1,234,567.50", "1234567.5"),
        ("2.50", "2.5"),
        (".5", "0.5"),
        ("2.5 million", "2500000"),
        ("5 thousand", "5000"),
        ("3k", "3000"),
        ("1/2", "0.5"),
        ("2 1/2", "2.5"),
        ("2/3", "2/3"),
        ("½", "0.5"),
        ("2½", "2.5"),
        ("1e5", "100000"),
        ("8.556955358640000e+08", "855695535.864"),
        ("5e-3", "0.005"),
        ("zero", "0"),
        ("twelve", "12"),
        ("twenty-five", "25"),
        ("twenty five", "25"),
        ("two hundred and five", "205"),
        ("twelve hundred", "1200"),
        ("two thousand and twenty-six", "2026"),
        ("one million two hundred thousand and five", "1200005"),
        ("a hundred", "100"),
        ("a dozen", "12"),
        ("two dozen", "24"),
        ("half a dozen", "6"),
        ("half a million", "500000"),
        ("half", "0.5"),
        ("three and a half", "3.5"),
        ("two and three quarters", "2.75"),
        ("one and a half million", "1500000"),
        ("5 and a half", "5.5"),
        ("two thirds", "2/3"),
        ("a quarter", "0.25"),
        ("three point one four", "3.14"),
        ("minus 5", "-5"),
        ("negative five", "-5"),
        ("$\\frac{6}{8}$", "0.75"),
    ],
)
def test_numbers(text: str, number: str) -> None:
    assert whole("number", text) == [["num", number]]


@pytest.mark.parametrize(
    "text",
    ["12a", "5km", "1,5", "1,234,56", "3.14.15", "1/2/2026", "2026-03-05", "10:30", "555-1234", "#5", "007", "5_000",
     "20%", "20 percent", "1 000", "nineteen eighty", "five six", "two million three", "3/0", "12th", "hundred",
     "an apple", "5-3"],
)  # fmt: skip
def test_what_is_no_number(text: str) -> None:
    assert matches("number", text) == []


def test_a_number_is_read_to_its_end() -> None:
    assert matches("number", "5 million people") == [("5 million", ["num", "5000000"])]
    assert matches("number", "two hundred and five apples") == [("two hundred and five", ["num", "205"])]
    assert matches("number", "one million and a half") == [("one million", ["num", "1000000"])]
    assert matches("number", "one thousand and two hundred") == [("one thousand", ["num", "1000"])]


def test_a_number_is_not_read_from_its_middle() -> None:
    parse = Parse(grammar(), analyse("COVID-19 and v2.5 and 1,5 and 4-5"))
    for index in range(parse.end):
        assert parse.match("number", index) == []


@pytest.mark.parametrize(
    ("text", "value"),
    [("20%", "20"), ("20 percent", "20"), ("twenty pct", "20"), ("15 per cent", "15"), ("12.5%", "12.5"),
     ("half a percent", "0.5"), ("25 basis points", "0.25"), ("-3%", "-3"), ("2/3%", "2/3")],
)  # fmt: skip
def test_percentages(text: str, value: str) -> None:
    assert whole("percent", text) == [["pct", value]]


@pytest.mark.parametrize("text", ["half", "20", "5%5", "5-10%"])
def test_what_is_no_percentage(text: str) -> None:
    assert matches("percent", text) == []


@pytest.mark.parametrize(
    ("text", "amount", "currency"),
    [("$45", "45", "USD"), ("$ 45", "45", "USD"), ("45 dollars", "45", "USD"), ("five dollars", "5", "USD"),
     ("€12.50", "12.5", "EUR"), ("12 €", "12", "EUR"), ("£3", "3", "GBP"), ("3 pounds", "3", "GBP"),
     ("50 cents", "0.5", ""), ("50p", "0.5", "GBP"), ("Rs. 500", "500", "INR"), ("1.5k USD", "1500", "USD"),
     ("US$20", "20", "USD"), ("A$20", "20", "AUD"), ("AUD 20", "20", "AUD"), ("CHF 20", "20", "CHF"),
     ("$1.2 million", "1200000", "USD"), ("$5m", "5000000", "USD"), ("$3k", "3000", "USD"), ("-$5", "-5", "USD"),
     ("$1,200.50", "1200.5", "USD"), ("$20 AUD", "20", "AUD"), ("5 dollars and 50 cents", "5.5", "USD"),
     ("3 dollars 50 cents", "3.5", "USD"),
     ("a dollar", "1", "USD"), ("half a dollar", "0.5", "USD"), ("20 US dollars", "20", "USD")],
)  # fmt: skip
def test_money(text: str, amount: str, currency: str) -> None:
    assert whole("money", text) == [["money", amount, currency]]


@pytest.mark.parametrize("text", ["$5-$10", "$45.5.6", "45", "$", "$five", "$1,5", "15 dollars 50", "75 USD million"])
def test_what_is_no_money(text: str) -> None:
    assert matches("money", text) == []


@pytest.mark.parametrize(
    ("text", "values"),
    [("5km", [("5", "km")]), ("five feet", [("5", "ft")]), ("5 ft 11 in", [("71", "in")]), ("5'11\"", [("71", "in")]),
     ("6'", [("6", "ft")]), ("2 hours 30 minutes", [("150", "min")]), ("1h20m", [("80", "min")]),
     ("2 hours and 30 minutes", [("150", "min")]), ("60 km/h", [("60", "km/h")]), ("55 mph", [("55", "mi/h")]),
     ("60 miles per hour", [("60", "mi/h")]), ("$3 per kg", [("3", "USD/kg")]), ("$20 an hour", [("20", "USD/h")]),
     ("20 °C", [("20", "degC")]), ("68 F", [("68", "degF")]), ("-5 degrees celsius", [("-5", "degC")]),
     ("3 m²", [("3", "m^2")]), ("3 square metres", [("3", "m^2")]), ("3 sq ft", [("3", "ft^2")]),
     ("7 L/100km", [("7", "L/hkm")]), ("half a mile", [("0.5", "mi")]), ("half an hour", [("0.5", "h")]),
     ("two and a half hours", [("2.5", "h")]), ("20-minute", [("20", "min")]), ("an hour and a half", [("1.5", "h")]),
     ("1 year 2 months", [("14", "month")]), ("5 MB", [("5", "MB")]), ("5 Mb", [("5", "Mbit")]),
     ("9.8 m/s", [("9.8", "m/s")]), ("2 stone 3 pounds", [("31", "lb")])],
)  # fmt: skip
def test_quantities(text: str, values: list[tuple[str, str]]) -> None:
    assert whole("quantity", text) == [["qty", number, unit] for number, unit in values]


@pytest.mark.parametrize(
    ("text", "units"),
    [("5 gallons", {"gal_us", "gal_imp"}), ("2 cups", {"cup_us", "cup_metric"}), ("5 m", {"m", "min"}),
     ("10 tons", {"t", "short_ton", "long_ton"}), ("30 mpg", {"mi/gal_us", "mi/gal_imp"}), ("5 US gallons", {"gal_us"}),
     ("3 tonnes", {"t"}), ("5 miles", {"mi"}), ("12 ounces", {"oz"})],
)  # fmt: skip
def test_every_meaning_of_a_unit_is_kept(text: str, units: set[str]) -> None:
    assert {value[2] for value in whole("quantity", text)} == units


@pytest.mark.parametrize("text", ["5kmx", "5 apples", "km", "5 % m"])
def test_what_is_no_quantity(text: str) -> None:
    assert matches("quantity", text) == []


@pytest.mark.parametrize(
    ("literal", "text", "members"),
    [("number_list", "80, 90 and 100", ["80", "90", "100"]), ("number_list", "3, 4, and 5", ["3", "4", "5"]),
     ("number_list", "3 & 4", ["3", "4"]), ("number_list", "3; 4; 5", ["3", "4", "5"]),
     ("number_list", "[3,5]", ["3", "5"]), ("number_list", "3,5,7", ["3", "5", "7"]),
     ("number_list", "two, three and four", ["2", "3", "4"]), ("or_list", "3, 4 or 5", ["3", "4", "5"]),
     ("bare_list", "855,695,528.048 8.5e+08", ["855695528.048", "850000000"]),
     ("money_list", "$3, $4 and $5.50", ["3", "4", "5.5"]), ("money_list", "3, 4 and 5 dollars", ["3", "4", "5"]),
     ("percent_list", "5, 10 and 20 percent", ["5", "10", "20"]), ("quantity_list", "3, 4 and 5 km", ["3", "4", "5"]),
     ("quantity_list", "2 hours and 30 minutes", ["2", "30"])],
)  # fmt: skip
def test_lists(literal: str, text: str, members: list[str]) -> None:
    (found,) = whole(literal, text)
    assert [member[1] for member in found[1]] == members


@pytest.mark.parametrize("text", ["5", "1,5", "3 or 4", "80,90,100"])
def test_what_is_no_list(text: str) -> None:
    assert matches("number_list", text) == []  # 90,100 could be one number


def test_members_of_a_list_are_read_in_one_way() -> None:
    readings = whole("quantity_list", "1 gallon and 2 gallons")
    assert sorted(tuple(member[2] for member in value[1]) for value in readings) == [
        ("gal_imp", "gal_imp"),
        ("gal_us", "gal_us"),
    ]


def n(text: str) -> list[str]:
    return ["num", text]


@pytest.mark.parametrize(
    ("text", "readings"),
    [
        ("5 - 3", [["sub", n("5"), n("3")]]),
        ("393 + -683", [["add", n("393"), n("-683")]]),
        ("2 + 3 * 4", [["add", n("2"), ["mul", n("3"), n("4")]]]),
        ("(2 + 3) * 4", [["mul", ["add", n("2"), n("3")], n("4")]]),
        ("8 - 3 - 2", [["add", n("8"), n("-3"), n("-2")]]),
        ("8 / 4 / 2", [["div", ["div", n("8"), n("4")], n("2")]]),
        ("2^3^2", [["pow", n("2"), ["pow", n("3"), n("2")]]]),
        ("2**10", [["pow", n("2"), n("10")]]),
        ("-2^2", [["neg", ["pow", n("2"), n("2")]]]),
        ("3 x 4", [["mul", n("3"), n("4")]]),
        ("3(4+5)", [["mul", n("3"), ["add", n("4"), n("5")]]]),
        ("17 % 5", [["mod", n("17"), n("5")]]),
        ("20% of 80", [["mul", ["pct", "20"], n("80")]]),
        ("half of 80", [["mul", n("0.5"), n("80")]]),
        ("1/2 of 80", [["mul", ["div", n("1"), n("2")], n("80")]]),
        ("20% + 5%", [["add", ["pct", "20"], ["pct", "5"]]]),
        ("√16", [["root", n("16"), n("2")]]),
        ("three squared", [["pow", n("3"), n("2")]]),
        ("5²", [["pow", n("5"), n("2")]]),
        ("12 divided by 4", [["div", n("12"), n("4")]]),
        (
            "two plus three times four",
            [["add", n("2"), ["mul", n("3"), n("4")]], ["mul", ["add", n("2"), n("3")], n("4")]],
        ),
        (
            "20% of 80 plus 5",
            [["add", ["mul", ["pct", "20"], n("80")], n("5")], ["mul", ["pct", "20"], ["add", n("80"), n("5")]]],
        ),
        ("3 plus 4 squared", [["add", n("3"), ["pow", n("4"), n("2")]], ["pow", ["add", n("3"), n("4")], n("2")]]),
        (
            "the square root of 16 plus 9",
            [["add", ["root", n("16"), n("2")], n("9")], ["root", ["add", n("16"), n("9")], n("2")]],
        ),
    ],
)  # fmt: skip
def test_expressions(text: str, readings: list[Any]) -> None:
    assert whole("expression", text) == readings


@pytest.mark.parametrize(
    "text",
    ["5", "5 +", "5 - what", "200 + 10%", "6/2(1+2)", "5 + 3,2", "20% 5", "3x + 2", "5 + 3 2", "(5 + 3", "2 + 3a"],
)
def test_what_is_no_expression(text: str) -> None:
    assert matches("expression", text) == []


@pytest.mark.parametrize(
    ("text", "letter", "left", "right"),
    [
        ("2x + 3 = 11", "x", ["add", ["mul", n("2"), ["var", "x"]], n("3")], n("11")),
        ("74*l + 56 = 4940", "l", ["add", ["mul", n("74"), ["var", "l"]], n("56")], n("4940")),
        ("2x = 3x - 5", "x", ["mul", n("2"), ["var", "x"]], ["sub", ["mul", n("3"), ["var", "x"]], n("5")]),
        ("3(x+1) = 12", "x", ["mul", n("3"), ["add", ["var", "x"], n("1")]], n("12")),
        ("y/2 = 5", "y", ["div", ["var", "y"], n("2")], n("5")),
    ],
)
def test_equations(text: str, letter: str, left: Any, right: Any) -> None:
    assert whole("linear_equation", text) == [["equation", letter, left, right]]


@pytest.mark.parametrize("text", ["2x + y = 3", "3 + 4 = 7", "3 x 4 = 12", "2x + 3", "2e + 3 = 5", "x = y"])
def test_what_is_no_equation(text: str) -> None:
    assert matches("linear_equation", text) == []


def test_amounts_in_expressions() -> None:
    assert whole("amount_expression", "$45 - $9") == [["sub", ["money", "45", "USD"], ["money", "9", "USD"]]]
    assert whole("amount_expression", "60 km / 2 h") == [["div", ["qty", "60", "km"], ["qty", "2", "h"]]]


@pytest.mark.parametrize(("text", "value"), [("3rd", "3"), ("third", "3"), ("21st", "21"), ("twenty-first", "21")])
def test_ordinals(text: str, value: str) -> None:
    assert whole("ordinal", text) == [["num", value]]


def test_counts_are_whole_and_not_negative() -> None:
    assert whole("count", "five") == [["num", "5"]]
    assert matches("count", "2.5") == matches("count", "-3") == []


def test_a_plain_fraction_is_not_reduced() -> None:
    assert whole("plain_fraction", "6/8") == [["num", "6/8"]]
    assert matches("plain_fraction", "6/8/2026") == []


def test_units_by_themselves() -> None:
    assert whole("unit", "miles per hour") == [["unit", "mi/h"]]
    assert whole("unit", "square feet") == [["unit", "ft^2"]]
    assert whole("currency", "euros") == [["unit", "EUR"]]


def test_a_hundred_thousand_digits_are_read_as_they_stand() -> None:
    digits = "7" * 100_000
    assert whole("number", digits) == [["num", digits]]
    for rest in (" million", "e5", "/3/3", " 1/2"):
        assert matches("number", digits + rest) == []
    assert whole("percent", digits + "%") == [["pct", digits]]
    for literal in grammar().literals:
        for rest in (" dollars and 5 cents", "' 5\"", " basis points", " hours 5 minutes", "x + 2 = 5", ", 5 and 6 km"):
            matches(literal, digits + rest)  # however long, nothing raises
