"""Formulas in Python's expression syntax, turned into nested JSON lists.

``when(n > 9, a, b)`` -> ``["if", ...]``;
``price * (1 - rate)`` -> ``["mul", ["ref", "price"], ["sub", ["num", "1"], ["ref", "rate"]]]``.
"""

from __future__ import annotations

import ast
from collections.abc import Mapping

from suffice.errors import UsageError
from suffice.records import Json

_BINARY = {ast.Add: "add", ast.Sub: "sub", ast.Mult: "mul", ast.Div: "div", ast.Pow: "pow", ast.Mod: "mod"}
_COMPARE = {ast.Lt: "lt", ast.LtE: "le", ast.Gt: "gt", ast.GtE: "ge", ast.Eq: "eq", ast.NotEq: "ne"}


def parse(text: str, where: str) -> Json:
    """Raises UsageError naming ``where`` when ``text`` is not such a formula."""
    try:
        return _convert(ast.parse(text, mode="eval").body)
    except (SyntaxError, KeyError, TypeError) as error:
        raise UsageError(f"{where}: '{text}' is not a formula of names, numbers, + - * / ** and calls") from error


def _convert(node: ast.expr) -> Json:
    match node:
        case ast.Name(id=name):
            return ["ref", name]
        case ast.Constant(value=bool()):
            raise TypeError
        case ast.Constant(value=int() | float() as number):
            return ["num", str(number)]
        case ast.Constant(value=str() as text):
            return text
        case ast.BinOp(left, operator, right):
            return [_BINARY[type(operator)], _convert(left), _convert(right)]
        case ast.BoolOp(operator, values):
            return ["and" if isinstance(operator, ast.And) else "or", *(_convert(value) for value in values)]
        case ast.UnaryOp(ast.USub(), operand):
            return ["neg", _convert(operand)]
        case ast.Compare(left, [operator], [right]):
            return [_COMPARE[type(operator)], _convert(left), _convert(right)]
        case ast.Call(ast.Name(id=name), arguments, []):
            return ["if" if name == "when" else name, *(_convert(argument) for argument in arguments)]
        case ast.List(elements):
            return [_convert(element) for element in elements]
        case _:
            raise TypeError


def names(formula: Json) -> set[str]:
    """The roles a formula refers to."""
    if not isinstance(formula, list) or not formula:
        return set()
    if formula[0] == "ref":
        return {formula[1]}
    return set().union(*(names(part) for part in formula))


def without(formula: Json, missing: frozenset[str]) -> Json | None:
    """``formula`` with the ``missing`` roles left out of its sums and products; None when nothing is left.

    What a missing role is taken from or divided by has no meaning, nor has any other operation on it:
    these are left out as a whole.
    """
    if not isinstance(formula, list) or not formula or not names(formula) & missing:
        return formula
    if formula[0] == "ref":
        return None
    parts = [without(part, missing) for part in formula[1:]]
    match formula[0], parts:
        case "sub" | "div", [None, _]:
            return None
        case "add" | "sub" | "mul" | "div", _:
            one = formula[0] in ("mul", "div")  # a factor of 1 that (1 - missing) left behind says nothing
            kept = [
                part
                for part, was in zip(parts, formula[1:], strict=True)
                if part is not None and not (one and part != was and part == ["num", "1"])
            ]
            return kept[0] if len(kept) == 1 else [formula[0], *kept] if kept else ["num", "1"]
        case _:
            return None if any(part is None for part in parts) else [formula[0], *parts]


def filled(formula: Json, row: Mapping[str, Json]) -> Json:
    """``formula`` with the values of one row in the place of its names."""
    if not isinstance(formula, list) or not formula:
        return formula
    if formula[0] == "ref":
        return row.get(formula[1], formula)
    return [formula[0], *(filled(part, row) for part in formula[1:])]
