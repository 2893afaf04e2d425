"""Files that are there whole or not at all."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO


@contextmanager
def whole(path: Path) -> Iterator[BinaryIO]:
    """Write beside ``path``; what was written takes its place when the block ends without an error."""
    beside = path.with_name(path.name + ".part")
    with beside.open("wb") as file:
        yield file
    beside.replace(path)
