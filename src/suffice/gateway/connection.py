"""A client's connection: requests come in whole, one after another, each answered before the next is looked at.

All of it runs on the event loop's own thread: handing a request from thread to thread costs more than serving it.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from http import HTTPStatus
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from suffice.gateway.framing import MOST_HEAD_BYTES, Chunks, Malformed, RequestHead, request_head
from suffice.gateway.http import Closed, Complaint, Headers

if TYPE_CHECKING:
    from suffice.gateway.clients import Clients

IDLE_S = 75.0  # that a connection may stay open between two requests
HEAD_S = 10.0  # in which a request's head must have arrived
_LINGER_S = 2.0  # that a client who goes on sending gets to read why it should not
_AHEAD_BYTES = 64 << 10  # that a client may send before its last request is answered
_LAST = "connection: close\r\n"
_LINES = {status.value: f"HTTP/1.1 {status.value} {status.phrase}\r\n" for status in HTTPStatus}


class Exchange:
    """A request, and the response to it: either ``respond``, or ``begin``, ``send`` ... ``end``.

    ``left`` is called, if it is set, when the client goes away before the response has ended.
    """

    __slots__ = ("_chunked", "_connection", "begun", "body", "headers", "keeps", "key", "left", "method", "path")

    def __init__(self, connection: Connection, head: RequestHead) -> None:
        self._connection: Connection | None = connection
        self.method, self.headers, self.keeps = head.method, head.headers, head.keeps
        self.path = unquote(head.path) if "%" in head.path else head.path
        self.body = b""
        self.key: str | None = None  # whose it is
        self.left: Callable[[], None] | None = None
        self.begun, self._chunked = False, head.modern

    @property
    def gone(self) -> bool:
        return self._connection is None

    def respond(self, status: int, headers: Headers, body: bytes) -> None:
        """The whole response; nothing where the client is gone."""
        connection = self._connection
        if connection is None or self.begun:
            return
        self.begun = True
        head = self._head(connection, status, headers) + f"content-length: {len(body)}\r\n\r\n"
        raw = head.encode("latin-1", "replace")
        connection.transport.write(raw if self.method == "HEAD" else raw + body)
        connection.over(self)

    def begin(self, status: int, headers: Headers) -> None:
        """Raises Closed where the client is gone."""
        connection = self._there()
        self.begun = True
        if not self._chunked:  # the end of the connection ends the body
            self.keeps = False
        head = self._head(connection, status, headers) + (
            "transfer-encoding: chunked\r\n\r\n" if self._chunked else "\r\n"
        )
        connection.transport.write(head.encode("latin-1", "replace"))

    async def send(self, data: bytes) -> None:
        """A piece of the body; returns when the client keeps up. Raises Closed where it is gone."""
        connection = self._there()
        connection.transport.write(b"%x\r\n%b\r\n" % (len(data), data) if self._chunked else data)
        if connection.full is not None:
            await connection.full
            self._there()

    def end(self) -> None:
        """The body is complete."""
        connection = self._connection
        if connection is not None:
            if self._chunked:
                connection.transport.write(b"0\r\n\r\n")
            connection.over(self)

    def _there(self) -> Connection:
        if self._connection is None:
            raise Closed
        return self._connection

    def _head(self, connection: Connection, status: int, headers: Headers) -> str:
        keeps = self.keeps = self.keeps and not connection.clients.closing
        first = _LINES.get(status) or f"HTTP/1.1 {status} \r\n"
        lines = "".join([f"{name}: {value}\r\n" for name, value in headers])
        return f"{first}{lines}{connection.clients.date}{'' if keeps else _LAST}"

    def abort(self) -> None:
        """Close the connection, if the response has not ended."""
        if self._connection is not None:
            self._connection.transport.abort()

    def release(self) -> None:
        """The connection is over, for this exchange."""
        self._connection = None


class Connection(asyncio.Protocol):
    """``full`` is a future while the client reads slower than it is sent to."""

    def __init__(self, clients: Clients) -> None:
        self.clients = clients
        self.transport: Any = None
        self.deadline = clients.loop.time() + HEAD_S  # of the loop's clock
        self.full: asyncio.Future[None] | None = None
        self._exchange: Exchange | None = None  # the one whose body is read, or that is being answered
        self._answering = self._deaf = self._paused = False
        self._ahead = b""  # a head that is not whole, or what comes before the answer is given
        self._pieces: list[bytes] = []
        self._got = 0  # bytes of the body
        self._want: int | None = 0
        self._chunks: Chunks | None = None

    # --- from the event loop ---------------------------------------------------------------------
    def connection_made(self, transport: Any) -> None:
        self.transport = transport
        self.clients.connections.add(self)

    def data_received(self, data: bytes) -> None:
        if self._deaf:
            return
        if self._exchange is None:
            self._take_head(self._ahead + data if self._ahead else data)
        elif self._answering:
            self._ahead += data
            if len(self._ahead) > _AHEAD_BYTES and not self._paused:
                self._paused = True
                self.transport.pause_reading()
        else:
            self._take_body(data)

    def connection_lost(self, exc: Exception | None) -> None:
        self.clients.connections.discard(self)
        if self.full is not None and not self.full.done():
            self.full.set_result(None)
        self.full = None
        exchange, self._exchange = self._exchange, None
        if exchange is not None:
            exchange.release()
            if exchange.left is not None:
                exchange.left()

    def pause_writing(self) -> None:
        self.full = self.clients.loop.create_future()

    def resume_writing(self) -> None:
        full, self.full = self.full, None
        if full is not None and not full.done():
            full.set_result(None)

    # --- from the exchange -----------------------------------------------------------------------
    def over(self, exchange: Exchange) -> None:
        """The response is complete."""
        exchange.release()
        self._exchange, self._answering = None, False
        if not exchange.keeps:
            self._linger()
            return
        self.deadline = self.clients.loop.time() + IDLE_S
        if self._paused:
            self._paused = False
            self.transport.resume_reading()
        if self._ahead:
            ahead, self._ahead = self._ahead, b""
            self._take_head(ahead)

    # --- from the sweep --------------------------------------------------------------------------
    def late(self) -> None:
        if self._deaf or (self._exchange is None and not self._ahead):
            self.transport.abort() if self._deaf else self.transport.close()
        elif self._exchange is None:
            self._refuse(Complaint(408, f"the request's head did not arrive within {HEAD_S:g} s: send it faster"))
        else:
            seconds = self.clients.body_s
            self._refuse(Complaint(408, f"the body did not arrive within {seconds:g} s: send it faster"))

    def close_if_idle(self) -> None:
        if self._exchange is None and not self._deaf:
            self.transport.close()

    # --- reading ---------------------------------------------------------------------------------
    def _take_head(self, data: bytes) -> None:
        if data.startswith((b"\r", b"\n")):
            data = data.lstrip(b"\r\n")
        end = data.find(b"\r\n\r\n", 0, MOST_HEAD_BYTES) + 2
        if end == 1:
            if data and not self._ahead:
                self.deadline = self.clients.loop.time() + HEAD_S
            self._ahead = data
            if len(data) >= MOST_HEAD_BYTES:
                self._refuse(Complaint(431, f"the request's head is larger than {MOST_HEAD_BYTES >> 10} KiB"))
            return
        self._ahead = b""
        try:
            head = request_head(data[:end])
            exchange = self._exchange = Exchange(self, head)
            self._want, size = head.size_bytes, head.size_bytes or 0
            if size > self.clients.most_bytes:
                raise self._too_large()
            self.clients.app.admit(exchange)
        except Malformed as error:
            self._refuse(Complaint(400, f"this is not HTTP/1.1: {error}", code="bad_http"))
            return
        except Complaint as complaint:
            self._refuse(complaint, knows_end=self._want == 0)
            return
        if self._want is not None and len(data) - end - 2 >= self._want:  # all of it is here: the usual case
            cut = end + 2 + self._want
            self._begin(data[end + 2 : cut], data[cut:])
            return
        if exchange.headers.get("expect", "").lower() == "100-continue":
            self.transport.write(b"HTTP/1.1 100 Continue\r\n\r\n")
        self.deadline = self.clients.loop.time() + self.clients.body_s
        self._pieces, self._got, self._chunks = [], 0, Chunks() if self._want is None else None
        if len(data) > end + 2:
            self._take_body(data[end + 2 :])

    def _take_body(self, data: bytes) -> None:
        chunks = self._chunks
        try:
            piece = data if chunks is None else chunks.feed(data)
        except Malformed as error:
            self._refuse(Complaint(400, f"this is not HTTP/1.1: {error}", code="bad_http"))
            return
        self._pieces.append(piece)
        self._got += len(piece)
        if self._got > self.clients.most_bytes and chunks is not None:
            self._refuse(self._too_large())
        elif chunks is not None:
            if chunks.done:
                self._begin(b"".join(self._pieces), chunks.rest)
        elif self._want is not None and self._got >= self._want:
            whole = b"".join(self._pieces)
            self._begin(whole[: self._want], whole[self._want :])

    def _begin(self, body: bytes, ahead: bytes) -> None:
        exchange = self._exchange
        assert exchange is not None
        self._pieces, self._chunks, self._ahead = [], None, ahead
        self._answering, self.deadline = True, float("inf")
        exchange.body = body
        self.clients.run(exchange)

    def _too_large(self) -> Complaint:
        limit = f"{self.clients.most_bytes / (1 << 20):g} MiB"
        return Complaint(
            413, f"the body is larger than {limit}: send less, or raise body_mib in [serve]", code="too_large"
        )

    def _refuse(self, complaint: Complaint, knows_end: bool = False) -> None:
        """An error, and the end of the connection, unless it is known where a next request would begin."""
        exchange = self._exchange or Exchange(self, _NO_HEAD)
        exchange.keeps = exchange.keeps and knows_end
        exchange.respond(complaint.status, complaint.headers, complaint.body())

    def _linger(self) -> None:
        """Close what is sent, and read on for a while: closing at once would take the response back."""
        self._deaf, self._ahead = True, b""
        self.deadline = self.clients.loop.time() + _LINGER_S
        if self.transport.can_write_eof():
            self.transport.write_eof()
        else:
            self.transport.close()


_NO_HEAD = RequestHead(b"GET / HTTP/1.1\r\n")
