"""A multilayer perceptron in numpy, with its gradient and Adam (Kingma and Ba 2015)."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

HIDDEN = (64, 64)
BETAS, EPSILON = (0.9, 0.999), 1e-8


@dataclass(frozen=True, slots=True, eq=False)
class Network:
    """tanh layers and a linear one; ``weights[i]``: inputs x outputs."""

    weights: tuple[np.ndarray, ...]
    biases: tuple[np.ndarray, ...]

    @classmethod
    def drawn(cls, inputs: int, outputs: int, rng: np.random.Generator) -> Network:
        sizes = (inputs, *HIDDEN, outputs)
        pairs = list(pairwise(sizes))
        weights = tuple(rng.normal(0, 1 / np.sqrt(one), (one, other)) for one, other in pairs)
        return cls(weights, tuple(np.zeros(other) for _, other in pairs))

    @property
    def parameters(self) -> list[np.ndarray]:
        return [*self.weights, *self.biases]

    def __call__(self, inputs: np.ndarray) -> np.ndarray:
        return self.layers(inputs)[-1]

    def layers(self, inputs: np.ndarray) -> list[np.ndarray]:
        """The inputs and what each layer makes of them."""
        values = [inputs]
        for i, (weight, bias) in enumerate(zip(self.weights, self.biases, strict=True)):
            value = values[-1] @ weight + bias
            values.append(value if i == len(self.weights) - 1 else np.tanh(value))
        return values

    def gradient(self, values: list[np.ndarray], slope: np.ndarray) -> list[np.ndarray]:
        """Of a loss by the parameters, given its slope by the outputs."""
        weights, biases = [], []
        for i in reversed(range(len(self.weights))):
            weights.append(values[i].T @ slope)
            biases.append(slope.sum(axis=0))
            if i:
                slope = (slope @ self.weights[i].T) * (1 - values[i] ** 2)
        return [*reversed(weights), *reversed(biases)]


class Adam:
    """Updates parameters in place."""

    def __init__(self, parameters: list[np.ndarray]):
        self.steps = 0
        self.means = [np.zeros_like(one) for one in parameters]
        self.squares = [np.zeros_like(one) for one in parameters]

    def step(self, parameters: list[np.ndarray], gradients: list[np.ndarray], rate: float) -> None:
        self.steps += 1
        first, second = 1 - BETAS[0] ** self.steps, 1 - BETAS[1] ** self.steps
        for value, slope, mean, square in zip(parameters, gradients, self.means, self.squares, strict=True):
            mean += (1 - BETAS[0]) * (slope - mean)
            square += (1 - BETAS[1]) * (slope * slope - square)
            value -= rate * (mean / first) / (np.sqrt(square / second) + EPSILON)
