"""A workload from receipts: who answered what of each group, how often it was right, and how long the replies are."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from suffice.hardware.pricing import (
    CHARS_PER_TOKEN,
    CHARS_PER_TOKEN_HIGH,
    CHARS_PER_TOKEN_LOW,
    REPLY,
    REPLY_HIGH,
    REPLY_LOW,
    STEPS,
    STEPS_HIGH,
    STEPS_LOW,
)
from suffice.plan.profiles import certificates_in, learned
from suffice.plan.workload import Evidence, Group, Workload, assured, per_month
from suffice.ports import Meter
from suffice.records import Json, Range
from suffice.report import gather as report

_EXACT = ("symbolic", "learned")
_NOTHING = Range(0, 0, 0, "")


@dataclass(slots=True)
class _Lengths:
    """Tokens of the requests and replies of one group, summed."""

    prompt: Range = _NOTHING
    reply: Range = _NOTHING
    count: int = 0

    def add(self, receipt: Json) -> None:
        self.count += 1
        usage = next((one["usage"] for one in reversed(receipt["attempts"]) if one["usage"]), None)
        read, written = (usage["prompt_tokens"], usage["completion_tokens"]) if usage else (None, None)
        self.prompt += _exactly(read) if read is not None else _tokens(_asked(receipt["task"]))
        if written is not None:
            self.reply += _exactly(written)
        elif receipt["text"] is None:
            self.reply += Range(REPLY, REPLY_LOW, REPLY_HIGH, "")
        else:
            self.reply += _tokens(len(receipt["text"])) + Range(STEPS, STEPS_LOW, STEPS_HIGH, "")

    def each(self, total: Range) -> Range:
        value, low, high = (one / self.count for one in (total.value, total.low, total.high))
        return Range(value, low, high, "counted, or from characters")


def read_receipts(receipts: Iterable[Json], where: str, solvers: Path | None, meter: Meter) -> Workload:
    """Raises UsageError for receipts that this version does not write."""
    lengths: dict[str, _Lengths] = {}
    times: list[datetime] = []

    def seen(group: report.Group, receipt: Json) -> None:
        lengths.setdefault(group.name, _Lengths()).add(receipt)
        created = datetime.fromisoformat(receipt["created"])
        if created.tzinfo is None:
            raise ValueError("'created' has no time zone")
        times.append(created)

    found = report.gather(receipts, solvers, meter, seen=seen)
    certificates = certificates_in(solvers) if solvers else {}
    seconds = (max(times) - min(times)).total_seconds() if times else None
    _, told = per_month(found.requests, seconds)
    groups = []
    for group in sorted(found.groups.values(), key=lambda one: -one.requests):
        tiers = {tier: one for tier in ("symbolic", "learned", "moe", "frontier") if (one := _evidence(group, tier))}
        covered = sum(tiers[tier].coverage for tier in _EXACT if tier in tiers)
        if group.name in certificates:
            tiers["learned"] = learned(certificates[group.name], tiers.get("frontier"))
            covered = max(covered, tiers["learned"].coverage)
        own = lengths[group.name]
        groups.append(
            Group(
                group.name, group.title, per_month(group.requests, seconds)[0], own.each(own.prompt),
                own.each(own.reply), tiers, min(1.0, covered),
            )
        )  # fmt: skip
    notes = [told]
    if found.forgotten:
        notes.append(f"{found.forgotten} receipts were forgotten and are not planned for")
    return Workload(tuple(groups), found.model, where, tuple(notes))


def _evidence(group: report.Group, tier: str) -> Evidence | None:
    cells = [cell for who, cell in group.cells.items() if who.startswith(f"{tier}: ")]
    answered, right = sum(cell.answered for cell in cells), sum(cell.right for cell in cells)
    graded = right + sum(cell.wrong for cell in cells)
    if not answered:
        return None
    accuracy, said = _accuracy(tier, right, graded, all(set(cell.levels) == {"proved"} for cell in cells))
    how = f"answered {answered} of {group.requests}, {said}"
    coverage = answered / group.requests if tier in _EXACT else 1.0
    return Evidence(coverage, accuracy, how, group.requests)


def _accuracy(tier: str, right: int, graded: int, proved: bool) -> tuple[float | None, str]:
    """The frontier counts as graded, others as their grades assure; what is proved is right unless a grade says no."""
    if not graded:
        return (1.0, "all proved, none graded") if proved else (None, "none of them graded")
    told = f"{right} of {graded} graded ones right"
    if tier == "frontier" or (proved and right == graded):
        return right / graded, told
    return assured(right, graded), f"{told}: with 95% confidence at least {assured(right, graded):.4g} are"


def _exactly(tokens: float) -> Range:
    return Range(tokens, tokens, tokens, "")


def _tokens(chars: float) -> Range:
    return Range(chars / CHARS_PER_TOKEN, chars / CHARS_PER_TOKEN_HIGH, chars / CHARS_PER_TOKEN_LOW, "")


def _asked(task: Json) -> int:
    if not isinstance(task, dict):
        return 0
    if isinstance(task.get("input"), str):
        return len(task["input"])
    return sum(len(str(one.get("content", ""))) for one in task.get("messages") or () if isinstance(one, dict))
