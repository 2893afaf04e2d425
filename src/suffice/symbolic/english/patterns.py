"""The text of rules and patterns, cut into what they are made of and built into a network.

``grammar.py`` says what each part means.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from suffice.errors import UsageError
from suffice.symbolic.english.network import Node
from suffice.symbolic.english.text import analyse

_PIECE = re.compile(r"(\{(?:(\w+):)?(\w+)\}|<(\w+)>|([()\[\]|])|([^{}<>()\[\]|]+))")


def productions_of(text: str, where: str) -> Iterator[tuple[str, str, str]]:
    """Every production of a rules file: its rule, its pattern with the constants, and its place."""
    rule = ""
    for number, line in enumerate(text.splitlines(), 1):
        line = line.split("#", 1)[0].rstrip()
        if not line.strip():
            continue
        place = f"{where}:{number}"
        if line.lstrip().startswith("|"):
            body = line.lstrip()[1:]
        else:
            rule, colon, body = line.partition(" : ")
            rule = rule.strip()
            if not colon or not rule.isidentifier():
                raise UsageError(f"{place}: expected 'name : pattern', got '{line.strip()}'")
        body, arrow, constants = body.partition("=>")
        for alternative in alternatives(body):
            yield rule, alternative + (f" => {constants}" if arrow else ""), place


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


def extended(node: Node, pieces: list[tuple[str, Any]], at: int, where: str) -> tuple[Node, int]:
    """Extend from ``node`` with a sequence; return its last state and the index of the closing piece."""
    while at < len(pieces):
        kind, value = pieces[at]
        if kind == "mark" and value in ")]|":
            return node, at
        if kind == "mark":
            ends: list[Node] = [node] if value == "[" else []
            closing = "]" if value == "[" else ")"
            while True:
                # an alternative of its own keeps prefixes shared with other productions
                end, at = extended(node, pieces, at + 1, where)
                ends.append(end)
                if at >= len(pieces):
                    raise UsageError(f"{where}: missing '{closing}'")
                if pieces[at][1] == closing:
                    break
                if pieces[at][1] != "|":
                    raise UsageError(f"{where}: found '{pieces[at][1]}' where '{closing}' was expected")
            join = Node()
            for end in ends:
                end.then += (join,)
            node = join
        elif kind == "words":
            for form in _forms(value):
                node = node.on_word(form)
        else:
            node = node.on_slot(*value)
        at += 1
    return node, at


@lru_cache(maxsize=10_000)
def _forms(words: str) -> tuple[str, ...]:
    """The tokens of a pattern's words."""
    plain = words.replace(" ", "").isalpha() and words.isascii() and words.islower()
    return tuple(words.split()) if plain else tuple(token.form for token in analyse(words).tokens)
