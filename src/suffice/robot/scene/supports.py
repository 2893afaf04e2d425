"""The symbolic state: what each cube stands on; and such states as starts and goals are made of."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from suffice.errors import UsageError
from suffice.robot.scene.layout import Layout

Supports = Mapping[str, str]  # cube -> a cube, an area, or one of these:
TABLE, HAND, AIR, ASKEW = "table", "hand", "air", "askew"


def clear(supports: Supports) -> tuple[str, ...]:
    """The cubes that nothing stands on."""
    return tuple(cube for cube in supports if cube not in supports.values())


def empty(supports: Supports, layout: Layout) -> list[str]:
    """The areas that nothing stands on."""
    return [area.name for area in layout.areas if area.name not in supports.values()]


def holds(goal: Supports, supports: Supports) -> bool:
    """Whether everything that a goal names stands where it shall."""
    return all(supports.get(cube) == below for cube, below in goal.items())


def stack(supports: Supports, place: str) -> tuple[str, ...]:
    """The cubes on a place, from below upwards."""
    standing = []
    while above := next((cube for cube, below in supports.items() if below == place), None):
        standing.append(above)
        place = above
    return tuple(standing)


def tower(layout: Layout, place: str | None = None) -> dict[str, str]:
    """All cubes on one area (the first, if none is named), the biggest below."""
    names = [cube.name for cube in layout.cubes]
    return dict(zip(names, [*names[1:], place or layout.areas[0].name], strict=True))


def piled(layout: Layout, areas: Mapping[str, str]) -> dict[str, str]:
    """Each area's cubes in one stack, the biggest below. ``areas``: that of every cube."""
    top: dict[str, str] = {}
    supports = {}
    for cube in reversed(layout.cubes):
        area = areas[cube.name]
        supports[cube.name] = top.get(area, area)
        top[area] = cube.name
    return supports


def scattered(layout: Layout, rng: np.random.Generator) -> dict[str, str]:
    """Every cube on an area drawn at random, smaller on bigger."""
    drawn = {cube.name: layout.areas[rng.integers(len(layout.areas))].name for cube in reversed(layout.cubes)}
    return piled(layout, drawn)


def checked(supports: Supports, layout: Layout) -> dict[str, str]:
    """A start that can be set up. Raises UsageError where cubes are missing, unknown, shared or in a circle."""
    cubes = {cube.name for cube in layout.cubes}
    if set(supports) != cubes:
        wrong = ", ".join(sorted(set(supports) ^ cubes))
        raise UsageError(f"a start says of every cube what it stands on; missing or unknown: {wrong}")
    for cube, below in supports.items():
        if below not in cubes:
            layout.area(below)
        if list(supports.values()).count(below) > 1:
            raise UsageError(f"two cubes stand on '{below}': one of them must stand on the other, or elsewhere")
        seen = {cube}
        while below in cubes:
            if below in seen:
                raise UsageError(f"'{cube}' stands, in the end, on itself")
            seen.add(below)
            below = supports[below]
    return dict(supports)
