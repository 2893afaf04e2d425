"""Certifies solvers again on newer logs, with the part of delta that is left; what no longer holds is taken out.

Nothing is learned: the predictors, the gate and the shapes stay. The threshold is chosen and certified anew, on
requests of the days after all that taught, chose or certified, where these had times; else whoever calls says that the
log is new.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from suffice.errors import UsageError
from suffice.learn.cases import UNSAID, Case, distinct_cases, last_time, unsettled
from suffice.learn.cases import again as came_again
from suffice.learn.conclude import confidences, counted, day, users, window
from suffice.learn.exact import Ask
from suffice.learn.groups import Step
from suffice.learn.judging import marked, told
from suffice.learn.logs import Logs
from suffice.learn.rows import marks_of, usual
from suffice.learn.splits import Row, split
from suffice.learn.thresholds import Failed, Marked, certify
from suffice.learned import store
from suffice.learned.certificate import Certificate
from suffice.learned.fitting import Fitting
from suffice.learned.gate import Gate
from suffice.learned.kinds.lookup import fingerprint
from suffice.learned.shape import Shape
from suffice.learned.tier import Served, Stage, shelf
from suffice.records import Json, Task

SHARE = 0.5  # of the delta that is left


@dataclass(frozen=True, slots=True)
class Renewed:
    """What became of one group: a new certificate, or why it is out. ``left``: delta for the next time."""

    group: str
    before: Certificate
    after: Certificate | None
    why: str | None
    left: float

    def to_json(self) -> Json:
        return {
            "group": self.group,
            "certified": self.after is not None,
            "coverage": self.after.coverage if self.after else 0.0,
            "coverage_before": self.before.coverage,
            "statement": self.after.statement if self.after else None,
            "why_not": self.why,
            "delta_left": self.left,
        }


def again(folder: Path, logs: Logs, step: Step, ask: Ask) -> tuple[list[Renewed], str]:
    """The groups, and the new manifest's hash. ``ask``: the exact engines; what they prove is left out once more.

    The manifest is replaced at the end, whole. Raises UsageError.
    """
    with store.alone(folder):
        return _again(folder, logs, step, ask)


def _again(folder: Path, logs: Logs, step: Step, ask: Ask) -> tuple[list[Renewed], str]:
    read = store.read_manifest(folder)
    manifest, there = read.body, shelf(folder, read)
    if not there.served:
        raise UsageError(f"{folder} serves no group: there is nothing to certify again")
    known, contents = set(manifest.get("logs", ())), logs.contents()
    for path, content in zip(logs.paths, contents, strict=True):
        if content in known:
            raise UsageError(f"{path} is a log that these solvers were learned from: certify on newer ones")
    asked = {Shape.from_json(row["shape"]).id for row in manifest["groups"] if (row.get("exact") or {}).get("answered")}
    until = {Shape.from_json(row["shape"]).id: _until(row) for row in manifest["groups"] if row["stages"]}
    cases = _cases(logs, there.served, until, Fitting(there.shapes), manifest["reference"], step)
    new = {name: [one for one, task in some if name not in asked or ask(task) is None] for name, some in cases.items()}
    if not any(new.values()):
        last = max((day for day in until.values() if day), default=None)
        raise UsageError(
            "the logs hold no request of these groups with a reference"
            + (f" from after {last}" if last else "")
            + ": name newer logs; the solvers were left as they are"
        )
    renewed, rows = [], []
    for row in manifest["groups"]:
        served = there.served.get(Shape.from_json(row["shape"]).id) if row["stages"] else None
        if served is not None:
            found, row = _renewed(folder, served, row, new[served.group.shape.id])
            renewed += found
        rows.append(row)
    return renewed, store.write_manifest(folder, {**manifest, "groups": rows})


def _until(row: Mapping[str, Json]) -> str | None:
    """The last day that is no longer new, where times were known."""
    days = [day(row["until"])] if row.get("until") is not None else []
    return max(days + [stage["certificate"]["window"][1] for stage in row["stages"] if stage["certificate"]["window"]],
               default=None)  # fmt: skip


def _cases(
    logs: Logs,
    served: Mapping[str, Served],
    until: Mapping[str, str | None],
    fitting: Fitting,
    reference: str,
    step: Step,
) -> dict[str, list[tuple[Case, Task]]]:
    """The requests of each served group that have a reference, and as they came. Where a last day is known, only those
    that say that they came later."""
    cases: dict[str, list[tuple[Case, Task]]] = {name: [] for name in served}
    for number, logged in enumerate(logs):
        step("reading", number + 1, logged)
        cut = fitting.find(logged.task)
        if cut is None or cut[0].id not in served:
            continue
        one, text = served[cut[0].id], logged.gold if reference == "gold" else logged.answer
        known = until[cut[0].id]
        if text is None or (known and (logged.time is None or day(logged.time) <= known)):
            continue
        values = one.group.reply.values(text) or dict.fromkeys(one.group.reply.names, UNSAID)
        cases[cut[0].id].append((Case(cut[1], values, logged.time, logged.user), logged.task))
    return cases


def _renewed(folder: Path, served: Served, row: Mapping[str, Json], found: list[Case]) -> tuple[list[Renewed], Mapping]:
    """Each stage on the requests that are its own; what no longer holds is out."""
    left, cases = float(row["left"]), distinct_cases(found)[0]
    doubtful = served.unsettled | unsettled(came_again(found), served.stages[0].certificate.target)
    spent = left * SHARE / len(served.stages)
    changed = {**row, "left": left - spent * len(served.stages), "until": last_time(cases), "stages": []}
    renewed: list[Renewed] = []
    for place, stage in enumerate(served.stages):
        before = stage.certificate
        own = [case for case in cases if stage.guess(case.fields) is not None] if before.repeats else cases
        after, confident = _certified(served, stage, own, spent)
        if before.repeats and isinstance(after, Certificate):  # what it is not sure of is left to the next stage
            marks = _marks(served, stage, cases)
            cases = [case for case, sure in zip(cases, marks, strict=True)
                     if sure.confidence is None or sure.confidence < after.threshold]  # fmt: skip
        if isinstance(after, Failed):
            why = f"certified until {before.window[1] if before.window else 'now'}, no longer: {after.reason}"
            renewed.append(Renewed(served.group.id, before, None, why, changed["left"]))
            changed |= {} if before.repeats else {"why": why, "usual": store.save_parts(folder, "usual", usual(()))}
            continue
        renewed.append(Renewed(served.group.id, before, after, None, changed["left"]))
        changed["stages"] = [*changed["stages"], {**row["stages"][place], "certificate": after.to_json()}]
        if not before.repeats:
            changed["usual"] = store.save_parts(folder, "usual", usual(confident))
    if doubtful and not all(stage["certificate"]["repeats"] for stage in changed["stages"]):
        changed["unsettled"] = store.save_parts(folder, "unsettled", marks_of(doubtful))
    if not changed["stages"]:
        out = {key: value for key, value in changed.items() if key not in ("gate", "usual")}
        return renewed, {"why": renewed[-1].why} | out
    return renewed, changed


def _marks(served: Served, stage: Stage, pool: list[Case]) -> list[Marked]:
    """As they would be served: nothing is said to what the logs have answered in several ways."""
    gate = Gate.open() if stage.certificate.repeats else served.gate
    marks = marked(pool, told(pool, stage.voices, gate), served.group.reply)
    return [mark if served.settled(case.fields, stage) else Marked(None, False)
            for case, mark in zip(pool, marks, strict=True)]  # fmt: skip


def _certified(
    served: Served, stage: Stage, cases: list[Case], delta: float
) -> tuple[Certificate | Failed, list[float]]:
    """Its new certificate, and the sorted confidences of what certified it."""
    parts = split([Row(case.user or fingerprint(case.fields), case.time) for case in cases])
    select = [cases[place] for place in parts.select]
    test = [cases[place] for place in (*parts.train, *parts.certify, *parts.audit)]
    chosen, marks = (_marks(served, stage, pool) for pool in (select, test))
    before = stage.certificate
    kept = counted(test, marks, before.by_user)
    outcome = certify(chosen, kept, before.target, delta)
    if isinstance(outcome, Failed):
        return outcome, []
    after = Certificate(
        before.group, before.reference, before.target, delta, outcome.threshold, len(kept), outcome.served,
        outcome.errors, outcome.starts, window=window(test), users=users(test), by_user=before.by_user,
        repeats=before.repeats,
    )  # fmt: skip
    return after, confidences(marks)
