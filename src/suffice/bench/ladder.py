"""The symbolic tier by itself, timed: what every symbolic benchmark runs its items through."""

from __future__ import annotations

import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from importlib import import_module

from suffice.grading import agrees
from suffice.plugins import families
from suffice.ports import Solver
from suffice.records import Abstain, Answer, Json, Status, Task
from suffice.symbolic.solver import CertificateVerifier


@dataclass(frozen=True, slots=True)
class Item:
    """One benchmark item. ``gold`` None: the only right reaction is to refuse."""

    id: str
    task: Task
    gold: Json
    accept: tuple[str, ...] = ()
    family: str = ""


@dataclass(frozen=True, slots=True)
class Outcome:
    item: Item
    answer: str | None
    solver: str | None
    right: bool | None  # None when refused
    cpu_s: float
    reason: str


@dataclass(slots=True)
class Score:
    """Counts over one row. Coverage and precision are kept apart."""

    outcomes: list[Outcome] = field(default_factory=list)

    @property
    def answered(self) -> int:
        return sum(o.answer is not None for o in self.outcomes)

    @property
    def wrong(self) -> list[Outcome]:
        return [o for o in self.outcomes if o.right is False]

    @property
    def coverage(self) -> float:
        """Share of the answerable items that were answered."""
        answerable = [o for o in self.outcomes if o.item.gold is not None]
        return sum(o.answer is not None for o in answerable) / len(answerable) if answerable else 0.0

    def cpu_ms(self, quantile: float, answered: bool) -> float | None:
        """A quantile of CPU milliseconds over answered or refused items."""
        times = sorted(o.cpu_s for o in self.outcomes if (o.answer is not None) is answered)
        return 1e3 * times[min(len(times) - 1, int(quantile * len(times)))] if times else None

    @property
    def cpu_s(self) -> float:
        return sum(o.cpu_s for o in self.outcomes)


def grammar_solvers(only: str | None = None) -> list[Solver]:
    """One solver per family (or that of one), reading by form and by grammar, warmed up."""
    from suffice.symbolic.reading import FormReader, family_reader
    from suffice.symbolic.solver import SymbolicSolver

    solvers: list[Solver] = []
    for family in [only] if only else families():
        for module in ("problem", "solve", "check"):
            import_module(f"suffice.symbolic.{family}.{module}")
        solvers.append(SymbolicSolver(family, [FormReader(family), family_reader(family)]))
    for solver in solvers:
        solver.solve(Task.ask("What is 2 + 2?"))
    return solvers


def run(items: Iterable[Item], solvers: Sequence[Solver]) -> Score:
    """Solve and verify every item; an answer that fails its check counts as refused."""
    score = Score()
    for item in items:
        start = time.thread_time()
        answer, name, reasons = first_proved(item.task, solvers)
        cpu_s = time.thread_time() - start
        score.outcomes.append(
            Outcome(item, answer and answer.value, name, _right(item, answer), cpu_s, "; ".join(reasons))
        )
    return score


def first_proved(task: Task, solvers: Sequence[Solver]) -> tuple[Answer | None, str | None, list[str]]:
    """The first answer that its check holds good and who gave it (None if all refuse), and why the others did not."""
    verifier, reasons = CertificateVerifier(), list[str]()
    for solver in solvers:
        result = solver.solve(task)
        if isinstance(result, Abstain):
            reasons.append(f"{solver.name}: {result.code} {result.reason}")
            continue
        verdict = verifier.verify(task, result)
        if verdict.status is Status.VALID:
            return result, solver.name, reasons
        reasons.append(f"{solver.name}: failed its check: {verdict.reason}")
    return None, None, reasons


def _right(item: Item, answer: Answer | None) -> bool | None:
    if answer is None:
        return None
    return item.gold is not None and agrees(answer.value, item.gold, item.accept)
