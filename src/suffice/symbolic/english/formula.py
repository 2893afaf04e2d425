"""Formulas in Python's expression syntax, turned into nested JSON lists.

``price * (1 - rate)`` -> ``["mul", ["ref", "price"], ["sub", ["num", "1"], ["ref", "rate"]]]``.
"""

from __future__ import annotations

import ast

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
        case ast.UnaryOp(ast.USub(), operand):
            return ["neg", _convert(operand)]
        case ast.Compare(left, [operator], [right]):
            return [_COMPARE[type(operator)], _convert(left), _convert(right)]
        case ast.Call(ast.Name(id=name), arguments, []):
            return [name, *(_convert(argument) for argument in arguments)]
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
