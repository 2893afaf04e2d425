"""Any server that speaks the OpenAI chat protocol: vLLM, llama.cpp, Ollama, or an API of a frontier model."""

from __future__ import annotations

import json
from collections.abc import Callable, Generator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from suffice import __version__
from suffice.errors import SolverError
from suffice.models import _reply as reply
from suffice.models._events import EventStream
from suffice.ports import Effect, Emit, Receive, Send, Solver, Steps
from suffice.records import Abstain, Answer, Code, Json, Level, Task, Tier

_MASK = "***"
SECRET_CHARS = 16  # shorter keys, such as EMPTY or ollama, are put where a server of one's own asks for none
_OURS = frozenset({"model", "messages", "stream", "stream_options", "response_format"})
# A short chat in round figures: it only orders the ladder and guards budgets; receipts price the tokens counted.
_CHAT_PROMPT_TOKENS, _CHAT_COMPLETION_TOKENS = 500, 250


@dataclass(frozen=True, slots=True)
class ModelServer:
    """One configured model. Parameters in billions, prices in dollars per million tokens; None where unknown."""

    name: str
    tier: Tier
    base_url: str  # up to and including /v1
    model: str  # the server's name for it, under which its tokens are priced
    key_env: str | None = None  # the environment variable that holds the key
    total_b: float | None = None
    active_b: float | None = None
    bytes_per_weight: float | None = None
    usd_per_mtok_in: float | None = None
    usd_per_mtok_out: float | None = None
    usd_per_mtok_cached: float | None = None
    timeout_s: float = 120.0
    stream: bool = False
    extra: Mapping[str, Json] = field(default_factory=dict)  # body fields for each request; the task's own win

    @property
    def chat_usd(self) -> float | None:
        """About what a short chat costs; None where a price is unknown."""
        if self.usd_per_mtok_in is None or self.usd_per_mtok_out is None:
            return None
        return (_CHAT_PROMPT_TOKENS * self.usd_per_mtok_in + _CHAT_COMPLETION_TOKENS * self.usd_per_mtok_out) / 1e6


class OpenAIServer(Solver):
    """Asks the server. ``key``: the secret itself, read from ``key_env`` by the configuration."""

    earns = frozenset({Level.TESTED, Level.NONE})

    def __init__(self, server: ModelServer, key: str | None = None, expected_joules: float | None = None) -> None:
        self.server = server
        self.name = server.name
        self.tier = server.tier
        self.expected_usd = server.chat_usd
        self.expected_joules = expected_joules
        self._key = key

    def solve(self, task: Task) -> Answer | Abstain:
        """Raises SolverError: a server is asked through ``steps``, which a driver runs."""
        raise SolverError(f"{self.name} talks to a server: run its steps with a driver")

    def steps(self, task: Task) -> Steps:
        if not task.messages:
            return Abstain(Code.NOT_MY_LANGUAGE, "no chat messages to answer")
        try:
            head = yield Send("POST", self._url, self._headers(task), self._body(task), self.server.timeout_s)
            if not 200 <= head.status < 300:
                raise reply.refusal(head.status, self._masked((yield from _whole())), head.headers.get("location"))
            kind = head.headers.get("content-type", "")
            if "event-stream" in kind or (self._streams(task) and "json" not in kind):
                outcome = yield from _streamed(self.server.model, task.awaits is not None, self._answer_masked)
            else:
                body = self._answer_masked((yield from _whole()))
                outcome = reply.answer(reply.parse(body), self.server.model, body if task.awaits else None)
        except SolverError as error:
            if self._key and self._key in str(error):  # some servers repeat the key in their complaint
                raise type(error)(str(error).replace(self._key, _MASK)) from None
            raise
        return self._without_key(outcome)

    def _masked(self, body: bytes) -> bytes:
        """The body without the key, masked before anything is cut to length: half a key is a leak too."""
        return body.replace(self._key.encode(), _MASK.encode()) if self._key else body

    def _answer_masked(self, body: bytes) -> bytes:
        """The same of an answer, where a short key may be one of its words."""
        return self._masked(body) if self._key and len(self._key) >= SECRET_CHARS else body

    def _without_key(self, outcome: Answer | Abstain) -> Answer | Abstain:
        """What a server says of the key, it says to us: it stays out of answers, receipts and the ledger."""
        if not self._key:
            return outcome
        if isinstance(outcome, Abstain):
            return replace(outcome, reason=outcome.reason.replace(self._key, _MASK))
        if self._key not in outcome.text or len(self._key) < SECRET_CHARS:
            return outcome
        text = outcome.text.replace(self._key, _MASK)
        return replace(outcome, value=text.strip(), text=text)

    @property
    def _url(self) -> str:
        return self.server.base_url.rstrip("/") + "/chat/completions"

    def _streams(self, task: Task) -> bool:
        return self.server.stream if task.awaits is None else task.awaits == "events"

    def _headers(self, task: Task) -> Mapping[str, str]:
        headers = {
            "content-type": "application/json",
            "accept": "text/event-stream" if self._streams(task) else "application/json",
            "user-agent": f"suffice/{__version__}",
        }
        return headers if self._key is None else {**headers, "authorization": f"Bearer {self._key}"}

    def _body(self, task: Task) -> bytes:
        body: dict[str, Json] = {
            **self.server.extra,
            **{name: value for name, value in task.extra.items() if name not in _OURS},
            "model": self.server.model,
            "messages": task.extra.get("messages")  # as they came, where they hold more than text
            or [{"role": message.role, "content": message.content} for message in task.messages],
        }
        if task.response_format is not None:
            body["response_format"] = dict(task.response_format)
        if self._streams(task):
            options = task.extra.get("stream_options")
            body |= {
                "stream": True,
                "stream_options": {**(options if isinstance(options, dict) else {}), "include_usage": True},
            }
        return json.dumps(body).encode()  # ASCII: a lone surrogate in a message stays what it was


