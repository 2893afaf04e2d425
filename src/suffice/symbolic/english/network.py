"""The network that a grammar's patterns are merged into: states, and what leads from one to the next."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from types import EllipsisType
from typing import Any

Bindings = tuple[tuple[str, Any], ...]
Slot = tuple[str, "str | None", "Node"]  # rule, capture name or None for inline, next state
_NO_WORDS: Mapping[str, Node] = {}


class Node:
    """A state of the network."""

    __slots__ = ("accepts", "gate", "slots", "then", "ways", "words")

    def __init__(self) -> None:
        self.words: Mapping[str, Node] = _NO_WORDS
        self.slots: tuple[Slot, ...] = ()  # (rule, capture name or None for inline, next)
        self.then: tuple[Node, ...] = ()  # next states that cost no token
        self.accepts: tuple[tuple[Any, Bindings], ...] = ()  # (tag, constants)
        self.ways: dict[str, tuple[Slot, ...]] | None = None  # next word -> slots worth trying
        self.gate: frozenset[str] | EllipsisType | None = ...  # words that lead on; None: any may; ... not known yet

    def on_word(self, form: str) -> Node:
        """The state after a word, made if need be."""
        known = self.words.get(form)
        if known is None:
            known = Node()
            if self.words is _NO_WORDS:
                self.words = {form: known}
            else:
                self.words[form] = known  # type: ignore[index]
        return known

    def on_slot(self, rule: str, name: str | None) -> Node:
        """The state after a match of ``rule``, made if need be."""
        for known, known_name, following in self.slots:
            if known == rule and known_name == name:
                return following
        following = Node()
        self.slots += ((rule, name, following),)
        return following


def reachable(roots: Iterable[Node]) -> Iterator[Node]:
    """Every state that the roots lead to, themselves included, once."""
    seen: set[int] = set()
    todo = list(roots)
    while todo:
        node = todo.pop()
        if id(node) not in seen:
            seen.add(id(node))
            yield node
            todo += [*node.words.values(), *(n for _, _, n in node.slots), *node.then]
