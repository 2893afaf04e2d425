"""Anthropic's messages: ``{"request": {"system", "messages"}, "response": {"type": "message", "content": []}}``."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from suffice.learn.logs.form import Exchange, Form, Record, count, joined, part, seconds, stated, text


class Anthropic(Form):
    rank: ClassVar[int] = 2

    def knows(self, record: Record) -> bool:
        asked, reply = _both(record)
        return (
            isinstance(asked.get("messages"), list)
            and isinstance(reply.get("content"), list)
            and ("stop_reason" in reply or reply.get("type") == "message")
        )

    def read(self, record: Record) -> Iterable[Exchange]:
        asked, reply = _both(record)
        told, usage, about = joined(asked.get("system")), part(reply, "usage"), part(asked, "metadata") or {}
        turns = [{"role": "system", "content": told}] if told else []
        request = {name: asked[name] for name in ("tools", "tool_choice", "temperature") if asked.get(name) is not None}
        if asked.get("stop_sequences"):
            request["stop"] = asked["stop_sequences"]
        whole = reply.get("stop_reason") in ("end_turn", "stop_sequence", None)
        fresh = count(usage, "input_tokens")
        cached = [count(usage, name) or 0 for name in ("cache_read_input_tokens", "cache_creation_input_tokens")]
        yield Exchange(
            {**request, "messages": turns + asked["messages"]},
            joined(reply["content"]) if whole else None,
            stated(record.get("gold")),
            text(record, "id", "custom_id", "request_id") or text(reply, "id"),
            text(reply, "model") or text(asked, "model"),
            seconds(next((record[n] for n in ("time", "timestamp", "created_at") if record.get(n)), None)),
            text(record, "user", "user_id") or text(about, "user_id"),
            (None if fresh is None else fresh + sum(cached), count(usage, "output_tokens")),
        )


def _both(record: Record) -> tuple[Record, Record]:
    asked = part(record, "request", "params") or record
    reply = part(record, "response", "message") or record
    return part(asked, "body") or asked, part(reply, "body") or reply
