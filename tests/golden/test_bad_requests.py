"""Whatever a client sends, the server stays up, and what can be answered is answered in OpenAI's own form of error."""

from __future__ import annotations

import gzip
import json
import time
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

CHAT = "/v1/chat/completions"
POST = b"POST /v1/chat/completions HTTP/1.1\r\nhost: 127.0.0.1\r\n"
MIB = 1 << 20
quick = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=100)


def is_error(body: bytes) -> dict[str, Any]:
    """An error as OpenAI's clients know it."""
    error = json.loads(body)["error"]
    assert error.keys() == {"message", "type", "param", "code"}
    assert isinstance(error["message"], str) and len(error["message"]) > 10 and isinstance(error["type"], str)
    assert error["param"] is None or isinstance(error["param"], str)
    assert error["code"] is None or isinstance(error["code"], str)
    assert "Traceback" not in error["message"] and "object at 0x" not in error["message"]
    return error


def split(reply: bytes) -> tuple[int, bytes]:
    head, _, body = reply.partition(b"\r\n\r\n")
    return int(head.split()[1]), body


def alive(gateway) -> None:
    status, _, reply = gateway.post(
        {"model": "auto:proved", "messages": [{"role": "user", "content": "What is 2 plus 3?"}]}
    )
    assert status == 200 and b'"proved"' in reply


# --- bodies --------------------------------------------------------------------------------------
@quick
@given(st.binary(max_size=200))
def test_bodies_of_any_bytes(gateway, body):
    status, _, reply = gateway.post(body)
    assert 400 <= status < 500
    is_error(reply)


values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)
FIELDS = ["model", "messages", "stream", "stream_options", "response_format", "suffice", "tools", "tool_choice", "n",
          "user", "metadata", "temperature", "max_tokens", "stop", "logprobs", "", "\x00"]  # fmt: skip
messages = st.lists(
    st.fixed_dictionaries(
        {},
        optional={"role": st.sampled_from(["system", "user", "assistant", "tool", "developer", "x"]) | values,
                  "content": values | st.lists(st.fixed_dictionaries({"type": values, "text": values}), max_size=2),
                  "name": values, "tool_calls": values},
    ),
    max_size=3,
)  # fmt: skip
requests = st.fixed_dictionaries(
    {
        "model": st.just("auto:proved"),
        "messages": messages | st.just([{"role": "user", "content": "What is 2 plus 3?"}]),
    },
).flatmap(lambda good: st.dictionaries(st.sampled_from(FIELDS), values, max_size=3).map(lambda odd: {**good, **odd}))


@quick
@given(requests)
def test_requests_with_values_of_any_kind(gateway, request_):
    status, headers, reply = gateway.post(request_)
    assert status in (200, 400, 404, 422), reply
    if status != 200:
        is_error(reply)
    elif headers["content-type"].startswith("text/event-stream"):
        assert reply.endswith(b"data: [DONE]\n\n")
    else:
        assert json.loads(reply)["choices"]


@pytest.mark.parametrize("stream", [False, True])
def test_a_refusal_before_a_stream_begins_is_an_error_with_its_status(gateway, stream):
    body = {"model": "auto:proved", "messages": [{"role": "user", "content": "Write a poem."}], "stream": stream}
    status, headers, reply = gateway.post(body)
    assert status == 422 and headers["content-type"].startswith("application/json")
    is_error(reply)
    receipt = gateway.receipt(headers["x-suffice-receipt"])
    assert receipt["status"] == "refused" and receipt["refusals"]


