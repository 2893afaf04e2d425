"""Equations told in words: "a number doubled plus 9 is 53", "think of a number, double it, add 9 and get 53".

``number_story`` reads the operations in the order in which they are told; ``number_riddle`` reads a noun phrase
about the unknown on one side (or both) of "is". Both give ``["equation", "x", left, right]``.
"""

from __future__ import annotations

from typing import Any

from suffice.symbolic.english.grammar import Grammar, Match, Parse

_X = ["var", "x"]
_UNKNOWN = tuple(
    tuple(words.split())
    for words in """
    a certain number, a mystery number, a secret number, some number, the same number, that same number, a number,
    the number, my number, that number, this number, her number, his number, the unknown number, an unknown
    number, it
    """.split(",")
)
_TIMES = {
    "double": 2, "doubles": 2, "doubled": 2, "doubling": 2, "triple": 3, "triples": 3, "tripled": 3, "tripling": 3,
    "treble": 3, "trebles": 3, "trebled": 3, "quadruple": 4, "quadruples": 4, "quadrupled": 4
}  # fmt: skip
_HALVE = frozenset(("halve", "halves", "halved", "halving"))
_MULTIPLY = frozenset(("multiply", "multiplies", "multiplied", "multiplying", "times"))
_DIVIDE = frozenset(("divide", "divides", "divided", "dividing"))
_ADD = frozenset(("add", "adds", "added", "adding"))
_SUBTRACT = frozenset(("subtract", "subtracts", "subtracted", "subtracting", "deduct", "deducts"))
_TAKE = frozenset(("take", "takes", "took", "taking"))
_VERBS = frozenset(_TIMES) | _HALVE | _MULTIPLY | _DIVIDE | _ADD | _SUBTRACT | _TAKE
_IT = frozenset((("it",), ("this",), ("that",), ("the", "result"), ("the", "answer"), ("the", "number"),
                 ("the", "total"), ("this", "result"), ("the", "product"), ("the", "sum")))  # fmt: skip
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
_EQUALS = tuple(
    tuple(words.split())
    for words in """
    is equal to, is the same as, equals, is, =, gives, makes, comes to, results in, amounts to, yields, to get,
    you get, i get, the result is, the answer is, we get, it is, gives you, gives me, will be, would be, was
    """.split(",")
)
_MULTIPLES = {"twice": "2", "thrice": "3", "double": "2", "triple": "3", "treble": "3"}
_SHARES = {"half": "0.5", "third": "1/3", "quarter": "0.25", "fifth": "0.2", "tenth": "0.1"}
_OPERATIONS = 8


def _phrase(parse: Parse, index: int, phrases: tuple[tuple[str, ...], ...]) -> int:
    """The index after the longest of ``phrases`` that stands at ``index``; 0 if none does."""
    found = 0
    for words in phrases:
        if len(words) > found and all(parse.form(index + k) == word for k, word in enumerate(words)):
            found = len(words)
    return index + found if found else 0


def _number(parse: Parse, index: int) -> tuple[int, list[str]] | None:
    found = [match for match in parse.match("number", index) if match[1][1] not in ("0",)]
    return max(found, key=lambda match: match[0]) if found else None


def _comma(parse: Parse, index: int) -> int:
    """The index after ``, and then`` and the like."""
    at = index
    if parse.form(at) in (",", ";", "-"):
        at += 1
    for word in ("and", "then", "i", "you", "we", "finally", "next"):
        if parse.form(at) == word:
            at += 1
    return at


def _it(parse: Parse, index: int) -> int:
    """The index after a word for the number so far, or ``index``."""
    for words in ((parse.form(index), parse.form(index + 1)), (parse.form(index),)):
        if words in _IT:
            return index + len(words)
    return _phrase(parse, index, _UNKNOWN) or index


