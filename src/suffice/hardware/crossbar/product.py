"""The analog product: volts in, currents out, both through converters whose ranges were calibrated on data."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from suffice.hardware.crossbar.aging import Array
from suffice.hardware.crossbar.chip import Chip
from suffice.hardware.crossbar.mesh import Mesh, Reading, View


@dataclass(frozen=True, slots=True)
class Ranges:
    """Full scales: of the inputs, and of the currents (amperes) of every plane of every tile."""

    inputs: float
    amperes: list[list[float]]


@dataclass(frozen=True, slots=True)
class Observed:
    """Of one product: watts of the arrays, summed over the vectors; signal and error power of each tile.

    ``inputs``, ``outputs``: conversions. An input of nothing is not driven, a tile without inputs is not read."""

    vectors: int
    inputs: int
    outputs: int
    watts: float
    signal: Array  # (tiles,)
    error: Array  # (tiles,)


def calibrate(reading: Reading, x: Array) -> Ranges:
    """Ranges that hold what these inputs (vectors, inputs) and their currents reach."""
    chip = reading.mesh.chip
    top = float(np.abs(x).max(initial=0.0)) or 1.0
    amperes = []
    for view in reading.views:
        volts = _volts(chip, x[:, view.tile.into], top)
        amperes.append([float(np.abs(volts @ part.T).max(initial=0.0)) or 1e-12 for part in view.transfer])
    return Ranges(top, amperes)


def multiply(reading: Reading, x: Array, ranges: Ranges, rng: np.random.Generator) -> tuple[Array, Observed]:
    """(vectors, inputs) to (vectors, outputs), as the chip would give it."""
    mesh = reading.mesh
    y = np.zeros((len(x), mesh.shape[0]))
    signal, error, watts, inputs, outputs = [], [], 0.0, 0, 0
    for view, amperes in zip(reading.views, ranges.amperes, strict=True):
        part = x[:, view.tile.into]
        volts = _volts(mesh.chip, part, ranges.inputs)
        given = _tile(mesh, view, volts, amperes, rng) * ranges.inputs
        meant = part @ (view.tile.weights.T * mesh.scale)
        driven, planes = volts != 0.0, len(view.tile.planes)
        inputs += int(driven.sum()) * planes
        outputs += int(driven.any(axis=1).sum()) * planes * given.shape[1]
        signal.append(float((meant**2).sum()))
        error.append(float(((given - meant) ** 2).sum()))
        watts += sum(float(np.einsum("vi,vi->", volts @ source, volts)) for source in view.source)
        y[:, view.tile.out] += given
    return y, Observed(len(x), inputs, outputs, watts, np.array(signal), np.array(error))


def _tile(mesh: Mesh, view: View, volts: Array, amperes: list[float], rng: np.random.Generator) -> Array:
    """Digital results of one tile, for inputs in units of their range."""
    chip = mesh.chip
    low, high = (end * 1e-6 for end in chip.window())
    read_v = chip.preset["read_v"]
    total = np.zeros((len(volts), len(view.gain)))
    for plane, part, most in zip(view.tile.planes, view.transfer, amperes, strict=True):
        current = volts @ part.T
        if chip.noise or chip.output_noise:
            of_devices = 2 * (chip.noise * high) ** 2 * (volts**2).sum(axis=1, keepdims=True)
            of_reader = (chip.output_noise * high * read_v) ** 2 * volts.any(axis=1, keepdims=True)
            current = current + np.sqrt(of_devices + of_reader) * rng.standard_normal(current.shape)
        total += plane.factor * stepped(current, most, chip.output_bits)
    return total * view.gain * (mesh.scale / (read_v * (high - low)))


def _volts(chip: Chip, x: Array, top: float) -> Array:
    return stepped(x / top, 1.0, chip.input_bits) * chip.preset["read_v"]


def stepped(values: Array, most: float, bits: int | None) -> Array:
    """Rounded to a converter's steps and cut off at its full scale; ``bits`` None: as they are."""
    if bits is None:
        return values
    levels = 2 ** (bits - 1) - 1
    return np.clip(np.round(values * (levels / most)), -levels, levels) * (most / levels)
