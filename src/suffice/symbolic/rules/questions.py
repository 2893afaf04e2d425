"""Questions of logical English, and whom pronouns in them mean."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from suffice.records import Json
from suffice.symbolic.english.text import Sentence
from suffice.symbolic.rules import words
from suffice.symbolic.rules.ground import about
from suffice.symbolic.rules.headings import after_heading
from suffice.symbolic.rules.language import Formula, is_variable, terms
from suffice.symbolic.rules.saying import X, exact, of_some
from suffice.symbolic.rules.sentences import CONNECTED, Sentences

_CONDITIONAL = frozenset("if when whenever unless who whoever which that".split())


_ASKING = words.AUXILIARY | frozenset("who did has have".split())


def may_ask(forms: Sequence[str]) -> bool:
    """Whether a question can be read at all, by the word that it begins with."""
    start = after_heading(forms, 0, len(forms))
    if start < len(forms) and forms[start] in CONNECTED:
        start += 1 + (forms[start + 1 : start + 2] == [","])
    return start < len(forms) and forms[start] in _ASKING


class Questions(Sentences):
    """Reads the questions of one text."""

    last: str | None = None  # whom the last statement was about, if about one

    # --- pronouns ---------------------------------------------------------------------------------------------
    def begin(self, start: int, end: int) -> None:
        """Settle whom the pronouns of a sentence mean: the one whom the statement before was about, if the text has
        nobody and nothing else that they could mean."""
        self.meant = {}
        here = self.forms[start:end]
        if self.last is None or not _CONDITIONAL.isdisjoint(here) or words.IT.isdisjoint(here):
            return
        thing = self.last.startswith(("the ", "my ", "our ")) or self.last[-1].isdigit()
        if thing:
            self.meant = {"it": self.last}
        elif "'" not in self.last and self.last != "i":
            self.meant = {"he": self.last, "she": self.last}

    def follow(self, ways: list[Json], sentence: Sentence) -> None:
        """Remember whom a statement was about."""
        self.last = None
        named: set[str] = set()
        for way in ways:
            if "if" in way:
                return
            named.update(terms(way["then"]))
        if len(named) != 1:
            return
        (name,) = named
        if is_variable(name):
            return
        forms = self.forms[sentence.start : sentence.end]
        nouns_behind = sum(form in ("the", "my", "our") for form in forms)
        thing = name.startswith(("the ", "my ", "our ")) or name[-1].isdigit()
        if thing and nouns_behind > (not name[-1].isdigit()):
            return
        if thing or self._only_person(name):
            self.last = name

    def _only_person(self, name: str) -> bool:
        """Whether no other name with a capital stands in the text."""
        mine = set(name.split())
        return self.names <= mine and not any(
            token.capital
            and token.form not in mine
            and token.form not in words.CLOSED
            and self.forms[at + 1] in words.FINITE
            for at, token in enumerate(self.tokens[:-1])
            if at in self.starts
        )

    # --- questions --------------------------------------------------------------------------------------------
    def asked(self, start: int, end: int) -> list[Formula]:
        """Every reading of a statement whose truth is asked."""
        found: list[Formula] = []
        for clause in self.clauses(start, end):
            formula = clause["then"] if "if" not in clause else ["or", ["not", clause["if"]], clause["then"]]
            if formula not in found:
                found.append(formula)
        return found

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
                name = f"any {self.text.slice(start + 1, at).lower().removeprefix('a ').removeprefix('an ')}"
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
