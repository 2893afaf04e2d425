# ruff: noqa: E501 -- tables of cases, one per line
"""The solver against Python's own calendar, counted out, and against hand-worked cases."""

from __future__ import annotations

import random
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from suffice.records import Abstain, Code, Status
from suffice.symbolic.calendar import freedays
from suffice.symbolic.calendar.check import check
from suffice.symbolic.calendar.problem import paraphrase, validate
from suffice.symbolic.calendar.solve import solve
from suffice.symbolic.solution import Solution

WEEKDAYS = ["weekdays"]
NONE = ["none"]
DAY = timedelta(days=1)


def answer(find: Any, now: str | None = None, form: dict[str, Any] | None = None, **given: Any) -> str | Code:
    """The checked value, or the code of the refusal."""
    body = {"given": given, "find": find, "form": form or {}, "now": now}
    validate(body)
    assert paraphrase(body)
    found = solve(body)
    if isinstance(found, Abstain):
        return found.code
    verdict = check(body, found)
    assert verdict.status is Status.VALID, (body, found, verdict)
    return found.value


def on(day: date) -> list[str]:
    return ["date", day.isoformat()]


def some_dates(count: int, seed: int = 7, first: int = 1, last: int = 9998) -> list[date]:
    source = random.Random(seed)
    low, high = date(first, 1, 1).toordinal(), date(last, 12, 31).toordinal()
    return [date.fromordinal(source.randint(low, high)) for _ in range(count)]


def test_days_weekdays_weeks_against_python() -> None:
    source = random.Random(3)
    for day in some_dates(150, first=100, last=9900):
        n = source.randint(-9000, 9000)
        assert answer(["add", on(day), ["dur", {"days": n}]]) == (day + timedelta(days=n)).isoformat()
        assert answer(["days_between", on(day), on(day + timedelta(days=n))]) == str(n)
        assert answer(["weekday_of", on(day)]) == f"{day:%A}"
        assert answer(["iso_week", on(day)]) == str(day.isocalendar().week)
        assert answer(["day_of_year", on(day)]) == str(day.timetuple().tm_yday)


def test_counts_of_weekdays_and_working_days_one_by_one() -> None:
    source = random.Random(5)
    for start in some_dates(40, seed=11, first=1971, last=2090):
        end = start + timedelta(days=source.randint(0, 500))
        days = [start + timedelta(days=n) for n in range((end - start).days + 1)]
        weekday = source.randrange(7)
        expected = sum(day.weekday() == weekday for day in days)
        assert answer(["count_weekday", ["weekday", weekday], on(start), on(end), "both"]) == str(expected)
        free = freedays.days("DE", "BY", start.year)[0] | freedays.days("DE", "BY", end.year)[0]
        for year in range(start.year, end.year + 1):
            free |= freedays.days("DE", "BY", year)[0]
        working = [day for day in days if day.weekday() < 5 and day not in free]
        region = ["region", "DE", "BY"]
        assert answer(["business_days", on(start), on(end), "both", WEEKDAYS, region]) == str(len(working))
        if len(working) > 3:
            count = source.randint(1, len(working) - 2)
            later = [day for day in working if day > start][count - 1]
            assert answer(["add_business", on(start), ["num", str(count)], WEEKDAYS, region]) == later.isoformat()
            earlier = [day for day in working if day < end][-count]
            assert answer(["add_business", on(end), ["num", str(-count)], WEEKDAYS, region]) == earlier.isoformat()


def test_deadlines_minute_by_minute() -> None:
    source = random.Random(9)
    for day in some_dates(25, seed=2, first=1980, last=2080):
        opened = datetime(day.year, day.month, day.day, source.randrange(24), source.randrange(60))
        minutes = source.randint(1, 1500)
        left, moment = minutes, opened
        while left:  # a minute counts if it lies between 09:00 and 17:30 on Monday to Thursday
            if moment.weekday() < 4 and 540 <= moment.hour * 60 + moment.minute < 1050:
                left -= 1
            moment += timedelta(minutes=1)
        hours = ["range", ["time", "09:00:00"], ["time", "17:30:00"]]
        find = ["deadline", ["datetime", opened.isoformat()], ["dur", {"business_seconds": minutes * 60}], hours]
        assert answer([*find, ["days", [0, 1, 2, 3]], NONE]) == f"{moment:%Y-%m-%d %H:%M}"


