"""Runs of characters of one class, and the places between them.

A *token* is the name of a class (``digits``) or ``=`` and a literal (``=, ``). Everything here is linear in the text.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import groupby

Span = tuple[int, int]

CLASSES: dict[str, Callable[[str], bool]] = {
    "digits": str.isdecimal,
    "letters": str.isalpha,
    "upper": str.isupper,
    "lower": str.islower,
    "alnum": str.isalnum,
    "space": str.isspace,
    "nonspace": lambda c: not c.isspace(),
    "numeral": lambda c: c.isdecimal() or c in ".,",
}
PROPER = "proper"  # a capital and the small letters after it
NAMES = (*CLASSES, PROPER)
SPOKEN = {
    "digits": "run of digits",
    "letters": "run of letters",
    "upper": "run of capitals",
    "lower": "run of small letters",
    "alnum": "run of letters or digits",
    "space": "blank",
    "nonspace": "run without blanks",
    "numeral": "number as written",
    PROPER: "capitalised word",
}


def is_token(name: str) -> bool:
    return name in NAMES or (name.startswith("=") and 1 < len(name) <= 60)


def spans(text: str, token: str) -> list[Span]:
    """Maximal runs of a class, or the occurrences of a literal from left to right, none overlapping."""
    if token.startswith("="):
        return _occurrences(text, token[1:])
    if token == PROPER:
        return _proper(text)
    of_class = CLASSES[token]
    found, at = [], 0
    for inside, run in groupby(text, of_class):
        end = at + sum(1 for _ in run)
        if inside:
            found.append((at, end))
        at = end
    return found


def joints(text: str, left: str, right: str) -> list[int]:
    """Places where a run of ``left`` ends and a run of ``right`` starts; an empty token asks nothing of its side."""
    ends = {end for _, end in spans(text, left)} if left else None
    starts = {start for start, _ in spans(text, right)} if right else None
    if ends is None or starts is None:
        return sorted(ends or starts or ())
    return sorted(ends & starts)


def nth(items: Sequence, n: int):
    """The n-th item, from 1; from the end where n is negative; None where there is none."""
    if n == 0 or abs(n) > len(items):
        return None
    return items[n - 1 if n > 0 else n]


def said(token: str) -> str:
    """The token in words."""
    return repr(token[1:]) if token.startswith("=") else SPOKEN[token]


def _occurrences(text: str, literal: str) -> list[Span]:
    found, at = [], text.find(literal)
    while at >= 0:
        found.append((at, at + len(literal)))
        at = text.find(literal, at + len(literal))
    return found


def _proper(text: str) -> list[Span]:
    found, at, size = [], 0, len(text)
    while at < size:
        end = at + 1
        if text[at].isupper():
            while end < size and text[end].islower():
                end += 1
            if end > at + 1:
                found.append((at, end))
        at = end
    return found
