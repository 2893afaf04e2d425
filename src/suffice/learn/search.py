"""The search of one group: which kind of predictor for each value, or why none.

Kinds are fitted on the train part, cheapest first, and compared on the select part; the first whose coverage is within
``SLACK`` of the best, and whose errors are hardly more, is chosen: nothing dear answers what something cheap can. The
certify part is not looked at here: ``conclude`` does that, once, when it is known among how many groups delta has to be
shared.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from hashlib import blake2b
from math import ceil
from time import process_time

from suffice import plugins
from suffice.learn.learner import Example, Learner, Unfit
from suffice.learn.splits import SHARES, Row, split
from suffice.learn.thresholds import Marked, count, grid, tail
from suffice.learned import gate as gates
from suffice.learned.certificate import Certificate
from suffice.learned.gate import Gate
from suffice.learned.kinds.lookup import fingerprint
from suffice.learned.predictor import Fields, Predictor
from suffice.learned.reply import Reply
from suffice.learned.tier import Joint, Scale, Voice, joints

SLACK = 0.02  # of coverage, for a cheaper kind
NAMES = tuple(SHARES)
LEAST = 40  # distinct requests below which nothing is tried
LEAST_EXAMPLES = 13  # to learn from: a program that has to fit a handful keeps their words
ENOUGH = 0.98  # coverage at which no dearer kind is tried
FINE = 0.2  # of the errors that the target allows: so much less accurate may a cheaper kind be
SPENT = 0.02  # the delta of a group, as far as it can be foreseen


UNSAID = "\0"  # a value of a reference that is not made of such values: no answer agrees with it


@dataclass(frozen=True, slots=True)
class Case:
    """One logged request of a group: its slots, and the values of the reference, all ``UNSAID`` where it says others.

    Such requests will come when it is served as well: they are not learned from, and every answer to them is an error.
    """

    fields: Fields
    values: Mapping[str, str]
    time: float | None = None
    user: str | None = None
    id: str = ""


@dataclass(frozen=True, slots=True)
class Aim:
    """What is asked of a group, but for delta. ``floor``: labels that are right less often are left to others.
    ``by_user``: one request of each user certifies."""

    target: float
    reference: str
    floor: float | None = None
    seconds: float = 60.0
    seed: int = 0
    by_user: bool = False


@dataclass(frozen=True, slots=True)
class Tried:
    """How one kind did for one value on the select part."""

    value: str
    kind: str
    coverage: float | None
    accuracy: float | None
    cpu_s: float
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a group's search came to. ``certificate`` is None where the big model is kept, and ``why`` says why."""

    sizes: Mapping[str, int]
    ordered: bool
    repeats: int
    contradictions: int
    tried: Sequence[Tried]
    gate: Gate | None = None
    voices: Mapping[str, Voice] = field(default_factory=dict)  # their artefacts have no names yet
    certificate: Certificate | None = None
    usual: Sequence[float] = ()  # sorted confidences of the certify and audit parts
    curve: Sequence[tuple[float, float]] = ()  # target, coverage as the select part promises it
    disagreeing: Sequence[str] = ()  # ids of logged requests whose reference is not what would be served
    until: float | None = None  # the last time of what taught, chose or certified; seconds since 1970
    by_value: Mapping[str, Certificate | str] = field(default_factory=dict)  # of a record; or why not
    why: str | None = None


def learners(output: str) -> list[tuple[str, Learner]]:
    """The kinds that can learn this type of value, cheapest first."""
    from pathlib import Path

    found = []
    for path in sorted((Path(__file__).parent / "kinds").glob("*.py")):
        if path.stem != "__init__":
            kind: type[Learner] = plugins.only(Learner, plugins.load(f"suffice.learn.kinds.{path.stem}"))
            learner = kind()  # pyright: ignore[reportAbstractUsage]  # what it finds is concrete
            if output in learner.outputs:
                found.append((path.stem, learner))
    return sorted(found, key=lambda pair: pair[1].rank)


@dataclass(frozen=True, slots=True)
class Candidate:
    """What was chosen for a group without a look at its certify and audit parts. ``hope``: its coverage at the target
    on the select part, of all values together."""

    group: str
    pools: Mapping[str, Sequence[Case]]
    outcome: Outcome
    gate: Gate
    voices: Mapping[str, Voice]
    reply: Reply
    aim: Aim
    hope: float


