"""Where an HTTP/1.1 message's head and body begin and end (RFC 9112), strictly: what two servers might understand in
two ways is refused."""

from __future__ import annotations

import re
from functools import lru_cache

MOST_HEAD_BYTES = 64 << 10
_MOST_KEPT_BYTES = 2048  # of a head that is remembered
_MOST_LINE_BYTES = 1024  # of a chunk's size and what stands behind it
_TOKEN = rb"[!#$%&'*+.^_`|~0-9A-Za-z-]+"
_REQUEST = re.compile(rb"(" + _TOKEN + rb") ([!-~\x80-\xff]+) HTTP/1\.([01])\r\n")
_FIELD = re.compile(rb"(" + _TOKEN + rb"):[ \t]*((?:[!-~\x80-\xff]+(?:[ \t]+[!-~\x80-\xff]+)*)?)[ \t]*\r\n")
_SIZE = re.compile(rb"([0-9a-fA-F]{1,15})[ \t]*(?:;[^\r\n]*)?")
_ALONE = frozenset(("host", "content-length", "transfer-encoding"))  # two of these are two messages to two readers
_CLOSED, _OPEN = frozenset(("close",)), frozenset(("keep-alive",))


class Malformed(ValueError):
    """What came is not HTTP/1.1 as it should be."""


class RequestHead:
    """The head of a request. ``size_bytes``: of the body; None where it comes in chunks."""

    __slots__ = ("headers", "keeps", "method", "modern", "path", "size_bytes")

    def __init__(self, head: bytes) -> None:
        """``head``: up to and with the line end of its last line. Raises Malformed."""
        first = _REQUEST.match(head)
        if first is None:
            raise Malformed("the first line is no request of HTTP/1.1")
        self.method, target = first[1].decode("ascii"), first[2].decode("latin-1")
        self.path = target.partition("?")[0]
        self.modern = first[3] == b"1"
        self.headers = fields(head, first.end())
        self.size_bytes = self._body()
        said = self.headers.get("connection", "")
        self.keeps = said.lower() != "close" if self.modern else said.lower() == "keep-alive"
        if "," in said:
            words = {word.strip().lower() for word in said.split(",")}
            self.keeps = not words & _CLOSED if self.modern else bool(words & _OPEN)

    def _body(self) -> int | None:
        stated, coding = self.headers.get("content-length"), self.headers.get("transfer-encoding")
        if coding is not None:
            if stated is not None or coding.lower() != "chunked" or not self.modern:
                raise Malformed("the body's length is stated in a way that is not understood: give content-length")
            return None
        if stated is None:
            return 0
        if not (stated.isascii() and stated.isdigit()):
            raise Malformed("content-length is no number")
        return int(stated[:20])


_kept = lru_cache(256)(RequestHead)  # a client that asks again says the same about itself


def request_head(head: bytes) -> RequestHead:
    """The head of a request, not to be changed. Raises Malformed."""
    return _kept(head) if len(head) <= _MOST_KEPT_BYTES else RequestHead(head)


def fields(head: bytes, at: int) -> dict[str, str]:
    """The header fields from ``at`` on, names in lower case. Raises Malformed."""
    found: dict[str, str] = {}
    match = _FIELD.match
    while at < len(head):
        field = match(head, at)
        if field is None:
            raise Malformed("a header field is malformed")
        at = field.end()
        name, value = field[1].decode("ascii").lower(), field[2].decode("latin-1")
        if name in found:
            if name in _ALONE:
                raise Malformed(f"{name} stands twice")
            value = f"{found[name]}, {value}"
        found[name] = value
    return found


class Chunks:
    """A chunked body, decoded piece by piece; ``done`` at its end, and then ``rest`` is what came behind it."""

    __slots__ = ("_ends", "_kept", "_left", "done", "rest")

    def __init__(self) -> None:
        self._kept, self._left, self._ends = b"", 0, False
        self.done, self.rest = False, b""

    def feed(self, data: bytes) -> bytes:
        """What is decoded of it. Raises Malformed."""
        data, at = self._kept + data if self._kept else data, 0
        out: list[bytes] = []
        while not self.done:
            if self._left > 2:  # data, and the line end behind it
                piece = data[at : at + self._left - 2]
                out.append(piece)
                at += len(piece)
                self._left -= len(piece)
                if self._left > 2:
                    break
            if self._left:
                if len(data) - at < 2:
                    break
                if data[at : at + 2] != b"\r\n":
                    raise Malformed("a chunk is longer than it says")
                at, self._left = at + 2, 0
            end = data.find(b"\r\n", at)
            if end < 0 or end - at > _MOST_LINE_BYTES:
                if len(data) - at > _MOST_LINE_BYTES:
                    raise Malformed("a chunk's first line is too long")
                break
            line, at = data[at:end], end + 2
            if self._ends:  # trailers, up to an empty line
                self.done = not line
                continue
            size = _SIZE.fullmatch(line)
            if size is None:
                raise Malformed("a chunk's size is no number")
            self._left = int(size[1], 16) + 2
            if self._left == 2:
                self._left, self._ends = 0, True
        if self.done:
            self.rest, at = data[at:], len(data)
        self._kept = data[at:]
        return out[0] if len(out) == 1 else b"".join(out)
