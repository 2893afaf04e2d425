"""Whom a text speaks of, and how it writes its figures."""

from __future__ import annotations

import pytest

from suffice.symbolic.english import referents, style
from suffice.symbolic.english.text import analyse
from suffice.symbolic.grammars import family_grammar

CLASHES = (
    "Tom drove 100 miles. What was her speed?",
    "My sister works 30 hours. What is his pay?",
    "I drove 100 miles. What was his speed?",
    "My tank is full. How much is in his tank?",
    "Ran 10 km. What is Zoe's pace?",
    "Saved 40 a week. How much does she have?",
)
FITTING = (
    "Tom drove 100 miles. What was his speed?",
    "He drove 100 miles. What was his speed?",
    "My colleague drove 100 miles. What was her speed?",
    "Alex drove 100 miles. What was her speed?",
    "Xanthe drove 100 miles. What was her speed?",
    "My shift is 8 hours, hers is 6.",
    "Ran 10 km. What is my pace?",
    "My rent and my car.",
)


def test_people_that_do_not_fit_together_are_found() -> None:
    grammar, _ = family_grammar("arithmetic")
    assert [text for text in CLASHES if referents.clash(grammar, analyse(text)) is None] == []
    assert [text for text in FITTING if referents.clash(grammar, analyse(text)) is not None] == []


def test_no_name_is_both() -> None:
    lines = [line.split() for line in referents.names_text().splitlines() if line[0] != "#"]
    women, men = ({name for pronoun, *names in lines if pronoun == own for name in names} for own in ("she", "he"))
    assert not women & men and len(women) > 250 and len(men) > 250


@pytest.mark.parametrize(
    ("text", "doubtful"),
    [
        ("1.000 + 2", True),
        ("15% of 80.000", True),
        ("1.500 kg", True),
        ("€1.255 off", True),
        ("3.142 and 2,5", True),
        ("3.142 times 2", False),
        ("0.125 times 8", False),
        ("€1.459 per litre", False),
        ("1.500 kg and 2.25 kg", False),
        ("2.500 of 1,200", False),
        ("42.195 km", False),
    ],
)
def test_three_digits_behind_a_point(text: str, doubtful: bool) -> None:
    assert (style.doubtful_point(analyse(text)) is not None) == doubtful
