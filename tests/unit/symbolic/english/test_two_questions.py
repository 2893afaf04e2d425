"""Two questions of one kind are two questions: their lists are not thrown together."""

from __future__ import annotations

import pytest

from suffice.records import Abstain, Reading, Task
from suffice.symbolic.reading import family_reader


def test_one_question_with_a_list_is_read() -> None:
    assert isinstance(family_reader("arithmetic").read(Task.ask("Which number is greater, 4 or 3.6?")), Reading)


@pytest.mark.parametrize(
    "text",
    [
        "Which number is greater, 4 or 3.6? Which is larger: 6/5 or 5.5?",
        "Which is smaller: 4 or 3.6? Which is smaller: 6/5 or 5.5?",
    ],
)
def test_two_questions_with_lists_are_refused(text: str) -> None:
    assert isinstance(family_reader("arithmetic").read(Task.ask(text)), Abstain)
