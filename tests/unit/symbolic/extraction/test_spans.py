"""What a span says: places, values, candidates, and what is left out on purpose."""

from __future__ import annotations

from datetime import datetime
from itertools import pairwise

import pytest

import suffice
from suffice.errors import UsageError
from suffice.symbolic.extraction.spans import LIMIT_CHARACTERS, extract

NOW = "2026-03-03T10:15:00"


def _found(text: str, now: str | None = NOW) -> list[tuple[str, str, str | None]]:
    return [(span.text, span.kind, span.timex or span.value) for span in extract(text, now=now)]


def test_places_are_code_points():
    text = "🎉🎉 Cafe\u0301 opens tomorrow at 7pm, 5 km away"
    day, way = extract(text, now=NOW)
    assert (day.start, day.end) == (text.index("tomorrow"), text.index(", 5"))
    assert text[way.start : way.end] == "5 km" == way.text


def test_a_day_without_its_year_is_the_last_one_and_the_next_one():
    (span,) = extract("We meet on May 9", now=NOW)
    assert [v["value"] for v in span.values] == ["2025-05-09", "2026-05-09"]
    assert span.value is None and span.timex == "XXXX-05-09"


def test_an_hour_without_its_half_of_the_day_is_both():
    (span,) = extract("We meet tomorrow at 4:30", now=NOW)
    assert [(v["timex"], v["value"]) for v in span.values] == [
        ("2026-03-04T04:30", "2026-03-04T04:30:00"),
        ("2026-03-04T16:30", "2026-03-04T16:30:00"),
    ]


def test_a_day_that_never_comes_has_no_value():
    (span,) = extract("on Feb 30, 2027", now=NOW)
    assert span.timex == "2027-02-30" and span.value is None and span.values == ({"timex": "2027-02-30"},)


def test_leap_days_are_those_that_exist():
    (span,) = extract("born on Feb 29", now=NOW)
    assert [v["value"] for v in span.values] == ["2024-02-29", "2028-02-29"]


def test_a_unit_of_two_sizes_names_none():
    (span,) = extract("It holds 3 gallons.", now=NOW)
    assert span.unit is None and {v["unit"] for v in span.values} == {"gal_us", "gal_imp"}


def test_pounds_may_be_money_or_weight():
    (span,) = extract("It was 25 pounds.", now=NOW)
    assert span.kind == "quantity" and span.unit is None and {v["unit"] for v in span.values} == {"lb", "GBP"}


def test_a_limit_leaves_one_end_open():
    (span,) = extract("Reply before 5 May 2026", now=NOW)
    assert span.values == ({"timex": "2026-05-05", "end": "2026-05-05", "mod": "before"},)
    (span,) = extract("closed since 2019", now=NOW)
    assert span.values == ({"timex": "2019", "start": "2019-01-01", "mod": "since"},)


def test_the_end_of_a_range_is_exclusive():
    (span,) = extract("sales in May 2024", now=NOW)
    assert (span.values[0]["start"], span.values[0]["end"]) == ("2024-05-01", "2024-06-01")


def test_without_a_reference_time_only_what_needs_none_is_resolved():
    spans = {span.text: span for span in extract("On 2024-05-06 or yesterday. Leave by 5pm. Or on Friday!")}
    assert spans["2024-05-06"].value == "2024-05-06"
    assert spans["by 5pm"].values == ({"timex": "T17", "end": "17:00:00", "mod": "before"},)
    assert spans["yesterday"].timex is None and spans["yesterday"].values == ()
    assert spans["Friday"].timex == "XXXX-WXX-5" and spans["Friday"].values == ()


@pytest.mark.parametrize(
    "text",
    [
        "It broke 3 days after our party and a half",
        "the first week of his second half of June 1",
        "open between noon and whenever",
    ],
)
def test_parts_of_what_is_not_understood_do_not_cross(text):
    spans = extract(text, now=NOW)
    assert all(a.end <= b.start for a, b in pairwise(spans))


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("the fiscal spring of that May 3", {"date"}),  # 'that' belongs to it
        ("halloween weekend", {"date", "range"}),
        ("between April 3 and whenever", {"date"}),
        ("two weekends in the 2nd week of this month", {"range"}),
        ("we run 3 hours from 10 am", {"duration", "time"}),
        ("off for 2 weeks, starting May 20th", {"duration", "range"}),
        ("we meet the first Monday 1pm to 3pm of our month", {"range"}),
        ("we took 13 last minute calls", {"range"}),
        ("sunday brunch on Easter Sunday", {"set"}),
        ("that weekend", {"range"}),
        ("from June to date", {"range"}),
        ("between June and whenever", {"range"}),
        ("back in less than an hour", {"duration"}),
        ("Tuesday from 9 to 7:30", {"time", "date", "range"}),
        ("the 20th next month", {"date", "range"}),
        ("lunch 1:30 pm to 4 people", {"range"}),
    ],
)
def test_what_is_said_more_about_is_left_out(text, kinds):
    assert not kinds & {span.kind for span in extract(text, now=NOW)}


@pytest.mark.parametrize(
    "text",
    [
        "You may go",
        "he may 1 day",
        "march on, soldiers",
        "the sun sat",
        "flight 777F to Mars",
        "seat 60W bulb",
    ],
)
def test_words_that_only_look_like_dates(text):
    assert not {span.kind for span in extract(text, now=NOW)} & {"date", "range", "duration", "set"}


