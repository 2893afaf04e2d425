"""Counters that zeus reads: GPUs through NVML or AMD SMI, and packages through its daemon without root.

zeus is an extra (``pip install 'suffice[meters]'``) and is imported when a counter is opened.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from suffice.errors import UsageError

_MISSING = "meter = '{meter}' needs zeus: pip install 'suffice[meters]'"


@dataclass(frozen=True, slots=True)
class GpuCounters:
    """All GPUs of this machine: joules so far, watts now, and the most watts they may draw."""

    energy_j: Callable[[], float]
    power_w: Callable[[], float]
    limit_w: float


def gpu_counters() -> GpuCounters:
    """Raises UsageError, with the cure, where zeus is not installed or finds no GPU with an energy counter."""
    try:
        from zeus.device import get_gpus
        from zeus.exception import ZeusBaseError
    except ModuleNotFoundError as missing:
        raise UsageError(_MISSING.format(meter="nvml")) from missing
    try:
        gpus = get_gpus()
        indices = range(len(gpus))
        if not all(gpus.supports_get_total_energy_consumption(i) for i in indices):
            raise UsageError("a GPU here has no energy counter (older than Volta): use meter = 'auto'")
        return GpuCounters(
            energy_j=lambda: sum(gpus.get_total_energy_consumption(i) for i in indices) / 1000.0,
            power_w=lambda: sum(gpus.get_instant_power_usage(i) for i in indices) / 1000.0,
            limit_w=sum(gpus.get_power_management_limit(i) for i in indices) / 1000.0,
        )
    except ZeusBaseError as broken:
        raise UsageError(f"no GPU counters ({broken}): use meter = 'auto'") from broken


def package_joules() -> Callable[[], float]:
    """Joules of all sockets so far, read through zeusd where its socket is set in the environment.

    Raises UsageError, with the cure, where zeus is not installed or there are no counters.
    """
    try:
        from zeus.device.cpu import get_cpus
        from zeus.exception import ZeusBaseError
    except ModuleNotFoundError as missing:
        raise UsageError(_MISSING.format(meter="zeusd")) from missing
    try:
        cpus = get_cpus()
    except ZeusBaseError as broken:
        raise UsageError(
            f"no package counters through zeus ({broken}): "
            "start zeusd and set ZEUSD_SOCK_PATH, or use meter = 'cpu_time'"
        ) from broken
    return lambda: sum(cpus.get_total_energy_consumption(i).cpu_mj for i in range(len(cpus))) / 1000.0
