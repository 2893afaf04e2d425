"""Recorded answers of real models, so that a workload can be run again offline.

A file holds one JSON object a line: ``{"messages": [...] or "input": "text", "answer": "text" or "response": {a whole
chat completion}, "model": "name", "usage": {"prompt_tokens": 1, "completion_tokens": 1}}``. ``record`` makes such lines
from receipts; logs of requests and responses (``{"request": {...}, "response": {...}}``) are read as they are.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from hashlib import blake2b
from pathlib import Path

from suffice.errors import SolverError, UsageError
from suffice.models import _reply as reply
from suffice.ports import Solver
from suffice.records import Abstain, Answer, Code, Json, Level, Task, Tier


class Replay(Solver):
    """Answers from a file what was answered before; its tokens are priced as if they were bought again.

    The file stays on disk: memory holds 16 bytes of hash and an offset for each recorded request. With ``model``,
    answers of other models in the file are passed over. ``conflicts`` counts further, different answers to a request
    that was already answered: the first one stands.
    """

    earns = frozenset({Level.TESTED, Level.NONE})

    def __init__(
        self,
        name: str,
        tier: Tier,
        path: Path,
        model: str | None = None,
        expected_usd: float | None = None,
        expected_joules: float | None = None,
    ) -> None:
        self.name, self.tier, self.path, self.model = name, tier, path, model
        self.expected_usd, self.expected_joules = expected_usd, expected_joules
        self.conflicts = 0
        self._offsets: dict[bytes, int] | None = None

    def solve(self, task: Task) -> Answer | Abstain:
        key = _key([{"role": message.role, "content": message.content} for message in task.messages])
        offset = self.load().get(key)
        if offset is None:
            return Abstain(Code.NOT_MY_LANGUAGE, f"no recorded answer in {self.path.name}")
        with self.path.open("rb") as lines:
            lines.seek(offset)
            return _answer(_entry(lines.readline()), self.model)

    def load(self) -> Mapping[bytes, int]:
        """Index the file, once. Raises UsageError that names a line which cannot be read, or the missing file."""
        if self._offsets is None:
            self._offsets = self._index()
        return self._offsets

    def _index(self) -> dict[bytes, int]:
        offsets: dict[bytes, int] = {}
        try:
            with self.path.open("rb") as lines, self.path.open("rb") as again:
                offset = 0
                for number, line in enumerate(lines, 1):
                    if line.strip():
                        key, answer = self._read(line, number)
                        if answer is None:
                            pass
                        elif key not in offsets:
                            offsets[key] = offset
                        else:
                            again.seek(offsets[key])
                            self.conflicts += answer != _text(again.readline(), self.model)
                    offset += len(line)
        except OSError as error:
            raise UsageError(f"cannot read recorded answers {self.path}: {error.strerror}") from error
        return offsets

    def _read(self, line: bytes, number: int) -> tuple[bytes, str | None]:
        """The key of a line and its text; None where it is another model's."""
        try:
            entry = _entry(line)
            if self.model is not None and entry.get("model") not in (None, self.model):
                return b"", None
            return _key(entry["messages"]), _text(line, self.model)
        except (ValueError, TypeError, KeyError, RecursionError, SolverError) as error:
            raise UsageError(
                f"{self.path}, line {number}: {error}; a line needs messages or input, and answer or response"
            ) from error


def record(receipts: Iterable[Mapping[str, Json]]) -> Iterator[str]:
    """Lines for a replay file from receipts (as JSON objects): what models answered, with their tokens."""
    for receipt in receipts:
        task = receipt.get("task") or {}
        messages = task.get("messages") or ([{"role": "user", "content": task["input"]}] if task.get("input") else None)
        if receipt.get("tier") not in (Tier.MOE, Tier.FRONTIER) or receipt.get("text") is None or not messages:
            continue
        usage = next((a["usage"] for a in receipt["attempts"] if a["solver"] == receipt["solver"]), None)
        model = usage and usage["model"]
        yield json.dumps({"messages": messages, "answer": receipt["text"], "model": model, "usage": usage})


def _entry(line: bytes) -> dict[str, Json]:
    """A line with its request's fields beside its response, and ``input`` as messages."""
    entry = json.loads(line)
    if not isinstance(entry, dict):
        raise ValueError("no JSON object")
    request, response = entry.get("request"), entry.get("response")
    entry = {**(request if isinstance(request, dict) else {}), **entry}
    if "messages" not in entry:
        if not isinstance(entry.get("input"), str):
            raise ValueError("neither messages nor input")
        entry["messages"] = [{"role": "user", "content": entry["input"]}]
    if "model" not in entry and isinstance(response, dict):
        entry["model"] = response.get("model")
    return entry


def _answer(entry: Mapping[str, Json], model: str | None) -> Answer | Abstain:
    name = entry.get("model") or model or "unknown"
    if isinstance(entry.get("response"), dict):
        return reply.answer(entry["response"], name)
    if not isinstance(entry.get("answer"), str):
        raise ValueError("neither answer nor response")
    return Answer(entry["answer"].strip(), entry["answer"], usage=reply.usage(entry.get("usage"), name))


def _text(line: bytes, model: str | None) -> str:
    found = _answer(_entry(line), model)
    return found.text if isinstance(found, Answer) else found.reason


def _key(messages: Json) -> bytes:
    """A hash of roles and contents; other fields of a message do not count."""
    plain = [[message["role"], reply.text(message["content"])] for message in messages]
    return blake2b(json.dumps(plain).encode(), digest_size=16).digest()
