"""From logs to a folder of solvers: groups are found, each is searched, what is certified is stored in its manifest."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from time import process_time

from suffice import __version__
from suffice.errors import UsageError
from suffice.learn import groups, rows
from suffice.learn.conclude import conclude
from suffice.learn.exact import Ask
from suffice.learn.gathering import Gathered, gather
from suffice.learn.groups import Findings, Found, Step
from suffice.learn.logs import Logs
from suffice.learn.public import public
from suffice.learn.repeats import Repeats, concluded, remembered_alone, repeats, without
from suffice.learn.search import LEAST, Aim, Candidate, Outcome, search
from suffice.learn.spending import wrote
from suffice.learn.studied import Order, Studied, Study
from suffice.learn.templates.mine import Mined, mine
from suffice.learn.unfinished import Unfinished, digest
from suffice.learn.writing import STRANGERS, Writer
from suffice.learned import approved, store, tier
from suffice.learned.group import Group
from suffice.learned.reply import Reply
from suffice.records import Json

FIRST_SHARE = 0.8  # of delta that the first certificate spends; re-certifications spend half of what is left
_SECONDS = 600.0  # of CPU for one group, where nothing was said

Tell = Callable[[str], None]


@dataclass(slots=True)
class _Work:
    """What is known of the groups so far, by the ids of their shapes."""

    order: Order
    findings: Findings
    unfinished: Unfinished
    tell: Tell
    began: float
    replies: dict[str, Reply]
    gathered: dict[str, Gathered]
    write: Callable[[str], str] | None = None
    mined: dict[str, Mined | None] = field(default_factory=dict)

    def told(self, what: str, found: Found, requests: int) -> None:
        number = self.findings.groups.index(found) + 1
        self.tell(f"{what}: group {number} of {len(self.findings.groups)}, {found.shape.id}, {requests} requests")


def study(
    logs: Logs,
    folder: Path,
    order: Order,
    step: Step,
    tell: Tell,
    ask: Ask | None = None,
    write: Callable[[str], str] | None = None,
) -> Study:
    """Learn from ``logs`` and write SOLVERS. ``tell``: a line for each group as it is begun. ``ask``: the exact
    engines, whose requests are left out. ``write``: the reply of the order's program model to a prompt.

    The manifest is written last, so that a study which was stopped leaves the old one in force; the same study goes on
    from the groups that were done. Raises UsageError.
    """
    store.make_folder(folder)  # before the work, not after it
    with store.alone(folder):
        return _study(logs, folder, order, step, tell, ask, write)


def _study(
    logs: Logs,
    folder: Path,
    order: Order,
    step: Step,
    tell: Tell,
    ask: Ask | None,
    write: Callable[[str], str] | None,
) -> Study:
    began = process_time()
    before = earlier(folder)
    contents = logs.contents()
    unfinished = Unfinished(folder, contents, {**asdict(order), "seconds": None})
    findings = groups.find(logs, step, unfinished.look(logs))
    replies = {found.shape.id: _reply(found, order) for found in findings.groups if found.group is not None}
    gathered = gather(logs, findings, replies, order.reference, step, ask)
    work = _Work(order, findings, unfinished, tell, began, replies, gathered, write)
    for found in findings.groups:
        work.mined[found.shape.id] = _mined(work, found)
    for found in findings.groups:
        if (name := found.shape.id) in replies:
            replies[name], gathered[name].cases = public(replies[name], gathered[name].cases, found.options)
    studied, written = _concluded(work, folder)
    studies = 1 + (int(before.get("studies", 1)) if set(before.get("logs", ())) & set(contents) else 0)
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
        "groups": written,
        "templates": approved.carried_over(folder, _templates(folder, work.mined)),
    }
    pin = store.write_manifest(folder, manifest)
    made = Study(order, findings, tuple(studied), pin, process_time() - began, studies)
    if not made.late:
        unfinished.done()
    return made


def _concluded(work: _Work, folder: Path) -> tuple[list[Studied], list[rows.Row]]:
    """Every group is searched, then those of whom there is hope share delta."""
    searched = [_searched(work, found) for found in work.findings.groups]
    again = [_again(work, found) for found in work.findings.groups]
    hopeful = sum(isinstance(one, Candidate) for one in searched)
    hopeful += sum(one is not None and one.hopeful for one in again)
    share = work.order.delta / max(hopeful, 1)  # of each that will be certified; others cost nothing
    studied, written = [], []
    for found, one, repeated in zip(work.findings.groups, searched, again, strict=True):
        name = found.shape.id
        if repeated is not None and repeated.hopeful:
            repeated = concluded(repeated, FIRST_SHARE * share)
        left = without(one, repeated) if isinstance(one, Candidate) and repeated is not None else one
        outcome = conclude(left, FIRST_SHARE * share) if isinstance(left, Candidate) else left
        if isinstance(one, Candidate) and isinstance(left, Candidate) and outcome is not None and repeated is not None:
            outcome = remembered_alone(outcome, repeated, one, left)
        group = None if found.group is None else Group.of(found.shape, work.replies[name])
        ours = work.gathered[name]
        row = rows.row(found, group, outcome, repeated, folder, (1 - FIRST_SHARE) * share)
        row |= {"logged": ours.logged(), "exact": ours.exact and ours.exact.to_json(), "wrote": wrote(found.census)}
        part = found.census.rows / max(work.findings.rows, 1)
        why, size = outcome.why if outcome else row["why"], rows.size(folder, row)
        studied.append(Studied(group, found, part, ours, outcome, why, size, work.mined[name], repeated))
        written.append(row)
    return studied, written


def earlier(folder: Path) -> Mapping[str, Json]:
    """The manifest that stands there, if there is one. Raises UsageError where it cannot be read: what it says of
    earlier studies and of approved templates would be lost."""
    if not (folder / store.MANIFEST).exists():
        return {}
    try:
        manifest = store.read_manifest(folder)
        tier.shelf(folder, manifest)
    except UsageError as error:
        raise UsageError(f"{error}; this is not written over: move {folder} away, or name another folder") from None
    return manifest.body


def _mined(work: _Work, found: Found) -> Mined | None:
    """The template behind a group's answers; None where nothing was answered."""
    name = found.shape.id
    requests = work.gathered[name].requests
    if not requests:
        return None
    state = f"{name}-{digest(requests)}"
    made = work.unfinished.mined(state)
    if made is None:
        work.told("templates", found, len(requests))
        made = mine(f"mined-{name}", found.shape, requests, work.order.seed)
        work.unfinished.keep_mined(state, made)
    return made


