"""An upstream that breaks: the client gets an error that says so, never a hang, and the ledger a receipt."""

from __future__ import annotations

import base64
import json
import socket
import time
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

HEAD = b"HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\nconnection: close\r\n\r\n"
CHUNKED = HEAD.replace(b"connection: close", b"transfer-encoding: chunked")
JSON_HEAD = b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\nconnection: close\r\n\r\n"


def chunk(content: str | None = None, finish: str | None = None, **more: Any) -> bytes:
    delta = {"role": "assistant"} if content is None else {"content": content}
    value = {"id": "c", "object": "chat.completion.chunk", "created": 1, "model": "m",
             "choices": [{"index": 0, "delta": delta, "finish_reason": finish}], **more}  # fmt: skip
    return json.dumps(value, ensure_ascii=False).encode()


HELLO = [chunk(), chunk("Hel"), chunk("lo µ🦊"), chunk("", "stop")]
STREAM = b"".join(b"data: %s\n\n" % event for event in HELLO) + b"data: [DONE]\n\n"


def ask(gateway, model: str, stream: bool, *pieces: bytes, word: str = "raw") -> tuple[int, dict[str, str], bytes]:
    said = " ".join([word, *(base64.b64encode(piece).decode() for piece in pieces)])
    return gateway.post({"model": model, "stream": stream, "messages": [{"role": "user", "content": said}]})


def events(body: bytes) -> list[bytes]:
    """The data of each event, as the standard for server-sent events has it."""
    found = []
    for event in body.replace(b"\r\n", b"\n").split(b"\n\n"):
        lines = [line[5:].removeprefix(b" ") for line in event.split(b"\n") if line.startswith(b"data:")]
        found += [b"\n".join(lines)] if lines else []
    return found


def text(body: bytes) -> str:
    chunks = [json.loads(event) for event in events(body) if event != b"[DONE]"]
    return "".join(c["delta"].get("content") or "" for chunk in chunks for c in chunk.get("choices") or ())


def failed(gateway, headers: dict[str, str]) -> Any:
    receipt = gateway.receipt(headers["x-suffice-receipt"])
    assert receipt["status"] == "failed" and receipt["error"]
    return receipt


# --- streams that are odd, and fine --------------------------------------------------------------
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.integers(1, len(STREAM) - 1), max_size=4), st.sampled_from(["house", "auto"]))
def test_a_stream_may_arrive_in_any_pieces(gateway, cuts, model):
    places = [0, *sorted(set(cuts)), len(STREAM)]
    pieces = [STREAM[a:b] for a, b in pairwise(places)]
    status, headers, body = ask(gateway, model, True, HEAD, *pieces)
    assert status == 200 and text(body) == "Hello µ🦊" and body.endswith(b"data: [DONE]\n\n")
    assert gateway.receipt(headers["x-suffice-receipt"])["text"] == "Hello µ🦊"


@pytest.mark.parametrize("model", ["house", "auto"])
@pytest.mark.parametrize(
    "stream",
    [
        STREAM.replace(b"\n", b"\r\n"),
        STREAM.replace(b"data: [DONE]\n\n", b""),
        STREAM.rstrip(b"\n"),
        b": hello\n\n" + STREAM.replace(b"data: ", b"data:"),
        b"event: message\nid: 7\nretry: 10\n" + STREAM,
        STREAM.replace(b"\n\n", b"\n\n: ping\n\n"),
        STREAM.replace(b', "model"', b',\ndata: "model"'),
        STREAM + b"data: something after the end\n\n",
        STREAM.replace(
            b"data: [DONE]", b"data: " + chunk(choices=[], usage={"prompt_tokens": 1}) + b"\n\ndata: [DONE]"
        ),
    ],
    ids="crlf no-done no-last-line-end no-space other-fields pings two-lines after-done usage".split(),
)
def test_streams_that_are_odd_and_fine(gateway, model, stream):
    status, headers, body = ask(gateway, model, True, HEAD, stream)
    assert status == 200 and text(body) == "Hello µ🦊"
    assert (b"data: [DONE]\n\n" in body) == (model == "auto" or b"[DONE]" in stream)
    receipt = gateway.receipt(headers["x-suffice-receipt"])
    assert receipt["status"] == "answered" and receipt["text"] == "Hello µ🦊"


