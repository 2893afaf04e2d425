"""What a skill sees: relative positions at four scales, so that a millimetre counts near by as a decimetre far off.

A distance d enters as d / 10 cm (cut at 1) and as tanh of d / 4 cm, d / 1 cm and d / 3 mm. Nothing absolute and no
cube's name enters: what was learned with three cubes holds for seven.
"""

from __future__ import annotations

from enum import StrEnum

import numpy as np

from suffice.robot.moves import FINGER_M, HOVER_M, OVER_M, Move, ceiling, landing
from suffice.robot.scene import Layout, Observation
from suffice.robot.scene.observation import quarter

SCALES_M = (0.04, 0.01, 0.003)
WIDEST_M, ROOM_M = 0.08, 0.04  # the fingers' opening, and what it leaves beside the smallest cube
ABOVE_IT_M = 0.03  # that near to where it leads, to the side, nothing else is passed any more


class Skill(StrEnum):
    """The parts of a move, in their order."""

    REACH_PICK = "reach-pick"
    GRASP = "grasp"
    REACH_PLACE = "reach-place"
    RELEASE = "release"


def relations(skill: Skill, seen: Observation, layout: Layout, move: Move) -> np.ndarray:
    """7 numbers: to the target (x, y, z), turn still to make, height above the lowest that is safe, room between
    fingers and cube, commanded closing. Lengths in metres; the turn is in radians. Room is stretched so that open
    fingers are 4 cm wide of a cube of any size.

    Reach-pick and grasp aim at the cube with the hand; reach-place and release at the landing with the held cube.
    """
    half = layout.cube(move.cube).half_m
    cube, hand = seen.cubes[move.cube].position_m, seen.hand_m
    # of what moves: its lowest point, from where, to where; the top that it leads to; the cube that moves along
    if skill in (Skill.REACH_PICK, Skill.GRASP):
        target = cube + np.array([0, 0, half + FINGER_M + HOVER_M if skill is Skill.REACH_PICK else 0.0])
        to, turn = target - hand, seen.cubes[move.cube].yaw_rad - seen.hand_yaw_rad
        lowest, start, end, there, held = hand[2] - FINGER_M, hand, cube, cube[2] + half, None
    else:
        place = landing(seen, layout, move.to)
        to, turn = place - (cube - np.array([0, 0, half])), -seen.hand_yaw_rad
        if skill is Skill.REACH_PLACE:
            to[2] += HOVER_M
        lowest, start, end, there, held = cube[2] - half, cube, cube + to, place[2], move.cube
    if skill is Skill.RELEASE:
        above = hand[2] - cube[2] - half
    else:
        over = float(np.hypot(to[0], to[1])) < ABOVE_IT_M
        above = lowest - OVER_M - (there if over else ceiling(seen, layout, start, end, without=held))
    if skill in (Skill.REACH_PICK, Skill.REACH_PLACE):
        above = max(above, -OVER_M)  # however much too low: up, as in every lift
    room = (seen.aperture_m - 2 * half) * ROOM_M / (WIDEST_M - 2 * half)
    return np.array([*to, quarter(turn), above, room, seen.closing])


def scaled(relation: np.ndarray) -> np.ndarray:
    """``relations`` (..., 7) as a network's input (..., 29)."""
    across = np.linalg.norm(relation[..., :2], axis=-1, keepdims=True)
    lengths = np.concatenate([relation[..., :3], relation[..., 4:6], across], axis=-1)
    turn, closing = relation[..., 3:4], relation[..., 6:7]
    fingers = [closing, np.tanh((closing - 0.9) / 0.1), np.tanh((closing + 0.9) / 0.1)]
    near = [np.tanh(lengths / scale) for scale in SCALES_M]
    return np.concatenate([np.clip(lengths / 0.1, -1, 1), *near, turn, np.tanh(turn / 0.1), *fingers], axis=-1)
