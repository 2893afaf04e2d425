"""The shapes in a log: a sample of each kind of request is taken in one pass, fetched in another, and mined."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from suffice.learn import mining
from suffice.learn.alignment import tokens
from suffice.learn.logs import Logged, Logs
from suffice.learn.mixture import Doc
from suffice.learn.sketch import HASH_SPACE, Sample, batches, hashed
from suffice.learned.shape import Shape, form, plain
from suffice.records import Json

SAMPLE = 3000  # distinct requests of each kind
_ADDRESSES = 400_000  # in all samples together
_KINDS = 5000
_PROMPTS = 200  # system prompts of the same roles that are told apart
_PROMPT_CHARS = 4000
_VARIANTS = 3  # more prompts than these that are alike are one prompt with slots
_ALIKE = 0.5  # share of passages
_FACTORS = tuple(random.Random(1).randrange(1, HASH_SPACE, 2) for _ in range(24))
_CHARS = 20_000_000  # of text in memory, with its tokens
_ALIGNED_CHARS = 8_000_000  # of one pool
MOST = 300  # shapes

Head = tuple[tuple[str, ...], str | None]  # roles, form
Advance = Callable[[Logged], None]


@dataclass(slots=True)
class Kind:
    """Requests of the same roles, form and system prompt. ``chars``: of all their texts. ``signature`` of the prompt:
    two of them agree in about as many places as the prompts share passages."""

    head: Head
    signature: tuple[int, ...] = ()
    count: int = 0
    chars: int = 0
    sample: Sample = field(default_factory=lambda: Sample(SAMPLE))


class Sampling:
    """The first pass. ``kinds`` is bounded; what is beyond is sampled without regard to its system prompt."""

    def __init__(self) -> None:
        self.kinds: dict[int, Kind] = {}
        self.rows = 0
        self.odd = 0  # requests that hold more than text
        self._held = 0
        self._most = SAMPLE

    def add(self, logged: Logged) -> None:
        task = logged.task
        self.rows += 1
        if not plain(task):
            self.odd += 1
            return
        head = (tuple(message.role for message in task.messages), form(task))
        texts = [message.content for message in task.messages]
        system = [text for role, text in zip(head[0], texts, strict=True) if role in ("system", "developer")]
        name = hashed(*head[0], head[1] or "", *system)
        kind = self.kinds.get(name)
        if kind is None:
            if len(self.kinds) >= _KINDS:
                name = hashed(*head[0], head[1] or "")
            kind = self.kinds.setdefault(name, Kind(head, _signature(system), sample=Sample(self._most)))
        kind.count += 1
        kind.chars += sum(map(len, texts))
        before = len(kind.sample.held)
        kind.sample.add(hashed(*texts), logged.address)
        self._held += len(kind.sample.held) - before
        if self._held > _ADDRESSES:
            self._thin()

    def _thin(self) -> None:
        self._most //= 2
        for kind in self.kinds.values():
            kind.sample.shrink(min(kind.sample.most, self._most))
        self._held = sum(len(kind.sample.held) for kind in self.kinds.values())

    def to_json(self) -> Json:
        kinds = [
            [name, [list(kind.head[0]), kind.head[1]], kind.signature, kind.count, kind.chars, kind.sample.to_json()]
            for name, kind in self.kinds.items()
        ]
        return {"kinds": kinds, "rows": self.rows, "odd": self.odd, "most": self._most}

    @classmethod
    def from_json(cls, value: Json) -> Sampling:
        sampling = cls()
        for name, (roles, stated), signature, count, chars, sample in value["kinds"]:
            kind = Kind((tuple(roles), stated), tuple(signature), count, chars, Sample.from_json(sample))
            sampling.kinds[name] = kind
        sampling.rows, sampling.odd, sampling._most = value["rows"], value["odd"], value["most"]
        sampling._held = sum(len(kind.sample.held) for kind in sampling.kinds.values())
        return sampling


def find(logs: Logs, sampling: Sampling) -> list[Shape]:
    """The shapes of what was sampled, those of the most frequent kinds first, at most ``MOST``."""
    found: dict[Shape, int] = {}
    pools = [_Pool.of(head, kinds) for head, kinds in _pooled(sampling)]
    for batch in batches(pools, lambda pool: pool.chars, _CHARS):
        wanted = {address: pool for pool in batch for address in pool.addresses}
        for logged in logs.at(wanted):
            wanted[logged.address].add(logged)
        for pool in batch:
            docs = list(pool.docs.values())
            for shape in mining.shapes(docs, *pool.head):
                fitting = sum(shape.cut(list(doc.texts)) is not None for doc in docs)
                found[shape] = found.get(shape, 0) + pool.rows * fitting // max(1, len(docs))
            pool.docs.clear()
    return sorted(found, key=lambda shape: -found[shape])[:MOST]


@dataclass(slots=True)
class _Pool:
    """Kinds that are mined together, and the requests to look at, as many as can be aligned."""

    head: Head
    rows: int
    addresses: set[int]
    chars: float
    docs: dict[tuple[str, ...], Doc] = field(default_factory=dict)

    @classmethod
    def of(cls, head: Head, kinds: list[Kind]) -> _Pool:
        rows = sum(kind.count for kind in kinds)
        chars = sum(kind.chars for kind in kinds) / rows
        most = max(mining.FEWEST, min(SAMPLE, int(_ALIGNED_CHARS / max(1.0, chars))))
        addresses: set[int] = set()
        for kind in kinds:
            share = max(1, round(most * kind.count / rows))
            addresses.update(address for _, address in sorted(kind.sample.held.items())[:share])
        return cls(head, rows, addresses, chars * len(addresses))

    def add(self, logged: Logged) -> None:
        texts = tuple(message.content.replace("\r\n", "\n") for message in logged.task.messages)
        known = self.docs.get(texts)
        users = frozenset((logged.user,) if logged.user else ()) | (known.users if known else frozenset())
        self.docs[texts] = Doc(texts, known.tokens if known else tuple(map(tokens, texts)), users)


def _pooled(sampling: Sampling) -> Iterator[tuple[Head, list[Kind]]]:
    """Kinds that are mined together: rare ones, and those whose system prompts are variants of each other."""
    by_head: dict[Head, list[Kind]] = {}
    for kind in sorted(sampling.kinds.values(), key=lambda kind: -kind.count):
        by_head.setdefault(kind.head, []).append(kind)
    for head, kinds in by_head.items():
        variants: list[list[Kind]] = []
        for kind in kinds:
            like = next((one for one in variants if _alike(one[0], kind)), None)
            if like is not None:
                like.append(kind)
            elif len(variants) < _PROMPTS:
                variants.append([kind])
            else:
                variants[-1].append(kind)
        rare: list[Kind] = []
        for several in variants:
            if len(several) > _VARIANTS:
                yield head, several
                continue
            for kind in several:
                if len(kind.sample.held) >= mining.FEWEST:
                    yield head, [kind]
                else:
                    rare.append(kind)
        if rare:
            yield head, rare


def _signature(system: list[str]) -> tuple[int, ...]:
    """The least of several hashes of the pairs of words in the system prompt; nothing for none."""
    words = [word for text in system for word in tokens(text[:_PROMPT_CHARS]) if not word.isspace()]
    pairs = [hashed(*pair) for pair in pairwise(words)]
    return tuple(min(hash * factor % HASH_SPACE for hash in pairs) for factor in _FACTORS) if pairs else ()


def _alike(one: Kind, other: Kind) -> bool:
    same = sum(left == right for left, right in zip(one.signature, other.signature, strict=False))
    return same >= _ALIKE * len(_FACTORS)
