"""Literals for calculations that are written out: symbols, brackets, operator words, one-letter unknowns.

Symbols follow the usual precedence. Operator *words* without brackets have none that people agree on:
where precedence and plain left-to-right reading (a root or a share taken of all that follows) differ,
both are returned. A percentage is never added to a plain number (200 + 10%): that is no match.
"""

from __future__ import annotations

from typing import Any

from suffice.symbolic.english.digits import free
from suffice.symbolic.english.formula_items import Item, Scan
from suffice.symbolic.english.grammar import LETTER, NUMBER, Grammar, Match, Parse
from suffice.symbolic.english.numbers import WORDS

_RANK = {"add": 1, "sub": 1, "mul": 2, "div": 2, "mod": 2, "pow": 4}


class Refused(Exception):
    """The items make no formula that has one sensible meaning."""


# --- building ------------------------------------------------------------------------------------
class Build:
    """Items to an expression; ``loose`` reads operator words from left to right, ``under`` divides by all the factors
    that follow ("ten divided by five times two")."""

    def __init__(self, items: list[Item], loose: bool, under: bool = False) -> None:
        self.items, self.loose, self.under, self.at = items, loose, under, 0

    def whole(self) -> Any:
        value = self._level()
        if self.at != len(self.items):
            raise Refused
        return value

    def _peek(self) -> Item | None:
        return self.items[self.at] if self.at < len(self.items) else None

    def _level(self) -> Any:
        """All that stands inside one pair of brackets."""
        if not self.loose:
            return self._ranked(1)
        value = self._ranked(1)
        while (item := self._peek()) and item.kind != "close":
            self.at += 1
            if item.kind == "post":
                value = _after(item, value)
            elif item.kind == "of":
                value = _join("mul", value, self._level())
            elif item.kind == "op":
                value = _join(item.value, value, self._ranked(1))
            else:
                raise Refused
        return value

    def _ranked(self, rank: int) -> Any:
        """Operators of at least ``rank``; with ``loose``, symbols only."""
        value = self._unary(rank)
        while (item := self._peek()) is not None:
            if item.kind == "of" and not self.loose and rank <= 3:
                self.at += 1
                value = _join("mul", value, self._ranked(3))
                continue
            if item.kind != "op" or (self.loose and item.wordy) or _RANK[item.value] < rank:
                return value
            self.at += 1
            level = _RANK[item.value]
            wide = item.value == "pow" or (self.under and item.wordy and item.value == "div" and self._times_follow())
            value = _join(item.value, value, self._ranked(level if wide else level + 1))
        return value

    def _times_follow(self) -> bool:
        """True when the operand that stands here is multiplied, in words, by the next one."""
        following = self.items[self.at + 1 : self.at + 2]
        return any(item.kind == "op" and item.wordy and item.value == "mul" for item in following)

    def _unary(self, rank: int) -> Any:
        item = self._peek()
        if item is None:
            raise Refused
        self.at += 1
        if item.kind == "pre":
            if item.value == "neg":
                return _negative(self._ranked(4))
            if self.loose and item.wordy:
                return ["root", self._level(), ["num", item.value]]
            return ["root", self._unary(5), ["num", item.value]]
        if item.kind == "open":
            value = self._level()
            closing = self._peek()
            if closing is None or closing.kind != "close":
                raise Refused
            self.at += 1
        elif item.kind == "value":
            value = item.value
        else:
            raise Refused
        while (after := self._peek()) and after.kind == "post" and not (self.loose and after.wordy):
            self.at += 1
            value = _after(after, value)
        return value


def _after(item: Item, value: Any) -> Any:
    return ["factorial", value] if item.value == "factorial" else ["pow", value, ["num", item.value]]


def _negative(value: Any) -> Any:
    if value[0] in ("num", "pct", "money", "qty"):
        text = value[1]
        return [value[0], text[1:] if text[0] == "-" else text if text == "0" else "-" + text, *value[2:]]
    return ["neg", value]


