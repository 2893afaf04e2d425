"""What a family's engine hands to its checker."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from suffice.records import Json


@dataclass(frozen=True, slots=True)
class Solution:
    """An answer with the steps that lead to it.

    ``value`` is the shortest final answer; ``say`` a sentence that contains it; each step has
    ``say`` (what is computed), ``expr`` (the formula), ``value`` (the exact result, tagged JSON)
    and ``shown`` (the result as people write it). ``facts`` names what the steps rest on besides
    the Problem, such as the version of the time zone tables.
    """

    value: str
    say: str
    steps: tuple[Mapping[str, Json], ...]
    facts: Mapping[str, Json] = field(default_factory=dict)

    def to_json(self) -> Json:
        return {"value": self.value, "steps": [dict(step) for step in self.steps], "facts": dict(self.facts)}