def _templates(folder: Path, mined: Mapping[str, Mined | None]) -> list[dict[str, Json]]:
    """Writes the files of what is proposed; the manifest's rows."""
    return [
        {**one.to_json(), "sha256": approved.put(folder, one.name, one.text), "group": group}
        for group, one in mined.items()
        if one is not None and one.text is not None
    ]


def _searched(work: _Work, found: Found) -> Candidate | Outcome | None:
    """What is chosen for a group; None where nothing was answered."""
    if found.group is None:
        return None
    name, ours = found.shape.id, work.gathered[found.shape.id]
    if ours.exact is not None and ours.exact.answered and len(ours.cases) < LEAST:
        proved = f"the exact engines prove {ours.exact.answered} of {ours.exact.asked} requests"
        return Outcome({}, False, 0, 0, (), why=f"{proved}: too few others are left to learn from")
    state = f"{name}-{digest([*ours.cases, work.replies[name]])}"
    known = work.unfinished.chosen(state)
    if known is None:
        work.told("solvers", found, len(ours.cases))
    return search(
        name,
        ours.cases,
        work.replies[name],
        _aim(work, found),
        known,
        lambda chosen: work.unfinished.keep_chosen(state, chosen),
    )


def _again(work: _Work, found: Found) -> Repeats | None:
    if found.group is None:
        return None
    name = found.shape.id
    return repeats(name, work.gathered[name].cases, work.replies[name], _aim(work, found))


def _aim(work: _Work, found: Found) -> Aim:
    order, seconds = work.order, _SECONDS
    if order.seconds is not None:
        others = len(work.findings.groups) - work.findings.groups.index(found)
        seconds = max(0.0, (order.seconds - (process_time() - work.began)) / others)
    reference = "gold" if order.reference == "gold" else f"answers of {work.gathered[found.shape.id].names()}"
    return Aim(order.target, reference, order.floor, seconds, order.seed, order.by_user, _writer(work, found))


def _writer(work: _Work, found: Found) -> Writer | None:
    """The program model, and requests of other groups that its programs have to refuse."""
    name = work.order.program_model
    if name is None or work.write is None:
        return None
    others = [other.sample[: STRANGERS // 4] for other in work.findings.groups if other is not found]
    return Writer(name, work.write, ["\n".join(fields.values()) for some in others for _, fields in some][:STRANGERS])


def _reply(found: Found, order: Order) -> Reply:
    """What answers are made of; where the gold values are others, what gold is made of."""
    assert found.group is not None
    if order.reference == "gold" and found.gold is not None:
        return found.gold.reply
    return found.group.reply