# --- told in order -------------------------------------------------------------------------------
def _operation(parse: Parse, index: int, value: Any) -> tuple[int, Any] | None:
    """``value`` after the operation that is told at ``index``."""
    form, at = parse.form(index), index + 1
    if form in _TIMES:
        return _it(parse, at), ["mul", ["num", str(_TIMES[form])], value]
    if form in _HALVE:
        return _it(parse, at), ["div", value, ["num", "2"]]
    if form in _MULTIPLY or form in _DIVIDE:
        at = _it(parse, at)
        if parse.form(at) != "by":
            return None
        read = _number(parse, at + 1)
        return read and (read[0], ["mul" if form in _MULTIPLY else "div", value, read[1]])
    if form in _ADD or form in _SUBTRACT:
        read = _number(parse, at)
        if read is None:
            return None
        after = read[0]
        if parse.form(after) == ("to" if form in _ADD else "from"):
            moved = _it(parse, after + 1)
            after = moved if moved > after + 1 else after
        return after, ["add" if form in _ADD else "sub", value, read[1]]
    if form in _TAKE:
        away = parse.form(at) in ("away", "off")
        read = _number(parse, at + away)
        if read is None:
            return None
        after = read[0]
        if not away and parse.form(after) in ("away", "off"):
            after, away = after + 1, True
        if parse.form(after) == "from":
            moved = _it(parse, after + 1)
            after, away = (moved, True) if moved > after + 1 else (after, away)
        return (after, ["sub", value, read[1]]) if away else None
    return None


def number_story(parse: Parse, index: int) -> list[Match]:
    """``a number , double it , add 9 and get 53``: at least one operation and its result."""
    at = _phrase(parse, index, _UNKNOWN) or index
    if at == index and parse.form(index) not in _VERBS:
        return []
    value: Any = _X
    for _ in range(_OPERATIONS):
        step = _operation(parse, _comma(parse, at), value)
        if step is None:
            break
        at, value = step
    if value is _X:
        return []
    start = at
    if parse.form(start) in (",", ";", "-", ":"):
        start += 1
    for word in ("and", "then", "so"):
        start += parse.form(start) == word
    after = _phrase(parse, start, _RESULTS)
    read = _number(parse, after) if after else None
    return [(read[0], ["equation", "x", value, read[1]])] if read else []


# --- told as a phrase ----------------------------------------------------------------------------
def _unknown(parse: Parse, index: int) -> tuple[int, Any] | None:
    """A multiple of the unknown: a number, twice a number, 3 times a number, half of a number."""
    form = parse.form(index)
    after = _phrase(parse, index, _UNKNOWN)
    if after:
        return after, _X
    if form in _MULTIPLES:
        inner = _group(parse, index + 1)
        return inner and (inner[0], ["mul", ["num", _MULTIPLES[form]], inner[1]])
    article = form in ("a", "one")
    share = _SHARES.get(parse.form(index + article))
    if share and (article or form == "half"):
        at = index + article + 1
        inner = _group(parse, at + (parse.form(at) == "of"))
        return inner and (inner[0], ["mul", ["num", share], inner[1]])
    read = _number(parse, index)
    if read and parse.form(read[0]) == "times":
        inner = _group(parse, read[0] + 1)
        return inner and (inner[0], ["mul", read[1], inner[1]])
    return None


def _group(parse: Parse, index: int) -> tuple[int, Any] | None:
    """What a multiple may be taken of: the unknown itself, or ``the sum of`` it and a number."""
    after = _phrase(parse, index, _UNKNOWN)
    return (after, _X) if after else _sum(parse, index)


