"""Does a group's traffic still look like what was certified? Alarms that take it out by themselves.

- *audit*: a random share of served answers is compared with the reference. A betting process grows when more is wrong
  than the certificate allows; it passes 1 / alpha with probability at most alpha, however long one watches (Ville's
  inequality; Waudby-Smith and Ramdas, Estimating means of bounded random variables by betting, JRSS-B 2024).
- *drift*: every ``STEP`` requests the confidences of the last ``WINDOW`` are compared with those of the certification
  part: a Kolmogorov-Smirnov test for any difference, Fisher's exact test for more low ones. A request that the gate
  kept out, or that nothing guessed, counts as the lowest, so that foreign texts and escalations are seen too.
  Levels are such that all tests of 10,000 requests together give a false alarm with probability at most alpha.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import deque
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from math import exp, lgamma, log, sqrt

from suffice.records import Json

ALPHA = 0.01  # of the audit, however long; of the drift tests, in 10,000 requests
WINDOW = 500
STEP = 100
_LOW = (0.1, 0.25)  # shares of the lowest confidences, where others' requests are found
_LEVELS = (1 + len(_LOW)) * 10_000 / STEP  # tests that share alpha
_BETS = (0.02, 0.05, 0.1, 0.2, 0.5, 0.9)  # of the largest bet that cannot ruin


@dataclass(slots=True)
class Watch:
    """The state of one group's alarms. ``usual``: sorted confidences of the certification part, -inf for none.

    ``risk``: what the certificate allows. ``slack``: how much more than that is tolerated, 0..1.
    """

    usual: Sequence[float]
    risk: float
    slack: float = 0.0
    alpha: float = ALPHA
    tripped: str | None = None
    audited: int = 0
    wrong: int = 0
    _wealth: list[float] = field(default_factory=lambda: [0.0] * len(_BETS))  # logarithms
    _last: deque[float] = field(default_factory=lambda: deque(maxlen=WINDOW))
    _seen: int = 0

    def saw(self, confidence: float | None) -> None:
        """A request of the group came, with this confidence (None: it was not let through or not guessed)."""
        self._last.append(float("-inf") if confidence is None else confidence)
        self._seen += 1
        if self._seen % STEP == 0 and self.tripped is None:
            what, level = unlike(self.usual, self._last)
            if level < self.alpha / _LEVELS:
                self.tripped = f"drift: of the last {len(self._last)} requests {what} (p = {level:.2g})"

    def compared(self, right: bool) -> None:
        """A served answer was compared with the reference."""
        self.audited += 1
        self.wrong += not right
        allowed = min(self.risk + self.slack, 1.0)
        for place, share in enumerate(_BETS):
            bet = share / allowed
            self._wealth[place] += log(1 + bet * ((not right) - allowed))
        if self.tripped is None and self.wealth >= 1 / self.alpha:
            self.tripped = (
                f"audit: {self.wrong} of {self.audited} served answers that were compared with the reference differ, "
                f"more than the {allowed:.3g} allowed (wealth {self.wealth:.3g} of a fair bet)"
            )

    @property
    def wealth(self) -> float:
        """Of one unit spread over the bets. Above 1 / alpha with probability at most alpha if the certificate holds."""
        return sum(exp(min(grown, 700.0)) for grown in self._wealth) / len(_BETS)

    def to_json(self) -> Json:
        return {
            "tripped": self.tripped,
            "requests": self._seen,
            "audited": self.audited,
            "wrong": self.wrong,
            "wealth": self.wealth,
        }


def unlike(usual: Sequence[float], seen: Collection[float]) -> tuple[str, float]:
    """The most telling difference in words, and its p-value before the correction for several tests."""
    if not usual or not seen:
        return "nothing is known", 1.0
    distance, level = apart(usual, sorted(seen))
    found = [(f"the confidences are not those that were certified, Kolmogorov-Smirnov distance {distance:.3f}", level)]
    for share in _LOW:
        limit = usual[min(int(share * len(usual)), len(usual) - 1)]
        before, now = bisect_left(usual, limit), sum(confidence < limit for confidence in seen)
        what = f"{now / len(seen):.0%} are less sure than {before / len(usual):.0%} of the certified ones were"
        found.append((what, more(now, len(seen), before, len(usual))))
    return min(found, key=lambda pair: pair[1])


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
