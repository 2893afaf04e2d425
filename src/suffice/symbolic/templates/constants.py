"""Constants that a template states: ``"1.5%"``, ``19``, ``{ duration = "3 days" }``, a TOML date."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

from suffice.errors import UsageError
from suffice.records import Json
from suffice.symbolic.english.grammar import Grammar
from suffice.symbolic.templates.values import literal_types, read_literal

# The literals that plain text is tried with, in this order; a table { type = "text" } names another.
_ORDER = {
    "arithmetic": ("number", "percent", "money", "quantity", "rate"),
    "calendar": ("number", "duration", "weekday", "month", "zone", "date", "time", "moment", "opening", "weekday_set"),
}
_PLAIN = tuple(dict.fromkeys(_ORDER["arithmetic"] + _ORDER["calendar"]))


def constant(value: Any, family: str, grammar: Grammar, where: str) -> Json:
    """The tagged JSON value of a constant. Raises UsageError when it cannot be read in exactly one way."""
    match value:
        case bool():
            pass
        case int() | float():
            return ["num", str(value)]
        case datetime() if value.tzinfo is None:
            return ["datetime", value.isoformat()]
        case date() if not isinstance(value, datetime):
            return ["date", value.isoformat()]
        case time():
            return ["time", value.isoformat()]
        case [str(), *_]:
            return value  # the family's own language, taken as it stands
        case str():
            for name in _ORDER.get(family, _PLAIN):
                found = read_literal(grammar, name, value) if name in grammar.literals else []
                if found:
                    return _only(found, name, value, where)
            raise UsageError(f"{where}: cannot read '{value}'; name its type, as in {{ money = \"10 EUR\" }}")
        case dict() if len(value) == 1:
            name, text = next(iter(value.items()))
            if name not in literal_types(grammar):
                raise UsageError(f"{where}: no type '{name}'; there are: {', '.join(literal_types(grammar))}")
            found = read_literal(grammar, name, text) if isinstance(text, str) else []
            if not found:
                raise UsageError(f"{where}: cannot read {text!r} as {name}; write it in full, in quotes")
            return _only(found, name, text, where)
    raise UsageError(f'{where}: expected a number, a date or text such as "1.5%", got {value!r}')


def _only(found: list[Json], name: str, text: str, where: str) -> Json:
    if len(found) > 1:
        ways = " or ".join(str(value) for value in found[:3])
        raise UsageError(f"{where}: '{text}' can be read as {ways}; write it so that it has one meaning")
    return found[0]
