"""Files of log records: JSON lines, CSV, a ledger; the first two also gzipped. One record at a time."""

from __future__ import annotations

import csv
import gzip
import io
import zlib
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, cast

import msgspec

from suffice.errors import UsageError
from suffice.learn.logs.form import Record
from suffice.learn.logs.forms.short import NAMES
from suffice.workload.lines import LIMIT_BYTES, read_lines

Number = int  # of a line, from 1; of a row in CSV and of a record in a ledger
Complain = Callable[[str, Number], None]  # what is wrong, and where
Wanted = Collection[Number] | None  # None: all
_LOOK = 1 << 16


def records(path: Path, wanted: Wanted, complain: Complain, fields: dict[str, str]) -> Iterator[tuple[Number, Record]]:
    """The records of one file, or only those wanted. ``fields``: our name of a field -> the file's own.

    Raises UsageError for a file that cannot be opened or is no log at all.
    """
    with _opened(path) as file:
        start = _look(file, path)
        if start.startswith(b"SQLite format 3\x00"):
            yield from _ledger(path, wanted)
        elif _is_lines(start):
            for number, record in _lines(file, wanted, complain):
                yield number, _renamed(record, fields)
        elif _is_table(start, fields):
            for number, record in _table(file, wanted, complain):
                yield number, _renamed(record, fields)
        elif start.lstrip()[:1] == b"[":
            raise UsageError(f"{path} is one JSON list: write one object a line (jq -c '.[]' {path.name})")
        else:
            raise UsageError(
                f"{path} is no log that can be read: write JSON lines, or CSV with columns such as prompt, answer and "
                "gold (--fields names other columns)"
            )


@contextmanager
def _opened(path: Path) -> Iterator[BinaryIO]:
    if path.is_dir():
        raise UsageError(f"{path} is a folder: name its files")
    try:
        with path.open("rb") as file:
            if not file.seekable():
                raise UsageError(f"{path} is a pipe, but logs are read more than once: save it to a file first")
            if file.read(2) == b"\x1f\x8b":
                file.seek(0)
                with gzip.GzipFile(fileobj=file) as unpacked:
                    yield cast(BinaryIO, unpacked)  # buffered by itself: a second buffer would lose a cut file's end
                return
            file.seek(0)
            yield file
    except FileNotFoundError:
        raise UsageError(f"there is no file {path}: check the path") from None
    except PermissionError as error:
        raise UsageError(f"{path} cannot be read ({error.strerror}): check its permissions") from None


def _look(file: BinaryIO, path: Path) -> bytes:
    """The first bytes; the file stands at its start again."""
    try:
        start = cast(io.BufferedReader, file).read1(_LOOK)
        file.seek(0)
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise UsageError(f"{path} is no whole gzip file ({error}): fetch it again") from None
    if not start.strip():
        raise UsageError(f"{path} is empty: nothing was logged")
    return start


def _is_lines(start: bytes) -> bool:
    """Whether any of the first lines begins an object: some of them may be broken."""
    return any(line.lstrip(b"\xef\xbb\xbf \t").startswith(b"{") for line in start.splitlines()[:50])


def _is_table(start: bytes, fields: dict[str, str]) -> bool:
    head = start.lstrip(b"\xef\xbb\xbf").split(b"\n", 1)[0].decode("utf-8", "replace")
    columns = {column.strip().strip('"').lower() for column in head.split(_comma(head))}
    known = {name for what in ("input", "system") for name in NAMES[what]} | {"messages"}
    return bool(columns & (known | {fields.get("input", "input").lower()}))


def _comma(head: str) -> str:
    return max(",;\t|", key=head.count)


def _renamed(record: Record, fields: dict[str, str]) -> Record:
    """Our names for the file's own; what had one of our names without being meant is dropped."""
    if not fields:
        return record
    meant = {ours: record[theirs] for ours, theirs in fields.items() if theirs in record}
    hidden = {name for ours in fields for name in NAMES.get(ours, (ours,))}
    return {name: value for name, value in record.items() if name not in hidden} | meant


def _lines(file: BinaryIO, wanted: Wanted, complain: Complain) -> Iterator[tuple[Number, Record]]:
    read = msgspec.json.Decoder(dict).decode
    number = 0
    try:
        for line in read_lines(file):
            number = line.number
            if wanted is not None and number not in wanted:
                continue
            if line.content is None:
                complain(f"longer than {LIMIT_BYTES >> 20} MiB", number)
                continue
            try:
                yield number, read(line.content)
            except (msgspec.DecodeError, UnicodeDecodeError) as error:
                what = "not a JSON object" if isinstance(error, msgspec.ValidationError) else "not JSON"
                complain(f"{what} ({str(error).removeprefix('JSON is malformed: ')})", number)
            except RecursionError:
                complain("nested too deeply", number)
    except (EOFError, zlib.error, gzip.BadGzipFile):
        complain("the gzip file ends early: what came before was read", number + 1)


def _table(file: BinaryIO, wanted: Wanted, complain: Complain) -> Iterator[tuple[Number, Record]]:
    csv.field_size_limit(LIMIT_BYTES)
    lines = io.TextIOWrapper(file, encoding="utf-8-sig", errors="surrogateescape", newline="")
    head = lines.readline()
    comma = _comma(head)
    columns = [column.strip().lower() for column in next(csv.reader([head], delimiter=comma))]
    rows = csv.reader(lines, delimiter=comma)
    number = 1
    while True:
        number += 1
        try:
            row = next(rows, None)
        except csv.Error as error:
            complain(f"not a row of CSV ({error})", number)
            continue
        except (EOFError, zlib.error, gzip.BadGzipFile):
            complain("the gzip file ends early: what came before was read", number)
            return
        if row is None:
            break
        if not row or (wanted is not None and number not in wanted):
            continue
        if len(row) != len(columns):
            complain(f"{len(row)} cells under {len(columns)} columns", number)
        elif any("\udc80" <= char <= "\udcff" for cell in row for char in cell if char > "\ud7ff"):
            complain("not UTF-8", number)
        else:
            yield number, {name: cell for name, cell in zip(columns, row, strict=True) if cell != ""}
    lines.detach()


def _ledger(path: Path, wanted: Wanted) -> Iterator[tuple[Number, Record]]:
    from suffice.ledgers.sqlite import SqliteLedger

    with SqliteLedger(path, writable=False) as ledger:
        for number, receipt in enumerate(ledger.receipts(), 1):
            if wanted is None or number in wanted:
                yield number, receipt
