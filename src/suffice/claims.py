"""What may be claimed of an answer, what a caller requires, and what a check said."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from suffice.costs import Json


class Level(StrEnum):
    """What may be claimed of an answer. ``PROVED`` implies all; the others are strangers."""

    PROVED = "proved"
    CALIBRATED = "calibrated"
    TESTED = "tested"
    NONE = "none"


class Status(StrEnum):
    """What a check said. Three values; compare with ``is``."""

    VALID = "VALID"
    INVALID = "INVALID"
    UNKNOWN = "UNKNOWN"


@dataclass(frozen=True, slots=True)
class Guarantee:
    """A claim about an answer, in words, with its risk where one is known (0..1)."""

    level: Level = Level.NONE
    statement: str = "nothing is claimed"
    risk: float | None = None
    relative_to: str | None = None

    def to_json(self) -> Json:
        return {
            "level": str(self.level),
            "statement": self.statement,
            "risk": self.risk,
            "relative_to": self.relative_to,
        }


UNCLAIMED = Guarantee()


@dataclass(frozen=True, slots=True)
class Requirement:
    """The weakest guarantee a caller accepts: any of ``levels``; ``max_risk`` binds ``calibrated``."""

    levels: frozenset[Level]
    max_risk: float | None = None

    @classmethod
    def parse(cls, text: str) -> Requirement:
        """Read ``proved``, ``calibrated``, ``tested``, ``none``, ``any`` or an accuracy such as ``0.95``.

        Raises ValueError naming the accepted words.
        """
        return _requirement(text.strip().lower())

    def met_by(self, guarantee: Guarantee) -> bool:
        if guarantee.level not in self.levels:
            return False
        if guarantee.level is Level.CALIBRATED and self.max_risk is not None:
            return guarantee.risk is not None and guarantee.risk <= self.max_risk + 1e-12
        return True

    @property
    def accepts_unverified(self) -> bool:
        """True when the last tier's answer may leave labelled ``none``."""
        return Level.NONE in self.levels or self == _requirement("any")


@lru_cache(256)
def _requirement(word: str) -> Requirement:
    if word == "any":  # the default: some guarantee if there is one to be had
        return Requirement(frozenset({Level.PROVED, Level.CALIBRATED, Level.TESTED}))
    if word in tuple(Level):
        level = Level(word)
        return Requirement(frozenset(Level) if level is Level.NONE else frozenset({level, Level.PROVED}))
    try:
        accuracy = float(word)
    except ValueError:
        accuracy = -1.0
    if 0.0 < accuracy <= 1.0:
        return Requirement(frozenset({Level.PROVED, Level.CALIBRATED}), 1.0 - accuracy)
    raise ValueError(
        f"'{word}' is no requirement; use proved, calibrated, tested, none, any, "
        "or an accuracy between 0 and 1 such as 0.95"
    )


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a check found, and the guarantee that follows. VALID needs a guarantee."""

    status: Status
    guarantee: Guarantee = UNCLAIMED
    checked_by: str | None = None
    reason: str | None = None

    def __post_init__(self) -> None:
        if self.status is not Status.VALID and self.guarantee.level is not Level.NONE:
            raise ValueError("only a VALID verdict carries a guarantee")
