"""The search of one group: which kind of predictor, at which threshold, with which certificate; or why none.

Kinds are fitted on the train part, cheapest first, and compared on the select part; the first whose coverage is within
``SLACK`` of the best is chosen, so that nothing dear answers what something cheap can. Only then is the certify part
looked at, once.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from time import process_time

from suffice import plugins
from suffice.learn.learner import Example, Learner, Unfit
from suffice.learn.splits import Row, split
from suffice.learn.thresholds import Failed, Marked, certify, count, grid
from suffice.learned import gate as gates
from suffice.learned.certificate import Certificate
from suffice.learned.gate import Gate
from suffice.learned.kinds.lookup import fingerprint
from suffice.learned.predictor import Fields, Predictor
from suffice.learned.tier import Joint, Scale, Voice, joints

SLACK = 0.02  # of coverage, for a cheaper kind
LEAST = 40  # distinct requests below which nothing is tried
ENOUGH = 0.98  # coverage at which no dearer kind is tried
STARTS = 4

Same = Callable[[str, str, str], bool]  # name of the value, guessed, reference


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


@dataclass(frozen=True, slots=True)
class Aim:
    """What is asked of a group. ``floor``: labels that are right less often than that are left to others."""

    target: float
    delta: float
    reference: str
    floor: float | None = None
    seconds: float = 60.0
    seed: int = 0


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
    usual: Sequence[float] = ()  # sorted confidences of the certify part
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


def search(group: str, cases: Sequence[Case], outputs: Mapping[str, str], same: Same, aim: Aim) -> Outcome:
    """``outputs``: each value's type. The cases are those that fit the shape and have a reference."""
    distinct, contradictions = distinct_cases(cases)
    parts = split([Row(case.user or fingerprint(case.fields), case.time) for case in distinct], aim.seed)
    pools = {
        name: [distinct[index] for index in getattr(parts, name)] for name in ("train", "select", "certify", "audit")
    }
    tried: list[Tried] = []

    def kept(why: str) -> Outcome:
        sizes = {name: len(pool) for name, pool in pools.items()}
        return Outcome(sizes, parts.ordered, len(cases) - len(distinct), contradictions, tried, why=why)

    if len(distinct) < LEAST:
        return kept(f"not enough data: {len(distinct)} distinct requests with an answer, fewer than {LEAST}")
    if all(len({case.values[name] for case in distinct} - {UNSAID}) <= 1 for name in outputs):
        return kept("every logged answer is the same: nothing shows what another request would need")
    gate = gates.fitted(
        [case.fields for case in pools["train"]],
        [case.user for case in pools["train"]],
        [case.fields for case in pools["select"]],
    )
    voices: dict[str, Voice] = {}
    for name, output in outputs.items():
        best = _best(name, output, pools, gate, same, aim, 1 / len(outputs), tried)
        if best is None:
            return kept(f"no solver found for {name}: " + "; ".join(_reasons(tried, name)))
        voices[name] = Voice(best[0], "", *_judged(name, best[1], pools["select"], same, aim, len(outputs) > 1))
    return _certified(group, kept, pools, gate, voices, same, aim)


def _certified(group, kept, pools, gate, voices, same, aim) -> Outcome:
    guesses = {name: told(pool, voices, gate) for name, pool in pools.items() if name != "train"}
    marks = {name: marked(pools[name], joints, same) for name, joints in guesses.items()}
    spent = aim.delta / 2 if len(voices) > 1 else aim.delta  # the other half is for the values one by one
    passed = certify(marks["select"], marks["certify"], aim.target, spent)
    by_value = _by_value(group, pools, voices, gate, same, aim) if len(voices) > 1 else {}
    base = replace(kept(""), by_value=by_value)
    if isinstance(passed, Failed):
        return replace(base, why=passed.reason)
    return replace(
        base,
        why=None,
        gate=gate,
        voices=voices,
        certificate=_certificate(group, aim, spent, passed, marks, pools["certify"]),
        usual=sorted(float("-inf") if mark.confidence is None else mark.confidence for mark in marks["certify"]),
    )


def _certificate(group, aim, delta, passed, marks, pool) -> Certificate:
    served, errors = count(marks["audit"], passed.threshold)
    times = [case.time for case in pool if case.time is not None]
    window = (day(min(times)), day(max(times))) if times else None
    return Certificate(
        group, aim.reference, aim.target, delta, passed.threshold,
        len(marks["certify"]), passed.served, passed.errors, STARTS, len(marks["audit"]), served, errors, window,
    )  # fmt: skip


