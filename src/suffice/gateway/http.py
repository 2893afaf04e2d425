"""What bodies hold: JSON, server-sent events, and errors in OpenAI's own form."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

import msgspec

from suffice.errors import LedgerError
from suffice.records import Json

DEEPEST = 100  # levels of lists and objects in a body
JSON = ("content-type", "application/json")
EVENTS = [
    ("content-type", "text/event-stream; charset=utf-8"),
    ("cache-control", "no-cache"),
    ("x-accel-buffering", "no"),
]
DONE = b"data: [DONE]\n\n"
RECEIPT = "x-suffice-receipt"
Headers = list[tuple[str, str]]

_encode = msgspec.json.Encoder().encode
_decode = msgspec.json.Decoder().decode


class Closed(Exception):
    """Something was to be sent to a client that went away."""


class Complaint(Exception):
    """A request that gets an error instead of an answer. The message says what to do."""

    def __init__(
        self,
        status: int,
        message: str,
        *,
        code: str | None = None,
        param: str | None = None,
        kind: str = "invalid_request_error",
        headers: Iterable[tuple[str, str]] = (),
        beside: Mapping[str, Json] | None = None,
    ) -> None:
        super().__init__(message)
        self.status, self.headers = status, [JSON, *headers]
        self.error = {"message": message, "type": kind, "param": param, "code": code}
        self.beside = beside or {}

    def body(self) -> bytes:
        return encode({"error": self.error, **self.beside})

    def event(self) -> bytes:
        """The same inside a stream that has begun. The empty line first ends what was cut off."""
        return b"\n\ndata: " + self.body() + b"\n\n"


def unkept(error: LedgerError) -> Complaint:
    """No receipt, no answer."""
    words = f"the receipt could not be kept, so there is no answer: {error}"
    return Complaint(503, words, kind="server_error", code="ledger_failed")


def encode(value: Json) -> bytes:
    try:
        return _encode(value)
    except UnicodeEncodeError:  # half a character, which JSON can spell and UTF-8 cannot
        return json.dumps(value).encode()


def decode(raw: bytes) -> Json:
    """Raises ValueError and RecursionError."""
    try:
        return _decode(raw)
    except ValueError:
        if b"\\ud" in raw or b"\\uD" in raw:  # half a character: legal in JSON, though not to this decoder
            return json.loads(raw, parse_constant=_no_constant)
        raise


def _no_constant(name: str) -> Json:
    raise ValueError(f"{name} is not JSON")


def json_object(raw: bytes) -> dict[str, Any]:
    """The JSON object that a body holds. Raises Complaint."""
    try:
        value = decode(raw)
    except RecursionError:
        raise _too_deep() from None
    except ValueError as error:  # msgspec's own errors, and broken UTF-8
        raise Complaint(400, f"the body is not JSON ({error}): send one JSON object", code="invalid_json") from None
    if not isinstance(value, dict):
        raise Complaint(400, 'the body is no JSON object: send one such as {"model": "auto", "messages": [...]}')
    if raw.count(b"[") + raw.count(b"{") > DEEPEST and _deeper(value, DEEPEST):
        raise _too_deep()
    return value


def _deeper(value: Json, levels: int) -> bool:
    level = [value]
    while level and levels > 0:
        levels -= 1
        level = [
            part
            for outer in level
            for part in (outer.values() if isinstance(outer, dict) else outer)
            if isinstance(part, dict | list)
        ]
    return bool(level)


def _too_deep() -> Complaint:
    return Complaint(400, f"the body is nested more than {DEEPEST} deep: send it flatter", code="too_deep")
