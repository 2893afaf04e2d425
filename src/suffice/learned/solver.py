"""The learned tier in the ladder: one solver for all groups, and what it says when it leaves a request to others."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

from suffice.learned.tier import Joint, Served
from suffice.ports import Solver
from suffice.records import Abstain, Answer, Certificate, Code, Guarantee, Json, Level, Task, Tier

NAME, EVIDENCE = "learned", "certified guess"


class LearnedSolver(Solver):
    """Answers requests of the groups' shapes where the confidence reaches the certified threshold."""

    name = NAME
    tier = Tier.LEARNED
    earns = frozenset({Level.CALIBRATED})
    expected_joules = 0.01  # a millisecond of a core; it only orders the ladder

    def __init__(self, served: Sequence[Served]) -> None:
        self._served = tuple(served)

    def solve(self, task: Task) -> Answer | Abstain:
        fitting = [
            (served, fields) for served in self._served if (fields := served.group.shape.fields(task)) is not None
        ]
        if not fitting:
            return Abstain(Code.NOT_MY_LANGUAGE, "no learned group has requests of this shape")
        most = max(_constant(served) for served, _ in fitting)
        fitting = [pair for pair in fitting if _constant(pair[0]) == most]
        if len(fitting) > 1:
            return Abstain(Code.AMBIGUOUS, "two learned groups have requests of this shape")
        served, fields = fitting[0]
        shut = served.gate.shut(fields)
        if shut:
            return Abstain(
                Code.OUT_OF_RANGE, f"unlike the requests that group {served.group.id} was learned from: {shut}"
            )
        return _answer(served, fields)


def _answer(served: Served, fields: Mapping[str, str]) -> Answer | Abstain:
    best: tuple[Joint, float] | None = None
    for number, stage in enumerate(served.stages):
        guess = stage.guess(fields)
        if guess is None:
            continue
        if guess.confidence < stage.certificate.threshold:
            best = (guess, stage.certificate.threshold)
            continue
        certificate = stage.certificate
        body: Json = {
            "group": served.group.id,
            "stage": number,
            "by": {name: f"{voice.predictor.kind} {voice.artefact[:12]}" for name, voice in stage.voices.items()},
            "values": dict(guess.values),
            "confidence": guess.confidence,
            "threshold": certificate.threshold,
            "why": dict(guess.why),
            "certificate": certificate.to_json(),
        }
        claim = Guarantee(Level.CALIBRATED, certificate.statement, certificate.risk, certificate.reference)
        return Answer(
            shortest(guess.values),
            served.group.reply.text(guess.values),
            claim,
            certificate=Certificate(EVIDENCE, (body,)),
        )
    if best is None:
        return Abstain(Code.UNSUPPORTED, f"group {served.group.id} has no guess that it may serve")
    guess, threshold = best
    unsure = f"confidence {guess.confidence:.3g} is below the certified {threshold:.3g}"
    return Abstain(Code.UNDERDETERMINED, f"group {served.group.id} is not sure: {unsure}")


def shortest(values: Mapping[str, str]) -> str:
    """The value itself, or all of them as a JSON object."""
    return next(iter(values.values())) if len(values) == 1 else json.dumps(dict(values), ensure_ascii=False)


def _constant(served: Served) -> int:
    """How much of a request the shape fixes: of two that fit, the one that fixes more is meant."""
    return sum(len(text) for constants in served.group.shape.messages for text in constants)
