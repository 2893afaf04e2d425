"""The transformer: an encoder over tokens, learned queries for a chunk of control steps. Parameters are plain dicts."""

from __future__ import annotations

from dataclasses import dataclass

import jax
import jax.numpy as jnp
import numpy as np
from benchmarks.end_to_end.tokens import PER_ARM, PER_TOKEN

CHUNK = 20  # control steps, one second
OUTPUTS = 5  # x, y, z, turn, fingers
HEADS = 4
PATCHES = 9  # of each picture, after its convolutions
CONVOLUTIONS = ((3, 24, 6, 3), (24, 48, 3, 2), (48, 96, 3, 2), (96, 96, 2, 2))  # from, to, size, stride: to 3 x 3


@dataclass(frozen=True, slots=True)
class Shape:
    width: int = 96
    encoder: int = 3
    decoder: int = 1
    pictures: bool = False  # two cameras instead of tokens


def drawn(shape: Shape, seed: int) -> dict:
    """Parameters at the start."""
    keys = iter(jax.random.split(jax.random.PRNGKey(seed), 200))
    d = shape.width

    def linear(inputs: int, outputs: int, gain: float = 1.0):
        return {"w": gain * jax.random.normal(next(keys), (inputs, outputs)) / np.sqrt(inputs), "b": jnp.zeros(outputs)}

    def layer():
        norms = {name: jnp.ones(d) for name in ("before", "between")}
        attention = {name: linear(d, d) for name in ("q", "k", "v")} | {"o": linear(d, d, 0.3)}
        return {**norms, **attention, "in": linear(d, 4 * d), "out": linear(4 * d, d, 0.3)}

    parameters = {
        "arm": linear(PER_ARM, d),
        "encoder": [layer() for _ in range(shape.encoder)],
        "decoder": [layer() for _ in range(shape.decoder)],
        "queries": 0.5 * jax.random.normal(next(keys), (CHUNK, d)),
        "memory": jnp.ones(d),
        "end": jnp.ones(d),
        "actions": linear(d, OUTPUTS, 0.1),
    }
    if not shape.pictures:
        return parameters | {"token": linear(PER_TOKEN, d)}
    stems = [
        {"w": jax.random.normal(next(keys), (size, size, i, o)) * np.sqrt(2 / (size * size * i)), "b": jnp.zeros(o)}
        for i, o, size, _ in CONVOLUTIONS
    ]
    places = 0.3 * jax.random.normal(next(keys), (2 * PATCHES, d))
    return parameters | {"stem": stems, "token": linear(CONVOLUTIONS[-1][1], d), "places": places}


def chunk(parameters: dict, things: jnp.ndarray, arm: jnp.ndarray) -> jnp.ndarray:
    """Actions, batch x CHUNK x OUTPUTS: four of them are meant for -1..1, the last one's sign closes the fingers.

    ``things``: batch x tokens x PER_TOKEN, or pictures, batch x 2 x 84 x 84 x 3 bytes. ``arm``: batch x PER_ARM.
    """
    if "stem" in parameters:
        tokens = _linear(parameters["token"], _patches(parameters["stem"], things)) + parameters["places"]
    else:
        tokens = _linear(parameters["token"], things)
    x = jnp.concatenate([_linear(parameters["arm"], arm)[:, None], tokens], 1)
    for layer in parameters["encoder"]:
        x = _block(layer, x, None)
    memory = _norm(parameters["memory"], x)
    q = jnp.broadcast_to(parameters["queries"], (len(x), *parameters["queries"].shape))
    for layer in parameters["decoder"]:
        q = _block(layer, q, memory)
    return _linear(parameters["actions"], _norm(parameters["end"], q))


def size_of(parameters: dict) -> int:
    return sum(one.size for one in jax.tree.leaves(parameters))


def _patches(stem: list, pictures: jnp.ndarray) -> jnp.ndarray:
    """Two pictures as 2 x PATCHES vectors."""
    x = pictures.reshape(-1, *pictures.shape[2:]).astype(jnp.float32) / 127.5 - 1
    for kernel, (_, _, _, stride) in zip(stem, CONVOLUTIONS, strict=True):
        x = jax.lax.conv_general_dilated(
            x, kernel["w"], (stride, stride), "VALID", dimension_numbers=("NHWC", "HWIO", "NHWC")
        )
        x = jax.nn.relu(x + kernel["b"])
    return x.reshape(len(pictures), -1, x.shape[-1])


def _block(p: dict, x: jnp.ndarray, memory: jnp.ndarray | None) -> jnp.ndarray:
    """Attention to itself or to the memory, then two layers; normalised before each."""
    normed = _norm(p["before"], x)
    x = x + _attended(p, normed, normed if memory is None else memory)
    return x + _linear(p["out"], jax.nn.relu(_linear(p["in"], _norm(p["between"], x))))


def _attended(p: dict, x: jnp.ndarray, memory: jnp.ndarray) -> jnp.ndarray:
    q, k, v = (_heads(_linear(p[name], of)) for name, of in (("q", x), ("k", memory), ("v", memory)))
    weight = jax.nn.softmax(jnp.einsum("bqhd,bkhd->bhqk", q, k) / np.sqrt(q.shape[-1]))
    return _linear(p["o"], jnp.einsum("bhqk,bkhd->bqhd", weight, v).reshape(x.shape))


def _heads(x: jnp.ndarray) -> jnp.ndarray:
    return x.reshape(*x.shape[:-1], HEADS, -1)


def _linear(p: dict, x: jnp.ndarray) -> jnp.ndarray:
    return x @ p["w"] + p["b"]


def _norm(gain: jnp.ndarray, x: jnp.ndarray) -> jnp.ndarray:
    """By the root of the mean square (Zhang and Sennrich 2019)."""
    return x * jax.lax.rsqrt((x * x).mean(-1, keepdims=True) + 1e-5) * gain
