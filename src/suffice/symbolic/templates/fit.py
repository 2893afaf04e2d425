"""How requests fit templates, and what keeps a near one from fitting: plain facts for whoever prints them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from difflib import SequenceMatcher

from suffice.records import Json, Task
from suffice.symbolic.grammars import family_literals
from suffice.symbolic.templates.index import LONGEST, Index, roles, whole_text
from suffice.symbolic.templates.match import SlotReader, cuts, limit
from suffice.symbolic.templates.pattern import TURN, Pattern, Slot
from suffice.symbolic.templates.problems import Clauses
from suffice.symbolic.templates.read import disagreement, fillings
from suffice.symbolic.templates.template import Template
from suffice.symbolic.templates.values import TooMany

NEAR = 0.6  # share of the constant words from which a request nearly fits
_SHOWN = 60  # characters of text in a difference
_WORDS = 2_000  # words of a request that are compared
_WORD = re.compile(r"\w+|[^\w\s]")
_COMPARED = 5  # templates that are looked at closely for the nearest


@dataclass(frozen=True, slots=True)
class Difference:
    """The first place that keeps a request from fitting. ``line`` and ``column`` begin at 1.

    ``kind``: messages (other roles), text (constant text differs), slot (its text cannot be read),
    fields (tools or a response format) or readings (too many).
    """

    kind: str
    expected: str
    found: str
    message: str | None = None  # role of the message
    line: int | None = None
    column: int | None = None
    slot: str | None = None

    def to_text(self) -> str:
        """One line for people."""
        place = f"{self.message}, line {self.line}, column {self.column}: " if self.line else ""
        slot = f"slot '{self.slot}': " if self.slot else ""
        return f"{place}{slot}expected {self.expected}, found {self.found}"


@dataclass(frozen=True, slots=True)
class Fit:
    """How one request fits one template. ``status``: fits, near or none.

    ``score`` is the share of the template's constant words that stand in the request in order, 0..1.
    ``slots`` has, for each reading, every slot's text and value (None: passed through).
    """

    template: str
    status: str
    score: float
    slots: tuple[dict[str, Json], ...] = ()
    difference: Difference | None = None

    def to_json(self) -> Json:
        return asdict(self)


def fit(template: Template, task: Task) -> Fit:
    """Diagnose one request against one template."""
    if roles(task) != template.roles:
        expected, found = (", ".join(some) or "no message" for some in (template.roles, roles(task)))
        return _not(template, task, Difference("messages", expected, found))
    text = whole_text(task)
    if text is None:
        return _not(template, task, Difference("messages", f"at most {LONGEST} characters, no NUL", "more, or a NUL"))
    slots = SlotReader(template, family_literals(template.family))
    misses: list[tuple[int, int, str | None]] = []
    try:
        found = [
            filled
            for cut in cuts(template.pattern, text, slots, lambda *miss: misses.append(miss))
            for filled in fillings(template, cut, slots)
        ]
    except TooMany:
        return _not(template, task, Difference("readings", "one way to read it", "too many ways"))
    if not found:
        return _not(template, task, _first_difference(template, text, misses, slots))
    refusal = disagreement(template, task)
    if refusal:
        return Fit(template.name, "near", 1.0, (), Difference("fields", "fields that agree", refusal))
    readings = tuple(
        {s.name: {"text": text, "value": _plain(value)} for s, text, value in filled.slots} for filled in found
    )
    return Fit(template.name, "fits", 1.0, readings)


def _plain(value: Json) -> Json:
    return list(value.members) if isinstance(value, Clauses) else value


def best_fits(templates: Sequence[Template], task: Task) -> tuple[Fit, ...]:
    """Every template that fits; else the one that comes nearest (status near or none); () without templates."""
    _, candidates = Index(templates).candidates(task)
    exact = tuple(some for some in (fit(template, task) for template in candidates) if some.status == "fits")
    if exact:
        return exact
    there = Counter(_words(TURN.join(message.content for message in task.messages)))
    nearest = sorted(templates, key=lambda template: -_shared(template.pattern, there))[:_COMPARED]
    return tuple(sorted((fit(template, task) for template in nearest), key=lambda some: -some.score)[:1])


def survey(templates: Sequence[Template], tasks: Iterable[Task]) -> Json:
    """``{"tasks": [{"id", "status", "fits": [...]}], "fits": n, "near": n, "none": n, "templates": {name: n}}``."""
    rows: list[Json] = []
    counts = {"fits": 0, "near": 0, "none": 0}
    by_template = {template.name: 0 for template in templates}
    for task in tasks:
        fits = best_fits(templates, task)
        status = fits[0].status if fits else "none"
        counts[status] += 1
        for some in fits:
            by_template[some.template] += some.status == "fits"
        rows.append({"id": task.id, "status": status, "fits": [some.to_json() for some in fits]})
    return {"tasks": rows, **counts, "templates": by_template}


def _not(template: Template, task: Task, difference: Difference) -> Fit:
    score = _score(template.pattern, TURN.join(message.content for message in task.messages))
    return Fit(template.name, "near" if score >= NEAR else "none", score, (), difference)


def _score(pattern: Pattern, text: str) -> float:
    wanted = _words(TURN.join(pattern.constants))
    blocks = SequenceMatcher(None, wanted, _words(text), autojunk=False).get_matching_blocks()
    return round(sum(block.size for block in blocks) / max(1, len(wanted)), 3)


def _shared(pattern: Pattern, there: Counter[str]) -> float:
    """The most that the score can be: the share of constant words that stand in the request at all."""
    wanted = Counter(_words(TURN.join(pattern.constants)))
    return (wanted & there).total() / max(1, wanted.total())


def _words(text: str) -> list[str]:
    return _WORD.findall(text[:LONGEST].replace(TURN, " "))[:_WORDS]


def _first_difference(
    template: Template, text: str, misses: list[tuple[int, int, str | None]], slots: SlotReader
) -> Difference:
    """What the attempt that came farthest stumbled over."""
    pattern = template.pattern
    number, at, unread = max(misses, key=lambda miss: (miss[0], miss[2] is not None, miss[1]), default=(0, 0, None))
    if unread is not None:
        slot = pattern.slots[number]
        if slot.type in ("rows", "clauses"):
            at, unread = _bad_row(slot, at, unread, slots)
        return _place(text, at, "slot", template.words(slot), _quoted(unread), slot.name)
    if not pattern.slots or not text.startswith(pattern.constants[0]):
        constant, start = pattern.constants[0], 0
    else:
        constant = pattern.constants[number + 1]
        start = _nearest(constant, text, at, limit(pattern.slots[number], text, at))
    same = _common(constant, text[start:])
    return _place(text, start + same, "text", _quoted(constant[same:]), _quoted(text[start + same :]))


def _bad_row(slot: Slot, at: int, rows: str, slots: SlotReader) -> tuple[int, str]:
    """The first of the rows that cannot be read by itself, and where it stands."""
    start = at
    for row in rows.split("\n"):
        if not slots.values(slot, row):
            return start, row
        start += len(row) + 1
    return at, rows


def _nearest(constant: str, text: str, start: int, end: int) -> int:
    """Where the longest beginning of ``constant`` stands in ``text[start:end]``; ``end`` if nowhere."""
    low, high = 0, len(constant)  # a beginning that stands there has shorter ones there
    while low < high:
        middle = (low + high + 1) // 2
        found = text.find(constant[:middle], start, end + middle) >= 0
        low, high = (middle, high) if found else (low, middle - 1)
    return text.find(constant[:low], start) if low else end


def _common(left: str, right: str) -> int:
    length = 0
    for one, two in zip(left, right, strict=False):
        if one != two:
            break
        length += 1
    return length


def _quoted(text: str) -> str:
    text = text.split(TURN)[0]
    if not text:
        return "the end of the message"
    return repr(text if len(text) <= _SHOWN else text[: _SHOWN - 3] + "...")


def _place(text: str, at: int, kind: str, expected: str, found: str, slot: str | None = None) -> Difference:
    turns = text[:at].split(TURN)
    role = "user" if len(turns) > 1 or TURN not in text else "system"
    lines = turns[-1].split("\n")
    return Difference(kind, expected, found, role, len(lines), len(lines[-1]) + 1, slot)
