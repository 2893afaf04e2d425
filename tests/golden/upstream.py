"""A model server for the tests, in a process of its own: it answers with every field that the protocol has, and some of
its own, and says what it was asked.

    python upstream.py      prints its port

What the last message says decides:

    anything              a chat completion (or, with "stream": true, its chunks) whose text repeats the message
    status N              an error of that HTTP status, with retry-after
    raw B64 [B64 ...]     these bytes on the connection, one after another, then it is closed
    raw-open B64 ...      the same, and the connection stays open
    events N MS           N chunks, one each MS milliseconds
    flood                 one event that never ends
    hang                  no answer
    with "tools"          a call of the first tool, until a tool's message answers it
    with a JSON schema    an object that fits it

``GET /log`` tells what came so far: requests as received, how many are open, how many the client closed early.
"""

from __future__ import annotations

import asyncio
import base64
import json
from typing import Any

from aiohttp import web

REASONING = "First the question, then the words."
USAGE = {
    "prompt_tokens": 23,
    "completion_tokens": 11,
    "total_tokens": 34,
    "prompt_tokens_details": {"cached_tokens": 4, "audio_tokens": 0},
    "completion_tokens_details": {
        "reasoning_tokens": 5,
        "audio_tokens": 0,
        "accepted_prediction_tokens": 0,
        "rejected_prediction_tokens": 0,
    },
    "vendor_cost_usd": 0.00012345678901234567,
}
ANNOTATION = {
    "type": "url_citation",
    "url_citation": {"start_index": 0, "end_index": 3, "title": "Fox", "url": "https://example.com/fox"},
}
LOGPROBS = {
    "content": [{"token": "You", "logprob": -0.031250000000000007, "bytes": [89, 111, 117], "top_logprobs": []}],
    "refusal": None,
}
INSTANCES = {"string": "Paris", "integer": 2100000, "number": 48.86, "boolean": True, "array": [], "null": None}


class Upstream:
    """The handlers, and what they saw."""

    def __init__(self) -> None:
        self.requests: list[dict[str, Any]] = []
        self.open = self.left = 0

    async def complete(self, request: web.Request) -> web.StreamResponse:
        raw = await request.read()
        seen = {"headers": {k.lower(): v for k, v in request.headers.items()}, "body": base64.b64encode(raw).decode()}
        self.requests.append(seen)
        self.open += 1
        try:
            return await self._answer(request, json.loads(raw), seen)
        except (asyncio.CancelledError, ConnectionError):
            self.left += 1
            raise
        finally:
            self.open -= 1

    async def log(self, request: web.Request) -> web.Response:
        found = {"requests": self.requests, "open": self.open, "left": self.left}
        if request.query.get("clear"):
            self.requests, self.left = [], 0
        return web.json_response(found)

    async def _answer(self, request: web.Request, body: dict[str, Any], seen: dict[str, Any]) -> web.StreamResponse:
        said = _text(body["messages"][-1])
        word, *rest = said.split() or [""]
        if word == "status":
            return _error(int(rest[0]))
        if word in ("raw", "raw-open"):
            assert request.transport is not None
            for piece in rest:
                request.transport.write(base64.b64decode(piece))  # type: ignore[attr-defined]
                await asyncio.sleep(0.005)
            if word == "raw-open":
                await asyncio.sleep(3600)
            request.transport.close()
            raise ConnectionResetError
        if word == "flood":
            response = web.StreamResponse(headers={"content-type": "text/event-stream"})
            await response.prepare(request)
            while True:
                await response.write(b"data: " + b"x" * (1 << 20))
        if word == "hang":
            await asyncio.sleep(3600)
        message, finish = _message(body, said)
        if not body.get("stream"):
            return web.json_response(_completion(body, message, finish, seen), headers={"x-request-id": "req-1"})
        pieces = None
        if word == "events":
            message["content"], pieces = "", (int(rest[0]), int(rest[1]) / 1000)
        return await _stream(request, body, message, finish, pieces)


def _message(body: dict[str, Any], said: str) -> tuple[dict[str, Any], str]:
    message: dict[str, Any] = {
        "role": "assistant",
        "content": f"You said: {said}",
        "refusal": None,
        "annotations": [ANNOTATION],
        "audio": None,
        "reasoning_content": REASONING,
        "vendor_note": {"kept": True, "größe": "ein µ"},
    }
    form = body.get("response_format") or {}
    if form.get("type") == "json_schema":
        message["content"] = json.dumps(_instance(form["json_schema"]["schema"]))
    tools = body.get("tools")
    if tools and body.get("tool_choice") != "none" and body["messages"][-1]["role"] == "user":
        function = tools[0]["function"]
        call = {"name": function["name"], "arguments": json.dumps(_instance(function.get("parameters") or {}))}
        calls = [{"id": f"call_{i}", "type": "function", "function": call} for i in range(2)]
        return message | {
            "content": None,
            "tool_calls": calls[: 1 if body.get("parallel_tool_calls") is False else 2],
        }, ("tool_calls")
    return message, "stop"


