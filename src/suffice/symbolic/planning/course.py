"""New plans for one goal, quickly, wherever things went another way: the last plan is joined again where that is near.

The search is weighted A* (Pohl 1970) towards every state that the last plan leads through: f = steps so far, plus
``WEIGHT`` times the facts that are missing there, plus the steps from there on. It goes on for a while after the first
way was found. Plans are valid, not always shortest.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from heapq import heappop, heappush
from typing import Any

from suffice.symbolic.planning.ground import Fact, Step, Task, ground
from suffice.symbolic.planning.solve import solution
from suffice.symbolic.solution import Solution

WEIGHT = 3
MORE, MOST = 800, 5_000  # states looked at, once a way was found and before
Name = tuple[str, ...]  # an action and its objects


class Course:
    """``body``: the Problem, with everything as its start that may hold somewhere on the way: it is made ready once.
    Facts beyond those are left aside, so whoever takes a plan from here has it checked."""

    def __init__(self, body: Mapping[str, Any]) -> None:
        self._task = task = ground(body)
        self._bit = {fact: 1 << place for place, fact in enumerate(task.facts)}
        self._steps = {step.name: step for step in task.steps}
        kinds = {literal[0] for literal in body["goal"]}  # by facts of these it is told how far two states are apart
        self._telling = sum(bit for fact, bit in self._bit.items() if fact[0] in kinds)
        self._known: dict[int, tuple[Step, ...]] = {}  # states on plans, and what is left of them there
        self._near: list[int] = []  # those of the last plan

    def remember(self, start: Collection[Fact], plan: Sequence[Name]) -> None:
        """The plan that later ones may join; not one with steps that this Problem does not have."""
        if not self._steps.keys() >= set(plan):
            return
        state, left = self._state(start), tuple(self._steps[name] for name in plan)
        self._near = [state]
        self._keep(state, left)
        while left:
            state = state & ~left[0].drops | left[0].adds
            left = left[1:]
            self._near.append(state)
            self._keep(state, left)

    def plan(self, starts: Sequence[Collection[Fact]]) -> tuple[int, Solution] | None:
        """From which of ``starts``, and the plan from there; None where no way was found."""
        states = [self._state(start) for start in starts]
        near = [(state & self._telling, len(self._known[state])) for state in self._near]
        found = _joined(self._task, states, self._known, near, self._telling)
        if found is None:
            return None
        first, plan = found
        return first, solution(replace(self._task, start=states[first]), plan)

    def _keep(self, state: int, left: tuple[Step, ...]) -> None:
        if state not in self._known or len(left) < len(self._known[state]):
            self._known[state] = left

    def _state(self, facts: Collection[Fact]) -> int:
        return sum(self._bit.get(fact, 0) for fact in facts)


def _joined(
    task: Task,
    starts: Sequence[int],
    known: Mapping[int, tuple[Step, ...]],
    near: Sequence[tuple[int, int]],
    telling: int,
) -> tuple[int, list[Step]] | None:
    """The number of the start, and the steps from it to the goal. ``near``: states (what is telling of them), and how
    many steps are left from each."""
    near = near or [(task.goal & telling, 0)]

    def far(state: int) -> float:
        missing = ~(state & telling)
        return min([WEIGHT * (there & missing).bit_count() + left for there, left in near])

    came: dict[int, tuple[int, int, Step | None]] = {}  # steps so far, the state before (at first: which start), step
    queue: list[tuple[float, int, int]] = []
    best: tuple[int, int] | None = None  # length, and the state where what is known goes on

    def reached(state: int, so_far: int, before: int, step: Step | None) -> None:
        nonlocal best
        if state in came and came[state][0] <= so_far:
            return
        came[state] = so_far, before, step
        left = 0 if task.done(state) else len(known[state]) if state in known else None
        if left is None:
            heappush(queue, (so_far + far(state), len(came), state))
        elif best is None or so_far + left < best[0]:
            best = so_far + left, state

    for number, start in enumerate(starts):
        reached(start, 0, number, None)
    while queue and len(came) < (MORE if best else MOST):
        state = heappop(queue)[2]
        so_far = came[state][0] + 1
        if best is None or so_far + (task.goal & ~state).bit_count() <= best[0]:
            for step, following in task.after(state):
                reached(following, so_far, state, step)
    if best is None:
        return None
    steps, state = list[Step](), best[1]
    while (step := came[state][2]) is not None:
        steps.append(step)
        state = came[state][1]
    return came[state][1], [*steps[::-1], *(() if task.done(best[1]) else known[best[1]])]
