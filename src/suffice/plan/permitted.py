"""What the figures and rows of assumptions may be: their keys, units and spans, so that no slip is planned with."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from suffice.errors import UsageError
from suffice.hardware.facts import Fact

# by the unit, unless the figure has a span of its own
_SPANS = {"share": (0.0, 1.0), "factor": (0.001, 1000.0)}
_WIDEST = (0.0, 1e12)
_OWN_SPANS = {
    "general.discount_rate": (-0.5, 10.0),
    "general.target": (0.0, 1.0),
    "general.cvar_share": (0.001, 1.0),
    "general.life_years": (1.0, 50.0),
    "general.batch": (1.0, 1e6),
    "general.pue": (1.0, 100.0),
    "general.cpu_to_node": (1.0, 100.0),
    "general.peak_to_mean": (1.0, 1e4),
    "drivers.upgrades_per_year": (0.0, 365.0),
    "kind.gpus": (1.0, 1e5),
    "kind.memory_gb": (0.001, 1e9),
}
_TEXTS = {
    "api": {"tier"},
    "own": {"tier", "dtype", "kinds"},
    "kind": {"title", "machine", "friendly", "next"},
}
_FIGURES = {
    "api": {"input_usd_per_mtok": "USD", "output_usd_per_mtok": "USD"},
    "own": {},
    "kind": {
        "gpus": "GPUs", "memory_gb": "GB", "kilowatts": "kW", "purchase_usd": "USD", "on_demand_usd_per_hour": "USD"
    },
}  # fmt: skip
FRIENDLY = ("efficiency", "scaling")


def checked_rows(rows: Mapping[str, Any], shipped: Mapping[str, Any], where: str) -> None:
    """Rows of models and capacity. Raises UsageError for unknown keys, what is missing, and kinds nobody states."""
    for table, figures in _FIGURES.items():
        for name, row in rows[table].items():
            if not isinstance(row, Mapping):
                raise UsageError(f"{where}: {table}.{name} must be a table, or false to take it away")
            allowed = {*_TEXTS[table], *figures}
            if odd := set(row) - allowed:
                raise UsageError(
                    f"{where}: no key '{min(odd)}' in {table}.{name}; there are: {', '.join(sorted(allowed))}"
                )
            for key in figures:
                if key in row and not isinstance(row[key], Mapping):
                    raise UsageError(
                        f"{where}: {table}.{name}.{key} is new: state a table with value, unit, year and source"
                    )
    for name, row in rows["kind"].items():
        if missing := {"machine", "friendly", *_FIGURES["kind"]} - set(row):
            raise UsageError(f"{where}: '{min(missing)}' is missing in kind.{name}")
        if row["friendly"] not in FRIENDLY or not isinstance(row.get("title", ""), str):
            raise UsageError(f"{where}: kind.{name}.friendly must be one of {', '.join(FRIENDLY)}, and title text")
        if not isinstance(row.get("next", False), bool) or not isinstance(row["machine"], str):
            raise UsageError(f"{where}: kind.{name}.next must be true or false, and machine text")
    kinds = {*rows["kind"], *shipped["kind"]}  # one of the shipped may have been taken away
    for name, row in rows["own"].items():
        named = row.get("kinds", [])
        if not isinstance(named, list) or not all(isinstance(one, str) for one in named):
            raise UsageError(f"{where}: own.{name}.kinds must be a list of names of [kind]")
        if odd := set(named) - kinds:
            raise UsageError(f"{where}: own.{name}: no kind '{min(odd)}'; there are: {', '.join(sorted(kinds))}")


def checked_figures(facts: Mapping[str, Fact], units: Mapping[str, str], where: str) -> None:
    """Raises UsageError for another unit than the shipped one, or what lies outside the span of a figure.

    ``units``: of the shipped figures, by path.
    """
    for name, one in facts.items():
        table, key = name.split(".", 1)[0], name.rpartition(".")[2]
        unit = units[name] if name in units else _FIGURES.get(table, {}).get(key, one.unit)
        if one.unit != unit:
            raise UsageError(f"{where}: {name} is in {unit}, not in '{one.unit}': convert it")
        low, high = _OWN_SPANS.get(f"{table}.{key}", _SPANS.get(unit, _WIDEST))
        if not low <= one.low <= one.high <= high:
            raise UsageError(
                f"{where}: {name} must lie from {low:g} to {high:g}, its range too, got {one.low:g} to {one.high:g}"
            )


def units_of(rows: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """The units of all figures, by path."""
    for table in ("general", "drivers"):
        for key, row in rows[table].items():
            yield f"{table}.{key}", row["unit"]
    for table in ("api", "own", "kind"):
        for name, row in rows[table].items():
            for key, one in row.items():
                if isinstance(one, Mapping):
                    yield f"{table}.{name}.{key}", one["unit"]
