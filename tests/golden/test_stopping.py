"""Clients that leave, servers that are stopped or killed, several workers: no answer without its receipt."""

from __future__ import annotations

import http.client
import json
import os
import signal
import socket
import sqlite3
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

SUM = {"model": "auto:proved", "messages": [{"role": "user", "content": "What is 2 plus 3?"}]}


def events(count: int, pause_ms: int, model: str = "house") -> dict[str, Any]:
    said = f"events {count} {pause_ms}"
    return {"model": model, "stream": True, "messages": [{"role": "user", "content": said}]}


def until(true: Any, what: str) -> None:
    for _ in range(500):
        if true():
            return
        time.sleep(0.02)
    raise AssertionError(what)


def begin(gateway, body: Any) -> socket.socket:
    data = json.dumps(body).encode()
    connection = socket.create_connection(("127.0.0.1", gateway.port), timeout=20)
    head = b"POST /v1/chat/completions HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-type: application/json\r\n"
    connection.sendall(head + b"content-length: %d\r\n\r\n" % len(data) + data)
    return connection


def workers(pid: int) -> list[int]:
    found = [int(child) for path in Path(f"/proc/{pid}/task").glob("*/children") for child in path.read_text().split()]
    return [child for child in found if b"resource_tracker" not in Path(f"/proc/{child}/cmdline").read_bytes()]


# --- events leave as they arrive -----------------------------------------------------------------
@pytest.mark.parametrize("model", ["house", "auto"])
def test_events_are_not_gathered(gateway, model):
    """The upstream sends one event each 50 ms: they come one by one, not together."""
    with begin(gateway, events(10, 50, model)) as connection:
        came: list[bytes] = []
        while not (came and came[-1].endswith(b"0\r\n\r\n")):
            came.append(connection.recv(1 << 16))
    carrying = [piece for piece in came if any(b'"content": "%d "' % number in piece for number in range(10))]
    assert len(carrying) >= 9


# --- clients that leave --------------------------------------------------------------------------
@pytest.mark.parametrize("model", ["house", "auto"])
def test_a_client_that_leaves_in_the_middle_of_a_stream(gateway, upstream, model):
    before = {receipt["id"] for receipt in gateway.receipts()}
    upstream.log(clear=True)
    connection = begin(gateway, events(5000, 5, model))
    got = b""
    while got.count(b"data:") < 10:
        got += connection.recv(1 << 16)
    connection.close()
    until(lambda: upstream.log()["open"] == 0, "the upstream still works for nobody")
    assert upstream.log()["left"] == 1

    def receipts() -> list[Any]:
        return [receipt for receipt in gateway.receipts() if receipt["id"] not in before]

    until(receipts, "there is no receipt")
    (receipt,) = receipts()
    assert receipt["status"] == "failed" and "went away" in receipt["error"]
    assert f"x-suffice-receipt: {receipt['id']}".encode() in got


@pytest.mark.parametrize("model", ["house", "auto"])
@pytest.mark.parametrize("stream", [False, True])
def test_a_client_that_leaves_before_the_answer(hasty, upstream, model, stream):
    """The receipt comes at once; the request goes when the model begins to answer, or its time is over."""
    before = {receipt["id"] for receipt in hasty.receipts()}
    upstream.log(clear=True)
    connection = begin(hasty, {"model": model, "stream": stream, "messages": [{"role": "user", "content": "hang"}]})
    until(lambda: upstream.log()["open"] == 1, "the request did not get through")
    connection.close()

    def receipts() -> list[Any]:
        return [receipt for receipt in hasty.receipts() if receipt["id"] not in before]

    until(receipts, "there is no receipt")
    (receipt,) = receipts()
    assert receipt["status"] == "failed" and "went away" in receipt["error"]
    until(lambda: upstream.log()["open"] == 0, "the upstream still works for nobody")


# --- stopping ------------------------------------------------------------------------------------
@pytest.mark.parametrize("count", [1, 2])
def test_twenty_streams_end_before_the_server_does(start, count):
    gateway = start("--workers", str(count))
    connections = [begin(gateway, events(40, 25, "house" if number % 2 else "auto")) for number in range(20)]
    replies: list[bytes] = [b""] * 20

    def read(place: int) -> None:
        with connections[place] as connection:
            while not replies[place].endswith(b"0\r\n\r\n") and (piece := connection.recv(1 << 16)):
                replies[place] += piece

    readers = [threading.Thread(target=read, args=(place,)) for place in range(20)]
    for reader in readers:
        reader.start()
    until(lambda: all(b"data:" in reply for reply in replies), "not all streams run")
    gateway.process.send_signal(signal.SIGTERM)
    assert gateway.process.wait(30) == 0, gateway.log
    for reader in readers:
        reader.join(10)
    assert [reply.count(b"data: [DONE]") for reply in replies] == [1] * 20
    receipts = gateway.receipts()
    assert len(receipts) == 20 and {receipt["status"] for receipt in receipts} == {"answered"}
    assert gateway.verified()
    with pytest.raises(OSError):
        gateway.post(SUM)


