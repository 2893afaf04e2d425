"""Checks an answer about orders and assignments, with code that shares nothing with solver and reader.

Every world of the certificate must meet all clues; every lemma must follow from the clues and the lemmas before it by
unit propagation over clauses that this checker derives from the Problem itself; then what the question requires of
the answer is looked for: a world for what is said to be possible, a refutation for all that is said to be ruled out.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

from suffice.records import Guarantee, Json, Level, Status, Verdict
from suffice.symbolic.ordering.recheck import Statement, Wrong
from suffice.symbolic.ordering.reclauses import Clauses
from suffice.symbolic.solution import Solution

CHECKED_BY = "suffice.symbolic.ordering.check"
ASSUMED = {"assumes": "the same phrase has the same meaning throughout"}
_STEPS = 500_000  # clauses visited in one check: under half a second; benchmarks take 7,000


class _Unsure(Exception):
    """This checker cannot tell."""


def check(body: Mapping[str, Json], solution: Solution) -> Verdict:
    """VALID with a proof, INVALID when something is wrong, UNKNOWN when this checker cannot tell."""
    try:
        told = _Examination(body, solution).examine()
    except Wrong as wrong:
        return Verdict(Status.INVALID, checked_by=CHECKED_BY, reason=str(wrong))
    except _Unsure as unsure:
        return Verdict(Status.UNKNOWN, checked_by=CHECKED_BY, reason=str(unsure))
    except (KeyError, ValueError, TypeError, IndexError, AttributeError, StopIteration, RecursionError) as error:
        reason = f"malformed: {type(error).__name__}: {error}"[:200]
        return Verdict(Status.INVALID, checked_by=CHECKED_BY, reason=reason)
    if body.get("omitted"):
        told += f"; {len(body['omitted'])} conditions were left out, and one of the options is taken to be right"
        if not solution.facts:
            return Verdict(Status.VALID, Guarantee(Level.TESTED, told, None, "the reading"), CHECKED_BY)
    if solution.facts:
        statement = f"{told}, where the same phrase is read the same way throughout"
        return Verdict(Status.VALID, Guarantee(Level.TESTED, statement, None, "the reading"), CHECKED_BY)
    return Verdict(Status.VALID, Guarantee(Level.PROVED, told, None, "the reading"), CHECKED_BY)


class _Examination:
    def __init__(self, body: Mapping[str, Any], solution: Solution) -> None:
        if solution.facts and dict(solution.facts) != ASSUMED:
            raise Wrong("the certificate assumes what is not known here")
        self.value, self.find = solution.value, body["find"]
        (self.certificate,) = solution.steps
        self.statement = Statement(body)
        self.clauses = Clauses(self.statement, bool(solution.facts))
        self.worlds: Sequence[Any] = self.certificate["worlds"]
        self.refuted = 0

    def examine(self) -> str:
        if not self.worlds:
            raise Wrong("no world is shown in which the clues hold")
        for world in self.worlds:
            self.statement.admits(world)
            for clue in self.statement.clues:
                if not self.statement.true(clue, world):
                    raise Wrong("a clue does not hold in a world of the certificate")
        self._meant = self._names()
        needed = [(formula, possible) for formula, possible in self._required()]
        literals = [None if possible else self.clauses.literal(formula) for formula, possible in needed]
        self._replay()
        for (formula, possible), literal in zip(needed, literals, strict=True):
            if possible:
                if not any(self.statement.true(formula, world) for world in self.worlds):
                    raise Wrong("no world shows what is said to be possible")
            elif literal is not None:
                self.refuted += 1
                if not self.engine.impossible([literal]):
                    raise Wrong("what is said to be ruled out is not shown to be")
        count = len(self.certificate["lemmas"])
        return (
            f"{len(self.worlds)} model{'s' * (len(self.worlds) != 1)} re-checked against every clue; {self.refuted} "
            f"refutation{'s' * (self.refuted != 1)} replayed over {count} lemma{'s' * (count != 1)}"
        )

    # --- the proof ---------------------------------------------------------------------------------------
    def _names(self) -> dict[int, int]:
        """What the variables of the proof beyond the cells stand for, as literals of this checker."""
        cells = len(self.statement.cells) * len(self.statement.slots)
        found: dict[int, int] = {}
        for variable, formula in self.certificate["named"]:
            if type(variable) is not int or variable <= cells or variable in found:
                raise Wrong("a variable of the proof is named twice, or is a cell")
            found[variable] = self.clauses.literal(formula)
        return found

    def _replay(self) -> None:
        cells = len(self.statement.cells) * len(self.statement.slots)
        self.engine = self.clauses.propagation()
        for lemma in self.certificate["lemmas"]:
            mine: list[int] = []
            for literal in lemma:
                if type(literal) is not int or not literal:
                    raise Wrong("a lemma holds what is no literal")
                variable = abs(literal)
                meant = variable if variable <= cells else self._meant[variable]
                mine.append(meant if literal > 0 else -meant)
            if not self.engine.learn(mine):
                raise Wrong("a lemma does not follow")
            if self.engine.steps > _STEPS:
                raise _Unsure("the proof is longer than is re-checked")

    # --- what the question requires --------------------------------------------------------------------
    def _required(self) -> list[tuple[Json, bool]]:
        """(formula, whether it must be possible or must be ruled out), for the answer to be right."""
        match self.find:
            case ["which", mode, options]:
                return self._which(mode, options)
            case ["whether", mode, formula]:
                return self._whether(mode, formula)
            case ["order", name, way]:
                return self._order(name, way)
            case ["grid"]:
                return self._grid()
        raise Wrong("what is asked is not known")

    def _which(self, mode: str, options: Sequence[Any]) -> list[tuple[Json, bool]]:
        chosen = [formula for label, formula in options if label == self.value]
        rest = [formula for label, formula in options if label != self.value]
        if len(chosen) != 1:
            raise Wrong("the answer is none of the options")
        one = chosen[0]
        table: dict[str, tuple[tuple[Json, bool], list[tuple[Json, bool]]]] = {
            "is": ((["not", one], False), [(f, False) for f in rest]),
            "must": ((["not", one], False), [(["not", f], True) for f in rest]),
            "could": ((one, True), [(f, False) for f in rest]),
            "cannot": ((one, False), [(f, True) for f in rest]),
            "need not": ((["not", one], True), [(["not", f], False) for f in rest]),
        }
        first, others = table[mode]
        return [first, *others]

    def _whether(self, mode: str, formula: Json) -> list[tuple[Json, bool]]:
        if self.value not in ("Yes", "No"):
            raise Wrong("the answer is neither yes nor no")
        yes = self.value == "Yes"
        if mode == "is":
            return [(["not", formula] if yes else formula, False)]
        if mode == "must":
            return [(["not", formula], not yes)]
        if mode in ("could", "cannot"):
            return [(formula, yes is (mode == "could"))]
        raise Wrong("what is asked is not known")

    def _order(self, name: str, way: str) -> list[tuple[Json, bool]]:
        values = list(self.statement.attributes[name]["values"])
        order = sorted(values, key=lambda value: self.worlds[0][name][value], reverse=way == "backward")
        if ", ".join(order) != self.value or way not in ("forward", "backward"):
            raise Wrong("the answer is not the order of the first world")
        pairs = list(pairwise(order))
        if way == "backward":
            pairs = [(two, one) for one, two in pairs]
        return [(["not", ["ahead", [name, one], [name, two], 1, None]], False) for one, two in pairs]

    def _grid(self) -> list[tuple[Json, bool]]:
        rows = json.loads(self.value)
        if len(rows) != len(self.statement.slots):
            raise Wrong("the grid has another number of rows")
        cells: list[Json] = []
        for label, row in zip(self.statement.slots, rows, strict=True):
            if list(row) != list(self.statement.attributes):
                raise Wrong("a row does not give every attribute")
            for name, value in row.items():
                if value not in self.statement.attributes[name]["values"]:
                    raise Wrong("a row gives an unknown value")
                cells.append(["at", [name, value], [label]])
        return [(["not", ["and", *cells]], False)]
