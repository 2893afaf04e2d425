"""Noise-aware fine-tuning: the network goes on learning with weights as the chip would hold them.

In every batch the weights are those of a fresh programming (``Written.at``, the same model of the device that the
answer uses); their gradients move the exact ones. What comes out leans on no single weight.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from suffice.errors import UsageError
from suffice.hardware.crossbar.aging import Array, Written
from suffice.hardware.crossbar.chip import Chip
from suffice.hardware.crossbar.layers import Activation, Affine, Dense, Flatten, Layer, Stack, softmax
from suffice.hardware.crossbar.planes import differences, pairs_us

_SLOPES = {
    "identity": lambda y: np.ones_like(y),
    "relu": lambda y: (y > 0).astype(float),
    "tanh": lambda y: 1.0 - y**2,
    "logistic": lambda y: y * (1.0 - y),
}  # of the activations, by their results
CLIP = 3.0  # weights are kept within so many of their standard deviations, so that the window is used by many


def tune(
    stack: Stack,
    chip: Chip,
    x: Array,
    labels: Array,
    *,
    t_s: float = 1.0,
    epochs: int = 30,
    batch: int = 32,
    rate: float = 1e-3,
    seed: int = 0,
) -> Stack:
    """A stack that was tuned to stand the noise of ``chip`` at ``t_s``; ``labels``: class numbers.

    Takes dense layers and simple activations. Wires and converters are not part of the training.
    Raises UsageError for other layers.
    """
    _checked(stack)
    rng = np.random.default_rng(seed)
    layers = list(stack.layers)
    steps = _Adam(rate)
    for _ in range(epochs):
        order = rng.permutation(len(x))
        for begin in range(0, len(x), batch):
            rows = order[begin : begin + batch]
            held = [_held(chip, layer, t_s, rng) for layer in layers]
            for place, gradients in _gradients(held, x[rows], labels[rows]).items():
                layers[place] = _stepped(layers[place], gradients, steps, place)
    return Stack(tuple(layers))


def _checked(stack: Stack) -> None:
    for layer in stack.layers:
        if isinstance(layer, Activation) and layer.kind not in _SLOPES:
            raise UsageError(f"fine-tuning knows the activations {', '.join(_SLOPES)}, not '{layer.kind}'")
        if not isinstance(layer, Dense | Activation | Affine | Flatten):
            raise UsageError(f"fine-tuning takes dense layers and activations, not {type(layer).__name__}")


def _held(chip: Chip, layer: Layer, t_s: float, rng: np.random.Generator) -> Layer:
    """The layer with weights as one programming would hold them, put right on average as the chip does."""
    if not isinstance(layer, Dense):
        return layer
    window = chip.window()
    scale = float(np.abs(layer.weight).max()) or 1.0
    target = pairs_us(layer.weight / scale, window)
    written = Written(
        chip.preset, target, target, rng.standard_normal((5, *target.shape)), np.full(target.shape, np.nan)
    )
    held = differences(written.at(t_s)).T * (scale / (window[1] - window[0]))
    gain = (held * layer.weight).sum() / max((held**2).sum(), 1e-300)
    return replace(layer, weight=held * gain)


def _gradients(layers: list[Layer], x: Array, labels: Array) -> dict[int, tuple[Array, Array]]:
    """Of the mean cross-entropy, for the weight and bias of every dense layer."""
    seen, given = [], x
    for layer in layers:
        seen.append(given)
        given = layer.apply(given, lambda name, x, layer=layer: x @ layer.matrices()[name].T)
    back = softmax(given)
    back[np.arange(len(x)), labels] -= 1.0
    back /= len(x)
    found: dict[int, tuple[Array, Array]] = {}
    results = [*seen[1:], given]
    for place in range(len(layers) - 1, -1, -1):
        layer = layers[place]
        if isinstance(layer, Dense):
            found[place] = (back.T @ seen[place], back.sum(axis=0))
            back = back @ layer.weight
        elif isinstance(layer, Activation):
            back = back * _SLOPES[layer.kind](results[place])
        elif isinstance(layer, Affine):
            back = back * layer.scale
        else:
            back = back.reshape(seen[place].shape)
    return found


def _stepped(layer: Layer, gradients: tuple[Array, Array], steps: _Adam, place: int) -> Layer:
    assert isinstance(layer, Dense)
    weight = layer.weight - steps.step((place, "weight"), gradients[0])
    most = CLIP * weight.std()
    bias = None if layer.bias is None else layer.bias - steps.step((place, "bias"), gradients[1])
    return Dense(np.clip(weight, -most, most), bias)


class _Adam:
    """Kingma and Ba, ICLR 2015."""

    def __init__(self, rate: float) -> None:
        self._rate = rate
        self._state: dict[tuple[int, str], tuple[int, Array, Array]] = {}

    def step(self, name: tuple[int, str], gradient: Array) -> Array:
        count, mean, square = self._state.get(name, (0, np.zeros_like(gradient), np.zeros_like(gradient)))
        count, mean, square = count + 1, 0.9 * mean + 0.1 * gradient, 0.999 * square + 0.001 * gradient**2
        self._state[name] = (count, mean, square)
        return self._rate * (mean / (1 - 0.9**count)) / (np.sqrt(square / (1 - 0.999**count)) + 1e-8)
