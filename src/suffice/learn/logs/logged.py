"""What a log tells: requests with their answers, and the lines that tell nothing."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from suffice.records import Json, Task, Usage

_KINDS = 50  # of faults that are told apart
_SHOWN = 5  # line numbers of each


@dataclass(frozen=True, slots=True)
class Logged:
    """One answered request. ``answer`` is what a model said, ``gold`` what is known to be right.

    ``time``: seconds since 1970, UTC. ``user``: a salted hash. ``line``: where it stands in its file, from 1;
    ``address`` finds it again in the same logs.
    """

    id: str
    task: Task
    answer: str | None = None
    gold: str | None = None
    model: str | None = None
    time: float | None = None
    user: str | None = None
    usage: Usage | None = None
    line: int = 0
    address: int = 0


@dataclass(slots=True)
class Faults:
    """Lines that could not be read: how many, why, and where the first of each kind stand."""

    total: int = 0
    kinds: dict[str, tuple[int, list[str]]] = field(default_factory=dict)

    def add(self, reason: str, where: str) -> None:
        self.total += 1
        kind = re.sub(r"\d+", "N", re.sub(r"'[^']*'", "'…'", reason))
        if kind not in self.kinds and len(self.kinds) >= _KINDS:
            kind = "other reasons"
        count, places = self.kinds.get(kind, (0, []))
        self.kinds[kind] = (count + 1, places if len(places) == _SHOWN else [*places, where])

    def lines(self) -> list[str]:
        """A sentence for each kind, the most frequent first."""
        ordered = sorted(self.kinds.items(), key=lambda item: -item[1][0])
        return [
            f"{count} {'line' if count == 1 else 'lines'} left out: {kind} (line {', '.join(places)}"
            f"{', ...' if count > len(places) else ''})"
            for kind, (count, places) in ordered
        ]

    def to_json(self) -> Json:
        return {
            "total": self.total,
            "kinds": [{"reason": kind, "count": n, "lines": places} for kind, (n, places) in self.kinds.items()],
        }
