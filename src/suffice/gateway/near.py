"""A model's server spoken to in plain HTTP/1.1, on the event loop's own thread: vLLM, llama.cpp or Ollama close by."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from suffice.errors import SolverError, Unreached
from suffice.gateway.framing import MOST_HEAD_BYTES, Chunks, Malformed, fields
from suffice.wire import CONNECT_S, IDLE_S

_STATUS = re.compile(rb"HTTP/1\.([01]) ([1-5]\d\d)(?: [^\r\n]*)?\r\n")
_AHEAD_BYTES = 1 << 20  # of a body that nobody has read yet: then the server is kept waiting
_NO_BODY = (204, 304)


class NearServer:
    """Connections to one address, kept open between requests."""

    def __init__(self, url: str, headers: Mapping[str, str], timeout_s: float) -> None:
        """``timeout_s``: the longest silence that is put up with."""
        parts = urlsplit(url)
        self.name, self.timeout_s = parts.netloc, timeout_s
        self._address = parts.hostname or "", parts.port or 80
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        self._start = _lines(f"POST {path} HTTP/1.1", {"host": parts.netloc, **headers})
        self._idle: list[_Connection] = []

    async def open(self, forwarded: Mapping[str, str], body: bytes, streams: bool) -> NearResponse:
        """Ask; returns when the response's head is there. Raises SolverError."""
        del streams  # every piece is handed on as it arrives
        more = _lines("", forwarded) if forwarded else b""
        data = b"%b%bcontent-length: %d\r\n\r\n%b" % (self._start, more, len(body), body)
        while (connection := self._kept()) is not None:
            try:
                return await connection.ask(data)
            except _Stale:  # closed by the server while it lay idle
                continue
        connection = await self._connected()
        try:
            return await connection.ask(data)
        except _Stale:
            raise SolverError(f"{self.name} closed the connection without an answer") from None

    async def close(self) -> None:
        while self._idle:
            self._idle.pop().transport.abort()

    def keep(self, connection: _Connection) -> None:
        connection.idle_since = connection.loop.time()
        self._idle.append(connection)

    def _kept(self) -> _Connection | None:
        while self._idle:
            connection = self._idle.pop()
            if not connection.lost and connection.loop.time() - connection.idle_since < IDLE_S:
                return connection
            connection.transport.abort()
        return None

    async def _connected(self) -> _Connection:
        loop = asyncio.get_running_loop()
        try:
            async with asyncio.timeout(CONNECT_S):
                return (await loop.create_connection(lambda: _Connection(self, loop), *self._address))[1]
        except TimeoutError:
            why = f"no connection within {CONNECT_S:g} s"
        except ConnectionRefusedError:
            why = "connection refused; is the server running?"
        except OSError as error:
            why = "unknown host" if "getaddrinfo" in str(error) or error.errno is None else str(error.strerror or error)
        raise Unreached(f"cannot reach {self.name}: {why}")


class NearResponse:
    """``read`` until None; then ``close``, or before to give it up."""

    __slots__ = ("_connection", "_fields", "headers", "status")

    def __init__(self, connection: _Connection, status: int, headers: dict[str, str]) -> None:
        self._connection, self.status, self._fields = connection, status, headers
        self.headers = headers.items()

    def header(self, name: str) -> str | None:
        return self._fields.get(name)

    async def read(self) -> bytes | None:
        """What has come, at once, or else the next piece. Raises SolverError."""
        return await self._connection.read()

    async def close(self) -> None:
        self._connection.release()


class _Stale(Exception):
    """The connection was closed before anything of a response came."""


