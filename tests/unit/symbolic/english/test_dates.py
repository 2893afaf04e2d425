# ruff: noqa: E501 -- tables of cases, one per line
"""Dates, weekdays, months, years and durations in every everyday form, and what is no such thing."""

from __future__ import annotations

from typing import Any

import pytest

from suffice.symbolic.english import literals
from suffice.symbolic.english.grammar import Grammar, Parse
from suffice.symbolic.english.text import analyse


def whole(literal: str, text: str) -> list[Any]:
    """Every value of a literal that takes the whole text."""
    grammar = Grammar()
    literals.install(grammar)
    parsed = analyse(text)
    return [value for end, value in Parse(grammar, parsed).match(literal, 0) if end == len(parsed.tokens)]


def plus(days: int) -> list[Any]:
    return ["add", ["today"], ["dur", {"days": days}]]


ABSOLUTE = {
    "5 March 2026": "2026-03-05",
    "5 Mar 2026": "2026-03-05",
    "March 5th, 2026": "2026-03-05",
    "March 5 2026": "2026-03-05",
    "5th March 2026": "2026-03-05",
    "5-Mar-26": "2026-03-05",
    "5-Mar-2026": "2026-03-05",
    "5-Mar-98": "1998-03-05",
    "2026-03-05": "2026-03-05",
    "2026/03/05": "2026-03-05",
    "2026-3-5": "2026-03-05",
    "20260305": "2026-03-05",
    "13/04/2026": "2026-04-13",
    "04/13/2026": "2026-04-13",
    "04/04/2026": "2026-04-04",
    "12.03.2026": "2026-03-12",
    "the 5th of March 2026": "2026-03-05",
    "the fifth of March, 2026": "2026-03-05",
    "the twenty-first of June, 1999": "1999-06-21",
    "March the fifth, 2026": "2026-03-05",
    "Thursday, March 5, 2026": "2026-03-05",
    "Thursday 5 March 2026": "2026-03-05",
    "Thu 5 Mar 2026": "2026-03-05",
    "Tue Nov 29 2710": "2710-11-29",
    "2026-03-05 (Thursday)": "2026-03-05",
    "5 March 2026, Thursday": "2026-03-05",
    "2026 March 5": "2026-03-05",
    "Mar 5 '26": "2026-03-05",
    "Friday 03/04/2026": "2026-04-03",  # only one order agrees with the weekday
    "12 Sept 1991": "1991-09-12",
    "29 February 2028": "2028-02-29",
    "Christmas Day 2026": "2026-12-25",
    "New Year's Eve 2027": "2027-12-31",
    "31 December 9999": "9999-12-31",
    "1 January 0001": "0001-01-01",
}


@pytest.mark.parametrize(("text", "day"), ABSOLUTE.items())
def test_a_date_with_its_year(text: str, day: str) -> None:
    assert whole("date", text) == [["date", day]]


RELATIVE = {
    "today": ["today"],
    "tomorrow": plus(1),
    "yesterday": plus(-1),
    "the day after tomorrow": plus(2),
    "the day before yesterday": plus(-2),
    "in 3 days": plus(3),
    "in a week": plus(7),
    "in two weeks' time": plus(14),
    "3 days from now": plus(3),
    "a week from today": plus(7),
    "6 weeks from today": plus(42),
    "3 weeks ago": ["sub", ["today"], ["dur", {"days": 21}]],
    "a month ago": ["sub", ["today"], ["dur", {"months": 1}]],
    "two days after tomorrow": ["add", plus(1), ["dur", {"days": 2}]],
    "3 weeks before 12 December 2026": ["sub", ["date", "2026-12-12"], ["dur", {"days": 21}]],
    "45 days after 2026-03-20": ["add", ["date", "2026-03-20"], ["dur", {"days": 45}]],
    "end of the month": ["last_day", ["this_month", 0]],
    "the end of May 2026": ["last_day", ["ym", 2026, 5]],
    "the beginning of next month": ["first_day", ["this_month", 1]],
    "the end of the year": ["in_year", ["md", 12, 31], ["this_year", 0]],
    "the last day of February 2028": ["last_day", ["ym", 2028, 2]],
    "the third Thursday of November 2026": ["nth_weekday", ["num", "3"], ["weekday", 3], ["ym", 2026, 11]],
    "second Monday in June 2027": ["nth_weekday", ["num", "2"], ["weekday", 0], ["ym", 2027, 6]],
    "the 2nd Monday in June 2027": ["nth_weekday", ["num", "2"], ["weekday", 0], ["ym", 2027, 6]],
    "the last Friday in October 2026": ["nth_weekday", ["num", "-1"], ["weekday", 4], ["ym", 2026, 10]],
    "the first Saturday after today": ["weekday_after", ["today"], ["weekday", 5]],
    "the last Friday before 25 December 2026": ["weekday_before", ["date", "2026-12-25"], ["weekday", 4]],
    "the coming Friday": ["weekday_after", ["today"], ["weekday", 4]],
    "Easter Sunday 2027": ["easter", ["year", 2027]],
    "Easter Monday 2027": ["add", ["easter", ["year", 2027]], ["dur", {"days": 1}]],
    "Good Friday 2026": ["add", ["easter", ["year", 2026]], ["dur", {"days": -2}]],
    "Christmas Day this year": ["in_year", ["md", 12, 25], ["this_year", 0]],
    "5 March next year": ["in_year", ["md", 3, 5], ["this_year", 1]],
    "March 5": ["md", 3, 5],
    "the 5th of March": ["md", 3, 5],
    "the first of May": ["md", 5, 1],
    "Thursday 5 March": ["md", 3, 5, 3],
    "24 December": ["md", 12, 24],
    "new years eve": ["md", 12, 31],
    "29 February": ["md", 2, 29],
}


