"""Conditions under which one label or another is answered."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import combinations, permutations
from time import process_time
from typing import Any

import numpy as np

from suffice.learn.templates.candidate import FITTING, SECONDS, Candidate, in_time
from suffice.learn.templates.columns import Asked, Told
from suffice.learn.templates.dated import counted
from suffice.learn.templates.formula import Node, Undefined, num, slot, slots, value
from suffice.learn.templates.leaves import constants, leaves


def labels(asked: Asked, told: Told, frame: Sequence[Any], wanted: Sequence[Any]) -> list[Candidate]:
    rows = frame[: len(wanted)]
    atoms = _atoms(asked, frame)
    tables = {node: np.array([bool(value(node, row)) for row in rows]) for node, _ in atoms}
    if len(told.labels) > 2:
        return _graded(told, atoms, tables, wanted)
    yes, no = sorted(told.labels, key=lambda label: label.casefold() not in ("yes", "true", "y"))
    truth = np.array([answer == yes for answer in wanted])
    found = []
    for node, cost, given in in_time(_conditions(atoms, tables), process_time() + SECONDS):
        share = (given == truth).mean()
        if share >= FITTING:
            found.append(Candidate(node, cost, outcomes=((yes, node), (no, None))))
        elif share <= 1 - FITTING:
            found.append(Candidate(node, cost, outcomes=((no, node), (yes, None))))
    return found


def _atoms(asked: Asked, frame: Sequence[Any]) -> list[tuple[Node, float]]:
    """Comparisons that are true of some and false of others."""
    numbers = [("num", number) for number, _ in constants(asked)]
    numbers += [("num", number / 100) for number, percent in constants(asked) if percent]
    sides = [(leaf.node, leaf.cost) for leaf in [*leaves(asked), *counted(asked)] if leaf.varies]
    sides += [((name, a, b), one + two + 0.3) for (a, one), (b, two) in permutations(sides, 2) if a[0] == b[0] == "slot"
              for name in ("div", "sub", "mul")]  # fmt: skip
    found = [((name, side, bound), cost + 1) for side, cost in sides for bound in numbers for name in ("ge", "gt")]
    plain = [side for side, _ in sides if side[0] in ("slot", "valued")]
    found += [((name, a, b), 2.2) for a, b in combinations(plain, 2) for name in ("ge", "gt", "le", "lt")
              if slots(a) != slots(b)]  # fmt: skip
    for one in asked.slots:
        if one.kind == "choice":
            found += [(("eq", ("flag", one.name, label), num(1)), 1.5) for label in one.labels]
    for kind in ("date", "time"):
        names = [one.name for one in asked.slots if one.kind == kind]
        found += [
            ((name, slot(a), slot(b)), 2.0) for a, b in combinations(names, 2) for name in ("ge", "gt", "le", "lt")
        ]
    kept, seen = [], set()
    for node, cost in sorted(found, key=lambda one: one[1]):
        try:
            given = bytes(bool(value(node, row)) for row in frame)
        except Undefined:
            continue
        if given not in seen and 0 < sum(given) < len(given):
            seen.add(given)
            kept.append((node, cost))
    return kept


def _conditions(atoms, tables) -> Iterator[tuple[Node, float, np.ndarray]]:
    """Single comparisons, two of them, three of the cheapest."""
    both = [(node, cost, tables[node]) for node, cost in atoms]
    both += [(_negated(node), cost + 0.1, ~tables[node]) for node, cost in atoms]
    yield from both
    some = sorted(both, key=lambda one: one[1])[:160]
    for (a, one, given), (b, two, other) in combinations(some, 2):
        yield ("and", a, b), one + two, given & other
        yield ("or", a, b), one + two, given | other
    few = [one for one in some if one[1] <= 2.7][:44]
    for (a, one, x), (b, two, y), (c, three, z) in combinations(few, 3):
        cost = one + two + three
        yield ("and", ("and", a, b), c), cost, x & y & z
        yield ("or", ("or", a, b), c), cost, x | y | z
        for p, q, r, u, v, w in ((a, b, c, x, y, z), (a, c, b, x, z, y), (b, c, a, y, z, x)):
            yield ("and", ("or", p, q), r), cost, (u | v) & w
            yield ("or", ("and", p, q), r), cost, (u & v) | w


_OPPOSITE = {"ge": "lt", "gt": "le", "le": "gt", "lt": "ge", "eq": "ne"}


def _negated(node: Node) -> Node:
    return (_OPPOSITE[node[0]], *node[1:])


def _graded(told: Told, atoms, tables, wanted: Sequence[Any]) -> list[Candidate]:
    """Labels by where a number lies between thresholds."""
    found = []
    by_side: dict[Node, list[tuple[Node, float]]] = {}
    for node, cost in atoms:
        if node[0] in ("ge", "gt") and node[2][0] == "num":
            by_side.setdefault(node[1], []).append((node, cost))
    answers = np.array([str(answer) for answer in wanted])
    for nodes in by_side.values():
        for some in combinations(nodes, len(told.labels) - 1):
            ordered = sorted(some, key=lambda one: -one[0][2][1])
            if len({one[0][2][1] for one in ordered}) < len(ordered):
                continue
            left, outcomes, right = np.ones(len(answers), bool), [], 0
            for node, _ in [*ordered, (None, 0.0)]:
                here = left & tables[node] if node is not None else left
                labels, counts = np.unique(answers[here], return_counts=True)
                if not len(labels):
                    break
                outcomes.append((str(labels[counts.argmax()]), node))
                right += counts.max()
                left = left & ~here
            every = len(outcomes) == len(told.labels) == len({one[0] for one in outcomes})
            if every and right >= FITTING * len(answers):
                cost = sum(price for _, price in some)
                found.append(Candidate(("num", Fraction(0)), cost, outcomes=tuple(outcomes)))
    return found
