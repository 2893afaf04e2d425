"""Digits that are no decimal digits (², ½, ①) are refused by every literal, never a crash."""

from __future__ import annotations

import pytest

from suffice import extract
from suffice.records import Abstain, Task
from suffice.symbolic.reading import family_reader


@pytest.mark.parametrize("digit", ["²", "³", "①", "½²", "٣²", "1²", "²0"])
@pytest.mark.parametrize(
    "text",
    [
        "What date is {} days after 5 March 2026?",
        "What day of the week is {} March 2026?",
        "What day of the week is 5/{}/2026?",
        "What day of the week is 5 March {}?",
        "What time is {} hours after 3 pm?",
        "What time is 2 hours after {}:30 pm?",
        "What time is 2 hours after 3:{} pm?",
        "If it's {} pm on 5 March 2026 in London, what time is it in UTC+{}?",
        "What is Unix timestamp 171000000{} in UTC?",
    ],
)
def test_odd_digits_are_no_numbers(text: str, digit: str) -> None:
    for family in ("arithmetic", "calendar"):
        assert isinstance(family_reader(family).read(Task.ask(text.format(digit, digit))), Abstain)


def test_extraction_reads_digits_that_are_numbers_as_they_stand() -> None:
    assert [span.text for span in extract("٣ kg, ５０ % and 3 kg")] == ["3 kg"]
