"""Streams in pieces: the same whole events come out wherever the pieces are cut."""

from __future__ import annotations

import json
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from suffice.errors import SolverError
from suffice.gateway.events import Events


def chunk(content: str | None = None, finish: str | None = None, **more) -> bytes:
    choice = {"index": 0, "delta": {} if content is None else {"content": content}, "finish_reason": finish}
    return json.dumps({"choices": [choice], **more}, ensure_ascii=False).encode()


USAGE = json.dumps({"choices": [], "usage": {"prompt_tokens": 3}}).encode()
STREAM = [chunk("Hé"), chunk("llo 🦊\\n\\n"), chunk(None, "stop"), USAGE]
PLAIN = b"".join(b"data: %s\n\n" % event for event in STREAM) + b"data: [DONE]\n\n"


def through(data: bytes, cuts: list[int], hides: bool = False) -> tuple[bytes, bytes, Events]:
    events, out, done = Events(hides), b"", b""
    places = [0, *sorted({cut % (len(data) + 1) for cut in cuts}), len(data)]
    for start, end in pairwise(places):
        whole, done = events.feed(data[start:end])
        out += whole
        if done:
            break
    if not done:
        whole, done = events.end()
        out += whole
    return out, done, events


@given(st.lists(st.integers(0, 500), max_size=6), st.sampled_from([b"\n", b"\r\n", b"\r"]))
def test_cuts_and_line_ends_change_nothing(cuts, end):
    out, done, events = through(PLAIN.replace(b"\n", end), cuts)
    assert out + done == PLAIN
    assert events.done and events.finished and events.usage == {"prompt_tokens": 3}
    assert events.text == "Hé" + "llo 🦊\\n\\n"


@given(st.lists(st.integers(0, 500), max_size=6))
def test_usage_that_the_client_did_not_ask_for_stays_here(cuts):
    out, done, events = through(PLAIN, cuts, hides=True)
    assert out + done == PLAIN.replace(b"data: %s\n\n" % USAGE, b"") and events.usage


def test_usage_beside_a_choice_is_not_hidden():
    data = b"data: " + chunk("x", "stop", usage={"prompt_tokens": 1}) + b"\n\n"
    assert through(data, [], hides=True)[0] == data


def test_comments_and_other_fields_pass():
    data = b": ping\n\nevent: message\nid: 7\ndata: " + chunk("x") + b"\n\n"
    out, _, events = through(data, [3])
    assert out == data and events.text == "x"


@pytest.mark.parametrize("data", [b"data: this is no JSON\n\n", b"data: {\n\n", b"data: \xff\n\n", b"data: [1, 2\n\n"])
def test_what_is_no_json_is_an_error(data):
    with pytest.raises(SolverError, match="no JSON"):
        through(data, [])


def test_json_of_another_kind_says_nothing_and_passes():
    data = b'data: [1]\n\ndata: {"choices": 3}\n\ndata: {"choices": [{"delta": {"content": ["x"]}}]}\n\n'
    out, _, events = through(data, [])
    assert out == data and events.text == "" and not events.finished


def test_half_a_character_passes():
    data = b'data: {"choices": [{"index": 0, "delta": {"content": "\\ud83d"}}]}\n\n'
    out, _, events = through(data, [])
    assert out == data and events.text == "\ud83d"


def test_an_error_is_noted_and_passes():
    data = b'data: {"error": {"message": "out of memory"}}\n\n'
    out, _, events = through(data, [])
    assert out == data and events.error == {"message": "out of memory"}


def test_an_event_without_end_is_an_error():
    events = Events()
    with pytest.raises(SolverError, match="MiB"):
        for _ in range(20):
            events.feed(b"x" * (1 << 20))
