"""A whole network programmed onto the chip, and run there at some time after programming."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from suffice.errors import UsageError
from suffice.hardware.crossbar.aging import Array
from suffice.hardware.crossbar.chip import Chip
from suffice.hardware.crossbar.layers import Stack, numbers
from suffice.hardware.crossbar.mesh import Mesh, checked, finite, parts, place
from suffice.hardware.crossbar.product import Observed, calibrate, multiply
from suffice.hardware.crossbar.programming import Programming


@dataclass(frozen=True, slots=True)
class Board:
    """One programming of all matrices of a stack."""

    chip: Chip
    stack: Stack
    meshes: Mapping[str, Mesh]

    @property
    def programming(self) -> Programming:
        return sum((mesh.programming for mesh in self.meshes.values()), Programming(0, 0, 0, 0.0))

    @property
    def arrays(self) -> int:
        return sum(mesh.arrays for mesh in self.meshes.values())

    def run(self, t_s: float, x: Array, calibration: Array, rng: np.random.Generator) -> Run:
        """Outputs of the network for ``x`` at that time, its converters calibrated on other inputs."""
        readings = {name: mesh.at(t_s) for name, mesh in self.meshes.items()}
        seen = _inputs(self.stack, calibration)
        ranges = {name: calibrate(readings[name], inputs) for name, inputs in seen.items()}
        observed: dict[str, list[Observed]] = {name: [] for name in readings}

        def product(name: str, x: Array) -> Array:
            if name not in ranges:  # an expert that no calibrating input was sent to
                ranges[name] = calibrate(readings[name], x)
            y, found = multiply(readings[name], x, ranges[name], rng)
            observed[name].append(found)
            return y

        outputs = self.stack.apply(np.asarray(x, dtype=np.float64), product)
        return Run(outputs, {name: _joined(parts) for name, parts in observed.items() if parts})


@dataclass(frozen=True, slots=True)
class Run:
    """``observed``: of each matrix that was used, over all requests."""

    outputs: Array
    observed: Mapping[str, Observed] = field(default_factory=dict)


def program(chip: Chip, stack: Stack, rng: np.random.Generator) -> Board:
    """Write all matrices. Raises UsageError for what does not fit, or is not finite, before anything is written."""
    sound(stack)
    matrices = {name: checked(name, matrix) for name, matrix in stack.matrices().items()}
    if not matrices:
        raise UsageError("the network has no layer with weights: there is nothing for a chip to multiply")
    needed = {name: arrays_for(chip, (len(matrix), matrix.shape[1])) for name, matrix in matrices.items()}
    if chip.arrays is not None and sum(needed.values()) > chip.arrays:
        largest = max(needed, key=lambda name: needed[name])
        raise UsageError(
            f"the network needs {sum(needed.values())} arrays of {chip.rows} x {chip.cols}, the chip has {chip.arrays}:"
            f" the largest layer, {largest}, takes {needed[largest]}; allow more arrays or larger ones"
        )
    return Board(chip, stack, {name: place(chip, name, matrix, rng) for name, matrix in matrices.items()})


def sound(stack: Stack) -> None:
    """Raises UsageError for a network any number of which is not finite, not real, or out of all proportion."""
    for name, one in numbers(stack):
        finite(name, one)


def arrays_for(chip: Chip, shape: tuple[int, int]) -> int:
    """Arrays that a matrix (outputs, inputs) takes."""
    tiles = parts(shape[0], chip.outputs) * parts(shape[1], chip.rows)
    return tiles * chip.slices * chip.residual_arrays


def _inputs(stack: Stack, x: Array) -> dict[str, Array]:
    """What every matrix is multiplied by, in floating point."""
    matrices = stack.matrices()
    seen: dict[str, list[Array]] = {}

    def product(name: str, x: Array) -> Array:
        seen.setdefault(name, []).append(x)
        return x @ matrices[name].T

    stack.apply(np.asarray(x, dtype=np.float64), product)
    return {name: np.concatenate(parts) for name, parts in seen.items()}


def _joined(parts: list[Observed]) -> Observed:
    return Observed(
        sum(part.vectors for part in parts),
        sum(part.inputs for part in parts),
        sum(part.outputs for part in parts),
        sum(part.watts for part in parts),
        np.sum([part.signal for part in parts], axis=0),
        np.sum([part.error for part in parts], axis=0),
    )
