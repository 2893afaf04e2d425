"""Noun phrases of logical English: one individual, everybody of a kind, nobody of a kind.

Every word of a phrase is accounted for: an article, open words (none of ``words.CLOSED``), a size, a relative clause.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from suffice.symbolic.english.phrases import lexicon, nouns
from suffice.symbolic.english.units import first_words
from suffice.symbolic.rules import lexical, words
from suffice.symbolic.rules.language import Formula
from suffice.symbolic.rules.surroundings import Surroundings

Said = Callable[[int, int, str, bool], Iterator[Formula]]


@dataclass(frozen=True, slots=True)
class Who:
    """Whom a sentence is about. ``term``: a name or a variable; ``among``: what is said of those the variable stands
    for; ``none``: the sentence denies it of them; ``plural`` decides the verb's form; ``back``: a pronoun; ``loose``:
    it may speak of some only, as "a dog" (one) and "dogs" (some) do."""

    term: str
    among: Formula | None = None
    none: bool = False
    plural: bool = False
    back: bool = False
    loose: str = ""


@cache
def given_names() -> frozenset[str]:
    """First names, in small letters."""
    text = files("suffice.symbolic.english").joinpath("data", "given_names.txt").read_text(encoding="utf-8")
    return frozenset(text.lower().split())


class Nouns(ABC):
    """The noun phrases of one text."""

    def __init__(self, around: Surroundings) -> None:
        self.around, self.tokens, self.forms = around, around.tokens, around.forms
        self._closed_before = around.closed_before
        self._joints_before = around.joints_before
        self._behind_before = around.behind_before
        self.names, self.starts, self.singular = around.names, around.starts, around.singular
        self.meant: dict[str, str] = {}  # whom the pronouns of this sentence mean

    def open(self, start: int, end: int) -> bool:
        """Whether tokens may be content words: none is closed, none is a mark or a figure."""
        return start < end and self._closed_before[end] == self._closed_before[start]

    def joins(self, start: int, end: int) -> bool:
        """Whether a joint stands among the tokens."""
        return self._joints_before[end] > self._joints_before[start]

    def describes(self, start: int, end: int) -> bool:
        """Whether what follows a noun stands among the tokens: who, with, over."""
        return self._behind_before[end] > self._behind_before[start]

    # --- individuals --------------------------------------------------------------------------------------------
    def name(self, start: int, end: int, opening: bool) -> str | None:
        """A name: capital letters all through (``opening``: where a capital is due anyway, it is no plural of a word of
        the text), ``the``, ``my`` or ``our`` and open words, or somebody's and open words."""
        if start >= end or end - start > 5:
            return None
        first = self.forms[start]
        if end == start + 1:
            if first in ("i", "me"):
                return "i"
            if first in self.meant:
                return self.meant[first]
        if self.forms[end - 1].isdigit():
            return " ".join(self.forms[start:end]) if self._numbered(start, end) else None
        if first in ("the", "my", "our"):
            return " ".join(self.forms[start:end]) if self.open(start + 1, end) else None
        forms = self.forms[start:end]
        if "'s" in forms[1:-1]:
            at = start + forms.index("'s")
            owner = self.name(start, at, opening)
            return f"{owner}'s {' '.join(self.forms[at + 1 : end])}" if owner and self.open(at + 1, end) else None
        if not self.open(start, end) or not all(token.capital for token in self.tokens[start:end]):
            return None
        if opening and forms[0] not in self.names and not self._may_name(end, forms[0]):
            return None
        return " ".join(forms)

    def _may_name(self, end: int, form: str) -> bool:
        """Whether a capital where one is due anyway may begin a name: no plural of a word of the text, and no order
        ("invert answers") but where a finite verb follows."""
        if self.singular(form) in self.around.known or (form not in given_names() and nouns().get(form, form) != form):
            return False
        after = self.forms[end] if end < len(self.forms) else ""
        return after in words.FINITE or form not in lexicon() or form in given_names()

    def _numbered(self, start: int, end: int) -> bool:
        """Ticket 4411, invoice 778."""
        noun = self.forms[end - 2]
        return end - start == 2 and nouns().get(noun) == noun and noun not in first_words()

    # --- kinds ---------------------------------------------------------------------------------------------------
    def phrases(self, start: int, end: int, opening: bool, variable: str, back: str, relative: Said) -> Iterator[Who]:
        """Every way to read the tokens as whom a sentence is about. ``relative`` reads what follows "who"; ``back`` is
        whom a pronoun means."""
        if start >= end:
            return
        name = self.name(start, end, opening)
        if name is not None:
            yield Who(name, plural=name == "i")
        first = self.forms[start]
        if end == start + 1 and (first in words.IT or first == "you") and not self._weather(start):
            yield Who(back, plural=first in ("they", "you"), back=True)
        if first == "whoever":  # whoever finishes the course
            for said in relative(start + 1, end, variable, False):
                yield Who(variable, said)
            return
        yield from self._kinds(start, end, variable)
        yield from self._several_kinds(start, end, variable)
        if end - start < 3 or not self.describes(start, end):
            return
        for at in range(start + 1, end - 1):
            form = self.forms[at]
            said = relative if form in words.WHO else self.sized if form in words.SIZED else None
            if said is None:
                continue
            for head in self._kinds(start, at, variable):
                for more in said(at + (form in words.WHO), end, variable, head.plural):
                    yield Who(variable, both(head.among, more), head.none, head.plural)

    def _kinds(self, start: int, end: int, variable: str) -> Iterator[Who]:
        """Everybody (or nobody) of a kind: everyone, every yumpus, all big things, young people, no cats, a dog."""
        first = self.forms[start]
        if end == start + 1 and first in words.EVERYBODY:
            yield Who(variable, None, first in words.NOBODY)
            return
        at, loose = start + 1, ""
        if first in ("all", "no", "any"):
            numbers = (True,) if first == "all" else (True, False)
            at += first == "all" and self.forms[at : at + 2] == ["of", "the"]
            if first == "all" and at < end and self.forms[at] in ("the", "those"):
                at += 1
        elif first in ("every", "each", "a", "an"):
            numbers = (False,)
            loose = "one" if first in ("a", "an") else ""
        elif self.tokens[start].kind == "word" and first not in words.ARTICLES:
            numbers, at, loose = (True,), start, "some"
        else:
            return
        for plural in numbers:
            among = self.kind(at, end, variable, plural)
            if among is not None:
                yield Who(variable, among or None, first == "no", plural, loose=loose)

    def _several_kinds(self, start: int, end: int, variable: str) -> Iterator[Who]:
        """Managers and directors: who is either."""
        if end - start != 3 or self.forms[start + 1] != "and":
            return
        for one in self._kinds(start, start + 1, variable):
            for other in self._kinds(start + 2, end, variable):
                if one.among and other.among and one.loose == other.loose == "some":
                    yield Who(variable, ["or", one.among, other.among], plural=True, loose="some")

    def kinds(self, start: int, end: int, variable: str, plural: bool) -> Iterator[Formula]:
        """A kind, and perhaps in which place or with what: library members, a driver with 9 points, an employee in
        Berlin; but a doctor in training is none."""
        plain = self.kind(start, end, variable, plural)
        if plain:
            yield plain
        for at in range(start + 1, end - 1):
            if self.forms[at] in words.PLACED and self.open(start, at):
                if self.forms[at] not in ("with", "without") and not self._somewhere(at, end):
                    return
                head = self.kind(start, at, variable, plural)
                if head:
                    yield from (both(head, more) for more in self.sized(at, end, variable, plural))
                return

    def _somewhere(self, at: int, end: int) -> bool:
        """In Berlin, in the north room; but who is "a doctor in the making" is none."""
        after = self.forms[at + 1]
        if self.forms[at] == "in" and after in self.names:
            return True
        placed = self.forms[at] in ("in", "on", "at") and after == "the" and self.open(at + 2, end)
        return placed and self.forms[end - 1] in lexical.PLACES

    def kind(self, start: int, end: int, variable: str, plural: bool) -> Formula | None:
        """Modifiers and a noun as a formula, empty for mere "people"; None where it is no such phrase.

        A modifier such as "red" is a property by itself; any other is one with the noun: a library member, a big
        mouse. Before mere "people" every modifier is a property.
        """
        if start >= end:
            return None
        noun = self.forms[end - 1]
        parts: list[Formula] = []
        head: str | None = None
        if noun not in (words.PEOPLE if plural else words.PERSON):
            head = self.singular(noun) if plural else noun
            if head is None or not self.open(end - 1, end) or noun in self.names:
                return None
        compound: list[str] = []
        for at in range(start, end - 1):
            form = self.forms[at]
            if form in (",", "and") and at > start:
                if head is not None:
                    return None  # cats and dogs: two kinds, not one that is both
                continue
            if not self.open(at, at + 1) or form in self.names or self._names_only(at):
                return None
            if head is not None and not _apart(form, head):
                compound.append(form)
            elif compound:
                return None
            else:
                parts.append([f"is {form}", variable])
        if head is not None:
            parts.append([f"is a {' '.join([*compound, head])}", variable])
        return [] if not parts else parts[0] if len(parts) == 1 else ["and", *parts]

    def _weather(self, at: int) -> bool:
        """It rains: nobody does."""
        return self.forms[at] == "it" and not words.WEATHER.isdisjoint(self.forms[at + 1 : at + 4])

    def _names_only(self, at: int) -> bool:
        """Whether a word with a capital is a first name and nothing else."""
        token = self.tokens[at]
        return token.capital and token.form in given_names() and token.form not in lexicon()

    @abstractmethod
    def sized(self, start: int, end: int, term: str, plural: bool) -> Iterator[Formula]:
        """What follows a noun: over 65, above $50, with 3 points, in Berlin."""


def _apart(adjective: str, noun: str) -> bool:
    """Whether the two say together what each says alone."""
    if adjective in lexical.OF_PERSONS:
        return noun in lexical.PERSONS
    return adjective in lexical.ABSOLUTE and (adjective, noun) not in lexical.IDIOMS


def both(one: Formula | None, other: Formula) -> Formula:
    return ["and", one, other] if one else other
