"""A calendar Problem: ``{"given": {role: expression}, "find": expression, "form": {...}, "now": ISO 8601 or null}``.

``where`` may hold conditions that must be true. See ``language.py`` for expressions.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from suffice.records import Json
from suffice.symbolic.calendar.language import FORM_KEYS, NODES, OPERATIONS, validate_expression

SCHEMA: Json = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "title": "A question about the calendar",
    "type": "object",
    "required": ["given", "find"],
    "additionalProperties": False,
    "properties": {
        "now": {"type": ["string", "null"], "description": "reference time, ISO 8601, with an offset if it is known"},
        "given": {
            "type": "object",
            "maxProperties": 40,
            "additionalProperties": {"$ref": "#/$defs/expression"},
            "description": "what the text states, by role",
        },
        "find": {"$ref": "#/$defs/expression"},
        "where": {"type": "array", "maxItems": 20, "items": {"$ref": "#/$defs/expression"}},
        "form": {"type": "object", "description": "how the answer is to be written"},
    },
    "$defs": {
        "expression": {
            "type": "array",
            "minItems": 1,
            "description": "['date', 'YYYY-MM-DD'], ['time', 'HH:MM:SS'], ['datetime', 'YYYY-MM-DDTHH:MM:SS'], "
            "['zone', 'Area/City' or '+HH:MM'], ['dur', {'months', 'days', 'seconds'}], ['num', '3/2'], "
            "['weekday', 0 = Monday], ['ym', year, month], ['year', y], ['range', a, b], ['list', [...]], "
            "['ref', role], or an operation with its arguments: " + ", ".join(sorted(OPERATIONS)),
        }
    },
}
_DURATIONS = ("HH:MM", "HH:MM:SS", "HH:MM:SS.mmm", "D days", "D days, HH:MM", "D days, HH:MM:SS")
_CHOICES = {
    "date": ("iso", "dmy", "mdy", "long", "weekday"),
    "clock": ("24", "12", "HH:MM:SS"),
    "duration": _DURATIONS,
    "unit": ("seconds", "minutes", "hours", "days", "weeks"),
    "type": ("number", "date", "time", "weekday"),
}

EXAMPLES: tuple[tuple[str, str | None, str], ...] = (
    ("What date is 45 days after 2026-03-20?", None, "2026-05-04"),
    ("How many days from 4 July 2026 until 25 December 2026?", None, "174"),
    ("What day of the week was 20 July 1969?", None, "Sunday"),
    ("convert 2026-11-20 07:15 from America/Bogota to Asia/Seoul", None, "21:15"),
    ("What time is it in Tokyo right now?", "2026-02-17T14:20:00+00:00", "23:20"),
    ("is 2100 a leap year", None, "No"),
)


def validate(body: Json) -> None:
    """Raises ValueError saying what is wrong with a body."""
    if not isinstance(body, Mapping):
        raise ValueError("a Problem's body is an object")
    extra = set(body) - {"given", "find", "form", "now", "where"}
    if extra or "find" not in body:
        raise ValueError(f"unknown keys {sorted(extra)}" if extra else "'find' is missing")
    given = body.get("given")
    if not isinstance(given, Mapping) or len(given) > 40:
        raise ValueError("'given' is an object with at most 40 roles")
    nodes = 0
    for expression in given.values():
        nodes += validate_expression(expression)  # what is given does not refer to what is given
    nodes += validate_expression(body["find"], frozenset(given))
    where = body.get("where", [])
    if not isinstance(where, (list, tuple)) or len(where) > 20:
        raise ValueError("'where' is a list of at most 20 conditions")
    for condition in where:
        nodes += validate_expression(condition, frozenset(given))
    if nodes > NODES:
        raise ValueError(f"more than {NODES} parts")
    _validate_now(body.get("now"))
    _validate_form(body.get("form", {}))


def _validate_now(now: Json) -> None:
    if now is None:
        return
    try:
        fine = isinstance(now, str) and 10 <= len(now) <= 40 and now[4] == now[7] == "-" and datetime.fromisoformat(now)
    except ValueError:
        fine = False
    if not fine:
        raise ValueError("'now' is a time in ISO 8601 such as 2026-02-17T14:20:00+00:00")


def _validate_form(form: Json) -> None:
    if not isinstance(form, Mapping) or set(form) - FORM_KEYS:
        raise ValueError(f"'form' may hold {', '.join(sorted(FORM_KEYS))}")
    for key, allowed in _CHOICES.items():
        if key in form and form[key] not in allowed:
            raise ValueError(f"form '{key}' is one of {', '.join(allowed)}")
    reply = form.get("reply", [])
    if not isinstance(reply, list) or not all(isinstance(piece, str) for piece in reply):
        raise ValueError("form 'reply' is the pieces of text between which the value is written")
    places = form.get("decimals", 0)
    if not isinstance(places, int) or isinstance(places, bool) or not 0 <= places <= 12:
        raise ValueError("'decimals' is a number from 0 to 12")


def paraphrase(body: Mapping[str, Json]) -> str:
    """Plain English of what was understood."""
    from suffice.symbolic.calendar.phrasing import phrase

    words = phrase(body["find"], body["given"])
    conditions = [phrase(condition, body["given"]) for condition in body.get("where", ())]
    now = body.get("now")
    tail = f", where {' and '.join(conditions)}" if conditions else ""
    return f"Wanted: {words}{tail}" + (f" (now: {now})" if now and _relative(body) else "") + "."


def _relative(body: Mapping[str, Json]) -> bool:
    text = str([body["find"], dict(body["given"])])
    return any(
        f"'{name}'" in text
        for name in ("now", "today", "now_in", "today_in", "this_year", "this_month", "coming", "recent")
    )
