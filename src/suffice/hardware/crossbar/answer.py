"""One answer: how accurate a network is on a chip, over programmings and time, and what a request costs there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean, stdev

import numpy as np

from suffice.errors import UsageError
from suffice.hardware.crossbar.aging import Array
from suffice.hardware.crossbar.bill import Bill, bill
from suffice.hardware.crossbar.board import Board, Run, program, sound
from suffice.hardware.crossbar.chip import Chip
from suffice.hardware.crossbar.layers import Stack
from suffice.hardware.crossbar.mesh import LARGEST
from suffice.hardware.crossbar.programming import Programming
from suffice.records import Json

LABEL = "simulated what-if"
SECOND, DAY, YEAR = 1.0, 86400.0, 31_536_000.0


@dataclass(frozen=True, slots=True)
class Spread:
    """Of several programmings: the mean, and the standard deviation where there are two or more."""

    values: tuple[float, ...]

    @property
    def mean(self) -> float:
        return fmean(self.values)

    @property
    def sd(self) -> float | None:
        return stdev(self.values) if len(self.values) > 1 else None

    def to_json(self) -> Json:
        return {"mean": self.mean, "sd": self.sd, "programmings": len(self.values)}


@dataclass(frozen=True, slots=True)
class Moment:
    """At one time: ``accuracy`` against labels (None: there are none), ``agreement`` with the floating point network's
    decisions, ``error``: root mean square of the outputs' error over that of the outputs."""

    t_s: float
    accuracy: Spread | None
    agreement: Spread
    error: Spread

    def to_json(self) -> Json:
        return {
            "t_s": self.t_s,
            "accuracy": self.accuracy and self.accuracy.to_json(),
            "agreement": self.agreement.to_json(),
            "relative_error": self.error.to_json(),
        }


@dataclass(frozen=True, slots=True)
class TileNoise:
    """Signal to noise of one tile's products at the first time, in decibels; None where it is exact or unused."""

    matrix: str
    outputs: int
    inputs: int
    arrays: int
    snr_db: float | None

    def to_json(self) -> Json:
        return {name: getattr(self, name) for name in self.__dataclass_fields__}


@dataclass(frozen=True, slots=True)
class Answer:
    """``board`` and ``run``: the first programming at the first time, for pictures."""

    chip: Chip
    float_accuracy: float | None
    moments: tuple[Moment, ...]
    tiles: tuple[TileNoise, ...]
    bill: Bill
    arrays: int
    products: float  # multiplications of a request that stand on arrays
    programming: Programming
    board: Board
    run: Run

    def to_json(self) -> Json:
        spent = self.programming
        return {
            "label": LABEL,
            "device": self.chip.preset.to_json(),
            "chip": self.chip.to_json(),
            "accuracy_float": self.float_accuracy,
            "moments": [moment.to_json() for moment in self.moments],
            "tiles": [tile.to_json() for tile in self.tiles],
            "request": self.bill.to_json(),
            "arrays": self.arrays,
            "products": self.products,
            "programming": {
                "pulses": spent.pulses,
                "cells": spent.cells,
                "missed": spent.missed,
                "joules": spent.joules,
            },
        }


