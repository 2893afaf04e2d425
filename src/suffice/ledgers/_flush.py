"""Commits that are in the log, brought to the disk soon afterwards by a thread of its own: for ``sync = "normal"``."""

from __future__ import annotations

import fcntl
import os
import sqlite3
from contextlib import closing
from pathlib import Path
from threading import Event, Thread

from suffice.errors import LedgerError
from suffice.ledgers._sqlite_file import opened, translated

FLUSH_S = 0.1  # what a power cut may take: the receipts of this long, and of the flush that follows
_RECORDS = 1000  # after so many, the log is copied into the file, and begun anew
_COPY_S = 0.05  # that writers may be kept waiting for it; else it is tried again at the next flush


class Flusher:
    """``note`` what was committed, after it was; ``close`` returns when it is on the disk."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._dirty, self._over = Event(), Event()
        self._thread: Thread | None = None
        self._log: int | None = None  # descriptor of the write-ahead log
        self._records = 0  # in the log
        self.broken: LedgerError | None = None  # the disk refused: nothing more may be acknowledged

    def note(self, records: int) -> None:
        self._records += records
        if self._thread is None:
            self._thread = Thread(target=self._work, name="suffice-flush", daemon=True)
            self._thread.start()
        if not self._dirty.is_set():
            self._dirty.set()

    def close(self) -> None:
        """Raises LedgerError where the disk refused."""
        if self._thread is not None:
            self._over.set()
            self._dirty.set()
            self._thread.join()
        if self._log is not None:
            os.close(self._log)
            self._log = None

    def _work(self) -> None:
        while not self._over.is_set():
            self._dirty.wait()
            self._over.wait(FLUSH_S)
            self._dirty.clear()
            try:
                with translated(self._path):
                    self._flush()
                    if self._records >= _RECORDS:
                        self._copy()
            except LedgerError as error:
                self.broken = error

    def _flush(self) -> None:
        if self._log is None:
            self._log = os.open(f"{self._path}-wal", os.O_RDONLY)
            folder = os.open(self._path.resolve().parent, os.O_RDONLY)
            try:
                os.fsync(folder)  # the log's name
            finally:
                os.close(folder)
        to_disk(self._log)

    def _copy(self) -> None:
        """First what can be copied beside writers, then the rest with the write lock held, so that they begin anew."""
        with closing(opened(self._path, "rw", _COPY_S)) as connection:
            connection.execute("PRAGMA wal_checkpoint(PASSIVE)")
            before = self._records
            try:
                if not connection.execute("PRAGMA wal_checkpoint(RESTART)").fetchone()[0]:
                    self._records -= before
            except sqlite3.OperationalError as error:
                if not error.sqlite_errorname.startswith("SQLITE_BUSY"):
                    raise


def to_disk(descriptor: int) -> None:
    """Return when what was written to a file is on the disk. Raises OSError."""
    platter = getattr(fcntl, "F_FULLFSYNC", None)
    if platter is not None:  # macOS: fsync alone does not reach it
        fcntl.fcntl(descriptor, platter)
    else:
        getattr(os, "fdatasync", os.fsync)(descriptor)
