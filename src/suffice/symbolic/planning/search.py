"""Search for plans: breadth first, which finds shortest ones, and best first where that grows too large."""

from __future__ import annotations

from heapq import heappop, heappush

from suffice.symbolic.planning.ground import Step, Task

WIDE, BEST = 300_000, 30_000  # states seen breadth first, and best first


class TooLarge(Exception):
    """More states than are searched."""


def shortest(task: Task, most: int = WIDE) -> list[Step] | None:
    """A plan with as few steps as possible; None where all that can be reached was seen. Raises TooLarge."""
    came: dict[int, tuple[int, Step] | None] = {task.start: None}
    ring = [task.start]
    if task.done(task.start):
        return []
    while ring:
        further: list[int] = []
        for state in ring:
            for step, following in task.after(state):
                if following in came:
                    continue
                came[following] = state, step
                if task.done(following):
                    return _back(came, following)
                further.append(following)
        if len(came) > most:
            raise TooLarge(f"more than {most:,} states can be reached")
        ring = further
    return None


def any_plan(task: Task, most: int = BEST) -> list[Step] | None:
    """A plan, long or short, by the additive estimate (Bonet and Geffner 2001). Raises TooLarge."""
    came: dict[int, tuple[int, Step] | None] = {task.start: None}
    queue = [(0.0, 0, task.start)]
    while queue:
        _, _, state = heappop(queue)
        if task.done(state):
            return _back(came, state)
        for step, following in task.after(state):
            if following in came:
                continue
            came[following] = state, step
            left = _estimate(task, following)
            if left is not None:
                heappush(queue, (left, len(came), following))
        if len(came) > most:
            raise TooLarge(f"more than {most:,} states were looked at")
    return None


def _estimate(task: Task, state: int) -> float | None:
    """About how many steps are missing, as if each fact of the goal were reached by itself; None: no way at all."""
    cost: dict[int, float] = {}
    rest = state
    while rest:
        bit = rest & -rest
        cost[bit] = 0.0
        rest ^= bit
    changed = True
    while changed:
        changed = False
        for step in task.steps:
            price, bits = 1.0, step.asks
            while bits:
                bit = bits & -bits
                known = cost.get(bit)
                if known is None:
                    break
                price += known
                bits ^= bit
            if bits:
                continue
            bits = step.adds
            while bits:
                bit = bits & -bits
                if price < cost.get(bit, float("inf")):
                    cost[bit] = price
                    changed = True
                bits ^= bit
    total, bits = 0.0, task.goal
    while bits:
        bit = bits & -bits
        if bit not in cost:
            return None
        total += cost[bit]
        bits ^= bit
    return total


def _back(came: dict[int, tuple[int, Step] | None], state: int) -> list[Step]:
    steps: list[Step] = []
    while (before := came[state]) is not None:
        state = before[0]
        steps.append(before[1])
    return steps[::-1]
