"""With which words and classes of words the rules and literals of a grammar can begin."""

from __future__ import annotations

from collections.abc import Iterable, Set
from typing import Protocol

from suffice.symbolic.english.network import Node


class Rules(Protocol):
    """What is looked at of a grammar, once it is complete."""

    rules: dict[str, Node]
    openers: dict[str, Set[str]]


class Firsts(dict[str, "frozenset[str] | None"]):
    """By the name of a rule or literal, found when it is first asked for; None where any token might begin it."""

    def __init__(self, grammar: Rules) -> None:
        super().__init__()
        self._grammar = grammar

    def __missing__(self, rule: str) -> frozenset[str] | None:
        self[rule] = None  # a rule that begins with itself, while this is found out
        root, openers = self._grammar.rules.get(rule), self._grammar.openers.get(rule)
        if root is not None:
            self[rule] = self._of(root)
        elif openers is not None:
            self[rule] = self._of_all(openers)
        return self[rule]

    def _of_all(self, openers: Iterable[str]) -> frozenset[str] | None:
        found: set[str] = set()
        for opener in openers:
            others = self[opener[1:-1]] if opener[:1] == "<" != opener else (opener,)
            if others is None:
                return None
            found.update(others)
        return frozenset(found)

    def _of(self, node: Node) -> frozenset[str] | None:
        found: set[str] = set()
        for rule, words, _ in node.ways():
            if rule is None:
                found.update(words)
                continue
            first = self[rule] if rule else None  # what is complete already may stand before any token
            if first is None:
                return None
            found |= first
        return frozenset(found)
