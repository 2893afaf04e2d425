"""A folder of learned solvers in memory: its groups, each with a gate and stages, each of these with a certificate."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from suffice.errors import UsageError
from suffice.learned import store
from suffice.learned.approved import proposed
from suffice.learned.certificate import Certificate
from suffice.learned.gate import Gate
from suffice.learned.group import Group
from suffice.learned.kinds.lookup import mark
from suffice.learned.predictor import Fields, Guess, Predictor
from suffice.learned.shape import Shape
from suffice.learned.store import Manifest
from suffice.records import Json


@dataclass(frozen=True, slots=True)
class Scale:
    """A confidence as the share that was right at it: linear between knots, so that values of a record compare."""

    at: tuple[float, ...]
    share: tuple[float, ...]

    def __call__(self, confidence: float) -> float:
        from bisect import bisect_right

        place = bisect_right(self.at, confidence)
        if place == 0:
            return self.share[0]
        if place == len(self.at):
            return self.share[-1]
        low, high = self.at[place - 1], self.at[place]
        step = (confidence - low) / (high - low)
        return self.share[place - 1] + step * (self.share[place] - self.share[place - 1])


@dataclass(frozen=True, slots=True)
class Voice:
    """What guesses one value: its predictor, the artefact's name, its scale, and the values it must leave to others."""

    predictor: Predictor
    artefact: str
    scale: Scale | None = None
    unserved: frozenset[str] = frozenset()

    @property
    def kind(self) -> str:
        return self.predictor.kind


@dataclass(frozen=True, slots=True)
class Joint:
    """A guess of all values of a reply, with one confidence."""

    values: Mapping[str, str]
    confidence: float
    why: Mapping[str, Json]


@dataclass(frozen=True, slots=True)
class Stage:
    """Guesses all values of a reply; served where the confidence is at least that of the certificate."""

    voices: Mapping[str, Voice]
    certificate: Certificate

    def guess(self, fields: Fields) -> Joint | None:
        return joint(self.voices, fields)


def joint(voices: Mapping[str, Voice], fields: Fields) -> Joint | None:
    """All values or None."""
    return combined(voices, {name: voice.predictor.guess(fields) for name, voice in voices.items()})


def joints(voices: Mapping[str, Voice], many: Sequence[Fields]) -> list[Joint | None]:
    """The same for many requests, without evidence."""
    guesses = {name: voice.predictor.guesses(many) for name, voice in voices.items()}
    return [combined(voices, {name: column[row] for name, column in guesses.items()}) for row in range(len(many))]


def combined(voices: Mapping[str, Voice], guesses: Mapping[str, Guess | None]) -> Joint | None:
    """Of one value the confidence is its own, of several the product of what their scales say."""
    values, why, confidence = {}, {}, 1.0
    for name, guess in guesses.items():
        voice = voices[name]
        if guess is None or guess.value in voice.unserved:
            return None
        values[name], why[name] = guess.value, guess.why
        if len(voices) == 1:
            confidence = guess.confidence
        else:
            confidence *= voice.scale(guess.confidence) if voice.scale else guess.confidence
    return Joint(values, confidence, why)


@dataclass(frozen=True, slots=True)
class Served:
    """One group that is served, by the first of its stages that is sure enough.

    ``usual``: sorted confidences of the last one for requests that nothing was learned from; -inf: none.
    ``unsettled``: marks of requests that the logs answered in several ways.
    """

    group: Group
    gate: Gate
    stages: Sequence[Stage]
    usual: tuple[float, ...]
    unsettled: frozenset[int] = frozenset()

    def shut(self, fields: Fields, stage: Stage) -> str | None:
        """Why the stage may not answer a request unlike those that it was learned from; what it knows word for word it
        may."""
        return None if stage.certificate.repeats else self.gate.shut(fields)

    def settled(self, fields: Fields, stage: Stage) -> bool:
        """Whether the stage may answer: what the logs answered in several ways is left to what remembers, or others."""
        return stage.certificate.repeats or not self.unsettled or mark(fields) not in self.unsettled


@dataclass(frozen=True, slots=True)
class Shelf:
    """What a folder holds: the groups it serves, by their ids, and the shapes of all that were seen in the logs.

    A group with an approved template is not served: what its template refuses is not what certified the solver.
    """

    served: Mapping[str, Served]
    shapes: Sequence[Shape]
    strange: tuple[int, int] = (0, 0)  # requests of the logs with none of these shapes, and all requests; 0: unknown


def load(folder: Path, pin: str | None = None) -> Shelf:
    """Raises UsageError where anything is missing, changed or damaged."""
    return shelf(folder, store.read_manifest(folder, pin))


def shelf(folder: Path, manifest: Manifest) -> Shelf:
    """The same of a manifest that was read. Raises UsageError."""
    body = manifest.body
    try:
        exact = {row["group"] for row in proposed(folder, manifest) if row.get("approved")}
        served = [
            one for row in body["groups"] if row["stages"] and (one := _served(folder, row)).group.shape.id not in exact
        ]
        shapes = [Shape.from_json(row["shape"]) for row in body["groups"]]
        strange = (int(body["unfitting"]), int(body["rows"])) if "unfitting" in body else (0, 0)
        return Shelf({one.group.shape.id: one for one in served}, shapes, strange)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise UsageError(f"{folder / store.MANIFEST} is damaged ({error!r}): learn again") from None


def _served(folder: Path, row: Mapping[str, Json]) -> Served:
    usual = store.load_parts(folder, row["usual"], "usual").arrays
    return Served(
        Group.from_json(row["group"]),
        Gate.of(store.load_parts(folder, row["gate"], "gate")),
        tuple(
            Stage(
                {name: voice(folder, one) for name, one in stage["values"].items()},
                Certificate.from_json(stage["certificate"]),
            )
            for stage in row["stages"]
        ),
        tuple(usual["confidences"].tolist()) if usual else (),
        _unsettled(folder, row),
    )


def _unsettled(folder: Path, row: Mapping[str, Json]) -> frozenset[int]:
    arrays = store.load_parts(folder, row["unsettled"], "unsettled").arrays if "unsettled" in row else None
    return frozenset(arrays["marks"].tolist()) if arrays else frozenset()


def voice(folder: Path, row: Mapping[str, Json]) -> Voice:
    """One of a stage's voices as the manifest writes it. Raises UsageError for its artefact."""
    scale = row.get("scale")
    return Voice(
        store.load(folder, row["artefact"]),
        row["artefact"],
        Scale(tuple(scale["at"]), tuple(scale["share"])) if scale else None,
        frozenset(row.get("unserved", ())),
    )
