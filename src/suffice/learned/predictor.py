"""What every kind of predictor is: a guess with a confidence, made of plain parts that can be stored without pickle."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from suffice.records import Json

if TYPE_CHECKING:
    from numpy import ndarray

Fields = Mapping[str, str]  # slot name -> text of the request in that slot


@dataclass(frozen=True, slots=True)
class Guess:
    """A value in the reply's own spelling. ``confidence`` orders guesses of one predictor; it is no probability.

    ``why``: evidence that a person can read, such as weighted terms or the program that was applied.
    """

    value: str
    confidence: float
    why: Json = None


@dataclass(frozen=True, slots=True)
class Parts:
    """A predictor as data: ``header`` is JSON, ``arrays`` are numeric (no objects)."""

    header: Mapping[str, Json]
    arrays: Mapping[str, ndarray] | None = None


class Predictor(ABC):
    """Guesses one value of a reply. ``kind`` is the name of its file in ``learned/kinds``."""

    kind: ClassVar[str]

    @abstractmethod
    def guess(self, fields: Fields) -> Guess | None:
        """None where it has nothing to say (never an exception for any text)."""

    def guesses(self, many: Sequence[Fields]) -> list[Guess | None]:
        """The same for many requests; kinds that gain from batches override it."""
        return [self.guess(fields) for fields in many]

    def says(self) -> list[str]:
        """What it does, in lines that a person can read; none where no words would tell."""
        return []

    @abstractmethod
    def parts(self) -> Parts: ...

    @classmethod
    @abstractmethod
    def of(cls, parts: Parts) -> Predictor:
        """Raises ValueError where the parts are not what ``parts`` writes."""