def _sum(parse: Parse, index: int) -> tuple[int, Any] | None:
    """``the sum of a number and 7``."""
    if [parse.form(index + k) for k in range(3)] != ["the", "sum", "of"]:
        return None
    left = _unknown(parse, index + 3) or _number(parse, index + 3)
    if left is None or parse.form(left[0]) != "and":
        return None
    right = _number(parse, left[0] + 1) or _unknown(parse, left[0] + 1)
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
        amount = _number(parse, index)
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
        if value is _X and parse.form(at) == words[0]:
            at, value = at + 1, ["mul", ["num", factor], value]
            if parse.form(at) in ("and", ","):
                at += parse.form(at + 1) in ("plus", "minus", "increased", "decreased", "reduced")
    for words, name in _AFTER.items():
        if all(parse.form(at + k) == word for k, word in enumerate(words)):
            amount = _number(parse, at + len(words))
            if amount is None or parse.form(amount[0]) in ("times", "%"):
                return None
            return amount[0], [name, value, amount[1]]
    for name, words in (("mul", ("multiplied", "by")), ("mul", ("times",)), ("div", ("divided", "by"))):
        if value is _X and all(parse.form(at + k) == word for k, word in enumerate(words)):
            amount = _number(parse, at + len(words))
            return amount and (amount[0], [name, value, amount[1]])
    return at, value


def _passive(parse: Parse, index: int) -> tuple[int, Any] | None:
    """``6 is added to a number``; ``a number is doubled and 9 is added``."""
    amount = _number(parse, index)
    if amount and parse.form(amount[0]) == "is":
        pair = (parse.form(amount[0] + 1), parse.form(amount[0] + 2))
        inner = _unknown(parse, amount[0] + 3)
        if inner is None or pair not in (("added", "to"), ("subtracted", "from"), ("taken", "from")):
            return None
        return inner[0], ["add" if pair[0] == "added" else "sub", inner[1], amount[1]]
    at = _phrase(parse, index, _UNKNOWN)
    if not at or parse.form(at) != "is":
        return None
    value: Any = None
    while at < parse.end:
        start = at
        for word in (",", "and", "then", "is", "it", "is", "then"):
            start += parse.form(start) == word
        step = _changed(parse, start, _X if value is None else value)
        if step is None:
            break
        at, value = step
    return (at, value) if value is not None else None


def _changed(parse: Parse, index: int, value: Any) -> tuple[int, Any] | None:
    """``doubled``, ``multiplied by 3``, ``increased by 4``, ``9 is added``."""
    form = parse.form(index)
    if form in ("doubled", "tripled", "trebled", "quadrupled"):
        return index + 1, ["mul", ["num", str(_TIMES[form])], value]
    if form == "halved":
        return index + 1, ["div", value, ["num", "2"]]
    kinds = {"multiplied": "mul", "divided": "div", "increased": "add", "decreased": "sub", "reduced": "sub"}
    if form in kinds and parse.form(index + 1) == "by":
        read = _number(parse, index + 2)
        return read and (read[0], [kinds[form], value, read[1]])
    read = _number(parse, index)
    if read and parse.form(read[0]) == "is" and parse.form(read[0] + 1) in ("added", "subtracted"):
        name = "add" if parse.form(read[0] + 1) == "added" else "sub"
        end = read[0] + 2
        if parse.form(end) in ("to", "from"):
            end = _it(parse, end + 1)
        return end, [name, value, read[1]]
    return None


def number_riddle(parse: Parse, index: int) -> list[Match]:
    """``three times a number decreased by 4 is 11``."""
    left = _passive(parse, index) or _side(parse, index)
    if left is None or left[1] is _X:
        return []
    at = _phrase(parse, left[0] + (parse.form(left[0]) == ","), _EQUALS)
    if not at:
        return []
    right = _side(parse, at) or _number(parse, at)
    if right is None or parse.form(right[0]) in ("times", "more", "less", "plus", "minus", "of", "%"):
        return []
    return [(right[0], ["equation", "x", left[1], right[1]])]


def install(grammar: Grammar) -> None:
    grammar.literals |= {"number_story": number_story, "number_riddle": number_riddle}
    unknown = frozenset(words[0] for words in _UNKNOWN)
    grammar.openers |= {
        "number_story": unknown | _VERBS,
        "number_riddle": unknown.union(_MULTIPLES, ("a", "one", "half", "the", "<number>")),
    }
