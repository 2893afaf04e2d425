"""How often alarms ring while nothing changes: 10,000 exchangeable requests, many times.

``unsure`` is the largest excess of the score over all looks: its quantiles say which limit has which false alarms, for
several sizes of the certified sample. The other rows watch such streams with everything but the audit. No data is read.
"""

from __future__ import annotations

from pathlib import Path
from random import Random

import numpy as np

from suffice.learned.unlike import Unsure
from suffice.learned.watch import HORIZON, STEP, UNSURE, WINDOW, Watch

RUNS, WATCHED = 10_000, 300
SIZES = (60, 200, 600, 2_000, 6_000)


def rows(data: Path, seed: int) -> list[dict]:
    rng = np.random.default_rng(seed)
    found = []
    for size in SIZES:
        most = np.array([_excess(size, rng) for _ in range(RUNS)])
        found.append({
            "usual": size, "runs": RUNS, "unsure_rings": float((most > UNSURE).mean()),
            **{f"quantile_{level:g}": float(np.quantile(most, level)) for level in (0.98, 0.99, 0.994, 0.998)},
        })  # fmt: skip
    for size, served in ((200, 0.9), (2_000, 0.9), (2_000, 0.6)):
        rang = sum(_rings(size, served, Random(seed + number)) for number in range(WATCHED))
        found.append({"usual": size, "runs": WATCHED, "served": served, "all_ring": rang / WATCHED})
    return found


def _excess(size: int, rng: np.random.Generator) -> float:
    """The same as ``Unsure`` says at each look, all looks at once."""
    usual, seen = np.sort(rng.random(size)), rng.random(HORIZON)
    scores = (1 - (np.searchsorted(usual, seen) + 0.5) / (size + 1)) ** 5
    known = (1 - (np.arange(size) + 1.0) / (size + 1)) ** 5
    sums = np.concatenate([[0.0], np.cumsum(scores)])
    ends = np.arange(STEP, HORIZON + 1, STEP)
    starts = np.maximum(ends - WINDOW, 0)
    counts = ends - starts
    deviation = np.sqrt(known.var() * (1 / counts + 1 / size))
    return float((((sums[ends] - sums[starts]) / counts - known.mean()) / deviation).max())


def _rings(size: int, served: float, rng: Random) -> bool:
    usual = sorted(rng.random() for _ in range(size))
    assert Unsure(usual).excess([0.0]) is not None
    watch = Watch(usual, threshold=usual[round((1 - served) * size)], risk=0.05)
    for _ in range(HORIZON):
        watch.saw(rng.random())
    return watch.tripped is not None