@pytest.mark.parametrize(
    "body",
    [
        b'{"model": "auto", "messages": [{"role": "user", "content": "caf\xe9"}]}',
        b"\xff\xfe{\x00}\x00",
        b"\xef\xbb\xbf[]",
        b'{"model": "auto", "messages": [{"role": "user", "content": "x"}], "seed": 1e999}',
        b'{"model": "auto", "messages": [{"role": "user", "content": "x"}], "seed": NaN}',
        b"null",
        b"[]",
        b'"text"',
        b"",
        b"{}",
        b'{"model": null, "messages": null}',
        b'{"model": "auto"}',
        b'{"messages": [{"role": "user", "content": "x"}]}',
        gzip.compress(b'{"model": "auto", "messages": []}'),
        b"[" * 100_000,
        b'{"a":' * 100_000 + b"1" + b"}" * 100_000,
        b'{"model": "auto", "messages": [{"role": "user", "content": ' + b"[" * 5000 + b"]" * 5000 + b"}]}",
    ],
    ids=lambda body: repr(body[:40]),
)
def test_bodies_that_are_no_request(gateway, body):
    began = time.monotonic()
    status, _, reply = gateway.post(body)
    assert status == 400 and time.monotonic() - began < 5
    is_error(reply)


@pytest.mark.parametrize("chunked", [False, True])
def test_a_body_over_the_limit(gateway, chunked):
    text = b'{"model": "auto", "messages": [{"role": "user", "content": "' + b"x" * (33 * MIB) + b'"}]}'
    if chunked:
        pieces = [
            b"%x\r\n%s\r\n" % (len(piece), piece) for piece in (text[i : i + MIB] for i in range(0, len(text), MIB))
        ]
        head = POST + b"content-type: application/json\r\ntransfer-encoding: chunked\r\n\r\n"
        reply = gateway.raw(head, *pieces, b"0\r\n\r\n")
    else:
        head = POST + b"content-type: application/json\r\ncontent-length: %d\r\n\r\n" % len(text)
        reply = gateway.raw(head, text)
    if reply:  # a client that goes on sending may find the connection closed before it reads why
        status, body = split(reply)
        assert status == 413
        assert "MiB" in is_error(body[body.index(b"{") : body.rindex(b"}") + 1])["message"]
    alive(gateway)


def test_a_large_body_within_the_limit(gateway):
    content = "What is 2 plus 3? " + "x" * (8 * MIB)
    status, _, reply = gateway.post({"model": "auto:proved", "messages": [{"role": "user", "content": content}]})
    assert status in (400, 413, 422)
    is_error(reply)


def test_the_last_of_two_equal_keys_counts_everywhere(gateway, upstream):
    upstream.log(clear=True)
    said = b'"messages": [{"role": "user", "content": "first"}], "messages": [{"role": "user", "content": "second"}]'
    status, _, reply = gateway.post(b'{"model": "nothere", ' + said + b', "model": "house"}')
    assert status == 200 and json.loads(reply)["choices"][0]["message"]["content"] == "You said: second"
    (got,) = upstream.bodies()
    assert got.count(b'"model"') == 1 and b"first" not in got


@pytest.mark.parametrize("model", ["house", "auto"])
def test_half_a_surrogate_pair_is_json_and_passes(gateway, upstream, model):
    upstream.log(clear=True)
    body = b'{"model": "%s", "messages": [{"role": "user", "content": "cut off \\ud83d"}]}' % model.encode()
    status, _, reply = gateway.post(body)
    assert status == 200, reply
    assert json.loads(reply)["choices"][0]["message"]["content"] == "You said: cut off \ud83d"
    (got,) = upstream.bodies()
    assert json.loads(got)["messages"][0]["content"] == "cut off \ud83d"


# --- heads ---------------------------------------------------------------------------------------
methods = st.sampled_from(["GET", "PUT", "DELETE", "PATCH", "OPTIONS", "HEAD", "POST", "FETCH", "get"])
paths = st.sampled_from(
    ["/", CHAT, CHAT + "/", "//v1/chat/completions", "/v1", "/v1/models", "/v1/models/", "/v1/receipts/", "/healthz",
     "/v1/receipts/../../etc/passwd", "/v1/receipts/%2e%2e%2f", "/v1/receipts/%00", "/v1/receipts/" + "r" * 3000,
     "/v1/receipts/r-1'--", "/v1/completions", "/favicon.ico", "/?a=b", CHAT + "?api-version=1", "/%ff%fe"]
)  # fmt: skip


