"""All connections of one process, the requests under way, and the limits that hold for them."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from email.utils import formatdate
from typing import Any, Protocol

from suffice.gateway.connection import Connection, Exchange


class App(Protocol):
    """What answers."""

    def admit(self, exchange: Exchange) -> None:
        """Look at a request before its body is read. Raises Complaint."""
        ...

    def __call__(self, exchange: Exchange) -> Coroutine[Any, Any, None]: ...


class Clients:
    """``most_bytes`` of a body, which must arrive within ``body_s``."""

    def __init__(self, app: App, body_s: float, most_bytes: int) -> None:
        self.app, self.body_s, self.most_bytes = app, body_s, most_bytes
        self.connections: set[Connection] = set()
        self.tasks: set[asyncio.Task[None]] = set()
        self.closing = False
        self.date = ""
        self.loop = asyncio.get_running_loop()
        self._sweep()

    def connection(self) -> Connection:
        return Connection(self)

    def run(self, exchange: Exchange) -> None:
        task = self.loop.create_task(self._answer(exchange))
        self.tasks.add(task)
        task.add_done_callback(self.tasks.discard)

    async def _answer(self, exchange: Exchange) -> None:
        try:
            await self.app(exchange)
        finally:
            exchange.abort()  # where it broke off: a client must not take what came for the whole

    def _sweep(self) -> None:
        """End what takes too long, a few times in the shortest of the limits."""
        self.date = f"date: {formatdate(usegmt=True)}\r\n"
        now = self.loop.time()
        for connection in [one for one in self.connections if one.deadline < now]:
            connection.late()
        self._timer = self.loop.call_later(min(self.body_s / 4, 1.0), self._sweep)

    async def close(self, drain_s: float) -> None:
        """Take no more requests; let those that run end; after ``drain_s`` they are cancelled."""
        self.closing = True
        for connection in list(self.connections):
            connection.close_if_idle()
        if self.tasks:
            await asyncio.wait(self.tasks, timeout=drain_s)
        for task in self.tasks:
            task.cancel()
        if self.tasks:
            await asyncio.wait(self.tasks, timeout=1.0)
        self._timer.cancel()
        for connection in list(self.connections):
            connection.transport.close()
