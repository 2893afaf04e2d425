"""Watts of one busy core, looked up by the processor's name."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib import resources
from pathlib import Path

from suffice.records import Range

CPUINFO = Path("/proc/cpuinfo")

# codecarbon's default for a processor that it does not know, 4 W per thread (codecarbon 3.3.2, core/cpu.py).
UNKNOWN_WATTS = 4.0

# Power by load and TDP against counters, ten runs on five machines in codecarbon's profiles: medians per run are
# 0.58 to 1.69 times the counter's figure (docs/decisions/0004-joules.md); stated as half to twice.
LOW, HIGH = 0.5, 2.0

# What the kernel's name has around the model: marks, "CPU", clock, core count, graphics.
_NOISE = re.compile(
    r"\((?:r|tm|c)\)|[®™]|@.*$|\bwith .*$|\b\d+th gen\b|\b\d+-core\b|\b(?:processor|cpu)\b", flags=re.IGNORECASE
)


@cache
def _table() -> dict[str, list[float]]:
    text = resources.files("suffice.meters").joinpath("processors.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def cpu_name(cpuinfo: Path = CPUINFO) -> str | None:
    """The processor's name as the kernel gives it; ``None`` where it gives none."""
    try:
        lines = cpuinfo.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return None
    for line in lines:
        key, _, value = line.partition(":")
        if key.strip() == "model name" and value.strip():
            return value.strip()
    return None


def watts_per_core(name: str | None = None, configured_w: float | None = None) -> Range:
    """Watts of a busy core: as configured, else TDP / cores of the named processor, else 4 W. Range: half to twice."""
    if configured_w is not None:
        return Range(
            configured_w, configured_w * LOW, configured_w * HIGH, f"{configured_w:g} W per core as configured"
        )
    key = " ".join(_NOISE.sub(" ", (name or "").lower()).split())
    if key in _table():
        tdp_w, cores = _table()[key]
        watts, source = tdp_w / cores, f"{name}: TDP {tdp_w:g} W / {cores:g} cores"
    else:
        watts, source = (
            UNKNOWN_WATTS,
            f"{name or 'processor without a name'}: not in the table, {UNKNOWN_WATTS:g} W per thread",
        )
    return Range(watts, watts * LOW, watts * HIGH, source)
