"""Scenarios: what people describe, the questions they ask of it, and the formulas that answer.

A rules file holds scenarios, one statement per line, a line that begins with ``|`` goes on::

    scenario discount
      fact {item:thing} (costs | is priced at) {price:money}
      each {n:count} {item:thing} at {price:money} each
      part {item:thing} (is | are) {price:money}
      ask final  <how_much> is the (sale | final) price [of {item:thing}]
      given price rate
        where rate <= 1
        final = price * (1 - rate)

``fact`` fills roles, ``each`` adds one row to the group ``rows`` (its ``item`` and values; whoever else is
named is a role of the whole), ``part`` adds to the row of the same item (or begins it), ``ask`` names what
is wanted and may fill roles too. A capture called ``basket`` brings several rows at once.

``given`` lists exactly the roles that must be filled for the formulas below it: ``rows`` for the group,
``name?`` for a role that may be left out. It then drops out of sums and products (``n * price * (1 - off)`` is
``price`` when only that is known); one that is filled must be used. ``change(paid) = paid - final if paid >=
final`` needs ``paid`` besides, holds under a condition, and takes the formula of ``final`` from above. Two
formulas for one ask are two readings: both are kept. ``where`` states what must hold, else the request is
inconsistent. ``which('min', rows, price / size)`` names the row with the least value by its ``item``;
``pick(asked, rows, part)`` is the value in the row whose item is the role ``asked``.

``setting NAME`` in the place of ``scenario NAME`` collects statements that stand for nothing by themselves:
``use NAME`` takes them over. ``define goods(n, price) = n * price`` says what the role ``goods`` of a setting
is made of here; ``also change(paid) = paid - total`` adds a formula to every case that has ``total``;
``money total change`` names the asks that are answered with an amount of money.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from suffice.errors import UsageError
from suffice.records import Json
from suffice.symbolic.english.formula import filled, names
from suffice.symbolic.english.formula import parse as formula
from suffice.symbolic.english.grammar import Grammar

_FORMULA = re.compile(r"(?P<name>[a-z]\w*)(?:\((?P<needs>[\w, ]+)\))? = (?P<body>.+?)(?: if (?P<where>.+))?")


@dataclass(frozen=True, slots=True)
class Formula:
    """What answers an ask, and the roles that it needs besides those of its case."""

    expr: Json
    needs: frozenset[str] = frozenset()
    where: tuple[Json, ...] = ()
    used: frozenset[str] = frozenset()  # every role that the formula and its conditions name, once the case is complete

    def with_row(self, row: Mapping[str, Json]) -> Formula:
        return Formula(filled(self.expr, row), self.needs, tuple(filled(rule, row) for rule in self.where))


@dataclass(slots=True)
class Case:
    """The roles that are given, what must hold of them, and the formulas per question."""

    roles: frozenset[str]  # must be filled
    free: frozenset[str]  # may be filled; one that is not drops out of the formulas
    where: list[Json] = field(default_factory=list)
    formulas: dict[str, list[Formula]] = field(default_factory=dict)

    def add(self, name: str, formula: Formula) -> None:
        """Add a formula, with the formulas of this case that it names spelled out."""
        found = [formula]
        for known in sorted(names(formula.expr) & self.formulas.keys() - self.roles - self.free):
            found = [one.with_row({known: other.expr}) for one in found for other in self.formulas[known]]
        self.formulas.setdefault(name, []).extend(found)

    def defined(self, name: str, definitions: list[Formula]) -> list[Case]:
        """This case with what ``name`` is made of, one case per definition; itself if it has no such role."""
        if name not in self.roles:
            return [self]
        cases: list[Case] = []
        for made in definitions:
            row = {name: made.expr}
            formulas = {ask: [one.with_row(row) for one in found] for ask, found in self.formulas.items()}
            where = [filled(rule, row) for rule in self.where]
            cases.append(Case(self.roles - {name} | made.needs, self.free, where, formulas))
        return cases

    def completed(self, formula: Formula) -> Formula:
        rules = [names(rule) for rule in (*self.where, *formula.where) if rule[0] == "eq" or len(names(rule)) > 1]
        used = names(formula.expr).union(formula.needs, *rules)  # a bound on one role alone makes no use of it
        return Formula(formula.expr, formula.needs, formula.where, frozenset(used))

    def fits(self, given: set[str], formula: Formula) -> bool:
        """True when nothing is missing and nothing that is given stays unused."""
        return self.roles | formula.needs <= given <= self.roles | (self.free & formula.used)


@dataclass(slots=True)
class Scenario:
    name: str
    setting: bool = False
    cases: list[Case] = field(default_factory=list)
    clauses: list[tuple[str, str | None, str, str]] = field(default_factory=list)  # (kind, ask, pattern, where)
    derived: list[tuple[str, Formula]] = field(default_factory=list)
    definitions: dict[str, list[Formula]] = field(default_factory=dict)
    money: set[str] = field(default_factory=set)

    def take(self, other: Scenario) -> None:
        self.clauses += other.clauses
        self.cases += [Case(c.roles, c.free, [*c.where], {a: [*f] for a, f in c.formulas.items()}) for c in other.cases]
        self.derived += other.derived
        self.money |= other.money

    def complete(self) -> None:
        """Spell out what is derived and defined."""
        for case in self.cases:
            for name, made in self.derived:
                if names(made.expr) - made.needs <= case.formulas.keys() | case.roles | case.free:
                    case.free |= made.needs - case.roles
                    case.add(name, made)
        for name, definitions in self.definitions.items():
            self.cases = [new for case in self.cases for new in case.defined(name, definitions)]
        for case in self.cases:
            case.formulas = {ask: [case.completed(one) for one in found] for ask, found in case.formulas.items()}


@dataclass(frozen=True, slots=True)
class Tag:
    """What a matched clause is: fact, each, part, ask, form (an instruction) or skip (a pleasantry)."""

    kind: str
    scenario: str | None = None
    ask: str | None = None


def load(grammar: Grammar, files: Iterable[tuple[str, str]]) -> dict[str, Scenario]:
    """Add the clauses of scenario files (``(name, text)`` pairs) to ``grammar``; return the scenarios."""
    scenarios: dict[str, Scenario] = {}
    uses: list[tuple[Scenario, str, str]] = []
    for file, text in files:
        scenario: Scenario | None = None
        for place, line in _statements(file, text):
            word, _, rest = line.partition(" ")
            rest = rest.strip()
            if word in ("scenario", "setting"):
                if rest in scenarios:
                    raise UsageError(f"{place}: scenario '{rest}' exists already")
                scenario = scenarios.setdefault(rest, Scenario(rest, word == "setting"))
            elif scenario is None:
                raise UsageError(f"{place}: '{word}' before any 'scenario NAME' line")
            elif word == "use":
                uses.append((scenario, rest, place))
            else:
                _statement(scenario, word, rest, line, place)
    for scenario, other, place in uses:
        if other not in scenarios:
            raise UsageError(f"{place}: no scenario '{other}'; there are: {', '.join(sorted(scenarios))}")
        scenario.take(scenarios[other])
    found = {name: scenario for name, scenario in scenarios.items() if not scenario.setting}
    patterns: dict[str, tuple[str, list[Tag]]] = {}  # one pattern may serve several scenarios
    for scenario in found.values():
        scenario.complete()
        for kind, ask, pattern, place in scenario.clauses:
            patterns.setdefault(pattern, (place, []))[1].append(Tag(kind, scenario.name, ask))
    for pattern, (place, tags) in patterns.items():
        grammar.add("clause", pattern, tags, place)
    return found


def _statement(scenario: Scenario, word: str, rest: str, line: str, place: str) -> None:
    """One statement that belongs to a scenario."""
    case = scenario.cases[-1] if scenario.cases else None
    if word in ("fact", "each", "part") and not rest.startswith("= "):  # "each = total / people" is a formula
        scenario.clauses.append((word, None, rest, place))
    elif word == "ask":
        name, _, pattern = rest.partition(" ")
        scenario.clauses.append((word, name, pattern, place))
    elif word == "given":
        free = frozenset(name[:-1] for name in rest.split() if name.endswith("?"))
        scenario.cases.append(Case(frozenset(name for name in rest.split() if not name.endswith("?")), free))
    elif word == "where" and case:
        case.where.append(formula(rest, place))
    elif word == "money":
        scenario.money |= set(rest.split())
    else:
        match = _FORMULA.fullmatch(rest if word in ("define", "also") else line)
        if not match:
            raise UsageError(f"{place}: '{word}' is no statement and 'name = formula' is not what follows")
        needs = frozenset((match["needs"] or "").replace(",", " ").split())
        where = (formula(match["where"], place),) if match["where"] else ()
        made = Formula(formula(match["body"], place), needs, where)
        if word == "also":
            scenario.derived.append((match["name"], made))
        elif word == "define":
            scenario.definitions.setdefault(match["name"], []).append(made)
        elif case:
            case.add(match["name"], made)
        else:
            raise UsageError(f"{place}: a formula needs a 'given' line above it")


def _statements(file: str, text: str) -> list[tuple[str, str]]:
    """(place, statement) pairs, comments dropped and continued lines joined."""
    found: list[tuple[str, str]] = []
    for number, line in enumerate(text.splitlines(), 1):
        line = line.split("#", 1)[0].strip()
        if line.startswith("|") and found:
            place, statement = found[-1]
            found[-1] = (place, f"{statement} {line}")
        elif line:
            found.append((f"{file}:{number}", line))
    return found
