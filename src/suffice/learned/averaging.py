"""The average of the linear classifier and another one with the same labels."""

from __future__ import annotations

import numpy as np

from suffice.learned.kinds.linear import Linear
from suffice.learned.predictor import Fields, Guess

SHARPNESS = 3.0  # of the linear scores, so that their softmax is as sure as the other's probabilities


def averaged(linear: Linear, fields: Fields, likely: np.ndarray, *, evidence: bool) -> Guess | None:
    """``likely``: (labels,) probabilities of the other. None where no term of the text is known."""
    scores = linear.scores(fields)
    if scores is None:
        return None
    shares = (likely + softmax(SHARPNESS * scores[None])[0]) / 2
    best = int(shares.argmax())
    why = linear.evidence(fields, best) if evidence else None
    top = float(shares[best])
    shares[best] = 0.0
    return Guess(linear.labels[best], top - float(shares.max()), why)


def softmax(scores: np.ndarray) -> np.ndarray:
    """Of each row."""
    powers = np.exp(scores - scores.max(axis=1, keepdims=True))
    return powers / powers.sum(axis=1, keepdims=True)
