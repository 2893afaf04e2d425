"""The language of arithmetic: what may stand in a Problem's body, and whether an expression is well made.

Values: ``["num","3/2"] ["pct","20"] ["money","45","USD"] ["qty","5","km/h"] ["list",[...]]
["rows",[{name: value}]] ["unit","km"] ["equation","x",left,right]``; things and persons are labels only.
Expressions: values, ``["ref",name]``, and the operations of ``OPERATIONS`` with their operands.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from suffice.records import Json
from suffice.symbolic.arithmetic import units

_ANY = 400
OPERATIONS: dict[str, tuple[int, int]] = {  # name -> fewest and most operands
    "add": (2, _ANY), "sub": (2, 2), "mul": (2, _ANY), "div": (2, 2), "neg": (1, 1), "pow": (2, 2), "root": (2, 2),
    "abs": (1, 1), "mod": (2, 2), "floordiv": (2, 2), "sum": (1, _ANY), "mean": (1, _ANY), "median": (1, _ANY),
    "min": (1, _ANY), "max": (1, _ANY), "range": (1, _ANY), "count": (1, _ANY), "product": (1, _ANY),
    "gcd": (1, _ANY), "lcm": (1, _ANY), "mode": (1, _ANY), "total": (2, 2), "convert": (2, 2), "round": (1, 2),
    "ceil": (1, 1), "floor": (1, 1), "lt": (2, 2), "le": (2, 2), "gt": (2, 2), "ge": (2, 2), "eq": (2, 2),
    "ne": (2, 2), "which": (2, _ANY), "solve": (1, 3), "system": (3, 3), "factorial": (1, 1),
    "percent_change": (2, 2), "percent": (1, 1), "fraction": (1, 1), "number": (1, 1), "difference": (1, 1),
    "if": (3, 3), "and": (2, _ANY), "or": (2, _ANY), "not": (1, 1),
}  # fmt: skip
SPECIAL = frozenset(("total", "convert", "which", "solve", "system"))  # operations whose operands are of their own kind
LINEAR = frozenset(("add", "sub", "mul", "div", "neg"))  # what may be done with an unknown
FORM_TYPES: dict[str, type] = {  # key -> type; ``object``: looked at by itself
    "decimals": object, "sigfigs": object, "nearest": object, "mode": object, "unit": object, "as": object,
    "currency": object, "reply": object, "thousands": bool, "show_unit": bool, "scientific": bool, "trim": bool,
    "only": bool, "yesno": bool, "explain": bool, "json": str,
}  # fmt: skip
AS = frozenset(("number", "money", "percent", "fraction", "mixed", "latex", "latex_dfrac", "latex_slash", "clock",
                "hms", "hm", "feet_inches", "pounds_ounces", "years_months", "days_hours"))  # fmt: skip
MODES = frozenset(("half_up", "half_even", "half_down", "up", "down", "floor", "ceil"))
NODES, _DEPTH, TEXT = 20_000, 120, 1_000_000
UNKNOWNS, EQUATIONS = 5, 20
NUMBER = r"-?[0-9]+(?:\.[0-9]+|/0*[1-9][0-9]*)?"
EXACT = re.compile(NUMBER)
NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,59}")
LABELS = frozenset(("thing", "person", "label"))


def _head(expr: Json) -> str:
    """What an expression begins with; '' for what is none."""
    return expr[0] if isinstance(expr, list) and expr and isinstance(expr[0], str) else ""


class WellMade:
    """Walks expressions; counts nodes and characters."""

    def __init__(self, given: Mapping[str, Json]) -> None:
        self.given, self.nodes, self.characters = given, 0, 0
        self.open: set[str] = set()  # names on the way to what is looked at: none may come again
        self.followed: set[str] = set()  # names that lead to no circle

    def expression(self, expr: Json, names: frozenset[str], depth: int, outer: bool = True) -> None:
        self.nodes += 1
        if self.nodes > NODES or depth > _DEPTH:
            raise ValueError(f"more than {NODES:,} parts, or nested deeper than {_DEPTH}")
        if not isinstance(expr, list) or not expr or not isinstance(expr[0], str):
            raise ValueError(f"{str(expr)[:60]!r} is no expression such as ['add', a, b]")
        tag = expr[0]
        if tag in ("num", "pct", "money", "qty"):
            return self._value(expr)
        if tag == "ref":
            return self._reference(expr, names)
        if tag in LABELS:
            if outer or not 2 <= len(expr) <= 5 or not all(isinstance(p, str) and len(p) <= 200 for p in expr):
                raise ValueError(f"a {tag} is a label and cannot be computed with")
            return None
        if tag in ("list", "rows", "unit", "equation"):
            return self._container(expr, names, depth)
        fewest, most = OPERATIONS.get(tag, (0, -1))
        if not fewest <= len(expr) - 1 <= most:
            raise ValueError(f"'{tag[:40]}' with {len(expr) - 1} operands is no operation of arithmetic")
        if tag in SPECIAL:
            return _SPECIAL[tag](self, expr, names, depth)
        for part in expr[1:]:
            self.expression(part, names, depth + 1)
        return None

    def _value(self, expr: list[Any]) -> None:
        if len(expr) != (2 if expr[0] in ("num", "pct") else 3) or not all(isinstance(part, str) for part in expr):
            raise ValueError(f"{str(expr)[:60]} is no value such as ['num', '3/2'] or ['qty', '5', 'km']")
        self.characters += len(expr[1])
        if self.characters > TEXT:
            raise ValueError(f"more than {TEXT:,} digits")
        if not EXACT.fullmatch(expr[1]):
            raise ValueError(f"'{expr[1][:40]}' is no exact number such as 3, 2.5 or 3/7")
        if expr[0] == "money" and not (expr[2] == "" or (units.is_currency(expr[2]) and expr[2] != units.ANY_CENTS)):
            raise ValueError(f"'{expr[2][:40]}' is no ISO 4217 code such as USD")
        if expr[0] == "qty" and not units.parse(expr[2]):
            raise ValueError("a quantity needs a unit")

    def _reference(self, expr: list[Any], names: frozenset[str]) -> None:
        if len(expr) != 2 or not isinstance(expr[1], str):
            raise ValueError("a reference is ['ref', name]")
        if expr[1] in names:
            return
        if expr[1] not in self.given:
            raise ValueError(f"'{expr[1][:40]}' is not given")
        if expr[1] in self.open:
            raise ValueError(f"'{expr[1]}' is defined by itself")
        value = self.given[expr[1]]
        if _head(value) in LABELS:
            raise ValueError(f"'{expr[1]}' is a label and cannot be computed with")
        if expr[1] not in self.followed:
            self.open.add(expr[1])
            self.expression(value, frozenset(), 1)
            self.open.discard(expr[1])
            self.followed.add(expr[1])

    def _container(self, expr: list[Any], names: frozenset[str], depth: int) -> None:
        tag = expr[0]
        if tag == "unit" and len(expr) == 2 and isinstance(expr[1], str):
            units.parse(expr[1])
        elif tag == "list" and len(expr) == 2 and isinstance(expr[1], list):
            for member in expr[1]:
                self.expression(member, names, depth + 1)
        elif tag == "rows" and len(expr) == 2 and isinstance(expr[1], list):
            for row in expr[1]:
                if not isinstance(row, Mapping) or not all(isinstance(n, str) and NAME.fullmatch(n) for n in row):
                    raise ValueError("a row is an object of named values")
                for value in row.values():
                    self.expression(value, names, depth + 1, outer=False)
        elif tag == "equation" and len(expr) == 4:
            self._equation(expr[1:2], [expr[2:]], names, depth)
        else:
            raise ValueError(f"{str(expr)[:60]} is malformed")

    def _meant(self, expr: Json, tag: str) -> list[Any]:
        """A literal of kind ``tag``, or the given one that a reference or bare name points to."""
        reference = isinstance(expr, list) and len(expr) == 2 and expr[0] == "ref"
        name = expr if isinstance(expr, str) else expr[1] if reference else None
        found = self.given.get(name) if isinstance(name, str) else expr
        if not isinstance(found, list) or found[:1] != [tag]:
            raise ValueError(f"{str(expr)[:60]} should be or name a value of kind '{tag}'")
        return found

    def _total(self, expr: list[Any], names: frozenset[str], depth: int) -> None:
        rows = self._meant(expr[1], "rows")
        self._container(rows, names, depth)
        if not rows[1]:
            raise ValueError("there are no rows to add up")
        columns = [frozenset(name for name in row if _head(row[name]) not in LABELS) for row in rows[1]]
        self.expression(expr[2], names | frozenset.intersection(*columns), depth + 1)

    def _convert(self, expr: list[Any], names: frozenset[str], depth: int) -> None:
        self.expression(expr[1], names, depth + 1)
        units.parse(expr[2] if isinstance(expr[2], str) else self._meant(expr[2], "unit")[1])

    def _which(self, expr: list[Any], names: frozenset[str], depth: int) -> None:
        nested = len(expr) == 3 and isinstance(expr[2], list) and expr[2] and isinstance(expr[2][0], list)
        pairs: list[Any] = list(expr[2] if nested else expr[2:])
        if expr[1] not in ("min", "max") or len(pairs) < 2:
            raise ValueError("'which' needs min or max and at least two [label, expression] pairs")
        for pair in pairs:
            if not isinstance(pair, list) or len(pair) != 2:
                raise ValueError("'which' takes [label, expression] pairs")
            label = pair[0]
            if isinstance(label, list) and label[:1] == ["ref"] and len(label) == 2:
                label = self.given.get(str(label[1]))
            text = label[-1] if isinstance(label, list) and _head(label) in LABELS else label
            if not isinstance(text, str) or not 0 < len(text) <= 200:
                raise ValueError("a label is a short text")
            self.expression(pair[1], names, depth + 1)

    def _solve(self, expr: list[Any], names: frozenset[str], depth: int) -> None:
        if len(expr) == 2:
            expr = self._meant(expr[1] if isinstance(expr[1], list) else [], "equation")
        if len(expr) != 4:
            raise ValueError("'solve' needs an equation: an unknown and two sides")
        self._equation(expr[1:2], [expr[2:]], names, depth)

    def _system(self, expr: list[Any], names: frozenset[str], depth: int) -> None:
        _, unknowns, pairs, wanted = expr
        asked = wanted[1] if isinstance(wanted, list) and wanted[:1] == ["var"] and len(wanted) == 2 else wanted
        if not isinstance(unknowns, list) or not isinstance(pairs, list) or asked not in unknowns:
            raise ValueError("'system' needs unknowns, equations and one of the unknowns")
        self._equation(unknowns, pairs, names, depth)

    def _equation(self, unknowns: list[Any], pairs: list[Any], names: frozenset[str], depth: int) -> None:
        if (
            not 1 <= len(unknowns) <= UNKNOWNS
            or len(set(map(str, unknowns))) != len(unknowns)
            or not 1 <= len(pairs) <= EQUATIONS
        ):
            raise ValueError(f"equations have one to {UNKNOWNS} different unknowns")
        if not all(isinstance(name, str) and NAME.fullmatch(name) for name in unknowns):
            raise ValueError("an unknown has a name")
        for pair in pairs:
            if not isinstance(pair, list) or len(pair) != 2:
                raise ValueError("an equation has two sides")
            for side in pair:
                self._side(side, frozenset(unknowns), names, depth + 1)

    def _side(self, expr: Json, unknowns: frozenset[str], names: frozenset[str], depth: int) -> None:
        if isinstance(expr, list) and expr[:1] == ["var"]:
            if len(expr) != 2 or expr[1] not in list(unknowns):
                raise ValueError(f"{str(expr)[:40]} is no unknown of the equation")
            return
        if _head(expr) in LINEAR and depth < _DEPTH:
            fewest, most = OPERATIONS[expr[0]]
            if not fewest <= len(expr) - 1 <= most:
                raise ValueError(f"'{expr[0]}' with {len(expr) - 1} operands")
            self.nodes += 1
            for part in expr[1:]:
                self._side(part, unknowns, names, depth + 1)
            return
        self.expression(expr, names, depth)


_SPECIAL = {
    "total": WellMade._total, "convert": WellMade._convert, "which": WellMade._which, "solve": WellMade._solve,
    "system": WellMade._system,
}  # fmt: skip
