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


@pytest.mark.parametrize("text", ["What is the mean of 39 and 55? And in euros?", "What is 15% of 80? In dollars?"])
def test_a_form_that_is_asked_for_by_a_question_is_another_question(text: str) -> None:
    assert isinstance(family_reader("arithmetic").read(Task.ask(text)), Abstain)


def test_a_form_may_be_asked_for_politely() -> None:
    text = "What is 10 / 3? Could you round it to two decimals?"
    assert isinstance(family_reader("arithmetic").read(Task.ask(text)), Reading)
