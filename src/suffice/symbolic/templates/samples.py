"""A trial of a template's Problem on sample values, so that a mistake shows when it is loaded."""

from __future__ import annotations

from importlib import import_module

from suffice.errors import UsageError
from suffice.records import Json
from suffice.symbolic.english.grammar import Grammar
from suffice.symbolic.templates.pattern import Slot
from suffice.symbolic.templates.template import Template
from suffice.symbolic.templates.values import read_literal

# One of these is read by each literal that has a value; a literal that reads none is not tried out.
_SAMPLES = (
    "7", "20%", "$45.50", "5 km", "$3 per hour", "12 March 2026", "14:30", "3 days", "12 March 2026 at 14:30",
    "12 March 2026 at 14:30 UTC", "Asia/Tokyo", "Friday", "March", "2026", "9:00 to 17:00", "1, 2, 3", "2 + 3",
    "1 March 2026 to 5 March 2026", "every Friday", "km", "EUR",
)  # fmt: skip


def check_problem(template: Template, grammar: Grammar, where: str) -> None:
    """Raises UsageError when no value of the slots could make a Problem of the family."""
    given = dict(template.given)
    form = dict(template.form)
    for slot in template.pattern.slots:
        value = _sample(template, slot, grammar)
        if value is not None and slot.name.startswith("_"):
            form[slot.name[1:]] = value
        elif value is not None and slot.name in template.used:
            given[slot.name] = value
        elif slot.name in template.used:
            return
    body = {"given": given, "find": template.find, "form": form}
    if template.where:
        body["where"] = list(template.where)
    if template.reply is not None:
        form["reply"] = ["", ""]
    if template.family == "calendar":
        body["now"] = None
    try:
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
