"""Everyday wording about money: what must be answered, and what must not."""

from pathlib import Path

from suffice.grading import agrees
from suffice.records import Abstain, Task
from suffice.symbolic.reading import family_reader
from suffice.symbolic.solver import SymbolicSolver

HERE = Path(__file__).parent


def lines(name: str) -> list[str]:
    text = (HERE / name).read_text(encoding="utf-8")
    return [line.replace("\\n", "\n") for line in text.splitlines() if line and not line.startswith("#")]


def answer(text: str) -> str | None:
    """The one answer under every reading, or None."""
    solver = SymbolicSolver("arithmetic", [family_reader("arithmetic")])
    found = solver.solve(Task.ask(text))
    return None if isinstance(found, Abstain) else str(found.value)


def test_what_people_ask_about_money_is_answered():
    failures = []
    for line in lines("money_answered.txt"):
        text, _, expected = line.rpartition(" | ")
        got = answer(text)
        if got is None or not (agrees(got, expected) or agrees(got.rstrip("%"), expected)):
            failures.append(f"{text!r}: {got} instead of {expected}")
    assert not failures, "\n".join(failures)


def test_what_is_not_wholly_understood_is_not_answered():
    failures = [f"{text!r}: {got}" for text in lines("money_refused.txt") if (got := answer(text)) is not None]
    assert not failures, "\n".join(failures)
