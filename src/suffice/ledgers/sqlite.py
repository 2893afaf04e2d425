"""A ledger in one SQLite file: batches are durable when acknowledged, and many processes may append."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from threading import Lock
from typing import Self

from suffice.errors import LedgerError
from suffice.ledgers import Attestation, Head, Verification, _audit, _chain
from suffice.ledgers._chain import Record
from suffice.ledgers._flush import Flusher
from suffice.ledgers._sqlite_file import connect, quick, translated
from suffice.ports import Ledger
from suffice.records import Json, Link, Receipt

_COLUMNS = ", ".join(Record._fields)
_PLACES = ", ".join("?" for _ in Record._fields)
_INSERT = f"INSERT INTO records ({_COLUMNS}) VALUES ({_PLACES})"
_PAGE_RECORDS = 256


class SqliteLedger(Ledger):
    """The chain in the file ``path``, created unless ``writable`` is false.

    Threads share one object; processes open the same file each for themselves. ``timeout_s`` is how
    long to wait for another process. ``sync``: what is acknowledged survives a killed process, and a power cut too
    (``full``) or all of it but the last moments' (``normal``, see ``_flush.py``). Every method raises LedgerError,
    with its cure, on a file that is foreign, damaged, locked, full or read-only.
    """

    def __init__(
        self, path: str | os.PathLike[str], *, writable: bool = True, timeout_s: float = 30.0, sync: str = "full"
    ) -> None:
        self.path = Path(path)
        self._timeout_s = timeout_s
        self._writable = writable
        self._lock = Lock()
        self._pid = os.getpid()
        self._connection: sqlite3.Connection | None = connect(
            self.path, writable=writable, timeout_s=timeout_s, sync=sync
        )
        self._flusher = Flusher(self.path) if writable and sync == "normal" else None
        self._quick = quick(self.path) if self._flusher is not None else None

    def close(self) -> None:
        with self._lock:
            if self._pid == os.getpid():
                if self._flusher is not None:
                    self._flusher.close()
                for connection in (self._quick, self._connection):
                    if connection is not None:
                        connection.close()
            self._connection = self._quick = self._flusher = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def append(self, receipts: Iterable[Receipt], run: str | None = None) -> Sequence[Link]:
        """Append a batch in one transaction, whole or not at all; returns once it is as safe as ``sync`` says.

        Raises LedgerError on an id that is already there.
        """
        sealed = _chain.seal(receipts, run)
        if not sealed:
            return []
        with self._transaction() as connection:
            added = self._insert(connection, sealed)
        if self._flusher is not None:
            self._flusher.note(len(added))
        return [record.link() for record in added]

    def append_at_once(self, receipts: Sequence[Receipt]) -> Sequence[Link] | None:
        if self._quick is None or self._pid != os.getpid() or not self._lock.acquire(blocking=False):
            return None
        try:
            with translated(self.path):
                added = self._committed(self._quick, _chain.seal(receipts, None))
        finally:
            self._lock.release()
        if added is None:
            return None
        if self._flusher is not None:
            self._flusher.note(len(added))
        return [record.link() for record in added]

    def _committed(self, quick: sqlite3.Connection, sealed: Sequence[Record]) -> list[Record] | None:
        """None where somebody else is writing."""
        try:
            quick.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorname.startswith("SQLITE_BUSY"):
                return None
            raise
        try:
            added = self._insert(quick, sealed)
            quick.execute("COMMIT")
        except BaseException:
            if quick.in_transaction:
                quick.execute("ROLLBACK")
            raise
        return added

    def _insert(self, connection: sqlite3.Connection, sealed: Sequence[Record]) -> list[Record]:
        """Within a transaction."""
        if self._flusher is not None and self._flusher.broken is not None:
            raise self._flusher.broken
        added = list(_chain.linked(sealed, *self._last(connection)))
        try:
            connection.executemany(_INSERT, added)
        except sqlite3.IntegrityError:
            raise LedgerError(
                f"one of the receipts {added[0].id} ... {added[-1].id} is already in the ledger at {self.path}: "
                "append each receipt once"
            ) from None
        return added

    def head(self) -> Head:
        """The last record's place and hash: note it elsewhere, and hand it to ``verify`` later."""
        with self._held() as connection:
            seq, digest = self._last(connection)
        return Head(seq, digest.hex())

    def verify(self, head: Head | None = None) -> Verification:
        """Walk the chain up to its present end and name the first record that is not as it was written.

        Without ``head``, noted earlier somewhere else, a cut tail or a chain rewritten from some record
        on cannot be noticed. Raises LedgerError when the file itself is damaged.
        """
        found = _audit.check(self._records(), head)
        if found.intact:
            self._verify_file()
        return found

    def get(self, id: str) -> Json | None:
        """A receipt by its id, or a task's latest by the task's id; ``None`` when there is none."""
        found = self._find(id)
        return found[-1].receipt() if found else None

    def receipts(self, run: str | None = None) -> Iterator[Json]:
        """Receipts in order: those of one run, or all. Reads in pages, so writers are not kept waiting."""
        return (record.receipt() for record in self._records(run))

    def attest(self, receipt: Json) -> Attestation:
        """Whether this ledger holds exactly ``receipt``."""
        rows = self._select("WHERE id = ?", _chain.column_text(str(receipt.get("id"))))
        return _audit.attest(rows[0] if rows else None, receipt)

    def forget(self, id: str) -> int:
        """Erase the text of a receipt, or of all of a task's, from the file and its log; the chain still verifies.

        Returns how many were erased. Rows keep their length and are overwritten in place, so that
        no copy stays behind in pages that were split or freed.
        """
        with self._transaction() as connection:
            found = [record for record in self._find(id, connection) if not record.forgotten]
            connection.executemany(
                "UPDATE records SET task_key = ?, salt = ?, payload = ? WHERE seq = ?",
                [(gone.task_key, gone.salt, gone.payload, gone.seq) for gone in (record.erased() for record in found)],
            )
        with self._held() as connection:
            busy = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
        if busy:
            raise LedgerError(
                f"erased, but another process still reads {self.path} and old text may stand in its -wal file: "
                "forget the same id again when that process is done"
            )
        return len(found)

    def _verify_file(self) -> None:
        """The chain speaks for the records; look-ups also rest on indexes, which only SQLite can check."""
        connection = connect(self.path, writable=False, timeout_s=self._timeout_s)  # writers need not wait for this
        with translated(self.path), closing(connection):
            said = connection.execute("PRAGMA integrity_check(1)").fetchone()[0]
        if said != "ok":
            raise LedgerError(
                f"every record in {self.path} is as it was written, but the file around them is damaged ({said}): "
                "run REINDEX on it with the sqlite3 tool, or restore it from a copy"
            )

    def _find(self, id: str, connection: sqlite3.Connection | None = None) -> list[Record]:
        rows = self._select("WHERE id = ?", _chain.column_text(id), connection)
        if rows:
            return rows
        rows = self._select("WHERE task_key = ? ORDER BY seq", _chain.task_key(id), connection)
        return [record for record in rows if record.receipt().get("task_id") == id]

    def _records(self, run: str | None = None) -> Iterator[Record]:
        end = self._rows("SELECT max(seq) FROM records")[0][0]
        where, label = ("", ()) if run is None else ("run = ? AND ", (_chain.column_text(run),))
        seq = None
        while True:
            after, place = ("", ()) if seq is None else ("seq > ? AND ", (seq,))
            page = self._rows(
                f"SELECT {_COLUMNS} FROM records WHERE {where}{after}seq <= ? ORDER BY seq LIMIT {_PAGE_RECORDS}",
                *label,
                *place,
                end,
            )
            yield from (Record._make(row) for row in page)
            if len(page) < _PAGE_RECORDS:
                return
            seq = page[-1][0]

    def _last(self, connection: sqlite3.Connection) -> tuple[int, bytes]:
        row = connection.execute("SELECT seq, hash FROM records ORDER BY seq DESC LIMIT 1").fetchone()
        if row is None:
            return 0, _chain.GENESIS
        if not isinstance(row[1], bytes) or len(row[1]) != len(_chain.GENESIS):
            raise LedgerError(f"record {row[0]}, the last in {self.path}, is damaged: verify the ledger")
        return row

    def _select(self, where: str, value: object, connection: sqlite3.Connection | None = None) -> list[Record]:
        sql = f"SELECT {_COLUMNS} FROM records {where}"
        rows = connection.execute(sql, (value,)).fetchall() if connection else self._rows(sql, value)
        return [Record._make(row) for row in rows]

    def _rows(self, sql: str, *values: object) -> list[tuple]:
        with self._held() as connection:
            return connection.execute(sql, values).fetchall()

    @contextmanager
    def _held(self) -> Iterator[sqlite3.Connection]:
        """The connection, for one thread at a time."""
        if self._pid != os.getpid():
            raise LedgerError(f"the ledger at {self.path} was opened before this process forked: open it again here")
        with self._lock, translated(self.path):
            if self._connection is None:
                raise LedgerError(f"the ledger at {self.path} is closed: open it again")
            yield self._connection

    @contextmanager
    def _transaction(self) -> Iterator[sqlite3.Connection]:
        if not self._writable:
            raise LedgerError(f"the ledger at {self.path} was opened for reading: open it writable")
        with self._held() as connection:
            connection.execute("BEGIN IMMEDIATE")  # the write lock comes first: the head read next cannot move
            try:
                yield connection
                connection.execute("COMMIT")
            except BaseException:
                if connection.in_transaction:
                    connection.execute("ROLLBACK")
                raise
