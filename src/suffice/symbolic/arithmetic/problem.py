"""A Problem of arithmetic: ``{"given": {name: value or expression}, "find": expression, "form": {...}}``.

``where`` may hold conditions that must be true. See ``language.py`` for values and expressions.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from suffice.records import Json
from suffice.symbolic.arithmetic import units
from suffice.symbolic.arithmetic.language import AS, EXACT, FORM_TYPES, MODES, NAME, TEXT, WellMade

EXAMPLES: tuple[tuple[str, str | None, str], ...] = (
    ("What is 15% of 80?", None, "12"),
    ("Calculate (3 + 4) * 2.", None, "14"),
    ("Solve for x: 2x + 3 = 11", None, "4"),
    ("The jacket was $120, now it's 35% off. What do I pay?", None, "78.00"),
    ("How far do I get in 2.5 hours at 84 km/h?", None, "210 km"),
    ("Convert 26.2 miles to kilometres, rounded to 2 decimals.", None, "42.16"),
    ("What is the average of 88, 92 and 79.5?", None, "86.5"),
)


def validate(body: Json) -> None:
    """Raises ValueError saying what is wrong with the body."""
    if not isinstance(body, Mapping):
        raise ValueError("the body must be an object with 'given' and 'find'")
    unknown = set(body) - {"given", "find", "where", "form"}
    if unknown:
        raise ValueError(f"unknown key '{min(unknown, key=str)}'; known are given, find, where and form")
    given, find = body.get("given"), body.get("find")
    if not isinstance(given, Mapping) or not isinstance(find, list):
        raise ValueError("the body needs an object 'given' and an expression 'find'")
    where, form = body.get("where", []), body.get("form", {})
    if not isinstance(where, list) or not isinstance(form, Mapping):
        raise ValueError("'where' must be a list of conditions and 'form' an object")
    check = WellMade(given)
    for name, value in given.items():
        if not isinstance(name, str) or not NAME.fullmatch(name):
            raise ValueError(f"'{str(name)[:40]}' is no name of a value")
        check.expression(value, frozenset(), 0, outer=False)
    check.expression(find, frozenset(), 0)
    if find[0] in ("list", "rows", "equation", "unit"):
        raise ValueError("'find' must come to one value, which a list, table, equation or unit does not")
    for condition in where:
        check.expression(condition, frozenset(), 0)
    _validate_form(form)


def _validate_form(form: Mapping[str, Json]) -> None:
    for key, value in form.items():
        if key not in FORM_TYPES:
            raise ValueError(f"the form key '{key}' is not understood; known are {', '.join(sorted(FORM_TYPES))}")
        if not isinstance(value, FORM_TYPES[key]) or (isinstance(value, str) and len(value) > 200):
            raise ValueError(f"form.{key} is no {FORM_TYPES[key].__name__} of a fitting size")
    reply = form.get("reply", [])
    if not isinstance(reply, list) or not all(isinstance(piece, str) and len(piece) <= TEXT for piece in reply):
        raise ValueError("form.reply must be the pieces of text between which the value is written")
    for key, least, most in (("decimals", -30, 1000), ("sigfigs", 1, 1000)):
        text = _bare(form.get(key))
        if key in form and not (re.fullmatch(r"-?\d{1,4}", text) and least <= int(text) <= most):
            raise ValueError(f"form.{key} must be a whole number from {least} to {most}")
    if "decimals" in form and "sigfigs" in form:
        raise ValueError("form.decimals and form.sigfigs exclude each other")
    if "nearest" in form and not (EXACT.fullmatch(_bare(form["nearest"])) and _bare(form["nearest"]).strip("-0./")):
        raise ValueError("form.nearest must be a number above zero")
    if "as" in form and _bare(form["as"]) not in AS:
        raise ValueError(f"form.as must be one of {', '.join(sorted(AS))}")
    if "mode" in form and _bare(form["mode"]) not in MODES:
        raise ValueError(f"form.mode must be one of {', '.join(sorted(MODES))}")
    if "unit" in form and not units.parse(_bare(form["unit"])):
        raise ValueError("form.unit must be a unit such as 'km'")
    if "currency" in form and not (form["currency"] != units.ANY_CENTS and units.is_currency(_bare(form["currency"]))):
        raise ValueError("form.currency must be an ISO 4217 code such as USD")


def _bare(value: Json) -> str:
    """The text of a number or unit that is given bare or tagged; '' for anything else."""
    if isinstance(value, list) and len(value) == 2 and value[0] in ("num", "unit") and isinstance(value[1], str):
        value = value[1]
    return str(value) if isinstance(value, (str, int)) and not isinstance(value, bool) else ""


def paraphrase(body: Mapping[str, Json]) -> str:
    """What was understood, in plain English."""
    from suffice.symbolic.arithmetic.wording import paraphrase as told

    return told(body)


def written(expr: Json, given: Mapping[str, Json]) -> str:
    """An expression as people write it."""
    from suffice.symbolic.arithmetic.wording import written as told

    return told(expr, given)
