"""Literals, and conditions of them as ("and" | "or", ...), nested; what is established of them, and what cannot be."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from suffice.symbolic.rules.language import CONNECTIVES, Formula

Literal = tuple[bool, tuple[str, ...]]  # whether it is so, and the atom


def opposite(literal: Literal) -> Literal:
    return not literal[0], literal[1]


def literal_of(formula: Formula) -> Literal:
    positive = True
    while formula[0] == "not":
        positive, formula = not positive, formula[1]
    return positive, tuple(formula)


def formula_of(literal: Literal) -> Formula:
    return list(literal[1]) if literal[0] else ["not", list(literal[1])]


def normal(formula: Formula, positive: bool = True) -> tuple:
    """A condition as nested ("and" | "or", ...) over literals."""
    if formula[0] == "not":
        return normal(formula[1], not positive)
    if formula[0] in CONNECTIVES:
        joint = formula[0] if positive else "or" if formula[0] == "and" else "and"
        return (joint, *(normal(part, positive) for part in formula[1:]))
    return "and", (positive, tuple(formula))


def bound(when: tuple, binding: Mapping[str, str]) -> tuple:
    return (when[0], *(about_names(p, binding) if isinstance(p[0], bool) else bound(p, binding) for p in when[1:]))


def about_names(literal: Literal, binding: Mapping[str, str]) -> Literal:
    atom = literal[1]
    return literal[0], (atom[0], *(binding.get(term, term) for term in atom[1:]))


def within(when: tuple) -> Iterator[Literal]:
    for part in when[1:]:
        if isinstance(part[0], bool):
            yield part
        else:
            yield from within(part)


def holds(when: tuple, follows: Mapping[Literal, int]) -> bool:
    way = all if when[0] == "and" else any
    return way(part in follows if isinstance(part[0], bool) else holds(part, follows) for part in when[1:])


def fails(when: tuple, never: Mapping[Literal, int], also: set[Literal] | None = None) -> bool:
    """Whether a condition cannot be established."""
    way = any if when[0] == "and" else all
    return way(
        (part in never or (also is not None and part in also))
        if isinstance(part[0], bool)
        else fails(part, never, also)
        for part in when[1:]
    )


def support(when: tuple, follows: Mapping[Literal, int]) -> list[Literal]:
    """Literals that establish a condition, the first where there are alternatives."""
    found: list[list[Literal]] = []
    for part in when[1:]:
        if isinstance(part[0], bool):
            ways = [part] if part in follows else None
        else:
            ways = support(part, follows) if holds(part, follows) else None
        if ways is not None:
            found.append(ways)
    if when[0] == "or":
        return min(found, key=lambda ways: max((follows[one] for one in ways), default=0))
    return [one for ways in found for one in ways]


def lack(when: tuple, never: Mapping[Literal, int], until: int) -> list[Literal]:
    """Literals whose lack, known before step ``until``, keeps a condition from being established."""
    early = {literal: at for literal, at in never.items() if at < until}
    ways = [
        [part] if isinstance(part[0], bool) else lack(part, never, until)
        for part in when[1:]
        if (part in early if isinstance(part[0], bool) else fails(part, early))
    ]
    return min(ways, key=len) if when[0] == "and" else [one for way in ways for one in way]
