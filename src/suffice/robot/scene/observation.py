"""What is seen of the scene: where the hand is, how far it is open, where the cubes are. World frame."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True, slots=True, eq=False)
class Pose:
    """``position_m``: 3 numbers. ``quaternion``: w, x, y, z."""

    position_m: np.ndarray
    quaternion: np.ndarray

    @property
    def yaw_rad(self) -> float:
        """The turn of a cube's sides about the vertical."""
        turn = _matrix(self.quaternion)
        side = turn[:, int(np.abs(turn[2]).argmin())]
        return quarter(float(np.arctan2(side[1], side[0])))

    @property
    def tilt_rad(self) -> float:
        """The angle between the vertical and the side nearest to it; 0 for a cube that lies flat on any side."""
        return float(np.arccos(min(1.0, float(np.abs(_matrix(self.quaternion)[2]).max()))))


@dataclass(frozen=True, slots=True, eq=False)
class Observation:
    """What the arm feels of itself, and the cubes by name.

    ``hand_m``: between the finger tips. ``tilt_rad``: the turn about x and y that would point the hand straight down.
    ``aperture_m``: 0..0.08 between the fingers. ``closing``: how far they are told to close, -1 (open) to 1.
    """

    time_s: float
    hand_m: np.ndarray
    hand_yaw_rad: float
    tilt_rad: np.ndarray
    aperture_m: float
    closing: float
    cubes: Mapping[str, Pose]


def quarter(angle_rad: float) -> float:
    """A cube's turn in -pi/4..pi/4: it looks the same after a quarter turn."""
    return (angle_rad + np.pi / 4) % (np.pi / 2) - np.pi / 4


def _matrix(quaternion: np.ndarray) -> np.ndarray:
    w, x, y, z = quaternion / np.linalg.norm(quaternion)
    return np.array(
        [
            [1 - 2 * (y * y + z * z), 2 * (x * y - w * z), 2 * (x * z + w * y)],
            [2 * (x * y + w * z), 1 - 2 * (x * x + z * z), 2 * (y * z - w * x)],
            [2 * (x * z - w * y), 2 * (y * z + w * x), 1 - 2 * (x * x + y * y)],
        ]
    )
