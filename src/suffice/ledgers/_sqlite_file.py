"""The SQLite file under a ledger: opening it, its layout, and what its errors mean."""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from suffice.errors import LedgerError

FORMAT = 1  # raised when the layout or the hashes change
_APPLICATION_ID = 0x53554646  # "SUFF": https://www.sqlite.org/pragma.html#pragma_application_id
_PAGE_BYTES = 8192  # a receipt takes 2 to 3 kB: at SQLite's 4096 most of a page's second half stays empty
_MOST_LOG_PAGES = 20_000  # from which on a writer copies the log itself, where the flusher did not get to it
_LAYOUT = {
    "records": "CREATE TABLE records (seq INTEGER PRIMARY KEY, id TEXT NOT NULL, run TEXT, created TEXT NOT NULL, "
    "task_key BLOB, salt BLOB NOT NULL, payload TEXT NOT NULL, payload_hash BLOB NOT NULL, prev BLOB NOT NULL, "
    "hash BLOB NOT NULL)",
    "records_id": "CREATE UNIQUE INDEX records_id ON records (id)",
    "records_task": "CREATE INDEX records_task ON records (task_key) WHERE task_key IS NOT NULL",
    "records_run": "CREATE INDEX records_run ON records (run) WHERE run IS NOT NULL",
}
_CURES = {  # https://www.sqlite.org/rescode.html
    "SQLITE_FULL": "the disk is full: free space there; every acknowledged receipt is kept",
    "SQLITE_IOERR": "the disk refused the work: look for a full disk, a quota, a file size limit or a dying drive; "
    "every acknowledged receipt is kept",
    "SQLITE_READONLY": "it may not be written: check the permissions of the file and of its folder",
    "SQLITE_PERM": "it may not be opened: check the permissions of the file and of its folder",
    "SQLITE_CANTOPEN": "it cannot be opened: check that the folder exists and may be written, and that this is a file",
    "SQLITE_BUSY": "another process kept it locked: let that process finish, then run again",
    "SQLITE_NOTADB": "it is no SQLite database: name another file, or restore this one from a copy",
    "SQLITE_CORRUPT": "the file is damaged: restore it from a copy, or start a new ledger in another file",
}


def connect(path: Path, *, writable: bool, timeout_s: float, sync: str = "full") -> sqlite3.Connection:
    """Open the ledger at ``path``; ``writable`` also creates it, readable by its owner only.

    ``sync``: ``full``, a commit returns when it is on the disk; ``normal``, when it is in the log, see ``_flush.py``.

    Raises LedgerError when the file is missing, foreign, damaged or of a newer format.
    """
    with translated(path):
        if not writable and not path.exists():
            raise LedgerError(f"there is no ledger at {path}: check the path, or run some tasks first")
        if writable and not path.exists() and path.parent.is_dir():
            os.close(os.open(path, os.O_CREAT | os.O_WRONLY, 0o600))  # prompts are people's words
        connection = _open(path, writable, timeout_s)
        try:
            connection.text_factory = _text
            if writable:
                _prepare(connection, path, timeout_s, sync)
            elif _format(connection, path) is None:
                raise LedgerError(f"{path} is an empty file, no ledger: check the path")
        except BaseException:
            connection.close()
            raise
        return connection


@contextmanager
def translated(path: Path) -> Iterator[None]:
    """Turn SQLite's errors into LedgerErrors that name the file and the cure."""
    try:
        yield
    except UnicodeDecodeError as error:  # SQLite quotes what it cannot read
        raise LedgerError(f"the ledger at {path} failed: {_CURES['SQLITE_CORRUPT']}") from error
    except (sqlite3.Error, OSError) as error:
        name = getattr(error, "sqlite_errorname", "SQLITE_CANTOPEN" if isinstance(error, OSError) else "")
        cure = next((cure for code, cure in _CURES.items() if name.startswith(code)), "verify it, or start a new one")
        raise LedgerError(f"the ledger at {path} failed ({error}): {cure}") from error


def opened(path: Path, mode: str, timeout_s: float) -> sqlite3.Connection:
    """A connection as it comes. ``timeout_s``: how long statements wait for a lock."""
    return sqlite3.connect(
        f"{path.resolve().as_uri()}?mode={mode}",
        uri=True,
        timeout=timeout_s,
        isolation_level=None,  # transactions are begun and ended by name
        check_same_thread=False,  # the ledger holds a lock of its own
    )


