# ruff: noqa: E501 -- tables of cases, one per line
"""Times of day, moments, ranges, recurrences and zones."""

from __future__ import annotations

from typing import Any

import pytest

from suffice.symbolic.english import literals, zones
from suffice.symbolic.english.grammar import Grammar, Parse
from suffice.symbolic.english.text import analyse


def whole(literal: str, text: str) -> list[Any]:
    """Every value of a literal that takes the whole text."""
    grammar = Grammar()
    literals.install(grammar)
    parsed = analyse(text)
    return [value for end, value in Parse(grammar, parsed).match(literal, 0) if end == len(parsed.tokens)]


CLOCKS = {
    "3pm": ["15:00"], "3 pm": ["15:00"], "3:30 p.m.": ["15:30"], "15:30": ["15:30"], "15h30": ["15:30"], "15h": ["15:00"],
    "1530 hours": ["15:30"], "noon": ["12:00"], "midday": ["12:00"], "midnight": ["00:00"], "12 noon": ["12:00"],
    "half past three": ["03:30", "15:30"], "quarter to five": ["04:45", "16:45"], "a quarter past nine": ["09:15", "21:15"],
    "ten past 6": ["06:10", "18:10"], "twenty-five past nine": ["09:25", "21:25"], "5 past midnight": ["00:05"],
    "9": ["09:00", "21:00"], "17": ["17:00"], "3:30": ["03:30", "15:30"], "9:00": ["09:00", "21:00"], "10:00": ["10:00"],
    "09:00": ["09:00"], "12am": ["00:00"], "12 pm": ["12:00"], "12:15 am": ["00:15"], "1:30 am": ["01:30"],
    "half past seven in the evening": ["19:30"], "7 in the morning": ["07:00"], "11 at night": ["23:00"],
    "seven o'clock": ["07:00", "19:00"], "nine thirty": ["09:30", "21:30"], "3.30pm": ["15:30"], "ten to six pm": ["17:50"],
    "10 pm sharp": ["22:00"], "15:30 pm": ["15:30"], "24:00": ["24:00"], "9:15:30 pm": ["21:15:30"],
}  # fmt: skip


@pytest.mark.parametrize(("text", "clocks"), CLOCKS.items())
def test_times_of_day(text: str, clocks: list[str]) -> None:
    expected = [["time", clock if len(clock) == 8 else f"{clock}:00"] for clock in clocks]
    assert whole("time", text) == expected


def test_seconds_and_their_parts() -> None:
    assert whole("time", "03:19:59") == [["time", "03:19:59"]]
    assert whole("time", "01:56:46.495") == [["time", "01:56:46.495"]]


@pytest.mark.parametrize(
    "text", ["25:00", "12:60", "3.30", "15:30 am", "half past", "half to three", "24:30", "1:2", "thirteen", ""]
)
def test_no_time_of_day(text: str) -> None:
    assert whole("time", text) == []


def test_a_bare_number_is_a_time_only_where_one_is_expected() -> None:
    assert whole("clock", "9") == [] and whole("clock", "9 am") == [["time", "09:00:00"]]


@pytest.mark.parametrize(
    ("text", "afternoon"), [("from 3:30, then 16:00", False), ("3:30, not 09:00", False), ("3:30 or so", True)]
)
def test_a_text_with_24_hour_times_has_no_afternoon_reading(text: str, afternoon: bool) -> None:
    grammar = Grammar()
    literals.install(grammar)
    parse = Parse(grammar, analyse(text))
    start = next(n for n, token in enumerate(parse.tokens) if token.form == "3")
    found = [value for _, value in parse.match("clock", start)]
    assert (["time", "15:30:00"] in found) is afternoon and ["time", "03:30:00"] in found


