"""Grammars as data, and the parser that keeps every reading.

A rules file holds productions, one per line; later lines that begin with ``|`` go on::

    what_is : what is | what's | how much is
    discount : {rate:percent} (off | discount)  => kind=sale

Patterns: words and marks stand for themselves; ``(a | b)`` alternatives; ``[a]`` optional;
``{name:rule}`` captures the value of a rule or literal; ``{rule}`` captures it under the rule's name;
``<rule>`` matches a rule and takes over its captures. ``=> key=value, ...`` adds constants (a number such as 2 or
3/2 is ``["num", "2"]``, or plain 2 where the key begins with ``_``).

All patterns of a rule are merged into one recursive transition network. ``Parse`` walks it with
memory, so that each rule is tried once at each token, and returns *every* match: no pattern is
preferred over another. Literals (numbers, dates, ...) are functions ``(parse, index) -> [(end, value)]``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from types import EllipsisType
from typing import Any

from suffice.errors import UsageError
from suffice.symbolic.english.network import Bindings, Node, Slot, reachable
from suffice.symbolic.english.patterns import alternatives, constant, pieces_of
from suffice.symbolic.english.text import Text, Token, analyse

Match = tuple[int, Any]  # (index after the last token, value)
Literal = Callable[["Parse", int], list[Match]]

MANY = 4  # slots of one state from which on it pays to ask first which can begin with the next word
SUBJECTS = frozenset(("thing", "person", "mover", "traveller", "single", "valued"))  # left out after "and"

OWNED = frozenset(("owned",))  # subjects that are named together with whose they are


NUMBER = "#0"  # stands for every number in digits


class Grammar:
    """Rules by name. ``tag`` of a production is whatever its owner wants back with a match."""

    def __init__(self, shared: Grammar | None = None) -> None:
        self.rules: dict[str, Node] = dict(shared.rules) if shared else {}
        self._fixed = frozenset(self.rules)  # rules of ``shared``: used, not added to
        self.literals: dict[str, Literal] = {}
        self.openers: dict[str, frozenset[str]] = {}  # words with which a literal can begin besides ``NUMBER``
        self.vocabulary: frozenset[str] | None = None
        self._told_apart: frozenset[str] | None = None
        self._firsts: dict[str, frozenset[str] | None] = {}
        self._tokens: dict[str, list[str]] = {}

    def add(self, rule: str, pattern: str, tag: Any = None, where: str = "") -> None:
        """Add one production to ``rule``, with one tag or a list of them. Raises UsageError for a malformed pattern."""
        pattern, _, constants = pattern.partition("=>")
        fixed = tuple(constant(part, where) for part in constants.split(",") if part.strip())
        if rule in self._fixed:
            raise UsageError(f"{where}: '{rule}' is a rule of the shared English; choose another name")
        root = self.rules.setdefault(rule, Node())
        pieces = pieces_of(pattern, where)
        end, used = self._build(root, pieces, 0, where)
        if used != len(pieces):
            raise UsageError(f"{where}: unbalanced bracket in '{pattern.strip()}'")
        if end is root:
            raise UsageError(f"{where}: '{pattern.strip()}' matches nothing at all")
        end.accepts += tuple((one, fixed) for one in tag) if isinstance(tag, list) else ((tag, fixed),)

    def load(self, text: str, where: str) -> None:
        """Add every production of a rules file's text."""
        rule = ""
        for number, line in enumerate(text.splitlines(), 1):
            line = line.split("#", 1)[0].rstrip()
            if not line.strip():
                continue
            place = f"{where}:{number}"
            if line.lstrip().startswith("|"):
                body = line.lstrip()[1:]
            else:
                rule, colon, body = line.partition(" : ")
                rule = rule.strip()
                if not colon or not rule.isidentifier():
                    raise UsageError(f"{place}: expected 'name : pattern', got '{line.strip()}'")
            body, arrow, constants = body.partition("=>")
            for alternative in alternatives(body):
                self.add(rule, alternative + (f" => {constants}" if arrow else ""), None, place)

    def check(self) -> None:
        """Raise UsageError if a pattern names a rule or literal that does not exist (the tests do this)."""
        for node in self.nodes():
            for rule, _, _ in node.slots:
                if rule not in self.rules and rule not in self.literals:
                    raise UsageError(f"a pattern uses '{rule}', which is neither a rule nor a literal")

    def first(self, rule: str) -> frozenset[str] | None:
        """The words with which ``rule`` can begin; None when any token might begin it."""
        if rule not in self._firsts:
            self._firsts[rule] = None  # a rule that begins with itself, while this is found out
            if rule in self.rules:
                self._firsts[rule] = self.gate(self.rules[rule])
            elif rule in self.openers:
                self._firsts[rule] = self.openers[rule] | {NUMBER}
        return self._firsts[rule]

    def gate(self, node: Node) -> frozenset[str] | None:
        """The words that lead on from ``node``; None when any token might, or when nothing more is needed."""
        words: frozenset[str] | None = None
        if not node.accepts:
            parts = [self.first(rule) for rule, _, _ in node.slots]
            parts += [self.gate(n) if isinstance(n.gate, EllipsisType) else n.gate for n in node.then]
            if None not in parts:
                words = frozenset(map(_head, node.words)).union(*(part for part in parts if part))
        node.gate = words
        return words

    def ways(self, node: Node, form: str) -> tuple[Slot, ...]:
        """The slots of ``node`` that can begin with ``form``, remembered."""
        if node.ways is None:
            node.ways = {}
        first = {rule: self.first(rule) for rule, _, _ in node.slots}
        found = tuple(slot for slot in node.slots if (words := first[slot[0]]) is None or form in words)
        node.ways[form] = found
        return found

    def words(self) -> frozenset[str]:
        """Every word that some pattern spells out, found once the grammar is complete."""
        if self.vocabulary is None:
            self.vocabulary = frozenset(form for node in self.nodes() for form in node.words)
        return self.vocabulary

    def heads(self) -> frozenset[str]:
        """What tokens are told apart by when a state has many ways on: words of rules, openers of literals, NUMBER."""
        if self._told_apart is None:
            self._told_apart = self.words().union({NUMBER}, *self.openers.values())
        return self._told_apart

    def nodes(self) -> Iterator[Node]:
        """Every state of every rule's network, once."""
        return reachable(self.rules.values())

    def _build(self, node: Node, pieces: list[tuple[str, Any]], at: int, where: str) -> tuple[Node, int]:
        """Extend from ``node`` with a sequence; return its last state and the index of the closing piece."""
        while at < len(pieces):
            kind, value = pieces[at]
            if kind == "mark" and value in ")]|":
                return node, at
            if kind == "mark":
                ends: list[Node] = [node] if value == "[" else []
                closing = "]" if value == "[" else ")"
                while True:
                    # an alternative of its own keeps prefixes shared with other productions
                    end, at = self._build(node, pieces, at + 1, where)
                    ends.append(end)
                    if at >= len(pieces):
                        raise UsageError(f"{where}: missing '{closing}'")
                    if pieces[at][1] == closing:
                        break
                    if pieces[at][1] != "|":
                        raise UsageError(f"{where}: found '{pieces[at][1]}' where '{closing}' was expected")
                join = Node()
                for end in ends:
                    end.then += (join,)
                node = join
            elif kind == "words":
                for form in self._forms(value):
                    node = node.on_word(form)
            else:
                node = node.on_slot(*value)
            at += 1
        return node, at

    def _forms(self, words: str) -> list[str]:
        if words not in self._tokens:
            plain = words.replace(" ", "").isalpha() and words.isascii() and words.islower()
            self._tokens[words] = words.split() if plain else [t.form for t in analyse(words).tokens]
        return self._tokens[words]


