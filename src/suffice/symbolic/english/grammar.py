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

What a state leads to with a token is found once and kept in the token's ``Table``, so that rules that cannot
begin there are not tried. A literal says in ``openers`` with which words and classes of words it can begin; one
that says nothing is tried everywhere. To leave a word out loses readings: the tests hold every literal against it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Container, Iterator, Set
from typing import Any

from suffice.errors import UsageError
from suffice.symbolic.english.firsts import Firsts
from suffice.symbolic.english.network import Bindings, Node, Table, Way, reachable
from suffice.symbolic.english.patterns import constant, extended, pieces_of, productions_of
from suffice.symbolic.english.text import Text, Token

Match = tuple[int, Any]  # (index after the last token, value)
Literal = Callable[["Parse", int], list[Match]]

SUBJECTS = frozenset(("thing", "person", "mover", "traveller", "single", "valued"))  # left out after "and"

OWNED = frozenset(("owned",))  # subjects that are named together with whose they are


# Classes of tokens, beside words in ``openers``; no token of a text has two characters of which one is a "#".
NUMBER = "#0"  # every number in digits
LETTER = "#a"  # every single letter
LEXICON = "#n"  # every noun and adjective of the lexicon
CAPITAL = "#C"  # every word with a capital
WRITTEN = 20_000  # ways to write a token whose table is remembered
TABLES = 5_000  # kept of one grammar before all are made anew: some thousand words take some ten megabytes


class Grammar:
    """Rules by name. ``tag`` of a production is whatever its owner wants back with a match."""

    def __init__(self, shared: Grammar | None = None) -> None:
        self.rules: dict[str, Node] = dict(shared.rules) if shared else {}
        self._fixed = frozenset(self.rules)  # rules of ``shared``: used, not added to
        self.literals: dict[str, Literal] = {}
        self.openers: dict[
            str, Set[str]
        ] = {}  # words and classes with which a literal can begin; <thing>: as that does
        self.vocabulary: frozenset[str] | None = None
        self._told_apart: frozenset[str] | None = None
        self.lexicon: Container[str] = frozenset()  # words of the class ``LEXICON``
        self._firsts = Firsts(self)
        self.at_end = Table("", None, self._firsts)
        self._tables: dict[str, Table] = {}
        self._written: dict[tuple[Any, ...], Table] = {}

    def add(self, rule: str, pattern: str, tag: Any = None, where: str = "") -> None:
        """Add one production to ``rule``, with one tag or a list of them. Raises UsageError for a malformed pattern."""
        pattern, _, constants = pattern.partition("=>")
        fixed = tuple(constant(part, where) for part in constants.split(",") if part.strip())
        if rule in self._fixed:
            raise UsageError(f"{where}: '{rule}' is a rule of the shared English; choose another name")
        root = self.rules.setdefault(rule, Node())
        pieces = pieces_of(pattern, where)
        end, used = extended(root, pieces, 0, where)
        if used != len(pieces):
            raise UsageError(f"{where}: unbalanced bracket in '{pattern.strip()}'")
        if end is root:
            raise UsageError(f"{where}: '{pattern.strip()}' matches nothing at all")
        end.accepts += tuple((one, fixed) for one in tag) if isinstance(tag, list) else ((tag, fixed),)

    def load(self, text: str, where: str) -> None:
        """Add every production of a rules file's text."""
        for rule, pattern, place in productions_of(text, where):
            self.add(rule, pattern, None, place)

    def check(self) -> None:
        """Raise UsageError if a pattern names a rule or literal that does not exist (the tests do this)."""
        for node in self.nodes():
            for rule, _, _ in node.slots:
                if rule not in self.rules and rule not in self.literals:
                    raise UsageError(f"a pattern uses '{rule}', which is neither a rule nor a literal")

    def first(self, rule: str) -> frozenset[str] | None:
        """The words and classes of words with which ``rule`` can begin; None when any token might begin it."""
        return self._firsts[rule]

    def words(self) -> frozenset[str]:
        """Every word that some pattern spells out, found once the grammar is complete."""
        if self.vocabulary is None:
            self.vocabulary = frozenset(form for node in self.nodes() for form in node.words)
        return self.vocabulary

    def heads(self) -> frozenset[str]:
        """The words that tokens are told apart by: those of rules and those with which literals can begin."""
        if self._told_apart is None:
            self._told_apart = self.words().union(*self.openers.values())
        return self._told_apart

    def table(self, token: Token) -> Table:
        """Where each state leads with this token; words that no rule spells out share one table per class."""
        known_as = token[:2]  # its form and how it is written
        table = self._written.get(known_as)
        if table is None:
            if len(self._written) >= WRITTEN:
                self._written = {}
            table = self._written[known_as] = self._table(token)
        return table

    def _table(self, token: Token) -> Table:
        form, heads = token.form, self.heads()
        if token.kind == "number":
            known = form if form in self.words() else NUMBER
        elif form in heads:
            known = form
        elif form in self.lexicon:
            known = LEXICON
        else:
            known = LETTER if token.kind == "word" and len(form) == 1 else ""
        key = CAPITAL + known if token.raw[:1].isupper() else known
        table = self._tables.get(key)
        if table is None:
            if len(self._tables) >= TABLES:
                self._tables = {}  # those in use live on in their parse
            table = self._tables[key] = Table(known, self._classes(token), self._firsts)
        return table

    def _classes(self, token: Token) -> frozenset[str]:
        word = token.kind == "word"
        told = {
            NUMBER: token.kind == "number",
            LETTER: word and len(token.form) == 1,
            LEXICON: token.form in self.lexicon,
            CAPITAL: token.raw[:1].isupper(),
        }
        return frozenset((token.form, *(name for name, holds in told.items() if holds)))

    def nodes(self) -> Iterator[Node]:
        """Every state of every rule's network, once."""
        return reachable(self.rules.values())


