"""One program for all of a few examples."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import fields as parts_of
from dataclasses import is_dataclass
from typing import Any, NamedTuple, cast

from suffice.learn.synthesis import costs, temporal
from suffice.learn.synthesis.atoms import enumerate_atoms, slots
from suffice.learn.synthesis.cuts import Cuts
from suffice.learn.synthesis.numeric import Numerals
from suffice.learn.synthesis.paths import Constants, Listed, Padded, Search
from suffice.learned.program.amounts import Rounded
from suffice.learned.program.node import Const, Fields, Node, Text
from suffice.learned.program.times import Step, When, Written

_OUTPUT_MAX = 200  # characters


class Ranked(NamedTuple):
    cost: float
    program: Text


def straight(inputs: Sequence[Fields], outputs: Sequence[str], deadline: float) -> list[Ranked]:
    """Programs without a condition that turn every input into its output, cheapest first.

    ``deadline``: process time after which the search opens no more states.
    """
    wanted = tuple(outputs)
    if len(set(wanted)) == 1:
        lone = [Ranked(1.0, Const(wanted[0]))]
        if not wanted[0]:
            return lone
    if not all(wanted) or max(map(len, wanted)) > _OUTPUT_MAX:
        return []
    listed = list(enumerate_atoms(inputs, wanted))
    cuts = [Cuts(slot, values, wanted) for slot, values in slots(inputs) if all(values)]
    numerals = Numerals(inputs)
    found: dict[Text, float] = {}
    for order in temporal.orders(inputs) or [""]:
        dated = list(temporal.enumerate_moments(inputs, wanted, order)) if order else []
        known = Listed([*listed, *dated])
        search = Search(wanted, [known, *cuts, numerals, Padded([known, numerals]), Constants()], deadline)
        for cost, program in search.best():
            cost += _coherence(program)
            if cost < found.get(program, float("inf")):
                found[program] = cost
        if time.process_time() > deadline:
            break
    ranked = sorted((Ranked(cost, program) for program, cost in found.items()), key=lambda r: r.cost)
    rows = list(zip(inputs, wanted, strict=True))
    return [one for one in ranked if all(one.program.value(fields) == out for fields, out in rows)]


def nodes(part: Any) -> Iterator[Node]:
    """The node and all nodes in it."""
    if isinstance(part, tuple):
        for one in part:
            yield from nodes(one)
    elif isinstance(part, Node) and is_dataclass(part):
        yield part
        for field in parts_of(cast(Any, part)):
            yield from nodes(getattr(part, field.name))


def _coherence(program: Text) -> float:
    """What is said twice costs once: the same rounding again is nearly free, another way of rounding costs extra."""
    used = Counter(n for n in nodes(program) if isinstance(n, Rounded | Step))
    again = sum((count - 1) * _rounding(node) for node, count in used.items())
    whens = {n for n in nodes(program) if isinstance(n, When)}
    layouts = {n.layout for n in nodes(program) if isinstance(n, Written) and n.layout.count("{") > 1}
    return 0.2 * max(0, len(layouts) - 1) + 0.3 * max(0, len(used) - 1) + 0.3 * max(0, len(whens) - 1) - 0.8 * again


def _rounding(node: Rounded | Step) -> float:
    if isinstance(node, Step):
        return costs.step(node.mode, node.unit_s, node.phase_s)
    return costs.rounding(node.mode, node.unit) + (0.5 if node.phase != "0" else 0.0)
