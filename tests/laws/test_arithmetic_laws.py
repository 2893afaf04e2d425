"""Laws of arithmetic: the solver agrees with Fraction, the checker accepts the solver and no mutation of it."""

from __future__ import annotations

import copy
import decimal
from fractions import Fraction
from typing import Any

from hypothesis import assume, given
from hypothesis import strategies as st

from suffice.records import Abstain, Code, Json, Status
from suffice.symbolic.arithmetic import units
from suffice.symbolic.arithmetic.check import check
from suffice.symbolic.arithmetic.problem import paraphrase, validate
from suffice.symbolic.arithmetic.solve import solve
from suffice.symbolic.solution import Solution

# --- random problems -----------------------------------------------------------------------------
NUMBERS = st.one_of(
    st.integers(-50, 50).map(str),
    st.decimals(-100, 100, places=2).map(lambda d: format(d, "f")),
    st.builds("{}/{}".format, st.integers(-20, 20), st.integers(1, 12)),
)
PLAIN = NUMBERS.map(lambda text: ["num", text])


def _combined(children: st.SearchStrategy[Json]) -> st.SearchStrategy[Json]:
    return st.one_of(
        st.tuples(st.sampled_from(["add", "mul"]), st.lists(children, min_size=2, max_size=4)).map(
            lambda p: [p[0], *p[1]]
        ),
        st.tuples(st.sampled_from(["sub", "div", "min", "max"]), children, children).map(list),
        st.tuples(st.sampled_from(["neg", "abs", "floor", "ceil"]), children).map(list),
        st.tuples(st.just("pow"), children, st.integers(0, 3).map(lambda k: ["num", str(k)])).map(list),
        st.lists(children, min_size=1, max_size=5).map(lambda items: ["mean", ["list", items]]),
    )


EXPRESSIONS = st.recursive(PLAIN, _combined, max_leaves=12)
LENGTHS = ["mm", "cm", "m", "km", "in", "ft", "yd", "mi", "nmi"]
TIMES = ["s", "min", "h", "day", "week"]
FORMS = st.one_of(
    st.just({}),
    st.fixed_dictionaries({"decimals": st.integers(-2, 8)}),
    st.fixed_dictionaries({"sigfigs": st.integers(1, 9)}),
    st.fixed_dictionaries({"decimals": st.integers(0, 4), "trim": st.just(True), "thousands": st.just(True)}),
    st.sampled_from(
        [{"as": "fraction"}, {"as": "mixed"}, {"as": "percent"}, {"scientific": True}, {"nearest": "0.25"}]
    ),
)


@st.composite
def amounts(draw: st.DrawFn) -> Json:
    """A problem with money, percentages, lengths, times and speeds."""
    shape = draw(st.integers(0, 5))
    price = ["money", str(draw(st.decimals(1, 999, places=2))), draw(st.sampled_from(["USD", "EUR", "CHF", "JPY"]))]
    rate = ["pct", str(draw(st.decimals(-50, 150, places=1)))]
    one = ["qty", str(draw(st.decimals(1, 500, places=1))), draw(st.sampled_from(LENGTHS))]
    two = ["qty", str(draw(st.decimals(1, 500, places=1))), draw(st.sampled_from(LENGTHS))]
    time = ["qty", str(draw(st.integers(1, 90))), draw(st.sampled_from(TIMES))]
    count = ["num", str(draw(st.integers(1, 12)))]
    given = {"price": price, "rate": rate, "one": one, "two": two, "time": time, "count": count}
    ref = {name: ["ref", name] for name in given}
    find: Json = [
        ["mul", ref["price"], ["sub", ["num", "1"], ref["rate"]], ref["count"]],
        ["add", ref["one"], ref["two"], ref["one"]],
        ["div", ref["one"], ref["time"]],
        ["mul", ["div", ref["one"], ref["time"]], ref["time"]],
        ["div", ref["price"], ["mul", ref["one"], ref["two"]]],
        ["mean", ["list", [ref["one"], ref["two"]]]],
    ][shape]
    return {"given": given, "find": find, "form": draw(st.sampled_from([{}, {"decimals": 2}, {"sigfigs": 4}]))}


