"""The hash chain that every ledger shares: seal a receipt, link it, check the whole.

A record's hash covers its place, its id, run label and time, the record before it, and a *salted*
hash of the receipt itself. The receipt's text and salt can therefore be erased without breaking the
chain, and what is left behind cannot be matched against guesses of the text.

    payload_hash = SHA-256(salt, payload)                     salt: 16 random bytes
    hash         = SHA-256(mark, seq, prev, payload_hash, len(id), len(created), id, created, run)

``payload`` is the receipt's JSON without its ledger link, kept to the byte as it was hashed.
"""

from __future__ import annotations

import json
import struct
from collections.abc import Iterable, Iterator
from hashlib import blake2b, sha256
from math import isfinite
from os import urandom
from typing import NamedTuple

import msgspec

from suffice.errors import LedgerError
from suffice.records import Answer, Json, Link, Receipt, Verdict

GENESIS = bytes(32)  # the ``prev`` of the first record
SALT_BYTES = 16
KEY_BYTES = 8
ERASED_SALT = bytes(SALT_BYTES)
ERASED_KEY = bytes(KEY_BYTES)
_PLACE = struct.Struct(">16sQ32s32sII")
_MARK = b"suffice ledger 1"
_MOST_PARTS = 10_000
_OF_ANSWER = ("reading", "evidence")  # the same as long as answer and verdict are
_MOST_SAID = 1024
_said: dict[int, tuple[Answer, Verdict, dict[str, msgspec.Raw]]] = {}  # answers that are remembered come again
_FREE = ("task", "reading", "evidence", "shadow")  # parts of a receipt whose content is not ours
_FAST = msgspec.json.Encoder().encode
_JSON = json.JSONEncoder(separators=(",", ":"), check_circular=False)  # a circle ends as RecursionError


class Record(NamedTuple):
    """One link of the chain as it is stored; text as ``str``, hashes and salt as ``bytes``."""

    seq: int  # 1, 2, 3 ... without a gap
    id: str
    run: str | None
    created: str
    task_key: bytes | None  # finds a task's records without storing its id a second time
    salt: bytes
    payload: str
    payload_hash: bytes
    prev: bytes
    hash: bytes

    @property
    def forgotten(self) -> bool:
        return self.salt == ERASED_SALT and isinstance(self.payload, str) and not self.payload.strip(" ")

    def link(self) -> Link:
        return Link(self.seq, self.prev.hex(), self.hash.hex())

    def erased(self) -> Record:
        """The record without its text. Every field keeps its length, so that a file's rows stay where they are."""
        key = None if self.task_key is None else ERASED_KEY
        size = len(self.payload.encode("utf-8", "surrogateescape"))
        return self._replace(task_key=key, salt=ERASED_SALT, payload=" " * size)

    def receipt(self) -> Json:
        """The receipt's JSON with its link; of a forgotten one, what the chain still knows.

        Raises LedgerError on a record that somebody damaged.
        """
        try:
            link = self.link().to_json()
            if self.forgotten:
                known = {"id": self.id, "task_id": None, "status": "forgotten", "created": self.created}
                return {**known, "ledger": link}
            return {**json.loads(self.payload), "ledger": link}
        except (ValueError, TypeError, AttributeError):
            raise LedgerError(f"record {self.seq} of the ledger is damaged: verify the ledger") from None


def column_text(text: str) -> str:
    """Text as a column can hold it: lone surrogates, legal in JSON but not in UTF-8, are spelled out."""
    return text.encode("utf-8", "backslashreplace").decode("utf-8")


def task_key(task_id: str | None) -> bytes | None:
    """Eight bytes that stand for a task id in an index; equal keys still need a look at the payload."""
    if task_id is None:
        return None
    return blake2b(task_id.encode("utf-8", "backslashreplace"), digest_size=KEY_BYTES).digest()


def seal(receipts: Iterable[Receipt], run: str | None) -> list[Record]:
    """Records that are ready but for their place (``seq``, ``prev``, ``hash``), which ``linked`` fills in.

    Raises LedgerError when a receipt holds something that is not JSON.
    """
    label = None if run is None else column_text(run)
    return [_seal(receipt, label) for receipt in receipts]


def _seal(receipt: Receipt, run: str | None) -> Record:
    body = receipt.to_json()
    del body["ledger"]  # its place is not known before it is linked
    try:
        payload = _encoded(body, receipt.answer, receipt.verdict)
    except (TypeError, ValueError, RecursionError) as error:
        raise LedgerError(
            f"receipt {receipt.id} is not JSON and was not written ({error}): its task, reading and evidence "
            "may hold only None, bool, int, float, str, list and dict, nested less than a thousand deep"
        ) from None
    salt = urandom(SALT_BYTES)
    return Record(
        0,
        column_text(receipt.id),
        run,
        column_text(receipt.created),
        task_key(receipt.task_id),
        salt,
        payload,
        hash_of_payload(salt, payload),
        GENESIS,
        GENESIS,
    )


def _encoded(body: dict[str, Json], answer: Answer | None, verdict: Verdict | None) -> str:
    """The receipt as JSON: by a fast encoder where nothing in it could be mistaken, else by the thorough one."""
    said = _said.get(id(answer))
    if said is not None and (said[0] is not answer or said[1] is not verdict):
        said = None
    for part in _FREE:
        if said is not None and part in _OF_ANSWER:
            continue
        if (found := body.get(part)) is not None and not _is_plain(found):
            return _JSON.encode(body)
    try:
        if said is None and answer is not None and answer.reading is not None and verdict is not None:
            said = answer, verdict, {part: msgspec.Raw(_FAST(body[part])) for part in _OF_ANSWER}
            if len(_said) >= _MOST_SAID:
                _said.clear()
            _said[id(answer)] = said
        return _FAST(body if said is None else {**body, **said[2]}).decode()
    except (ValueError, TypeError, OverflowError, RecursionError):  # half a character, or what nobody can write
        return _JSON.encode(body)


def _is_plain(value: Json) -> bool:
    """Whether it is nothing but JSON; the fast encoder would also take sets, bytes and numbers that are none."""
    rest = [value]
    for part in rest:  # grows while it is walked; a circle ends below
        kind = type(part)
        if kind is str or kind is int or part is None or kind is bool:
            continue
        if kind is dict:
            for key in part:
                if type(key) is not str:
                    return False
            rest += part.values()
        elif kind is list:
            rest += part
        elif kind is not float or not isfinite(part):
            return False
        if len(rest) > _MOST_PARTS:
            return False
    return True


def linked(sealed: Iterable[Record], seq: int, prev: bytes) -> Iterator[Record]:
    """Place sealed records after the record ``seq`` whose hash is ``prev``."""
    for record in sealed:
        seq += 1
        _, id, run, created, key, salt, payload, payload_hash, _, _ = record
        digest = hash_of_place(seq, prev, payload_hash, id, created, run)
        yield Record(seq, id, run, created, key, salt, payload, payload_hash, prev, digest)
        prev = digest


def hash_of_payload(salt: bytes, payload: str) -> bytes:
    return sha256(salt + payload.encode("utf-8", "surrogateescape")).digest()


def hash_of_place(seq: int, prev: bytes, payload_hash: bytes, id: str, created: str, run: str | None) -> bytes:
    key, time = id.encode("utf-8", "surrogateescape"), created.encode("utf-8", "surrogateescape")
    label = b"" if run is None else b"=" + run.encode("utf-8", "surrogateescape")
    place = _PLACE.pack(_MARK, seq, prev, payload_hash, len(key), len(time))
    return sha256(place + key + time + label).digest()
