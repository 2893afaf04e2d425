"""The live server: the ladder, named models, errors, receipts, and who may ask."""

from __future__ import annotations

import json
import socket
import time
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from tests.unit.gateway.conftest import chunk, completion, events, model

SUM = "What is 18% of 250?"
OPEN = "Why is the sky blue?"


# --- auto ----------------------------------------------------------------------------------------
@pytest.mark.parametrize("name", ["auto", "auto:proved", "auto:0.95", "auto:tested", "auto:none"])
def test_a_proved_answer_is_a_chat_completion(served, name):
    status, headers, reply = served.chat(SUM, name)
    assert status == 200 and reply["object"] == "chat.completion" and reply["model"] == "arithmetic"
    assert reply["choices"][0]["message"]["content"] == "The answer is 45."
    assert reply["usage"] == {"prompt_tokens": 0, "completion_tokens": 0, "total_tokens": 0}
    ours = reply["suffice"]
    assert (ours["tier"], ours["guarantee"]["level"], ours["answer"]) == ("symbolic", "proved", "45")
    assert ours["receipt"] == headers["x-suffice-receipt"]
    receipt = served.get(f"/v1/receipts/{ours['receipt']}")[2]
    assert receipt["answer"] == "45" and receipt["ledger"]["seq"] and receipt["task"]["messages"][0]["content"] == SUM


@pytest.mark.parametrize("with_usage", [False, True])
def test_a_proved_answer_as_a_stream(served, with_usage):
    options = {"stream_options": {"include_usage": True}} if with_usage else {}
    status, headers, body = served.chat(SUM, stream=True, **options)
    assert status == 200 and headers["content-type"].startswith("text/event-stream")
    *chunks, done = events(body)
    assert done == "[DONE]" and all(chunk["object"] == "chat.completion.chunk" for chunk in chunks)
    assert "".join(c["choices"][0]["delta"].get("content") or "" for c in chunks if c["choices"]) == "The answer is 45."
    (ours,) = [chunk["suffice"] for chunk in chunks if "suffice" in chunk]
    assert ours["guarantee"]["level"] == "proved"
    assert [chunk["usage"]["total_tokens"] for chunk in chunks if not chunk["choices"]] == ([0] if with_usage else [])


def test_what_nobody_can_prove_is_an_error_that_tells_how_to_go_on(served):
    status, headers, reply = served.chat(OPEN, "auto:proved")
    error = reply["error"]
    assert status == 422 and error["code"] == "not_proved" and "model 'auto'" in error["message"]
    assert reply["suffice"]["receipt"] == headers["x-suffice-receipt"]
    assert {refusal["code"] for refusal in reply["suffice"]["refusals"]} >= {"NOT_MY_LANGUAGE"}


def test_a_models_reply_keeps_its_fields(served, upstream):
    call = {"id": "call_1", "type": "function", "function": {"name": "look", "arguments": "{}"}}
    sent = completion(None, refusal=None, tool_calls=[call], vendor={"x": 1.0}) | {"system_fingerprint": "fp"}
    upstream.json(sent)
    status, _, reply = served.chat(OPEN, tools=[{"type": "function", "function": {"name": "look"}}], top_k=7)
    ours = reply.pop("suffice")
    assert status == 200 and reply == sent
    assert (
        ours["solver"] == "big"
        and ours["guarantee"]["level"] == "none"
        and ours["cost"]["usd"] == pytest.approx(120e-6)
    )
    asked = upstream.requests[-1][2]
    assert asked["model"] == "vendor/big-1" and asked["top_k"] == 7 and asked["tools"]


@pytest.mark.parametrize("message", [{"content": None, "refusal": "I cannot."}, {"content": ""}])
def test_a_model_that_declines_or_says_nothing_is_handed_on(served, upstream, message):
    upstream.json(completion(**message))
    status, _, reply = served.chat(OPEN)
    assert status == 200 and reply["choices"][0]["message"]["content"] == message["content"]


def test_a_models_stream_is_shown_and_ends_with_the_receipt(served, upstream):
    usage = {"prompt_tokens": 20, "completion_tokens": 2, "total_tokens": 22}
    upstream.events(
        chunk({"role": "assistant", "content": ""}),
        chunk({"content": "Ray"}),
        chunk({"content": "leigh"}),
        chunk({}, "stop"),
        chunk({}, choices=[], usage=usage),
        b"data: [DONE]\n\n",
    )
    _, headers, body = served.chat(OPEN, stream=True)
    *chunks, done = events(body)
    assert done == "[DONE]" and len(chunks) == 4 and chunks[-1]["suffice"]["receipt"] == headers["x-suffice-receipt"]
    assert chunks[-1]["suffice"]["cost"]["usd"] == pytest.approx(56e-6)


