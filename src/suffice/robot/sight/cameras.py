"""Pinhole cameras: where a point of the world is in a picture, and how it moves there as it moves in the world."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True, slots=True, eq=False)
class Camera:
    """``turn``: 3 x 3, its columns the camera's right, up and backward in the world. Pictures are square.

    ``position_m`` and ``turn`` of a camera on the hand follow from the arm's own joints.
    """

    position_m: np.ndarray
    turn: np.ndarray
    fovy_deg: float
    size: int

    @property
    def pixels(self) -> float:
        """Pixels per unit of tangent: the focal length."""
        return self.size / 2 / float(np.tan(np.radians(self.fovy_deg) / 2))

    def project(self, points_m: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Pixels (..., 2) from the left and the top, and how they change with the point, (..., 2, 3).

        Points behind the camera come out as nan.
        """
        local = (points_m - self.position_m) @ self.turn
        depth = np.where(local[..., 2] < -1e-3, -local[..., 2], np.nan)
        flat = local[..., :2] / depth[..., None] * self.pixels
        right, up, back = self.turn.T
        scale = self.pixels / depth[..., None]
        du = scale * (right + (local[..., :1] / depth[..., None]) * back)
        dv = -scale * (up + (local[..., 1:2] / depth[..., None]) * back)
        middle = self.size / 2
        return np.stack([middle + flat[..., 0], middle - flat[..., 1]], axis=-1), np.stack([du, dv], axis=-2)

    def ray(self, pixel: np.ndarray) -> np.ndarray:
        """The direction in the world of what is seen there, one metre deep."""
        middle = self.size / 2
        return self.turn @ np.array([(pixel[0] - middle) / self.pixels, (middle - pixel[1]) / self.pixels, -1.0])
