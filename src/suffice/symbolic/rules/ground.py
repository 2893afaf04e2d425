"""Clauses of the formal language as propositional clauses over everybody who is named.

Literals are integers: a positive number for a key (see ``forms.py``) about names, its negative for the opposite.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import pairwise, product

from suffice.records import Json
from suffice.symbolic.rules.forms import BOUNDS, Form, Forms, Key, Template, normal_form
from suffice.symbolic.rules.language import Formula, is_variable, terms
from suffice.symbolic.rules.reachable import Reachable

ANYBODY = "(anybody)"
MANY = 4_000  # instances: of more, only those are written down that can bear on anything
MOST_CLAUSES = 120_000  # of these


class Ground:
    """What is said, over names. ``source[i]`` is the number of the clause that disjunction ``i`` comes from, with the
    names that its variables stand for; None for what the order of numbers adds."""

    def __init__(self, clauses: Sequence[Mapping[str, Json]], asked: Iterable[Formula], forms: Forms) -> None:
        told = [forms.of(clause) for clause in clauses]
        self.names = _names(told, asked)
        self.keys: list[Key] = [()]
        self.number: dict[Key, int] = {}
        self.disjunctions: list[list[int]] = []
        self.source: list[tuple[int, dict[str, str]] | None] = []
        self._heads: list[list[Template]] = []
        self._rows: defaultdict[Key, dict[str, int]] = defaultdict(dict)  # literals of a key with one variable, by name
        self._bindings: dict[str, list[tuple[str, dict[str, str]]]] = {}  # of one variable, to each name
        if sum(len(form.whole) * len(self.names) ** len(form.variables) for form in told) > MANY:
            self._add_reachable(told, asked)
            return
        for index, form in enumerate(told):
            self._add(index, form)

    def _add_reachable(self, told: Sequence[Form], asked: Iterable[Formula]) -> None:
        says = [disjunction for formula in asked for disjunction in normal_form(formula, True)]
        keys = [key for disjunction in says for _, key in disjunction if key[0] not in BOUNDS]
        for index, number, binding in Reachable(told, self.names, keys, MOST_CLAUSES).found:
            template, head = told[index].whole[number]
            self._tell(self.instance(template, binding), index, binding, head)

    def _add(self, index: int, form: Form) -> None:
        variables = form.variables
        if len(variables) == 1:
            (variable,) = variables
            for template, head in form.whole:
                self._of_each(index, template, head, variable)
            return
        for names in product(self.names, repeat=len(variables)):
            binding = dict(zip(variables, names, strict=True))
            for template, head in form.whole:
                self._tell(self.instance(template, binding), index, binding, head)

    def _of_each(self, index: int, template: list[Template], head: list[Template], variable: str) -> None:
        """A disjunction with one variable, of everybody."""
        bindings = self._bindings.get(variable)
        if bindings is None:
            bindings = self._bindings[variable] = [(name, {variable: name}) for name in self.names]
        rows = [(positive, self._rows[key], key) for positive, key in template]
        for name, binding in bindings:
            literals: list[int] | None = []
            for positive, row, key in rows:
                number = row.get(name)
                if number is None:
                    number = self._bound(key, variable, name)
                literal = number if positive else -number
                if -literal in literals:
                    break  # always true
                if literal not in literals:
                    literals.append(literal)
            else:
                self._tell(literals, index, binding, head)

    def _tell(self, literals: list[int] | None, index: int, binding: dict[str, str], head: list[Template]) -> None:
        if literals is not None:
            self.disjunctions.append(literals)
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
            if key[0] in BOUNDS:
                quantities.setdefault(key[1:4], []).append((key[4], key[0] == ">", number))  # type: ignore[arg-type]
        for bounds in quantities.values():
            bounds.sort()
            for (_, _, lower), (_, _, higher) in pairwise(bounds):
                self.disjunctions.append([-higher, lower])
                self.source.append(None)


def _names(told: Iterable[Form], asked: Iterable[Formula]) -> tuple[str, ...]:
    found: dict[str, None] = {}
    general = False
    for form in told:
        for name in form.names:
            found[name] = None
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
        if len(template) == 1:
            ((so, key),) = template
            yield [ground.literal(key) if so else -ground.literal(key)]
            continue
        disjunction = ground.instance(template, {})
        if disjunction is not None:
            yield disjunction
