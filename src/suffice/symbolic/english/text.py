"""Tokens and sentences of one text.

A token keeps its offsets in the original text; matching uses its lower-case ``form``. What is joined by
an apostrophe is apart (it 's, do n't, Sarah 's). Sentences are token ranges without their closing mark.
Nothing is dropped silently: every token of a text is in exactly one sentence, or is a closing mark or a bullet.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from itertools import chain, pairwise
from operator import attrgetter
from typing import NamedTuple

# Every match begins with the white space before a token, and holds the token in one group, or ends the text. The first
# two groups are quick ways to what the last two match as well: a word that begins no abbreviation, and a mark.
_TOKEN = re.compile(
    r"([^\S\n]*+)(?:"
    r"([a-z]++(?!['.]|[^\W\d_]))"
    r"|([^\w\s.'])"
    r"|(\n)"
    r"|((?a:\d{1,3}(?:,\d{3})+(?!\d|,\d|,\s+\d{1,3}(?!\d|,\d{3}))(?:\.\d+)?|\d+\.\d+(?!\.?\d)|\d+|(?<![\w.])\.\d+))"
    r"|([ap]\.\s?m\.?(?![a-z])|e\.g\.|i\.e\.|u\.s\.a?\.?|u\.k\.?|vs\.|approx\.|incl\.|excl\.|p\.a\."
    r"|(?:mrs?|ms|dr|prof)\.(?=\s?[A-Z0-9])"
    r"|(?:jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)\.(?=,?\s*\d)"
    r"|(?-i:(?:Mon|Tues?|Wed|Thurs?|Fri|Sat|Sun)\.(?=,?\s*(?:the\s)?(?:\d|(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)))))"
    r"|(n't\b|'(?:s|re|ve|ll|d|m)\b|[^\W\d_]+?(?=n't\b)|[^\W\d_]+(?:'(?!(?:s|re|ve|ll|d|m)\b)[^\W\d_]+)*)"
    r"|(.)"
    r"|\Z)",
    re.IGNORECASE,
)
_SAME = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "–": "-", "−": "-", "‐": "-", "‑": "-", "\u00a0": " ",
                       "\u202f": " ", "\u2009": " ", "\r": "\n", "\t": " "})  # fmt: skip
_ABBREVIATION = {"a.m.": "am", "p.m.": "pm", "a.m": "am", "p.m": "pm", "a. m.": "am", "p. m.": "pm",
                 "incl.": "incl", "excl.": "excl", "p.a.": "pa"}  # fmt: skip
_SHORT_NAME = re.compile(r"(?!mrs|prof)[a-z]{3,5}\.")  # of a month or a weekday, with its dot
_CLOSERS = frozenset(".?!")
_OPENERS = frozenset(
    "what when how if is are the please thanks thank i we my our and so can could where which who does do did will"
    " answer give reply return just only round it he she they a an in on at after before assuming given suppose".split()
)
_OPERATORS = frozenset("times plus minus divided multiplied over mod modulo to and or x degrees degree".split())
_BULLET = re.compile(r"[-*•·]|\d{1,2}[.)]|[a-z][.)]", re.IGNORECASE)


class Token(NamedTuple):
    """One token. ``glued`` when no white space stands before it."""

    form: str
    raw: str
    start: int
    end: int
    kind: str  # number | word | other
    glued: bool

    @property
    def capital(self) -> bool:
        return self.raw[:1].isupper()


_START, _END = attrgetter("start"), attrgetter("end")
_token: Callable[[tuple[str, str, int, int, str, bool]], Token] = partial(tuple.__new__, Token)


@dataclass(frozen=True, slots=True)
class Sentence:
    """Tokens ``start`` (inclusive) to ``end`` (exclusive) and the mark that closed them."""

    start: int
    end: int
    mark: str


@dataclass(frozen=True, slots=True)
class Text:
    """A text with its tokens and sentences."""

    source: str
    tokens: tuple[Token, ...]
    sentences: tuple[Sentence, ...]

    @property
    def starts(self) -> frozenset[int]:
        """Indexes of the tokens that begin a sentence."""
        return frozenset(sentence.start for sentence in self.sentences)

    def slice(self, start: int, end: int) -> str:
        """The original characters of tokens ``start`` to ``end`` (exclusive)."""
        if start >= end:
            return ""
        return self.source[self.tokens[start].start : self.tokens[end - 1].end]

    def without(self, spans: Sequence[tuple[int, int]]) -> Text | None:
        """The text without the sentences within ``spans`` (of characters of the source, which stays as it is); None
        where a span ends within a sentence."""
        tokens = self.tokens
        out = [  # of each span, which tokens
            (bisect_left(tokens, start, key=_START), bisect_right(tokens, end, key=_END))
            for start, end in sorted(spans)
        ]
        if any(end > start for (_, end), (start, _) in pairwise(out)):
            return None
        kept: list[Sentence] = []
        for sentence in self.sentences:
            shift = 0
            for start, end in out:
                if start <= sentence.start < sentence.end <= end:
                    break
                if start < sentence.end and sentence.start < end:
                    return None
                shift += end - start if end <= sentence.start else 0
            else:
                kept.append(Sentence(sentence.start - shift, sentence.end - shift, sentence.mark))
        edges = [0, *(edge for span in out for edge in span), len(tokens)]
        left = chain.from_iterable(tokens[start:end] for start, end in zip(edges[::2], edges[1::2], strict=True))
        return Text(self.source, tuple(left), tuple(kept))


@lru_cache(maxsize=64)
def analyse(source: str) -> Text:
    """Tokenise and split into sentences."""
    tokens: list[Token] = []
    breaks: dict[int, int] = {}  # token index -> number of line breaks before it
    lines: dict[int, int] = {}  # token index -> length of the line that ends before it
    stops: list[int] = []  # indexes of tokens that may begin or close a sentence
    text = source.replace("\r\n", " \n").translate(_SAME)
    fresh, line_start, at = True, 0, 0  # fresh: at the beginning of a line
    append = tokens.append
    for space, word, mark, line, number, short, inflected, other in _TOKEN.findall(text):
        start = at + len(space)
        if word:
            if fresh:
                stops.append(len(tokens))
            at = start + len(word)
            append(_token((word.lower(), word, start, at, "word", not (fresh or space))))
            fresh = False
            continue
        if line:
            breaks[len(tokens)] = breaks.get(len(tokens), 0) + 1
            lines.setdefault(len(tokens), start - line_start)
            at = line_start = start + 1
            fresh = True
            continue
        raw: str = mark or number or short or inflected or other
        if not raw:
            break
        form, kind = raw.lower(), "word"
        if fresh or form[-1] in _CLOSERS:
            stops.append(len(tokens))
        if short:
            form = _ABBREVIATION.get(form, form)
            if _SHORT_NAME.fullmatch(form):
                form = form[:-1]
        elif number:
            kind = "number"
        elif mark or other:
            kind = "other"
        at = start + len(raw)
        append(_token((form, raw, start, at, kind, not (fresh or space))))
        fresh = False
    return Text(source, tuple(tokens), tuple(_sentences(tokens, stops, breaks, lines)))


def _sentences(
    tokens: list[Token], stops: list[int], breaks: dict[int, int], lines: dict[int, int]
) -> Iterator[Sentence]:
    start = 0
    for index in stops:
        if index < start:  # within a bullet
            continue
        if index in breaks and index > start and not _wraps(tokens, index, breaks, lines):
            yield Sentence(start, index, "")
            start = index
        if index == start and (index == 0 or index in breaks):
            start = _after_bullet(tokens, index, breaks)
            if index < start:
                continue
        token = tokens[index]
        if token.form in _CLOSERS and not _inside(tokens, index):
            if index > start:  # of "?!" and "..." the first mark counts
                yield Sentence(start, index, token.form)
            start = index + 1
        elif (
            token.raw[-1:] == "."
            and token.form in ("am", "pm")
            and index + 1 < len(tokens)
            and tokens[index + 1].capital
            and tokens[index + 1].form in _OPENERS
        ):
            yield Sentence(start, index + 1, ".")
            start = index + 1
    if start < len(tokens):
        yield Sentence(start, len(tokens), "")


def _line_between(tokens: list[Token], index: int) -> bool:
    """True unless one space or less stands behind the token."""
    return tokens[index + 1].start - tokens[index].end > 1


def _inside(tokens: list[Token], index: int) -> bool:
    """True for a dot inside a longer thing (12.03.2026, example.com, v1.2.3), and for a mark of a gap (3 kg = ? g)."""
    if tokens[index].form == "?" and index and tokens[index - 1].form == "=" and index + 1 < len(tokens):
        following = tokens[index + 1]
        return following.kind == "word" and not following.capital and not _line_between(tokens, index)
    if tokens[index].form != "." or not tokens[index].glued or index + 1 >= len(tokens):
        return False
    following = tokens[index + 1]
    return following.glued and following.kind in ("number", "word") and not following.capital


def _wraps(tokens: list[Token], index: int, breaks: dict[int, int], lines: dict[int, int]) -> bool:
    """True when the line break before token ``index`` is a mere wrap inside a sentence."""
    if breaks[index] > 1 or _after_bullet(tokens, index, breaks) != index:
        return False
    if tokens[index - 1].form == ":":
        return False
    return (tokens[index].raw[:1].islower() and lines[index] >= 30) or lines[index] >= 60


def _counted(tokens: list[Token], index: int, breaks: dict[int, int]) -> bool:
    """True when a number on a line of its own text counts things: ``- 2 x milk``, ``- 3 chairs``."""
    at = index + 1
    if index - 1 not in breaks or at >= len(tokens) or at in breaks:
        return False
    if tokens[at].form in ("x", "×") and at + 1 < len(tokens) and at + 1 not in breaks:
        at += 1
    return tokens[at].kind == "word" and tokens[at].form not in _OPERATORS


def _after_bullet(tokens: list[Token], index: int, breaks: dict[int, int]) -> int:
    """The index after a bullet at ``index``, else ``index``. A bullet is followed by a space and more text."""
    for length in (2, 1):
        after = index + length
        if after < len(tokens) and after not in breaks and not tokens[after].glued:
            marks = tokens[index:after]
            if all(t.glued for t in marks[1:]) and _BULLET.fullmatch("".join(t.raw for t in marks)):
                if length == 1 and marks[0].kind != "other":
                    continue
                minus = length == 1 and marks[0].form == "-" and tokens[after].kind == "number"
                if minus and not _counted(tokens, after, breaks):
                    continue
                return after
    return index
