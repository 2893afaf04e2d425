"""From logs to a folder of solvers: groups are found, each is searched, what is certified is stored in its manifest."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from time import process_time

from suffice import __version__
from suffice.errors import UsageError
from suffice.learn import groups
from suffice.learn.conclude import conclude
from suffice.learn.exact import Ask
from suffice.learn.gathering import Gathered, gather
from suffice.learn.groups import Findings, Found, Step
from suffice.learn.logs import Logs
from suffice.learn.public import public
from suffice.learn.search import LEAST, Aim, Candidate, Outcome, search
from suffice.learn.templates.mine import Mined, mine
from suffice.learned import approved, store
from suffice.learned.group import Group
from suffice.learned.predictor import Parts
from suffice.learned.reply import Reply
from suffice.records import Json

REFERENCES = ("gold", "answer")
FIRST_SHARE = 0.8  # of delta that the first certificate spends; re-certifications spend half of what is left


@dataclass(frozen=True, slots=True)
class Order:
    """What ``suffice learn`` was asked for. ``seconds``: CPU time in all, None: as long as it takes. ``by_user``: one
    request of each user certifies, for requests of one user may be wrong together."""

    reference: str
    target: float = 0.95
    delta: float = 0.05
    floor: float | None = None
    seconds: float | None = None
    seed: int = 0
    by_user: bool = False

    def __post_init__(self) -> None:
        if self.reference not in REFERENCES:
            raise UsageError(f"--reference {self.reference}: use {' or '.join(REFERENCES)}")
        if not 0 < self.target < 1:
            raise UsageError(f"--target {self.target:g}: give an accuracy between 0 and 1, such as 0.95")
        if not 0 < self.delta < 1:
            raise UsageError(f"--delta {self.delta:g}: give a probability between 0 and 1, such as 0.05")
        if self.floor is not None and not 0 <= self.floor <= 1:
            raise UsageError(f"--class-floor {self.floor:g}: give a share between 0 and 1, such as 0.8")
        if not 0 <= self.seed < 1 << 32:
            raise UsageError(f"--seed {self.seed}: give a whole number from 0 to {(1 << 32) - 1}")


@dataclass(frozen=True, slots=True)
class Studied:
    """One group and what became of it."""

    group: Group | None
    found: Found
    share: float
    gathered: Gathered
    outcome: Outcome | None
    why: str | None
    bytes: int = 0
    mined: Mined | None = None

    @property
    def name(self) -> str:
        return self.group.id if self.group else self.found.shape.id

    def to_json(self) -> Json:
        outcome, group = self.outcome, self.group
        certificate = outcome.certificate if outcome else None
        return {
            "group": self.name,
            "n": self.found.census.rows,
            "share": self.share,
            "cases": len(self.gathered.cases),
            "unread": self.gathered.unread,
            "logged": self.gathered.logged(),
            "exact": self.gathered.exact and self.gathered.exact.to_json(),
            "output": {part.name: part.output for part in group.reply.parts} if group else None,
            "solver": {name: voice.kind for name, voice in outcome.voices.items()} if certificate and outcome else None,
            "says": {name: voice.predictor.says() for name, voice in outcome.voices.items()} if outcome else {},
            "coverage": certificate.coverage if certificate else 0.0,
            "certified": certificate is not None,
            "certificate": certificate.to_json() if certificate else None,
            "statement": certificate.statement if certificate else None,
            "why_not": self.why,
            "sizes": dict(outcome.sizes) if outcome else None,
            "contradictions": outcome.contradictions if outcome else None,
            "repeats": outcome.repeats if outcome else None,
            "disagreeing": list(outcome.disagreeing) if outcome else [],
            "by_value": _by_value(outcome) if outcome else None,
            "tried": [asdict(row) for row in outcome.tried] if outcome else [],
            "bytes": self.bytes,
            "template": self.mined.to_json() if self.mined else None,
        }


@dataclass(frozen=True, slots=True)
class Study:
    """All groups, the manifest's hash to pin, and what the log's lines were."""

    order: Order
    findings: Findings
    groups: tuple[Studied, ...]
    manifest: str
    cpu_s: float
    studies: int  # of these logs that were written to this folder; each spent its own delta


def study(
    logs: Logs, folder: Path, order: Order, step: Step, tell: Callable[[str], None], ask: Ask | None = None
) -> Study:
    """Learn from ``logs`` and write SOLVERS. ``tell``: a line for each group as it is begun. ``ask``: the exact
    engines, whose requests are left out.

    The manifest is written last, so that a study which was stopped leaves the old one in force.
    """
    began = process_time()
    store.make_folder(folder)  # before the work, not after it
    findings = groups.find(logs, step)
    replies = {found.shape.id: _reply(found, order) for found in findings.groups if found.group is not None}
    gathered = gather(logs, findings, replies, order.reference, step, ask)
    mined = {found.shape.id: _mined(found, gathered[found.shape.id], order, tell) for found in findings.groups}
    for found in findings.groups:
        if (name := found.shape.id) in replies:
            replies[name], gathered[name].cases = public(replies[name], gathered[name].cases, found.options)
    searched = [_searched(found, replies, gathered, order, began, findings, tell) for found in findings.groups]
    hopeful = sum(isinstance(one, Candidate) for one in searched)
    share = order.delta / max(hopeful, 1)  # of each group that will be certified; others cost nothing
    studied, rows = [], []
    for found, one in zip(findings.groups, searched, strict=True):
        outcome = conclude(one, FIRST_SHARE * share) if isinstance(one, Candidate) else one
        group = None if found.group is None else Group.of(found.shape, replies[found.shape.id])
        ours = gathered[found.shape.id]
        row = _row(found, group, outcome, folder, (1 - FIRST_SHARE) * share) | {
            "logged": ours.logged(),
            "exact": ours.exact and ours.exact.to_json(),
        }
        size = sum(store.sizes(folder, artefact) for artefact in _artefacts(row))
        part = found.census.rows / max(findings.rows, 1)
        why = outcome.why if outcome else row["why"]
        studied.append(Studied(group, found, part, ours, outcome, why, size, mined[found.shape.id]))
        rows.append(row)
    contents = logs.contents()
    studies = 1 + _earlier(folder, contents)
    manifest = {
        "version": store.VERSION,
        "logs": list(contents),
        "studies": studies,
        "made_by": f"suffice {__version__}",
        "reference": order.reference,
        "target": order.target,
        "delta": order.delta,
        "seed": order.seed,
        "rows": findings.rows,
        "unfitting": findings.unfitting,
        "cpu_s": process_time() - began,
        "groups": rows,
        "templates": approved.carried_over(folder, _templates(folder, mined)),
    }
    pin = store.write_manifest(folder, manifest)
    return Study(order, findings, tuple(studied), pin, process_time() - began, studies)


def _earlier(folder: Path, contents: Sequence[str]) -> int:
    """How many studies of any of these logs the folder has seen."""
    try:
        before = store.read_manifest(folder).body
    except UsageError:
        return 0
    return int(before.get("studies", 1)) if set(before.get("logs", ())) & set(contents) else 0


def _mined(found: Found, gathered: Gathered, order: Order, tell: Callable[[str], None]) -> Mined | None:
    """The template behind a group's answers; None where nothing was answered."""
    if not gathered.requests:
        return None
    tell(f"templates: {found.shape.id}, {len(gathered.requests)} requests")
    return mine(f"mined-{found.shape.id}", found.shape, gathered.requests, order.seed)


