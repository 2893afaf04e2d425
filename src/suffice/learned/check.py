"""Checks a learned answer with nothing of the solver's but its guess: may this be served, and what may be said of it?

The certificate is the manifest's, never the answer's; its bound is computed anew; shape, gate, label set and reply are
looked at again.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from math import exp, lgamma, log, log1p

from suffice.learned.certificate import EVIDENCE, Certificate
from suffice.learned.tier import Served, Shelf, Stage
from suffice.ports import Verifier
from suffice.records import Answer, Guarantee, Json, Level, Status, Task, Verdict

CHECKED_BY = "suffice.learned.check"


class CertifiedVerifier(Verifier):
    """Says ``calibrated`` with the certificate's own sentence, or what is wrong."""

    def __init__(self, shelf: Shelf) -> None:
        self._served = {one.group.id: one for one in shelf.served.values()}

    def verify(self, task: Task, answer: Answer) -> Verdict:
        evidence = answer.certificate
        if evidence is None or evidence.kind != EVIDENCE or len(evidence.items) != 1:
            return Verdict(Status.UNKNOWN, reason="no learned answer")
        body = evidence.items[0]
        served = self._served.get(body["group"])
        if served is None or not 0 <= body["stage"] < len(served.stages):
            return _wrong(f"no certificate for stage {body['stage']} of group {body['group']}")
        stage = served.stages[body["stage"]]
        wrong = _unservable(task, answer, body, served, stage)
        if wrong:
            return _wrong(wrong)
        certificate = stage.certificate
        guarantee = Guarantee(Level.CALIBRATED, certificate.statement, certificate.risk, certificate.reference)
        return Verdict(Status.VALID, guarantee, CHECKED_BY)


def _unservable(task: Task, answer: Answer, body: Mapping[str, Json], served: Served, stage: Stage) -> str | None:
    certificate, values = stage.certificate, body["values"]
    if not holds(certificate):
        return f"the certificate's figures do not reach {certificate.target} at delta {certificate.delta}"
    if certificate.group != served.group.id:
        return "the certificate belongs to another group"
    if not body["confidence"] >= certificate.threshold:  # also where it is no number
        return "the confidence is below the certified threshold"
    if values.keys() != stage.voices.keys():
        return "the answer does not have the values that were certified"
    for name, voice in stage.voices.items():
        if values[name] in voice.unserved:
            return f"'{values[name]}' is left to others"
    fields = served.group.shape.fields(task)
    if fields is None or served.shut(fields, stage):
        return "the request is not one of the group's"
    if not served.settled(fields, stage):
        return "the logs answer this very request in several ways"
    if served.group.reply.values(answer.text) != dict(values):
        return "the reply does not say the values that were certified"
    return None


def _wrong(reason: str) -> Verdict:
    return Verdict(Status.INVALID, checked_by=CHECKED_BY, reason=reason)


@lru_cache(1024)
def holds(certificate: Certificate) -> bool:
    """Whether so few errors would be seen with probability at most delta / starts if more than the risk were wrong."""
    served, errors, risk = certificate.served, certificate.errors, certificate.risk
    if not (
        0 <= errors <= served <= certificate.sample and certificate.starts >= 1 and 0 < risk < 1 > certificate.delta > 0
    ):
        return False
    mass = sum(
        exp(
            lgamma(served + 1) - lgamma(wrong + 1) - lgamma(served - wrong + 1)
            + wrong * log(risk) + (served - wrong) * log1p(-risk)
        )
        for wrong in range(errors + 1)
    )  # fmt: skip
    return served > 0 and mass <= certificate.delta / certificate.starts * (1 + 1e-6)
