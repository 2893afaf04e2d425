"""Every small formula of numbers, as one matrix: rows are formulas, columns are requests and probes.

Formulas with equal values everywhere are one. Floating point here; what is found is computed exactly afterwards.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from suffice.learn.templates.candidate import in_time
from suffice.learn.templates.formula import Node, num
from suffice.learn.templates.leaves import Leaf

MOST_PAIRS, MOST_TRIPLES = 900, 40_000
_LOOK = 14  # requests that a formula is tried on first
_LOOK_SHARE = 0.7


@dataclass(frozen=True, slots=True)
class Bank:
    """Formulas with their values, cheapest first."""

    nodes: list[Node]
    costs: np.ndarray
    values: np.ndarray  # formulas x columns
    varies: np.ndarray  # whether a slot is in it
    shares: np.ndarray  # 1: a percentage; 0: an amount; 2: either

    def __len__(self) -> int:
        return len(self.nodes)

    def join(self, other: Bank) -> Bank:
        return Bank(
            [*self.nodes, *other.nodes],
            np.concatenate([self.costs, other.costs]),
            np.concatenate([self.values, other.values]),
            np.concatenate([self.varies, other.varies]),
            np.concatenate([self.shares, other.shares]),
        )


def first(leaves: Sequence[Leaf], values: np.ndarray) -> Bank:
    shares = [2 if leaf.share is None else int(leaf.share) for leaf in leaves]
    return Bank(
        [leaf.node for leaf in leaves],
        np.array([leaf.cost for leaf in leaves]),
        values,
        np.array([leaf.varies for leaf in leaves], bool),
        np.array(shares, np.int8),
    )


def _made(nodes: list[Node], costs: Sequence[float], rows: Sequence[np.ndarray], width: int, shares=None) -> Bank:
    """Formulas of slots; amounts unless ``shares`` says otherwise."""
    kinds = np.zeros(len(nodes), np.int8) if shares is None else np.array(shares, np.int8)
    return Bank(nodes, np.array(costs), np.array(rows).reshape(-1, width), np.ones(len(nodes), bool), kinds)


def _apart(operation: str, one: int, others: np.ndarray) -> np.ndarray:
    """Where a percentage would be added to an amount, or taken from it."""
    return (others + one == 1) & (operation in ("add", "sub", "rsub"))


def combined(left: Bank, right: Bank, known: Bank, most: int, deadline: float) -> Bank:
    """What an operation makes of one of each, if no formula of ``known`` has these values; at most so many."""
    nodes: list[Node] = []
    costs: list[float] = []
    rows: list[np.ndarray] = []
    shares: list[bool] = []
    seen = set(_keys(known.values))
    for i in in_time(range(len(left)), deadline):
        for operation, values in _tables(left.values[i], right.values):
            with np.errstate(all="ignore"):
                sound = np.isfinite(values).all(axis=1) & (np.abs(values).max(axis=1) < 1e12)
            picked = np.flatnonzero(
                sound & (right.varies | left.varies[i]) & ~_apart(operation, left.shares[i], right.shares)
            )
            for j, key in zip(picked, _keys(values[picked]), strict=True):
                if key not in seen:
                    seen.add(key)
                    nodes.append(_node(operation, left.nodes[i], right.nodes[j]))
                    costs.append(left.costs[i] + right.costs[j] + 0.1)
                    rows.append(values[j])
                    shares.append(bool(left.shares[i] and right.shares[j]))
        if len(nodes) >= most:
            break
    return _made(nodes, costs, rows, known.values.shape[1], shares)


def _tables(a: np.ndarray, others: np.ndarray) -> Iterator[tuple[str, np.ndarray]]:
    """``a`` with each of the others; differences and quotients both ways round."""
    with np.errstate(all="ignore"):
        yield from (("add", a + others), ("sub", a - others), ("mul", a * others), ("div", a / others),
                    ("rsub", others - a), ("rdiv", others / a))  # fmt: skip


def _node(operation: str, one: Node, other: Node) -> Node:
    return (operation[1:], other, one) if operation in ("rsub", "rdiv") else (operation, one, other)


def _keys(values: np.ndarray) -> list[bytes]:
    """Equal for rows that are equal to nine digits."""
    if not len(values):
        return []
    with np.errstate(all="ignore"):
        scale = 10.0 ** (9 - np.floor(np.log10(np.maximum(np.abs(values), 1e-9))))
        rounded = np.round(values * scale) / scale + 0.0
    return [row.tobytes() for row in rounded.astype(np.float32)]


def wholes(bank: Bank) -> Bank:
    """Quotients rounded up and down to whole numbers."""
    picked = [i for i, node in enumerate(bank.nodes) if node[0] == "div" and bank.varies[i]]
    nodes: list[Node] = [(name, bank.nodes[i]) for i in picked for name in ("ceil", "floor")]
    values = [fn(np.round(bank.values[i], 9)) for i in picked for fn in (np.ceil, np.floor)]
    return _made(nodes, [bank.costs[i] + 0.4 for i in picked for _ in (0, 1)], values, bank.values.shape[1])


def bounded(bank: Bank) -> Bank:
    """A slot at most, or at least, a constant."""
    slots = [i for i, node in enumerate(bank.nodes) if node[0] == "slot"]
    consts = [i for i, node in enumerate(bank.nodes) if node[0] == "num" and not bank.varies[i]]
    nodes: list[Node] = []
    rows: list[np.ndarray] = []
    for i in slots:
        for j in consts:
            low, high = np.minimum(bank.values[i], bank.values[j]), np.maximum(bank.values[i], bank.values[j])
            if (low != bank.values[i]).any() and (high != bank.values[i]).any():
                over = ("max", ("sub", bank.nodes[i], bank.nodes[j]), num(0))
                nodes += [("min", bank.nodes[i], bank.nodes[j]), ("max", bank.nodes[i], bank.nodes[j]), over]
                rows += [low, high, np.maximum(bank.values[i] - bank.values[j], 0)]
    return _made(nodes, [2.5] * len(nodes), rows, bank.values.shape[1])


@dataclass(frozen=True, slots=True)
class Target:
    """The answers: a value is right within ``below`` under and ``above`` over it."""

    values: np.ndarray
    below: float
    above: float

    def hits(self, values: np.ndarray) -> np.ndarray:
        """Which of the first columns are given."""
        away = values[..., : len(self.values)] - self.values
        return (away >= -self.below) & (away <= self.above)


def products(left: Bank, right: Bank, target: Target, share: float, deadline: float) -> Iterator[tuple[Node, float]]:
    """Formulas of one of each that give ``share`` of the answers. None of them is kept that does not."""
    look = np.linspace(0, len(target.values) - 1, min(_LOOK, len(target.values))).astype(int)
    tried = Target(target.values[look], target.below, target.above)
    right_look, width = right.values[:, look], len(target.values)
    for i in in_time(range(len(left)), deadline):
        for name, table in _tables(left.values[i, look], right_look):
            apart = _apart(name, left.shares[i], right.shares)
            for j in np.flatnonzero((tried.hits(table).mean(axis=1) >= _LOOK_SHARE) & ~apart):
                whole = _apply(name, left.values[i, :width], right.values[j, :width])
                if target.hits(whole).mean() >= share:
                    yield _node(name, left.nodes[i], right.nodes[j]), left.costs[i] + right.costs[j] + 0.1


def _apply(name: str, a: np.ndarray, b: np.ndarray) -> np.ndarray:
    if name in ("rsub", "rdiv"):
        a, b, name = b, a, name[1:]
    with np.errstate(all="ignore"):
        return {"add": np.add, "sub": np.subtract, "mul": np.multiply, "div": np.divide}[name](a, b)
