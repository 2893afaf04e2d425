"""Figures for readers: three digits, a prefix in place of a power of ten, the range beside them."""

from __future__ import annotations

from suffice.explain.values import plain
from suffice.records import Json

_PREFIXES = ((1e9, "GJ"), (1e6, "MJ"), (1e3, "kJ"), (1.0, "J"), (1e-3, "mJ"), (1e-6, "µJ"))


def joules(figure: Json) -> str:
    """``1.19 kJ``; 'unknown' of None, and of a sum of which nothing is known."""
    if figure is None or (figure.get("unknown") and not figure["value"]):
        return "unknown"
    return _joules(figure["value"])


def between(figure: Json) -> str:
    """``8.45 J to 10.9 kJ``; empty where nothing is known or there is no range."""
    if joules(figure) in ("unknown", "0 J") or figure["low"] == figure["high"]:
        return ""
    unknown = f", and {figure['unknown']} parts that nobody knows" if figure.get("unknown") else ""
    return f"{_joules(figure['low'])} to {_joules(figure['high'])}{unknown}"


def energy(figure: Json) -> str:
    """Both."""
    spread = between(figure)
    return f"{joules(figure)} ({spread})" if spread else joules(figure)


def percent(share: Json) -> tuple[str, str]:
    """``76.1 %`` and ``7.1 to 100``."""
    value, low, high = (plain(100 * share[name]) for name in ("value", "low", "high"))
    return f"{value} %", f"{low} to {high}"


def _joules(value: float) -> str:
    factor, unit = next(((f, u) for f, u in _PREFIXES if abs(value) >= f), (1e-6, "µJ") if value else (1.0, "J"))
    return f"{plain(value / factor)} {unit}"
