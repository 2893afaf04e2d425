"""The JSON Schema of Problems of order and assignment."""

from __future__ import annotations

from functools import cache

from suffice.records import Json
from suffice.symbolic.ordering.problem import FORM_TYPES, KINDS, LONGEST, MOST, WHETHER, WHICH
from suffice.symbolic.schema import DRAFT, tagged

MEANINGS = {
    "at": "item, list of slots: it is in one of them",
    "ahead": "item a, item b, least, most or null: b is so many slots after a",
    "apart": "item a, item b, least, most or null: so many slots lie from one to the other, either way",
    "between": "item, a, b: its slot lies between those of a and b",
    "same": "item a, item b: they have the same slot",
    "rank": "item, k, 'first' | 'last': the k-th of its attribute from that end, nobody level with it",
    "not": "formula: it does not hold",
    "and": "formulas: all hold",
    "or": "formulas: at least one holds",
    "if": "a, b: if a holds, so does b",
    "iff": "a, b: both hold or neither",
    "count": "least, most or null, formulas: so many of them hold",
    "readings": "phrase, formulas: what a clue may mean, by the phrase that has several meanings; only around a clue",
}

# The Problems of ``problem.EXAMPLES``, in order, as a translator should write them: each clue with its own words.
TRANSLATIONS: tuple[Json, ...] = (
    {
        "slots": ["1", "2", "3"],
        "ordered": ["first", "last"],
        "attributes": {"person": {"values": ["Ann", "Bob", "Cy"], "kind": "each"}},
        "clues": [
            {"say": "Ann is behind Bob", "holds": ["ahead", ["person", "Bob"], ["person", "Ann"], 1, None]},
            {"say": "Cy is behind Ann", "holds": ["ahead", ["person", "Ann"], ["person", "Cy"], 1, None]},
        ],
        "find": ["which", "is", [[name, ["rank", ["person", name], 1, "last"]] for name in ("Ann", "Bob", "Cy")]],
    },
    {
        "slots": ["1", "2", "3"],
        "ordered": ["tallest", "shortest"],
        "attributes": {"person": {"values": ["Tom", "Sam", "Jo"], "kind": "shared"}},
        "clues": [
            {"say": "Tom is taller than Sam", "holds": ["ahead", ["person", "Tom"], ["person", "Sam"], 1, None]},
            {"say": "Sam is taller than Jo", "holds": ["ahead", ["person", "Sam"], ["person", "Jo"], 1, None]},
        ],
        "find": ["which", "is", [[name, ["rank", ["person", name], 1, "last"]] for name in ("Tom", "Sam", "Jo")]],
    },
    {
        "slots": ["1", "2", "3"],
        "attributes": {
            "name": {"values": ["Ann", "Bob", "Cy"], "kind": "each"},
            "pet": {"values": ["cat", "dog", "fish"], "kind": "each"},
        },
        "clues": [
            {"say": "Ann has the cat", "holds": ["same", ["name", "Ann"], ["pet", "cat"]]},
            {"say": "Bob does not have the dog", "holds": ["not", ["same", ["name", "Bob"], ["pet", "dog"]]]},
        ],
        "find": ["which", "is", [[name, ["same", ["name", name], ["pet", "dog"]]] for name in ("Ann", "Bob", "Cy")]],
    },
)
_FORMULA: Json = {"$ref": "#/$defs/formula"}
_ITEM: Json = {"$ref": "#/$defs/item"}
_NAME: Json = {"type": "string", "minLength": 1, "maxLength": LONGEST}
_TEXT: Json = {"type": "string"}


def _names(most: int = MOST, least: int = 1) -> Json:
    return {"type": "array", "minItems": least, "maxItems": most, "uniqueItems": True, "items": _NAME}


def _many(tag: str, before: list[Json], least: int) -> Json:
    """An array that begins with a tag and certain items and goes on with formulas."""
    return {
        "description": MEANINGS[tag],
        "type": "array",
        "prefixItems": [{"enum": [tag]}, *before],
        "items": _FORMULA,
        "minItems": 1 + len(before) + least,
    }


