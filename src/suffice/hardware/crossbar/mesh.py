"""A weight matrix on the chip: tiles of arrays, and the product that they compute at some time after programming."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from suffice.errors import UsageError
from suffice.hardware.crossbar.aging import Array
from suffice.hardware.crossbar.chip import Chip
from suffice.hardware.crossbar.planes import Plane, differences, program
from suffice.hardware.crossbar.programming import Programming

LARGEST = 1e30  # of weights, biases and inputs: their products can still be squared


@dataclass(frozen=True, slots=True)
class Tile:
    """Outputs ``out`` and inputs ``into`` of the matrix. ``weights``: (outputs, inputs) in -1..1."""

    out: slice
    into: slice
    weights: Array
    planes: list[Plane]


@dataclass(frozen=True, slots=True)
class Mesh:
    """A programmed matrix. ``scale``: the weight that the top of the window stands for."""

    name: str
    shape: tuple[int, int]
    scale: float
    tiles: list[Tile]
    programming: Programming
    chip: Chip

    @property
    def arrays(self) -> int:
        return sum(len(tile.planes) for tile in self.tiles)

    def at(self, t_s: float) -> Reading:
        """The mesh as it multiplies ``t_s`` seconds after programming."""
        return Reading(self, [_read(self.chip, tile, t_s) for tile in self.tiles])


def place(chip: Chip, name: str, weight: Array, rng: np.random.Generator) -> Mesh:
    """Program a matrix (outputs, inputs). Raises UsageError for NaN or infinity."""
    weight = checked(name, weight)
    scale = float(np.abs(weight).max()) or 1.0
    tiles, total = [], Programming(0, 0, 0, 0.0)
    for into in spans(weight.shape[1], chip.rows):
        for out in spans(weight.shape[0], chip.outputs):
            part = weight[out, into] / scale
            planes, spent = program(chip, part, rng)
            tiles.append(Tile(out, into, part, planes))
            total = total + spent
    return Mesh(name, (len(weight), weight.shape[1]), scale, tiles, total, chip)


def checked(name: str, weight: Array) -> Array:
    weight = finite(name, np.asarray(weight))
    if weight.ndim != 2 or 0 in weight.shape:
        raise UsageError(f"{name}: a weight matrix has two axes, got the shape {weight.shape}")
    return weight


def finite(name: str, numbers: Array) -> Array:
    """As floating point. Raises UsageError for NaN, infinity, what is no real number, and what squares would lose."""
    if numbers.dtype.kind not in "biuf":
        raise UsageError(f"{name} must hold real numbers, not {numbers.dtype}")
    numbers = numbers.astype(np.float64, copy=False)
    odd = int((~np.isfinite(numbers)).sum())
    if odd:
        raise UsageError(f"{name}: weights must be finite, it holds {odd} NaN or infinite")
    if np.abs(numbers).max(initial=0.0) > LARGEST:
        raise UsageError(f"{name} must not exceed {LARGEST:g}, it reaches {np.abs(numbers).max():g}: scale it")
    return numbers


def parts(size: int, most: int) -> int:
    """How many parts of at most ``most``."""
    return -(-size // most)


def spans(size: int, most: int) -> list[slice]:
    """Equal parts of at most ``most``."""
    count = parts(size, most)
    ends = [round(size * part / count) for part in range(count + 1)]
    return [slice(begin, end) for begin, end in pairwise(ends)]


@dataclass(frozen=True, slots=True)
class View:
    """One tile at one time. ``transfer``: per plane (outputs, inputs) siemens, plus less minus; ``source``: per plane,
    for the power; ``gain``: (outputs,), what compensation multiplies by."""

    tile: Tile
    transfer: list[Array]
    source: list[Array]
    gain: Array


@dataclass(frozen=True, slots=True)
class Reading:
    """A mesh at one time."""

    mesh: Mesh
    views: list[View]


def _read(chip: Chip, tile: Tile, t_s: float) -> View:
    low, high = (end * 1e-6 for end in chip.window())
    found = [plane.network(t_s, chip.wire_ohm) for plane in tile.planes]
    transfer = [differences(one.transfer.T).T for one in found]
    held = sum(plane.factor * part for plane, part in zip(tile.planes, transfer, strict=True)) / (high - low)
    return View(tile, transfer, [one.source for one in found], _gain(chip, tile.weights, np.asarray(held)))


def _gain(chip: Chip, wanted: Array, held: Array) -> Array:
    """Least squares of the weights wanted over those that the array shows; undoes common drift and the wires' loss.

    The chip measures it by driving its rows one after another.
    """
    if chip.compensation == "none":
        return np.ones(len(wanted))
    axis = 1 if chip.compensation == "column" else None
    meant, shown = (wanted * held).sum(axis=axis), (held * held).sum(axis=axis)
    gain = np.where((shown > 0) & (meant > 0), meant / np.where(shown > 0, shown, 1.0), 1.0)
    return np.broadcast_to(gain, (len(wanted),))
