"""Which clues it takes: the smallest sets that clash or that force an answer, by leaving out one after another."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from suffice.records import Json
from suffice.symbolic.ordering.encode import Encoding
from suffice.symbolic.sat.glucose import Glucose, TooHard

_CONFLICTS = 1_000  # per question: where these do not do, no set is named
_FEW = 30  # clues: of more, only those of the solver's own refutation are tried


def clashing(body: Mapping[str, Any], against: Sequence[Json] = ()) -> list[str]:
    """The sentences of a minimal set of clues that cannot hold together (and with ``against``); none if all can."""
    encoding = Encoding(body)
    clues = body["clues"]
    switches: list[int] = []
    for clue in clues:
        encoding.variables += 1
        switches.append(encoding.variables)
        encoding.demand(clue["holds"], [-encoding.variables])
    for formula in against:
        encoding.demand(formula, [])
    try:
        with Glucose(encoding.clauses, _CONFLICTS) as solver:
            if solver.model(switches) is not None:
                return []
            core = solver.core()
            every = [n for n, switch in enumerate(switches) if len(switches) <= _FEW or switch in core]
            needed = min((_left(solver, switches, order) for order in (every, every[::-1])), key=len)
    except TooHard:
        return []
    return list(dict.fromkeys(clues[number]["say"] for number in sorted(needed) if clues[number]["say"]))


def _left(solver: Glucose, switches: Sequence[int], order: Sequence[int]) -> list[int]:
    """The clues that are left when they are tried in this order, and dropped where the rest still clashes."""
    needed = list(order)
    for number in order:
        fewer = [other for other in needed if other != number]
        if number in needed and solver.model([switches[other] for other in fewer]) is None:
            core = solver.core()
            needed = [other for other in fewer if len(switches) <= _FEW or switches[other] in core]
    return needed
