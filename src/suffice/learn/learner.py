"""What every way to fit a predictor is."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from suffice.learned.predictor import Fields, Predictor


@dataclass(frozen=True, slots=True)
class Example:
    """One request's slots and the reference value, normalised. ``user``: a salted hash, where known."""

    fields: Fields
    value: str
    user: str | None = None


@dataclass(frozen=True, slots=True)
class Unfit:
    """Why a kind has no predictor for these examples. ``late``: with more time it might."""

    reason: str
    late: bool = False


class Learner(ABC):
    """Fits one kind. ``rank`` orders kinds by what serving costs, cheapest first; ``outputs`` are the types of value
    (``label``, ``span``, ``number``, ``date``, ``text``) that it can learn."""

    rank: ClassVar[int]
    outputs: ClassVar[frozenset[str]]

    @abstractmethod
    def fit(self, examples: Sequence[Example], output: str, *, seed: int, seconds: float) -> Predictor | Unfit:
        """Fit within about ``seconds`` of CPU. The same examples and seed give the same predictor."""
