"""Server-sent events out of pieces of bytes, wherever the pieces are cut.

Source: WHATWG HTML, section 9.2.6 "Interpreting an event stream": lines end in CR, LF or CRLF; a line that starts
with a colon is a comment; several data lines of one event are joined by newlines; an empty line ends the event.
"""

from __future__ import annotations

from collections.abc import Iterator

_BOM = b"\xef\xbb\xbf"


class EventStream:
    """Feed it pieces, get the data of each complete event as bytes. Other fields (event, id, retry) are passed over."""

    def __init__(self) -> None:
        self._rest: list[bytes] = []  # an unfinished line
        self._data: list[bytes] = []
        self._first = True
        self._after_cr = False  # a LF that comes next belongs to the CR before it

    def feed(self, piece: bytes) -> Iterator[bytes]:
        for line in self._lines(piece):
            if self._first:
                line, self._first = line.removeprefix(_BOM), False
            if not line:
                if self._data:
                    yield b"\n".join(self._data)
                self._data = []
                continue
            field, _, value = line.partition(b":")
            if field == b"data":
                self._data.append(value.removeprefix(b" "))

    def end(self) -> Iterator[bytes]:
        """The last event, where the stream ended without the empty line that should close it."""
        yield from self.feed(b"\n\n")

    def _lines(self, piece: bytes) -> Iterator[bytes]:
        if self._after_cr and piece:
            piece, self._after_cr = piece.removeprefix(b"\n"), False
        for line in piece.splitlines(keepends=True):  # of bytes: at CR, LF and CRLF only
            self._rest.append(line)
            if line.endswith((b"\r", b"\n")):
                self._after_cr = line.endswith(b"\r")
                yield b"".join(self._rest).rstrip(b"\r\n")
                self._rest = []
