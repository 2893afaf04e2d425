"""What must hold of a template as a whole: slots that can be read, formulas that name them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from difflib import get_close_matches

from suffice.errors import UsageError
from suffice.symbolic.english.formula import names
from suffice.symbolic.english.grammar import Grammar
from suffice.symbolic.templates.pattern import OWN, TURN, Pattern, no_slot_twice
from suffice.symbolic.templates.template import Template
from suffice.symbolic.templates.values import MERE_NAMES, literal_types


def check_slots(template: Template, grammar: Grammar, where: str) -> None:
    """Raises UsageError for slots that could not be read, or for tables that belong to no slot."""
    no_slot_twice(Pattern(("",), template.slots()), where)
    if not "".join(template.pattern.constants).replace(TURN, "").strip():
        raise UsageError(f"{where}: has no constant text, so that every request would fit; add some")
    types = literal_types(grammar)
    for slot in template.slots():
        place = f"{where}, slot '{slot.name}'"
        if slot.name in template.given:
            raise UsageError(f"{place}: 'given' fixes this name already; rename one of them")
        if slot.type in MERE_NAMES:
            raise UsageError(f"{place}: type '{slot.type}' has no value; use text")
        if slot.type not in OWN and slot.type not in types:
            close = get_close_matches(slot.type, [*types, *OWN], 1)
            advice = f"did you mean '{close[0]}'?" if close else f"there are: {', '.join([*sorted(OWN), *types])}"
            raise UsageError(f"{place}: no slot type '{slot.type}'; {advice}")
        if slot.type == "choice" and slot.name not in template.choices:
            raise UsageError(f"{place}: has no labels; add [template.choice.{slot.name}]")
        if slot.type == "rows" and slot.name not in template.rows:
            raise UsageError(f'{place}: its lines are not described; add [template.rows] {slot.name} = "..."')
    for kind, keyed in (("choice", template.choices), ("rows", template.rows)):
        there = {slot.name for slot in template.slots() if slot.type == kind}
        for name in keyed:
            if name not in there:
                raise UsageError(f"{where}: '{kind}.{name}' belongs to no slot; use it as {{{name}:{kind}}} or drop it")
    for name, row in template.rows.items():
        if any(slot.type in ("lines", "rows") for slot in row.slots):
            raise UsageError(f"{where}, rows '{name}': a row is one line; use text, choices and literals in it")
        if not any(not slot.free for slot in row.slots):
            raise UsageError(f"{where}, rows '{name}': has no slot with a value; add a literal, such as {{n:count}}")
    for piece in template.reply or ():
        for slot in piece.slots:
            if slot.name not in template.pattern.names:
                raise UsageError(f"{where}, answer: no slot '{slot.name}'; there are: {listed(template.pattern.names)}")
    if template.reply is not None and ("json" in template.form or "only" in template.form):
        raise UsageError(f"{where}: 'answer' and form 'json' or 'only' each say how to reply; keep one")
    if "reply" in template.form:
        raise UsageError(f"{where}: write the reply's wording as 'answer', not in 'form'")


def with_used(draft: Template, where: str) -> Template:
    """The template with the slots that its formulas name; every name must stand for something."""
    columns = {slot.name: rows for rows, row in draft.rows.items() for slot in row.slots}
    wanted = names(["all", draft.find, *draft.where])
    slots = {slot.name: slot for slot in draft.slots()}
    valued = {n for n, s in slots.items() if not s.free and not n.startswith("_") and not draft.is_label(s)}
    for name in sorted(wanted):
        if name in valued or name in draft.given:
            continue
        if name in slots:
            raise UsageError(
                f"{where}: the formula names '{name}', which is text without a value; give it a literal type"
            )
        known = listed(valued | set(draft.given))
        raise UsageError(f"{where}: the formula names '{name}', which is no slot; there are: {known}")
    used = {columns.get(name, name) for name in wanted} & draft.pattern.names
    if not used:
        raise UsageError(f"{where}: the formula names no slot, so that every request would have the same answer")
    unused = sorted(set(draft.given) - wanted)
    if unused:
        raise UsageError(f"{where}: given '{unused[0]}' stands in no formula; use it or drop it")
    return replace(draft, used=frozenset(used))


def listed(names: Iterable[str]) -> str:
    return ", ".join(sorted(names)) or "none"
