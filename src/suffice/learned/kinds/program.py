"""Programs made from examples. Several fitted all of them; where they disagree, the confidence is low."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from suffice.learned.predictor import Fields, Guess, Parts, Predictor
from suffice.learned.program.node import Text
from suffice.learned.program.notation import VERSION, from_json, printed, to_json
from suffice.learned.program.usual import Usual
from suffice.records import Json

PROGRAMS_MAX = 16
_BLANK = 0.05  # confidence of the empty answer to an empty request


class Candidate(NamedTuple):
    """``weight``: what its opinion counts, above 0."""

    weight: float
    program: Text


class Programs(Predictor):
    """``candidates``: the likeliest first; the first that applies gives the value. The confidence is the weight of
    those that give the same, over the weight of all and of ``doubt`` (that none of them is right), times the likeness
    of the input to the examples'. Where every slot is empty as in no example, the guess is the empty text, hardly
    trusted."""

    kind = "program"

    def __init__(self, candidates: Sequence[Candidate], doubt: float, usual: Usual) -> None:
        if not 0 < len(candidates) <= PROGRAMS_MAX:
            raise ValueError(f"a predictor holds 1 to {PROGRAMS_MAX} programs")
        if not all(0 < candidate.weight < 1e9 for candidate in candidates) or not 0 <= doubt < 1e9:
            raise ValueError("the weight of a program is above 0, that of doubt 0 or more")
        self.candidates, self.doubt, self.usual = tuple(candidates), doubt, usual
        self._total = doubt + sum(candidate.weight for candidate in candidates)
        self._why = [{"program": printed(c.program), "says": c.program.says()} for c in candidates]

    def guess(self, fields: Fields) -> Guess | None:
        if self.usual.newly_blank(fields):
            return Guess("", _BLANK, "nothing is given, as in none of the examples")
        values = [program.value(fields) for _, program in self.candidates]
        first = next((place for place, value in enumerate(values) if value is not None), None)
        if first is None:
            return None
        value = values[first]
        agreeing = sum(c.weight for c, given in zip(self.candidates, values, strict=True) if given == value)
        return Guess(str(value), agreeing / self._total * self.usual.likeness(fields), self._why[first])

    def says(self) -> list[str]:
        return [self.candidates[0].program.says()]

    def parts(self) -> Parts:
        programs: list[Json] = [{"weight": weight, "program": to_json(program)} for weight, program in self.candidates]
        header = {"version": VERSION, "programs": programs, "doubt": self.doubt, "usual": self.usual.to_json()}
        return Parts(header)

    @classmethod
    def of(cls, parts: Parts) -> Programs:
        if parts.header.get("version") != VERSION:
            raise ValueError(f"no program of version {VERSION}: learn it again with this version")
        rows = parts.header.get("programs")
        if not isinstance(rows, list):
            raise ValueError("the programs are missing")
        usual = Usual.from_json(parts.header.get("usual"))
        return cls([_candidate(row) for row in rows], _weight(parts.header.get("doubt")), usual)


def _candidate(row: Json) -> Candidate:
    if not isinstance(row, Mapping):
        raise ValueError("a program has a weight and a body")
    return Candidate(_weight(row.get("weight")), from_json(row.get("program")))


def _weight(data: Json) -> float:
    if isinstance(data, bool) or not isinstance(data, int | float):
        raise ValueError("a weight is a number")
    return float(data)
