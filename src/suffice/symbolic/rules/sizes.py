"""Quantities in what is said: at least 18 years old, more than $50, 3 points, over 2 kg, 65 or older."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property

from suffice.symbolic.english.grammar import Grammar, Parse
from suffice.symbolic.english.text import Text
from suffice.symbolic.rules import lexical, words
from suffice.symbolic.rules.language import Formula
from suffice.symbolic.rules.nouns import Nouns
from suffice.symbolic.rules.surroundings import Surroundings

ABOUT = "eq?"  # a bare number: exactly it, or in a condition at least it
_ABOVE: list[tuple[tuple[str, ...], str]] = [
    (tuple(leading.split()), operator)
    for operator, ways in (
        ("gt", "more than|over|above|greater than|by more than|exceeding"),
        ("lt", "less than|fewer than|under|below|by less than"),
        ("ge", "at least|no less than|not less than|a minimum of|no fewer than|by at least"),
        ("le", "at most|up to|no more than|not more than|a maximum of|within|by at most"),
        ("eq", "exactly"),
        (ABOUT, "by|"),
    )
    for leading in ways.split("|")
]
_OR_MORE = {
    ("or", word): operator
    for operator, ways in (
        ("ge", "more over above older longer heavier taller higher greater"),
        ("le", "less under below younger fewer shorter lighter lower"),
    )
    for word in ways.split()
}
_BEFORE_ARTICLE = words.PREPOSITIONS | {"before", "after"}
_COMPARING = frozenset("over above below under within exceeding by than".split())
_PLAIN = frozenset("age amount weight size height length width depth thickness".split())
_YEARS = frozenset(("years old", "years of age", "year old", "old", "of age"))


class Sizes(Nouns):
    """The quantities of one text."""

    def __init__(self, grammar: Grammar, around: Surroundings) -> None:
        super().__init__(around)
        self.grammar, self.figure = grammar, around.figure

    @cached_property
    def values(self) -> Parse:
        return Parse(self.grammar, Text("", tuple(self.tokens), ()))

    def within(self, end: int) -> None:
        """Read no quantity beyond the sentence that ends here."""
        self.values.within(end)

    def quantities(self, start: int, end: int, term: str, verb: str, bare: bool = False) -> Iterator[Formula]:
        """All the tokens as a quantity of ``term``: what it is, has, or whatever else the verb says. ``bare``: no words
        stand before or behind it."""
        if not any(self.figure[start:end]):
            return
        for at in range(start, start + 1 if bare else min(end, start + 6)):
            if at > start and (at - start > 5 or self.figure[at - 1]):
                break
            left = self._attribute(start, at, verb)
            if left is not None:
                for said in self._quantity(at, end, term, verb, left):
                    if not bare or said[2][0] in _PLAIN:
                        yield said

    def _attribute(self, start: int, at: int, verb: str) -> str | None:
        """What the words before a quantity say of it: "" for none, "income" after "has an" and before "of"."""
        if start == at:
            return ""
        forms = self.forms[start:at]
        if forms[-1] in _COMPARING:
            return None
        if verb == "have" and len(forms) >= 2 and forms[0] in words.ARTICLES:
            stop = at - (forms[-1] == "of")
            return "=" + " ".join(self.forms[start + 1 : stop]) if self.open(start + 1, stop) else None
        return " ".join(forms) if self.glue(start, at) else None

    def _quantity(self, start: int, end: int, term: str, verb: str, left: str) -> Iterator[Formula]:
        """A quantity and what stands behind it."""
        first = self.forms[start]
        compared = ""
        if first in lexical.DIMENSIONS and start + 1 < end and self.forms[start + 1] == "than":
            compared, operator = lexical.DIMENSIONS[first], "gt" if first in lexical.MORE else "lt"
            ways = [(start + 2, operator)]
        else:
            ways = [
                (start + len(leading), operator)
                for leading, operator in _ABOVE
                if tuple(self.forms[start : start + len(leading)]) == leading
            ]
        for at, operator in ways:
            if at >= end:
                continue
            for stop, value in self._figures(at, end):
                yield from self._behind(stop, end, term, verb, left, compared, operator, value)

    def _behind(
        self, stop: int, end: int, term: str, verb: str, left: str, compared: str, operator: str, value: Formula
    ) -> Iterator[Formula]:
        rest = self.forms[stop:end]
        dimension = compared
        if rest and rest[0] in lexical.DIMENSIONS and verb == "is" and not left and not compared:
            if rest[0] not in lexical.MORE | lexical.LESS:
                dimension, rest = lexical.DIMENSIONS[rest[0]], rest[1:]
        elif " ".join(rest[:3]) in _YEARS or " ".join(rest[:2]) in _YEARS:
            dimension, rest = "age", rest[3 if " ".join(rest[:3]) in _YEARS else 2 :]
        if len(rest) >= 2 and (rest[0], rest[1]) in _OR_MORE and operator == ABOUT:
            if rest[1] in lexical.DIMENSIONS and not (left and rest[1] in ("higher", "lower")):
                if dimension not in ("", lexical.DIMENSIONS[rest[1]]):
                    return
                dimension = lexical.DIMENSIONS[rest[1]]
            operator, rest = _OR_MORE[rest[0], rest[1]], rest[2:]
        if "up" in self.forms[stop - 4 : stop] and "before" in rest:
            return  # up to an hour before: an hour or more
        noun = ""
        if rest and value[0] == "num" and self.open(end - len(rest), end - len(rest) + 1):
            noun, rest = self.singular(rest[0]) or rest[0], rest[1:]
            if len(rest) >= 2 and (rest[0], rest[1]) in _OR_MORE and operator == ABOUT:
                operator, rest = _OR_MORE[rest[0], rest[1]], rest[2:]
        if rest and not (self.glue(end - len(rest), end) and self.open(end - 1, end)):
            return
        if dimension and (rest or noun or left):
            return
        name = dimension or self._named(verb, left, noun, " ".join(rest), value)
        if name == "age" and value[0] == "qty":
            if value[2] != "year":
                return
            value = ["num", value[1]]
        yield ["cmp", operator, [name, term], value]

    def _named(self, verb: str, left: str, noun: str, right: str, value: Formula) -> str:
        if left.startswith("="):
            return " ".join(filter(None, (left[1:], noun, right)))
        if verb == "is" and not (left or noun or right):
            return "age" if value[0] == "num" else "amount" if value[0] != "qty" else _kind_of(value[2])
        if verb in lexical.MEASURING and not (left or noun or right):
            return lexical.MEASURING[verb]
        return " ".join(filter(None, (verb, left, noun, right)))

    def glue(self, start: int, end: int) -> bool:
        """Articles, prepositions and open words."""
        return start < end and all(
            self.tokens[at].kind == "word"
            and (
                (self.forms[at] in words.ARTICLES and (at == start or self.forms[at - 1] in _BEFORE_ARTICLE))
                or self.forms[at] in words.PREPOSITIONS
                or self.forms[at] in ("before", "after")
                or self.open(at, at + 1)
            )
            for at in range(start, end)
        )

    def _figures(self, at: int, end: int) -> Iterator[tuple[int, Formula]]:
        """The longest literal that begins here, in every reading."""
        for literal in ("money", "percent", "quantity", "number"):
            found = [
                (stop, list(value))
                for stop, value in self.values.match(literal, at)
                if stop <= end and value[0] in ("num", "pct", "money", "qty") and len(value) in (2, 3)
            ]
            if found:
                last = max(stop for stop, _ in found)
                yield from ((stop, value) for stop, value in found if stop == last)
                return


def _kind_of(unit: str) -> str:
    for name, units in (("weight", "kg g mg lb oz t st"), ("size", "m cm mm km in ft yd mi")):
        if unit in units.split():
            return name
    return f"{unit} amount"
