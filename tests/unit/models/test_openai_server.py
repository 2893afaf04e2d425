from __future__ import annotations

import json

import pytest

from suffice.drivers import run_sync
from suffice.errors import SolverError, Unreached
from suffice.models.openai_server import ModelServer, OpenAIServer
from suffice.ports import Emit, Head, Receive, Send
from suffice.records import Abstain, Answer, Message, Task, Tier

TASK = Task.ask("What is the capital of France?")


def server(base_url: str, key: str | None = "sk-secret-of-a-server", **settings) -> OpenAIServer:
    settings = {"timeout_s": 5.0, **settings}
    return OpenAIServer(ModelServer("big", Tier.FRONTIER, base_url, "m-1", **settings), key)


def chunk(content: str | None = None, finish: str | None = None, **more) -> bytes:
    choice = {"index": 0, "delta": {} if content is None else {"content": content}, "finish_reason": finish}
    return b"data: " + json.dumps({"choices": [choice], **more}).encode() + b"\n\n"


def test_the_request_carries_the_task_and_the_key(chat_server):
    chat_server.answer(" Paris. ", prompt_tokens=14, completion_tokens=3)
    task = Task(
        "t",
        (Message("system", "Be brief."), Message("user", "Capital of France?")),
        response_format={"type": "json_object"},
        extra={"temperature": 0, "model": "auto", "stream": True},
    )
    answer = run_sync(server(chat_server.base_url, extra={"seed": 1, "temperature": 1}).steps(task))
    assert isinstance(answer, Answer)
    assert (answer.value, answer.text) == ("Paris.", " Paris. ")
    assert answer.usage is not None
    assert (answer.usage.model, answer.usage.prompt_tokens, answer.usage.completion_tokens) == ("m-1", 14, 3)
    line, headers, body = chat_server.requests[0]
    assert line == "POST /v1/chat/completions HTTP/1.1"
    assert headers["authorization"] == "Bearer sk-secret-of-a-server"
    assert body == {
        "model": "m-1",
        "messages": [
            {"role": "system", "content": "Be brief."},
            {"role": "user", "content": "Capital of France?"},
        ],
        "response_format": {"type": "json_object"},
        "temperature": 0,
        "seed": 1,
    }


def test_no_usage_is_unknown_not_zero(chat_server):
    chat_server.answer("Paris")
    answer = run_sync(server(chat_server.base_url).steps(TASK))
    assert isinstance(answer, Answer) and answer.usage is None


def test_cached_tokens_are_read(chat_server):
    message = {"message": {"content": [{"type": "text", "text": "Pa"}, {"type": "text", "text": "ris"}]}}
    usage = {"prompt_tokens": 9, "completion_tokens": True, "prompt_tokens_details": {"cached_tokens": 4}}
    chat_server.json({"choices": [message], "usage": usage})
    answer = run_sync(server(chat_server.base_url).steps(TASK))
    assert isinstance(answer, Answer) and answer.usage is not None and answer.value == "Paris"
    assert (answer.usage.cached_tokens, answer.usage.completion_tokens) == (4, None)


@pytest.mark.parametrize(
    ("reply", "status", "reason"),
    [
        ({"error": {"message": "no such model 'm-1'"}}, "404 Not Found", "HTTP 404: no such model 'm-1'"),
        ({"error": "slow down"}, "429 Too Many Requests", "HTTP 429: slow down"),
        ({"detail": "x" * 9000}, "500 Internal Server Error", "HTTP 500: " + "x" * 300),
        ([], "502 Bad Gateway", "HTTP 502: []"),
        ({"message": "bad key sk-secret-of-a-server"}, "401 Unauthorized", "HTTP 401: bad key ***"),
        ({"choices": []}, "200 OK", "no choices"),
        ({"choices": [{"message": {"content": ""}}]}, "200 OK", "empty answer"),
        ({"choices": [{"message": {"content": None, "tool_calls": [{}]}}]}, "200 OK", "tool call"),
        ({"choices": [{"message": {"content": ""}, "finish_reason": "length"}]}, "200 OK", "raise max_tokens"),
        ({"choices": 3}, "200 OK", "no choices"),
        ([1], "200 OK", "no JSON object"),
    ],
)
def test_what_is_no_answer_is_an_error_with_the_reason(chat_server, reply, status, reason):
    chat_server.json(reply, status)
    with pytest.raises(SolverError) as raised:
        run_sync(server(chat_server.base_url).steps(TASK))
    assert reason in str(raised.value)
    assert len(str(raised.value)) < 400


