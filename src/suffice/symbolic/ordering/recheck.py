"""The checker's own understanding of a Problem: what a formula says of places, and the clauses that follow.

Written apart from the solver's. An atom is a table over places: ``relation(a, b)`` says which pairs of slots it
allows, and its clauses are read off that table.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import combinations
from typing import Any

from suffice.records import Json
from suffice.symbolic.sat.rup import Propagation

Relation = Callable[[int, int], bool]


class Wrong(Exception):
    """The certificate or the Problem is not as it must be."""


def relation(atom: Any, slots: int) -> Relation:
    """Which pairs of slots of its two items an atom allows."""
    tag = atom[0]
    if tag == "same":
        return lambda a, b: a == b
    least, most = atom[3], slots if atom[4] is None else atom[4]
    if tag == "ahead":
        return lambda a, b: a + least <= b <= a + most
    if tag == "apart":
        return lambda a, b: least <= max(a, b) - min(a, b) <= most
    raise Wrong(f"'{tag}' is no relation of two items")


class Statement:
    """A Problem's slots and attributes; whether formulas hold in a world; and all of it as clauses."""

    def __init__(self, body: Mapping[str, Any]) -> None:
        self.slots: list[str] = list(body["slots"])
        self.place = {label: number for number, label in enumerate(self.slots)}
        self.attributes: Mapping[str, Any] = body["attributes"]
        self.clues: list[Json] = [clue["holds"] for clue in body["clues"]]
        self.cells: dict[tuple[str, str], list[int]] = {}
        for name, attribute in self.attributes.items():
            for value in attribute["values"]:
                first = len(self.cells) * len(self.slots) + 1
                self.cells[name, value] = [first + number for number in range(len(self.slots))]

    def kind(self, item: Any) -> str:
        return self.attributes[item[0]]["kind"]

    def fellows(self, item: Any) -> list[Json]:
        """The other values of the item's attribute."""
        return [[item[0], value] for value in self.attributes[item[0]]["values"] if value != item[1]]

    # --- worlds --------------------------------------------------------------------------------------
    def admits(self, world: Mapping[str, Mapping[str, Any]]) -> None:
        """Raises Wrong unless the world gives every value its place as its kind demands."""
        if set(world) != set(self.attributes):
            raise Wrong("a world names other attributes")
        every = list(range(len(self.slots)))
        for name, attribute in self.attributes.items():
            table, kind = world[name], attribute["kind"]
            if set(table) != set(attribute["values"]):
                raise Wrong(f"a world gives other values of '{name}'")
            if kind == "free":
                if sorted(place for places in table.values() for place in places) != every:
                    raise Wrong(f"in a world a slot has no single value of '{name}'")
                continue
            places = list(table.values())
            if not all(type(place) is int and place in every for place in places):
                raise Wrong(f"a world puts a value of '{name}' nowhere")
            if kind != "shared" and len(set(places)) != len(places):
                raise Wrong(f"a world puts two values of '{name}' into one slot")
            if kind == "each" and len(places) != len(every):
                raise Wrong(f"a world leaves a slot without a value of '{name}'")

    def true(self, formula: Any, world: Mapping[str, Mapping[str, Any]]) -> bool:
        """Whether a formula holds in a world."""
        tag, *parts = formula
        if tag == "not":
            return not self.true(parts[0], world)
        if tag == "and":
            return not any(not self.true(part, world) for part in parts)
        if tag == "or":
            return any(self.true(part, world) for part in parts)
        if tag == "readings":
            return any(self.true(part, world) for part in parts[1:])
        if tag == "if":
            return self.true(parts[1], world) if self.true(parts[0], world) else True
        if tag == "iff":
            return self.true(parts[0], world) is self.true(parts[1], world)
        if tag == "count":
            found = len([part for part in parts[2:] if self.true(part, world)])
            return found >= parts[0] and (parts[1] is None or found <= parts[1])
        return self._atom(formula, world)

    def _atom(self, atom: Any, world: Mapping[str, Mapping[str, Any]]) -> bool:
        tag = atom[0]
        spot = world[atom[1][0]][atom[1][1]]
        if tag == "at":
            return any(self.place[label] == spot for label in atom[2])
        if tag == "between":
            low, high = sorted((world[atom[2][0]][atom[2][1]], world[atom[3][0]][atom[3][1]]))
            return low < spot < high
        if tag == "rank":
            ahead = level = 0
            for name, value in self.fellows(atom[1]):
                other = world[name][value]
                level += other == spot
                ahead += other < spot if atom[3] == "first" else other > spot
            return not level and ahead + 1 == atom[2]
        there = world[atom[2][0]][atom[2][1]]
        if isinstance(there, list):
            return spot in there
        return relation(atom, len(self.slots))(spot, there)


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
            return -self._either(self._all())
        inner = [bound for bound in bounds if bound is not True]
        if not inner:
            return self._either(self._all())
        return inner[0] if len(inner) == 1 else -self._either([-bound for bound in inner])

    def _all(self) -> list[int]:
        """Literals of which one always holds: the first value has some slot, or has not."""
        cell = next(iter(self.statement.cells.values()))[0]
        return [cell, -cell]

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
            self.known[key] = both if same is False else self._either([int(same), both])
        return self.known[key]
