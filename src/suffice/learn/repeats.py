"""Requests that are sent again word for word: the answers to them are remembered, and certified apart.

The parts of a log hold each request once, so that no part knows another's; what is remembered could never show there.
Here each request that came at least twice is one trial: what was answered to it before, against its last answer. The
certificate counts such requests, each once, however often it came.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from suffice.learn.cases import UNSAID, Case, drawn
from suffice.learn.conclude import counted, users, window
from suffice.learn.judging import hoped, right
from suffice.learn.search import Aim, Candidate, Outcome
from suffice.learn.splits import Row, split
from suffice.learn.thresholds import Failed, Marked, certify, count
from suffice.learned.certificate import Certificate
from suffice.learned.kinds.lookup import Lookup, verbatim
from suffice.learned.reply import Reply
from suffice.learned.tier import Voice

LEAST_TIMES = 2  # that a request comes, from as many users where they are known
MOST = 50_000  # requests that are remembered


@dataclass(frozen=True, slots=True)
class Trial:
    """A request that came again: what was answered before, with the share of its earlier answers that agree, and the
    case that came last. ``private``: only one user was told that, and the request does not hold it."""

    key: str
    values: Mapping[str, str]
    share: float
    last: Case
    rows: int
    private: bool = False


@dataclass(frozen=True, slots=True)
class Repeats:
    """Of one group. ``requests``: how many came again; ``share``: of the logged ones, those that repeat another.

    ``hopeful``: a certificate may be had. ``why``: why there is none.
    """

    group: str
    aim: Aim
    voices: Mapping[str, Voice]  # their artefacts have no names yet
    trials: Mapping[str, Sequence[Trial]]  # of each part
    marks: Mapping[str, Sequence[Marked]]
    requests: int
    share: float
    hopeful: bool
    certificate: Certificate | None = None
    why: str | None = None


def repeats(group: str, cases: Sequence[Case], reply: Reply, aim: Aim) -> Repeats | None:
    """None where hardly any request came again."""
    found = trials(cases, aim.seed)[:MOST]
    if len(found) < LEAST_TIMES:
        return None
    parts = split([Row(one.key) for one in found], aim.seed)
    places = {"select": (*parts.train, *parts.select), "certify": parts.certify, "audit": parts.audit}
    pools = {name: [found[place] for place in sorted(numbers)] for name, numbers in places.items()}
    marks = {name: [_marked(one, reply) for one in pool] for name, pool in pools.items()}
    share = sum(one.rows - 1 for one in found) / len(cases)
    hope = hoped(marks["select"], aim.target, len(marks["certify"]))
    why = None if hope > 0 else f"{len(found)} requests came again: too few, or answered differently too often"
    return Repeats(group, aim, _voices(found, reply), pools, marks, len(found), share, hope > 0, why=why)


def trials(cases: Sequence[Case], seed: int = 0) -> list[Trial]:
    """In the order of the log. Where it has no times, any of a request's answers is the last."""
    seen: dict[str, list[Case]] = {}
    for case in cases:
        seen.setdefault(verbatim(case.fields), []).append(case)
    named = any(case.user is not None for case in cases)
    told: defaultdict[tuple[str, str], set[str | None]] = defaultdict(set)
    for case in cases if named else ():
        for pair in case.values.items():
            told[pair].add(case.user)
    found = []
    for key, several in seen.items():
        if len(several) < LEAST_TIMES or (named and len({case.user for case in several} - {None}) < LEAST_TIMES):
            continue
        if all(case.time is not None for case in several):
            last = max(range(len(several)), key=lambda place: (several[place].time or 0.0, place))
        else:
            last = drawn(key, seed, len(several))
        before = [tuple(case.values.items()) for place, case in enumerate(several) if place != last]
        said = Counter(values for values in before if UNSAID not in dict(values).values())
        if said:
            values, times = min(said.items(), key=lambda pair: (-pair[1], pair[0]))
            share = round(times / len(before) - 1 / (1 + len(before)), 6)
            held = " ".join(several[last].fields.values())
            private = named and any(len(told[one] - {None}) < LEAST_TIMES and one[1] not in held for one in values)
            found.append(Trial(key, dict(values), share, several[last], len(several), private))
    return found


def concluded(one: Repeats, delta: float) -> Repeats:
    """Spends ``delta``."""
    pools = {name: [trial.last for trial in some] for name, some in one.trials.items()}
    kept, audit = (
        counted(pools[name], one.marks[name], one.aim.by_user, one.aim.seed) for name in ("certify", "audit")
    )
    passed = certify(one.marks["select"], kept, one.aim.target, delta)
    if isinstance(passed, Failed):
        return replace(one, why=passed.reason)
    served, errors = count(audit, passed.threshold)
    certificate = Certificate(
        one.group, one.aim.reference, one.aim.target, delta, passed.threshold, len(kept),
        passed.served, passed.errors, passed.starts, len(audit), served, errors, window(pools["certify"]),
        users(pools["certify"]), one.aim.by_user, repeats=True,
    )  # fmt: skip
    return replace(one, certificate=certificate)


def without(one: Candidate, again: Repeats) -> Candidate:
    """What is judged where these are remembered: the requests that are left to the other solvers."""
    if again.certificate is None:
        return one
    sure = again.certificate.threshold
    asked = {
        trial.key
        for name, some in again.trials.items()
        for trial, mark in zip(some, again.marks[name], strict=True)
        if not trial.private and mark.confidence is not None and mark.confidence >= sure
    }
    left = {
        name: pool if name == "train" else [case for case in pool if verbatim(case.fields) not in asked]
        for name, pool in one.pools.items()
    }
    return replace(one, pools=left)


def remembered_alone(outcome: Outcome, again: Repeats, whole: Candidate, left: Candidate) -> Outcome:
    """Says in plain words where nothing else was certified because nearly all that could certify it is remembered."""
    before, rest = len(whole.pools["certify"]), len(left.pools["certify"])
    if again.certificate is None or outcome.certificate is not None or 2 * rest > before:
        return outcome
    return replace(outcome, why=(
        f"memory alone is certified, because most requests repeat others: {again.share:.0%} of the rows do, and of the "
        f"{before} distinct requests that could certify another solver, {rest} are not remembered; log more requests "
        f"that nobody has sent before ({outcome.why})"
    ))  # fmt: skip


def _marked(one: Trial, reply: Reply) -> Marked:
    sayable = all(reply.said(name, value) is not None for name, value in one.values.items())
    agrees = all(right(name, value, one.last, reply) for name, value in one.values.items())
    return Marked(one.share ** len(one.values) if sayable else None, agrees)


def _voices(found: Sequence[Trial], reply: Reply) -> dict[str, Voice]:
    """What one user alone was told is kept nowhere. It is judged with the others all the same: where answers that
    nobody else was given are left out, those that stay agree with the next one the more, never the less."""
    voices = {}
    found = [one for one in found if not one.private]
    for name in reply.names:
        values = sorted({one.values[name] for one in found})
        place = {value: number for number, value in enumerate(values)}
        answers = {one.key: (place[one.values[name]], one.share) for one in sorted(found, key=lambda one: one.key)}
        voices[name] = Voice(Lookup(values, answers), "")
    return voices