def value_of(expr: Json) -> Fraction:
    """The same meaning, by plain recursion over Python's own fractions."""
    name, *parts = expr
    if name == "num":
        return Fraction(parts[0])
    if name == "mean":
        numbers = [value_of(part) for part in parts[0][1]]
        return sum(numbers, Fraction(0)) / len(numbers)
    numbers = [value_of(part) for part in parts]
    first = numbers[0]
    for other in numbers[1:]:
        if name == "add":
            first += other
        elif name == "sub":
            first -= other
        elif name == "mul":
            first *= other
        elif name == "div":
            first /= other
        elif name == "pow":
            if not first and not other:
                raise ZeroDivisionError
            first **= int(other)
        else:
            first = min(first, other) if name == "min" else max(first, other)
    if name in ("floor", "ceil"):
        return Fraction(first.__floor__() if name == "floor" else first.__ceil__())
    return -first if name == "neg" else abs(first) if name == "abs" else first


# --- laws ----------------------------------------------------------------------------------------
@given(EXPRESSIONS, FORMS)
def test_the_solver_agrees_with_fractions_and_the_checker_with_the_solver(find: Json, form: Json) -> None:
    body = {"given": {}, "find": find, "form": form}
    validate(body)
    assert paraphrase(body)
    result = solve(body)
    try:
        expected = value_of(find)
    except ZeroDivisionError:
        assert isinstance(result, Abstain) and result.code is Code.OUT_OF_RANGE
        return
    assert isinstance(result, Solution)
    tag, text = result.steps[-1]["value"]
    assert tag == "num" and Fraction(text) == expected
    verdict = check(body, result)
    assert verdict.status is Status.VALID, verdict.reason


@given(amounts())
def test_the_checker_accepts_every_solution_with_units(body: Json) -> None:
    result = solve(body)
    assert isinstance(result, Solution)
    verdict = check(body, result)
    assert verdict.status is Status.VALID, verdict.reason


def _mutated_text(draw: st.DrawFn, text: str) -> str:
    """The text with one character replaced, dropped or doubled, or a sign put in front."""
    kind = draw(st.integers(0, 3))
    at = draw(st.integers(0, max(0, len(text) - 1)))
    if kind == 0:
        return text[:at] + draw(st.sampled_from("0123456789-.$% ")) + text[at + 1 :]
    if kind == 1:
        return text[:at] + text[at + 1 :]
    return text[:at] + text[at : at + 1] * 2 + text[at + 1 :] if kind == 2 else "-" + text


@given(st.one_of(amounts(), EXPRESSIONS.map(lambda e: {"given": {}, "find": e, "form": {}})), st.data())
def test_no_other_answer_is_valid(body: Json, data: st.DataObject) -> None:
    result = solve(body)
    assume(isinstance(result, Solution))
    assert isinstance(result, Solution)
    value = data.draw(st.composite(lambda draw: _mutated_text(draw, result.value))())
    assume(value != result.value)
    assert check(body, Solution(value, result.say, result.steps)).status is not Status.VALID


