"""A ledger in memory, for library use without a file: the same chain, gone when the process ends."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from threading import Lock

from suffice.errors import LedgerError
from suffice.ledgers import Attestation, Head, Verification, _audit, _chain
from suffice.ledgers._chain import Record
from suffice.ports import Ledger
from suffice.records import Json, Link, Receipt


class MemoryLedger(Ledger):
    """Keeps records in a list. Safe from several threads."""

    def __init__(self) -> None:
        self._records: list[Record] = []
        self._places: dict[str, int] = {}  # receipt id -> index
        self._lock = Lock()

    def append(self, receipts: Iterable[Receipt], run: str | None = None) -> Sequence[Link]:
        """Append a batch, whole or not at all. Raises LedgerError on an id that is already there."""
        sealed = _chain.seal(receipts, run)
        with self._lock:
            seen: set[str] = set()
            for record in sealed:
                if record.id in seen or record.id in self._places:
                    raise LedgerError(f"receipt {record.id} is already in the ledger: append each receipt once")
                seen.add(record.id)
            last = self._records[-1] if self._records else None
            added = list(_chain.linked(sealed, last.seq if last else 0, last.hash if last else _chain.GENESIS))
            self._places.update((record.id, record.seq - 1) for record in added)
            self._records.extend(added)
        return [record.link() for record in added]

    def head(self) -> Head:
        last = self._records[-1:]
        return Head(last[0].seq, last[0].hash.hex()) if last else Head(0, _chain.GENESIS.hex())

    def verify(self, head: Head | None = None) -> Verification:
        """Walk the chain; ``head``, noted earlier elsewhere, shows a cut tail or a rewritten chain too."""
        return _audit.check(tuple(self._records), head)

    def get(self, id: str) -> Json | None:
        """A receipt by its id, or a task's latest by the task's id; ``None`` when there is none."""
        found = self._find(id)
        return found[-1].receipt() if found else None

    def receipts(self, run: str | None = None) -> Iterator[Json]:
        """Receipts in order: those of one run, or all."""
        for record in tuple(self._records):
            if run is None or record.run == _chain.column_text(run):
                yield record.receipt()

    def attest(self, receipt: Json) -> Attestation:
        """Whether this ledger holds exactly ``receipt``."""
        place = self._places.get(_chain.column_text(str(receipt.get("id"))))
        return _audit.attest(None if place is None else self._records[place], receipt)

    def forget(self, id: str) -> int:
        """Erase the text of a receipt, or of all of a task's; returns how many were erased."""
        with self._lock:
            found = [record for record in self._find(id) if not record.forgotten]
            for record in found:
                self._records[record.seq - 1] = record.erased()
        return len(found)

    def _find(self, id: str) -> list[Record]:
        place = self._places.get(_chain.column_text(id))
        if place is not None:
            return [self._records[place]]
        key = _chain.task_key(id)
        return [r for r in tuple(self._records) if r.task_key == key and r.receipt().get("task_id") == id]