def _templates(folder: Path, mined: Mapping[str, Mined | None]) -> list[dict[str, Json]]:
    """Writes the files of what is proposed; the manifest's rows."""
    return [
        {**one.to_json(), "sha256": approved.put(folder, one.name, one.text), "group": group}
        for group, one in mined.items()
        if one is not None and one.text is not None
    ]


def _searched(
    found: Found,
    replies: Mapping[str, Reply],
    gathered: Mapping[str, Gathered],
    order: Order,
    began: float,
    findings: Findings,
    tell: Callable[[str], None],
) -> Candidate | Outcome | None:
    """What is chosen for a group; None where nothing was answered."""
    if found.group is None:
        return None
    name, number = found.shape.id, findings.groups.index(found)
    ours = gathered[name]
    tell(f"group {number + 1} of {len(findings.groups)}: {name}, {len(ours.cases)} requests")
    seconds = 600.0
    if order.seconds is not None:
        seconds = max(0.0, (order.seconds - (process_time() - began)) / (len(findings.groups) - number))
    reference = "gold" if order.reference == "gold" else f"answers of {ours.names()}"
    aim = Aim(order.target, reference, order.floor, seconds, order.seed, order.by_user)
    if ours.exact is not None and ours.exact.answered and len(ours.cases) < LEAST:
        proved = f"the exact engines prove {ours.exact.answered} of {ours.exact.asked} requests"
        return Outcome({}, False, 0, 0, (), why=f"{proved}: too few others are left to learn from")
    return search(name, ours.cases, replies[name], aim)


def _by_value(outcome: Outcome) -> Json:
    """What each value of a record can be certified for by itself."""
    return {
        name: {"certified": False, "why_not": row}
        if isinstance(row, str)
        else {"certified": True, "coverage": row.coverage, "statement": row.statement}
        for name, row in outcome.by_value.items()
    }


def _reply(found: Found, order: Order) -> Reply:
    """What answers are made of; where the gold values are others, what gold is made of."""
    assert found.group is not None
    if order.reference == "gold" and found.gold is not None:
        return found.gold.reply
    return found.group.reply


def _row(found: Found, group: Group | None, outcome: Outcome | None, folder: Path, left: float) -> dict[str, Json]:
    """A group in the manifest. ``left``: the delta that re-certifications may still spend."""
    row: dict[str, Json] = {"group": group.to_json() if group else None, "shape": found.shape.to_json(), "stages": []}
    if outcome is None or outcome.certificate is None or outcome.gate is None:
        return row | {"why": outcome.why if outcome else "none of its requests has an answer"}
    row["curve"] = [list(point) for point in outcome.curve]
    row["gate"] = store.save_parts(folder, "gate", outcome.gate.parts())
    row["usual"] = store.save_parts(folder, "usual", usual(outcome.usual))
    row["left"], row["until"] = left, outcome.until
    values = {}
    for name, voice in outcome.voices.items():
        scale = voice.scale and {"at": list(voice.scale.at), "share": list(voice.scale.share)}
        artefact = store.save(folder, voice.predictor)
        values[name] = {
            "kind": voice.kind, "artefact": artefact, "scale": scale, "unserved": sorted(voice.unserved)
        }  # fmt: skip
    row["stages"] = [{"values": values, "certificate": outcome.certificate.to_json()}]
    return row


def usual(confidences: Sequence[float]) -> Parts:
    import numpy as np

    return Parts({"version": 1}, {"confidences": np.array(confidences, np.float64)})


def _artefacts(row: Mapping[str, Json]) -> list[str]:
    named = [row[key] for key in ("gate", "usual") if key in row]
    return named + [voice["artefact"] for stage in row["stages"] for voice in stage["values"].values()]
