"""Meters, one per file, and the choice among them.

A receipt's ``method`` always says which meter priced it: ``counter`` or ``cpu_time``.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from suffice.errors import UsageError
from suffice.meters._grid import grid_intensity
from suffice.meters._processors import cpu_name, watts_per_core
from suffice.meters.cpu_time import CpuTimeMeter
from suffice.ports import Meter
from suffice.records import Range

__all__ = ["MeterSettings", "choose", "grid_intensity"]


@dataclass(frozen=True, slots=True)
class MeterSettings:
    """What the operator says about this machine; ``None`` is not said."""

    kind: str = "auto"  # auto | cpu_time | rapl | zeusd | nvml, or a Meter of another package
    watts_per_core: float | None = None
    country: str | None = None  # three letters, for the grid's carbon intensity
    grid_g_per_kwh: float | None = None
    powercap: Path = Path("/sys/class/powercap")


def choose(settings: MeterSettings = MeterSettings()) -> Meter:
    """The meter that the settings name; ``auto`` takes the package counters where they may be read, else CPU time.

    Raises UsageError, with the cure, when a named meter cannot work here.
    """
    grid = grid_intensity(settings.country, settings.grid_g_per_kwh)
    watts = settings.watts_per_core
    if watts is not None and not 0 < watts < 1000:
        raise UsageError(f"watts_per_core must lie between 0 and 1000, not {watts}")
    match settings.kind:
        case "auto":
            try:
                return _rapl(settings, grid)
            except UsageError as unreadable:
                return _cpu_time(settings, grid, str(unreadable))
        case "cpu_time":
            return _cpu_time(settings, grid)
        case "rapl":
            return _rapl(settings, grid)
        case "zeusd":
            from suffice.meters._zeus import package_joules
            from suffice.meters.rapl import RaplMeter

            return RaplMeter(package_joules(), fallback=_cpu_time(settings, grid), grid_g_per_kwh=grid)
        case "nvml":
            from suffice.meters.nvml import NvmlMeter

            return NvmlMeter(choose(replace(settings, kind="auto")), grid_g_per_kwh=grid)
        case outside:
            from suffice.plugins import find

            return find(Meter, outside)()  # pyright: ignore[reportAbstractUsage]  # what it finds is concrete


def _cpu_time(settings: MeterSettings, grid: Range, instead_of: str | None = None) -> CpuTimeMeter:
    return CpuTimeMeter(watts_per_core(cpu_name(), settings.watts_per_core), grid, instead_of)


def _rapl(settings: MeterSettings, grid: Range) -> Meter:
    from suffice.meters.rapl import Packages, RaplMeter

    return RaplMeter(Packages(settings.powercap).read_j, fallback=_cpu_time(settings, grid), grid_g_per_kwh=grid)
