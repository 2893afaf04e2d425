"""What is to be planned for: groups of requests, how many there are, and what is known of who can answer them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from math import exp, inf, lgamma, log, log1p
from typing import Any

from suffice.errors import UsageError
from suffice.records import Json, Range

DAYS_PER_MONTH = 365.25 / 12


@dataclass(frozen=True, slots=True)
class Evidence:
    """What one tier can do for a group. ``coverage``: share of its requests that it answers at most; ``accuracy``:
    share of these that are right, None where nobody knows; ``how``: what says so; ``sample``: requests behind it."""

    coverage: float
    accuracy: float | None
    how: str
    sample: int | None = None

    def __post_init__(self) -> None:
        if not (0 <= self.coverage <= 1 and 0 <= (self.accuracy or 0.0) <= 1):
            raise ValueError(f"coverage and accuracy are shares, got {self.coverage} and {self.accuracy}")

    def to_json(self) -> Json:
        return {"coverage": self.coverage, "accuracy": self.accuracy, "how": self.how, "sample": self.sample}


@dataclass(frozen=True, slots=True)
class Group:
    """``prompt`` and ``reply``: tokens of one request. ``joint``: share that symbolic and learned cover together.
    ``tiers``: evidence by tier; a tier that is not there is not an option, but models always are."""

    name: str
    title: str
    requests_per_month: float
    prompt: Range
    reply: Range
    tiers: Mapping[str, Evidence]
    joint: float = 1.0
    target: float | None = None

    def __post_init__(self) -> None:
        if not isinstance(self.name, str) or not 0 <= self.requests_per_month < inf:
            raise ValueError(f"a group has a name and a number of requests, got {self.name!r}")
        for one in (self.prompt, self.reply):
            if not 0 <= one.low <= one.value <= one.high < inf:
                raise ValueError(f"tokens satisfy 0 <= low <= value <= high, got {one.low}, {one.value}, {one.high}")

    def to_json(self) -> Json:
        return {
            "name": self.name,
            "title": self.title,
            "requests_per_month": self.requests_per_month,
            "prompt_tokens": self.prompt.to_json(),
            "reply_tokens": self.reply.to_json(),
            "joint": self.joint,
            "target": self.target,
            "evidence": {tier: one.to_json() for tier, one in self.tiers.items()},
        }


@dataclass(frozen=True, slots=True)
class Workload:
    """``model``: what the traffic is compared with; ``notes``: what was assumed in reading it."""

    groups: tuple[Group, ...]
    model: str | None
    source: str
    notes: tuple[str, ...] = ()

    def to_json(self) -> Json:
        return {
            "source": self.source,
            "model": self.model,
            "groups": [group.to_json() for group in self.groups],
            "notes": list(self.notes),
        }


def per_month(rows: int, seconds: float | None) -> tuple[float, str]:
    """Requests of a month, and in words how they were told. A file of less than a day is taken for a month's."""
    days = (seconds or 0.0) / 86_400
    if days < 1:
        return float(rows), "no day passes in it, or it has no times: taken for one month of requests"
    return rows * DAYS_PER_MONTH / days, f"{days:.1f} days of requests, restated for a month"


def assured(right: int, graded: int) -> float:
    """The share that is right with 95% confidence, when ``right`` of ``graded`` answers were: Clopper and Pearson.

    59 without an error assure 0.95.
    """
    if right <= 0:
        return 0.0
    low, high = 0.0, 1.0
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if _at_most(graded - right, graded, 1 - middle) < 0.05 else (low, middle)
    return low


def _at_most(wrong: int, graded: int, risk: float) -> float:
    """The chance of so few errors, or fewer, where each answer is wrong with the chance ``risk``; 1 where it is more
    likely than not."""
    if risk <= 0:
        return 1.0
    if risk >= 1:
        return float(wrong >= graded)
    whole = lgamma(graded + 1)
    if wrong >= graded * risk:
        return 1.0  # more likely than not; whoever asks wants to know whether it is unlikely
    part = exp(
        whole - lgamma(wrong + 1) - lgamma(graded - wrong + 1) + wrong * log(risk) + (graded - wrong) * log1p(-risk)
    )
    total = 0.0
    for k in range(wrong, -1, -1):  # below the mean each part is less than the one before
        total += part
        part *= k / (graded - k + 1) * (1 - risk) / risk
        if part <= total * 1e-17:
            break
    return total


