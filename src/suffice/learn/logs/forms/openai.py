"""OpenAI's protocol, chat completions and responses: ``{"request": {...}, "response": {...}}``, the Batch API's
``body``, or stored completions, in which request and reply share one object."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from suffice.learn.logs.form import Exchange, Form, Record, count, joined, part, seconds, stated, text
from suffice.workload.tasks import REQUEST_FIELDS


class OpenAI(Form):
    rank: ClassVar[int] = 3

    def knows(self, record: Record) -> bool:
        reply = _reply(record)
        return _request(record) is not None and (isinstance(reply.get("choices"), list) or _is_response(reply))

    def read(self, record: Record) -> Iterable[Exchange]:
        asked, reply = _request(record) or {}, _reply(record)
        request = {name: value for name, value in asked.items() if name in REQUEST_FIELDS and value is not None}
        user = request.pop("user", None)
        turns = asked.get("messages", asked.get("input"))
        turns = [{"role": "user", "content": turns}] if isinstance(turns, str) else turns
        if not isinstance(turns, list):
            raise ValueError("its request holds no messages")
        if isinstance(asked.get("instructions"), str):
            turns = [{"role": "system", "content": asked["instructions"]}, *turns]
        if isinstance(asked.get("response_format"), dict):
            request["response_format"] = asked["response_format"]
        usage = part(reply, "usage")
        stamp = next((record[n] for n in ("time", "timestamp", "created_at") if record.get(n)), None)
        yield Exchange(
            {**request, "messages": turns},
            _said(reply),
            stated(record.get("gold")),
            text(record, "id", "custom_id", "request_id") or text(reply, "id"),
            text(reply, "model") or text(asked, "model"),
            seconds(stamp or reply.get("created") or reply.get("created_at")),
            text(record, "user", "user_id") or (user if isinstance(user, str) else None),
            (count(usage, "prompt_tokens", "input_tokens"), count(usage, "completion_tokens", "output_tokens")),
        )


def _request(record: Record) -> Record | None:
    asked = part(record, "request", "body", "input") or record
    asked = part(asked, "body") or asked
    return asked if isinstance(asked.get("messages", asked.get("input")), list | str) else None


def _reply(record: Record) -> Record:
    reply = part(record, "response", "output", "completion") or record
    return part(reply, "body") or reply


def _is_response(reply: Record) -> bool:
    return reply.get("object") == "response" and isinstance(reply.get("output"), list)


def _said(reply: Record) -> str | None:
    """The text of the reply; None for tool calls, refusals and replies that were cut off."""
    if _is_response(reply):
        said = [item for item in reply["output"] if isinstance(item, dict) and item.get("type") == "message"]
        return joined(said[0].get("content")) if len(said) == 1 else None
    choice = reply["choices"][0] if reply["choices"] else None
    message = part(choice, "message", "delta") if isinstance(choice, dict) else None
    if not isinstance(choice, dict) or message is None or message.get("tool_calls"):
        return None
    return None if choice.get("finish_reason") in ("length", "content_filter") else joined(message.get("content"))