def test_a_server_that_does_not_stream_is_streamed(served, upstream):
    upstream.json(completion("Rayleigh", reasoning_content="hm"))
    *chunks, done = events(served.chat(OPEN, stream=True)[2])
    assert done == "[DONE]" and chunks[0]["choices"][0]["delta"]["reasoning_content"] == "hm"
    assert "".join(c["choices"][0]["delta"].get("content") or "" for c in chunks) == "Rayleigh"
    assert "suffice" in chunks[-1]


@pytest.mark.parametrize(
    "asked",
    [
        {"n": 2},
        {"logprobs": True},
        {"tools": [{"type": "function", "function": {"name": "add"}}]},
        {"modalities": ["text", "audio"]},
        {"web_search_options": {}, "store": True},
        {"guided_regex": "[0-9]+"},
        {"max_tokens": 3},
        {"stop": "answer"},
        {"logit_bias": {"50256": -100}},
    ],
    ids=lambda asked: next(iter(asked)),
)
def test_what_only_a_model_can_honour_is_left_to_models(served, upstream, asked):
    assert served.chat(SUM, "auto:proved", **asked)[0] == 422
    upstream.json(completion("45"))
    assert served.chat(SUM, **asked)[2]["suffice"]["solver"] == "big"


@pytest.mark.parametrize(
    "asked", [{"n": 1}, {"temperature": 0.2, "seed": 4, "user": "u", "max_tokens": 100}, {"tools": []}]
)
def test_what_changes_nothing_changes_nothing(served, asked):
    assert served.chat(SUM, "auto:proved", **asked)[0] == 200


def test_the_reference_time_and_the_requirement_may_stand_in_the_body(served, upstream):
    asked = {"now": "2026-03-17T09:00:00+01:00", "requires": "proved"}
    status, _, reply = served.chat("What date is it today?", suffice=asked)
    assert status == 200 and reply["suffice"]["answer"] == "2026-03-17"
    assert served.chat("What date is it today?", "auto:proved")[0] == 422
    upstream.json(completion("no idea"))
    assert served.chat(OPEN, "big", suffice={"now": asked["now"]})[0] == 200
    assert "suffice" not in upstream.requests[-1][2]
    for odd in ({"now": "noon"}, {"requires": "wished"}, {"zone": 1}, 3):
        assert served.chat(SUM, suffice=odd)[0] == 400


def test_a_configured_zone_gives_requests_their_time(start):
    server = start('[serve]\nzone = "Europe/Berlin"\n')
    days = {datetime.now(ZoneInfo("Europe/Berlin")).date().isoformat()}
    status, _, reply = server.chat("What date is it today?", "auto:proved")
    days.add(datetime.now(ZoneInfo("Europe/Berlin")).date().isoformat())  # midnight may have come in between
    assert status == 200 and reply["suffice"]["answer"] in days


# --- by name -------------------------------------------------------------------------------------
def test_a_named_model_gets_the_request_and_its_own_key(served, upstream):
    upstream.json(sent := completion("45", used=(1000, 500)))
    status, headers, reply = served.chat(SUM, "big", {"authorization": "Bearer sk-client"}, weird={"deep": [1.0]})
    ours = reply.pop("suffice")
    assert status == 200 and reply == sent
    assert ours["receipt"] == headers["x-suffice-receipt"] and ours["solver"] == "big" and ours["answer"] is None
    _, got, asked = upstream.requests[-1]
    assert asked["model"] == "vendor/big-1" and asked["weird"] == {"deep": [1.0]}
    assert got["authorization"] == "Bearer sk-upstream" and "sk-client" not in json.dumps(got)
    receipt = served.get(f"/v1/receipts/{headers['x-suffice-receipt']}")[2]
    assert receipt["answer"] == "45" and receipt["solver"] == "big" and receipt["cost"]["usd"] == pytest.approx(0.006)
    assert receipt["cost"]["joules"]["low"] < receipt["cost"]["joules"]["value"] < receipt["cost"]["joules"]["high"]


@pytest.mark.parametrize("status", ["429 Too Many Requests", "400 Bad Request", "503 Service Unavailable"])
def test_an_upstreams_error_passes_unchanged(served, upstream, status):
    sent = {"error": {"message": "not now", "type": "vendor", "param": None, "code": "v"}}
    body = json.dumps(sent).encode()
    head = f"HTTP/1.1 {status}\r\ncontent-type: application/json\r\nretry-after: 7\r\nset-cookie: a=b\r\n"
    upstream.bytes(head.encode() + b"content-length: %d\r\n\r\n" % len(body) + body)
    code, headers, reply = served.chat(OPEN, "big")
    assert code == int(status[:3]) and reply == sent and headers["retry-after"] == "7" and "set-cookie" not in headers
    assert served.get(f"/v1/receipts/{headers['x-suffice-receipt']}")[2]["status"] == "failed"


