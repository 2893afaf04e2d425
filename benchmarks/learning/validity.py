"""How often a certificate is wrong: 200 certification samples are drawn from a pool whose true risk is known.

The pool is the population: of the threshold that a sample certifies, the pool says how many served answers are wrong.
A violation is a certified threshold whose share of wrong answers in the pool exceeds 1 - target. At delta 5 % some 10
of 200 may be; ``most_95`` is the 95 % point of the binomial distribution around that, 15.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from random import Random

from benchmarks.learning import sets

from suffice.learn.kinds.linear import LinearLearner
from suffice.learn.kinds.tagger import TaggerLearner
from suffice.learn.learner import Example, Unfit
from suffice.learn.thresholds import Marked, Passed, certify, count
from suffice.learned.predictor import Predictor
from suffice.learned.reply import Value

RUNS, DELTA, SIZES, TARGETS = 200, 0.05, (500, 1000), (0.90, 0.95, 0.98)
MOST_95 = 15


def rows(data: Path, seed: int) -> list[dict]:
    found = []
    for name, pool in pools(data, seed).items():
        for target in TARGETS:
            for size in SIZES:
                found.append({"pool": name, "items": len(pool), **measured(pool, target, size, Random(seed))})
    return found


def measured(pool: list[Marked], target: float, size: int, rng: Random) -> dict:
    violated = certified = 0
    coverage = 0.0
    for _ in range(RUNS):
        drawn = rng.choices(pool, k=size + size // 3)
        outcome = certify(drawn[size:], drawn[:size], target, DELTA)
        if isinstance(outcome, Passed):
            served, errors = count(pool, outcome.threshold)
            certified += 1
            coverage += served / len(pool)
            violated += errors > (1 - target) * served
    mean = coverage / certified if certified else None
    return {
        "target": target, "sample": size, "certified": certified, "coverage": mean,
        "violations": violated, "of": RUNS, "allowed": DELTA, "most_95": MOST_95, "holds": violated <= MOST_95,
    }  # fmt: skip


def pools(data: Path, seed: int) -> dict[str, list[Marked]]:
    """Guesses on items that nothing was learned from."""
    train, inside, outside = sets.clinc(data)
    receipts, half = sets.sroie(data), Random(seed).sample(range(626), 313)
    learn, rest = [receipts[i] for i in half], [receipts[i] for i in sorted(set(range(len(receipts))) - set(half))]
    marked = {
        "banking77": _labels(sets.banking(data, "train"), sets.banking(data, "test"), seed),
        "clinc150": _labels(train, inside + outside[:180], seed),
        "ledgar": _labels(*_halves([(text, gold) for text, gold, _ in sets.ledgar(data)], seed), seed),
    }
    for field in ("company", "date", "address", "total"):
        pairs = [[(text, keys.get(field, "")) for text, keys in part] for part in (learn, rest)]
        marked[f"sroie {field}"] = _marks(TaggerLearner(), *map(sets.examples, pairs), "span", seed)
    return marked


def _halves(pairs: list[sets.Pair], seed: int) -> tuple[list[sets.Pair], list[sets.Pair]]:
    mixed = Random(seed).sample(pairs, len(pairs))
    return mixed[: len(mixed) // 2], mixed[len(mixed) // 2 :]


def _labels(train: list[sets.Pair], pool: list[sets.Pair], seed: int) -> list[Marked]:
    return _marks(LinearLearner(), sets.examples(train), sets.examples(pool), "label", seed)


def _marks(learner, train: list[Example], pool: list[Example], output: str, seed: int) -> list[Marked]:
    fitted = learner.fit(train, output, seed=seed, seconds=600)
    if isinstance(fitted, Unfit):
        raise SystemExit(fitted.reason)
    return marks(fitted, pool, same(output))


def same(output: str) -> Callable[[str, str], bool]:
    return (lambda a, b: a == b) if output == "label" else Value("value", output).same


def marks(predictor: Predictor, pool: list[Example], right: Callable[[str, str], bool]) -> list[Marked]:
    guesses = predictor.guesses([example.fields for example in pool])
    return [
        Marked(guess and guess.confidence, guess is not None and right(guess.value, example.value))
        for guess, example in zip(guesses, pool, strict=True)
    ]
