"""Reads requests that an application makes by filling the slots of a fixed prompt."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from importlib import import_module
from itertools import product
from typing import Any

from suffice.ports import Reader
from suffice.records import Abstain, Code, Json, Reading, Task
from suffice.symbolic.english.forms import required_key
from suffice.symbolic.english.meaning import BY_TEMPLATE, Meaning
from suffice.symbolic.grammars import family_literals
from suffice.symbolic.reading import plain_body, reading
from suffice.symbolic.templates.index import Index
from suffice.symbolic.templates.match import READINGS, Cut, SlotReader, cuts
from suffice.symbolic.templates.pattern import NAMES, Slot
from suffice.symbolic.templates.problems import Clauses, filled
from suffice.symbolic.templates.problems import mistaken as mistaken_names
from suffice.symbolic.templates.template import Template
from suffice.symbolic.templates.values import TooMany

_NONE_FITS = Abstain(Code.NOT_MY_LANGUAGE, "no template fits")
_MANY = Abstain(
    Code.AMBIGUOUS, f"a template fits in more than {READINGS} ways; put more constant text between its slots"
)


class TemplateReader(Reader):
    """Reads the templates of one family.

    It is handed the templates of all families: a request that fits two of different families is ambiguous.
    """

    def __init__(self, family: str, templates: Sequence[Template]) -> None:
        self.family = family
        self.index = Index(templates)

    def read(self, task: Task) -> Reading | Abstain:
        text, candidates = self.index.candidates(task)
        if not any(template.family == self.family for template in candidates):
            return _NONE_FITS
        fitting: list[Template] = []
        bodies: list[Json] = []
        for template in candidates:
            found = fit_bodies(template, text, task)
            if isinstance(found, Abstain):
                return found
            if found:
                fitting.append(template)
                bodies += [body for body in found if body not in bodies]
        if not fitting:
            return Abstain(Code.NOT_MY_LANGUAGE, f"no template fits; the nearest is '{candidates[0].name}'")
        families = {template.family for template in fitting}
        if families == {self.family}:
            found = reading(self.family, bodies, "template")
            if isinstance(found, Abstain):
                return found
            names = " and ".join(template.name for template in fitting)
            return replace(found, paraphrase=f"{names}: {found.paraphrase}")
        if self.family in families:
            names = ", ".join(f"{template.name} ({template.family})" for template in fitting)
            return Abstain(Code.AMBIGUOUS, f"templates of several families fit: {names}")
        return _NONE_FITS


@dataclass(frozen=True, slots=True)
class Filled:
    """One reading of one cut: each slot with its text and one of its values."""

    slots: tuple[tuple[Slot, str, Json], ...]


def fit_bodies(template: Template, text: str, task: Task) -> list[Json] | Abstain:
    """The Problem bodies that ``text`` makes of a template, none if it does not fit; or why it may not be answered."""
    slots = SlotReader(template, family_literals(template.family))
    try:
        found = [filled for cut in cuts(template.pattern, text, slots) for filled in fillings(template, cut, slots)]
    except TooMany:
        return _MANY
    if not found:
        return []
    refusal = disagreement(template, task)
    if refusal:
        return Abstain(Code.UNSUPPORTED, f"the template '{template.name}' fits, but {refusal}")
    if len(found) > READINGS:
        return _MANY
    bodies: list[Json] = []
    for one in found:
        body = body_of(template, one, task)
        if isinstance(body, Abstain):
            return body
        if body not in bodies:
            bodies.append(body)
    if template.problem is not None and len(bodies) > 1:
        bodies = _possible(template, bodies)
    if any(body["form"].get("reply") != bodies[0]["form"].get("reply") for body in bodies):
        return Abstain(Code.AMBIGUOUS, f"the template '{template.name}' fits in several ways, with different replies")
    return bodies


def fillings(template: Template, cut: Cut, slots: SlotReader) -> list[Filled]:
    """Every choice of one value for each slot. Raises TooMany."""
    options = [slots.values(slot, text) for slot, text in zip(template.pattern.slots, cut, strict=True)]
    number = 1
    for values in options:
        number *= len(values)
        if number > READINGS:
            raise TooMany
    return [Filled(tuple(zip(template.pattern.slots, cut, values, strict=True))) for values in product(*options)]


def disagreement(template: Template, task: Task) -> str | None:
    """Why the request's own fields forbid the template's answer, None if they do not."""
    if task.extra.get("tools") or task.extra.get("functions"):
        return "tools are offered: their use is for a model to decide"
    wanted, has = required_key(task), template.form.get("json")
    if isinstance(wanted, Abstain):
        return wanted.reason
    if wanted == "" and has is None:
        return "a JSON reply is required and the template gives none"
    if wanted and wanted != has:
        return f"a JSON reply with the key '{wanted}' is required, which the template does not give"
    return None


def body_of(template: Template, filled: Filled, task: Task) -> Json | Abstain:
    """The Problem body of one reading, finished as the family does it for plain English."""
    given: dict[str, Any] = dict(template.given)
    form: dict[str, Any] = dict(template.form)
    for slot, _, value in filled.slots:
        if slot.name.startswith("_"):
            form[slot.name[1:]] = value
        elif slot.name in template.used:
            given[slot.name] = value
    if template.reply is not None:
        texts = {slot.name: text for slot, text, _ in filled.slots}
        form["reply"] = [piece.fill(texts) for piece in template.reply]
    elif "json" not in form:
        form["only"] = True
    if template.problem is not None:
        return _stated(template, given, form)
    own = import_module(f"suffice.symbolic.{template.family}.read")
    finish: Callable[[Meaning, Task], Json | Abstain] = getattr(own, "finish", plain_body)
    return finish(Meaning(template.name, BY_TEMPLATE, given, template.find, template.where, form), task)


def _stated(template: Template, values: dict[str, Any], form: dict[str, Any]) -> Json | Abstain:
    """The Problem that a template states, with the values of its slots."""
    names: list[str] = []
    for slot in template.pattern.slots:
        value = values.get(slot.name)
        if isinstance(value, Clauses):
            names += value.names
        elif slot.type in NAMES and value is not None:
            names += [value] if isinstance(value, str) else value
    forms = [said for some in template.clauses.values() for _, said in some]
    mistaken = mistaken_names(names, [template.problem, forms, [list(c.values()) for c in template.choices.values()]])
    if mistaken:
        return Abstain(Code.AMBIGUOUS, f"the template '{template.name}' fits, but {mistaken}")
    body = filled(template.problem, values)
    body = {**body, "form": {**body.get("form", {}), **form}}
    prepared = getattr(import_module(f"suffice.symbolic.{template.family}.read"), "prepared", None)
    return prepared(body) if prepared else body


def _possible(template: Template, bodies: list[Json]) -> list[Json]:
    """Of several cuts those whose names are those of the Problem; all of them where none is."""
    validate = import_module(f"suffice.symbolic.{template.family}.problem").validate
    found: list[Json] = []
    for body in bodies:
        with suppress(ValueError):
            validate(body)
            found.append(body)
    return found or bodies