@pytest.mark.parametrize("model", ["house", "auto"])
def test_a_whole_reply_where_a_stream_was_asked_for(gateway, model):
    message = {"role": "assistant", "content": "Hello"}
    whole = json.dumps({"id": "c", "object": "chat.completion", "created": 1, "model": "m",
                        "choices": [{"index": 0, "message": message, "finish_reason": "stop"}]}).encode()  # fmt: skip
    status, headers, body = ask(gateway, model, True, JSON_HEAD, whole)
    assert status == 200 and b"Hello" in body
    assert gateway.receipt(headers["x-suffice-receipt"])["status"] == "answered"


# --- streams that break --------------------------------------------------------------------------
PART = b"data: " + HELLO[0] + b"\n\ndata: " + HELLO[1] + b"\n\n"


@pytest.mark.parametrize("model", ["house", "auto"])
@pytest.mark.parametrize(
    "pieces",
    [
        (HEAD,),
        (HEAD, b"\n\n\n\n"),
        (HEAD, PART),
        (HEAD, PART, b'data: {"choices": [{"del'),
        (HEAD, PART, b"data: this is no JSON\n\n"),
        (HEAD, PART, b'data: {"error": {"message": "out of memory", "type": "server_error"}}\n\n'),
        (HEAD, PART, b"data: [1, 2, 3\n\n"),
        (HEAD, b"<html>Bad gateway</html>"),
        (HEAD, b"\x00\xff\xfe" * 100),
        (HEAD, PART, b"data: \xff\xfe\n\n"),
        (CHUNKED, b"%x\r\n%s\r\n" % (len(PART), PART), b"zz\r\n"),
        (HEAD.replace(b"connection: close", b"content-length: 9999"), PART),
    ],
    ids="nothing empty-lines cut cut-in-event no-json error half-json html bytes no-utf8 bad-chunks short".split(),
)
def test_streams_that_break(gateway, model, pieces):
    status, headers, body = ask(gateway, model, True, *pieces)
    failed(gateway, headers)
    if status == 200:
        last = json.loads(events(body)[-1])
        assert len(last["error"]["message"]) > 10 and b"[DONE]" not in body
    else:
        assert status == 502 and json.loads(body)["error"]["message"]


@pytest.mark.parametrize("model", ["house", "auto"])
@pytest.mark.parametrize("stream", [False, True])
@pytest.mark.parametrize(
    "pieces",
    [
        (),
        (b"HTTP/1.1 200 OK\r\n",),
        (b"SSH-2.0-OpenSSH_9.2\r\n",),
        (JSON_HEAD,),
        (JSON_HEAD, b'{"choices": [{"message": {"content": "cut'),
        (JSON_HEAD, b"<html>Bad gateway</html>"),
        (JSON_HEAD, b'{"choices": []}'),
        (JSON_HEAD, b'{"choices": null, "detail": "model is loading"}'),
        (JSON_HEAD, b"[]"),
        (JSON_HEAD, b"[" * 100_000),
        (JSON_HEAD.replace(b"connection: close", b"content-length: 9999"), b"{}"),
        (b"HTTP/1.1 302 Found\r\nlocation: http://elsewhere.example/\r\ncontent-length: 0\r\n\r\n",),
        (b"HTTP/1.1 204 No Content\r\n\r\n",),
    ],
    ids="closes cut-head no-http empty cut html no-choice null-choice list deep short redirect no-content".split(),
)
def test_replies_that_are_rubbish(gateway, model, stream, pieces):
    status, headers, body = ask(gateway, model, stream, *pieces)
    assert status == 502, body
    error = json.loads(body)["error"]
    assert len(error["message"]) > 10 and error["type"] and "Traceback" not in error["message"]
    failed(gateway, headers)


def test_an_error_that_is_no_json_passes_too(gateway):
    page = b"HTTP/1.1 503 Service Unavailable\r\ncontent-type: text/html\r\ncontent-length: 13\r\n\r\n<h1>Busy</h1>"
    status, headers, body = ask(gateway, "house", False, page)
    assert status == 503 and body and failed(gateway, headers)


def test_the_upstreams_key_does_not_leak(gateway):
    said = b"HTTP/1.1 401 Unauthorized\r\ncontent-type: application/json\r\ncontent-length: 56\r\n\r\n"
    said += b'{"error": {"message": "wrong key: upstream-secret-1c2b"}}'[:56]
    for model in ("house", "auto"):
        _, headers, body = ask(gateway, model, False, said)
        assert b"upstream-secret" not in body
        assert "upstream-secret" not in json.dumps(failed(gateway, headers))


