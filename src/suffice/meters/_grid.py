"""Carbon intensity of electricity: a country's yearly average, or the world's, with its range and year."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources
from typing import Any

from suffice.errors import UsageError
from suffice.records import Range


@cache
def _table() -> dict[str, Any]:
    text = resources.files("suffice.meters").joinpath("grid_intensity.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def grid_intensity(country: str | None = None, g_per_kwh: float | None = None) -> Range:
    """Grams of CO2e per kWh, from the operator's own figure, else by three-letter country code, else the world's.

    Raises UsageError for a negative figure or a country that is not in the table.
    """
    if g_per_kwh is not None:
        if not 0 <= g_per_kwh < float("inf"):
            raise UsageError(f"a grid emits 0 or more g CO2e per kWh, not {g_per_kwh}")
        return Range(g_per_kwh, g_per_kwh, g_per_kwh, f"{g_per_kwh:g} g/kWh as configured")
    table = _table()
    if country is None:
        world = table["world"]
        source = f"world average {world['value']} g/kWh (2021-2023, codecarbon); set the country to narrow it"
        return Range(float(world["value"]), float(world["low"]), float(world["high"]), source)
    code = country.strip().upper()
    if code not in table["countries"]:
        near = [known for known in table["countries"] if known[:2] == code[:2]]
        hint = f"; did you mean {' or '.join(near)}" if near else ""
        raise UsageError(f"no carbon intensity for '{country}': use a three-letter country code such as DEU{hint}")
    grams, year = table["countries"][code]
    spread = table["country_range"]
    source = f"{code} average {grams} g/kWh ({year}, codecarbon)"
    return Range(float(grams), grams * spread["low"], grams * spread["high"], source)
