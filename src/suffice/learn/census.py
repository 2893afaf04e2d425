"""What is counted of each shape in the second pass: bounded, order does not matter, no text is kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from suffice.learn.logs import Logged
from suffice.learn.sketch import Counts, Sample, hashed
from suffice.records import Json

SAMPLE = 2000  # distinct requests with a reply, to look at
_OUTPUTS = 4000
_INPUTS = 4096
_MODELS = 50
_FORGET = 500_000  # requests whose replies are known to be repeats


@dataclass(slots=True)
class Tokens:
    """Logged tokens, and the characters of what was logged without."""

    known: int = 0
    unknown_chars: int = 0
    unknown: int = 0  # requests

    def add(self, tokens: int | None, chars: int) -> None:
        if tokens is None:
            self.unknown += 1
            self.unknown_chars += chars
        else:
            self.known += tokens


@dataclass(slots=True)
class Use:
    """What one model read and wrote."""

    rows: int = 0
    prompt: Tokens = field(default_factory=Tokens)
    reply: Tokens = field(default_factory=Tokens)


@dataclass(slots=True)
class Census:
    """The requests of one shape.

    ``said`` and ``gold`` count distinct requests for each output; ``pairs`` tells, of a sample of distinct requests,
    the hashes of what was said to them (two: it was contradicted). ``agreeing``: gold and answer are the same text.
    """

    rows: int = 0
    chars: int = 0  # of the slots and the answers
    answered: int = 0
    graded: int = 0
    both: int = 0
    agreeing: int = 0
    first: float | None = None
    last: float | None = None
    models: dict[str, Use] = field(default_factory=dict)
    users: Sample = field(default_factory=lambda: Sample(1024))
    inputs: Sample = field(default_factory=lambda: Sample(_INPUTS))
    contradicted: dict[int, bool] = field(default_factory=dict)  # of the sampled inputs
    said: Counts = field(default_factory=lambda: Counts(_OUTPUTS))
    gold: Counts = field(default_factory=lambda: Counts(_OUTPUTS))
    sample: Sample = field(default_factory=lambda: Sample(SAMPLE))
    _outputs: dict[int, int] = field(default_factory=dict)  # input -> output, for ``contradicted``

    def add(self, logged: Logged, fields: Mapping[str, str], seen: set[int]) -> None:
        """``seen``: pairs of request and output that were counted before, of all shapes together."""
        self.rows += 1
        given = hashed(*fields.values())
        self.chars += sum(map(len, fields.values())) + len(logged.answer or "")
        answer, gold = logged.answer, logged.gold
        reference = gold if gold is not None else answer
        if logged.user is not None:
            self.users.add(int(logged.user, 16) >> 1, 0)
        if logged.time is not None:
            self.first = logged.time if self.first is None else min(self.first, logged.time)
            self.last = logged.time if self.last is None else max(self.last, logged.time)
        self._use(logged)
        self.answered += answer is not None
        self.graded += gold is not None
        if answer is not None and gold is not None:
            self.both += 1
            self.agreeing += answer.strip() == gold.strip()
        for counts, text in ((self.said, answer), (self.gold, gold)):
            if text is not None:
                output = hashed(text.strip())
                pair = given ^ (output * 3 + (counts is self.gold))
                if pair not in seen:
                    if len(seen) >= _FORGET:
                        seen.clear()
                    seen.add(pair)
                    counts.add(output, logged.address)
        if self.inputs.add(given, logged.address) and reference is not None:
            self._compare(given, hashed(reference.strip()))
        if reference is not None:
            self.sample.add(given, logged.address)

    def _compare(self, given: int, output: int) -> None:
        if len(self._outputs) > 2 * _INPUTS:
            self._outputs = {hash: out for hash, out in self._outputs.items() if hash in self.inputs.held}
            self.contradicted = {hash: True for hash in self.contradicted if hash in self.inputs.held}
        if self._outputs.setdefault(given, output) != output:
            self.contradicted[given] = True

    def _use(self, logged: Logged) -> None:
        model = logged.model or "unknown"
        if model not in self.models and len(self.models) >= _MODELS:
            model = "other models"
        use = self.models.setdefault(model, Use())
        usage = logged.usage
        use.rows += 1
        use.prompt.add(usage and usage.prompt_tokens, sum(len(message.content) for message in logged.task.messages))
        use.reply.add(usage and usage.completion_tokens, len(logged.answer or logged.gold or ""))

    @property
    def contradictions(self) -> tuple[int, int]:
        """(requests with several replies, requests looked at), of the sampled distinct ones."""
        return sum(hash in self.inputs.held for hash in self.contradicted), len(self.inputs.held)

    def to_json(self) -> Json:
        plain = {name: getattr(self, name) for name in _PLAIN}
        models = {
            name: [use.rows, *(getattr(part, slot) for part in (use.prompt, use.reply) for slot in _TOKENS)]
            for name, use in self.models.items()
        }
        sketches = {name: getattr(self, name).to_json() for name in _SKETCHES}
        contradicted = list(self.contradicted)
        return plain | sketches | {"models": models, "contradicted": contradicted, "outputs": [*self._outputs.items()]}

    @classmethod
    def from_json(cls, value: Json) -> Census:
        parts: dict[str, Any] = {name: value[name] for name in _PLAIN}
        parts |= {name: kind.from_json(value[name]) for name, kind in _SKETCHES.items()}
        models = {
            name: Use(rows, Tokens(*numbers[:3]), Tokens(*numbers[3:]))
            for name, (rows, *numbers) in value["models"].items()
        }
        census = cls(**parts, models=models, contradicted=dict.fromkeys(value["contradicted"], True))
        census._outputs = dict(map(tuple, value["outputs"]))
        return census


_PLAIN = ("rows", "chars", "answered", "graded", "both", "agreeing", "first", "last")
_TOKENS = ("known", "unknown_chars", "unknown")
_SKETCHES: dict[str, Any] = {"users": Sample, "inputs": Sample, "said": Counts, "gold": Counts, "sample": Sample}
