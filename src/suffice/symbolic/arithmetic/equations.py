"""Linear equations and systems, exactly: forms ``{unknown: coefficient, "": constant}`` and elimination."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from suffice.records import Code, Json
from suffice.symbolic.arithmetic.amounts import Amount, Refusal, fits

Form = dict[str, Fraction]  # unknown -> coefficient; "" -> constant


def linear(expr: Json, constant: Callable[[Json], Amount]) -> Form:
    """The linear form of an expression over ``["var", name]``; ``constant`` evaluates what holds no unknown."""
    if not _holds_unknown(expr):
        value = constant(expr)
        if not value.plain:
            raise Refusal(Code.UNSUPPORTED, "equations are solved for plain numbers only")
        return {"": value.exact}
    name, *arguments = expr
    if name == "var":
        return {arguments[0]: Fraction(1)}
    forms = [linear(argument, constant) for argument in arguments]
    if name == "neg":
        return _scaled(forms[0], Fraction(-1))
    if name in ("add", "sub"):
        found = forms[0]
        for form in forms[1:]:
            found = combine(found, form, Fraction(1 if name == "add" else -1))
        return found
    if name == "mul":
        found = forms[0]
        for form in forms[1:]:
            if found.keys() <= {""}:
                found, form = form, found
            if not form.keys() <= {""}:
                raise _not_linear()
            found = _scaled(found, form.get("", Fraction(0)))
        return found
    if name == "div" and forms[1].keys() <= {""}:
        divisor = forms[1].get("", Fraction(0))
        if not divisor:
            raise Refusal(Code.OUT_OF_RANGE, "a division by zero has no result")
        return _scaled(forms[0], 1 / divisor)
    raise _not_linear()


def _not_linear() -> Refusal:
    return Refusal(Code.UNSUPPORTED, "the equation is not linear: unknowns may only be added and scaled")


def _holds_unknown(expr: Json) -> bool:
    todo = [expr]
    while todo:
        node = todo.pop()
        if isinstance(node, list) and node:
            if node[0] == "var":
                return True
            todo += node
    return False


def _scaled(form: Form, factor: Fraction) -> Form:
    return {name: value * factor for name, value in form.items() if value * factor}


def combine(left: Form, right: Form, factor: Fraction) -> Form:
    """``left + factor * right``."""
    found = dict(left)
    for name, value in right.items():
        total = found.get(name, Fraction(0)) + factor * value
        fits(total.numerator.bit_length() + total.denominator.bit_length())
        if total:
            found[name] = total
        else:
            found.pop(name, None)
    return found


def solve(forms: list[Form], unknowns: list[str]) -> dict[str, Fraction]:
    """The one solution of ``form = 0`` for all forms. Refuses none and many."""
    rows = [dict(form) for form in forms]
    pivots: list[tuple[str, Form]] = []
    for name in unknowns:
        row = next((r for r in rows if name in r), None)
        if row is None:
            continue
        rows.remove(row)
        row = _scaled(row, 1 / row[name])
        rows = [combine(r, row, -r[name]) if name in r else r for r in rows]
        pivots = [(n, combine(p, row, -p[name]) if name in p else p) for n, p in pivots]
        pivots.append((name, row))
    if any(row.keys() == {""} for row in rows):
        raise Refusal(Code.INCONSISTENT, "the equations contradict each other: there is no solution")
    if len(pivots) < len(unknowns):
        raise Refusal(Code.UNDERDETERMINED, "the equations leave more than one solution")
    return {name: -row.get("", Fraction(0)) for name, row in pivots}
