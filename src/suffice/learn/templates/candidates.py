"""Which formulas give most of the logged answers."""

from __future__ import annotations

from collections.abc import Sequence
from time import process_time
from typing import Any

import numpy as np

from suffice.learn.templates import dated, labelled, pieces, sums
from suffice.learn.templates.candidate import FITTING, SECONDS, Candidate, in_time
from suffice.learn.templates.columns import Asked, Row, Told
from suffice.learn.templates.formula import WEEKDAYS, Undefined, value
from suffice.learn.templates.leaves import Leaf, leaves
from suffice.learn.templates.sums import Bank, Target

_MOST = 120  # candidates that are compared
_NOT_IN_CALENDAR = frozenset(("min", "max", "ceil", "floor", "if", "and", "or", "round"))


def candidates(asked: Asked, told: Told, rows: Sequence[Row], probes: Sequence[Any]) -> list[Candidate]:
    """The best first. ``rows``: the sample with its answers; ``probes``: values that tell formulas apart."""
    frame = [row.values for row in rows] + list(probes)
    wanted = [row.answer for row in rows]
    match told.kind:
        case "number":
            found = _numbers(asked, told, frame, wanted)
        case "date":
            found = dated.fitting(dated.dates(asked, 2), frame, wanted)
        case "time":
            found = dated.fitting(dated.times(asked), frame, wanted)
        case _ if set(told.labels) <= set(WEEKDAYS):
            found = dated.fitting(((("weekday", node), cost) for node, cost in dated.dates(asked, 1)), frame, wanted)
        case _:
            found = labelled.labels(asked, told, frame, wanted)
    sound = (
        one for one in found if one.family(asked) == "arithmetic" or not _NOT_IN_CALENDAR & {p[0] for p in one.nodes}
    )
    return sorted(sound, key=lambda one: (-_right(one, rows, told), one.cost))[:_MOST]


def _right(one: Candidate, rows: Sequence[Row], told: Told) -> int:
    return sum(one.answer(row.values, told) == row.answer for row in rows)


def _numbers(asked: Asked, told: Told, frame: Sequence[Any], wanted: Sequence[Any]) -> list[Candidate]:
    deadline = process_time() + SECONDS
    begin = [*leaves(asked), *dated.counted(asked)]
    bank = _bank(begin, frame)
    pairs = sums.combined(bank, bank, bank, sums.MOST_PAIRS, deadline)
    whole = bank.join(pairs)
    others = sums.wholes(pairs).join(sums.bounded(bank))
    two = pairs.join(others)
    triples = sums.combined(two, bank, whole.join(others), sums.MOST_TRIPLES, deadline)
    every = whole.join(others).join(triples)
    step = 10.0**-told.decimals
    values = np.array([float(answer) for answer in wanted])
    slack = 1e-7 + 1e-12 * float(np.abs(values).max())
    for mode, below, above in (("half_up", step / 2, step / 2), ("floor", 0.0, step), ("ceil", step, 0.0)):
        target = Target(values, below + slack, above + slack)
        hits = target.hits(every.values)
        found = [Candidate(every.nodes[i], float(every.costs[i]), mode)
                 for i in np.flatnonzero(hits.mean(axis=1) >= FITTING)]  # fmt: skip
        if not found:
            more = [
                *sums.products(triples, bank, target, FITTING, deadline),
                *sums.products(two, two, target, FITTING, deadline),
            ]
            found = [Candidate(node, cost, mode) for node, cost in more]
        if not found:
            found = [
                Candidate(node, cost, mode)
                for node, cost in in_time(pieces.tariffs(asked, bank, target, deadline), deadline)
            ]
        if not found:
            found = [
                Candidate(node, cost, mode)
                for node, cost in in_time(pieces.pieces(asked, every, hits, frame, deadline), deadline)
            ]
        if found:
            return found
    return []


def _bank(begin: Sequence[Leaf], frame: Sequence[Any]) -> Bank:
    kept: list[Leaf] = []
    rows: list[list[float]] = []
    for leaf in begin:
        try:
            rows.append([float(value(leaf.node, row)) for row in frame])  # type: ignore[arg-type]
            kept.append(leaf)
        except Undefined:
            continue
    return sums.first(kept, np.array(rows).reshape(-1, len(frame)))
