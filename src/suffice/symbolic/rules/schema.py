"""The JSON Schema of Problems of rules."""

from __future__ import annotations

from functools import cache

from suffice.records import Json
from suffice.symbolic.rules.amounts import JOINING
from suffice.symbolic.rules.language import CLAUSES, KINDS, LONGEST, NUMBER, OPERATIONS, OPERATORS
from suffice.symbolic.rules.prefer import PAIRS
from suffice.symbolic.rules.problem import FORM_TYPES, MODES, OPTIONS, SHORT, TRUTHS
from suffice.symbolic.schema import DRAFT, several, tagged

MEANINGS = {
    "not": "formula: it does not hold",
    "and": "formulas: all hold",
    "or": "formulas: at least one holds",
    "cmp": "lt | le | gt | ge | eq | ne, [attribute, who], value: how an attribute of somebody compares",
}
AMOUNTS = {
    "sum": "amounts added up", "less": "the first less the second", "times": "one is a number or a percentage",
}  # fmt: skip
_FORM_SAYS = {
    "only": "the value alone is the reply", "json": "the reply is a JSON object with this key",
    "explain": "the steps are asked for", "reply": "the text around the value",
    "yesno": "Yes and No, not True and False",
    "unknown": "the word for: neither it nor its opposite follows", "labels": "what true, false and unknown are called",
    "one": "one name is asked for", "decided": "unknown is no answer", "worded": "the clauses come from prose",
}  # fmt: skip
_EXAMPLES = {
    "num": "['num', '18']", "pct": "5%: ['pct', '5']", "money": "$50: ['money', '50', 'USD']",
    "qty": "30 days: ['qty', '30', 'day']", "date": "['date', '2026-03-05']",
}  # fmt: skip
# The Problems of ``problem.EXAMPLES``, in order, as a translator should write them: each clause with its own words.
TRANSLATIONS: tuple[Json, ...] = (
    {
        "clauses": [
            {"if": ["is a member", "?x"], "then": ["gets a discount", "?x"], "text": "Every member gets a discount"},
            {"then": ["is a member", "tom"], "text": "Tom is a member"},
        ],
        "ask": {"truth": ["gets a discount", "tom"]},
    },
    {
        "clauses": [
            {"if": ["is tired", "?x"], "then": ["is slow", "?x"], "text": "If someone is tired then they are slow"},
            {"then": ["not", ["is slow", "anne"]], "text": "Anne is not slow"},
        ],
        "ask": {"truth": ["is tired", "anne"]},
    },
    {
        "clauses": [
            {
                "if": ["and", ["is a parcel", "?x"], ["cmp", "gt", ["weight", "?x"], ["qty", "2", "kg"]]],
                "then": ["is heavy", "?x"],
                "text": "Parcels over 2 kg are heavy",
            },
            {"then": ["is a parcel", "my parcel"], "text": "My parcel is 2500 g"},
            {"then": ["cmp", "eq", ["weight", "my parcel"], ["qty", "5/2", "kg"]], "text": "My parcel is 2500 g"},
        ],
        "ask": {"truth": ["is heavy", "my parcel"]},
    },
    {
        "clauses": [
            {
                "if": ["can approve overtime", "?x"],
                "then": ["is a manager", "?x"],
                "text": "Only managers can approve overtime",
            },
            {"then": ["not", ["is a manager", "greta"]], "text": "Greta is not a manager"},
        ],
        "ask": {"truth": ["can approve overtime", "greta"]},
    },
    {
        "clauses": [
            {"if": ["is a guest", "?x"], "then": ["wears a badge", "?x"], "text": "Guests wear a badge"},
            {"then": ["and", ["is a guest", "tom"], ["is a guest", "ann"]], "text": "Tom and Ann are guests"},
        ],
        "ask": {"who": ["wears a badge", "?x"]},
    },
)
_FORMULA: Json = {"$ref": "#/$defs/formula"}
_AMOUNT: Json = {"$ref": "#/$defs/amount"}
_PART: Json = {"type": "string", "minLength": 1, "maxLength": LONGEST}
_OWN: Json = {"not": {"enum": list(OPERATIONS)}}  # words of the language name nothing
_NAME: Json = {**_PART, **_OWN, "pattern": "^[^?]"}
_TERM: Json = {"$ref": "#/$defs/term"}
_WORD: Json = {"type": "string", "minLength": 1, "maxLength": SHORT}


