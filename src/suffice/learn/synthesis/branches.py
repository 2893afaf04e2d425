"""Programs with conditions, for examples that no single expression explains."""

from __future__ import annotations

import time
from collections.abc import Sequence

from suffice.learn.synthesis.conditions import splits
from suffice.learn.synthesis.search import Ranked, straight
from suffice.learned.program.choices import Choose, Gives, Table
from suffice.learned.program.node import Const, Fields, Slot

_KEPT = 40
_BRANCH = 1.2  # what a branch costs beside its condition
_SPLITS_MAX = 60
_THEN, _OTHER = 4, 4  # programs tried on either side of a condition


class Branches:
    """``fits``: programs for a set of rows, remembered. ``deadline``: process time."""

    def __init__(self, inputs: Sequence[Fields], outputs: Sequence[str], deadline: float) -> None:
        self.inputs, self.outputs, self.deadline = inputs, outputs, deadline
        self._known: dict[tuple[int, ...], list[Ranked]] = {}

    def programs(self, rows: tuple[int, ...], depth: int = 2) -> list[Ranked]:
        """Cheapest first. ``depth``: conditions allowed inside each other."""
        found = self.plain(rows)
        if found or depth == 0 or len(rows) < 2:
            return found
        found = [*self._split(rows, depth), *self._tabled(rows)]
        best: dict[object, Ranked] = {}
        for one in found:
            if one.program not in best or one.cost < best[one.program].cost:
                best[one.program] = one
        return sorted(best.values(), key=lambda r: r.cost)[:_KEPT]

    def plain(self, rows: tuple[int, ...]) -> list[Ranked]:
        if rows not in self._known:
            inputs, outputs = [self.inputs[i] for i in rows], [self.outputs[i] for i in rows]
            self._known[rows] = straight(inputs, outputs, self.deadline)
        return self._known[rows]

    def _split(self, rows: tuple[int, ...], depth: int) -> list[Ranked]:
        found: list[Ranked] = []
        for split in splits([self.inputs[i] for i in rows])[:_SPLITS_MAX]:
            if time.process_time() > self.deadline:
                break
            yes = tuple(i for i, holds in zip(rows, split.truth, strict=True) if holds)
            no = tuple(i for i, holds in zip(rows, split.truth, strict=True) if not holds)
            then, other = self.plain(yes), self.programs(no, depth - 1)
            if not then:
                then = self.programs(yes, depth - 1) if len(no) < len(yes) else []
            for a in then[:_THEN]:
                for b in other[:_OTHER]:
                    cost = _BRANCH + split.cost + a.cost + b.cost
                    found.append(Ranked(cost, Choose(split.condition, a.program, b.program)))
            found += self._where_it_can(then, yes, no, other)
            found += self._where_it_can(other, no, yes, then)
        return found

    def _where_it_can(self, then: list[Ranked], yes: tuple[int, ...], no: tuple[int, ...], other: list[Ranked]):
        """A program as its own condition: where it applies, its value, elsewhere the other."""
        for a in then[:_THEN]:
            if isinstance(a.program, Const | Choose) or len(yes) < 2:
                continue
            if other and all(a.program.value(self.inputs[i]) is None for i in no):
                for b in other[:2]:
                    yield Ranked(_BRANCH + 0.5 + a.cost + b.cost, Choose(Gives(a.program), a.program, b.program))

    def _tabled(self, rows: tuple[int, ...]) -> list[Ranked]:
        """Constants by the text of one slot, where some text comes more than once and always with the same output."""
        found = []
        for name in sorted({name for i in rows for name in self.inputs[i]}):
            pairs = {(self.inputs[i].get(name, "").strip().casefold(), self.outputs[i]) for i in rows}
            keys = {key for key, _ in pairs}
            if len(keys) == len(pairs) < len(rows) and max(map(len, keys)) <= 60:
                cost = _BRANCH + sum(1.0 + 0.05 * len(value) for _, value in pairs)
                found.append(Ranked(cost, Table(Slot(name), tuple(sorted(pairs)))))
        return found


def programs(inputs: Sequence[Fields], outputs: Sequence[str], seconds: float, depth: int = 2) -> list[Ranked]:
    """Programs that turn every input into its output, cheapest first; none where nothing fits within the CPU time.

    ``depth``: conditions allowed inside each other. As many cases as examples would explain nothing.
    """
    search = Branches(inputs, outputs, time.process_time() + seconds)
    return search.programs(tuple(range(len(inputs))), max(0, min(depth, len(outputs) - 2)))
