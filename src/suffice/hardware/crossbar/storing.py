"""Networks in files: arrays with a description of the layers beside them, and nothing that could run.

NAME.npz or NAME.safetensors holds the arrays; the text ``layers`` (an array of one string, or the metadata of that
name) is JSON: a list of {"layer": ...} with the names of arrays. Without it, ``*.weight`` in their order are dense
layers, or convolutions where they have four axes, with ReLU between them: what a plain torch state dict holds.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import fields
from pathlib import Path
from typing import Any

import numpy as np

from suffice.errors import UsageError
from suffice.hardware.crossbar import blocks, layers
from suffice.hardware.crossbar.layers import Activation, Array, Dense, Flatten, Layer, Stack
from suffice.hardware.crossbar.mesh import finite
from suffice.records import Json

SPEC = "layers"
_KINDS: dict[str, type[Layer]] = {
    kind.__name__.lower(): kind
    for kind in (
        layers.Dense, layers.Activation, layers.Affine, layers.Flatten, layers.Select, layers.Average, layers.Stack,
        blocks.Convolution, blocks.Pool, blocks.Norm, blocks.TokenMean, blocks.Attention, blocks.Residual,
        blocks.Experts,
    )
}  # fmt: skip
SUFFIXES = (".npz", ".safetensors")


def save(stack: Stack, path: Path) -> None:
    """Write a network as ``.npz``."""
    arrays: dict[str, Array] = {}
    spec = [_described(layer, str(place), arrays) for place, layer in enumerate(stack.layers)]
    np.savez_compressed(path, **{SPEC: np.array(json.dumps(spec))}, **arrays)  # pyright: ignore[reportArgumentType]  # newer numpy names another parameter


def load(path: Path) -> Stack:
    """A network from a file. Raises UsageError for what cannot be read or describes no network."""
    spec, arrays = _contents(path)
    try:
        built = _built(spec, arrays) if spec is not None else plain(arrays)
    except UsageError as error:
        raise UsageError(f"{path}: {error}") from None
    except (KeyError, TypeError, ValueError, AttributeError, IndexError) as error:
        raise UsageError(f"{path} describes no network ({error!r}): see docs/chip.md for the form") from None
    return built


def arrays_in(path: Path) -> dict[str, Array]:
    """The arrays of an ``.npz`` file, nothing unpickled. Raises UsageError."""
    try:
        with np.load(path, allow_pickle=False) as stored:
            return {name: stored[name] for name in stored.files}
    except Exception as error:  # whatever readers of zip files and arrays raise for what is neither
        raise UsageError(f"{path} cannot be read as arrays ({error}): write it with numpy.savez") from None


def _contents(path: Path) -> tuple[Json | None, Mapping[str, Array]]:
    if path.suffix == ".safetensors":
        from safetensors import safe_open

        try:
            with safe_open(path, framework="numpy") as stored:
                told = (stored.metadata() or {}).get(SPEC)
                arrays = {name: stored.get_tensor(name) for name in stored.keys()}  # noqa: SIM118
        except Exception as error:
            raise UsageError(f"{path} cannot be read as safetensors ({error})") from None
        return _json(path, told), arrays
    if path.suffix != ".npz":
        raise UsageError(
            f"{path}: a network is a folder of learned solvers, or a file ending in {' or '.join(SUFFIXES)}; "
            "pickles are not opened: convert a scikit-learn or torch model with suffice.hardware.crossbar.foreign"
        )
    arrays = arrays_in(path)
    told = arrays.pop(SPEC, None)
    return _json(path, None if told is None else str(told)), arrays


def _json(path: Path, told: str | None) -> Json | None:
    if told is None:
        return None
    try:
        return json.loads(told)
    except (ValueError, RecursionError):
        raise UsageError(f"{path}: '{SPEC}' is no JSON: see docs/chip.md for the form") from None


def _described(value: Any, name: str, arrays: dict[str, Array]) -> Json:
    """A layer as JSON; its arrays go into ``arrays`` under names that begin with ``name``."""
    if isinstance(value, Layer):
        row: dict[str, Json] = {"layer": type(value).__name__.lower()}
        for field in fields(value):  # pyright: ignore[reportArgumentType]
            row[field.name] = _described(getattr(value, field.name), f"{name}.{field.name}", arrays)
        return row
    if isinstance(value, np.ndarray):
        arrays[name] = value
        return {"array": name}
    if isinstance(value, list | tuple):
        return [_described(one, f"{name}.{place}", arrays) for place, one in enumerate(value)]
    return value


def _built(value: Json, arrays: Mapping[str, Array]) -> Stack:
    if not isinstance(value, list) or not value:
        raise ValueError("the description is no list of layers")
    return Stack(tuple(_layer(row, arrays) for row in value))


def _layer(row: Mapping[str, Json], arrays: Mapping[str, Array]) -> Layer:
    if row["layer"] not in _KINDS:
        raise UsageError(f"no layer '{row['layer']}'; there are: {', '.join(_KINDS)}")
    return _KINDS[row["layer"]](**{name: _value(value, arrays) for name, value in row.items() if name != "layer"})


def _value(value: Json, arrays: Mapping[str, Array]) -> Any:
    if isinstance(value, dict) and "array" in value:
        return np.asarray(arrays[value["array"]])
    if isinstance(value, dict):
        return _layer(value, arrays)
    if isinstance(value, list):
        return tuple(_value(one, arrays) for one in value)
    return value


def plain(arrays: Mapping[str, Array]) -> Stack:
    """Dense layers and convolutions in the natural order of the names of their weights, ReLU between.

    Raises UsageError where there are none, or others.
    """
    names = sorted((name for name in arrays if name.endswith("weight")), key=_natural)
    found: list[Layer] = []
    for name in names:
        weight = finite(name, np.asarray(arrays[name]))
        bias = arrays.get(name[: -len("weight")] + "bias")
        bias = None if bias is None else finite(name[: -len("weight")] + "bias", np.asarray(bias))
        if weight.ndim not in (2, 4):
            raise UsageError(f"{name} has {weight.ndim} axes: describe the layers in '{SPEC}', see docs/chip.md")
        if found:
            found.append(Activation("relu"))
        if weight.ndim == 2 and found and isinstance(found[-2], blocks.Convolution):
            found.append(Flatten())
        found.append(Dense(weight, bias) if weight.ndim == 2 else blocks.Convolution(weight, bias))
    if not found:
        raise UsageError(f"it holds no arrays named *weight and no '{SPEC}': see docs/chip.md for the form")
    return Stack(tuple(found))


def _natural(name: str) -> list[tuple[int, str]]:
    return [(int(part), "") if part.isdigit() else (-1, part) for part in re.split(r"(\d+)", name)]
