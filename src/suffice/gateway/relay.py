"""A request for a named model: passed on byte for byte, answered as the model's server answers, metered, receipted.
A reply that is no stream gains the ``suffice`` object behind its own fields.

Only the model's name is changed, to the server's own, and the ``suffice`` object is taken out. The client's key stays
here; the server's is put in. Events of a stream leave as they arrive; the one that ends it leaves after the receipt
is in the ledger.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import Any
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

import msgspec

from suffice import __version__
from suffice.config.settings import ModelSettings
from suffice.gateway.chat import OURS
from suffice.gateway.connection import Exchange
from suffice.gateway.far import FarResponse, FarServer
from suffice.gateway.http import decode, encode
from suffice.gateway.near import NearResponse, NearServer
from suffice.gateway.relayed import Relayed
from suffice.models.openai_server import SECRET_CHARS
from suffice.ports import Meter, Pricer
from suffice.records import Receipt

# Headers of a request that mean something beyond this hop. Everything else stays here.
_FORWARDED = ("openai-beta", "idempotency-key", "x-client-request-id", "traceparent", "tracestate")
_fields = msgspec.json.Decoder(dict[str, msgspec.Raw]).decode

Append = Callable[[Receipt, str | None], Awaitable[Any]]  # of a receipt, and the text that the model gave


class Relay:
    """One model's server. ``append`` keeps a receipt."""

    def __init__(self, model: ModelSettings, key: str | None, meter: Meter, pricer: Pricer, append: Append) -> None:
        self.model, self._key = model, key
        self.meter, self.pricer, self.append = meter, pricer, append
        assert model.base_url is not None
        url = model.base_url.rstrip("/") + "/chat/completions"
        headers = {"content-type": "application/json", "user-agent": f"suffice/{__version__}", "accept": "*/*"}
        if key is not None:
            headers["authorization"] = f"Bearer {key}"
        self._server = (NearServer if _is_near(url) else FarServer)(url, headers, model.timeout_s)
        self._extra, self._name = dict(model.extra), model.model

    def body(self, raw: bytes, usage: bool) -> bytes:
        """The request for the server. Every value stays as it was written, byte for byte.

        ``usage``: a stream's tokens are asked for, though the client did not.
        """
        try:
            fields: dict[str, Any] = {**self._extra, **_fields(raw), "model": self._name}
        except ValueError:  # half a character: legal in JSON, though not to this decoder
            fields = {**self._extra, **decode(raw), "model": self._name}
        fields.pop(OURS, None)
        if usage:
            options = fields.get("stream_options")
            stated = {} if options is None else decode(bytes(options)) if isinstance(options, msgspec.Raw) else options
            fields["stream_options"] = {**(stated or {}), "include_usage": True}
        return encode(fields)

    async def __call__(self, request: dict[str, Any], exchange: Exchange, id: str) -> None:
        """Raises Complaint where the server gave nothing to pass on."""
        adds_usage = self.model.stream_usage and request.get("stream") is True and _without_usage(request)
        body = self.body(exchange.body, adds_usage)
        call = Relayed(self, exchange, f"r-{id}", request, adds_usage)
        try:
            await call.run(body)
        finally:
            call.waiting.over()

    def masked(self, said: bytes, answer: bool = False) -> bytes:
        """Without the server's key, which some repeat. ``answer``: a short key may be a word of it, and stays."""
        if not self._key or (answer and len(self._key) < SECRET_CHARS):
            return said
        return said.replace(self._key.encode(), b"***")

    def masked_text(self, said: str, answer: bool = False) -> str:
        return self.masked(said.encode("utf-8", "surrogatepass"), answer).decode("utf-8", "surrogatepass")

    async def open(self, body: bytes, headers: Mapping[str, str], streams: bool) -> NearResponse | FarResponse:
        """Ask the server; ``headers`` are the client's. Raises SolverError."""
        forwarded = {name: headers[name] for name in _FORWARDED if name in headers}
        return await self._server.open(forwarded, body, streams)

    async def close(self) -> None:
        await self._server.close()


def _without_usage(request: Mapping[str, Any]) -> bool:
    options = request.get("stream_options")
    return options is None or (isinstance(options, dict) and options.get("include_usage") is not True)


def _is_near(url: str) -> bool:
    """Whether plain HTTP leads there, without a proxy or a password in the address."""
    parts = urlsplit(url)
    proxies = getproxies()
    proxied = ("http" in proxies or "all" in proxies) and not proxy_bypass(parts.hostname or "")
    return parts.scheme == "http" and "@" not in parts.netloc and not proxied
