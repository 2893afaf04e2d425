"""Propagation, and search by cases where that does not decide.

``Search`` holds disjunctions of integer literals. ``refute`` looks for a contradiction and writes down how it comes
about; ``model`` looks for one way in which all disjunctions hold.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

STEPS = 400_000  # literals looked at, of one search; of large ones each literal a dozen times
DEEPEST = 200  # cases within cases


class TooLong(Exception):
    """The search took more than STEPS."""


@dataclass(frozen=True, slots=True)
class Step:
    """``literal`` follows from disjunction ``source`` (0: a contradiction does). A supposition has no source, and
    with ``closes`` the step ends the last open supposition, whose opposite is ``literal``."""

    literal: int
    source: int | None = None
    closes: bool = False


class Search:
    def __init__(
        self, disjunctions: Sequence[Sequence[int]], literals: int, heads: Sequence[frozenset[int]] | None = None
    ) -> None:
        """With ``heads``, a disjunction concludes one of them or nothing: rules are applied forwards alone."""
        self.heads = heads
        self.disjunctions = list(disjunctions)
        self.value = [0] * (literals + 1)  # 1 true, -1 false, by the number of the key
        self.trail: list[int] = []
        self.reason: dict[int, int] = {}
        self.steps = max(STEPS, 12 * sum(map(len, self.disjunctions)))
        self._done = 0  # of the trail, what is propagated
        self._watched: defaultdict[int, list[int]] = defaultdict(list)
        self.broken: int | None = None
        for index, disjunction in enumerate(self.disjunctions):
            self._watch(index, disjunction)

    def _watch(self, index: int, disjunction: Sequence[int]) -> None:
        value, free, decided = self.value, 0, False
        for literal in disjunction:
            self._watched[-literal].append(index)
            known = value[literal] if literal > 0 else -value[-literal]
            if known > 0 or (known == 0 and free):
                decided = True
            elif known == 0:
                free = literal
        if not decided:
            if free:
                self._conclude(free, index)
            elif self.broken is None:
                self.broken = index

    def set(self, literal: int, reason: int | None) -> bool:
        """Take a literal as true; False if its opposite is."""
        number = abs(literal)
        wanted = 1 if literal > 0 else -1
        if self.value[number]:
            return self.value[number] == wanted
        self.value[number] = wanted
        self.trail.append(literal)
        if reason is not None:
            self.reason[literal] = reason
        return True

    def _conclude(self, literal: int, index: int) -> None:
        if self.heads is None or literal in self.heads[index]:
            self.set(literal, index)

    def holds(self, literal: int) -> bool | None:
        value = self.value[abs(literal)]
        return None if value == 0 else (value > 0) == (literal > 0)

    def propagate(self) -> int | None:
        """All that follows step by step. The disjunction that cannot hold, if one is found."""
        if self.broken is not None:
            return self.broken
        value, trail = self.value, self.trail
        while self._done < len(trail):
            for index in self._watched.get(trail[self._done], ()):
                free = 0
                disjunction = self.disjunctions[index]
                self.steps -= len(disjunction)
                for literal in disjunction:
                    known = value[literal] if literal > 0 else -value[-literal]
                    if known > 0:
                        break
                    if known == 0:
                        if free:
                            break
                        free = literal
                else:
                    if not free:
                        return index
                    self._conclude(free, index)
            if self.steps < 0:
                raise TooLong
            self._done += 1
        return None

    def mark(self) -> int:
        return len(self.trail)

    def back(self, mark: int) -> None:
        while len(self.trail) > mark:
            literal = self.trail.pop()
            self.value[abs(literal)] = 0
            self.reason.pop(literal, None)
        self._done = min(self._done, mark)

    def model(self) -> bool:
        """Whether all disjunctions can hold; the values are left set, and what is left without one may be false."""
        return not self._search([], 0)

    def refute(self, supposed: Iterable[Sequence[int]]) -> list[Step] | None:
        """The steps that lead from ``supposed`` to a contradiction, beyond what has been propagated before; None if
        there is none, and then the values are one way in which all holds until ``back`` undoes them."""
        mark, kept = self.mark(), len(self.disjunctions)
        for disjunction in supposed:
            self.disjunctions.append(list(disjunction))
            self._watch(len(self.disjunctions) - 1, disjunction)
        steps = [Step(literal, self.reason[literal]) for literal in self.trail[mark:]]
        found = self._search(steps, 0)
        for index in range(kept, len(self.disjunctions)):
            for literal in self.disjunctions[index]:
                self._watched[-literal].remove(index)
        self.broken = None
        if found:
            self.back(mark)
        del self.disjunctions[kept:]
        return steps if found else None

    def _search(self, steps: list[Step], depth: int) -> bool:
        """True for a contradiction, which ``steps`` then leads to."""
        if depth > DEEPEST:
            raise TooLong
        mark = self.mark()
        clash = self.propagate()
        steps += [Step(literal, self.reason[literal]) for literal in self.trail[mark:]]
        if clash is not None:
            steps.append(Step(0, clash))
            return True
        choice = self._undecided()
        if choice is None:
            return False
        here = self.mark()
        self.set(choice, None)
        steps.append(Step(choice))
        if not self._search(steps, depth + 1):
            return False
        self.back(here)
        self.set(-choice, None)
        steps.append(Step(-choice, None, True))
        return self._search(steps, depth + 1)

    def _undecided(self) -> int | None:
        """A literal of a disjunction that would not hold if all that is open were false; None if there is none."""
        value = self.value
        for disjunction in self.disjunctions:
            free = 0
            for literal in disjunction:
                known = value[literal] if literal > 0 else -value[-literal]
                if known > 0 or (known == 0 and literal < 0):
                    break
                if known == 0:
                    free = free or literal
            else:
                if free:
                    return free
        return None
