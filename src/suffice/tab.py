"""The tab of one attempt: what it has cost so far, and whether a task's budget allows another."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import reduce
from operator import add
from typing import Any

from suffice.errors import SolverError, Unreached
from suffice.ports import Computed, Effect, Emit, Head, Meter, Pricer, Send, Solver
from suffice.records import Abstain, Answer, Attempt, Code, Cost, Task, Tier, Usage

_MODELS = (Tier.MOE, Tier.FRONTIER)
_UNCOUNTED = Cost(cpu_s=0.0, joules=None, gco2e=None, usd=None)  # a model worked, and nobody knows how much


class Tab:
    """What one attempt costs: its windows are closed while it waits, so CPU seconds are its own; wall is all of it."""

    def __init__(self, meter: Meter, clock: Callable[[], float]) -> None:
        self._meter, self.clock = meter, clock
        self._started = clock()
        self._costs: list[Cost] = []
        self._window = meter.begin()
        self.owed = False  # a server has worked for us
        self.shown = False  # something was emitted

    def pause(self) -> None:
        self._costs.append(self._meter.end(self._window))

    def resume(self, effect: Effect, reply: Any, error: SolverError | None) -> None:
        self._window = self._meter.begin()
        if isinstance(effect, Send):  # a refused request is not billed; one that timed out may be
            self.owed |= reply.status < 400 if isinstance(reply, Head) else not isinstance(error, Unreached)
        elif isinstance(effect, Emit):
            self.shown = True
        elif isinstance(reply, Computed):
            self._costs.append(self._meter.elsewhere(reply.cpu_s))

    def close(
        self,
        solver: Solver | None = None,
        answer: Answer | None = None,
        usage: Usage | None = None,
        pricer: Pricer | None = None,
    ) -> Cost:
        """The whole cost of the attempt, with what its model's tokens (``usage``) cost elsewhere."""
        self.pause()
        if usage is not None and pricer is not None:
            self._costs.append(pricer.price(usage))
        elif self.owed or (answer is not None and solver is not None and solver.tier in _MODELS):
            self._costs.append(_UNCOUNTED)
        total = self._costs[0] if len(self._costs) == 1 else reduce(add, self._costs)
        return Cost(self.clock() - self._started, total.cpu_s, total.joules, total.gco2e, total.usd)


def excuse(
    solver: Solver, task: Task, attempts: Sequence[Attempt], deadline: float | None, now: float
) -> Abstain | None:
    """Why a solver is not even tried; None if it is."""
    wanted = task.requires
    if solver.earns is not None and not wanted.accepts_unverified and not (solver.earns & wanted.levels):
        return Abstain(Code.UNSUPPORTED, f"{' or '.join(sorted(wanted.levels))} is required, which it cannot earn")
    if deadline is not None and now >= deadline:
        return Abstain(Code.TOO_HARD, f"the budget of {task.budget.seconds:g} s is spent")
    spent = reduce(add, (attempt.cost for attempt in attempts)) if attempts else None
    joules = 0.0 if spent is None else spent.joules and spent.joules.value
    for limit, expected, used, unit in (
        (task.budget.joules, solver.expected_joules, joules, "J"),
        (task.budget.usd, solver.expected_usd, 0.0 if spent is None else spent.usd, "USD"),
    ):
        if limit is None or expected == 0.0:
            continue
        if expected is None or used is None or used + expected > limit:  # what nobody knows may be too much
            cost = "an unknown amount" if expected is None else f"about {expected:.3g} {unit}"
            return Abstain(Code.TOO_HARD, f"would cost {cost}, more than is left of the budget of {limit:g} {unit}")
    return None
