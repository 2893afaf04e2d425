"""A configured model as one that writes programs, when solvers are learned."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from suffice import plugins
from suffice.config.ladder import Ladder
from suffice.config.settings import Settings
from suffice.drivers import run_sync
from suffice.errors import SolverError, UsageError
from suffice.records import Abstain, Budget, Task


def writer(settings: Settings, ladder: Ladder, name: str) -> Callable[[str], str]:
    """What gives the reply of the model ``name`` to a prompt, as often as it is called; raises SolverError.

    ``ladder``: built from ``settings``. Raises UsageError where there is no such model, or no sandbox for programs.
    """
    plugins.load("pydantic_monty")
    known = {model.name: model for model in settings.models}
    if name not in known:
        there = ", ".join(known) or "none"
        raise UsageError(f"--program-model {name}: the configuration has no such [[model]]; there are: {there}")
    solver = next((solver for solver in ladder.solvers if solver.name == name), None)
    if solver is None:
        raise UsageError(f"--program-model {name}: [reader] keeps it for reading alone (only_reads)")
    budget = Budget(known[name].timeout_s)

    def ask(prompt: str) -> str:
        said = run_sync(solver.steps(replace(Task.ask(prompt, id="program"), budget=budget)))
        if isinstance(said, Abstain):
            raise SolverError(f"it gave no answer: {said.reason}")
        return said.text

    return ask
