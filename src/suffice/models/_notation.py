"""A JSON Schema in few words: one line for each definition, as a reader of programs would write its type.

It says less than the schema (no lengths, no patterns); what a model writes is judged by the schema's owner.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from suffice.records import Json

_MANY_TAGS = 4  # of operations whose description names them, and what each of them does


def notation(schema: Json) -> str:
    """``problem = {given: {NAME: value}, find: expression}`` and what it is made of."""
    lines = [f"problem = {_shape(schema)}"]
    for name, definition in schema.get("$defs", {}).items():
        lines.extend(_defined(name, definition))
    return "\n".join(lines)


def _defined(name: str, part: Json) -> Iterator[str]:
    """A choice takes a line for each of its ways, anything else one line."""
    said = _said(part)
    ways = part.get("anyOf", ())
    if len(ways) < 2 or not any("description" in way for way in ways):
        yield f"{name} = {_shape(part)}{said}"
        return
    yield f"{name} ={said}"
    for way in ways:
        yield f"  | {_shape(way)}{_said(way)}"


def _said(part: Json) -> str:
    return f"  // {part['description']}" if "description" in part else ""


def _shape(part: Any) -> str:
    if "$ref" in part:
        return part["$ref"].rpartition("/")[2]
    if "anyOf" in part:
        return " | ".join(map(_shape, part["anyOf"]))
    if "enum" in part:
        return "|".join(json.dumps(one, ensure_ascii=False) for one in part["enum"])
    kind = part.get("type")
    if kind == "array":
        return _array(part)
    if kind == "object":
        return _object(part)
    return kind if isinstance(kind, str) else "any"


def _array(part: Json) -> str:
    first = part.get("prefixItems", [])
    least = part.get("minItems", 0)
    shapes: list[str] = []
    for number, item in enumerate(first):
        tags = item.get("enum", ())
        shape = "op" if number == 0 and len(tags) >= _MANY_TAGS and "description" in part else _shape(item)
        shapes.append(shape if number < least else f"{shape}?")
    rest = part.get("items")
    if isinstance(rest, dict):
        shapes.append(f"{_shape(rest)}...")
    return f"[{', '.join(shapes)}]"


def _object(part: Json) -> str:
    required = part.get("required", ())
    fields = []
    for key, value in part.get("properties", {}).items():
        said = f" ({value['description']})" if "description" in value else ""
        fields.append(f"{key}{'' if key in required else '?'}: {_shape(value)}{said}")
    more = part.get("additionalProperties")
    if isinstance(more, dict):
        fields.append(f"NAME: {_shape(more)}")
    return f"{{{', '.join(fields)}}}"
