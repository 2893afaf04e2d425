"""The fewest moves from what stands where to what shall: searched breadth first, as few cubes allow."""

from __future__ import annotations

from collections import deque

from suffice.robot.moves import Move, legal_moves
from suffice.robot.scene import Layout, Supports
from suffice.robot.scene.supports import TABLE, holds


def shortest(layout: Layout, start: Supports, goal: Supports) -> list[Move] | None:
    """None where there is no way, or a cube stands on nothing that a plan knows."""
    if not standing(start, layout):
        return None
    first = tuple(sorted(start.items()))
    came: dict[tuple, tuple[tuple, Move] | None] = {first: None}
    queue = deque([first])
    while queue:
        state = queue.popleft()
        now = dict(state)
        if holds(goal, now):
            return _way(came, state)
        for move in legal_moves(layout, now):
            after = tuple(sorted({**now, move.cube: move.to}.items()))
            if after not in came:
                came[after] = (state, move)
                queue.append(after)
    return None


def standing(supports: Supports, layout: Layout) -> bool:
    """Whether every cube stands on another, on an area or beside the areas: none is held, tilted or in the air."""
    return set(supports.values()) <= {TABLE, *(thing.name for thing in (*layout.cubes, *layout.areas))}


def _way(came, state) -> list[Move]:
    moves = []
    while came[state]:
        state, move = came[state]
        moves.append(move)
    return moves[::-1]