def _completion(body: dict[str, Any], message: dict[str, Any], finish: str, seen: dict[str, Any]) -> dict[str, Any]:
    choice = {"index": 0, "message": message, "logprobs": LOGPROBS, "finish_reason": finish, "stop_reason": None}
    return {
        "id": "chatcmpl-upstream-1",
        "object": "chat.completion",
        "created": 1763800000,
        "model": body["model"] + "-2026-11-01",
        "choices": [choice | {"index": i} for i in range(body.get("n") or 1)],
        "usage": USAGE,
        "service_tier": "default",
        "system_fingerprint": "fp_44709d6fcb",
        "vendor": {"received": seen, "big": 12345678901234567890123, "tiny": 1e-300, "nothing": None},
    }


async def _stream(
    request: web.Request, body: dict[str, Any], message: dict[str, Any], finish: str, pieces: tuple[int, float] | None
) -> web.StreamResponse:
    base = {
        "id": "chatcmpl-upstream-1",
        "object": "chat.completion.chunk",
        "created": 1763800000,
        "model": body["model"] + "-2026-11-01",
        "service_tier": "default",
        "system_fingerprint": "fp_44709d6fcb",
        "vendor": {"big": 12345678901234567890123},
    }
    wants_usage = (body.get("stream_options") or {}).get("include_usage")
    response = web.StreamResponse(headers={"content-type": "text/event-stream", "x-request-id": "req-1"})
    await response.prepare(request)

    async def send(delta: dict[str, Any], finish: str | None = None, **more: Any) -> None:
        choice = {"index": 0, "delta": delta, "logprobs": None, "finish_reason": finish}
        chunk = {**base, "choices": [choice], "obfuscation": "x9", **({"usage": None} if wants_usage else {}), **more}
        await response.write(b"data: %s\n\n" % json.dumps(chunk).encode())

    text = message["content"]
    await send({"role": "assistant", "content": None if text is None else "", "refusal": None})
    await response.write(b": a comment that says nothing\n\n")
    await send({"reasoning_content": message["reasoning_content"]})
    for i, call in enumerate(message.get("tool_calls") or ()):
        name, arguments = call["function"]["name"], call["function"]["arguments"]
        await send({"tool_calls": [{"index": i, **call, "function": {"name": name, "arguments": ""}}]})
        for piece in (arguments[:5], arguments[5:]):
            await send({"tool_calls": [{"index": i, "function": {"arguments": piece}}]})
    for word in (text or "").split():
        await send({"content": word + " "})
    if pieces:
        for number in range(pieces[0]):
            await asyncio.sleep(pieces[1])
            await send({"content": f"{number} "})
    await send({"annotations": [ANNOTATION]}, finish)
    if wants_usage:
        await send({}, choices=[], usage=USAGE)
    await response.write(b"data: [DONE]\n\n")
    await response.write_eof()
    return response


def _error(status: int) -> web.Response:
    error = {
        "message": f"upstream says {status}",
        "type": "vendor_error",
        "param": "messages",
        "code": f"code_{status}",
    }
    return web.json_response({"error": error}, status=status, headers={"retry-after": "7", "x-request-id": "req-1"})


def _instance(schema: dict[str, Any]) -> Any:
    """The simplest value that fits the schemas of these tests."""
    if "enum" in schema:
        return schema["enum"][0]
    if schema.get("type") == "object":
        return {name: _instance(part) for name, part in schema.get("properties", {}).items()}
    return INSTANCES.get(schema.get("type", "null"))


def _text(message: dict[str, Any]) -> str:
    content = message.get("content")
    if isinstance(content, list):
        return "".join(part.get("text", "") for part in content)
    return content or ""


async def main() -> None:
    upstream = Upstream()
    app = web.Application(client_max_size=64 << 20)
    app.router.add_post("/v1/chat/completions", upstream.complete)
    app.router.add_get("/log", upstream.log)
    runner = web.AppRunner(app, handler_cancellation=True, access_log=None)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    print(runner.addresses[0][1], flush=True)
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(main())