def stated(workload: Workload, rows: Mapping[str, Any], where: str) -> Workload:
    """With what the operator says of groups, in ``[groups.NAME]``: more groups, or other figures. Raises UsageError."""
    groups = {group.name: group for group in workload.groups}
    for name, row in rows.items():
        if row is False:
            groups.pop(name, None)
            continue
        if not isinstance(row, Mapping):
            raise UsageError(f"{where}: groups.{name} must be a table, or false to leave the group out")
        odd = set(row) - {"title", "requests_per_month", "prompt_tokens", "reply_tokens", "target", "joint", *_TIERS}
        if odd:
            raise UsageError(f"{where}: no key '{min(odd)}' in groups.{name}")
        groups[name] = _stated(groups.get(name), name, row, f"{where}: groups.{name}")
    if not groups:
        raise UsageError(
            f"{where}: there are no groups to plan for: name a profile or a ledger, or state [groups.NAME]"
        )
    return replace(workload, groups=tuple(groups.values()))


_GRADED = 1e9  # answers, at most
_TIERS = ("symbolic", "learned", "moe", "frontier")


def _stated(group: Group | None, name: str, row: Mapping[str, Any], where: str) -> Group:
    if group is None:
        missing = {"requests_per_month", "prompt_tokens", "reply_tokens"} - row.keys()
        if missing:
            raise UsageError(f"{where}: '{min(missing)}' is missing; no profile or ledger names this group")
        nothing = Range(0, 0, 0, "")
        group = Group(name, name, 0.0, nothing, nothing, {})
    changes: dict[str, Any] = {}
    if "requests_per_month" in row:
        changes["requests_per_month"] = _number(row["requests_per_month"], f"{where}.requests_per_month")
    for key, field in (("prompt_tokens", "prompt"), ("reply_tokens", "reply")):
        if key in row:
            tokens = _number(row[key], f"{where}.{key}")
            changes[field] = Range(tokens, tokens, tokens, "as stated")
    for key in ("target", "joint"):
        if key in row:
            changes[key] = _number(row[key], f"{where}.{key}", 1.0)
    if "title" in row:
        if not isinstance(row["title"], str) or not row["title"].strip():
            raise UsageError(f"{where}.title must be text")
        changes["title"] = row["title"]
    tiers = dict(group.tiers)
    for tier in _TIERS:
        if row.get(tier) is False:
            tiers.pop(tier, None)
        elif tier in row:
            tiers[tier] = _evidence(row[tier], tiers.get(tier), f"{where}.{tier}")
    return replace(group, **changes, tiers=tiers)


def _evidence(row: Any, before: Evidence | None, where: str) -> Evidence:
    if not isinstance(row, Mapping) or set(row) - {"coverage", "accuracy", "how", "sample", "right", "graded"}:
        raise UsageError(
            f"{where} must be a table with coverage, accuracy (or right and graded), how, sample; or false"
        )
    if "graded" in row or "right" in row:
        graded = int(_number(row.get("graded"), f"{where}.graded", _GRADED))
        right = int(_number(row.get("right"), f"{where}.right", graded))
        how = f"{right} of {graded} graded answers: with 95% confidence at least {assured(right, graded):.4g} are right"
        row = {"accuracy": assured(right, graded), "how": how, **row}
    coverage = row.get("coverage", before.coverage if before else 1.0)
    accuracy = row.get("accuracy", before.accuracy if before else None)
    sample = row.get("sample", before.sample if before else None)
    return Evidence(
        _number(coverage, f"{where}.coverage", 1.0),
        None if accuracy is None else _number(accuracy, f"{where}.accuracy", 1.0),
        str(row.get("how", "as stated")),
        None if sample is None else int(_number(sample, f"{where}.sample")),
    )


def _number(value: Any, where: str, most: float = 1e15) -> float:
    if not isinstance(value, int | float) or isinstance(value, bool) or not 0 <= value <= most:
        raise UsageError(f"{where} must be a number, from 0 to {most:g}, not {value!r}")
    return float(value)
