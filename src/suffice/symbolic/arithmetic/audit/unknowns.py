"""The checker's confirmation of solved equations: substitution, and uniqueness by degree and rank."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from suffice.records import Json
from suffice.symbolic.arithmetic.audit.numbers import Number, exactly
from suffice.symbolic.arithmetic.audit.ratios import Unsure, Wrong, minus, parse, plus

_PRIME = (1 << 61) - 1
Evaluate = Callable[[Json, Mapping[str, Any], bool], tuple[Any, Json]]


def confirmed(
    evaluate: Evaluate, letters: list[str], pairs: list[Json], wanted: str, stated: Mapping[str, str]
) -> Number:
    """The value of ``wanted``, when ``stated`` solves all equations and nothing else does."""
    if set(stated) != set(letters):
        raise Wrong("the stated solution does not name every unknown")
    for left, right in pairs:
        if max(_degree(left), _degree(right)) > 1:
            raise Wrong("the equations are not linear")
    values = {letter: parse(stated[letter]) for letter in letters}

    def gap(pair: Json, at: Mapping[str, tuple[int, int]]) -> tuple[int, int]:
        scope = {name: exactly(value) for name, value in at.items()}
        left, right = (evaluate(side, scope, False)[0] for side in pair)
        if not isinstance(left, Number) or not isinstance(right, Number) or left.dimension or right.dimension:
            raise Unsure("an equation of amounts")
        if not (left.known and right.known):
            raise Unsure("an equation of irrational numbers")
        return plus(left.low, minus(right.low))

    if any(gap(pair, values)[0] for pair in pairs):
        raise Wrong("the stated solution does not satisfy the equations")
    rows: list[list[int]] = []
    for pair in pairs:
        row = []
        for letter in letters:
            moved = {**values, letter: plus(values[letter], (1, 1))}
            top, bottom = gap(pair, moved)  # the coefficient, as the gap was zero before
            if bottom % _PRIME == 0:
                raise Unsure("a coefficient that this checker cannot reduce")
            row.append(top * pow(bottom, -1, _PRIME) % _PRIME)
        rows.append(row)
    if _rank(rows) < len(letters):
        raise Wrong("the equations have more than one solution")
    return exactly(values[wanted])


def _degree(expr: Json) -> int:
    """The degree in the unknowns; division by an unknown counts as two."""
    if not isinstance(expr, list) or not expr:
        return 0
    if expr[0] == "var":
        return 1
    degrees = [_degree(part) for part in expr[1:]]
    if not any(degrees):
        return 0
    if expr[0] in ("add", "sub", "neg"):
        return max(degrees)
    if expr[0] == "mul":
        return sum(degrees)
    return degrees[0] if expr[0] == "div" and not any(degrees[1:]) else 2


def _rank(rows: list[list[int]]) -> int:
    """The rank modulo a prime, which is never above the true rank."""
    rank, rows = 0, [row[:] for row in rows]
    for column in range(len(rows[0]) if rows else 0):
        pivot = next((r for r in range(rank, len(rows)) if rows[r][column]), None)
        if pivot is None:
            continue
        rows[rank], rows[pivot] = rows[pivot], rows[rank]
        inverse = pow(rows[rank][column], -1, _PRIME)
        for other in range(rank + 1, len(rows)):
            factor = rows[other][column] * inverse % _PRIME
            rows[other] = [(x - factor * y) % _PRIME for x, y in zip(rows[other], rows[rank], strict=True)]
        rank += 1
    return rank
