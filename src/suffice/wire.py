"""HTTP for the two drivers: one request at a time each, over one client library.

Whatever breaks on the way is raised as a SolverError that says so in plain words.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import timedelta
from queue import SimpleQueue
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import urlsplit

from suffice.errors import SolverError, Unreached
from suffice.ports import Head, Send

if TYPE_CHECKING:  # the client library is loaded with the first request
    from pyreqwest.client import Client, SyncClient

T = TypeVar("T")
CONNECT_S = 10.0  # a server that takes longer to accept a connection counts as unreachable
IDLE_S = 4.0  # below the 5 s after which uvicorn (vLLM's server) closes idle connections by default
MAX_REPLY_BYTES = 16 << 20  # far above any chat reply
_UNREACHED = {
    "refused": "connection refused; is the server running?",
    "dns error": "unknown host",
    "elapsed": f"no connection within {CONNECT_S:g} s",
    "timed out": "no connection in time",
}


def open_client() -> SyncClient:
    """An HTTP client for ``run_sync``; keeps connections alive, follows no redirects. Close it in the end."""
    from pyreqwest.client import SyncClientBuilder

    return configured(SyncClientBuilder()).build()


def open_async_client() -> Client:
    """The same for ``run_async``."""
    from pyreqwest.client import ClientBuilder

    return configured(ClientBuilder()).build()


class SyncWire:
    """Requests from a thread. Opens a client of its own at the first request if it is handed none."""

    def __init__(self, client: SyncClient | None = None) -> None:
        self._client, self._own = client, client is None
        self._open: Any = None  # the request whose response is being read
        self._reply = _Reply()

    def send(self, effect: Send) -> Head:
        self.close_response()
        try:
            return self._sent(effect)
        except Unanswered:
            return self._sent(effect)

    def _sent(self, effect: Send) -> Head:
        self._reply = _Reply(effect)
        with self._reply:
            self._client = self._client or open_client()
            request = _request(self._client, effect)
            response = _interruptibly(request.__enter__)
            self._open = request
            return self._reply.opened(response)

    def receive(self) -> bytes | None:
        """The next piece, or None at the end."""
        reader = self._reply.reader
        if reader is None:
            return None
        with self._reply:
            return self._reply.counted(_interruptibly(reader.read_chunk))

    def close_response(self) -> None:
        request, self._open = self._open, None
        if request is not None:
            request.__exit__(None, None, None)

    def close(self) -> None:
        self.close_response()
        if self._own and self._client is not None:
            self._client.close()


class AsyncWire:
    """The same on an event loop."""

    def __init__(self, client: Client | None = None) -> None:
        self._client, self._own = client, client is None
        self._open: Any = None
        self._reply = _Reply()

    async def send(self, effect: Send) -> Head:
        await self.close_response()
        try:
            return await self._sent(effect)
        except Unanswered:
            return await self._sent(effect)

    async def _sent(self, effect: Send) -> Head:
        self._reply = _Reply(effect)
        with self._reply:
            self._client = self._client or open_async_client()
            request = _request(self._client, effect)
            response = await request.__aenter__()
            self._open = request
            return self._reply.opened(response)

    async def receive(self) -> bytes | None:
        reader = self._reply.reader
        if reader is None:
            return None
        with self._reply:
            return self._reply.counted(await reader.read_chunk())

    async def close_response(self) -> None:
        request, self._open = self._open, None
        if request is not None:
            await request.__aexit__(None, None, None)

    async def close(self) -> None:
        await self.close_response()
        if self._own and self._client is not None:
            await self._client.close()


class Unanswered(SolverError):
    """The connection was closed before anything of a response came: mostly one that was kept open and that the server
    gave up at that moment, so that asking once more is right."""


class _Reply:
    """What is known of one response; as a context, it turns the client's exceptions into ours."""

    def __init__(self, effect: Send | None = None) -> None:
        self.reader: Any = None
        self._url = "" if effect is None else effect.url
        self._timeout_s = 0.0 if effect is None else effect.timeout_s
        self._bytes = 0

    def opened(self, response: Any) -> Head:
        self.reader = response.body_reader
        return Head(response.status, {name.lower(): value for name, value in response.headers.items()})

    def counted(self, piece: Any) -> bytes | None:
        if piece is None:
            self.reader = None
            return None
        self._bytes += len(piece)
        if self._bytes > MAX_REPLY_BYTES:
            raise SolverError(f"{urlsplit(self._url).netloc} sent more than {MAX_REPLY_BYTES >> 20} MiB")
        return bytes(piece)

    def __enter__(self) -> None: ...

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        from pyreqwest.exceptions import PyreqwestError

        if isinstance(error, PyreqwestError | ValueError):
            raise in_words(error, self._url, self._timeout_s, began=bool(self.reader)) from error


def in_words(error: Exception, url: str, timeout_s: float, *, began: bool) -> SolverError:
    """What broke on the way to ``url``; ``began``: after the response had begun."""
    if isinstance(error, SolverError):
        return error
    server = urlsplit(url).netloc.rpartition("@")[2] or url
    details = getattr(error, "details", None) or {}
    causes = [cause["message"] for cause in details.get("causes") or ()] or [str(error)]
    if "client error (Connect)" in causes:
        why = next((words for sign, words in _UNREACHED.items() if sign in " ".join(causes)), causes[-1])
        return Unreached(f"cannot reach {server}: {why}")
    if isinstance(error, TimeoutError):
        return SolverError(f"{server} timed out after {timeout_s:.3g} s")
    if any(sign in causes[-1] for sign in ("end of file", "EOF", "closed", "reset")):
        if began:
            return SolverError(f"{server} closed the connection mid-answer")
        return Unanswered(f"{server} closed the connection without an answer")
    if isinstance(error, ValueError):
        return Unreached(f"'{url}' cannot be requested: {causes[-1]}; check the server's base_url and key")
    return SolverError(f"{server} broke the protocol: {causes[-1]}")


def configured(builder: Any) -> Any:
    """What every client of ours has in common."""
    builder = builder.follow_redirects(False).referer(False).connect_timeout(timedelta(seconds=CONNECT_S))
    return builder.pool_idle_timeout(timedelta(seconds=IDLE_S))


def _request(client: Any, effect: Send) -> Any:
    builder = client.request(effect.method, effect.url).headers(dict(effect.headers)).body_bytes(effect.body)
    # A limit of 0 hands on each piece as it arrives, instead of waiting until 64 KiB are together.
    return builder.timeout(timedelta(seconds=effect.timeout_s)).streamed_read_buffer_limit(0).build_streamed()


def _interruptibly(call: Callable[[], T]) -> T:
    """Call on another thread and wait here, because the client does not let Ctrl-C through while it waits."""
    if threading.current_thread() is not threading.main_thread():
        return call()
    outcome: SimpleQueue[tuple[bool, Any]] = SimpleQueue()

    def run() -> None:
        try:
            outcome.put((True, call()))
        except BaseException as error:
            outcome.put((False, error))

    threading.Thread(target=run, name="suffice-http", daemon=True).start()
    fine, value = outcome.get()
    if fine:
        return value
    raise value
