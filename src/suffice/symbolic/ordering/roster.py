"""Whom a text speaks of: its roster, and a parse that knows it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from suffice.symbolic.english.grammar import Parse
from suffice.symbolic.english.network import Bindings
from suffice.symbolic.ordering.values import Grid
from suffice.symbolic.ordering.words import plain


@dataclass(slots=True)
class Roster:
    """The names of a text. ``open``: nobody declared them, so that any name or noun phrase may be one."""

    open: bool = True
    nouns: set[str] = field(default_factory=set)  # what the things are called together: book, runner
    known: dict[tuple[str, ...], str] = field(default_factory=dict)  # words -> the name as declared
    begun: set[tuple[str, ...]] = field(default_factory=lambda: {()})  # how the words of a name begin
    unclear: set[tuple[str, ...]] = field(default_factory=set)
    longest: int = 1
    grid: Grid | None = None
    acts: set[str] = field(default_factory=set)  # verbs of which the scene says that they are done in turn
    scenic: set[str] = field(default_factory=set)  # words of the scene
    previous: str | None = None  # the only one of whom the sentence before speaks
    game: bool = False  # lettered options, of which one is right: a condition that is left out can only leave more open

    def declare(self, names: Sequence[str], noun: str) -> None:
        self.open = False
        head = plain([noun.split()[-1]]) if noun else ()
        for name in names:
            words = plain(name.lower().replace("'s", " 's").replace("’s", " 's").split())
            forms = [words]
            if head and len(words) > 1 and words[-1:] == head:
                forms += [words[:-1], (*words[:-1], "one")]
            elif head:
                forms += [(*words, *head), (*head, *words), (*words, "one")]
            for form in forms:
                if form in self.known and self.known[form] != name:
                    self.unclear.add(form)
                self.known[form] = name
                self.begun.update(form[:end] for end in range(1, len(form) + 1))
                self.longest = max(self.longest, len(form))


class OrderParse(Parse):
    """A parse that knows the roster of its text."""

    roster: Roster = Roster()
    _lower: list[str] | None = None

    _starts: frozenset[int] | None = None
    _shared: dict[tuple[int, int], list[tuple[int, Any, Bindings]]] | None = None

    def shared(self, index: int) -> list[tuple[int, Any, Bindings]]:
        """Clauses of the shared English, which knows no roster: found once for both passes."""
        if self._shared is None:
            self._shared = {}
        key = (index, self.end)
        if key not in self._shared:
            self._shared[key] = self.productions("clause", index)
        return self._shared[key]

    def starts(self) -> frozenset[int]:
        """Where the sentences of the text begin."""
        if self._starts is None:
            self._starts = self.text.starts
        return self._starts

    def grid_forms(self) -> list[str]:
        """The words of the text, lower case."""
        if self._lower is None:
            self._lower = [token.form for token in self.tokens]
        return self._lower
