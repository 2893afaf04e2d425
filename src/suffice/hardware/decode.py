"""The work behind tokens: what a server multiplies and reads while it writes the reply of a language model."""

from __future__ import annotations

from suffice.hardware._weights import Weights
from suffice.records import Product, Work

_WIDTH = 4096  # of the matrices that active weights are told as: machines with arrays ask for sizes


def decode(weights: Weights, tokens: float, batch: float, dtype: str = "bf16") -> Work:
    """Writing ``tokens`` in batches of ``batch`` sequences: 2 operations for each active weight and token; in each step
    the weights that any of the batch needs are read once, for which experts are taken to be chosen independently:

        touched = total * (1 - (1 - active / total)^batch)

    The cache of keys and values is not counted: machines' constants are fitted to runs that had one.
    """
    total_b, active_b = weights.gigabytes()[0] * 8 / weights.bits, weights.active()[0]
    active_b = min(active_b, total_b)
    touched = total_b * (1 - (1 - active_b / total_b) ** batch) if active_b < total_b else total_b
    steps = tokens / batch
    matrices = max(1, round(active_b * 1e9 / _WIDTH**2))
    one = Product(batch, _WIDTH, active_b * 1e9 / matrices / _WIDTH, dtype, steps)
    return Work((one,) * matrices, steps * touched * 1e9 * weights.bits / 8)
