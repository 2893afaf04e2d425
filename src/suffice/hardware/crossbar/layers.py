"""A network as a stack of layers. Products with a weight matrix are left to whoever runs it: numpy, or a chip.

``apply(x, product)`` gets ``product(name, x)``, which multiplies (vectors, inputs) by the matrix of that name.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.special import erf

from suffice.errors import UsageError

Array = np.ndarray
Product = Callable[[str, Array], Array]

ACTIVATIONS: dict[str, Callable[[Array], Array]] = {
    "identity": lambda x: x,
    "relu": lambda x: np.maximum(x, 0.0),
    "tanh": np.tanh,
    "logistic": lambda x: 0.5 * (1.0 + np.tanh(0.5 * x)),
    "gelu": lambda x: 0.5 * x * (1.0 + erf(x / np.sqrt(2.0))),
    "silu": lambda x: x * 0.5 * (1.0 + np.tanh(0.5 * x)),
    "softmax": lambda x: softmax(x),
}


def softmax(x: Array) -> Array:
    powers = np.exp(x - x.max(axis=-1, keepdims=True))
    return powers / powers.sum(axis=-1, keepdims=True)


class Layer(ABC):
    """``matrices``: what belongs on arrays, each (outputs, inputs)."""

    def matrices(self) -> Mapping[str, Array]:
        return {}

    @abstractmethod
    def apply(self, x: Array, product: Product) -> Array: ...


def numbers(value: object, name: str = "") -> Iterator[tuple[str, Array]]:
    """All arrays of a layer and of those within it, by place and field: "0.bias"."""
    if isinstance(value, np.ndarray):
        yield name, value
    elif isinstance(value, list | tuple):
        for place, one in enumerate(value):
            yield from numbers(one, f"{name}.{place}".removeprefix("."))
    elif isinstance(value, Stack):
        yield from numbers(tuple(value.layers), name)
    elif isinstance(value, Layer):
        for field, one in vars(value).items():
            yield from numbers(one, f"{name}.{field}".removeprefix("."))


@dataclass(frozen=True)
class Dense(Layer):
    """``weight``: (outputs, inputs); ``bias``: (outputs,) or None, added digitally. Works on the last axis."""

    weight: Array
    bias: Array | None = None

    def matrices(self) -> Mapping[str, Array]:
        return {"weight": self.weight}

    def apply(self, x: Array, product: Product) -> Array:
        flat = product("weight", x.reshape(-1, x.shape[-1])).reshape(*x.shape[:-1], -1)
        return flat if self.bias is None else flat + self.bias


@dataclass(frozen=True)
class Activation(Layer):
    kind: str

    def __post_init__(self) -> None:
        if self.kind not in ACTIVATIONS:
            raise UsageError(f"no activation '{self.kind}'; there are: {', '.join(ACTIVATIONS)}")

    def apply(self, x: Array, product: Product) -> Array:
        return ACTIVATIONS[self.kind](x)


@dataclass(frozen=True)
class Affine(Layer):
    """x * scale + shift, digitally."""

    scale: Array
    shift: Array

    def apply(self, x: Array, product: Product) -> Array:
        return x * self.scale + self.shift


@dataclass(frozen=True)
class Flatten(Layer):
    def apply(self, x: Array, product: Product) -> Array:
        return x.reshape(len(x), -1)


@dataclass(frozen=True)
class Select(Layer):
    """Some of the inputs, by their places."""

    places: Array

    def apply(self, x: Array, product: Product) -> Array:
        return x[..., self.places]


@dataclass(frozen=True)
class Stack(Layer):
    """Layers one after another; their matrices are named by place: "0.weight", "2.weight"."""

    layers: Sequence[Layer]

    def matrices(self) -> Mapping[str, Array]:
        return _numbered(self.layers)

    def apply(self, x: Array, product: Product) -> Array:
        for place, layer in enumerate(self.layers):
            x = layer.apply(x, lambda name, x, place=place: product(f"{place}.{name}", x))
        return x

    def exact(self, x: Array) -> Array:
        """The same in floating point."""
        matrices = self.matrices()
        return self.apply(np.asarray(x, dtype=np.float64), lambda name, x: x @ matrices[name].T)


@dataclass(frozen=True)
class Average(Layer):
    """The mean of what several stacks make of the same input."""

    stacks: Sequence[Stack]

    def matrices(self) -> Mapping[str, Array]:
        return _numbered(self.stacks)

    def apply(self, x: Array, product: Product) -> Array:
        parts = [
            stack.apply(x, lambda name, x, place=place: product(f"{place}.{name}", x))
            for place, stack in enumerate(self.stacks)
        ]
        return np.mean(parts, axis=0)


def _numbered(parts: Sequence[Layer]) -> Mapping[str, Array]:
    return {f"{place}.{name}": matrix for place, part in enumerate(parts) for name, matrix in part.matrices().items()}
