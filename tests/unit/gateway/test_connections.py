"""Connections to the server and from it: kept open, closed in time, and by way of a proxy."""

from __future__ import annotations

import json
import socket
import threading

import pytest
from tests.unit.gateway.conftest import completion, model

ASKED = {"model": "auto:proved", "messages": [{"role": "user", "content": "What is 18% of 250?"}]}


def request(body: object, *more: str, version: str = "1.1") -> bytes:
    data = json.dumps(body).encode()
    lines = [f"POST /v1/chat/completions HTTP/{version}", "host: 127.0.0.1", f"content-length: {len(data)}", *more]
    return "".join(f"{line}\r\n" for line in lines).encode() + b"\r\n" + data


def reply(connection: socket.socket) -> bytes:
    got = b""
    while b"\r\n\r\n" not in got:
        got += connection.recv(1 << 16)
    head, _, body = got.partition(b"\r\n\r\n")
    length = int(head.lower().partition(b"content-length: ")[2].split()[0])
    while len(body) < length:
        body += connection.recv(1 << 16)
    assert len(body) == length
    return head + b"\r\n\r\n" + body


def test_requests_that_come_together_are_answered_in_order(served):
    bodies = [{**ASKED, "messages": [{"role": "user", "content": f"What is 2 plus {n}?"}]} for n in range(5)]
    with socket.create_connection(("127.0.0.1", served.port), timeout=20) as connection:
        connection.sendall(b"".join(map(request, bodies)))
        said = b""
        while said.count(b"HTTP/1.1 200") < 5 or not said.endswith(b"}"):
            said += connection.recv(1 << 16)
    values = [json.loads(part[part.index(b"{") :])["suffice"]["answer"] for part in said.split(b"HTTP/1.1 ")[1:]]
    assert values == ["2", "3", "4", "5", "6"]


def test_an_error_that_knows_where_the_next_request_begins_keeps_the_connection(served):
    with socket.create_connection(("127.0.0.1", served.port), timeout=20) as connection:
        connection.sendall(b"GET /nowhere HTTP/1.1\r\nhost: 127.0.0.1\r\n\r\n")
        assert reply(connection).startswith(b"HTTP/1.1 404 ")
        connection.sendall(request(ASKED))
        assert reply(connection).startswith(b"HTTP/1.1 200 ")
        connection.sendall(b"GET / HTTP/9.9\r\n\r\n")
        assert b"connection: close" in reply(connection) and connection.recv(10) == b""


def test_a_client_may_ask_before_it_sends_its_body(served):
    head, _, body = request(ASKED, "expect: 100-continue").partition(b"\r\n\r\n")
    with socket.create_connection(("127.0.0.1", served.port), timeout=20) as connection:
        connection.sendall(head + b"\r\n\r\n")
        assert connection.recv(100) == b"HTTP/1.1 100 Continue\r\n\r\n"
        connection.sendall(body)
        assert reply(connection).startswith(b"HTTP/1.1 200 ")


@pytest.mark.parametrize("stream", [False, True])
def test_an_older_client_reads_until_the_end(served, stream):
    with socket.create_connection(("127.0.0.1", served.port), timeout=20) as connection:
        connection.sendall(request({**ASKED, "stream": stream}, version="1.0"))
        got = b""
        while piece := connection.recv(1 << 16):
            got += piece
    assert b"chunked" not in got and got.endswith(b"data: [DONE]\n\n" if stream else b"}")


def test_a_head_asks_for_no_body(served):
    with socket.create_connection(("127.0.0.1", served.port), timeout=20) as connection:
        connection.sendall(b"HEAD /healthz HTTP/1.1\r\nhost: x\r\n\r\nGET /healthz HTTP/1.1\r\nhost: x\r\n\r\n")
        got = b""
        while not got.endswith(b"}"):
            got += connection.recv(1 << 16)
    assert got.count(b"HTTP/1.1 200 OK") == 2 and got.count(b'{"status":"ok"}') == 1


def test_a_server_that_closes_an_idle_connection_is_asked_again(start):
    """It answers once on each connection and closes it without a word beforehand."""
    said = json.dumps(completion("yes")).encode()
    head = b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: %d\r\n\r\n" % len(said)
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def answer() -> None:
            while True:
                try:
                    connection = listening.accept()[0]
                except OSError:
                    return
                with connection:
                    connection.recv(1 << 16)
                    connection.sendall(head + said)

        threading.Thread(target=answer, daemon=True).start()
        port = listening.getsockname()[1]
        name = f'[[model]]\nname = "big"\ntier = "moe"\nbase_url = "http://127.0.0.1:{port}/v1"\n'
        server = start(name)
        assert [server.chat("Why?", "big")[0] for _ in range(20)] == [200] * 20
        assert len(server.receipts()) == 20


@pytest.mark.parametrize("stream", [False, True])
def test_a_proxy_is_used_where_one_is_set(start, upstream, monkeypatch, stream):
    monkeypatch.setenv("http_proxy", upstream.base_url.removesuffix("/v1"))
    monkeypatch.setenv("no_proxy", "")
    server = start(model(upstream).replace(upstream.base_url, "http://far.invalid/v1"))
    upstream.json(completion("45"))
    status, _, said = server.chat("What is 18% of 250?", "big", stream=stream)
    assert status == 200 and (stream or said["choices"][0]["message"]["content"] == "45")
    assert upstream.requests[-1][0].startswith("POST http://far.invalid/v1/chat/completions ")


def test_localhost_is_where_clients_look_for_it(start):
    assert start("", "--host", "localhost").chat("What is 18% of 250?")[0] == 200  # by 127.0.0.1