def _paths(node: Json, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Where texts stand inside the steps' formulas and values."""
    if isinstance(node, str):
        return [path]
    return (
        [p for index, part in enumerate(node) for p in _paths(part, (*path, index))] if isinstance(node, list) else []
    )


@given(st.one_of(amounts(), EXPRESSIONS.map(lambda e: {"given": {}, "find": e, "form": {}})), st.data())
def test_no_changed_step_is_valid(body: Json, data: st.DataObject) -> None:
    result = solve(body)
    assume(isinstance(result, Solution))
    assert isinstance(result, Solution)
    steps: list[Any] = copy.deepcopy([dict(step) for step in result.steps])
    step = steps[data.draw(st.integers(0, len(steps) - 1))]
    part = data.draw(st.sampled_from(["expr", "value", "shown"]))
    path = data.draw(st.sampled_from([(part, *p) for p in _paths(step[part])]))
    holder = step
    for key in path[:-1]:
        holder = holder[key]
    old = holder[path[-1]]
    new = data.draw(st.composite(lambda draw: _mutated_text(draw, old))())
    assume(new != old and not _same_meaning(old, new))
    holder[path[-1]] = new
    assert check(body, Solution(result.value, result.say, tuple(steps))).status is not Status.VALID


def _same_meaning(old: str, new: str) -> bool:
    """True for another spelling of one number (4.50 and 4.500), or of one unit (m/s and m^1/s)."""
    try:
        if Fraction(old) == Fraction(new):
            return True
    except (ValueError, ZeroDivisionError):
        pass
    if old.startswith("about ") != new.startswith("about "):
        return False
    try:
        return units.dimension(units.parse(old)) == units.dimension(units.parse(new)) and units.worth(
            units.parse(old)
        ) == units.worth(units.parse(new))
    except ValueError:
        return False


def _alike(here: str, there: str) -> bool:
    table = units.table()
    same = table.units[here].dimension == table.units[there].dimension
    return same and (here in table.scales) == (there in table.scales)


PAIRS = [(here, there) for here in units.table().units for there in units.table().units if _alike(here, there)]


@given(NUMBERS, st.sampled_from(PAIRS))
def test_converting_there_and_back_changes_nothing(number: str, pair: tuple[str, str]) -> None:
    here, there = pair
    body = {"given": {"x": ["qty", number, here]}, "find": ["convert", ["convert", ["ref", "x"], there], here]}
    result = solve(body)
    assert isinstance(result, Solution)
    assert Fraction(result.steps[-1]["value"][1]) == Fraction(number)
    assert check(body, result).status is Status.VALID


@given(
    st.fractions(-1000, 1000, max_denominator=400),
    st.integers(-2, 6),
    st.sampled_from(["half_up", "half_even", "half_down", "up", "down", "floor", "ceil"]),
)
def test_rounding_agrees_with_the_decimal_module(value: Fraction, places: int, mode: str) -> None:
    body = {
        "given": {"x": ["num", f"{value.numerator}/{value.denominator}"]},
        "find": ["ref", "x"],
        "form": {"decimals": places, "mode": mode},
    }
    names = {"up": "ROUND_UP", "down": "ROUND_DOWN", "floor": "ROUND_FLOOR", "ceil": "ROUND_CEILING"}
    rounding = names.get(mode) or f"ROUND_{mode.upper()}"
    scaled = value * Fraction(10) ** places
    tenfold = decimal.Decimal(scaled.numerator * 4000 // scaled.denominator)  # a tie stays a tie, else its side is kept
    if scaled.denominator * (scaled.numerator * 4000 // scaled.denominator) != scaled.numerator * 4000:
        tenfold += decimal.Decimal("0.5")
    expected = int((tenfold / 4000).quantize(decimal.Decimal(1), rounding=rounding))
    result = solve(body)
    assert isinstance(result, Solution)
    assert Fraction(result.value) == expected / Fraction(10) ** places
    assert check(body, result).status is Status.VALID


@given(st.integers(2, 5000), st.integers(2, 5), st.integers(0, 25))
def test_roots_are_correctly_rounded(number: int, order: int, places: int) -> None:
    body = {"given": {}, "find": ["root", ["num", str(number)], ["num", str(order)]], "form": {"decimals": places}}
    result = solve(body)
    assert isinstance(result, Solution)
    shown, half = Fraction(result.value), Fraction(1, 2 * 10**places)
    assert (shown - half) ** order <= number <= (shown + half) ** order
    assert check(body, result).status is Status.VALID


@given(st.integers(-40, 40), st.integers(-40, 40), st.integers(-40, 40), st.integers(-40, 40))
def test_equations_are_solved_or_declined(a: int, b: int, c: int, d: int) -> None:
    sides = [["add", ["mul", ["num", str(m)], ["var", "x"]], ["num", str(k)]] for m, k in ((a, b), (c, d))]
    body = {"given": {}, "find": ["solve", "x", *sides], "form": {"as": "fraction"}}
    result = solve(body)
    if a == c:
        assert isinstance(result, Abstain)
        assert result.code is (Code.UNDERDETERMINED if b == d else Code.INCONSISTENT)
        return
    assert isinstance(result, Solution)
    assert Fraction(result.value) == Fraction(d - b, a - c)
    assert check(body, result).status is Status.VALID
