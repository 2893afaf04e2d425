"""Programs as JSON and as text that reads like calls: ``run(slot("name"), "digits", 1)``. Both are parsed back exactly.

The notation is read with Python's parser, never evaluated; every part is checked against its declared type.
"""

from __future__ import annotations

import ast
import json
from dataclasses import fields, is_dataclass
from functools import cache
from types import GenericAlias
from typing import Any, cast, get_args, get_origin, get_type_hints

from suffice.learned.program import amounts, choices, node, picks, texts, times
from suffice.learned.program.node import Node, Text
from suffice.records import Json

VERSION = 1
_SIZE_MAX, _DEPTH_MAX = 200_000, 24


@cache
def kinds() -> dict[str, type[Node]]:
    """Every node of the language by its name: the class's name in small letters, ``FromEnd`` as ``from_end``."""
    found = {}
    for module in (node, picks, texts, amounts, times, choices):
        for item in vars(module).values():
            if isinstance(item, type) and issubclass(item, Node) and is_dataclass(item):
                found[_name(item)] = item
    return found


def _name(kind: type) -> str:
    return "".join("_" + c.lower() if c.isupper() and i else c.lower() for i, c in enumerate(kind.__name__))


@cache
def _types(kind: type[Node]) -> tuple[object, ...]:
    hints = get_type_hints(kind)
    return tuple(hints[field.name] for field in fields(cast(Any, kind)))


def to_json(part: Any) -> Json:
    """A node is an object with one key, its name, and the list of its parts."""
    if isinstance(part, Node):
        values = [getattr(part, field.name) for field in fields(cast(Any, part))]
        return {_name(type(part)): [to_json(value) for value in values]}
    return [to_json(one) for one in part] if isinstance(part, tuple) else part


def from_json(data: Json) -> Text:
    """Raises ValueError where the data are no program."""
    program = _read(data, Text, 0)
    return cast(Text, program)


def _read(data: Json, wanted: object, depth: int) -> Any:
    if depth > _DEPTH_MAX:
        raise ValueError(f"a program nests at most {_DEPTH_MAX} deep")
    if get_origin(wanted) is tuple:
        return _sequence(data, cast(GenericAlias, wanted), depth)
    if isinstance(wanted, type) and issubclass(wanted, Node):
        if not isinstance(data, dict) or len(data) != 1:
            raise ValueError(f"a {wanted.__name__} is an object with one key, the node's name")
        name, parts = next(iter(data.items()))
        kind = kinds().get(name)
        if kind is None or not issubclass(kind, wanted) or not isinstance(parts, list):
            raise ValueError(f"{name!r} is no {wanted.__name__} of this language (version {VERSION})")
        types = _types(kind)
        if len(parts) != len(types):
            raise ValueError(f"{name} has {len(types)} parts, not {len(parts)}")
        return kind(*(_read(part, of, depth + 1) for part, of in zip(parts, types, strict=True)))
    if type(data) is not wanted:
        raise ValueError(f"expected {getattr(wanted, '__name__', wanted)}, got {json.dumps(data)[:60]}")
    return data


def _sequence(data: Json, wanted: GenericAlias, depth: int) -> tuple:
    if not isinstance(data, list):
        raise ValueError("expected a list")
    inner = get_args(wanted)
    if inner[-1] is Ellipsis:
        return tuple(_read(one, inner[0], depth + 1) for one in data)
    if len(data) != len(inner):
        raise ValueError(f"expected a list of {len(inner)}")
    return tuple(_read(one, of, depth + 1) for one, of in zip(data, inner, strict=True))


def printed(program: Node) -> str:
    """The program on one line."""
    return _call(to_json(program))


def _call(data: Json) -> str:
    if isinstance(data, dict):
        name, parts = next(iter(data.items()))
        return f"{name}({', '.join(map(_call, cast(list, parts)))})"
    if isinstance(data, list):
        return f"[{', '.join(map(_call, data))}]"
    return repr(data)


def parsed(text: str) -> Text:
    """The inverse of ``printed``. Raises ValueError."""
    if len(text) > _SIZE_MAX:
        raise ValueError(f"a program has at most {_SIZE_MAX} characters")
    try:
        tree = ast.parse(text.strip(), mode="eval")
        return from_json(_data(tree.body))
    except (SyntaxError, RecursionError, MemoryError) as error:
        raise ValueError(f"not a program: {error}") from error


def _data(tree: ast.expr) -> Json:
    match tree:
        case ast.Call(func=ast.Name(id=name), args=args, keywords=[]):
            return {name: [_data(arg) for arg in args]}
        case ast.List(elts=parts):
            return [_data(part) for part in parts]
        case ast.Constant(value=str() | int() as value):
            return value
        case ast.UnaryOp(op=ast.USub(), operand=ast.Constant(value=int() as value)) if not isinstance(value, bool):
            return -value
    raise ValueError(f"not a program: {ast.dump(tree)[:80]}")