def search(group: str, cases: Sequence[Case], reply: Reply, aim: Aim) -> Candidate | Outcome:
    """The cases are those that fit the shape and have a reference."""
    distinct, contradictions = distinct_cases(cases, aim.seed)
    parts = split([Row(case.user or fingerprint(case.fields), case.time) for case in distinct], aim.seed)
    pools = {name: [distinct[index] for index in getattr(parts, name)] for name in NAMES}
    sizes = {name: len(pool) for name, pool in pools.items()}
    tried: list[Tried] = []
    until = last_time([case for name in ("train", "select", "certify") for case in pools[name]])
    outcome = Outcome(sizes, parts.ordered, len(cases) - len(distinct), contradictions, tried, until=until)
    if len(distinct) < LEAST:
        few = f"not enough data: {len(distinct)} distinct requests with an answer, fewer than {LEAST}"
        return replace(outcome, why=few)
    if all(len({case.values[name] for case in distinct} - {UNSAID}) <= 1 for name in reply.names):
        return replace(outcome, why="every logged answer is the same: nothing shows what another request would need")
    train, select = pools["train"], pools["select"]
    gate = gates.fitted(
        [case.fields for case in train], [case.user for case in train], [case.fields for case in select]
    )
    voices: dict[str, Voice] = {}
    for name in reply.names:
        best = _best(name, pools, gate, reply, aim, tried)
        if best is None:
            return replace(outcome, why=f"no solver found for {name}: " + "; ".join(_reasons(tried, name)))
        voices[name] = Voice(best[0], "", *_judged(name, best[1], select, reply, aim))
    hope, accuracy = promising(marked(select, told(select, voices, gate), reply), aim.target)
    if hope <= 0 and len(voices) == 1:
        kind = next(iter(voices.values())).kind
        unable = (
            f"the best solver, {kind}, is right in {accuracy:.0%}, and not even where it is surest in {aim.target:.4g}"
        )
        return replace(outcome, why=unable)
    return Candidate(group, pools, outcome, gate, voices, reply, aim, hope)


def _best(name, pools, gate, reply, aim, tried: list[Tried]) -> tuple[Predictor, list[Joint | None]] | None:
    """The cheapest predictor whose coverage on the select part is near the best, and what it guessed there."""
    train = [
        Example(case.fields, case.values[name], case.user) for case in pools["train"] if case.values[name] != UNSAID
    ]
    if len(train) < LEAST_EXAMPLES:
        tried.append(Tried(name, "all", None, None, 0.0, f"{len(train)} examples to learn from are too few"))
        return None
    output = reply.part(name).output
    target = aim.target ** (1 / len(reply.names))  # of each value of a record, so that the record can reach its own
    found: list[tuple[tuple[float, float, float], Predictor, list[Joint | None]]] = []
    began = process_time()
    for kind, learner in learners(output):
        if process_time() - began > aim.seconds:
            tried.append(Tried(name, kind, None, None, 0.0, "no time was left"))
            continue
        started = process_time()
        fitted = learner.fit(train, output, seed=aim.seed, seconds=aim.seconds - (started - began))
        spent = round(process_time() - started, 3)
        if isinstance(fitted, Unfit):
            tried.append(Tried(name, kind, None, None, spent, fitted.reason))
            continue
        guessed = told(pools["select"], {name: Voice(fitted, "")}, gate)
        marks = marked(pools["select"], guessed, reply)
        coverage, accuracy = promising(marks, target)
        tried.append(Tried(name, kind, coverage, accuracy, spent))
        hope = hoped(marks, target, len(pools["certify"]))
        found.append(((hope, coverage, accuracy), fitted, guessed))
        if hope >= ENOUGH and accuracy >= 1 - FINE * (1 - target):
            break
    if not found:
        return None
    for measure in range(2):
        most = max(row[0][measure] for row in found)
        near = [row for row in found if row[0][measure] >= most - SLACK]
        accurate = max(row[0][2] for row in near) - FINE * (1 - target)
        if most > 0:
            return next(row[1:] for row in near if row[0][2] >= accurate)
    return max(found, key=lambda row: row[0])[1:]  # the most accurate one, for the certificate to refuse or not


def promising(marks: Sequence[Marked], target: float) -> tuple[float, float]:
    """The largest coverage at which the share of right answers is the target, and the accuracy of all guesses."""
    best = 0.0
    for threshold in grid(marks):
        served, errors = count(marks, threshold)
        if errors <= (1 - target) * served:
            best = served / len(marks)
    guessed = [mark.right for mark in marks if mark.confidence is not None]
    return best, (sum(guessed) / len(guessed) if guessed else 0.0)


