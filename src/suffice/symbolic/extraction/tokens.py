"""Tokens of any text: runs of letters, runs of ASCII digits, single other characters.

Offsets are indices of the Python string (code points). A blank line is a token of its own that nothing matches,
so that no expression crosses it.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

_TOKEN = re.compile(r"\n[^\S\n]*\n\s*|[^\W\d_]+|[0-9]+|\S")
_SAME = {"’": "'", "‘": "'", "–": "-", "—": "-", "−": "-", "‐": "-", "‑": "-"}
DIGITS = "0"  # the key of every run of digits


@dataclass(frozen=True, slots=True)
class Token:
    """``form`` is lower case with plain quotes and dashes; ``glued``: no white space stands before it."""

    form: str
    start: int
    end: int
    glued: bool

    @property
    def key(self) -> str:
        """What rules are looked up by."""
        return DIGITS if self.form[0] in "0123456789" else self.form


def tokens_of(text: str) -> list[Token]:
    """All tokens, in order."""
    found: list[Token] = []
    end = 0
    for match in _TOKEN.finditer(text):
        raw = match.group()
        found.append(Token(_SAME.get(raw) or raw.lower(), match.start(), match.end(), match.start() == end > 0))
        end = match.end()
    return found


def begins_well(tokens: list[Token], index: int) -> bool:
    """False where the token is only the rest of something: of a word, a decimal, a price, a tag, an address."""
    token = tokens[index]
    before = tokens[index - 1] if index else None
    if before is None:
        return True
    digit = token.form[0].isdigit()
    if before.form[0] in "$€£¥" and (digit or token.glued):
        return False
    if not token.glued:
        return True
    if before.form.isalnum() or before.form in "@#_\\~" or unicodedata.combining(before.form[0]):
        return before.form == "_" and digit
    further = tokens[index - 2] if index > 1 and before.glued else None
    if further is None or before.form not in "-./,:'&=+":
        return True
    if digit and before.form == "=":
        return True
    if digit:
        return not further.form[0].isdigit() and before.form in "-/:,'"
    return not further.form.isalnum()


def ends_well(text: str, tokens: list[Token], end: int) -> bool:
    """False where what stands glued behind the last token (before index ``end``) belongs to it."""
    if end >= len(tokens) or not tokens[end].glued:
        return True
    after, last = tokens[end], tokens[end - 1]
    if after.form.isalnum() or after.form in "%_" or unicodedata.combining(after.form[0]):
        return after.form == "_"
    further = tokens[end + 1] if end + 1 < len(tokens) and tokens[end + 1].glued else None
    if further is None:
        return True
    if last.form[0].isdigit() and further.form[0].isdigit():
        return after.form not in "-./,:'"
    if after.form == "." and further.form[0].isdigit():
        return False
    return not (after.form == "-" and last.form.isalpha() and further.form.isalpha())
