"""Four disjoint parts of a group's examples: what is learned from, what chooses, what certifies, what audits.

Whole entities (users, else equal inputs) go to one part, so that no part has seen another's texts. Where the log has
times, entities are cut in the order of their first request: the future is never learned from.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from hashlib import blake2b

SHARES = {"train": 0.55, "select": 0.10, "certify": 0.25, "audit": 0.10}
FEW = 2_000  # rows below which more of them are needed to certify
SHARES_OF_FEW = {"train": 0.40, "select": 0.10, "certify": 0.40, "audit": 0.10}


@dataclass(frozen=True, slots=True)
class Row:
    """What decides where an example goes. Rows of one ``entity`` stay together. ``time``: seconds since 1970, UTC."""

    entity: Hashable
    time: float | None = None


@dataclass(frozen=True, slots=True)
class Parts:
    """Indices into the rows, each in exactly one part. ``ordered``: cut by time."""

    train: tuple[int, ...]
    select: tuple[int, ...]
    certify: tuple[int, ...]
    audit: tuple[int, ...]
    ordered: bool


def split(rows: Sequence[Row], seed: int = 0) -> Parts:
    """By time where every row has one, else by a hash of entity and seed."""
    ordered = bool(rows) and all(row.time is not None for row in rows)
    first: dict[Hashable, tuple] = {}
    members: dict[Hashable, list[int]] = {}
    for index, row in enumerate(rows):
        key = (row.time or 0.0, _drawn(row.entity, seed))
        first[row.entity] = min(first.get(row.entity, key), key)
        members.setdefault(row.entity, []).append(index)
    parts: dict[str, list[int]] = {name: [] for name in SHARES}
    ends, names, filled = _ends(len(rows)), list(SHARES), 0
    for entity in sorted(members, key=first.__getitem__):
        while len(names) > 1 and filled >= ends[names[0]]:
            names.pop(0)
        parts[names[0]] += members[entity]
        filled += len(members[entity])
    return Parts(**{name: tuple(sorted(found)) for name, found in parts.items()}, ordered=ordered)


def _ends(size: int) -> dict[str, float]:
    ends, total = {}, 0.0
    for name, share in (SHARES if size >= FEW else SHARES_OF_FEW).items():
        total += share
        ends[name] = total * size
    return ends


def _drawn(entity: Hashable, seed: int) -> bytes:
    return blake2b(f"{seed}\x00{entity}".encode(), digest_size=8).digest()
