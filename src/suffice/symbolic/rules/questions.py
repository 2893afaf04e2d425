"""Questions of logical English."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from suffice.records import Json
from suffice.symbolic.english.grammar import Grammar
from suffice.symbolic.english.text import Text
from suffice.symbolic.rules import words
from suffice.symbolic.rules.ground import about
from suffice.symbolic.rules.headings import after_heading
from suffice.symbolic.rules.language import Formula
from suffice.symbolic.rules.saying import X, exact, of_some
from suffice.symbolic.rules.sentences import CONNECTED, Sentences
from suffice.symbolic.rules.surroundings import Surroundings

_ASKING = words.AUXILIARY | frozenset("who did has have".split())


def may_ask(forms: Sequence[str]) -> bool:
    """Whether a question can be read at all, by the word that it begins with."""
    start = after_heading(forms, 0, len(forms))
    if start < len(forms) and forms[start] in CONNECTED:
        start += 1 + (forms[start + 1 : start + 2] == [","])
    return start < len(forms) and forms[start] in _ASKING


class Questions(Sentences):
    """Reads the questions of one text."""

    def __init__(self, text: Text, grammar: Grammar, puzzle: bool, around: Surroundings) -> None:
        super().__init__(grammar, puzzle, around)
        self.text = text

    def questions(self, start: int, end: int) -> list[Json]:
        """Every reading of a question, as what a Problem asks and what is given for its sake."""
        if self.forms[start] in CONNECTED:
            start += 1 + (self.forms[start + 1] == ",")
        found: list[Json] = []
        ways = [{"truth": said} for said in self._yes_or_no(start, end)] or list(self._general(start, end))
        for ask in ways or [{"who": said} for said in self._who(start, end)]:
            key = "truth" if "truth" in ask else "who"
            for operator in ("eq", "ge"):
                way = {**ask, key: exact(ask[key], operator)}
                if way not in found:
                    found.append(way)
        return found

    def _yes_or_no(self, start: int, end: int) -> Iterator[Formula]:
        """Is Tom cold? Does Tom get a coat? Can Tom enter?"""
        for at in range(start + 2, end):
            name = self.name(start + 1, at, False)
            if name is not None:
                yield from self._asked_of(self.forms[start], at, end, name, name == "i")

    def _general(self, start: int, end: int) -> Iterator[Json]:
        """Do snakes have fur? Does a square have four sides? Asked of one of them, whichever."""
        for at in range(start + 2, end):
            for who in self._kinds(start + 1, at, X):
                if who.none or not who.among or not who.loose:
                    continue
                named = self.text.slice(start + 1, at).lower()
                name = f"any {named.removeprefix('a ').removeprefix('an ')}"
                for said in self._asked_of(self.forms[start], at, end, name, who.plural):
                    if not of_some(said, "all" if who.loose == "one" else who.loose):
                        among = about(who.among, name)
                        yield {"truth": said, "given": [{"then": among, "text": f"Take {name}."}]}

    def _asked_of(self, first: str, at: int, end: int, name: str, plural: bool) -> Iterator[Formula]:
        if not words.NOT.isdisjoint(self.forms[at:end]) or not {"and", "or", "but"}.isdisjoint(self.forms[at:end]):
            return  # what Yes means to a question with "not" or "or" is open
        if first in words.COPULA:
            for said in self.complements(at, end, name, plural and name != "i"):
                yield self._past(first, said)
        elif first == "did":
            yield from self.past_action(at, end, name, None)
        elif first in words.DO:
            yield from self.action(at, end, name, True, None)
        elif first in ("has", "have") and self._participle(at):
            yield from self.relation("have", at, end, name, None)
        elif first in words.MODAL:
            for said in self.after_modal(at, end, name, None):
                yield self._under("may" if first in words.MAY else "must", said, first)

    def _who(self, start: int, end: int) -> Iterator[Formula]:
        """Who gets a coat? Who is cold?"""
        if self.forms[start] == "who":
            for plural in (False, True):
                yield from self.predicates(start + 1, end, X, plural)
