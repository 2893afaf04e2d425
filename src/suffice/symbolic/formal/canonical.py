"""What two Problems have in common that mean the same: names of roles, order and notation of numbers set aside.

``canonical`` puts every value in place of its name, so that what remains are values and operations alone. It is meant
for comparing: equal forms mean the same, different forms may still do so.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from suffice.records import Json

Form = Any  # nested tuples, to be compared only

_NUMBERS = frozenset(("num", "pct", "money", "qty"))
_PLAIN = frozenset("unit date time datetime moment zone weekday month md year days region every bool".split())
_LABELS = frozenset(("thing", "person", "label"))
_ANY_ORDER = frozenset(
    "add mul sum mean median min max range count gcd lcm mode product and or eq ne overlap overlaps gap common"
    " earliest latest".split()
)
_FLAT = frozenset(("add", "mul", "and", "or"))  # a + (b + c) is a + b + c
_CONSTANTS: Mapping[str, Form] = {  # operations without arguments that stand for a value
    "utc": ("zone", "+00:00"), "weekdays": ("days", (0, 1, 2, 3, 4)), "noon": ("time", "12:00:00"),
}  # fmt: skip
_MOST = 20_000  # parts once every name stands for its value


def canonical(body: Mapping[str, Json]) -> Form:
    """The form of a valid Problem. Raises ValueError if it grows beyond all reason, or a name stands for itself."""
    inlined = _Inlined(body["given"])
    conditions = [inlined.form(condition) for condition in body.get("where", ())]
    return (
        inlined.form(body["find"]),
        tuple(sorted(conditions, key=repr)),
        tuple(sorted((key, _notation(value)) for key, value in body.get("form", {}).items())),
    )


def leaf(expr: Json) -> Form | None:
    """The form of a value that stands for itself; None for operations, names and lists."""
    if not isinstance(expr, list) or not expr or not isinstance(expr[0], str):
        return None
    if len(expr) == 1:
        return _CONSTANTS.get(expr[0])
    tag, value = expr[0], expr[1]
    if tag in _NUMBERS:
        return (tag, Fraction(value), *expr[2:]) if _is_number(value) else None
    if tag == "dur" and isinstance(value, dict):
        return (tag, *sorted((key, Fraction(amount)) for key, amount in value.items() if Fraction(amount)))
    if tag in _PLAIN or (tag == "ym" and not isinstance(value, list)):
        return (tag, *map(_frozen, expr[1:]))
    return None


def reached(body: Mapping[str, Json]) -> frozenset[str]:
    """The names of what is given that ``find`` and ``where`` lead to."""
    found: set[str] = set()
    todo: list[Json] = [body["find"], *body.get("where", ())]
    while todo:
        part = todo.pop()
        if isinstance(part, dict):
            todo += part.values()
        elif isinstance(part, list):
            todo += part
            names = part[1:2] if part[:1] == ["ref"] else part[1:2] if part[:1] == ["total"] else []
            for name in names:
                if isinstance(name, str) and name in body["given"] and name not in found:
                    found.add(name)
                    todo.append(body["given"][name])
    return frozenset(found)


class _Inlined:
    def __init__(self, given: Mapping[str, Json]) -> None:
        self.given, self.parts = given, 0

    def form(self, expr: Json, columns: Mapping[str, str] | None = None, depth: int = 0) -> Form:
        columns = columns or {}
        self.parts += 1
        if self.parts > _MOST or depth > 200:
            raise ValueError(f"more than {_MOST:,} parts once every name stands for its value")
        value = leaf(expr)
        if value is not None:
            return value
        if isinstance(expr, dict):
            return tuple(sorted((key, self.form(part, columns, depth + 1)) for key, part in expr.items()))
        if not isinstance(expr, list) or not expr or not isinstance(expr[0], str):
            return tuple(self.form(part, columns, depth + 1) for part in expr) if isinstance(expr, list) else expr
        head = expr[0]
        if head == "ref":
            return columns.get(expr[1]) or self.form(self.given[expr[1]], columns, depth + 1)
        if head in _LABELS:
            return ("label", str(expr[-1]).lower())
        if head == "total" and len(expr) == 3:
            return self._total(expr, depth)
        if head == "list":
            return (head, tuple(self.form(part, columns, depth + 1) for part in expr[1]))
        if head == "convert" and isinstance(expr[2], str):
            expr = [*expr[:2], ["unit", expr[2]]]
        if head == "solve" and len(expr) == 2:
            meant = self.given[expr[1][1]] if expr[1][0] == "ref" else expr[1]
            expr = [head, *meant[1:]]
        if head == "which" and len(expr) == 3:
            expr = [*expr[:2], *expr[2]]
        parts = [self.form(part, columns, depth + 1) for part in expr]
        if head in _ANY_ORDER and head in _FLAT:
            parts = [head, *(p for part in parts[1:] for p in (part[1:] if _is(part, head) else (part,)))]
        if head in _ANY_ORDER and len(parts) == 2 and _is(parts[1], "list"):
            parts = [head, *parts[1][1]]  # of one list: its members
        if head in _ANY_ORDER:
            parts[1:] = sorted(parts[1:], key=repr)
        return tuple(parts)

    def _total(self, expr: list[Any], depth: int) -> Form:
        """A sum over rows: columns go by their order of use, rows by no order at all."""
        _, rows, each = expr
        name = rows if isinstance(rows, str) else rows[1]
        table = rows[1] if not isinstance(rows, str) and rows[0] == "rows" else self.given[name][1]
        used: dict[str, str] = {}
        todo: list[Json] = [each]
        while todo:
            part = todo.pop()
            if isinstance(part, list):
                if part[:1] == ["ref"] and any(part[1] in row for row in table):
                    used.setdefault(part[1], f"column {len(used)}")
                todo += reversed(part)
        cells = [tuple(self.form(row.get(column), None, depth + 1) for column in used) for row in table]
        return ("total", tuple(sorted(cells, key=repr)), self.form(each, used, depth + 1))


def _is_number(text: Json) -> bool:
    """False for a mere word of a list."""
    try:
        return isinstance(text, str) and Fraction(text) is not None
    except (ValueError, ZeroDivisionError):
        return False


def _is(form: Any, head: str) -> bool:
    return isinstance(form, tuple) and form[:1] == (head,)


def _frozen(value: Json) -> Form:
    if isinstance(value, list):
        return tuple(map(_frozen, value))
    if isinstance(value, dict):
        return tuple(sorted((key, _frozen(item)) for key, item in value.items()))
    return value


def _notation(value: Json) -> Form:
    """What a key of ``form`` says, bare or tagged: 2, "2" and ["num", "2"] are one."""
    if isinstance(value, list) and len(value) == 2 and value[0] in ("num", "unit"):
        value = value[1]
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else str(_frozen(value))
