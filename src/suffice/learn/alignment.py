"""Constant text against slots: what nearly all of several texts have in common, in the same order.

Works on tokens, so that a constant never ends inside a word. A constant is the start or the end that nearly all texts
share, or a passage that stands exactly once in nearly all of them; between constants are slots.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

NEARLY_ALL = 0.995
_GRAMS = (8, 4, 2)  # tokens of a passage that may be constant inside a text, the surest first
_DEEPEST = 40  # constants inside one text
_TOKEN = re.compile(r"\w+|\n|[^\S\n]+|[^\w\s]")

Tokens = Sequence[str]


def tokens(text: str) -> list[str]:
    """Words, line ends, runs of spaces and single marks; joined they are the text."""
    return _TOKEN.findall(text)


def constants(texts: Sequence[Tokens]) -> tuple[str, ...] | None:
    """The constants, for ``Shape``, of a message that ``texts`` are instances of; None where they share nothing.

    A single constant means that nearly all texts are the same.
    """
    pieces = _align(list(texts), round(len(texts) * (1 - NEARLY_ALL)), _DEEPEST)
    joined: list[str] = [""]
    for piece in pieces:
        if piece is None:
            joined.append("")
        else:
            joined[-1] += piece
    trimmed = _trimmed(joined)
    return trimmed if any(map(telling, trimmed)) else None


def telling(constant: str) -> bool:
    """Whether a constant says anything: a word, or a mark that sets text apart."""
    return bool(re.search(r"[^\W\d_]{2,}|[:\n<>{}\[\]|#=]", constant))


def _align(texts: list[Tokens], spare: int, depth: int) -> list[str | None]:
    """Constants and, as None, slots. ``spare``: how many texts may differ."""
    first, last = _common(texts, spare)
    texts = [text for text in texts if len(text) >= len(first) + len(last)]
    kept = [
        text[len(first) : len(text) - len(last)]
        for text in texts
        if list(text[: len(first)]) == first and list(text[len(text) - len(last) :]) == last
    ]
    start, end = "".join(first), "".join(last)
    if sum(map(bool, kept)) <= spare:
        return [start + end]
    anchor = _anchor(kept, spare) if depth else None
    if anchor is None:
        return [start, None, end]
    lefts, rights = [], []
    for text in kept:
        at = _only_place(text, anchor)
        if at is not None:
            lefts.append(text[:at])
            rights.append(text[at + len(anchor) :])
    left, right = _align(lefts, spare, depth // 2), _align(rights, spare, depth // 2)
    return [start, *left, "".join(anchor), *right, end]


def _common(texts: list[Tokens], spare: int) -> tuple[list[str], list[str]]:
    """The longest start and end that all but ``spare`` texts share; they overlap in hardly any text."""
    first = _shared(texts, spare, lambda text, place: text[place] if place < len(text) else None)
    beyond = [text for text in texts if list(text[: len(first)]) == first]
    last = _shared(beyond, spare, lambda text, place: text[-1 - place] if place < len(text) - len(first) else None)
    return first, last[::-1]


def _shared(texts: list[Tokens], spare: int, token_at) -> list[str]:
    found: list[str] = []
    alive, need = texts, max(2, len(texts) - spare)
    while alive:
        counts = Counter(token_at(text, len(found)) for text in alive)
        token, count = counts.most_common(1)[0]
        if token is None or count < need:
            break
        alive = [text for text in alive if token_at(text, len(found)) == token]
        found.append(token)
    return found


def _anchor(texts: list[Tokens], spare: int) -> tuple[str, ...] | None:
    """The first passage, of the longest length, that stands exactly once in all but ``spare`` texts."""
    need = max(2, len(texts) - spare)
    model = min(texts, key=lambda text: (len(text) == 0, len(text)))
    for length in _GRAMS:
        candidates = {tuple(model[at : at + length]): 0 for at in range(len(model) - length + 1)}
        candidates = {gram: 0 for gram in candidates if _sure(gram)}
        for number, text in enumerate(texts):
            if not candidates:
                break
            counts = Counter(tuple(text[at : at + length]) for at in range(len(text) - length + 1))
            candidates = {
                gram: once
                for gram, seen in candidates.items()
                if (once := seen + (counts[gram] == 1)) >= number + 1 - spare
            }
        for gram, seen in candidates.items():
            if seen >= need:
                return gram
    return None


def _sure(gram: tuple[str, ...]) -> bool:
    """Short passages must hold what applications set slots apart with."""
    return len(gram) > 4 or any(token in ':\n<>{}[]|#="' for token in gram)


def _only_place(text: Tokens, gram: tuple[str, ...]) -> int | None:
    length = len(gram)
    places = [at for at in range(len(text) - length + 1) if tuple(text[at : at + length]) == gram]
    return places[0] if len(places) == 1 else None


def _trimmed(joined: list[str]) -> tuple[str, ...]:
    """Constants that end or begin in the middle of a number, a date or a code leave it to the slot."""
    if len(joined) == 1:
        return tuple(joined)
    trimmed = []
    for place, constant in enumerate(joined):
        if place < len(joined) - 1:
            constant = re.sub(r"(?<!\S)\S*\d\S*\Z", "", constant)
        if place:
            constant = re.sub(r"\A\S*\d\S*(?!\S)", "", constant)
        trimmed.append(constant)
    inner = [constant for constant in trimmed[1:-1] if telling(constant) and constant.strip()]
    return (trimmed[0] if telling(trimmed[0]) else "", *inner, trimmed[-1] if telling(trimmed[-1]) else "")
