"""Sentences of logical English as clauses, and questions. Every token is accounted for, or nothing is read."""

from __future__ import annotations

from collections.abc import Iterator

from suffice.records import Json
from suffice.symbolic.rules import words
from suffice.symbolic.rules.language import CONNECTIVES, Formula, is_variable, terms
from suffice.symbolic.rules.nouns import Who, both
from suffice.symbolic.rules.verbs import Verbs

X = "?x"
_CONNECTED = ("also", "moreover", "furthermore", "additionally", "besides", "however", "finally", "so", "therefore")
_IFS = ("if", "when", "whenever")
MOST = 6  # readings of one sentence


class Sentences(Verbs):
    """Reads the sentences of one text; ``start`` and ``end`` are token indexes."""

    def clauses(self, start: int, end: int) -> list[Json]:
        """Every reading of a statement, as a clause without its text; empty where it is not understood."""
        start = self._after_opening(start, end)
        found: list[Json] = []
        for clause in self._statements(start, end):
            if clause not in found and _sound(clause):
                found.append(clause)
                if len(found) > MOST:
                    return []
        return found

    def _after_opening(self, start: int, end: int) -> int:
        if start + 2 < end and self.forms[start] in _CONNECTED:
            start += 1
            if self.forms[start] == ",":
                start += 1
        return start

    def _statements(self, start: int, end: int) -> Iterator[Json]:
        if end - start < 2:
            return
        forms = self.forms
        if forms[start] in _IFS:
            yield from self._if_then(start, end)
            return
        if forms[start] == "unless":
            for at in self._found((",",), start, end):
                for condition, subject in self._conditions(start + 1, at):
                    for said in self._consequence(at + 1, end, subject, (start, at)):
                        yield {"if": ["not", condition], "then": said}
            return
        if forms[start] == "only":
            yield from self._only(start, end)
            return
        joints = [at for at in range(start + 2, end - 1) if forms[at] in (*_IFS, "unless")]
        if len(joints) == 1:
            yield from self._said_if(start, joints[0], end)
        elif not joints:
            yield from self._plain(start, end)

    def _if_then(self, start: int, end: int) -> Iterator[Json]:
        for at in self._found(("then", ","), start + 2, end - 1):
            after = at + 1
            if self.forms[at] == "," and self.forms[after] == "then":
                after += 1
            if self.forms[at] == "then" and self.forms[at - 1] == ",":
                continue
            for condition, subject in self._conditions(start + 1, at):
                for said in self._consequence(after, end, subject, (start, at)):
                    yield {"if": condition, "then": said}

    def _said_if(self, start: int, at: int, end: int) -> Iterator[Json]:
        """Z if X, Z when X, Z unless X, Z only if X."""
        joint = self.forms[at]
        stop = at - 1 if self.forms[at - 1] in (",", "only") else at
        only = self.forms[at - 1] == "only"
        if only and joint == "unless":
            return
        for condition, subject in self._conditions(at + 1, end):
            for said in self._consequence(start, stop, subject, (at, end)):
                if joint == "unless":
                    yield {"if": ["not", condition], "then": said}
                elif only:
                    yield {"if": said, "then": condition}
                else:
                    yield {"if": condition, "then": said}
        for who, said in self._told(start, stop):  # Members get it if they are over 60
            if who.back or not is_variable(who.term) or who.none:
                continue
            for condition, subject in self._conditions(at + 1, end, X):
                if subject != X:
                    continue
                if joint == "unless":
                    yield {"if": both(who.among, ["not", condition]), "then": said}
                elif only:
                    yield {"if": both(who.among, said), "then": condition}
                else:
                    yield {"if": both(who.among, condition), "then": said}

    def _only(self, start: int, end: int) -> Iterator[Json]:
        """Only members may enter: whoever may enter is a member."""
        for who, said in self._told(start + 1, end):
            if who.among is not None and not who.none and is_variable(who.term):
                yield {"if": said, "then": who.among}

    def _plain(self, start: int, end: int) -> Iterator[Json]:
        if self.forms[start] == "either":
            for at in self._found(("or",), start, end):
                for left in self._grounded(start + 1, at):
                    for right in self._grounded(at + 1, end):
                        yield {"then": ["or", left, right]}
                        yield {"then": ["and", ["or", left, right], ["not", ["and", left, right]]]}
            return
        for who, said in self._told(start, end):
            if who.back or (who.loose and _of_some(said, who.loose)):
                continue
            then = ["not", said] if who.none else said
            for one in (then, _one_only(then)):
                yield {"then": one} if who.among is None else {"if": who.among, "then": one}

    def _grounded(self, start: int, end: int) -> Iterator[Formula]:
        for who, said in self._told(start, end):
            if not is_variable(who.term):
                yield said

    # --- parts ------------------------------------------------------------------------------------------------
    def _told(self, start: int, end: int, back: str | None = None) -> Iterator[tuple[Who, Formula]]:
        """Subject and predicate. ``back``: whom a pronoun means."""
        opening = start in self.starts
        for at in range(start + 1, min(end, start + 14)):
            if not self._may_begin(at):
                continue
            for who in self.phrases(start, at, opening, X if back is None else back, self._relative, self.sized):
                if who.back and back is None and self.forms[start] != "you":
                    continue
                for said in self.predicates(at, end, who.term, who.plural, back):
                    yield who, said

    def _may_begin(self, at: int) -> bool:
        """Whether a predicate may begin with the token."""
        form = self.forms[at]
        verb = form in words.COPULA | words.DO | words.MAY | words.MUST or form in (
            "never",
            "has",
            "have",
            "go",
            "goes",
        )
        return verb or self.open(at, at + 1)

    def _relative(self, start: int, end: int, variable: str, plural: bool) -> Iterator[Formula]:
        yield from self.predicates(start, end, variable, plural)
        if plural is False:  # those who are, people who have: the head says nothing of number
            yield from self.predicates(start, end, variable, True)

    def _conditions(self, start: int, end: int, back: str | None = None) -> Iterator[tuple[Formula, str]]:
        """What stands after "if": one clause or several, and whom a later pronoun means."""
        for first, subject in self._condition(start, end, back):
            yield first, subject
        for at in range(start + 2, end - 1):
            if self.forms[at] not in ("and", "or"):
                continue
            stop = at - 1 if self.forms[at - 1] == "," else at
            for left, subject in self._condition(start, stop, back):
                if self.forms[at + 1] in words.IT and not self._means(self.forms[at + 1], start, stop, subject):
                    continue
                for right, again in self._conditions(at + 1, end, subject):
                    if again != subject and is_variable(again):
                        continue
                    if self.forms[at] == "or" and right[0] == "and":
                        continue
                    if self.forms[at] == "and" and right[0] == "or":
                        continue
                    yield ["or" if self.forms[at] == "or" else "and", left, right], subject

    def _condition(self, start: int, end: int, back: str | None) -> Iterator[tuple[Formula, str]]:
        for who, said in self._told(start, end, back):
            if who.none:
                continue
            yield both(who.among, said), who.term

    def _consequence(self, start: int, end: int, subject: str, before: tuple[int, int]) -> Iterator[Formula]:
        """What follows from what was said in ``before``: of its subject by a pronoun or noun, or of a name."""
        for who, said in self._told(start, end, subject):
            if who.none or (who.back and not self._means(self.forms[start], *before, subject)):
                continue
            if who.back or not is_variable(who.term):
                yield self._same(said, *before)

    def _same(self, said: Formula, start: int, end: int) -> Formula:
        """With "the customer" for the variable where ``start`` to ``end`` speak of "a customer"."""
        named = [at for at in range(start, end) if self.forms[at] in ("a", "an")]
        ends = [(at, stop) for at in named for stop in range(at + 2, min(end, at + 4) + 1)]
        kinds = {" ".join(["the", *self.forms[at + 1 : stop]]) for at, stop in ends}
        return about_variable(said, kinds) if kinds else said

    def _means(self, pronoun: str, start: int, end: int, back: str) -> bool:
        """Whether a pronoun can only mean ``back`` where tokens ``start`` to ``end`` are what was said before."""
        if is_variable(back):
            return True
        others = {t for at in range(start, end) if (t := self.name(at, at + 1, False)) is not None} - {back}
        the = any(self.forms[at] in ("the", "my", "our") for at in range(start, end))
        if back.startswith(("the ", "my ", "our ")):
            return pronoun == "it" and not others and sum(self.forms[at] == "the" for at in range(start, end)) <= 1
        return pronoun in ("he", "she", "they") and not others and not (the and pronoun == "they")

    def _found(self, marks: tuple[str, ...], start: int, end: int) -> Iterator[int]:
        return (at for at in range(start, end) if self.forms[at] in marks)

    # --- questions --------------------------------------------------------------------------------------------
    def asked(self, start: int, end: int) -> list[Formula]:
        """Every reading of a statement whose truth is asked."""
        found: list[Formula] = []
        for clause in self.clauses(start, end):
            formula = clause["then"] if "if" not in clause else ["or", ["not", clause["if"]], clause["then"]]
            if formula not in found:
                found.append(formula)
        return found

    def yes_or_no(self, start: int, end: int) -> list[Formula]:
        """Is Tom cold? Does Tom get a coat? Can Tom enter?"""
        first = self.forms[start]
        start = self._after_opening(start, end) if first in _CONNECTED else start
        found: list[Formula] = []
        first = self.forms[start]
        for at in range(start + 2, end):
            name = self.name(start + 1, at, False)
            if name is None:
                continue
            for said in self._asked_of(first, at, end, name):
                if said not in found:
                    found.append(said)
        return found

    def _asked_of(self, first: str, at: int, end: int, name: str) -> Iterator[Formula]:
        if not words.NOT.isdisjoint(self.forms[at:end]):
            return  # what Yes means to a question with "not" is open
        if first in words.COPULA:
            yield from self.complements(at, end, name, False)
        elif first in words.DO:
            yield from self.action(at, end, name, True, None)
        elif first in words.MAY | words.MUST:
            word = "may" if first in words.MAY else "must"
            for said in self.action(at, end, name, True, None):
                if said[0] != "cmp":
                    yield [f"{word} {said[0]}", *said[1:]]

    def who(self, start: int, end: int) -> list[Formula]:
        """Who gets a coat? Who is cold?"""
        found: list[Formula] = []
        if self.forms[start] == "who":
            for plural in (False, True):
                for said in self.predicates(start + 1, end, X, plural):
                    if said not in found:
                        found.append(said)
        return found


