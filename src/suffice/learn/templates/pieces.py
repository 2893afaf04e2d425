"""Tariffs, and formulas that differ from one side of a threshold, or from one label, to the other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import combinations, pairwise, product
from typing import Any

import numpy as np

from suffice.learn.templates.candidate import FITTING, in_time
from suffice.learn.templates.columns import Asked
from suffice.learn.templates.formula import Node, num, slot
from suffice.learn.templates.leaves import constants
from suffice.learn.templates.sums import Bank, Target

_LEAST_REGION = 8  # requests of one side of a threshold


def tariffs(asked: Asked, bank: Bank, target: Target, deadline: float) -> Iterator[tuple[Node, float]]:
    """So much a piece up to a threshold, another price above it; perhaps with something fixed added."""
    numbers = [number for number, percent in constants(asked)] + [n / 100 for n, percent in constants(asked) if percent]
    width = len(target.values)
    fixed = [(None, np.zeros(width))] + [
        (node, bank.values[i, :width]) for i, node in enumerate(bank.nodes) if node[0] in ("num", "valued")
    ]
    for i, node in enumerate(bank.nodes):
        if node[0] != "slot":
            continue
        x = bank.values[i, :width]
        inside = sorted(n for n in set(numbers) if x.min() < n < x.max())
        for bounds in (one for count in (1, 2) for one in combinations(inside, count)):
            rates = [n for n in numbers if n not in bounds]
            if len(rates) ** (len(bounds) + 1) > 3000:
                rates = rates[:12]
            edges = [0.0, *map(float, bounds), np.inf]
            layers = [np.clip(x, low, high) - low for low, high in pairwise(edges)]
            for chosen in in_time(product(rates, repeat=len(bounds) + 1), deadline):
                total = sum((layer * float(rate) for layer, rate in zip(layers, chosen, strict=True)), np.zeros(width))
                for extra, added in fixed:
                    if len(set(chosen)) > 1 and target.hits(total + added).mean() >= FITTING:
                        yield _tariff(node, bounds, chosen, extra), 3.0 * len(chosen) + (extra is not None)


def _tariff(x: Node, bounds: Sequence[Fraction], rates: Sequence[Fraction], extra: Node | None) -> Node:
    whole: Node = ("mul", ("min", x, num(bounds[0])), num(rates[0]))
    for number, rate in enumerate(rates[1:]):
        low = bounds[number]
        top: Node = x if number + 1 == len(bounds) else ("min", x, num(bounds[number + 1]))
        whole = ("add", whole, ("mul", ("max", ("sub", top, num(low)), num(0)), num(rate)))
    return whole if extra is None else ("add", whole, extra)


def pieces(
    asked: Asked, every: Bank, hits: np.ndarray, frame: Sequence[Any], deadline: float
) -> Iterator[tuple[Node, float]]:
    """One formula for each side of a threshold of the constant text, or for each label; or both."""
    rows = frame[: hits.shape[1]]
    by_label: list[list[tuple[Node | None, np.ndarray]]] = [[(None, np.ones(len(rows), bool))]]
    for one in asked.slots:
        if one.kind == "choice" and len(one.labels) <= 4:
            by_label.append([(("is", one.name, label), np.array([row[one.name] == label for row in rows]))
                             for label in one.labels])  # fmt: skip
    by_bound: list[list[tuple[Node | None, np.ndarray]]] = [[(None, np.ones(len(rows), bool))]]
    numbers = sorted({number for number, _ in constants(asked)})
    for one in asked.slots:
        if one.kind != "number":
            continue
        x = np.array([float(row[one.name]) for row in rows])
        inside = [n for n in numbers if x.min() < n < x.max()]
        for bounds in (some for count in (1, 2, 3) for some in combinations(inside, count)):
            for operation in ("le", "lt"):
                by_bound.append(_regions(one.name, bounds, x, operation))
    order = np.argsort(every.costs, kind="stable")
    sorted_hits, known = hits[order], {}
    for outer, inner in in_time(product(by_label, by_bound), deadline):
        if len(outer) == len(inner) == 1:
            continue
        found = _piecewise(every, order, sorted_hits, outer, inner, known)
        if found is not None:
            yield found


def _regions(name: str, bounds: Sequence[Fraction], x: np.ndarray, operation: str):
    regions, low = [], np.zeros(len(x), bool)
    for bound in bounds:
        under = x <= float(bound) if operation == "le" else x < float(bound)
        regions.append(((operation, slot(name), num(bound)), under & ~low))
        low = under
    return [*regions, (None, ~low)]


def _piecewise(every: Bank, order, hits, outer, inner, known) -> tuple[Node, float] | None:
    whole: Node | None = None
    cost = 0.0
    for condition, mask in reversed(outer):
        side: Node | None = None
        for bound, part in reversed(inner):
            region = mask & part
            if region.sum() < _LEAST_REGION:
                return None
            key = region.tobytes()
            if key not in known:
                shares = hits[:, region].mean(axis=1)
                fit = np.flatnonzero(shares >= FITTING)
                known[key] = order[fit[0]] if len(fit) else None
            best = known[key]
            if best is None:
                return None
            node = every.nodes[best]
            cost += float(every.costs[best]) + 0.6
            side = node if side is None or node == side else ("if", bound, node, side)
        assert side is not None
        whole = side if whole is None or side == whole else ("if", _is(condition), side, whole)
    return None if whole is None or whole[0] != "if" else (whole, cost)


def _is(condition: Node) -> Node:
    """A label as a comparison: that label is worth 1, the others nothing."""
    _, name, label = condition
    return ("eq", ("flag", name, label), num(1))
