"""Values of a receipt as people write them. Any JSON is taken as it comes; nothing here raises."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Mapping
from decimal import Decimal

from suffice.records import Json

_LONGEST = 1_200  # characters of one text that are shown
_DEEPEST = 12
_INFIX = {"add": "+", "sub": "-", "mul": "×", "div": "/", "pow": "^", "lt": "<", "le": "<=", "gt": ">", "ge": ">="}
_INFIX |= {"eq": "=", "ne": "≠"}
_OPERATIONS = [[name] for name in _INFIX]
_BARE = ("num", "money", "qty", "unit", "date", "time", "datetime", "zone", "thing", "person", "text", "year")


def get(value: Json, key: str) -> Json:
    return value.get(key) if isinstance(value, Mapping) else None


def listed(value: Json) -> list[Json]:
    return [] if value is None else list(value) if isinstance(value, list | tuple) else [value]


def text_of(value: Json) -> str:
    """Any JSON value as text, cut where it is long."""
    if not isinstance(value, str):
        try:
            value = json.dumps(value, ensure_ascii=False, default=repr)
        except (ValueError, TypeError, RecursionError):
            value = "(too large to show)"
    more = len(value) - _LONGEST
    return value if more <= 0 else f"{value[:_LONGEST]} ... ({more} more characters)"


def name_of(key: object) -> str:
    return text_of(key).replace("_", " ")


def shown(value: Json, depth: int = 0) -> str:
    """A tagged value or formula as people write it: ``["mul", ["ref", "a"], ["pct", "5"]]`` is ``a × 5%``."""
    if depth > _DEEPEST:
        return "..."
    if isinstance(value, Mapping):
        return ", ".join(f"{name_of(key)} {shown(part, depth + 1)}" for key, part in value.items()) or "nothing"
    if not isinstance(value, list) or not value:
        return "nothing" if value in (None, []) else text_of(value)
    tag, *rest = value
    inner = [shown(part, depth + 1) for part in rest]
    if not (isinstance(tag, str) and tag.isidentifier() and tag.islower()):  # a plain list, not a tagged value
        return ", ".join([shown(tag, depth + 1), *inner])
    if tag in _INFIX and rest:
        nested = [isinstance(part, list) and part[:1] in _OPERATIONS for part in rest]
        terms = (f"({term})" if deep else term for term, deep in zip(inner, nested, strict=True))
        return f" {_INFIX[tag]} ".join(terms)
    if tag == "ref" and rest:
        return inner[0].replace("_", " ")
    if tag == "pct":
        return f"{' '.join(inner)}%"
    if tag == "neg":
        return f"-{' '.join(inner)}"
    if tag == "list":
        return ", ".join(inner)
    if tag == "dur" and rest and isinstance(rest[0], Mapping):
        return " ".join(f"{text_of(count)} {unit}" for unit, count in rest[0].items())
    if not inner:
        return name_of(tag)
    if tag in _BARE:  # ["money", "45", "USD"], ["date", "2026-03-01"]
        return " ".join(inner)
    return f"{name_of(tag)}({', '.join(inner)})"


def number_of(value: Json) -> float | None:
    try:
        number = None if isinstance(value, bool | str) or value is None else float(value)
    except (TypeError, ValueError, OverflowError):
        return None
    return number if number is not None and abs(number) < float("inf") else None


def plain(number: float) -> str:
    """Three significant digits, never as a power of ten."""
    return f"{Decimal(f'{number:.3g}'):,f}"


def _scale(number: float) -> tuple[float, str]:
    for factor, prefix in ((1e9, "G"), (1e6, "M"), (1e3, "k"), (1, ""), (1e-3, "m"), (1e-6, "µ")):
        if abs(number) >= factor:
            return factor, prefix
    return (1e-9, "n") if number else (1, "")


def figure(value: Json, unit: str) -> str:
    number = number_of(value)
    if number is None:
        return "unknown"
    factor, prefix = (1, "") if unit == "s" and abs(number) >= 1 else _scale(number)
    return f"{plain(number / factor)} {prefix}{unit}"


def ranged(value: Json, unit: str) -> str:
    """A figure with its range, how it came about, and where it was drawn."""
    figure, low, high = (number_of(get(value, key)) for key in ("value", "low", "high"))
    if figure is None:
        return "unknown"
    factor, prefix = _scale(figure)
    told = f"{plain(figure / factor)} {prefix}{unit}"
    if low is not None and high is not None:
        told += f" (between {plain(low / factor)} and {plain(high / factor)} {prefix}{unit})"
    how = [text_of(get(value, key)) for key in ("method", "boundary", "source") if get(value, key)]
    return told + (f", {', '.join(how)}" if how else "")


def dollars(value: Json) -> str:
    number = number_of(value)
    return "unknown dollars" if number is None else f"${plain(number)}"


def clean(text: str) -> str:
    """Text that cannot steer a terminal: control, direction and surrogate characters are spelled out."""
    joiners = "\n\u200c\u200d"
    return "".join(
        char.encode("unicode_escape").decode()
        if char not in joiners and unicodedata.category(char) in ("Cc", "Cf", "Cs")
        else char
        for char in text
    )
