"""The solver's answers, each checked; and what it declines."""

from __future__ import annotations

from typing import Any

import pytest

from suffice.records import Abstain, Code, Json, Level, Status
from suffice.symbolic.arithmetic.check import check
from suffice.symbolic.arithmetic.problem import paraphrase, validate
from suffice.symbolic.arithmetic.solve import solve
from suffice.symbolic.solution import Solution


def n(text: str) -> list[str]:
    return ["num", text]


def r(name: str) -> list[str]:
    return ["ref", name]


def usd(text: str) -> list[str]:
    return ["money", text, "USD"]


def run(find: Json, given: Json = None, form: Json = None, where: Json = None) -> Solution | Abstain:
    body: dict[str, Any] = {"given": given or {}, "find": find, "form": form or {}}
    if where:
        body["where"] = where
    validate(body)
    assert paraphrase(body)
    result = solve(body)
    if isinstance(result, Solution):
        verdict = check(body, result)
        assert verdict.status is Status.VALID, verdict.reason
        assert verdict.guarantee.level is Level.PROVED
        assert result.value in result.say
    return result


def answer(find: Json, given: Json = None, form: Json = None, where: Json = None) -> str:
    """The answer with its unit."""
    result = run(find, given, {"show_unit": True, **(form or {})}, where)
    assert isinstance(result, Solution), result
    return result.value


def refusal(find: Json, given: Json = None, form: Json = None, where: Json = None) -> Abstain:
    result = run(find, given, form, where)
    assert isinstance(result, Abstain), result
    return result


@pytest.mark.parametrize(
    ("find", "expected"),
    [
        (["add", n("1"), n("2"), n("3/2")], "4.5"),
        (["sub", n("5"), n("7")], "-2"),
        (["mul", n("2.5"), n("4")], "10"),
        (["div", n("1"), n("3")], "0.333333"),
        (["div", n("2"), n("3")], "0.666667"),
        (["div", n("1"), n("300000")], "0.00000333333"),
        (["div", n("1"), n("8")], "0.125"),
        (["pow", n("2"), n("-3")], "0.125"),
        (["pow", n("4"), n("1/2")], "2"),
        (["pow", n("8/27"), n("2/3")], "0.444444"),
        (["root", n("-27"), n("3")], "-3"),
        (["root", n("2.25"), n("2")], "1.5"),
        (["abs", n("-3.5")], "3.5"),
        (["mod", n("17"), n("5")], "2"),
        (["floordiv", n("17"), n("5")], "3"),
        (["gcd", n("410"), n("41")], "41"),
        (["lcm", n("54"), n("63")], "378"),
        (["factorial", n("10")], "3628800"),
        (["ceil", ["div", n("7"), n("2")]], "4"),
        (["floor", n("-3.5")], "-4"),
        (["round", n("2.345"), n("2")], "2.35"),
        (["mean", ["list", [n("80"), n("90"), n("100")]]], "90"),
        (["median", ["list", [n("5"), n("1"), n("4"), n("2")]]], "3"),
        (["mode", ["list", [n("5"), n("1"), n("5.0")]]], "5"),
        (["range", ["list", [n("5"), n("1"), n("9")]]], "8"),
        (["sum", ["list", [n("5"), n("1")]], n("4")], "10"),
        (["product", ["list", [n("5"), n("1.5")]]], "7.5"),
        (["count", ["list", [n("5"), n("1")]]], "2"),
        (["max", n("9.9"), n("9.11")], "9.9"),
        (["fraction", n("17577/26964")], "279/428"),
        (["percent", ["div", n("1"), n("8")]], "12.5%"),
        (["percent_change", n("80"), n("100")], "25%"),
        (["percent_change", n("100"), n("80")], "-20%"),
        (["lt", n("1/3"), n("0.3333")], "No"),
        (["if", ["ge", n("5"), n("5")], n("1"), n("2")], "1"),
        (["and", ["lt", n("1"), n("2")], ["not", ["gt", n("1"), n("2")]]], "Yes"),
        (["sum", ["pct", "20"], ["pct", "5"]], "25%"),
        (["mul", ["pct", "20"], n("80")], "16"),
        (["sub", n("1"), ["pct", "20"]], "0.8"),
    ],
)
def test_numbers(find: Json, expected: str) -> None:
    assert answer(find) == expected