@cache
def schema() -> Json:
    """Built from the tables of ``problem``."""
    number: Json = {"type": "integer", "minimum": 0}
    most: Json = {"anyOf": [number, {"type": "null"}]}
    form: Json = {
        key: {"type": "boolean"} if kind is bool
        else {"type": "array", "items": _TEXT} if kind is list
        else {"type": "string", "minLength": 1, "maxLength": 200}
        for key, kind in FORM_TYPES.items()
    }  # fmt: skip
    label: Json = {"type": "string", "minLength": 1}
    option: Json = {"type": "array", "prefixItems": [label, _FORMULA], "minItems": 2, "items": False}
    options: Json = {"type": "array", "minItems": 1, "maxItems": MOST, "items": option}
    end: Json = {"enum": ["first", "last"]}
    return {
        "$schema": DRAFT,
        "title": "A problem of order and assignment",
        "type": "object",
        "required": ["slots", "attributes", "clues", "find"],
        "additionalProperties": False,
        "properties": {
            "slots": {"description": "the places, in order if they have one", **_names()},
            "ordered": {
                "description": "what the first and the last place are called (leftmost, rightmost); null: no order",
                "anyOf": [_names(2, 2), {"type": "null"}],
            },
            "attributes": {
                "description": "each: a value for each slot and a slot for each value; some: each value has a slot of"
                " its own; shared: each value has one slot, slots hold any number; free: each slot has one value",
                "type": "object", "minProperties": 1, "propertyNames": {"minLength": 1},
                "additionalProperties": {
                    "type": "object", "required": ["values", "kind"], "additionalProperties": False,
                    "properties": {"values": _names(), "kind": {"enum": list(KINDS)}},
                },
            },
            "clues": {
                "description": "what the text states: its words, and the formula",
                "type": "array",
                "items": {
                    "type": "object", "required": ["say", "holds"], "additionalProperties": False,
                    "properties": {"say": _TEXT, "holds": _FORMULA},
                },
            },
            "find": {"description": "what is asked", "anyOf": [
                tagged("which", {"enum": list(WHICH)}, options),
                tagged("whether", {"enum": list(WHETHER)}, _FORMULA),
                tagged("order", _TEXT, {"enum": ["forward", "backward"]}),
                tagged("grid"),
            ]},
            "omitted": {
                "description": "sentences that are none of the clues, where exactly one of the options is right",
                "type": "array", "items": _TEXT,
            },
            "form": {
                "description": "how the answer is to be written, where the text says so",
                "type": "object", "additionalProperties": False, "properties": form,
            },
        },
        "$defs": {
            "item": {
                "description": "who or what has this value: ['name', 'Anna']",
                "type": "array", "prefixItems": [_TEXT, _TEXT], "items": False, "minItems": 2,
            },
            "formula": {"anyOf": [
                tagged("at", _ITEM, {"type": "array", "items": _TEXT}, say=MEANINGS["at"]),
                tagged("ahead", _ITEM, _ITEM, number, most, say=MEANINGS["ahead"]),
                tagged("apart", _ITEM, _ITEM, number, most, say=MEANINGS["apart"]),
                tagged("between", _ITEM, _ITEM, _ITEM, say=MEANINGS["between"]),
                tagged("same", _ITEM, _ITEM, say=MEANINGS["same"]),
                tagged("rank", _ITEM, {"type": "integer", "minimum": 1}, end, say=MEANINGS["rank"]),
                tagged("not", _FORMULA, say=MEANINGS["not"]),
                _many("and", [], 1),
                _many("or", [], 1),
                tagged("if", _FORMULA, _FORMULA, say=MEANINGS["if"]),
                tagged("iff", _FORMULA, _FORMULA, say=MEANINGS["iff"]),
                _many("count", [number, most], 1),
                _many("readings", [_TEXT], 2),
            ]},
        },
    }  # fmt: skip
