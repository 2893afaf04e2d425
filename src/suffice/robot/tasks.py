"""Three tasks for the same skills, none demonstrated: the towers of Hanoi, a given pattern, sorting. Drawn by seed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from suffice.errors import UsageError
from suffice.robot.scene import Layout, Supports, tower
from suffice.robot.scene.supports import piled, scattered

TASKS = ("hanoi", "pattern", "sort")
_WARM = ("red", "orange", "yellow")


@dataclass(frozen=True, slots=True)
class Assignment:
    """What stands on what at the start, and shall in the end."""

    start: Supports
    goal: Supports


def assigned(task: str, layout: Layout, seed: int) -> Assignment:
    """Raises UsageError for a task that is not known."""
    rng = np.random.default_rng((seed, 7))
    match task:
        case "hanoi":
            return Assignment(tower(layout), tower(layout, layout.areas[-1].name))
        case "pattern":
            return _different(layout, rng, lambda: scattered(layout, rng))
        case "sort":
            groups = by_colour(layout) if seed % 2 else by_size(layout)
            return _different(layout, rng, lambda: piled(layout, groups))
    raise UsageError(f"no task '{task}'; there are: {', '.join(TASKS)}")


def by_size(layout: Layout) -> dict[str, str]:
    """The smallest cubes to the first area, the biggest to the last."""
    count, areas = len(layout.cubes), layout.areas
    return {cube.name: areas[i * len(areas) // count].name for i, cube in enumerate(layout.cubes)}


def by_colour(layout: Layout) -> dict[str, str]:
    """Warm colours to the first area, cold ones to the last."""
    return {cube.name: layout.areas[0 if cube.name in _WARM else -1].name for cube in layout.cubes}


def _different(layout: Layout, rng: np.random.Generator, goal: Callable[[], Supports]) -> Assignment:
    """A start at random that is not the goal already."""
    while True:
        start, wanted = scattered(layout, rng), goal()
        if start != wanted:
            return Assignment(start, wanted)
