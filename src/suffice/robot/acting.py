"""From a skill's five numbers to the arm's seven: whatever the skill, a fixed law keeps the hand pointing down.

Actions are in -1..1: x, y, z in steps of 5 cm, turns in steps of 0.5 rad, fingers (1 closes).
"""

from __future__ import annotations

import numpy as np

from suffice.robot.scene import Observation
from suffice.robot.scene.control import STEP_M, STEP_RAD

GAIN = 2.0  # of the proportional laws: an action asks for twice what is missing, since the arm lags behind


def levelled(wanted: np.ndarray, seen: Observation, lean_rad: float = 0.0) -> np.ndarray:
    """``wanted``: x, y, z, turn about z, fingers. ``lean_rad``: the hand leans to where its turn points instead."""
    yaw = seen.hand_yaw_rad
    leaning = lean_rad * np.array([-np.sin(yaw), np.cos(yaw)])
    tilt = np.clip((seen.tilt_rad - leaning) / STEP_RAD, -1, 1)
    return np.array([*wanted[:3], *tilt, wanted[3], wanted[4]])


def towards(away_m: np.ndarray, fastest: float = 1.0) -> np.ndarray:
    """x, y, z of the action that goes on to what is so far away: in proportion, but no faster than that."""
    return np.clip(GAIN * away_m / STEP_M, -fastest, fastest)
