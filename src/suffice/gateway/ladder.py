"""Requests for ``auto``: the ladder answers, verified answers first; only what nobody verifies streams as it comes."""

from __future__ import annotations

from typing import Any

from suffice.config import Settings
from suffice.config.ladder import Ladder
from suffice.drivers import GONE, Committer, run_async
from suffice.errors import LedgerError, SolverError
from suffice.gateway import chat, stream
from suffice.gateway.connection import Exchange
from suffice.gateway.http import DONE, EVENTS, JSON, RECEIPT, Closed, Complaint, Headers, unkept
from suffice.gateway.presence import Waiting
from suffice.pool import WorkerPool
from suffice.records import Link, Receipt


class LadderChat:
    """One ladder behind the protocol; ``client`` is None where no solver talks to servers."""

    def __init__(
        self, ladder: Ladder, settings: Settings, committer: Committer, client: Any, pool: WorkerPool | None
    ) -> None:
        self._ladder, self._settings, self._committer = ladder, settings, committer
        self._client, self._pool = client, pool

    async def __call__(self, request: dict[str, Any], exchange: Exchange, id: str) -> None:
        """Answer. Raises Complaint where there is no answer and nothing was sent."""
        task = chat.task(request, self._settings, f"chatcmpl-{id}")
        steps = self._ladder.steps(task, request, key=exchange.key, id=f"r-{id}")
        waiting = Waiting(exchange)
        reply = _Reply(exchange, f"r-{id}", request)
        kept = Kept(self._committer, waiting)
        try:
            receipt = await run_async(
                steps,
                client=self._client,
                pool=self._pool,
                committer=kept,
                emit=reply.emit if task.awaits == "events" else None,
                presence=waiting,
            )
            if not waiting.gone:
                await reply.finish(receipt, task.id)
        except LedgerError as error:
            await reply.fail(unkept(error))
        finally:
            waiting.over()


class Kept:
    """Commits one receipt; from then on, a client that goes away changes nothing."""

    def __init__(self, committer: Committer, waiting: Waiting) -> None:
        self._committer, self._presence = committer, waiting

    async def append(self, receipt: Receipt) -> Link | None:
        """Nobody here asks for the link."""
        self._presence.over()
        await self._committer.append(receipt)
        return None


class _Reply:
    """One response: what was sent of it so far, and the chunks that wait for the receipt."""

    def __init__(self, exchange: Exchange, receipt_id: str, request: dict[str, Any]) -> None:
        self._exchange, self._id = exchange, receipt_id
        self._streams = chat.streams(request)
        options = request.get("stream_options")
        self._with_usage = isinstance(options, dict) and options.get("include_usage") is True
        self._held: list[bytes] = []

    async def emit(self, data: bytes) -> None:
        """Pass an event on as it comes, up to the end of its choice."""
        if self._held or stream.ends(data):
            self._held.append(data)
        else:
            await self._send(b"data: " + data.replace(b"\n", b"\ndata: ") + b"\n\n")

    async def finish(self, receipt: Receipt, task_id: str) -> None:
        answer = receipt.answer
        if answer is None:
            await self.fail(chat.no_answer(receipt))
            return
        if not self._streams:
            self._exchange.respond(200, [JSON, *self._headers()], chat.completion(receipt, task_id))
            return
        beside = chat.beside(receipt)
        if self._exchange.begun:
            rest = stream.last(self._held, beside, self._with_usage)
        elif answer.raw is None:
            rest = stream.of_text(answer.text, task_id, receipt.solver, beside, self._with_usage)
        else:
            rest = stream.of_raw(answer.raw, beside, self._with_usage)
        await self._send(rest + DONE)
        self._exchange.end()

    async def fail(self, complaint: Complaint) -> None:
        """An error: a status of its own, or an event where the stream has begun. Raises Complaint."""
        if not self._exchange.begun:
            raise complaint
        await self._send(complaint.event())
        self._exchange.end()

    async def _send(self, data: bytes) -> None:
        try:
            if not self._exchange.begun:
                self._exchange.begin(200, [*EVENTS, *self._headers()])
            await self._exchange.send(data)
        except Closed:
            raise SolverError(GONE) from None

    def _headers(self) -> Headers:
        return [(RECEIPT, self._id)]
