"""Reads tariffs, and windows of time, with a case and a question, where the reader of sentences cannot."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import product
from math import prod
from typing import Any

from suffice.records import Abstain, Code, Json, Reading
from suffice.symbolic.english.grammar import Budget, Grammar, Parse
from suffice.symbolic.english.text import Sentence, Text
from suffice.symbolic.reading import reading
from suffice.symbolic.rules import captures, tariffs, windows
from suffice.symbolic.rules.pieces import Pieces, Unfit

_HINTS = frozenset(
    "under over above below between up more less least most otherwise else exceeding first - to from other others"
    " cases rest within before after later next additional others days weeks hours"
    " longer older younger heavier lighter larger smaller + %".split()
)
_MONEY = frozenset("$ € £".split())
_UNREAD = Abstain(Code.NOT_MY_LANGUAGE, "no tariff with a case and a question")
READINGS = 24


def likely(text: Text) -> bool:
    """Whether it is worth looking closer: something is asked, there are figures, and words of brackets."""
    return (
        any(token.form == "?" for token in text.tokens)
        and any(token.kind == "number" for token in text.tokens)
        and (
            not _HINTS.isdisjoint(token.form for token in text.tokens)
            or sum(token.form in _MONEY for token in text.tokens) > 1
        )
    )


def read(text: Text, grammar: Grammar, remark: Callable[[Sentence], bool], form: Json) -> Reading | Abstain:
    """``remark``: whether a sentence is a pleasantry or an instruction, which then goes to ``form``."""
    parse = Parse(grammar, text)
    for pieces, problem in (
        (Pieces(parse, captures.TELLING, captures.ASKING, captures.TITLES), tariffs.problem),
        (Pieces(parse, windows.TELLING, windows.ASKING), windows.problem),
    ):
        found = _read(text, pieces, problem, remark, form)
        if isinstance(found, Reading):
            return found
    return _UNREAD


def _read(
    text: Text,
    pieces: Pieces,
    problem: Callable[[Sequence[Any], Sequence[str]], Json],
    remark: Callable[[Sentence], bool],
    form: Json,
) -> Reading | Abstain:
    told: list[list[list[Any]]] = []
    try:
        asked = {
            sentence: pieces.chains(sentence.start, sentence.end, True)
            for sentence in text.sentences
            if sentence.mark == "?"
        }
        if not any(asked.values()):
            return _UNREAD  # most texts that are no tariff ask something else
        for sentence in text.sentences:
            chains = asked.get(sentence) or pieces.chains(sentence.start, sentence.end, sentence.mark == "?")
            if chains:
                told.append(chains)
            elif sentence.end not in pieces.after_greetings(sentence.start, sentence.end) and not remark(sentence):
                return _UNREAD
    except Budget:
        return _UNREAD
    if not told or prod(map(len, told)) > READINGS:
        return _UNREAD
    bodies: list[Json] = []
    for way in product(*told):
        every = [piece for chain in way for piece in chain]
        try:
            found = problem(every, [_words(text, piece) for piece in every])
        except Unfit:
            continue
        body = {**found, "form": {**found.get("form", {}), **form}}
        if body not in bodies:
            bodies.append(body)
    return reading("rules", bodies, "grammar") if bodies else _UNREAD


def _words(text: Text, piece: Any) -> str:
    span = getattr(piece, "span", None)
    return text.slice(*span) if span else ""
