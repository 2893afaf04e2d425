"""Receipts of this package: of the ledger, or of a file that ``suffice run`` wrote.

An answer is a reference only where it was proved or where a model wrote it: what a learned solver answered is no
evidence for the next one.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from suffice.learn.logs.form import Exchange, Form, Record, count, part, seconds, stated, text
from suffice.workload.tasks import REQUEST_FIELDS


class Receipts(Form):
    rank: ClassVar[int] = 0

    def knows(self, record: Record) -> bool:
        return isinstance(record.get("attempts"), list) and "guarantee" in record and "task" in record

    def read(self, record: Record) -> Iterable[Exchange]:
        asked = part(record, "task")
        if asked is None or not (asked.get("messages") or asked.get("input")):
            raise ValueError("a receipt that keeps no request (forgotten, or a line that could not be read)")
        answered = [a for a in record["attempts"] if isinstance(a, dict) and a.get("outcome") == "answered"]
        usage = part(answered[-1], "usage") if answered else None
        request = {name: asked[name] for name in (*REQUEST_FIELDS, "response_format", "now") if asked.get(name)}
        user = request.pop("user", None)
        turns = asked.get("messages") or [{"role": "user", "content": asked["input"]}]
        learned = record.get("tier") == "learned"
        yield Exchange(
            {**request, "messages": turns},
            None if learned else stated(record.get("text")),
            stated(asked.get("gold")),
            text(record, "task_id", "id"),
            (text(usage, "model") if usage else None) or text(record, "solver"),
            seconds(record.get("created")),
            text(record, "key") or (user if isinstance(user, str) else None),
            (count(usage, "prompt_tokens"), count(usage, "completion_tokens")),
        )
