"""A model's server that is reached by TLS or through a proxy: by a client library that knows both."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from pyreqwest.client import ClientBuilder
from pyreqwest.exceptions import PyreqwestError

from suffice.wire import Unanswered, configured, in_words

_AT_ONCE_BYTES = 64 << 10  # of a reply that does not stream: read before it is looked at


class FarServer:
    """One client for one address."""

    def __init__(self, url: str, headers: Mapping[str, str], timeout_s: float) -> None:
        """``timeout_s``: the longest silence that is put up with."""
        self.url, self.timeout_s, self._headers = url, timeout_s, dict(headers)
        self._client = configured(ClientBuilder()).read_timeout(timedelta(seconds=timeout_s)).build()

    async def open(self, forwarded: Mapping[str, str], body: bytes, streams: bool) -> FarResponse:
        """Ask; returns when the response's head is there. ``streams``: each piece is wanted as it arrives.

        Raises SolverError."""
        try:
            return await self._asked(forwarded, body, streams)
        except Unanswered:
            return await self._asked(forwarded, body, streams)

    async def _asked(self, forwarded: Mapping[str, str], body: bytes, streams: bool) -> FarResponse:
        try:
            builder = self._client.post(self.url).headers({**self._headers, **forwarded}).body_bytes(body)
            opened = builder.streamed_read_buffer_limit(0 if streams else _AT_ONCE_BYTES).build_streamed()
            return FarResponse(self, opened, await opened.__aenter__())
        except (PyreqwestError, ValueError) as error:
            raise in_words(error, self.url, self.timeout_s, began=False) from None

    async def close(self) -> None:
        await self._client.close()


class FarResponse:
    """``read`` until None; then ``close``, or before to give it up."""

    def __init__(self, server: FarServer, opened: Any, response: Any) -> None:
        self._server, self._opened, self._response = server, opened, response
        self.status: int = response.status

    @property
    def headers(self) -> list[tuple[str, str]]:
        return [(name.lower(), value) for name, value in self._response.headers.items()]

    def header(self, name: str) -> str | None:
        return self._response.get_header(name)

    async def read(self) -> bytes | None:
        """The next piece. Raises SolverError."""
        try:
            piece = await self._response.body_reader.read_chunk()
        except (PyreqwestError, ValueError) as error:
            raise in_words(error, self._server.url, self._server.timeout_s, began=True) from None
        return None if piece is None else bytes(piece)

    async def close(self) -> None:
        await self._opened.__aexit__(None, None, None)