class Budget(Exception):
    """A parse met its step limit."""


class Parse:
    """All matches over one text, remembered. ``end`` bounds what rules may see (a sentence)."""

    STEPS = 60_000  # network states visited per sentence before giving up

    def __init__(self, grammar: Grammar, text: Text) -> None:
        self.grammar, self.text = grammar, text
        self._rules, self._literals = grammar.rules, grammar.literals
        self.tokens: tuple[Token, ...] = text.tokens
        self._forms = [token.form for token in self.tokens]
        self._tables: list[Table] = []  # of the tokens up to the last that could be seen
        self.within(len(text.tokens))

    def within(self, end: int) -> None:
        """Hide tokens from index ``end`` on; forgets matches that might have looked further."""
        self.end = end
        self._here: list[Table] = []
        self._memory: defaultdict[int, dict[str, list[Match]]] = defaultdict(dict)
        self._clauses: dict[tuple[int, bool], list[tuple[int, Any, Bindings]]] = {}
        self._steps = self.STEPS

    def _look(self) -> list[Table]:
        """The table of each token that can be seen, and what stands for the end, found when it is first needed."""
        tables = self._tables
        tables += map(self.grammar.table, self.tokens[len(tables) : self.end])
        self._here = [*tables[: self.end], self.grammar.at_end]
        return self._here

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
        known = self._memory[index].get(rule)
        if known is not None:
            return known
        return self._found(rule, index) if (self._here or self._look())[index].begins(rule) else []

    def _found(self, rule: str, index: int) -> list[Match]:
        """Every match of a rule or literal that may begin with the token at ``index``, from now on remembered."""
        memory = self._memory[index]
        memory[rule] = found = []  # a rule that calls itself at the same token finds nothing
        root = self._rules.get(rule)
        if root is None or rule in self._literals:
            memory[rule] = found = self._literals[rule](self, index) if rule in self._literals else found
            return found
        ways = self._here[index][root]
        if not ways:
            return found
        made: list[tuple[int, Any, Bindings]] = []
        self._follow(ways, index, (), made)
        if made:
            memory[rule] = found = []
            for end, _, bindings in made:
                values = dict(bindings)
                match = (end, values.get("value", values))
                if match not in found:
                    found.append(match)
        return found

    def productions(self, rule: str, index: int) -> list[tuple[int, Any, Bindings]]:
        """Every match of a rule with the tag of the production that made it."""
        found: list[tuple[int, Any, Bindings]] = []
        root = self._rules.get(rule)
        if root is not None and (ways := (self._here or self._look())[index][root]):
            self._follow(ways, index, (), found)
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
                        self._follow(self._here[index][following], index, ((name, ["thing", "it", ""]),), found)
                    elif rule in OWNED:
                        self._follow(self._here[index][following], index, (), found)
            self._clauses[key] = found
        return self._clauses[key]

    def _follow(
        self, ways: tuple[Way, ...], index: int, bindings: Bindings, found: list[tuple[int, Any, Bindings]]
    ) -> None:
        """Every production that can be completed by one of ``ways``, in the order in which it was written. A state is
        entered only if the token behind leads on from it: most ways end."""
        self._steps -= 1
        if self._steps < 0:
            raise Budget
        here, memory = self._here, self._memory[index]
        for rule, name, node in ways:
            if rule:
                matches = memory.get(rule)
                if matches is None:
                    matches = self._found(rule, index)
                for end, value in matches:
                    onward = here[end][node]
                    if not onward:
                        continue
                    if name is not None:
                        self._follow(onward, end, (*bindings, (name, value)), found)
                    elif value and isinstance(value, dict):
                        self._follow(onward, end, bindings + tuple(value.items()), found)
                    else:
                        self._follow(onward, end, bindings, found)
            elif rule is None:
                onward = here[index + 1][node]
                if onward:
                    self._follow(onward, index + 1, bindings, found)
            else:  # complete: name is its tag, node its constants
                found.append((index, name, bindings + node))
