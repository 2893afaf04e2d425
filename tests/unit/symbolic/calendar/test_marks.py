"""Lists of dates and of ranges keep every reading, and give up before there are too many to count."""

from __future__ import annotations

import pytest

from suffice.records import Abstain, Answer, Task
from suffice.symbolic.calendar.read import finish
from suffice.symbolic.reading import GrammarReader
from suffice.symbolic.solver import SymbolicSolver


def ask(text: str) -> Answer | Abstain:
    return SymbolicSolver("calendar", [GrammarReader("calendar", finish)]).solve(Task.ask(text))


@pytest.mark.parametrize("which", ["earliest", "latest"])
@pytest.mark.parametrize("first", ["01/12/2026", "12/01/2026"])
def test_no_reading_of_a_list_is_dropped(which: str, first: str) -> None:
    found = ask(f"Which is the {which}: {first}, 03/04/2026, 05/06/2026 or 07/08/2026?")
    assert isinstance(found, Abstain), found


@pytest.mark.parametrize("count", [4, 8, 30, 99])
def test_a_list_of_many_unclear_dates_is_given_up(count: int) -> None:
    dates = " and ".join(f"03/04/20{year:02}" for year in range(count))
    found = ask(f"How many days are there between {dates}?")
    assert isinstance(found, Abstain)


def test_a_list_of_many_clear_dates_is_read() -> None:
    dates = ", ".join(f"{day} March 2026" for day in range(2, 29))
    assert isinstance(ask(f"Which is the latest: 1 March 2026, {dates}?"), Answer)
