"""Counts in bounded memory: samples that do not depend on order, numbers of distinct things, the usual among many.

All of them are plain data and can be stored and taken up again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from hashlib import blake2b
from heapq import heappush, heapreplace
from typing import TypeVar

from suffice.records import Json

HASH_SPACE = 1 << 63
T = TypeVar("T")


def hashed(*texts: str) -> int:
    """A hash below ``HASH_SPACE``."""
    digest = blake2b("\0".join(texts).encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(digest, "big") >> 1


def batches(things: Iterable[T], cost: Callable[[T], float], most: float) -> Iterator[list[T]]:
    """The things in their order, as many together as cost no more than ``most``; one always fits."""
    batch, spent = [], 0.0
    for thing in things:
        price = cost(thing)
        if batch and spent + price > most:
            yield batch
            batch, spent = [], 0.0
        batch.append(thing)
        spent += price
    if batch:
        yield batch


@dataclass(slots=True)
class Sample:
    """The ``most`` distinct things of smallest hash: a uniform sample, whatever the order. Each has an ``address``."""

    most: int
    held: dict[int, int] = field(default_factory=dict)  # hash -> address of the first
    _heap: list[int] = field(default_factory=list)  # hashes, negative

    def add(self, hash: int, address: int) -> bool:
        """Whether it is in the sample now."""
        if hash in self.held:
            return True
        if len(self.held) < self.most:
            heappush(self._heap, -hash)
        elif hash < -self._heap[0]:
            del self.held[-heapreplace(self._heap, -hash)]
        else:
            return False
        self.held[hash] = address
        return True

    def shrink(self, most: int) -> None:
        self.most = most
        kept = sorted(self.held)[:most]
        self.held = {hash: self.held[hash] for hash in kept}
        self._heap = sorted(-hash for hash in kept)

    @property
    def distinct(self) -> int:
        """How many distinct things there were: exact while all of them are held, else within some percent."""
        if len(self.held) < self.most:
            return len(self.held)
        return round((self.most - 1) * HASH_SPACE / max(1, -self._heap[0]))

    @property
    def whole(self) -> bool:
        """Whether nothing was left out."""
        return len(self.held) < self.most

    def to_json(self) -> Json:
        return [self.most, [[hash, address] for hash, address in self.held.items()]]

    @classmethod
    def from_json(cls, value: Json) -> Sample:
        sample = cls(value[0])
        for hash, address in value[1]:
            sample.add(hash, address)
        return sample


@dataclass(slots=True)
class Counts:
    """How often each of the first ``most`` distinct things came, and how often all others together."""

    most: int
    held: dict[int, list[int]] = field(default_factory=dict)  # hash -> [count, address of the first]
    others: int = 0

    def add(self, hash: int, address: int) -> None:
        entry = self.held.get(hash)
        if entry is not None:
            entry[0] += 1
        elif len(self.held) < self.most:
            self.held[hash] = [1, address]
        else:
            self.others += 1

    @property
    def total(self) -> int:
        return self.others + sum(count for count, _ in self.held.values())

    def top(self, number: int) -> list[tuple[int, int]]:
        """(count, address) of the most frequent."""
        return [(count, address) for count, address in sorted(self.held.values(), key=lambda e: (-e[0], e[1]))[:number]]

    def to_json(self) -> Json:
        return [self.most, self.others, [[hash, *entry] for hash, entry in self.held.items()]]

    @classmethod
    def from_json(cls, value: Json) -> Counts:
        return cls(value[0], {hash: [count, address] for hash, count, address in value[2]}, value[1])
