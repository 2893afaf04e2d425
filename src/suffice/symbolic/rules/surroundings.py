"""What is known of a text's words where one sentence is read: of the tokens themselves, and what the rest of the text
tells of them (how their singular is written, whether they are names, adjectives or verbs)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from itertools import accumulate, pairwise
from typing import NamedTuple

from suffice.symbolic.english.phrases import adjectives
from suffice.symbolic.english.text import Text, Token
from suffice.symbolic.rules import words
from suffice.symbolic.rules.headings import after_heading

_BEHIND = words.WHO | words.SIZED
_BEFORE_VERBS = frozenset("not n't may can must to they".split())
_FIRST = frozenset((0,))


class Sign(NamedTuple):
    """What a text tells of one word beyond what the word itself does."""

    name: bool  # it has a capital where none is due
    described: bool  # what looks like a finite verb follows "is" or the like
    verbal: bool  # what looks like an adjective follows "does not", "may" or the like
    singular: str | None  # as the text writes it


class Surroundings:
    """A text, or (``Narrow``) one sentence of it and what the text tells of its words.

    ``closed_before`` and the like: how many of the tokens before each index are no content words, join something,
    follow a noun.
    """

    def __init__(self, text: Text) -> None:
        self.tokens: Sequence[Token] = text.tokens
        self.forms = forms = [token.form for token in text.tokens]
        self.raws = tuple([token.raw for token in text.tokens])
        self.known = known = frozenset(forms)
        labelled = text.sentences if ":" in known else ()
        begun = (after_heading(forms, sentence.start, sentence.end) for sentence in labelled)
        self.starts = starts = text.starts.union(begun)  # where a capital is due
        self.names = frozenset(  # words that have a capital where none is due
            [
                form
                for index, (form, raw, _, _, kind, _) in enumerate(text.tokens)
                if raw[:1].isupper() and kind == "word" and index not in starts and form != "i"
            ]
        )
        self.closed_before = _counted([t[4] != "word" or t[0] in words.CLOSED for t in text.tokens])
        self.joints_before = _counted([form in words.JOINTS for form in forms])
        self.behind_before = _counted([form in _BEHIND for form in forms])
        self.figure = [t[4] == "number" or t[0] in words.NUMBERS for t in text.tokens]

    @cached_property
    def described(self) -> frozenset[str]:
        """Words such as "runs" that follow "is" or the like."""
        found = [form for before, form in pairwise(self.forms) if form[-1] == "s" and before in words.COPULA]
        return frozenset([form for form in found if words.base(form) is not None])

    @cached_property
    def verbal(self) -> frozenset[str]:
        """Adjectives that the text writes after "does", "may" or the like, as it does none."""
        found = [form for before, form in pairwise(self.forms) if before in _BEFORE_VERBS]
        return adjectives().intersection(found)

    def singular(self, noun: str) -> str | None:
        """The singular of a plural: the one that the text uses, if it uses one."""
        return self._told(noun) or alone(noun)

    def _told(self, noun: str) -> str | None:
        """The singular of a plural, where the text uses it."""
        if noun[-1] != "s" or len(noun) < 4 or noun in words.IRREGULAR or noun.endswith(("ss", "us", "is")):
            return None
        ways = [noun[:-1], noun[:-2]] if noun.endswith("es") else [noun[:-1]]
        if noun.endswith("ies"):
            ways.append(noun[:-3] + "y")
        for way in ways:
            if way in self.known:
                return way
        return None

    @cached_property
    def signs(self) -> Mapping[str, Sign]:
        """What the text tells of words of which it tells anything."""
        plurals = {form: self._told(form) for form in self.known if form[-1] == "s"}
        singulars = {form: told for form, told in plurals.items() if told is not None and told != alone(form)}
        return {
            form: Sign(form in self.names, form in self.described, form in self.verbal, singulars.get(form))
            for form in {*self.names, *self.described, *self.verbal, *singulars}
        }


class Narrow(Surroundings):
    """Tokens ``start`` to ``end`` and a full stop, and of the text what is handed over: ``signs`` of their words, and
    whether it uses the first word's singular."""

    def __init__(
        self, whole: Surroundings, start: int, end: int, signs: Iterable[tuple[str, Sign]], first_told: bool
    ) -> None:
        self.tokens = [*whole.tokens[start:end], _MARK]
        self.forms = [*whole.forms[start:end], "."]
        self.starts = _FIRST
        self.closed_before = [*whole.closed_before[start : end + 1], whole.closed_before[end] + 1]
        self.joints_before = [*whole.joints_before[start : end + 1], whole.joints_before[end]]
        self.behind_before = [*whole.behind_before[start : end + 1], whole.behind_before[end]]
        self.figure = [*whole.figure[start:end], False]
        self._singulars = {form: sign.singular for form, sign in signs if sign.singular}
        self.names = frozenset([form for form, sign in signs if sign.name])
        self.described = frozenset([form for form, sign in signs if sign.described])
        self.verbal = frozenset([form for form, sign in signs if sign.verbal])
        first = self.singular(self.forms[0]) if first_told else None
        self.known = frozenset((first,)) if first else frozenset()

    def singular(self, noun: str) -> str | None:
        return self._singulars.get(noun) or alone(noun)


_MARK = Token(".", ".", 0, 0, "other", True)


def alone(noun: str) -> str | None:
    """The singular of a plural as the word alone tells it; None for what is no plural."""
    if noun in words.IRREGULAR:
        return words.IRREGULAR[noun]
    if len(noun) < 4 or noun[-1] != "s" or noun.endswith(("ss", "us", "is")):
        return None
    return words.default_singular(noun)


def _counted(told: Iterable[bool]) -> list[int]:
    """How many are true of those before each index."""
    return [0, *accumulate(told)]
