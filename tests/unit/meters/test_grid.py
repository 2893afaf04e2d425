from __future__ import annotations

import pytest

from suffice.errors import UsageError
from suffice.meters import grid_intensity


def test_a_country_has_a_year_and_a_range():
    usa = grid_intensity("usa")
    assert usa.value == 369 and usa.low < usa.value < usa.high
    assert "USA" in usa.source and "2023" in usa.source


def test_the_world_is_wider_than_any_country():
    world, germany = grid_intensity(), grid_intensity("DEU")
    assert world.low / world.value < germany.low / germany.value
    assert "world average" in world.source


def test_a_stated_figure_wins_and_is_exact():
    own = grid_intensity("DEU", 12.5)
    assert (own.low, own.value, own.high) == (12.5, 12.5, 12.5)


@pytest.mark.parametrize("code", ["DE", "Germany", "", "XXX"])
def test_an_unknown_country_names_the_cure(code: str):
    with pytest.raises(UsageError, match="three-letter country code"):
        grid_intensity(code)


def test_a_two_letter_code_is_offered_its_neighbours():
    with pytest.raises(UsageError, match="did you mean DEU"):
        grid_intensity("DE")


@pytest.mark.parametrize("grams", [-1.0, float("inf"), float("nan")])
def test_an_impossible_figure_is_refused(grams: float):
    with pytest.raises(UsageError):
        grid_intensity(None, grams)