def hoped(marks: Sequence[Marked], target: float, sample: int) -> float:
    """The largest coverage that a certify part of ``sample`` requests would certify if it were like this part."""
    best, scale = 0.0, sample / len(marks) if marks else 0.0
    for threshold in grid(marks):
        served, errors = count(marks, threshold)
        if tail(ceil(errors * scale), int(served * scale), 1 - target) <= SPENT:
            best = served / len(marks)
    return best


def _judged(name, told, select, reply, aim) -> tuple[Scale | None, frozenset[str]]:
    """The scale of its confidence, where several values have to compare, and the labels below the floor."""
    rows = [
        (guess.confidence, guess.values[name], _right(name, guess.values[name], case, reply))
        for guess, case in zip(told, select, strict=True)
        if guess is not None
    ]
    unserved = frozenset()
    if aim.floor is not None:
        by_label: dict[str, list[bool]] = defaultdict(list)
        for _, label, right in rows:
            by_label[label].append(right)
        unserved = frozenset(label for label, seen in by_label.items() if sum(seen) < aim.floor * len(seen))
    return (_scale([(confidence, right) for confidence, _, right in rows]) if len(reply.names) > 1 else None), unserved


def _scale(rows: Sequence[tuple[float, bool]]) -> Scale:
    from sklearn.isotonic import IsotonicRegression

    if len({confidence for confidence, _ in rows}) < 2:
        return Scale((0.0,), (sum(right for _, right in rows) / len(rows) if rows else 0.0,))
    fitted = IsotonicRegression(y_min=0.0, y_max=1.0, out_of_bounds="clip").fit(*zip(*rows, strict=True))
    at, share = fitted.X_thresholds_.tolist(), fitted.y_thresholds_.tolist()
    # a slight slope, so that the more confident of two equals stays the more confident
    return Scale(tuple(at), tuple(level * 0.999 + 0.001 * number / len(at) for number, level in enumerate(share)))


def told(pool: Sequence[Case], voices: Mapping[str, Voice], gate: Gate) -> list[Joint | None]:
    """What is guessed for each case; None also where the gate is shut."""
    through = [place for place, case in enumerate(pool) if gate.shut(case.fields) is None]
    found: list[Joint | None] = [None] * len(pool)
    for place, guess in zip(through, joints(voices, [pool[place].fields for place in through]), strict=True):
        found[place] = guess
    return found


def marked(pool: Sequence[Case], told: Sequence[Joint | None], reply: Reply) -> list[Marked]:
    marks = []
    for case, guess in zip(pool, told, strict=True):
        if guess is None or any(reply.said(name, value) is None for name, value in guess.values.items()):
            marks.append(Marked(None, False))
        else:
            right = all(_right(name, value, case, reply) for name, value in guess.values.items())
            marks.append(Marked(guess.confidence, right))
    return marks


def _right(name: str, value: str, case: Case, reply: Reply) -> bool:
    said, wanted = reply.said(name, value), case.values[name]
    return said is not None and wanted != UNSAID and reply.same(name, said, wanted)


def distinct_cases(cases: Sequence[Case], seed: int = 0) -> tuple[list[Case], int]:
    """One of the cases of each distinct request, and how many requests were answered in more than one way.

    Any of its answers, drawn without a look at them, neither the most frequent nor the first: what a reference would
    say once more is what has to be met, and a log may begin with its better days.
    """
    seen: dict[str, list[Case]] = {}
    for case in cases:
        seen.setdefault(fingerprint(case.fields), []).append(case)
    contradicted = sum(any(one.values != several[0].values for one in several) for several in seen.values())
    return [several[_drawn(key, seed, len(several))] for key, several in seen.items()], contradicted


def _drawn(key: str, seed: int, of: int) -> int:
    return int.from_bytes(blake2b(f"{seed}\x00{key}".encode(), digest_size=8).digest(), "big") % of


def last_time(cases: Sequence[Case]) -> float | None:
    return max((case.time for case in cases if case.time is not None), default=None)


def _reasons(tried: Sequence[Tried], name: str) -> list[str]:
    return [f"{row.kind}: {row.reason}" for row in tried if row.value == name and row.reason]