@cache
def schema() -> Json:
    """Built from the tables of ``language`` and ``problem``."""
    plain = {name: arity for name, arity in OPERATIONS.items() if name != "cmp"}
    return {
        "$schema": DRAFT,
        "title": "A problem of rules",
        "type": "object",
        "required": ["clauses", "ask"],
        "additionalProperties": False,
        "properties": {
            "clauses": {
                "description": "what the text states: facts, and rules for everybody whom their variables may name",
                "type": "array", "minItems": 1, "maxItems": CLAUSES, "items": {"$ref": "#/$defs/clause"},
            },
            "ask": {"description": "what is asked", "anyOf": [
                _object(truth={"description": "does it follow, or its opposite?", **_FORMULA}),
                _object(who={"description": "for whom does it hold? They are ?x", **_FORMULA}),
                _object(value={"description": "what does it come to?", **_AMOUNT}),
                _object(
                    options={"type": "array", "minItems": 2, "maxItems": OPTIONS, "items": _FORMULA},
                    must={"description": "the option that must be true, must be false, or could be true",
                          "enum": list(MODES)},
                ),
            ]},
            "prefer": {
                "description": "pairs of rules by name: the first goes before the second where they contradict",
                "type": "array", "maxItems": PAIRS,
                "items": {"type": "array", "minItems": 2, "maxItems": 2, "items": {"type": "string"}},
            },
            "told": {"description": "what is not told or derived makes no rule apply", "type": "boolean"},
            "form": {
                "description": "how the answer is to be written, where the text says so",
                "type": "object", "additionalProperties": False,
                "properties": {key: {"description": say, **_form(key)} for key, say in _FORM_SAYS.items()},
            },
        },
        "$defs": {
            "clause": {
                "type": "object", "required": ["then"], "additionalProperties": False,
                "properties": {
                    "if": {"description": "a fact has none", **_FORMULA},
                    "then": _FORMULA,
                    "text": {"description": "the words of the text that say so", "type": "string"},
                    "days": {
                        "description": "of a fact that counts days: the dates from and until which",
                        "type": "array", "minItems": 2, "maxItems": 2, "items": {"type": "string"},
                    },
                    "name": {"description": "what 'prefer' calls the rule, where it may give way", "type": "string"},
                },
            },
            "formula": {"anyOf": [
                *(several([name], _FORMULA, *arity, MEANINGS[name]) for name, arity in plain.items()),
                tagged("cmp", {"enum": list(OPERATORS)}, {
                    "type": "array", "prefixItems": [_NAME, _TERM], "items": False, "minItems": 2,
                }, {"$ref": "#/$defs/value"}, say=MEANINGS["cmp"]),
                {
                    "description": "predicate, one to three terms: ['is a member', 'tom'], ['owns', '?x', 'cat']",
                    "type": "array", "prefixItems": [_NAME], "items": _TERM, "minItems": 2, "maxItems": 4,
                },
            ]},
            "amount": {"anyOf": [
                {"$ref": "#/$defs/value"},
                tagged("of", _NAME, {**_PART, **_OWN, "pattern": "^[^?]"}, say="the attribute of somebody"),
                *(several([head], _AMOUNT, *arity, AMOUNTS[head]) for head, arity in JOINING.items()),
                tagged("slices", _AMOUNT, {"type": "array", "minItems": 1, "items": {
                    "type": "array", "prefixItems": [
                        {"anyOf": [{"type": "null"}, {"$ref": "#/$defs/value"}]}, {"$ref": "#/$defs/value"},
                    ], "items": False, "minItems": 2,
                }}, say="each part of it up to an end at its own rate: [end, rate], the last end is null"),
            ]},
            "term": {"description": "a name (tom, the cat), or a variable (?x, ?y)", **_PART, **_OWN},
            "value": {"anyOf": [_value(kind, count) for kind, count in KINDS.items()]},
        },
    }  # fmt: skip


def _object(**properties: Json) -> Json:
    return {
        "type": "object",
        "required": list(properties),
        "additionalProperties": False,
        "properties": properties,
    }


def _value(kind: str, count: int) -> Json:
    size: Json = {**_PART, "pattern": "^[0-9]{4}-" if kind == "date" else f"^(?:{NUMBER})$"}
    return tagged(kind, size, *[_PART] * (count - 2), say=_EXAMPLES[kind])


def _form(key: str) -> Json:
    if key == "labels":
        return {"anyOf": [
            {"type": "object", "required": ["true", "false"], "additionalProperties": False,
             "properties": dict.fromkeys(TRUTHS, _WORD)},
            {"type": "array", "minItems": 1, "uniqueItems": True, "items": _WORD},
        ]}  # fmt: skip
    if key == "reply":
        return {"type": "array", "items": {"type": "string"}}
    return {"type": "boolean"} if FORM_TYPES[key] is bool else _WORD


def of_prose(whole: Json) -> Json:
    """The part of the schema that a translator of prose needs: facts and rules, and whether or for whom."""
    clause = whole["$defs"]["clause"]
    ask = whole["properties"]["ask"]
    asks = [one for one in ask["anyOf"] if set(one["required"]) <= {"truth", "who"}]
    kept = {key: value for key, value in clause["properties"].items() if key in ("if", "then", "text")}
    return {
        **whole,
        "properties": {**whole["properties"], "ask": {**ask, "anyOf": asks}},
        "$defs": {**whole["$defs"], "clause": {**clause, "properties": kept}},
    }
