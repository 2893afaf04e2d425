"""Fits the ensemble of an embedding classifier and the linear one."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from suffice.errors import UsageError
from suffice.learn.kinds.linear import LinearLearner
from suffice.learn.learner import Example, Learner, Unfit
from suffice.learned.encoder import encoder
from suffice.learned.kinds.ensemble import Ensemble, text


class EnsembleLearner(Learner):
    rank = 60
    outputs = frozenset({"label"})

    def fit(self, examples: Sequence[Example], output: str, *, seed: int, seconds: float) -> Ensemble | Unfit:
        """Encoding takes some 8 ms of a core for each example; there must be time for all of them."""
        from sklearn.linear_model import LogisticRegression

        try:
            embed = encoder()
        except UsageError as missing:
            return Unfit(str(missing))
        if len(examples) * 0.01 > seconds:
            return Unfit(f"encoding {len(examples)} examples takes more than the {seconds:.0f} s left", late=True)
        linear = LinearLearner().fit(examples, output, seed=seed, seconds=seconds)
        if isinstance(linear, Unfit):
            return linear
        place = {label: number for number, label in enumerate(linear.labels)}
        labels = np.array([place[example.value] for example in examples])
        rows = embed.encode([text(example.fields) for example in examples])
        fitted = LogisticRegression(C=10.0, max_iter=300).fit(rows, labels)
        weights, bias = fitted.coef_.T, fitted.intercept_
        if len(linear.labels) == 2:  # one regression: the softmax of (0, score)
            weights, bias = np.hstack([0 * weights, weights]), np.concatenate([0 * bias, bias])
        weights = weights.astype(np.float16).astype(np.float32)  # as it will be loaded
        return Ensemble(linear, weights, bias.astype(np.float32), embed)
