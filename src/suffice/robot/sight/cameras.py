"""Pinhole cameras: where a point of the world is in their pictures, and how it moves there as it moves in the world."""

from __future__ import annotations

from collections.abc import Sequence
from copy import copy
from dataclasses import dataclass

import numpy as np

# Labels of what the robot itself may hide, and of what lies beyond a picture's border.
OWN, OUTSIDE = 254, 255
_BORDER_PX = 2
_NEAR_M = 1e-3  # nothing is seen nearer to a camera


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

    def ray(self, pixel: np.ndarray) -> np.ndarray:
        """The direction in the world of what is seen there, one metre deep."""
        middle = self.size / 2
        return self.turn @ np.array([(pixel[0] - middle) / self.pixels, (middle - pixel[1]) / self.pixels, -1.0])


@dataclass(frozen=True, slots=True, eq=False)
class View:
    """A camera, and whose each pixel is: the number of a cube, 0 for what is none."""

    camera: Camera
    labels: np.ndarray


class Views:
    """Pictures of one size, to be searched together. Arrays are shaped (things, cameras, ...)."""

    def __init__(self, views: Sequence[View]) -> None:
        self.cameras = [view.camera for view in views]
        self.position_m = np.array([view.camera.position_m for view in views])
        self.turn = np.array([view.camera.turn for view in views])
        self.focal_px = np.array([view.camera.pixels for view in views])
        self.size = views[0].camera.size
        self.labels = np.array([np.pad(view.labels, _BORDER_PX, constant_values=OUTSIDE) for view in views])

    def __len__(self) -> int:
        return len(self.position_m)

    @property
    def pictures(self) -> np.ndarray:
        """The labels (cameras, size, size), without the border."""
        return self.labels[:, _BORDER_PX:-_BORDER_PX, _BORDER_PX:-_BORDER_PX]

    def hide(self, covered: np.ndarray) -> None:
        """What is no cube's is the robot's own where that is ``covered``, (cameras, size, size)."""
        self.pictures[covered & (self.pictures == 0)] = OWN

    def first(self, count: int) -> Views:
        """Those of the first cameras."""
        some = copy(self)
        some.position_m, some.turn, some.focal_px = self.position_m[:count], self.turn[:count], self.focal_px[:count]
        some.labels = self.labels[:count]
        return some

    def project(self, points_m: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Of points (things, points, 3): pixels from the left and from the top, (2, things, cameras, points), how they
        change with the point, (2, things, cameras, points, 3), and whether all of a thing's are before the camera."""
        local = (points_m[:, None] - self.position_m[:, None]) @ self.turn
        depth = np.maximum(-local[..., 2], _NEAR_M)
        scale = self.focal_px[:, None] / depth
        right, up, back = (self.turn[:, None, :, i] for i in range(3))
        flat = local[..., :2] / depth[..., None]
        pixels = np.stack([self.size / 2 + scale * local[..., 0], self.size / 2 - scale * local[..., 1]])
        slopes = np.stack([right + flat[..., :1] * back, -up - flat[..., 1:] * back]) * scale[..., None]
        return pixels, slopes, (-local[..., 2] > _NEAR_M).all(axis=-1)

    def ahead(self, points_m: np.ndarray) -> np.ndarray:
        """(things, cameras): whether any of a thing's points is before the camera."""
        return (((points_m[:, None] - self.position_m[:, None]) @ self.turn)[..., 2] < -_NEAR_M).any(axis=-1)

    def at(self, x: np.ndarray, y: np.ndarray) -> np.ndarray:
        """The labels at pixels (things, cameras, ...)."""
        wide = self.size + 2 * _BORDER_PX
        columns = np.clip(x + _BORDER_PX, 0, wide - 1).astype(np.int32)
        rows = np.clip(y + _BORDER_PX, 0, wide - 1).astype(np.int32)
        first = np.arange(len(self), dtype=np.int32) * (wide * wide)
        return self.labels.ravel()[rows * wide + columns + first[(slice(None), *(None,) * (x.ndim - 2))]]
