"""Remembers the answers of requests that were sent again and again, where they agree."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence

from suffice.learn.learner import Example, Learner, Unfit
from suffice.learned.kinds.lookup import Lookup, fingerprint

LEAST_TIMES = 2


class LookupLearner(Learner):
    rank = 0
    outputs = frozenset({"label", "span", "number", "date"})

    def fit(self, examples: Sequence[Example], output: str, *, seed: int, seconds: float) -> Lookup | Unfit:
        """Of requests that occur at least twice; the values of labels and numbers only, so that no text is kept."""
        seen: dict[str, Counter[str]] = defaultdict(Counter)
        for example in examples:
            seen[fingerprint(example.fields)][example.value] += 1
        often = {key: counts for key, counts in seen.items() if counts.total() >= LEAST_TIMES}
        if not often:
            return Unfit("no request was sent twice")
        values = sorted({counts.most_common(1)[0][0] for counts in often.values()})
        place = {value: number for number, value in enumerate(values)}
        answers = {}
        for key, counts in sorted(often.items()):
            value, times = min(counts.items(), key=lambda pair: (-pair[1], pair[0]))
            answers[key] = (place[value], round((times / counts.total()) - 1 / (1 + counts.total()), 6))
        return Lookup(values, answers)
