"""Scenarios: what people describe, the questions they ask of it, and the formulas that answer.

A rules file holds scenarios, one statement per line, a line that begins with ``|`` goes on::

    scenario discount
      fact {item:thing} (costs | is priced at) {price:money}
      each {n:count} {item:thing} at {price:money} each
      ask final  <how_much> is the (sale | final) price [of {item:thing}]
      given price rate
        where rate <= 1
        final = price * (1 - rate)

``fact`` fills roles, ``each`` adds one row to the group ``rows``, ``ask`` names what is wanted and may
fill roles too. ``given`` lists exactly the roles that must be filled for the formulas below it
(``rows`` for the group, ``name?`` for a role that may be left out). Two formulas for one ask are two
readings: both are kept. ``where`` states what must hold, else the request is inconsistent.
``use NAME`` takes over the facts of another scenario.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import chain, combinations

from suffice.errors import UsageError
from suffice.records import Json
from suffice.symbolic.english.formula import parse as formula
from suffice.symbolic.english.grammar import Grammar


@dataclass(slots=True)
class Case:
    """The roles that are given, what must hold of them, and the formulas per question."""

    roles: frozenset[str]
    where: list[Json]
    formulas: dict[str, list[Json]]


@dataclass(slots=True)
class Scenario:
    name: str
    cases: list[Case] = field(default_factory=list)
    facts: list[tuple[str, str, str]] = field(default_factory=list)  # (kind, pattern, where)


@dataclass(frozen=True, slots=True)
class Tag:
    """What a matched clause is: fact, each, ask, form (an instruction) or skip (a pleasantry)."""

    kind: str
    scenario: str | None = None
    ask: str | None = None


def load(grammar: Grammar, files: Iterable[tuple[str, str]]) -> dict[str, Scenario]:
    """Add the clauses of scenario files (``(name, text)`` pairs) to ``grammar``; return the scenarios."""
    scenarios: dict[str, Scenario] = {}
    uses: list[tuple[Scenario, str, str]] = []
    for file, text in files:
        scenario: Scenario | None = None
        pending: list[Case] = []
        for place, line in _statements(file, text):
            word, _, rest = line.partition(" ")
            rest = rest.strip()
            if word == "scenario":
                if rest in scenarios:
                    raise UsageError(f"{place}: scenario '{rest}' exists already")
                scenario, pending = scenarios.setdefault(rest, Scenario(rest)), []
            elif scenario is None:
                raise UsageError(f"{place}: '{word}' before any 'scenario NAME' line")
            elif word in ("fact", "each"):
                scenario.facts.append((word, rest, place))
            elif word == "use":
                uses.append((scenario, rest, place))
            elif word == "ask":
                name, _, pattern = rest.partition(" ")
                grammar.add("clause", pattern, Tag("ask", scenario.name, name), place)
            elif word == "given":
                pending = [Case(roles, [], {}) for roles in _role_sets(rest)]
                scenario.cases += pending
            elif word == "where":
                for case in pending:
                    case.where.append(formula(rest, place))
            else:
                name, equals, body = (part.strip() for part in line.partition(" = "))
                if not equals or not name.isidentifier():
                    raise UsageError(f"{place}: expected fact, each, ask, given, where, use or 'name = formula'")
                if not pending:
                    raise UsageError(f"{place}: a formula needs a 'given' line above it")
                for case in pending:
                    case.formulas.setdefault(name, []).append(formula(body, place))
    for scenario, other, place in uses:
        if other not in scenarios:
            raise UsageError(f"{place}: no scenario '{other}'; there are: {', '.join(sorted(scenarios))}")
        scenario.facts += scenarios[other].facts
    for scenario in scenarios.values():
        for kind, pattern, place in scenario.facts:
            grammar.add("clause", pattern, Tag(kind, scenario.name), place)
    return scenarios


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


def _role_sets(text: str) -> list[frozenset[str]]:
    fixed = [name for name in text.split() if not name.endswith("?")]
    free = [name[:-1] for name in text.split() if name.endswith("?")]
    subsets = chain.from_iterable(combinations(free, size) for size in range(len(free) + 1))
    return [frozenset((*fixed, *subset)) for subset in subsets]
