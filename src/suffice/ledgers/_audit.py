"""Check a chain: name the first record that is not as it was written, or bear a receipt out."""

from __future__ import annotations

import json
from collections.abc import Iterable

from suffice.ledgers import Attestation, Fault, Head, Verification
from suffice.ledgers._chain import (
    ERASED_KEY,
    GENESIS,
    KEY_BYTES,
    SALT_BYTES,
    Record,
    column_text,
    hash_of_payload,
    hash_of_place,
    task_key,
)
from suffice.records import Json


def check(records: Iterable[Record], anchor: Head | None = None) -> Verification:
    """Walk the chain in order of ``seq`` and stop at the first record that is not as it was written.

    ``anchor`` is a head noted earlier, somewhere else: with it a cut tail and a rewritten chain are
    noticed too. Without it they cannot be.
    """
    seq, digest, forgotten = 0, GENESIS, 0
    fault = None
    for record in records:
        fault = _fault(record, seq, digest)
        if fault is None and anchor and record.seq == anchor.seq and record.hash.hex() != anchor.hash:
            fault = Fault(anchor.seq, "its hash is not the anchored one: the chain was rewritten here or earlier")
        if fault:
            break
        seq, digest, forgotten = record.seq, record.hash, forgotten + record.forgotten
    if fault is None and anchor and anchor.seq > seq:
        fault = Fault(seq + 1, f"missing: the anchored head is record {anchor.seq}, so the end was cut off")
    return Verification(seq, forgotten, Head(seq, digest.hex()), fault)


def attest(record: Record | None, receipt: Json) -> Attestation:
    """Whether ``record``, found under the receipt's id, holds this very receipt."""
    if record is None:
        return Attestation(False, "the ledger holds no receipt of this id")
    where = f"record {record.seq}"
    fault = _fault(record, record.seq - 1, record.prev)
    if fault:
        return Attestation(False, f"{where}: {fault.what}")
    link = receipt.get("ledger")
    if link is not None and link != record.link().to_json():
        return Attestation(False, f"{where}: the ledger gives this receipt another place or hash")
    if record.forgotten:
        return Attestation(True, f"{where}: erased on request; the chain still holds its hash")
    given = {key: value for key, value in receipt.items() if key != "ledger"}
    if _sorted(given) != _sorted(json.loads(record.payload)):
        return Attestation(False, f"{where}: the ledger holds another text under this id")
    return Attestation(True, f"{where}: the ledger holds exactly this receipt, and its hash verifies")


def _fault(record: Record, last_seq: int, last_hash: bytes) -> Fault | None:
    """What is wrong with a record that should follow ``last_seq``; ``None`` when nothing is."""
    seq = record.seq
    if seq < 1:
        return Fault(seq, "inserted: no record stands before record 1")
    if seq != last_seq + 1:
        return Fault(last_seq + 1, f"missing: removed, or moved elsewhere; the next record is {seq}")
    for name, kind in _KINDS.items():
        value = getattr(record, name)
        if not isinstance(value, kind) or len(value or b"") not in _LENGTHS.get(name, _ANY_LENGTH):
            return Fault(seq, f"changed: its {name} is of another type or length")
    if record.forgotten:
        if record.task_key not in (None, ERASED_KEY):
            return Fault(seq, "changed: it was forgotten, yet its task_key came back")
    elif record.payload_hash != hash_of_payload(record.salt, record.payload):
        return Fault(seq, "changed: its payload, salt or payload hash is not what was written")
    sealed = (record.payload_hash, record.id, record.created, record.run)
    if record.prev != last_hash:
        if record.hash == hash_of_place(seq, last_hash, *sealed):
            return Fault(seq, "changed: its prev is not the hash of the record before it")
        return Fault(seq, "out of place: it does not follow the record before it (changed, inserted or reordered)")
    if record.hash != hash_of_place(seq, record.prev, *sealed):
        return Fault(seq, "changed: its id, run, created, payload hash or hash is not what was written")
    return None if record.forgotten else _column_fault(record)


def _column_fault(record: Record) -> Fault | None:
    """Columns repeat what the payload says, for look-ups; they must say the same."""
    try:
        body = json.loads(record.payload)
        told = (column_text(body["id"]), column_text(body["created"]), task_key(body["task_id"]))
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return Fault(record.seq, "its payload is no receipt: it was written by something else")
    for name, said in zip(("id", "created", "task_key"), told, strict=True):
        if getattr(record, name) != said:
            return Fault(record.seq, f"changed: its {name} is not the one in its payload")
    return None


_KINDS = {
    "id": str,
    "run": (str, type(None)),
    "created": str,
    "task_key": (bytes, type(None)),
    "salt": bytes,
    "payload": str,
    "payload_hash": bytes,
    "prev": bytes,
    "hash": bytes,
}
_LENGTHS = {"task_key": (0, KEY_BYTES), "salt": (SALT_BYTES,), "payload_hash": (32,), "prev": (32,), "hash": (32,)}
_ANY_LENGTH = range(2**31)


def _sorted(value: Json) -> str:
    return json.dumps(value, sort_keys=True)
