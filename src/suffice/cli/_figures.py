"""Figures for people: three digits, the range beside them, and a question mark for what nobody knows."""

from __future__ import annotations

import unicodedata

from suffice.records import Json


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


def ranged(part: Json, unit: str = "") -> str:
    """``value (low to high) unit`` of an object with these three, '?' of None."""
    if part is None:
        return "?"
    unit = unit and f" {unit}"
    if part["low"] == part["high"]:
        return f"{number(part['value'])}{unit}"
    return f"{number(part['value'])} ({number(part['low'])} to {number(part['high'])}){unit}"


def dollars(value: float | None) -> str:
    return "$?" if value is None else f"${number(value)}"
