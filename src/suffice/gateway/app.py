"""The gateway's door: who may come in, and which way a request goes. One per worker process."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import os
from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache
from time import time, time_ns
from urllib.parse import urlsplit

from suffice.config import Settings
from suffice.config.ladder import Ladder, build, open_ledger
from suffice.config.servers import model_key
from suffice.drivers import Committer
from suffice.errors import LedgerError, SolverError
from suffice.gateway import chat
from suffice.gateway.clients import Clients
from suffice.gateway.connection import Exchange
from suffice.gateway.http import JSON, Closed, Complaint, encode, json_object, unkept
from suffice.gateway.keys import Keys, is_here
from suffice.gateway.ladder import LadderChat
from suffice.gateway.policies import Policies
from suffice.gateway.relay import Relay
from suffice.gateway.shadow import Shadow
from suffice.pool import WorkerPool
from suffice.records import Receipt, Requirement, Task, Tier

_AUTO = ("auto", "auto:proved", "auto:tested")
_SLICE_S, _WORKER_S = 0.1, 10.0  # of computing: at a stretch here, where others wait; and in a worker process
_FIRST = (  # tasks that between them need what is loaded late: grammars, zones, holidays
    "What is 2 plus 2?",
    "The jacket was $120, now it's 35% off. What do I pay?",
    "What time is it in Tokyo when it's 9:30 am in Berlin on 5 March 2026?",
    "How many business days are there from 2 March 2026 to 13 March 2026, counting both and ignoring holidays?",
    "What day of the week is 5 May 2026?",
)


class Gateway:
    """Everything is built by ``open``, when the event loop is there, and closed before it ends."""

    def __init__(self, settings: Settings, shadow: bool = False) -> None:
        self._settings, self._shadowing = settings, shadow
        self._keys, self._here = Keys(settings.keys_path), is_here(settings.serve.host)
        self._since = int(time())

    def admit(self, exchange: Exchange) -> None:
        """Who asks, and for what, before a body is read. Raises Complaint."""
        path = exchange.path
        if path == "/healthz":
            return
        exchange.key = self._admitted(exchange.headers)
        if path == "/v1/chat/completions":
            _only(exchange.method, "POST")
        elif path in ("/v1/models", "/v1/policies") or path.startswith(("/v1/models/", "/v1/receipts/")):
            _only(exchange.method, "GET")
        elif path.startswith("/v1/policies/"):
            self._policies.known(path.removeprefix("/v1/policies/"))
            _only(exchange.method, "POST")
        else:
            raise Complaint(
                404,
                f"there is no {path[:200]} here; there are: POST /v1/chat/completions, GET /v1/models, "
                "GET /v1/receipts/ID, GET /v1/policies, POST /v1/policies/NAME/check, GET /healthz",
                code="not_found",
            )

    async def __call__(self, exchange: Exchange) -> None:
        """Answer an admitted request."""
        try:
            await self._route(exchange)
        except Complaint as complaint:
            exchange.respond(complaint.status, complaint.headers, complaint.body())
        except (Closed, SolverError):  # the client went away
            return
        except LedgerError as error:
            complaint = unkept(error)
            exchange.respond(complaint.status, complaint.headers, complaint.body())
        except Exception as error:
            words = f"a mistake of ours: {type(error).__name__}: {error}"
            complaint = Complaint(500, words, kind="server_error", code="internal_error")
            exchange.respond(complaint.status, complaint.headers, complaint.body())

    async def open(self) -> None:
        from suffice.wire import open_async_client

        settings = replace(self._settings, budget=replace(self._settings.budget, seconds=None))  # models have their own
        self._ledger = open_ledger(settings, sync="normal")
        at = settings.serve
        self.clients = Clients(self, at.body_s, int(at.body_mib * (1 << 20)))
        self._committer = Committer(self._ledger, lambda: len(self.clients.tasks) == 1)
        self._pool = WorkerPool(most_s=_WORKER_S)
        ladder = build(settings, _SLICE_S)
        _warm(ladder)
        self._client = open_async_client() if ladder.connects else None
        self._ladder = LadderChat(ladder, settings, self._committer, self._client, self._pool)
        self._policies = Policies(settings, ladder, self._committer, self._pool)
        self._shadow = Shadow(settings, self._ledger, ladder.meter) if self._shadowing else None
        self._relays, self._single = {}, {}
        for model in settings.models:
            if model.kind == "server":
                self._relays[model.name] = Relay(model, model_key(model), ladder.meter, ladder.pricer, self._append)
            else:
                alone = replace(ladder, solvers=tuple(one for one in ladder.solvers if one.name == model.name))
                none = replace(settings, requires=Requirement.parse("none"))
                self._single[model.name] = LadderChat(alone, none, self._committer, self._client, self._pool)
        only_reads = settings.reader.model if settings.reader and settings.reader.only_reads else None
        self._last = next((relay for name, relay in self._relays.items() if name != only_reads), None)

    async def close(self) -> None:
        await self._committer.close()
        if self._shadow is not None:
            self._shadow.close()
        for client in (*self._relays.values(), self._client):
            if client is not None:
                await client.close()
        self._pool.close()
        self._ledger.close()

    async def _append(self, receipt: Receipt, text: str | None) -> None:
        if self._shadow is None:
            await self._committer.append(receipt)
            return
        try:
            task = chat.task({**receipt.task, "model": chat.AUTO}, self._settings, receipt.id)
        except (Complaint, TypeError):
            task = None
        self._shadow.put(receipt, task, text)

    async def _route(self, exchange: Exchange) -> None:
        path = exchange.path
        if path == "/v1/chat/completions":
            await self._chat(exchange)
        elif path == "/healthz":
            exchange.respond(200, [JSON], b'{"status":"ok"}')
        elif path.startswith("/v1/receipts/"):
            await self._receipt(path.removeprefix("/v1/receipts/"), exchange)
        elif path == "/v1/policies":
            exchange.respond(200, [JSON], self._policies.listed())
        elif path.startswith("/v1/policies/"):
            name = self._policies.known(path.removeprefix("/v1/policies/"))
            await self._policies.check(name, json_object(exchange.body), exchange, _new_id())
        else:
            exchange.respond(200, [JSON], self._models(path.removeprefix("/v1/models").removeprefix("/")))

    def _admitted(self, headers: Mapping[str, str]) -> str | None:
        """The name of the caller's key, None where none is asked for. Raises Complaint."""
        if self._keys or not self._here:  # the last key may have been removed: then nobody is let in from elsewhere
            name = self._keys.owner(headers.get("authorization"))
            if name is None:
                raise Complaint(
                    401,
                    "no valid key: send one that 'suffice key add NAME' printed, as 'Authorization: Bearer KEY'",
                    code="invalid_api_key",
                    headers=[("www-authenticate", "Bearer")],
                )
            return name
        # Without keys, being on this machine is all that a caller needs to show; a page in a browser is not.
        host, origin = headers.get("host") or "", headers.get("origin")
        if not _names_here("//" + host) or (origin is not None and not _names_here(origin)):
            raise Complaint(
                403,
                "without keys, only this machine may ask, under the name localhost or 127.0.0.1 and not from a page of "
                "another site: use that address, or make keys with 'suffice key add NAME'",
                code="forbidden",
            )
        return None

    async def _chat(self, exchange: Exchange) -> None:
        request = json_object(exchange.body)
        name, id = request.get("model"), _new_id()
        if not isinstance(name, str):
            raise Complaint(400, f"model is missing: name one of {', '.join(self._names)}", param="model")
        relay = self._relays.get(name)
        if relay is not None:
            await relay(request, exchange, id)
        elif name == chat.AUTO or name.startswith(chat.AUTO + ":"):
            if self._shadow is None or self._last is None:
                await self._ladder(request, exchange, id)
            else:
                chat.requirement(name, self._settings.requires)
                await self._last(request, exchange, id)
        elif name in self._single:
            await self._single[name]({**request, "model": chat.AUTO}, exchange, id)
        else:
            raise Complaint(
                404,
                f"no model '{name[:100]}'; there are: {', '.join(self._names)}",
                code="model_not_found",
                param="model",
            )

    @property
    def _names(self) -> list[str]:
        return [*_AUTO, *(model.name for model in self._settings.models)]

    def _models(self, name: str) -> bytes:
        rows = [
            {"id": known, "object": "model", "created": self._since, "owned_by": "suffice"} for known in self._names
        ]
        if not name:
            return encode({"object": "list", "data": rows})
        for row in rows:
            if row["id"] == name:
                return encode(row)
        raise Complaint(404, f"no model '{name[:100]}'; there are: {', '.join(self._names)}", code="model_not_found")

    async def _receipt(self, id: str, exchange: Exchange) -> None:
        found = None
        if id.startswith("r-") and len(id) < 64:
            found = await asyncio.get_running_loop().run_in_executor(None, self._ledger.get, id)
        if found is None or found["id"] != id or found.get("key") != exchange.key:
            raise Complaint(
                404,
                "no receipt of this id, or it belongs to another key: ask with the key that made it",
                code="not_found",
            )
        exchange.respond(200, [JSON], encode(found))


def _new_id() -> str:
    """24 hex digits that begin with the time, so that neighbours in time stand together in the ledger's indexes."""
    return f"{time_ns() >> 24:010x}{os.urandom(7).hex()}"


def _warm(ladder: Ladder) -> None:
    """Load what solvers load at their first tasks, before anybody waits for it."""
    for solver in ladder.solvers:
        if solver.tier is Tier.SYMBOLIC:
            with contextlib.suppress(Exception):  # whatever is broken shows with the first task
                for question in _FIRST:
                    solver.solve(Task.ask(question))
    gc.collect()
    gc.set_threshold(20_000, 20, 20)  # what requests leave in circles is little
    gc.freeze()  # grammars are hundreds of thousands of objects that stay: there is no use in looking through them


def _only(method: str, allowed: str) -> None:
    if method != allowed:
        raise Complaint(405, f"use {allowed} here, not {method[:20]}", headers=[("allow", allowed)])


@lru_cache(1024)
def _names_here(address: str) -> bool:
    """Whether an address leads to this machine alone."""
    try:
        return is_here(urlsplit(address).hostname or "")
    except ValueError:
        return False
