"""The JSON Schema of planning Problems."""

from __future__ import annotations

from functools import cache

from suffice.records import Json
from suffice.symbolic.planning.problem import FACTS, FINDS, FORM_TYPES, MOST, NAME, PARAMETERS, VARIABLE
from suffice.symbolic.schema import DRAFT

_JSON_TYPES = {bool: "boolean", str: "string", list: "array"}
_TYPE: Json = {"type": "string", "pattern": NAME}
_TERM: Json = {"type": "string", "pattern": f"{NAME}|{VARIABLE}"}


def _table(value: Json, say: str) -> Json:
    return {
        "description": say,
        "type": "object",
        "maxProperties": MOST,
        "propertyNames": {"pattern": NAME},
        "additionalProperties": value,
    }


def _several(item: Json, say: str, most: int = FACTS) -> Json:
    return {"description": say, "type": "array", "maxItems": most, "items": item}


@cache
def schema() -> Json:
    """The schema of a body, as ``suffice.symbolic.schema`` hands it out."""
    literals = {"$ref": "#/$defs/literal"}
    action: Json = {
        "type": "object",
        "required": ["parameters", "when", "then"],
        "additionalProperties": False,
        "properties": {
            "parameters": _several(
                {
                    "type": "array",
                    "prefixItems": [{"type": "string", "pattern": VARIABLE}, _TYPE],
                    "items": False,
                    "minItems": 2,
                },
                "variables and their types: ['?x', 'block']",
                PARAMETERS,
            ),
            "when": _several(literals, "what must hold before"),
            "then": _several(literals, "what holds afterwards, and under 'not' what no longer does"),
        },
    }
    form = {
        name: {"type": _JSON_TYPES[kind]} | ({"items": {"type": "string"}} if kind is list else {})
        | ({"minLength": 1, "maxLength": 200} if kind is str else {})
        for name, kind in FORM_TYPES.items()
    }  # fmt: skip
    return {
        "$schema": DRAFT,
        "title": "a planning problem",
        "type": "object",
        "required": ["objects", "predicates", "actions", "start", "goal"],
        "additionalProperties": False,
        "properties": {
            "types": _table(_TYPE, "types, each with the type above it; 'object' is above all"),
            "objects": {**_table(_TYPE, "objects and their types"), "minProperties": 1},
            "predicates": _table(_several(_TYPE, "a type for each place", PARAMETERS), "predicates"),
            "actions": _table(action, "actions"),
            "start": _several({"$ref": "#/$defs/fact"}, "what holds at the start; all else does not"),
            "goal": _several(literals, "what must hold at the end"),
            "find": {"description": "what is asked: any plan, a shortest one, its length", "enum": list(FINDS)},
            "form": {
                "description": "how the answer is to be written",
                "type": "object",
                "additionalProperties": False,
                "properties": form,
            },
        },
        "$defs": {
            "fact": {
                "description": "['on', 'a', 'b']; ['=', x, y] in 'when' and 'goal'",
                "type": "array",
                "minItems": 1,
                "prefixItems": [{"type": "string", "pattern": f"{NAME}|^=$"}],
                "items": _TERM,
            },
            "literal": {
                "anyOf": [
                    {"$ref": "#/$defs/fact"},
                    {
                        "type": "array",
                        "prefixItems": [{"const": "not"}, {"$ref": "#/$defs/fact"}],
                        "items": False,
                        "minItems": 2,
                    },
                ]
            },
        },
    }