def _one_only(said: Formula) -> Formula:
    """A or B, and not both: what "or" may mean where something is stated."""
    return ["and", said, ["not", ["and", *said[1:]]]] if said[0] == "or" else said


def _of_some(said: Formula, loose: str) -> bool:
    """Whether what is said of "dogs" or of "a dog" may be said of some that are about (they are in the garden, a dog is
    late), and not of all (dogs are animals, dogs eat meat, a dog may enter)."""
    said = said[1] if said[0] == "not" else said
    if said[0] in ("and", "or"):
        return any(_of_some(part, loose) for part in said[1:])
    if said[0] == "cmp":
        return True
    verb, _, rest = said[0].partition(" ")
    first = rest.partition(" ")[0]
    if loose == "one":
        return verb not in ("may", "must") and first != "a"
    return verb == "is" and (first in words.PREPOSITIONS or first.endswith("ing"))


def about_variable(said: Formula, kinds: set[str]) -> Formula:
    """The formula with every name in ``kinds`` replaced by the variable."""
    if said[0] in CONNECTIVES:
        return [said[0], *(about_variable(part, kinds) for part in said[1:])]
    if said[0] == "cmp":
        attribute, term = said[2]
        return ["cmp", said[1], [attribute, X if term in kinds else term], said[3]]
    return [said[0], *(X if term in kinds else term for term in said[1:])]


def _sound(clause: Json) -> bool:
    """A rule's conclusion speaks of nobody whom its condition does not name."""
    loose = {term for term in terms(clause["then"]) if is_variable(term)}
    if "if" in clause:
        loose -= {term for term in terms(clause["if"]) if is_variable(term)}
    return not loose or "if" not in clause
