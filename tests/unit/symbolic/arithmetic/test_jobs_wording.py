"""Everyday wording of sums at work: shares used, doses, net and gross, packs, rates, pay."""

from pathlib import Path

from suffice.grading import agrees
from suffice.records import Abstain, Task
from suffice.symbolic.reading import family_reader
from suffice.symbolic.solver import SymbolicSolver

HERE = Path(__file__).parent
SOLVER = SymbolicSolver("arithmetic", [family_reader("arithmetic")])


def lines(name: str) -> list[str]:
    text = (HERE / name).read_text(encoding="utf-8")
    return [line.replace("\\n", "\n") for line in text.splitlines() if line and not line.startswith("#")]


def answer(text: str) -> str | None:
    found = SOLVER.solve(Task.ask(text))
    return None if isinstance(found, Abstain) else str(found.value)


def test_sums_at_work_are_answered():
    failures = []
    for line in lines("jobs_answered.txt"):
        text, _, expected = line.rpartition(" | ")
        got = answer(text)
        if got is None or not agrees(got, expected):
            failures.append(f"{text!r}: {got} instead of {expected}")
    assert not failures, "\n".join(failures)


def test_doubtful_sums_at_work_are_not_answered():
    failures = [f"{text!r}: {got}" for text in lines("jobs_refused.txt") if (got := answer(text)) is not None]
    assert not failures, "\n".join(failures)
