"""The network that a grammar's patterns are merged into: states, and what leads from one to the next."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

Bindings = tuple[tuple[str, Any], ...]
Slot = tuple[str, "str | None", "Node"]  # rule, capture name or None for inline, next state
Way = tuple["str | None", Any, Any]  # a slot; or None, words, None; or "" and what is completed: its tag, its constants
_NO_WORDS: Mapping[str, Node] = {}


class Node:
    """A state of the network."""

    __slots__ = ("_ways", "accepts", "slots", "then", "words")

    def __init__(self) -> None:
        self.words: Mapping[str, Node] = _NO_WORDS
        self.slots: tuple[Slot, ...] = ()  # (rule, capture name or None for inline, next)
        self.then: tuple[Node, ...] = ()  # next states that cost no token
        self.accepts: tuple[tuple[Any, Bindings], ...] = ()  # (tag, constants)
        self._ways: tuple[Way, ...] | None = None

    def ways(self) -> tuple[Way, ...]:
        """All that can happen here and in the states that cost no token, in the order in which it was written.

        Found once: no state may be added to the network any more.
        """
        if self._ways is None:
            found: list[Way] = []
            seen: set[int] = set()
            todo: list[Node] = [self]
            while todo:
                node = todo.pop()
                if id(node) in seen:
                    continue
                seen.add(id(node))
                found += [("", tag, constants) for tag, constants in node.accepts]
                if node.words:
                    found.append((None, node.words, None))
                found += node.slots
                todo += reversed(node.then)
            self._ways = tuple(found)
        return self._ways

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


class Table(dict[Node, tuple[Way, ...]]):
    """For each state what can happen there with one token: ``form``, one of the classes ``classes``.

    Ways are as those of ``Node.ways``, but words have become the state to which ``form`` leads. Entries are made when
    they are first asked for. ``firsts`` are the classes with which rules can begin, None for any. At the end of a
    sentence ``classes`` is None: only what is complete counts.
    """

    __slots__ = ("_classes", "_firsts", "_form")

    def __init__(self, form: str, classes: frozenset[str] | None, firsts: Mapping[str, frozenset[str] | None]) -> None:
        super().__init__()
        self._form, self._classes, self._firsts = form, classes, firsts

    def begins(self, rule: str) -> bool:
        """True unless the token is none with which ``rule`` can begin."""
        first = self._firsts[rule]
        return first is None or not (self._classes is None or self._classes.isdisjoint(first))

    def __missing__(self, node: Node) -> tuple[Way, ...]:
        form, classes, firsts = self._form, self._classes, self._firsts
        found: list[Way] = []
        for way in node.ways():
            rule = way[0]
            if rule is None:
                following = way[1].get(form)
                if following is not None:
                    found.append((None, None, following))
            elif not rule:
                found.append(way)
            elif classes is not None:
                first = firsts[rule]
                if first is None or not classes.isdisjoint(first):
                    found.append(way)
        self[node] = kept = tuple(found)
        return kept


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
