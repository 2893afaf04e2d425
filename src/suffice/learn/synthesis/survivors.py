"""Which of the programs that fit go on to serve, and how far they may be trusted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from math import exp, sqrt

from suffice.learn.synthesis.probes import probes
from suffice.learn.synthesis.search import Ranked
from suffice.learned.kinds.program import Candidate, Programs
from suffice.learned.program.choices import Choose
from suffice.learned.program.node import Const, Fields, Text
from suffice.learned.program.usual import Usual

_WORSE_MAX = 3.0  # cost above the best
_SCALE = 0.7  # so much more cost weighs e times less
_KEPT = 8
_PROBED_MAX = 40  # inputs


def survivors(ranked: Sequence[Ranked], inputs: Sequence[Fields], seed: int) -> Programs:
    """The cheapest of each behaviour: programs that do the same to the inputs and to changed ones count as one."""
    tests = [*inputs[:_PROBED_MAX], *probes(inputs[:_PROBED_MAX], seed)]
    kept: dict[tuple[str | None, ...], Candidate] = {}
    for cost, program in ranked:
        if cost > ranked[0].cost + _WORSE_MAX or len(kept) == _KEPT:
            break
        does = tuple(program.value(fields) for fields in tests)
        kept.setdefault(does, Candidate(round(exp((ranked[0].cost - cost) / _SCALE), 4), program))
    candidates = list(kept.values())
    doubt = sum(candidate.weight for candidate in candidates) / _support(candidates[0].program, inputs)
    return Programs(candidates, round(doubt, 4), Usual.of(inputs))


def _support(program: Text, inputs: Sequence[Fields]) -> float:
    """How many examples show the case of the program that fewest show; those of a constant show less."""
    cases = Counter(_case(program, fields) for fields in inputs)
    return min(sqrt(count) if isinstance(case, Const) else count for case, count in cases.items())


def _case(program: Text, fields: Fields) -> Text:
    while isinstance(program, Choose):
        program = program.then if program.condition.holds(fields) else program.other
    return program
