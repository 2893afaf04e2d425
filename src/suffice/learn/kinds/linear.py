"""Fits the linear classifier: a support vector machine over TF-IDF, one against the rest."""

from __future__ import annotations

import warnings
from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import Any

import numpy as np

from suffice.learn.learner import Example, Learner, Unfit
from suffice.learned.kinds import linear
from suffice.learned.kinds.linear import Linear

MOST_TERMS = 60_000
LEAST_INPUTS = 2  # distinct inputs, and users where they are known, that must contain a term


class LinearLearner(Learner):
    rank = 40
    outputs = frozenset({"label"})

    def fit(self, examples: Sequence[Example], output: str, *, seed: int, seconds: float) -> Linear | Unfit:
        labels = sorted({example.value for example in examples})
        if len(labels) < 2:
            return Unfit("every example has the same label" if labels else "no examples")
        counted = [linear.terms(example.fields) for example in examples]
        vocabulary, coarse = _vocabulary(counted, examples)
        if not vocabulary:
            return Unfit(f"no term occurs in {LEAST_INPUTS} inputs")
        matrix, idf = _matrix(counted, vocabulary, coarse)
        place = {label: number for number, label in enumerate(labels)}
        weights, bias = _machine(matrix, np.array([place[example.value] for example in examples]), len(labels), seed)
        return _stored(Linear(vocabulary, coarse, idf, weights, bias, labels))


def _stored(fitted: Linear) -> Linear:
    """As it will be loaded: what is judged is what serves."""
    return Linear.of(fitted.parts())


def matrix_of(fitted: Linear, examples: Sequence[Example]):
    """TF-IDF rows (requests, terms) as the fitted classifier sees them."""
    from scipy.sparse import csr_matrix

    rows = [fitted.vector(example.fields) for example in examples]
    starts = np.cumsum([0, *(len(places) for places, _ in rows)])
    places, values = (np.concatenate(column) for column in zip(*rows, strict=True))
    return csr_matrix((values, places, starts), (len(rows), fitted.terms_known))


def _vocabulary(
    counted: Sequence[tuple[Counter[str], Counter[str]]], examples: Sequence[Example]
) -> tuple[list[str], int]:
    """Terms that enough inputs, and enough users, contain; words and pairs first. The most frequent ones are kept."""
    kept = []
    for block in (0, 1):
        inputs: Counter[str] = Counter()
        for both in counted:
            inputs.update(both[block].keys())
        allowed = {term for term, count in inputs.items() if count >= LEAST_INPUTS}
        if any(example.user is not None for example in examples):
            users: dict[str, set[str | None]] = defaultdict(set)
            for both, example in zip(counted, examples, strict=True):
                for term in both[block].keys() & allowed:
                    if len(users[term]) < LEAST_INPUTS:
                        users[term].add(example.user)
            allowed = {term for term in allowed if len(users[term]) >= LEAST_INPUTS}
        kept.append(sorted(sorted(allowed), key=lambda term: -inputs[term])[: MOST_TERMS // 2])
    return kept[0] + kept[1], len(kept[0])


def _matrix(counted, vocabulary: Sequence[str], coarse: int):
    """TF-IDF rows (requests, terms), either block of a row of length 1, and the inverse document frequencies."""
    from scipy.sparse import csr_matrix

    index = {term: place for place, term in enumerate(vocabulary)}
    starts, places, values = [0], [], []
    for both in counted:
        for block in both:
            known = [(index[term], count) for term, count in block.items() if term in index]
            places += [place for place, _ in known]
            values += [count for _, count in known]
        starts.append(len(places))
    columns = np.array(places, np.int32)
    inputs = np.bincount(columns, minlength=len(vocabulary))
    idf = np.asarray(np.log((1 + len(counted)) / (1 + inputs)) + 1, dtype=np.float32)
    data = (1 + np.log(np.array(values, np.float32))) * idf[columns]
    rows = np.repeat(np.arange(len(counted)), np.diff(starts))
    block = rows * 2 + (columns >= coarse)
    lengths = np.sqrt(np.bincount(block, data**2, minlength=2 * len(counted)))
    data /= np.where(lengths[block] == 0, 1, lengths[block])
    return csr_matrix((data.astype(np.float32), columns, starts), (len(counted), len(vocabulary))), idf


def _machine(matrix, labels: np.ndarray, count: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Weights (terms, labels) and bias (labels,)."""
    from sklearn.exceptions import ConvergenceWarning
    from sklearn.svm import LinearSVC

    machine: Any = LinearSVC(C=1.0, random_state=seed, max_iter=2000)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)
        machine.fit(matrix, labels)
    weights, bias = machine.coef_.T.astype(np.float32), machine.intercept_.astype(np.float32)
    if count == 2:  # one separating plane: its two sides
        return np.hstack([-weights, weights]), np.concatenate([-bias, bias])
    return weights, bias
