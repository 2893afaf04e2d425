"""Are later requests unlike those that were certified? Tests of two samples, exchangeable where nothing has changed."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from itertools import groupby
from math import exp, lgamma, sqrt

_SHARPNESS = 5  # of the score: half of it comes from the lowest ninth
_TIED = 0.9  # share of equal confidences from which on sums of scores are too lumpy for a normal limit


class Unsure:
    """How much less sure requests are than ``usual`` ones (sorted confidences), by their ranks among these.

    A request of rank u in 0..1 scores (1 - u)^5: foreign requests are found among the least sure. ``None`` from
    ``excess`` where the usual ones are too few or too much alike.
    """

    def __init__(self, usual: Sequence[float]) -> None:
        self._usual = usual
        most = max((sum(1 for _ in same) for _, same in groupby(usual)), default=0)
        scores = [self.score(confidence) for confidence in usual]
        n = len(scores)
        self._mean = sum(scores) / n if n else 0.0
        self._variance = sum((score - self._mean) ** 2 for score in scores) / n if n else 0.0
        self._fit = n >= 50 and most <= _TIED * n

    def score(self, confidence: float) -> float:
        middle = (bisect_left(self._usual, confidence) + bisect_right(self._usual, confidence)) / 2
        return (1.0 - (middle + 0.5) / (len(self._usual) + 1)) ** _SHARPNESS

    def excess(self, scores: Sequence[float]) -> float | None:
        """Standard deviations by which their mean exceeds the usual one."""
        if not self._fit or not scores:
            return None
        deviation = sqrt(self._variance * (1 / len(scores) + 1 / len(self._usual)))
        return (sum(scores) / len(scores) - self._mean) / deviation


def apart(usual: Sequence[float], seen: Sequence[float]) -> tuple[float, float]:
    """The two-sample Kolmogorov-Smirnov distance of two sorted samples, and its asymptotic p-value (Stephens, 1970)."""
    n, m = len(usual), len(seen)
    distance = max(abs(bisect_right(usual, at) / n - bisect_right(seen, at) / m) for at in {*seen, *usual})
    root = sqrt(n * m / (n + m))
    reach = (root + 0.12 + 0.11 / root) * distance
    level = 2 * sum((-1) ** (k - 1) * exp(-2 * (k * reach) ** 2) for k in range(1, 101)) if reach > 0.2 else 1.0
    return distance, min(max(level, 0.0), 1.0)


def more(now: int, m: int, before: int, n: int) -> float:
    """Fisher's exact test, one-sided: P(at least ``now`` of ``m``) if ``now + before`` of ``m + n`` are drawn alike."""
    drawn = now + before

    def chosen(of: int, size: int) -> float:
        return lgamma(of + 1) - lgamma(size + 1) - lgamma(of - size + 1)

    everything = chosen(m + n, drawn)
    return min(1.0, sum(
        exp(chosen(m, k) + chosen(n, drawn - k) - everything)
        for k in range(max(now, drawn - n), min(m, drawn) + 1)
    ))  # fmt: skip
