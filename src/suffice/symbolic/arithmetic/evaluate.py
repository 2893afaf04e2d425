"""Evaluates an expression bottom up and writes down every step.

A step's ``expr`` is the operation with its operands as leaves (values and names as they stand in the
Problem) or as ``["step", k]``, the result of step ``k`` (counted from 0).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Any

from suffice.records import Code, Json
from suffice.symbolic.arithmetic import amounts, equations, numerals, operations, powers, show
from suffice.symbolic.arithmetic.amounts import NO_UNIT, Amount, Refusal, Value
from suffice.symbolic.arithmetic.functions import BINARY, COMPARE, LISTS, UNARY
from suffice.symbolic.arithmetic.telling import LIST_WORDS, joined, say

VALUE_TAGS = frozenset(("num", "pct", "money", "qty"))
_TOTAL_DIGITS = 300_000  # written down in all steps together


class Evaluator:
    """Evaluates over ``given``; ``steps`` grows as operations are done. ``digits``: of irrational roots."""

    def __init__(self, given: Mapping[str, Json], digits: int, record: bool = True) -> None:
        self.given, self.digits, self.record = given, digits, record
        self.steps: list[dict[str, Any]] = []
        self.written = 0
        self.scope: Mapping[str, Json] = {}

    # --- operands --------------------------------------------------------------------------------
    def value(self, expr: Json) -> tuple[Value, Json]:
        """The value of an expression, and what stands for it in the step that uses it."""
        tag = expr[0]
        if tag in VALUE_TAGS:
            return amounts.from_json(expr), expr
        if tag == "ref":
            meant = self._meant(expr[1])
            if meant[0] in VALUE_TAGS:
                return amounts.from_json(meant), expr
            if meant[0] in ("list", "rows", "equation", "unit"):
                raise Refusal(Code.UNSUPPORTED, f"'{expr[1]}' is several values where one is needed")
            return self.value(meant)
        if tag in ("list", "rows", "equation", "unit"):
            raise Refusal(Code.UNSUPPORTED, f"a {tag} where one value is needed")
        return self._operation(expr)

    def amount(self, expr: Json) -> tuple[Amount, Json]:
        value, operand = self.value(expr)
        if not isinstance(value, Amount):
            raise Refusal(Code.INCONSISTENT, "a yes-or-no result cannot be computed with", misread=True)
        return value, operand

    def _meant(self, name: str) -> Json:
        found = self.scope.get(name)
        return self.given[name] if found is None else found

    def _elements(self, arguments: list[Json]) -> tuple[list[Amount], list[Json]]:
        """Every member of lists and every single value among the arguments."""
        values: list[Amount] = []
        operands: list[Json] = []
        for argument in arguments:
            meant = self._meant(argument[1]) if argument[0] == "ref" else argument
            if meant[0] != "list":
                value, operand = self.amount(argument)
                values.append(value)
                operands.append(operand)
                continue
            members = [self.amount(member) for member in meant[1]]
            values += [value for value, _ in members]
            simple = argument[0] == "ref" and all(member[0] in VALUE_TAGS for member in meant[1])
            operands.append(argument if simple else ["list", [operand for _, operand in members]])
        if not values:
            raise Refusal(Code.UNDERDETERMINED, "the list is empty")
        return values, operands

    # --- operations ------------------------------------------------------------------------------
    def _operation(self, expr: Json) -> tuple[Value, Json]:
        name, *arguments = expr
        special = _SPECIAL.get(name)
        if special is not None:
            return special(self, expr)
        if name in LISTS:
            values, operands = self._elements(arguments)
            return self._done(LISTS[name](values), [name, *operands], f"{LIST_WORDS[name]} of {joined(values)}")
        if name in ("and", "or", "not", "if"):
            return self._logic(name, arguments)
        pairs = [self.amount(argument) for argument in arguments]
        values = [value for value, _ in pairs]
        if name in ("floor", "ceil"):
            self._unit_is_said(values[0], arguments[0])
        result = self._compute(name, values)
        return self._done(result, [name, *(operand for _, operand in pairs)], say(name, values))

    def _compute(self, name: str, values: list[Amount]) -> Value:
        binary = BINARY.get(name)
        if binary is not None:
            result = values[0]
            for value in values[1:]:
                result = binary(result, value)
            return result
        if name in COMPARE:
            return COMPARE[name](operations.compare(values[0], values[1]))
        if name == "pow":
            return powers.power(values[0], values[1], self.digits)
        if name == "root":
            return powers.root(values[0], operations.integer(values[1], "a root"), self.digits)
        return UNARY[name](*values)

    def _logic(self, name: str, arguments: list[Json]) -> tuple[Value, Json]:
        pairs = [self.value(argument) for argument in arguments]
        values = [value for value, _ in pairs]
        conditions = values[:1] if name == "if" else values
        if not all(isinstance(condition, bool) for condition in conditions):
            raise Refusal(Code.INCONSISTENT, f"'{name}' needs conditions", misread=True)
        shown = [show.shown(value) for value in values]
        if name == "if":
            result, say = values[1 if values[0] else 2], f"{shown[1]} if the condition holds, else {shown[2]}"
        elif name == "not":
            result, say = not values[0], f"not {shown[0]}"
        else:
            result, say = (all if name == "and" else any)(values), f" {name} ".join(shown)
        return self._done(result, [name, *(operand for _, operand in pairs)], say)

    def _done(self, result: Value, expr: Json, say: str) -> tuple[Value, Json]:
        if self.record:
            value = amounts.to_json(result)
            self.written += len(str(value[1])) if len(value) > 1 else 0
            if self.written > _TOTAL_DIGITS:
                raise Refusal(Code.TOO_HARD, f"more than {_TOTAL_DIGITS:,} digits would have to be written down")
            self.steps.append({"say": say, "expr": expr, "value": value, "shown": show.shown(result)})
        return result, ["step", len(self.steps) - 1]

    # --- operations that do not take plain operands ----------------------------------------------
    def _convert(self, expr: Json) -> tuple[Value, Json]:
        value, operand = self.amount(expr[1])
        unit = expr[2] if isinstance(expr[2], str) else self._unit(expr[2])
        result = amounts.convert(value, unit)
        return self._done(result, ["convert", operand, expr[2]], f"{show.shown(value)} in {unit}")

    def _unit(self, expr: Json) -> str:
        found = self._meant(expr[1]) if expr[0] == "ref" else expr
        return found[1]

    def _unit_is_said(self, value: Amount, expr: Json) -> None:
        """Refuse to round an amount whose unit nobody named: 90 min and 1.5 h round differently."""
        while expr[0] == "ref":
            expr = self._meant(expr[1])
        if value.factors and not amounts.currency_of(value) and expr[0] not in (*VALUE_TAGS, "convert"):
            raise Refusal(Code.UNSUPPORTED, "rounding needs a named unit: convert the amount first")

    def _round(self, expr: Json) -> tuple[Value, Json]:
        value, operand = self.amount(expr[1])
        self._unit_is_said(value, expr[1])
        places = operations.integer(self.amount(expr[2])[0], "rounding") if len(expr) > 2 else 0
        ends = [Fraction(numerals.rounded(end, places)) / Fraction(10) ** places for end in amounts.bounds(value)]
        if ends[0] != ends[1]:
            raise amounts.Undecided
        result = Amount(ends[0], value.factors)
        if value.percent:
            result = Amount(
                Fraction(numerals.rounded(value.exact * 100, places)) / Fraction(10) ** (places + 2), NO_UNIT, True
            )
        return self._done(result, ["round", operand, *expr[2:]], f"{show.shown(value)} rounded to {places} decimals")

    def _total(self, expr: Json) -> tuple[Value, Json]:
        rows = self._rows(expr[1])
        if not rows:
            raise Refusal(Code.UNDERDETERMINED, "there are no rows to add up")
        parts: list[Amount] = []
        for row in rows:
            inner = Evaluator(self.given, self.digits, record=False)
            inner.scope = row
            parts.append(inner.amount(expr[2])[0])
        result = parts[0]
        for part in parts[1:]:
            result = operations.add(result, part)
        say = " + ".join(map(show.shown, parts[:12])) + (" + ..." if len(parts) > 12 else "")
        return self._done(result, expr, say)

    def _rows(self, expr: Json) -> list[Mapping[str, Json]]:
        meant = self._meant(expr if isinstance(expr, str) else expr[1]) if expr[0] != "rows" else expr
        return meant[1]

    def _which(self, expr: Json) -> tuple[Value, Json]:
        pairs = expr[2] if len(expr) == 3 and isinstance(expr[2][0], list) else expr[2:]
        wanted = 1 if expr[1] == "max" else -1
        found = [(self._label(label), *self.amount(item)) for label, item in pairs]
        best = found[0]
        for other in found[1:]:
            if operations.compare(other[1], best[1]) == wanted:
                best = other
        ties = [label for label, value, _ in found if operations.compare(value, best[1]) == 0]
        if len(ties) > 1:
            raise Refusal(Code.UNDERDETERMINED, f"{' and '.join(ties)} are equal")
        operands = [[label, operand] for (label, _), (_, _, operand) in zip(pairs, found, strict=True)]
        compared = ", ".join(f"{label}: {show.shown(value)}" for label, value, _ in found)
        word = "largest" if wanted > 0 else "smallest"
        return self._done(best[0], ["which", expr[1], *operands], f"the {word} of {compared}")

    def _label(self, expr: Json) -> str:
        if isinstance(expr, str):
            return expr
        meant = self._meant(expr[1]) if expr[0] == "ref" else expr
        return meant[-1]

    def _solve(self, expr: Json) -> tuple[Value, Json]:
        if len(expr) == 2:
            meant = self._meant(expr[1][1]) if expr[1][0] == "ref" else expr[1]
            _, letter, left, right = meant
        else:
            _, letter, left, right = expr
        form = self._form(left, right)
        values = equations.solve([form], [letter])
        result = Amount(values[letter], NO_UNIT)
        return self._done(result, expr, f"the {letter} for which both sides are equal")

    def _form(self, left: Json, right: Json) -> equations.Form:
        inner = Evaluator(self.given, self.digits, record=False)
        one, two = (equations.linear(side, lambda e: inner.amount(e)[0]) for side in (left, right))
        return equations.combine(one, two, Fraction(-1))

    def _system(self, expr: Json) -> tuple[Value, Json]:
        _, unknowns, pairs, wanted = expr
        values = equations.solve([self._form(left, right) for left, right in pairs], unknowns)
        name = wanted if isinstance(wanted, str) else wanted[1]
        result, operand = self._done(
            Amount(values[name], NO_UNIT), expr, f"the {name} of the values that satisfy all equations"
        )
        if self.record:
            self.steps[-1]["solution"] = {n: numerals.text(v) for n, v in values.items()}
        return result, operand


_SPECIAL: dict[str, Callable[[Evaluator, Json], tuple[Value, Json]]] = {
    "convert": Evaluator._convert, "round": Evaluator._round, "total": Evaluator._total, "which": Evaluator._which,
    "solve": Evaluator._solve, "system": Evaluator._system,
}  # fmt: skip
