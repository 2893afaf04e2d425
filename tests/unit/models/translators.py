"""A model behind a scripted server, set up as a reader: for the tests beside this file."""

from __future__ import annotations

import json
import socket
import threading
from dataclasses import replace
from pathlib import Path
from typing import Any

from suffice.config import ladder
from suffice.config.settings import settings
from suffice.drivers import run_sync
from suffice.records import Receipt, Requirement, Task

USAGE = {"prompt_tokens": 1000, "completion_tokens": 100}


def completion(content: Any, usage: Any = USAGE, finish: str = "stop") -> bytes:
    text = content if isinstance(content, str) else json.dumps(content)
    choice = {"index": 0, "message": {"role": "assistant", "content": text}, "finish_reason": finish}
    return response(json.dumps({"choices": [choice], "usage": usage}).encode())


def response(body: bytes, status: str = "200 OK", kind: str = "application/json") -> bytes:
    head = f"HTTP/1.1 {status}\r\nconnection: close\r\ncontent-type: {kind}\r\ncontent-length: {len(body)}\r\n\r\n"
    return head.encode() + body


def error(status: str, words: str) -> bytes:
    return response(json.dumps({"error": {"message": words}}).encode(), status)


def scripted(server: Any, *replies: bytes) -> None:
    """Answer the first request with the first reply, and so on; the last one from then on."""

    def script(connection: socket.socket, stop: threading.Event) -> None:
        connection.sendall(replies[min(len(server.requests), len(replies)) - 1])

    server.script = script


def built(server: Any, **reader: Any) -> ladder.Ladder:
    model = {"name": "small", "tier": "moe", "base_url": server.base_url, "model": "s-1", "total_b": 4.0,
             "usd_per_mtok_in": 0.1, "usd_per_mtok_out": 0.4, "timeout_s": 5.0}  # fmt: skip
    values = {
        "model": [model],
        "reader": {"model": "small", "only_reads": True, **reader},
        "energy": {"meter": "cpu_time"},
    }
    return ladder.build(settings(values, Path("suffice.toml")))


def asked(server: Any, text: str, requires: str = "tested", budget_s: float | None = 10.0, **reader: Any) -> Receipt:
    task = Task.ask(text)
    task = replace(task, requires=Requirement.parse(requires), budget=replace(task.budget, seconds=budget_s))
    return run_sync(built(server, **reader).steps(task))


def attempt(receipt: Receipt) -> Any:
    return next(attempt for attempt in receipt.attempts if attempt.solver == "reader")
