"""Certified answers behind the gateway: what the auditing model says, or does not say, never reaches the client."""

import json
import random
from dataclasses import replace

import pytest
from click.testing import CliRunner
from tests.unit.gateway.conftest import chunk, completion, events, model

from suffice.cli import suffice
from suffice.config import load
from suffice.config.ladder import build
from suffice.drivers import run_sync
from suffice.ports import Send
from suffice.records import Budget, Task

TOPICS = {"refund": ("money back", "charged twice"), "delivery": ("where is it", "never came")}
PROMPT = "Name the topic of this mail in one word.\n\n"
QUESTION = f"{PROMPT}please charged twice order 77"


@pytest.fixture(scope="module")
def solvers(tmp_path_factory):
    folder = tmp_path_factory.mktemp("learned")
    rng = random.Random(3)
    with (folder / "log.jsonl").open("w") as file:
        for number in range(300):
            topic = rng.choice(sorted(TOPICS))
            text = f"{PROMPT}please {rng.choice(TOPICS[topic])} order {number}"
            file.write(json.dumps({"input": text, "answer": topic}) + "\n")
    words = ["learn", folder / "log.jsonl", "-o", folder / "solvers", "--reference", "answer", "--target", "0.9"]
    CliRunner().invoke(suffice, [str(word) for word in words], standalone_mode=False, catch_exceptions=False)
    return folder / "solvers"


def _config(upstream, solvers, more=""):
    audited = f"[learned]\nsolvers = '{solvers}'\nreference = 'big'\naudit = 1.0\n"
    return f"{model(upstream, more=more)}\n{audited}"


def test_the_models_words_and_tool_calls_never_reach_the_client(upstream, solvers, start):
    served = start(_config(upstream, solvers))
    call = {"id": "1", "type": "function", "function": {"name": "leak", "arguments": "{}"}}
    for reply in (completion("SECRET"), completion(None, tool_calls=[call]), {"SECRET": 1}):
        upstream.json(reply)
        status, _, told = served.chat(QUESTION)
        assert status == 200 and told["choices"][0]["message"]["content"] == "refund"
        assert "SECRET" not in json.dumps(told) and "leak" not in json.dumps(told)
    upstream.events(chunk({"content": "SEC"}), chunk({"content": "RET"}), chunk({}, "stop"), b"data: [DONE]\n\n")
    status, _, told = served.chat(QUESTION, stream=True)
    assert status == 200 and b"SEC" not in told and events(told)[-1] == "[DONE]"
    said = "".join(one["choices"][0]["delta"].get("content") or "" for one in events(told)[:-1] if one["choices"])
    assert said == "refund"
    assert len(upstream.requests) == 4
    assert {receipt["solver"] for receipt in served.receipts()} == {"learned"}


@pytest.mark.parametrize("streams", [False, True])
def test_a_model_that_hangs_does_not_cost_the_answer(upstream, solvers, start, streams):
    served = start(_config(upstream, solvers, "timeout_s = 0.5"))
    head = b"HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ntransfer-encoding: chunked\r\n\r\n"
    piece = chunk({"content": "SECRET"})
    upstream.hang(*([head, b"%x\r\n%s\r\n" % (len(piece), piece)] if streams else []))
    status, _, told = served.chat(QUESTION, stream=streams)
    assert status == 200 and "SECRET" not in str(told) and "refund" in str(told)
    (receipt,) = served.receipts()
    assert receipt["solver"] == "learned" and receipt["guarantee"]["level"] == "calibrated"


def test_an_audit_takes_no_more_than_half_of_the_budget(upstream, solvers, tmp_path, monkeypatch):
    """However long the model itself may take: what is left suffices to answer."""
    monkeypatch.setenv("UPSTREAM_KEY", "sk-upstream")
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    (tmp_path / "suffice.toml").write_text(_config(upstream, solvers))
    ladder = build(load(tmp_path / "suffice.toml"))
    solver = next(one for one in ladder.solvers if one.name == "learned")
    for budget, most in ((Budget(seconds=1.0), 0.5), (Budget(seconds=None), 20.0)):
        effect = next(solver.steps(replace(Task.ask(QUESTION), budget=budget)))
        assert isinstance(effect, Send) and effect.timeout_s == most
    upstream.hang()
    receipt = run_sync(ladder.steps(replace(Task.ask(QUESTION), budget=Budget(seconds=1.0))))
    assert receipt.solver == "learned" and receipt.answer is not None and receipt.answer.text == "refund"
