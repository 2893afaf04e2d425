"""The formal language of rules.

A term is a name (``tom``, ``the cat``) or a variable (``?x``). A formula is one of

* an atom ``[predicate, term, ...]`` with one to three terms: ``["kind", "anne"]``, ``["chases", "bear", "?x"]``
* a comparison ``["cmp", op, [attribute, term], value]``; ``op`` is lt, le, gt, ge, eq or ne; the value is tagged JSON:
  ``["num", "18"]``, ``["pct", "5"]``, ``["money", "50", "USD"]``, ``["qty", "30", "day"]``, ``["date", "2026-03-05"]``
* ``["not", formula]``, ``["and", formula, ...]``, ``["or", formula, ...]``

A clause ``{"if": formula, "then": formula, "text": "as written"}`` holds for everybody that its variables may name; a
fact is a clause without ``if``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from functools import lru_cache

from suffice.records import Json

CONNECTIVES = ("not", "and", "or")
OPERATORS = ("lt", "le", "gt", "ge", "eq", "ne")
CLAUSES, NODES, DEEPEST = 600, 8000, 12
LONGEST = 120  # characters of a name
KINDS = {"num": 2, "pct": 2, "money": 3, "qty": 3, "date": 2}  # of values -> how many parts they have
NUMBER = r"-?(?:[0-9]{1,40}(?:\.[0-9]{1,40})?|[0-9]{1,40}/0*[1-9][0-9]{0,39})"  # no exponents: they outgrow all memory
OPERATIONS: dict[str, tuple[int, int]] = {"not": (1, 1), "and": (2, NODES), "or": (2, NODES), "cmp": (3, 3)}

Formula = Json
_NUMBER = re.compile(NUMBER)


def is_variable(term: str) -> bool:
    return term.startswith("?")


def parts(formula: Formula) -> list[Formula]:
    """The atoms and comparisons of a formula, in order."""
    if formula[0] not in CONNECTIVES:
        return [formula]
    return [atom for part in formula[1:] for atom in parts(part)]


def terms(formula: Formula) -> list[str]:
    """The terms of a formula, in order, with repetitions."""
    head = formula[0]
    if head not in OPERATIONS:
        return list(formula[1:])
    if head == "cmp":
        return list(formula[2][1:])
    return [term for part in formula[1:] for term in terms(part)]


def clause_terms(clause: Mapping[str, Json]) -> list[str]:
    return terms(clause["if"]) + terms(clause["then"]) if "if" in clause else terms(clause["then"])


def size_of(value: Json) -> tuple[str, Fraction]:
    """A tagged value as (what it is measured in, how much): only values of one measure compare."""
    return _size(*value)


@lru_cache(4096)
def _size(kind: str, size: str, unit: str = "") -> tuple[str, Fraction]:
    if kind == "date":
        return "date", Fraction(date.fromisoformat(size).toordinal())
    return f"{kind} {unit}" if unit else kind, Fraction(size)


def validate_formula(formula: Formula, depth: int = 0) -> int:
    """The number of nodes. Raises ValueError saying what is wrong."""
    if depth > DEEPEST:
        raise ValueError(f"a formula is nested more than {DEEPEST} deep")
    if not isinstance(formula, list | tuple) or not formula or not isinstance(formula[0], str):
        raise ValueError("a formula is a list that begins with a word")
    head, rest = formula[0], formula[1:]
    if head in OPERATIONS:
        return _validate_operation(head, rest, depth)
    if not 1 <= len(rest) <= 3:
        validate_name(head, "predicate")
        raise ValueError(f"'{head}' has {len(rest)} terms; an atom has one to three")
    for term in rest:
        if not isinstance(term, str) or not 0 < len(term) <= LONGEST or term in OPERATIONS:
            raise ValueError("a term is a short string")
    if head[:1] in ("", "?") or len(head) > LONGEST:
        validate_name(head, "predicate")
    return 1 + len(rest)


def _validate_operation(head: str, rest: Json, depth: int) -> int:
    if head == "not":
        if len(rest) != 1:
            raise ValueError("'not' takes one formula")
        return 1 + validate_formula(rest[0], depth + 1)
    if head in CONNECTIVES:
        if len(rest) < 2:
            raise ValueError(f"'{head}' takes two formulas or more")
        return 1 + sum(validate_formula(part, depth + 1) for part in rest)
    _validate_comparison(rest)
    return 3


def _validate_comparison(rest: Json) -> None:
    if len(rest) != 3 or rest[0] not in OPERATORS:
        raise ValueError(f"a comparison is ['cmp', {' | '.join(OPERATORS)}, [attribute, term], value]")
    subject, value = rest[1:]
    if not isinstance(subject, list | tuple) or len(subject) != 2:
        raise ValueError("what is compared is [attribute, term]")
    validate_name(subject[0], "attribute")
    validate_name(subject[1], "term")
    validate_value(value)


def validate_value(value: Json) -> None:
    """Raises ValueError unless it is a tagged value."""
    if not isinstance(value, list | tuple) or not value or KINDS.get(str(value[0])) != len(value):
        raise ValueError("a value is ['num', '18'], ['money', '50', 'USD'], ['qty', '30', 'day'] or ['date', ISO]")
    if not all(isinstance(piece, str) and len(piece) <= LONGEST for piece in value):
        raise ValueError("the parts of a value are short strings")
    if value[0] != "date" and not _NUMBER.fullmatch(value[1]):
        raise ValueError(f"'{value[1]}' is no {value[0]}")
    try:
        size_of(value)
    except (ValueError, ZeroDivisionError):
        raise ValueError(f"'{value[1]}' is no {value[0]}") from None


def validate_name(name: Json, what: str) -> None:
    """Raises ValueError unless it may name a predicate, an attribute or a term."""
    if not isinstance(name, str) or not name or len(name) > LONGEST or name in CONNECTIVES or name == "cmp":
        raise ValueError(f"a {what} is a short string")
    if what != "term" and is_variable(name):
        raise ValueError(f"a {what} does not begin with '?'")


def tagged(measure: str, size: Fraction) -> Json:
    """The value that ``size_of`` takes apart."""
    if measure == "date":
        return ["date", date.fromordinal(int(size)).isoformat()]
    kind, _, unit = measure.partition(" ")
    return [kind, str(size), unit] if unit else [kind, str(size)]
