"""One request on its way to a model's server and back: what comes is passed on, and noted for the receipt."""

from __future__ import annotations

from asyncio import CancelledError
from collections.abc import Mapping
from datetime import UTC, datetime
from hashlib import blake2b
from time import perf_counter, thread_time
from typing import TYPE_CHECKING, Any

from suffice.drivers import GONE
from suffice.errors import LedgerError, SolverError
from suffice.gateway.chat import with_ours
from suffice.gateway.connection import Exchange
from suffice.gateway.events import Events
from suffice.gateway.http import RECEIPT, Closed, Complaint, decode, unkept
from suffice.gateway.presence import Waiting
from suffice.models import _reply as reply
from suffice.records import Answer, Attempt, Cost, Json, Message, Receipt, Status, Task, Verdict
from suffice.wire import MAX_REPLY_BYTES

if TYPE_CHECKING:
    from suffice.gateway.far import FarResponse
    from suffice.gateway.near import NearResponse
    from suffice.gateway.relay import Relay

MOST_STREAM_BYTES = 256 << 20  # what a client does not read is held in memory
KEPT_BYTES = 1 << 20  # of a request; of a longer one, the receipt keeps size and hash
_UNCHECKED = Verdict(Status.UNKNOWN, reason="passed on as the model gave it: nobody checked it")
_NO_WORDS = Task("")
_UNCOUNTED = Cost(cpu_s=0.0, joules=None, gco2e=None, usd=None)
# Headers of a reply that mean something beyond this hop. Everything else, cookies and lengths included, stays here.
_RETURNED = frozenset(
    "content-type retry-after retry-after-ms x-should-retry x-request-id request-id location warning".split()
)
_RETURNED_PREFIXES = ("x-ratelimit-", "openai-", "anthropic-")


