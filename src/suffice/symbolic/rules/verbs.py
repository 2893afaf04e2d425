"""What is said of somebody: properties, kinds, relations, permissions, quantities; conjoined and denied."""

from __future__ import annotations

from collections.abc import Iterator

from suffice.symbolic.english.grammar import Grammar, Parse
from suffice.symbolic.english.phrases import adjectives
from suffice.symbolic.english.text import Text
from suffice.symbolic.rules import words
from suffice.symbolic.rules.language import Formula
from suffice.symbolic.rules.nouns import Nouns

_LONGEST = 14  # tokens of one predicate
_ABOVE: dict[tuple[str, ...], str] = {
    tuple(leading.split()): operator
    for operator, ways in (
        ("gt", "more than|over|above|older than"),
        ("lt", "less than|fewer than|under|below|younger than"),
        ("ge", "at least|no less than"),
        ("le", "at most|up to|no more than|not more than"),
        ("eq", "exactly|"),
    )
    for leading in ways.split("|")
}
_OR_MORE = {
    ("or", word): operator
    for operator, ways in (("ge", "more over above older"), ("le", "less under younger fewer"))
    for word in ways.split()
}
_YEARS = frozenset(("years old", "years of age", "year old", "years", "of age"))


class Verbs(Nouns):
    """The predicates of one text, over its noun phrases."""

    def __init__(self, text: Text, grammar: Grammar) -> None:
        super().__init__(text)
        self.values = Parse(grammar, text)
        self.figure = [token.kind == "number" or token.form in words.NUMBERS for token in text.tokens]

    # --- a whole predicate --------------------------------------------------------------------------------
    def predicates(self, start: int, end: int, term: str, plural: bool, back: str | None = None) -> Iterator[Formula]:
        """Every way to read the tokens as what is said of ``term``. ``back``: whom a pronoun may mean."""
        if start >= end:
            return
        yield from self._simple(start, end, term, plural, back)
        for at in range(start + 1, end - 1):
            joint = self.forms[at]
            if joint not in ("and", "or", "but"):
                continue
            for left in self._simple(start, at, term, plural, back):
                for right in self._more(start, at + 1, end, term, plural, back):
                    yield ["or" if joint == "or" else "and", left, right]

    def _more(self, first: int, start: int, end: int, term: str, plural: bool, back: str | None) -> Iterator[Formula]:
        """What follows "and": a predicate, or another complement of the first one's "is"."""
        yield from self.predicates(start, end, term, plural, back)
        if self.forms[first] in words.COPULA:
            yield from self.complements(start, end, term, plural)

    def _simple(self, start: int, end: int, term: str, plural: bool, back: str | None) -> Iterator[Formula]:
        if end - start > _LONGEST:
            return
        first = self.forms[start]
        if first in words.COPULA:
            if (first in ("are", "'re", "am", "'m")) != plural:
                return
            if start + 1 < end and self.forms[start + 1] in ("both", "either", "neither"):
                yield from self._paired(start + 1, end, term, plural)
            else:
                yield from self.complements(start + 1, end, term, plural)
        elif first == ("do" if plural else "does") and start + 2 < end and self.forms[start + 1] in words.NOT:
            for said in self.action(start + 2, end, term, True, back):
                yield ["not", said]
        elif first == "never":
            for said in self.action(start + 1, end, term, plural, back):
                yield ["not", said]
        elif first in words.MAY | words.MUST and start + 1 < end:
            yield from self._modal(start, end, term, back)
        else:
            yield from self.action(start, end, term, plural, back)

    def _modal(self, start: int, end: int, term: str, back: str | None) -> Iterator[Formula]:
        """may, can, must; "may not" and "must not" both forbid."""
        word = "may" if self.forms[start] in words.MAY else "must"
        denied = self.forms[start + 1] in words.NOT or self.forms[start] == "cannot"
        for said in self.action(start + (2 if self.forms[start + 1] in words.NOT else 1), end, term, True, back):
            if said[0] == "cmp":
                continue
            yield ["not", [f"may {said[0]}", *said[1:]]] if denied else [f"{word} {said[0]}", *said[1:]]

    # --- after "is" ---------------------------------------------------------------------------------------
    def complements(self, start: int, end: int, term: str, plural: bool) -> Iterator[Formula]:
        if start >= end:
            return
        if self.forms[start] in words.NOT:
            for said in self._complement(start + 1, end, term, plural):
                yield ["not", said]
            return
        yield from self._complement(start, end, term, plural)

    def _paired(self, start: int, end: int, term: str, plural: bool) -> Iterator[Formula]:
        """both A and B, either A or B, neither A nor B."""
        pair = self.forms[start]
        joint = {"both": "and", "either": "or", "neither": "nor"}[pair]
        for at in range(start + 2, end - 1):
            if self.forms[at] != joint:
                continue
            for left in self._complement(start + 1, at, term, plural):
                for right in self._complement(at + 1, end, term, plural):
                    if pair == "both":
                        yield ["and", left, right]
                    elif pair == "neither":
                        yield ["and", ["not", left], ["not", right]]
                    else:
                        yield ["or", left, right]
                        yield ["and", ["or", left, right], ["not", ["and", left, right]]]

    def _complement(self, start: int, end: int, term: str, plural: bool) -> Iterator[Formula]:
        if start >= end:
            return
        forms = self.forms[start:end]
        article = forms[0] in ("a", "an")
        kind = self.kind(start + article, end, term, plural) if article != plural else None
        if kind:
            yield kind
        elif self.open(start, end) and len(forms) <= 2:
            yield [f"is {' '.join(forms)}", term]
        elif len(forms) > 2 and forms[:2] in (["allowed", "to"], ["permitted", "to"], ["able", "to"]):
            if forms[0] != "able":
                for said in self.action(start + 2, end, term, True, None):
                    yield [f"may {said[0]}", *said[1:]]
        elif self._phrase(start, end):
            yield [f"is {' '.join(forms)}", term]
        yield from self.quantities(start, end, term, "age" if self._years(end) else "amount")

    def _years(self, end: int) -> bool:
        return self.forms[end - 1] in ("old", "age", "years", "older", "younger") or not self._unit(end)

    def _unit(self, end: int) -> bool:
        return self.tokens[end - 1].kind != "number"

    # --- other verbs --------------------------------------------------------------------------------------
    def action(self, start: int, end: int, term: str, bare: bool, back: str | None) -> Iterator[Formula]:
        """A verb and what it takes. ``bare``: get, not gets."""
        if start >= end:
            return
        form = self.forms[start]
        if form in words.VERBS or form in ("have", "do", "go"):
            verb = form if bare and form not in words.VERBS else None if bare else words.VERBS.get(form)
        elif not self.open(start, start + 1) or form in adjectives():
            return
        else:
            verb = words.base(form) if not bare else form if words.base(form) is None else None
        if verb is None:
            return
        if start + 1 == end:
            yield [verb, term]
            return
        other = self.name(start + 1, end, False)
        if other is not None:
            yield [verb, term, other]
        elif back not in (None, term) and end == start + 2 and self.forms[start + 1] in words.OF_IT:
            yield [verb, term, back]
        elif self._phrase(start + 1, end):
            yield [f"{verb} {' '.join(self.forms[start + 1 : end])}", term]
        yield from self.quantities(start + 1, end, term, verb)

    def _phrase(self, start: int, end: int) -> bool:
        """Articles, prepositions and open words that end in an open word: on leave, a free coat, from Spain."""
        if not self.open(end - 1, end):
            return False
        return all(
            self.tokens[at].kind == "word"
            and (self.forms[at] in words.ARTICLES or self.forms[at] in words.PREPOSITIONS or self.open(at, at + 1))
            for at in range(start, end)
        )

    def sized(self, start: int, end: int, term: str, plural: bool) -> Iterator[Formula]:
        """What follows a noun: over 65, aged 18 or over, above $50, with 3 points."""
        del plural
        if self.forms[start] == "with":
            yield from self.quantities(start + 1, end, term, "have")
        elif self.forms[start] in ("aged", "of"):
            yield from self.quantities(start + 1, end, term, "age" if self.forms[start] == "aged" else "amount")
        else:
            yield from self.quantities(start, end, term, "age" if self._years(end) else "amount")

    # --- quantities ---------------------------------------------------------------------------------------
    def quantities(self, start: int, end: int, term: str, attribute: str) -> Iterator[Formula]:
        """at least 18 years old, more than $50, 3 points, over 2 kg, 65 or older."""
        if not any(self.figure[start:end]):
            return
        for leading, operator in _ABOVE.items():
            at = start + len(leading)
            if tuple(self.forms[start:at]) != leading or at >= end:
                continue
            for stop, value in self._figures(at):
                rest = self.forms[stop:end]
                operator_here = operator
                if tuple(rest[:2]) in _OR_MORE and operator == "eq":
                    operator_here, rest = _OR_MORE[rest[0], rest[1]], rest[2:]
                if " ".join(rest) in _YEARS:
                    yield ["cmp", operator_here, ["age", term], value]
                elif not rest:
                    yield ["cmp", operator_here, [attribute, term], value]
                elif len(rest) <= 2 and self.open(end - len(rest), end) and value[0] == "num":
                    noun = " ".join([*rest[:-1], self.singular(rest[-1]) or rest[-1]])
                    yield ["cmp", operator_here, [f"{attribute} {noun}", term], value]

    def _figures(self, at: int) -> Iterator[tuple[int, Formula]]:
        for literal in ("money", "percent", "quantity", "number"):
            for stop, value in self.values.match(literal, at):
                if value[0] in ("num", "pct", "money", "qty") and len(value) in (2, 3):
                    yield stop, list(value)
