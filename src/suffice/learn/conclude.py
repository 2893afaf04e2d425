"""The certificate of what was chosen for a group: the one look at its certify part."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from hashlib import blake2b

from suffice.learn.cases import Case
from suffice.learn.judging import marked, promising, told
from suffice.learn.search import Candidate, Outcome
from suffice.learn.thresholds import Failed, Marked, Passed, certify, count
from suffice.learned.certificate import Certificate
from suffice.learned.kinds.lookup import fingerprint
from suffice.learned.kinds.lookup import mark as known_by
from suffice.learned.tier import Voice

WHOLE = 0.75  # of a record's delta; the rest is for its values one by one
CURVE = (0.80, 0.85, 0.90, 0.95, 0.98, 0.99)  # targets at which coverage is estimated
LOOKED_AT = 2_000  # requests of each part that are compared with the log once more
_JUDGED = ("select", "certify", "audit")


def conclude(one: Candidate, delta: float) -> Outcome:
    """Spends ``delta``. A record is certified as a whole, and each of its values is told apart."""
    several = len(one.reply.outputs) > 1
    spent = WHOLE * delta if several else delta
    marks = _marks(one, one.voices)
    passed = certify(marks["select"], _counted(one, "certify", marks), one.aim.target, spent)
    by_value = _by_value(one, delta - spent) if several else {}
    base = replace(one.outcome, by_value=by_value)
    if isinstance(passed, Failed):
        return replace(base, why=passed.reason)
    return replace(
        base,
        disagreeing=_disagreeing(one, marks, passed.threshold),
        unsettled=one.outcome.unsettled | _known_wrong(one, passed.threshold),
        gate=one.gate,
        voices=one.voices,
        certificate=_certificate(one, spent, passed, marks),
        usual=confidences([*marks["certify"], *marks["audit"]]),
        curve=[(target, promising(marks["select"], target)[0]) for target in CURVE],
    )


def _marks(one: Candidate, voices: Mapping[str, Voice]) -> dict[str, list[Marked]]:
    return {name: _marked(one, voices, one.pools[name]) for name in _JUDGED}


def _marked(one: Candidate, voices: Mapping[str, Voice], pool: Sequence[Case]) -> list[Marked]:
    return marked(pool, told(pool, voices, one.gate), one.reply)


def _disagreeing(one: Candidate, marks: Mapping[str, list[Marked]], threshold: float) -> list[str]:
    """Where one of the two is wrong: the log, or what would be served."""
    found = []
    for name, whole in one.pools.items():
        pool = whole[:LOOKED_AT]
        known = marks[name][:LOOKED_AT] if name in marks else _marked(one, one.voices, pool)
        for case, mark in zip(pool, known, strict=True):
            if mark.confidence is not None and mark.confidence >= threshold and not mark.right:
                found.append(case.id)
    return found


def _known_wrong(one: Candidate, threshold: float) -> frozenset[int]:
    """Requests that came again and would be answered otherwise than the log usually does. The certificate counts each
    once, and traffic would repeat the error. In the certify part they count as served all the same."""
    often = [again.usual for again in one.again[:LOOKED_AT]]
    marks = _marked(one, one.voices, often)
    return frozenset(
        known_by(case.fields)
        for case, guess in zip(often, marks, strict=True)
        if guess.confidence is not None and guess.confidence >= threshold and not guess.right
    )


def _certificate(one: Candidate, delta: float, passed: Passed, marks: Mapping[str, Sequence[Marked]]) -> Certificate:
    audit = _counted(one, "audit", marks)
    served, errors = count(audit, passed.threshold)
    pool, sample = one.pools["certify"], len(_counted(one, "certify", marks))
    return Certificate(
        one.group, one.aim.reference, one.aim.target, delta, passed.threshold, sample, passed.served, passed.errors,
        passed.starts, len(audit), served, errors, window(pool), users(pool), one.aim.by_user,
    )  # fmt: skip


def _counted(one: Candidate, name: str, marks: Mapping[str, Sequence[Marked]]) -> list[Marked]:
    return counted(one.pools[name], marks[name], one.aim.by_user, one.aim.seed)


def counted(pool: Sequence[Case], marks: Sequence[Marked], by_user: bool, seed: int = 0) -> list[Marked]:
    """All of them; or one of each user, drawn without a look at it, and none of requests that name no user."""
    if not by_user:
        return list(marks)
    drawn: dict[str, tuple[str, Marked]] = {}
    for case, mark in zip(pool, marks, strict=True):
        if case.user is not None:
            lot = blake2b(f"{seed}\x00{fingerprint(case.fields)}".encode(), digest_size=8).hexdigest()
            if case.user not in drawn or lot < drawn[case.user][0]:
                drawn[case.user] = (lot, mark)
    return [mark for _, mark in drawn.values()]


def users(cases: Sequence[Case]) -> int | None:
    """How many there are; None where not all requests name theirs."""
    found = {case.user for case in cases}
    return None if None in found else len(found)


def _by_value(one: Candidate, delta: float) -> dict[str, Certificate | str]:
    """What each value of a record could be certified for by itself, or why it could not."""
    found: dict[str, Certificate | str] = {}
    plain = {name: voice for name, voice in one.voices.items() if name in one.reply.outputs}
    for name, voice in plain.items():
        marks, share = _marks(one, {name: voice}), delta / len(plain)
        passed = certify(marks["select"], _counted(one, "certify", marks), one.aim.target, share)
        found[name] = passed.reason if isinstance(passed, Failed) else _certificate(one, share, passed, marks)
    return found


def confidences(marks: Sequence[Marked]) -> list[float]:
    """Sorted; -inf where nothing was guessed."""
    return sorted(float("-inf") if mark.confidence is None else mark.confidence for mark in marks)


def window(cases: Sequence[Case]) -> tuple[str, str] | None:
    """The first and the last day, where the log has times."""
    times = [case.time for case in cases if case.time is not None]
    return (day(min(times)), day(max(times))) if times else None


def day(time: float) -> str:
    return datetime.fromtimestamp(time, UTC).date().isoformat()
