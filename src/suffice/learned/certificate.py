"""What is promised of a group's served answers: a statement about a population, with everything needed to check it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass

from suffice.records import Json

EVIDENCE = "certified guess"  # the kind of evidence that a learned answer carries


@dataclass(frozen=True, slots=True)
class Certificate:
    """The result of certifying one stage of one group.

    Of ``sample`` requests of the certification part, ``served`` had a confidence of at least ``threshold``, and
    ``errors`` of these differed from the reference. With confidence 1 - ``delta``, at least ``target`` of what is
    served agrees with it. ``starts``: how many sequences of hypotheses shared ``delta``. ``audit_*``: the same count on
    requests that neither chose nor certified anything. ``window``: first and last day of the sample, where known.
    ``users``: whose requests these were, None: not known. ``by_user``: one request of each of them, drawn, was counted;
    else all were, as if those of one user were independent.
    """

    group: str
    reference: str  # "gold", or "answers of MODEL"
    target: float
    delta: float
    threshold: float
    sample: int
    served: int
    errors: int
    starts: int
    audit_sample: int = 0
    audit_served: int = 0
    audit_errors: int = 0
    window: tuple[str, str] | None = None
    users: int | None = None
    by_user: bool = False
    repeats: bool = False  # it is about requests that had been asked before, word for word

    @property
    def coverage(self) -> float:
        return self.served / self.sample if self.sample else 0.0

    @property
    def risk(self) -> float:
        """The largest share of served answers that may differ from the reference, 0..1."""
        return round(1.0 - self.target, 12)

    @property
    def statement(self) -> str:
        agree = "are the gold answers" if self.reference == "gold" else f"agree with the {self.reference}"
        whose = ", one of each of as many users," if self.by_user else ""
        when = f" ({self.window[0]} to {self.window[1]})" if self.window else ""
        which = "that had been asked before, word for word, and certified it" if self.repeats else "that certified it"
        return (
            "for requests, each counted once however often it comes, "
            f"exchangeable with the {self.sample} of group {self.group}{whose} {which}{when}, "
            f"with confidence {1 - self.delta:.4g}, at least {self.target:.4g} of the answers served {agree}; "
            f"in the sample {self.errors} of {self.served} served did not{self._together}"
        )

    @property
    def _together(self) -> str:
        if self.by_user or self.users is None or self.users >= self.sample:
            return ""
        return f"; they came from {self.users} users, and each request was counted as if it stood alone"

    def to_json(self) -> Json:
        return {**asdict(self), "window": list(self.window) if self.window else None}

    @classmethod
    def from_json(cls, value: Mapping[str, Json]) -> Certificate:
        """Raises TypeError or KeyError where fields are missing or unknown."""
        window = value.get("window")
        return cls(**{**value, "window": tuple(window) if window else None})
