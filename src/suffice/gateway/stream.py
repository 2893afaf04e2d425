"""Chunks of a reply: of a verified answer, of a model's stream, and of one that could not be finished."""

from __future__ import annotations

from collections.abc import Iterator
from time import time
from typing import Any

import msgspec

from suffice.gateway.http import decode, encode
from suffice.records import Json


class _Choice(msgspec.Struct):
    finish_reason: str | None = None


class _Chunk(msgspec.Struct):
    choices: list[_Choice] | None = None
    usage: Any = None


_decode = msgspec.json.Decoder(_Chunk).decode


def event(chunk: Json) -> bytes:
    return b"data: " + encode(chunk) + b"\n\n"


def of_completion(reply: dict[str, Any], with_usage: bool) -> Iterator[bytes]:
    """A whole completion as the stream that it would have been; what stands beside it goes into the last chunk with
    a choice, so that no client is sent a chunk of a kind that it does not know."""
    outside = {name: value for name, value in reply.items() if name not in ("choices", "usage", "object", "suffice")}
    head = {**outside, "object": "chat.completion.chunk"}

    def chunk(choice: dict[str, Any], delta: Json, finish: Json = None, **beside: Json) -> bytes:
        piece = {"index": choice.get("index", 0), "delta": delta, "finish_reason": finish}
        if choice.get("logprobs") is not None and finish is None:
            piece["logprobs"] = choice["logprobs"]
        return event({**head, "choices": [piece], **beside})

    choices = reply["choices"]
    for place, choice in enumerate(choices):
        message = dict(choice["message"])
        calls = message.get("tool_calls")
        if isinstance(calls, list):
            message["tool_calls"] = [{"index": number, **call} for number, call in enumerate(calls)]
        content = message.pop("content", None)
        first = {name: value for name, value in message.items() if value is not None}
        yield chunk({"index": choice.get("index", 0)}, {**first, "content": None if content is None else ""})
        if content:
            yield chunk(choice, {"content": content})
        beside = {"suffice": reply["suffice"]} if place == len(choices) - 1 and "suffice" in reply else {}
        yield chunk({"index": choice.get("index", 0)}, {}, choice.get("finish_reason") or "stop", **beside)
    if with_usage:
        yield event({**head, "choices": [], "usage": reply.get("usage")})


def of_text(text: str, id: str, model: str | None, suffice: Json, with_usage: bool) -> bytes:
    """A verified answer: role, content, end, and the usage if the client asked for it. No tokens were bought."""
    head = {"id": id, "object": "chat.completion.chunk", "created": int(time()), "model": model}
    nothing = {"usage": None} if with_usage else {}

    def chunk(delta: Json, finish: str | None = None, **beside: Json) -> bytes:
        choice = {"index": 0, "delta": delta, "logprobs": None, "finish_reason": finish}
        return event({**head, "choices": [choice], **nothing, **beside})

    pieces = [
        chunk({"role": "assistant", "content": "", "refusal": None}),
        chunk({"content": text}),
        chunk({}, "stop", suffice=suffice),
    ]
    if with_usage:
        counts = {"prompt_tokens": 0, "completion_tokens": 0, "total_tokens": 0}
        pieces.append(event({**head, "choices": [], "usage": counts}))
    return b"".join(pieces)


def of_raw(raw: bytes, suffice: Json, with_usage: bool) -> bytes:
    """A model's reply that could not be shown as it came: its events, one a line, or a whole completion."""
    events = raw.split(b"\n")
    try:
        whole = decode(raw)
    except ValueError:
        whole = None
    if whole is not None and any("message" in choice for choice in whole["choices"]):  # the server does not stream
        return b"".join(of_completion({**whole, "suffice": suffice}, with_usage))
    end = next((place for place, data in enumerate(events) if ends(data)), len(events))
    before = b"".join(b"data: " + data + b"\n\n" for data in events[:end])
    return before + last(events[end:], suffice, with_usage)


def ends(data: bytes) -> bool:
    """Whether a chunk ends its choice, or comes after that: from there on, chunks wait for the receipt."""
    if b"finish_reason" not in data and b"usage" not in data:
        return False
    try:
        chunk = _decode(data)
    except msgspec.ValidationError:
        return False
    return bool(chunk.choices and any(choice.finish_reason for choice in chunk.choices)) or is_usage(chunk)


def is_usage(chunk: _Chunk) -> bool:
    return not chunk.choices and chunk.usage is not None


def last(held: list[bytes], suffice: Json, with_usage: bool) -> bytes:
    """The chunks that waited, with the ``suffice`` object in the first; usage only for who asked for it."""
    sent: list[bytes] = []
    for place, data in enumerate(held):
        chunk = decode(data)
        if not with_usage and not chunk.get("choices") and chunk.get("usage") is not None:
            continue
        sent.append(event({**chunk, "suffice": suffice} if place == 0 and chunk.get("choices") else chunk))
    return b"".join(sent)
