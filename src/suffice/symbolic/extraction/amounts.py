"""Numbers, percentages, money and quantities in the text between dates, by the literals that the readers share."""

from __future__ import annotations

from functools import cache
from typing import Any

from suffice.symbolic.english import amounts, figures, money, numbers
from suffice.symbolic.english.grammar import Budget, Grammar, Parse
from suffice.symbolic.english.spoken import CARDINALS
from suffice.symbolic.english.text import analyse
from suffice.symbolic.extraction.words import MONTHS, ORDINALS, UNITS

Found = tuple[int, int, str, tuple[tuple[str, str | None], ...]]  # characters from, to; kind; (value, unit) readings
_ARTICLES = frozenset(("a", "an"))
_DOLLAR_SIGNS = frozenset(("c", "hk", "us", "nz", "au", "ca", "mex"))
_DETERMINERS = frozenset("the this that which each no any every last another some".split())
_NUMBER_GOES_ON = frozenset("point over ^ dozens dozen dozs doz dzs dz k g m b t bln tln mln fifths fifth fourth"
                            " fourths third thirds half halves quarter quarters eighth eighths ninths hundred thousand"
                            " million billion trillion".split())  # fmt: skip
_PARTS = frozenset("half quarter thirds third fourth fifth sixth eighth tenth thirtieth".split())
_TO = frozenset(("to", "or", "-", "by", "x", "×", "±"))
_MOVED = frozenset("ago later earlier hence".split())
_TIME_UNITS = frozenset("s min h day week month year".split())
_NUMBER_BEGINS = frozenset("point over ^ nought naught".split())


@cache
def _grammar() -> Grammar:
    grammar = Grammar()
    numbers.install(grammar)
    for room in (figures, money, amounts):
        room.install(grammar)
    return grammar


def found(text: str, taken: list[tuple[int, int]]) -> list[Found]:
    """What is outside the stretches that are taken already, in order; the longest at each place."""
    parse = Parse(_grammar(), analyse.__wrapped__(text))  # not remembered: each text is seen once
    tokens, pieces = parse.tokens, []
    index = stretch = 0
    while index < len(tokens):
        while stretch < len(taken) and taken[stretch][1] <= tokens[index].start:
            stretch += 1
        limit = taken[stretch][0] if stretch < len(taken) else len(text)
        piece = _at(parse, index, limit) if tokens[index].end <= limit else None
        if piece is None:
            index += 1
            continue
        end, kind, readings = piece
        aside = stretch > 0 and taken[stretch - 1][1] == tokens[index - 1].end  # a date in front is no part of it
        left = _goes_on(parse, index, end, kind) or _timed(parse, index, end, kind, readings)
        if not left and not (_counted_on(parse, index) and not aside) and not _ranged(parse, index, end, kind, taken):
            pieces.append((tokens[index].start, tokens[end - 1].end, kind, readings))
        index = end
    return pieces


def _goes_on(parse: Parse, start: int, end: int, kind: str) -> bool:
    """True where what stands beside it may be a part of it: two million and three fifths, 3 dozens, c $ 5, 13F."""
    before, after, further = parse.form(start - 1) if start else "", parse.form(end), parse.form(end + 1)
    first, last = parse.tokens[start], parse.tokens[end - 1]
    if kind != "number" and before == "^":
        return True
    if kind == "money":
        return (
            (_figure(parse, end) and first.form in "$€£" and "\n" not in _gap(parse, end))  # £1 234
            or before in _DOLLAR_SIGNS
            or (first.form in "$€£" and before == "s")
            or (after == "and" and further in CARDINALS)
        )
    if kind == "quantity":
        letter = last.raw in ("F", "C") and last.glued and end - start == 2
        return letter or (last.form in ("deg", "degree", "degrees") and after in ("celsius", "fahrenheit", "c", "f"))
    if kind != "number":
        return False
    if first.form == "one" and end == start + 1 and (after in UNITS or before in ORDINALS):
        return True  # one night, a second one
    if after == "or" and further in ("more", "less", "fewer"):
        return True
    if first.form == "one" and end == start + 1 and (before in _DETERMINERS or after in ("may", "of", "another")):
        return True
    joined = after in ("and", "-") and (further in CARDINALS or further == "half" or further.isdigit())
    joined = joined or (after == "and" and further == "a" and parse.form(end + 2) in _PARTS)
    if joined or after in _NUMBER_GOES_ON or (after == "out" and further == "of"):
        return True
    behind = parse.form(start - 2) if start > 1 else ""
    if before in ("and", "-") and (behind in CARDINALS or behind.isdigit()):
        return True
    return (
        before in _NUMBER_BEGINS
        or (before == "of" and behind == "out")
        or (before in _ARTICLES and first.form == "half")
    )


