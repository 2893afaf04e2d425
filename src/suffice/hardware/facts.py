"""Figures as data: each with its range, unit, year and source. An assumption says that it is one."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from math import isfinite
from typing import Any

from suffice.errors import UsageError
from suffice.records import Json, Range

_KEYS = {"value", "low", "high", "unit", "year", "source", "assumed"}


@dataclass(frozen=True, slots=True)
class Fact:
    """``assumed``: nobody measured or published it; the source says why it was chosen."""

    value: float
    low: float
    high: float
    unit: str
    year: int
    source: str
    assumed: bool = False

    @property
    def range(self) -> Range:
        return Range(self.value, self.low, self.high, self.source)

    def to_json(self) -> Json:
        return {name: getattr(self, name) for name in ("value", "low", "high", "unit", "year", "source", "assumed")}


def fact(row: Any, where: str) -> Fact:
    """A table with value, unit, year and source; low and high default to the value. Raises UsageError."""
    if not isinstance(row, Mapping) or "value" not in row:
        raise UsageError(f"{where}: a figure is a table with value, unit, year and source (and low, high, assumed)")
    unknown = set(row) - _KEYS
    if unknown:
        raise UsageError(f"{where}: no key '{min(unknown)}'; there are: {', '.join(sorted(_KEYS))}")
    value = row["value"]
    low, high = row.get("low", value), row.get("high", value)
    if not all(
        isinstance(one, int | float) and not isinstance(one, bool) and isfinite(one) for one in (low, value, high)
    ):
        raise UsageError(f"{where}: value, low and high are numbers, got {low!r}, {value!r}, {high!r}")
    if not low <= value <= high:
        raise UsageError(f"{where}: must be low <= value <= high, got {low:g}, {value:g}, {high:g}")
    for key, kind in (("unit", str), ("year", int), ("source", str)):
        if not isinstance(row.get(key), kind):
            raise UsageError(f"{where}: '{key}' is missing: state it, so that the figure can be checked")
    return Fact(
        float(value), float(low), float(high), row["unit"], row["year"], row["source"], row.get("assumed") is True
    )


def read_toml(text: str, where: str) -> dict[str, Any]:
    """Raises UsageError for what is no TOML, naming the line."""
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise UsageError(f"{where} is no TOML: {error}") from None