def test_months_are_never_guessed() -> None:
    assert answer(["add", ["date", "2026-05-15"], ["dur", {"months": 3}]]) == "2026-08-15"
    assert answer(["add", ["date", "2026-01-31"], ["dur", {"months": 1}]]) is Code.AMBIGUOUS
    assert answer(["add", ["date", "2024-02-29"], ["dur", {"months": 12}]]) is Code.AMBIGUOUS
    assert answer(["add", ["date", "2024-02-29"], ["dur", {"months": 48}]]) == "2028-02-29"
    assert answer(["sub", ["date", "2026-03-31"], ["dur", {"months": 1}]]) is Code.AMBIGUOUS
    found = solve({"given": {}, "find": ["add", ["date", "2026-01-31"], ["dur", {"months": 1}]]})
    assert isinstance(found, Abstain) and "2026-02-28" in found.reason and "2026-03-03" in found.reason


@pytest.mark.parametrize(
    ("find", "expected"),
    [
        (["add", ["time", "22:50:00"], ["dur", {"seconds": 5400}]], "00:20"),
        (["elapsed", ["time", "21:40:00"], ["time", "05:15:00"]], "7 hours 35 minutes"),
        (["elapsed", ["time", "05:15:00"], ["time", "05:15:00"]], Code.AMBIGUOUS),
        (["in_units", ["elapsed", ["time", "08:00:00"], ["time", "16:45:00"]], "hours"], "8.75"),
        (["nth_weekday", ["num", "2"], ["weekday", 0], ["ym", 2027, 6]], "2027-06-14"),
        (["nth_weekday", ["num", "5"], ["weekday", 0], ["ym", 2027, 2]], Code.INCONSISTENT),
        (["add", ["easter", ["year", 2027]], ["dur", {"days": 1}]], "2027-03-29"),
        (["is_leap", ["year", 2100]], "No"), (["is_leap", ["year", 2000]], "Yes"), (["next_leap", ["year", 2028]], "2032"),
        (["count_leap", ["year", 1896], ["year", 1904]], "2"), (["days_in_month", ["ym", 2028, 2]], "29"),
        (["days_in_year", ["year", 2026]], "365"), (["quarter", ["date", "2026-08-01"]], "3"),
        (["age", ["date", "1991-09-12"], ["date", "2026-08-03"]], "34"),
        (["age", ["date", "2000-02-29"], ["date", "2026-02-28"]], Code.AMBIGUOUS),
        (["age", ["date", "2000-02-29"], ["date", "2026-03-01"]], "26"),
        (["whole_weeks", ["date", "2026-01-05"], ["date", "2026-03-30"]], "12"),
        (["whole_weeks", ["date", "2026-01-05"], ["date", "2026-03-31"]], Code.AMBIGUOUS),
        (["whole_months", ["date", "2026-01-15"], ["date", "2026-04-15"]], "3"),
        (["months_between", ["date", "2026-01-15"], ["date", "2027-04-20"]], "1 year 3 months 5 days"),
        (["weekday_given", ["weekday", 0], ["md", 2, 25]], "Sunday"),
        (["weekday_given", ["weekday", 0], ["md", 3, 6]], Code.UNDERDETERMINED),
        (["weekday_of", ["md", 3, 5]], Code.UNDERDETERMINED),
        (["days_between", ["md", 3, 3], ["md", 3, 17]], "14"),
        (["days_between", ["md", 2, 3], ["md", 3, 17]], Code.UNDERDETERMINED),
        (["add", ["date", "9999-12-31"], ["dur", {"days": 1}]], Code.OUT_OF_RANGE),
        (["add", ["date", "2026-01-01"], ["dur", {"days": 10**12}]], Code.OUT_OF_RANGE),
        (["today"], Code.UNDERDETERMINED), (["add", ["zone", "+00:00"], ["num", "1"]], Code.UNSUPPORTED),
        (["add_business", ["date", "2026-11-25"], ["num", "3"], WEEKDAYS, ["region", "US", "*"]], "2026-12-01"),
        (["add_business", ["date", "2026-04-01"], ["dur", {"business_days": 5}], WEEKDAYS, ["region", "GB", "ENG"]],
         "2026-04-10"),
        (["business_days", ["date", "1900-01-01"], ["date", "2099-01-01"], "both", WEEKDAYS, NONE], Code.TOO_HARD),
        (["is_holiday", ["date", "2027-01-06"], ["region", "DE", "BY"]], "Yes"),
        (["is_holiday", ["date", "2027-01-06"], ["region", "DE"]], Code.UNDERDETERMINED),
        (["is_holiday", ["date", "2026-05-01"], ["region", "FR"]], "Yes"),
        (["holiday", "Thanksgiving", ["year", 2027], ["region", "US", "*"]], "2027-11-25"),
        (["holiday", "thanksgiving", ["year", 2026], ["region", "CA"]], "2026-10-12"),
        (["nth_workday", ["num", "-1"], ["ym", 2026, 5], WEEKDAYS, NONE], "2026-05-29"),
        (["next_of", ["every", {"unit": "weeks", "n": 2, "weekday": 2}], ["date", "2026-02-28"], ["date", "2026-01-07"]],
         "2026-03-04"),
        (["next_of", ["every", {"unit": "months", "n": 1, "weekday": 1, "rank": 1}], ["date", "2026-08-04"], NONE],
         "2026-09-01"),
        (["next_of", ["every", {"unit": "weeks", "n": 2, "weekday": 2}], ["date", "2026-02-28"], NONE], Code.UNDERDETERMINED),
        (["nth_of", ["every", {"unit": "weeks", "n": 1, "weekday": 3}], ["date", "2026-01-08"], ["num", "10"]], "2026-03-12"),
        (["overlaps", ["range", ["date", "2026-07-03"], ["date", "2026-07-09"]],
          ["range", ["date", "2026-07-10"], ["date", "2026-07-14"]]], "No"),
        (["in_units", ["overlap", ["range", ["time", "13:00:00"], ["time", "16:00:00"]],
                       ["range", ["time", "14:30:00"], ["time", "18:00:00"]]], "minutes"], "90"),
        (["gap", ["range", ["time", "09:20:00"], ["time", "10:45:00"]], ["range", ["time", "11:30:00"], ["time", "12:15:00"]]],
         "45 minutes"),
        (["latest", ["list", [["date", "2026-07-03"], ["date", "2026-07-09"]]]], "2026-07-09"),
        (["lt", ["date", "2026-07-03"], ["date", "2026-07-09"]], "Yes"),
    ],
)  # fmt: skip
def test_hand_worked(find: Any, expected: str | Code) -> None:
    assert answer(find) == expected


