"""From poses, true ones or seen ones, to what each cube stands on."""

from __future__ import annotations

import numpy as np

from suffice.robot.scene.layout import AREA_HALF_M, TABLE_Z_M, Area, Layout
from suffice.robot.scene.observation import Observation
from suffice.robot.scene.supports import AIR, ASKEW, HAND, TABLE, Supports

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
