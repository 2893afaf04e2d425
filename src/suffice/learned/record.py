"""JSON records as flat fields with dotted names, and JSON written as it was laid out."""

from __future__ import annotations

import json
import re
from typing import Any

from suffice.records import Json

_FENCE = re.compile(r"```(?:json)?\s*(.*?)```", re.S)


class Literal(str):
    """JSON that is no string and no object, as it was written."""

    __slots__ = ()


def read_record(text: str) -> dict[str, str] | None:
    """The fields of the only JSON object in ``text``: dotted name -> string, or Literal. None if it is no record."""
    fence = _FENCE.search(text)
    body = fence[1] if fence else text
    start, end = body.find("{"), body.rfind("}")
    if start < 0 or end < start:
        return None
    try:
        tree = json.loads(body[start : end + 1], parse_float=Literal, parse_int=Literal, parse_constant=_refused)
        fields: dict[str, str] = {}
        _flatten(tree, "", fields)
    except (ValueError, RecursionError):
        return None
    return fields


def _refused(name: str) -> Json:
    raise ValueError(f"{name} is not JSON")


def _flatten(tree: dict[str, Any], prefix: str, fields: dict[str, str]) -> None:
    for key, value in tree.items():
        if not key or "." in key:
            raise ValueError("a dot in a key would be taken for a field inside another")
        if isinstance(value, dict) and value:
            _flatten(value, f"{prefix}{key}.", fields)
        else:
            fields[prefix + key] = value if isinstance(value, str) else Literal(dumped(value, None, False))


def dumped(value: Any, indent: int | None, compact: bool, level: int = 0) -> str:
    """``json.dumps`` that leaves Literals as they are."""
    if isinstance(value, Literal):
        return str(value)
    if not isinstance(value, dict | list) or not value:
        return json.dumps(value, ensure_ascii=False)
    colon = ":" if compact else ": "
    inner = [
        (json.dumps(key, ensure_ascii=False) + colon if isinstance(value, dict) else "")
        + dumped(item, indent, compact, level + 1)
        for key, item in (value.items() if isinstance(value, dict) else ((None, item) for item in value))
    ]
    left, right = "{}" if isinstance(value, dict) else "[]"
    if indent is None:
        return left + ("," if compact else ", ").join(inner) + right
    pad = "\n" + " " * (indent * (level + 1))
    return left + pad + f",{pad}".join(inner) + "\n" + " " * (indent * level) + right
