"""The checker accepts what is true and nothing else."""

from __future__ import annotations

import copy
import subprocess
import sys
from typing import Any

import pytest

from suffice.records import Json, Status
from suffice.symbolic.arithmetic.check import check
from suffice.symbolic.arithmetic.solve import solve
from suffice.symbolic.solution import Solution

DISCOUNT = {
    "given": {"price": ["money", "45", "USD"], "rate": ["pct", "20"]},
    "find": ["mul", ["ref", "price"], ["sub", ["num", "1"], ["ref", "rate"]]],
    "form": {},
}
SYSTEM = {
    "given": {},
    "find": [
        "system",
        ["x", "y"],
        [
            [["add", ["var", "x"], ["var", "y"]], ["num", "10"]],
            [["sub", ["var", "x"], ["var", "y"]], ["num", "4"]],
        ],
        "y",
    ],
    "form": {},
}
ROOT = {"given": {"x": ["num", "2"]}, "find": ["root", ["ref", "x"], ["num", "2"]], "form": {"decimals": 4}}


def solved(body: Json) -> Solution:
    result = solve(body)
    assert isinstance(result, Solution)
    assert check(body, result).status is Status.VALID
    return result


def changed(known: Solution, step: int, **parts: Json) -> Solution:
    steps: list[Any] = [dict(s) for s in copy.deepcopy(known.steps)]
    steps[step] |= parts
    return Solution(known.value, known.say, tuple(steps))


@pytest.mark.parametrize(
    "value",
    ["$36.01", "$36", "36.01", "36", "€36.00", "$36.00 ", "$-36.00", "", "$", "36.00 USD", "$36.000", "36%", "Yes"],
)
def test_another_answer_is_invalid(value: str) -> None:
    solution = solved(DISCOUNT)
    assert check(DISCOUNT, Solution(value, solution.say, solution.steps)).status is Status.INVALID


@pytest.mark.parametrize(
    "parts",
    [
        {"value": ["money", "37", "USD"]},
        {"value": ["money", "36", "EUR"]},
        {"value": ["num", "36"]},
        {"value": ["qty", "36", "kg"]},
        {"value": ["between", ["money", "35", "USD"], ["money", "37", "USD"]]},
        {"value": None},
        {"expr": ["mul", ["ref", "price"], ["num", "0.8"]]},
        {"expr": ["mul", ["step", 0], ["ref", "price"]]},
        {"expr": ["mul", ["ref", "price"], ["step", 1]]},
        {"expr": None},
        {"shown": "$37.00"},
        {"shown": "36"},
    ],
)
def test_another_step_is_invalid(parts: Json) -> None:
    assert check(DISCOUNT, changed(solved(DISCOUNT), 1, **parts)).status is Status.INVALID


def test_steps_must_be_exactly_the_operations() -> None:
    solution = solved(DISCOUNT)
    one, two = solution.steps
    for steps in [(), (one,), (two,), (two, one), (one, one, two), (one, two, two)]:
        assert check(DISCOUNT, Solution(solution.value, "", steps)).status is Status.INVALID


def test_the_problem_itself_is_what_is_checked() -> None:
    solution = solved(DISCOUNT)
    for path, value in [(("given", "rate"), ["pct", "21"]), (("given", "price"), ["money", "45", "EUR"])]:
        body: Any = copy.deepcopy(DISCOUNT)
        body[path[0]][path[1]] = value
        assert check(body, solution).status is Status.INVALID
    assert check({**DISCOUNT, "form": {"decimals": 0}}, solution).status is Status.INVALID
    assert check({**DISCOUNT, "where": [["gt", ["ref", "rate"], ["num", "1"]]]}, solution).status is Status.INVALID


