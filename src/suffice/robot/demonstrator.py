"""The scripted demonstrator: it shows single moves, never how to solve a puzzle.

A proportional law on the same relations that the skills see, with noise: what it wants is recorded, what it does
is that plus noise, so that the recording holds the way back from mistakes too.
"""

from __future__ import annotations

import numpy as np

from suffice.robot.acting import GAIN
from suffice.robot.features import Skill, relations
from suffice.robot.moves import WITHDRAWN_M, Move
from suffice.robot.scene import Layout, Observation
from suffice.robot.scene.control import CLOSED, OPEN, STEP_M, STEP_RAD

NEAR_M = 0.02  # beside the target: from here on straight down
STILL_M, CLOSE_M, TURNED_RAD = 0.004, 0.006, 0.06
THROUGH_M = 0.015  # a reach aims that far below where it ends, and goes on into the next part without stopping
LANDED_M, LOWERING = 0.0025, -0.25
FREE_M = 0.012  # room beside a released cube, stretched as relations have it


def wanted(skill: Skill, relation: np.ndarray) -> np.ndarray:
    """x, y, z, turn about z and fingers, in -1..1."""
    to, turn, above, beside = relation[:3], relation[3], relation[4], relation[5]
    across = float(np.hypot(to[0], to[1]))
    move, fingers = to.copy(), OPEN
    if skill in (Skill.REACH_PICK, Skill.REACH_PLACE):
        if across > NEAR_M:
            # to the side only as far as it is high enough; down only as near as it is
            move[:2] *= np.clip(1 + above / 0.02, 0, 1)
            move[2] = max(to[2] + max(0.0, across - NEAR_M), -above)
        elif across < STILL_M and abs(turn) < TURNED_RAD:
            move[2] -= THROUGH_M
        fingers = OPEN if skill is Skill.REACH_PICK else CLOSED
    elif skill is Skill.GRASP:
        if across < CLOSE_M and abs(to[2]) < CLOSE_M and abs(turn) < TURNED_RAD:
            fingers = CLOSED
        if relation[6] > 0:  # closing: stay
            fingers, move[2] = CLOSED, 0.0
    elif beside > FREE_M:  # let go: up
        move = np.array([0, 0, WITHDRAWN_M + 0.03 - above])
    elif to[2] > -LANDED_M or relation[6] < 0.9:  # landed, or letting go already: stay
        move = np.zeros(3)
    else:
        fingers = CLOSED
        move[2] = LOWERING * STEP_M / GAIN
    return np.clip(np.array([*(GAIN * move / STEP_M), GAIN * turn / STEP_RAD, fingers]), -1, 1)


def done(skill: Skill, relation: np.ndarray) -> bool:
    """Whether the demonstrator goes on to the next part of the move."""
    to, turn, above, beside, closing = relation[:3], relation[3], relation[4], relation[5], relation[6]
    across = float(np.hypot(to[0], to[1]))
    match skill:
        case Skill.REACH_PICK | Skill.REACH_PLACE:
            return across < STILL_M and abs(to[2]) < 2 * STILL_M and abs(turn) < TURNED_RAD
        case Skill.GRASP:
            return closing > 0.7 and beside < 0.004
        case Skill.RELEASE:
            return beside > FREE_M and above > WITHDRAWN_M


def shown(skill: Skill, seen: Observation, layout: Layout, move: Move) -> tuple[np.ndarray, bool]:
    """What it wants and whether this part is done."""
    relation = relations(skill, seen, layout, move)
    return wanted(skill, relation), done(skill, relation)
