"""The learned tier in the ladder: one solver for all groups, and what it says when it leaves a request to others."""

from __future__ import annotations

from dataclasses import dataclass

from suffice.learned.alarms import Alarms
from suffice.learned.certificate import EVIDENCE
from suffice.learned.fitting import Fitting
from suffice.learned.kinds.lookup import mark
from suffice.learned.predictor import Fields
from suffice.learned.tier import Joint, Served, Shelf
from suffice.ports import Solver
from suffice.records import Abstain, Answer, Certificate, Code, Guarantee, Json, Level, Task, Tier

NAME = "learned"
RECENT = 10_000  # requests that are known again: what certified a group held each but once, and so do its alarms


@dataclass(frozen=True, slots=True)
class Found:
    """The group that a task belongs to."""

    served: Served
    fields: Fields


class LearnedSolver(Solver):
    """Answers requests of the groups' shapes where the confidence reaches the certified threshold."""

    name = NAME
    tier = Tier.LEARNED
    earns = frozenset({Level.CALIBRATED})
    expected_joules = 0.01  # a millisecond of a core; it only orders the ladder

    def __init__(self, shelf: Shelf, alarms: Alarms | None = None) -> None:
        self._served = shelf.served
        self._fitting = Fitting(shelf.shapes)
        self.alarms = alarms or Alarms(shelf)
        self._recent: dict[tuple[str, int], None] = {}

    def solve(self, task: Task) -> Answer | Abstain:
        found = self.find(task)
        return found if isinstance(found, Abstain) else self.answer(found)

    def find(self, task: Task) -> Found | Abstain:
        """The group whose shape the task has: of several shapes that fit, the one that fixes most of the text."""
        cut = self._fitting.find(task)
        self.alarms.met(cut is not None)
        if cut is None:
            return Abstain(Code.NOT_MY_LANGUAGE, "its shape is none of those that the logs held")
        shape, fields = cut
        served = self._served.get(shape.id)
        if served is None:
            return Abstain(Code.UNSUPPORTED, f"group {shape.id} is left to others: nothing was certified for it")
        return Found(served, fields)

    def answer(self, found: Found) -> Answer | Abstain:
        served, name = found.served, found.served.group.id
        tripped = self.alarms.tripped(name)
        if tripped:
            return Abstain(Code.UNSUPPORTED, f"group {name} is out of service since an alarm: {tripped}")
        best: tuple[Joint, float] | None = None
        answer = None
        for number, stage in enumerate(served.stages):
            shut = served.shut(found.fields, stage)
            if shut:
                self._saw(found, None)
                return Abstain(Code.OUT_OF_RANGE, f"unlike the requests that group {name} was learned from: {shut}")
            if not served.settled(found.fields, stage):
                return Abstain(Code.AMBIGUOUS, f"the logs of group {name} answer this very request in several ways")
            guess = stage.guess(found.fields)
            if guess is None or any(served.group.reply.said(*one) is None for one in guess.values.items()):
                continue
            best = (guess, stage.certificate.threshold)
            if guess.confidence >= stage.certificate.threshold:
                answer = _answer(found, number, guess)
                if answer is not None and number < len(served.stages) - 1:
                    return answer  # asked before: what is usual is told of the others
                if answer is not None:
                    break
        self._saw(found, None if best is None else best[0].confidence)
        if answer is not None:
            return answer
        if best is None:
            return Abstain(Code.UNSUPPORTED, f"group {name} has no guess that it may serve")
        unsure = f"confidence {best[0].confidence:.3g} is below the certified {best[1]:.3g}"
        return Abstain(Code.UNDERDETERMINED, f"group {name} is not sure: {unsure}")

    def _saw(self, found: Found, confidence: float | None) -> None:
        """Tells the alarms of a request, but not when it is sent again."""
        name = found.served.group.id
        known = (name, mark(found.fields))
        if known in self._recent:
            return
        self._recent[known] = None
        if len(self._recent) > RECENT:
            self._recent.pop(next(iter(self._recent)), None)
        self.alarms.saw(name, confidence)


def _answer(found: Found, number: int, guess: Joint) -> Answer | None:
    """None where the reply cannot state a value."""
    served = found.served
    stage = served.stages[number]
    certificate, reply = stage.certificate, served.group.reply
    values: dict[str, str] = {}
    for name, value in guess.values.items():
        said = reply.said(name, value)
        if said is None:
            return None
        values[name] = said
    if not reply.states(values):
        return None
    body: Json = {
        "group": served.group.id,
        "stage": number,
        "by": {name: f"{voice.kind} {voice.artefact[:12]}" for name, voice in stage.voices.items()},
        "values": values,
        "confidence": guess.confidence,
        "threshold": certificate.threshold,
        "why": dict(guess.why),
        "slots": [list(place) for place in served.group.shape.places(found.fields)],
        "certificate": certificate.to_json(),
    }
    claim = Guarantee(Level.CALIBRATED, certificate.statement, certificate.risk, certificate.reference)
    return Answer(reply.brief(values), reply.text(values), claim, certificate=Certificate(EVIDENCE, (body,)))
