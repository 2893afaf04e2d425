"""Rules, and one pass of them over one text.

Every part is tried once at each token and remembered; of two rules that end at the same token, the one written
first counts. Rules are found by the first token, so that ordinary words cost a look-up.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from suffice.symbolic.extraction.patterns import Bindings, Match, Node, Part, Row, compiled
from suffice.symbolic.extraction.tokens import Token

Found = list[tuple[int, Any]]  # (index behind the last token, value)


@dataclass(frozen=True, slots=True)
class Rule:
    """``make`` gets the place and what the pattern bound, and returns a value or None: not this."""

    part: str
    node: Node
    make: Callable[..., Any]


@dataclass(frozen=True, slots=True)
class Lexical:
    """A part read by a function: (scan, index) -> all it can be, longest first."""

    part: str
    read: Callable[[Scan, int], Found]
    keys: frozenset[str]


@dataclass
class Rules:
    """The rules of one file."""

    rules: list[Rule] = field(default_factory=list)
    lexicals: list[Lexical] = field(default_factory=list)

    def add(self, part: str, *patterns: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
        """Decorate the function that makes the value of ``part`` where one of ``patterns`` matches."""

        def decorate(make: Callable[..., Any]) -> Callable[..., Any]:
            self.rules += [Rule(part, compiled(pattern), make) for pattern in patterns]
            return make

        return decorate

    def lexical(self, part: str, keys: Iterable[str]) -> Callable[[Callable[..., Found]], Callable[..., Found]]:
        """Decorate the function that reads ``part`` at a token whose key is one of ``keys``."""

        def decorate(read: Callable[..., Found]) -> Callable[..., Found]:
            self.lexicals.append(Lexical(part, read, frozenset(keys)))
            return read

        return decorate


Tail = tuple[int, Rule, str, Match]  # what follows a part in a rule: the rule's rank, the part's name there, the rest


class Tails:
    """What follows one part in the rules that begin with it."""

    def __init__(self) -> None:
        self.on: dict[str, list[Tail]] = {}  # by the key of the token behind the part
        self.always: list[Tail] = []  # with a rest that may be nothing

    def add(self, tail: Tail, keys: frozenset[str], empty: bool) -> None:
        """``keys``: with which the rest can begin; ``empty``: it may be nothing."""
        for key in keys - self.on.keys():
            self.on[key] = list(self.always)
        for key in self.on.keys() if empty else keys:
            self.on[key].append(tail)
        if empty:
            self.always.append(tail)


@dataclass(slots=True)
class Ways:
    """The rules of a part that can begin with one token: by the part that they begin with, and all others."""

    heads: dict[str, Tails] = field(default_factory=dict)
    others: list[tuple[int, Rule, Match]] = field(default_factory=list)


class Grammar:
    """All rules, by part and by the key of the first token."""

    def __init__(self, files: Iterable[Rules]) -> None:
        files = list(files)
        self.rules: dict[str, list[Rule]] = {}
        self._lexicals: dict[str, Lexical] = {}
        for file in files:
            for rule in file.rules:
                self.rules.setdefault(rule.part, []).append(rule)
            self._lexicals.update({lexical.part: lexical for lexical in file.lexicals})
        self._firsts: dict[str, frozenset[str]] = {}
        self._index: dict[str, dict[str, Ways]] = {}

    def _by_key(self, rules: list[Rule]) -> dict[str, Ways]:
        """The rules of a part by the keys with which they can begin."""
        found: dict[str, Ways] = defaultdict(Ways)
        heads: dict[str, Tails] = defaultdict(Tails)
        for rank, rule in enumerate(rules):
            row = rule.node.nodes if isinstance(rule.node, Row) else (rule.node,)
            head, keys = row[0], rule.node.first(self.first)[0]
            if isinstance(head, Part):
                rest = Row(row[1:])
                heads[head.part].add((rank, rule, head.name, rest.match(self.first)), *rest.first(self.first))
                for key in keys:
                    found[key].heads[head.part] = heads[head.part]
            else:
                other = (rank, rule, rule.node.match(self.first))
                for key in keys:
                    found[key].others.append(other)
        return dict(found)

    def first(self, part: str) -> frozenset[str]:
        """The keys with which ``part`` can begin. Raises KeyError for a part that nobody defines."""
        if part not in self._firsts:
            if part in self._lexicals:
                self._firsts[part] = self._lexicals[part].keys
            else:
                self._firsts[part] = frozenset()  # while a rule that begins with itself is looked at
                rules = self.rules[part]
                self._firsts[part] = frozenset().union(*(rule.node.first(self.first)[0] for rule in rules))
        return self._firsts[part]

    def at(self, part: str, key: str) -> Ways | None:
        """The rules of ``part`` that can begin with a token of that key."""
        by_key = self._index.get(part)
        if by_key is None:
            by_key = self._index[part] = self._by_key(self.rules.get(part, []))
        return by_key.get(key)

    def lexical(self, part: str) -> Lexical | None:
        return self._lexicals.get(part)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a rule matched: tokens ``start`` to ``end`` (exclusive) of a scan."""

    scan: Scan
    start: int
    end: int

    @property
    def now(self) -> datetime:
        return self.scan.now

    @property
    def before(self) -> str:
        """Form of the token in front; '' at the beginning and behind a blank line."""
        return self.scan.form(self.start - 1)

    @property
    def after(self) -> str:
        """Form of the token behind; '' at the end and before a blank line."""
        return self.scan.form(self.end)

    @property
    def text(self) -> str:
        tokens = self.scan.tokens
        return self.scan.text[tokens[self.start].start : tokens[self.end - 1].end].lower()


