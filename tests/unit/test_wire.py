"""The wire, against real sockets: what happens when a server gives up a connection that was kept open."""

from __future__ import annotations

import asyncio
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from suffice.errors import SolverError
from suffice.gateway.far import FarServer
from suffice.ports import Send
from suffice.wire import AsyncWire, SyncWire

REPLY = b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok"


@contextmanager
def server(answers: list[int]) -> Iterator[tuple[str, list[int]]]:
    """Answers ``answers[i]`` requests on its i-th connection and closes it at the next; then it closes at once.
    Yields its address and, as they come, the connection of each request."""
    asked: list[int] = []

    def serve() -> None:
        for number in range(len(answers) + 2):
            try:
                connection, _ = listening.accept()
            except OSError:
                return
            with connection:
                left = answers[number] if number < len(answers) else 0
                while connection.recv(65536):
                    asked.append(number)
                    if not left:
                        break
                    left -= 1
                    connection.sendall(REPLY)

    with socket.create_server(("127.0.0.1", 0)) as listening:
        threading.Thread(target=serve, daemon=True).start()
        yield f"http://127.0.0.1:{listening.getsockname()[1]}/", asked
        listening.shutdown(socket.SHUT_RDWR)


def asked_twice(url: str) -> list[bytes | None]:
    wire, effect = SyncWire(), Send("POST", url, {}, b"hello", 5.0)
    try:
        return [piece for _ in range(2) for piece in (wire.send(effect) and wire.receive(), wire.receive())]
    finally:
        wire.close()


async def asked_twice_async(url: str) -> list[bytes | None]:
    wire, effect = AsyncWire(), Send("POST", url, {}, b"hello", 5.0)
    found: list[bytes | None] = []
    try:
        for _ in range(2):
            await wire.send(effect)
            found += [await wire.receive(), await wire.receive()]
    finally:
        await wire.close()
    return found


async def asked_twice_far(url: str) -> list[bytes | None]:
    far, found = FarServer(url, {}, 5.0), []
    try:
        for _ in range(2):
            response = await far.open({}, b"hello", False)
            found += [await response.read(), await response.read()]
            await response.close()
    finally:
        await far.close()
    return found


WAYS = [
    asked_twice,
    lambda url: asyncio.run(asked_twice_async(url)),
    lambda url: asyncio.run(asked_twice_far(url)),
]


@pytest.mark.parametrize("ask", WAYS, ids=["sync", "async", "far"])
def test_a_kept_connection_that_is_given_up_is_asked_once_more(ask):
    with server([1, 1]) as (url, asked):
        assert ask(url) == [b"ok", None] * 2
        assert asked == [0, 0, 1]


@pytest.mark.parametrize("ask", WAYS, ids=["sync", "async", "far"])
def test_a_server_that_never_answers_is_asked_no_more_than_twice(ask):
    with server([]) as (url, asked):
        with pytest.raises(SolverError, match="without an answer"):
            ask(url)
        assert asked == [0, 1]
