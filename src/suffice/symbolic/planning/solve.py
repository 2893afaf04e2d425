"""Finds plans and writes down what each of their actions changes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from suffice.records import Abstain, Code, Json
from suffice.symbolic.planning.ground import Step, Task, TooMany, ground
from suffice.symbolic.planning.search import TooLarge, any_plan, shortest
from suffice.symbolic.planning.telling import written
from suffice.symbolic.solution import Solution

_QUICK = 30_000  # states, breadth first, where any plan will do


def solve(body: Mapping[str, Any]) -> Solution | Abstain:
    """The plan with a step for each action, or why there is none."""
    find = body.get("find", "plan")
    try:
        task = ground(body)
        if task.impossible:
            return Abstain(Code.INCONSISTENT, _never(task))
        plan = _planned(task, find)
    except TooMany:
        return Abstain(Code.TOO_HARD, "too many ways to choose objects for the actions")
    except TooLarge as large:
        return Abstain(Code.TOO_HARD, str(large))
    if plan is None:
        return Abstain(Code.INCONSISTENT, "the goal cannot be reached: every state that can be reached was searched")
    return solution(task, plan, find)


def solution(task: Task, plan: Sequence[Step], find: str = "plan") -> Solution:
    """A plan from the task's start as the checker takes it."""
    names = [step.name for step in plan]
    value = str(len(names)) if find == "steps" else written(names)
    count = f"{len(names)} action{'s' * (len(names) != 1)}"
    say = f"A shortest plan takes {count}." if find == "steps" else f"A plan of {count}: {value}."
    return Solution(value, say, tuple(_told(task, plan)), {"optimal": True} if find != "plan" else {})


def _planned(task: Task, find: str) -> list[Step] | None:
    if find != "plan":
        return shortest(task)
    try:
        return shortest(task, _QUICK)
    except TooLarge:
        return any_plan(task)


def _never(task: Task) -> str:
    if task.impossible[-1] == ("=",):
        return "the goal cannot be reached: it wants two different objects to be equal, or one to differ from itself"
    facts = " and ".join(f"({' '.join(fact)})" for fact in task.impossible[:3])
    return f"the goal cannot be reached: no action brings about {facts}"


def _told(task: Task, plan: Sequence[Step]) -> list[dict[str, Json]]:
    """One step of the working per action: what becomes true by it and what false."""
    state, steps = task.start, list[dict[str, Json]]()
    for step in plan:
        after = state & ~step.drops | step.adds
        adds, drops = (_facts(task, bits) for bits in (after & ~state, state & ~after))
        shown = ", ".join([*(f"({' '.join(fact)})" for fact in adds), *(f"not ({' '.join(fact)})" for fact in drops)])
        steps.append({"say": written([step.name]), "expr": list(step.name), "value": [adds, drops], "shown": shown})
        state = after
    return steps


def _facts(task: Task, bits: int) -> list[list[str]]:
    return [list(fact) for place, fact in enumerate(task.facts) if bits >> place & 1]
