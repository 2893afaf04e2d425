"""Equations told as a phrase: "a number doubled plus 9 is 53" -> ``["equation", "x", left, right]``.

A noun phrase about the unknown stands on one side (or both) of "is".
"""

from __future__ import annotations

from typing import Any

from suffice.symbolic.arithmetic.riddle_steps import VERBS, number_story
from suffice.symbolic.arithmetic.riddle_words import SPOKEN, TIMES, UNKNOWN, after_it, number_at, phrase
from suffice.symbolic.english.grammar import Grammar, Match, Parse

_EQUALS = tuple(
    tuple(words.split())
    for words in """
    is equal to, is the same as, equals, is, =, gives, makes, comes to, results in, amounts to, yields, to get,
    you get, i get, the result is, the answer is, we get, it is, gives you, gives me, will be, would be, was
    """.split(",")
)
_MULTIPLES = {"twice": "2", "thrice": "3", "double": "2", "triple": "3", "treble": "3"}
_SHARES = {"half": "0.5", "third": "1/3", "quarter": "0.25", "fifth": "0.2", "tenth": "0.1"}


def _unknown(parse: Parse, index: int) -> tuple[int, Any] | None:
    """A multiple of the unknown: a number, twice a number, 3 times a number, half of a number."""
    form = parse.form(index)
    after = phrase(parse, index, SPOKEN)
    if after:
        return after, UNKNOWN
    if form in _MULTIPLES:
        inner = _group(parse, index + 1)
        return inner and (inner[0], ["mul", ["num", _MULTIPLES[form]], inner[1]])
    article = form in ("a", "one")
    share = _SHARES.get(parse.form(index + article))
    if share and (article or form == "half"):
        at = index + article + 1
        inner = _group(parse, at + (parse.form(at) == "of"))
        return inner and (inner[0], ["mul", ["num", share], inner[1]])
    read = number_at(parse, index)
    if read and parse.form(read[0]) == "times":
        inner = _group(parse, read[0] + 1)
        return inner and (inner[0], ["mul", read[1], inner[1]])
    return None


def _group(parse: Parse, index: int) -> tuple[int, Any] | None:
    """What a multiple may be taken of: the unknown itself, or ``the sum of`` it and a number."""
    after = phrase(parse, index, SPOKEN)
    return (after, UNKNOWN) if after else _sum(parse, index)


def _sum(parse: Parse, index: int) -> tuple[int, Any] | None:
    """``the sum of a number and 7``."""
    if [parse.form(index + k) for k in range(3)] != ["the", "sum", "of"]:
        return None
    left = _unknown(parse, index + 3) or number_at(parse, index + 3)
    if left is None or parse.form(left[0]) != "and":
        return None
    right = number_at(parse, left[0] + 1) or _unknown(parse, left[0] + 1)
    return right and (right[0], ["add", left[1], right[1]])


_AFTER = {
    ("plus",): "add", ("increased", "by"): "add", ("minus",): "sub", ("decreased", "by"): "sub",
    ("reduced", "by"): "sub", ("less",): "sub", ("diminished", "by"): "sub",
}  # fmt: skip
_BEFORE = {
    ("more", "than"): ("add", False), ("less", "than"): ("sub", True), ("added", "to"): ("add", False),
    ("greater", "than"): ("add", False), ("fewer", "than"): ("sub", True), ("subtracted", "from"): ("sub", True),
    ("taken", "from"): ("sub", True),
}  # fmt: skip
_SCALED = {("doubled",): "2", ("tripled",): "3", ("trebled",): "3"}


