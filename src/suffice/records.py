"""The nouns: frozen data, standard library only, JSON at every edge.

Unknown is ``None``, never zero: an unmeasured joule is not free.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum

from suffice.claims import UNCLAIMED, Guarantee, Level, Requirement, Status, Verdict
from suffice.costs import Cost, Estimate, Instead, Joules, Json, Product, Range, Usage, Work

__all__ = [
    "Abstain", "Answer", "Attempt", "Budget", "Certificate", "Code", "Cost", "Estimate", "Guarantee", "Instead",
    "Joules", "Json", "Level", "Link", "Message", "Problem", "Product", "Range", "Reading", "Receipt", "Requirement",
    "Status", "Task", "Tier", "Usage", "Verdict", "Work",
]  # fmt: skip


class Tier(StrEnum):
    """Who answers. A label: the order tried comes from expected cost."""

    SYMBOLIC = "symbolic"
    LEARNED = "learned"
    MOE = "moe"
    FRONTIER = "frontier"


class Code(StrEnum):
    """Why a solver did not answer."""

    NOT_MY_LANGUAGE = "NOT_MY_LANGUAGE"
    AMBIGUOUS = "AMBIGUOUS"
    INCONSISTENT = "INCONSISTENT"
    UNDERDETERMINED = "UNDERDETERMINED"
    TOO_HARD = "TOO_HARD"
    OUT_OF_RANGE = "OUT_OF_RANGE"
    UNSUPPORTED = "UNSUPPORTED"


@dataclass(frozen=True, slots=True)
class Budget:
    """Limits for one task; ``None`` is unlimited."""

    seconds: float | None = 10.0
    joules: float | None = None
    usd: float | None = None


@dataclass(frozen=True, slots=True)
class Problem:
    """A statement in one family's formal language. ``body`` is JSON and is the whole meaning."""

    family: str
    body: Mapping[str, Json]

    def to_json(self) -> Json:
        return {"family": self.family, "body": dict(self.body)}

    @classmethod
    def from_json(cls, value: Json) -> Problem:
        return cls(value["family"], value["body"])


@dataclass(frozen=True, slots=True)
class Message:
    role: str
    content: str


@dataclass(frozen=True, slots=True)
class Task:
    """One request: chat messages, or a formal ``problem`` posted directly."""

    id: str
    messages: tuple[Message, ...] = ()
    now: datetime | None = None
    response_format: Mapping[str, Json] | None = None
    problem: Problem | None = None
    requires: Requirement = field(default_factory=lambda: Requirement.parse("any"))
    budget: Budget = Budget()
    gold: Json = None
    extra: Mapping[str, Json] = field(default_factory=dict)  # other fields of the request, passed on to models
    # "json" or "events": a client waits for a model's reply as the model sends it, whatever it holds; None: for text
    awaits: str | None = None

    @classmethod
    def ask(cls, text: str, *, id: str = "task", now: datetime | None = None) -> Task:
        """A task of one user message."""
        return cls(id=id, messages=(Message("user", text),), now=now)


@dataclass(frozen=True, slots=True)
class Reading:
    """What was understood: every surviving Problem, who read it, and a paraphrase back."""

    problems: tuple[Problem, ...]
    by: str  # template | grammar | learned | model | form
    paraphrase: str
    translations: int | None = None  # how many of a model's translations agree on it
    usage: Usage | None = None  # the tokens of a model that read

    def to_json(self) -> Json:
        return {
            "family": self.problems[0].family,
            "by": self.by,
            "readings": self.translations or len(self.problems),
            "paraphrase": self.paraphrase,
            "problem": self.problems[0].body if len(self.problems) == 1 else [p.body for p in self.problems],
        }


