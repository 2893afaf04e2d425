"""Does a group's traffic still look like what was certified? Alarms that take it out by themselves.

- *audit*: a random share of served answers is compared with the reference. A betting process grows when more is wrong
  than the certificate allows; it passes 1 / alpha with probability at most alpha, however long one watches (Ville's
  inequality; Waudby-Smith and Ramdas, Estimating means of bounded random variables by betting, JRSS-B 2024).
- *escalation*: are more of the last 100, 200 or 500 requests left to others than of those that certified? Fisher's
  exact test; a sudden change is noticed at once, a small one as soon as enough requests show it.
- *drift*: are the confidences of the last ``WINDOW`` those of the certification? A sum of scores of the least sure, and
  a Kolmogorov-Smirnov test for any difference. What the gate kept out, or nothing guessed, counts as the lowest.
- *novelty*, of all groups together: do more requests than in the logs have a shape that is none of theirs?

Every ``STEP`` requests there is one look. Where nothing has changed, escalation and drift together ring within 10,000
requests with probability at most 1 %, and novelty with 0.1 %: each has its share, split evenly over its looks, but for
the score, whose looks overlap so much that its limit was simulated instead (python -m benchmarks.learning alarms).
"""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import islice
from math import ceil, exp, log

from suffice.learned.unlike import Unsure, apart, more
from suffice.records import Json

ALPHA = 0.01  # of the audit, however long
WINDOW, STEP = 500, 100
HORIZON = 10_000  # requests in which the other alarms may ring falsely with these probabilities:
ESCALATION, DRIFT, NOVELTY = 0.002, 0.001, 0.001
UNSURE = 4.0  # standard deviations that the score exceeds with probability 0.007
_LENGTHS = (100, 200, WINDOW)  # of the windows in which a rise is looked for
_BETS = (0.02, 0.05, 0.1, 0.2, 0.5, 0.9)  # of the largest bet that cannot ruin


class Rise:
    """Is a kind of request more frequent than it was: ``before`` of ``n``? Unknown where n is 0, and never rings."""

    def __init__(self, before: int, n: int, alpha: float, lengths: Sequence[int] = _LENGTHS) -> None:
        self._before, self._n, self._lengths = before, n, lengths
        self._level = alpha / (len(lengths) * HORIZON / STEP)
        self._last: deque[bool] = deque(maxlen=max(lengths))
        self._seen = 0

    def saw(self, kind: bool, said: str) -> str | None:
        """Why the alarm rings, ``said`` telling what those requests are; else None."""
        self._last.append(kind)
        self._seen += 1
        if self._seen % STEP or not self._n:
            return None
        found = []
        for length in self._lengths:
            if length <= len(self._last):
                now = sum(islice(self._last, len(self._last) - length, None))
                found.append((more(now, length, self._before, self._n), length, now))
        level, length, now = min(found, default=(1.0, 1, 0))
        if level >= self._level:
            return None
        usual = self._before / self._n
        return f"of the last {length} requests {now / length:.0%} {said}, and {usual:.1%} are usual (p = {level:.2g})"


def novelty(strange: tuple[int, int], tolerance: float) -> Rise:
    """``strange``: how many requests of the logs had none of their shapes, and of how many. ``tolerance``: the share
    beyond that which is let pass, 0..1."""
    unfitting, rows = strange
    return Rise(min(unfitting + ceil(tolerance * rows), rows), rows, NOVELTY, (WINDOW,))


@dataclass(slots=True)
class Watch:
    """The state of one group's alarms. ``usual``: sorted confidences of requests that nothing was learned from, -inf
    for none; ``threshold``: what is served. ``risk``: what the certificate allows, ``slack``: how much more is
    tolerated, 0..1.
    """

    usual: Sequence[float]
    threshold: float
    risk: float
    slack: float = 0.0
    tripped: str | None = None
    audited: int = 0
    wrong: int = 0
    _wealth: list[float] = field(default_factory=lambda: [0.0] * len(_BETS))  # logarithms
    _last: deque[float] = field(default_factory=lambda: deque(maxlen=WINDOW))
    _scores: deque[float] = field(default_factory=lambda: deque(maxlen=WINDOW))
    _seen: int = 0
    _unsure: Unsure = field(init=False)
    _left: Rise = field(init=False)

    def __post_init__(self) -> None:
        self._unsure = Unsure(self.usual)
        left = sum(confidence < self.threshold for confidence in self.usual)
        self._left = Rise(left, len(self.usual), ESCALATION)

    def saw(self, confidence: float | None) -> None:
        """A request of the group came, with this confidence (None: it was not let through or not guessed)."""
        if self.tripped is not None or not self.usual:
            return
        known = float("-inf") if confidence is None else confidence
        self._last.append(known)
        self._scores.append(self._unsure.score(known))
        self._seen += 1
        rise = self._left.saw(known < self.threshold, "were left to others")
        if rise is not None:
            self.tripped = f"escalation: {rise}"
        elif self._seen % STEP == 0:
            self.tripped = self._drift()

    def _drift(self) -> str | None:
        excess = self._unsure.excess(self._scores)
        if excess is not None and excess > UNSURE:
            limit = self.usual[len(self.usual) // 10]
            low = sum(confidence < limit for confidence in self._last) / len(self._last)
            return (
                f"drift: of the last {len(self._last)} requests {low:.0%} are less sure than the tenth that was least "
                f"sure of the certified ones ({excess:.1f} standard deviations)"
            )
        distance, level = apart(self.usual, sorted(self._last))
        if level >= DRIFT / (HORIZON / STEP):
            return None
        return (
            f"drift: the confidences of the last {len(self._last)} requests are not those that were certified, "
            f"Kolmogorov-Smirnov distance {distance:.3f} (p = {level:.2g})"
        )

    def compared(self, right: bool) -> None:
        """A served answer was compared with the reference."""
        self.audited += 1
        self.wrong += not right
        allowed = min(self.risk + self.slack, 1.0)
        for place, share in enumerate(_BETS):
            bet = share / allowed
            self._wealth[place] += log(1 + bet * ((not right) - allowed))
        if self.tripped is None and self.wealth >= 1 / ALPHA:
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