def test_ranges_of_times() -> None:
    def span(a: str, b: str) -> Any:
        return ["range", ["time", f"{a}:00"], ["time", f"{b}:00"]]

    assert whole("time_range", "09:00-17:00") == [span("09:00", "17:00")]
    assert whole("time_range", "9:00-17:00") == [span("09:00", "17:00")]
    assert whole("time_range", "from 9 am to 5 pm") == [span("09:00", "17:00")]
    assert whole("time_range", "between 2 pm and 3:30 pm") == [span("14:00", "15:30")]
    assert whole("time_range", "between 2 and 3:30 pm") == [span("14:00", "15:30")]
    assert whole("time_range", "11 to 2pm") == [span("11:00", "14:00")]
    assert whole("time_range", "10 pm to 6") == [span("22:00", "06:00")]
    assert whole("time_range", "21:40 to 05:15") == [span("21:40", "05:15")]
    assert len(whole("time_range", "8 to 6")) == 4  # nobody said which halves of the day
    assert whole("opening", "9-5") == [span("09:00", "17:00")]
    assert whole("opening", "22:00-06:00") == []


MOMENTS = {
    "5 March 2026 at 3 pm": [["datetime", "2026-03-05T15:00:00"]],
    "2026-11-20 07:15": [["datetime", "2026-11-20T07:15:00"]],
    "29 March 2026, 02:30": [["datetime", "2026-03-29T02:30:00"]],
    "3 pm on 5 May 2026": [["datetime", "2026-05-05T15:00:00"]],
    "thu 15 jan 2026 14:20": [["datetime", "2026-01-15T14:20:00"]],
    "5 May 2026 24:00": [["datetime", "2026-05-06T00:00:00"]],
    "midnight on 12 June 2026": [["datetime", "2026-06-12T00:00:00"], ["datetime", "2026-06-13T00:00:00"]],
    "tomorrow at noon": [["on", ["add", ["today"], ["dur", {"days": 1}]], ["time", "12:00:00"]]],
    "now": [["now"]],
    "right now": [["now"]],
    "2026-03-05T15:30:00Z": [["at", ["datetime", "2026-03-05T15:30:00"], ["zone", "+00:00"]]],
    "2026-03-05T15:30+01:00": [["at", ["datetime", "2026-03-05T15:30:00"], ["zone", "+01:00"]]],
    "2620-09-08 22:30:59 -0100": [["at", ["datetime", "2620-09-08T22:30:59"], ["zone", "-01:00"]]],
    "3 pm on 5 May 2026 in Tokyo": [["at", ["datetime", "2026-05-05T15:00:00"], ["zone", "Asia/Tokyo"]]],
    "15:30 UTC on 5 May 2026": [["at", ["datetime", "2026-05-05T15:30:00"], ["zone", "+00:00"]]],
    "22 April 2026 at 3 pm New York time": [["at", ["datetime", "2026-04-22T15:00:00"], ["zone", "America/New_York"]]],
    "May 5 2026 3:30": [["datetime", "2026-05-05T03:30:00"], ["datetime", "2026-05-05T15:30:00"]],
}


@pytest.mark.parametrize(("text", "values"), MOMENTS.items())
def test_moments(text: str, values: list[Any]) -> None:
    assert whole("moment", text) == values


def test_ranges_of_dates() -> None:
    def span(a: str, b: str) -> list[Any]:
        return [["range", ["date", a], ["date", b]]]

    assert whole("date_range", "March 3 to March 7") == [["range", ["md", 3, 3], ["md", 3, 7]]]
    assert whole("date_range", "3-7 March 2026") == span("2026-03-03", "2026-03-07")
    assert whole("date_range", "from 1 May 2026 until 4 June 2026") == span("2026-05-01", "2026-06-04")
    assert whole("date_range", "Monday, April 4 to Tuesday, April 19, 2022") == span("2022-04-04", "2022-04-19")
    assert whole("date_range", "20 December to 5 January 2027") == span("2026-12-20", "2027-01-05")
    assert whole("date_range", "between 3 and 7 March 2026") == span("2026-03-03", "2026-03-07")
    assert whole("date_range", "30 February 2026 to 4 March 2026")[0][0] == "bad"
    assert whole("date_range", "3-7") == []


