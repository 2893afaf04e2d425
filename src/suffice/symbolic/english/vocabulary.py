"""The words that a family can possibly read: a text with any other word is refused before it is parsed.

They are all the words of the shared English and of the family: their rules, their data and the tables in their
code. Names (capitals), numbers, single letters and quoted words are never held against a text.
"""

from __future__ import annotations

import re
from importlib.resources import files
from importlib.resources.abc import Traversable
from operator import itemgetter

from suffice.symbolic.english import phrases
from suffice.symbolic.english.text import Text

_FORM = itemgetter(0)
_WORD = re.compile(r"[^\W\d_]{2,}")
_SUFFIXES = (".rules", ".txt", ".py")
_NO_WORDING = "schema.py"  # its words are for translators: no grammar reads them
_QUOTES = frozenset("\"'`“‘_-/.@\\{<")


def sources(family: str) -> list[Traversable]:
    """The rules, data and code of the shared English and of ``family``."""
    symbolic = files("suffice.symbolic")
    places = ("", "english", "english/rules", "english/data", family, f"{family}/scenarios")
    found = [file for place in places for file in symbolic.joinpath(place).iterdir() if file.name.endswith(_SUFFIXES)]
    return sorted((file for file in found if file.name != _NO_WORDING), key=str)


def vocabulary(family: str) -> frozenset[str]:
    """Every word, lower case, that stands in the rules, data and code of the shared English and of ``family``."""
    words = set(phrases.nouns())
    for file in sources(family):
        words.update(_WORD.findall(file.read_text(encoding="utf-8").lower()))
    return frozenset(words)


def stranger(text: Text, known: frozenset[str]) -> str | None:
    """A word of ``text`` that nobody could read, None if there is none."""
    if known.issuperset(map(_FORM, text.tokens)):
        return None
    for index, token in enumerate(text.tokens):
        if token.kind == "word" and token.form not in known and len(token.form) > 1 and token.raw.islower():
            before = text.tokens[index - 1].form if index else ""
            if token.form.isalpha() and not (token.glued and before in _QUOTES):
                return token.raw
    return None
