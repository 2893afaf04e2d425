"""A chat request becomes a Task, and a receipt becomes a chat completion or an error."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from time import time
from typing import Any
from zoneinfo import ZoneInfo

from suffice.config import Settings
from suffice.gateway.http import RECEIPT, Complaint, decode, encode
from suffice.records import Json, Receipt, Requirement, Task
from suffice.workload.tasks import moment, read_messages

AUTO = "auto"
OURS = "suffice"  # the request's and the reply's field for what OpenAI's protocol does not know
_TASK_FIELDS = frozenset({"model", "messages", "stream", "response_format", OURS})
_EXTENSIONS = frozenset({"now", "requires"})
_STATED = re.compile(r": HTTP (4\d\d): ")


def requirement(model: str, usual: Requirement) -> Requirement:
    """What ``auto`` or ``auto:WORD`` asks for. Raises Complaint."""
    _, _, word = model.partition(":")
    if not word and model == AUTO:
        return usual
    try:
        return Requirement.parse(word)
    except ValueError as error:
        raise Complaint(404, f"no model '{model}': {error}", code="model_not_found", param="model") from None


def task(request: Mapping[str, Any], settings: Settings, id: str) -> Task:
    """The task that a request states. Raises Complaint."""
    try:
        messages, plain = read_messages(request)
        extra = {name: value for name, value in request.items() if name not in _TASK_FIELDS and value is not None}
        if not plain:  # images, audio, tool calls: models get them as they came, nobody else answers
            extra["messages"] = request["messages"]
        stated = extensions(request)
        wanted = request.get("response_format")
        if wanted is not None and not isinstance(wanted, dict):
            raise ValueError('response_format is no object; write {"type": ...}, or leave it out')
        now = moment(stated.get("now"))
        if now is None and settings.serve.zone is not None:
            now = datetime.now(ZoneInfo(settings.serve.zone))
    except ValueError as error:
        raise Complaint(400, str(error)) from None
    return Task(
        id=id,
        messages=messages,
        now=now,
        response_format=wanted,
        requires=_required(request, stated, settings.requires),
        budget=settings.budget,
        extra=extra,
        awaits="events" if streams(request) else "json",
    )


def streams(request: Mapping[str, Any]) -> bool:
    """Raises Complaint where ``stream`` is neither true nor false."""
    stream = request.get("stream")
    if stream is not None and not isinstance(stream, bool):
        raise Complaint(400, "stream is neither true nor false", param="stream")
    return bool(stream)


def extensions(request: Mapping[str, Any]) -> Mapping[str, Any]:
    """What the request says under ``suffice``. Raises ValueError."""
    stated = request.get(OURS)
    if stated is None:
        return {}
    if not isinstance(stated, dict) or not stated.keys() <= _EXTENSIONS:
        raise ValueError(f"{OURS} may be an object of {' and '.join(sorted(_EXTENSIONS))}, nothing else")
    return stated


def _required(request: Mapping[str, Any], stated: Mapping[str, Any], usual: Requirement) -> Requirement:
    word = stated.get("requires")
    if word is None:
        return requirement(request["model"], usual)
    if request["model"] != AUTO:
        raise Complaint(400, f"model and {OURS}.requires both say what is required: keep one", param=OURS)
    try:
        return Requirement.parse(str(word))
    except ValueError as error:
        raise Complaint(400, f"{OURS}.requires: {error}", param=OURS) from None


def beside(receipt: Receipt) -> Json:
    """The ``suffice`` object: what a receipt says, in short. A model's own reply is not said twice."""
    instead, verdict, answer = receipt.instead, receipt.verdict, receipt.answer
    return {
        "receipt": receipt.id,
        "status": receipt.status,
        "tier": receipt.tier and str(receipt.tier),
        "solver": receipt.solver,
        "guarantee": verdict and verdict.guarantee.to_json(),
        "answer": answer.value if answer is not None and answer.raw is None else None,
        "cost": receipt.cost.to_json(),
        "instead": instead
        and {"model": instead.model, "joules": instead.joules and instead.joules.to_json(), "usd": instead.usd},
    }


def with_ours(body: bytes, receipt: Receipt) -> bytes:
    """A model's reply, a JSON object, as it came, and our field behind its own."""
    ours = encode({**beside(receipt), "answer": None})
    return b'%b,"%b":%b}' % (body.rstrip()[:-1].rstrip(), OURS.encode(), ours)


def completion(receipt: Receipt, id: str) -> bytes:
    """The whole reply of an answered receipt: a model's own, with all its fields, or one made of the text."""
    answer = receipt.answer
    assert answer is not None
    if answer.raw is not None:
        reply = decode(answer.raw)
    else:
        used = answer.usage
        counts = (used.prompt_tokens or 0, used.completion_tokens or 0) if used else (0, 0)
        message = {"role": "assistant", "content": answer.text, "refusal": None}
        reply = {
            "id": id,
            "object": "chat.completion",
            "created": int(time()),
            "model": receipt.solver,
            "choices": [{"index": 0, "message": message, "logprobs": None, "finish_reason": "stop"}],
            "usage": {
                "prompt_tokens": counts[0],
                "completion_tokens": counts[1],
                "total_tokens": sum(counts),
            },
        }
    reply[OURS] = beside(receipt)
    return encode(reply)


def no_answer(receipt: Receipt) -> Complaint:
    """The error of a receipt without an answer. Models that broke: 502, 504, or the client's own mistake."""
    headers = [(RECEIPT, receipt.id)]
    if receipt.status == "failed":
        reason = receipt.error or "every model failed"
        stated = _STATED.search(": " + reason)
        client = int(stated[1]) if stated and stated[1] in ("400", "413", "422", "429") else None
        status = client or (504 if "timed out" in reason or "time for this task" in reason else 502)
        kind = (
            "invalid_request_error" if client and client != 429 else "rate_limit_error" if client else "upstream_error"
        )
        return Complaint(
            status,
            f"no model answered: {reason}",
            kind=kind,
            code="upstream_failed",
            headers=headers,
            beside={OURS: beside(receipt)},
        )
    reasons = "; ".join(f"{attempt.solver}: {attempt.reason}" for attempt in receipt.attempts if attempt.reason)
    refusals = [{"solver": a.solver, "code": str(a.code), "reason": a.reason} for a in receipt.attempts if a.code]
    return Complaint(
        422,
        f"nobody could answer with the guarantee required ({reasons or 'no solver is configured'}): "
        "rephrase the request, ask model 'auto' for an answer without that guarantee, or name a model",
        kind="refused",
        code="not_proved",
        param="model",
        headers=headers,
        beside={OURS: {**beside(receipt), "refusals": refusals}},
    )
