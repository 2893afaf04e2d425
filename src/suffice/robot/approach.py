"""From which side a cube is gripped: where the fingers have room, leaning outwards where the arm would not reach.

A cube has two pairs of sides. ``Grip.yaw_rad`` is the hand's turn with which its fingers close on one of them; with a
turn of 0 they open along the areas.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product

import numpy as np

from suffice.robot.moves import ceiling
from suffice.robot.scene import Layout, Observation, ground
from suffice.robot.scene.layout import LEVEL_REACH_M, SHOULDER_X_M
from suffice.robot.scene.supports import AIR

# The open hand. Pairs: across the opening, and along it.
PAD_AT_M, PAD_HALF_M = 0.043, (0.008, 0.004)  # a finger's middle from the hand's, and half its sides
TIP_M = 0.012  # the fingers below the point between them
PALM_HALF_M, PALM_ENDS_M = (0.032, 0.104), (0.031, 0.123)  # half its sides; its ends above that point
MARGIN_M = 0.003
LEAN_RAD = 0.4
OUTWARDS = 0.6  # of a lean, at least, where the arm would not reach without
BESIDE_M = 0.045  # between cubes: room for a finger on its way down
FROM_AREA_M = 0.105  # a cube put down beside the areas is in nobody's way there
GRID_M = (np.arange(-0.2, 0.2, 0.02), np.arange(-0.34, 0.36, 0.02))  # x and y of the places looked at for it
DIAGONAL = 1.4  # of a square's half sides: cubes that far apart do not meet, however they are turned
TALLER_M = 0.01


@dataclass(frozen=True, slots=True)
class Grip:
    """``lean_rad``: how far the hand leans towards where its own turn points: across its opening, else the fingers
    would not close on flat sides."""

    yaw_rad: float
    lean_rad: float = 0.0


@dataclass(frozen=True, slots=True, eq=False)
class Approach:
    """``cube`` is gripped with ``grip``; ``to_m``: where it is then drawn to and let go of (x, y), if it is."""

    cube: str
    grip: Grip
    to_m: np.ndarray | None


def grip(seen: Observation, layout: Layout, cube: str) -> Grip | None:
    """The straightest grip that the arm reaches and that leaves the hand room; None where the cube is hemmed in."""
    yaw = seen.cubes[cube].yaw_rad
    sides = (yaw, yaw - np.pi / 2 if yaw > 0 else yaw + np.pi / 2)
    ways = (Grip(side, lean) for lean in (0.0, LEAN_RAD, -LEAN_RAD) for side in sides)
    found = [one for one in ways if _reached(seen, cube, one) and not any(_hemming(seen, layout, cube, one))]
    return min(found, key=lambda one: (abs(one.lean_rad), abs(one.yaw_rad)), default=None)


def approach(seen: Observation, layout: Layout, cube: str) -> Approach | None:
    """How to come to grips with a cube: at once, or by drawing it to a better place, or another one apart from it,
    first. None where nothing can be gripped."""
    found = grip(seen, layout, cube)
    if found is not None:
        return Approach(cube, found, free_place(seen, layout, cube) if found.lean_rad else None)
    for other in hemming(seen, layout, cube):
        free, to = grip(seen, layout, other), free_place(seen, layout, other)
        if free is not None and to is not None:
            return Approach(other, free, to)
    return None


def towered(seen: Observation, layout: Layout, cube: str) -> bool:
    """Whether what stands beside a cube is higher, so that the hand must come from straight above."""
    at = seen.cubes[cube].position_m
    return ceiling(seen, layout, at, at) > at[2] + layout.cube(cube).half_m + TALLER_M


def hemming(seen: Observation, layout: Layout, cube: str) -> list[str]:
    """The cubes that leave the fingers no room; those first that leave none on either side."""
    yaw = seen.cubes[cube].yaw_rad
    found = [one for side in (yaw, yaw + np.pi / 2) for one in _hemming(seen, layout, cube, Grip(side))]
    return sorted(set(found), key=lambda one: (-found.count(one), one))


def free_place(seen: Observation, layout: Layout, cube: str) -> np.ndarray | None:
    """Where beside the areas a cube may be drawn over the table: the nearest free place within level reach (x, y).
    None where there is none, or where the cube is on another one or below one."""
    half, at = layout.cube(cube).half_m, seen.cubes[cube].position_m[:2]
    supports = ground(seen, layout)
    if cube in supports.values() or supports[cube] in (*supports, AIR):
        return None
    others = [(seen.cubes[one.name].position_m[:2], one.half_m) for one in layout.cubes if one.name != cube]
    found, nearest = None, np.inf
    for x, y in product(*GRID_M):
        to = np.array([x, y])
        way = float(np.hypot(*(to - at)))
        if way >= nearest or np.hypot(x - SHOULDER_X_M, y) > LEVEL_REACH_M - 0.02:
            continue
        if any(np.hypot(x - area.x_m, y - area.y_m) < FROM_AREA_M for area in layout.areas):
            continue
        if all(_passes(at, to, there, half + other) for there, other in others):
            found, nearest = to, way
    return found


def _passes(at: np.ndarray, to: np.ndarray, there: np.ndarray, halves_m: float) -> bool:
    """Whether a cube ends clear of another one and comes no nearer to it on the way than it is, or than is safe."""
    if np.hypot(*(to - there)) < DIAGONAL * halves_m + BESIDE_M:
        return False
    share = np.clip((there - at) @ (to - at) / max(1e-9, float((to - at) @ (to - at))), 0, 1)
    nearest = float(np.hypot(*(at + share * (to - at) - there)))
    return nearest > min(DIAGONAL * halves_m + 0.01, float(np.hypot(*(at - there))) - 0.002)


def _reached(seen: Observation, cube: str, one: Grip) -> bool:
    """Whether the arm reaches far enough with that grip."""
    away = seen.cubes[cube].position_m[:2] - np.array([SHOULDER_X_M, 0])
    far = float(np.hypot(*away))
    outwards = float(np.array([np.cos(one.yaw_rad), np.sin(one.yaw_rad)]) @ away) / far
    return far < LEVEL_REACH_M or outwards * one.lean_rad > OUTWARDS * LEAN_RAD


def _hemming(seen: Observation, layout: Layout, cube: str, one: Grip) -> Iterator[str]:
    """The cubes in which a hand that grips like this would stand with a finger or with its palm."""
    at, yaw = seen.cubes[cube].position_m, one.yaw_rad
    pads = [(_turned(np.array([0, side * PAD_AT_M]), yaw), yaw, np.array(PAD_HALF_M)) for side in (-1, 1)]
    across, above = _palm(one.lean_rad)
    palm = (_turned(np.array([across.mean(), 0]), yaw), yaw, np.array([np.ptp(across) / 2, PALM_HALF_M[1]]))
    for other in layout.cubes:
        pose = seen.cubes[other.name]
        top = pose.position_m[2] + other.half_m - at[2]
        if other.name == cube or top < -TIP_M:
            continue
        theirs = (pose.position_m[:2] - at[:2], pose.yaw_rad, np.array([other.half_m] * 2))
        if any(_meet(ours, theirs) for ours in (*pads, *([palm] if top > above - MARGIN_M else []))):
            yield other.name


def _palm(lean_rad: float) -> tuple[np.ndarray, float]:
    """From where to where the palm is, across the opening, and how far above the point between the finger tips."""
    corners = np.array([(side * PALM_HALF_M[0], end) for side in (-1, 1) for end in PALM_ENDS_M])
    along, up = np.cos(lean_rad), np.sin(lean_rad)
    across = corners @ np.array([along, up])
    return np.array([across.min(), across.max()]), float((corners @ np.array([-up, along])).min())


_Rectangle = tuple[np.ndarray, float, np.ndarray]  # its middle, its turn, half its sides


def _meet(one: _Rectangle, other: _Rectangle) -> bool:
    """Whether two rectangles overlap, or nearly do: no line along a side of either parts them."""
    between = other[0] - one[0]
    for _, turn, _ in (one, other):
        for axis in (_turned(np.array([1.0, 0]), turn), _turned(np.array([0, 1.0]), turn)):
            reach = sum(
                float(np.abs(_turned(np.array([1.0, 0]), yaw) @ axis) * half[0]
                      + np.abs(_turned(np.array([0, 1.0]), yaw) @ axis) * half[1])
                for _, yaw, half in (one, other)
            )  # fmt: skip
            if abs(float(between @ axis)) > reach + MARGIN_M:
                return False
    return True


def _turned(vector: np.ndarray, yaw: float) -> np.ndarray:
    return np.array([np.cos(yaw) * vector[0] - np.sin(yaw) * vector[1],
                     np.sin(yaw) * vector[0] + np.cos(yaw) * vector[1]])  # fmt: skip
