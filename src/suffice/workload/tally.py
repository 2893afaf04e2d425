"""What a run came to: per tier and in all, from receipts as JSON. Unknown figures are counted, not taken for zero."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from suffice.grading import agrees
from suffice.records import Json, Level, Tier

_ASSURED = (Level.PROVED, Level.TESTED, Level.CALIBRATED)


@dataclass(slots=True)
class Figure:
    """A sum, its range, and how many of its parts nobody knows."""

    value: float = 0.0
    low: float = 0.0
    high: float = 0.0
    known: int = 0
    unknown: int = 0

    def add(self, part: Json) -> None:
        """Add a number, an object with value, low and high, or None."""
        if part is None:
            self.unknown += 1
            return
        value, low, high = (part[k] for k in ("value", "low", "high")) if isinstance(part, dict) else (part,) * 3
        self.known += 1
        self.value, self.low, self.high = self.value + value, self.low + low, self.high + high

    def to_json(self) -> Json:
        return {"value": self.value, "low": self.low, "high": self.high, "unknown": self.unknown}


@dataclass(slots=True)
class Row:
    """One tier, or all. ``refused``: tasks that were tried and not answered here; costs are those of all attempts.

    ``instead``: what the frontier model would have cost for the tasks that were answered here; in the row for all
    tasks, for all of them.
    """

    answered: int = 0
    right: int = 0
    wrong: int = 0
    refused: int = 0
    failed: int = 0
    cpu_s: Figure = field(default_factory=Figure)
    joules: Figure = field(default_factory=Figure)
    usd: Figure = field(default_factory=Figure)
    instead_joules: Figure = field(default_factory=Figure)
    instead_usd: Figure = field(default_factory=Figure)
    answered_joules: Figure = field(default_factory=Figure)  # of the tasks answered here, all their attempts together
    answered_instead: Figure = field(default_factory=Figure)

    def pay(self, cost: Mapping[str, Json]) -> None:
        for name in ("cpu_s", "joules", "usd"):
            getattr(self, name).add(cost[name])

    def answer(self, receipt: Mapping[str, Json]) -> None:
        self.answered += 1
        graded = grade(receipt)
        self.right += graded is True
        self.wrong += graded is False
        self.answered_joules.add(receipt["cost"]["joules"])
        self.answered_instead.add(receipt["instead"] and receipt["instead"]["joules"])

    def spare(self, instead: Mapping[str, Json] | None) -> None:
        self.instead_joules.add(instead and instead["joules"])
        self.instead_usd.add(instead and instead["usd"])

    def to_json(self) -> Json:
        counts = {name: getattr(self, name) for name in ("answered", "right", "wrong", "refused", "failed")}
        figures = ("cpu_s", "joules", "usd", "instead_joules", "instead_usd")
        return counts | {name: getattr(self, name).to_json() for name in figures}


class Tally:
    """Add each receipt once, in any order."""

    def __init__(self) -> None:
        self.tiers: dict[str, Row] = {}
        self.total = Row()
        self.tasks = 0
        self.refused = Row()  # the tasks that nobody answered
        self.instead_model: str | None = None
        self.example: str | None = None  # the id of a proved receipt, to be explained
        self.wrong_ids: list[str] = []

    def add(self, receipt: Mapping[str, Any]) -> None:
        self.tasks += 1
        if receipt["status"] == "answered":
            self._tier(receipt["tier"]).answer(receipt)
            self._tier(receipt["tier"]).spare(receipt["instead"])
            self.total.answer(receipt)
            if grade(receipt) is False and len(self.wrong_ids) < 20:
                self.wrong_ids.append(receipt["task_id"])
            if self.example is None and receipt["guarantee"]["level"] == Level.PROVED:
                self.example = receipt["id"]
        elif receipt["status"] == "refused":
            self.total.refused += 1
            self.refused.spare(receipt["instead"])
        else:
            self.total.failed += 1
        for tier in dict.fromkeys(attempt["tier"] for attempt in receipt["attempts"]):
            outcomes = [attempt["outcome"] for attempt in receipt["attempts"] if attempt["tier"] == tier]
            if tier != receipt["tier"]:
                row = self._tier(tier)
                row.failed += "failed" in outcomes
                row.refused += "failed" not in outcomes
        for attempt in receipt["attempts"]:
            self._tier(attempt["tier"]).pay(attempt["cost"])
        unmetered = receipt["status"] == "failed" and not receipt["attempts"]  # a line that could not be read
        if not unmetered:
            self.total.pay(receipt["cost"])
        if receipt["instead"] is not None:
            self.total.spare(receipt["instead"])
            self.instead_model = receipt["instead"]["model"]

    def _tier(self, tier: str) -> Row:
        return self.tiers.setdefault(tier, Row())

    def rows(self) -> dict[str, Row]:
        """The tiers that were tried, cheapest first."""
        return {str(tier): self.tiers[tier] for tier in Tier if tier in self.tiers}

    def to_json(self) -> Json:
        return {
            "tasks": self.tasks,
            "tiers": {name: row.to_json() for name, row in self.rows().items()},
            "total": self.total.to_json(),
            "instead_model": self.instead_model,
            "wrong_ids": self.wrong_ids,
        }


def grade(receipt: Mapping[str, Any]) -> bool | None:
    """Whether the answer agrees with the task's ``gold``; None where that cannot be said.

    A ``gold`` of null says that no single answer is right: then an answer with any guarantee is wrong.
    """
    task = receipt["task"]
    if not isinstance(task, dict) or "gold" not in task or receipt["status"] != "answered":
        return None
    if task["gold"] is None:
        return False if receipt["guarantee"]["level"] in _ASSURED else None
    accept = task.get("accept")
    return agrees(receipt["answer"], task["gold"], accept if isinstance(accept, list) else ())