def _rank(tried: tuple[int, Rule, int, Bindings]) -> int:
    return tried[0]


class Scan:
    """One text, one reference time, and what was found in it so far. ``now`` is local time without a zone; ``timely``
    tells whether anybody asked for it: where nobody did, all would be found at any other time, too."""

    def __init__(self, grammar: Grammar, text: str, tokens: list[Token], now: datetime) -> None:
        self.grammar, self.text, self.tokens = grammar, text, tokens
        self._now, self.timely = now, False
        self.keys = [*(token.key for token in tokens), ""]
        self._memory: dict[int, dict[str, Found]] = {}

    @property
    def now(self) -> datetime:
        self.timely = True
        return self._now

    def form(self, index: int) -> str:
        """The form of the token at ``index``; '' outside the text and for a blank line."""
        form = self.tokens[index].form if 0 <= index < len(self.tokens) else ""
        return "" if form[:1] == "\n" else form

    def glued(self, index: int) -> bool:
        return 0 <= index < len(self.tokens) and self.tokens[index].glued

    def capital(self, index: int) -> bool:
        """Whether a word that begins with a capital stands at ``index``."""
        return index < len(self.tokens) and self.text[self.tokens[index].start].isupper()

    def part(self, part: str, index: int) -> Found:
        """Everything ``part`` can be at ``index``: one value for each end, the first rule's."""
        here = self._memory.get(index)
        if here is None:
            here = self._memory[index] = {}
        known = here.get(part)
        if known is None:
            known = here[part] = self._found(part, index)
        return known

    def forget(self, start: int, end: int) -> None:
        """Drop what is known of the tokens from ``start`` to ``end``: memory stays bounded."""
        for index in range(start, end):
            self._memory.pop(index, None)

    def _found(self, part: str, index: int) -> Found:
        key = self.keys[index]
        lexical = self.grammar.lexical(part)
        if lexical is not None:
            return lexical.read(self, index) if key in lexical.keys else []
        ways = self.grammar.at(part, key)
        if ways is None:
            return []
        keys = self.keys
        found: list[tuple[int, Rule, int, Bindings]] = []
        for head, tails in ways.heads.items():
            for end, value in self.part(head, index):
                for rank, rule, name, rest in tails.on.get(keys[end], tails.always):
                    bound = (name, value)
                    found += [(rank, rule, behind, (bound, *more)) for behind, more in rest(self, end)]
        for rank, rule, match in ways.others:
            found += [(rank, rule, behind, bound) for behind, bound in match(self, index)]
        if len(found) > 1:
            found.sort(key=_rank)
        by_end: dict[int, Any] = {}
        for _, rule, end, bound in found:
            if end not in by_end and end > index:
                value = rule.make(Place(self, index, end), **dict(bound))
                if value is not None:
                    by_end[end] = value
        return sorted(by_end.items(), reverse=True)
