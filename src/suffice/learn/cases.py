"""Logged requests of a group with the values of their references."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b

from suffice.learned import spelling
from suffice.learned.kinds.lookup import fingerprint, mark
from suffice.learned.predictor import Fields

UNSAID = "\0"  # a value of a reference that is not made of such values: no answer agrees with it


@dataclass(frozen=True, slots=True)
class Case:
    """One logged request of a group: its slots, and the values of the reference, all ``UNSAID`` where it says others.

    Such requests will come when it is served as well: they are not learned from, and every answer to them is an error.
    """

    fields: Fields
    values: Mapping[str, str]
    time: float | None = None
    user: str | None = None
    id: str = ""


def distinct_cases(cases: Sequence[Case], seed: int = 0) -> tuple[list[Case], int]:
    """One of the cases of each distinct request, and how many requests were answered in more than one way.

    Any of its answers, drawn without a look at them, neither the most frequent nor the first: what a reference would
    say once more is what has to be met, and a log may begin with its better days.
    """
    seen: dict[str, list[Case]] = {}
    for case in cases:
        seen.setdefault(fingerprint(case.fields), []).append(case)
    contradicted = sum(any(one.values != several[0].values for one in several) for several in seen.values())
    return [several[drawn(key, seed, len(several))] for key, several in seen.items()], contradicted


@dataclass(frozen=True, slots=True)
class Again:
    """A request that came again: ``usual`` has the most frequent of its answers, with the share that it has of them."""

    usual: Case
    share: float
    times: int


def again(cases: Sequence[Case]) -> list[Again]:
    """Those that came most often first."""
    seen: dict[int, dict[tuple[str, ...], list[Case]]] = {}
    for case in cases:
        said = tuple(map(spelling.folded, case.values.values()))
        seen.setdefault(mark(case.fields), {}).setdefault(said, []).append(case)
    found = []
    for answers in seen.values():
        most, times = max(answers.values(), key=len), sum(map(len, answers.values()))
        if times > 1:
            found.append(Again(most[0], len(most) / times, times))
    return sorted(found, key=lambda one: -one.times)


def unsettled(found: Sequence[Again], target: float) -> frozenset[int]:
    """Requests whose answers agree in less than ``target`` of them: nobody knows what is right."""
    return frozenset(mark(one.usual.fields) for one in found if one.share < target)


def drawn(key: str, seed: int, of: int) -> int:
    """One of so many numbers, the same each time."""
    return int.from_bytes(blake2b(f"{seed}\x00{key}".encode(), digest_size=8).digest(), "big") % of


def last_time(cases: Sequence[Case]) -> float | None:
    return max((case.time for case in cases if case.time is not None), default=None)
