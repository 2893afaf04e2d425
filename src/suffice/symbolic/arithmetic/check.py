"""Checks a solution of an arithmetic Problem: recomputes every step by independent code.

The steps must be exactly the operations of the ``find`` expression, operands before what uses them, each
with its true result; the answer must be the last result in the form asked for. Irrational results are
accepted when this checker's own, tighter bounds lie within the stated ones.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from suffice.records import Guarantee, Json, Level, Status, Verdict
from suffice.symbolic.arithmetic import unknowns
from suffice.symbolic.arithmetic.measures import compound, measures
from suffice.symbolic.arithmetic.readback import agrees, bare
from suffice.symbolic.arithmetic.recount import (
    TAGS,
    Number,
    Result,
    Unsure,
    Wrong,
    below,
    currencies,
    exactly,
    in_unit,
    integer,
    leaf,
    order,
    power,
    root,
    rounded,
)
from suffice.symbolic.arithmetic.recount_tables import LISTED, PAIRWISE, SINGLE, TESTS
from suffice.symbolic.solution import Solution

CHECKED_BY = "suffice.symbolic.arithmetic.check"
_EXTRA_DIGITS = (50, 150, 520)  # beyond those asked for, tried in turn for irrational numbers
_NODES = 60_000


def check(body: Mapping[str, Json], solution: Solution) -> Verdict:
    """VALID with a proof, INVALID when something is wrong, UNKNOWN when this checker cannot tell."""
    reason = "not examined"
    try:
        form = body.get("form") or {}
        asked = max(int(bare(form.get(key)) or 0) for key in ("decimals", "sigfigs"))
        for extra in _EXTRA_DIGITS:
            try:
                _Recount(body, asked + extra).examine(solution)
                break
            except Unsure as unsure:
                reason = str(unsure)
        else:
            return Verdict(Status.UNKNOWN, checked_by=CHECKED_BY, reason=reason)
    except Wrong as wrong:
        return Verdict(Status.INVALID, checked_by=CHECKED_BY, reason=str(wrong))
    except (KeyError, ValueError, TypeError, IndexError, AttributeError, ArithmeticError, RecursionError) as error:
        return Verdict(
            Status.INVALID, checked_by=CHECKED_BY, reason=f"malformed: {type(error).__name__}: {error}"[:200]
        )
    count = len(solution.steps)
    told = f"all {count} steps" if count > 1 else "the step"
    statement = f"{told} recomputed exactly; units and rounding checked"
    return Verdict(Status.VALID, Guarantee(Level.PROVED, statement, None, "the reading"), CHECKED_BY)


class _Recount:
    """One examination: walks ``find`` with a stack and meets the steps in order."""

    def __init__(self, body: Mapping[str, Json], digits: int) -> None:
        self.body, self.digits = body, digits
        self.given: Mapping[str, Json] = _with_currency(body["given"])
        self.steps: Sequence[Mapping[str, Json]] = ()
        self.met = 0
        self.nodes = 0

    def examine(self, solution: Solution) -> None:
        form, find = self.body.get("form") or {}, self.body["find"]
        for condition in self.body.get("where") or ():
            if self.evaluate(condition, {}, False)[0] is not True:
                raise Wrong("a condition of the Problem does not hold")
        self.steps = solution.steps
        result, operand = self.evaluate(find, {}, True)
        if operand[0] != "step":
            result = self._meet(find, result)
        if self.met != len(self.steps):
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
                done.append(([_number(value) for value, _ in parts], ["list", [operand for _, operand in parts]]))
                continue
            value = self._apply(node, parts, scope)
            if not claimed:
                done.append((value, ["step", -1]))
                continue
            index = self.met
            value = self._meet(_stated(node, [operand for _, operand in parts]), value)
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
            members = [n for value in values for n in (value if isinstance(value, list) else [_number(value)])]
            if not members:
                raise Wrong("an empty list")
            return LISTED[name](members)
        if name in ("and", "or", "not", "if"):
            return _logic(name, values)
        if name == "total":
            return self._total(node, scope)
        if name in ("solve", "system"):
            return self._unknown(node)
        numbers = [_number(value) for value in values]
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

    # --- claims ----------------------------------------------------------------------------------
    def _meet(self, stated: Json, value: Result) -> Result:
        """Compare the next step with what it should be; the value in the unit that the step uses."""
        if self.met >= len(self.steps):
            raise Wrong("a step is missing")
        step = self.steps[self.met]
        self.met += 1
        if step["expr"] != stated:
            raise Wrong(f"step {self.met} is not the operation that the Problem asks for")
        claim = step["value"]
        if isinstance(value, (bool, str)):
            tag = "bool" if isinstance(value, bool) else "label"
            if claim != [tag, value] or step["shown"] != (value if tag == "label" else "Yes" if value else "No"):
                raise Wrong(f"step {self.met} states {claim[1]}")
            return value
        number = _number(value)
        if claim[0] == "between":
            return self._between(step, number)
        unit = claim[2] or "¤" if claim[0] in ("money", "qty") else None
        if not self._true(claim, number, unit):
            raise Wrong(f"step {self.met} states a wrong result")
        number = replace(number, unit=unit)
        if not _shown(step["shown"], number):
            raise Wrong(f"step {self.met} shows another result than it states")
        return number

    def _true(self, claim: Json, number: Number, unit: str | None) -> bool:
        if (claim[0] == "pct") != (number.mark == "pct") or claim[0] not in TAGS or not number.known:
            return False
        if (claim[0] in ("money", "qty")) != bool(number.dimension):
            return False
        stated = leaf(claim)
        if unit is not None and compound(unit)[1] != number.dimension:
            return False
        if (stated.mark == "abs") != (number.mark == "abs") and unit != "K":
            return False
        return stated.low == number.low

    def _between(self, step: Mapping[str, Json], number: Number) -> Number:
        """Bounds are true when this checker's own bounds lie within them."""
        _, one, two = step["value"]
        if one[0] != two[0] or one[2:] != two[2:] or (one[0] == "pct") != (number.mark == "pct"):
            raise Wrong(f"step {self.met} states bounds of two kinds")
        low, high = leaf(one), leaf(two)
        unit = one[2] or "¤" if one[0] in ("money", "qty") else None
        if low.dimension != number.dimension or number.known:
            raise Wrong(f"step {self.met} states bounds of another kind")
        if below(number.high, low.low) or below(high.low, number.low):
            raise Wrong(f"step {self.met} states wrong bounds")
        if below(number.low, low.low) or below(high.low, number.high):
            raise Unsure("the stated bounds are tighter than those recomputed")
        number = replace(number, unit=unit)
        if not str(step["shown"]).startswith("about ") or not _near(str(step["shown"])[6:], number):
            raise Wrong(f"step {self.met} shows another result than it states")
        return number

    # --- operations with operands of their own kind ----------------------------------------------
    def _meant(self, expr: Json) -> Json:
        if isinstance(expr, str):
            return self.given[expr]
        return self.given[expr[1]] if expr[0] == "ref" else expr

    def _total(self, node: Json, scope: Mapping[str, Any]) -> Result:
        if scope:
            raise Unsure("a total within a total")
        parts = [_number(self.evaluate(node[2], row, False)[0]) for row in self._meant(node[1])[1]]
        return LISTED["sum"](parts) if parts else _wrong("a total of no rows")

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
        step = self.steps[self.met] if self.met < len(self.steps) else _wrong("a step is missing")
        if node[0] == "solve":
            letter, *sides = self._meant(node[1])[1:] if len(node) == 2 else node[1:]
            stated = {letter: step["value"][1]}
            wanted, letters, pairs = letter, [letter], [sides]
        else:
            letters, pairs = node[1], node[2]
            wanted = node[3] if isinstance(node[3], str) else node[3][1]
            stated = step["solution"]
        return unknowns.confirmed(self.evaluate, letters, pairs, wanted, stated)


