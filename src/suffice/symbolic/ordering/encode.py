"""A Problem as clauses, for the solver. The checker has its own way (``recheck.py``).

Cell variables are numbered attribute by attribute, value by value, slot by slot, from 1. Every formula that is no
clause by itself gets a variable of its own, noted in ``named``: the certificate tells the checker what it stands for.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import lru_cache
from itertools import combinations
from typing import Any

from suffice.records import Json
from suffice.symbolic.sat.glucose import TooHard

Clause = list[int]
LARGEST = 60_000  # clauses of one Problem: some tens of megabytes here and in the solver


@lru_cache(maxsize=64)
def _grid(start: int, values: int, slots: int, kind: str) -> tuple[Clause, ...]:
    """What the kind of an attribute says about its cells, whose first variable is ``start``."""
    rows = [[start + value * slots + slot for slot in range(slots)] for value in range(values)]
    columns = [list(column) for column in zip(*rows, strict=True)]
    found: list[Clause] = []
    if kind != "free":
        found += rows
        found += [[-a, -b] for row in rows for a, b in combinations(row, 2)]
    if kind in ("each", "free"):
        found += columns
    if kind != "shared":
        found += [[-a, -b] for column in columns for a, b in combinations(column, 2)]
    return tuple(found)


class Encoding:
    """Clauses and literals of one Problem."""

    def __init__(self, body: Mapping[str, Any], one_reading: bool = False) -> None:
        self.slots: list[str] = body["slots"]
        self.count = len(self.slots)
        self.attributes: Mapping[str, Any] = body["attributes"]
        self.one_reading = one_reading
        self.clauses: list[Clause] = []
        self.start: dict[str, dict[str, int]] = {}
        self.variables = 0
        for name, attribute in self.attributes.items():
            values, kind = attribute["values"], attribute["kind"]
            first = self.variables + 1
            self.start[name] = {value: first + number * self.count for number, value in enumerate(values)}
            self.clauses += _grid(first, len(values), self.count, kind)
            self.variables += len(values) * self.count
        self.cells = self.variables
        self.named: dict[int, Json] = {}  # variable -> formula that it stands for
        self._literals: dict[str, int] = {}
        self._chosen: dict[str, list[int]] = {}

    # --- literals --------------------------------------------------------------------------------
    def row(self, item: Sequence[str]) -> range:
        """The cells of an item, slot by slot."""
        first = self.start[item[0]][item[1]]
        return range(first, first + self.count)

    def _new(self, formula: Json) -> int:
        self.variables += 1
        self.named[self.variables] = formula
        return self.variables

    def literal(self, formula: Json) -> int:
        """A literal that is true exactly when the formula is. Raises TooHard where that takes too many clauses."""
        if len(self.clauses) > LARGEST:
            raise TooHard
        if formula[0] == "not":
            return -self.literal(formula[1])
        if formula[0] == "readings" and not self.one_reading:
            formula = ["or", *formula[2:]]
        if formula[0] == "at" and len(formula[2]) == 1:
            return self.row(formula[1])[self.slots.index(formula[2][0])]
        if formula[0] == "count" and formula[2] is None and 0 < formula[1] <= len(formula) - 3:
            return int(self._at_least(formula[3:], formula[1]))
        key = json.dumps(formula)
        known = self._literals.get(key)
        if known is None:
            known = self._literals[key] = self._new(formula)
            self.demand(formula, [-known])
            self.demand(["not", formula], [known])
        return known

    # --- clauses -----------------------------------------------------------------------------------
    def demand(self, formula: Json, unless: Clause) -> None:
        """The formula holds, unless one of the literals does. Raises TooHard where that takes too many clauses."""
        if len(self.clauses) > LARGEST:
            raise TooHard
        positive = True
        while formula[0] == "not":
            formula, positive = formula[1], not positive
        getattr(self, f"_{formula[0]}")(formula, positive, unless)

    def _emit(self, unless: Clause, literals: Sequence[int]) -> None:
        self.clauses.append([*unless, *literals])

    def _at(self, formula: Json, positive: bool, unless: Clause) -> None:
        row = self.row(formula[1])
        inside = [row[self.slots.index(label)] for label in formula[2]]
        if positive:
            self._emit(unless, inside)
        else:
            for cell in inside:
                self._emit(unless, [-cell])

    def _pairs(self, a: Json, b: Json, allowed: list[list[int]], unless: Clause) -> None:
        """Slot ``i`` of ``a`` goes with the slots ``allowed[i]`` of ``b`` and no other."""
        left, right = self.row(a), self.row(b)
        back: list[list[int]] = [[] for _ in right]
        for i, partners in enumerate(allowed):
            self._emit(unless, [-left[i], *(right[j] for j in partners)])
            for j in partners:
                back[j].append(i)
        for j, partners in enumerate(back):
            self._emit(unless, [-right[j], *(left[i] for i in partners)])

    def _ahead(self, formula: Json, positive: bool, unless: Clause) -> None:
        _, a, b, least, most = formula
        most = self.count if most is None else most
        span = range(self.count)
        self._pairs(a, b, [[j for j in span if (least <= j - i <= most) is positive] for i in span], unless)

    def _apart(self, formula: Json, positive: bool, unless: Clause) -> None:
        _, a, b, least, most = formula
        most = self.count if most is None else most
        span = range(self.count)
        self._pairs(a, b, [[j for j in span if (least <= abs(j - i) <= most) is positive] for i in span], unless)

    def _same(self, formula: Json, positive: bool, unless: Clause) -> None:
        _, a, b = formula
        if self.attributes[b[0]]["kind"] != "free":
            span = range(self.count)
            self._pairs(a, b, [[j for j in span if (j == i) is positive] for i in span], unless)
            return
        for left, right in zip(self.row(a), self.row(b), strict=True):
            self._emit(unless, [-left, right if positive else -right])

    def _between(self, formula: Json, positive: bool, unless: Clause) -> None:
        _, x, a, b = formula
        ways = [["and", ["ahead", one, x, 1, None], ["ahead", x, two, 1, None]] for one, two in ((a, b), (b, a))]
        self._or(["or", *ways], positive, unless)

    def _rank(self, formula: Json, positive: bool, unless: Clause) -> None:
        _, a, k, end = formula
        values = self.attributes[a[0]]["values"]
        if self.attributes[a[0]]["kind"] == "each":
            label = self.slots[k - 1 if end == "first" else len(values) - k]
            self._at(["at", a, [label]], positive, unless)
            return
        others = [[a[0], value] for value in values if value != a[1]]
        nearer = [["ahead", o, a, 1, None] if end == "first" else ["ahead", a, o, 1, None] for o in others]
        farther = [["ahead", a, o, 1, None] if end == "first" else ["ahead", o, a, 1, None] for o in others]
        parts: list[Json] = [["count", k - 1, k - 1, *nearer], ["count", len(others) - k + 1, None, *farther]]
        if not others:
            parts = [["at", a, self.slots]]
        elif k == 1:
            parts = farther
        elif k == len(values):
            parts = nearer
        self._and(["and", *parts], positive, unless)

    def _and(self, formula: Json, positive: bool, unless: Clause) -> None:
        if positive:
            for part in formula[1:]:
                self.demand(part, unless)
        else:
            self._some([["not", part] for part in formula[1:]], unless)

    def _or(self, formula: Json, positive: bool, unless: Clause) -> None:
        if positive:
            self._some(formula[1:], unless)
        else:
            for part in formula[1:]:
                self.demand(["not", part], unless)

    def _some(self, parts: Sequence[Json], unless: Clause) -> None:
        """At least one of the parts holds."""
        if len(parts) == 1:
            self.demand(parts[0], unless)
        else:
            self._emit(unless, [self.literal(part) for part in parts])

    def _if(self, formula: Json, positive: bool, unless: Clause) -> None:
        _, f, g = formula
        if positive:
            self.demand(g, [*unless, -self.literal(f)])
        else:
            self.demand(f, unless)
            self.demand(["not", g], unless)

    def _iff(self, formula: Json, positive: bool, unless: Clause) -> None:
        f, g = self.literal(formula[1]), self.literal(formula[2])
        sign = 1 if positive else -1
        self._emit(unless, [-f, sign * g])
        self._emit(unless, [f, -sign * g])

    def _count(self, formula: Json, positive: bool, unless: Clause) -> None:
        _, least, most, *parts = formula
        most = len(parts) if most is None else most
        enough, more = self._at_least(parts, least), self._at_least(parts, most + 1)
        if positive:
            if enough is not True:
                self._emit(unless, [enough] if enough else [])
            if more is not False:
                self._emit(unless, [-more] if more is not True else [])
        elif enough is not False and more is not True:
            self._emit(unless, [*([-enough] if enough is not True else []), *([more] if more else [])])

    def _at_least(self, parts: Sequence[Json], least: int) -> int | bool:
        """A literal for "at least so many of these hold", or whether that is so whatever holds."""
        if least <= 0 or least > len(parts):
            return least <= 0
        if len(parts) == 1:
            return self.literal(parts[0])
        formula = ["count", least, None, *parts]
        key = json.dumps(formula)
        known = self._literals.get(key)
        if known is None:
            *rest, last = parts
            fewer, same, one = self._at_least(rest, least - 1), self._at_least(rest, least), self.literal(last)
            known = self._literals[key] = self._new(formula)
            without = [] if same is False else [same]
            self.clauses.append([-known, one, *without])
            self.clauses += [[known, -literal] for literal in without]
            if fewer is not True:
                self.clauses.append([-known, fewer])
            self.clauses.append([known, -one, *([] if fewer is True else [-fewer])])
        return known

    def _readings(self, formula: Json, positive: bool, unless: Clause) -> None:
        _, phrase, *parts = formula
        assert positive, "a phrase with several readings stands in no negation"
        if not self.one_reading:
            self._some(parts, unless)
            return
        if phrase not in self._chosen:
            self._chosen[phrase] = [self._new(["reading", phrase, number]) for number in range(len(parts))]
            self.clauses.append([*self._chosen[phrase]])
        for chosen, part in zip(self._chosen[phrase], parts, strict=True):
            self.demand(part, [*unless, -chosen])
