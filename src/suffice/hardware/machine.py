"""A machine described by its data file: peaks, bandwidth, and energy as measured or published.

    seconds = max(flops / peak, bytes / bandwidth) / efficiency
    joules  = flops * joules per flop + bytes * joules per byte      where these were fitted to measurements
            = seconds * watts                                        else

Every constant stands in ``machines/NAME.toml`` with its range and source; another machine is another file.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib import resources

from suffice.errors import UsageError
from suffice.hardware.facts import Fact, fact, read_toml
from suffice.ports import HardwareModel
from suffice.records import Estimate, Joules, Range, Work

_FOLDER = "machines"
_NEEDED = {"bytes_per_s", "efficiency", "to_node"}


class Machine(HardwareModel):
    """``facts`` by name; ``peaks``: operations per second by number format. Raises UsageError for incomplete data."""

    def __init__(self, name: str, title: str, boundary: str, facts: Mapping[str, Fact], peaks: Mapping[str, Fact]):
        missing = _NEEDED - facts.keys()
        if not ({"joules_per_flop", "joules_per_byte"} <= facts.keys() or "watts" in facts):
            missing |= {"watts"}
        if missing or not peaks:
            raise UsageError(f"machine {name}: '{min(missing or {'peak'})}' is missing from its data file")
        self.name, self.title, self.boundary = name, title, boundary
        self.facts, self.peaks = dict(facts), dict(peaks)

    def estimate(self, work: Work) -> Estimate:
        """``work.bytes_moved`` of None counts the weights of each product once, as if nothing stayed in a cache."""
        if not work.products:
            return Estimate(None, how=f"{self.name}: no matrix products are recorded")
        unknown = [product.dtype for product in work.products if self.computed_in(product.dtype) is None]
        if unknown:
            return Estimate(None, how=f"{self.name}: no figure for {unknown[0]}, only {', '.join(self.peaks)}")
        moved = work.bytes_moved
        if moved is None:
            moved = sum(one.inner * one.columns * one.times * BYTES[one.dtype] for one in work.products)
        seconds = self._seconds(work, moved)
        joules, how = self._joules(work.flops, moved, seconds)
        others = {one.dtype: self.computed_in(one.dtype) for one in work.products}
        how += "".join(f"; {dtype} computed in {other}" for dtype, other in others.items() if other != dtype)
        node = self.facts["to_node"]
        at_node = joules.scaled(node.value, node.low, node.high, boundary="node")
        return Estimate(at_node, seconds, how=f"{how}; x {node.value:g} ({node.low:g}-{node.high:g}) to the node")

    def computed_in(self, dtype: str) -> str | None:
        """The number format that products of ``dtype`` are computed in: itself, or the narrowest wider one there is."""
        if dtype not in WIDTHS:
            raise UsageError(f"no number format '{dtype}'; there are: {', '.join(WIDTHS)}")
        wide = [one for one in self.peaks if one == dtype or WIDTHS[one] > WIDTHS[dtype]]
        return min(wide, key=lambda one: (one != dtype, WIDTHS[one], one), default=None)

    def _seconds(self, work: Work, moved: float) -> Range:
        counted = sum(one.flops / self.peaks[self.computed_in(one.dtype) or ""].value for one in work.products)
        least, efficiency = max(counted, moved / self.facts["bytes_per_s"].value), self.facts["efficiency"]
        how = f"roofline / efficiency {efficiency.value:g} ({efficiency.low:g}-{efficiency.high:g})"
        return Range(least / efficiency.value, least / efficiency.high, least / efficiency.low, how)

    def _joules(self, flops: float, moved: float, seconds: Range) -> tuple[Joules, str]:
        facts = self.facts
        if "joules_per_flop" in facts:
            flop, byte = facts["joules_per_flop"], facts["joules_per_byte"]
            value, low, high = (
                flops * a + moved * b
                for a, b in ((flop.value, byte.value), (flop.low, byte.low), (flop.high, byte.high))
            )
            how = (
                f"{flops:.3g} operations x {flop.value:.3g} J + {moved:.3g} bytes x {byte.value:.3g} J ({flop.source})"
            )
            return Joules(value, low, high, "tokens", self.boundary), how
        watts = facts["watts"]
        value, low, high = seconds.value * watts.value, seconds.low * watts.low, seconds.high * watts.high
        return Joules(
            value, low, high, "cpu_time", self.boundary
        ), f"{seconds.value:.3g} s x {watts.value:g} W ({watts.source})"


# bits that a unit must have to take a format without loss of range; a weight of either 8-bit format fits 16
WIDTHS = {"fp32": 32, "bf16": 16, "fp16": 16, "fp8": 8, "int8": 8, "mxfp4": 4, "nvfp4": 4, "int4": 4}

# bytes of one weight; block formats with their scales
BYTES = {
    "fp32": 4.0, "bf16": 2.0, "fp16": 2.0, "fp8": 1.0, "int8": 1.0, "mxfp4": 4.25 / 8, "nvfp4": 4.5 / 8, "int4": 0.5
}  # fmt: skip


def machines() -> tuple[str, ...]:
    """The machines there are, by the names of their files."""
    folder = resources.files("suffice.hardware").joinpath(_FOLDER)
    return tuple(sorted(one.name.removesuffix(".toml") for one in folder.iterdir() if one.name.endswith(".toml")))


@cache
def machine(name: str) -> Machine:
    """Raises UsageError for a name without a file, listing those there are."""
    if name not in machines():
        raise UsageError(f"no machine '{name}'; there are: {', '.join(machines())}")
    text = resources.files("suffice.hardware").joinpath(_FOLDER, f"{name}.toml").read_text(encoding="utf-8")
    return from_toml(name, text)


def from_toml(name: str, text: str) -> Machine:
    """A machine from the text of its file. Raises UsageError."""
    where = f"machine {name}"
    rows = read_toml(text, where)
    title, boundary = rows.pop("title", None), rows.pop("boundary", None)
    if not isinstance(title, str) or boundary not in ("package", "gpu", "node"):
        raise UsageError(f"{where}: state its title and the boundary of its joules: package, gpu or node")
    peaks = rows.pop("peak", {})
    odd = set(peaks) - set(BYTES)
    if odd:
        raise UsageError(f"{where}: no number format '{min(odd)}'; there are: {', '.join(BYTES)}")
    facts = {key: fact(row, f"{where}, {key}") for key, row in rows.items()}
    return Machine(
        name, title, boundary, facts, {key: fact(row, f"{where}, peak of {key}") for key, row in peaks.items()}
    )
