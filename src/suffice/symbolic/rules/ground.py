"""Clauses of the formal language as propositional clauses over everybody who is named.

An atom about named individuals is a key ``(predicate, name, ...)``. A comparison is one or two bounds on a quantity:
``(">=", attribute, name, measure, size)`` and ``(">", ...)``, so that "at most 5" is "not above 5". Literals are
integers: a positive number for a key, its negative for the opposite.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import pairwise, product

from suffice.records import Json
from suffice.symbolic.rules.language import Formula, clause_terms, is_variable, size_of, terms

ANYBODY = "(anybody)"
MOST_CLAUSES = 40_000  # after every variable is replaced by every name
_MOST_DISJUNCTIONS = 512  # of one clause in conjunctive form

Key = tuple[str | Fraction, ...]
Template = tuple[bool, Key]  # positive or not; the key may hold variables


class TooMany(Exception):
    """The rules come to more than can be looked at."""


class Ground:
    """What is said, over names. ``source[i]`` is the number of the clause that disjunction ``i`` comes from, with the
    names that its variables stand for; None for what the order of numbers adds."""

    def __init__(self, clauses: Sequence[Mapping[str, Json]], asked: Iterable[Formula]) -> None:
        self.names = _names(clauses, asked)
        self.keys: list[Key] = [()]
        self.number: dict[Key, int] = {}
        self.disjunctions: list[list[int]] = []
        self.source: list[tuple[int, dict[str, str]] | None] = []
        self._heads: list[list[Template]] = []
        self._rows: defaultdict[Key, dict[str, int]] = defaultdict(
            dict
        )  # the literals of a key with one variable, by name
        for index, clause in enumerate(clauses):
            self._add(index, clause)

    def _add(self, index: int, clause: Mapping[str, Json]) -> None:
        variables = tuple(dict.fromkeys([term for term in clause_terms(clause) if term[0] == "?"]))
        fails = normal_form(clause["if"], False) if "if" in clause else [[]]
        holds = normal_form(clause["then"], True)
        if len(self.disjunctions) + len(fails) * len(holds) * len(self.names) ** len(variables) > MOST_CLAUSES:
            raise TooMany
        whole = [(body + head, head) for body in fails for head in holds]
        for names in product(self.names, repeat=len(variables)):
            binding = dict(zip(variables, names, strict=True))
            for template, head in whole:
                disjunction = self.instance(template, binding)
                if disjunction is not None:
                    self.disjunctions.append(disjunction)
                    self.source.append((index, binding))
                    self._heads.append(head)

    def heads(self) -> list[frozenset[int]]:
        """The literals of each disjunction that its clause concludes; all of what the order of numbers adds."""
        told = zip(self._heads, self.source, strict=False)
        found = [frozenset(self.instance(head, source[1] if source else {}) or ()) for head, source in told]
        return found + [frozenset(disjunction) for disjunction in self.disjunctions[len(found) :]]

    def instance(self, template: Iterable[Template], binding: Mapping[str, str]) -> list[int] | None:
        """The literals of a disjunction about names; None if it is always true."""
        literals: dict[int, None] = {}
        ((variable, name),) = binding.items() if len(binding) == 1 else (("", ""),)
        for positive, key in template:
            if variable:
                number = self._rows[key].get(name) or self._bound(key, variable, name)
            elif binding:
                number = self.literal(tuple([binding.get(p, p) if isinstance(p, str) else p for p in key]))
            else:
                number = self.number.get(key) or self.literal(key)
            literal = number if positive else -number
            if -literal in literals:
                return None
            literals[literal] = None
        return list(literals)

    def _bound(self, key: Key, variable: str, name: str) -> int:
        """The literal of a key whose one variable stands for a name."""
        number = self._rows[key][name] = self.literal(tuple([name if part == variable else part for part in key]))
        return number

    def literal(self, key: Key) -> int:
        number = self.number.get(key)
        if number is None:
            number = self.number[key] = len(self.keys)
            self.keys.append(key)
        return number

    def order(self) -> None:
        """Add what the order of numbers says of the bounds on one quantity; call it when all is known."""
        quantities: dict[Key, list[tuple[Fraction, bool, int]]] = {}
        for key, number in self.number.items():
            if key[0] in (">", ">="):
                quantities.setdefault(key[1:4], []).append((key[4], key[0] == ">", number))  # type: ignore[arg-type]
        for bounds in quantities.values():
            bounds.sort()
            for (_, _, lower), (_, _, higher) in pairwise(bounds):
                self.disjunctions.append([-higher, lower])
                self.source.append(None)


def normal_form(formula: Formula, positive: bool) -> list[list[Template]]:
    """Conjunctive normal form of a formula, or of its opposite. Raises TooMany."""
    head = formula[0]
    if head == "not":
        return normal_form(formula[1], not positive)
    if head in ("and", "or"):
        found = [normal_form(part, positive) for part in formula[1:]]
        if (head == "and") == positive:
            return [disjunction for part in found for disjunction in part]
        total = 1
        for part in found:
            total *= len(part)
        if total > _MOST_DISJUNCTIONS:
            raise TooMany
        return [[literal for part in choice for literal in part] for choice in product(*found)]
    if head == "cmp":
        return _bounds(formula, positive)
    return [[(positive, tuple(formula))]]


def _bounds(formula: Formula, positive: bool) -> list[list[Template]]:
    _, operator, (attribute, term), value = formula
    measure, size = size_of(value)
    least: Key = (">=", attribute, term, measure, size)
    above: Key = (">", attribute, term, measure, size)
    if operator in ("eq", "ne"):
        if (operator == "eq") == positive:
            return [[(True, least)], [(False, above)]]
        return [[(False, least), (True, above)]]
    key = least if operator in ("ge", "lt") else above
    return [[((operator in ("ge", "gt")) == positive, key)]]


def _names(clauses: Iterable[Mapping[str, Json]], asked: Iterable[Formula]) -> tuple[str, ...]:
    found: dict[str, None] = {}
    general = False
    for clause in clauses:
        for term in clause_terms(clause):
            if not is_variable(term):
                found[term] = None
    for formula in asked:
        for term in terms(formula):
            if is_variable(term):
                general = True
            else:
                found[term] = None
    if general or not found:
        found[ANYBODY] = None
    return tuple(found)


def about(formula: Formula, name: str) -> Formula:
    """The formula with every variable replaced by one name."""
    head = formula[0]
    if head in ("not", "and", "or"):
        return [head, *(about(part, name) for part in formula[1:])]
    if head == "cmp":
        attribute, term = formula[2]
        return ["cmp", formula[1], [attribute, name if is_variable(term) else term], formula[3]]
    return [head, *(name if is_variable(term) else term for term in formula[1:])]


def literals(ground: Ground, formula: Formula, positive: bool) -> Iterator[list[int]]:
    """The disjunctions that say a formula about names, or its opposite."""
    for template in normal_form(formula, positive):
        disjunction = ground.instance(template, {})
        if disjunction is not None:
            yield disjunction
