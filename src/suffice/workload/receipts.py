"""The file of receipts: begun, or gone on with after a run was cut short.

Beside RECEIPTS stands RECEIPTS.run, which names the run in the ledger: by it, ``--resume`` finds the receipts
that were committed but not yet written here. The file itself shows which tasks are done, because each receipt
holds its request.
"""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

from suffice import files
from suffice.errors import SufficeError, UsageError
from suffice.records import Json
from suffice.workload.lines import Line, opened, read_lines
from suffice.workload.tasks import as_request, claimed_id

_KEYS = {"id", "task_id", "status", "task", "tier", "answer", "attempts", "cost", "instead", "guarantee"}
_JSON = json.JSONEncoder(separators=(", ", ": "))


@dataclass(slots=True)
class ReceiptFile:
    """An open file of receipts. ``written`` counts the receipts in it, which answer the first lines of the tasks."""

    path: Path
    run: str
    stream: IO[bytes]
    written: int = 0
    ids: set[str] = field(default_factory=set)  # of the receipts that were there when the run was resumed

    def write(self, receipt: Json) -> None:
        """Add one receipt. Raises SufficeError where the disk refuses."""
        try:
            self.stream.write(_JSON.encode(receipt).encode() + b"\n")
            self.stream.flush()
        except BrokenPipeError:
            raise
        except OSError as error:
            raise SufficeError(
                f"cannot write {self.path} ({error.strerror}): free space there, then run again with --resume"
            ) from None
        self.written += 1

    def close(self) -> None:
        with suppress(OSError):  # every write was flushed; what the disk refused then, it refuses now
            self.stream.close()


def check_place(path: Path, tasks: Path, resuming: bool) -> None:
    """Raises UsageError where receipts cannot go. Nothing is ever overwritten."""
    if not path.exists():
        if not path.parent.is_dir():
            raise UsageError(f"there is no folder {path.parent}: make it, or name another file for the receipts")
        return
    if path.samefile(tasks):
        raise UsageError(f"{path} is the tasks file: name another file for the receipts")
    if path.is_dir():
        raise UsageError(f"{path} is a folder: name a file for the receipts")
    if resuming and not path.is_file():
        raise UsageError(f"{path} is no regular file: --resume needs one")
    if not resuming and path.is_file() and (path.stat().st_size or _note(path).exists()):
        raise UsageError(f"{path} exists: add --resume to go on with it, or name another file")


def begin(path: Path, tasks: Path, ledger: Path, run: str) -> ReceiptFile:
    """A new file. Raises UsageError where it cannot be written, or another run writes it."""
    if path.exists() and not path.is_file():  # a pipe, or a device
        return ReceiptFile(path, run, _open(path, "wb"))
    stream = _locked(path)
    _write_note(path, {"run": run, "ledger": str(ledger.resolve()), "tasks": str(tasks)})
    return ReceiptFile(path, run, stream)


def resume(path: Path, tasks: Path, ledger: Path, run: str, seen: Callable[[Json], None]) -> ReceiptFile:
    """Go on with a file, or begin it where there is none. ``seen`` is handed each receipt that is in it.

    A last line that was cut off is dropped. Raises UsageError where the file does not belong to these tasks
    or to this ledger; then nothing was changed.
    """
    note = _read_note(path)
    if note is not None and note["ledger"] != str(ledger.resolve()):
        raise UsageError(f"{path} was begun with the ledger {note['ledger']}: name that one with --ledger to resume")
    stream = _locked(path)
    file = ReceiptFile(path, run if note is None else note["run"], stream)
    try:
        end = 0
        with opened(tasks) as lines:
            wanted = read_lines(lines)
            for number, raw, end_of_line in _whole_lines(stream):
                receipt = _receipt(raw, path, number)
                line = next(wanted, None)
                if line is None or not answers(receipt, line):
                    raise _other_tasks(path, number, tasks, line)
                seen(receipt)
                file.ids.add(receipt["id"])
                file.written += 1
                end = end_of_line
        stream.truncate(end)
        stream.seek(end)
    except BaseException:
        stream.close()
        raise
    if note is None:
        _write_note(path, {"run": run, "ledger": str(ledger.resolve()), "tasks": str(tasks)})
    return file


def answers(receipt: Json, line: Line) -> bool:
    """Whether a receipt belongs to a task line: it holds that very request."""
    return receipt.get("task") == as_request(line)


def held_back(receipts: Iterable[Json], file: ReceiptFile) -> Callable[[Line], Json | None]:
    """Receipts of this run that its ledger holds and the file does not: to be written, not answered again.

    Returns the look-up by line, which raises UsageError where the tasks are not those of the run.
    """
    held = {
        receipt["task_id"] or f"\0line {receipt['task']['line']}": receipt
        for receipt in receipts
        if receipt["status"] != "forgotten" and receipt["id"] not in file.ids
    }

    def find(line: Line) -> Json | None:
        if not held:
            return None
        receipt = held.pop(claimed_id(line) or f"\0line {line.number}", None)
        if receipt is not None and not answers(receipt, line):
            raise UsageError(
                f"cannot resume: line {line.number} is another task than the ledger holds under the id "
                f"'{receipt['task_id']}'; give the tasks file that the run began with, or another -o"
            )
        return receipt

    return find


def _other_tasks(path: Path, number: int, tasks: Path, line: Line | None) -> UsageError:
    there = f"line {line.number} of {tasks} is another task" if line else f"{tasks} has fewer tasks"
    return UsageError(
        f"cannot resume: {there} than line {number} of {path} answers; give the tasks file that the run began with, "
        "or another -o"
    )


def _receipt(raw: bytes, path: Path, number: int) -> Any:
    try:
        receipt = json.loads(raw)
    except (ValueError, RecursionError):
        receipt = None
    if isinstance(receipt, dict) and receipt.keys() >= _KEYS:
        return receipt
    raise UsageError(f"line {number} of {path} is no receipt: name another file, or mend that line")


def _whole_lines(stream: IO[bytes]) -> Iterator[tuple[int, bytes, int]]:
    """(number, line, offset after it); a last line without its end is left out."""
    number = offset = 0
    for raw in stream:
        number, offset = number + 1, offset + len(raw)
        if raw.endswith(b"\n"):
            yield number, raw, offset


def _open(path: Path, mode: str) -> IO[bytes]:
    try:
        return path.open(mode)
    except OSError as error:
        raise UsageError(f"{path} cannot be written ({error.strerror}): check the folder and its permissions") from None


def _locked(path: Path) -> IO[bytes]:
    """The file, created if need be, and nobody else's while it is open."""
    try:
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)  # requests are people's words
    except OSError as error:
        raise UsageError(f"{path} cannot be written ({error.strerror}): check the folder and its permissions") from None
    stream = os.fdopen(descriptor, "r+b")
    try:
        fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        stream.close()
        raise UsageError(f"{path} is being written by another run: let it finish, or name another file") from None
    return stream


def _note(path: Path) -> Path:
    return path.with_name(path.name + ".run")


def _read_note(path: Path) -> dict[str, str] | None:
    note = _note(path)
    try:
        read = json.loads(note.read_text(encoding="utf-8"))
        return {"run": str(read["run"]), "ledger": str(read["ledger"])}
    except FileNotFoundError:
        return None
    except (OSError, ValueError, KeyError, TypeError):
        raise UsageError(
            f"{note} cannot be read: remove it; what the ledger holds beyond {path} is then lost to it"
        ) from None


def _write_note(path: Path, values: dict[str, str]) -> None:
    files.write(_note(path), json.dumps(values) + "\n", "check the folder and its permissions")
