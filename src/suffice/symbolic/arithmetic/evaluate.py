"""Evaluates an expression bottom up and writes down every step.

A step's ``expr`` is the operation with its operands as leaves (values and names as they stand in the
Problem) or as ``["step", k]``, the result of step ``k`` (counted from 0).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from math import gcd
from typing import Any

from suffice.records import Code, Json
from suffice.symbolic.arithmetic import amounts, equations, numerals, operations, show
from suffice.symbolic.arithmetic.amounts import NO_UNIT, Amount, Refusal, Value

VALUE_TAGS = frozenset(("num", "pct", "money", "qty"))
_SIGNS = {"add": " + ", "sub": " - ", "mul": " × ", "div": " / ", "pow": " ^ ", "mod": " mod ", "lt": " < ",
          "le": " <= ", "gt": " > ", "ge": " >= ", "eq": " = ", "ne": " is not "}  # fmt: skip
_COMPARE: dict[str, Callable[[int], bool]] = {
    "lt": lambda c: c < 0, "le": lambda c: c <= 0, "gt": lambda c: c > 0, "ge": lambda c: c >= 0,
    "eq": lambda c: c == 0, "ne": lambda c: c != 0,
}  # fmt: skip
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
        if name in _LISTS:
            values, operands = self._elements(arguments)
            return self._done(_LISTS[name](values), [name, *operands], f"{_LIST_WORDS[name]} of {_joined(values)}")
        if name in ("and", "or", "not", "if"):
            return self._logic(name, arguments)
        pairs = [self.amount(argument) for argument in arguments]
        values = [value for value, _ in pairs]
        if name in ("floor", "ceil"):
            self._unit_is_said(values[0], arguments[0])
        result = self._compute(name, values)
        return self._done(result, [name, *(operand for _, operand in pairs)], _say(name, values))

    def _compute(self, name: str, values: list[Amount]) -> Value:
        binary = _BINARY.get(name)
        if binary is not None:
            result = values[0]
            for value in values[1:]:
                result = binary(result, value)
            return result
        if name in _COMPARE:
            return _COMPARE[name](operations.compare(values[0], values[1]))
        if name == "pow":
            return operations.power(values[0], values[1], self.digits)
        if name == "root":
            return operations.root(values[0], operations.integer(values[1], "a root"), self.digits)
        return _UNARY[name](*values)

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


def _joined(values: list[Amount]) -> str:
    shown = [show.shown(value) for value in values[:12]] + (["..."] if len(values) > 12 else [])
    return ", ".join(shown[:-1]) + (" and " if len(shown) > 1 else "") + shown[-1]


def _say(name: str, values: list[Amount]) -> str:
    shown = [show.shown(value) for value in values[:40]] + (["..."] if len(values) > 40 else [])
    if name == "mul" and values[0].percent and len(values) == 2 and not values[1].percent:
        return f"{shown[0]} of {shown[1]}"
    if name == "add":
        text = shown[0]
        for part in shown[1:]:
            text += f" - {part[1:]}" if part.startswith("-") else f" + {part}"
        return text
    if name in _SIGNS:
        return _SIGNS[name].join(shown)
    if name == "root":
        return {"2": "square root", "3": "cube root"}.get(shown[1], f"root of order {shown[1]}") + f" of {shown[0]}"
    if name == "neg":
        return f"the opposite of {shown[0]}"
    return f"{name.replace('_', ' ')} of {' and '.join(shown)}"


# --- tables of operations ------------------------------------------------------------------------
def _fold(operation: Callable[[Amount, Amount], Amount], values: list[Amount]) -> Amount:
    result = values[0]
    for value in values[1:]:
        result = operation(result, value)
    return result


def _best(values: list[Amount], wanted: int) -> Amount:
    best = values[0]
    for value in values[1:]:
        if operations.compare(value, best) == wanted:
            best = value
    return best


def _sum(values: list[Amount]) -> Amount:
    return _fold(operations.add, values)


def _mean(values: list[Amount]) -> Amount:
    scale = values[0].scale
    if scale is None:
        return operations.divide(_sum(values), _number(len(values)))
    unit = next(iter(values[0].factors))
    number = sum((amounts.convert(v, unit).exact for v in values), Fraction(0)) / len(values)
    return Amount(number, values[0].factors)


def _number(value: int) -> Amount:
    return Amount(Fraction(value), NO_UNIT)


def _sorted(values: list[Amount]) -> list[Amount]:
    ordered: list[Amount] = []
    for value in values:
        at = len(ordered)
        while at and operations.compare(ordered[at - 1], value) > 0:
            at -= 1
        ordered.insert(at, value)
    return ordered


def _median(values: list[Amount]) -> Amount:
    ordered = _sorted(values)
    middle = len(ordered) // 2
    return ordered[middle] if len(ordered) % 2 else _mean(ordered[middle - 1 : middle + 1])


def _mode(values: list[Amount]) -> Amount:
    counted: list[tuple[Amount, int]] = []
    for value in values:
        for index, (known, times) in enumerate(counted):
            if operations.compare(known, value) == 0:
                counted[index] = (known, times + 1)
                break
        else:
            counted.append((value, 1))
    most = max(times for _, times in counted)
    winners = [value for value, times in counted if times == most]
    if len(winners) > 1:
        raise Refusal(Code.UNDERDETERMINED, f"{_joined(winners)} are equally frequent")
    return winners[0]


def _divisor(values: list[Amount]) -> Amount:
    return _number(gcd(*(operations.integer(value, "a common divisor") for value in values)))


def _multiple(values: list[Amount]) -> Amount:
    numbers = [operations.integer(value, "a common multiple") for value in values]
    result = 1
    for number in numbers:
        if number == 0:
            return _number(0)
        amounts.fits(result.bit_length() + number.bit_length())
        result = abs(result * number) // gcd(result, number)
    return _number(result)


def _percent_change(old: Amount, new: Amount) -> Amount:
    if old.exact <= 0:
        raise Refusal(Code.OUT_OF_RANGE, "a percentage change from zero or less is not defined")
    change = operations.divide(operations.add(new, old, -1), old)
    return _as_percent(change)


def _as_percent(value: Amount) -> Amount:
    if not value.plain:
        raise Refusal(Code.INCONSISTENT, f"{amounts.kind(value)} is no percentage", misread=True)
    return Amount(value.low, NO_UNIT, True, value.high)


_BINARY: dict[str, Callable[[Amount, Amount], Amount]] = {
    "add": operations.add, "sub": lambda a, b: operations.add(a, b, -1), "mul": operations.multiply,
    "div": operations.divide, "mod": lambda a, b: operations.remainder(a, b)[1],
    "floordiv": lambda a, b: operations.remainder(a, b)[0],
}  # fmt: skip
_UNARY: dict[str, Callable[..., Amount]] = {
    "neg": operations.negate, "abs": operations.absolute, "factorial": operations.factorial,
    "floor": lambda v: operations.whole_part(v, "floor"), "ceil": lambda v: operations.whole_part(v, "ceil"),
    "percent": _as_percent, "percent_change": _percent_change, "fraction": lambda v: v,
    "number": lambda v: Amount(v.low, v.factors, False, v.high), "difference": amounts.as_difference,
}  # fmt: skip
_LISTS: dict[str, Callable[[list[Amount]], Amount]] = {
    "sum": _sum, "mean": _mean, "median": _median, "min": lambda v: _best(v, -1), "max": lambda v: _best(v, 1),
    "range": lambda v: operations.add(_best(v, 1), _best(v, -1), -1), "count": lambda v: _number(len(v)),
    "product": lambda v: _fold(operations.multiply, v), "gcd": _divisor, "lcm": _multiple, "mode": _mode,
}  # fmt: skip
_LIST_WORDS = {"sum": "sum", "mean": "average", "median": "median", "min": "smallest", "max": "largest", 
               "range": "range", "count": "number", "product": "product", "gcd": "greatest common divisor",
               "lcm": "least common multiple", "mode": "most frequent"}  # fmt: skip
_SPECIAL: dict[str, Callable[[Evaluator, Json], tuple[Value, Json]]] = {
    "convert": Evaluator._convert, "round": Evaluator._round, "total": Evaluator._total, "which": Evaluator._which,
    "solve": Evaluator._solve, "system": Evaluator._system,
}  # fmt: skip
