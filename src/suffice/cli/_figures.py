"""Figures for people: three digits, the range beside them, and a question mark for what nobody knows."""

from __future__ import annotations

import unicodedata

from suffice.records import Json

_PREFIXES = ((1e9, "G"), (1e6, "M"), (1e3, "k"), (1.0, ""), (1e-3, "m"), (1e-6, "µ"))


def printable(text: str) -> str:
    """Text that cannot steer a terminal: control and direction characters are spelled out."""
    return "".join(
        char if char in "\n\t" or unicodedata.category(char) not in ("Cc", "Cf", "Cs") else f"\\u{ord(char):04x}"
        for char in text
    )


def number(value: float) -> str:
    """Three significant digits: 0.00123, 4.56, 1,230."""
    if value == 0:
        return "0"
    if abs(value) >= 1000:
        return f"{value:,.0f}"
    return f"{value:.3g}" if abs(value) >= 1e-4 else f"{value:.1e}"


def energy(part: Json) -> str:
    """Joules with their range, in the prefix of the value: ``3.67 kJ (0.797 to 19.9)``; '?' of None."""
    if part is None:
        return "?"
    factor, prefix = next(((f, p) for f, p in _PREFIXES if part["value"] >= f), (1.0, ""))
    value, low, high = (number(part[key] / factor) for key in ("value", "low", "high"))
    spread = "" if low == high else f" ({low} to {high})"
    return f"{value} {prefix}J{spread}"


def dollars(value: float | None) -> str:
    if value is None:
        return "$?"
    return f"${value:,.2f}" if value >= 1 else f"${number(value)}"
