"""Layers of images and of transformers: convolution, attention, mixtures of experts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from suffice.hardware.crossbar.layers import Array, Dense, Layer, Product, Stack, softmax


@dataclass(frozen=True)
class Convolution(Layer):
    """``weight``: (outputs, channels, height, width); images are (n, channels, height, width)."""

    weight: Array
    bias: Array | None = None
    stride: int = 1
    padding: int = 0

    def matrices(self) -> Mapping[str, Array]:
        return {"weight": self.weight.reshape(len(self.weight), -1)}

    def apply(self, x: Array, product: Product) -> Array:
        high, wide = self.weight.shape[2:]
        edge, step = (self.padding, self.padding), self.stride
        padded = np.pad(x, ((0, 0), (0, 0), edge, edge))
        seen = np.lib.stride_tricks.sliding_window_view(padded, (high, wide), axis=(2, 3))  # type: ignore[call-overload]
        seen = seen[:, :, ::step, ::step]
        n, channels, rows, cols = seen.shape[:4]
        patches = seen.transpose(0, 2, 3, 1, 4, 5).reshape(n * rows * cols, channels * high * wide)
        y = product("weight", patches)
        if self.bias is not None:
            y = y + self.bias
        return y.reshape(n, rows, cols, -1).transpose(0, 3, 1, 2)


@dataclass(frozen=True)
class Pool(Layer):
    """Over squares of ``size`` without overlap; "max" or "mean"."""

    size: int
    kind: str = "max"

    def apply(self, x: Array, product: Product) -> Array:
        n, channels, rows, cols = x.shape
        size = self.size
        blocks = x[:, :, : rows // size * size, : cols // size * size]
        blocks = blocks.reshape(n, channels, rows // size, size, cols // size, size)
        return blocks.max(axis=(3, 5)) if self.kind == "max" else blocks.mean(axis=(3, 5))


@dataclass(frozen=True)
class Norm(Layer):
    """Layer normalisation over the last axis."""

    scale: Array
    shift: Array
    epsilon: float = 1e-5

    def apply(self, x: Array, product: Product) -> Array:
        centred = x - x.mean(axis=-1, keepdims=True)
        return centred / np.sqrt((centred**2).mean(axis=-1, keepdims=True) + self.epsilon) * self.scale + self.shift


@dataclass(frozen=True)
class TokenMean(Layer):
    """(n, tokens, width) to (n, width)."""

    def apply(self, x: Array, product: Product) -> Array:
        return x.mean(axis=1)


@dataclass(frozen=True)
class Attention(Layer):
    """Self-attention over (n, tokens, width). The four projections stand on arrays; scores and softmax are digital,
    because they multiply data with data. Matrices are (outputs, inputs), biases (outputs,) or None."""

    query: Dense
    key: Dense
    value: Dense
    output: Dense
    heads: int
    causal: bool = False

    def matrices(self) -> Mapping[str, Array]:
        return {name: getattr(self, name).weight for name in ("query", "key", "value", "output")}

    def apply(self, x: Array, product: Product) -> Array:
        def through(name: str, x: Array) -> Array:
            return getattr(self, name).apply(x, lambda _, flat: product(name, flat))

        n, tokens, _ = x.shape
        q, k, v = (
            through(name, x).reshape(n, tokens, self.heads, -1).swapaxes(1, 2) for name in ("query", "key", "value")
        )
        scores = q @ k.swapaxes(2, 3) / np.sqrt(q.shape[-1])
        if self.causal:
            scores = np.where(np.tri(tokens, dtype=bool), scores, -np.inf)
        return through("output", (softmax(scores) @ v).swapaxes(1, 2).reshape(n, tokens, -1))


@dataclass(frozen=True)
class Residual(Layer):
    """x plus what the inner stack makes of it."""

    inner: Stack

    def matrices(self) -> Mapping[str, Array]:
        return self.inner.matrices()

    def apply(self, x: Array, product: Product) -> Array:
        return x + self.inner.apply(x, product)


@dataclass(frozen=True)
class Experts(Layer):
    """A mixture of experts: the router's ``top`` best ones see a vector, and only they are read. The router is digital
    where it is not on the chip: it decides, and a wrong decision cannot be averaged out."""

    router: Dense
    experts: Sequence[Stack]
    top: int
    router_on_chip: bool = False

    def matrices(self) -> Mapping[str, Array]:
        found = {"router": self.router.weight} if self.router_on_chip else {}
        for number, expert in enumerate(self.experts):
            found |= {f"{number}.{name}": matrix for name, matrix in expert.matrices().items()}
        return found

    def apply(self, x: Array, product: Product) -> Array:
        flat = x.reshape(-1, x.shape[-1])

        def routed(_: str, x: Array) -> Array:
            return product("router", x) if self.router_on_chip else x @ self.router.weight.T

        scores = self.router.apply(flat, routed)
        best = np.argsort(-scores, axis=1)[:, : self.top]
        share = softmax(np.take_along_axis(scores, best, axis=1))
        total: Array | None = None
        for number, expert in enumerate(self.experts):
            rows, place = np.nonzero(best == number)
            if len(rows) == 0:
                continue
            y = expert.apply(flat[rows], lambda name, x, number=number: product(f"{number}.{name}", x))
            total = np.zeros((len(flat), y.shape[1])) if total is None else total
            total[rows] += share[rows, place][:, None] * y
        return np.asarray(total).reshape(*x.shape[:-1], -1)
