"""What a plan rests on: the dated facts of the package, and what the operator states instead."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from math import inf
from pathlib import Path
from typing import Any

from suffice.errors import UsageError
from suffice.hardware.facts import Fact, fact, read_toml
from suffice.plan.permitted import checked_figures, checked_rows, units_of
from suffice.records import Json

_TABLES = {"dated", "frontier", "general", "api", "own", "kind", "scenarios", "drivers", "groups", "limits"}
_LIMITS = {"usd_per_year", "kg_co2_per_year"}
_OPEN = {"api", "own", "kind", "groups"}  # tables of named rows, to which more may be added


@dataclass(frozen=True, slots=True)
class Assumptions:
    """``rows``: the merged tables. ``facts``: each figure by its path, such as ``general.pue``."""

    rows: Mapping[str, Any]
    facts: Mapping[str, Fact]

    def value(self, path: str) -> float:
        return self.facts[path].value

    def under(self, path: str) -> dict[str, Fact]:
        """The figures of a table by their names."""
        return {name[len(path) + 1 :]: one for name, one in self.facts.items() if name.startswith(f"{path}.")}

    def limit(self, name: str) -> float | None:
        return self.rows.get("limits", {}).get(name)

    @property
    def dated(self) -> str:
        return str(self.rows["dated"])

    def to_json(self) -> Json:
        return {
            "dated": self.dated,
            "frontier": self.rows["frontier"],
            "figures": {name: one.to_json() for name, one in self.facts.items()},
            "other": {name: value for name, value in _others(self.rows)},
        }


@cache
def _shipped() -> dict[str, Any]:
    text = resources.files("suffice.plan").joinpath("facts.toml").read_text(encoding="utf-8")
    return read_toml(text, "facts.toml")


def load(path: Path | None = None) -> Assumptions:
    """The shipped facts, with the tables of ``path`` in their place. Raises UsageError, naming the key."""
    if path is None:
        return assumptions({}, "the shipped facts")
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        raise UsageError(f"{path} cannot be read ({error.strerror})") from None
    except UnicodeDecodeError as error:
        raise UsageError(f"{path} is not UTF-8 at byte {error.start + 1}: convert it") from None
    return assumptions(read_toml(text, str(path)), str(path))


def assumptions(stated: Mapping[str, Any], where: str) -> Assumptions:
    """Raises UsageError for tables and figures that the plan does not know."""
    _known(stated, where)
    rows = _merged(_shipped(), stated, where)
    checked_rows(rows, _shipped(), where)
    facts = dict(_facts(rows, where))
    checked_figures(facts, dict(units_of(_shipped())), where)
    for name in ("general.years", "general.information_year"):
        if facts[name].value != int(facts[name].value) or not 1 <= facts[name].value <= 20:
            raise UsageError(f"{where}: {name} must be a whole number of years from 1 to 20")
    count, seed = rows["scenarios"]["count"], rows["scenarios"]["seed"]
    if type(count) is not int or not 0 <= count <= 100 or type(seed) is not int:
        raise UsageError(f"{where}: scenarios.count must be a whole number from 0 to 100, and seed a whole number")
    for name, value in rows.get("limits", {}).items():
        if name not in _LIMITS or not isinstance(value, int | float) or isinstance(value, bool) or not 0 <= value < inf:
            raise UsageError(f"{where}: limits.{name} must be one of {', '.join(sorted(_LIMITS))}, 0 or more, finite")
    return Assumptions(rows, facts)


def _known(stated: Mapping[str, Any], where: str) -> None:
    for name, table in stated.items():
        if name not in _TABLES:
            raise UsageError(f"{where}: no table '{name}'; there are: {', '.join(sorted(_TABLES))}")
        if name in ("dated", "frontier"):
            if not isinstance(table, str):
                raise UsageError(f"{where}: '{name}' must be text")
        elif not isinstance(table, Mapping):
            raise UsageError(f"{where}: '{name}' must be a table")
        elif name in ("general", "drivers", "scenarios"):
            unknown = set(table) - _shipped()[name].keys()
            if unknown:
                raise UsageError(f"{where}: no {name}.{min(unknown)}; there are: {', '.join(sorted(_shipped()[name]))}")


def _merged(shipped: Mapping[str, Any], stated: Mapping[str, Any], where: str) -> dict[str, Any]:
    """Rows that are stated replace those of the same name; a row of false takes it away; a bare number is a figure."""
    rows = dict(shipped)
    for name, table in stated.items():
        if not isinstance(table, Mapping):
            rows[name] = table
            continue
        kept = dict(rows.get(name, {}))
        for key, row in table.items():
            if row is False and name in _OPEN:
                kept.pop(key, None)
            elif name in _OPEN and isinstance(row, Mapping):
                before = kept.get(key, {})
                kept[key] = {**before, **{inner: _figure(one, before.get(inner), where) for inner, one in row.items()}}
            else:
                kept[key] = _figure(row, kept.get(key), where)
        rows[name] = kept
    return rows


def _figure(stated: Any, shipped: Any, where: str) -> Any:
    """A bare number in the place of a figure stands for itself, without a range."""
    if isinstance(shipped, Mapping) and isinstance(stated, int | float) and not isinstance(stated, bool):
        return {"value": stated, "unit": shipped["unit"], "year": shipped["year"], "source": f"as stated in {where}"}
    return stated


def _facts(rows: Mapping[str, Any], where: str) -> Iterator[tuple[str, Fact]]:
    for name in ("general", "drivers"):
        for key, row in rows[name].items():
            yield f"{name}.{key}", fact(row, f"{where}: {name}.{key}")
    for name in ("api", "own", "kind"):
        for key, row in rows[name].items():
            for inner, value in row.items():
                if isinstance(value, Mapping):
                    yield f"{name}.{key}.{inner}", fact(value, f"{where}: {name}.{key}.{inner}")


def _others(rows: Mapping[str, Any]) -> Iterator[tuple[str, Json]]:
    """What is no figure: tiers, machines, groups, limits."""
    for name in ("api", "own", "kind"):
        for key, row in rows[name].items():
            for inner, value in row.items():
                if not isinstance(value, Mapping):
                    yield f"{name}.{key}.{inner}", value
    for name in ("scenarios", "limits", "groups"):
        for key, value in rows.get(name, {}).items():
            yield f"{name}.{key}", value