def test_a_discount_step_by_step() -> None:
    result = run(["mul", r("price"), ["sub", n("1"), r("rate")]], {"price": usd("45"), "rate": ["pct", "20"]})
    assert isinstance(result, Solution)
    assert (result.value, result.say) == ("36.00", "The answer is $36.00.")
    assert [(step["expr"], step["value"], step["shown"]) for step in result.steps] == [
        (["sub", n("1"), r("rate")], n("0.8"), "0.8"),
        (["mul", r("price"), ["step", 0]], usd("36"), "$36.00"),
    ]


@pytest.mark.parametrize(
    ("value", "form", "expected"),
    [
        (usd("24.955"), {}, "$24.96"),
        (usd("-5"), {}, "-$5.00"),
        (usd("1234567.5"), {"thousands": True}, "$1,234,567.50"),
        (usd("24.955"), {"decimals": 0}, "$25"),
        (usd("24.955"), {"as": "number"}, "24.96"),
        (["money", "36", "CHF"], {}, "36.00 CHF"),
        (["money", "36", "GBP"], {}, "£36.00"),
        (["money", "1234", "JPY"], {}, "¥1234"),
        (["money", "0.75", ""], {}, "75 cents"),
        (["money", "0.01", ""], {}, "1 cent"),
        (["qty", "5", "km"], {"unit": "mi", "decimals": 2}, "3.11 mi"),
        (["qty", "5", "km"], {"unit": ["unit", "m"], "show_unit": False}, "5000"),
        (["qty", "1", "day"], {}, "1 day"),
        (["qty", "2", "day"], {}, "2 days"),
        (["qty", "45", "deg"], {}, "45°"),
        (["qty", "3", "USD/kg"], {}, "$3.00/kg"),
        (["qty", "7505", "s"], {"as": "hms"}, "2 hours 5 minutes 5 seconds"),
        (["qty", "90", "min"], {"as": "hm"}, "1 hour 30 minutes"),
        (["qty", "71", "in"], {"as": "feet_inches"}, "5 ft 11 in"),
        (n("0.5"), {"as": "percent"}, "50%"),
        (n("36"), {"as": "money"}, "$36.00"),
        (n("2.5"), {"as": "fraction"}, "5/2"),
        (n("2.5"), {"as": "mixed"}, "2 1/2"),
        (n("-7/3"), {"as": "mixed"}, "-2 1/3"),
        (n("3/4"), {"as": "latex"}, "$\\frac{3}{4}$"),
        (n("1234.5"), {"thousands": True}, "1,234.5"),
        (n("2.5"), {"decimals": 0}, "3"),
        (n("2.5"), {"decimals": 0, "mode": "half_even"}, "2"),
        (n("-2.5"), {"decimals": 0}, "-3"),
        (n("2.1"), {"decimals": 0, "mode": "up"}, "3"),
        (n("2.9"), {"decimals": 0, "mode": "down"}, "2"),
        (n("-0.001"), {"decimals": 2}, "0.00"),
        (n("2"), {"decimals": ["num", "2"]}, "2.00"),
        (n("2"), {"decimals": 2, "trim": True}, "2"),
        (n("1234"), {"decimals": -2}, "1200"),
        (n("9.99"), {"sigfigs": 2}, "10"),
        (n("0.00123456"), {"sigfigs": 3}, "0.00123"),
        (n("12345"), {"sigfigs": 2}, "12000"),
        (n("-8.909"), {"sigfigs": 12, "trim": True}, "-8.909"),
        (n("7.3"), {"nearest": "0.25"}, "7.25"),
        (n("123456"), {"scientific": True}, "1.23456 × 10^5"),
        (n("0.000123456"), {"scientific": True, "sigfigs": 3}, "1.23 × 10^-4"),
    ],
)
def test_forms(value: Json, form: Json, expected: str) -> None:
    assert answer(r("x"), {"x": value}, form) == expected


