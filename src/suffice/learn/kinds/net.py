"""Fits the small network: one hidden layer over TF-IDF."""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from typing import Any

import numpy as np

from suffice.learn.kinds.linear import LinearLearner, matrix_of
from suffice.learn.learner import Example, Learner, Unfit
from suffice.learned.kinds.net import Net

UNITS = 128
MOST_TERMS, MOST = 20_000, 20_000  # terms that it reads, examples
_BATCH, _STEPS, _LEAST_ROUNDS = 128, 600, 8
_SECONDS = 1.2e-8  # for each weight in each step


class NetLearner(Learner):
    rank = 50
    outputs = frozenset({"label"})

    def fit(self, examples: Sequence[Example], output: str, *, seed: int, seconds: float) -> Net | Unfit:
        from sklearn.neural_network import MLPClassifier

        linear = LinearLearner().fit(examples, output, seed=seed, seconds=seconds)
        if isinstance(linear, Unfit):
            return linear
        kept = examples[:MOST]
        matrix: Any = matrix_of(linear, kept)
        often = np.argsort(-np.bincount(matrix.indices, minlength=matrix.shape[1]), kind="stable")
        reads = np.sort(often[:MOST_TERMS]).astype(np.int32)
        steps = -(-len(kept) // _BATCH)
        rounds = max(_LEAST_ROUNDS, round(_STEPS / steps))
        needed = steps * rounds * len(reads) * UNITS * _SECONDS
        if needed > seconds:
            return Unfit(
                f"fitting {len(kept)} examples takes some {needed:.0f} s, more than the {seconds:.0f} s left", late=True
            )
        place = {label: number for number, label in enumerate(linear.labels)}
        settings: dict[str, Any] = {"batch_size": min(_BATCH, len(kept)), "max_iter": rounds, "random_state": seed}
        net: Any = MLPClassifier((UNITS,), alpha=1e-4, learning_rate_init=3e-3, **settings)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # that it is stopped after so many rounds
            net.fit(matrix[:, reads], [place[example.value] for example in kept])
        return Net(linear, _arrays(net, reads, len(linear.labels)))


def _arrays(net: Any, reads: np.ndarray, labels: int) -> dict[str, np.ndarray]:
    """As they are stored. Labels that none of the examples had are never said."""
    hidden, out = net.coefs_
    bias = net.intercepts_[1]
    if len(net.classes_) == 2:  # one unit: the softmax of (0, score)
        out, bias = np.hstack([0 * out, out]), np.concatenate([0 * bias, bias])
    whole, whole_bias = np.zeros((len(out), labels)), np.full(labels, -1e4)
    whole[:, net.classes_], whole_bias[net.classes_] = out, bias
    scale = np.abs(hidden).max(axis=0) / 127.0
    scale[scale == 0] = 1.0
    return {
        "reads": reads,
        "hidden": np.round(hidden / scale).astype(np.int8),
        "scale": scale.astype(np.float32),
        "hidden_bias": net.intercepts_[0].astype(np.float32),
        "out": whole.astype(np.float16),
        "out_bias": whole_bias.astype(np.float32),
    }
