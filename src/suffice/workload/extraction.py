"""A file of texts in, a file of spans out: one line each, in the order of the texts, and nothing half written."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from suffice.errors import UsageError
from suffice.records import Json
from suffice.symbolic.extraction.spans import extract
from suffice.workload.lines import Line, opened, read_lines
from suffice.workload.tasks import load


def count(path: Path) -> int:
    """How many lines hold anything. Raises UsageError for a file that cannot be read, or holds nothing."""
    with opened(path) as file:
        texts = sum(1 for _ in read_lines(file))
    if not texts:
        raise UsageError(f'{path} holds no texts: write one JSON object a line, {{"id": ..., "input": ...}}')
    return texts


def extract_file(texts: Path, output: Path, now: str | None, advance: Callable[[], None]) -> int:
    """Write the spans of every line of ``texts``; the number of lines that could not be read.

    ``now``: for lines that say none. Raises UsageError where ``output`` cannot be written.
    """
    failed = 0
    with opened(texts) as file, _written(output, texts) as out:
        for line in read_lines(file):
            record = spans_of(line, now)
            failed += "error" in record
            out.write(json.dumps(record, ensure_ascii=False).encode("utf-8", "backslashreplace") + b"\n")
            advance()
    return failed


def spans_of(line: Line, now: str | None = None) -> Json:
    """The record of one line: its id and spans, or its id where one could be read and one clear error."""
    name = None
    try:
        request = load(line)
        name = request.get("id")
        if isinstance(name, bool) or not isinstance(name, str | int):
            name = None
            raise ValueError('no id; give each text a string of its own, such as "id": "t1"')
        text = request.get("input")
        if not isinstance(text, str):
            raise ValueError('no input; write the text as a string, "input": "..."')
        said = request.get("now", now)
        if said is not None and not isinstance(said, str):
            raise ValueError("now is no string; write ISO 8601, such as 2026-03-17T09:00:00")
        return {"id": name, "spans": [span.to_json() for span in extract(text, now=said)]}
    except (ValueError, UsageError) as error:
        return {"id": name, "line": line.number, "error": f"line {line.number}: {error}"}


@contextmanager
def _written(path: Path, texts: Path) -> Iterator[BinaryIO]:
    """A file that appears under its name only when it is whole. Nothing is ever overwritten."""
    if not path.parent.is_dir():
        raise UsageError(f"there is no folder {path.parent}: make it, or name another file for the spans")
    if path.exists():
        if path.samefile(texts):
            raise UsageError(f"{path} is the file of texts: name another file for the spans")
        if path.is_dir():
            raise UsageError(f"{path} is a folder: name a file for the spans")
        if path.is_file() and path.stat().st_size:
            raise UsageError(f"{path} exists: name another file, or remove it")
        if not path.is_file():  # a pipe, or a device
            with path.open("wb") as out:
                yield out
            return
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        try:
            out = part.open("xb")
        except OSError as error:
            raise UsageError(f"{path} cannot be written ({error.strerror}): name another file") from None
        with out:
            yield out
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
