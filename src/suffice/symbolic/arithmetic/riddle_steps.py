"""Equations told in order: "think of a number, double it, add 9 and get 53" -> ``["equation", "x", left, right]``."""

from __future__ import annotations

from typing import Any

from suffice.symbolic.arithmetic.riddle_words import SPOKEN, TIMES, UNKNOWN, after_it, number_at, phrase
from suffice.symbolic.english.grammar import Match, Parse

_HALVE = frozenset(("halve", "halves", "halved", "halving"))
_MULTIPLY = frozenset(("multiply", "multiplies", "multiplied", "multiplying", "times"))
_DIVIDE = frozenset(("divide", "divides", "divided", "dividing"))
_ADD = frozenset(("add", "adds", "added", "adding"))
_SUBTRACT = frozenset(("subtract", "subtracts", "subtracted", "subtracting", "deduct", "deducts"))
_TAKE = frozenset(("take", "takes", "took", "taking"))
VERBS = frozenset(TIMES) | _HALVE | _MULTIPLY | _DIVIDE | _ADD | _SUBTRACT | _TAKE
_RESULTS = tuple(
    tuple(words.split())
    for words in """
    get, gets, got, getting, to get, i get, you get, we get, she gets, he gets, i got, end up with, i end up with,
    you end up with, ended up with, she ends up with, he ends up with, ends up with, ends up at, arrive at,
    arrives at, i arrive at, the result is, the answer is, my answer is, my result is, it gives, giving, gives,
    gives me, this gives, this gives me, that gives, that gives me, which gives, which gives me, it makes, to
    make, making, i have, the outcome is, the final result is, you have, the final answer is, you obtain, i
    obtain, obtain, and the result is, the total is, the result equals, his answer is, her answer is, his result
    is, her result is, it equals, finish with, finish on, to give, it comes to, ending up with, i reach, reach,
    the result will be, the result was
    """.split(",")
)
_OPERATIONS = 8


def _comma(parse: Parse, index: int) -> int:
    """The index after ``, and then`` and the like."""
    at = index
    if parse.form(at) in (",", ";", "-"):
        at += 1
    for word in ("and", "then", "i", "you", "we", "finally", "next"):
        if parse.form(at) == word:
            at += 1
    return at


def _operation(parse: Parse, index: int, value: Any) -> tuple[int, Any] | None:
    """``value`` after the operation that is told at ``index``."""
    form, at = parse.form(index), index + 1
    if form in TIMES:
        return after_it(parse, at), ["mul", ["num", str(TIMES[form])], value]
    if form in _HALVE:
        return after_it(parse, at), ["div", value, ["num", "2"]]
    if form in _MULTIPLY or form in _DIVIDE:
        at = after_it(parse, at)
        if parse.form(at) != "by":
            return None
        read = number_at(parse, at + 1)
        return read and (read[0], ["mul" if form in _MULTIPLY else "div", value, read[1]])
    if form in _ADD or form in _SUBTRACT:
        read = number_at(parse, at)
        if read is None:
            return None
        after = read[0]
        if parse.form(after) == ("to" if form in _ADD else "from"):
            moved = after_it(parse, after + 1)
            after = moved if moved > after + 1 else after
        return after, ["add" if form in _ADD else "sub", value, read[1]]
    if form in _TAKE:
        away = parse.form(at) in ("away", "off")
        read = number_at(parse, at + away)
        if read is None:
            return None
        after = read[0]
        if not away and parse.form(after) in ("away", "off"):
            after, away = after + 1, True
        if parse.form(after) == "from":
            moved = after_it(parse, after + 1)
            after, away = (moved, True) if moved > after + 1 else (after, away)
        return (after, ["sub", value, read[1]]) if away else None
    return None


def number_story(parse: Parse, index: int) -> list[Match]:
    """``a number , double it , add 9 and get 53``: at least one operation and its result."""
    at = phrase(parse, index, SPOKEN) or index
    if at == index and parse.form(index) not in VERBS:
        return []
    value: Any = UNKNOWN
    for _ in range(_OPERATIONS):
        step = _operation(parse, _comma(parse, at), value)
        if step is None:
            break
        at, value = step
    if value is UNKNOWN:
        return []
    start = at
    if parse.form(start) in (",", ";", "-", ":"):
        start += 1
    for word in ("and", "then", "so"):
        start += parse.form(start) == word
    after = phrase(parse, start, _RESULTS)
    read = number_at(parse, after) if after else None
    return [(read[0], ["equation", "x", value, read[1]])] if read else []
