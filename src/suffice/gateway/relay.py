"""A request for a named model: passed on byte for byte, answered as the model's server answers, metered, receipted.
A reply that is no stream gains the ``suffice`` object behind its own fields.

Only the model's name is changed, to the server's own, and the ``suffice`` object is taken out. The client's key stays
here; the server's is put in. Events of a stream leave as they arrive; the one that ends it leaves after the receipt
is in the ledger.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from datetime import timedelta
from typing import Any

import msgspec

from suffice import __version__
from suffice.config.settings import ModelSettings
from suffice.gateway.chat import OURS
from suffice.gateway.http import decode, encode
from suffice.gateway.relayed import Relayed
from suffice.ports import Meter, Pricer
from suffice.records import Receipt

_AT_ONCE_BYTES = 64 << 10  # of a reply that does not stream: read before it is looked at
_SECRET_CHARS = 16  # shorter keys, such as EMPTY or ollama, are put where a server of one's own asks for none
# Headers of a request that mean something beyond this hop. Everything else stays here.
_FORWARDED = ("openai-beta", "idempotency-key", "x-client-request-id", "traceparent", "tracestate")
_fields = msgspec.json.Decoder(dict[str, msgspec.Raw]).decode

Append = Callable[[Receipt, str | None], Awaitable[Any]]  # of a receipt, and the text that the model gave


class Relay:
    """One model's server. ``append`` keeps a receipt."""

    def __init__(
        self, model: ModelSettings, key: str | None, client: Any, meter: Meter, pricer: Pricer, append: Append
    ) -> None:
        self.model, self._key, self._client = model, key, client
        self.meter, self.pricer, self.append = meter, pricer, append
        assert model.base_url is not None
        self.url = model.base_url.rstrip("/") + "/chat/completions"
        self._headers = {"content-type": "application/json", "user-agent": f"suffice/{__version__}"}
        if key is not None:
            self._headers["authorization"] = f"Bearer {key}"
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

    async def __call__(
        self, raw: bytes, request: dict[str, Any], scope: Any, proto: Any, id: str, key: str | None
    ) -> None:
        """Raises Complaint where the server gave nothing to pass on."""
        adds_usage = self.model.stream_usage and request.get("stream") is True and _without_usage(request)
        body = self.body(raw, adds_usage)
        call = Relayed(self, proto, f"r-{id}", request, raw, key, adds_usage)
        try:
            await call.run(body, scope.headers)
        finally:
            call.waiting.over()

    def masked(self, said: bytes, answer: bool = False) -> bytes:
        """Without the server's key, which some repeat. ``answer``: a short key may be a word of it, and stays."""
        if not self._key or (answer and len(self._key) < _SECRET_CHARS):
            return said
        return said.replace(self._key.encode(), b"***")

    def masked_text(self, said: str, answer: bool = False) -> str:
        return self.masked(said.encode("utf-8", "surrogatepass"), answer).decode("utf-8", "surrogatepass")

    def send(self, body: bytes, headers: Any, streams: bool) -> Any:
        """The request, ready to be opened as a context. ``streams``: each piece is wanted as it arrives."""
        own = self._headers
        forwarded = {name: value for name in _FORWARDED if (value := headers.get(name)) is not None}
        builder = self._client.post(self.url).headers({**own, **forwarded} if forwarded else own)
        return builder.body_bytes(body).streamed_read_buffer_limit(0 if streams else _AT_ONCE_BYTES).build_streamed()


def _without_usage(request: Mapping[str, Any]) -> bool:
    options = request.get("stream_options")
    return options is None or (isinstance(options, dict) and options.get("include_usage") is not True)


def open_client(timeout_s: float) -> Any:
    """A client for one model: ``timeout_s`` is the longest silence that it puts up with."""
    from pyreqwest.client import ClientBuilder

    from suffice.wire import configured

    return configured(ClientBuilder()).read_timeout(timedelta(seconds=timeout_s)).build()
