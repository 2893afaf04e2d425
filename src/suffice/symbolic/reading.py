"""Readers of the symbolic tier: by form (a Problem posted directly) and by grammar (plain English)."""

from __future__ import annotations

import re
from collections.abc import Callable
from importlib import import_module
from typing import Any

from suffice.ports import Reader
from suffice.records import Abstain, Code, Json, Problem, Reading, Task
from suffice.symbolic.english import discourse
from suffice.symbolic.english.digits import DIGITS_MAX
from suffice.symbolic.english.forms import required_key
from suffice.symbolic.english.text import Text, analyse
from suffice.symbolic.english.vocabulary import stranger
from suffice.symbolic.grammars import family_grammar, family_words

# Words that may point back to an earlier turn; a request that holds one does not stand by itself.
ANAPHORIC = frozenset(
    "it its that this these those they them their he she him her his one ones same also again instead else another"
    " other too then so there here still now earlier previous above before result answer but about".split()
)
_DIGITS = re.compile(r"[\d.,]+")
LONGEST = 20_000  # characters of one request that the grammars look at


def family_reader(family: str) -> Reader:
    """A family's reader of plain English: its own, or the grammar's with the family's way to finish a Problem."""
    module = import_module(f"suffice.symbolic.{family}.read")
    if hasattr(module, "reader"):
        return module.reader()
    return GrammarReader(
        family, getattr(module, "finish", plain_body), getattr(module, "likely", list), getattr(module, "about", None)
    )


class FormReader(Reader):
    """Takes a Problem that was posted directly."""

    def __init__(self, family: str) -> None:
        self.family = family

    def read(self, task: Task) -> Reading | Abstain:
        if task.problem is None:
            return Abstain(Code.NOT_MY_LANGUAGE, "no formal problem was posted")
        if task.problem.family != self.family:
            return Abstain(Code.NOT_MY_LANGUAGE, f"the problem belongs to the family '{task.problem.family}'")
        return reading(self.family, [task.problem.body], "form")


class GrammarReader(Reader):
    """Reads plain English by the shared grammar and the family's scenarios.

    ``finish`` turns a meaning into a Problem body, ``likely`` drops readings that nobody means beside the others, and
    ``about`` says of a text whether it may speak of the family's matters at all; a family may pass its own.
    """

    def __init__(
        self,
        family: str,
        finish: Callable[[discourse.Meaning, Task], Json | Abstain],
        likely: Callable[[list[Json]], list[Json]] = list,
        about: Callable[[Text], bool] | None = None,
    ) -> None:
        self.family, self.finish, self.likely, self.about = family, finish, likely, about

    def read(self, task: Task) -> Reading | Abstain:
        texts = standing_texts(task)
        if isinstance(texts, Abstain):
            return texts
        try:
            return self._read(task, texts)
        except ValueError:  # what Python says of an integer that is too long to be read
            longest = max(len(digits) for text in texts for digits in _DIGITS.findall(text) or [""])
            if longest <= DIGITS_MAX:
                raise
            return Abstain(Code.TOO_HARD, f"a number of {longest:,} digits is not read here")

    def _read(self, task: Task, texts: list[str]) -> Reading | Abstain:
        key = required_key(task)
        if isinstance(key, Abstain):
            return key
        for source in texts:
            word = stranger(analyse(source), family_words(self.family))
            if word is not None:
                return Abstain(Code.NOT_MY_LANGUAGE, f"not understood: the word '{word}'")
        if self.about is not None and not any(self.about(analyse(source)) for source in texts):
            return Abstain(Code.NOT_MY_LANGUAGE, f"nothing in it belongs to {self.family}")
        grammar, scenarios = family_grammar(self.family)
        for turn in task.messages[:-1]:  # what was said before must be understood, and set no rules
            if turn.role == "user" and not _without_effect(discourse.read(grammar, scenarios, [turn.content])):
                return Abstain(Code.UNSUPPORTED, "an earlier turn of the conversation is not understood")
        meanings = discourse.read(grammar, scenarios, texts)
        if isinstance(meanings, Abstain):
            return meanings
        bodies: list[Json] = []
        for meaning in meanings:
            body = self.finish(meaning, task)
            if isinstance(body, Abstain):
                return body
            body = keyed(body, key)
            if isinstance(body, Abstain):
                return body
            if body not in bodies:
                bodies.append(body)
        return reading(self.family, self.likely(bodies), "grammar")


def keyed(body: Json, key: str | None) -> Json | Abstain:
    """The body with the JSON key that a response format demands: '' for an object whose key the text names."""
    if key is not None and not (key or "json" in body["form"]):
        return Abstain(Code.UNSUPPORTED, "a JSON reply is required but its key is not named")
    if not key:
        return body
    if body["form"].get("json", key) != key:
        return Abstain(Code.INCONSISTENT, "the text and the response format name different JSON keys")
    return {**body, "form": {**body["form"], "json": key}}


def _without_effect(turn: list[discourse.Meaning] | Abstain) -> bool:
    """True for an earlier turn that was a question by itself and asked for no form of answer."""
    return isinstance(turn, list) and not any(meaning.form for meaning in turn)


def plain_body(meaning: discourse.Meaning, task: Task) -> Json:
    """The Problem body that follows from a meaning without more ado."""
    del task
    body: dict[str, Any] = {"given": dict(meaning.given), "find": meaning.find, "form": dict(meaning.form)}
    if meaning.where:
        body["where"] = list(meaning.where)
    return body


def reading(family: str, bodies: list[Json], by: str) -> Reading | Abstain:
    """A Reading of valid Problems, paraphrased; Abstain when a body is no Problem of the family."""
    problem = import_module(f"suffice.symbolic.{family}.problem")
    for body in bodies:
        try:
            problem.validate(body)
        except ValueError as error:
            return Abstain(Code.UNSUPPORTED, f"not a problem of {family}: {error}")
    words = [problem.paraphrase(body) for body in bodies]
    paraphrase = words[0] if len(words) == 1 else " -- or: ".join(dict.fromkeys(words))
    return Reading(tuple(Problem(family, body) for body in bodies), by, paraphrase)


def standing_texts(task: Task) -> list[str] | Abstain:
    """System prompts and the last request, when that request stands by itself; else why not."""
    if task.extra.get("tools") or task.extra.get("functions"):
        return Abstain(Code.UNSUPPORTED, "tools are offered: their use is for a model to decide")
    if not task.messages or task.messages[-1].role != "user":
        return Abstain(Code.UNSUPPORTED, "the conversation does not end with a request of the user")
    system = [m.content for m in task.messages if m.role in ("system", "developer")]
    turns = [m for m in task.messages if m.role not in ("system", "developer")]
    if len(turns) > 1 and not ANAPHORIC.isdisjoint(token.form for token in analyse(turns[-1].content).tokens):
        return Abstain(Code.UNSUPPORTED, "the request leans on earlier turns of the conversation")
    texts = [*system, turns[-1].content]
    if sum(map(len, texts)) > LONGEST:
        return Abstain(Code.OUT_OF_RANGE, f"longer than the {LONGEST} characters that are read")
    if not texts[-1].strip():
        return Abstain(Code.UNSUPPORTED, "the request is empty")
    return texts
