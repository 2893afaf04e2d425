"""A translation that quotes: which sentences of a text its statements are taken from, and what is left of the text.

Whoever translates statement by statement quotes the words of each. A quote that does not stand in the text was made
up; a sentence that nobody quotes was left out, unless it is the question, a list of what there is, or a harmless one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from suffice.symbolic.english.grammar import Budget, Parse
from suffice.symbolic.english.phrases import nouns
from suffice.symbolic.english.text import Text, Token, analyse
from suffice.symbolic.grammars import family_grammar

NEGATIONS = frozenset("not n't no never nobody nothing none neither nor cannot without".split())
_JOINTS = frozenset(", ; - : and but while".split())
_GREETING = frozenset("hey hi hello quick one ok okay so well team all folks everybody please thanks thank you".split())
_HARMLESS_FORMS = frozenset(("_only", "_yesno", "_explain"))


@dataclass(frozen=True)
class Span:
    """A stretch of tokens of a text: a quote, or what is left of a sentence."""

    text: Text
    start: int
    end: int

    @cached_property
    def tokens(self) -> tuple[Token, ...]:
        return self.text.tokens[self.start : self.end]

    @cached_property
    def forms(self) -> tuple[str, ...]:
        return tuple(token.form for token in self.tokens)

    @cached_property
    def words(self) -> frozenset[str]:
        return frozenset(self.forms)

    @property
    def denied(self) -> bool:
        return not NEGATIONS.isdisjoint(self.words)

    @property
    def denials(self) -> int:
        return sum(form in NEGATIONS for form in self.forms)

    @property
    def said(self) -> str:
        return self.text.slice(self.start, self.end)


@dataclass(frozen=True)
class Quoted:
    """A text taken apart: where each quote stands, the question with what it supposes, and all other sentences."""

    quotes: tuple[Span, ...]
    question: tuple[Span, ...]
    rest: tuple[Span, ...]


def taken_apart(source: str, quotes: Sequence[str]) -> Quoted | str:
    """The text by its quotes; a string says which quote does not stand in it. What is left of a sentence beside its
    quotes is of the question, or of the rest."""
    text = analyse(source)
    found: list[Span] = []
    places: dict[tuple[int, int], int] = {}
    for quote in quotes:
        place = _placed(text, quote, places)
        if place is None:
            return f"'{quote[:60]}' does not stand in the text"
        places[place] = places.get(place, 0) + 1
        found.append(Span(text, *place))
    covered = {index for start, end in places for index in range(start, end)}
    question: list[Span] = []
    rest: list[Span] = []
    for sentence in text.sentences:
        left = [index for index in range(sentence.start, sentence.end) if index not in covered]
        if len(left) == sentence.end - sentence.start:
            (question if sentence.mark == "?" else rest).append(Span(text, sentence.start, sentence.end))
            continue
        for start, end in _runs(left):
            while start < end and text.tokens[start].form in _JOINTS:
                start += 1
            while start < end and text.tokens[end - 1].form in _JOINTS:
                end -= 1
            if start < end:
                (question if sentence.mark == "?" else rest).append(Span(text, start, end))
    return Quoted(tuple(found), tuple(question), tuple(rest))


def of_two_times(apart: Quoted) -> bool:
    """Whether what was and what is are told together."""
    told = [span.words for span in (*apart.quotes, *apart.question)]
    past = any(not words.isdisjoint(("was", "were")) for words in told)
    return past and any(not words.isdisjoint(("is", "are", "am", "has", "have", "does", "do")) for words in told)


def _placed(text: Text, quote: str, places: dict[tuple[int, int], int]) -> tuple[int, int] | None:
    """Where the quote stands within one sentence: the place that was quoted the fewest times."""
    wanted = [token.form for token in analyse(quote).tokens]
    while wanted and wanted[-1] in (".", "!", "?", ",", ";", ":"):
        wanted.pop()
    forms = [token.form for token in text.tokens]
    found = [
        (start, start + len(wanted))
        for sentence in text.sentences
        for start in range(sentence.start, sentence.end - len(wanted) + 1)
        if wanted and forms[start : start + len(wanted)] == wanted
    ]
    whole = {(sentence.start, sentence.end) for sentence in text.sentences}
    return min(found, key=lambda place: (places.get(place, 0), place not in whole), default=None)


def _runs(indexes: list[int]) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    for index in indexes:
        if found and found[-1][1] == index:
            found[-1] = (found[-1][0], index + 1)
        else:
            found.append((index, index + 1))
    return found


def remark(family: str, span: Span) -> bool:
    """A pleasantry of the shared English, or an instruction that asks for no more than a bare answer."""
    if span.words <= _GREETING:
        return True
    parse = Parse(family_grammar(family)[0], span.text)
    parse.within(span.end)
    try:
        for end, tag, bindings in parse.clauses(span.start):
            wanted = {str(name) for name, _ in bindings if str(name).startswith("_")}
            if end == span.end and (tag.kind == "skip" or (tag.kind == "form" and wanted <= _HARMLESS_FORMS)):
                return True
    except Budget:
        pass
    return False


def stem(word: str) -> str:
    """What forms of one word have in common, roughly: members and member, pays and pay, banned and ban."""
    word = nouns().get(word, word)
    if word.endswith(("ies", "ied")) and len(word) > 4:
        word = word[:-3] + "y"
    elif word.endswith(("sses", "shes", "ches", "xes", "zes", "oes")):
        word = word[:-2]
    elif word.endswith("s") and not word.endswith(("ss", "us", "is")) and len(word) > 3:
        word = word[:-1]
    for suffix in ("ing", "ed"):
        if word.endswith(suffix) and len(word) - len(suffix) >= 3:
            word = word[: -len(suffix)]
            word = word[:-1] if word[-1] == word[-2] and word[-1] not in "sl" else word
    word = word[:-1] if word in ("used", "owed", "tied", "dyed") else word
    word = word[:-1] if word.endswith("e") and len(word) > 3 else word
    return word[:-1] + "i" if word.endswith("y") else word
