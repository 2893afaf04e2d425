"""Devices as data: every number with its unit, the range in which it holds, and where it comes from."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from suffice.errors import UsageError
from suffice.records import Json

_PACKAGE = "suffice.hardware.crossbar"


@dataclass(frozen=True, slots=True)
class Number:
    """A value (or a table of fitted coefficients) that holds from ``low`` to ``high``."""

    value: Any
    unit: str
    low: float
    high: float
    source: str

    def to_json(self) -> Json:
        return {"value": self.value, "unit": self.unit, "low": self.low, "high": self.high, "source": self.source}


@dataclass(frozen=True, slots=True)
class Device:
    """A preset. ``refusal``: why it cannot compute in analog, if so."""

    name: str
    title: str
    cite: str
    analog: bool
    refusal: str | None
    numbers: Mapping[str, Number]
    spread_times_s: tuple[float, ...]

    def __getitem__(self, name: str) -> Any:
        """The value. Raises UsageError where the preset does not state it."""
        if name not in self.numbers:
            raise UsageError(f"the device {self.name} states no {name}: name another device ('suffice chip devices')")
        return self.numbers[name].value

    def get(self, name: str, default: Any = None) -> Any:
        return self.numbers[name].value if name in self.numbers else default

    def within(self, name: str, value: float, what: str) -> float:
        """The value, if it lies in the number's range. Raises UsageError with the range."""
        number = self.numbers[name]
        if not number.low <= value <= number.high:
            span = f"{number.low:g} to {number.high:g} {number.unit}"
            raise UsageError(f"{what} {value:g} is outside what {self.name} was fitted for: {span} ({number.source})")
        return value

    def to_json(self) -> Json:
        return {
            "name": self.name,
            "title": self.title,
            "cite": self.cite,
            "analog": self.analog,
            "refusal": self.refusal,
            "numbers": {name: number.to_json() for name, number in self.numbers.items()},
        }


def names() -> tuple[str, ...]:
    """The presets, sorted."""
    folder = resources.files(_PACKAGE).joinpath("devices")
    return tuple(sorted(path.name.removesuffix(".toml") for path in folder.iterdir() if path.name.endswith(".toml")))


@cache
def device(name: str) -> Device:
    """A preset by its name. Raises UsageError with the names that there are."""
    if name not in names():
        raise UsageError(f"no device '{name}'; there are: {', '.join(names())}")
    path = resources.files(_PACKAGE).joinpath("devices", f"{name}.toml")
    row: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8"))
    times = tuple(row.get("spread", {}).get("at_s", ()))
    return Device(name, row["title"], row["cite"], row["analog"], row.get("refusal"), _numbers(row), times)


@cache
def converters() -> Mapping[str, Number]:
    """What converters, adders and wires off the arrays take."""
    text = resources.files(_PACKAGE).joinpath("converters.toml").read_text(encoding="utf-8")
    return _numbers(tomllib.loads(text))


def _numbers(row: Mapping[str, Any]) -> dict[str, Number]:
    return {
        name: Number(entry["value"], entry["unit"], entry["low"], entry["high"], entry["source"])
        for name, entry in row.items()
        if isinstance(entry, dict)
    }
