"""Learn-then-Test: the loosest threshold on confidence whose error rate among the served is certified.

Hypotheses "more than ``1 - target`` of what this threshold serves is wrong" are tested with exact binomial p-values,
each sequence from a strict threshold to looser ones until one fails. A sequence that began at a handful of requests
could never reject (0 errors need 59 served for 95 %), so that several begin where 0, 1, 3 and 8 errors can be afforded
and share delta, as many as the sample can feed. Thresholds and starts are fixed on the select part; the certify part
only says yes or no.

Method: Angelopoulos, Bates, Candès, Jordan, Lei: Learn then Test (Annals of Applied Statistics, 2025).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import exp, log, log1p, sqrt

AFFORDABLE = (0, 1, 3, 8)  # errors that a sequence's first threshold can bear
MARGIN = 1.0  # standard deviations
GRID = 100  # thresholds at most


@dataclass(frozen=True, slots=True)
class Marked:
    """One guess: its confidence (None: nothing was guessed, or the gate was shut) and whether it was right."""

    confidence: float | None
    right: bool


@dataclass(frozen=True, slots=True)
class Passed:
    """A threshold that was certified: of the certify part ``served`` and ``errors``; ``starts`` shared delta."""

    threshold: float
    served: int
    errors: int
    starts: int


@dataclass(frozen=True, slots=True)
class Failed:
    """Why no threshold was."""

    reason: str


def certify(select: Sequence[Marked], test: Sequence[Marked], target: float, delta: float) -> Passed | Failed:
    """The loosest certified threshold. At most with probability ``delta`` is it a wrong one."""
    risk = 1.0 - target
    thresholds = grid(select)
    if not thresholds:
        return Failed("nothing was guessed on the part that chooses thresholds")
    starts = _starts(thresholds, select, len(test), risk, delta)
    share = delta / len(starts)
    guessed = sum(mark.confidence is not None for mark in test)
    needed = affording(0, risk, share)
    if guessed < needed:
        return Failed(
            f"not enough data: {guessed} requests of the certification part have a guess, and even without an error "
            f"{needed} are needed for {target:.4g} at delta {share:.3g}"
        )
    best: Passed | None = None
    for begin in starts:
        for threshold in thresholds[begin:]:
            served, errors = count(test, threshold)
            if tail(errors, served, risk) > share:
                break
            if best is None or served > best.served:
                best = Passed(threshold, served, errors, len(starts))
    if best is None:
        served, errors = count(test, thresholds[-1])
        return Failed(
            f"no threshold reaches {target:.4g} at delta {delta:.3g}: all {served} guessed, {errors} of them wrong"
        )
    return best


def _starts(thresholds: Sequence[float], select: Sequence[Marked], size: int, risk: float, delta: float) -> list[int]:
    """Where sequences begin: as many as the sample can feed, so that a small one spends all of delta on one of them."""
    for wanted in range(len(AFFORDABLE), 1, -1):
        needed = [affording(errors, risk, delta / wanted) for errors in AFFORDABLE[:wanted]]
        begun = {begin for one in needed if (begin := _start(thresholds, select, size, one)) is not None}
        if len(begun) == wanted:
            return sorted(begun)
    only = _start(thresholds, select, size, affording(0, risk, delta))
    return [len(thresholds) - 1 if only is None else only]


def grid(select: Sequence[Marked]) -> list[float]:
    """At most GRID distinct confidences of the select part, strictest first, at even steps of coverage."""
    confidences = sorted((mark.confidence for mark in select if mark.confidence is not None), reverse=True)
    if not confidences:
        return []
    last = len(confidences) - 1
    steps = min(GRID, len(confidences))
    picked = {confidences[round(step * last / max(steps - 1, 1))] for step in range(steps)}
    return sorted(picked, reverse=True)


def _start(thresholds: Sequence[float], select: Sequence[Marked], size: int, wanted: int) -> int | None:
    """The strictest threshold that serves ``wanted`` of ``size`` requests, as far as the select part can tell.

    A sequence that begins with too few fails at once: there is a margin for the noise of both counts.
    """
    for index, threshold in enumerate(thresholds):
        share = count(select, threshold)[0] / len(select)
        noise = sqrt(share * (1 - share) * size * (1 + size / len(select)))
        if share * size >= max(1.1 * wanted, wanted + MARGIN * noise):
            return index
    return None


def count(marks: Sequence[Marked], threshold: float) -> tuple[int, int]:
    """How many are served at the threshold, and how many of these are wrong."""
    served = [mark.right for mark in marks if mark.confidence is not None and mark.confidence >= threshold]
    return len(served), len(served) - sum(served)


@lru_cache(4096)
def tail(errors: int, served: int, risk: float) -> float:
    """P(Bin(served, risk) <= errors), the p-value of "the risk is larger"; 1 where nothing was served."""
    if served == 0 or errors >= served or risk >= 1.0:
        return 1.0
    if risk <= 0.0:
        return 1.0
    term = served * log1p(-risk)
    total = 0.0
    for wrong in range(errors + 1):
        if wrong:
            term += log((served - wrong + 1) / wrong) + log(risk) - log1p(-risk)
        total += exp(term)
    return min(total, 1.0)


@lru_cache(256)
def affording(errors: int, risk: float, delta: float) -> int:
    """The fewest served among which that many errors still reject."""
    low, high = errors + 1, errors + 2
    while tail(errors, high, risk) > delta:
        high *= 2
    while low < high:
        middle = (low + high) // 2
        low, high = (low, middle) if tail(errors, middle, risk) <= delta else (middle + 1, high)
    return low
