"""The average of two classifiers: logistic regression on a sentence embedding, and the linear one on terms."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from suffice.learned.averaging import averaged, softmax
from suffice.learned.encoder import Encoder, encoder
from suffice.learned.kinds.linear import Linear
from suffice.learned.predictor import Fields, Guess, Parts, Predictor

VERSION = 1


class Ensemble(Predictor):
    """``weights``: (embedding, labels) float32. Labels are those of the linear classifier, in its order."""

    kind = "ensemble"

    def __init__(self, linear: Linear, weights: np.ndarray, bias: np.ndarray, embed: Encoder) -> None:
        self._linear, self._weights, self._bias, self._encoder = linear, weights, bias, embed

    def guess(self, fields: Fields) -> Guess | None:
        return self._guesses([fields], evidence=True)[0]

    def guesses(self, many: Sequence[Fields]) -> list[Guess | None]:
        return self._guesses(many, evidence=False)

    def _guesses(self, many: Sequence[Fields], *, evidence: bool) -> list[Guess | None]:
        likely = softmax(self._encoder.encode([text(fields) for fields in many]) @ self._weights + self._bias)
        return [
            averaged(self._linear, fields, row, evidence=evidence) for fields, row in zip(many, likely, strict=True)
        ]

    def parts(self) -> Parts:
        linear = self._linear.parts()
        arrays = {f"linear_{name}": value for name, value in (linear.arrays or {}).items()}
        header = {"version": VERSION, "linear": linear.header, "encoder": self._encoder.id}
        return Parts(header, arrays | {"weights": self._weights.astype(np.float16), "bias": self._bias})

    @classmethod
    def of(cls, parts: Parts) -> Ensemble:
        """Raises ValueError, and UsageError where the encoder is not installed."""
        header, arrays = parts.header, dict(parts.arrays or {})
        if header.get("version") != VERSION:
            raise ValueError("no ensemble of this version")
        embed = encoder()
        if embed.id != header["encoder"]:
            raise ValueError("it was learned on another sentence encoder than the one installed")
        weights, bias = arrays.pop("weights").astype(np.float32), arrays.pop("bias").astype(np.float32)
        inner = {name.removeprefix("linear_"): value for name, value in arrays.items()}
        linear = Linear.of(Parts(header["linear"], inner))
        if weights.shape[1] != len(linear.labels) or bias.shape != weights.shape[1:]:
            raise ValueError("its two classifiers have different labels")
        return cls(linear, weights, bias, embed)


def text(fields: Fields) -> str:
    """What is embedded: the slots' texts, a line each."""
    return "\n".join(fields.values())