def test_a_model_that_declines_abstains(chat_server):
    chat_server.json({"choices": [{"message": {"content": None, "refusal": "I cannot help with that."}}]})
    result = run_sync(server(chat_server.base_url).steps(TASK))
    assert isinstance(result, Abstain) and "I cannot help" in result.reason


def test_a_server_that_repeats_the_key_keeps_it_out_of_the_outcome(chat_server):
    chat_server.answer("Your key is sk-secret-of-a-server.")
    answer = run_sync(server(chat_server.base_url).steps(TASK))
    assert isinstance(answer, Answer) and (answer.value, answer.text) == ("Your key is ***.",) * 2
    chat_server.json({"choices": [{"message": {"content": None, "refusal": "bad key sk-secret-of-a-server"}}]})
    declined = run_sync(server(chat_server.base_url).steps(TASK))
    assert isinstance(declined, Abstain) and declined.reason.endswith("bad key ***")


def test_a_short_key_may_be_a_word_of_an_answer(chat_server):
    """Servers of one's own ask for no key, and something like EMPTY is put in its place."""
    chat_server.answer("An EMPTY set.")
    answer = run_sync(server(chat_server.base_url, "EMPTY").steps(TASK))
    assert isinstance(answer, Answer) and answer.text == "An EMPTY set."
    chat_server.json({"message": "bad key EMPTY"}, "401 Unauthorized")
    with pytest.raises(SolverError, match=r"bad key \*\*\*"):
        run_sync(server(chat_server.base_url, "EMPTY").steps(TASK))


def test_a_key_is_masked_before_a_complaint_is_cut_to_length(chat_server):
    chat_server.json({"detail": "x" * 296 + "sk-secret-of-a-server"}, "500 Internal Server Error")
    with pytest.raises(SolverError) as raised:
        run_sync(server(chat_server.base_url).steps(TASK))
    assert "sk-" not in str(raised.value)


def test_a_count_of_tokens_beyond_all_reason_is_none(chat_server):
    message = {"message": {"content": "Paris"}}
    for count in (10**400, 10**30, -1):
        chat_server.json({"choices": [message], "usage": {"prompt_tokens": count, "completion_tokens": 3}})
        answer = run_sync(server(chat_server.base_url).steps(TASK))
        assert isinstance(answer, Answer) and answer.usage is not None and answer.usage.prompt_tokens is None


OK = b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n"


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (b"", "closed the connection without an answer"),
        (OK + b"content-length: 100\r\n\r\n{", "closed the connection mid-answer"),
        (OK + b"transfer-encoding: chunked\r\n\r\n5\r\nhello\r\n", "closed the connection mid-answer"),
        (OK + b"transfer-encoding: chunked\r\n\r\nzz\r\nhello\r\n", "broke the protocol"),
        (b"\x00\x01 rubbish\r\n\r\n", "broke the protocol"),
        (OK + b"\r\n<html>Sign in</html>", "no JSON: <html>Sign in"),
        (OK + b'\r\n{"choices": "\xff\xfe"}', "no JSON"),
        (OK + b"\r\n" + b"[" * 100_000, "no JSON"),
        (
            b"HTTP/1.1 302 Found\r\nlocation: http://127.0.0.1:9/\r\ncontent-length: 0\r\n\r\n",
            "redirects (HTTP 302) to http://127.0.0.1:9/",
        ),
    ],
)
def test_misbehaving_servers(chat_server, raw, reason):
    chat_server.bytes(raw)
    with pytest.raises(SolverError) as raised:
        run_sync(server(chat_server.base_url).steps(TASK))
    assert reason in str(raised.value)


def test_a_server_that_hangs_times_out(chat_server):
    chat_server.hang()
    with pytest.raises(SolverError, match=r"timed out after 0\.2 s"):
        run_sync(server(chat_server.base_url, timeout_s=0.2).steps(TASK))


def test_a_server_that_stalls_mid_answer_times_out(chat_server):
    chat_server.hang(OK + b"content-length: 100\r\n\r\n{")
    with pytest.raises(SolverError, match=r"timed out after 0\.2 s"):
        run_sync(server(chat_server.base_url, timeout_s=0.2).steps(TASK))


