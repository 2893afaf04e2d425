"""A chat server on the loopback interface that a test scripts: what each connection is answered, byte for byte."""

from __future__ import annotations

import json
import socket
import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest

Script = Callable[[socket.socket, threading.Event], None]


class ChatServer:
    """Answers every request by the current ``script``; keeps what it was asked."""

    def __init__(self) -> None:
        self.script: Script = lambda connection, stop: None
        self.requests: list[tuple[str, dict[str, str], Any]] = []  # request line, headers, JSON body
        self.closed_by_peer = threading.Event()
        self._stop = threading.Event()
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._threads: list[threading.Thread] = []
        self.base_url = f"http://127.0.0.1:{self._listener.getsockname()[1]}/v1"
        self._start(self._accept)

    def bytes(self, *pieces: bytes) -> None:
        """Answer with these bytes and close."""
        self.script = lambda connection, stop: [connection.sendall(piece) for piece in pieces] and None

    def json(self, value: Any, status: str = "200 OK") -> None:
        body = json.dumps(value).encode()
        head = f"HTTP/1.1 {status}\r\nconnection: close\r\ncontent-type: application/json\r\n"
        head += f"content-length: {len(body)}\r\n\r\n"
        self.bytes(head.encode() + body)

    def answer(self, text: str, **usage: int) -> None:
        choice = {"index": 0, "message": {"role": "assistant", "content": text}, "finish_reason": "stop"}
        self.json({"model": "m-2", "choices": [choice], "usage": usage or None})

    def events(self, *pieces: bytes) -> None:
        """A stream of server-sent events, each piece one chunk of the transfer."""
        head = b"HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-type: text/event-stream\r\n"
        head += b"transfer-encoding: chunked\r\n\r\n"
        self.bytes(head, *(b"%x\r\n%s\r\n" % (len(piece), piece) for piece in pieces), b"0\r\n\r\n")

    def hang(self, *pieces: bytes) -> None:
        """Send these bytes, then nothing more until the client gives up."""

        def script(connection: socket.socket, stop: threading.Event) -> None:
            for piece in pieces:
                connection.sendall(piece)
            connection.settimeout(0.05)
            while not stop.is_set():
                try:
                    if not connection.recv(1):
                        self.closed_by_peer.set()
                        return
                except TimeoutError:
                    continue
                except OSError:
                    self.closed_by_peer.set()
                    return

        self.script = script

    def close(self) -> None:
        self._stop.set()
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        for thread in self._threads:
            thread.join(5)

    def _start(self, target: Callable[..., None], *arguments: Any) -> None:
        thread = threading.Thread(target=target, args=arguments, daemon=True)
        self._threads.append(thread)
        thread.start()

    def _accept(self) -> None:
        while not self._stop.is_set():
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            self._start(self._serve, connection)

    def _serve(self, connection: socket.socket) -> None:
        with connection, connection.makefile("rb") as lines:
            try:
                first = lines.readline().decode().strip()
                headers = {}
                while line := lines.readline().strip():
                    name, _, value = line.decode().partition(":")
                    headers[name.lower()] = value.strip()
                body = lines.read(int(headers.get("content-length", 0)))
                self.requests.append((first, headers, json.loads(body) if body else None))
                self.script(connection, self._stop)
            except OSError:  # the client went away
                return


@pytest.fixture
def chat_server() -> Iterator[ChatServer]:
    server = ChatServer()
    yield server
    server.close()
