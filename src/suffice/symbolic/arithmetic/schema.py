"""The JSON Schema of arithmetic's Problems."""

from __future__ import annotations

from functools import cache

from suffice.records import Json
from suffice.symbolic.arithmetic import units
from suffice.symbolic.arithmetic.language import (
    AS,
    EQUATIONS,
    FORM_TYPES,
    LABELS,
    LINEAR,
    MODES,
    NODES,
    NUMBER,
    OPERATIONS,
    SPECIAL,
    TEXT,
    UNKNOWNS,
)
from suffice.symbolic.schema import EXPRESSION, ROLE, operations, problem, several, stated, tagged

# What each operation of ``language.OPERATIONS`` does, with its operands.
MEANINGS = {
    "add": "a, b, ...: sum", "sub": "a, b: a - b", "mul": "a, b, ...: product (20% of x is mul of pct 20 and x)",
    "div": "a, b: a / b", "neg": "a: -a", "pow": "a, n: a to the power n", "root": "a, n: n-th root of a",
    "abs": "a: absolute value", "mod": "a, b: remainder of a / b", "floordiv": "a, b: whole quotient of a / b",
    "sum": "list: sum", "mean": "list: average", "median": "list: median", "min": "list or a, b, ...: smallest",
    "max": "list or a, b, ...: largest", "range": "list: largest minus smallest", "count": "list: how many members",
    "product": "list: product", "gcd": "list or a, b, ...: greatest common divisor",
    "lcm": "list or a, b, ...: least common multiple", "mode": "list: most frequent member",
    "round": "a, decimals: rounded half away from zero (decimals 0 if left out)", "ceil": "a: rounded up",
    "floor": "a: rounded down", "lt": "a, b: whether a < b", "le": "a, b: a <= b", "gt": "a, b: a > b",
    "ge": "a, b: a >= b", "eq": "a, b: a = b", "ne": "a, b: a is not b", "factorial": "n: n!",
    "percent_change": "old, new: the change in percent", "percent": "a: a share as a percentage (0.25 is 25%)",
    "fraction": "a: written as a fraction", "number": "a: a percentage as a plain number",
    "difference": "a: a temperature as a difference of temperatures", "if": "condition, a, b: a if it holds, else b",
    "and": "conditions", "or": "conditions", "not": "condition",
}  # fmt: skip
_FORM_SAYS = {
    "decimals": "decimals to round to", "sigfigs": "significant digits to round to", "nearest": "round to a multiple",
    "mode": "how to round", "unit": "the unit of the answer", "as": "how the number is written",
    "thousands": "commas between thousands", "show_unit": "the unit or currency sign beside the number",
    "scientific": "scientific notation", "trim": "no trailing zeros", "currency": "ISO 4217 code",
    "only": "the value alone is the reply", "json": "the reply is a JSON object with this key",
    "yesno": "the answer is Yes or No", "explain": "the steps are asked for", "reply": "the text around the value",
}  # fmt: skip

# The Problems of ``problem.EXAMPLES``, in order, as a translator should write them: each value under a name of its own.
TRANSLATIONS: tuple[Json, ...] = (
    {"given": {"share": ["pct", "15"], "whole": ["num", "80"]}, "find": ["mul", ["ref", "share"], ["ref", "whole"]]},
    {"given": {}, "find": ["mul", ["add", ["num", "3"], ["num", "4"]], ["num", "2"]]},
    {
        "given": {"q": ["equation", "x", ["add", ["mul", ["num", "2"], ["var", "x"]], ["num", "3"]], ["num", "11"]]},
        "find": ["solve", ["ref", "q"]],
    },
    {
        "given": {"price": ["money", "120", "USD"], "off": ["pct", "35"]},
        "find": ["mul", ["ref", "price"], ["sub", ["num", "1"], ["ref", "off"]]],
    },
    {
        "given": {"time": ["qty", "2.5", "h"], "speed": ["qty", "84", "km/h"]},
        "find": ["mul", ["ref", "speed"], ["ref", "time"]],
    },
    {
        "given": {"distance": ["qty", "26.2", "mi"]},
        "find": ["ref", "distance"],
        "form": {"unit": ["unit", "km"], "decimals": 2},
    },
    {
        "given": {"scores": ["list", [["num", "88"], ["num", "92"], ["num", "79.5"]]]},
        "find": ["mean", ["ref", "scores"]],
    },
)