def test_a_dead_server_is_unreached(chat_server):
    chat_server.close()
    with pytest.raises(Unreached, match="connection refused; is the server running"):
        run_sync(server(chat_server.base_url).steps(TASK))
    chat_server.__init__()  # so that the fixture has something to close


@pytest.mark.parametrize("url", ["localhost", "ftp://127.0.0.1/v1", "http://"])
def test_an_unusable_address_is_unreached(url):
    with pytest.raises(SolverError):
        run_sync(server(url).steps(TASK))


def test_an_endless_answer_is_cut(chat_server):
    def script(connection, stop):
        connection.sendall(OK + b"\r\n")
        while not stop.is_set():
            connection.sendall(b" " * (1 << 20))

    chat_server.script = script
    with pytest.raises(SolverError, match="more than 16 MiB"):
        run_sync(server(chat_server.base_url, timeout_s=30.0).steps(TASK))


def test_streams_are_collected_and_emitted(chat_server):
    usage = {"prompt_tokens": 5, "completion_tokens": 2}
    tail = b"data: " + json.dumps({"choices": [], "usage": usage}).encode() + b"\n\ndata: [DONE]\n\n"
    chat_server.events(b": warming up\r\n\r\n", chunk("Pa"), chunk("ris"), chunk(finish="stop"), tail)
    heard: list[bytes] = []
    answer = run_sync(server(chat_server.base_url, stream=True).steps(TASK), emit=heard.append)
    assert isinstance(answer, Answer) and answer.text == "Paris" and answer.usage is not None
    assert answer.usage.completion_tokens == 2
    assert [json.loads(event)["choices"][0]["delta"].get("content") for event in heard[:2]] == ["Pa", "ris"]
    assert chat_server.requests[0][2]["stream_options"] == {"include_usage": True}


def test_a_stream_without_done_ends_with_its_finish_reason(chat_server):
    chat_server.events(chunk("Paris"), chunk(finish="stop"))
    answer = run_sync(server(chat_server.base_url, stream=True).steps(TASK))
    assert isinstance(answer, Answer) and answer.text == "Paris"


def test_a_stream_that_stalls_after_its_finish_reason_is_an_answer(chat_server):
    head = b"HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\n\r\n"
    chat_server.hang(head + chunk("Paris") + chunk(finish="stop"))
    answer = run_sync(server(chat_server.base_url, stream=True, timeout_s=0.3).steps(TASK))
    assert isinstance(answer, Answer) and answer.text == "Paris"


@pytest.mark.parametrize(
    ("pieces", "reason"),
    [
        ((chunk("Par"),), "mid-answer"),
        ((chunk("Par"), b'data: {"error": {"message": "out of memory"}}\n\n'), "out of memory"),
        ((b"data: {rubbish\n\n",), "no JSON"),
        ((b"data: [DONE]\n\n",), "empty answer"),
    ],
)
def test_broken_streams(chat_server, pieces, reason):
    chat_server.events(*pieces)
    with pytest.raises(SolverError, match=reason):
        run_sync(server(chat_server.base_url, stream=True).steps(TASK))


def test_a_server_that_does_not_stream_is_read_whole(chat_server):
    chat_server.answer("Paris")
    answer = run_sync(server(chat_server.base_url, stream=True).steps(TASK))
    assert isinstance(answer, Answer) and answer.text == "Paris"


def test_the_steps_need_no_network():
    """The generator alone, driven by hand: one request, then pieces, cut anywhere."""
    stream = chunk("Pa") + chunk("ris", "stop") + b"data: [DONE]\n\n"
    for size in (1, 2, 7, len(stream)):
        pieces = [stream[start : start + size] for start in range(0, len(stream), size)]
        steps = server("http://example.invalid/v1", stream=True).steps(TASK)
        effect = next(steps)
        assert isinstance(effect, Send)
        try:
            effect = steps.send(Head(200, {"content-type": "text/event-stream"}))
            while True:
                effect = steps.send(pieces.pop(0) if isinstance(effect, Receive) else None)
                assert isinstance(effect, Receive | Emit)
        except StopIteration as stop:
            assert stop.value.text == "Paris"


def test_expected_dollars_come_from_the_prices():
    priced = ModelServer("a", Tier.MOE, "http://x/v1", "m", usd_per_mtok_in=2.0, usd_per_mtok_out=8.0)
    assert OpenAIServer(priced).expected_usd == pytest.approx(0.003)
    assert OpenAIServer(ModelServer("a", Tier.MOE, "http://x/v1", "m")).expected_usd is None
