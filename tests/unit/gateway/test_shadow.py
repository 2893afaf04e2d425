"""Shadow mode on a replayed log: the report's figures are those computed from the log by hand."""

from __future__ import annotations

import json
from typing import Any

import pytest
from tests.unit.gateway.conftest import chunk, completion, model

# What was asked, what the model said, its tokens in and out, and whether there is a verified answer that agrees.
LOG: list[tuple[str, str, int, int, bool | None]] = [
    ("What is 18% of 250?", "18% of 250 is **45**.", 20, 12, True),
    ("What is 12% of 50?", "The answer is 6.", 21, 7, True),
    ("What is 17 times 23?", "17 times 23 is 381.", 19, 9, False),  # it is 391
    ("What day of the week is 13 March 2026?", "It falls on a Friday.", 25, 6, True),
    ("What is 7% of 350?", "Let me think about that.", 18, 40, None),
    ("Why is the sky blue?", "Because of Rayleigh scattering.", 15, 30, None),
    ("Write a poem about autumn.", "Leaves fall.", 14, 90, None),
]
ANSWERABLE = 5
USD_IN, USD_OUT = 2.0e-6, 8.0e-6  # of the model's configuration


def replay(server, upstream, *, name: str, stream: bool) -> list[str]:
    """Ask everything in the log; the upstream says what the log says. Returns the receipts' ids."""
    ids = []
    for said, text, prompt, written, _ in LOG:
        if stream:
            usage = {"prompt_tokens": prompt, "completion_tokens": written, "total_tokens": prompt + written}
            pieces = [chunk({"content": text[:5]}), chunk({"content": text[5:]}), chunk({}, "stop")]
            upstream.events(*pieces, chunk({}, choices=[], usage=usage), b"data: [DONE]\n\n")
        else:
            upstream.json(completion(text, used=(prompt, written)))
        status, headers, _ = server.chat(said, name, stream=stream)
        assert status == 200
        ids.append(headers["x-suffice-receipt"])
    return ids


def close(got: float, wanted: float) -> bool:
    return got == pytest.approx(wanted, rel=1e-9, abs=1e-15)


@pytest.mark.parametrize(("name", "stream"), [("big", False), ("auto", True)])
def test_the_report_is_what_the_log_says(start, upstream, name, stream):
    server = start(model(upstream), "--shadow")
    before = len(upstream.requests)
    ids = replay(server, upstream, name=name, stream=stream)
    code, said = server.stop()
    assert code == 0 and "in shadow" in said
    assert len(upstream.requests) - before == len(LOG), "every request goes to the model"
    receipts = {receipt["id"]: receipt for receipt in server.receipts()}
    assert list(receipts) == ids and {receipt["solver"] for receipt in receipts.values()} == {"big"}
    report: dict[str, Any] = json.loads(server.suffice("shadow", "report", "--json").stdout)

    assert (report["requests"], report["failed"]) == (len(LOG), 0)
    assert report["candidates"] == ANSWERABLE
    assert report["agreements"] == sum(agrees is True for *_, agrees in LOG)
    assert report["unclear"] == ANSWERABLE - report["agreements"] - 1
    assert report["disagreements"] == [{"receipt": ids[2], "ours": "391", "model": LOG[2][1]}]
    for (said, text, *_, agrees), id in zip(LOG, ids, strict=True):
        receipt = receipts[id]
        assert receipt["text"] == text and receipt["task"]["messages"][0]["content"] == said
        assert receipt["shadow"]["agrees"] is agrees
        assert (receipt["shadow"]["answer"] is None) == (id in ids[ANSWERABLE:])
        assert receipt["shadow"]["answer"] is None or receipt["shadow"]["guarantee"]["level"] == "proved"

    def usd(rows) -> float:
        return sum(prompt * USD_IN + written * USD_OUT for _, _, prompt, written, _ in rows)

    assert close(report["models"]["usd"]["value"], usd(LOG)) and report["models"]["usd"]["unknown"] == 0
    assert close(report["saving"]["usd"]["value"], usd(LOG[:ANSWERABLE]))
    assert report["own"]["usd"]["value"] == 0
    for end, own_end in (("value", "value"), ("low", "high"), ("high", "low")):
        spared = sum(receipts[id]["attempts"][0]["cost"]["joules"][end] for id in ids[:ANSWERABLE])
        own = sum(receipts[id]["shadow"]["cost"]["joules"][own_end] for id in ids)
        assert close(report["saving"]["joules"][end], spared - own)
        assert close(report["own"]["joules"][own_end], own)
    shown = server.suffice("shadow", "report").stdout
    assert "7 requests" in shown and "5 (71.4%)" in shown and "3 agree" in shown and "1 disagree" in shown
    assert ids[2] in shown and "391" in shown


def test_a_model_that_fails_is_counted_and_costs_nothing(start, upstream):
    server = start(model(upstream), "--shadow")
    upstream.json({"error": {"message": "no"}}, "503 Service Unavailable")
    assert server.chat("What is 18% of 250?")[0] == 503
    upstream.json(completion("45"))
    assert server.chat("What is 18% of 250?", n=2)[0] == 200
    assert server.chat([{"role": "user", "content": 3}])[0] == 200  # the model judges what it takes
    server.stop()
    report = json.loads(server.suffice("shadow", "report", "--json").stdout)
    assert (report["requests"], report["failed"], report["candidates"], report["unclear"]) == (3, 1, 1, 1)
    assert report["saving"]["usd"] == {"value": 0.0, "low": 0.0, "high": 0.0, "unknown": 0}


def test_without_shadow_there_is_nothing_to_report(served):
    served.chat("What is 18% of 250?")
    assert "no requests in shadow yet" in served.suffice("shadow", "report").stdout
