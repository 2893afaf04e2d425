"""The search of one group: which kind of predictor for each value, or why none.

Kinds are fitted on the train part, cheapest first, and compared on the select part; the first whose coverage is within
``SLACK`` of the best, and whose errors are hardly more, is chosen: nothing dear answers what something cheap can. The
certify part is not looked at here: ``conclude`` does that, once, when it is known among how many groups delta has to be
shared.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from time import process_time
from typing import NamedTuple

from suffice import plugins
from suffice.learn.cases import UNSAID, Again, Case, again, distinct_cases, last_time, unsettled
from suffice.learn.judging import hoped, marked, promising, right, told
from suffice.learn.learner import Example, Learner, Unfit
from suffice.learn.splits import SHARES, Row, split
from suffice.learn.writing import Writer, WrittenLearner
from suffice.learned import gate as gates
from suffice.learned.certificate import Certificate
from suffice.learned.gate import Gate
from suffice.learned.kinds.lookup import fingerprint
from suffice.learned.kinds.rules import Rule, Rules
from suffice.learned.predictor import Predictor
from suffice.learned.reply import Reply
from suffice.learned.tier import Joint, Scale, Voice

SLACK = 0.02  # of coverage, for a cheaper kind
NAMES = tuple(SHARES)
LEAST = 40  # distinct requests below which nothing is tried
LEAST_EXAMPLES = 13  # to learn from: a program that has to fit a handful keeps their words
ENOUGH = 0.98  # coverage at which no dearer kind is tried
MANY = 8  # labels of one reply beyond which only cheap kinds are fitted for each of them
FINE = 0.2  # of the errors that the target allows: so much less accurate may one of the cheap kinds be than another
CHEAP = 40  # the last rank of kinds that take no more than a tenth of a millisecond


@dataclass(frozen=True, slots=True)
class Aim:
    """What is asked of a group, but for delta. ``floor``: labels that are right less often are left to others.
    ``by_user``: one request of each user certifies. ``writer``: a model that may write programs."""

    target: float
    reference: str
    floor: float | None = None
    seconds: float = 60.0
    seed: int = 0
    by_user: bool = False
    writer: Writer | None = None


@dataclass(frozen=True, slots=True)
class Tried:
    """How one kind did for one value on the select part. ``late``: there was no time for it."""

    value: str
    kind: str
    coverage: float | None
    accuracy: float | None
    cpu_s: float
    reason: str | None = None
    late: bool = False


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
    # requests that came again and are left to others: answered in too many ways, or otherwise than they would be
    unsettled: frozenset[int] = frozenset()
    by_value: Mapping[str, Certificate | str] = field(default_factory=dict)  # of a record; or why not
    why: str | None = None


def learners(output: str, dearest: int | None = None) -> list[tuple[str, Learner]]:
    """The kinds that can learn this type of value, cheapest first; none above a rank, where one is given."""
    from pathlib import Path

    found = []
    for path in sorted((Path(__file__).parent / "kinds").glob("*.py")):
        if path.stem != "__init__":
            kind: type[Learner] = plugins.only(Learner, plugins.load(f"suffice.learn.kinds.{path.stem}"))
            learner = kind()  # pyright: ignore[reportAbstractUsage]  # what it finds is concrete
            if output in learner.outputs and (dearest is None or learner.rank <= dearest):
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
    again: Sequence[Again] = ()  # requests that came more than once


@dataclass(frozen=True, slots=True)
class Chosen:
    """What the search of a group came to: solvers with their hope, or ``why`` there are none."""

    tried: Sequence[Tried]
    gate: Gate | None = None
    voices: Mapping[str, Voice] = field(default_factory=dict)
    hope: float = 0.0
    why: str | None = None


def search(
    group: str,
    cases: Sequence[Case],
    reply: Reply,
    aim: Aim,
    known: Chosen | None = None,
    keep: Callable[[Chosen], None] = lambda chosen: None,
) -> Candidate | Outcome:
    """The cases are those that fit the shape and have a reference. ``known``: what an earlier search of them came to;
    ``keep`` is told what this one does."""
    distinct, contradictions = distinct_cases(cases, aim.seed)
    parts = split([Row(case.user or fingerprint(case.fields), case.time) for case in distinct], aim.seed)
    pools = {name: [distinct[index] for index in getattr(parts, name)] for name in NAMES}
    sizes = {name: len(pool) for name, pool in pools.items()}
    until = last_time([case for name in ("train", "select", "certify") for case in pools[name]])
    outcome = Outcome(sizes, parts.ordered, len(cases) - len(distinct), contradictions, (), until=until)
    known_again = again(cases)
    outcome = replace(outcome, unsettled=unsettled(known_again, aim.target))
    if len(distinct) < LEAST:
        few = f"not enough data: {len(distinct)} distinct requests with an answer, fewer than {LEAST}"
        return replace(outcome, why=few)
    if all(len({case.values[name] for case in distinct} - {UNSAID}) <= 1 for name in reply.names):
        return replace(outcome, why="every logged answer is the same: nothing shows what another request would need")
    if not pools["select"] or not pools["certify"]:  # whole users go to one part
        most = max(Counter(case.user for case in distinct).values())
        heavy = f"one user sent {most / len(distinct):.0%} of the distinct requests, which stay in one part of the log"
        return replace(outcome, why=f"{heavy}: none is left to choose and to certify with; log more users")
    if known is None:
        known = _chosen(pools, reply, aim)
        keep(known)
    outcome = replace(outcome, tried=known.tried, why=known.why)
    if known.gate is None:
        return outcome
    return Candidate(group, pools, outcome, known.gate, known.voices, reply, aim, known.hope, known_again)


def _chosen(pools: Mapping[str, Sequence[Case]], reply: Reply, aim: Aim) -> Chosen:
    train, select = pools["train"], pools["select"]
    gate = gates.fitted(
        [case.fields for case in train], [case.user for case in train], [case.fields for case in select]
    )
    tried: list[Tried] = []
    voices: dict[str, Voice] = {}
    for name in reply.names:
        best = _best(name, pools, gate, reply, aim, tried)
        if best is None:
            return Chosen(tried, why=f"no solver found for {name}: " + "; ".join(_reasons(tried, name)))
        voices[name] = Voice(best[0], "", *_judged(name, best[1], select, reply, aim))
    hope, accuracy = promising(marked(select, told(select, voices, gate), reply), aim.target)
    if hope <= 0 and len(voices) == 1:
        kind = next(iter(voices.values())).kind
        unable = (
            f"the best solver, {kind}, is right in {accuracy:.0%}, and not even where it is surest in {aim.target:.4g}"
        )
        return Chosen(tried, why=unable)
    return Chosen(tried, gate, voices, hope)


class _Fitted(NamedTuple):
    """``did``: the coverage that may be certified, that of the select part, and the accuracy there."""

    did: tuple[float, float, float]
    dear: bool
    predictor: Predictor
    guessed: list[Joint | None]


def _best(name, pools, gate, reply, aim, tried: list[Tried]) -> tuple[Predictor, list[Joint | None]] | None:
    """The cheapest predictor whose coverage on the select part is near the best, and what it guessed there."""
    train = [
        Example(case.fields, case.values[name], case.user) for case in pools["train"] if case.values[name] != UNSAID
    ]
    if len(train) < LEAST_EXAMPLES:
        tried.append(Tried(name, "all", None, None, 0.0, f"{len(train)} examples to learn from are too few"))
        return None
    if len({example.value for example in train}) == 1 and len(reply.names) > 1:  # of a record, what never changes
        same = Rules([Rule((), train[0].value, len(train), len(train))])
        return same, told(pools["select"], {name: Voice(same, "")}, gate)
    output = reply.part(name).output
    target = aim.target ** (1 / len(reply.names))  # of each value of a record, so that the record can reach its own
    found: list[_Fitted] = []
    began = process_time()
    labels = sum(part.output == "label" for part in reply.parts)
    many = output == "label" and labels > MANY
    kinds = learners(output, CHEAP if many else None)
    if aim.writer is not None and not many:
        kinds.append(("written", WrittenLearner(aim.writer)))
    for kind, learner in kinds:
        if process_time() - began > aim.seconds:
            tried.append(Tried(name, kind, None, None, 0.0, "no time was left", late=True))
            continue
        started = process_time()
        fitted = learner.fit(train, output, seed=aim.seed, seconds=aim.seconds - (started - began))
        spent = round(process_time() - started, 3)
        if isinstance(fitted, Unfit):
            tried.append(Tried(name, kind, None, None, spent, fitted.reason, fitted.late))
            continue
        guessed = told(pools["select"], {name: Voice(fitted, "")}, gate)
        marks = marked(pools["select"], guessed, reply)
        coverage, accuracy = promising(marks, target)
        tried.append(Tried(name, kind, coverage, accuracy, spent))
        hope = hoped(marks, target, len(pools["certify"])) if len(reply.names) == 1 else coverage
        found.append(_Fitted((hope, coverage, accuracy), learner.rank > CHEAP, fitted, guessed))
        if hope >= ENOUGH and (learner.rank >= CHEAP or accuracy >= 1 - FINE * (1 - target)):
            break
    return _cheapest(found, target)[2:] if found else None


def _cheapest(found: Sequence[_Fitted], target: float) -> _Fitted:
    """The first that is near the best; of those that cost next to nothing, one that hardly errs more than another."""
    for measure in range(2):
        most = max(row.did[measure] for row in found)
        if most > 0:
            near = [row for row in found if row.did[measure] >= most - SLACK]
            equal = [row for row in near if not row.dear] or near[:1]
            accurate = max(row.did[2] for row in equal) - FINE * (1 - target)
            return next(row for row in equal if row.did[2] >= accurate)
    return max(found, key=lambda row: row.did)  # the most accurate one, for the certificate to refuse or not


def _judged(name, guessed, select, reply, aim) -> tuple[Scale | None, frozenset[str]]:
    """The scale of its confidence, where several values have to compare, and the labels below the floor, or never
    guessed, so that nothing shows that they are not."""
    rows = [
        (guess.confidence, guess.values[name], right(name, guess.values[name], case, reply))
        for guess, case in zip(guessed, select, strict=True)
        if guess is not None
    ]
    unserved = frozenset()
    if aim.floor is not None and reply.part(name).output == "label":
        by_label: dict[str, list[bool]] = {label: [] for label in reply.part(name).labels}
        for _, label, was in rows:
            by_label[label].append(was)
        unserved = frozenset(label for label, seen in by_label.items() if not seen or sum(seen) < aim.floor * len(seen))
    return (_scale([(confidence, was) for confidence, _, was in rows]) if len(reply.names) > 1 else None), unserved


def _scale(rows: Sequence[tuple[float, bool]]) -> Scale:
    from sklearn.isotonic import IsotonicRegression

    if len({confidence for confidence, _ in rows}) < 2:
        return Scale((0.0,), (sum(right for _, right in rows) / len(rows) if rows else 0.0,))
    fitted = IsotonicRegression(y_min=0.0, y_max=1.0, out_of_bounds="clip").fit(*zip(*rows, strict=True))
    at, share = fitted.X_thresholds_.tolist(), fitted.y_thresholds_.tolist()
    # a slight slope, so that the more confident of two equals stays the more confident
    return Scale(tuple(at), tuple(level * 0.999 + 0.001 * number / len(at) for number, level in enumerate(share)))


def _reasons(tried: Sequence[Tried], name: str) -> list[str]:
    return [f"{row.kind}: {row.reason}" for row in tried if row.value == name and row.reason]
