"""What is asked of an order: whether the question of a text is what a Problem has as its own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from suffice.records import Json
from suffice.symbolic.english.phrases import nouns
from suffice.symbolic.english.text import analyse
from suffice.symbolic.formal.clues import PLACES, Clues
from suffice.symbolic.formal.ends import directional, pointers
from suffice.symbolic.formal.placed import Item, blanked, items
from suffice.symbolic.formal.quotes import Span
from suffice.symbolic.ordering.words import FUNCTION, plain

_MODES = (
    ("need not", ("need not", "not necessarily", "need n't")),
    ("cannot", ("cannot", "could not", "can not", "ca n't", "could n't", "impossible", "must not")),
    ("could", ("could", "can", "possible", "possibly", "may")),
    ("must", ("must", "has to", "have to", "necessarily", "certain", "certainly")),
)
_ANYBODY = frozenset("person people one thing option statement question answer".split())
_LISTED = frozenset("order sequence rank ranking arrange arranged arrangement lineup list sort".split())


class Asked:
    """One question. ``options``: the texts of lettered ones, by letter."""

    def __init__(self, clues: Clues, options: Mapping[str, str]) -> None:
        self.clues, self.options = clues, options
        self.body, self.signs = clues.body, clues.signs

    def refusal(self, spans: Sequence[Span]) -> str | None:
        if len(spans) != 1:
            return "one question is translated" if spans else "nothing is asked"
        span, find = spans[0], self.body["find"]
        if sum(form in ("who", "which", "what", "where", "whose") for form in span.forms) > 1:
            return "more than one thing is asked"
        strange = self._elsewhere(span)
        if strange:
            return f"only the question speaks of '{strange}'"
        words = f" {' '.join(span.forms)} "
        mode = next((name for name, signs in _MODES if any(f" {sign} " in words for sign in signs)), "is")
        if find[0] in ("which", "whether") and find[1] != mode:
            return f"it asks what '{find[1]}' so, and the text what '{mode}' so"
        if find[0] == "grid":
            return (
                None if not span.words.isdisjoint(("grid", "each", "everyone", "everybody")) else "no grid is asked for"
            )
        if find[0] == "order":
            return self._order(span, find)
        if find[0] == "whether":
            denied = mode == "cannot"
            return self._besides(span, ["not", find[2]] if denied else find[2])
        return self._which(span, find[2])

    def _elsewhere(self, span: Span) -> str | None:
        """A thing that only the question speaks of, and that may be another matter."""
        names = " ".join([*self.body["attributes"], *(self.body.get("ordered") or ())])
        told = {word for forms in self.clues.values for word in forms} | set(
            plain(token.form for token in analyse(names).tokens)
        )
        asked = range(span.start, span.end)
        told |= set(plain(t.form for at, t in enumerate(span.text.tokens) if at not in asked))
        known = nouns()
        strange = (form for form in span.forms if form in known and form not in directional() and form not in FUNCTION)
        return next((form for form in strange if known[form] not in told | PLACES | _ANYBODY), None)

    def _order(self, span: Span, find: Json) -> str | None:
        if span.words.isdisjoint(_LISTED) and "from" not in span.words:
            return "no order is asked for"
        told = [self.signs.get(pointer.word, 0) for pointer in pointers(span.forms)]
        ways = {(): "forward", (1,): "forward", (1, -1): "forward", (-1, 1): "backward"}
        return None if ways.get(tuple(told)) == find[2] else "the order is asked for the other way round"

    def _which(self, span: Span, options: Sequence[Any]) -> str | None:
        letters = [label.strip("(). ") for label, _ in options]
        if self.options:
            if sorted(letters) != sorted(self.options):
                return "the options are not those of the text"
            for letter, (_, formula) in zip(letters, options, strict=True):
                told = analyse(self.options[letter])
                wrong = self.clues.clue(Span(told, 0, len(told.tokens) - (told.source.rstrip()[-1:] == ".")), formula)
                if wrong:
                    return f"option {letter}: {wrong}"
            return None if not self.clues.mentions(span) else "a question that supposes something is not translated"
        labels = [[item for item in items(formula) if item[1] == label] for label, formula in options]
        if not all(labels) or len({item[0] for items in labels for item in items}) != 1:
            return "each answer is to be one whom its formula speaks of"
        attribute = labels[0][0][0]
        if sorted(label for label, _ in options) != sorted(self.body["attributes"][attribute]["values"]):
            return "the answers are not all there are"
        blanks = [blanked(formula, [attribute, label]) for label, formula in options]
        if any(blank != blanks[0] for blank in blanks):
            return "of each answer something else is asked"
        return self._besides(span, options[0][1], frozenset({(attribute, options[0][0])}))

    def _besides(self, span: Span, formula: Json, unnamed: frozenset[Item] = frozenset()) -> str | None:
        """A question as a clue; the one who is asked about stands where the question word does."""
        if unnamed:
            (one,) = unnamed
            return _Asking(self.clues, one).clue(span, formula, unnamed)
        return self.clues.clue(span, formula)


class _Asking(Clues):
    """A question of whom: the question word stands for him."""

    def __init__(self, own: Clues, one: Item) -> None:
        self.body, self.slots, self.values, self.signs = own.body, own.slots, own.values, own.signs
        self.one = one

    def mentions(self, span: Span) -> list[tuple[int, int, set[Item]]]:
        found = super().mentions(span)
        at = next((n for n, form in enumerate(span.forms) if form in ("who", "which", "what", "where", "whose")), 0)
        return [(at, at + 1, {self.one}), *found] if all(at != start for start, _, _ in found) else found
