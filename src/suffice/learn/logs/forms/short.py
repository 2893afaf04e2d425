"""The short form, one object a line: ``{"id", "input" or "messages", "answer", "gold", "model", "time", "user"}``.

Rows of a CSV table are read as this too, by the names of their columns. Messages that end in an assistant's turn hold
their own answer.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import ClassVar

from suffice.learn.logs.form import Exchange, Form, Record, count, joined, seconds, stated, text
from suffice.records import Json
from suffice.workload.tasks import REQUEST_FIELDS

NAMES = {
    "input": ("input", "prompt", "text", "question", "query", "input_text"),
    "answer": ("answer", "response", "completion", "output", "prediction", "reply"),
    "gold": ("gold", "label", "category", "target", "expected"),
    "system": ("system", "system_prompt"),
    "model": ("model",),
    "time": ("time", "timestamp", "created", "created_at"),
    "user": ("user", "user_id"),
    "id": ("id", "request_id"),
}


class Short(Form):
    rank: ClassVar[int] = 9

    def knows(self, record: Record) -> bool:
        return isinstance(_listed(record.get("messages")), list) or any(
            isinstance(record.get(n), str) for n in NAMES["input"]
        )

    def read(self, record: Record) -> Iterable[Exchange]:
        request = {name: value for name, value in record.items() if name in REQUEST_FIELDS and value is not None}
        request.pop("user", None)
        for name in ("response_format", "now"):
            if record.get(name) is not None:
                request[name] = record[name]
        answer = _first(record, "answer")
        turns = _listed(record.get("messages"))
        if isinstance(turns, list):
            if answer is None and len(turns) > 1 and _role(turns[-1]) == "assistant":
                answer = joined(turns[-1].get("content"))
                turns = turns[:-1]
        else:
            asked = next((record[name] for name in NAMES["input"] if isinstance(record.get(name), str)), "")
            turns = [{"role": "user", "content": asked}]
            if not asked.strip():
                raise ValueError("its request is empty")
        told = text(record, *NAMES["system"])
        if told is not None:
            turns = [{"role": "system", "content": told}, *turns]
        usage = record.get("usage") if isinstance(record.get("usage"), dict) else record
        prompt = count(usage, "prompt_tokens", "input_tokens")
        yield Exchange(
            {**request, "messages": turns},
            answer,
            _first(record, "gold"),
            text(record, *NAMES["id"]),
            text(record, *NAMES["model"]),
            next((seconds(record[name]) for name in NAMES["time"] if record.get(name) is not None), None),
            text(record, *NAMES["user"]),
            (prompt, count(usage, "completion_tokens", "output_tokens")),
        )


def _listed(turns: Json) -> Json:
    """Messages; in a cell of a table they are JSON."""
    if isinstance(turns, str) and turns.startswith("["):
        try:
            return json.loads(turns)
        except ValueError:
            return turns
    return turns


def _first(record: Record, what: str) -> str | None:
    return next((found for name in NAMES[what] if (found := stated(record.get(name))) is not None), None)


def _role(turn: object) -> object:
    return turn.get("role") if isinstance(turn, dict) else None
