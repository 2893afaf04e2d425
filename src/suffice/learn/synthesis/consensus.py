"""Programs for many examples of which some are wrong: fitted to a few at a time, judged on all (as RANSAC does)."""

from __future__ import annotations

import time
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

from suffice.learn.synthesis.branches import programs
from suffice.learn.synthesis.conditions import Split, splits
from suffice.learn.synthesis.search import Ranked
from suffice.learned.program.choices import Choose
from suffice.learned.program.node import Fields, Text
from suffice.learned.program.tokens import CLASSES

_DRAWS, _HANDFUL = 14, 4
_JUDGED_MAX = 600  # rows on which a program is judged while searching
_TRIED = 5  # programs of each draw
_ENOUGH = 0.995
_AGAIN = 4
_BRANCHES_MAX = 3
_TELLING_ROWS, _CONDITIONS = 200, 12
_BRANCH_SHARE, _BRANCH_ROWS = 0.05, 4  # of the rows that another branch has to add


@dataclass(frozen=True, slots=True)
class Judged:
    """``share``: of the rows, how many the program gives exactly; ``answered``: to how many it applies."""

    share: float
    answered: float
    cost: float
    program: Text


def consensus(inputs: Sequence[Fields], outputs: Sequence[str], seed: int, seconds: float) -> list[Judged]:
    """Programs by the share of rows that they give, then by cost; best first. The same rows and seed, the same result
    unless the CPU time runs out."""
    random, deadline = Random(seed), time.process_time() + seconds
    rows = list(range(len(inputs)))
    if len(rows) > _JUDGED_MAX:
        rows = sorted(random.sample(rows, _JUDGED_MAX))
    search = _Search(inputs, outputs, rows, random, deadline)
    found = search.drawn(rows)
    for _ in range(_BRANCHES_MAX):
        if not found or found[0].share >= _ENOUGH or time.process_time() > deadline:
            break
        wider = search.branched(found[0])
        if wider is None or wider.share < found[0].share + _BRANCH_SHARE:
            break
        found.insert(0, wider)
    return found


def disagreeing(program: Text, inputs: Sequence[Fields], outputs: Sequence[str]) -> list[int]:
    """Places of the rows whose output is not what the program gives: candidates for wrong answers in the log."""
    return [i for i, (fields, out) in enumerate(zip(inputs, outputs, strict=True)) if program.value(fields) != out]


class _Search:
    def __init__(self, inputs, outputs, rows: list[int], random: Random, deadline: float) -> None:
        self.inputs, self.outputs, self.rows = inputs, outputs, rows
        self.random, self.deadline = random, deadline

    def drawn(self, rows: Sequence[int]) -> list[Judged]:
        """From several handfuls of ``rows``; judged on the same rows."""
        strata: dict[str, list[int]] = defaultdict(list)
        for i in rows:
            strata[self._shape(i)].append(i)
        found: dict[Text, Judged] = {}
        times: Counter[Text] = Counter()
        for draw in range(_DRAWS):
            if time.process_time() > self.deadline:
                break
            pools = list(strata.values())
            if draw % 2:  # one kind of text; else as many kinds as there are
                pools = self.random.choices(pools, [len(pool) for pool in pools])
            handful = self._handful(pools, _HANDFUL if draw % 3 else _HANDFUL - 1)
            inputs, outputs = [self.inputs[i] for i in handful], [self.outputs[i] for i in handful]
            fits = programs(inputs, outputs, self.deadline - time.process_time(), depth=0)
            for one in fits[:_TRIED]:
                if one.program not in found:
                    found[one.program] = self._judged(one, rows)
                times[one.program] += 1
            best = max(found.values(), key=lambda j: (j.share, -j.cost), default=None)
            if best is not None and times[best.program] >= _AGAIN and draw >= 2:
                break  # found from several handfuls: more of them will not find a better one
        return sorted(found.values(), key=lambda j: (-round(j.share, 3), j.cost))

    def branched(self, known: Judged) -> Judged | None:
        """The rows that the program does not give get one of their own, told apart by a condition."""
        mine = self._given(known.program, self.rows)
        rest = [i for i, given in zip(self.rows, mine, strict=True) if not given]
        if len(rest) < max(_BRANCH_ROWS, _BRANCH_SHARE * len(self.rows)):
            return None
        found: list[tuple[int, float, Text]] = []
        for other in self.drawn(rest)[:_TRIED]:
            its = self._given(other.program, self.rows)
            for split in self._telling(mine, its):
                holds = [split.condition.holds(self.inputs[i]) for i in self.rows]
                for truth, a, b in ((holds, other, known), ([not h for h in holds], known, other)):
                    right = sum(one if h else two for h, one, two in zip(truth, its, mine, strict=True))
                    cost = known.cost + other.cost + 1.2 + split.cost
                    found.append((-right, cost, Choose(split.condition, a.program, b.program)))
        if not found:
            return None
        _, cost, program = min(found, key=lambda f: f[:2])
        return self._judged(Ranked(cost, program), self.rows)

    def _telling(self, mine: list[bool], its: list[bool]) -> list[Split]:
        """The conditions that best tell the rows of one program from those of the other."""
        rows = [k for k in range(len(self.rows)) if mine[k] != its[k]][:_TELLING_ROWS]
        scored = []
        for split in splits([self.inputs[self.rows[k]] for k in rows]):
            right = sum(its[k] == holds for k, holds in zip(rows, split.truth, strict=True))
            scored.append((-max(right, len(rows) - right), split.cost, split))
        return [split for *_, split in sorted(scored, key=lambda s: s[:2])[:_CONDITIONS]]

    def _given(self, program: Text, rows: Sequence[int]) -> list[bool]:
        return [program.value(self.inputs[i]) == self.outputs[i] for i in rows]

    def _judged(self, one: Ranked, rows: Sequence[int]) -> Judged:
        values = [one.program.value(self.inputs[i]) for i in rows]
        right = sum(value == self.outputs[i] for i, value in zip(rows, values, strict=True))
        answered = sum(value is not None for value in values)
        return Judged(right / len(rows), answered / len(rows), one.cost, one.program)

    def _handful(self, strata: list[list[int]], count: int) -> list[int]:
        """From different strata where there are as many, the larger ones more often."""
        chosen: list[int] = []
        weights = [len(stratum) ** 0.5 for stratum in strata]
        for _ in range(count * 4):
            stratum = self.random.choices(strata, weights)[0]
            one = self.random.choice(stratum)
            again = any(self.outputs[one] == self.outputs[i] and self.inputs[one] == self.inputs[i] for i in chosen)
            if not again:
                chosen.append(one)
                weights[strata.index(stratum)] *= 0.2
            if len(chosen) == count:
                break
        return sorted(chosen)

    def _shape(self, i: int) -> str:
        texts = [text for _, text in sorted(self.inputs[i].items())]
        return "|".join(map(_shape, [*texts, self.outputs[i]]))


def _shape(text: str) -> str:
    """Classes of characters in their order, runs shortened to one."""
    shape = ""
    for c in text[:200]:
        kind = "9" if CLASSES["digits"](c) else "a" if c.isalpha() else " " if c.isspace() else c
        if not shape.endswith(kind):
            shape += kind
    return shape
