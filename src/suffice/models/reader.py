"""A model as reader: it translates the text, several times over; exact engines solve what all translations say.

The model never answers. What it writes is believed only if every translation is the same Problem and accounts for the
text (``ports.Language``), and even then the answer is ``tested``, never ``proved``.
"""

from __future__ import annotations

import json
import re
from collections.abc import Generator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from suffice.errors import Rejected, SolverError
from suffice.models import _translating as translating
from suffice.ports import Effect, Emit, Language, Receive, Send, Solver, Steps
from suffice.records import Abstain, Answer, Code, Json, Level, Message, Task, Tier, Usage

_MALFORMED = "translation {} is malformed: {}"
_BYTES_PER_TOKEN = 1_000  # of a stream, whose every token comes in an event of its own
_THOUGHTS = re.compile(r"\s*<think>.*?</think>", re.DOTALL)
_FENCED = re.compile(r"\s*```(?:json)?\s*\n(.*)\n\s*```\s*", re.DOTALL)


class ModelReader(Solver):
    """Reads by ``model``, whatever it is: a server, or recorded answers. ``priced``: the name of its tokens' price.

    A translation is cut after ``max_tokens`` and ``timeout_s``; the first that is none, that is refused or that
    differs ends the reading.
    """

    tier = Tier.SYMBOLIC
    earns = frozenset({Level.TESTED})

    def __init__(
        self,
        model: Solver,
        languages: Sequence[Language],
        priced: str,
        translations: int = 3,
        max_tokens: int = 1_000,
        timeout_s: float | None = None,
        expected_usd: float | None = None,
        expected_joules: float | None = None,
    ) -> None:
        self.name = "reader"
        self.model, self.languages, self.priced = model, tuple(languages), priced
        self.translations, self.max_tokens, self.timeout_s = translations, max_tokens, timeout_s
        self.expected_usd, self.expected_joules = expected_usd, expected_joules
        self._told: dict[tuple[str, ...], tuple[Message, Json]] = {}
        self._plainer = 0  # how many extras of a request the server has turned down so far

    def solve(self, task: Task) -> Answer | Abstain:
        """Raises SolverError: a model is asked through ``steps``, which a driver runs."""
        raise SolverError(f"{self.name} asks a model: run its steps with a driver")

    def steps(self, task: Task) -> Steps:
        excuses = [language.excuse(task) for language in self.languages]
        apt = [language for language, excuse in zip(self.languages, excuses, strict=True) if excuse is None]
        if not apt:
            return next(excuse for excuse in excuses if excuse)
        spent: list[Usage] = []
        outcome = yield from self._read(task, apt, spent)
        used = _total(spent, self.priced)
        if isinstance(outcome, Abstain):
            return replace(outcome, usage=used)
        assert outcome.reading is not None
        return replace(outcome, reading=replace(outcome.reading, usage=used))

    def _read(self, task: Task, apt: Sequence[Language], spent: list[Usage]) -> Steps:
        bodies: list[Json] = []
        language = reading = None
        for number in range(1, self.translations + 1):
            said = yield from self._translation(task, apt, number)
            spent.append(said.usage or Usage(self.priced, None, None))
            if isinstance(said, Abstain):
                return said
            try:
                family, body = _parsed(said.text)
            except (ValueError, RecursionError) as error:
                return Abstain(Code.UNSUPPORTED, _MALFORMED.format(number, error))
            if family is None:
                return Abstain(Code.NOT_MY_LANGUAGE, f"translation {number}: the model finds no problem in it")
            spoken = next((one for one in apt if one.family == family), None)
            if spoken is None:
                return Abstain(Code.UNSUPPORTED, _MALFORMED.format(number, f"no family '{family[:40]}'"))
            if language is not None and spoken is not language:
                families = f"{language.family} and {spoken.family}"
                return Abstain(Code.AMBIGUOUS, f"translations differ: they are problems of {families}")
            language = spoken
            bodies.append(body)
            reading = language.read(task, bodies)
            if isinstance(reading, Abstain):
                return reading
        assert language is not None and reading is not None
        return language.solve(task, reading)

    def _translation(self, task: Task, apt: Sequence[Language], number: int) -> Steps:
        """One call; what a server turns down in the request is left out, and from then on."""
        while True:
            plainer = self._plainer
            try:
                return (yield from self._bounded(self.model.steps(self._request(task, apt, number, plainer))))
            except Rejected:
                if plainer >= 2:
                    raise
                self._plainer = max(self._plainer, plainer + 1)

    def _request(self, task: Task, apt: Sequence[Language], number: int, plainer: int) -> Task:
        """``plainer``: 0 with schema and sampling, 1 without the schema, 2 with the messages alone. Of the languages
        only those are told that the task may be of: the prompt is the larger part of the price."""
        families = tuple(language.family for language in apt)
        if families not in self._told:
            schema = {"name": "translation", "schema": translating.schema(apt)}
            told = Message("system", translating.prompt(apt))
            self._told[families] = (told, {"type": "json_schema", "json_schema": schema})
        told, wanted = self._told[families]
        sampling: Mapping[str, Json] = {
            "temperature": 0.0 if number == 1 else 0.7,
            "seed": number,
            "max_tokens": self.max_tokens,
        }
        return Task(
            id=f"{task.id}/{number}",
            messages=(told, translating.request(task, number, self.translations)),
            response_format=wanted if plainer == 0 else None,
            extra=sampling if plainer < 2 else {"max_completion_tokens": self.max_tokens},
            budget=task.budget,
        )

    def _bounded(self, steps: Steps) -> Generator[Effect, Any, Answer | Abstain]:
        """Pass on what the model's steps ask for: nothing of it is shown, and no reply may grow without end."""
        reply = error = None
        received, most = 0, 65_536 + self.max_tokens * _BYTES_PER_TOKEN
        try:
            while True:
                effect = steps.send(reply) if error is None else steps.throw(error)
                reply = error = None
                if isinstance(effect, Emit):
                    continue
                if isinstance(effect, Send) and self.timeout_s is not None:
                    effect = replace(effect, timeout_s=min(effect.timeout_s, self.timeout_s))
                try:
                    reply = yield effect
                except SolverError as broken:
                    error = broken
                if isinstance(effect, Receive) and reply is not None:
                    received += len(reply)
                    if received > most:
                        raise SolverError(f"a translation does not end: {received:,} bytes and more to come")
        except StopIteration as stop:
            return stop.value
        finally:
            steps.close()


