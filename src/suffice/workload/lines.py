"""Lines of a file, one at a time, however long or broken they are: memory stays bounded."""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from suffice.errors import UsageError

LIMIT_BYTES = 4 << 20
_PIECE_BYTES = 1 << 16


@dataclass(frozen=True, slots=True)
class Line:
    """One line without its end. ``content`` is None where the line is longer than ``LIMIT_BYTES``."""

    number: int  # as editors count: from 1, blank lines included
    size_bytes: int
    content: bytes | None


@contextmanager
def opened(path: Path) -> Iterator[BinaryIO]:
    """The file, open for reading. Raises UsageError, in one line, where it is none that can be read twice."""
    if path.is_dir():
        raise UsageError(f"{path} is a folder: name a file of JSON lines")
    try:
        with path.open("rb") as file:
            if not file.seekable():
                raise UsageError(f"{path} is a pipe, but tasks are read twice: save them to a file first")
            yield file
    except FileNotFoundError:
        raise UsageError(f"there is no file {path}: check the path") from None
    except (PermissionError, IsADirectoryError) as error:
        raise UsageError(f"{path} cannot be read ({error.strerror}): check its permissions") from None


def read_lines(file: BinaryIO, first_number: int = 1) -> Iterator[Line]:
    """The lines that hold anything: blank ones are skipped, and still counted. A byte order mark is dropped."""
    number = first_number
    while start := file.readline(LIMIT_BYTES + 2):
        size_bytes = len(start)
        if not start.endswith(b"\n") and size_bytes == LIMIT_BYTES + 2:
            while piece := file.readline(_PIECE_BYTES):
                size_bytes += len(piece)
                if piece.endswith(b"\n"):
                    break
        content = start.removesuffix(b"\n").removesuffix(b"\r")
        if number == 1:
            content = content.removeprefix(codecs.BOM_UTF8)
        if len(content) > LIMIT_BYTES:
            yield Line(number, size_bytes, None)
        elif content.strip():
            yield Line(number, size_bytes, content)
        number += 1
