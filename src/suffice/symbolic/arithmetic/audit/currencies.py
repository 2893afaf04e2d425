"""The currencies of a Problem, and cents of which the currency is said elsewhere in it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from suffice.records import Json
from suffice.symbolic.arithmetic.audit.measures import is_currency, measures
from suffice.symbolic.arithmetic.audit.ratios import Wrong


def currencies(value: Json) -> set[str]:
    """Every currency in the values of a body, ``¤`` for cents of no named currency."""
    found: set[str] = set()
    todo: list[Any] = [value]
    while todo:
        node = todo.pop()
        if isinstance(node, Mapping):
            todo.extend(node.values())
        elif isinstance(node, list) and node:
            if node[0] == "money":
                found.add(node[2] or "¤")
            elif node[0] == "qty":
                found |= {part for part in node[2].replace("/", "*").replace("^", "*").split("*") if is_currency(part)}
            else:
                todo.extend(part for part in node if not isinstance(part, str))
    return found


def with_currency(given: Mapping[str, Json]) -> Mapping[str, Json]:
    """Cents of an unnamed currency become those of the one that is named."""
    named = currencies(given)
    if "¤" not in named or len(named) == 1:
        return given
    named.discard("¤")
    if len(named) > 1 or not named <= measures().cents:
        raise Wrong("cents of an unknown currency")
    return _renamed(given, named.pop())


def _renamed(value: Any, code: str) -> Any:
    if isinstance(value, Mapping):
        return {name: _renamed(item, code) for name, item in value.items()}
    if not isinstance(value, list):
        return value
    if value[:1] == ["money"]:
        return [*value[:2], value[2] or code]
    if value[:1] == ["qty"]:
        return [*value[:2], value[2].replace("¤", code)]
    return [_renamed(item, code) for item in value]
