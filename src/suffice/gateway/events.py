"""Server-sent events as they stand on the wire, whole ones only, and what they say of a reply."""

from __future__ import annotations

import re
from typing import Any

import msgspec

from suffice.errors import SolverError
from suffice.gateway.http import DONE, decode
from suffice.models._events import EventStream

MOST_BYTES = 16 << 20  # of one event
_END = re.compile(rb"(?>\r\n|\n|\r)(?>\r\n|\n|\r)")


class _Delta(msgspec.Struct):
    content: Any = None
    refusal: Any = None
    tool_calls: Any = None


class _Choice(msgspec.Struct):
    index: int = 0
    delta: _Delta | None = None
    finish_reason: str | None = None


class Chunk(msgspec.Struct):
    choices: list[_Choice] | None = None
    usage: Any = None
    error: Any = None


_chunk = msgspec.json.Decoder(Chunk).decode


class Events:
    """Pieces of a stream in, whole events out; ``done`` once the stream has said so.

    ``hides_usage``: a chunk of nothing but the usage is for us, and does not come out.
    """

    def __init__(self, hides_usage: bool = False) -> None:
        self._hides_usage = hides_usage
        self._rest = b""
        self.done = False
        self.finished = False  # a finish reason has come
        self.usage: Any = None
        self.error: Any = None
        self._text: list[str] = []
        self._other: list[str] = []  # refusals

    @property
    def text(self) -> str:
        return "".join(self._text) or "".join(self._other)

    def feed(self, piece: bytes) -> tuple[bytes, bytes]:
        """The events that are now whole, and apart from them the one that ends the stream, if it came.

        Raises SolverError where an event holds no JSON.
        """
        data = self._rest + piece if self._rest else piece
        whole, events = self._plain(data) if b"\r" not in data else self._any(data)
        if len(self._rest) > MOST_BYTES:
            raise SolverError(f"the server sent an event of more than {MOST_BYTES >> 20} MiB")
        kept: list[bytes] | None = None  # unless all of them are
        for place, event in enumerate(events):
            what = self._take(event)
            if what == "done":
                return _joined(events[:place] if kept is None else kept), DONE
            if what == "usage" and self._hides_usage:
                kept = events[:place] if kept is None else kept
            elif kept is not None:
                kept.append(event)
        return (whole if kept is None else _joined(kept)), b""

    def _plain(self, data: bytes) -> tuple[bytes, list[bytes]]:
        cut = data.rfind(b"\n\n") + 2
        if cut == 1:
            self._rest = data
            return b"", []
        whole, self._rest = data[:cut], data[cut:]
        return whole, whole.split(b"\n\n")[:-1]

    def _any(self, data: bytes) -> tuple[bytes, list[bytes]]:
        """Lines that end in CR, which come out as lines that end in LF."""
        events, at = [], 0
        for found in _END.finditer(data):
            event = data[at : found.start()].replace(b"\r\n", b"\n").replace(b"\r", b"\n").lstrip(b"\n")
            if event:  # else it is the LF of a CR that came before
                events.append(event)
            at = found.end()
        self._rest = data[at:]
        return _joined(events), events

    def end(self) -> tuple[bytes, bytes]:
        """The last event, where the stream ended without the empty line that should close it."""
        rest, self._rest = self._rest, b""
        return self.feed(rest.rstrip(b"\r\n") + b"\n\n") if rest.strip() else (b"", b"")

    def _take(self, event: bytes) -> str | None:
        """Note what an event says; "done" if it is the last, "usage" if it holds nothing else."""
        if event.startswith(b"data: ") and b"\n" not in event:
            data = event[6:]
        else:
            data = next(iter(EventStream().feed(event + b"\n\n")), b"")
            if not data:
                return None  # a comment
        if data.strip() == b"[DONE]":
            self.done = True
            return "done"
        try:
            chunk = _read(data)
        except (ValueError, RecursionError):
            shown = " ".join(data[:100].decode("utf-8", "replace").split())
            raise SolverError(f"the server sent an event that is no JSON: {shown}") from None
        if chunk is None:
            return None
        if chunk.usage is not None:
            self.usage = chunk.usage
        if chunk.error is not None:
            self.error = chunk.error
        for choice in chunk.choices or ():
            if choice.finish_reason:
                self.finished = True
            if choice.index == 0 and choice.delta is not None:
                if isinstance(choice.delta.content, str):
                    self._text.append(choice.delta.content)
                if isinstance(choice.delta.refusal, str):
                    self._other.append(choice.delta.refusal)
        return "usage" if not chunk.choices and chunk.usage is not None else None


def _read(data: bytes) -> Chunk | None:
    """None for JSON of a kind that says nothing to us. Raises ValueError and RecursionError."""
    try:
        return _chunk(data) if b"\\u" not in data else msgspec.convert(decode(data), Chunk)
    except msgspec.ValidationError:
        decode(data)
        return None


def _joined(events: list[bytes]) -> bytes:
    return b"".join(event + b"\n\n" for event in events)
