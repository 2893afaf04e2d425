"""Joules, seconds and square millimetres of a request on the chip, each with its range.

The arrays' part is the power that the solved network takes from its drivers (``Network.source``), over the time of one
operation; converters, additions and moved bytes are counted and priced by cited figures (``converters.toml``).
Not counted: activations, softmax and products of data with data (attention scores), clocks, leakage, the host.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from suffice.hardware.crossbar.board import Board, Run
from suffice.hardware.crossbar.chip import Chip
from suffice.hardware.crossbar.devices import Number, converters
from suffice.records import Joules, Json, Range

LEFT_OUT = "activations, softmax, attention scores, clocks, leakage and the host are not counted"
BITS_UNROUNDED = 8  # converters are priced at so many bits where the simulation rounds nothing


@dataclass(frozen=True, slots=True)
class Bill:
    """Of one request. ``parts``: joules of arrays, inputs, outputs, additions, moves. ``area_mm2``: of the whole."""

    parts: Mapping[str, Range]
    latency_s: Range
    area_mm2: Range

    @property
    def at_node(self) -> Joules:
        """With what stands around a chip, by an assumed factor."""
        node = converters()["to_node"]
        return self.joules.scaled(node.value, node.low, node.high, boundary="node")

    @property
    def joules(self) -> Joules:
        low, value, high = (sum(getattr(part, end) for part in self.parts.values()) for end in ("low", "value", "high"))
        return Joules(value, low, high, "simulated", "package")

    def to_json(self) -> Json:
        return {
            "joules": self.joules.to_json(),
            "parts": {name: part.to_json() for name, part in self.parts.items()},
            "latency_s": self.latency_s.to_json(),
            "area_mm2": self.area_mm2.to_json(),
            "left_out": LEFT_OUT,
        }


@dataclass(frozen=True, slots=True)
class Counts:
    """``watts``: of the arrays, summed over operations; ``inputs``, ``outputs``: conversions; ``moves``: bytes."""

    watts: float
    inputs: float
    outputs: float
    moves: float


def bill(board: Board, run: Run, requests: int) -> Bill:
    """What one of ``requests`` took that were run together."""
    found = run.observed
    counts = Counts(
        sum(one.watts for one in found.values()) / requests,
        sum(one.inputs for one in found.values()) / requests,
        sum(one.outputs for one in found.values()) / requests,
        sum(one.vectors * sum(board.meshes[name].shape) for name, one in found.items()) / requests,
    )
    vectors = sum(one.vectors for one in found.values()) / requests
    return Bill(priced(board.chip, counts), latency(board.chip, vectors), area(board.chip, board.arrays))


def priced(chip: Chip, counts: Counts) -> dict[str, Range]:
    """Joules by cause."""
    known = converters()
    bits_in, bits_out = chip.input_bits or BITS_UNROUNDED, chip.output_bits or BITS_UNROUNDED
    return {
        "arrays": _range(known["read_s"], counts.watts),
        "input converters": _range(known["dac_bit"], counts.inputs * bits_in),
        "output converters": _range(known["adc_step"], counts.outputs * 2**bits_out),
        "additions": _range(known["add"], counts.outputs),
        "moved bytes": _range(known["move"], counts.moves),
    }


def area(chip: Chip, arrays: int) -> Range:
    """Square millimetres of the arrays and their converters."""
    known, cell = converters(), chip.preset.numbers.get("cell")
    shares = known["adc_share"]
    ends = []
    for end, opposite in (("value", "value"), ("low", "high"), ("high", "low")):
        units = -(-chip.outputs // int(getattr(shares, opposite)))
        um2 = chip.rows * chip.cols * (getattr(cell, end) if cell else 0.0)
        um2 += units * getattr(known["adc_area"], end) + chip.rows * getattr(known["dac_area"], end)
        ends.append(arrays * um2 * 1e-6)
    value, least, most = ends
    return Range(value, least, most, "cells and converters; routing and digital parts are not counted")


def latency(chip: Chip, operations: float) -> Range:
    """Layers one after another, arrays of a layer at once, the columns of a converter one after another."""
    known, ends = converters(), []
    for end, opposite in (("value", "value"), ("low", "high"), ("high", "low")):
        columns = min(int(getattr(known["adc_share"], end)), chip.outputs)
        ends.append(operations * (getattr(known["read_s"], end) + columns / getattr(known["adc_rate"], opposite)))
    value, least, most = ends
    return Range(value, least, most, "array operations in series; digital parts are not counted")


def _range(number: Number, count: float) -> Range:
    return Range(count * number.value, count * number.low, count * number.high, number.source)
