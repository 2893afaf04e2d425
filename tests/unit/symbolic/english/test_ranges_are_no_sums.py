"""15-20% is a range: no difference is taken of its ends."""

from __future__ import annotations

import pytest

from suffice.records import Abstain, Reading, Task
from suffice.symbolic.reading import family_reader


@pytest.mark.parametrize(
    "text", ["Calculate 15-20% of 80.", "What is 5-10% of 200?", "What is 15–20% of 80?", "What is 5%-20% of 80?"]
)
def test_a_range_of_percentages_is_refused(text: str) -> None:
    assert isinstance(family_reader("arithmetic").read(Task.ask(text)), Abstain)


@pytest.mark.parametrize("text", ["What is 5-20?", "What is 15 - 20% of 80?", "What is 20%-5%?"])
def test_a_difference_is_read(text: str) -> None:
    assert isinstance(family_reader("arithmetic").read(Task.ask(text)), Reading)
