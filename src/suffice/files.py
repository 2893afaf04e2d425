"""Files that are there whole or not at all, whatever happens while they are written."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from suffice.errors import UsageError


@contextmanager
def whole(path: Path, cure: str = "name another place") -> Iterator[BinaryIO]:
    """What is written takes the place of ``path`` when the block ends without an error. A link stays one, and a device
    (``/dev/stdout``) is written to. Raises UsageError, with the cure, where it cannot be written."""
    try:
        place = path.resolve()
        if place.exists() and not place.is_file():
            with place.open("wb") as device:  # a folder says here that it is one
                yield device
            return
        part = place.with_name(f".{place.name}.{os.getpid()}.part")
        try:
            with part.open("wb") as file:
                yield file
            part.replace(place)
        finally:
            part.unlink(missing_ok=True)
    except OSError as error:
        raise UsageError(f"{path} cannot be written ({error.strerror}): {cure}") from None


def write(path: Path, content: str | bytes, cure: str = "name another place") -> None:
    """Write a file as ``whole`` does."""
    with whole(path, cure) as file:
        file.write(content.encode() if isinstance(content, str) else content)