@cache
def schema() -> Json:
    """Built from the tables of ``language`` and of the units."""
    linear = {name: arity for name, arity in OPERATIONS.items() if name in LINEAR}
    plain = {name: arity for name, arity in OPERATIONS.items() if name not in LINEAR and name not in SPECIAL}
    others: list[Json] = [
        *({"$ref": f"#/$defs/{name}"} for name in ("value", "reference", "container", "special")),
        *operations(plain, MEANINGS),
    ]
    side: Json = {"$ref": "#/$defs/side"}
    other: Json = {"$ref": "#/$defs/other"}
    given: Json = {"anyOf": [EXPRESSION, {"$ref": "#/$defs/name_of_something"}]}
    form = {key: {"description": say, **_form(key)} for key, say in _FORM_SAYS.items()}
    says = "what the text states: each value under a short name of its own"
    properties = stated(says, given, NODES, NODES, form)
    definitions: Json = {
        "number": {
            "description": "an exact number as a string: 3, 2.5, 3/7; no commas, no units",
            "type": "string", "maxLength": TEXT, "pattern": f"^{NUMBER}$",
        },
        "unit": {
            "description": "a unit, or several with * / and ^: km/h, USD/kg, m^2. Known: "
            f"{' '.join(units.table().units)}; and ISO 4217 codes of currencies",
            "type": "string", "minLength": 1, "maxLength": 80,
        },
        "currency": {"type": "string", "pattern": "^[A-Z]{3}$"},
        "expression": {"anyOf": [*operations(linear, MEANINGS), other]},
        "side": {"anyOf": [tagged("var", ROLE, say="an unknown"), *operations(linear, {}, side), other]},
        "other": {"anyOf": others},
        "value": {"anyOf": [
            tagged("num", {"$ref": "#/$defs/number"}, say="a plain number"),
            tagged("pct", {"$ref": "#/$defs/number"}, say="a percentage: 20% is ['pct', '20']"),
            tagged("money", {"$ref": "#/$defs/number"}, {"type": "string", "pattern": "^([A-Z]{3})?$"},
                   say="$45.50 is ['money', '45.5', 'USD']"),
            tagged("qty", {"$ref": "#/$defs/number"}, {"$ref": "#/$defs/unit"}, say="5 km is ['qty', '5', 'km']"),
        ]},
        "reference": tagged("ref", ROLE, say="a value of given by its name; in total also a value of the row"),
        "name_of_something": {
            **several(LABELS, {"type": "string", "maxLength": 200}, 1, 4),
            "description": "names a thing or person; it cannot be computed with",
        },
        "container": {"anyOf": [
            tagged("list", {"type": "array", "maxItems": NODES, "items": EXPRESSION}),
            tagged("unit", {"$ref": "#/$defs/unit"}, say="the unit that is asked for"),
            {"$ref": "#/$defs/rows"},
            {"$ref": "#/$defs/equation"},
        ]},
        "rows": tagged("rows", {
            "type": "array", "maxItems": NODES,
            "items": {"type": "object", "maxProperties": NODES, "propertyNames": ROLE, "additionalProperties": given},
        }, say="a table: one object for each row"),
        "equation": tagged("equation", ROLE, side, side, say="['equation', unknown, left, right]"),
        "special": {"anyOf": [
            tagged("total", {"anyOf": [{"$ref": "#/$defs/rows"}, {"$ref": "#/$defs/reference"}, ROLE]}, EXPRESSION,
                   say="rows, expression: its sum over all rows; in it, ref names a value of the row"),
            tagged("convert", EXPRESSION, {"anyOf": [
                {"$ref": "#/$defs/unit"}, tagged("unit", {"$ref": "#/$defs/unit"}), {"$ref": "#/$defs/reference"},
            ]}, say="a, unit: a in that unit"),
            tagged("which", {"enum": ["min", "max"]}, {
                "type": "array", "minItems": 2, "maxItems": NODES, "items": {"$ref": "#/$defs/candidate"},
            }, say="'min' or 'max', [[name, expression], ...]: the name of the smallest or largest"),
            {
                "type": "array", "minItems": 4, "maxItems": 1 + OPERATIONS["which"][1],
                "prefixItems": [{"enum": ["which"]}, {"enum": ["min", "max"]}],
                "items": {"$ref": "#/$defs/candidate"},
            },
            tagged("solve", {"anyOf": [{"$ref": "#/$defs/equation"}, {"$ref": "#/$defs/reference"}]},
                   say="the unknown of an equation"),
            tagged("solve", ROLE, side, side, say="unknown, left, right"),
            tagged("system", {
                "type": "array", "minItems": 1, "maxItems": UNKNOWNS, "uniqueItems": True, "items": ROLE,
            }, {
                "type": "array", "minItems": 1, "maxItems": EQUATIONS,
                "items": {"type": "array", "prefixItems": [side, side], "items": False, "minItems": 2},
            }, {"anyOf": [ROLE, tagged("var", ROLE)]}, say="unknowns, [[left, right], ...], the one that is asked for"),
        ]},
        "candidate": {
            "type": "array", "items": False, "minItems": 2,
            "prefixItems": [{"anyOf": [
                {"type": "string", "minLength": 1, "maxLength": 200},
                {"$ref": "#/$defs/name_of_something"}, {"$ref": "#/$defs/reference"},
            ]}, EXPRESSION],
        },
    }  # fmt: skip
    return problem("A problem of arithmetic", properties, definitions)


def _form(key: str) -> Json:
    number: Json = {"$ref": "#/$defs/number"}
    if key in ("decimals", "sigfigs", "nearest"):
        return {"anyOf": [{"type": "integer"}, number, tagged("num", number)]}
    if key == "unit":
        return {"anyOf": [{"$ref": "#/$defs/unit"}, tagged("unit", {"$ref": "#/$defs/unit"})]}
    if key == "mode":
        return {"enum": sorted(MODES)}
    if key == "as":
        return {"enum": sorted(AS)}
    if key == "currency":
        return {"$ref": "#/$defs/currency"}
    if key == "reply":
        return {"type": "array", "items": {"type": "string", "maxLength": TEXT}}
    return {"type": "boolean"} if FORM_TYPES[key] is bool else {"type": "string", "maxLength": 200}