def _side(parse: Parse, index: int) -> tuple[int, Any] | None:
    """A phrase about the unknown."""
    read = _unknown(parse, index) or _sum(parse, index)
    if read is None:
        amount = number_at(parse, index)
        if amount is None:
            return None
        for words, (name, turned) in _BEFORE.items():
            if all(parse.form(amount[0] + k) == word for k, word in enumerate(words)):
                inner = _unknown(parse, amount[0] + 2)
                pair = [inner[1], amount[1]] if inner else []
                return inner and (inner[0], [name, *(pair if turned else reversed(pair))])
        return None
    at, value = read
    for words, factor in _SCALED.items():
        if value is UNKNOWN and parse.form(at) == words[0]:
            at, value = at + 1, ["mul", ["num", factor], value]
            if parse.form(at) in ("and", ","):
                at += parse.form(at + 1) in ("plus", "minus", "increased", "decreased", "reduced")
    for words, name in _AFTER.items():
        if all(parse.form(at + k) == word for k, word in enumerate(words)):
            amount = number_at(parse, at + len(words))
            if amount is None or parse.form(amount[0]) in ("times", "%"):
                return None
            return amount[0], [name, value, amount[1]]
    for name, words in (("mul", ("multiplied", "by")), ("mul", ("times",)), ("div", ("divided", "by"))):
        if value is UNKNOWN and all(parse.form(at + k) == word for k, word in enumerate(words)):
            amount = number_at(parse, at + len(words))
            return amount and (amount[0], [name, value, amount[1]])
    return at, value


def _passive(parse: Parse, index: int) -> tuple[int, Any] | None:
    """``6 is added to a number``; ``a number is doubled and 9 is added``."""
    amount = number_at(parse, index)
    if amount and parse.form(amount[0]) == "is":
        pair = (parse.form(amount[0] + 1), parse.form(amount[0] + 2))
        inner = _unknown(parse, amount[0] + 3)
        if inner is None or pair not in (("added", "to"), ("subtracted", "from"), ("taken", "from")):
            return None
        return inner[0], ["add" if pair[0] == "added" else "sub", inner[1], amount[1]]
    at = phrase(parse, index, SPOKEN)
    if not at or parse.form(at) != "is":
        return None
    value: Any = None
    while at < parse.end:
        start = at
        for word in (",", "and", "then", "is", "it", "is", "then"):
            start += parse.form(start) == word
        step = _changed(parse, start, UNKNOWN if value is None else value)
        if step is None:
            break
        at, value = step
    return (at, value) if value is not None else None


def _changed(parse: Parse, index: int, value: Any) -> tuple[int, Any] | None:
    """``doubled``, ``multiplied by 3``, ``increased by 4``, ``9 is added``."""
    form = parse.form(index)
    if form in ("doubled", "tripled", "trebled", "quadrupled"):
        return index + 1, ["mul", ["num", str(TIMES[form])], value]
    if form == "halved":
        return index + 1, ["div", value, ["num", "2"]]
    kinds = {"multiplied": "mul", "divided": "div", "increased": "add", "decreased": "sub", "reduced": "sub"}
    if form in kinds and parse.form(index + 1) == "by":
        read = number_at(parse, index + 2)
        return read and (read[0], [kinds[form], value, read[1]])
    read = number_at(parse, index)
    if read and parse.form(read[0]) == "is" and parse.form(read[0] + 1) in ("added", "subtracted"):
        name = "add" if parse.form(read[0] + 1) == "added" else "sub"
        end = read[0] + 2
        if parse.form(end) in ("to", "from"):
            end = after_it(parse, end + 1)
        return end, [name, value, read[1]]
    return None


def number_riddle(parse: Parse, index: int) -> list[Match]:
    """``three times a number decreased by 4 is 11``."""
    left = _passive(parse, index) or _side(parse, index)
    if left is None or left[1] is UNKNOWN:
        return []
    at = phrase(parse, left[0] + (parse.form(left[0]) == ","), _EQUALS)
    if not at:
        return []
    right = _side(parse, at) or number_at(parse, at)
    if right is None or parse.form(right[0]) in ("times", "more", "less", "plus", "minus", "of", "%"):
        return []
    return [(right[0], ["equation", "x", left[1], right[1]])]


def install(grammar: Grammar) -> None:
    grammar.literals |= {"number_story": number_story, "number_riddle": number_riddle}
    unknown = frozenset(words[0] for words in SPOKEN)
    grammar.openers |= {
        "number_story": unknown | VERBS,
        "number_riddle": unknown.union(_MULTIPLES, ("a", "one", "half", "the", "<number>")),
    }
