"""A chat completion of the OpenAI protocol, whole or in pieces, into an Answer."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from suffice.errors import Rejected, SolverError
from suffice.records import Abstain, Answer, Code, Json, Usage

_MESSAGE_CHARS = 300
_MOST_TOKENS = 10**9  # of one reply; a server that counts more counts something else


def parse(body: bytes) -> Mapping[str, Json]:
    """A JSON object. Raises SolverError that shows how the rubbish begins."""
    try:
        value = json.loads(body.decode(), parse_constant=_no_constant)  # what is read here is written again: JSON only
    except (ValueError, RecursionError) as error:
        raise SolverError(f"the server sent no JSON: {_excerpt(body)}") from error
    if not isinstance(value, dict):
        raise SolverError(f"the server sent no JSON object: {_excerpt(body)}")
    return value


def _no_constant(name: str) -> Json:
    raise ValueError(f"{name} is not JSON")


def answer(reply: Mapping[str, Json], model: str, raw: bytes | None = None) -> Answer | Abstain:
    """The first choice's message. ``model``: the name under which its tokens are priced. ``raw``: see ``from_text``.

    Raises SolverError where there is no text to hand on.
    """
    choices = reply.get("choices")
    choice = choices[0] if isinstance(choices, list) and choices else None
    message = choice.get("message") if isinstance(choice, dict) else None
    if not isinstance(choice, dict) or not isinstance(message, dict):
        raise broken(reply)
    return from_text(text(message.get("content")), choice, message, usage(reply.get("usage"), model), raw)


def from_text(
    text: str,
    choice: Mapping[str, Json],
    message: Mapping[str, Json],
    used: Usage | None,
    raw: bytes | None = None,
) -> Answer | Abstain:
    """An Answer from the collected text, or why there is none.

    With ``raw``, the whole reply as it came, someone waits for it who knows what to do with a tool call, a refusal or
    a cut: then these are answers too.
    """
    if text.strip():
        return Answer(value=text.strip(), text=text, usage=used, raw=raw)
    if raw is not None:
        return Answer(value=said(message), text=text, usage=used, raw=raw)
    if message.get("refusal"):
        return Abstain(Code.UNSUPPORTED, f"the model declined: {str(message['refusal'])[:_MESSAGE_CHARS]}")
    if message.get("tool_calls") or message.get("function_call"):
        raise SolverError("the model asked for a tool call: the ladder hands on answers, not actions")
    if choice.get("finish_reason") == "length":
        raise SolverError("the model reached its token limit before it answered: raise max_tokens")
    raise SolverError("the server sent an empty answer")


def said(message: Mapping[str, Json]) -> str:
    """What a message without text says: its refusal, or the calls that it asks for as JSON."""
    if isinstance(message.get("refusal"), str):
        return message["refusal"]
    called = message.get("tool_calls") or message.get("function_call")
    return json.dumps(called) if called else ""


def usage(counts: Json, model: str) -> Usage | None:
    """Token counts; None where the server gave none, and None for a count that is no count."""
    if not isinstance(counts, dict):
        return None
    prompt, completion = _count(counts.get("prompt_tokens")), _count(counts.get("completion_tokens"))
    details = counts.get("prompt_tokens_details")
    cached = _count(details.get("cached_tokens")) if isinstance(details, dict) else None
    return None if prompt is None and completion is None else Usage(model, prompt, completion, cached)


def refusal(status: int, body: bytes, where: str | None = None) -> SolverError:
    """The error of an HTTP status that is not 2xx, with the server's own words where it has any."""
    if 300 <= status < 400:
        return SolverError(f"the server redirects (HTTP {status}) to {where}: set base_url to the final address")
    try:
        stated = _stated(parse(body))
    except SolverError:
        stated = None
    kind = Rejected if status in (400, 422) else SolverError
    return kind(f"HTTP {status}: {stated or _excerpt(body) or 'no reason given'}")


def broken(reply: Mapping[str, Json]) -> SolverError:
    """The error of a reply that should have held choices."""
    return SolverError(_stated(reply) or "the server sent no choices")


def _stated(reply: Mapping[str, Json]) -> str | None:
    """The message that a server's error object carries, in any of the usual places."""
    for key in ("error", "message", "detail"):
        stated = reply.get(key)
        if isinstance(stated, dict):
            stated = stated.get("message") or json.dumps(stated)
        if stated:
            return " ".join(str(stated).split())[:_MESSAGE_CHARS]
    return None


def text(content: Any) -> str:
    """Content is a string, null, or a list of parts of which some are text."""
    if isinstance(content, str):
        return content
    parts = content if isinstance(content, list) else []
    return "".join(part["text"] for part in parts if isinstance(part, dict) and isinstance(part.get("text"), str))


def _count(value: Any) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= _MOST_TOKENS else None


def _excerpt(body: bytes) -> str:
    return " ".join(body[:_MESSAGE_CHARS].decode("utf-8", "replace").split())
