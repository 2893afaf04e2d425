"""The answer's form: what instructions ask for, and the reply that obeys them.

Keys that every family's form may hold: ``only`` (the value alone), ``json`` (a key: reply as a JSON
object), ``yesno``, ``explain``, ``reply`` (the pieces of text between which the value is written: a
template's wording). All others (rounding, units, clocks, ...) are the family's own.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping

from suffice.records import Abstain, Code, Json, Task

REPLY_KEYS = frozenset({"only", "json", "explain", "reply"})
_NUMBER = re.compile(r"-?\d+(\.\d+)?")


def reply(value: str, say: str, form: Mapping[str, Json]) -> str:
    """The chat reply for an answer: the bare value, a JSON object, or a sentence."""
    if "json" in form:
        number = _NUMBER.fullmatch(value)
        content: Json = (float(value) if "." in value else int(value)) if number and len(value) <= 15 else value
        return json.dumps({form["json"]: content}, ensure_ascii=False)
    if len(form.get("reply", ())) > 1:
        return value.join(form["reply"])  # pieces, not a pattern: braces in them are mere text
    return value if form.get("only") else say


def required_key(task: Task) -> str | Abstain | None:
    """The JSON key that the task's ``response_format`` demands, None if it demands nothing.

    A schema is understood when it has exactly one property, of type string, number or integer.
    """
    wanted = task.response_format
    if not wanted or wanted.get("type") == "text":
        return None
    if wanted.get("type") == "json_schema":
        schema = (wanted.get("json_schema") or {}).get("schema") or {}
        properties = schema.get("properties") or {}
        if schema.get("type") == "object" and len(properties) == 1:
            key, kind = next(iter(properties.items()))
            if set(kind) <= {"type", "description", "title"} and kind.get("type") in ("string", "number", "integer"):
                return key
    if wanted.get("type") == "json_object":
        return ""  # an object, whose key the text must name
    return Abstain(Code.UNSUPPORTED, "the response format asks for more than one plain value")