def _join(name: str, left: Any, right: Any) -> Any:
    """One operation; long sums and products become one node with many operands."""
    if name in ("add", "sub"):
        if (left[0] == "pct") != (right[0] == "pct"):
            raise Refused
        if left[0] == "sub":
            left = ["add", left[1], _negative(left[2])]
        if left[0] == "add":
            return [*left, right if name == "add" else _negative(right)]
    elif name == "mul" and left[0] == "mul":
        return [*left, right]
    return [name, left, right]


def _expressions(items: list[Item]) -> list[Any]:
    """The readings of one formula: by precedence and, where words stand in it, from left to right."""
    found: list[Any] = []
    ways = ((False, False), (True, False), (False, True)) if any(item.wordy for item in items) else ((False, False),)
    for loose, under in ways:
        try:
            value = Build(items, loose, under).whole()
        except Refused:
            if not (loose or under):
                return []
            continue
        if value not in found:
            found.append(value)
    return found


# --- literals ------------------------------------------------------------------------------------
_START = WORDS | {"-", "(", "[", "√", "sqrt", "cbrt", "square", "cube", "the", "+"}


def _begins(parse: Parse, index: int) -> bool:
    if index >= parse.end:
        return False
    token = parse.tokens[index]
    return (token.kind == "number" or token.form in _START) and free(parse, index)


def expression(parse: Parse, index: int) -> list[Match]:
    """A calculation of plain numbers and percentages with at least one operator, as nested lists."""
    if not _begins(parse, index):
        return []
    scan = Scan(parse, index, unknowns=False, amounts=False)
    if not scan.whole or not any(item.kind in ("op", "pre", "post", "of") for item in scan.items):
        return []
    return [(scan.at, value) for value in _expressions(scan.items) if value[0] not in ("num", "pct")]


def amount_expression(parse: Parse, index: int) -> list[Match]:
    """The same with amounts of money or quantities among the operands: $45 - $9, 5 km + 300 m."""
    if not _begins(parse, index) and parse.form(index) not in ("$", "€", "£", "us", "₹", "¥"):
        return []
    found: list[Match] = []
    reading = 0
    while reading < 4:
        scan = Scan(parse, index, unknowns=False, amounts=True, reading=reading)
        amounts = any(item.kind == "value" and item.value[0] in ("money", "qty") for item in scan.items)
        if not scan.whole or not amounts:
            break
        found += [(scan.at, v) for v in _expressions(scan.items) if v[0] not in ("money", "qty", "num", "pct")]
        reading += 1
        if reading >= scan.readings:
            break
    return found


def linear_equation(parse: Parse, index: int) -> list[Match]:
    """``["equation", "x", left, right]`` for 2x + 3 = 11: one unknown, a single letter."""
    if index >= parse.end:
        return []
    token = parse.tokens[index]
    letter = token.kind == "word" and len(token.form) == 1
    if (not letter and not _begins(parse, index)) or (token.glued and not free(parse, index)):
        return []
    left = Scan(parse, index, unknowns=True, amounts=False)
    if not left.whole:
        return []
    at = left.at
    if parse.form(at) == "equals" or (parse.form(at) == "=" and parse.form(at + 1) != "="):
        at += 1
    else:
        return []
    right = Scan(parse, at, unknowns=True, amounts=False)
    letters = left.letters | right.letters
    if not right.whole or len(letters) != 1 or parse.form(right.at) in ("=", "<", ">"):
        return []
    letter = next(iter(letters))
    return [
        (right.at, ["equation", letter, one, two])
        for one in _expressions(left.items)
        for two in _expressions(right.items)
    ]


def install(grammar: Grammar) -> None:
    grammar.literals |= {
        "expression": expression, "amount_expression": amount_expression, "linear_equation": linear_equation,
    }  # fmt: skip
    grammar.openers["linear_equation"] = _START | {LETTER, NUMBER}
