"""Values copied out of texts: F1 of each field, and what a 90 % certificate covers.

sroie: scanned receipts, two thirds to learn from. restaurant8k: turns of bookings, its own train and test parts.
F1 counts a value as found if it is the gold value but for spaces, case and punctuation.
"""

from __future__ import annotations

from pathlib import Path
from random import Random

from benchmarks.learning import sets

from suffice.learn.kinds.tagger import TaggerLearner
from suffice.learn.learner import Example, Unfit
from suffice.learn.thresholds import Marked, Passed, certify

TARGET, DELTA = 0.90, 0.05


def rows(data: Path, seed: int) -> list[dict]:
    receipts = Random(seed).sample(sets.sroie(data), len(sets.sroie(data)))
    border = len(receipts) * 2 // 3
    found = [
        _row("sroie", field, receipts[:border], receipts[border:], seed)
        for field in ("company", "date", "address", "total")
    ]
    train, test = sets.restaurant(data, "train_0"), sets.restaurant(data, "test")
    for slot in ("date", "time", "people", "first_name", "last_name"):
        found.append(_row("restaurant8k", slot, train, test, seed))
    return found


def _row(name: str, field: str, train, test, seed: int) -> dict:
    fitted = TaggerLearner().fit(
        [Example({"input": text}, values.get(field, "")) for text, values in train], "span", seed=seed, seconds=600
    )
    row = {"set": name, "field": field, "train": len(train), "test": len(test)}
    if isinstance(fitted, Unfit):
        return row | {"note": fitted.reason}
    guesses = fitted.guesses([{"input": text} for text, _ in test])
    right = wrong = 0
    pool = []
    for guess, (_, values) in zip(guesses, test, strict=True):
        said, gold = (guess.value if guess else ""), values.get(field, "")
        good = _plain(said) == _plain(gold)
        right += good and bool(gold)
        wrong += bool(said) and not good
        pool.append(Marked(guess and guess.confidence, good))
    asked = sum(bool(values.get(field)) for _, values in test)
    precision, recall = right / max(right + wrong, 1), right / max(asked, 1)
    mixed = Random(seed).sample(pool, len(pool))
    outcome = certify(mixed[: len(mixed) // 4], mixed[len(mixed) // 4 :], TARGET, DELTA)
    row |= {"precision": precision, "recall": recall, "f1": 2 * precision * recall / max(precision + recall, 1e-9)}
    if isinstance(outcome, Passed):
        return row | {"certified_coverage": outcome.served / (len(mixed) - len(mixed) // 4)}
    return row | {"note": outcome.reason}


def _plain(value: str) -> str:
    return "".join(character for character in value.casefold() if character.isalnum())
