"""The SAT solver: glucose through python-sat, with its proof (DRUP).

Clauses learned while solving under assumptions follow from the clauses alone, so that one proof serves all
questions put to one set of clauses.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence


class TooHard(Exception):
    """The solver met its limit of conflicts."""


class Glucose:
    """A set of clauses to be asked under assumptions. Literals are numbers, below zero for negated ones."""

    def __init__(self, clauses: Iterable[Sequence[int]], conflicts: int) -> None:
        from pysat.solvers import Glucose4  # 40 ms to import, needed only where something is to be solved

        self._solver = Glucose4(bootstrap_with=clauses, with_proof=True)
        self.conflicts = conflicts
        self.refuted = False  # whether anything was ruled out

    def __enter__(self) -> Glucose:
        return self

    def __exit__(self, *_: object) -> None:
        self._solver.delete()

    def model(self, assumptions: Sequence[int] = ()) -> frozenset[int] | None:
        """The variables that are true in some model, None if there is none. Raises TooHard."""
        self._solver.conf_budget(self.conflicts)
        found = self._solver.solve_limited(assumptions=list(assumptions))
        if found is None:
            raise TooHard
        if not found:
            self.refuted = True
            return None
        return frozenset(literal for literal in self._solver.get_model() or () if literal > 0)

    def core(self) -> frozenset[int]:
        """Those of the last assumptions that are enough to rule out every model; right after ``model`` found none."""
        return frozenset(self._solver.get_core() or ())

    def add(self, clause: Sequence[int]) -> None:
        self._solver.add_clause(list(clause))

    def lemmas(self) -> list[list[int]]:
        """The clauses learned so far, in order. Deletions are left out, which keeps the proof valid, and so are the
        empty clauses that end each refutation: they hold under the assumptions only."""
        lines = self._solver.get_proof() or []
        return [[int(part) for part in line.split()[:-1]] for line in lines if line[0] not in "d0"]
