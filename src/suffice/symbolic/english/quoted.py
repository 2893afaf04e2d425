"""Quoted names, JSON shapes and round brackets: marks that a rules file cannot spell itself."""

from __future__ import annotations

import re

from suffice.symbolic.english.grammar import Grammar, Match, Parse

_QUOTES = frozenset("\"'`")
_IDENTIFIER = re.compile(r"[a-z][a-z0-9]*([_-][a-z0-9]+)*", re.IGNORECASE)
_LONGEST = 8  # tokens of one key


def key(parse: Parse, index: int) -> list[Match]:
    """A JSON key, quoted or bare -> its name as written: ``"total"``, ``'unit_price'``, ``final_price``."""
    if parse.form(index) in _QUOTES:
        end, name = _identifier(parse, index + 1)
        if name and parse.form(end) == parse.form(index):
            return [(end + 1, name)]
        return []
    end, name = _identifier(parse, index)
    return [(end, name)] if name else []


def quoted_key(parse: Parse, index: int) -> list[Match]:
    """A JSON key that stands in quotes -> its name as written."""
    return key(parse, index) if parse.form(index) in _QUOTES else []


def json_object(parse: Parse, index: int) -> list[Match]:
    """A JSON object with one key and a stand-in value, ``{"answer": ...}`` -> the key.

    The stand-in says nothing: dots, an empty string, a word for "value" or the key itself. A value that
    could be an answer (a number, true, another word) is no stand-in.
    """
    if parse.form(index) != "{":
        return []
    found: list[Match] = []
    for end, name in key(parse, index + 1):
        if parse.form(end) != ":":
            continue
        stop = _stand_in(parse, end + 1, name)
        if stop is not None and parse.form(stop) == "}":
            found.append((stop + 1, name))
    return found


def opens(parse: Parse, index: int) -> list[Match]:
    """An opening round bracket."""
    return [(index + 1, "(")] if parse.form(index) == "(" else []


def closes(parse: Parse, index: int) -> list[Match]:
    """A closing round bracket."""
    return [(index + 1, ")")] if parse.form(index) == ")" else []


def _identifier(parse: Parse, index: int) -> tuple[int, str]:
    """The identifier of glued tokens at ``index``: its end and its text, '' if there is none."""
    best = index, ""
    text = ""
    for end in range(index, min(parse.end, index + _LONGEST)):
        token = parse.tokens[end]
        if (end > index and not token.glued) or token.form in _QUOTES:
            break
        text += token.raw
        if _IDENTIFIER.fullmatch(text):
            best = end + 1, text
    return best


_STAND_INS = frozenset("value number answer result integer float decimal string amount date time text output".split())


def _stand_in(parse: Parse, index: int, name: str) -> int | None:
    """The index after a value that only holds a place, None if it says something."""
    marks = {'"': '"', "'": "'", "<": ">"}
    closing: list[str] = []
    while parse.form(index) in marks:
        closing.append(marks[parse.form(index)])
        index += 1
        if closing and parse.form(index) == closing[-1] == parse.form(index - 1):
            break  # an empty string
    words = 0
    while words < 4 and parse.form(index) in _STAND_INS | {"the", "your", "final", "of", "...", "…", ".", name.lower()}:
        index += 1
        words += 1
    for mark in reversed(closing):
        if parse.form(index) != mark:
            return None
        index += 1
    return index if words or closing else None


def install(grammar: Grammar) -> None:
    grammar.literals |= {
        "key": key, "quoted_key": quoted_key, "json_object": json_object, "opens": opens, "closes": closes,
    }  # fmt: skip
