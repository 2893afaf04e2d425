"""``suffice bench soundness [FAMILY]``: edited problems, each of which must be answered rightly or refused.

The problems are made up in code (``suffice.bench.perturb``), with the answer worked out beside the engine. An edit
keeps the meaning (then the answer stays), changes it (then another answer is right, or none), or spoils the text.
Any other answer is wrong, is listed with what was understood, and makes the exit code 1.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.progress import Progress
from rich.table import Table

from suffice.bench.ladder import first_proved, grammar_solvers
from suffice.bench.perturb.story import Edited
from suffice.bench.perturb.suite import FAMILIES, Drawn, Wordings, draw, samples
from suffice.errors import UsageError
from suffice.grading import agrees
from suffice.ports import Solver
from suffice.records import Answer, Task

ITEMS = 2_500  # per family


@dataclass(frozen=True, slots=True)
class Wrong:
    """An answer that may not be given."""

    family: str
    drawn: Drawn
    answer: str
    paraphrase: str

    def to_json(self) -> dict[str, Any]:
        edited = self.drawn.edited
        return {
            "family": self.family,
            "kind": self.drawn.story.kind,
            "edit": self.drawn.edit,
            "text": edited.text,
            "now": edited.now,
            "system": edited.system,
            "earlier": list(edited.earlier),
            "answer": self.answer,
            "allowed": list(edited.allowed),
            "read": self.paraphrase,
            "before": self.drawn.story.text,
        }


@dataclass(slots=True)
class Row:
    """Counts of one edit. ``readable``: items whose wording is answered unedited; ``reached``: those answered."""

    edit: str
    keeps: bool
    items: int = 0
    readable: int = 0
    reached: int = 0
    answered: int = 0
    right: int = 0
    wrong: int = 0

    def to_json(self) -> dict[str, Any]:
        names = ("edit", "keeps", "items", "readable", "answered", "right", "wrong")
        return {name: getattr(self, name) for name in names} | {"coverage": self.coverage}

    @property
    def coverage(self) -> float | None:
        """Share of answered among the items whose meaning is kept and whose wording is read unedited."""
        return self.reached / self.readable if self.keeps and self.readable else None


@dataclass(slots=True)
class Report:
    """What one family did with its edited items."""

    family: str
    rows: dict[str, Row] = field(default_factory=dict)
    wrong: list[Wrong] = field(default_factory=list)

    def count(self, drawn: Drawn, answer: Answer | None, liked: Wordings) -> None:
        row = self.rows.setdefault(drawn.edit, Row(drawn.edit, drawn.keeps))
        row.items += 1
        like = (drawn.story.kind, drawn.story.wording) in liked
        row.readable += like
        if answer is None:
            return
        row.reached += like
        row.answered += 1
        if right(answer, drawn.edited.allowed):
            row.right += 1
        else:
            row.wrong += 1
            read = answer.reading.paraphrase if answer.reading else ""
            self.wrong.append(Wrong(self.family, drawn, answer.value, read))

    def total(self) -> Row:
        whole = Row("all", False)
        for row in self.rows.values():
            for name in ("items", "readable", "reached", "answered", "right", "wrong"):
                setattr(whole, name, getattr(whole, name) + getattr(row, name))
        return whole


def right(answer: Answer, allowed: Sequence[str]) -> bool:
    """Whether an answer is one of those that are allowed."""
    return bool(allowed) and agrees(answer.value, allowed[0], allowed[1:])


def answered(task: Task, solvers: Sequence[Solver]) -> Answer | None:
    """The first answer that its check holds good, None if all refuse."""
    return first_proved(task, solvers)[0]


def readable(family: str, seed: int, solvers: Sequence[Solver]) -> Wordings:
    """The wordings that are answered when nothing is edited."""
    found: set[tuple[str, int]] = set()
    for number, story in enumerate(samples(family, seed)):
        if (story.kind, story.wording) not in found:
            task = Drawn("", True, story, Edited(story.text, story.gold, story.now)).task(str(number))
            if answered(task, solvers) is not None:
                found.add((story.kind, story.wording))
    return frozenset(found)


def examine(family: str, n: int, seed: int, solvers: Sequence[Solver], progress: Progress | None = None) -> Report:
    """Put ``n`` edited items of a family to the solvers."""
    report = Report(family)
    liked = readable(family, seed, solvers)
    bar = progress.add_task(family, total=n) if progress else None
    for number, drawn in enumerate(draw(family, n, seed, liked)):
        report.count(drawn, answered(drawn.task(f"{family}/{number}"), solvers), liked)
        if progress is not None and bar is not None:
            progress.advance(bar)
    return report


def run(
    data: Path | None,
    console: Console,
    *,
    of: str | None = None,
    n: int | None = None,
    seed: int | None = None,
    as_json: bool = False,
) -> int:
    """Print a table per family and every wrong item; return 1 if any answer is wrong, else 0."""
    del data  # everything is made up
    if of is not None and of not in FAMILIES:
        raise UsageError(f"no edits are known for the family '{of}'; there are: {', '.join(FAMILIES)}")
    solvers = grammar_solvers()
    screen = Console(stderr=True)
    reports: list[Report] = []
    with Progress(console=screen, transient=True, disable=not screen.is_terminal) as progress:
        for family in (of,) if of else FAMILIES:
            reports.append(examine(family, n or ITEMS, seed or 0, solvers, progress))
    wrong = [one for report in reports for one in report.wrong]
    if as_json:
        families = {
            r.family: {"edits": [row.to_json() for row in r.rows.values()], "all": r.total().to_json()} for r in reports
        }
        console.print_json(data={"seed": seed or 0, "families": families, "wrong": [one.to_json() for one in wrong]})
        return 1 if wrong else 0
    for report in reports:
        console.print(_table(report))
    for one in wrong:
        said = one.to_json()
        allowed = ", ".join(said["allowed"][:3]) or "nothing"
        lines = [f"WRONG {one.family}, {said['kind']}, {said['edit']}: said {one.answer}, allowed {allowed}"]
        lines += [f"  {name}: {said[name]}" for name in ("system", "earlier", "text", "now", "read") if said[name]]
        console.print("\n".join(lines), markup=False, highlight=False)
    console.print(f"{len(wrong)} wrong")
    return 1 if wrong else 0


def _table(report: Report) -> Table:
    table = Table(title=f"{report.family}: edited problems, right or refused")
    for head in ("edit", "meaning", "items", "read unedited", "answered", "right", "wrong", "coverage"):
        table.add_column(head, justify="left" if head in ("edit", "meaning") else "right")
    for row in (*sorted(report.rows.values(), key=lambda r: (not r.keeps, r.edit)), report.total()):
        shown = "-" if row.coverage is None else f"{100 * row.coverage:.0f}%"
        meaning = "" if row.edit == "all" else "kept" if row.keeps else "changed"
        table.add_row(
            row.edit, meaning, *map(str, (row.items, row.readable, row.answered, row.right, row.wrong)), shown
        )
    return table
