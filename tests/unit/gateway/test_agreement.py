"""Whether a model's text says what a verified answer says; unclear is an answer too."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from suffice.gateway.agreement import agreement

SAME = [
    ("45", "45"),
    ("45", "The answer is 45."),
    ("45", "18% of 250 is **45**."),
    ("45", "18% of 250 = 0.18 x 250 = 45"),
    ("45", '{"answer": 45}'),
    ("1234.50", "That comes to $1,234.50."),
    ("78.00", "You pay $78.00 for it."),
    ("45", "We multiply.\n#### 45"),
    ("45", "Therefore \\boxed{45}, which is less than 50."),
    ("2026-03-13", "It falls on March 13, 2026."),
    ("2026-03-13", "That is Friday, 13 March 2026"),
    ("2026-03-13", "2026-03-13"),
    ("17:30", "It is 5:30 PM in Tokyo."),
    ("Friday", "It was a Friday."),
    ("Yes", "Yes, it is."),
    ("3 days", "That is 3 days, or 72 hours: 3 days."),
    ("5", "10 − 5 = 5"),
    ("5", "It takes 5 days."),
    ("35%", "It is 35 percent."),
    ("3 hours 20 minutes", "It takes 3 hours and 20 minutes."),
    ("48", "48 (since 7*8=56, and 56-8=48)"),
    ("48", "48 (since 7*8=56)"),
    ("48", "**48**, because 56 is 8 too many."),
    ("48", "It is 48, since 7*8 = 56 and 8 are gone."),
    ("56", "7*8 = 56 (not 48)"),
]
OTHER = [
    ("6", "-6"),
    ("-5", "5"),
    ("45", "The answer is 46."),
    ("45", "18% of 250 is 4.5"),
    ("2026-03-13", "It falls on March 14, 2026."),
    ("17:30", "It is 4:30 PM in Tokyo."),
    ("Friday", "It was a Saturday."),
    ("Yes", "No, it is not."),
]
UNCLEAR = [
    ("45", ""),
    ("45", "I cannot say."),
    ("45", "forty-five"),
    ("78", "You pay $78 instead of $120."),
    ("Friday", "It was either a Friday or a Saturday."),
    ("2026-03-13", "It is in two weeks."),
    ("1.5 hours", "90 minutes"),
    ("Paris", "It is Lyon."),
    ("3 days", "It takes 3 weeks."),
    ("3 hours", "3 minutes"),
    ("6", "6%"),
    ("6", "That makes 6 million."),
    ("5", "5e3"),
    ("5", "The answer is minus 5."),
    ("35", "It is 35 percent."),
    ("Tuesday", "Not Tuesday."),
    ("6", "The answer is not 6"),
    ("56", "48 (since 7*8=56)"),
    ("56", "48 (7*8=56, less the 8 that are gone: 56)"),
    ("56", "48, since 7*8=56"),
    ("56", "48, that is 8 less than 56"),
    ("48", "7*8 = 56 (and not 48)"),
    ("12", "She has 12, and since 3 are lost, 9 remain."),
]


@pytest.mark.parametrize(("ours", "text"), SAME)
def test_the_same(ours, text):
    assert agreement(ours, text) is True


@pytest.mark.parametrize(("ours", "text"), OTHER)
def test_another(ours, text):
    assert agreement(ours, text) is False


@pytest.mark.parametrize(("ours", "text"), UNCLEAR)
def test_unclear(ours, text):
    assert agreement(ours, text) is None


@given(st.text(max_size=30), st.text(max_size=200))
def test_any_text_is_compared(ours, text):
    assert agreement(ours, text) in (True, False, None)


@given(st.integers(-(10**6), 10**6), st.sampled_from(["It is {}.", "Answer: {}", "**{}**", "{}", "So x = {}"]))
def test_a_number_that_is_stated_agrees_with_itself_and_no_other(number, words):
    assert agreement(str(number), words.format(number)) is True
    assert agreement(str(number + 1), words.format(number)) is not True
