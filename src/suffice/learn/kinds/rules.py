"""Learns a list of rules: one after another is grown from what is left, and pruned on requests it was not grown from.

Cohen: Fast Effective Rule Induction (ICML 1995); the gain is Quinlan's FOIL gain.
"""

from __future__ import annotations

from collections.abc import Sequence
from random import Random
from time import process_time

import numpy as np

from suffice.learn.conditions import between, conditions, holding
from suffice.learn.learner import Example, Learner, Unfit
from suffice.learned.kinds.rules import CONDITIONS_MAX, Condition, Rule, Rules, Seen, lower

_MOST = 20_000  # examples
_GROWN = 0.67  # share that rules are grown on; the others prune and judge
_RULES = 60
_SHORT, _SHORT_EACH = 4, 2  # rules of a list about phrases alone, and more for each label
_LEAST = 0.7  # lower bound of a rule's share of right answers
_FAILURES = 25  # rules in a row that are not worth keeping
_CONTRARY = {"has": "lacks", "is": "is not"}


class RulesLearner(Learner):
    rank = 30
    outputs = frozenset({"label"})

    def fit(self, examples: Sequence[Example], output: str, *, seed: int, seconds: float) -> Rules | Unfit:
        if len({example.value for example in examples}) < 2:
            return Unfit("every example has the same label" if examples else "no examples")
        kept = Random(seed).sample(list(examples), min(len(examples), _MOST))
        found = _Growing(kept, process_time() + seconds).rules()
        if not found:
            return Unfit("no rule is right often enough")
        labels, phrases = {rule.label for rule in found}, {one.test for rule in found for one in rule.conditions}
        if phrases <= {"has", "lacks"} and len(found) > _SHORT + _SHORT_EACH * len(labels):
            return Unfit(f"{len(found)} rules about phrases are no short list: weights of terms say the same better")
        return Rules(found)


