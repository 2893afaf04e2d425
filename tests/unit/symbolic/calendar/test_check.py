# ruff: noqa: E501 -- tables of cases, one per line
"""The checker refuses whatever does not follow: other values, steps, versions, shapes."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from suffice.records import Level, Status
from suffice.symbolic.calendar.check import check
from suffice.symbolic.calendar.solve import solve
from suffice.symbolic.solution import Solution

BODY: dict[str, Any] = {
    "given": {
        "t": ["at", ["datetime", "2026-04-22T15:00:00"], ["zone", "America/New_York"]],
        "z": ["zone", "Europe/Berlin"],
    },
    "find": ["to_zone", ["ref", "t"], ["ref", "z"]],
    "form": {},
}


def solved(body: dict[str, Any] = BODY) -> Solution:
    found = solve(body)
    assert isinstance(found, Solution)
    return found


def test_a_true_solution() -> None:
    verdict = check(BODY, solved())
    assert verdict.status is Status.VALID and verdict.guarantee.level is Level.PROVED
    assert verdict.guarantee.relative_to == "the reading" and "tz database" in verdict.guarantee.statement


@pytest.mark.parametrize(
    "change",
    [
        {"value": "2026-04-22 21:01"}, {"value": "2026-04-23 21:00"}, {"value": "21:00"}, {"value": ""}, {"steps": ()},
        {"facts": {}}, {"facts": {"tzdata": "1999a"}},
    ],
)  # fmt: skip
def test_a_changed_solution(change: dict[str, Any]) -> None:
    assert check(BODY, replace(solved(), **change)).status is Status.INVALID


def test_changed_steps() -> None:
    found = solved()
    first, second = found.steps
    assert check(BODY, replace(found, steps=(second, first))).status is Status.INVALID
    assert check(BODY, replace(found, steps=(first, first))).status is Status.INVALID
    assert check(BODY, replace(found, steps=(first, second, second))).status is Status.INVALID
    wrong = {**second, "value": ["moment", "2026-04-22T22:00:00", "Europe/Berlin", "+02:00"]}
    assert check(BODY, replace(found, steps=(first, wrong))).status is Status.INVALID
    other = {**second, "expr": ["to_zone", second["expr"][1], ["zone", "Europe/Paris"]]}
    assert check(BODY, replace(found, steps=(first, other))).status is Status.INVALID


@pytest.mark.parametrize("steps", [({},), ({"expr": 5, "value": None},), (None,), ("x",), ({"expr": [], "value": []},)])
def test_rubbish_is_never_an_exception(steps: Any) -> None:
    body = {"given": {}, "find": ["is_leap", ["year", 2024]]}
    verdict = check(body, Solution("Yes", "", steps))
    assert verdict.status in (Status.INVALID, Status.UNKNOWN)


@pytest.mark.parametrize(
    "body", [{}, {"given": {}, "find": ["what"]}, {"given": {}, "find": None}, {"given": {}, "find": ["ref", "x"]}]
)
def test_rubbish_problems(body: Any) -> None:
    assert check(body, Solution("5", "", ())).status is not Status.VALID


@pytest.mark.parametrize(
    ("find", "value"),
    [
        (["at", ["datetime", "2026-03-29T02:30:00"], ["zone", "Europe/Berlin"]], "2026-03-29 02:30"),
        (["at", ["datetime", "2026-11-01T01:30:00"], ["zone", "America/New_York"]], "2026-11-01 01:30"),
        (["add", ["date", "2026-01-31"], ["dur", {"months": 1}]], "2026-02-28"),
        (["weekday_of", ["md", 3, 5]], "Thursday"),
        (["convert_time", ["time", "09:00:00"], ["zone", "Europe/London"], ["zone", "America/New_York"]], "04:00"),
        (["is_holiday", ["date", "2027-01-06"], ["region", "DE"]], "Yes"),
        (["today"], "2026-01-01"),
    ],
)
def test_what_has_no_single_answer_is_never_valid(find: Any, value: str) -> None:
    assert check({"given": {}, "find": find}, Solution(value, "", ())).status is Status.INVALID


@pytest.mark.parametrize(
    ("value", "form", "text"),
    [
        (["num", "22/3"], {"decimals": 1}, "7.4"), (["num", "22/3"], {"decimals": 1}, "7.33"), (["num", "5"], {}, "5.01"),
        (["num", "1/8"], {}, "0.13"), (["date", "2026-03-05"], {"date": "dmy"}, "03/05/2026"), (["weekday", 3], {}, "Friday"),
        (["time", "15:30:00"], {"clock": "12"}, "3:30 AM"), (["time", "15:30:00"], {}, "3:30"),
        (["dur", {"seconds": 5400}], {}, "1 hour 31 minutes"), (["dur", {"seconds": 5400}], {"unit": "hours"}, "1 hour 30 minutes"),
        (["dur", {"days": 2}], {"duration": "D days"}, "3 days"), (["bool", True], {}, "No"), (["bool", True], {}, "yes!"),
    ],
)  # fmt: skip
def test_another_text(value: Any, form: dict[str, Any], text: str) -> None:
    body = {"given": {}, "find": value, "form": form}
    assert check(body, Solution(text, "", ())).status is Status.INVALID


def test_every_year_that_may_be_meant_is_covered() -> None:
    body = {"given": {}, "find": ["days_between", ["md", 3, 3], ["md", 3, 17]]}
    found = solved(body)
    assert check(body, found).status is Status.VALID
    assert check(body, replace(found, facts={})).status is Status.INVALID
