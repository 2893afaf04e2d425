"""The list of answers that a prompt allows, where its constant text holds one."""

from __future__ import annotations

import re

from suffice.learned.shape import Shape

_BULLET = re.compile(r"^[ \t]*(?:[-*•]|\d{1,3}[.)]|\(?[a-zA-Z][.)])[ \t]+(\S.*?)[ \t]*$")
_NAMED = re.compile(
    r"(?:one of|labels?|categor(?:y|ies)|options?|classes|choices|intents?|values?|either|choose from|allowed)"
    r"[^\n:]{0,60}?[:\n]\s*\[?((?:[^\n,;|.]{1,60}[,;|]\s*){1,400}(?:(?:or|and)\s+)?[^\n,;|.]{1,60})\]?[.\n]?",
    re.I,
)
_LONGEST = 80  # characters of an option
_FEWEST = 3  # lines of a list; two may be anything


def options(shape: Shape) -> tuple[str, ...]:
    """The longest list in the constant text, in its order; empty where there is none."""
    found: list[tuple[str, ...]] = []
    for constants in shape.messages:
        for place, constant in enumerate(constants):
            found += _lines(constant, place > 0, place < len(constants) - 1)
            found += _in_sentences(constant)
    return max(found, key=len, default=())


def _lines(constant: str, after_slot: bool, before_slot: bool) -> list[tuple[str, ...]]:
    """Runs of lines that begin with a bullet or a number. A line that a slot cuts is no constant option."""
    lines = constant.split("\n")
    whole = lines[1 if after_slot else 0 : len(lines) - 1 if before_slot else len(lines)]
    runs: list[list[str]] = [[]]
    for line in whole:
        bullet = _BULLET.match(line)
        if bullet and len(bullet[1]) <= _LONGEST:
            runs[-1].append(_option(bullet[1]))
        elif line.strip():
            runs.append([])
    return [distinct for run in runs if len(distinct := tuple(dict.fromkeys(run))) >= _FEWEST]


def _in_sentences(constant: str) -> list[tuple[str, ...]]:
    """``one of: a, b, or c``."""
    found = []
    for match in _NAMED.finditer(constant):
        pieces = [re.sub(r"^(?:or|and)\s+", "", piece.strip()) for piece in re.split(r"[,;|]", match[1])]
        last = re.split(r"\s+(?:or|and)\s+", pieces[-1])
        distinct = tuple(dict.fromkeys(_option(piece) for piece in (*pieces[:-1], *last) if piece.strip()))
        if len(distinct) >= 2 and all(len(option.split()) <= 6 for option in distinct):
            found.append(distinct)
    return found


def _option(text: str) -> str:
    """Without quotes and without the explanation that some lists give: ``refund: the customer wants ...``."""
    text = text.strip().strip("`\"'*“”").strip()
    told = re.match(r"([^:–—]{1,40})(?::| [–—-]) \S", text)
    return told[1].strip("`\"'* ") if told else text
