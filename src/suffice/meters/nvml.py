"""Energy of this machine's GPUs, added to that of its processors: for model servers that run here.

A GPU's counter knows no requests: every open window sees all of it. Windows that overlap in time would count the same
joule more than once, so this meter is for one request at a time and is used only when the configuration names it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from time import perf_counter
from typing import Any

from suffice.meters._zeus import GpuCounters, gpu_counters
from suffice.meters.cpu_time import CpuTimeMeter
from suffice.ports import Meter
from suffice.records import Cost, Joules, Range

# Node / GPU: 1.76-1.85 in the nine TokenPowerBench runs that metered the node (benchmarks/energy_formula.py). The
# node's figure holds the processors that the inner meter also counts, hence a low of 1.
GPU_TO_NODE = Range(1.8, 1.0, 1.85, "node / GPU, TokenPowerBench")

# The counter moves every 20-100 ms (PETSc's documentation on NVML), so an interval's ends are off by up to this much.
TICK_S = 0.1


@dataclass(frozen=True, slots=True)
class GpuWindow:
    inner: Any
    start_s: float
    start_j: float


class NvmlMeter(Meter):
    """The inner meter's cost plus the GPUs' joules, both at the node."""

    def __init__(
        self, inner: Meter | None = None, gpus: GpuCounters | None = None, grid_g_per_kwh: Range | None = None
    ) -> None:
        """Raises UsageError, with the cure, where there are no counters or zeus is not installed."""
        self._gpus = gpus or gpu_counters()
        self._inner = inner or CpuTimeMeter(grid_g_per_kwh=grid_g_per_kwh)
        self.grid_g_per_kwh = grid_g_per_kwh

    @property
    def description(self) -> str:
        """Where the figures come from, in a line."""
        return f"energy counters of the GPUs, and: {getattr(self._inner, 'description', type(self._inner).__name__)}"

    def begin(self) -> GpuWindow:
        return GpuWindow(self._inner.begin(), perf_counter(), self._gpus.energy_j())

    def end(self, window: GpuWindow) -> Cost:
        gpu = self._gpu_joules(perf_counter() - window.start_s, self._gpus.energy_j() - window.start_j)
        node = gpu.scaled(GPU_TO_NODE.value, GPU_TO_NODE.low, GPU_TO_NODE.high, boundary="node")
        cost = self._inner.end(window.inner)
        joules = cost.joules and cost.joules + node
        grid = self.grid_g_per_kwh
        return replace(cost, joules=joules, gco2e=joules and grid and joules.emissions_g(grid))

    def elsewhere(self, cpu_s: float | None) -> Cost:
        return self._inner.elsewhere(cpu_s)

    def _gpu_joules(self, lasted_s: float, counted_j: float) -> Joules:
        """The counter's difference; below one tick of the counter, power x time, which may be anyone's work."""
        if lasted_s < TICK_S:
            high = self._gpus.limit_w * lasted_s
            return Joules(min(self._gpus.power_w() * lasted_s, high), 0.0, high, "counter", "gpu")
        slip = min(1.0, TICK_S / lasted_s)
        return Joules(counted_j, counted_j * (1 - slip), counted_j * (1 + slip), "counter", "gpu")
