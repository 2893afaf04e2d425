"""A small network on the linear classifier's terms, averaged with it: it tells labels that only terms together tell."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from suffice.learned.averaging import averaged, softmax
from suffice.learned.kinds.linear import Linear
from suffice.learned.predictor import Fields, Guess, Parts, Predictor

VERSION = 1
_NAMES = {"reads", "hidden", "scale", "hidden_bias", "out", "out_bias"}


class Net(Predictor):
    """``reads``: places in the linear vocabulary, ascending. ``hidden``: (reads, units) int8 with a ``scale`` for each
    unit, ``out``: (units, labels). Labels are those of the linear classifier, in its order."""

    kind = "net"

    def __init__(self, linear: Linear, arrays: dict[str, np.ndarray]) -> None:
        self._linear, self._arrays = linear, arrays
        self._hidden = arrays["hidden"].astype(np.float32) * arrays["scale"].astype(np.float32)
        self._hidden_bias = arrays["hidden_bias"].astype(np.float32)
        self._out, self._out_bias = arrays["out"].astype(np.float32), arrays["out_bias"].astype(np.float32)
        self._row = np.full(linear.terms_known, -1, np.int32)
        self._row[arrays["reads"]] = np.arange(len(arrays["reads"]))

    def guess(self, fields: Fields) -> Guess | None:
        return averaged(self._linear, fields, self._likely(fields), evidence=True)

    def guesses(self, many: Sequence[Fields]) -> list[Guess | None]:
        """The same without evidence."""
        return [averaged(self._linear, fields, self._likely(fields), evidence=False) for fields in many]

    def _likely(self, fields: Fields) -> np.ndarray:
        places, values = self._linear.vector(fields)
        rows = self._row[places]
        read = rows >= 0
        units = np.maximum(values[read] @ self._hidden[rows[read]] + self._hidden_bias, 0.0)
        return softmax((units @ self._out + self._out_bias)[None])[0]

    def parts(self) -> Parts:
        linear = self._linear.parts()
        arrays = {f"linear_{name}": value for name, value in (linear.arrays or {}).items()}
        return Parts({"version": VERSION, "linear": linear.header}, arrays | self._arrays)

    @classmethod
    def of(cls, parts: Parts) -> Net:
        header, arrays = parts.header, dict(parts.arrays or {})
        inner = {name.removeprefix("linear_"): arrays.pop(name) for name in [*arrays] if name.startswith("linear_")}
        if header.get("version") != VERSION or arrays.keys() != _NAMES:
            raise ValueError("no network of this version")
        linear = Linear.of(Parts(header["linear"], inner))
        reads, hidden, out = arrays["reads"], arrays["hidden"], arrays["out"]
        if hidden.shape != (len(reads), len(out)) or out.shape[1:] != (len(linear.labels),):
            raise ValueError("the layers of the network do not fit each other")
        if len(reads) and not 0 <= int(reads.min()) <= int(reads.max()) < linear.terms_known:
            raise ValueError("the network reads terms that are not there")
        return cls(linear, arrays)
