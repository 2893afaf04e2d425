"""How much a request tells about a value: a quick look on half of a sample, judged on the other half; no solver.

Labels are guessed by counting words (naive Bayes), other values by a program made from a few examples.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from math import log

from suffice.learn.learner import Example, Learner, Unfit
from suffice.learned.predictor import Fields
from suffice.learned.spelling import folded
from suffice.plugins import load, only
from suffice.records import Json

FEWEST = 40
_MOST = 1000
_WORDS = 200  # of a request
_EXAMPLES = 60  # that a program is made from, and as many that it is judged on
_PROGRAM_S = 2.0  # of CPU time
_LONGEST = 2000  # characters of a request that programs are looked for in

Row = tuple[Fields, str]


@dataclass(frozen=True, slots=True)
class Probe:
    """Shares of ``tested`` requests: ``right``, and what the most frequent value alone would have got.

    ``by``: words or program.
    """

    by: str
    tested: int
    right: float
    majority: float

    @property
    def lift(self) -> float:
        """How much of what the majority misses is got right, 0 to 1."""
        return (self.right - self.majority) / (1 - self.majority) if self.majority < 1 else 1.0

    def to_json(self) -> Json:
        return {"by": self.by, "tested": self.tested, "right": self.right, "majority": self.majority}


def by_words(rows: Sequence[Row]) -> Probe | None:
    """None for too few rows."""
    rows = rows[:_MOST]
    if len(rows) < FEWEST:
        return None
    words = [set(" ".join(map(folded, fields.values())).split()[:_WORDS]) for fields, _ in rows]
    labels = [label for _, label in rows]
    taught = range(0, len(rows), 2)
    seen = Counter(labels[place] for place in taught)
    counts: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for place in taught:
        for word in words[place]:
            counts[word][labels[place]] += 1
    right = sum(_guess(words[place], seen, counts) == labels[place] for place in range(1, len(rows), 2))
    return _judged("words", rows, right)


def by_program(rows: Sequence[Row], output: str) -> Probe | None:
    """None for too few rows, long requests, and where no program fits."""
    rows = [row for row in rows if sum(map(len, row[0].values())) <= _LONGEST][: 2 * _EXAMPLES]
    if len(rows) < FEWEST:
        return None
    learner = only(Learner, load("suffice.learn.kinds.program"))()  # pyright: ignore[reportAbstractUsage]
    made = learner.fit([Example(*row) for row in rows[::2]], output, seed=0, seconds=_PROGRAM_S)
    if isinstance(made, Unfit):
        return None
    guesses = [made.guess(fields) for fields, _ in rows[1::2]]
    right = sum(
        guess is not None and guess.value == value for guess, (_, value) in zip(guesses, rows[1::2], strict=True)
    )
    return _judged("program", rows, right)


def _judged(by: str, rows: Sequence[Row], right: int) -> Probe:
    tested = [value for _, value in rows[1::2]]
    usual = Counter(value for _, value in rows[::2]).most_common(1)[0][0]
    return Probe(by, len(tested), right / len(tested), tested.count(usual) / len(tested))


def _guess(words: set[str], seen: Counter[str], counts: dict[str, Counter[str]]) -> str:
    scores = {label: log(often) for label, often in seen.items()}
    for word in words & counts.keys():
        having = counts[word]
        for label, often in seen.items():
            scores[label] += log((having[label] + 0.05) / (often + 0.1))
    return max(sorted(scores), key=scores.__getitem__)
