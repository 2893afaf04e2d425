"""The chip beside CPUs and GPUs: the same recorded work, priced as if its weights stood on arrays."""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from suffice.hardware.crossbar.bill import LEFT_OUT, Bill, Counts, area, latency, priced
from suffice.hardware.crossbar.board import arrays_for
from suffice.hardware.crossbar.chip import Chip
from suffice.hardware.crossbar.mesh import parts
from suffice.hardware.crossbar.planes import pairs_us
from suffice.hardware.crossbar.wires import network
from suffice.ports import HardwareModel
from suffice.records import Estimate, Product, Work


class Crossbar(HardwareModel):
    """Prices products by their sizes alone: arrays hold normally distributed weights and are driven by normally
    distributed inputs, both up to three deviations; one such array of each size is solved. A simulated what-if."""

    name = "crossbar"

    def __init__(self, chip: Chip | None = None) -> None:
        self.chip = chip or Chip("reram_cmo_hfox")

    def estimate(self, work: Work) -> Estimate:
        if not work.products:
            return Estimate(None, how="crossbar: no matrix products are recorded")
        counts, operations, arrays = Counts(0.0, 0.0, 0.0, 0.0), 0.0, 0
        for product in work.products:
            found, placed = self._counts(product)
            counts = Counts(*(getattr(counts, name) + getattr(found, name) for name in Counts.__dataclass_fields__))
            operations += product.rows * product.times
            arrays += placed
        chip = self.chip
        bill = Bill(priced(chip, counts), latency(chip, operations), area(chip, arrays))
        how = f"simulated what-if: {arrays} arrays of {chip.rows} x {chip.cols}, {chip.preset.title}; {LEFT_OUT}"
        return Estimate(bill.at_node, bill.latency_s, how=how, parts=())

    def _counts(self, product: Product) -> tuple[Counts, int]:
        chip = self.chip
        inputs, outputs = max(round(product.inner), 1), max(round(product.columns), 1)
        vectors = product.rows * product.times
        planes = chip.slices * chip.residual_arrays
        across, down = parts(inputs, chip.rows), parts(outputs, chip.outputs)
        watts = _watts(chip, min(inputs, chip.rows), min(outputs, chip.outputs)) * across * down * planes
        driven, read = vectors * inputs * down * planes, vectors * outputs * across * planes
        counts = Counts(vectors * watts, driven, read, vectors * (inputs + outputs))
        return counts, arrays_for(chip, (outputs, inputs))


@lru_cache(64)
def _watts(chip: Chip, inputs: int, outputs: int) -> float:
    """Mean power of an array while it computes."""
    rng = np.random.default_rng(0)
    weights = np.clip(rng.standard_normal((outputs, inputs)) / 3, -1, 1)
    volts = np.clip(rng.standard_normal((32, inputs)) / 3, -1, 1) * chip.preset["read_v"]
    return float(network(pairs_us(weights, chip.window()) * 1e-6, chip.wire_ohm).watts(volts).mean())