def test_equations_are_substituted_and_must_have_one_solution() -> None:
    solution = solved(SYSTEM)
    for wrong in [{"x": "6", "y": "4"}, {"x": "7"}, {"x": "7", "y": "3", "z": "1"}, {"x": "7", "y": "x"}]:
        assert check(SYSTEM, changed(solution, 0, solution=wrong)).status is Status.INVALID
    one = {**SYSTEM, "find": ["system", ["x", "y"], [SYSTEM["find"][2][0]] * 2, "y"]}
    step = {**solution.steps[0], "expr": one["find"]}
    assert check(one, Solution("3", "", (step,))).status is Status.INVALID  # not the only one
    square = {"given": {}, "find": ["solve", "x", ["mul", ["var", "x"], ["var", "x"]], ["num", "4"]], "form": {}}
    claim = {"say": "", "expr": square["find"], "value": ["num", "2"], "shown": "2"}
    assert check(square, Solution("2", "", (claim,))).status is Status.INVALID


def test_bounds_of_irrational_numbers_are_checked() -> None:
    solution = solved(ROOT)
    low, high = ["num", "1.4142"], ["num", "1.4143"]
    assert check(ROOT, changed(solution, 0, value=["between", low, high])).status is Status.VALID  # wider, still true
    for bounds in [(["num", "1.4143"], ["num", "1.4144"]), (high, low), (low, ["qty", "2", "m"])]:
        assert check(ROOT, changed(solution, 0, value=["between", *bounds])).status is Status.INVALID
    assert check(ROOT, changed(solution, 0, value=["num", "1.4142"])).status is Status.INVALID
    assert check(ROOT, Solution("1.4143", "", solution.steps)).status is not Status.VALID
    exact = {**ROOT, "form": {}}
    assert check(exact, Solution("1.4142", "", solution.steps)).status is Status.INVALID


def test_inconsistent_units_are_invalid_whatever_the_steps_say() -> None:
    body = {"given": {}, "find": ["add", ["qty", "1", "kg"], ["qty", "1", "m"]], "form": {}}
    step = {"say": "", "expr": body["find"], "value": ["qty", "2", "kg"], "shown": "2 kg"}
    assert check(body, Solution("2 kg", "", (step,))).status is Status.INVALID
    money = {"given": {}, "find": ["add", ["money", "100", "USD"], ["pct", "20"]], "form": {}}
    step = {"say": "", "expr": money["find"], "value": ["money", "120", "USD"], "shown": "$120.00"}
    assert check(money, Solution("$120.00", "", (step,))).status is Status.INVALID


def test_a_tie_has_no_winner() -> None:
    body = {"given": {}, "find": ["which", "max", ["a", ["num", "2"]], ["b", ["num", "2"]]], "form": {}}
    step = {"say": "", "expr": body["find"], "value": ["label", "a"], "shown": "a"}
    assert check(body, Solution("a", "", (step,))).status is Status.INVALID


@pytest.mark.parametrize("rubbish", [None, 5, "x", {}, [], {"expr": 1}, {"expr": [], "value": [], "shown": 3}])
def test_rubbish_is_invalid_and_raises_nothing(rubbish: Any) -> None:
    for body in (DISCOUNT, SYSTEM, ROOT, {"given": {}, "find": []}, {}, {"given": 5, "find": ["add"]}):
        for steps in ((rubbish,), (rubbish, rubbish)):
            assert check(body, Solution("1", "", steps)).status is not Status.VALID
    assert check(DISCOUNT, Solution(rubbish, "", solved(DISCOUNT).steps)).status is not Status.VALID


def test_the_checker_loads_neither_solver_nor_reader() -> None:
    code = (
        "import sys, suffice.symbolic.arithmetic.check;"
        "own = 'suffice.symbolic.arithmetic.';"
        "print(*[m for m in sys.modules if m.startswith(own) or '.english' in m])"
    )
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    own = ("suffice.symbolic.arithmetic.check", "suffice.symbolic.arithmetic.audit")
    assert loaded.split() and not [name for name in loaded.split() if not name.startswith(own)]
