"""What must hold of a template as a whole: slots that can be read, formulas that name them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from difflib import get_close_matches

from suffice.errors import UsageError
from suffice.symbolic.english.formula import names
from suffice.symbolic.english.grammar import Grammar
from suffice.symbolic.templates.pattern import NAMES, OWN, TURN, Pattern, Slot, no_slot_twice
from suffice.symbolic.templates.problems import places
from suffice.symbolic.templates.template import Template
from suffice.symbolic.templates.values import MERE_NAMES, literal_types


def check_slots(template: Template, grammar: Grammar, where: str) -> None:
    """Raises UsageError for slots that could not be read, or for tables that belong to no slot."""
    no_slot_twice(Pattern(("",), template.slots()), where)
    if not "".join(template.pattern.constants).replace(TURN, "").strip():
        raise UsageError(f"{where}: has no constant text, so that every request would fit; add some")
    for slot in template.slots():
        place = f"{where}, slot '{slot.name}'"
        if slot.name in template.given:
            raise UsageError(f"{place}: 'given' fixes this name already; rename one of them")
        _check_type(slot, template, grammar, place)
        if slot.type == "clauses" and slot.name not in template.clauses:
            raise UsageError(f"{place}: its lines are not described; add [template.clauses.{slot.name}]")
        if slot.type == "rows" and slot.name not in template.rows:
            raise UsageError(f'{place}: its lines are not described; add [template.rows] {slot.name} = "..."')
    for name, forms in template.clauses.items():
        for pattern, said in forms:
            place = f"{where}, clauses '{name}', '{''.join(pattern.constants)}'"
            for slot in pattern.slots:
                if slot.type in ("lines", "rows", "clauses", "names") or slot.name.startswith("_"):
                    raise UsageError(f"{place}, slot '{slot.name}': a line takes names, labels, literals and text")
                _check_type(slot, template, grammar, f"{place}, slot '{slot.name}'")
            _check_places(places(said), pattern.slots, place)
    kinds = (("choice", template.choices), ("rows", template.rows), ("clauses", template.clauses))
    lines = [slot for forms in template.clauses.values() for pattern, _ in forms for slot in pattern.slots]
    for kind, keyed in kinds:
        there = {slot.name for slot in (*template.slots(), *lines) if slot.type == kind}
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


def _check_type(slot: Slot, template: Template, grammar: Grammar, place: str) -> None:
    types = literal_types(grammar)
    if slot.type in MERE_NAMES:
        raise UsageError(f"{place}: type '{slot.type}' has no value; use text")
    if slot.type not in OWN and slot.type not in types:
        close = get_close_matches(slot.type, [*types, *OWN], 1)
        advice = f"did you mean '{close[0]}'?" if close else f"there are: {', '.join([*sorted(OWN), *types])}"
        raise UsageError(f"{place}: no slot type '{slot.type}'; {advice}")
    if slot.type in {*NAMES, "clauses"} and template.problem is None:
        raise UsageError(
            f"{place}: '{slot.type}' has no value for formulas; state the Problem as 'problem', or use text"
        )
    if slot.type == "choice" and slot.name not in template.choices:
        raise UsageError(f"{place}: has no labels; add [template.choice.{slot.name}]")


def _check_places(wanted: set[str], slots: Sequence[Slot], where: str) -> None:
    valued = {slot.name for slot in slots if not slot.free and not slot.name.startswith("_")}
    for name in sorted(wanted - valued):
        if name in {slot.name for slot in slots}:
            raise UsageError(f"{where}: '{{{name}}}' is text without a value; make it a name")
        raise UsageError(f"{where}: '{{{name}}}' is no slot; there are: {listed(valued)}")


def with_used(draft: Template, where: str) -> Template:
    """The template with the slots that its formulas name; every name must stand for something."""
    if draft.problem is not None:
        wanted = places(draft.problem)
        _check_places(wanted, draft.pattern.slots, f"{where}, problem")
        if not wanted:
            raise UsageError(f"{where}: the problem names no slot, so that every request would have the same answer")
        return replace(draft, used=frozenset(wanted))
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