@pytest.mark.parametrize(("text", "value"), RELATIVE.items())
def test_a_date_that_depends(text: str, value: Any) -> None:
    assert whole("date", text) == [value]


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("03/04/2026", 2), ("3/4/26", 2), ("5/3", 2), ("next Friday", 3), ("this Friday", 3), ("last Friday", 3),
        ("5-Mar-55", 2),
    ],
)  # fmt: skip
def test_every_reading_is_kept(text: str, count: int) -> None:
    assert len(whole("date", text)) == count


def test_both_orders_of_a_slashed_date() -> None:
    assert whole("date", "03/04/2026") == [["date", "2026-04-03"], ["date", "2026-03-04"]]


def test_a_decided_order_holds_for_the_whole_text() -> None:
    text = "01/09/2313 and 12/24/2312"
    grammar = Grammar()
    literals.install(grammar)
    parse = Parse(grammar, analyse(text))
    assert [value for end, value in parse.match("date", 0) if end == 5] == [["date", "2313-01-09"]]


@pytest.mark.parametrize(
    "text",
    [
        "30 February 2026", "29 February 2027", "31 April 2026", "31/31/2026", "2026-13-05", "2026-02-30",
        "Friday, March 5, 2026", "Thursday 03/04/2026", "2026-03-05 (Friday)", "31 November",
    ],
)  # fmt: skip
def test_an_impossible_date_says_so(text: str) -> None:
    found = whole("date", text)
    assert found and all(value[0] == "bad" and value[1] for value in found)


@pytest.mark.parametrize(
    "text",
    [
        "", "March", "2026", "the", "32 March 2026 BC", "half March", "5", "Friday", "the 5th", "1.5 months ago", "in 3 hours",
        "five March-ish", "3/4/5/6", "2026-03", "March 5:30", "10000-01-01", "-5 March 2026", "in days", "2 business days ago",
        "0 March 2026", "the sixth Friday of May 2026", "next", "a Friday", "13.13.13.13",
    ],
)  # fmt: skip
def test_no_date(text: str) -> None:
    assert whole("date", text) == []


def test_dates_that_are_to_come_or_have_been() -> None:
    assert whole("future_date", "24 December") == [["coming", ["md", 12, 24]]]
    assert whole("past_date", "24 December") == [["recent", ["md", 12, 24]]]
    assert whole("past_date", "24 December 2020") == [["date", "2020-12-24"]]
    assert whole("full_date", "24 December") == []


@pytest.mark.parametrize(
    ("literal", "text", "value"),
    [
        ("weekday", "Monday", ["weekday", 0]), ("weekday", "thurs", ["weekday", 3]), ("weekdays", "Sundays", ["weekday", 6]),
        ("month", "sept", ["month", 9]), ("year", "2026", ["year", 2026]), ("year", "the year 1900", ["year", 1900]),
        ("year", "next year", ["this_year", 1]), ("year_month", "March 2026", ["ym", 2026, 3]),
        ("year_month", "2026-03", ["ym", 2026, 3]), ("year_month", "03/2026", ["ym", 2026, 3]),
        ("year_month", "May", ["ym", None, 5]), ("year_month", "next month", ["this_month", 1]),
        ("year_month", "March this year", ["ym", ["this_year", 0], 3]),
    ],
)  # fmt: skip
def test_parts_of_the_calendar(literal: str, text: str, value: Any) -> None:
    assert whole(literal, text) == [value]


@pytest.mark.parametrize(
    ("literal", "text"), [("weekdays", "Sunday"), ("year", "26"), ("year", "20266"), ("month", "M")]
)
def test_no_parts_of_the_calendar(literal: str, text: str) -> None:
    assert whole(literal, text) == []


LENGTHS = {
    "3 hours and 20 minutes": {"seconds": 12000},
    "3 hours 20 minutes": {"seconds": 12000},
    "90 min": {"seconds": 5400},
    "90-minute": {"seconds": 5400},
    "an hour and a half": {"seconds": 5400},
    "half an hour": {"seconds": 1800},
    "three quarters of an hour": {"seconds": 2700},
    "two and a half hours": {"seconds": 9000},
    "2 1/2 hours": {"seconds": 9000},
    "1½ hours": {"seconds": 5400},
    "1.5 hours": {"seconds": 5400},
    "2h 40m": {"seconds": 9600},
    "2h40": {"seconds": 9600},
    "45 secs": {"seconds": 45},
    "0.5 seconds": {"seconds": "0.5"},
    "2 weeks": {"days": 14},
    "a fortnight": {"days": 14},
    "eight weeks'": {"days": 56},
    "45 days": {"days": 45},
    "twenty-five days": {"days": 25},
    "one hundred and twenty days": {"days": 120},
    "10 calendar days": {"days": 10},
    "1.5 days": {"seconds": 129600},
    "6 months": {"months": 6},
    "a year and a day": {"months": 12, "days": 1},
    "a year and a half": {"months": 18},
    "two decades": {"months": 240},
    "1 year, 2 months and 3 days": {"months": 14, "days": 3},
    "2 business days": {"business_days": 2},
    "6 business hours": {"business_seconds": 21600},
}


@pytest.mark.parametrize(("text", "parts"), LENGTHS.items())
def test_lengths_of_time(text: str, parts: dict[str, Any]) -> None:
    assert whole("duration", text) == [["dur", parts]]


@pytest.mark.parametrize(
    "text", ["1.5 months", "hours", "3", "20 minutes 3 hours", "2 km", "half", "1.5 business days", "m"]
)
def test_no_length_of_time(text: str) -> None:
    assert whole("duration", text) == []
