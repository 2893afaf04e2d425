"""The figures of the page: the answer, what each imperfection does to it, and the same work on other machines."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from time import process_time

import numpy as np

from suffice.hardware.crossbar.answer import DAY, LABEL, YEAR, Answer, answer
from suffice.hardware.crossbar.chip import Chip
from suffice.hardware.crossbar.layers import Stack
from suffice.hardware.crossbar.mesh import spans
from suffice.hardware.crossbar.threads import one_thread
from suffice.hardware.crossbar.tuning import tune
from suffice.hardware.machine import Machine, machine, machines
from suffice.ports import Meter
from suffice.records import Joules, Json, Product, Work
from suffice.report.chip.model import Model

TIMES_S = (1.0, 3600.0, DAY, 2 * DAY, 30 * DAY, YEAR)
SWEEPS: dict[str, Sequence[float]] = {
    "read_noise": (0.0, 0.005, 0.01, 0.02, 0.05, 0.1),
    "wire_ohm": (0.0, 0.5, 1.0, 2.0, 5.0, 10.0),
    "output_bits": (3, 4, 5, 6, 7, 8, 10),
}
BATCHES = tuple(4**power for power in range(8))
SWEPT = 200  # requests of a sweep
_OPERATIONS = 3e11  # of solving the wires once, above which nothing is swept
_MOST = 4e12  # of all solving: some minutes of CPU time
_CPU_S = 0.2  # for so long the floating point network is timed


@dataclass(frozen=True, slots=True)
class Stop:
    """The smallest batch at which a machine takes less than the chip: by the likely figures of both, and by the
    machine's least and the chip's most. None: at no batch that was looked at."""

    likely: int | None
    earliest: int | None

    @classmethod
    def of(cls, chip: Joules, rows: Sequence[tuple[int, Joules]]) -> Stop:
        return cls(
            next((batch for batch, joules in rows if joules.value < chip.value), None),
            next((batch for batch, joules in rows if joules.low < chip.high), None),
        )


@dataclass(frozen=True, slots=True)
class Study:
    """``sweeps``: setting -> (value, accuracy or agreement) each; ``machines``: name -> joules a request by batch;
    ``stops``: name -> from which batch on it takes less than the chip; ``cpu``: measured here."""

    model: Model
    answer: Answer
    sweeps: dict[str, list[tuple[float, float]]]
    machines: dict[str, list[tuple[int, Joules]]]
    stops: dict[str, Stop]
    cpu: dict[str, Joules]
    tuned: tuple[Stack, Answer] | None = None

    def to_json(self) -> Json:
        return {
            "label": LABEL,
            "model": self.model.name,
            "data": self.model.told,
            **self.answer.to_json(),
            "sweeps": {name: [list(point) for point in points] for name, points in self.sweeps.items()},
            "joules_at_node": self.answer.bill.at_node.to_json(),
            "machines": {
                name: [{"batch": batch, "joules": joules.to_json()} for batch, joules in rows]
                for name, rows in self.machines.items()
            },
            "chip_stops_paying_at_batch": {
                name: {"likely": stop.likely, "earliest": stop.earliest} for name, stop in self.stops.items()
            },
            "cpu_measured": {name: joules.to_json() for name, joules in self.cpu.items()},
            "tuned": None if self.tuned is None else self.tuned[1].to_json()["moments"],
        }


def study(
    model: Model,
    chip: Chip,
    meter: Meter,
    *,
    programmings: int = 5,
    training: tuple[np.ndarray, np.ndarray] | None = None,
    say: Callable[[str], None] = lambda _: None,
) -> Study:
    """``training``: inputs and labels to tune the network with for the chip's noise. Raises UsageError."""
    latest = chip.preset.numbers["time"].high
    times = [t_s for t_s in TIMES_S if t_s <= latest]
    once = solving(model.stack, chip)
    if once * len(times) * programmings > _MOST:
        times = [times[0], times[-1]] if len(times) > 2 else times
        programmings = max(1, min(programmings, int(_MOST / (once * len(times)))))
        say("a large network: fewer times and programmings than asked for")
    say(f"{len(times)} times, {programmings} programmings")
    found = answer(model.stack, chip, model.x, model.labels, times_s=times, programmings=programmings)
    tuned = None
    if training is not None:
        say("tuning for the noise of the chip")
        better = tune(model.stack, chip, *training, t_s=times[len(times) // 2], epochs=10)
        again = answer(better, chip, model.x, model.labels, times_s=times, programmings=programmings)
        tuned = better, again
    work = {batch: _work(found, len(model.x), batch) for batch in BATCHES}
    rows = {name: _priced(machine(name), work) for name in machines()}
    rows = {name: priced for name, priced in rows.items() if priced}
    here = _measured(model, meter)
    stops = {name: Stop.of(found.bill.at_node, priced) for name, priced in rows.items()}
    return Study(model, found, _sweeps(model, chip, say), rows, stops, here, tuned)


def _sweeps(model: Model, chip: Chip, say: Callable[[str], None]) -> dict[str, list[tuple[float, float]]]:
    """One setting at a time changed, all else as asked for."""
    operations = solving(model.stack, chip)
    if operations > _OPERATIONS:
        say("too large to sweep: only the answer itself is told")
        return {}
    programmings = 1 if operations > _OPERATIONS / 30 else 3
    x, labels = model.x[:SWEPT], None if model.labels is None else model.labels[:SWEPT]
    sweeps = {}
    for name, values in SWEEPS.items():
        say(f"sweeping {name}")
        points = []
        for value in values:
            changed = chip.but(**{name: value})
            moment = answer(model.stack, changed, x, labels, programmings=programmings).moments[0]
            points.append((float(value), (moment.accuracy or moment.agreement).mean))
        sweeps[name] = points
    return sweeps


def solving(stack: Stack, chip: Chip) -> float:
    """Operations of solving the wires of all arrays once: four cubes of the rows for each column."""
    if chip.wire_ohm == 0.0:
        return 0.0
    planes = chip.slices * chip.residual_arrays
    return float(
        sum(
            4.0 * sum((into.stop - into.start) ** 3 for into in spans(matrix.shape[1], chip.rows)) * 2 * len(matrix)
            for matrix in stack.matrices().values()
        )
        * planes
    )


def _work(found: Answer, requests: int, batch: int) -> dict[str, Work]:
    """A batch of requests as matrix products, by number format."""
    sizes = [(one.vectors / requests, found.board.meshes[name].shape) for name, one in found.run.observed.items()]
    return {
        dtype: Work(tuple(Product(batch * vectors, shape[1], shape[0], dtype) for vectors, shape in sizes))
        for dtype in ("bf16", "fp32")
    }


def _priced(one: Machine, work: dict[int, dict[str, Work]]) -> list[tuple[int, Joules]]:
    rows = []
    for batch, formats in work.items():
        estimates = [one.estimate(formats[dtype]).joules for dtype in ("bf16", "fp32")]
        joules = next((joules for joules in estimates if joules is not None), None)
        if joules is not None:
            rows.append((batch, joules.scaled(1 / batch, 1 / batch, 1 / batch)))
    return rows


def _measured(model: Model, meter: Meter) -> dict[str, Joules]:
    """CPU time of the floating point network here, one request at a time and all at once, priced by the meter."""
    found = {}
    for name, x in (("one at a time", model.x[:1]), (f"{len(model.x)} at once", model.x)):
        with one_thread():
            model.stack.exact(x)
            begin, runs = process_time(), 0
            while process_time() - begin < _CPU_S:
                model.stack.exact(x)
                runs += 1
            spent_s = process_time() - begin
        joules = meter.elsewhere(spent_s / (runs * len(x))).joules
        if joules is not None:
            found[name] = joules
    return found
