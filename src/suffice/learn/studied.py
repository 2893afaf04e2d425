"""What ``suffice learn`` was asked for, and what came of it."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from suffice.errors import UsageError
from suffice.learn.gathering import Gathered
from suffice.learn.groups import Findings, Found
from suffice.learn.repeats import Repeats
from suffice.learn.search import Outcome
from suffice.learn.templates.mine import Mined
from suffice.learned.group import Group
from suffice.records import Json

REFERENCES = ("gold", "answer")


@dataclass(frozen=True, slots=True)
class Order:
    """What ``suffice learn`` was asked for. ``seconds``: CPU time in all, None: as long as it takes. ``by_user``: one
    request of each user certifies, for requests of one user may be wrong together. ``program_model``: asked for
    programs where it is named."""

    reference: str
    target: float = 0.95
    delta: float = 0.05
    floor: float | None = None
    seconds: float | None = None
    seed: int = 0
    by_user: bool = False
    program_model: str | None = None

    def __post_init__(self) -> None:
        if self.reference not in REFERENCES:
            raise UsageError(f"--reference {self.reference}: use {' or '.join(REFERENCES)}")
        if not 0 < self.target < 1:
            raise UsageError(f"--target {self.target:g}: give an accuracy between 0 and 1, such as 0.95")
        if not 0 < self.delta < 1:
            raise UsageError(f"--delta {self.delta:g}: give a probability between 0 and 1, such as 0.05")
        if self.floor is not None and not 0 <= self.floor <= 1:
            raise UsageError(f"--class-floor {self.floor:g}: give a share between 0 and 1, such as 0.8")
        if not 0 <= self.seed < 1 << 32:
            raise UsageError(f"--seed {self.seed}: give a whole number from 0 to {(1 << 32) - 1}")


@dataclass(frozen=True, slots=True)
class Studied:
    """One group and what became of it."""

    group: Group | None
    found: Found
    share: float
    gathered: Gathered
    outcome: Outcome | None
    why: str | None
    bytes: int = 0
    mined: Mined | None = None
    repeats: Repeats | None = None

    @property
    def name(self) -> str:
        return self.group.id if self.group else self.found.shape.id

    @property
    def remembers(self) -> bool:
        """Whether what is asked again is answered from memory."""
        return self.repeats is not None and self.repeats.certificate is not None

    @property
    def late(self) -> bool:
        """Whether there was no time for some kind of solver."""
        return self.outcome is not None and any(row.late for row in self.outcome.tried)

    def to_json(self) -> Json:
        outcome, group = self.outcome, self.group
        certificate = outcome.certificate if outcome else None
        voices = (
            outcome.voices
            if certificate and outcome
            else self.repeats.voices
            if self.remembers and self.repeats
            else None
        )
        return {
            "group": self.name,
            "n": self.found.census.rows,
            "share": self.share,
            "cases": len(self.gathered.cases),
            "unread": self.gathered.unread,
            "logged": self.gathered.logged(),
            "exact": self.gathered.exact and self.gathered.exact.to_json(),
            "output": group.reply.outputs if group else None,
            "solver": None if voices is None else {name: voice.kind for name, voice in voices.items()},
            "says": {name: voice.predictor.says() for name, voice in outcome.voices.items()} if outcome else {},
            "coverage": certificate.coverage if certificate else 0.0,
            "certified": certificate is not None,
            "certificate": certificate.to_json() if certificate else None,
            "statement": certificate.statement if certificate else None,
            "why_not": self.why,
            "sizes": dict(outcome.sizes) if outcome else None,
            "contradictions": outcome.contradictions if outcome else None,
            "repeats": outcome.repeats if outcome else None,
            "disagreeing": list(outcome.disagreeing) if outcome else [],
            "by_value": _by_value(outcome) if outcome else None,
            "tried": [asdict(row) for row in outcome.tried] if outcome else [],
            "bytes": self.bytes,
            "asked_again": _repeats(self.repeats),
            "late": self.late,
            "template": self.mined.to_json() if self.mined else None,
        }


@dataclass(frozen=True, slots=True)
class Study:
    """All groups, the manifest's hash to pin, and what the log's lines were."""

    order: Order
    findings: Findings
    groups: tuple[Studied, ...]
    manifest: str
    cpu_s: float
    studies: int  # of these logs that were written to this folder; each spent its own delta

    @property
    def late(self) -> int:
        """How many groups were not searched in full for lack of time: the same study goes on with them."""
        return sum(group.late for group in self.groups)


def _repeats(one: Repeats | None) -> Json:
    """What became of requests that came again word for word; null where hardly any did."""
    if one is None:
        return None
    certificate = one.certificate
    return {
        "requests": one.requests,
        "share": one.share,
        "certified": certificate is not None,
        "coverage": certificate.coverage if certificate else 0.0,
        "statement": certificate.statement if certificate else None,
        "why_not": one.why,
    }


def _by_value(outcome: Outcome) -> Json:
    """What each value of a record can be certified for by itself."""
    return {
        name: {"certified": False, "why_not": row}
        if isinstance(row, str)
        else {"certified": True, "coverage": row.coverage, "statement": row.statement}
        for name, row in outcome.by_value.items()
    }
