"""Clauses in conjunctive normal form, each of them brought into it once.

An atom is a key ``(predicate, term, ...)``. A comparison is one or two bounds on a quantity:
``(">=", attribute, term, measure, size)`` and ``(">", ...)``, so that "at most 5" is "not above 5".
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import product

from suffice.records import Json
from suffice.symbolic.rules.language import Formula, clause_terms, size_of

BOUNDS = (">", ">=")
_MOST_DISJUNCTIONS = 512  # of one clause in conjunctive form

Key = tuple[str | Fraction, ...]
Template = tuple[bool, Key]  # positive or not; the key may hold variables


class TooMany(Exception):
    """The rules come to more than can be looked at."""


@dataclass(frozen=True, slots=True)
class Form:
    """A clause: its variables, whom it names, and its disjunctions, each with the part that the clause concludes."""

    variables: tuple[str, ...]
    names: tuple[str, ...]
    whole: tuple[tuple[list[Template], list[Template]], ...]


class Forms:
    """The forms of clauses. Theories about one Problem are built of the same clauses again and again."""

    def __init__(self) -> None:
        self._made: dict[int, tuple[Mapping[str, Json], Form]] = {}  # by identity, which holding the clause keeps its

    def of(self, clause: Mapping[str, Json]) -> Form:
        """Raises TooMany."""
        made = self._made.get(id(clause))
        if made is None:
            made = self._made[id(clause)] = clause, _form(clause)
        return made[1]


def _form(clause: Mapping[str, Json]) -> Form:
    variables: dict[str, None] = {}
    names: dict[str, None] = {}
    for term in clause_terms(clause):
        (variables if term[0] == "?" else names)[term] = None
    fails = normal_form(clause["if"], False) if "if" in clause else [[]]
    holds = normal_form(clause["then"], True)
    return Form(tuple(variables), tuple(names), tuple([(body + head, head) for body in fails for head in holds]))


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
