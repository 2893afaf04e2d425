"""One array of the chip: normalised weights as pairs of conductances, written once and read at any later time."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from suffice.hardware.crossbar.aging import Array, Written
from suffice.hardware.crossbar.chip import Chip
from suffice.hardware.crossbar.programming import Programming, write
from suffice.hardware.crossbar.wires import Network, network

VERIFY_READS = 16  # averaged where a further array is to hold what this one got wrong


@dataclass(frozen=True, slots=True)
class Plane:
    """``factor``: what its products count in the sum over the planes of a tile."""

    written: Written
    factor: float

    def conductance_s(self, t_s: float) -> Array:
        """(inputs, 2 * outputs) siemens; plus and minus columns side by side."""
        return self.written.at(t_s) * 1e-6

    def network(self, t_s: float, wire_ohm: float) -> Network:
        return network(self.conductance_s(t_s), wire_ohm)


def pairs_us(weights: Array, window: tuple[float, float]) -> Array:
    """Weights (outputs, inputs) in -1..1 as conductances (inputs, 2 * outputs) in uS."""
    low, high = window
    target = np.empty((weights.shape[1], 2 * weights.shape[0]))
    target[:, 0::2] = low + np.maximum(weights.T, 0.0) * (high - low)
    target[:, 1::2] = low + np.maximum(-weights.T, 0.0) * (high - low)
    return target


def differences(currents: Array) -> Array:
    """Plus less minus along the last axis."""
    return currents[..., 0::2] - currents[..., 1::2]


def program(chip: Chip, weights: Array, rng: np.random.Generator) -> tuple[list[Plane], Programming]:
    """All planes that hold one tile's weights (outputs, inputs) in -1..1: slices of bits, each with its residuals."""
    planes: list[Plane] = []
    total = Programming(0, 0, 0, 0.0)
    for part, factor in _slices(chip, weights):
        for plane, spent in _residuals(chip, part, factor, rng):
            planes.append(plane)
            total = total + spent
    return planes, total


def rounded(chip: Chip, weights: Array) -> Array:
    """Weights in -1..1 as the chip's number of bits holds them."""
    if chip.weight_bits is None:
        return weights
    levels = 2 ** (chip.weight_bits - 1) - 1
    return np.round(weights * levels) / levels


def _slices(chip: Chip, weights: Array) -> list[tuple[Array, float]]:
    """Parts in -1..1 with their factors, the coarsest first; they sum to the rounded weights exactly."""
    if chip.weight_bits is None or chip.slice_bits is None:
        return [(rounded(chip, weights), 1.0)]
    levels, digit = 2 ** (chip.weight_bits - 1) - 1, 2**chip.slice_bits
    whole = np.round(np.abs(weights) * levels).astype(np.int64)
    sign = np.sign(weights)
    parts = []
    for place in range(chip.slices):
        digits = (whole // digit**place) % digit
        parts.append((sign * digits / (digit - 1), (digit - 1) * float(digit**place) / levels))
    return parts[::-1]


def _residuals(chip: Chip, weights: Array, factor: float, rng: np.random.Generator):
    """The array of the weights, then arrays of what is still wrong, each scaled up to the whole window."""
    window = chip.window()
    span = window[1] - window[0]
    wanted = weights
    for number in range(chip.residual_arrays):
        written, spent = write(
            chip.preset, pairs_us(wanted, window), rng, stuck_low=chip.stuck_low, stuck_high=chip.stuck_high
        )
        yield Plane(written, factor), spent
        if number + 1 == chip.residual_arrays:
            return
        read = written.at(max(chip.preset.numbers["time"].low, 1.0))
        noise = chip.noise * window[1] / VERIFY_READS**0.5
        held = differences(read + noise * rng.standard_normal(read.shape)) / span
        missing = wanted - held.T
        scale = float(np.abs(missing).max())
        if scale == 0.0:
            return
        wanted, factor = missing / scale, factor * scale
