"""From a skill's five numbers to the arm's seven: whatever the skill, a fixed law keeps the hand pointing down."""

from __future__ import annotations

import numpy as np

from suffice.robot.scene import Observation
from suffice.robot.scene.control import STEP_RAD


def levelled(wanted: np.ndarray, seen: Observation) -> np.ndarray:
    """``wanted``: x, y, z, turn about z, fingers."""
    tilt = np.clip(seen.tilt_rad / STEP_RAD, -1, 1)
    return np.array([*wanted[:3], *tilt, wanted[3], wanted[4]])