class _Connection(asyncio.Protocol):
    def __init__(self, server: NearServer, loop: asyncio.AbstractEventLoop) -> None:
        self.server, self.loop = server, loop
        self.transport: Any = None
        self.lost = False
        self.idle_since = 0.0
        self._waiter: asyncio.Future[None] | None = None
        self._timer: asyncio.TimerHandle | None = None
        self._since = 0.0  # the last sign of life
        self._reset()

    def _reset(self) -> None:
        self._buffer = b""  # a head that is not whole
        self._head: tuple[int, dict[str, str]] | None = None
        self._pieces: list[bytes] = []
        self._ahead = 0  # bytes in them
        self._left: int | None = None  # of a body whose length is known
        self._chunks: Chunks | None = None
        self._whole = self._again = self._paused = False  # ``_again``: the connection may serve another request
        self._broken: str | None = None

    async def ask(self, data: bytes) -> NearResponse:
        self._reset()
        self._since = self.loop.time()
        if self._timer is None:
            self._timer = self.loop.call_later(self.server.timeout_s, self._look)
        try:
            self.transport.write(data)
            while self._head is None:
                if self._broken is not None:
                    raise SolverError(self._broken)
                if self.lost:
                    if self._buffer:
                        raise SolverError(f"{self.server.name} closed the connection without an answer")
                    raise _Stale
                await self._wait()
        except BaseException:  # a task that was cancelled, too: then the server need not work on
            self.release()
            raise
        return NearResponse(self, *self._head)

    async def read(self) -> bytes | None:
        while not self._pieces:
            if self._broken is not None:
                raise SolverError(self._broken)
            if self._whole:
                return None
            await self._wait()
        pieces, self._pieces, self._ahead = self._pieces, [], 0
        if self._paused:
            self._paused = False
            self.transport.resume_reading()
        return pieces[0] if len(pieces) == 1 else b"".join(pieces)

    def release(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        if self._whole and self._again and not self.lost:
            self.server.keep(self)
        elif self.transport is not None:
            self.transport.abort()

    async def _wait(self) -> None:
        self._waiter = self.loop.create_future()
        await self._waiter

    def _wake(self) -> None:
        waiter, self._waiter = self._waiter, None
        if waiter is not None and not waiter.done():
            waiter.set_result(None)

    def _look(self) -> None:
        """Give up on a server that was silent for too long; nobody's reading counts as no silence."""
        silent_s = 0.0 if self._paused else self.loop.time() - self._since
        left_s = self.server.timeout_s - silent_s
        if left_s > 0:
            self._timer = self.loop.call_later(left_s, self._look)
        else:
            self._timer = None
            self._fail(f"{self.server.name} timed out after {self.server.timeout_s:.3g} s")

    def _fail(self, words: str) -> None:
        if self._broken is None and not self._whole:
            self._broken = words
        self._again = False
        self._wake()

    # --- from the event loop ---------------------------------------------------------------------
    def connection_made(self, transport: Any) -> None:
        self.transport = transport

    def connection_lost(self, exc: Exception | None) -> None:
        self.lost = True
        if self._head is not None and not self._whole:
            if self._chunks is None and self._left is None:  # its end is the body's
                self._whole = True
            else:
                self._fail(f"{self.server.name} closed the connection mid-answer")
        self._wake()

    def data_received(self, data: bytes) -> None:
        self._since = self.loop.time()
        try:
            if self._head is None:
                self._buffer += data
                while self._head is None and self._take_head():
                    pass
            elif not self._whole:
                self._take_body(data)
            else:  # what comes unasked belongs to no request
                self._again = False
        except Malformed as error:
            self._fail(f"{self.server.name} broke the protocol: {error}")
        if self._head is not None or self._broken is not None:
            self._wake()

    def _take_head(self) -> bool:
        """Whether there was one: of the response, or of an interim one, which is dropped."""
        data = self._buffer
        end = data.find(b"\r\n\r\n", 0, MOST_HEAD_BYTES) + 2
        if end == 1:
            if len(data) >= MOST_HEAD_BYTES:
                raise Malformed("the head of its response is too large")
            return False
        first = _STATUS.match(data)
        if first is None or first.end() > end:
            raise Malformed("no HTTP/1.1 response")
        status = int(first[2])
        headers = fields(data[:end], first.end())
        self._buffer, rest = b"", data[end + 2 :]
        if status < 200:
            self._buffer = rest
            return bool(rest)
        kept = headers.get("connection", "").lower()
        self._again = kept != "close" if first[1] == b"1" else kept == "keep-alive"
        length, coding = headers.get("content-length"), headers.get("transfer-encoding")
        if coding is not None:
            if coding.lower() != "chunked":
                raise Malformed(f"transfer-encoding {coding[:40]}")
            self._chunks = Chunks()
        elif status in _NO_BODY:
            self._left = 0
        elif length is not None:
            if not (length.isascii() and length.isdigit()):
                raise Malformed("content-length is no number")
            self._left = int(length[:20])
        else:
            self._again = False
        self._head = status, headers
        self._whole = self._left == 0
        if rest:
            self._take_body(rest)
        return True

    def _take_body(self, data: bytes) -> None:
        if self._chunks is not None:
            data = self._chunks.feed(data)
            if self._chunks.done:
                self._whole = True
                self._again = self._again and not self._chunks.rest
        elif self._left is not None:
            if len(data) > self._left:
                data, self._again = data[: self._left], False
            self._left -= len(data)
            self._whole = self._left == 0
        if data:
            self._pieces.append(data)
            self._ahead += len(data)
            if self._ahead > _AHEAD_BYTES and not self._whole and not self._paused:
                self._paused = True
                self.transport.pause_reading()


def _lines(first: str, headers: Mapping[str, str]) -> bytes:
    lines = [*([first] if first else []), *(f"{name}: {value}" for name, value in headers.items())]
    return "".join(f"{line}\r\n" for line in lines).encode("latin-1", "replace")