def _wrong(reason: str) -> Any:
    raise Wrong(reason)


def _with_currency(given: Mapping[str, Json]) -> Mapping[str, Json]:
    """Cents of an unnamed currency become those of the one that is named."""
    named = currencies(given)
    if "¤" not in named or len(named) == 1:
        return given
    named.discard("¤")
    if len(named) > 1 or not named <= measures().cents:
        raise Wrong("cents of an unknown currency")
    return _renamed(given, named.pop())


def _renamed(value: Any, code: str) -> Any:
    if isinstance(value, Mapping):
        return {name: _renamed(item, code) for name, item in value.items()}
    if not isinstance(value, list):
        return value
    if value[:1] == ["money"]:
        return [*value[:2], value[2] or code]
    if value[:1] == ["qty"]:
        return [*value[:2], value[2].replace("¤", code)]
    return [_renamed(item, code) for item in value]


def _number(value: Result) -> Number:
    return value if isinstance(value, Number) else _wrong("a number is needed")


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


def _shown(text: str, number: Number) -> bool:
    """True when a step shows its exact result, or says ``about`` and shows it rounded."""
    return agrees(text[6:] if text.startswith("about ") else text, number, {})


def _near(text: str, number: Number) -> bool:
    """True when the shown text of an irrational result is right to its last place."""
    body = text.rstrip("%")
    decimals = len(body.split(" ")[0].split("/")[0].partition(".")[2])
    low = replace(number, high=number.low)
    return agrees(text, low, {"decimals": decimals}) and decimals >= 6
