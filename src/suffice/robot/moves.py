"""A move: one cube, put on a cube or an area; which moves the game allows, and what the hand must mind on the way."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from suffice.robot.scene import Layout, Observation, Supports
from suffice.robot.scene.layout import TABLE_Z_M
from suffice.robot.scene.supports import clear, empty

HAND_HALF_M = 0.135  # the hand is 0.2 m wide along the areas, and cubes stand out from their middle
FINGER_M = 0.015  # the finger tips reach that far below the point between them, with 3 mm to spare
HOVER_M = 0.018  # above what is approached
OVER_M = 0.03  # above what is passed
WITHDRAWN_M = 0.045  # from a released cube's top


@dataclass(frozen=True, slots=True)
class Move:
    """Put ``cube`` on ``to``, a cube or an area."""

    cube: str
    to: str

    def __str__(self) -> str:
        return f"{self.cube} -> {self.to}"


def legal_moves(layout: Layout, supports: Supports) -> list[Move]:
    """What the game allows: clear cubes onto bigger clear ones or empty areas elsewhere."""
    tops = clear(supports)
    return [
        Move(cube, to)
        for cube in tops
        for to in (*empty(supports, layout), *tops)
        if to != supports[cube] and layout.fits(cube, to)
    ]


def landing(seen: Observation, layout: Layout, to: str) -> np.ndarray:
    """The middle of the top of a cube or of an area, in metres. Raises UsageError for neither."""
    for cube in layout.cubes:
        if cube.name == to:
            return seen.cubes[to].position_m + np.array([0, 0, cube.half_m])
    area = layout.area(to)
    return np.array([area.x_m, area.y_m, TABLE_Z_M])


def ceiling(seen: Observation, layout: Layout, at: np.ndarray, to: np.ndarray, without: str | None = None) -> float:
    """The highest top that the hand passes between two points, in metres; ``without``: the cube that it holds."""
    low, high = sorted((at[1], to[1]))
    tops = [
        seen.cubes[cube.name].position_m[2] + cube.half_m
        for cube in layout.cubes
        if cube.name != without and low - HAND_HALF_M < seen.cubes[cube.name].position_m[1] < high + HAND_HALF_M
    ]
    return float(max(tops, default=TABLE_Z_M))
