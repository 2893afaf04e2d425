"""One template: the messages it fits, and the Problem that the values of its slots make."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from suffice.records import Json
from suffice.symbolic.templates.pattern import Pattern, Slot
from suffice.symbolic.templates.problems import Form
from suffice.symbolic.templates.values import AS_IT_COMES, Writing

Labels = Mapping[str, Json | None]  # label of a choice -> its value; None for a mere label


@dataclass(frozen=True, slots=True)
class Template:
    """A fixed prompt of one family.

    ``pattern`` runs over all messages, joined by TURN. ``rows`` and ``choices`` are keyed by slot name.
    ``given`` holds the constants of the Problem; ``reply`` is the pieces of the answer's wording
    between which the value stands, as patterns over the slots, or None for the bare value. ``clauses`` are the forms of
    lines, keyed by slot name; their slots are their own.
    """

    name: str
    family: str
    roles: tuple[str, ...]  # ("user",) or ("system", "user")
    pattern: Pattern
    find: Json = None
    where: tuple[Json, ...] = ()
    given: Mapping[str, Json] = field(default_factory=dict)
    form: Mapping[str, Json] = field(default_factory=dict)
    choices: Mapping[str, Labels] = field(default_factory=dict)
    rows: Mapping[str, Pattern] = field(default_factory=dict)
    problem: Json = None  # as it would be posted, with places for slots, instead of ``find``
    clauses: Mapping[str, tuple[Form, ...]] = field(default_factory=dict)
    reply: tuple[Pattern, ...] | None = None
    writing: Writing = AS_IT_COMES
    used: frozenset[str] = frozenset()  # slots that enter the Problem

    def slots(self) -> tuple[Slot, ...]:
        """Every slot, those of repeated lines included."""
        return (*self.pattern.slots, *(slot for row in self.rows.values() for slot in row.slots))

    def is_label(self, slot: Slot) -> bool:
        """True for a choice whose labels have no values: it is passed through."""
        labels = self.choices.get(slot.name)
        return labels is not None and all(value is None for value in labels.values())

    def words(self, slot: Slot) -> str:
        """What a slot expects, for people."""
        if slot.type == "choice":
            return "one of " + ", ".join(f"'{label}'" for label in self.choices[slot.name])
        if slot.type == "rows":
            row = self.rows[slot.name]
            return "lines like '" + row.fill({s.name: f"{{{s.name}:{s.type}}}" for s in row.slots}) + "'"
        if slot.type == "clauses":
            forms = [form for form, _ in self.clauses[slot.name]]
            shown = (form.fill({s.name: f"{{{s.name}:{s.type}}}" for s in form.slots}) for form in forms)
            return "lines, each like " + " or ".join(f"'{line}'" for line in shown)
        said = {
            "text": "one line of text",
            "lines": "text",
            "name": "a name",
            "names": "names, as in 'Ann, Bob and Cy'",
        }
        return said.get(slot.type, slot.type)
