"""Receipts counted by group and by who answered; what of the stream each joule was for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from suffice.errors import UsageError
from suffice.learned import store
from suffice.learned.certificate import Certificate
from suffice.learned.fitting import Fitting
from suffice.learned.shape import Shape
from suffice.ports import Meter, Pricer
from suffice.records import Answer, Budget, Json, Requirement, Task, Usage
from suffice.workload.tally import Figure, grade

OTHER = "other requests"
_NOTHING = (Requirement.parse("any"), Budget())


@dataclass(slots=True)
class Cell:
    """The requests of one group that one solver answered. ``right`` and ``wrong``: of those with a gold answer."""

    answered: int = 0
    right: int = 0
    wrong: int = 0
    joules: Figure = field(default_factory=Figure)  # all attempts of these requests, refused ones included
    levels: Counter[str] = field(default_factory=Counter)
    evidence: Counter[str] = field(default_factory=Counter)
    methods: Counter[str] = field(default_factory=Counter)  # method and boundary of the joules

    def add(self, receipt: Json) -> None:
        self.answered += 1
        graded = grade(receipt)
        self.right += graded is True
        self.wrong += graded is False
        joules = receipt["cost"]["joules"]
        self.joules.add(joules)
        if joules is not None:
            self.methods[f"{joules['method']}, {joules['boundary']}"] += 1
        self.levels[receipt["guarantee"]["level"]] += 1
        self.evidence[(receipt["evidence"] or {}).get("kind") or "none"] += 1


@dataclass(slots=True)
class Group:
    """``row``: what the manifest of the learned solvers says of it, where they know its shape."""

    name: str
    title: str
    row: Mapping[str, Json] | None = None
    requests: int = 0
    unanswered: int = 0
    cells: dict[str, Cell] = field(default_factory=dict)  # by tier and solver
    instead: Figure = field(default_factory=Figure)  # joules of the frontier model for all its requests

    @property
    def certificate(self) -> Certificate | None:
        stages = self.row["stages"] if self.row else ()
        return Certificate.from_json(stages[-1]["certificate"]) if stages else None


@dataclass(slots=True)
class Stream:
    """Joules of everything, by what they were for, and those of asking the frontier model each time."""

    served: Figure = field(default_factory=Figure)  # requests answered without a model
    escalated: Figure = field(default_factory=Figure)  # requests that a model answered, refusals before it included
    audited: Figure = field(default_factory=Figure)  # the model's part of audited requests
    refusing: Figure = field(default_factory=Figure)  # requests that nobody answered
    unanswered: Figure = field(default_factory=Figure)  # the same, as if the frontier model were asked then
    learning: Figure = field(default_factory=Figure)
    instead: Figure = field(default_factory=Figure)
    instead_served: Figure = field(default_factory=Figure)  # of the requests answered without a model

    @property
    def parts(self) -> dict[str, Figure]:
        return {
            "answered without a model": self.served,
            "answered by a model": self.escalated,
            "audit": self.audited,
            "refusing": self.refusing,
            "refused ones, to the frontier model": self.unanswered,
            "learning": self.learning,
        }


@dataclass(slots=True)
class Report:
    """Everything that the page shows."""

    requests: int = 0
    forgotten: int = 0  # receipts of which the ledger knows only that they were
    groups: dict[str, Group] = field(default_factory=dict)
    tiers: Counter[str] = field(default_factory=Counter)
    stream: Stream = field(default_factory=Stream)
    model: str | None = None  # of the comparison
    solvers: str | None = None  # hash of the manifest
    methods: Counter[str] = field(default_factory=Counter)  # how the comparison's joules were told
    logged: int = 0  # requests whose reply by the frontier model is taken to be as long as logged ones
    assumed: int = 0


def gather(
    receipts: Iterable[Json],
    solvers: Path | None,
    meter: Meter,
    pricer: Pricer | None = None,
    seen: Callable[[Group, Json], None] | None = None,
) -> Report:
    """``meter`` prices the CPU seconds of learning; ``pricer`` the frontier model's answers where logged ones tell how
    long they are; ``seen`` is told of each receipt and its group.

    Raises UsageError for a folder of solvers that cannot be read.
    """
    report, fitting, rows = Report(), Fitting(()), {}
    if solvers is not None:
        read = store.read_manifest(solvers)
        manifest, report.solvers = read.body, read.sha256
        shapes = [Shape.from_json(row["shape"]) for row in manifest["groups"]]
        fitting = Fitting(shapes)
        rows = {shape.id: row for shape, row in zip(shapes, manifest["groups"], strict=True)}
        learned = meter.elsewhere(manifest.get("cpu_s")).joules
        report.stream.learning.add(learned and learned.to_json())
    for receipt in receipts:
        if receipt["status"] == "forgotten":
            report.forgotten += 1
            continue
        try:
            group = _count(report, receipt, fitting, rows, pricer)
            if seen is not None:
                seen(group, receipt)
        except (KeyError, TypeError, AttributeError, ValueError, IndexError) as error:
            raise UsageError(
                f"receipt {receipt.get('id')!r} is not as this suffice writes them ({error!r}): "
                "leave it out, or use the version that wrote it"
            ) from None
    return report


def _count(report: Report, receipt: Json, fitting: Fitting, rows: Mapping[str, Json], pricer: Pricer | None) -> Group:
    report.requests += 1
    task = _task(receipt)
    group = _group(report, receipt, task, fitting, rows)
    group.requests += 1
    instead = receipt["instead"] and receipt["instead"]["joules"]
    if instead and receipt["tier"] not in ("moe", "frontier"):
        known = _as_logged(receipt["instead"]["model"], task, group, pricer)
        report.logged += known is not None
        report.assumed += known is None
        instead = known or instead
    group.instead.add(instead)
    report.stream.instead.add(instead)
    if receipt["instead"]:
        report.model = receipt["instead"]["model"]
    if instead:
        report.methods[f"{instead['method']}, {instead['boundary']}"] += 1
    if receipt["status"] != "answered":
        group.unanswered += 1
        report.tiers["unanswered"] += 1
        report.stream.refusing.add(receipt["cost"]["joules"])
        report.stream.unanswered.add(instead)
        return group
    if not isinstance(receipt["tier"], str):
        raise ValueError(f"tier {receipt['tier']!r}")
    report.tiers[receipt["tier"]] += 1
    group.cells.setdefault(f"{receipt['tier']}: {receipt['solver']}", Cell()).add(receipt)
    _spend(report.stream, receipt, instead)
    return group


def _spend(stream: Stream, receipt: Json, instead: Json) -> None:
    if receipt["tier"] in ("moe", "frontier"):
        stream.escalated.add(receipt["cost"]["joules"])
        return
    stream.instead_served.add(instead)
    for attempt in receipt["attempts"]:
        audited = attempt["tier"] == "learned" and attempt["usage"] is not None
        (stream.audited if audited else stream.served).add(attempt["cost"]["joules"])


def _as_logged(model: str, task: Task | None, group: Group, pricer: Pricer | None) -> Json:
    """Joules of the frontier model ``model``, if it writes as many tokens as the logged answers of the group have."""
    wrote = group.row.get("wrote") if group.row else None
    if wrote is None or task is None or pricer is None:
        return None
    usage = Usage(wrote["model"], None, round(wrote["completion_tokens"]))
    instead = pricer.instead(task, Answer("", "", usage=usage))
    return instead.joules.to_json() if instead.joules is not None and instead.model == model else None


def _group(report: Report, receipt: Json, task: Task | None, fitting: Fitting, rows: Mapping[str, Json]) -> Group:
    cut = fitting.find(task) if task is not None else None
    if cut is not None:
        shape = cut[0]
        return report.groups.setdefault(shape.id, Group(shape.id, _title(shape), rows[shape.id]))
    reading = receipt["reading"]
    name = reading["family"] if reading else OTHER
    return report.groups.setdefault(name, Group(name, name))


def _task(receipt: Json) -> Task | None:
    from suffice.workload.tasks import task_from_json

    try:
        return task_from_json(receipt["task"], *_NOTHING)
    except (ValueError, TypeError, KeyError, AttributeError):  # a line that could not be read, or was forgotten
        return None


def _title(shape: Shape) -> str:
    longest = max((part for parts in shape.messages for part in parts), key=len, default="")
    words = " ".join(longest.split()).lstrip(".,;:!?%)]} ")
    return words if len(words) < 60 else f"{words[:57]}…"


def receipts_in(paths: Iterable[Path]) -> Iterator[Json]:
    """Receipts of JSON lines or of ledgers, in order. Raises UsageError where a file holds none."""
    import json

    from suffice.ledgers.sqlite import SqliteLedger
    from suffice.workload.lines import opened, read_lines

    for path in paths:
        with opened(path) as file:
            if file.read(15) == b"SQLite format 3":
                with SqliteLedger(path, writable=False) as ledger:
                    yield from ledger.receipts()
                continue
            file.seek(0)
            for line in read_lines(file):
                try:
                    receipt = json.loads(line.content or b"")
                    if (
                        receipt["status"] != "forgotten"
                        and not {"attempts", "cost", "instead", "status"} <= receipt.keys()
                    ):
                        raise ValueError
                except (ValueError, TypeError, AttributeError, KeyError):
                    raise UsageError(
                        f"{path}: line {line.number} is no receipt: name a file that 'suffice run' wrote, or a ledger"
                    ) from None
                yield receipt
