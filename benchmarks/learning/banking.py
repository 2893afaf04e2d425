"""Banking77: accuracy alone, certified serving, GPT-4 on the same items, the cascade, CPU time.

Train and test differ in class balance, so that a random half of the test items certifies and the other half is served;
``certified on train`` shows what certifying on other data costs. GPT-4's logged few-shot answers are the big model.
"""

from __future__ import annotations

from pathlib import Path
from random import Random
from time import process_time

from benchmarks.learning import sets
from benchmarks.learning.validity import marks, same

from suffice.learn.kinds.ensemble import EnsembleLearner
from suffice.learn.kinds.linear import LinearLearner
from suffice.learn.learner import Example, Unfit
from suffice.learn.thresholds import Marked, Passed, certify, count
from suffice.learned.predictor import Predictor

TARGETS, DELTA = (0.90, 0.95, 0.98), 0.05
HALVINGS = 20


def rows(data: Path, seed: int) -> list[dict]:
    train, logged = sets.banking(data, "train"), sets.banking_gpt4(data)
    test = [Example({"input": text}, gold) for text, gold, _ in logged]
    big = [said == gold for _, gold, said in logged]
    found: list[dict] = [{"solver": "GPT-4 (logged)", "accuracy": sum(big) / len(big)}]
    for kind, learner in (("linear", LinearLearner()), ("ensemble", EnsembleLearner())):
        started = process_time()
        fitted = learner.fit(sets.examples(train), "label", seed=seed, seconds=1e6)
        if isinstance(fitted, Unfit):
            found.append({"solver": kind, "note": fitted.reason})
            continue
        spent = process_time() - started
        pool = marks(fitted, test, same("label"))
        row = {"solver": kind, "accuracy": sum(mark.right for mark in pool) / len(pool), "fit_cpu_s": spent}
        found.append(row | _speed(fitted, test))
        found += [_halved(kind, pool, big, target, seed) for target in TARGETS]
        if kind == "linear":
            found.append(_on_train(kind, learner, train, pool, seed))
    found += _teacher_only(logged, seed)
    return found


def _speed(fitted: Predictor, test: list[Example]) -> dict:
    """Milliseconds of CPU for one request, and requests per second of CPU in a batch."""
    fields = [example.fields for example in test]
    fitted.guesses(fields[:500])
    started = process_time()
    for one in fields[:500]:
        fitted.guess(one)
    alone = (process_time() - started) / 500
    started = process_time()
    fitted.guesses(fields)
    return {"ms_each": alone * 1e3, "batch_per_s": len(fields) / (process_time() - started)}


def _halved(kind: str, pool: list[Marked], big: list[bool], target: float, seed: int) -> dict:
    """Means over random halves: one certifies (a quarter of it chooses), the other is served."""
    rng, sums, certified = Random(seed), [0.0] * 4, 0
    for _ in range(HALVINGS):
        order = rng.sample(range(len(pool)), len(pool))
        half = len(pool) // 2
        sample, rest = [pool[i] for i in order[:half]], order[half:]
        outcome = certify(sample[: half // 4], sample[half // 4 :], target, DELTA)
        if not isinstance(outcome, Passed):
            continue
        certified += 1
        served = [i for i in rest if (pool[i].confidence or -1.0) >= outcome.threshold]
        others = [i for i in rest if (pool[i].confidence or -1.0) < outcome.threshold]
        right = sum(pool[i].right for i in served)
        share = (right / max(len(served), 1), sum(big[i] for i in served) / max(len(served), 1))
        cascade = (right + sum(big[i] for i in others)) / len(rest)
        for place, value in enumerate((len(served) / len(rest), *share, cascade)):
            sums[place] += value
    coverage, ours, theirs, cascade = (value / certified if certified else None for value in sums)
    return {
        "solver": kind, "certified": f"{target:.0%} in {certified} of {HALVINGS}", "coverage": coverage,
        "served_accuracy": ours, "GPT-4_on_served": theirs, "cascade": cascade,
    }  # fmt: skip


def _on_train(kind: str, learner, train: list[sets.Pair], pool: list[Marked], seed: int) -> dict:
    """Certified on a quarter of the train items (a solver fitted on the rest), served on test."""
    mixed = Random(seed).sample(train, len(train))
    held = sets.examples(mixed[: len(mixed) // 4])
    fitted = learner.fit(sets.examples(mixed[len(mixed) // 4 :]), "label", seed=seed, seconds=1e6)
    own = marks(fitted, held, same("label"))
    outcome = certify(own[:600], own[600:], 0.95, DELTA)
    assert isinstance(outcome, Passed)
    served, errors = count(pool, outcome.threshold)
    return {
        "solver": kind, "certified": "95% on train, served on test", "coverage": served / len(pool),
        "served_accuracy": 1 - errors / served,
    }  # fmt: skip


def _teacher_only(logged: list[tuple[str, str, str]], seed: int) -> list[dict]:
    """Only GPT-4's answers are known: what is certified is agreement with GPT-4."""
    mixed = [row for row in Random(seed).sample(logged, len(logged)) if row[2]]
    train, sample, rest = mixed[:2000], mixed[2000:2600], mixed[2600:]
    fitted = LinearLearner().fit([Example({"input": t}, said) for t, _, said in train], "label", seed=seed, seconds=1e6)
    assert not isinstance(fitted, Unfit)
    agreed = marks(fitted, [Example({"input": t}, said) for t, _, said in sample], same("label"))
    found = []
    for target in (0.80, 0.90):
        outcome = certify(agreed[:100], agreed[100:], target, DELTA)
        row = {"solver": "linear on GPT-4's answers", "certified": f"{target:.0%} agrees with GPT-4"}
        if isinstance(outcome, Passed):
            others = marks(fitted, [Example({"input": t}, said) for t, _, said in rest], same("label"))
            served, errors = count(others, outcome.threshold)
            row |= {"coverage": served / len(others), "served_accuracy": 1 - errors / served}
        else:
            row |= {"note": outcome.reason}
        found.append(row)
    return found
