"""How much the words of a request tell about a label: a quick look, no solver. Naive Bayes on half of a sample, judged
on the other half."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from math import log

from suffice.learned.spelling import folded
from suffice.records import Json

FEWEST = 40
_MOST = 1000
_WORDS = 200  # of a request


@dataclass(frozen=True, slots=True)
class Probe:
    """Shares of ``tested`` requests: ``right``, and what the most frequent label alone would have got."""

    tested: int
    right: float
    majority: float

    @property
    def lift(self) -> float:
        """How much of what the majority misses is got right, 0 to 1."""
        return (self.right - self.majority) / (1 - self.majority) if self.majority < 1 else 1.0

    def to_json(self) -> Json:
        return {"tested": self.tested, "right": self.right, "majority": self.majority}


def probe(rows: Sequence[tuple[Sequence[str], str]]) -> Probe | None:
    """``rows``: the texts of the slots, and the label. None for too few rows."""
    rows = rows[:_MOST]
    if len(rows) < FEWEST:
        return None
    words = [set(" ".join(map(folded, texts)).split()[:_WORDS]) for texts, _ in rows]
    labels = [label for _, label in rows]
    taught, tested = range(0, len(rows), 2), range(1, len(rows), 2)
    seen = Counter(labels[place] for place in taught)
    counts: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for place in taught:
        for word in words[place]:
            counts[word][labels[place]] += 1
    right = sum(_guess(words[place], seen, counts) == labels[place] for place in tested)
    usual = seen.most_common(1)[0][0]
    return Probe(len(tested), right / len(tested), sum(labels[place] == usual for place in tested) / len(tested))


def _guess(words: set[str], seen: Counter[str], counts: dict[str, Counter[str]]) -> str:
    scores = {label: log(often) for label, often in seen.items()}
    for word in words & counts.keys():
        having = counts[word]
        for label, often in seen.items():
            scores[label] += log((having[label] + 0.05) / (often + 0.1))
    return max(sorted(scores), key=scores.__getitem__)
