"""A live ``suffice serve`` in a process of its own, in front of a scripted server."""

from __future__ import annotations

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.unit.conftest import ChatServer

from suffice.ledgers.sqlite import SqliteLedger

SUFFICE = [sys.executable, "-c", "from suffice.cli import main; main()"]


class Served:
    """A started server. ``config``: lines of configuration; ``words``: more of the command line."""

    def __init__(self, folder: Path, config: str, *words: str) -> None:
        self.folder, self.config = folder, folder / "suffice.toml"
        self.config.write_text('[ledger]\npath = "ledger.sqlite"\n' + config)
        self._environment = {"XDG_STATE_HOME": str(folder), "UPSTREAM_KEY": "sk-upstream"}
        with socket.create_server(("127.0.0.1", 0)) as probe:
            self.port = probe.getsockname()[1]
        self.process = subprocess.Popen(
            [*SUFFICE, "serve", "--config", str(self.config), "--port", str(self.port), *words],
            env={**os.environ, **self._environment},
            stderr=subprocess.PIPE,
        )
        for _ in range(600):
            if self.process.poll() is not None:
                break
            try:
                if self.get("/healthz")[0] == 200:
                    return
            except OSError:
                time.sleep(0.05)
        pytest.fail(f"suffice serve does not answer: {self.stop()}")

    def chat(self, said: Any, model: str = "auto", headers: dict[str, str] | None = None, **more: Any):
        """Status, headers and JSON (or bytes, of a stream) of one request; ``said``: text or messages."""
        messages = [{"role": "user", "content": said}] if isinstance(said, str) else said
        return self.post({"model": model, "messages": messages, **more}, headers)

    def post(self, body: Any, headers: dict[str, str] | None = None):
        data = body if isinstance(body, bytes) else json.dumps(body).encode()
        return self.request(
            "POST", "/v1/chat/completions", data, {"content-type": "application/json", **(headers or {})}
        )

    def get(self, path: str, headers: dict[str, str] | None = None):
        return self.request("GET", path, None, headers or {})

    def request(self, method: str, path: str, body: bytes | None, headers: dict[str, str]):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            connection.request(method, path, body, headers)
            reply = connection.getresponse()
            raw, kind = reply.read(), reply.headers.get("content-type") or ""
            content = json.loads(raw) if kind.startswith("application/json") else raw
            return reply.status, {name.lower(): value for name, value in reply.getheaders()}, content
        finally:
            connection.close()

    def receipts(self) -> list[Any]:
        with SqliteLedger(self.folder / "ledger.sqlite", writable=False) as ledger:
            return list(ledger.receipts())

    def suffice(self, *words: str) -> subprocess.CompletedProcess[str]:
        """Another command with the same configuration."""
        environment = {**os.environ, **self._environment, "SUFFICE_CONFIG": str(self.config)}
        return subprocess.run([*SUFFICE, *words], env=environment, capture_output=True, text=True, timeout=60)

    def stop(self) -> tuple[int, str]:
        """SIGTERM; its exit code, and what it said."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        try:
            said = self.process.communicate(timeout=40)[1].decode()
        except ValueError:  # stopped before
            said = ""
        return self.process.returncode, said


def model(server: ChatServer, name: str = "big", more: str = "") -> str:
    return f"""
[[model]]
name = "{name}"
tier = "frontier"
base_url = "{server.base_url}"
model = "vendor/{name}-1"
key_env = "UPSTREAM_KEY"
usd_per_mtok_in = 2.0
usd_per_mtok_out = 8.0
total_b = 100
{more}
"""


@pytest.fixture(scope="module")
def upstream() -> Iterator[ChatServer]:
    server = ChatServer()
    yield server
    server.close()


@pytest.fixture(scope="module")
def served(upstream: ChatServer, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """One for all tests of a file, without keys, with one model."""
    server = Served(tmp_path_factory.mktemp("served"), model(upstream))
    yield server
    code, said = server.stop()
    assert code == 0, said


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Callable[..., Served]]:
    started: list[Served] = []

    def begin(config: str, *words: str) -> Served:
        started.append(Served(tmp_path, config, *words))
        return started[-1]

    yield begin
    for server in started:
        server.stop()


def completion(content: Any, used: tuple[int, int] = (20, 10), **message: Any) -> dict[str, Any]:
    """What a model's server answers."""
    choice = {"index": 0, "message": {"role": "assistant", "content": content, **message}, "finish_reason": "stop"}
    usage = {"prompt_tokens": used[0], "completion_tokens": used[1], "total_tokens": sum(used)}
    return {"id": "c-1", "object": "chat.completion", "created": 1, "model": "m-2", "choices": [choice], "usage": usage}


def chunk(delta: dict[str, Any], finish: str | None = None, **more: Any) -> bytes:
    value = {"id": "c-1", "object": "chat.completion.chunk", "created": 1, "model": "m-2",
             "choices": [{"index": 0, "delta": delta, "finish_reason": finish}], **more}  # fmt: skip
    return b"data: " + json.dumps(value).encode() + b"\n\n"


def events(body: bytes) -> list[Any]:
    """The chunks of a stream, and whether it said that it was done."""
    data = [line.removeprefix(b"data: ") for line in body.split(b"\n\n") if line.startswith(b"data: ")]
    return [event.decode() if event == b"[DONE]" else json.loads(event) for event in data]
