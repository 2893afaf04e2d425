"""Noun phrases of logical English: one individual, everybody of a kind, nobody of a kind.

Every word of a phrase is accounted for: an article, open words (none of ``words.BLOCKED``), a relative clause.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from suffice.symbolic.english.text import Text
from suffice.symbolic.rules import words
from suffice.symbolic.rules.language import Formula

Relative = Callable[[int, int, str, bool], Iterator[Formula]]


@dataclass(frozen=True, slots=True)
class Who:
    """Whom a sentence is about. ``loose``: it may speak of some only, as "a dog" and "dogs" do. ``term``: a name or a variable; ``among``: what is said of those the variable stands
    for; ``none``: the sentence denies it of them; ``plural`` decides the verb's form; ``back``: a pronoun."""

    term: str
    among: Formula | None = None
    none: bool = False
    plural: bool = False
    back: bool = False
    loose: str = ""  # one | some


class Nouns:
    """The noun phrases of one text."""

    def __init__(self, text: Text) -> None:
        self.text, self.tokens = text, text.tokens
        self.forms = [token.form for token in text.tokens]
        self.known = frozenset(self.forms)
        self._closed_before = [0]  # how many of the tokens before each index are no content words
        for token in text.tokens:
            closed = token.kind != "word" or token.form in words.CLOSED
            self._closed_before.append(self._closed_before[-1] + closed)
        self.starts = starts = text.starts
        self.names = frozenset(  # words that have a capital where none is due
            token.form
            for index, token in enumerate(text.tokens)
            if token.capital and token.kind == "word" and index not in starts and token.form != "i"
        )

    def singular(self, noun: str) -> str | None:
        """The singular of a plural: the one that the text uses, if it uses one."""
        if noun in words.IRREGULAR:
            return words.IRREGULAR[noun]
        if len(noun) < 4 or not noun.endswith("s") or noun.endswith(("ss", "us", "is")):
            return None
        ways = [noun[:-1], noun[:-2]] if noun.endswith("es") else [noun[:-1]]
        if noun.endswith("ies"):
            ways.append(noun[:-3] + "y")
        for way in ways:
            if way in self.known:
                return way
        return words.default_singular(noun)

    def open(self, start: int, end: int) -> bool:
        """Whether tokens may be content words: none is closed, none is a mark or a figure."""
        return start < end and self._closed_before[end] == self._closed_before[start]

    def name(self, start: int, end: int, opening: bool) -> str | None:
        """A name: capital letters all through (``opening``: where a capital is due, it must fit one elsewhere or stand
        before a singular verb), or ``the`` and open words."""
        if start >= end or end - start > 4:
            return None
        forms = self.forms[start:end]
        if forms == ["i"] or forms == ["me"]:
            return "i"
        if forms[0] in ("the", "my", "our") and end - start >= 2 and self.open(start + 1, end):
            return " ".join(forms)
        tokens = self.tokens[start:end]
        if not all(token.capital and token.kind == "word" for token in tokens) or not self.open(start, end):
            return None
        if opening and self.singular(forms[0]) in self.known and forms[0] not in self.names:
            return None
        return " ".join(forms)

    def phrases(self, start: int, end: int, opening: bool, variable: str, relative: Relative) -> Iterator[Who]:
        """Every way to read the tokens as whom a sentence is about."""
        forms = self.forms[start:end]
        if not forms:
            return
        name = self.name(start, end, opening)
        if name is not None:
            yield Who(name, plural=name == "i")
        first = forms[0]
        if len(forms) == 1:
            if first in words.IT:
                yield Who(variable, plural=first == "they", back=True)
            if first in words.EVERYBODY or first in words.ANYBODY:
                yield Who(variable)
            if first in words.NOBODY:
                yield Who(variable, none=True)
            if first == "you":
                yield Who(variable, plural=True, back=True)
        for who_at in range(start + 1, end - 1):
            if self.forms[who_at] in words.WHO:
                for head in self._kinds(start, who_at, variable):
                    if head.among is None and head.term != variable:
                        continue
                    for said in relative(who_at + 1, end, variable, head.plural):
                        among = said if head.among is None else ["and", head.among, said]
                        yield Who(variable, among, head.none, head.plural)
        yield from self._kinds(start, end, variable)

    def _kinds(self, start: int, end: int, variable: str) -> Iterator[Who]:
        """Everybody (or nobody) of a kind: every yumpus, all big things, young people, no cats, a dog."""
        first = self.forms[start]
        none, plural_only, singular_only = first == "no", False, False
        at = start
        if first in words.EVERYBODY | words.ANYBODY | words.NOBODY and end == start + 1:
            yield Who(variable, None, first in words.NOBODY)
            return
        if first in ("all", "every", "each", "any", "no", "a", "an"):
            at += 1
            plural_only, singular_only = first == "all", first in ("every", "each", "a", "an")
        elif first in words.ARTICLES or not self.tokens[start].kind == "word":
            return
        else:
            plural_only = True
        if at < end and self.forms[at] in ("the", "those") and first == "all":
            at += 1
        if at >= end:
            return
        noun = self.forms[end - 1]
        single = self.singular(noun)
        kinds: list[Formula] = []
        if noun in words.PEOPLE:
            plural = True
        elif noun in ("person", "thing", "one") and not plural_only:
            plural = False
        elif single is not None and not singular_only:
            plural = True
            kinds.append([f"is a {single}", variable])
        elif not plural_only and (single is None or singular_only):
            plural = False
            kinds.append([f"is a {noun}", variable])
        else:
            return
        if kinds and (not self.open(end - 1, end) or noun in self.names):
            return
        index = at
        while index < end - 1:
            if self.forms[index] in (",", "and") and index > at:
                if kinds and noun not in words.PEOPLE and self.forms[index] == "and":
                    return  # cats and dogs: two kinds, not one that is both
                index += 1
                continue
            if not self.open(index, index + 1) or self.forms[index] in self.names:
                return
            kinds.insert(len(kinds) - (1 if kinds and kinds[-1][0].startswith("is a ") else 0),
                         [f"is {self.forms[index]}", variable])  # fmt: skip
            index += 1
        among = None if not kinds else kinds[0] if len(kinds) == 1 else ["and", *kinds]
        loose = "one" if first in ("a", "an") else "some" if at == start else ""
        yield Who(variable, among, none, plural, loose=loose)