def test_relative_to_now() -> None:
    now = "2026-04-15T09:00:00+02:00"  # a Wednesday
    friday = ["weekday", 4]
    assert answer(["weekday_after", ["today"], friday], now) == "2026-04-17"
    assert answer(["weekday_of_week", ["today"], friday, 1, 0], now) == "2026-04-24"
    assert answer(["coming", ["md", 4, 10]], now) == "2027-04-10"
    assert answer(["recent", ["md", 4, 10]], now) == "2026-04-10"
    assert answer(["coming", ["md", 4, 15]], now) == answer(["recent", ["md", 4, 15]], now) == "2026-04-15"
    assert answer(["now_in", ["zone", "America/Los_Angeles"]], now) == "2026-04-15 00:00"
    assert answer(["now_in", ["zone", "America/Los_Angeles"]], "2026-04-15T09:00:00") is Code.UNDERDETERMINED


def test_facts_name_the_tables() -> None:
    import tzdata

    find = ["at", ["datetime", "2026-04-22T15:00:00"], ["zone", "America/New_York"]]
    found = solve({"given": {}, "find": find})
    assert isinstance(found, Solution) and found.facts == {"tzdata": tzdata.IANA_VERSION}
    found = solve({"given": {}, "find": ["is_holiday", ["date", "2026-05-01"], ["region", "FR"]]})
    assert isinstance(found, Solution) and found.facts == {"holidays": freedays.version()}