@dataclass(frozen=True, slots=True)
class Certificate:
    """Evidence for an answer: ``items[i]`` belongs to the reading's i-th Problem."""

    kind: str
    items: tuple[Json, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """A value in the form the question asks, the reply text, and why it may be believed."""

    value: str
    text: str
    claim: Guarantee = UNCLAIMED
    reading: Reading | None = None
    certificate: Certificate | None = None
    usage: Usage | None = None
    raw: bytes | None = None  # a model's whole reply as it came, where the task awaits it; no part of the receipt

    @property
    def spent(self) -> Usage | None:
        """The tokens that it cost: of the model that wrote it, or of the one that read for an exact engine."""
        return self.usage or (self.reading.usage if self.reading else None)


@dataclass(frozen=True, slots=True)
class Abstain:
    """Not solving is a normal result.

    ``misread``: the reading contradicts itself in kind (adding kilograms to metres), so that it cannot
    be what was meant; other readings of the same text may still stand.
    """

    code: Code
    reason: str
    misread: bool = False
    usage: Usage | None = None  # the tokens that a model spent on it


@dataclass(frozen=True, slots=True)
class Attempt:
    """One solver's try: ``outcome`` is answered, refused, rejected (failed its check) or failed."""

    solver: str
    tier: Tier
    outcome: str
    cost: Cost
    code: Code | None = None
    reason: str | None = None
    verdict: Verdict | None = None
    usage: Usage | None = None

    def to_json(self) -> Json:
        return {
            "solver": self.solver,
            "tier": str(self.tier),
            "outcome": self.outcome,
            "code": self.code and str(self.code),
            "reason": self.reason,
            "verdict": self.verdict and str(self.verdict.status),
            "usage": self.usage
            and {
                "model": self.usage.model,
                "prompt_tokens": self.usage.prompt_tokens,
                "completion_tokens": self.usage.completion_tokens,
                "cached_tokens": self.usage.cached_tokens,
            },
            "cost": self.cost.to_json(),
        }


@dataclass(frozen=True, slots=True)
class Link:
    """A receipt's place in the ledger's chain."""

    seq: int
    prev: str
    hash: str

    def to_json(self) -> Json:
        return {"seq": self.seq, "prev": self.prev, "hash": self.hash}


@dataclass(frozen=True, slots=True)
class Receipt:
    """A task's whole story: audit record and training data."""

    id: str
    task_id: str | None
    status: str  # answered | refused | failed
    created: str  # ISO 8601, UTC
    answer: Answer | None = None
    tier: Tier | None = None
    solver: str | None = None
    verdict: Verdict | None = None
    attempts: tuple[Attempt, ...] = ()
    cost: Cost = field(default_factory=Cost)
    instead: Instead | None = None
    error: str | None = None  # what went wrong and its cure, for status failed
    task: Json = None  # the request as it came
    key: str | None = None  # the name of the gateway's key that asked
    shadow: Json = None  # what would have been answered instead of a model's reply
    ledger: Link | None = None

    def __post_init__(self) -> None:
        if (self.status == "answered") != (self.answer is not None):
            raise ValueError("exactly the answered receipts carry an answer")

    def linked(self, link: Link) -> Receipt:
        return replace(self, ledger=link)

    def to_json(self) -> Json:
        """The receipt contract (stable): one JSON object."""
        answer = self.answer
        reading = answer.reading if answer else None
        certificate = answer.certificate if answer else None
        guarantee = self.verdict.guarantee if self.verdict else Guarantee()
        return {
            "id": self.id,
            "task_id": self.task_id,
            "status": self.status,
            "answer": answer and answer.value,
            "text": answer and answer.text,
            "tier": self.tier and str(self.tier),
            "solver": self.solver,
            "guarantee": guarantee.to_json(),
            "reading": reading and reading.to_json(),
            "evidence": certificate
            and {
                "kind": certificate.kind,
                "checked_by": self.verdict and self.verdict.checked_by,
                "body": certificate.items[0] if len(certificate.items) == 1 else list(certificate.items),
            },
            "refusals": [
                {"solver": a.solver, "code": str(a.code), "reason": a.reason} for a in self.attempts if a.code
            ],
            "attempts": [a.to_json() for a in self.attempts],
            "cost": self.cost.to_json(),
            "instead": self.instead and self.instead.to_json(),
            "error": self.error,
            "created": self.created,
            "task": self.task,
            **({} if self.key is None else {"key": self.key}),
            **({} if self.shadow is None else {"shadow": self.shadow}),
            "ledger": self.ledger and self.ledger.to_json(),
        }
