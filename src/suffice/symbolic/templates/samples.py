"""A trial of a template's Problem on sample values, so that a mistake shows when it is loaded."""

from __future__ import annotations

from dataclasses import replace
from importlib import import_module
from itertools import product
from typing import Any

from suffice.errors import UsageError
from suffice.records import Abstain, Json, Task
from suffice.symbolic.english.grammar import Grammar
from suffice.symbolic.templates.pattern import Slot
from suffice.symbolic.templates.problems import Clauses, clause, filled
from suffice.symbolic.templates.read import Filled, body_of
from suffice.symbolic.templates.template import Template
from suffice.symbolic.templates.values import read_literal

# One of these is read by each literal that has a value; a literal that reads none is not tried out.
_SAMPLES = (
    "7", "20%", "$45.50", "5 km", "$3 per hour", "12 March 2026", "14:30", "3 days", "12 March 2026 at 14:30",
    "12 March 2026 at 14:30 UTC", "Asia/Tokyo", "Friday", "March", "2026", "9:00 to 17:00", "1, 2, 3", "2 + 3",
    "1 March 2026 to 5 March 2026", "every Friday", "km", "EUR",
)  # fmt: skip


_OTHERS = {
    "money": ("$45.50", "45 EUR", "45 GBP", "45 CHF", "45 JPY"),
    "quantity": ("5 km", "3 days", "2 h", "4 kg", "6 years"),
}
_TURNS = 5
_NAMES = tuple("Ann Bob Cy Dee Eve Fay Gus Hal Ida Jo Kim Lou".split())


def check_problem(template: Template, grammar: Grammar, where: str) -> None:
    """Raises UsageError when no value of the slots could make a Problem of the family."""
    if template.problem is not None:
        check_stated(template, grammar, where)
        return
    slots: list[tuple[Slot, str, Json]] = []
    for slot in template.pattern.slots:
        if slot.name.startswith("_") and slot.type != "choice":
            continue  # which unit or number of digits is apt depends on the Problem
        value = _sample(template, slot, grammar)
        if value is None and slot.name in template.used:
            return
        slots.append((slot, "", value))
    body = body_of(replace(template, reply=None), Filled(tuple(slots)), Task("sample"))
    try:
        if isinstance(body, Abstain):
            raise ValueError(body.reason)
        import_module(f"suffice.symbolic.{template.family}.problem").validate(body)
    except ValueError as error:
        raise UsageError(f"{where}: makes no problem of {template.family}: {error}") from error


def _sample(template: Template, slot: Slot, grammar: Grammar) -> Json:
    """A value that the slot may hold, None where none is known."""
    if slot.free:
        return None
    if slot.type == "choice":
        return next(iter(template.choices[slot.name].values()))
    if slot.type == "rows":
        row = {s.name: _sample(template, s, grammar) for s in template.rows[slot.name].slots}
        return ["rows", [{name: value for name, value in row.items() if value is not None}]]
    for text in _SAMPLES:
        found = read_literal(grammar, slot.type, text)
        if found:
            return found[0]
    return None


def check_stated(template: Template, grammar: Grammar, where: str) -> None:
    """Tries each label, and each form of a clause, with lists of two to twelve names.

    Raises UsageError where no Problem of the family comes of it.
    """
    for slot in (slot for slot in template.pattern.slots if slot.type in ("clauses", "choice")):
        if slot.type == "choice":
            for label, value in template.choices[slot.name].items():
                _try(template, grammar, {slot.name: value}, f"{where}, label '{label}'")
            continue
        for pattern, said in template.clauses[slot.name]:
            own = {s.name: _NAMES[n] if s.type == "name" else _sample(template, s, grammar)
                   for n, s in enumerate(pattern.slots)}  # fmt: skip
            line = "".join(pattern.constants)
            one = clause(template.family, line, filled(said, own))
            _try(template, grammar, {slot.name: Clauses((one,), ())}, f"{where}, clause '{line}'")
    _try(template, grammar, {}, where)


def _try(template: Template, grammar: Grammar, values: dict[str, Any], where: str) -> None:
    problem = ""
    for count, turn in product(range(2, len(_NAMES) + 1), range(_TURNS)):
        slots: list[tuple[Slot, str, Json]] = []
        for number, slot in enumerate(template.pattern.slots):
            value = values.get(slot.name)
            if value is None:
                value = _stated_sample(template, slot, grammar, number, count, turn)
            slots.append((slot, "", value))
        body = body_of(replace(template, reply=None), Filled(tuple(slots)), Task("sample"))
        try:
            if isinstance(body, Abstain):
                raise ValueError(body.reason)
            import_module(f"suffice.symbolic.{template.family}.problem").validate(body)
        except ValueError as error:
            problem = str(error)
        else:
            return
    raise UsageError(f"{where}: makes no problem of {template.family}: {problem}")


def _stated_sample(template: Template, slot: Slot, grammar: Grammar, number: int, count: int, turn: int) -> Json:
    if slot.type == "clauses":
        return Clauses((), ())
    if slot.type == "names":
        return list(_NAMES[:count])
    if slot.type == "name":
        return _NAMES[number % count]
    if slot.type in ("money", "quantity"):  # in the currency or the unit that the clauses have
        return read_literal(grammar, slot.type, _OTHERS[slot.type][turn])[0]
    return _sample(template, slot, grammar)
