"""The shapes in a log: a sample of each kind of request is taken in one pass, fetched in another, and mined."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from suffice.learn import mining
from suffice.learn.alignment import tokens
from suffice.learn.logs import Logged, Logs
from suffice.learn.mixture import Doc
from suffice.learn.sketch import Sample, batches, hashed
from suffice.learned.shape import Shape, form, plain
from suffice.records import Json

SAMPLE = 3000  # distinct requests of each kind
_ADDRESSES = 400_000  # in all samples together
_KINDS = 5000
_MANY_HEADS = 20  # more system prompts than these are variants of each other
_CHARS = 20_000_000  # of text in memory, with its tokens
_ALIGNED_CHARS = 8_000_000  # of one pool
MOST = 300  # shapes

Head = tuple[tuple[str, ...], str | None]  # roles, form
Advance = Callable[[Logged], None]


@dataclass(slots=True)
class Kind:
    """Requests of the same roles, form and system prompt. ``chars``: of all their texts."""

    head: Head
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
            kind = self.kinds.setdefault(name, Kind(head, sample=Sample(self._most)))
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
            [name, [list(kind.head[0]), kind.head[1]], kind.count, kind.chars, kind.sample.to_json()]
            for name, kind in self.kinds.items()
        ]
        return {"kinds": kinds, "rows": self.rows, "odd": self.odd, "most": self._most}

    @classmethod
    def from_json(cls, value: Json) -> Sampling:
        sampling = cls()
        for name, (roles, stated), count, chars, sample in value["kinds"]:
            sampling.kinds[name] = Kind((tuple(roles), stated), count, chars, Sample.from_json(sample))
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
    """Kinds that are mined together: rare ones, and those whose system prompts are too many to be all constant."""
    by_head: dict[Head, list[Kind]] = {}
    for kind in sampling.kinds.values():
        by_head.setdefault(kind.head, []).append(kind)
    for head, kinds in sorted(by_head.items(), key=lambda item: -sum(kind.count for kind in item[1])):
        alone = [kind for kind in kinds if len(kind.sample.held) >= mining.FEWEST]
        if len(alone) > _MANY_HEADS:
            alone = []
        for kind in sorted(alone, key=lambda kind: -kind.count):
            yield head, [kind]
        rest = [kind for kind in kinds if not any(kind is one for one in alone)]
        if rest:
            yield head, rest
