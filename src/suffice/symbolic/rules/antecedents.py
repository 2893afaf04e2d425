"""Whom pronouns mean beyond the sentence that they stand in."""

from __future__ import annotations

from suffice.records import Json
from suffice.symbolic.english.referents import gendered
from suffice.symbolic.english.text import Sentence
from suffice.symbolic.rules import words
from suffice.symbolic.rules.language import is_variable, terms
from suffice.symbolic.rules.surroundings import Surroundings

_CONDITIONAL = frozenset("if when whenever unless who whoever which that".split())


class Antecedents:
    """The one whom the last statement of a text was about."""

    def __init__(self, around: Surroundings) -> None:
        self.around, self.forms = around, around.forms
        self.last: str | None = None

    def meant(self, start: int, end: int) -> dict[str, str]:
        """Whom the pronouns of a sentence mean: the one whom the statement before was about, if the text has nobody and
        nothing else that they could mean."""
        if self.last is None:
            return {}
        here = self.forms[start:end]
        if not _CONDITIONAL.isdisjoint(here) or words.IT.isdisjoint(here):
            return {}
        if _is_thing(self.last):
            return {"it": self.last}
        if "'" in self.last or self.last == "i":
            return {}
        known = gendered().get(self.last.split()[0])
        return {pronoun: self.last for pronoun in ("he", "she") if known in (None, pronoun)}

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
        thing = _is_thing(name)
        if thing:
            forms = self.forms[sentence.start : sentence.end]
            if sum(form in ("the", "my", "our") for form in forms) > (not name[-1].isdigit()):
                return
        if thing or self._only_person(name):
            self.last = name

    def _only_person(self, name: str) -> bool:
        """Whether no other name with a capital stands in the text."""
        mine, forms = set(name.split()), self.forms
        return self.around.names <= mine and not any(
            token.capital
            and token.form not in mine
            and token.form not in words.CLOSED
            and forms[at + 1] in words.FINITE
            for at, token in enumerate(self.around.tokens[:-1])
            if at in self.around.starts
        )


def _is_thing(name: str) -> bool:
    """The order, my claim, order 7."""
    return name.startswith(("the ", "my ", "our ")) or name[-1].isdigit()
