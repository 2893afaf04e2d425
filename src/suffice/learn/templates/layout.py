"""Constant text and typed slots of a column of texts: ``overdue $1,418.91, 10 months`` has two numbers in it.

Only what nearly all texts share is constant; literals count as one word each.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

MONTHS: Sequence[str] = "January February March April May June July August September October November December".split()
_LONG = "|".join(MONTHS)
LITERALS = {
    "iso": r"\d{4}-\d{2}-\d{2}",
    "long": rf"\d{{1,2}} (?:{_LONG}) \d{{4}}",
    "slashed": r"\d{2}/\d{2}/\d{4}",
    "time": r"\d{1,2}:\d{2}(?!:?\d)",
    "number": r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?",
}
DATES = ("iso", "long", "slashed")
_TOKEN = re.compile(
    "|".join(f"(?P<{name}>(?<![\\w.,/-])(?:{form})(?![\\w/])(?!-\\d))" for name, form in LITERALS.items())
    + r"|(?P<word>\w+|\n|[^\S\n]+|[^\w\s])"
)
_DEEPEST = 30


@dataclass(frozen=True, slots=True)
class Gap:
    """A slot: the kind of literal that all its texts are, or ``text``."""

    kind: str


Piece = str | Gap
_Row = list[tuple[str, str]]  # (what counts for comparing, the text) of each token


def layout(texts: Sequence[str], nearly: float) -> tuple[Piece, ...]:
    """Constants and gaps in turn, for at least ``nearly`` of the texts (the others do not fit)."""
    spare = round(len(texts) * (1 - nearly))
    pieces = _joined(_pieces([_tokens(text) for text in texts], spare, _DEEPEST))
    matches = [match for text in texts if (match := matcher(pieces).fullmatch(text))]
    number = 0
    for place, piece in enumerate(pieces):
        if isinstance(piece, Gap):
            number += 1
            said = Counter(match[number] for match in matches).most_common(1)
            if said and said[0][1] >= len(texts) - spare:  # a literal that is the same every time
                pieces[place] = said[0][0]
    return tuple(_joined(pieces))


def matcher(pieces: Sequence[Piece]) -> re.Pattern[str]:
    """One group for each gap."""
    found = [re.escape(piece) if isinstance(piece, str) else f"({LITERALS.get(piece.kind, '.+?')})" for piece in pieces]
    return re.compile("".join(found), re.S)


def _tokens(text: str) -> _Row:
    found: _Row = []
    for match in _TOKEN.finditer(text):
        kind = match.lastgroup or "word"
        found.append((match[0] if kind == "word" else f"\0{kind}", match[0]))
    return found


def _pieces(rows: list[_Row], spare: int, depth: int) -> list[Piece]:
    rows = list(rows)
    first = _shared(rows, spare)
    rows = [row[len(first) :] for row in rows if [key for key, _ in row[: len(first)]] == first]
    last = _shared([row[::-1] for row in rows], spare)[::-1]
    size = len(last)
    rows = [row[: len(row) - size] for row in rows if not size or [key for key, _ in row[-size:]] == last]
    around = [_piece(key) for key in first], [_piece(key) for key in last]
    if sum(map(bool, rows)) <= spare:
        return [*around[0], *around[1]]
    anchor = _anchor(rows, spare) if depth else None
    if anchor is None:
        return [*around[0], Gap("text"), *around[1]]
    left, right = [], []
    for row in rows:
        places = [place for place, (key, _) in enumerate(row) if key == anchor]
        if len(places) == 1:
            left.append(row[: places[0]])
            right.append(row[places[0] + 1 :])
    inner = [*_pieces(left, spare, depth - 1), _piece(anchor), *_pieces(right, spare, depth - 1)]
    return [*around[0], *inner, *around[1]]


def _shared(rows: list[_Row], spare: int) -> list[str]:
    """The beginning that all rows but ``spare`` have in common."""
    found: list[str] = []
    need = len(rows) - spare
    while rows:
        place = len(found)
        counts = Counter(row[place][0] for row in rows if len(row) > place)
        if not counts:
            break
        key, count = counts.most_common(1)[0]
        if count < need:
            break
        found.append(key)
        rows = [row for row in rows if len(row) > place and row[place][0] == key]
    return found


def _anchor(rows: list[_Row], spare: int) -> str | None:
    """A word or literal that stands exactly once in nearly all rows: the first such."""
    once: Counter[str] = Counter()
    places: Counter[str] = Counter()
    for row in rows:
        counts = Counter(key for key, _ in row)
        for place, (key, _) in enumerate(row):
            if counts[key] == 1 and not key.isspace():
                once[key] += 1
                places[key] += place
    sure = [key for key, count in once.items() if count >= len(rows) - spare]
    words = [key for key in sure if key[0] == "\0" or len(key) > 1] or sure
    return min(words, key=lambda key: places[key] / once[key], default=None)


def _piece(key: str) -> Piece:
    return Gap(key[1:]) if key[0] == "\0" else key


def _joined(pieces: Sequence[Piece]) -> list[Piece]:
    """Constants joined; free texts with only white space between them are one."""
    found: list[Piece] = []
    for piece in pieces:
        if isinstance(piece, str) and found and isinstance(found[-1], str):
            found[-1] += piece
        elif isinstance(piece, Gap) and len(found) > 1 and piece.kind == "text" and _blank_after_text(found):
            found.pop()
        elif not (isinstance(piece, Gap) and found and isinstance(found[-1], Gap)):
            found.append(piece)
        else:
            found[-1] = Gap("text")  # two gaps side by side are one text
    return found


def _blank_after_text(found: list[Piece]) -> bool:
    before, between = found[-2], found[-1]
    return before == Gap("text") and isinstance(between, str) and not between.strip(" ")
