"""The text of patterns, cut into what they are made of; ``grammar.py`` says what each part means."""

from __future__ import annotations

import re
from typing import Any

from suffice.errors import UsageError

_PIECE = re.compile(r"(\{(?:(\w+):)?(\w+)\}|<(\w+)>|([()\[\]|])|([^{}<>()\[\]|]+))")


def pieces_of(pattern: str, where: str) -> list[tuple[str, Any]]:
    """Its parts in order: ``("words", text)``, ``("mark", bracket or bar)``, ``("slot", (rule, name))``."""
    found: list[tuple[str, Any]] = []
    length = 0
    for whole, name, capture, inline, mark, words in _PIECE.findall(pattern):
        length += len(whole)
        if mark:
            found.append(("mark", mark))
        elif capture:
            found.append(("slot", (capture, name or capture)))
        elif inline:
            found.append(("slot", (inline, None)))
        elif not words.isspace():
            found.append(("words", words.strip()))
    if length != len(pattern):
        raise UsageError(f"{where}: cannot read '{pattern.strip()}': a brace or angle bracket has no partner")
    return found


def alternatives(body: str) -> list[str]:
    """Split at the bars that stand outside all brackets."""
    parts, depth, last = [], 0, 0
    for index, char in enumerate(body):
        depth += (char in "([") - (char in ")]")
        if char == "|" and depth == 0:
            parts.append(body[last:index])
            last = index + 1
    parts.append(body[last:])
    return [part for part in parts if part.strip()]


def constant(part: str, where: str) -> tuple[str, Any]:
    """What stands behind ``=>``: a name and its value, as the grammar's own page says."""
    name, equals, value = (piece.strip() for piece in part.partition("="))
    if not equals or not name.isidentifier():
        raise UsageError(f"{where}: expected key=value after '=>', got '{part.strip()}'")
    if value in ("true", "false"):
        return name, value == "true"
    if value.lstrip("-").isdigit():
        return name, int(value) if name.startswith("_") else ["num", value]
    if value.replace("/", "", 1).isdigit():
        return name, ["num", value]
    if value.startswith("person "):
        return name, ["person", value[7:]]
    if value.startswith("just "):  # an entity that no other word may qualify: a meeting, but not the board meeting
        return name, ["thing", value[5:], f"{value[5:]} alone"]
    if value.startswith("a "):  # an entity: what contradicts it does not go together with it
        return name, ["thing", value[2:], value[2:]]
    return name, value
