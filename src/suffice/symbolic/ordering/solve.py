"""Answers a Problem by SAT: a model as the witness, and the solver's proof that the rest is ruled out.

What the certificate holds: ``worlds`` (each an attribute -> value -> slot number table that meets every clue),
``named`` (the formulas that the variables of the proof stand for) and ``lemmas`` (what follows from the clues, in
order).
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

from suffice.records import Abstain, Code, Json
from suffice.symbolic.ordering.encode import LARGEST, Encoding
from suffice.symbolic.ordering.world import World, holds, world_of
from suffice.symbolic.sat.glucose import Glucose, TooHard
from suffice.symbolic.solution import Solution

CONFLICTS = 4_000  # per question put to the solver
LEMMAS = 4_000  # of one proof: each is replayed by the checker
_OPEN = "what is told does not settle it"


class _Refused(Exception):
    def __init__(self, code: Code, reason: str) -> None:
        self.abstain = Abstain(code, reason)


def solve(body: Mapping[str, Json]) -> Solution | Abstain:
    """The answer with its certificate, or why there is none."""
    several = "readings" in json.dumps([clue["holds"] for clue in body["clues"]])
    refusal: Abstain | None = None
    for one_reading in (False, True) if several else (False,):
        try:
            return _Search(body, one_reading).solution()
        except _Refused as refused:
            refusal = refusal or refused.abstain
            if refused.abstain.code is not Code.UNDERDETERMINED:
                break
        except TooHard:
            refusal = refusal or Abstain(
                Code.TOO_HARD, f"not settled within {CONFLICTS:,} conflicts of the solver and {LARGEST:,} clauses"
            )
            break
    assert refusal is not None
    return refusal


class _Search:
    """One set of clues, asked again and again."""

    def __init__(self, body: Mapping[str, Any], one_reading: bool = False) -> None:
        self.body, self.one_reading = body, one_reading
        self.encoding = Encoding(body, one_reading)
        for clue in body["clues"]:
            self.encoding.demand(clue["holds"], [])
        self.worlds: list[World] = []
        self._fed = 0

    def solution(self) -> Solution:
        with Glucose(self.encoding.clauses, CONFLICTS) as self.solver:
            self._fed = len(self.encoding.clauses)
            if not self._world([]):
                raise _Refused(Code.INCONSISTENT, self._clash())
            value, say = self._answer(self.body["find"])
            lemmas = self.solver.lemmas() if self.solver.refuted else []
        if len(lemmas) > LEMMAS:
            raise TooHard
        cells = self.encoding.cells
        used = {abs(literal) for lemma in lemmas for literal in lemma if abs(literal) > cells}
        certificate = {
            "say": "the clues, and what follows from them",
            "worlds": self.worlds,
            "named": [[variable, self.encoding.named[variable]] for variable in sorted(used)],
            "lemmas": lemmas,
            "shown": f"{len(lemmas)} lemmas",
        }
        facts = {"assumes": "the same phrase has the same meaning throughout"} if self.one_reading else {}
        return Solution(value, say, (certificate,), facts)

    # --- asking the solver ---------------------------------------------------------------------------
    def _literal(self, formula: Json) -> int:
        literal = self.encoding.literal(formula)
        for clause in self.encoding.clauses[self._fed :]:
            self.solver.add(clause)
        self._fed = len(self.encoding.clauses)
        return literal

    def _world(self, assumptions: Sequence[int]) -> World | None:
        model = self.solver.model(assumptions)
        if model is None:
            return None
        world = world_of(self.body, lambda name, value, slot: self.encoding.start[name][value] + slot in model)
        if world not in self.worlds:
            self.worlds.append(world)
        return world

    def possible(self, formula: Json) -> bool:
        """Whether some world that meets the clues meets this too; the world is kept."""
        if any(holds(self.body, formula, world) for world in self.worlds):
            return True
        return self._world([self._literal(formula)]) is not None

    def certain(self, formula: Json) -> bool:
        return not self.possible(["not", formula])

    # --- what is asked -------------------------------------------------------------------------------
    def _answer(self, find: Any) -> tuple[str, str]:
        match find:
            case ["which", mode, options]:
                return self._which(mode, options)
            case ["whether", mode, formula]:
                return self._whether(mode, formula)
            case ["order", name, way]:
                return self._order(name, way)
        return self._grid()

    def _which(self, mode: str, options: Sequence[Any]) -> tuple[str, str]:
        first = self.worlds[0]
        if mode in ("is", "must"):
            open_ones = [label for label, formula in options if holds(self.body, formula, first)]
            certain = [label for label, formula in options if label in open_ones and self.certain(formula)]
            rest = [formula for label, formula in options if label not in certain]
            found = certain if mode == "must" or not any([self.possible(formula) for formula in rest]) else []
            if mode == "must":
                for formula in rest:
                    self.possible(["not", formula])
        elif mode == "could":
            found = [label for label, formula in options if self.possible(formula)]
        elif mode == "cannot":
            found = [label for label, formula in options if not self.possible(formula)]
        else:
            found = [label for label, formula in options if self.possible(["not", formula])]
        if len(found) == 1:
            return found[0], f"The answer is {found[0]}."
        if mode in ("is", "must") and not found:
            raise _Refused(Code.UNDERDETERMINED, _OPEN)
        raise _Refused(Code.UNDERDETERMINED, f"{len(found)} of the answers fit: {', '.join(found[:6]) or 'none'}")

    def _whether(self, mode: str, formula: Json) -> tuple[str, str]:
        if mode == "must":
            yes = self.certain(formula)
        elif mode == "could":
            yes = self.possible(formula)
        elif mode == "cannot":
            yes = not self.possible(formula)
        else:
            may, may_not = self.possible(formula), self.possible(["not", formula])
            if may and may_not:
                raise _Refused(Code.UNDERDETERMINED, _OPEN)
            yes = may
        return ("Yes", "Yes.") if yes else ("No", "No.")

    def _order(self, name: str, way: str) -> tuple[str, str]:
        table = self.worlds[0][name]
        values = sorted(table, key=lambda value: table[value])
        for one, two in pairwise(values):
            if not self.certain(["ahead", [name, one], [name, two], 1, None]):
                raise _Refused(Code.UNDERDETERMINED, f"which comes first, {one} or {two}, is not settled")
        found = ", ".join(values if way == "forward" else values[::-1])
        return found, f"The order is {found}."

    def _grid(self) -> tuple[str, str]:
        rows = [{} for _ in self.body["slots"]]
        cells: list[Json] = []
        for name, table in self.worlds[0].items():
            free = self.body["attributes"][name]["kind"] == "free"
            for value, slot in table.items():
                if free:
                    raise _Refused(Code.UNSUPPORTED, "a grid in which a value may recur")
                rows[slot][name] = value
                cells.append(["at", [name, value], [self.body["slots"][slot]]])
        if not self.certain(["and", *cells]):
            raise _Refused(Code.UNDERDETERMINED, "more than one grid fits the clues")
        found = json.dumps(rows, ensure_ascii=False)
        return found, found

    def _clash(self) -> str:
        from suffice.symbolic.ordering.core import clashing

        said = clashing(self.body)
        return "these cannot all hold: " + " | ".join(said) if said else "what is told cannot all hold"