@pytest.mark.parametrize(
    ("value", "form", "expected", "said"),
    [
        (usd("36"), {}, "36.00", "$36.00"),
        (["qty", "5", "mi"], {"unit": "km"}, "8.04672", "8.04672 km"),
        (["qty", "5", "mi"], {}, "5 mi", "5 mi"),
    ],
)
def test_a_unit_that_the_question_names_is_left_out_of_the_answer(
    value: Json, form: Json, expected: str, said: str
) -> None:
    result = run(r("x"), {"x": value}, form)
    assert isinstance(result, Solution)
    assert (result.value, result.say) == (expected, f"The answer is {said}.")


def test_quantities_with_units() -> None:
    assert answer(
        ["div", r("d"), r("t")], {"d": ["qty", "150", "km"], "t": ["qty", "90", "min"]}, {"unit": "km/h"}
    ) == ("100 km/h")
    assert answer(["mul", r("v"), r("t")], {"v": ["qty", "60", "mi/h"], "t": ["qty", "90", "min"]}) == "90 mi"
    assert answer(["add", r("a"), r("b")], {"a": ["qty", "5", "km"], "b": ["qty", "300", "m"]}) == "5.3 km"
    assert answer(["mul", r("p"), r("w")], {"p": ["qty", "3", "USD/kg"], "w": ["qty", "500", "g"]}) == "$1.50"
    assert answer(["div", r("a"), r("b")], {"a": usd("36"), "b": usd("4")}) == "9"
    assert answer(["gt", r("a"), r("b")], {"a": ["qty", "1", "mi"], "b": ["qty", "1.6", "km"]}) == "Yes"


def test_temperatures() -> None:
    warm, cold = ["qty", "20", "degC"], ["qty", "50", "degF"]
    assert answer(["sub", warm, cold]) == "10 °C"
    assert answer(["add", warm, ["difference", ["qty", "9", "degF"]]]) == "25 °C"
    assert answer(["mean", ["list", [warm, cold]]]) == "15 °C"
    assert refusal(["add", warm, cold]).code is Code.INCONSISTENT
    assert refusal(["mul", warm, n("2")]).code is Code.INCONSISTENT


@pytest.mark.parametrize(
    ("left", "right", "reason"),
    [
        (["qty", "1", "kg"], ["qty", "1", "m"], "kg and an amount in m"),
        (usd("5"), n("3"), "USD and a plain number"),
        (usd("5"), ["pct", "20"], "USD and a percentage"),
        (usd("5"), ["money", "5", "EUR"], "USD and an amount in EUR"),
        (["qty", "1", "month"], ["qty", "3", "day"], "months and an amount in days"),
    ],
)
def test_amounts_that_do_not_mix(left: Json, right: Json, reason: str) -> None:
    declined = refusal(["add", left, right])
    assert declined.code is Code.INCONSISTENT and declined.misread and reason in declined.reason


def test_cents_belong_to_the_one_currency_that_is_named() -> None:
    cents = ["money", "0.5", ""]
    assert answer(["add", r("a"), r("b")], {"a": cents, "b": usd("2")}) == "$2.50"
    assert refusal(["add", r("a"), r("b")], {"a": cents, "b": ["money", "2", "GBP"]}).code is Code.AMBIGUOUS
    two = {"a": cents, "b": usd("2"), "c": ["money", "1", "EUR"]}
    assert refusal(["add", r("a"), r("b")], two).code is Code.AMBIGUOUS


def test_compound_interest_is_exact_until_it_is_shown() -> None:
    growth = ["pow", ["add", n("1"), ["div", r("rate"), r("n")]], ["mul", r("n"), r("years")]]
    given = {"start": usd("1000"), "rate": ["pct", "5"], "n": n("12"), "years": n("3")}
    assert answer(["mul", r("start"), growth], given) == "$1161.47"


