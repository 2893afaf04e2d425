"""A sequence tagger that copies a value out of the request: a linear-chain conditional random field over its tokens.

Lafferty, McCallum, Pereira: Conditional Random Fields (ICML 2001); the engine is CRFsuite.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from suffice import plugins
from suffice.learned.predictor import Fields, Guess, Parts, Predictor

VERSION = 1
BEGIN, INSIDE, OUTSIDE = "B", "I", "O"
MOST_TOKENS = 2_000
_TOKEN = re.compile(r"\w+|[^\w\s]")
_LIKELY = 0.02  # that a token begins the value, for it to be looked at
_CONTINUES = 0.3


@dataclass(frozen=True, slots=True)
class Token:
    """``line``: its number; ``place``: in its line. ``start``, ``end`` in the text, end exclusive."""

    text: str
    start: int
    end: int
    line: int
    place: int


def source(fields: Fields) -> str:
    """The text that is tagged: the slots, a blank line between them."""
    return "\n\n".join(fields.values()).encode("utf-8", "replace").decode()  # half a character is none


def tokens(text: str) -> list[Token]:
    found, number, begin = [], 0, 0
    for line in text.split("\n"):
        for place, match in enumerate(_TOKEN.finditer(line)):
            found.append(Token(match[0], begin + match.start(), begin + match.end(), number, place))
            if len(found) == MOST_TOKENS:
                return found
        begin, number = begin + len(line) + 1, number + 1
    return found


def features(found: Sequence[Token]) -> list[list[str]]:
    """What the field sees of each token: itself, its neighbours, its line. Rare words are known by their form alone."""
    last = found[-1].line if found else 0
    firsts = {}
    for token in found:
        firsts.setdefault(token.line, token.text.casefold())
    own = [_own(token.text) for token in found]
    rows = []
    for index, token in enumerate(found):
        row = [*own[index], f"line={min(token.line, 6)}", f"fromend={min(last - token.line, 6)}"]
        row += [f"place={min(token.place, 4)}", f"first={firsts[token.line]}"]
        before = firsts.get(token.line - 1)
        if before:
            row.append(f"above={before}")
        for step in (-3, -2, -1, 1, 2):
            other = index + step
            if 0 <= other < len(found):
                line = "" if found[other].line == token.line else "/"
                row += [f"{step}{line}{name}" for name in own[other][: 2 if abs(step) == 1 else 1]]
            else:
                row.append(f"{step}=none")
        rows.append(row)
    return rows


@lru_cache(65_536)
def _own(text: str) -> tuple[str, ...]:
    lower = text.casefold()
    form = re.sub(r"(.)\1+", r"\1", re.sub(r"\d", "9", re.sub(r"[^\W\d_]", "a", re.sub(r"[A-Z]", "A", text))))
    length = f"n={min(len(text), 12)}"
    digits = f"d={sum(map(str.isdigit, text))}"
    return f"w={lower}", f"f={form}", f"p={lower[:3]}", f"s={lower[-3:]}", length, digits


class Tagger(Predictor):
    """``model``: a CRFsuite model file. ``may_lack``: a request without the value is answered with ``nothing``.
    ``closing``: marks that belong to a value which they follow at once."""

    kind = "tagger"

    def __init__(self, model: bytes, may_lack: bool, nothing: str = "", closing: str = "") -> None:
        self._model, self._may_lack, self._nothing = model, may_lack, nothing
        self._closing = closing
        self._tagger = plugins.load("pycrfsuite").Tagger()
        self._tagger.open_inmemory(model)
        self._tags = frozenset(self._tagger.labels())

    def guess(self, fields: Fields) -> Guess | None:
        text = source(fields)
        found = tokens(text)
        if not found:
            return None
        self._tagger.set(features(found))
        shares: dict[str, float] = {}
        spoken: dict[str, str] = {}
        for share, first, last in self._spans(len(found)):
            end = found[last].end
            end += text[end : end + 1] in self._closing if end < len(text) else 0
            value = " ".join(text[found[first].start : end].split())
            key = value.casefold()
            spoken.setdefault(key, value)
            shares[key] = max(shares.get(key, 0.0), share)
        ranked = sorted(shares, key=lambda key: -shares[key])
        rival = shares[ranked[1]] if len(ranked) > 1 else 0.0
        if not ranked or (self._may_lack and shares[ranked[0]] < 0.5):
            return Guess(self._nothing, 1.0 - max(shares.values(), default=0.0)) if self._may_lack else None
        return Guess(spoken[ranked[0]], shares[ranked[0]] - rival)

    def _marginal(self, tag: str, place: int) -> float:
        """The probability of a tag; values of one word never taught the field what goes on."""
        return self._tagger.marginal(tag, place) if tag in self._tags else 0.0

    def _spans(self, size: int) -> Iterator[tuple[float, int, int]]:
        """Spans that may be the value, with the least marginal probability of their tags."""
        for first in range(size):
            begins = self._marginal(BEGIN, first)
            if begins < _LIKELY:
                continue
            share, last = begins, first
            while last + 1 < size:
                inside = self._marginal(INSIDE, last + 1)
                if inside < _CONTINUES * min(1.0, share * 2):
                    break
                share, last = min(share, inside), last + 1
            ends = 1.0 - self._marginal(INSIDE, last + 1) if last + 1 < size else 1.0
            yield min(share, ends), first, last

    def parts(self) -> Parts:
        header = {"version": VERSION, "may_lack": self._may_lack, "nothing": self._nothing, "closing": self._closing}
        return Parts(header, {"model": np.frombuffer(self._model, np.uint8)})

    @classmethod
    def of(cls, parts: Parts) -> Tagger:
        if parts.header.get("version") != VERSION or not parts.arrays:
            raise ValueError("no tagger of this version")
        nothing, closing = (str(parts.header.get(name, "")) for name in ("nothing", "closing"))
        return cls(parts.arrays["model"].tobytes(), bool(parts.header["may_lack"]), nothing, closing)
