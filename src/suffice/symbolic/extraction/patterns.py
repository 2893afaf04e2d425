"""Patterns: a line of text that says which tokens and which parts make an expression.

Words and marks stand for themselves; ``{part}`` is a part by name and binds its value under that name,
``{part:name}`` under another; ``( a | b )`` are alternatives; ``?`` behind any of these makes it optional.

    {month} {day_number} ,? (of | in)? {year}

A pattern is made into a function that matches it. Of a row, what comes next is looked at only where the token's key is
one with which it can begin.
"""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

from suffice.symbolic.extraction.tokens import DIGITS, Token

Bindings = tuple[tuple[str, Any], ...]
_PIECE = re.compile(r"\{(\w+)(?::(\w+))?\}|([()|?])|(\\.|[^\s(){}|?\\]+)")


class Scanned(Protocol):
    """What patterns are matched against: the tokens of a text, and what a part can be at one of them."""

    tokens: list[Token]
    keys: list[str]  # of the tokens, and "" behind them

    def part(self, part: str, index: int) -> list[tuple[int, Any]]: ...


Match = Callable[
    [Any, int], list[tuple[int, Bindings]]
]  # (a Scanned, index) -> (index behind, what it bound), in order
Firsts = Callable[[str], frozenset[str]]  # the keys of the tokens with which a part can begin


class Node(ABC):
    """A pattern, or a piece of one."""

    @abstractmethod
    def match(self, of_part: Firsts) -> Match:
        """The function that matches it at a token whose key is one of ``first``, or at any if it can match nothing."""

    @abstractmethod
    def first(self, of_part: Firsts) -> tuple[frozenset[str], bool]:
        """The keys of the tokens it can begin with, and whether it can match nothing at all."""


@dataclass(frozen=True, slots=True)
class Word(Node):
    form: str

    def match(self, of_part: Firsts) -> Match:
        form = self.form
        return lambda scan, index: [(index + 1, ())] if scan.tokens[index].form == form else []

    def first(self, of_part: Firsts) -> tuple[frozenset[str], bool]:
        return frozenset((DIGITS if self.form[0].isdigit() else self.form,)), False


@dataclass(frozen=True, slots=True)
class Part(Node):
    part: str
    name: str

    def match(self, of_part: Firsts) -> Match:
        part, name = self.part, self.name
        return lambda scan, index: [(end, ((name, value),)) for end, value in scan.part(part, index)]

    def first(self, of_part: Firsts) -> tuple[frozenset[str], bool]:
        return of_part(self.part), False


@dataclass(frozen=True, slots=True)
class Maybe(Node):
    node: Node

    def match(self, of_part: Firsts) -> Match:
        inner, keys = self.node.match(of_part), self.node.first(of_part)[0]

        def maybe(scan: Scanned, index: int) -> list[tuple[int, Bindings]]:
            nothing: list[tuple[int, Bindings]] = [(index, ())]
            return inner(scan, index) + nothing if scan.keys[index] in keys else nothing

        return maybe

    def first(self, of_part: Firsts) -> tuple[frozenset[str], bool]:
        return self.node.first(of_part)[0], True


@dataclass(frozen=True, slots=True)
class Either(Node):
    nodes: tuple[Node, ...]

    def match(self, of_part: Firsts) -> Match:
        ways = [(node.match(of_part), *node.first(of_part)) for node in self.nodes]

        def either(scan: Scanned, index: int) -> list[tuple[int, Bindings]]:
            key = scan.keys[index]
            return [found for match, keys, empty in ways if empty or key in keys for found in match(scan, index)]

        return either

    def first(self, of_part: Firsts) -> tuple[frozenset[str], bool]:
        found = [node.first(of_part) for node in self.nodes]
        return frozenset().union(*(keys for keys, _ in found)), any(empty for _, empty in found)


@dataclass(frozen=True, slots=True)
class Row(Node):
    nodes: tuple[Node, ...]

    def match(self, of_part: Firsts) -> Match:
        steps = [(node.match(of_part), *node.first(of_part)) for node in self.nodes]

        def row(scan: Scanned, index: int) -> list[tuple[int, Bindings]]:
            found: list[tuple[int, Bindings]] = [(index, ())]
            keys_here = scan.keys
            for match, keys, empty in steps:
                found = [
                    (behind, bound + more)
                    for end, bound in found
                    if empty or keys_here[end] in keys
                    for behind, more in match(scan, end)
                ]
                if not found:
                    break
            return found

        return row

    def first(self, of_part: Firsts) -> tuple[frozenset[str], bool]:
        keys: frozenset[str] = frozenset()
        for node in self.nodes:
            more, empty = node.first(of_part)
            keys |= more
            if not empty:
                return keys, False
        return keys, True


def compiled(pattern: str) -> Node:
    """The node of a pattern. Raises ValueError for brackets that do not pair."""
    pieces = list(_PIECE.finditer(pattern))
    node, used = _either(pieces, 0)
    if used != len(pieces):
        raise ValueError(f"unbalanced bracket in '{pattern}'")
    return node


def _either(pieces: list[re.Match[str]], at: int) -> tuple[Node, int]:
    rows: list[Node] = []
    row: list[Node] = []
    while at < len(pieces):
        part, name, mark, word = pieces[at].groups()
        if mark == ")":
            break
        at += 1
        if mark == "|":
            rows.append(Row(tuple(row)))
            row = []
        elif mark == "?":
            row[-1] = Maybe(row[-1])
        elif mark == "(":
            node, at = _either(pieces, at)
            row.append(node)
            at += 1
        elif part:
            row.append(Part(part, name or part))
        else:
            row.append(Word(word.lstrip("\\")))
    rows.append(Row(tuple(row)) if len(row) != 1 else row[0])
    return (rows[0] if len(rows) == 1 else Either(tuple(rows))), at