def test_irrational_results_need_a_number_of_digits() -> None:
    root = ["root", n("2"), n("2")]
    assert refusal(root).code is Code.UNSUPPORTED
    assert answer(root, form={"decimals": 10}) == "1.4142135624"
    assert answer(root, form={"sigfigs": 3}) == "1.41"
    assert answer(["mul", root, root], form={"decimals": 2}) == "2.00"
    assert answer(["floor", ["mul", root, n("100")]]) == "141"
    assert answer(["lt", root, n("1.5")]) == "Yes"
    assert answer(["root", ["mul", ["qty", "2", "m"], ["qty", "3", "m"]], n("2")], form={"decimals": 3}) == "2.449 m"
    assert answer(["pow", n("10"), n("1/3")], form={"decimals": 4}) == "2.1544"


def test_comparisons_by_label() -> None:
    pairs = [["small", ["div", usd("3"), ["qty", "500", "g"]]], ["large", ["div", usd("5"), ["qty", "1", "kg"]]]]
    assert answer(["which", "min", *pairs]) == "large"
    assert answer(["which", "max", pairs]) == "small"
    labelled = {"a": ["thing", "pack", "blue pack"], "b": ["person", "ann"]}
    assert answer(["which", "max", [r("a"), n("2")], [r("b"), n("1")]], labelled) == "blue pack"
    tie = refusal(["which", "max", ["x", n("2")], ["y", n("2")]])
    assert tie.code is Code.UNDERDETERMINED and "x and y" in tie.reason


def test_totals_over_rows() -> None:
    rows = [
        "rows",
        [{"n": n("2"), "price": usd("3")}, {"n": n("4"), "price": usd("1.5"), "item": ["thing", "pen", "pen"]}],
    ]
    assert answer(["total", r("rows"), ["mul", r("n"), r("price")]], {"rows": rows}) == "$12.00"
    assert answer(["total", "rows", ["mul", r("n"), r("tax")]], {"rows": rows, "tax": n("3")}) == "18"
    with pytest.raises(ValueError, match="no rows"):
        run(["total", r("rows"), r("n")], {"rows": ["rows", []]})


def test_equations() -> None:
    x, y = ["var", "x"], ["var", "y"]
    equation = ["equation", "x", ["add", ["mul", n("2"), x], n("3")], n("11")]
    assert answer(["solve", r("q")], {"q": equation}) == "4"
    assert answer(["solve", "x", ["div", ["add", x, n("1")], n("3")], ["mul", x, n("2")]]) == "0.2"
    system = [[["add", x, y], n("10")], [["sub", x, y], r("gap")]]
    assert answer(["system", ["x", "y"], system, "y"], {"gap": n("4")}) == "3"
    assert refusal(["solve", "x", x, ["add", x, n("1")]]).code is Code.INCONSISTENT
    assert refusal(["solve", "x", x, x]).code is Code.UNDERDETERMINED
    assert refusal(["solve", "x", ["mul", x, x], n("4")]).code is Code.UNSUPPORTED
    assert refusal(["system", ["x", "y"], [[["add", x, y], n("1")]], "x"]).code is Code.UNDERDETERMINED


def test_expressions_may_be_given() -> None:
    given = {"e": ["add", n("1"), ["mul", n("2"), n("3")]]}
    result = run(["mul", r("e"), n("2")], given)
    assert isinstance(result, Solution) and result.value == "14" and len(result.steps) == 3


def test_conditions_must_hold() -> None:
    given = {"rate": ["pct", "120"]}
    declined = refusal(["mul", r("rate"), n("5")], given, where=[["le", r("rate"), n("1")]])
    assert declined.code is Code.INCONSISTENT and "the rate <= 1" in declined.reason
    assert answer(["mul", r("rate"), n("5")], given, where=[["le", r("rate"), n("2")]]) == "6"


@pytest.mark.parametrize(
    "find",
    [["div", n("1"), n("0")], ["mod", n("1"), n("0")], ["mod", n("-7"), n("3")], ["root", n("-2"), n("2")],
     ["pow", n("0"), n("0")], ["pow", n("0"), n("-1")], ["factorial", n("-1")], ["factorial", n("2.5")],
     ["gcd", n("2.5"), n("5")], ["percent_change", n("0"), n("5")]],
)  # fmt: skip
def test_what_is_not_defined(find: Json) -> None:
    assert refusal(find).code is Code.OUT_OF_RANGE