def answer(
    stack: Stack,
    chip: Chip,
    x: Array,
    labels: Array | None = None,
    *,
    calibration: Array | None = None,
    times_s: Sequence[float] = (SECOND,),
    programmings: int = 6,
    seed: int = 0,
) -> Answer:
    """Program ``stack`` several times and run ``x`` (requests, ...) at every time. ``labels``: class numbers.

    ``calibration``: inputs that the converters' ranges are set by; None: the first 64 of ``x``. Raises UsageError.
    """
    x = checked_inputs(x)
    if labels is not None and len(labels) != len(x):
        raise UsageError(f"there are {len(x)} inputs and {len(labels)} labels: one label for each input")
    if programmings < 1 or not times_s:
        raise UsageError("name at least one programming and one time")
    sound(stack)
    try:
        exact = stack.exact(x)
    except (ValueError, IndexError) as error:
        raise UsageError(f"inputs of the shape {x.shape[1:]} do not fit the network: {error}") from None
    if exact.ndim != 2:
        raise UsageError(f"the network must give (requests, classes), for inputs {x.shape} it gives {exact.shape}")
    if not np.abs(exact).max(initial=0.0) < 1e150:
        raise UsageError("the network's outputs in floating point are not finite, or too large to be compared")
    ranging = x[:64] if calibration is None else checked_inputs(calibration)
    outcomes: list[list[tuple[float | None, float, float]]] = [[] for _ in times_s]
    first: tuple[Board, Run] | None = None
    for number in range(programmings):
        rng = np.random.default_rng((seed, number))
        board = program(chip, stack, rng)
        for place, t_s in enumerate(times_s):
            run = board.run(t_s, x, ranging, rng)
            outcomes[place].append(_outcome(run.outputs, exact, labels))
            first = first or (board, run)
    assert first is not None
    board, run = first
    moments = tuple(_moment(t_s, found) for t_s, found in zip(times_s, outcomes, strict=True))
    on_arrays = sum(found.vectors * np.prod(board.meshes[name].shape) for name, found in run.observed.items())
    return Answer(
        chip,
        None if labels is None else right(exact, labels),
        moments,
        tuple(_tiles(board, run)),
        bill(board, run, len(x)),
        board.arrays,
        float(on_arrays) / len(x),
        board.programming,
        board,
        run,
    )


def right(outputs: Array, labels: Array) -> float:
    """Share of requests whose decision is the label."""
    return float((decisions(outputs) == np.asarray(labels)).mean())


def decisions(outputs: Array) -> Array:
    """The class of each request; one output alone decides by its sign."""
    return outputs.argmax(axis=1) if outputs.shape[1] > 1 else (outputs[:, 0] > 0).astype(int)


def checked_inputs(x: Array) -> Array:
    """Raises UsageError for what no network can be asked."""
    x = np.asarray(x)
    if x.ndim < 2 or len(x) == 0:
        raise UsageError(f"inputs are (requests, ...), got the shape {x.shape}")
    if x.dtype.kind not in "biuf":
        raise UsageError(f"inputs must be real numbers, not {x.dtype}")
    x = x.astype(np.float64, copy=False)
    if not np.isfinite(x).all():
        raise UsageError("inputs must be finite: they hold NaN or infinity")
    if np.abs(x).max(initial=0.0) > LARGEST:
        raise UsageError(f"inputs must not exceed {LARGEST:g}, they reach {np.abs(x).max():g}: scale them")
    return x


def _outcome(outputs: Array, exact: Array, labels: Array | None) -> tuple[float | None, float, float]:
    size = float(np.sqrt((exact**2).mean())) or 1.0
    error = float(np.sqrt(((outputs - exact) ** 2).mean())) / size
    agreement = float((decisions(outputs) == decisions(exact)).mean())
    return None if labels is None else right(outputs, labels), agreement, error


def _moment(t_s: float, found: Sequence[tuple[float | None, float, float]]) -> Moment:
    accuracies, agreements, errors = zip(*found, strict=True)
    accuracy = None if accuracies[0] is None else Spread(accuracies)
    return Moment(t_s, accuracy, Spread(agreements), Spread(errors))


def _tiles(board: Board, run: Run) -> list[TileNoise]:
    found: list[TileNoise] = []
    observed: Mapping = run.observed
    for name, mesh in board.meshes.items():
        for number, tile in enumerate(mesh.tiles):
            signal, error = (
                (observed[name].signal[number], observed[name].error[number]) if name in observed else (0.0, 0.0)
            )
            snr = None if signal <= 0 or error <= 0 else float(10 * np.log10(signal / error))
            outputs, inputs = tile.weights.shape
            found.append(TileNoise(name, outputs, inputs, len(tile.planes), snr))
    return found
