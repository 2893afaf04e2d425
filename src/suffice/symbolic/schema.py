"""JSON Schema (draft 2020-12) of a family's Problems, made from the tables by which ``validate`` judges them.

Every Problem that ``validate`` accepts, the schema accepts. The other way round ``validate`` knows more: that
references lead somewhere, that units, currencies and days exist, which keys of ``form`` go together, how deep and how
large the whole may be, and that a whole number is written without a point.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from importlib import import_module
from pathlib import Path

from suffice.records import Json

DRAFT = "https://json-schema.org/draft/2020-12/schema"
NAME = r"^[A-Za-z_][A-Za-z0-9_]{0,59}$"
EXPRESSION: Json = {"$ref": "#/$defs/expression"}
ROLE: Json = {"type": "string", "pattern": NAME}


def described() -> tuple[str, ...]:
    """The families whose Problems have a schema."""
    return tuple(sorted(path.parent.name for path in Path(__file__).parent.glob("*/schema.py")))


@cache
def schema(family: str) -> Json:
    """The schema of a family's Problem bodies, as data, for whoever validates: linear in the size of a body."""
    written = alternatives(family)
    return _dispatched(written, written)


def alternatives(family: str) -> Json:
    """The same as plain alternatives, for whoever writes: what grammars for constrained decoding are made of.

    Validators that weigh every alternative to its end take time that grows exponentially with the depth of a body.
    """
    return import_module(f"suffice.symbolic.{family}.schema").schema()


def reachable(whole: Json) -> Json:
    """The schema without the definitions that nothing in it leads to."""
    definitions: Mapping[str, Json] = whole["$defs"]
    found: dict[str, None] = {}
    todo: list[Json] = [whole["properties"]]
    while todo:
        part = todo.pop()
        if isinstance(part, dict):
            name = part["$ref"].rpartition("/")[2] if isinstance(part.get("$ref"), str) else None
            if name is not None and name not in found:
                found[name] = None
                todo.append(definitions[name])
            todo += part.values()
        elif isinstance(part, list):
            todo += part
    return {**whole, "$defs": {name: one for name, one in definitions.items() if name in found}}


def _dispatched(part: Json, whole: Json) -> Json:
    """Every choice between arrays with different first items decided by that item alone."""
    if isinstance(part, list):
        return [_dispatched(item, whole) for item in part]
    if not isinstance(part, dict):
        return part
    choices = part.get("anyOf", ())
    heads = [_heads(choice, whole) for choice in choices]
    rest = [choice for choice, tags in zip(choices, heads, strict=True) if not tags]
    if len(rest) == len(choices) or not all(map(_any_word, rest)) or len(rest) > 1:
        return {key: _dispatched(value, whole) for key, value in part.items()}
    cases: dict[tuple[str, ...], list[Json]] = {}
    for tags, choice in zip(heads, choices, strict=True):
        if tags:
            cases.setdefault(tags, []).append(_dispatched(choice, whole))
    known: Json = {"enum": sorted({tag for tags in cases for tag in tags})}
    decided = [
        {"if": {"prefixItems": [{"enum": list(tags)}]}, "then": found[0] if len(found) == 1 else {"anyOf": found}}
        for tags, found in cases.items()
    ]
    return {
        **{key: value for key, value in part.items() if key != "anyOf"},
        "type": "array",
        "minItems": 1,
        "prefixItems": [known] if not rest else [{"type": "string"}],
        "allOf": [*decided, *({"if": {"prefixItems": [known]}, "else": _dispatched(one, whole)} for one in rest)],
    }


def _any_word(choice: Json) -> bool:
    """True for arrays that begin with a word that is none of the tags."""
    return bool(choice.get("prefixItems")) and "not" in choice["prefixItems"][0]


def _heads(choice: Json, whole: Json) -> tuple[str, ...]:
    """What an array that fits may begin with; nothing where other things than arrays fit."""
    if "$ref" in choice:
        return _heads(whole["$defs"][choice["$ref"].rpartition("/")[2]], whole)
    if "anyOf" in choice:
        each = [_heads(one, whole) for one in choice["anyOf"]]
        return tuple(dict.fromkeys(tag for tags in each for tag in tags)) if all(each) else ()
    return tuple(choice["prefixItems"][0].get("enum", ())) if choice.get("prefixItems") else ()


def problem(title: str, properties: Json, definitions: Json) -> Json:
    """The schema of a body: ``given``, ``find``, ``where``, ``form`` and whatever else the family adds."""
    return {
        "$schema": DRAFT,
        "title": title,
        "type": "object",
        "required": ["given", "find"],
        "additionalProperties": False,
        "properties": properties,
        "$defs": definitions,
    }


def stated(says: str, value: Json, roles: int, conditions: int, form: Json) -> dict[str, Json]:
    """What the bodies of roles and formulas share: up to ``roles`` values, what is asked of them, up to ``conditions``
    that must hold, and the answer's form."""
    return {
        "given": {
            "description": says,
            "type": "object",
            "maxProperties": roles,
            "propertyNames": ROLE,
            "additionalProperties": value,
        },
        "find": {"description": "what is asked, computed from what is given", **EXPRESSION},
        "where": {
            "description": "conditions that the text states and that must hold",
            "type": "array",
            "maxItems": conditions,
            "items": EXPRESSION,
        },
        "form": {
            "description": "how the answer is to be written, where the text says so",
            "type": "object",
            "additionalProperties": False,
            "properties": form,
        },
    }


def tagged(tags: str | Iterable[str], *items: Json, least: int | None = None, say: str = "") -> Json:
    """An array that begins with one of ``tags`` and goes on with exactly these items; the last may be left out."""
    names = [tags] if isinstance(tags, str) else sorted(tags)
    return {
        **({"description": say} if say else {}),
        "type": "array",
        "prefixItems": [{"enum": names}, *items],
        "items": False,
        "minItems": 1 + (len(items) if least is None else least),
    }


def several(tags: Iterable[str], item: Json, least: int, most: int, say: str = "") -> Json:
    """An array that begins with one of ``tags`` and goes on with ``least`` to ``most`` of ``item``."""
    return {
        **({"description": say} if say else {}),
        "type": "array",
        "prefixItems": [{"enum": sorted(tags)}],
        "items": item,
        "minItems": 1 + least,
        "maxItems": 1 + most,
    }


def operations(
    arities: Mapping[str, tuple[int, int]], meanings: Mapping[str, str], argument: Json = EXPRESSION
) -> Iterator[Json]:
    """One alternative for each arity, with the meaning of every operation that has it (where ``meanings`` has any)."""
    for arity in dict.fromkeys(arities.values()):
        names = [name for name, own in arities.items() if own == arity]
        said = "; ".join(f"{name} {meanings[name]}" for name in names if name in meanings)
        yield several(names, argument, *arity, said)
