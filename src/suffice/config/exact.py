"""The exact engines alone, as learning and profiling ask them: an answer counts only with its proof."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from suffice.config.engines import symbolic
from suffice.config.ladder import Ladder
from suffice.config.settings import Settings
from suffice.drivers import run_sync
from suffice.ledgers.memory import MemoryLedger
from suffice.records import Budget, Requirement, Task

_SECONDS = 1.0  # for each request


def prover(settings: Settings, ladder: Ladder) -> Callable[[Task], str | None]:
    """What gives a task's proved answer, or None. ``ladder``: built from ``settings``."""
    ladder = replace(ladder, solvers=tuple(symbolic(settings)))
    ledger = MemoryLedger()
    proved, budget = Requirement.parse("proved"), Budget(_SECONDS)

    def ask(task: Task) -> str | None:
        receipt = run_sync(ladder.steps(replace(task, requires=proved, budget=budget)), ledger=ledger)
        return receipt.answer.value if receipt.answer is not None else None

    return ask
