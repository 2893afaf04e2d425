"""The checker's own clauses of a Problem: read off the tables of its atoms (``recheck.py``)."""

from __future__ import annotations

from itertools import combinations
from typing import Any

from suffice.records import Json
from suffice.symbolic.ordering.recheck import Statement, Wrong, relation
from suffice.symbolic.sat.rup import Propagation


class Clauses:
    """The Problem's clauses in a propagation, and a literal for every formula."""

    def __init__(self, statement: Statement, one_reading: bool) -> None:
        self.statement, self.one_reading = statement, one_reading
        self.rows: list[list[int]] = []
        self.top = len(statement.cells) * len(statement.slots)
        self.known: dict[str, int] = {}
        self.chosen: dict[tuple[str, int], int] = {}
        self._kinds()
        for clue in statement.clues:
            self.require(clue)

    def propagation(self) -> Propagation:
        """All clauses so far, ready to draw conclusions."""
        found = Propagation(self.top)
        for row in self.rows:
            found.add(row)
        return found

    def _kinds(self) -> None:
        for name, attribute in self.statement.attributes.items():
            table = [self.statement.cells[name, value] for value in attribute["values"]]
            kind = attribute["kind"]
            if kind != "free":
                for row in table:
                    self._exactly_one(row)
            for column in zip(*table, strict=True):
                if kind in ("each", "free"):
                    self._exactly_one(column)
                elif kind == "some":
                    self.rows += [[-a, -b] for a, b in combinations(column, 2)]

    def _exactly_one(self, cells: Any) -> None:
        self.rows.append(list(cells))
        self.rows += [[-a, -b] for a, b in combinations(cells, 2)]

    # --- what a formula says ---------------------------------------------------------------------------
    def require(self, formula: Any, given: tuple[int, ...] = ()) -> None:
        """The formula holds where all the literals ``given`` do."""
        tag, *parts = formula
        start = [-literal for literal in given]
        if tag == "and":
            for part in parts:
                self.require(part, given)
        elif tag == "or":
            self.rows.append([*start, *(self.literal(part) for part in parts)])
        elif tag == "if":
            self.require(parts[1], (*given, self.literal(parts[0])))
        elif tag == "readings":
            self._readings(parts[0], parts[1:], given)
        elif tag == "not" and parts[0][0] == "not":
            self.require(parts[0][1], given)
        elif tag == "not" and parts[0][0] == "or":
            for part in parts[0][1:]:
                self.require(["not", part], given)
        elif tag == "not" and parts[0][0] == "if":
            self.require(parts[0][1], given)
            self.require(["not", parts[0][2]], given)
        elif tag in ("ahead", "apart", "same"):
            self._table(formula, True, start)
        elif tag == "not" and parts[0][0] in ("ahead", "apart", "same"):
            self._table(parts[0], False, start)
        else:
            self.rows.append([*start, self.literal(formula)])

    def _readings(self, phrase: str, parts: Any, given: tuple[int, ...]) -> None:
        start = [-literal for literal in given]
        if not self.one_reading:
            self.rows.append([*start, *(self.literal(part) for part in parts)])
            return
        if (phrase, 0) not in self.chosen:
            for number in range(len(parts)):
                self.chosen[phrase, number] = self._fresh()
            self.rows.append([self.chosen[phrase, number] for number in range(len(parts))])
        for number, part in enumerate(parts):
            self.require(part, (*given, self.chosen[phrase, number]))

    def _fresh(self) -> int:
        self.top += 1
        return self.top

    def literal(self, formula: Any) -> int:
        """A literal that is true exactly where the formula holds."""
        tag, *parts = formula
        if tag == "not":
            return -self.literal(parts[0])
        if tag == "readings" and not self.one_reading:
            return self.literal(["or", *parts[1:]])
        if tag == "reading":
            return self.chosen[parts[0], parts[1]]
        key = repr(formula)
        if key in self.known:
            return self.known[key]
        if tag == "at" and len(parts[1]) == 1:
            found = self.statement.cells[tuple(parts[0])][self.statement.place[parts[1][0]]]
        elif tag in ("ahead", "apart", "same"):
            found = self._fresh()
            self._table(formula, True, [-found])
            self._table(formula, False, [found])
        elif tag == "between":
            x, a, b = parts
            found = self.literal(
                ["or", *(["and", ["ahead", c, x, 1, None], ["ahead", x, d, 1, None]] for c, d in ((a, b), (b, a)))]
            )
        elif tag == "rank":
            found = self.literal(self._ranked(*parts))
        elif tag == "count":
            found = self._count(parts[0], parts[1], parts[2:])
        elif tag == "iff":
            one, two = map(self.literal, parts)
            found = self._fresh()
            self.rows += [[-found, -one, two], [-found, one, -two], [found, one, two], [found, -one, -two]]
        elif tag in ("and", "or", "if", "at"):
            if tag == "at":
                inner = [self.literal(["at", parts[0], [label]]) for label in parts[1]]
            elif tag == "if":
                inner = [-self.literal(parts[0]), self.literal(parts[1])]
            else:
                inner = [self.literal(part) for part in parts]
            sign = -1 if tag == "and" else 1
            found = self._either([sign * literal for literal in inner]) * sign
        else:
            raise Wrong(f"'{tag}' is no formula")
        self.known[key] = found
        return found

    def _either(self, literals: list[int]) -> int:
        found = self._fresh()
        self.rows.append([-found, *literals])
        self.rows += [[found, -literal] for literal in literals]
        return found

    def _table(self, atom: Any, wanted: bool, start: list[int]) -> None:
        """Unless one of ``start`` holds, the two items stand where the atom is as ``wanted``."""
        left, right = self.statement.cells[tuple(atom[1])], self.statement.cells[tuple(atom[2])]
        if self.statement.kind(atom[2]) == "free":
            self.rows += [[*start, -a, b if wanted else -b] for a, b in zip(left, right, strict=True)]
            return
        fits = relation(atom, len(left))
        places = range(len(left))
        if atom[1] == atom[2]:  # of one item: wherever it stands
            self.rows += [] if fits(0, 0) == wanted else [start]
            return
        if not any(fits(a, b) == wanted for a in places for b in places):
            self.rows.append(start)
            return
        for a, cell in enumerate(left):
            self.rows.append([*start, -cell, *(other for b, other in enumerate(right) if fits(a, b) == wanted)])
        for b, cell in enumerate(right):
            self.rows.append([*start, -cell, *(other for a, other in enumerate(left) if fits(a, b) == wanted)])

    def _ranked(self, item: Any, k: int, end: str) -> Json:
        """So many fellows on that side, all others on the other side."""
        fellows = self.statement.fellows(item)
        if self.statement.kind(item) == "each":
            return ["at", item, [self.statement.slots[k - 1 if end == "first" else -k]]]
        before = [["ahead", fellow, item, 1, None] for fellow in fellows]
        after = [["ahead", item, fellow, 1, None] for fellow in fellows]
        near, far = (before, after) if end == "first" else (after, before)
        if not fellows:
            return ["at", item, self.statement.slots]
        if k in (1, len(fellows) + 1):  # at an end: on that side of all others
            return ["and", *(far if k == 1 else near)]
        return ["and", ["count", k - 1, k - 1, *near], ["count", len(far) - k + 1, None, *far]]

    def _count(self, least: int, most: int | None, parts: Any) -> int:
        """Counted part by part: after each, a literal for "at least so many of those before"."""
        top = len(parts) if most is None else most
        counted: list[int | bool] = [True]  # [at least 0, at least 1, ...] of no parts
        for number in range(len(parts)):
            one = self.literal(parts[number])
            counted = [self._step(parts[: number + 1], counted, one, j) for j in range(len(counted) + 1)]
        enough = counted[least] if least < len(counted) else False
        more = counted[top + 1] if top + 1 < len(counted) else False
        bounds = [enough, (not more) if isinstance(more, bool) else -more]
        if False in [bound for bound in bounds if isinstance(bound, bool)]:
            return -self._sure()
        inner = [bound for bound in bounds if bound is not True]
        if not inner:
            return self._sure()
        return inner[0] if len(inner) == 1 else -self._either([-bound for bound in inner])

    def _sure(self) -> int:
        """A literal that always holds."""
        found = self._fresh()
        self.rows.append([found])
        return found

    def _step(self, parts: Any, before: list[int | bool], one: int, least: int) -> int | bool:
        if least == 0:
            return True
        same = before[least] if least < len(before) else False
        fewer = before[least - 1]
        if fewer is False:
            return False
        key = repr(["count", least, None, *parts])
        if len(parts) == 1:
            return one
        if key not in self.known:
            both = one if fewer is True else -self._either([-one, -fewer])
            self.known[key] = found = both if same is False else self._either([int(same), both])
            if fewer is not True:
                self.rows.append([-found, fewer])  # so many of these: one fewer of those before the last
        return self.known[key]
