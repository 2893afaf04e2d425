"""Server-sent events as they stand on the wire, whole ones only, and what they say of a reply."""

from __future__ import annotations

import re
from typing import Any

import msgspec

from suffice.errors import SolverError
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
    """Pieces of a stream in, whole events out; ``done`` once the stream has said so."""

    def __init__(self) -> None:
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
        if b"\r" not in data:
            cut = data.rfind(b"\n\n") + 2
            if cut == 1:
                cut = 0
            whole, self._rest = data[:cut], data[cut:]
            events = whole.split(b"\n\n")[:-1] if whole else []
            ending = b"\n\n"
        else:
            events, at = [], 0
            for found in _END.finditer(data):
                events.append(data[at : found.start()].replace(b"\r\n", b"\n").replace(b"\r", b"\n"))
                at = found.end()
            self._rest, ending = data[at:], b"\n\n"
            whole = b"".join(event + ending for event in events)
        if len(self._rest) > MOST_BYTES:
            raise SolverError(f"the server sent an event of more than {MOST_BYTES >> 20} MiB")
        for place, event in enumerate(events):
            if self._take(event):
                before = ending.join(events[:place])
                return (before + ending if before else b""), b"data: [DONE]\n\n"
        return whole, b""

    def end(self) -> tuple[bytes, bytes]:
        """The last event, where the stream ended without the empty line that should close it."""
        rest, self._rest = self._rest, b""
        return self.feed(rest.rstrip(b"\r\n") + b"\n\n") if rest.strip() else (b"", b"")

    def _take(self, event: bytes) -> bool:
        """Note what an event says; True if it is the last."""
        if event.startswith(b"data: ") and b"\n" not in event:
            data = event[6:]
        else:
            data = next(iter(EventStream().feed(event + b"\n\n")), b"")
            if not data:
                return False  # a comment
        if data.strip() == b"[DONE]":
            self.done = True
            return True
        try:
            chunk = _chunk(data)
        except msgspec.ValidationError:
            return False  # JSON of a kind that says nothing to us
        except (ValueError, RecursionError):
            shown = " ".join(data[:100].decode("utf-8", "replace").split())
            raise SolverError(f"the server sent an event that is no JSON: {shown}") from None
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
        return False
