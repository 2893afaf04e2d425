"""Solves an arithmetic Problem exactly and writes down the steps."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from suffice.records import Abstain, Code, Json
from suffice.symbolic.arithmetic import numerals, show, units
from suffice.symbolic.arithmetic.amounts import Amount, Refusal, Undecided, Value, to_json
from suffice.symbolic.arithmetic.evaluate import Evaluator
from suffice.symbolic.arithmetic.units import ANY_CENTS
from suffice.symbolic.solution import Solution

_EXTRA_DIGITS = (30, 120, 480)  # decimals of irrational roots beyond those asked for, tried in turn


def solve(body: Mapping[str, Json]) -> Solution | Abstain:
    """The answer with its steps, or why there is none."""
    form: Mapping[str, Json] = body.get("form") or {}
    try:
        given = _one_currency(body["given"])
        wanted = max(show.whole(form, "decimals") or 0, show.whole(form, "sigfigs") or 0)
        for extra in _EXTRA_DIGITS:
            try:
                return _solve(given, body["find"], body.get("where") or (), form, wanted + extra)
            except Undecided:
                continue
        return Abstain(Code.UNSUPPORTED, "the result lies too close to a boundary to be decided")
    except Refusal as refusal:
        return refusal.abstain


def _solve(
    given: Mapping[str, Json], find: Json, where: Any, form: Mapping[str, Json], digits: int
) -> Solution | Abstain:
    for condition in where:
        held, _ = Evaluator(given, digits, record=False).value(condition)
        if held is not True:
            return Abstain(Code.INCONSISTENT, f"what is given does not fit together: {_told(condition, given)} fails")
    evaluator = Evaluator(given, digits)
    value, operand = evaluator.value(find)
    if operand[0] != "step":
        step = {"say": "as given", "expr": find, "value": to_json(value), "shown": show.shown(value)}
        evaluator.steps.append(step)
    if find[0] == "fraction" and "as" not in form:
        form = {**form, "as": "fraction"}
    _plausible(value, form)
    text, exact = show.value_text(value, form)
    if not exact and not show.rounds(form):
        _worth_rounding(value)
    answer = text
    if "show_unit" not in form and ("unit" in form or show.is_money(value)):  # the unit is known: the number answers
        answer, _ = show.value_text(value, {**form, "show_unit": False})
    return Solution(answer, _sentence(value, text, exact), tuple(evaluator.steps))


def _worth_rounding(value: Value) -> None:
    """Refuses to round, unasked, a decimal that ends (after more places than are written out) and a few cents."""
    if not isinstance(value, Amount) or value.high is not None:
        return
    if show.is_money(value):
        if 0 < abs(value.low) < Fraction(1, 10):
            raise Refusal(Code.AMBIGUOUS, "a few cents and a part of one: say how many decimals are wanted")
        return
    bottom = value.low.denominator
    if bottom.bit_length() > 60 and pow(10, bottom.bit_length(), bottom) == 0:
        raise Refusal(Code.TOO_HARD, "the exact result has very many decimals; say how many are wanted")


def _plausible(value: Value, form: Mapping[str, Json]) -> None:
    """Raises Refusal for an answer of a kind that nobody asks for: a label in metres, square dollars, days per year."""
    if isinstance(value, bool | str):
        if "unit" in form or "as" in form:
            raise Refusal(Code.INCONSISTENT, "what is asked for has no unit")
        return
    if "unit" in form:
        return  # what it converts to is named
    if any(units.is_currency(symbol) and power != 1 for symbol, power in value.factors.items()):
        raise Refusal(Code.UNSUPPORTED, "the result would be no amount of money, nor money per something", misread=True)
    kinds = [units.dimension({symbol: 1}) for symbol in value.factors if not units.is_currency(symbol)]
    if len(kinds) != len(set(kinds)):
        raise Refusal(Code.UNSUPPORTED, "the result would mix two units of one kind", misread=True)


def _sentence(value: Value, text: str, exact: bool) -> str:
    if isinstance(value, bool):
        return f"{text}."
    if isinstance(value, str) or exact:
        return f"The answer is {text}."
    if value.high is None and value.plain and len(numerals.text(value.low)) <= 24:
        share = value.low * 100 if value.percent else value.low
        return f"The answer is about {text} (exactly {numerals.text(share)}{'%' if value.percent else ''}, rounded)."
    return f"The answer is {text} (rounded)."


def _told(condition: Json, given: Mapping[str, Json]) -> str:
    from suffice.symbolic.arithmetic.problem import written

    return written(condition, given)


def _one_currency(given: Mapping[str, Json]) -> Mapping[str, Json]:
    """Cents of an unnamed currency belong to the one currency that is named, if it has cents."""
    named: set[str] = set()
    if not _currencies(given, named) or named == {ANY_CENTS}:
        return given
    named.discard(ANY_CENTS)
    code = named.pop()
    if named or not units.currency(code).cents:
        raise Refusal(Code.AMBIGUOUS, "cents are given, but not of which currency")
    return _replaced(given, code)


def _currencies(value: Json, named: set[str]) -> bool:
    """Collects the currencies of a body into ``named``; True when cents of no named currency are among them."""
    todo = [value]
    while todo:
        node = todo.pop()
        if isinstance(node, Mapping):
            todo += node.values()
        elif isinstance(node, list) and node:
            if node[0] == "money":
                named.add(node[2] or ANY_CENTS)
            elif node[0] == "qty":
                named.update(symbol for symbol in units.parse(node[2]) if units.is_currency(symbol))
            elif node[0] != "num":
                todo += node[1:]
    return ANY_CENTS in named


def _replaced(value: Json, code: str) -> Json:
    if isinstance(value, Mapping):
        return {name: _replaced(item, code) for name, item in value.items()}
    if isinstance(value, list):
        if value[:1] == ["money"]:
            return ["money", value[1], value[2] or code]
        if value[:1] == ["qty"]:
            return ["qty", value[1], value[2].replace(ANY_CENTS, code)]
        return [_replaced(item, code) for item in value]
    return value
