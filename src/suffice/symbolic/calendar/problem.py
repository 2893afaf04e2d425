"""A calendar Problem: ``{"given": {role: expression}, "find": expression, "form": {...}, "now": ISO 8601 or null}``.

``where`` may hold conditions that must be true. See ``language.py`` for expressions.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime

from suffice.records import Json
from suffice.symbolic.calendar.language import (
    CONDITIONS,
    FORM_CHOICES,
    FORM_TYPES,
    NODES,
    ROLES,
    validate_expression,
)

_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,59}")

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
    if not isinstance(given, Mapping) or len(given) > ROLES:
        raise ValueError(f"'given' is an object with at most {ROLES} roles")
    if not isinstance(body["find"], list):
        raise ValueError("'find' is an expression such as ['weekday_of', ['ref', 'd']]")
    nodes = 0
    for role, expression in given.items():
        if not isinstance(role, str) or not _NAME.fullmatch(role):
            raise ValueError(f"'{str(role)[:40]}' is no name of a role")
        nodes += validate_expression(expression)  # what is given does not refer to what is given
    nodes += validate_expression(body["find"], frozenset(given))
    where = body.get("where", [])
    if not isinstance(where, list) or len(where) > CONDITIONS or not all(isinstance(one, list) for one in where):
        raise ValueError(f"'where' is a list of at most {CONDITIONS} conditions")
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
    if not isinstance(form, Mapping) or not form.keys() <= FORM_TYPES.keys():
        raise ValueError(f"'form' may hold {', '.join(sorted(FORM_TYPES))}")
    for key, value in form.items():
        kind = FORM_TYPES[key]
        if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
            raise ValueError(f"form '{key}' is no {kind.__name__}")
        if value not in FORM_CHOICES.get(key, (value,)):
            raise ValueError(f"form '{key}' is one of {', '.join(FORM_CHOICES[key])}")
    if not all(isinstance(piece, str) for piece in form.get("reply", [])):
        raise ValueError("form 'reply' is the pieces of text between which the value is written")
    if len(form.get("json", "")) > 200:
        raise ValueError("form 'json' is a key of at most 200 characters")
    if not 0 <= form.get("decimals", 0) <= 12:
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
