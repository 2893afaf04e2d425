"""Formulas as runs of items: operands, operators, brackets, functions, as they stand in a text."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from suffice.symbolic.english.digits import digits, slashed
from suffice.symbolic.english.grammar import Parse
from suffice.symbolic.english.lookalikes import lookalike
from suffice.symbolic.english.numbers import WORDS, plain, scaled
from suffice.symbolic.english.spoken import VULGAR
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


@dataclass(frozen=True, slots=True)
class Item:
    """kind: value, op, pre (a function before its operand), post, open, close, of. ``wordy``: said in words."""

    kind: str
    value: Any = None
    wordy: bool = False


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
        index = self.at
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
        return operand and not depth and self._ends() and not lookalike(self.parse.tokens[index : self.at])

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
            mixed = slashed(parse, read[0]) if read[0] < parse.end and parse.tokens[read[0]].kind == "number" else None
            if parse.form(read[0]) in VULGAR or mixed:
                read = plain(parse, self.at)
            elif not self.unknowns:
                read = scaled(parse, read) or read
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
            return not self._ranges(last) and self._take(Item("op", _SYMBOLS[form]))
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
        if form == "over" and last.kind == "value" and last.value[0] == "pct":
            return False  # 15% over 80 is 92 to most
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

    def _ranges(self, last: Item) -> bool:
        """True where a hyphen stands between the ends of a range: 15-20% is no difference."""
        tokens = self.parse.tokens[self.at : self.at + 3]
        if (
            self.at + 3 > self.parse.end
            or [t.form for t in tokens[::2]] != ["-", "%"]
            or not all(t.glued for t in tokens)
        ):
            return False
        number = tokens[1].form
        if last.kind != "value" or last.value[0] not in ("num", "pct") or not number.isdecimal():
            return False
        return Fraction(last.value[1]) < int(number)

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
