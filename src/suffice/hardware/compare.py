"""The same recorded work on several machines."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from suffice.hardware.machine import machine, machines
from suffice.ports import HardwareModel
from suffice.records import Estimate, Work


def compare(work: Work, models: Iterable[HardwareModel] | None = None) -> Sequence[tuple[str, Estimate]]:
    """A row for each model; by default for every machine that has a data file. Unknown figures stay None."""
    chosen = [machine(name) for name in machines()] if models is None else models
    return [(model.name, model.estimate(work)) for model in chosen]
