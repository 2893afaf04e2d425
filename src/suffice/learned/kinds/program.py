"""Programs made from examples. Several fitted all of them; where they disagree, the confidence is low."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from suffice.learned.predictor import Fields, Guess, Parts, Predictor
from suffice.learned.program.node import Text
from suffice.learned.program.notation import VERSION, from_json, printed, to_json
from suffice.records import Json

PROGRAMS_MAX = 16


class Candidate(NamedTuple):
    """``weight``: what its opinion counts, above 0."""

    weight: float
    program: Text


class Programs(Predictor):
    """``candidates``: the likeliest first; the first that applies gives the value. The confidence is the weight of
    those that give the same, over the weight of all."""

    kind = "program"

    def __init__(self, candidates: Sequence[Candidate]) -> None:
        if not 0 < len(candidates) <= PROGRAMS_MAX:
            raise ValueError(f"a predictor holds 1 to {PROGRAMS_MAX} programs")
        if not all(0 < candidate.weight < 1e9 for candidate in candidates):
            raise ValueError("the weight of a program is above 0")
        self.candidates = tuple(candidates)
        self._total = sum(candidate.weight for candidate in candidates)
        self._why = [{"program": printed(c.program), "says": c.program.says()} for c in candidates]

    def guess(self, fields: Fields) -> Guess | None:
        values = [program.value(fields) for _, program in self.candidates]
        first = next((place for place, value in enumerate(values) if value is not None), None)
        if first is None:
            return None
        value = values[first]
        agreeing = sum(c.weight for c, given in zip(self.candidates, values, strict=True) if given == value)
        return Guess(str(value), min(1.0, agreeing / self._total), self._why[first])

    def parts(self) -> Parts:
        programs: list[Json] = [{"weight": weight, "program": to_json(program)} for weight, program in self.candidates]
        return Parts({"version": VERSION, "programs": programs})

    @classmethod
    def of(cls, parts: Parts) -> Programs:
        if parts.header.get("version") != VERSION:
            raise ValueError(f"no program of version {VERSION}: learn it again with this version")
        rows = parts.header.get("programs")
        if not isinstance(rows, list):
            raise ValueError("the programs are missing")
        return cls([_candidate(row) for row in rows])


def _candidate(row: Json) -> Candidate:
    weight = row.get("weight") if isinstance(row, Mapping) else None
    if not isinstance(row, Mapping) or isinstance(weight, bool) or not isinstance(weight, int | float):
        raise ValueError("a program has a weight and a body")
    return Candidate(float(weight), from_json(row.get("program")))
