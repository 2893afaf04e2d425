"""What the inputs of the examples had in common, to notice an input of another kind."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import reduce

from suffice.learned.program.node import Fields
from suffice.learned.program.tokens import CLASSES
from suffice.records import Json

BLANK = "blank"
_CLASSES = ("digits", "letters", "space")
_MISSING, _NEW = 0.6, 0.85  # what one mark that is missing, or new, leaves of the confidence


def marks(text: str) -> frozenset[str]:
    """Which classes of characters a text holds, and which characters that are neither letters, digits nor blanks."""
    if not text.strip():
        return frozenset({BLANK})
    classes = {name for name in _CLASSES if any(map(CLASSES[name], text))}
    return frozenset(classes | {c for c in text if not c.isalnum() and not c.isspace()})


@dataclass(frozen=True, slots=True)
class Usual:
    """For each slot the marks of all examples, and those of any."""

    common: Mapping[str, frozenset[str]]
    seen: Mapping[str, frozenset[str]]

    @classmethod
    def of(cls, inputs: Iterable[Fields]) -> Usual:
        rows = list(inputs)
        found = {
            name: [marks(fields.get(name, "")) for fields in rows] for name in sorted({n for f in rows for n in f})
        }
        return cls(
            {name: reduce(frozenset.__and__, each) for name, each in found.items()},
            {name: reduce(frozenset.__or__, each) for name, each in found.items()},
        )

    def likeness(self, fields: Fields) -> float:
        """1 where the input has what all examples had and nothing that none had; else less."""
        likeness = 1.0
        for name, common in self.common.items():
            has = marks(fields.get(name, ""))
            likeness *= _MISSING ** min(3, len(common - has)) * _NEW ** min(3, len(has - self.seen[name]))
        return likeness

    def newly_blank(self, fields: Fields) -> bool:
        """All slots are blank, and no example's were."""
        blank = all(not fields.get(name, "").strip() for name in self.seen)
        return blank and any(BLANK not in seen for seen in self.seen.values())

    def to_json(self) -> Json:
        return {name: [sorted(self.common[name]), sorted(self.seen[name])] for name in self.common}

    @classmethod
    def from_json(cls, data: Json) -> Usual:
        """Raises ValueError."""
        try:
            rows = {name: (frozenset(common), frozenset(seen)) for name, (common, seen) in data.items()}  # type: ignore[union-attr]
        except (AttributeError, TypeError, ValueError) as error:
            raise ValueError(f"what is usual is a table of marks by slot: {error}") from error
        return cls({name: row[0] for name, row in rows.items()}, {name: row[1] for name, row in rows.items()})