@pytest.mark.parametrize(
    ("text", "days"),
    [("Mon-Fri", [0, 1, 2, 3, 4]), ("Monday through Friday", [0, 1, 2, 3, 4]), ("Fri-Mon", [0, 4, 5, 6]),
     ("Tuesdays and Thursdays", [1, 3]), ("Monday to Thursday and Saturday", [0, 1, 2, 3, 5])],
)  # fmt: skip
def test_sets_of_weekdays(text: str, days: list[int]) -> None:
    assert whole("weekday_set", text) == [["days", days]]


@pytest.mark.parametrize(
    ("text", "rhythm"),
    [
        ("every Tuesday", {"unit": "weeks", "n": 1, "weekday": 1}),
        ("every second Friday", {"unit": "weeks", "n": 2, "weekday": 4}),
        ("every other week", {"unit": "weeks", "n": 2}),
        ("the last Friday of each month", {"unit": "months", "n": 1, "weekday": 4, "rank": -1}),
        ("first Tuesday of every month", {"unit": "months", "n": 1, "weekday": 1, "rank": 1}),
        ("on the 15th of every month", {"unit": "months", "n": 1, "day": 15}),
        ("daily", {"unit": "days", "n": 1}),
        ("every 3 days", {"unit": "days", "n": 3}),
        ("every two weeks", {"unit": "weeks", "n": 2}),
        ("every weekday", {"unit": "workdays", "n": 1}),
    ],
)
def test_rhythms(text: str, rhythm: dict[str, Any]) -> None:
    assert whole("recurrence", text) == [["every", rhythm]]


@pytest.mark.parametrize(
    "text", ["biweekly", "every", "often", "the 31st of every month", "the last Friday of the month"]
)
def test_no_rhythm(text: str) -> None:
    assert whole("recurrence", text) == []


ZONES = {
    "Tokyo": ["Asia/Tokyo"], "New York time": ["America/New_York"], "Phoenix, Arizona": ["America/Phoenix"],
    "Lyon, France": ["Europe/Paris"], "Paris (France)": ["Europe/Paris"], "Portland, Oregon": ["America/Los_Angeles"],
    "London, Ontario": ["America/Toronto"], "São Paulo": ["America/Sao_Paulo"], "Sao Paulo": ["America/Sao_Paulo"],
    "the UK": ["Europe/London"], "U.K.": ["Europe/London"], "India": ["Asia/Kolkata"], "Berlin local time": ["Europe/Berlin"],
    "america/bogota": ["America/Bogota"], "Asia/Ho_Chi_Minh": ["Asia/Ho_Chi_Minh"], "America/Argentina/Buenos_Aires":
    ["America/Argentina/Buenos_Aires"], "Eastern Time": ["America/New_York"], "UTC": ["+00:00"], "GMT": ["+00:00"],
    "UTC+5:30": ["+05:30"], "UTC +2": ["+02:00"], "GMT-3": ["-03:00"], "UTC-0330": ["-03:30"], "JST": ["+09:00"],
    "Portland": ["America/Los_Angeles", "America/New_York"], "EST": ["-05:00", "America/New_York"],
    "BST": ["+01:00", "Europe/London", "Asia/Dhaka"], "CST": ["-06:00", "America/Chicago", "Asia/Shanghai"],
    "IST": ["+05:30", "+02:00", "Asia/Jerusalem", "+01:00", "Europe/Dublin"],
    "Central European Time": ["+01:00", "Europe/Berlin"],
}  # fmt: skip


@pytest.mark.parametrize(("text", "names"), ZONES.items())
def test_zones(text: str, names: list[str]) -> None:
    assert whole("zone", text) == [["zone", name] for name in names]


@pytest.mark.parametrize(
    "text",
    ["Brazil", "the US", "Springfield", "UTC+15", "Etc/GMT+3", "eat", "time", "Paris, Japan", "Europe/Nowhere", ""],
)
def test_no_zone(text: str) -> None:
    assert whole("zone", text) == []


def test_every_zone_name_of_the_table_exists() -> None:
    from zoneinfo import ZoneInfo

    for entries in zones._names().values():
        for _, readings in entries:
            for name in readings:
                assert name[0] in "+-" or ZoneInfo(name)
