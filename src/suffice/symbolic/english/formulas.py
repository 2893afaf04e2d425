"""Literals for calculations that are written out: symbols, brackets, operator words, one-letter unknowns.

Symbols follow the usual precedence. Operator *words* without brackets have none that people agree on:
where precedence and plain left-to-right reading (a root or a share taken of all that follows) differ,
both are returned. A percentage is never added to a plain number (200 + 10%): that is no match.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from suffice.symbolic.english.grammar import Grammar, Match, Parse
from suffice.symbolic.english.numbers import VULGAR, WORDS, _scaled, _slashed, digits, free, plain
from suffice.symbolic.english.text import Token

_ITEMS = 1200  # of one formula
_DEPTH = 40  # of brackets
_SYMBOLS = {"+": "add", "-": "sub", "*": "mul", "×": "mul", "·": "mul", "∙": "mul", "/": "div", "÷": "div",
            "^": "pow"}  # fmt: skip
_WORDS: dict[str, list[tuple[tuple[str, ...], str]]] = {}
for _phrase, _name in {
    "plus": "add", "minus": "sub", "times": "mul", "multiplied by": "mul", "divided by": "div", "over": "div",
    "to the power of": "pow", "to the power": "pow", "raised to the power of": "pow", "raised to the power": "pow",
    "raised to": "pow", "mod": "mod", "modulo": "mod",
}.items():  # fmt: skip
    _WORDS.setdefault(_phrase.split()[0], []).append((tuple(_phrase.split()), _name))
_AFTER = {"squared": "2", "cubed": "3"}
_RAISED = {"²": "2", "³": "3"}
_ROOTS = {"square": "2", "cube": "3"}
_RANK = {"add": 1, "sub": 1, "mul": 2, "div": 2, "mod": 2, "pow": 4}


@dataclass(frozen=True, slots=True)
class Item:
    """kind: value, op, pre (a function before its operand), post, open, close, of. ``wordy``: said in words."""

    kind: str
    value: Any = None
    wordy: bool = False


class Refused(Exception):
    """The items make no formula that has one sensible meaning."""


# --- scanning ------------------------------------------------------------------------------------
class Scan:
    """The longest run of formula items from ``index``; ``end`` stays None when it breaks off badly."""

    def __init__(self, parse: Parse, index: int, unknowns: bool, amounts: bool, reading: int = 0) -> None:
        self.parse, self.at = parse, index
        self.unknowns, self.amounts, self.reading = unknowns, amounts, reading
        self.items: list[Item] = []
        self.letters: set[str] = set()
        self.readings = 1
        self.whole = self._run()

    def _run(self) -> bool:
        depth, operand = 0, False  # operand: one has just been read
        closers: list[str] = []
        while self.at < self.parse.end and len(self.items) < _ITEMS:
            if not operand:
                opened = self._open(closers)
                if opened:
                    depth += 1
                    if depth > _DEPTH:
                        return False
                elif self._prefix():
                    pass
                elif self._operand():
                    operand = True
                else:
                    break
            elif closers and self.parse.form(self.at) == closers[-1]:
                closers.pop()
                depth -= 1
                self._take(Item("close"))
            elif self._postfix():
                pass
            elif self._operator():
                operand = False
            else:
                break
        return operand and not depth and self._ends()

    def _take(self, item: Item, tokens: int = 1) -> bool:
        self.items.append(item)
        self.at += tokens
        return True

    def _open(self, closers: list[str]) -> bool:
        closing = {"(": ")", "[": "]"}.get(self.parse.form(self.at))
        if closing is None:
            return False
        closers.append(closing)
        return self._take(Item("open"))

    def _prefix(self) -> bool:
        form, following = self.parse.form(self.at), self.parse.form(self.at + 1)
        if form == "-":
            return self._take(Item("pre", "neg"))
        if form in ("minus", "negative"):
            return self._take(Item("pre", "neg", form == "minus"))
        if form == "+" and self.at + 1 < self.parse.end and self.parse.tokens[self.at + 1].glued:
            self.at += 1
            return True
        if form == "√":
            return self._take(Item("pre", "2"))
        if form in ("sqrt", "cbrt") and following == "(":
            return self._take(Item("pre", "2" if form == "sqrt" else "3"))
        start = self.at + 1 if form == "the" else self.at
        name = _ROOTS.get(self.parse.form(start))
        if name and self.parse.form(start + 1) == "root" and self.parse.form(start + 2) == "of":
            return self._take(Item("pre", name, True), start + 3 - self.at)
        return False

    def _operand(self) -> bool:
        parse, token = self.parse, self.parse.tokens[self.at]
        if self.amounts and self._amount():
            return True
        if self.unknowns and token.kind == "word" and len(token.form) == 1 and token.form.isascii():
            if self._glued_word(self.at + 1):
                return False
            self.letters.add(token.form)
            return self._take(Item("value", ["var", token.form]))
        if token.kind == "number":
            read = digits(parse, self.at)
            if read is None:
                return False
            mixed = _slashed(parse, read[0]) if read[0] < parse.end and parse.tokens[read[0]].kind == "number" else None
            if parse.form(read[0]) in VULGAR or mixed:
                read = plain(parse, self.at)
            elif not self.unknowns:
                read = _scaled(parse, read) or read
            if read is None or self._glued_word(read[0]):
                return False
        elif token.form in VULGAR or (token.kind == "word" and token.form in WORDS):
            read = plain(parse, self.at)
        else:
            return False
        if read is None:
            return False
        return self._number(*read)

    def _number(self, end: int, text: str) -> bool:
        parse = self.parse
        kind = "num"
        form = parse.form(end)
        if form in ("percent", "pct") or (form == "per" and parse.form(end + 1) == "cent"):
            kind, end = "pct", end + 1 + (form == "per")
        elif form == "%" and not self._modulus(end):
            kind, end = "pct", end + 1
        self.items.append(Item("value", [kind, text]))
        self.at = end
        return True

    def _modulus(self, end: int) -> bool:
        """True when the percent sign at ``end`` stands between two operands alike: 17 % 5, 17%5."""
        if end + 1 >= self.parse.end:
            return False
        sign, after = self.parse.tokens[end], self.parse.tokens[end + 1]
        return (after.kind == "number" or after.form == "(") and sign.glued == after.glued

    def _amount(self) -> bool:
        """Money or a quantity as operand; of several meanings the one called ``reading`` is taken."""
        found = self.parse.match("quantity", self.at) or self.parse.match("money", self.at)
        if not found:
            return False
        end = max(match[0] for match in found)
        values = [value for at, value in found if at == end]
        self.readings = max(self.readings, len(values))
        return self._take(Item("value", values[min(self.reading, len(values) - 1)]), end - self.at)

    def _glued_word(self, at: int) -> bool:
        """True for letters glued behind a number that are no operator and no unknown."""
        if at >= self.parse.end:
            return False
        token = self.parse.tokens[at]
        if not token.glued or token.kind != "word":
            return False
        if token.form in _RAISED or token.form in VULGAR:
            return False
        return not (len(token.form) == 1 and (self.unknowns or token.form == "x"))

    def _postfix(self) -> bool:
        form = self.parse.form(self.at)
        if form in _RAISED and self.parse.tokens[self.at].glued:
            return self._take(Item("post", _RAISED[form]))
        if form in _AFTER:
            return self._take(Item("post", _AFTER[form], True))
        return form == "factorial" and self._take(Item("post", "factorial", True))

    def _operator(self) -> bool:
        parse, form = self.parse, self.parse.form(self.at)
        token, last = parse.tokens[self.at], self.items[-1]
        if form == "*" and parse.form(self.at + 1) == "*" and parse.tokens[self.at + 1].glued:
            return self._take(Item("op", "pow"), 2)
        if form in _SYMBOLS:
            return self._take(Item("op", _SYMBOLS[form]))
        if form == "%" and self._modulus(self.at):
            return self._take(Item("op", "mod"))
        after = parse.tokens[self.at + 1] if self.at + 1 < parse.end else None
        if form == "x" and after and self._multiplies(token.glued, after):
            return self._take(Item("op", "mul"))
        if (
            self.unknowns
            and token.kind == "word"
            and len(form) == 1
            and last.kind == "value"
            and last.value[0] == "num"
        ):
            return self._implicit()
        if form == "(" and token.glued and last.kind == "value" and last.value[0] == "num":
            return self._implicit()
        if form == "of" and self._share():
            return self._take(Item("of", wordy=True))
        for words, name in _WORDS.get(form, ()):
            if all(parse.form(self.at + k) == word for k, word in enumerate(words)):
                return self._take(Item("op", name, True), len(words))
        return False

    def _multiplies(self, glued: bool, after: Token) -> bool:
        """True when an x stands between two operands: 3 x 4, 3x4, 3 x -4; in equations 2x - 4 holds an unknown."""
        if after.kind == "number" or after.form == "(":
            return not (self.unknowns and glued and not after.glued)
        return not self.unknowns and (after.form in "[-$€£√" or after.form in WORDS)

    def _implicit(self) -> bool:
        """2x and 3(x + 1) multiply; after a division sign nobody agrees what they mean."""
        before = self.items[-2] if len(self.items) > 1 else None
        if before and before.kind == "op" and before.value in ("div", "pow", "mod"):
            return False
        self.items.append(Item("op", "mul"))
        return True

    def _share(self) -> bool:
        """True when the last operand can be a share: a percentage or a fraction."""
        last = self.items[-1]
        if last.kind != "value":
            return False
        if last.value[0] == "pct" or "/" in last.value[1] or last.value[1] in ("0.5", "0.25", "0.75", "0.2", "0.1"):
            return True
        if len(self.items) < 3 or self.items[-2] != Item("op", "div") or self.items[-3].kind != "value":
            return False
        if len(self.items) > 3 and self.items[-4].value in ("div", "pow", "mod"):
            return False
        self.items[-3:] = [Item("value", ["div", self.items[-3].value, last.value])]
        return True

    def _ends(self) -> bool:
        """False when what follows shows that the formula goes on in a way that was not read."""
        if self.at >= self.parse.end:
            return True
        token = self.parse.tokens[self.at]
        if token.kind == "number" or token.form in ("(", "^", "%", "$", "√"):
            return False
        return not (token.glued and (token.kind == "word" or token.form in "_@#'°!"))


# --- building ------------------------------------------------------------------------------------
class Build:
    """Items to an expression; ``loose`` reads operator words from left to right."""

    def __init__(self, items: list[Item], loose: bool) -> None:
        self.items, self.loose, self.at = items, loose, 0

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
            value = _join(item.value, value, self._ranked(level if item.value == "pow" else level + 1))
        return value

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
    for loose in (False, True) if any(item.wordy for item in items) else (False,):
        try:
            value = Build(items, loose).whole()
        except Refused:
            if not loose:
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
