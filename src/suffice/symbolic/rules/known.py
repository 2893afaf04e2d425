"""What is known at one point of a proof, and the truth of formulas under it. For the checker alone.

Quantities are intervals: what is known of one is the highest lower bound and the lowest upper bound.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from fractions import Fraction
from functools import cached_property, lru_cache
from typing import Any

from suffice.records import Json

_OPERATIONS = frozenset(("not", "and", "or", "cmp"))
OPPOSITE = {"lt": "ge", "ge": "lt", "gt": "le", "le": "gt", "eq": "ne", "ne": "eq"}

End = tuple[Fraction, bool]  # and whether the end itself is outside


class Misfit(Exception):
    """What is wrong with a certificate."""


class Known:
    def __init__(self) -> None:
        self.atoms: dict[tuple[str, ...], bool] = {}
        self.low: dict[tuple[str, str, str], End] = {}
        self.high: dict[tuple[str, str, str], End] = {}
        self.supposed: list[Json] = []
        self.impossible = False
        self.complete = False  # in a world, what is not true is false

    def copy(self) -> Known:
        other = Known()
        other.atoms, other.low, other.high = dict(self.atoms), dict(self.low), dict(self.high)
        other.supposed, other.impossible, other.complete = list(self.supposed), self.impossible, self.complete
        return other

    @classmethod
    def world(cls, stated: Mapping[str, Any]) -> Known:
        """A world: its true atoms, and one size for each quantity."""
        found = cls()
        found.complete = True
        for atom in stated["true"]:
            found.atoms[tuple(atom)] = True
        for attribute, name, value in stated["sizes"]:
            measure, size = measured(value)
            where = (attribute, name, measure)
            if where in found.low:
                raise Misfit("a world gives one quantity two sizes")
            found.low[where] = found.high[where] = (size, False)
        return found

    @cached_property
    def true(self) -> dict[str, list[tuple[str, ...]]]:
        """The true atoms of a world, by predicate."""
        found: dict[str, list[tuple[str, ...]]] = {}
        for atom, so in self.atoms.items():
            if so:
                found.setdefault(atom[0], []).append(atom)
        return found

    def suppose(self, formula: Json) -> None:
        self.supposed.append(formula)
        if formula[0] not in ("and", "or") and not (formula[0] == "not" and formula[1][0] in ("and", "or", "not")):
            self.learn(formula)

    def learn(self, literal: Json) -> None:
        """Take an atom, a comparison or the opposite of one as so."""
        positive = True
        while literal[0] == "not":
            positive, literal = not positive, literal[1]
        if literal[0] in ("and", "or"):
            raise Misfit("a step says more than one thing")
        if literal[0] != "cmp":
            atom = tuple(literal)
            if self.atoms.setdefault(atom, positive) is not positive:
                self.impossible = True
            return
        self._bound(literal, positive)

    @contextmanager
    def doubting(self, literal: Json) -> Iterator[None]:
        """Within the block the opposite of a literal is taken as so; behind it all is as before."""
        said = literal
        while said[0] == "not":
            said = said[1]
        if said[0] in ("and", "or"):
            raise Misfit("a step says more than one thing")
        compared = said[0] == "cmp"
        where = (*said[2], measured(said[3])[0]) if compared else tuple(said)
        tables: tuple[dict[Any, Any], ...] = (self.low, self.high) if compared else (self.atoms,)
        impossible = self.impossible
        before: list[Any] = [table.get(where) for table in tables]
        try:
            self.learn(["not", literal])
            yield
        finally:
            self.impossible = impossible
            for table, known in zip(tables, before, strict=True):
                table.pop(where, None)
                if known is not None:
                    table[where] = known

    def _bound(self, comparison: Json, positive: bool) -> None:
        _, operator, (attribute, name), value = comparison
        measure, size = measured(value)
        where = (attribute, name, measure)
        if not positive:
            operator = OPPOSITE[operator]
        if operator == "ne":
            low, high = self.low.get(where), self.high.get(where)
            if low == high == (size, False):
                self.impossible = True
            return
        if operator in ("ge", "gt", "eq"):
            self.low[where] = max(self.low.get(where, (size, False)), (size, operator == "gt"))
        if operator in ("le", "lt", "eq"):
            end = (size, operator == "lt")
            self.high[where] = min(self.high.get(where, end), end, key=lambda e: (e[0], not e[1]))
        low, high = self.low.get(where), self.high.get(where)
        if low and high and (low[0] > high[0] or (low[0] == high[0] and (low[1] or high[1]))):
            self.impossible = True


def measured(value: Json) -> tuple[str, Fraction]:
    """A tagged value as its measure and its size."""
    return _measured(*value)


@lru_cache(4096)
def _measured(kind: str, size: str, unit: str = "") -> tuple[str, Fraction]:
    if kind == "date":
        return "date", Fraction(date.fromisoformat(size).toordinal())
    if kind in ("money", "qty"):
        return f"{kind} {unit}", Fraction(size)
    if kind in ("num", "pct"):
        return kind, Fraction(size)
    raise Misfit(f"'{kind}' is no kind of value")


def evaluate(formula: Json, known: Known, binding: Mapping[str, str] | None = None) -> bool | None:
    """Strong Kleene truth of a formula, of the names in ``binding`` for its variables: None where what is known does
    not decide."""
    head = formula[0]
    if head not in _OPERATIONS:
        if binding:
            truth = known.atoms.get((head, *[binding.get(term, term) for term in formula[1:]]))
        else:
            truth = known.atoms.get(tuple(formula))
        return False if truth is None and known.complete else truth
    if head == "not":
        inner = evaluate(formula[1], known, binding)
        return None if inner is None else not inner
    if head == "cmp":
        return _compared(replaced(formula, binding) if binding else formula, known)
    open_ = False
    for part in formula[1:]:
        truth = evaluate(part, known, binding)
        if truth is (head == "or"):
            return truth
        open_ = open_ or truth is None
    return None if open_ else head == "and"


def _compared(formula: Json, known: Known) -> bool | None:
    _, operator, (attribute, name), value = formula
    measure, size = measured(value)
    where = (attribute, name, measure)
    low, high = known.low.get(where), known.high.get(where)
    if operator in ("eq", "ne"):
        if low == high == (size, False):
            return operator == "eq"
        outside = _beyond(low, size) or _below(high, size)
        return operator == "ne" if outside else None
    if operator in ("ge", "lt"):
        truth = True if low and low[0] >= size else False if _below(high, size) else None
    else:
        truth = True if _beyond(low, size) else False if high and high[0] <= size else None
    return truth if truth is None or operator in ("ge", "gt") else not truth


def _beyond(low: End | None, size: Fraction) -> bool:
    return low is not None and (low[0] > size or (low[0] == size and low[1]))


def _below(high: End | None, size: Fraction) -> bool:
    return high is not None and (high[0] < size or (high[0] == size and high[1]))


def replaced(formula: Json, binding: Mapping[str, str]) -> Json:
    """The formula about names."""
    head = formula[0]
    if head in ("not", "and", "or"):
        return [head, *(replaced(part, binding) for part in formula[1:])]
    if head == "cmp":
        attribute, term = formula[2]
        return ["cmp", formula[1], [attribute, binding.get(term, term)], formula[3]]
    return [head, *(binding.get(term, term) for term in formula[1:])]


def variables_of(formula: Json) -> set[str]:
    head = formula[0]
    if head not in _OPERATIONS:
        return {term for term in formula[1:] if isinstance(term, str) and term[:1] == "?"}
    if head == "cmp":
        return {term for term in formula[2][1:] if isinstance(term, str) and term[:1] == "?"}
    return set().union(*map(variables_of, formula[1:]))