class Relayed:
    """One request to the server, and what it costs here."""

    def __init__(
        self,
        relay: Relay,
        exchange: Exchange,
        receipt_id: str,
        request: dict[str, Any],
        adds_usage: bool,
    ) -> None:
        self.relay, self.exchange, self.receipt_id = relay, exchange, receipt_id
        self.request, self._adds_usage = request, adds_usage
        self.waiting = Waiting(exchange)
        self.waiting.begin()
        self._began_s, self._cpu_s = perf_counter(), 0.0
        self._mark_s: float | None = thread_time()
        self._owed = self._kept = False  # the server has worked for us; the receipt is on its way to the ledger
        self._status = 0

    def pause(self) -> None:
        """Stop counting CPU time: from here on, this thread works for others too."""
        if self._mark_s is not None:
            self._cpu_s += thread_time() - self._mark_s
            self._mark_s = None

    def go_on(self) -> None:
        if self._mark_s is None:
            self._mark_s = thread_time()

    async def run(self, body: bytes) -> None:
        response = broken = None
        self.pause()
        try:
            try:
                response = await self.relay.open(body, self.exchange.headers, self.request.get("stream") is True)
            except SolverError as error:
                broken = str(error)
            if response is None:
                await self._unreached(broken or "")
            else:
                await self._pass_on(response)
        except CancelledError:
            await self._client_gone()
        finally:
            if response is not None:
                await response.close()

    async def _pass_on(self, response: NearResponse | FarResponse) -> None:
        self._status, self._owed = response.status, response.status < 400
        kind = response.header("content-type") or ""
        if response.status == 200 and kind.startswith("text/event-stream"):
            await self._stream(response)
        else:
            await self._whole(response)

    async def _unreached(self, words: str) -> None:
        words = self.relay.masked_text(words)
        await self._keep(None, words)
        late = "timed out" in words
        raise Complaint(
            504 if late else 502,
            words,
            kind="upstream_error",
            code="upstream_timeout" if late else "upstream_failed",
            headers=[(RECEIPT, self.receipt_id)],
        )

    async def _whole(self, response: NearResponse | FarResponse) -> None:
        pieces, size, broken = [], 0, None
        try:
            while (piece := await response.read()) is not None:
                pieces.append(piece)
                size += len(piece)
                if size > MAX_REPLY_BYTES:
                    raise SolverError(f"the server sent more than {MAX_REPLY_BYTES >> 20} MiB")
        except SolverError as error:
            broken = str(error)
        self.go_on()
        if broken is not None:
            await self._unreached(broken)
        body = pieces[0] if len(pieces) == 1 else b"".join(pieces)
        body = self.relay.masked(body, answer=self._status < 400)
        if self._status >= 400:
            await self._keep(None, str(reply.refusal(self._status, body)))
        else:
            said = self._said(body, response)
            if isinstance(said, str):
                await self._unreached(said)
            else:
                body = with_ours(body, await self._keep(said, None))
        self.exchange.respond(self._status, self._returned(response), body)

    def _said(self, body: bytes, response: NearResponse | FarResponse) -> Answer | str:
        """The answer in a reply, or why there is none."""
        try:
            if self._status >= 300:
                raise reply.refusal(self._status, body, response.header("location"))
            return _answer(decode(body), self.relay.model.model)
        except (ValueError, RecursionError):
            return f"the server sent no JSON: {' '.join(body[:200].decode('utf-8', 'replace').split())}"
        except SolverError as error:
            return str(error)

    async def _stream(self, response: NearResponse | FarResponse) -> None:
        events, broken = Events(hides_usage=self._adds_usage), None
        exchange = self.exchange
        try:
            exchange.begin(200, self._returned(response))
            done, passed = b"", 0
            try:
                while not events.done:
                    piece = await response.read()
                    self.go_on()
                    whole, done = events.end() if piece is None else events.feed(self.relay.masked(piece, True))
                    self.pause()
                    passed += len(whole)
                    if passed > MOST_STREAM_BYTES:
                        raise SolverError(f"the server streamed more than {MOST_STREAM_BYTES >> 20} MiB")
                    if whole:
                        await exchange.send(self.relay.masked(whole, answer=events.error is None))
                    if piece is None:
                        break
            except SolverError as error:
                if not events.finished:  # else all was said, and only the goodbye is missing
                    broken = str(error)
            if events.error is not None:
                await self._keep(None, self.relay.masked_text(str(reply.broken({"error": events.error}))))
            elif broken is None and (events.done or events.finished):
                usage = reply.usage(events.usage, self.relay.model.model)
                text = self.relay.masked_text(events.text, answer=True)
                await self._keep(Answer(text.strip(), text, usage=usage), None)
            else:
                words = self.relay.masked_text(broken or "the server closed the connection mid-answer")
                await self._keep(None, words)
                done = Complaint(502, words, kind="upstream_error", code="upstream_failed").event()
            if done:
                await exchange.send(done)
        except Closed:
            if not self._kept:
                await self._keep(None, GONE)
        except LedgerError as error:  # too late for an error status
            await exchange.send(unkept(error).event())
        exchange.end()

    async def _client_gone(self) -> None:
        if not self.waiting.caught():
            raise CancelledError
        await self._keep(None, GONE)

    async def _keep(self, answer: Answer | None, broken: str | None) -> Receipt:
        """Write the receipt; returns it once it is in the ledger."""
        self.go_on()
        self.waiting.over()
        self._kept = True
        relay, raw = self.relay, self.exchange.body
        model, usage = relay.model, answer and answer.usage
        counted = usage is not None and usage.prompt_tokens is not None  # else the words are counted
        instead = relay.pricer.instead(_NO_WORDS if counted else Task("", _messages(self.request)), answer)
        elsewhere = relay.pricer.price(usage) if usage else _UNCOUNTED if self._owed else Cost()
        self.pause()
        own = relay.meter.elsewhere(self._cpu_s)
        cost = own + elsewhere if self._owed else own
        cost = Cost(perf_counter() - self._began_s, cost.cpu_s, cost.joules, cost.gco2e, cost.usd)
        outcome = "answered" if answer else "failed"
        verdict = _UNCHECKED if answer else None
        receipt = Receipt(
            id=self.receipt_id,
            task_id=f"chatcmpl-{self.receipt_id[2:]}",
            status=outcome,
            created=datetime.now(UTC).isoformat(timespec="milliseconds"),
            answer=answer,
            tier=model.tier if answer else None,
            solver=model.name if answer else None,
            verdict=verdict,
            attempts=(Attempt(model.name, model.tier, outcome, cost, None, broken, verdict, usage),),
            cost=cost,
            instead=instead,
            error=broken and f"{model.name}: {broken}",
            task=self.request if len(raw) <= KEPT_BYTES else _in_short(self.request, raw),
            key=self.exchange.key,
        )
        await relay.append(receipt, answer and answer.text)
        return receipt

    def _returned(self, response: NearResponse | FarResponse) -> list[tuple[str, str]]:
        kept = [
            (name, self.relay.masked_text(value))
            for name, value in response.headers
            if name in _RETURNED or name.startswith(_RETURNED_PREFIXES)
        ]
        kept.append((RECEIPT, self.receipt_id))
        return kept


def _answer(said: Json, model: str) -> Answer:
    """What the first choice says. Raises SolverError where the reply is no chat completion."""
    if not isinstance(said, dict):
        raise SolverError("the server sent no JSON object")
    choices = said.get("choices")
    choice = choices[0] if isinstance(choices, list) and choices else None
    message = choice.get("message") if isinstance(choice, dict) else None
    if not isinstance(message, dict):
        raise reply.broken(said)
    text = reply.text(message.get("content"))
    return Answer(text.strip() or reply.said(message), text, usage=reply.usage(said.get("usage"), model))


def _messages(request: Mapping[str, Any]) -> tuple[Message, ...]:
    """Roles and texts, as far as they can be read: a server, not we, judges what it accepts."""
    turns = request.get("messages")
    return tuple(
        Message(str(turn.get("role")), reply.text(turn.get("content")))
        for turn in (turns if isinstance(turns, list) else ())
        if isinstance(turn, dict)
    )


def _in_short(request: Mapping[str, Any], raw: bytes) -> Json:
    digest = blake2b(raw, digest_size=16).hexdigest()
    return {"model": request.get("model"), "size_bytes": len(raw), "blake2b": digest}