def _by_value(group, pools, voices, gate, same, aim) -> dict[str, Certificate | str]:
    """What each value of a record could be certified for by itself, or why it could not."""
    found: dict[str, Certificate | str] = {}
    for name, voice in voices.items():
        alone = {name: voice}
        marks = {
            part: marked(pools[part], told(pools[part], alone, gate), same) for part in ("select", "certify", "audit")
        }
        delta = aim.delta / 2 / len(voices)
        passed = certify(marks["select"], marks["certify"], aim.target, delta)
        if isinstance(passed, Failed):
            found[name] = passed.reason
        else:
            found[name] = _certificate(group, aim, delta, passed, marks, pools["certify"])
    return found


def day(time: float) -> str:
    return datetime.fromtimestamp(time, UTC).date().isoformat()


def _best(
    name, output, pools, gate, same, aim, share, tried: list[Tried]
) -> tuple[Predictor, list[Joint | None]] | None:
    """The cheapest predictor whose coverage on the select part is near the best, and what it guessed there."""
    train = [
        Example(case.fields, case.values[name], case.user) for case in pools["train"] if case.values[name] != UNSAID
    ]
    target = aim.target**share  # of each value of a record, so that the record can reach its own
    found: list[tuple[float, float, Predictor, list[Joint | None]]] = []
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
        marks = marked(pools["select"], guessed, same)
        coverage, accuracy = promising(marks, target)
        tried.append(Tried(name, kind, coverage, accuracy, spent))
        found.append((coverage, accuracy, fitted, guessed))
        if coverage >= ENOUGH:
            break
    if not found:
        return None
    most = max(row[0] for row in found)
    if most <= 0:  # none reaches the target alone: the most accurate one, for the certificate to refuse or not
        return max(found, key=lambda row: row[1])[2:]
    return next(row[2:] for row in found if row[0] >= most - SLACK)


def promising(marks: Sequence[Marked], target: float) -> tuple[float, float]:
    """The largest coverage at which the share of right answers is the target, and the accuracy of all guesses."""
    best = 0.0
    for threshold in grid(marks):
        served, errors = count(marks, threshold)
        if errors <= (1 - target) * served:
            best = served / len(marks)
    guessed = [mark.right for mark in marks if mark.confidence is not None]
    return best, (sum(guessed) / len(guessed) if guessed else 0.0)


def _judged(name, told, select, same, aim, scaled) -> tuple[Scale | None, frozenset[str]]:
    """The scale of its confidence, where several values have to compare, and the labels below the floor."""
    rows = [
        (guess.confidence, guess.values[name], same(name, guess.values[name], case.values[name]))
        for guess, case in zip(told, select, strict=True)
        if guess is not None
    ]
    unserved = frozenset()
    if aim.floor is not None:
        by_label: dict[str, list[bool]] = defaultdict(list)
        for _, label, right in rows:
            by_label[label].append(right)
        unserved = frozenset(label for label, seen in by_label.items() if sum(seen) < aim.floor * len(seen))
    return (_scale([(confidence, right) for confidence, _, right in rows]) if scaled else None), unserved


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


def marked(pool: Sequence[Case], told: Sequence[Joint | None], same: Same) -> list[Marked]:
    marks = []
    for case, guess in zip(pool, told, strict=True):
        if guess is None:
            marks.append(Marked(None, False))
        else:
            right = all(
                case.values[name] != UNSAID and same(name, value, case.values[name])
                for name, value in guess.values.items()
            )
            marks.append(Marked(guess.confidence, right))
    return marks


def distinct_cases(cases: Sequence[Case]) -> tuple[list[Case], int]:
    """One case for each distinct request, with the most frequent reference; how many had more than one."""
    seen: dict[str, list[Case]] = defaultdict(list)
    for case in cases:
        seen[fingerprint(case.fields)].append(case)
    found, contradictions = [], 0
    for same in seen.values():
        counts = Counter(tuple(sorted(case.values.items())) for case in same)
        contradictions += len(counts) > 1
        (values, times), *others = counts.most_common(2)
        if not others or others[0][1] < times:
            found.append(next(case for case in same if tuple(sorted(case.values.items())) == values))
    return found, contradictions


def _reasons(tried: Sequence[Tried], name: str) -> list[str]:
    return [f"{row.kind}: {row.reason}" for row in tried if row.value == name and row.reason]
