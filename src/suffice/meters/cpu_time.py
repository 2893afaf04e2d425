"""Energy from CPU time: this thread's CPU seconds x watts per core, labelled as modelled.

``time.thread_time`` counts only what this thread executed, so windows in several threads, or around the
synchronous segments of many requests in one event loop, attribute every CPU second to exactly one of them.
"""

from __future__ import annotations

from dataclasses import dataclass
from threading import get_ident
from time import perf_counter, thread_time

from suffice.meters._processors import cpu_name, watts_per_core
from suffice.ports import Meter
from suffice.records import Cost, Joules, Range

# Node / package: wall plug against RAPL on the one machine where codecarbon's profiles have both (Threadripper
# 1950X), load of 50% or more: median 1.7, 1.6-2.0 (benchmarks/energy_formula.py); others report 1.5-2. Below 50%
# load the ratio rises to 3.5, which is the machine's idle power and no work of ours.
PACKAGE_TO_NODE = Range(1.7, 1.5, 2.0, "wall plug / package counter")


UNKNOWN = Cost(cpu_s=None)  # a worker that was killed took its count along


@dataclass(frozen=True, slots=True)
class Window:
    """An open measurement: belongs to the thread that opened it; do not nest windows that will be added up."""

    wall_start_s: float
    cpu_start_s: float
    thread: int

    def elapsed(self) -> tuple[float, float]:
        """Wall and CPU seconds so far. Raises ValueError in a thread other than the window's own."""
        if get_ident() != self.thread:
            raise ValueError("a window must end in the thread that began it: CPU time is counted per thread")
        return perf_counter() - self.wall_start_s, thread_time() - self.cpu_start_s


def open_window() -> Window:
    return Window(perf_counter(), thread_time(), get_ident())


def at_node(package: Joules) -> Joules:
    """Package joules restated for the whole machine: memory, board, fans, power supply."""
    return package.scaled(PACKAGE_TO_NODE.value, PACKAGE_TO_NODE.low, PACKAGE_TO_NODE.high, boundary="node")


class CpuTimeMeter(Meter):
    """Joules = CPU seconds x watts per core, x package-to-node; grams by the grid's intensity, if one is given."""

    def __init__(
        self, watts: Range | None = None, grid_g_per_kwh: Range | None = None, instead_of: str | None = None
    ) -> None:
        """``watts`` of a busy core; ``instead_of`` says why no counter is read."""
        self.watts = watts or watts_per_core(cpu_name())
        busy = self.watts
        self._node_watts = at_node(Joules(busy.value, busy.low, busy.high, "cpu_time", "package"))  # for one second
        self.grid_g_per_kwh = grid_g_per_kwh
        self.instead_of = instead_of

    @property
    def description(self) -> str:
        """Where the figures come from, in a line."""
        low, high = self.watts.low / self.watts.value, self.watts.high / self.watts.value
        why = f"; no counter: {self.instead_of}" if self.instead_of else ""
        return f"modelled from CPU time; {self.watts.source}, x{low:g} to x{high:g}{why}"

    def begin(self) -> Window:
        return open_window()

    def end(self, window: Window) -> Cost:
        return self.cost(*window.elapsed())

    def elsewhere(self, cpu_s: float | None) -> Cost:
        return UNKNOWN if cpu_s is None else self.cost(0.0, cpu_s)

    def cost(self, wall_s: float, cpu_s: float) -> Cost:
        """The cost of CPU seconds already measured."""
        joules = self._node_watts.scaled(cpu_s, cpu_s, cpu_s)
        grid = self.grid_g_per_kwh
        return Cost(wall_s, cpu_s, joules, grid and joules.emissions_g(grid))