@quick
@given(methods, paths, st.binary(max_size=20))
def test_any_method_on_any_path(gateway, method, path, body):
    status, headers, reply = gateway.request(method, path, body, {"content-type": "application/json"})
    assert status in (200, 204, 400, 404, 405, 413), (method, path, reply)
    if status >= 400 and method != "HEAD":
        is_error(reply)
    if status == 405:
        assert headers["allow"]


headers = st.lists(
    st.tuples(
        st.sampled_from(["authorization", "accept", "content-encoding", "x-y", "cookie", "expect", "accept-encoding",
                         "origin", "x-suffice-receipt", "content-type", "traceparent", "idempotency-key"]),
        st.binary(max_size=30).map(lambda b: bytes(c for c in b if c >= 32 and c != 127)) | st.just(b"x" * 5000),
    ),
    max_size=5,
)  # fmt: skip


@quick
@given(headers, st.sampled_from(["house", "auto:proved"]))
def test_headers_of_any_bytes(gateway, headers, model):
    body = json.dumps({"model": model, "messages": [{"role": "user", "content": "What is 2 plus 3?"}]}).encode()
    head = f"POST {CHAT} HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-length: {len(body)}\r\n".encode()
    head += b"content-type: application/json\r\n"
    lines = b"".join(name.encode() + b": " + value + b"\r\n" for name, value in headers)
    reply = gateway.raw(head + lines + b"\r\n" + body)
    status, rest = split(reply)
    if status == 100:  # asked for with expect
        status, rest = split(rest) if rest else (200, b"")
    assert status in (200, 400, 401, 403, 415, 417, 431), reply[:300]


@pytest.mark.parametrize(
    "request_",
    [
        POST + b"content-length: -1\r\n\r\n{}",
        POST + b"content-length: 99999999999999999999999\r\n\r\n{}",
        POST + b"content-length: two\r\n\r\n{}",
        POST + b"content-length: 2\r\ncontent-length: 3\r\n\r\n{} ",
        POST + b"content-length: 2\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n",
        POST + b"transfer-encoding: chunked\r\n\r\nzz\r\n{}\r\n0\r\n\r\n",
        POST + b"transfer-encoding: chunked\r\n\r\nffffffffffffffff\r\n{}\r\n",
        b"POST /v1/chat/completions HTTP/9.9\r\n\r\n",
        b"POST /v1/chat/completions\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
        b"GET / HTTP/1.1\r\n" + b"x: y\r\n" * 5000 + b"\r\n",
        b"GET /" + b"a" * 200_000 + b" HTTP/1.1\r\n\r\n",
        b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + b"\x00" * 100,
        b"\r\n" * 1000,
    ],
    ids=lambda request: repr(request[-60:]),
)
def test_what_is_hardly_http(gateway, request_):
    gateway.raw(request_, close=True, timeout_s=10)
    alive(gateway)


def test_a_body_shorter_than_it_says(gateway):
    head = POST + b"content-type: application/json\r\ncontent-length: 500\r\n\r\n"
    gateway.raw(head + b'{"model": "auto"', close=True, timeout_s=10)
    alive(gateway)


def test_a_body_that_never_comes(start):
    gateway = start(serve="body_s = 0.5")
    head = POST + b"content-type: application/json\r\ncontent-length: 500\r\n\r\n"
    chunked = head.replace(b"content-length: 500", b"transfer-encoding: chunked")
    for beginning in (head + b'{"model"', chunked + b'8\r\n{"model"\r\n'):
        status, body = split(gateway.raw(beginning))
        assert status == 408
        is_error(body[body.index(b"{") : body.rindex(b"}") + 1])
    alive(gateway)
