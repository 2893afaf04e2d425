"""What says nothing of a family's matters is refused before it is parsed."""

from __future__ import annotations

import pytest

from suffice.symbolic.arithmetic.read import about as about_figures
from suffice.symbolic.calendar.read import about as about_time
from suffice.symbolic.english.text import analyse


@pytest.mark.parametrize(
    ("source", "figures", "time"),
    [
        ("Every cat is red. Tom is a cat. Is Tom red?", False, False),
        ("How many grams are in a kilogram?", True, False),
        ("A jacket costs $80. What is it with 15% off?", True, False),
        ("Is Christmas before Easter?", False, True),
        ("14:30 plus 2:15", True, True),
        ("2026-11-22", True, True),
        ("1785931200", True, True),
        ("Is a mile longer than a kilometre?", True, False),
    ],
)
def test_signs_of_figures_and_of_time(source: str, figures: bool, time: bool) -> None:
    text = analyse(source)
    assert (about_figures(text), about_time(text)) == (figures, time)
