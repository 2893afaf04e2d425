"""Clauses of logical English: whom they are about and what is said of them, as conditions and as what follows."""

from __future__ import annotations

from collections.abc import Iterator

from suffice.symbolic.english.phrases import nouns
from suffice.symbolic.rules import words
from suffice.symbolic.rules.language import Formula, is_variable
from suffice.symbolic.rules.nouns import Who, both
from suffice.symbolic.rules.pronouns import CONDITIONS, Pronouns
from suffice.symbolic.rules.saying import X, about_variable

ALL = frozenset("all every each everyone everybody everything any anyone anybody anything both".split())
_VERBAL = words.AUXILIARY - {"'s", "'re", "'m"}
_BEGINNING = words.AUXILIARY | frozenset("never has have go goes".split())


class Clauses(Pronouns):
    """Subjects with their predicates, in one text."""

    def _told(self, start: int, end: int, back: str | None = None) -> Iterator[tuple[Who, Formula]]:
        """Subject and predicate. ``back``: whom a pronoun means."""
        opening = start in self.starts
        for at in range(start + 1, min(end, start + 16)):
            if not self._may_begin(at):
                continue
            for who in self.phrases(start, at, opening, X, X if back is None else back, self._relative):
                if who.back and back is None and self.forms[start] != "you":
                    continue
                for said in self.predicates(at, end, who.term, who.plural, back):
                    yield who, said
            if self.forms[at] in _VERBAL and self.forms[start] != "whoever" and not self.describes(start, at):
                return  # a subject has no such verb but in "who is late"

    def _may_begin(self, at: int) -> bool:
        """Whether a predicate may begin with the token."""
        return self.forms[at] in _BEGINNING or self.open(at, at + 1)

    def _relative(self, start: int, end: int, variable: str, plural: bool) -> Iterator[Formula]:
        for at in range(start + 1, end - 1):  # members who are students and guests: are those guests members?
            if self.forms[at] in ("and", "or") and self.forms[at + 1] not in words.COPULA:
                last = self.forms[end - 1]
                if last in nouns() and nouns()[last] != last:
                    return
        yield from self.predicates(start, end, variable, plural)
        if plural is False:  # those who are, people who have: the head says nothing of number
            yield from self.predicates(start, end, variable, True)

    def _conditions(self, start: int, end: int, back: str | None = None) -> Iterator[tuple[Formula, str]]:
        """What stands after "if": one clause or several, and whom a later pronoun means."""
        yield from self._condition(start, end, back)
        if self._mixed(start, end):
            return
        for at in range(start + 2, end - 1):
            if self.forms[at] not in ("and", "or"):
                continue
            stop = at - 1 if self.forms[at - 1] == "," else at
            for left, subject in self._condition(start, stop, back):
                if self.forms[at + 1] in words.IT and not self.means(self.forms[at + 1], start, stop, subject):
                    continue
                for right, again in self._conditions(at + 1, end, subject):
                    if again != subject and is_variable(again):
                        continue
                    yield ["or" if self.forms[at] == "or" else "and", left, right], subject

    def _condition(self, start: int, end: int, back: str | None) -> Iterator[tuple[Formula, str]]:
        for who, said in self._told(start, end, back):
            if who.none or self.forms[start] in ALL:
                continue
            if back is not None and not who.back and is_variable(who.term):
                continue  # if someone is late and a manager is angry: two persons
            yield both(who.among, said), who.term

    def _consequence(self, start: int, end: int, subject: str, before: tuple[int, int]) -> Iterator[Formula]:
        """What follows from what was said in ``before``: of its subject by a pronoun or noun, or of a name."""
        for who, said in self._told(start, end, subject):
            if who.none or (who.back and not self.means(self.forms[start], *before, subject)):
                continue
            if who.back or not is_variable(who.term):
                yield self._same(said, *before)

    def _same(self, said: Formula, start: int, end: int) -> Formula:
        """With "the customer" for the variable where ``start`` to ``end`` speak of "a customer"."""
        kinds = self._kinds_named(start + (self.forms[start] in CONDITIONS), end)
        return about_variable(said, kinds) if kinds else said

    def _kinds_named(self, first: int, end: int) -> set[str]:
        """What may be called "the customer" after the tokens, which begin with "a customer"."""
        if self.forms[first] not in ("a", "an"):
            return set()
        kinds = {" ".join(["the", *self.forms[first + 1 : stop]]) for stop in range(first + 2, min(end, first + 4) + 1)}
        later = {f"the {self.forms[at + 1]}" for at in range(first + 1, end - 1) if self.forms[at] in ("a", "an")}
        return kinds - later

    def _found(self, marks: tuple[str, ...], start: int, end: int) -> Iterator[int]:
        return (at for at in range(start, end) if self.forms[at] in marks)
