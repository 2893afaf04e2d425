"""The walk over a Problem: recomputes it bottom up and holds every step of the solution against it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from suffice.records import Json
from suffice.symbolic.arithmetic.audit import unknowns
from suffice.symbolic.arithmetic.audit.claims import Claims
from suffice.symbolic.arithmetic.audit.currencies import with_currency
from suffice.symbolic.arithmetic.audit.measures import compound, measures
from suffice.symbolic.arithmetic.audit.numbers import Number, Result, exactly, integer, order, power, root, single
from suffice.symbolic.arithmetic.audit.operations import LISTED, PAIRWISE, SINGLE, TESTS
from suffice.symbolic.arithmetic.audit.ratios import Unsure, Wrong, wrong
from suffice.symbolic.arithmetic.audit.readback import agrees
from suffice.symbolic.arithmetic.audit.values import TAGS, in_unit, leaf, rounded
from suffice.symbolic.solution import Solution

_NODES = 60_000


class Recount:
    """One examination: walks ``find`` with a stack and meets the steps in order."""

    def __init__(self, body: Mapping[str, Json], digits: int) -> None:
        self.body, self.digits = body, digits
        self.given: Mapping[str, Json] = with_currency(body["given"])
        self.claims = Claims(())
        self.nodes = 0

    def examine(self, solution: Solution) -> None:
        form, find = self.body.get("form") or {}, self.body["find"]
        for condition in self.body.get("where") or ():
            if self.evaluate(condition, {}, False)[0] is not True:
                raise Wrong("a condition of the Problem does not hold")
        self.claims = Claims(solution.steps)
        result, operand = self.evaluate(find, {}, True)
        if operand[0] != "step":
            result = self.claims.meet(find, result)
        if self.claims.met != len(self.claims.steps):
            raise Wrong("there are more steps than operations")
        if find[0] == "fraction" and "as" not in form:
            form = {**form, "as": "fraction"}
        if not self._fits(solution.value, result, form):
            raise Wrong(f"'{solution.value[:60]}' is not the result in the form that is asked for")

    def _fits(self, text: str, result: Result, form: Mapping[str, Json]) -> bool:
        if isinstance(result, bool):
            return text == ("Yes" if result else "No")
        if isinstance(result, str):
            return text == result
        if isinstance(result, list):
            raise Wrong("a list is no answer")
        if not result.known and not any(key in form for key in ("decimals", "sigfigs", "nearest")):
            raise Wrong("an irrational number is given without rounding")
        if agrees(text, result, form):
            return True
        if not result.known:
            raise Unsure("the rounding of an irrational number is too close to decide")
        return False

    # --- the walk --------------------------------------------------------------------------------
    def evaluate(self, expr: Json, scope: Mapping[str, Any], claimed: bool) -> tuple[Result, Json]:
        """Value and operand of an expression. ``scope``: values of a row or of unknowns."""
        todo: list[tuple[str, Json, int]] = [("visit", expr, 0)]
        done: list[tuple[Result, Json]] = []
        while todo:
            self.nodes += 1
            if self.nodes > _NODES:
                raise Unsure("too much to recompute")
            action, node, count = todo.pop()
            if action == "visit":
                self._visit(node, scope, todo, done)
                continue
            parts = done[len(done) - count :]
            del done[len(done) - count :]
            if node[0] == "list":
                done.append(([single(value) for value, _ in parts], ["list", [operand for _, operand in parts]]))
                continue
            value = self._apply(node, parts, scope)
            if not claimed:
                done.append((value, ["step", -1]))
                continue
            index = self.claims.met
            value = self.claims.meet(_stated(node, [operand for _, operand in parts]), value)
            done.append((value, ["step", index]))
        return done[0]

    def _visit(self, node: Json, scope: Mapping[str, Any], todo: list[Any], done: list[Any]) -> None:
        tag = node[0]
        if tag in TAGS:
            done.append((leaf(node), node))
        elif tag == "var":
            done.append((scope[node[1]], node))
        elif tag == "ref":
            meant = scope[node[1]] if node[1] in scope else self.given[node[1]]
            if meant[0] in TAGS:
                done.append((leaf(meant), node))
            elif meant[0] == "list" and all(member[0] in TAGS for member in meant[1]):
                done.append(([leaf(member) for member in meant[1]], node))
            else:
                todo.append(("visit", meant, 0))
        else:
            children = _children(node)
            todo.append(("apply", node, len(children)))
            todo.extend(("visit", child, 0) for child in reversed(children))

    def _apply(self, node: Json, parts: list[tuple[Result, Json]], scope: Mapping[str, Any]) -> Result:
        name = node[0]
        values = [value for value, _ in parts]
        if name in LISTED:
            members = [n for value in values for n in (value if isinstance(value, list) else [single(value)])]
            if not members:
                raise Wrong("an empty list")
            return LISTED[name](members)
        if name in ("and", "or", "not", "if"):
            return _logic(name, values)
        if name == "total":
            return self._total(node, scope)
        if name in ("solve", "system"):
            return self._unknown(node)
        numbers = [single(value) for value in values]
        if name == "which":
            return self._which(node, numbers)
        if name == "convert":
            return self._convert(node, numbers[0])
        if name in ("round", "floor", "ceil"):
            self._named_unit(numbers[0], node[1])
        if name == "round":
            return rounded(numbers[0], integer(leaf(node[2])) if len(node) > 2 else 0, "half_up")
        if name in TESTS:
            return TESTS[name](*numbers)
        if name == "pow":
            return power(numbers[0], numbers[1], self.digits)
        if name == "root":
            return root(numbers[0], integer(numbers[1]), self.digits)
        if name in SINGLE and len(numbers) == 1:
            return SINGLE[name](numbers[0])
        operation = PAIRWISE[name]
        if len(numbers) < 2 or (len(numbers) > 2 and name not in ("add", "mul")):
            raise Wrong(f"'{name}' with {len(numbers)} operands")
        total = numbers[0]
        for number in numbers[1:]:
            total = operation(total, number)
        return total

    # --- operations with operands of their own kind ----------------------------------------------
    def _meant(self, expr: Json) -> Json:
        if isinstance(expr, str):
            return self.given[expr]
        return self.given[expr[1]] if expr[0] == "ref" else expr

    def _total(self, node: Json, scope: Mapping[str, Any]) -> Result:
        if scope:
            raise Unsure("a total within a total")
        parts = [single(self.evaluate(node[2], row, False)[0]) for row in self._meant(node[1])[1]]
        return LISTED["sum"](parts) if parts else wrong("a total of no rows")

    def _named_unit(self, number: Number, expr: Json) -> None:
        """An amount is rounded only in a unit that the Problem names."""
        while expr[0] == "ref":
            expr = self.given[expr[1]]
        money = len(number.dimension) == 1 and number.unit == number.dimension[0][0]
        if number.dimension and not money and expr[0] not in (*TAGS, "convert"):
            raise Wrong("an amount is rounded in a unit that nobody named")

    def _which(self, node: Json, numbers: list[Number]) -> str:
        sign = {"min": -1, "max": 1}[node[1]]
        labels = [self._label(label) for label, _ in _pairs(node)]
        for label, number in zip(labels, numbers, strict=True):
            others = [n for n in numbers if n is not number]
            if all(order(number, other) == sign for other in others):
                return label
        raise Wrong("no one is ahead of all others")

    def _label(self, expr: Json) -> str:
        found = expr if isinstance(expr, str) else self._meant(expr)
        return found if isinstance(found, str) else found[-1]

    def _convert(self, node: Json, number: Number) -> Number:
        unit = node[2] if isinstance(node[2], str) else self._meant(node[2])[1]
        zero = measures().zeros.get(unit)
        dimension = compound(unit)[1]
        if dimension != number.dimension:
            there = tuple((base, -e) for base, e in dimension)
            if "hkm" not in unit + (number.unit or "") or there != number.dimension:
                raise Wrong("converted into a unit of another dimension")
            return replace(PAIRWISE["div"](exactly((1, 1)), number), unit=unit)
        if zero is not None and number.mark != "abs" and unit != "K":
            unit = f"delta_{unit}"
        in_unit(number, unit)
        return replace(number, unit=unit)

    def _unknown(self, node: Json) -> Number:
        step = self.claims.next
        if node[0] == "solve":
            letter, *sides = self._meant(node[1])[1:] if len(node) == 2 else node[1:]
            stated = {letter: step["value"][1]}
            wanted, letters, pairs = letter, [letter], [sides]
        else:
            letters, pairs = node[1], node[2]
            wanted = node[3] if isinstance(node[3], str) else node[3][1]
            stated = step["solution"]
        return unknowns.confirmed(self.evaluate, letters, pairs, wanted, stated)


def _children(node: Json) -> list[Json]:
    name = node[0]
    if name == "list":
        return node[1]
    if name in ("convert", "round"):
        return node[1:2]
    if name in ("total", "solve", "system"):
        return []
    if name == "which":
        return [item for _, item in _pairs(node)]
    return node[1:]


def _pairs(node: Json) -> list[Json]:
    return node[2] if len(node) == 3 and isinstance(node[2][0], list) else node[2:]


def _stated(node: Json, operands: list[Json]) -> Json:
    """What the step for an operation must say."""
    name = node[0]
    if name in ("convert", "round"):
        return [name, operands[0], *node[2:]]
    if name in ("total", "solve", "system"):
        return node
    if name == "which":
        return ["which", node[1], *([label, o] for (label, _), o in zip(_pairs(node), operands, strict=True))]
    return [name, *operands]


def _logic(name: str, values: list[Result]) -> Result:
    conditions = values[:1] if name == "if" else values
    if any(value is not True and value is not False for value in conditions):
        raise Wrong("a condition is neither true nor false")
    if name == "if":
        return values[1] if values[0] else values[2]
    if name == "not":
        return not values[0]
    return all(values) if name == "and" else any(values)
