"""Which of the programs that fit go on to vote, with what weight."""

from __future__ import annotations

from collections.abc import Sequence
from math import exp

from suffice.learn.synthesis.probes import probes
from suffice.learn.synthesis.search import Ranked
from suffice.learned.kinds.program import Candidate
from suffice.learned.program.node import Fields

_WORSE_MAX = 3.0  # cost above the best
_SCALE = 0.7  # so much more cost weighs e times less
_KEPT = 8


def survivors(ranked: Sequence[Ranked], inputs: Sequence[Fields], seed: int) -> list[Candidate]:
    """The cheapest of each behaviour: programs that do the same to the inputs and to changed ones count as one."""
    tests = [*inputs, *probes(inputs, seed)]
    kept: dict[tuple[str | None, ...], Candidate] = {}
    for cost, program in ranked:
        if cost > ranked[0].cost + _WORSE_MAX or len(kept) == _KEPT:
            break
        does = tuple(program.value(fields) for fields in tests)
        kept.setdefault(does, Candidate(round(exp((ranked[0].cost - cost) / _SCALE), 4), program))
    return list(kept.values())
