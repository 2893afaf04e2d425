"""Where in a request the evidence of a certified guess stands: terms that spoke for it, phrases of a rule, the value.

The receipt is taken as it comes: what does not fit together is shown without marks, or not at all.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TypeGuard

from suffice.explain.values import get, listed
from suffice.records import Json

_TOKEN = re.compile(r"\w+|[^\w\s]")
_SLOT = re.compile(r"(\d+):(?=.)")  # before the terms of slots after the first
_LONGEST = 6_000  # characters of a slot that are shown
_SHARE = 0.1  # of the largest weight, from which on a term is marked


@dataclass(frozen=True, slots=True)
class Passage:
    """The text of a slot as (text, is it evidence) in order."""

    slot: str
    pieces: tuple[tuple[str, bool], ...]


def passages(receipt: Json) -> list[Passage]:
    """Slots of a learned answer's request that hold evidence; none where the receipt holds none, or no text."""
    body = next(iter(listed(get(get(receipt, "evidence"), "body"))), None)
    texts, why, values = _texts(get(receipt, "task")), get(body, "why"), get(body, "values")
    found = []
    for number, place in enumerate(listed(get(body, "slots"))):
        if not (isinstance(place, list) and len(place) == 4 and all(type(at) is int for at in place[1:])):
            continue
        name, message, start, end = place
        if isinstance(name, str) and 0 <= message < len(texts) and 0 <= start <= end <= len(texts[message]):
            text = texts[message][start : min(end, start + _LONGEST)]
            found.append(Passage(name, tuple(_cut(text, _marks(text, number, why, values)))))
    return [passage for passage in found if any(mark for _, mark in passage.pieces)]


def weighted(why: Json) -> TypeGuard[Mapping[str, float]]:
    """Whether the evidence is terms with their weights."""
    return isinstance(why, Mapping) and all(isinstance(weight, int | float) for weight in why.values())


def readable(term: str) -> str | None:
    """A term without the marks of its slot; None where it is the end of a slot."""
    words = [word[mark.end() :] if (mark := _SLOT.match(word)) else word for word in term.split(" ")]
    return " ".join(words) if all(_TOKEN.fullmatch(word) for word in words) else None


def _texts(task: Json) -> list[str]:
    said = get(task, "input")
    texts = [said] if said is not None else [get(message, "content") for message in listed(get(task, "messages"))]
    return [text.replace("\r\n", "\n") if isinstance(text, str) else "" for text in texts]


def _marks(text: str, slot: int, why: Json, values: Json) -> Iterator[tuple[int, int]]:
    """The first and the last but one character of each piece of evidence."""
    tokens = [(match[0].casefold()[:40], match.start(), match.end()) for match in _TOKEN.finditer(text)]
    for name, value in values.items() if isinstance(values, Mapping) else ():
        said = get(why, name)
        if weighted(said):
            least = _SHARE * max(said.values(), default=0.0)
            for term in (term for term, weight in said.items() if weight >= least):
                yield from _standing(_words(term, slot), tokens)
        elif phrases := [one for one in listed(get(said, "has")) if isinstance(one, str)]:
            spoken = [token for token in tokens if token[0][-1].isalnum()]  # as rules read: without punctuation
            for phrase in phrases:
                yield from _standing(_words(phrase, slot), spoken)
        elif isinstance(value, str) and value and (at := text.find(value)) >= 0:
            yield at, at + len(value)


def _words(term: str, slot: int) -> list[str]:
    """The words of a term that is about this slot; none of one about another."""
    words = term.split(" ")
    marks = [_SLOT.match(word) for word in words]
    if [int(mark[1]) if mark else 0 for mark in marks] != [slot] * len(words):
        return []
    return [word[mark.end() :] if mark else word for word, mark in zip(words, marks, strict=True)]


def _standing(words: list[str], tokens: list[tuple[str, int, int]]) -> Iterator[tuple[int, int]]:
    for at in range(len(tokens) - len(words) + 1) if words else ():
        if all(tokens[at + step][0] == word for step, word in enumerate(words)):
            yield tokens[at][1], tokens[at + len(words) - 1][2]


def _cut(text: str, marks: Iterator[tuple[int, int]]) -> Iterator[tuple[str, bool]]:
    """The text in pieces; marks that touch or overlap are one."""
    done = 0
    whole: list[list[int]] = []
    for start, end in sorted(marks):
        if whole and (start <= whole[-1][1] or not text[whole[-1][1] : start].strip(" ")):
            whole[-1][1] = max(whole[-1][1], end)
        else:
            whole.append([start, end])
    for start, end in whole:
        if text[done:start]:
            yield text[done:start], False
        yield text[start:end], True
        done = end
    if text[done:]:
        yield text[done:], False