@pytest.mark.parametrize(
    "text",
    [
        "the 90s",
        "in her 30s",
        "back to 80s music",
        "3D",
        "a 3d printer",
        "1080p",
        "6ft2",
        "1 in 5",
        "one in three",
        "nineteen eighty-four",
        "six thirty",
        "1 234 567",
        "1 234 kg",
        "+1 (415) 555-0199",
        "415-555-0199",
        "version 2.3",
        "v1.2.16",
        "192.168.0.1",
        "ISBN 978-3-16-148410-0",
        "order #1234-56",
        "24/7",
        "50/50 chance",
        "20/20 vision",
        "10/10 would recommend",
        "9/10 would buy again",
        "One day we will win",
        "march 3 miles",
        "may 5 people enter?",
        "two to three weeks",
        "a year or two",
        "5 to 10 minutes",
        "5 to 10 kg",
        "first half of 2026",
        "a quarter of an hour",
        "1700 hours",
        "2h30m",
        "5m ago",
        "a second later",
        "Labour Day",
        "£1 234",
        "10^6 kg",
        "between 5 and 10 kg",
        "10 by 5 feet",
        "3 or 4 days ago",
        "Mar 3 miles",
        "two thirds of an hour",
        "one night in Paris",
        "a 4K screen",
        "one day a week",
        "the 5th or 6th of May",
    ],
)
def test_what_only_looks_like_an_amount_or_a_date_is_left_out(text):
    inside = {"first half of 2026": [("2026", "range", "2026")]}
    assert _found(text) in ([], inside.get(text))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("wait 30s", [("30s", "duration", "PT30S")]),
        ("50p each", [("50p", "money", "0.5")]),
        ("it took one day", [("one day", "duration", "P1D")]),
        ("on 10/10", [("10/10", "date", "XXXX-10-10")]),
        ("March 3 at the office", [("March 3", "date", "XXXX-03-03")]),
        ("Labor Day", [("Labor Day", "date", "XXXX-09-WXX-1-1")]),
        ("1,234,567 people", [("1,234,567", "number", "1234567")]),
        ("release 5 kg", [("5 kg", "quantity", "5")]),
        ("case 2026-03-17 closed", [("2026-03-17", "date", "2026-03-17")]),
        ("from 5 to 10", [("5", "number", "5"), ("10", "number", "10")]),
        ("$5 or 40 euros", [("$5", "money", "5"), ("40 euros", "money", "40")]),
        ("earn $10000 in 3 years", [("$10000", "money", "10000"), ("in 3 years", "date", "2029-03-03")]),
    ],
)
def test_what_stands_near_a_lookalike_is_still_found(text, found):
    assert _found(text)[: len(found)] == found


def test_fractions_are_no_dates():
    assert _found("10 1/2 miles") == [("10 1/2 miles", "quantity", "10.5")]
    assert _found("3/4 of a cup")[0][1] == "number"


def test_a_blank_line_ends_an_expression():
    assert _found("Zebras!\n\non 1\n\nZebras!") == _found("on 1")
    assert [text for text, _, _ in _found("until Monday\n\nat 5pm we left")] == ["until Monday", "5pm"]


def test_reference_times():
    assert _found("today", "2026-03-03T23:30:00-08:00") == [("today", "date", "2026-03-03")]
    assert extract("today", now=datetime(2026, 3, 3))[0].value == "2026-03-03"
    with pytest.raises(UsageError, match="ISO 8601"):
        extract("today", now="soon")
    with pytest.raises(UsageError, match="year 12"):
        extract("today", now="0012-01-01")


def test_far_away_is_not_counted():
    text = "in 9999999 years. 9999999 days ago. 99999999 hours from now."
    assert not {kind for _, kind, _ in _found(text)} & {"date", "datetime"}
    far = _found("the next 999999 years", now="8999-12-31T00:00:00")
    assert not {kind for _, kind, _ in far} & {"range"}


def test_too_long_a_text_is_refused():
    with pytest.raises(UsageError, match="split it"):
        extract("a" * (LIMIT_CHARACTERS + 1))


def test_the_package_offers_it():
    assert suffice.extract is extract and suffice.Span is type(extract("5 km")[0])


@pytest.mark.parametrize("unit", ["5 euros ", "5 dollars and ", "5 ft 3 in ", "5 a 6 b ", "one hundred and ", "-5 "])
def test_long_rows_of_literals_are_read_through(unit: str) -> None:
    row = (unit * 2000).strip()
    assert all(span.text == row[span.start : span.end] for span in extract(row, now="2026-01-05"))


def test_coins_belong_to_the_money_in_front() -> None:
    assert [(span.value, span.unit) for span in extract("5 dollars and 30 cents, then 4 euros")] == [
        ("5.3", "USD"),
        ("4", "EUR"),
    ]


@pytest.mark.parametrize("text", ["5 kg and 12%", "at 12:30", "tomorrow", "2026-03-04", "may", "in 3 days", "Friday"])
def test_without_a_reference_time_only_what_holds_at_any_is_told(text: str) -> None:
    days = ["2003-07-02T09:30:00", "2016-11-27T17:45:00"]
    each = [{(s.start, s.end, s.kind): s.values for s in extract(text, now=day)} for day in days]
    for span in extract(text):
        first, second = (found[span.start, span.end, span.kind] for found in each)
        assert span.values == (first if first == second else ())
