"""Whom a pronoun of a rule means."""

from __future__ import annotations

from suffice.symbolic.english.grammar import Grammar
from suffice.symbolic.english.phrases import nouns
from suffice.symbolic.english.units import first_words
from suffice.symbolic.rules import lexical, words
from suffice.symbolic.rules.language import is_variable
from suffice.symbolic.rules.predicates import Predicates
from suffice.symbolic.rules.surroundings import Surroundings

IFS = ("if", "when", "whenever")
CONDITIONS = (*IFS, "unless")
_SPANS = frozenset("second minute hour day week month quarter year".split())
_JOINING = frozenset("and or not both either but".split())


class Pronouns(Predicates):
    """``puzzle``: what is asked is the truth of a statement, as logic puzzles do, whose conventions then hold: in "if
    something likes the cat then it ..." it is the subject."""

    def __init__(self, grammar: Grammar, puzzle: bool, around: Surroundings) -> None:
        super().__init__(grammar, around)
        self.puzzle = puzzle

    def means(self, pronoun: str, start: int, end: int, back: str) -> bool:
        """Whether a pronoun can only mean ``back`` where tokens ``start`` to ``end`` are what was said before."""
        if not is_variable(back):
            others = {t for at in range(start, end) if (t := self.name(at, at + 1, False)) is not None} - {back}
            articles = sum(self.forms[at] in ("the", "my", "our", "a", "an") for at in range(start, end))
            if back.startswith(("the ", "my ", "our ")):
                return pronoun == "it" and not others and articles <= 1
            return pronoun in ("he", "she", "they") and not others and articles == 0
        first = start + (self.forms[start] in CONDITIONS)
        head = self.forms[first]
        if (pronoun == "you") != (head == "you") or pronoun not in words.IT_OR_YOU:
            return pronoun not in words.IT_OR_YOU
        if self.puzzle or pronoun == "you":
            return True
        article = head in ("a", "an")
        person = head.endswith(("one", "body")) or bool(lexical.PERSONS.intersection(self.forms[first : first + 3]))
        if (pronoun == "it" and person) or (pronoun in ("he", "she") and not person):
            return False
        return not any(
            self._rival(at, pronoun) for at in range(first + 1 + article, end) if not (article and at == first + 1)
        )

    def _rival(self, at: int, pronoun: str) -> bool:
        """Whether a word begins what a pronoun may mean instead of the subject."""
        form = self.forms[at]
        if self.forms[at - 1] in words.COPULA | _JOINING and form in ("a", "an"):
            return False  # is a member or a guest
        if self.tokens[at].capital or form in ("the", "my", "our", "his", "her", "their", "every", "each"):
            return True
        if form in ("a", "an"):
            if at + 1 < len(self.forms) and self.forms[at + 1] in _SPANS:
                return False
            held = words.base(self.forms[at - 1]) or self.forms[at - 1]
            return pronoun != "they" or held not in lexical.HOLDING
        singular = nouns().get(form)
        return singular is not None and singular != form and form not in first_words() and words.base(form) is None
