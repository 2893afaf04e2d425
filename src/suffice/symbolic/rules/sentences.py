"""Sentences of logical English as clauses, and questions. Every token is accounted for, or nothing is read."""

from __future__ import annotations

from collections.abc import Iterator

from suffice.records import Json
from suffice.symbolic.rules import lexical, words
from suffice.symbolic.rules.clauses import ALL, Clauses
from suffice.symbolic.rules.language import CONNECTIVES, Formula, is_variable, parts
from suffice.symbolic.rules.nouns import Who
from suffice.symbolic.rules.pronouns import CONDITIONS, IFS
from suffice.symbolic.rules.saying import (
    X,
    about_variable,
    conditional,
    denies,
    either,
    names_in,
    of_a_group,
    of_each_by_nature,
    of_some,
    one_only,
    said_of,
    settled,
    sound,
)

CONNECTED = ("also", "moreover", "furthermore", "additionally", "besides", "however", "finally", "so", "therefore")
_JOINTS = frozenset(CONDITIONS)
_GETTING = frozenset("get receive qualify obtain earn".split())
MOST = 6  # readings of one sentence


class Sentences(Clauses):
    """Reads the sentences of one text; ``start`` and ``end`` are token indexes. In puzzles "every cat is not red"
    denies it of each."""

    def clauses(self, start: int, end: int) -> list[Json]:
        """Every reading of a statement, as a clause without its text; empty where it is not understood."""
        start = self._after_opening(start, end)
        found: list[Json] = []
        for clause in self._statements(start, end):
            if not sound(clause):
                continue
            for way in settled(clause):
                if way not in found:
                    found.append(way)
                    if len(found) > MOST:
                        return []
        return found

    def _after_opening(self, start: int, end: int) -> int:
        if start + 2 < end and self.forms[start] in CONNECTED:
            start += 1
            if self.forms[start] == ",":
                start += 1
        return start

    def of_the_talk(self, start: int) -> bool:
        """Whether a sentence may be an order, or tell who talks here."""
        forms = self.forms
        return forms[start] in lexical.ORDERS or (forms[start] == "the" and forms[start + 1] in lexical.TALKERS)

    def _statements(self, start: int, end: int) -> Iterator[Json]:
        forms = self.forms
        if (
            end - start < 2
            or self.of_the_talk(start)
            or not lexical.ABOUT_TEXT.isdisjoint(forms[start : min(end, start + 3)])
        ):
            return
        if forms[start] in IFS:
            yield from self._if_then(start, end)
        elif forms[start] == "unless":
            for at in self._found((",",), start, end):
                for condition, subject in self._conditions(start + 1, at):
                    for said in self._consequence(at + 1, end, subject, (start, at)):
                        yield from conditional("unless", None, condition, said)
        elif forms[start] == "only":
            yield from self._only(start, end)
        elif forms[start] == "to":
            yield from self._in_order_to(start, end)
        else:
            joints = [] if _JOINTS.isdisjoint(forms) else [n for n in range(start + 2, end - 1) if forms[n] in _JOINTS]
            if len(joints) == 2 and forms[joints[0] : joints[1] + 1] == ["if", "and", "only", "if"]:
                yield from self._said_if(start, joints[0], end, joints[1])
            elif len(joints) == 1:
                yield from self._said_if(start, joints[0], end, joints[0])
            elif not joints:
                yield from self.plain(start, end)

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

    def _said_if(self, start: int, at: int, end: int, last: int) -> Iterator[Json]:
        """Z if X, Z when X, Z unless X, Z only if X, Z if and only if X (``last`` is the index of its second "if")."""
        joint = self.forms[at] if at == last else "iff"
        only = self.forms[at - 1] == "only"
        stop = at - (self.forms[at - 1] in (",", "only"))
        if only and joint in ("unless", "iff"):
            return
        joint = "only" if only else joint
        for condition, subject in self._conditions(last + 1, end):
            for said in self._consequence(start, stop, subject, (last, end)):
                yield from conditional(joint, None, condition, said)
        for who, said in self._told(start, stop):  # Members get it if they are over 60
            if who.back or not is_variable(who.term) or who.none or self._denied_of_all(start, said):
                continue
            if not self.means(self.forms[last + 1], start, stop, X):
                continue
            kinds = self._kinds_named(start, stop)
            for condition, subject in self._conditions(last + 1, end, X):
                if subject in kinds:
                    condition, subject = about_variable(condition, kinds), X
                if subject == X:
                    yield from conditional(joint, who.among, condition, said)

    def _only(self, start: int, end: int) -> Iterator[Json]:
        """Only members may enter: whoever may enter is a member."""
        for who, said in self._told(start + 1, end):
            if who.among is not None and not who.none and is_variable(who.term):
                yield {"if": said, "then": who.among}

    def _in_order_to(self, start: int, end: int) -> Iterator[Json]:
        """To rent a car you must be 21: whoever may rent a car is 21."""
        for at in self._found(("must", "have", "need"), start + 2, end - 1):
            you = at - 1
            after = at + 1 + (self.forms[at] != "must")
            if self.forms[you] not in ("you", "one") or (after > at + 1 and self.forms[at + 1] != "to"):
                continue
            stop = you - (self.forms[you - 1] == ",")
            for aim in self.after_modal(start + 1, stop, X, None):
                for needed in self._bare_joined(after, end):
                    if aim[0] != "cmp":
                        gets = aim[0].partition(" ")[0] in _GETTING
                        yield {"if": aim if gets else self._under("may", aim, "can"), "then": needed}

    def _bare_joined(self, start: int, end: int) -> Iterator[Formula]:
        """be 21 or older and hold a licence"""
        yield from self.after_modal(start, end, X, None)
        for at in self._found(("and",), start + 1, end - 1):
            for left in self.after_modal(start, at, X, None):
                for right in self._bare_joined(at + 1, end):
                    yield ["and", left, right]
                if self.forms[start] == "be" and not self._finite(at + 1):
                    for right in self.complements(at + 1, end, X, False):  # be under 26 and enrolled
                        yield ["and", left, right]

    def plain(self, start: int, end: int) -> Iterator[Json]:
        """A statement without "if"."""
        if self.forms[start] in words.SOMEBODY:
            return  # one of all, and nobody knows who
        yield from self._of_several(start, end)
        if "except" in self.forms:
            yield from self._except(start, end)
        for who, said in self._told(start, end):
            if who.back or (is_variable(who.term) and self._not_of_each(start, who, said)):
                continue
            then = ["not", said] if who.none else said
            for one in (then, one_only(then)) if then[0] == "or" else (then,):
                yield {"then": one} if who.among is None else {"if": who.among, "then": one}

    def _not_of_each(self, start: int, who: Who, said: Formula) -> bool:
        """Whether it may not be said of each whom the variable may name."""
        if self.puzzle and who.loose != "one":
            return False
        if who.plural and who.loose and any(map(of_a_group, parts(said))):
            return True
        if who.plural and said[0] == "and" and all(part[0].startswith("is a ") for part in said[1:]):
            return True  # guests are doctors and nurses: each is one of the two
        if who.loose == "one" and said[0] in CONNECTIVES and "either" in self.forms[start + 1 : start + 6]:
            return False  # a member is either a junior or a senior: each is
        if who.loose and not of_each_by_nature(who.among, said, who.loose):
            return True
        return of_some(said, who.loose or "all") or self._denied_of_all(start, said)

    def _denied_of_all(self, start: int, said: Formula) -> bool:
        """All members are not late: none is, or not all are? Puzzles mean the first."""
        return not self.puzzle and self.forms[start] in ALL and denies(said)

    def _of_several(self, start: int, end: int) -> Iterator[Json]:
        """Tom and Ann are members; neither Tom nor Ann is; either Tom or Ann is; Tom is kind and Ann is rude."""
        if not self.joins(start, end) and self.forms[start] != "neither":
            return
        first = self.forms[start]
        joint = {"either": "or", "neither": "nor", "both": "and"}.get(first, "")
        opening = start + bool(joint)
        for at in self._found((joint,) if joint else ("and", "or"), opening + 1, end - 2):
            one = self.name(opening, at, opening in self.starts)
            if one is None:
                continue
            word = self.forms[at]
            for stop in range(at + 2, min(end, at + 7)):
                other = self.name(at + 1, stop, False)
                if other is None or other == one:
                    continue
                plurals = (True,) if word == "and" else (False, True)
                for plural in plurals:
                    for left in self.predicates(stop, end, one, plural):
                        if names_in(left) == {one} and not (word == "and" and _of_both(left)):
                            right = said_of(left, one, other)
                            yield from either(word, left, right)
        if joint in ("neither", "both") or sum(self.forms[at] in ("and", "or") for at in range(start, end)) != 1:
            return
        for at in self._found(("or",) if joint else ("and", "or"), opening + 2, end - 2):
            stop = at - (self.forms[at - 1] == ",")
            for left in self._grounded(opening, stop):
                for right in self._grounded(at + 1, end):
                    yield from either(self.forms[at], left, right)

    def _except(self, start: int, end: int) -> Iterator[Json]:
        """Everyone except interns gets one: and interns do not."""
        for at in self._found(("except",), start + 1, end - 2):
            if self.forms[start] not in ALL:
                return
            after = at + 1 + (self.forms[at + 1] == "for")
            for who in self.phrases(start, at, True, X, X, self._relative):
                if not is_variable(who.term) or who.none or who.loose:
                    continue
                for stop in range(after + 1, min(end, after + 5)):
                    excluded = self.kind(after, stop, X, True)
                    if not excluded or self.forms[after] in words.ANYBODY:
                        continue
                    for said in self.predicates(stop, end, X, who.plural):
                        if of_some(said, "all") or denies(said):
                            continue
                        unlike = ["and", ["or", excluded, said], ["or", ["not", excluded], ["not", said]]]
                        yield {"if": who.among, "then": unlike} if who.among else {"then": unlike}

    def _grounded(self, start: int, end: int) -> Iterator[Formula]:
        for who, said in self._told(start, end):
            if not is_variable(who.term):
                yield said


def _of_both(said: Formula) -> bool:
    """Whether two may be meant together: they have 4 points, own the house, are a couple, are alike."""
    if said[0] in CONNECTIVES:
        return any(map(_of_both, said[1:]))
    words_said = said[0].split()
    if words_said[0] != "is":
        return said[0] == "cmp" or len(said) > 2 or not {"a", "an", "the"}.isdisjoint(words_said)
    return words_said[-1] in lexical.GROUPS or words_said[1] in lexical.OF_KINDS
