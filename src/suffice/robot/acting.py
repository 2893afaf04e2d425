"""From a skill's five numbers to the arm's seven: whatever the skill, a fixed law keeps the hand pointing down."""

from __future__ import annotations

import numpy as np

from suffice.robot.scene import Observation
from suffice.robot.scene.control import STEP_RAD


def levelled(wanted: np.ndarray, seen: Observation, lean_rad: float = 0.0) -> np.ndarray:
    """``wanted``: x, y, z, turn about z, fingers. ``lean_rad``: the hand leans to where its turn points instead."""
    yaw = seen.hand_yaw_rad
    leaning = lean_rad * np.array([-np.sin(yaw), np.cos(yaw)])
    tilt = np.clip((seen.tilt_rad - leaning) / STEP_RAD, -1, 1)
    return np.array([*wanted[:3], *tilt, wanted[3], wanted[4]])
