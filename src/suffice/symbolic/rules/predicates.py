"""What is said of somebody, joined by "and", "or", "but" and commas: is a member and chases Tom, may sit or stand."""

from __future__ import annotations

from collections.abc import Iterator

from suffice.symbolic.rules import words
from suffice.symbolic.rules.language import Formula
from suffice.symbolic.rules.verbs import Verbs

_OR_MORE = frozenset("more over above older less under below younger fewer longer heavier taller".split())


class Predicates(Verbs):
    """The predicates of one text: one verb with what it takes, or several that are joined."""

    def predicates(self, start: int, end: int, term: str, plural: bool, back: str | None = None) -> Iterator[Formula]:
        """Every way to read the tokens as what is said of ``term``. ``back``: whom a pronoun may mean."""
        if start >= end:
            return
        yield from self._simple(start, end, term, plural, back)
        if self.joins(start, end) and not self._mixed(start, end):
            several = list(self._joined(start, end, term, plural, back))
            yield from several or self._objects(start, end, term, plural)

    def _joined(self, start: int, end: int, term: str, plural: bool, back: str | None) -> Iterator[Formula]:
        for at in range(start + 1, end - 1):
            joint = self.forms[at]
            if joint not in ("and", "or", "but", ","):
                continue
            after = at + 1
            if joint == ",":
                if self.forms[after] in ("and", "or", "but"):
                    continue  # the joint is the next token
                joint = next((form for form in self.forms[after:end] if form in ("and", "or")), "")
                if not joint:
                    continue
            stop = at - (self.forms[at - 1] == ",")
            for left in self._simple(start, stop, term, plural, back):
                for right in self._more(start, after, end, term, plural, back, joint):
                    yield ["or" if joint == "or" else "and", left, right]

    def _objects(self, start: int, end: int, term: str, plural: bool) -> Iterator[Formula]:
        """Plays chess or tennis; but who drinks gin and tonic does not drink gin."""
        if self.forms[start] in words.AUXILIARY:
            return
        if self.forms[start + 1] == "either":
            yield from self._either(start, end, term, plural)
            return
        for at in range(start + 2, end - 1):
            if self.forms[at] != "or":
                continue
            if self.tokens[at + 1].capital and self.name(at + 1, end, False) is None:
                continue
            for left in self.action(start, at, term, plural, None):
                for right in self.relation(left[0].partition(" ")[0], at + 1, end, term, None):
                    if left[0] != "cmp" and right[0] != "cmp":
                        yield ["or", left, right]

    def _either(self, start: int, end: int, term: str, plural: bool) -> Iterator[Formula]:
        """Plays either the violin or the flute, and perhaps not both."""
        joints = [at for at in range(start + 3, end - 1) if self.forms[at] == "or"]
        for verb in self.action(start, start + 1, term, plural, None) if len(joints) == 1 else ():
            for left in self.relation(verb[0], start + 2, joints[0], term, None):
                for right in self.relation(verb[0], joints[0] + 1, end, term, None):
                    if left[0] != "cmp" and right[0] != "cmp":
                        yield ["or", left, right]
                        yield ["and", ["or", left, right], ["not", ["and", left, right]]]

    def _more(
        self, first: int, start: int, end: int, term: str, plural: bool, back: str | None, joint: str
    ) -> Iterator[Formula]:
        """What follows "and": a predicate, another complement of "is", another verb after "may" or "must"."""
        lead, negative = self.forms[first], self._negative(first)
        own = self.forms[start] in words.AUXILIARY
        if lead in words.MODAL and not own:
            if joint != "or" and not negative:
                word = "may" if lead in words.MAY else "must"
                for said in self.action(start, end, term, True, None):  # may ... and: one more verb
                    yield self._under(word, said)
            if plural or words.base(self.forms[start]) is None:
                return
        if negative and not own and joint != "but" and lead not in words.COPULA and (plural or lead == "never"):
            return  # do not sing or dance: neither; never sings or dances
        yield from self.predicates(start, end, term, plural, back)
        if lead in words.COPULA and (not negative or joint == "but"):
            for said in self._complement_list(start, end, term, plural, joint):
                yield self._past(lead, said)

    def _complement_list(self, start: int, end: int, term: str, plural: bool, joint: str) -> Iterator[Formula]:
        if not plural and self._finite(start):
            return
        yield from self.complements(start, end, term, plural)
        for at in range(start + 1, end - 1):
            if self.forms[at] == joint or (self.forms[at] == "," and self.forms[at + 1] != joint):
                stop = at - (self.forms[at - 1] == ",")
                for left in self.complements(start, stop, term, plural):
                    for right in self._complement_list(at + 1, end, term, plural, joint):
                        yield ["or" if joint == "or" else "and", left, right]

    def _negative(self, first: int) -> bool:
        return self.forms[first] in ("never", "cannot") or self.forms[first + 1] in words.NOT

    def _mixed(self, start: int, end: int) -> bool:
        """Whether "and" and "or" both join something here, so that it is open which binds more."""
        if not self.joins(start, end):
            return False
        forms = self.forms
        ors = any(forms[at] == "or" and (at + 1 == end or forms[at + 1] not in _OR_MORE) for at in range(start, end))
        return ors and any(forms[at] in ("and", "but") for at in range(start, end))
