"""Clinc150 with the out-of-scope share raised from 3 % to 18 %: who notices, how soon, and what is served meanwhile.

A solver learned on the train part is certified at 95 % on a sample with 3 % out-of-scope requests. Streams of 500 usual
requests and 1,500 with 18 % are drawn; 10 % of served answers are audited. ``served after``: with watching, what leaves
before the alarm; the rest goes to the big model. The same without watching beside it.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from random import Random

from benchmarks.learning import sets
from benchmarks.learning.validity import marks, same

from suffice.learn.kinds.ensemble import EnsembleLearner
from suffice.learn.kinds.linear import LinearLearner
from suffice.learn.learner import Unfit
from suffice.learn.thresholds import Marked, Passed, certify
from suffice.learned.watch import Watch

USUAL, SHIFTED, TARGET, AUDITED = 0.032, 0.182, 0.95, 0.10
STREAMS, BEFORE, AFTER = 500, 500, 1500


def rows(data: Path, seed: int) -> list[dict]:
    train, inside, outside = sets.clinc(data)
    found = []
    for kind, learner in (("linear", LinearLearner()), ("ensemble", EnsembleLearner())):
        fitted = learner.fit(sets.examples(train), "label", seed=seed, seconds=1e6)
        if isinstance(fitted, Unfit):
            found.append({"solver": kind, "note": fitted.reason})
            continue
        pools = tuple(marks(fitted, sets.examples(rows), same("label")) for rows in (inside, outside))
        for share in (USUAL, SHIFTED):
            found.append({"solver": kind, "share_after": share, **_streams(*pools, share, Random(seed))})
    return found


def _draw(inside: list[Marked], outside: list[Marked], share: float, size: int, rng: Random) -> list[Marked]:
    return [rng.choice(outside if rng.random() < share else inside) for _ in range(size)]


def _streams(inside: list[Marked], outside: list[Marked], share: float, rng: Random) -> dict:
    rang, soon = Counter(), 0
    watched, unwatched = [0, 0], [0, 0]  # served after the change, wrong
    whole = [0, 0]
    for _ in range(STREAMS):
        sample = _draw(inside, outside, USUAL, 2600, rng)
        outcome = certify(sample[:500], sample[500:], TARGET, 0.05)
        if not isinstance(outcome, Passed):
            continue
        watch = Watch(
            sorted(mark.confidence or float("-inf") for mark in sample[500:]),
            threshold=outcome.threshold,
            risk=1 - TARGET,
        )
        stream = _draw(inside, outside, USUAL, BEFORE, rng) + _draw(inside, outside, share, AFTER, rng)
        for number, mark in enumerate(stream):
            served = (mark.confidence or float("-inf")) >= outcome.threshold
            out = watch.tripped is not None
            if number >= BEFORE and served:
                _count(unwatched, mark)
                if not out:
                    _count(watched, mark)
            if served and not out:
                _count(whole, mark)
            if not out:
                watch.saw(mark.confidence)
                if served and rng.random() < AUDITED:
                    watch.compared(mark.right)
                if watch.tripped:
                    rang[watch.tripped.split(":")[0]] += 1
                    soon += number < BEFORE + 500
    return {
        "streams": STREAMS, "alarms": rang.total() / STREAMS, "alarms_within_500": soon / STREAMS,
        **{name: rang[name] / STREAMS for name in ("audit", "escalation", "drift")},
        "served_after": watched[0], "accuracy_after": _right(watched), "accuracy_stream": _right(whole),
        "unwatched_served_after": unwatched[0], "unwatched_accuracy_after": _right(unwatched),
    }  # fmt: skip


def _count(tally: list[int], mark: Marked) -> None:
    tally[0] += 1
    tally[1] += not mark.right


def _right(tally: list[int]) -> float | None:
    return 1 - tally[1] / tally[0] if tally[0] else None
