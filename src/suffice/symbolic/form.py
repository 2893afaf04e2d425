"""The form of an answer, as Problems of orders and of plans state it."""

from __future__ import annotations

from collections.abc import Mapping

from suffice.records import Json


def validate_form(form: Json, types: Mapping[str, type]) -> None:
    """Raises ValueError for keys that ``types`` does not name, and for values of another type."""
    if not isinstance(form, Mapping) or set(form) - types.keys():
        raise ValueError(f"the form knows {', '.join(types)}")
    for key, value in form.items():
        if not isinstance(value, types[key]) or (key == "json" and not 0 < len(value) <= 200):
            raise ValueError(f"form.{key} must be of type {types[key].__name__}")
    if not all(isinstance(piece, str) for piece in form.get("reply", [])):
        raise ValueError("form.reply must be the pieces of text between which the value is written")