class Budget(Exception):
    """A parse met its step limit."""


def _head(form: str) -> str:
    """What a token is known by at a gate: numbers in digits are all alike."""
    return NUMBER if form[:1].isdecimal() or (form[:1] == "." and len(form) > 1) else form


class Parse:
    """All matches over one text, remembered. ``end`` bounds what rules may see (a sentence)."""

    STEPS = 60_000  # network states visited per sentence before giving up

    def __init__(self, grammar: Grammar, text: Text) -> None:
        self.grammar, self.text = grammar, text
        self.tokens: tuple[Token, ...] = text.tokens
        self.within(len(text.tokens))

    def within(self, end: int) -> None:
        """Hide tokens from index ``end`` on; forgets matches that might have looked further."""
        self.end = end
        self._forms = [token.form for token in self.tokens[:end]] + [""]
        known = self.grammar.heads()
        self._heads = [_head(form) for form in self._forms]
        self._keys = [head if head in known else "" for head in self._heads]  # words of no rule are all alike
        self._memory: list[dict[str, list[Match]]] = [{} for _ in self._forms]
        self._clauses: dict[tuple[int, bool], list[tuple[int, Any, Bindings]]] = {}
        self._steps = self.STEPS

    def step(self, steps: int = 1) -> None:
        """Spend steps; whatever loops over readings does so. Raises Budget when none are left."""
        self._steps -= steps
        if self._steps < 0:
            raise Budget

    def form(self, index: int) -> str:
        """Lower-case token at ``index``, or '' beyond the end."""
        return self._forms[index] if index < self.end else ""

    def match(self, rule: str, index: int) -> list[Match]:
        """Every match of a rule or literal at ``index``: its end and its value.

        A rule's value is the capture or constant called ``value`` if it has one, else a dict of all.
        Raises Budget when the sentence costs too many steps.
        """
        if index > self.end:
            return []
        memory = self._memory[index]
        known = memory.get(rule)
        if known is not None:
            return known
        memory[rule] = found = []  # a rule that calls itself at the same token finds nothing
        first = self.grammar.first(rule)
        if first is not None and self._heads[index] not in first:
            return found
        literal = self.grammar.literals.get(rule)
        if literal is not None:
            found = literal(self, index)
        else:
            found = []
            for end, _, bindings in self.productions(rule, index):
                values = dict(bindings)
                match = (end, values.get("value", values))
                if match not in found:
                    found.append(match)
        memory[rule] = found
        return found

    def productions(self, rule: str, index: int) -> list[tuple[int, Any, Bindings]]:
        """Every match of a rule with the tag of the production that made it."""
        found: list[tuple[int, Any, Bindings]] = []
        if rule in self.grammar.rules:
            self._walk(self.grammar.rules[rule], index, (), found)
        return found

    def clauses(self, index: int, elided: bool = False) -> list[tuple[int, Any, Bindings]]:
        """Every clause at ``index``, remembered. ``elided``: also those whose subject stands in the clause before
        ("the shirt costs $40 and *is 20% off*"); the subject is then bound to an ``it``."""
        key = (index, elided)
        if key not in self._clauses:
            found = self.productions("clause", index) if not elided else list(self.clauses(index))
            if elided:
                for rule, name, following in self.grammar.rules["clause"].slots:
                    if rule in SUBJECTS and name is not None:
                        self._walk(following, index, ((name, ["thing", "it", ""]),), found)
                    elif rule in OWNED:
                        self._walk(following, index, (), found)
            self._clauses[key] = found
        return self._clauses[key]

    def _walk(self, start: Node, index: int, bindings: Bindings, found: list[tuple[int, Any, Bindings]]) -> None:
        """Every production that can be completed from ``start``, in the order in which it was written.

        A state is entered only if it leads on with the next word: half of all ways end there.
        """
        forms, heads, gate_of, last = self._forms, self._heads, self.grammar.gate, self.end
        todo = [(start, index, bindings)]
        while todo:
            node, index, bindings = todo.pop()
            self._steps -= 1
            if self._steps < 0:
                raise Budget
            for tag, fixed in node.accepts:
                found.append((index, tag, bindings + fixed))
            onward: list[tuple[Node, int, Bindings]] = []
            if index < last:
                following = node.words.get(forms[index])
                if following is not None:
                    gate = following.gate if following.gate is not ... else gate_of(following)
                    if gate is None or heads[index + 1] in gate:
                        onward.append((following, index + 1, bindings))
                if node.slots:
                    memory = self._memory[index]
                    for rule, name, following in self._slots(node, index):
                        matches = memory.get(rule)
                        if matches is None:
                            matches = self.match(rule, index)
                        if not matches:
                            continue
                        gate = following.gate if following.gate is not ... else gate_of(following)
                        for end, value in matches:
                            if gate is not None and heads[end] not in gate:
                                continue
                            if name is not None:
                                onward.append((following, end, (*bindings, (name, value))))
                            elif value and isinstance(value, dict):
                                onward.append((following, end, bindings + tuple(value.items())))
                            else:
                                onward.append((following, end, bindings))
            for following in node.then:
                gate = following.gate if following.gate is not ... else gate_of(following)
                if gate is None or heads[index] in gate:
                    onward.append((following, index, bindings))
            if len(onward) > 1:
                onward.reverse()
            todo += onward

    def _slots(self, node: Node, index: int) -> tuple[Slot, ...]:
        """The slots of ``node`` worth trying at ``index``."""
        if len(node.slots) <= MANY:
            return node.slots
        key = self._keys[index]
        known = node.ways.get(key) if node.ways else None
        return self.grammar.ways(node, key) if known is None else known