def _whole() -> Generator[Effect, Any, bytes]:
    """The response's body to its end."""
    pieces: list[bytes] = []
    while (piece := (yield Receive())) is not None:
        pieces.append(piece)
    return b"".join(pieces)


def _streamed(model: str, keep: bool, masked: Callable[[bytes], bytes]) -> Generator[Effect, Any, Answer | Abstain]:
    """Collect a stream of chunks; each event is also emitted as it came, for a listener who takes it unverified.

    ``keep``: the answer holds all of them, one a line. ``masked``: takes the key out of an event.

    A stream may end with [DONE], or by closing once a finish reason has come; without either it was cut off.
    """
    events, collected, kept = EventStream(), _Collected(model), []
    while not collected.done:
        try:
            piece = yield Receive()
        except SolverError:
            if collected.choice.get("finish_reason"):  # all was said; only the goodbye is missing
                break
            raise
        for event in map(masked, events.end() if piece is None else events.feed(piece)):
            if collected.add(event):
                kept.append(event)
                yield Emit(event)
        if piece is None:
            break
    if not collected.done and not collected.choice.get("finish_reason"):
        raise SolverError("the server closed the connection mid-answer")
    raw = b"\n".join(event.replace(b"\n", b" ") for event in kept) if keep else None
    return reply.from_text("".join(collected.text), collected.choice, collected.message, collected.used, raw)


class _Collected:
    """What the chunks of one stream add up to."""

    def __init__(self, model: str) -> None:
        self._model = model
        self.text: list[str] = []
        self.choice: dict[str, Json] = {}
        self.message: dict[str, Json] = {}
        self.used = None
        self.done = False

    def add(self, event: bytes) -> bool:
        """Take one event in; False once the stream says it is done."""
        if self.done or event.strip() == b"[DONE]":
            self.done = True
            return False
        chunk = reply.parse(event)
        if chunk.get("error"):
            raise reply.broken(chunk)
        self.used = reply.usage(chunk.get("usage"), self._model) or self.used
        choices = chunk.get("choices")
        for choice in choices if isinstance(choices, list) else ():
            delta = choice.get("delta") if isinstance(choice, dict) and choice.get("index", 0) == 0 else None
            if not isinstance(delta, dict):
                continue
            if isinstance(delta.get("content"), str):
                self.text.append(delta["content"])
            self.message |= {key: value for key, value in delta.items() if key != "content" and value}
            if choice.get("finish_reason"):
                self.choice["finish_reason"] = choice["finish_reason"]
        return True
