"""The same recorded work on several machines."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from suffice import plugins
from suffice.errors import UsageError
from suffice.hardware._weights import known_model
from suffice.hardware.decode import decode
from suffice.hardware.machine import WIDTHS, machine, machines
from suffice.ports import HardwareModel
from suffice.records import Estimate, Product, Work

LARGEST = 1e15  # sizes and tokens


def compare(work: Work, models: Iterable[HardwareModel] | None = None) -> Sequence[tuple[str, Estimate]]:
    """A row for each model; by default every machine with a data file, and the crossbar. Unknown figures stay None."""
    return [(model.name, model.estimate(work)) for model in (_all() if models is None else models)]


def products(text: str, dtype: str) -> Work:
    """``1x64x128,1x128x10``: rows of a batch x inputs x outputs of one product after another. Raises UsageError."""
    if dtype not in WIDTHS:
        raise UsageError(f"no number format '{dtype}'; there are: {', '.join(WIDTHS)}")
    found = []
    for part in text.split(","):
        try:
            rows, inner, columns = (float(size) for size in part.lower().split("x"))
            if max(rows, inner, columns) > LARGEST:
                raise UsageError(f"'{part}': sizes go up to {LARGEST:g}")
            found.append(Product(rows, inner, columns, dtype))
        except ValueError:
            raise UsageError(
                f"'{part}' is no matrix product: write rows x inputs x outputs, such as 1x64x128"
            ) from None
    return Work(tuple(found))


def tokens(model: str, count: float, batch: float, dtype: str) -> Work:
    """The work behind ``count`` tokens of a known model's reply. Raises UsageError for a model of unknown size."""
    known = known_model(model)
    if known is None:
        raise UsageError(f"the parameters of '{model}' are unknown: name a model of known_models.toml")
    if not 0 < count <= LARGEST or not 1 <= batch <= LARGEST:
        raise UsageError(
            f"tokens must be more than 0 and a batch at least 1, both at most {LARGEST:g}, not {count:g} and {batch:g}"
        )
    return decode(known.weights, count, batch, dtype)


def _all() -> Iterator[HardwareModel]:
    for name in machines():
        yield machine(name)
    try:
        crossbar: Any = plugins.only(HardwareModel, plugins.load("suffice.hardware.crossbar.machine"))
    except UsageError:  # the extra suffice[chip] is not installed
        return
    yield crossbar()
