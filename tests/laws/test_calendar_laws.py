# ruff: noqa: E501 -- tables of cases, one per line
"""Laws of the calendar: what is solved is accepted by the checker, what is changed is not, and there is a way back."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from hypothesis import assume, given
from hypothesis import strategies as st

from suffice.records import Abstain, Status
from suffice.symbolic.calendar.check import check
from suffice.symbolic.calendar.problem import validate
from suffice.symbolic.calendar.solve import solve
from suffice.symbolic.solution import Solution

ZONES = (
    "America/New_York",
    "Europe/London",
    "Asia/Kolkata",
    "Australia/Sydney",
    "America/St_Johns",
    "Asia/Tehran",
    "+05:45",
)
days = st.dates(date(1, 1, 1), date(9999, 12, 31)).map(lambda day: ["date", day.isoformat()])
recent = st.dates(date(1971, 1, 1), date(2098, 12, 31)).map(lambda day: ["date", day.isoformat()])
moments = st.datetimes(datetime(1971, 1, 1), datetime(2098, 12, 31)).map(lambda m: m.replace(second=0, microsecond=0))
lengths = st.fixed_dictionaries(
    {}, optional={"months": st.integers(-500, 500), "days": st.integers(-4000, 4000)}
).filter(bool).map(lambda parts: ["dur", parts])  # fmt: skip
clock = st.integers(0, 86399).map(lambda s: ["time", f"{s // 3600:02d}:{s // 60 % 60:02d}:{s % 60:02d}"])
weekdays = st.integers(0, 6).map(lambda n: ["weekday", n])
workweek = st.sets(st.integers(0, 6), min_size=1).map(lambda found: ["days", sorted(found)])
free = st.sampled_from([["none"], ["region", "US", "*"], ["region", "DE", "BY"], ["region", "GB", "ENG"]])
years = st.integers(1, 9999).map(lambda n: ["year", n])
months = st.tuples(st.integers(1, 9999), st.integers(1, 12)).map(lambda found: ["ym", *found])
now = st.datetimes(datetime(1975, 1, 1), datetime(2090, 1, 1)).map(
    lambda m: m.replace(microsecond=0).isoformat() + "+02:00"
)

questions = st.one_of(
    st.tuples(st.sampled_from(["add", "sub"]), days, lengths),
    st.tuples(st.sampled_from(["add", "sub"]), clock, st.integers(0, 10**7).map(lambda s: ["dur", {"seconds": s}])),
    st.tuples(st.sampled_from(["days_between", "elapsed", "months_between", "age", "whole_weeks", "lt", "ge"]), days, days),
    st.tuples(st.just("elapsed"), clock, clock),
    st.tuples(st.sampled_from(["weekday_of", "iso_week", "day_of_year", "quarter", "is_weekend"]), days),
    st.tuples(st.sampled_from(["weekday_after", "weekday_before", "weekday_from"]), days, weekdays),
    st.tuples(st.just("nth_weekday"), st.integers(-5, 5).map(lambda n: ["num", str(n)]), weekdays, months),
    st.tuples(st.just("count_weekday"), weekdays, days, days, st.sampled_from(["both", "first", "last", "neither"])),
    st.tuples(st.sampled_from(["is_leap", "next_leap", "days_in_year", "easter"]), years),
    st.tuples(st.sampled_from(["days_in_month", "last_day"]), months),
    st.tuples(st.just("count_leap"), years, years),
    st.tuples(st.just("add_business"), recent, st.integers(-300, 300).map(lambda n: ["num", str(n)]), workweek, free),
    st.tuples(st.just("roll"), recent, st.sampled_from(["on", "back"]), workweek, free),
    st.tuples(st.sampled_from(["coming", "recent"]), st.tuples(st.integers(1, 12), st.integers(1, 28)).map(lambda p: ["md", *p])),
)  # fmt: skip


def plain(found: Any) -> Any:
    return [plain(part) for part in found] if isinstance(found, tuple | list) else found


@given(questions, now)
def test_the_checker_accepts_what_the_solver_finds(question: Any, moment: str) -> None:
    body = {"given": {}, "find": plain(question), "form": {}, "now": moment}
    validate(body)
    found = solve(body)
    if isinstance(found, Solution):
        verdict = check(body, found)
        assert verdict.status is Status.VALID, verdict.reason
    else:  # and where the solver finds nothing, the checker accepts nothing
        assert check(body, Solution("1", "", ())).status is not Status.VALID


@given(questions, now, st.integers(1, 9))
def test_another_answer_is_never_accepted(question: Any, moment: str, change: int) -> None:
    body = {"given": {}, "find": plain(question), "form": {}, "now": moment}
    found = solve(body)
    assume(isinstance(found, Solution))
    assert isinstance(found, Solution)
    swapped = {"Yes": "No", "No": "Yes", "Monday": "Friday"}.get(found.value)
    spot = change % len(found.value)
    digit = found.value[spot]
    mutated = swapped or (
        found.value[:spot] + str((int(digit) + change) % 10) + found.value[spot + 1 :]
        if digit.isdigit()
        else found.value + "1"
    )
    assume(mutated != found.value)
    assert check(body, replace(found, value=mutated)).status is Status.INVALID


@given(moments, st.sampled_from(ZONES), st.sampled_from(ZONES))
def test_there_and_back(local: datetime, home: str, away: str) -> None:
    moment = ["at", ["datetime", local.isoformat()], ["zone", home]]
    body = {"given": {}, "find": ["to_zone", ["to_zone", moment, ["zone", away]], ["zone", home]], "form": {}}
    found = solve(body)
    if isinstance(found, Abstain):  # the local time is skipped or comes twice
        assert home[0] != "+" and found.code in ("INCONSISTENT", "AMBIGUOUS")
    else:
        assert found.value == f"{local:%Y-%m-%d %H:%M}"
        assert check(body, found).status is Status.VALID


@given(moments, st.sampled_from(ZONES))
def test_unix_times_lead_back(local: datetime, zone: str) -> None:
    find = ["unix", ["at", ["datetime", local.isoformat()], ["zone", zone]], "s"]
    stamp = solve({"given": {}, "find": find, "form": {}})
    assume(isinstance(stamp, Solution))
    assert isinstance(stamp, Solution)
    body = {"given": {}, "find": ["from_unix", ["num", stamp.value], "s", ["zone", zone]], "form": {}}
    found = solve(body)
    assert isinstance(found, Solution) and found.value == f"{local:%Y-%m-%d %H:%M}"


@given(moments, st.integers(1, 10**6), st.sets(st.integers(0, 6), min_size=1), st.integers(0, 11), st.integers(1, 12))
def test_a_deadline_leaves_exactly_its_working_time(
    opened: datetime, seconds: int, days: set[int], opens: int, hours: int
) -> None:
    opening = ["range", ["time", f"{opens:02d}:00:00"], ["time", f"{opens + hours:02d}:00:00"]]
    week, start = ["days", sorted(days)], ["datetime", opened.isoformat()]
    find = ["deadline", start, ["dur", {"business_seconds": seconds}], opening, week, ["none"]]
    body = {"given": {}, "find": find, "form": {}}
    due = solve(body)
    assume(isinstance(due, Solution))
    assert isinstance(due, Solution) and check(body, due).status is Status.VALID
    back = {
        "given": {},
        "find": ["in_units", ["working_time", start, due.steps[-1]["value"], opening, week, ["none"]], "seconds"],
    }
    found = solve(back)
    assert isinstance(found, Solution) and found.value == str(seconds)
    assert timedelta(0) < datetime.fromisoformat(due.steps[-1]["value"][1]) - opened
