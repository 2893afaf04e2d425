"""Energy from the package counters (RAPL): joules per CPU second of the machine x this thread's CPU seconds.

The counters count a whole socket and tick every millisecond, the kernel's busy time ticks every 10 ms, and a window
may last 50 microseconds. So the meter measures the machine's joules per busy CPU second over stretches of at least
half a second and prices each window's exact CPU time with it: a window's share is CPU time / machine CPU time. The idle
share of the package is thereby carried by the work done meanwhile.

Root alone may read the counters on most systems since the PLATYPUS attack (CVE-2020-8694).
"""

from __future__ import annotations

import os
import re
from collections import deque
from collections.abc import Callable
from pathlib import Path
from threading import Lock
from time import monotonic

from suffice.errors import UsageError
from suffice.meters.cpu_time import UNKNOWN, CpuTimeMeter, Window, at_node, open_window
from suffice.ports import Meter
from suffice.records import Cost, Joules, Range

POWERCAP = Path("/sys/class/powercap")
PROC_STAT = Path("/proc/stat")

STRETCH_S = 0.5  # shortest stretch over which joules per CPU second are measured
STRETCH_BUSY_S = 0.1  # and its least busy time: ten ticks of /proc/stat
STRETCH_MAX_S = 60.0  # a 65 kJ counter wraps no more than once in this time below 1 kW
KEPT = 8  # stretches remembered; their spread is the range

# Package counters against reference meters: 10-20% either way (research on RAPL accuracy, Desrochers et al. 2016:
# server parts of Haswell and later better, desktop parts worse).
ACCURACY_LOW, ACCURACY_HIGH = 0.8, 1.2


class Packages:
    """The sockets' energy counters under a powercap folder. AMD's appear under the same names as Intel's."""

    def __init__(self, root: Path = POWERCAP) -> None:
        """Raises UsageError, with the cure, where there are no counters or they may not be read."""
        # intel-rapl:0 is a socket; intel-rapl:0:0 a part of it; intel-rapl-mmio:0 the same socket a second time
        zones = [zone for zone in sorted(root.glob("intel-rapl:*")) if re.fullmatch(r"intel-rapl:\d+", zone.name)]
        self._zones = [z for z in zones if _text(z / "name").startswith("package")]
        if not self._zones:
            raise UsageError(
                f"no package counters under {root} (virtual machines have none; containers need the folder mounted): "
                "use meter = 'cpu_time'"
            )
        self._span_uj = [int(_text(z / "max_energy_range_uj")) for z in self._zones]
        self._last_uj = [int(_text(z / "energy_uj")) for z in self._zones]
        self._total_uj = 0

    def read_j(self) -> float:
        """Joules of all sockets since this object was made. Counters wrap round at max_energy_range_uj."""
        for i, zone in enumerate(self._zones):
            now_uj = int(_text(zone / "energy_uj"))
            step_uj = now_uj - self._last_uj[i]
            self._total_uj += step_uj if step_uj >= 0 else step_uj + self._span_uj[i]
            self._last_uj[i] = now_uj
        return self._total_uj / 1e6


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="ascii").strip()
    except PermissionError as denied:
        raise UsageError(
            f"{path} may not be read: run 'sudo chmod -R a+r {path.parent.parent}/*' (until the next boot), "
            "or start zeusd and use meter = 'zeusd', or use meter = 'cpu_time'"
        ) from denied
    except OSError as missing:
        raise UsageError(f"{path} cannot be read ({missing.strerror}): use meter = 'cpu_time'") from missing


def machine_busy_s(stat: Path = PROC_STAT) -> float:
    """CPU seconds that all processors together have spent working since boot: all but idle and waiting."""
    with stat.open(encoding="ascii") as lines:
        ticks = [int(word) for word in lines.readline().split()[1:9]]
    user, nice, system, _idle, _iowait, irq, softirq, steal = ticks
    return (user + nice + system + irq + softirq + steal) / os.sysconf("SC_CLK_TCK")


class RaplMeter(Meter):
    """Package counters, shared out by CPU time, restated at the node.

    Until the first stretch is over (half a second after the start) windows are priced by ``fallback``, and say so:
    their method is ``cpu_time``, not ``counter``.
    """

    def __init__(
        self,
        read_j: Callable[[], float] | None = None,
        busy_s: Callable[[], float] = machine_busy_s,
        fallback: CpuTimeMeter | None = None,
        grid_g_per_kwh: Range | None = None,
    ) -> None:
        """``read_j`` gives the joules of all sockets so far, ``busy_s`` the CPU seconds of the whole machine.

        Raises UsageError, with the cure, where the counters are absent or unreadable.
        """
        self._read_j = read_j or Packages().read_j
        self._busy_s = busy_s
        self.grid_g_per_kwh = grid_g_per_kwh
        self.fallback = fallback or CpuTimeMeter(grid_g_per_kwh=grid_g_per_kwh)
        self._lock = Lock()
        self._joules_per_cpu_s: deque[float] = deque(maxlen=KEPT)
        self._begin_stretch()

    @property
    def description(self) -> str:
        """Where the figures come from, in a line."""
        return "package counters (RAPL) x this thread's share of the machine's CPU time"

    def begin(self) -> Window:
        return open_window()

    def end(self, window: Window) -> Cost:
        return self._cost(*window.elapsed())

    def elsewhere(self, cpu_s: float | None) -> Cost:
        return UNKNOWN if cpu_s is None else self._cost(0.0, cpu_s)

    def _cost(self, wall_s: float, cpu_s: float) -> Cost:
        with self._lock:
            if monotonic() - self._stretch[0] >= STRETCH_S:
                self._end_stretch()
            rates = tuple(self._joules_per_cpu_s)
        if not rates:
            return self.fallback.cost(wall_s, cpu_s)
        value = sum(rates) / len(rates)
        low, high = min(value, *rates) * ACCURACY_LOW, max(value, *rates) * ACCURACY_HIGH
        joules = at_node(Joules(cpu_s * value, cpu_s * low, cpu_s * high, "counter", "package"))
        grid = self.grid_g_per_kwh
        return Cost(wall_s, cpu_s, joules, grid and joules.emissions_g(grid))

    def _begin_stretch(self) -> None:
        self._stretch = (monotonic(), self._read_j(), self._busy_s())

    def _end_stretch(self) -> None:
        """Remember the joules per busy CPU second since the stretch began; too little work keeps it open."""
        begun, before_j, before_busy_s = self._stretch
        joules, busy_s = self._read_j() - before_j, self._busy_s() - before_busy_s
        lasted_s = monotonic() - begun
        if lasted_s <= STRETCH_MAX_S and busy_s < STRETCH_BUSY_S:
            return
        if lasted_s <= STRETCH_MAX_S and joules > 0:
            self._joules_per_cpu_s.append(joules / busy_s)
        self._begin_stretch()
