"""What plans do not cover: a cube left in the hand, a fallen one in the way; and what must be refused before moving."""

from __future__ import annotations

import numpy as np

from suffice.robot.moves import Move, landing
from suffice.robot.scene import Layout, Observation, Supports, ground
from suffice.robot.scene.grounding import GAP_M
from suffice.robot.scene.layout import REACH_M, SHOULDER_X_M, TABLE_Z_M
from suffice.robot.scene.supports import AIR, ASKEW, HAND, TABLE, empty, stack

IN_THE_WAY_M = 0.10  # of an area's middle: a cube that lies there would be hit
GRIPPED_M = 0.02


def holding(seen: Observation, layout: Layout) -> str | None:
    """The cube between closed fingers, wherever it is."""
    for cube in layout.cubes:
        away = seen.cubes[cube.name].position_m - seen.hand_m
        if np.abs(away).max() < GRIPPED_M and seen.aperture_m < cube.width_m + 0.004 and seen.closing > 0:
            return cube.name
    return None


def refusal(seen: Observation, layout: Layout, goal: Supports) -> str | None:
    """Why nothing may be moved at all: unknown things, cubes out of reach or off the table."""
    places = {area.name for area in layout.areas} | {cube.name for cube in layout.cubes}
    for cube, below in goal.items():
        if cube not in seen.cubes:
            return f"there is no cube '{cube}'; there are: {', '.join(seen.cubes)}"
        if below not in places:
            return f"there is no '{below}' to put {cube} on; there are: {', '.join(sorted(places))}"
    for name, pose in seen.cubes.items():
        x, y, z = pose.position_m
        if z < TABLE_Z_M:
            return f"the {name} cube is not on the table"
        far = np.hypot(x - SHOULDER_X_M, y)
        if far > REACH_M:
            return f"the {name} cube lies {far:.3f} m from the shoulder, out of reach ({REACH_M} m)"
    return None


def put_away(held: str, seen: Observation, layout: Layout) -> Move | None:
    """Where to put a cube that is in the hand: the nearest free place where it does not stand on a smaller one. None
    where there is no place at all."""
    places = _places(held, ground(seen, layout), seen, layout)
    return min(places, key=lambda move: _way(move, seen, layout), default=None)


def tidied(seen: Observation, layout: Layout) -> list[Move]:
    """The ways to take a fallen or leaning cube out of the way, or what stands on it; none where there is nothing to
    tidy."""
    supports = ground(seen, layout)
    for cube, below in supports.items():
        position = seen.cubes[cube].position_m
        near = any(np.hypot(position[0] - area.x_m, position[1] - area.y_m) < IN_THE_WAY_M for area in layout.areas)
        if below in (AIR, ASKEW) or (below == TABLE and near):
            return _places((cube, *stack(supports, cube))[-1], supports, seen, layout)
    return []


def _places(cube: str, supports: Supports, seen: Observation, layout: Layout) -> list[Move]:
    """Where a cube may be put: on free areas and on towers that stand on one, not on a smaller cube if it can be
    helped, and not beside what hinders it."""
    towers = [stack(supports, area.name) for area in layout.areas]
    tops = [tower[-1] for tower in towers if tower and tower[-1] != cube]
    good = [to for to in (*empty({**supports, cube: HAND}, layout), *tops) if layout.fits(cube, to)]
    clean = [to for to in good if not _hindered(Move(cube, to), seen, layout)]
    return [Move(cube, to) for to in clean or good or tops]


def _hindered(move: Move, seen: Observation, layout: Layout) -> bool:
    """Whether another cube reaches into the room that one would take."""
    at, half = landing(seen, layout, move.to), layout.cube(move.cube).half_m
    for other in layout.cubes:
        away = np.abs(seen.cubes[other.name].position_m - at)
        higher = seen.cubes[other.name].position_m[2] + other.half_m > at[2] + GAP_M
        if other.name != move.cube and higher and away[:2].max() < half + other.half_m:
            return True
    return False


def _way(move: Move, seen: Observation, layout: Layout) -> float:
    return float(np.linalg.norm(landing(seen, layout, move.to) - seen.cubes[move.cube].position_m))
