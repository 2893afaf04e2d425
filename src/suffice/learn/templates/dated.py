"""Dates and times reckoned from those of the slots, and the numbers that lie between them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations, permutations
from typing import Any

import numpy as np

from suffice.learn.templates.candidate import FITTING, Candidate
from suffice.learn.templates.columns import Asked
from suffice.learn.templates.formula import Node, num, slot
from suffice.learn.templates.leaves import Leaf, leaves, weekdays


def counted(asked: Asked) -> Iterator[Leaf]:
    """Numbers that dates and times make."""
    days = [one.name for one in asked.slots if one.kind == "date"]
    times = [one.name for one in asked.slots if one.kind == "time"]
    for a, b in permutations(days, 2):
        for name in ("days", "full_months", "years", "workdays", "work_after"):
            yield Leaf((name, slot(a), slot(b)), 1.5, True)
    for a, b in permutations(times, 2):
        for name in ("minutes", "hours"):
            yield Leaf((name, slot(a), slot(b)), 1.5, True)


def _whole_numbers(asked: Asked) -> list[tuple[Node, float]]:
    return [(leaf.node, leaf.cost) for leaf in leaves(asked) if leaf.node[0] in ("slot", "valued", "num")
            and (leaf.node[0] != "num" or leaf.node[1].denominator == 1)]  # fmt: skip


def dates(asked: Asked, depth: int) -> Iterator[tuple[Node, float]]:
    """Dates reckoned from the slots' dates, in at most so many steps."""
    numbers, days = _whole_numbers(asked), weekdays(asked)
    level: list[tuple[Node, float]] = [(slot(one.name), 1.0) for one in asked.slots if one.kind == "date"]
    yield from level
    for number in range(depth):
        made = [further for node, cost in level for further in _steps(node, cost, numbers, days, number)]
        yield from made
        level = made


def _steps(node: Node, cost: float, numbers, days: Sequence[int], number: int) -> Iterator[tuple[Node, float]]:
    names = ("plus_days", "plus_weeks", "plus_months", "plus_years", "minus_days", "minus_weeks", "minus_months",
             "plus_work", "minus_work")  # fmt: skip
    for name in names:
        for count, price in numbers:
            yield (name, node, count), cost + price + 0.2 * (name != "plus_days") + 0.3 * number
    for name in ("roll_on", "roll_back", "month_end", "month_after"):
        yield (name, node), cost + 1.0
    for day in days:
        yield ("to_weekday", node, num(day)), cost + 1.0


def times(asked: Asked) -> Iterator[tuple[Node, float]]:
    level: list[tuple[Node, float]] = [(slot(one.name), 1.0) for one in asked.slots if one.kind == "time"]
    numbers = [(leaf.node, leaf.cost) for leaf in leaves(asked)]
    numbers += [(("mul", a, b), one + two) for (a, one), (b, two) in combinations(numbers, 2) if a[0] == "slot"]
    for _ in range(2):
        made = [((name, node, count), cost + price) for node, cost in level for count, price in numbers
                for name in ("plus_minutes", "plus_hours", "minus_minutes")]  # fmt: skip
        yield from made
        level = made


def fitting(nodes: Iterable[tuple[Node, float]], frame: Sequence[Any], wanted: Sequence[Any]) -> list[Candidate]:
    look = np.linspace(0, len(wanted) - 1, min(14, len(wanted))).astype(int)
    found = []
    for node, cost in nodes:
        one = Candidate(node, cost)
        if sum(one.value(frame[i]) == wanted[i] for i in look) < 0.7 * len(look):
            continue
        if sum(one.value(row) == answer for row, answer in zip(frame, wanted, strict=False)) >= FITTING * len(wanted):
            found.append(one)
    return found