_TELLING = b'{"error": {"message": "no: upstream-secret-1c2b"}}'
_SAYING = (
    b'{"id": "c", "object": "chat.completion", "created": 1, "model": "m", "choices": [{"index": 0, "message": '
    b'{"role": "assistant", "content": "Hi."}, "finish_reason": "stop"}], "echo": "upstream-secret-1c2b"}'
)
_EVENT = _SAYING.replace(b'"message"', b'"delta"')


@pytest.mark.parametrize("stream", [False, True])
@pytest.mark.parametrize("model", ["house", "auto"])
@pytest.mark.parametrize(
    ("head", "said"),
    [
        (b"200 OK\r\ncontent-type: application/json", _TELLING),
        (b"200 OK\r\ncontent-type: application/json", _SAYING),
        (b"200 OK\r\ncontent-type: text/html", b"<h1>upstream-secret-1c2b</h1>"),
        (b"302 Found\r\nlocation: http://127.0.0.1/upstream-secret-1c2b", b""),
        (b"401 No\r\nx-request-id: upstream-secret-1c2b", b"{}"),
        (b"200 OK\r\ncontent-type: text/event-stream", b"data: %b\n\n" % _TELLING),
        (b"200 OK\r\ncontent-type: text/event-stream", b"data: %b\n\ndata: [DONE]\n\n" % _EVENT),
        (b"200 OK\r\ncontent-type: text/event-stream", b"data: upstream-secret-1c2b\n\n"),
        (b"200 OK\r\ncontent-type: text/event-stream", b"data: %b upstream-secret-1c2b\n\n" % (b"x" * 90)),
    ],
)
def test_whatever_repeats_the_key_the_key_stays_here(gateway, model, stream, head, said):
    reply = b"HTTP/1.1 %b\r\ncontent-length: %d\r\nconnection: close\r\n\r\n%b" % (head, len(said), said)
    _, headers, body = ask(gateway, model, stream, reply)
    kept = json.dumps(gateway.receipt(headers["x-suffice-receipt"]))
    assert not any("upstream-s" in told for told in (body.decode(), json.dumps(headers), kept))


@pytest.mark.parametrize("model", ["house", "auto"])
@pytest.mark.parametrize(
    "said", [b"\xef\xbb\xbf" + _SAYING, _SAYING.replace(b"1", b"NaN", 1), _SAYING.decode().encode("utf-16")]
)
def test_a_reply_that_is_nearly_json_is_the_servers_mistake(gateway, model, said):
    head = b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: %d\r\n\r\n" % len(said)
    status, headers, body = ask(gateway, model, False, head + said)
    assert status == 502 and b"no JSON" in body and failed(gateway, headers)


def test_an_endless_event_ends(gateway):
    status, headers, body = gateway.post(
        {"model": "house", "stream": True, "messages": [{"role": "user", "content": "flood"}]}
    )
    assert status in (200, 502) and len(body) < (1 << 20) and b"MiB" in body
    failed(gateway, headers)


# --- waiting -------------------------------------------------------------------------------------
@pytest.mark.parametrize("model", ["house", "auto"])
@pytest.mark.parametrize("stream", [False, True])
def test_an_upstream_that_hangs(hasty, upstream, model, stream):
    began = time.monotonic()
    status, headers, body = hasty.post(
        {"model": model, "stream": stream, "messages": [{"role": "user", "content": "hang"}]}
    )
    assert status == 504 and time.monotonic() - began < 10
    assert "timed out" in json.loads(body)["error"]["message"]
    failed(hasty, headers)
    _until(lambda: upstream.log()["open"] == 0)


@pytest.mark.parametrize("model", ["house", "auto"])
def test_an_upstream_that_hangs_in_the_middle(hasty, upstream, model):
    status, headers, body = ask(hasty, model, True, HEAD, PART, word="raw-open")
    assert status in (200, 504)
    assert "timed out" in json.loads(events(body)[-1] if status == 200 else body)["error"]["message"]
    failed(hasty, headers)
    _until(lambda: upstream.log()["open"] == 0)


def test_an_upstream_that_is_not_there(start):
    with socket.create_server(("127.0.0.1", 0)) as probe:
        nobody = probe.getsockname()[1]
    gateway = start(upstream=nobody)
    for model in ("house", "auto"):
        for stream in (False, True):
            status, headers, body = ask(gateway, model, stream)
            assert status == 502 and "refused" in json.loads(body)["error"]["message"]
            failed(gateway, headers)


def _until(true: Any) -> None:
    for _ in range(300):
        if true():
            return
        time.sleep(0.02)
    raise AssertionError("the connection to the upstream stayed open")