@pytest.mark.parametrize(
    "find",
    [
        ["pow", n("9"), ["pow", n("9"), ["pow", n("9"), n("9")]]],
        ["pow", n("9"), ["pow", n("9"), ["pow", n("9"), ["pow", n("9"), n("9")]]]],
        ["factorial", n("1000000")],
        ["factorial", ["pow", n("10"), n("400")]],
        ["pow", n("1.000001"), n("1000000000000")],
        ["pow", n("7" * 15_000), n("3")],
        ["mul", *[n("7" * 9_000)] * 4],
        ["add", n("1/" + "7" * 15_000), n("1/" + "9" * 15_000)],
        ["add", n("7" * 100_000), n("1")],
        ["root", n("2"), n("5000")],
    ],
)
def test_what_is_too_large(find: Json) -> None:
    assert refusal(find, form={"decimals": 50}).code is Code.TOO_HARD


def test_large_numbers_within_bounds() -> None:
    assert answer(["sub", ["pow", n("10"), n("6000")], n("1")]) == "9" * 6000
    assert answer(["pow", n("-1"), ["pow", n("10"), n("30")]]) == "1"
    assert answer(["mul", n("7" * 5_000), n("1")]) == "7" * 5_000


def test_rounding_needs_a_named_unit() -> None:
    speed, time = ["qty", "55", "km/h"], ["qty", "90", "min"]
    assert refusal(["floor", ["mul", speed, time]]).code is Code.UNSUPPORTED
    assert answer(["floor", ["convert", ["mul", speed, time], "km"]]) == "82 km"
    assert answer(["ceil", ["div", usd("10"), n("3")]]) == "$4.00"


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (None, "object"),
        ({"given": {}, "find": ["num", "1"], "extra": 1}, "unknown key"),
        ({"given": {}, "find": "x"}, "find"),
        ({"given": {}, "find": ["ref", "x"]}, "not given"),
        ({"given": {}, "find": ["num", "1e5"]}, "no exact number"),
        ({"given": {}, "find": ["num", 5]}, "no value"),
        ({"given": {}, "find": ["num", "1/0"]}, "no exact number"),
        ({"given": {}, "find": ["money", "1", "dollars"]}, "ISO 4217"),
        ({"given": {}, "find": ["qty", "1", "kmh"]}, "no unit"),
        ({"given": {}, "find": ["add", ["num", "1"]]}, "operands"),
        ({"given": {}, "find": ["explode", ["num", "1"]]}, "no operation"),
        ({"given": {"x": ["add", ["ref", "x"], ["num", "1"]]}, "find": ["ref", "x"]}, "defined by itself"),
        ({"given": {"x y": ["num", "1"]}, "find": ["num", "1"]}, "no name"),
        ({"given": {}, "find": ["num", "1"], "form": {"decimals": 5000}}, "decimals"),
        ({"given": {}, "find": ["num", "1"], "form": {"colour": 1}}, "not understood"),
        ({"given": {}, "find": ["num", "1"], "form": {"as": "poem"}}, "form.as"),
        ({"given": {}, "find": ["num", "1"], "form": {"decimals": 1, "sigfigs": 1}}, "exclude"),
        ({"given": {"x": ["thing", "pen", "pen"]}, "find": ["ref", "x"]}, "label"),
        ({"given": {}, "find": ["solve", "x", ["var", "y"], ["num", "1"]]}, "no unknown"),
    ],
)
def test_bodies_that_are_no_problem(body: Json, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        validate(body)


def test_deep_and_wide_bodies_are_declined() -> None:
    deep: Json = n("1")
    for _ in range(500):
        deep = ["neg", deep]
    with pytest.raises(ValueError, match="deeper"):
        validate({"given": {}, "find": deep})
    with pytest.raises(ValueError):
        validate({"given": {"xs": ["list", [n("1")] * 30_000]}, "find": ["sum", r("xs")]})
