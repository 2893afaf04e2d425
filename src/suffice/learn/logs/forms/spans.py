"""OpenTelemetry's spans of generative AI: OTLP as JSON (``resourceSpans``), or one span a line.

Attributes by the semantic conventions 1.37 and later (``gen_ai.input.messages``, ``gen_ai.output.messages``,
``gen_ai.system_instructions``), and the older ``gen_ai.prompt`` and ``gen_ai.completion``.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any, ClassVar

from suffice.learn.logs.form import Exchange, Form, Record, count, joined, seconds, stated, text
from suffice.records import Json

_CHATS = ("chat", "text_completion", "generate_content", None)


class Spans(Form):
    rank: ClassVar[int] = 1

    def knows(self, record: Record) -> bool:
        if isinstance(record.get("resourceSpans"), list):
            return True
        return isinstance(record.get("attributes"), dict | list) and ("traceId" in record or _is_ours(_said_of(record)))

    def read(self, record: Record) -> Iterable[Exchange]:
        for span in _spans(record):
            said = _said_of(span)
            if _is_ours(said) and said.get("gen_ai.operation.name") in _CHATS:
                yield _exchange(span, said)


def _is_ours(said: Record) -> bool:
    return any(name.startswith("gen_ai.") for name in said)


def _spans(record: Record) -> Iterator[Record]:
    if "resourceSpans" not in record:
        yield record
        return
    for resource in record["resourceSpans"]:
        for scope in resource.get("scopeSpans", ()) if isinstance(resource, dict) else ():
            yield from (span for span in scope.get("spans", ()) if isinstance(span, dict))


def _said_of(span: Record) -> dict[str, Any]:
    """The attributes of a span and of its events, as plain JSON."""
    said = _attributes(span.get("attributes"))
    for event in span.get("events") or ():
        if isinstance(event, dict):
            said.update(_attributes(event.get("attributes")))
    return said


def _attributes(listed: Json) -> dict[str, Any]:
    if isinstance(listed, dict):
        return dict(listed)
    pairs = [pair for pair in listed or () if isinstance(pair, dict) and isinstance(pair.get("key"), str)]
    return {pair["key"]: _value(pair.get("value")) for pair in pairs}


def _value(value: Json) -> Json:
    """OTLP's ``{"stringValue": ...}`` and its kin as plain JSON."""
    if not isinstance(value, dict) or len(value) != 1:
        return value
    kind, inner = next(iter(value.items()))
    match kind:
        case "intValue":
            return int(inner)
        case "arrayValue":
            return [_value(item) for item in inner.get("values", ())]
        case "kvlistValue":
            return _attributes(inner.get("values"))
        case "stringValue" | "doubleValue" | "boolValue":
            return inner
    return value


def _exchange(span: Record, said: dict[str, Any]) -> Exchange:
    asked = _json(said.get("gen_ai.input.messages", said.get("gen_ai.prompt")))
    turns = [{"role": "user", "content": asked}] if isinstance(asked, str) else [_turn(turn) for turn in asked or ()]
    if not turns:
        raise ValueError("a span without its messages: let the instrumentation record content")
    told = joined(_json(said.get("gen_ai.system_instructions")))
    if told:
        turns = [{"role": "system", "content": told}, *turns]
    request: Record = {"messages": turns}
    if said.get("gen_ai.tool.definitions") is not None:
        request["tools"] = _json(said["gen_ai.tool.definitions"])
    if said.get("gen_ai.output.type") == "json":
        request["response_format"] = {"type": "json_object"}
    replies = _json(said.get("gen_ai.output.messages", said.get("gen_ai.completion")))
    if isinstance(replies, list):
        replies = _turn(replies[0])["content"] if len(replies) == 1 else None
    return Exchange(
        request,
        replies if isinstance(replies, str) and replies.strip() else None,
        stated(said.get("gold")),
        text(span, "spanId", "span_id") or text(said, "gen_ai.response.id"),
        text(said, "gen_ai.response.model", "gen_ai.request.model"),
        seconds(span.get("startTimeUnixNano") or span.get("start_time") or span.get("startTime")),
        text(said, "user.id", "enduser.id"),
        (
            count(said, "gen_ai.usage.input_tokens", "gen_ai.usage.prompt_tokens"),
            count(said, "gen_ai.usage.output_tokens", "gen_ai.usage.completion_tokens"),
        ),
    )


def _json(value: Json) -> Json:
    """Attributes hold structures as JSON in a string; a plain string stands for itself."""
    if not isinstance(value, str):
        return value
    try:
        read = json.loads(value)
    except ValueError:
        return value
    return read if isinstance(read, list | dict) else value


def _turn(turn: Json) -> Record:
    if not isinstance(turn, dict):
        raise ValueError("a message of the span is no object")
    parts = turn.get("parts", turn.get("content"))
    content = joined(parts)
    if content is None:
        return {"role": turn.get("role", "assistant"), "content": [{"type": "other"}]}
    return {"role": turn.get("role", "assistant"), "content": content}
