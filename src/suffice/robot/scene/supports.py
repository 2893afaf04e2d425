"""The symbolic state: what each cube stands on, grounded from poses alone (true ones or seen ones)."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from suffice.errors import UsageError
from suffice.robot.scene.layout import AREA_HALF_M, TABLE_Z_M, Area, Layout
from suffice.robot.scene.observation import Observation

Supports = Mapping[str, str]  # cube -> a cube, an area, or one of these:
TABLE, HAND, AIR, ASKEW = "table", "hand", "air", "askew"

GAP_M = 0.008  # a cube whose underside is that near to a top stands on it
HELD_M = 0.015  # a cube is held when its centre is that near to the point between the finger tips
TILT_RAD = 0.2
ON_AREA_M = AREA_HALF_M + 0.01
BORDER_M = 0.01  # of an area: there a cube lies where it was, on or beside it


def ground(seen: Observation, layout: Layout, before: Supports | None = None) -> dict[str, str]:
    """What each cube stands on. ``table``: beside the areas, or on one on which another cube stands nearer its middle;
    ``askew``: tilted; ``air``: nothing found below it. ``before`` decides at the border of an area."""
    found = {cube.name: _support(cube.name, seen, layout, before or {}) for cube in layout.cubes}
    for area in layout.areas:
        sharing = sorted((_away(seen, name, area), name) for name, below in found.items() if below == area.name)
        found |= {name: TABLE for _, name in sharing[1:]}
    return found


def _away(seen: Observation, name: str, area: Area) -> float:
    """How far a cube lies from the middle of an area, along its sides."""
    position = seen.cubes[name].position_m
    return float(max(abs(position[0] - area.x_m), abs(position[1] - area.y_m)))


def _support(name: str, seen: Observation, layout: Layout, before: Supports) -> str:
    half = layout.cube(name).half_m
    pose = seen.cubes[name]
    position = pose.position_m
    below: list[tuple[float, str]] = []
    for other in layout.cubes:
        if other.name == name:
            continue
        there = seen.cubes[other.name].position_m
        gap = position[2] - half - (there[2] + other.half_m)
        if abs(gap) < GAP_M and np.abs(position[:2] - there[:2]).max() < other.half_m + half / 2:
            below.append((float(np.hypot(*(position[:2] - there[:2]))), other.name))
    if pose.tilt_rad > TILT_RAD:
        return ASKEW
    if below:
        return min(below)[1]
    if position[2] - half - TABLE_Z_M < GAP_M:
        for area in layout.areas:
            border = {area.name: BORDER_M, TABLE: -BORDER_M}.get(before.get(name, ""), 0.0)
            if _away(seen, name, area) < ON_AREA_M + border:
                return area.name
        return TABLE
    grasped = abs(seen.aperture_m - 2 * half) < 0.01 and np.linalg.norm(position - seen.hand_m) < HELD_M
    return HAND if grasped else AIR


def clear(supports: Supports) -> tuple[str, ...]:
    """The cubes that nothing stands on."""
    return tuple(cube for cube in supports if cube not in supports.values())


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
