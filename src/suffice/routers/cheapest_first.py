"""Cheapest first: by expected dollars, then joules, then tier. Unknown prices come last of their kind."""

from __future__ import annotations

from collections.abc import Sequence
from math import inf

from suffice.ports import Router, Solver
from suffice.records import Task, Tier

_ORDER = {tier: place for place, tier in enumerate(Tier)}


class CheapestFirst(Router):
    """The ladder in the order of expected cost; equal solvers keep the order of the configuration."""

    def rank(self, task: Task, solvers: Sequence[Solver]) -> Sequence[Solver]:
        return sorted(solvers, key=_expected_cost)


def _expected_cost(solver: Solver) -> tuple[float, float, int]:
    usd, joules = solver.expected_usd, solver.expected_joules
    return (inf if usd is None else usd, inf if joules is None else joules, _ORDER[solver.tier])
