"""A live ``suffice serve`` in a process of its own, in front of a live model server in another."""

from __future__ import annotations

import base64
import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from suffice.ledgers.sqlite import SqliteLedger

UPSTREAM_KEY = "upstream-secret-1c2b"
CONFIG = """
templates = ["{templates}"]
[ledger]
path = "ledger.sqlite"
[run]
budget_s = 30
[serve]
drain_s = {drain_s}
{serve}
[[model]]
name = "house"
tier = "frontier"
base_url = "http://127.0.0.1:{upstream}/v1"
model = "vendor/house-1"
key_env = "HOUSE_KEY"
usd_per_mtok_in = 1.0
usd_per_mtok_out = 2.0
timeout_s = {timeout_s}
"""
TEMPLATES = Path(__file__).parents[2] / "examples" / "templates"
SUFFICE = Path(sys.executable).with_name("suffice")


class Upstream:
    """The other process, and what it says that it was asked."""

    def __init__(self) -> None:
        command = [sys.executable, str(Path(__file__).with_name("upstream.py"))]
        self._process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        assert self._process.stdout is not None
        self.port = int(self._process.stdout.readline())

    def log(self, clear: bool = False) -> dict[str, Any]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        connection.request("GET", "/log?clear=1" if clear else "/log")
        found = json.load(connection.getresponse())
        connection.close()
        return found

    def bodies(self) -> list[bytes]:
        return [base64.b64decode(request["body"]) for request in self.log()["requests"]]

    def close(self) -> None:
        self._process.kill()
        self._process.wait()
        assert self._process.stdout is not None
        self._process.stdout.close()


class Gateway:
    """A started ``suffice serve``.

    ``more`` and ``serve`` are lines of configuration, at its end and in [serve]; ``words`` more of the command line.
    """

    def __init__(
        self,
        folder: Path,
        upstream: int,
        *words: str,
        more: str = "",
        serve: str = "",
        timeout_s: float = 60,
        drain_s: int = 20,
    ) -> None:
        self.folder = folder
        config = folder / "suffice.toml"
        limits = {"timeout_s": timeout_s, "drain_s": drain_s}
        text = CONFIG.format(upstream=upstream, templates=TEMPLATES, serve=serve, **limits) + more
        config.write_text(text, encoding="utf-8")
        with socket.create_server(("127.0.0.1", 0)) as probe:
            self.port = probe.getsockname()[1]
        self.base_url = f"http://127.0.0.1:{self.port}/v1"
        command = [str(SUFFICE), "serve", "--config", str(config), "--port", str(self.port)]
        environment = {**os.environ, "HOUSE_KEY": UPSTREAM_KEY, "XDG_STATE_HOME": str(folder)}
        with (folder / "log").open("wb") as log:
            self.process = subprocess.Popen([*command, *words], env=environment, stdout=log, stderr=log)
        self._until_it_answers()

    def post(self, body: Any, path: str = "/v1/chat/completions", **headers: str) -> tuple[int, dict[str, str], bytes]:
        """Status, headers (lower case) and body. ``body``: bytes, or a value to be sent as JSON."""
        data = body if isinstance(body, bytes) else json.dumps(body).encode()
        return self.request("POST", path, data, {"content-type": "application/json", **headers})

    def request(
        self, method: str, path: str, body: bytes | None = None, headers: dict[str, str] | None = None
    ) -> tuple[int, dict[str, str], bytes]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=15)
        try:
            connection.request(method, path, body, headers or {})
            reply = connection.getresponse()
            return reply.status, {name.lower(): value for name, value in reply.getheaders()}, reply.read()
        finally:
            connection.close()

    def raw(self, *pieces: bytes, close: bool = False, timeout_s: float = 20) -> bytes:
        """What comes back until the server closes, or has sent one whole reply. ``close``: send no more after this."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=timeout_s) as connection:
            try:
                for piece in pieces:
                    connection.sendall(piece)
                if close:
                    connection.shutdown(socket.SHUT_WR)
            except OSError:  # it closes as soon as it has seen enough; what it said is still there
                pass
            got = b""
            try:
                while not _whole(got) and (piece := connection.recv(1 << 16)):
                    got += piece
            except ConnectionError:
                pass
        return got

    def receipts(self) -> list[Any]:
        path = self.folder / "ledger.sqlite"
        if not path.exists():
            return []
        with SqliteLedger(path, writable=False) as ledger:
            return list(ledger.receipts())

    def receipt(self, id: str) -> Any:
        with SqliteLedger(self.folder / "ledger.sqlite", writable=False) as ledger:
            return ledger.get(id)

    def verified(self) -> bool:
        with SqliteLedger(self.folder / "ledger.sqlite", writable=False) as ledger:
            return ledger.verify().intact

    @property
    def log(self) -> str:
        return (self.folder / "log").read_text(encoding="utf-8", errors="replace")

    def stop(self) -> int:
        """SIGTERM, and its exit code."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        try:
            return self.process.wait(40)
        finally:
            if self.process.poll() is None:
                self.process.kill()
                self.process.wait()

    def _until_it_answers(self) -> None:
        for _ in range(600):
            try:
                if self.request("GET", "/healthz")[0] == 200:
                    return
            except OSError:
                pass
            if self.process.poll() is not None:
                break
            time.sleep(0.05)
        self.process.kill()
        self.process.wait()
        pytest.fail(f"suffice serve does not answer: {self.log}")


def _whole(got: bytes) -> bool:
    head, there, body = got.partition(b"\r\n\r\n")
    if not there:
        return False
    headers = head.lower()
    if b"\r\ntransfer-encoding: chunked" in headers:
        return body.endswith(b"0\r\n\r\n")
    length = headers.partition(b"\r\ncontent-length:")[2].partition(b"\r\n")[0].strip()
    return bool(length) and len(body) >= int(length)


@pytest.fixture(scope="session")
def upstream() -> Iterator[Upstream]:
    server = Upstream()
    yield server
    server.close()


@pytest.fixture(scope="session")
def gateway(upstream: Upstream, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Gateway]:
    server = Gateway(tmp_path_factory.mktemp("gateway"), upstream.port)
    yield server
    assert server.stop() == 0, server.log


@pytest.fixture(scope="session")
def hasty(upstream: Upstream, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Gateway]:
    """A gateway that waits for its model no longer than a second."""
    server = Gateway(tmp_path_factory.mktemp("hasty"), upstream.port, timeout_s=1)
    yield server
    assert server.stop() == 0, server.log


@pytest.fixture
def start(upstream: Upstream, tmp_path: Path) -> Iterator[Any]:
    """Start a gateway of the test's own; it is stopped in the end."""
    started: list[Gateway] = []

    def begin(*words: str, **more: Any) -> Gateway:
        started.append(Gateway(tmp_path, more.pop("upstream", upstream.port), *words, **more))
        return started[-1]

    yield begin
    for server in started:
        server.stop()