def _figure(parse: Parse, index: int) -> bool:
    return 0 <= index < len(parse.tokens) and (parse.tokens[index].kind == "number" or parse.form(index) in CARDINALS)


def _counted_on(parse: Parse, start: int) -> bool:
    """True behind another number on the same line: the 567 of 1 234 567, the thirty of six thirty."""
    if not start or not (_figure(parse, start) and _figure(parse, start - 1)):
        return False
    return "\n" not in _gap(parse, start)


def _gap(parse: Parse, index: int) -> str:
    """What stands between a token and the one in front of it."""
    return parse.text.source[parse.tokens[index - 1].end : parse.tokens[index].start]


def _ranged(parse: Parse, start: int, end: int, kind: str, taken: list[tuple[int, int]]) -> bool:
    """True for an end of a range that only its other end gives a unit: 5 to 10 kg, two or three weeks."""
    before, after = parse.form(start - 1) if start else "", parse.form(end)
    if kind != "number":
        joint = before in _TO or (before == "and" and parse.form(start - 3) == "between")
        return (
            start > 2 - (before != "and") and joint and _figure(parse, start - 2) and not _money_ends(parse, start - 1)
        )
    if before == "or" and start > 1 and parse.form(start - 2) in UNITS:
        return True
    if after not in _TO or not _figure(parse, end + 1):
        return False
    at = parse.tokens[end + 1].start
    following = _at(parse, end + 1, len(parse.text.source))
    return any(a <= at < b for a, b in taken) or (following is not None and following[1] != "number")


def _money_ends(parse: Parse, end: int) -> bool:
    return any(
        behind == end for at in range(max(0, end - 3), end) for behind, _ in money.money(parse, at)
    )  # $45.50 or 40 euros


def _timed(parse: Parse, start: int, end: int, kind: str, readings: tuple[tuple[str, str | None], ...]) -> bool:
    """True for a length of time that was no duration, 2h30m or the 90s, and for a part of a stretch of time."""
    if kind == "quantity":
        return parse.form(end) in _MOVED or all(unit in _TIME_UNITS for _, unit in readings)
    last = parse.form(end - 1)
    if kind != "number" or (last not in _PARTS and last not in ("halves", "quarters")):
        return False
    owned = parse.form(end + (2 if parse.form(end + 1) in ("a", "an", "the", "this", "last", "next") else 1))
    in_time = parse.form(end) == "of" and (owned in UNITS or owned in MONTHS or (owned.isdigit() and len(owned) == 4))
    return in_time or (start > 0 and (parse.form(start - 1) in ORDINALS or parse.form(start - 1) == "latter"))


def _at(parse: Parse, index: int, limit: int) -> tuple[int, str, tuple[tuple[str, str | None], ...]] | None:
    """The longest amount that ends before character ``limit``; every reading of it."""
    token = parse.tokens[index]
    if token.kind == "word" and not (token.form in _WORDS or token.form in money.MONEY_START):
        return None
    matches: list[tuple[int, str, Any]] = []
    for kind, read in _KINDS:
        try:
            matches += [(end, kind, value) for end, value in read(parse, index)]
        except Budget:
            continue
        finally:
            parse._steps = parse.STEPS
    matches = [m for m in matches if parse.tokens[m[0] - 1].end <= limit]
    if not matches:
        return None
    end = max(m[0] for m in matches)
    best = [m for m in matches if m[0] == end]
    kind = best[0][1]
    if kind == "money" and any(other == "quantity" for _, other, _ in best):
        best, kind = [(end, "quantity", value) for _, _, value in best], "quantity"  # 25 pounds
    readings = tuple(dict.fromkeys((value[1], _unit(value)) for _, k, value in best if k == kind))
    if kind == "number" and token.form in _ARTICLES and end == index + 1:
        return None  # a dozen is a number, a is none
    return end, kind, readings


def _unit(value: list[str]) -> str | None:
    if value[0] == "pct":
        return "%"
    return (value[2] or None) if len(value) > 2 else None


_WORDS = numbers.WORDS
_KINDS = (
    ("percentage", figures.percent),
    ("money", money.money),
    ("quantity", amounts.quantity),
    ("number", numbers.number),
)
