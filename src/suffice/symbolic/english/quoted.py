"""Keys, JSON shapes, brackets and small whole numbers: what instructions hold and rules cannot spell.

Literals: ``key``, ``json_object``, ``json_dated``, ``json_timed`` (the key of a JSON shape), ``opens``,
``closes`` (round brackets), ``hashes`` (marks of a heading), ``title_line``, ``digits``, ``small`` (an int),
``plain_unit``.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from suffice.symbolic.english.grammar import NUMBER, Grammar, Match, Parse

_QUOTES = frozenset("\"'`")
_IDENTIFIER = re.compile(r"[a-z][a-z0-9]*([_-][a-z0-9]+)*", re.IGNORECASE)
_LONGEST = 8  # tokens of one key
_STAND_INS = {
    "value",
    "number",
    "answer",
    "result",
    "integer",
    "float",
    "decimal",
    "string",
    "amount",
    "output",
    "text",
}
_BETWEEN = {"the", "your", "final", "numeric", "of", "here", ".", "…"}
_DATE = ("yyyy", "-", "mm", "-", "dd")
_TIME = ("hh", ":", "mm")
_CLOSING = {'"': '"', "'": "'", "<": ">", "[": "]"}
_TWOFOLD = frozenset(("pound", "pounds", "degree", "degrees", "p", "m", "c", "f", "d", "w", "h", "s"))
_TITLES = {
    "format",
    "question", "task", "problem", "details", "the details", "data", "facts", "notes", "my notes", "trip notes",
    "order", "order details", "order update", "invoice", "items", "shopping", "shopping list", "receipt", "list",
    "summary", "info", "information", "context", "background", "costs", "expenses", "prices", "numbers", "scenario",
    "situation", "input", "query", "request", "role", "rules", "instructions", "user", "system", "agenda", "to do",
    "budget",
}  # fmt: skip
_MOST = 30  # decimals or figures that anyone asks for


def key(parse: Parse, index: int) -> list[Match]:
    """A JSON key, quoted or bare -> its name as written: ``"total"``, ``'unit_price'``, ``final_price``."""
    quote = parse.form(index)
    if quote in _QUOTES:
        end, name = _identifier(parse, index + 1)
        return [(end + 1, name)] if name and parse.form(end) == quote else []
    end, name = _identifier(parse, index)
    return [(end, name)] if name else []


def json_object(parse: Parse, index: int) -> list[Match]:
    """A JSON object with one key and a stand-in value, ``{"answer": ...}`` -> the key.

    The stand-in says nothing: dots, an empty string, a word for "value" or the key itself. A value that
    could be an answer (a number, true, another word) is no stand-in.
    """
    return _object(parse, index, _stand_in)


def json_dated(parse: Parse, index: int) -> list[Match]:
    """``{"date": "YYYY-MM-DD"}`` -> the key."""
    return _object(parse, index, lambda parse, at, name: _spelled(parse, at, _DATE))


def json_timed(parse: Parse, index: int) -> list[Match]:
    """``{"time": "HH:MM"}`` -> the key."""
    return _object(parse, index, lambda parse, at, name: _spelled(parse, at, _TIME))


def opens(parse: Parse, index: int) -> list[Match]:
    """An opening round bracket."""
    return [(index + 1, "(")] if parse.form(index) == "(" else []


def closes(parse: Parse, index: int) -> list[Match]:
    """A closing round bracket."""
    return [(index + 1, ")")] if parse.form(index) == ")" else []


def hashes(parse: Parse, index: int) -> list[Match]:
    """The marks of a heading: one to six ``#``."""
    end = index
    while parse.form(end) == "#" and end < index + 6:
        end += 1
    return [(end, "#")] if end > index and parse.form(end) != "#" else []


def title_line(parse: Parse, index: int) -> list[Match]:
    """A sentence that is no more than a title ("Details", "Shopping list")."""
    starts = any(sentence.start == index for sentence in parse.text.sentences)
    words = " ".join(token.form for token in parse.tokens[index : parse.end])
    return [(parse.end, "title")] if starts and words in _TITLES else []


def digits(parse: Parse, index: int) -> list[Match]:
    """The digits of a ticket or a case, glued to its mark or not."""
    return [(index + 1, "id")] if index < parse.end and parse.tokens[index].raw.isdecimal() else []


def small(parse: Parse, index: int) -> list[Match]:
    """A whole number up to 30 -> an int (how many decimals or figures)."""
    if index < parse.end and parse.tokens[index].raw.isdecimal():  # "2dp" too
        found = [(index + 1, parse.form(index))]
    else:
        found = [(end, value[1]) for end, value in parse.match("count", index)]
    return [(end, int(number)) for end, number in found if len(number) <= 2 and int(number) <= _MOST]


def plain_unit(parse: Parse, index: int) -> list[Match]:
    """A unit whose name means nothing else: no pound, no degree, no single letter."""
    return [] if parse.form(index) in _TWOFOLD else parse.match("unit", index)


def _object(parse: Parse, index: int, value: Callable[[Parse, int, str], int | None]) -> list[Match]:
    if parse.form(index) != "{":
        return []
    found: list[Match] = []
    for end, name in key(parse, index + 1):
        stop = value(parse, end + 1, name) if parse.form(end) == ":" else None
        if stop is not None and parse.form(stop) == "}":
            found.append((stop + 1, name))
    return found


def _identifier(parse: Parse, index: int) -> tuple[int, str]:
    """The identifier of glued tokens at ``index``: its end and its text, '' if there is none."""
    best, text = (index, ""), ""
    for end in range(index, min(parse.end, index + _LONGEST)):
        token = parse.tokens[end]
        if (end > index and not token.glued) or token.form in _QUOTES:
            break
        text += token.raw
        if _IDENTIFIER.fullmatch(text):
            best = end + 1, text
    return best


def _stand_in(parse: Parse, index: int, name: str) -> int | None:
    """The index after a value that only holds a place, None if it says something."""
    closing: list[str] = []
    while parse.form(index) in _CLOSING:
        if closing and parse.form(index) == closing[-1]:
            break  # an empty string
        closing.append(_CLOSING[parse.form(index)])
        index += 1
    words = 0
    while words < 5 and parse.form(index) in _STAND_INS | _BETWEEN | {name.lower()}:
        index, words = index + 1, words + 1
    for mark in reversed(closing):
        if parse.form(index) != mark:
            return None
        index += 1
    return index if words or closing else None


def _spelled(parse: Parse, index: int, forms: tuple[str, ...]) -> int | None:
    """The index after ``forms``, in quotes or not; None if something else stands there."""
    quote = parse.form(index) if parse.form(index) in ('"', "'") else ""
    index += bool(quote)
    for form in forms:
        if parse.form(index) != form:
            return None
        index += 1
    if quote and parse.form(index) != quote:
        return None
    return index + bool(quote)


def install(grammar: Grammar) -> None:
    """Register these literals; ``small`` and ``plain_unit`` need those of numbers."""
    found = (key, json_object, json_dated, json_timed, opens, closes, hashes, title_line, digits, small, plain_unit)
    grammar.literals |= {literal.__name__: literal for literal in found}
    grammar.openers |= dict.fromkeys(("json_object", "json_dated", "json_timed"), frozenset("{"))
    grammar.openers |= {
        "opens": frozenset("("), "closes": frozenset(")"), "hashes": frozenset("#"), "digits": frozenset((NUMBER,)),
        "plain_unit": frozenset(("<unit>",)), "title_line": frozenset(title.split()[0] for title in _TITLES),
    }  # fmt: skip