def quick(path: Path) -> sqlite3.Connection:
    """A second connection to an open ledger of ``sync = "normal"``, whose statements never wait for a lock."""
    with translated(path):
        connection = opened(path, "rw", 0.0)
        connection.text_factory = _text
        _set_sync(connection, "normal")
        return connection


def _open(path: Path, writable: bool, timeout_s: float) -> sqlite3.Connection:
    if writable:
        return opened(path, "rw", timeout_s)
    connection = opened(path, "ro", timeout_s)
    try:
        connection.execute("SELECT 1 FROM sqlite_schema").fetchone()
    except sqlite3.OperationalError:
        # A copy on read-only media: SQLite wants to write a -shm file beside it. Where nobody has a log open, and
        # so nobody writes, none is needed.
        connection.close()
        if Path(f"{path}-wal").exists():
            raise
        connection = opened(path, "ro&immutable=1", timeout_s)
    return connection


def _prepare(connection: sqlite3.Connection, path: Path, timeout_s: float, sync: str) -> None:
    """Lay out a fresh file; set what makes commits durable and erasures real."""
    connection.execute("BEGIN")  # one look: another process may be laying it out
    fresh = _format(connection, path) is None
    connection.execute("COMMIT")
    if fresh:
        connection.execute(f"PRAGMA page_size = {_PAGE_BYTES}")
        connection.execute("BEGIN IMMEDIATE")
        if _format(connection, path) is None:  # nobody else was faster
            for statement in _LAYOUT.values():
                connection.execute(statement)
            connection.execute(f"PRAGMA application_id = {_APPLICATION_ID}")
            connection.execute(f"PRAGMA user_version = {FORMAT}")
        connection.execute("COMMIT")
    _use_wal(connection, timeout_s)
    _set_sync(connection, sync)


def _set_sync(connection: sqlite3.Connection, sync: str) -> None:
    connection.execute(f"PRAGMA synchronous = {sync}")  # in WAL mode NORMAL may lose commits at a power cut
    if sync == "normal":
        connection.execute(f"PRAGMA wal_autocheckpoint = {_MOST_LOG_PAGES}")
    connection.execute("PRAGMA fullfsync = ON")  # macOS: fsync alone does not reach the platter
    connection.execute("PRAGMA secure_delete = ON")


def _use_wal(connection: sqlite3.Connection, timeout_s: float) -> None:
    """Switch to the write-ahead log. SQLite does not wait its turn for this one statement, so wait here."""
    deadline = time.monotonic() + timeout_s
    while True:
        try:
            mode = connection.execute("PRAGMA journal_mode = WAL").fetchone()[0]
        except sqlite3.OperationalError as error:
            if not error.sqlite_errorname.startswith("SQLITE_BUSY") or time.monotonic() > deadline:
                raise
            time.sleep(0.01)
            continue
        if mode != "wal":
            raise LedgerError(f"SQLite keeps journal mode '{mode}', not WAL: put the ledger on a local file system")
        return


def _format(connection: sqlite3.Connection, path: Path) -> int | None:
    """The file's format number; ``None`` for a fresh file."""
    application = connection.execute("PRAGMA application_id").fetchone()[0]
    number = connection.execute("PRAGMA user_version").fetchone()[0]
    layout = dict(connection.execute("SELECT name, sql FROM sqlite_schema WHERE name NOT LIKE 'sqlite_%'"))
    if application == _APPLICATION_ID and number > FORMAT:
        raise LedgerError(f"the ledger at {path} has format {number}, newer than {FORMAT}: upgrade suffice to read it")
    if application == _APPLICATION_ID and number == FORMAT:
        if layout != _LAYOUT:  # a trigger could swallow receipts, a view could show others
            odd = sorted(dict(layout.items() ^ _LAYOUT.items()))
            raise LedgerError(f"somebody changed the layout of {path} ({', '.join(odd)}): restore it from a copy")
        return number
    if application or number or layout:
        raise LedgerError(f"{path} is a database of something else: name another file for the ledger")
    return None


def _text(raw: bytes) -> str:
    return raw.decode("utf-8", "surrogateescape")  # damaged text must reach the check, not stop the reading