@pytest.mark.parametrize(
    ("value", "form", "expected"),
    [
        (["date", "2026-03-05"], {"date": "dmy"}, "05/03/2026"), (["date", "2026-03-05"], {"date": "mdy"}, "03/05/2026"),
        (["date", "2026-03-05"], {"date": "long"}, "5 March 2026"), (["time", "15:30:00"], {"clock": "12"}, "3:30 PM"),
        (["time", "00:05:00"], {"clock": "12"}, "12:05 AM"), (["datetime", "2026-03-05T15:30:00"], {}, "2026-03-05 15:30"),
        (["dur", {"seconds": 5400}], {"unit": "hours"}, "1.5"), (["dur", {"seconds": 5400}], {"unit": "minutes"}, "90"),
        (["dur", {"days": 69, "seconds": 55140}], {"duration": "D days, HH:MM:SS"}, "69 days, 15:19:00"),
        (["dur", {"seconds": "5.25"}], {"duration": "HH:MM:SS.mmm"}, "00:00:05.250"),
        (["dur", {"seconds": 5425}], {"duration": "HH:MM"}, Code.UNSUPPORTED),
        (["num", "22/3"], {"decimals": 1}, "7.3"), (["num", "1/8"], {"decimals": 2}, "0.13"), (["num", "5/2"], {"decimals": 0}, "3"),
        (["date", "2026-03-05"], {"type": "weekday"}, Code.INCONSISTENT), (["num", "3"], {"yesno": True}, Code.INCONSISTENT),
        (["date", "0033-04-03"], {}, "0033-04-03"), (["list", [["time", "14:30:00"], ["time", "22:30:00"]]], {}, "14:30, 22:30"),
    ],
)  # fmt: skip
def test_forms(value: Any, form: dict[str, Any], expected: str | Code) -> None:
    assert answer(value, None, form) == expected


@pytest.mark.parametrize(
    "body",
    [
        None, [], {}, {"given": {}}, {"find": ["today"]}, {"given": {}, "find": ["nothing_known"]}, {"given": {}, "find": ["add", 1]},
        {"given": {}, "find": ["date", "2026-02-30"]}, {"given": {}, "find": ["date", "26-02-03"]},
        {"given": {}, "find": ["ref", "x"]}, {"given": {"x": ["ref", "x"]}, "find": ["ref", "x"]},
        {"given": {}, "find": ["today"], "now": "yesterday"}, {"given": {}, "find": ["today"], "form": {"colour": "red"}},
        {"given": {}, "find": ["num", "1e999"]}, {"given": {}, "find": ["dur", {"days": 10**20}]},
        {"given": {}, "find": ["zone", "../../etc/passwd"]}, {"given": {}, "find": ["every", {"unit": "weeks", "n": 0}]},
        {"given": {}, "find": ["list", [["today"]] * 500]}, {"given": {}, "find": ["weekday", True]},
        {"given": {}, "find": ["dur", {"days": "9/0"}]}, {"given": {}, "find": ["time", "24:30:00"]},
    ],
)  # fmt: skip
def test_invalid_bodies(body: Any) -> None:
    with pytest.raises(ValueError):
        validate(body)


def test_deep_nesting_is_refused() -> None:
    expr: Any = ["num", "1"]
    for _ in range(40):
        expr = ["add", expr, ["num", "1"]]
    with pytest.raises(ValueError):
        validate({"given": {}, "find": expr})