def test_a_streams_tokens_are_counted_though_nobody_asked(served, upstream):
    usage = {"prompt_tokens": 20, "completion_tokens": 2, "total_tokens": 22}
    upstream.events(
        chunk({"content": "Hi"}), chunk({}, "stop"), chunk({}, choices=[], usage=usage), b"data: [DONE]\n\n"
    )
    _, headers, body = served.chat(OPEN, "big", stream=True)
    assert upstream.requests[-1][2]["stream_options"] == {"include_usage": True}
    assert len(events(body)) == 3 and b"prompt_tokens" not in body
    receipt = served.get(f"/v1/receipts/{headers['x-suffice-receipt']}")[2]
    assert receipt["text"] == "Hi" and receipt["cost"]["usd"] == pytest.approx(56e-6)


# --- everything else -----------------------------------------------------------------------------
def test_models_are_listed_and_unknown_ones_named(served):
    rows = served.get("/v1/models")[2]["data"]
    assert [row["id"] for row in rows] == ["auto", "auto:proved", "auto:tested", "big"]
    assert served.get("/v1/models/big")[2]["id"] == "big" and served.get("/v1/models/small")[0] == 404
    status, _, reply = served.chat(SUM, "gpt-4o")
    assert status == 404 and reply["error"]["code"] == "model_not_found" and "big" in reply["error"]["message"]
    assert served.chat(SUM, "auto:wished")[0] == 404


def test_other_paths_and_methods_are_errors_in_the_same_form(served):
    for method, path, expected in (
        ("GET", "/", 404),
        ("POST", "/v1/embeddings", 404),
        ("GET", "/v1/chat/completions", 405),
    ):
        status, _, reply = served.request(method, path, None, {})
        assert status == expected and reply["error"]["message"]


@pytest.mark.parametrize(
    "headers",
    [
        {"host": "evil.example"},
        {"origin": "https://evil.example"},
        {"origin": "null"},
        {"host": "127.0.0.1.evil.example"},
    ],
    ids=str,
)
def test_a_page_in_a_browser_cannot_ask(served, headers):
    status, got, reply = served.chat(SUM, headers=headers)
    assert status == 403 and "key add" in reply["error"]["message"]
    assert not any(name.startswith("access-control") for name in got)


def test_names_of_this_machine_are_accepted(served):
    for host in (f"localhost:{served.port}", "127.0.0.1", "[::1]:1"):
        assert served.chat(SUM, headers={"host": host})[0] == 200


def test_receipts_belong_to_the_key_that_made_them(start, upstream):
    server = start(model(upstream) + '[serve]\nkeys = "keys.json"\n')
    first, second = (server.suffice("key", "add", name).stdout.strip() for name in ("first", "second"))
    for _ in range(50):  # noticed within a second
        status, headers, reply = server.chat(SUM)
        if status == 401:
            break
        time.sleep(0.1)
    assert status == 401 and headers["www-authenticate"] == "Bearer" and reply["error"]["code"] == "invalid_api_key"
    status, headers, reply = server.chat(SUM, headers={"authorization": f"Bearer {first}"})
    assert status == 200
    path = f"/v1/receipts/{headers['x-suffice-receipt']}"
    assert server.get(path, {"authorization": f"Bearer {first}"})[2]["key"] == "first"
    assert server.get(path, {"authorization": f"Bearer {second}"})[0] == 404
    assert server.chat(SUM, headers={"host": "gateway.example", "authorization": f"bearer {first}"})[0] == 200
    content = (server.folder / "keys.json").read_text()
    assert first not in content and (server.folder / "keys.json").stat().st_mode & 0o777 == 0o600
    server.suffice("key", "remove", "first")
    for _ in range(50):
        if server.chat(SUM, headers={"authorization": f"Bearer {first}"})[0] == 401:
            break
        time.sleep(0.1)
    assert server.chat(SUM, headers={"authorization": f"Bearer {first}"})[0] == 401


def test_what_cannot_be_served_is_said_in_one_line(served):
    for words, said in (
        (("serve", "--host", "0.0.0.0"), "no keys are asked for"),
        (("serve", "--port", str(served.port)), "choose another"),
        (("serve", "--host", "nowhere.invalid"), "no keys are asked for"),
        (("serve", "--shadow", "--config", "/dev/null"), "add a [[model]]"),
    ):
        done = served.suffice(*words)
        assert done.returncode == 2 and said in done.stderr and done.stderr.count("\n") == 1


def test_a_long_reading_does_not_hold_up_others(served):
    """What computes too long here goes to a worker process; meanwhile the server answers."""
    told = "A crate holds 12 red pens and 7 blue pens. " * 200 + "How many pens are there?"
    with socket.create_connection(("127.0.0.1", served.port), timeout=30) as waiting:
        body = json.dumps({"model": "auto:proved", "messages": [{"role": "user", "content": told}]}).encode()
        head = b"POST /v1/chat/completions HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-length: %d\r\n\r\n" % len(body)
        waiting.sendall(head + body)
        assert served.chat(SUM)[0] == 200
        assert waiting.recv(100).startswith(b"HTTP/1.1 ")
