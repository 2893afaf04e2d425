"""What is passed on by name stays what it was, in both directions: a client cannot tell, nor can the server."""

from __future__ import annotations

import base64
import json
from typing import Any

import pytest

EVERY_FIELD: dict[str, Any] = {
    "model": "house",
    "messages": [
        {"role": "developer", "content": "Be brief.", "name": "dev"},
        {"role": "user", "content": [{"type": "text", "text": "What is this? "}, {"type": "text", "text": "ein µ 🦊"},
                                     {"type": "image_url", "image_url": {"url": "data:image/png;base64,AAAA"}}]},
        {"role": "assistant", "content": None, "refusal": None, "tool_calls": [
            {"id": "call_9", "type": "function", "function": {"name": "look", "arguments": "{\"a\": 1}"}}]},
        {"role": "tool", "tool_call_id": "call_9", "content": [{"type": "text", "text": "seen"}]},
    ],
    "audio": None, "frequency_penalty": 0.1, "function_call": "none", "logit_bias": {"50256": -100}, "logprobs": True,
    "max_completion_tokens": 400, "max_tokens": 400, "metadata": {"team": "a", "": "empty"}, "modalities": ["text"],
    "n": 2, "parallel_tool_calls": False, "prediction": {"type": "content", "content": "x"}, "presence_penalty": -0.5,
    "prompt_cache_key": "k", "reasoning_effort": "low", "response_format": {"type": "text"}, "safety_identifier": "s",
    "seed": 12345678901234567890123, "service_tier": "flex", "stop": ["\n\n", "END"], "store": False,
    "temperature": 0.30000000000000004, "tool_choice": "none", "tools": [], "top_logprobs": 3, "top_p": 1e-9,
    "user": "u-1", "verbosity": "low", "web_search_options": {}, "top_k": 40, "min_p": 0.05,
    "vendor": {"deep": [[[{"er": None}]]], "größe": 1.0}, "chat_template_kwargs": {"enable_thinking": False},
}  # fmt: skip


def exactly(body: bytes) -> Any:
    """JSON with its numbers as they were written."""
    return json.loads(body, parse_float=lambda text: ("float", text), parse_int=lambda text: ("int", text))


def events(body: bytes) -> list[bytes]:
    return [line[6:] for line in body.split(b"\n") if line.startswith(b"data: ")]


@pytest.mark.parametrize("streamed", [False, True])
def test_the_upstream_gets_the_request_as_it_was_sent(gateway, upstream, streamed):
    sent = json.dumps(EVERY_FIELD | ({"stream": True} if streamed else {}), ensure_ascii=False).encode()
    upstream.log(clear=True)
    status, _, reply = gateway.post(sent)
    assert status == 200, reply
    (got,) = upstream.bodies()
    asked, received = exactly(sent), exactly(got)
    assert received.pop("model") == "vendor/house-1" and asked.pop("model") == "house"
    if streamed:  # the usage of a stream is counted, asked for or not
        assert received.pop("stream_options", {"include_usage": True}) == {"include_usage": True}
    assert received == asked
    assert [name for name in json.loads(got) if name != "stream_options"] == list(json.loads(sent))


def test_a_clients_own_stream_options_stay(gateway, upstream):
    upstream.log(clear=True)
    options = {"include_usage": False, "include_obfuscation": False, "vendor": 1}
    gateway.post({**EVERY_FIELD, "stream": True, "stream_options": options})
    (got,) = upstream.bodies()
    assert {**json.loads(got)["stream_options"], "include_usage": False} == options


def test_the_upstream_gets_its_own_key_and_nothing_of_ours(gateway, upstream):
    upstream.log(clear=True)
    headers = {"authorization": "Bearer client-secret", "cookie": "session=secret", "x-forwarded-host": "elsewhere",
               "openai-organization": "org-1"}  # fmt: skip
    assert gateway.post({"model": "house", "messages": [{"role": "user", "content": "hi"}]}, **headers)[0] == 200
    (request,) = upstream.log()["requests"]
    assert request["headers"]["authorization"] == "Bearer upstream-secret-1c2b"
    assert "secret" not in json.dumps(request["headers"]).replace("upstream-secret-1c2b", "")
    assert request["headers"]["host"] == f"127.0.0.1:{upstream.port}"
    assert request["headers"]["content-type"] == "application/json"


def test_the_client_gets_the_reply_as_it_was_sent(gateway, upstream):
    upstream.log(clear=True)
    asked = {"model": "house", "messages": [{"role": "user", "content": "hi"}], "n": 2}
    status, headers, reply = gateway.post(asked)
    assert status == 200
    got = exactly(reply)
    ours = got.pop("suffice", None)
    # the upstream's bytes once more, from the process itself
    (request,) = upstream.log()["requests"]
    direct = _direct(upstream, base64.b64decode(request["body"]))
    want = exactly(direct)
    for reply_ in (got, want):
        del reply_["vendor"]["received"]["headers"]
    assert got == want and list(got) == list(want)
    assert headers["x-suffice-receipt"] and (ours is None or ours["receipt"] == headers["x-suffice-receipt"])
    assert headers["content-type"].startswith("application/json") and headers["x-request-id"] == "req-1"


@pytest.mark.parametrize("usage", [False, True])
def test_the_client_gets_the_events_as_they_were_sent(gateway, upstream, usage):
    upstream.log(clear=True)
    asked: dict[str, Any] = {
        "model": "house",
        "messages": [{"role": "user", "content": "three words more"}],
        "stream": True,
    }
    if usage:
        asked["stream_options"] = {"include_usage": True}
    status, headers, reply = gateway.post(asked)
    assert status == 200 and headers["content-type"].startswith("text/event-stream") and headers["x-suffice-receipt"]
    got, want = events(reply), events(_direct(upstream, json.dumps({**asked, "model": "vendor/house-1"}).encode()))
    assert got[-1] == want[-1] == b"[DONE]"
    got_chunks = [exactly(event) for event in got[:-1]]
    ours = [chunk for chunk in got_chunks if "suffice" in chunk]
    got_chunks = [chunk for chunk in got_chunks if chunk not in ours]
    want_chunks = [exactly(event) for event in want[:-1]]
    if not usage:  # the upstream was asked for its usage, and says null in each chunk but the last
        got_chunks = [{k: v for k, v in chunk.items() if k != "usage" or v is not None} for chunk in got_chunks]
    assert got_chunks == want_chunks
    assert len(ours) <= 1


def test_a_proved_reply_has_every_field_that_clients_need(gateway):
    _, headers, reply = gateway.post({"model": "auto", "messages": [{"role": "user", "content": "What is 2 plus 3?"}]})
    got = json.loads(reply)
    assert {"id", "object", "created", "model", "choices", "usage", "suffice"} <= got.keys()
    assert got["choices"][0].keys() >= {"index", "message", "logprobs", "finish_reason"}
    assert got["choices"][0]["message"].keys() >= {"role", "content", "refusal"}
    assert got["id"].startswith("chatcmpl-") and isinstance(got["created"], int)
    assert headers["x-suffice-receipt"] == got["suffice"]["receipt"]


def _direct(upstream, body: bytes) -> bytes:
    import http.client

    connection = http.client.HTTPConnection("127.0.0.1", upstream.port, timeout=10)
    connection.request("POST", "/v1/chat/completions", body, {"content-type": "application/json"})
    reply = connection.getresponse().read()
    connection.close()
    return reply