class _Growing:
    """Conditions are numbered; from ``count`` on come the contraries of the first ones, which only narrow a rule."""

    def __init__(self, examples: Sequence[Example], deadline: float) -> None:
        seen = [Seen.of(example.fields) for example in examples]
        grown = int(len(examples) * _GROWN)
        self._conditions = conditions(examples[:grown], seen[:grown])
        self._seen, self._rows = seen, holding(self._conditions, seen)
        self._labels = sorted({example.value for example in examples})
        place = {label: number for number, label in enumerate(self._labels)}
        self._says = np.array([place[example.value] for example in examples])
        self._grown = np.arange(len(examples)) < grown
        self._left = np.ones(len(examples), bool)
        self._deadline = deadline
        by_condition: list[list[int]] = [[] for _ in self._conditions]
        for number, row in enumerate(self._rows):
            for condition in row:
                by_condition[condition].append(number)
        self._holders = [np.array(numbers, np.int64) for numbers in by_condition]

    def rules(self) -> list[Rule]:
        found: list[Rule] = []
        refused: set[tuple[int, int]] = set()
        failures = 0
        while len(found) < _RULES and failures < _FAILURES and process_time() < self._deadline:
            start = self._start(refused)
            if start is None:
                break
            chosen, covered = self._rounded(self._pruned(self._grow(*start), start[1]), start[1])
            right, of = self._judged(covered, start[1])
            refused.add(start)
            if lower(right, of) < _LEAST:
                failures += 1
                continue
            found.append(Rule(chosen, self._labels[start[1]], right, of))
            self._left &= ~covered
            failures = 0
        return [*found, *self._otherwise()] if found else []

    def _start(self, refused: set[tuple[int, int]]) -> tuple[int, int] | None:
        """The condition and the label that gain most on what is left."""
        rows = np.flatnonzero(self._left & self._grown)
        if not len(rows) or not self._conditions:
            return None
        lengths = [len(self._rows[row]) for row in rows]
        pairs = np.concatenate([self._rows[row] for row in rows]) * len(self._labels)
        pairs += np.repeat(self._says[rows], lengths)
        counts = np.bincount(pairs, minlength=len(self._conditions) * len(self._labels))
        right = counts.reshape(len(self._conditions), len(self._labels)).astype(float)
        prior = np.bincount(self._says[rows], minlength=len(self._labels)) / len(rows)
        gain = _gain(right, right.sum(axis=1, keepdims=True) - right, prior)
        for pair in refused:
            gain[pair] = -1.0
        best = np.unravel_index(int(gain.argmax()), gain.shape)
        return (int(best[0]), int(best[1])) if gain[best] > 0 else None

    def _grow(self, first: int, label: int) -> list[int]:
        """Conditions are added while they gain."""
        count = len(self._conditions)
        chosen, inside = [first], self._holding(first) & self._left & self._grown
        while len(chosen) < CONDITIONS_MAX:
            right, wrong = (
                np.flatnonzero(inside & (self._says == label)),
                np.flatnonzero(inside & (self._says != label)),
            )
            if not len(wrong):
                break
            with_right, with_wrong = self._counts(right), self._counts(wrong)
            share = len(right) / (len(right) + len(wrong))
            gain = np.concatenate([
                _gain(with_right, with_wrong, share), _gain(len(right) - with_right, len(wrong) - with_wrong, share)
            ])  # fmt: skip
            gain[[place + count for place, one in enumerate(self._conditions) if one.test not in _CONTRARY]] = 0.0
            best = int(gain.argmax())
            if gain[best] <= 0:
                break
            chosen.append(best)
            inside = inside & self._holding(best)
        return chosen

    def _pruned(self, chosen: list[int], label: int) -> list[int]:
        """The first conditions, as many as judge best on what the rule was not grown from."""
        covered, worths = self._left, []
        for condition in chosen:
            covered = covered & self._holding(condition)
            worths.append(lower(*self._judged(covered, label)))
        return chosen[: worths.index(max(worths)) + 1]

    def _rounded(self, chosen: list[int], label: int) -> tuple[tuple[Condition, ...], np.ndarray]:
        """The conditions, each threshold as wide and as round as what it keeps out allows, and what they cover."""
        found = _tightest([self._condition(number) for number in chosen])
        masks = [self._mask(one) for one in found]
        for place, one in enumerate(found):
            if one.test not in ("over", "at most"):
                continue
            rest = np.logical_and.reduce([self._left & self._grown, *masks[:place], *masks[place + 1 :]])
            pairs = [
                (self._seen[row].numbers[one.name], self._says[row] == label)
                for row in np.flatnonzero(rest)
                if one.name in self._seen[row].numbers
            ]
            value = _widened(one, pairs)
            if value is not None:
                found[place] = one._replace(value=value)
                masks[place] = self._mask(found[place])
        return tuple(found), np.logical_and.reduce([self._left, *masks])

    def _mask(self, condition: Condition) -> np.ndarray:
        return np.array([condition.holds(seen) for seen in self._seen])

    def _judged(self, covered: np.ndarray, label: int) -> tuple[int, int]:
        """Right, of how many that no rule was grown on."""
        judged = self._says[covered & ~self._grown]
        return int((judged == label).sum()), len(judged)

    def _otherwise(self) -> list[Rule]:
        """What to say where no rule applies: the label that most of the others have."""
        label = int(np.bincount(self._says[self._left]).argmax()) if self._left.any() else 0
        right, of = self._judged(self._left, label)
        return [Rule((), self._labels[label], right, of)] if 2 * right > of else []

    def _counts(self, rows: np.ndarray) -> np.ndarray:
        held = np.concatenate([self._rows[row] for row in rows]) if len(rows) else np.empty(0, np.int64)
        return np.bincount(held, minlength=len(self._conditions)).astype(float)

    def _holding(self, condition: int) -> np.ndarray:
        count = len(self._conditions)
        held = np.zeros(len(self._rows), bool)
        held[self._holders[condition % count]] = True
        return held if condition < count else ~held

    def _condition(self, number: int) -> Condition:
        count = len(self._conditions)
        found = self._conditions[number % count]
        return found if number < count else found._replace(test=_CONTRARY[found.test])


def _gain(right: np.ndarray, wrong: np.ndarray, prior: np.ndarray | float) -> np.ndarray:
    """What is won by knowing that a condition holds: bits for each of the right ones."""
    with np.errstate(divide="ignore", invalid="ignore"):
        bits = np.log2((right + 0.01) / (right + wrong + 0.02)) - np.log2(prior)
        return np.where(right > 0, right * np.nan_to_num(bits, nan=0.0, neginf=0.0), 0.0)


def _tightest(conditions: list[Condition]) -> list[Condition]:
    """Of two thresholds of the same number on the same side, the later one, which is the tighter."""
    found: dict[tuple, Condition] = {}
    for one in conditions:
        found[one[:2] if one.test in ("over", "at most") else one] = one
    return list(found.values())


def _widened(condition: Condition, pairs: list[tuple[float, bool]]) -> float | None:
    """The roundest threshold up to the first number that is outside and has another label; None: nothing is there."""
    value = float(condition.value)
    if condition.test == "at most":
        high = min((number for number, right in pairs if number > value and not right), default=None)
        low = max((number for number, _ in pairs if high is not None and number < high), default=None)
    else:
        low = max((number for number, right in pairs if number <= value and not right), default=None)
        high = min((number for number, _ in pairs if low is not None and number > low), default=None)
    return None if low is None or high is None else between(low, high)
