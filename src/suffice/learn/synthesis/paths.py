"""Programs as paths: a state is how far each example's output is spelt; an atom leads from one state to the next."""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Protocol

from suffice.learn.synthesis import costs
from suffice.learn.synthesis.atoms import Values
from suffice.learn.synthesis.costs import Atom
from suffice.learned.program.node import Const, Text
from suffice.learned.program.texts import Fill, Join

State = tuple[int, ...]
_STATES_MAX, _STEPS_MAX, _BEST, _ALTERNATES = 3_000, 40_000, 24, 16
_PIECES_MAX = 12  # of a program; more explain any text
_CONSTANT_MAX = 60


class Source(Protocol):
    def from_state(self, outputs: Values, state: State) -> Iterable[tuple[State, Atom]]: ...


class Listed:
    """Atoms known beforehand with their values."""

    def __init__(self, atoms: Iterable[tuple[Atom, Values]]) -> None:
        self.by_first: dict[str, dict[Values, list[Atom]]] = defaultdict(dict)
        for atom, values in atoms:
            self.by_first[values[0]].setdefault(values, []).append(atom)
        self.lengths = sorted({len(first) for first in self.by_first})

    def from_state(self, outputs: Values, state: State) -> Iterable[tuple[State, Atom]]:
        for length in self.lengths:
            known = self.by_first.get(outputs[0][state[0] : state[0] + length])
            if state[0] + length > len(outputs[0]) or not known:
                continue
            for values, atoms in known.items():
                if all(out.startswith(value, at) for out, value, at in zip(outputs, values, state, strict=True)):
                    for atom in atoms:
                        yield tuple(map(len, values)), atom


class Padded:
    """Atoms filled up on the left to one width on every row."""

    def __init__(self, sources: list[Source]) -> None:
        self.sources = sources

    def from_state(self, outputs: Values, state: State) -> Iterable[tuple[State, Atom]]:
        for char in " 0*":
            filled = [_leading(out, at, char) for out, at in zip(outputs, state, strict=True)]
            if len(set(filled)) < 2:
                continue  # nothing to tell a width by
            inner = tuple(at + n for at, n in zip(state, filled, strict=True))
            if any(at == len(out) for at, out in zip(inner, outputs, strict=True)):
                continue
            for source in self.sources:
                for lengths, atom in source.from_state(outputs, inner):
                    widths = {a + b for a, b in zip(filled, lengths, strict=True)}
                    if len(widths) == 1:
                        node = Fill(atom.node, widths.pop(), char, "left")
                        yield tuple(map(sum, zip(filled, lengths, strict=True))), Atom(atom.cost + 0.6, node)


def _leading(text: str, at: int, char: str) -> int:
    end = at
    while end < len(text) and text[end] == char and end - at < 60:
        end += 1
    return end - at


class Constants:
    def from_state(self, outputs: Values, state: State) -> Iterable[tuple[State, Atom]]:
        rest = [out[at:] for out, at in zip(outputs, state, strict=True)]
        common = _prefix(rest)[:_CONSTANT_MAX]
        for n in range(1, len(common) + 1):
            text = common[:n]
            inside = n < len(rest[0]) and text[-1].isalnum() and rest[0][n].isalnum()
            after = state[0] > 0 and text[0].isalnum() and outputs[0][state[0] - 1].isalnum()
            broken = 0.5 * (inside and text[-1].isalpha() == rest[0][n].isalpha()) + 0.3 * after
            yield (n,) * len(state), Atom(costs.constant(text, len(outputs)) + broken, Const(text))


def _prefix(texts: list[str]) -> str:
    low, high = min(texts), max(texts)
    for i, c in enumerate(low):
        if c != high[i]:
            return low[:i]
    return low


@dataclass
class Search:
    """``deadline``: process time after which no more states are opened."""

    outputs: Values
    sources: list[Source]
    deadline: float
    _edges: dict[State, dict[State, list[Atom]]] = field(default_factory=dict)

    def best(self) -> list[tuple[float, Text]]:
        """The cheapest programs, cheapest first; none where nothing fits."""
        end = tuple(map(len, self.outputs))
        begin = (0,) * len(end)
        self._open(begin, end)
        kept: dict[State, list[tuple[float, tuple[Text, ...]]]] = {end: [(0.0, ())]}
        for state in sorted(self._edges, key=sum, reverse=True):
            if time.process_time() > self.deadline:
                return []
            found: list[tuple[float, tuple[Text, ...]]] = []
            for to, atoms in self._edges[state].items():
                for cost, rest in kept.get(to, ()):
                    if len(rest) == _PIECES_MAX:
                        continue
                    for atom in atoms:
                        if not (rest and isinstance(atom.node, Const) and isinstance(rest[0], Const)):
                            found.append((atom.cost + cost, (atom.node, *rest)))
            if found:
                found.sort(key=lambda f: f[0])
                kept[state] = found[: _BEST * (4 if state == begin else 1)]
        return [(cost, nodes[0] if len(nodes) == 1 else Join(nodes)) for cost, nodes in kept.get(begin, ()) if nodes]

    def _open(self, begin: State, end: State) -> None:
        waiting, seen, steps = [begin], {begin}, 0
        while waiting and len(self._edges) < _STATES_MAX and steps < _STEPS_MAX:
            if time.process_time() > self.deadline:
                return
            state = waiting.pop()
            if any(at == last for at, last in zip(state, end, strict=True)):
                continue
            edges = self._edges[state] = self._from(state)
            steps += len(edges)
            for to in edges:
                if to not in seen:
                    seen.add(to)
                    waiting.append(to)

    def _from(self, state: State) -> dict[State, list[Atom]]:
        edges: dict[State, list[Atom]] = defaultdict(list)
        for source in self.sources:
            for lengths, atom in source.from_state(self.outputs, state):
                edges[tuple(a + n for a, n in zip(state, lengths, strict=True))].append(atom)
        for atoms in edges.values():
            atoms.sort(key=lambda atom: atom.cost)
            del atoms[_ALTERNATES:]
        return edges
