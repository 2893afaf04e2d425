"""The statements of a text, each read by itself and remembered beyond the text.

Applications send the same rules with other facts, and puzzles are made of few words. What a sentence says hangs on its
own tokens and on what the text tells of its words (``surroundings.py``); a reader that is given both and nothing else
reads it, so that what is remembered under both is what would be read again.
"""

from __future__ import annotations

from functools import cached_property

from suffice.records import Json
from suffice.symbolic.english.grammar import Grammar
from suffice.symbolic.english.text import Text
from suffice.symbolic.rules.questions import Questions
from suffice.symbolic.rules.sentences import Sentences
from suffice.symbolic.rules.surroundings import Narrow, Sign, Surroundings

REMEMBERED = 4096  # statements
LONGEST = 60  # tokens of one

Key = tuple[tuple[str, ...], tuple[tuple[str, Sign], ...], bool, tuple[tuple[str, str], ...], bool]
_known: dict[Key, list[Json]] = {}


def forget() -> None:
    """Drop what is remembered."""
    _known.clear()


class Statements:
    """Reads the sentences of one text. ``puzzle``: see ``Pronouns``."""

    def __init__(self, text: Text, grammar: Grammar, puzzle: bool) -> None:
        self.text, self.grammar, self.puzzle = text, grammar, puzzle
        self.around = Surroundings(text)
        self.forms = self.around.forms

    @cached_property
    def whole(self) -> Questions:
        """The reader that sees the whole text."""
        return Questions(self.text, self.grammar, self.puzzle, self.around)

    def clauses(self, start: int, end: int, meant: dict[str, str]) -> list[Json]:
        """Every reading of a statement, as a clause without its text; ``meant``: whom pronouns mean. What is returned
        is shared, and nobody changes it."""
        around, forms = self.around, self.forms[start:end]
        if end - start > LONGEST or "did" in forms or any(around.figure[start:end]):
            return self.of_whole(end, meant).clauses(start, end)  # looks at more than the signs of its words
        told = around.signs
        signs = tuple([(form, told[form]) for form in forms if form in told]) if told else ()
        first_told = around.singular(forms[0]) in around.known
        key: Key = (around.raws[start:end], signs, first_told, tuple(meant.items()), self.puzzle)
        found = _known.get(key)
        if found is None:
            reader = Sentences(self.grammar, self.puzzle, Narrow(around, start, end, signs, first_told))
            reader.meant = meant
            found = reader.clauses(0, end - start)
            if len(_known) >= REMEMBERED:
                _known.clear()
            _known[key] = found
        return found

    def of_whole(self, end: int, meant: dict[str, str]) -> Questions:
        """The reader of the whole text, for a sentence that ends here."""
        self.whole.within(end)
        self.whole.meant = meant
        return self.whole