def _parsed(text: str) -> tuple[str | None, Json]:
    """Family and Problem of one reply. Raises ValueError saying what is wrong."""
    text = _THOUGHTS.sub("", text, count=1)
    fenced = _FENCED.fullmatch(text)
    value = json.loads(fenced[1] if fenced else text, object_pairs_hook=_object, parse_constant=_constant)
    if not isinstance(value, dict) or value.keys() != {"family", "problem"}:
        raise ValueError("it is no object of 'family' and 'problem'")
    family, body = value["family"], value["problem"]
    if family is None or body is None:
        return None, None
    if not isinstance(family, str):
        raise ValueError("the family is no string")
    return family, body


def _object(pairs: list[tuple[str, Json]]) -> Json:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("a key comes twice")
    return found


def _constant(name: str) -> Json:
    raise ValueError(f"{name} is no JSON")


def _total(spent: Sequence[Usage], priced: str) -> Usage:
    """The sum of several calls; unknown where one of them is."""

    def sum_of(counts: Sequence[int | None]) -> int | None:
        known = [count for count in counts if count is not None]
        return sum(known) if len(known) == len(counts) else None

    cached = [usage.cached_tokens or 0 for usage in spent]
    return Usage(
        priced,
        sum_of([usage.prompt_tokens for usage in spent]),
        sum_of([usage.completion_tokens for usage in spent]),
        sum(cached) if any(usage.cached_tokens is not None for usage in spent) else None,
    )
