"""The look ahead at a task file: how many tasks, and no id twice. Nothing is answered before it is done."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path

from suffice.errors import UsageError
from suffice.workload.lines import opened, read_lines
from suffice.workload.tasks import claimed_id


@dataclass(frozen=True, slots=True)
class Survey:
    """``tasks`` counts every line that holds anything, unreadable ones included."""

    tasks: int


def survey(path: Path) -> Survey:
    """Read the file once, keeping 16 bytes for each id. Raises UsageError for two tasks with one id, or none at all."""
    seen: set[bytes] = set()
    tasks = 0
    with opened(path) as file:
        for line in read_lines(file):
            tasks += 1
            name = claimed_id(line)
            if name is None:
                continue
            key = fingerprint(name)
            if key in seen:
                first = _first(path, name)
                raise UsageError(
                    f"{path}: lines {first} and {line.number} have the same id '{name[:80]}': give each task its own"
                )
            seen.add(key)
    if not tasks:
        raise UsageError(f'{path} holds no tasks: write one JSON object a line, {{"id": ..., "input": ...}}')
    return Survey(tasks)


def fingerprint(name: str) -> bytes:
    """Sixteen bytes that stand for an id."""
    return blake2b(name.encode("utf-8"), digest_size=16).digest()


def _first(path: Path, name: str) -> int:
    with opened(path) as file:
        return next(line.number for line in read_lines(file) if claimed_id(line) == name)
