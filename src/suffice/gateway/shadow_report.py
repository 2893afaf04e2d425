"""What shadow mode found: how often there was an answer, whether it was the model's, and what would have been saved."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from suffice.records import Json
from suffice.workload.tally import Figure

_MODELS = ("moe", "frontier")


@dataclass(slots=True)
class ShadowReport:
    """Add receipts; those without a shadow are passed over."""

    requests: int = 0
    failed: int = 0  # the model gave nothing
    candidates: int = 0
    agreements: int = 0
    unclear: int = 0  # the model's text states no answer that could be compared
    disagreements: list[Json] = field(default_factory=list)
    spared_usd: Figure = field(default_factory=Figure)  # what the models cost where there was a candidate
    spared_joules: Figure = field(default_factory=Figure)
    own_usd: Figure = field(default_factory=Figure)  # what all candidates cost, found or not
    own_joules: Figure = field(default_factory=Figure)
    total_usd: Figure = field(default_factory=Figure)  # what the models cost in all
    total_joules: Figure = field(default_factory=Figure)

    def add_all(self, receipts: Iterable[Mapping[str, Any]]) -> ShadowReport:
        for receipt in receipts:
            self.add(receipt)
        return self

    def add(self, receipt: Mapping[str, Any]) -> None:
        shadow = receipt.get("shadow")
        if not isinstance(shadow, dict):
            return
        self.requests += 1
        self.failed += receipt["status"] != "answered"
        own = shadow["cost"]
        self.own_usd.add(own["usd"])
        if own["cpu_s"] != 0:  # where nothing was computed, nothing is unknown
            self.own_joules.add(own["joules"])
        found = shadow["answer"] is not None
        for attempt in receipt["attempts"]:
            if attempt["tier"] in _MODELS:
                for total, spared, figure in (
                    (self.total_usd, self.spared_usd, attempt["cost"]["usd"]),
                    (self.total_joules, self.spared_joules, attempt["cost"]["joules"]),
                ):
                    total.add(figure)
                    if found:
                        spared.add(figure)
        if not found:
            return
        self.candidates += 1
        if shadow["agrees"] is None:
            self.unclear += 1
        elif shadow["agrees"]:
            self.agreements += 1
        else:
            said = {"receipt": receipt["id"], "ours": shadow["answer"], "model": receipt["text"]}
            self.disagreements.append(said)

    def to_json(self) -> Json:
        return {
            "requests": self.requests,
            "failed": self.failed,
            "candidates": self.candidates,
            "agreements": self.agreements,
            "unclear": self.unclear,
            "disagreements": self.disagreements,
            "models": {"usd": self.total_usd.to_json(), "joules": self.total_joules.to_json()},
            "own": {"usd": self.own_usd.to_json(), "joules": self.own_joules.to_json()},
            "saving": {
                "usd": _minus(self.spared_usd, self.own_usd).to_json(),
                "joules": _minus(self.spared_joules, self.own_joules).to_json(),
            },
        }


def _minus(left: Figure, right: Figure) -> Figure:
    """The range of a difference is widest where one is low and the other high."""
    return Figure(
        left.value - right.value,
        left.low - right.high,
        left.high - right.low,
        left.known + right.known,
        left.unknown + right.unknown,
    )
