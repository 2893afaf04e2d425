"""Patterns: a line of text that says which tokens and which parts make an expression.

Words and marks stand for themselves; ``{part}`` is a part by name and binds its value under that name,
``{part:name}`` under another; ``( a | b )`` are alternatives; ``?`` behind any of these makes it optional.

    {month} {day_number} ,? (of | in)? {year}
"""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Protocol

from suffice.symbolic.extraction.tokens import DIGITS, Token

Bindings = tuple[tuple[str, Any], ...]
_PIECE = re.compile(r"\{(\w+)(?::(\w+))?\}|([()|?])|(\\.|[^\s(){}|?\\]+)")


class Scanned(Protocol):
    """What patterns are matched against: the tokens of a text, and what a part can be at one of them."""

    tokens: list[Token]

    def part(self, part: str, index: int) -> list[tuple[int, Any]]: ...


class Node(ABC):
    """Something that matches at a token: yields (index behind it, what it bound)."""

    @abstractmethod
    def match(self, scan: Scanned, index: int) -> Iterator[tuple[int, Bindings]]: ...

    @abstractmethod
    def first(self, of_part: Callable[[str], frozenset[str]]) -> tuple[frozenset[str], bool]:
        """The keys of the tokens it can begin with, and whether it can match nothing at all."""


@dataclass(frozen=True, slots=True)
class Word(Node):
    form: str

    def match(self, scan: Scanned, index: int) -> Iterator[tuple[int, Bindings]]:
        if index < len(scan.tokens) and scan.tokens[index].form == self.form:
            yield index + 1, ()

    def first(self, of_part: Callable[[str], frozenset[str]]) -> tuple[frozenset[str], bool]:
        return frozenset((DIGITS if self.form[0].isdigit() else self.form,)), False


@dataclass(frozen=True, slots=True)
class Part(Node):
    part: str
    name: str

    def match(self, scan: Scanned, index: int) -> Iterator[tuple[int, Bindings]]:
        for end, value in scan.part(self.part, index):
            yield end, ((self.name, value),)

    def first(self, of_part: Callable[[str], frozenset[str]]) -> tuple[frozenset[str], bool]:
        return of_part(self.part), False


@dataclass(frozen=True, slots=True)
class Maybe(Node):
    node: Node

    def match(self, scan: Scanned, index: int) -> Iterator[tuple[int, Bindings]]:
        yield from self.node.match(scan, index)
        yield index, ()

    def first(self, of_part: Callable[[str], frozenset[str]]) -> tuple[frozenset[str], bool]:
        return self.node.first(of_part)[0], True


@dataclass(frozen=True, slots=True)
class Either(Node):
    nodes: tuple[Node, ...]

    def match(self, scan: Scanned, index: int) -> Iterator[tuple[int, Bindings]]:
        for node in self.nodes:
            yield from node.match(scan, index)

    def first(self, of_part: Callable[[str], frozenset[str]]) -> tuple[frozenset[str], bool]:
        found = [node.first(of_part) for node in self.nodes]
        return frozenset().union(*(keys for keys, _ in found)), any(empty for _, empty in found)


@dataclass(frozen=True, slots=True)
class Row(Node):
    nodes: tuple[Node, ...]

    def match(self, scan: Scanned, index: int) -> Iterator[tuple[int, Bindings]]:
        yield from self._from(scan, 0, index, ())

    def _from(self, scan: Scanned, at: int, index: int, bound: Bindings) -> Iterator[tuple[int, Bindings]]:
        if at == len(self.nodes):
            yield index, bound
            return
        for end, more in self.nodes[at].match(scan, index):
            yield from self._from(scan, at + 1, end, bound + more)

    def first(self, of_part: Callable[[str], frozenset[str]]) -> tuple[frozenset[str], bool]:
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