def test_a_second_signal_or_the_end_of_patience_ends_it(start):
    gateway = start(drain_s=1)
    connection = begin(gateway, events(100_000, 5))
    while b"data:" not in connection.recv(1 << 16):
        pass
    began = time.monotonic()
    gateway.process.send_signal(signal.SIGTERM)
    gateway.process.wait(20)
    assert time.monotonic() - began < 15
    connection.close()
    assert gateway.verified()


# --- several workers -----------------------------------------------------------------------------
def test_two_workers_on_one_ledger_lose_nothing(start):
    gateway = start("--workers", "2")
    asked = [
        SUM,
        {"model": "house", "messages": [{"role": "user", "content": "hi"}]},
        events(2, 1),
        events(2, 1, "auto"),
    ]

    def ask(number: int) -> str:
        status, headers, _ = gateway.post(asked[number % 4])
        assert status == 200
        return headers["x-suffice-receipt"]

    with ThreadPoolExecutor(16) as pool:
        ids = list(pool.map(ask, range(240)))
    assert sorted(receipt["id"] for receipt in gateway.receipts()) == sorted(ids) and len(set(ids)) == 240
    assert gateway.stop() == 0 and gateway.verified()


def test_a_worker_that_is_killed_takes_no_receipt_with_it(start):
    gateway = start("--workers", "2")
    answered: list[str] = []
    over = threading.Event()

    def ask() -> None:
        while not over.is_set():
            try:
                status, headers, _ = gateway.post(SUM)
            except (OSError, http.client.HTTPException):
                continue
            if status == 200:
                answered.append(headers["x-suffice-receipt"])

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    until(lambda: len(answered) > 50, "nothing is answered")
    victim = workers(gateway.process.pid)[-1]
    os.kill(victim, signal.SIGKILL)
    seen = len(answered)
    until(lambda: len(answered) > seen + 50 or gateway.process.poll() is not None, "nothing is answered any more")
    over.set()
    for thread in threads:
        thread.join(20)
    kept = {receipt["id"] for receipt in gateway.receipts()}
    assert set(answered) <= kept and gateway.verified()
    until(lambda: gateway.process.poll() is not None or len(workers(gateway.process.pid)) >= 2, "no new worker came")
    assert gateway.process.poll() is None, "the server must outlive a worker"
    gateway.stop()


def test_a_killed_server_leaves_a_ledger_that_verifies(start):
    gateway = start()
    ids = [gateway.post(SUM)[1]["x-suffice-receipt"] for _ in range(20)]
    connection = begin(gateway, events(1000, 5))
    connection.recv(100)
    for pid in [*workers(gateway.process.pid), gateway.process.pid]:
        os.kill(pid, signal.SIGKILL)
    gateway.process.wait(10)
    connection.close()
    assert [receipt["id"] for receipt in gateway.receipts()][:20] == ids and gateway.verified()


def test_workers_end_when_the_process_that_started_them_is_killed(start):
    gateway = start("--workers", "2")
    id, left = gateway.post(SUM)[1]["x-suffice-receipt"], workers(gateway.process.pid)
    gateway.process.kill()
    gateway.process.wait(10)
    until(lambda: not any(_runs(pid) for pid in left), "workers stay behind on the port")
    assert [receipt["id"] for receipt in gateway.receipts()] == [id] and gateway.verified()


def _runs(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


@pytest.mark.parametrize("model", ["house", "auto"])
def test_a_stream_whose_receipt_cannot_be_kept_ends_with_an_error(start, model):
    gateway = start()
    with sqlite3.connect(gateway.folder / "ledger.sqlite") as database:
        database.execute("ALTER TABLE records RENAME TO gone")
    status, _, body = gateway.post(events(3, 1, model))
    assert status == 200 and b"[DONE]" not in body
    assert json.loads(body.split(b"data: ")[-1])["error"]["code"] == "ledger_failed"
    assert gateway.post(SUM)[0] == 503
