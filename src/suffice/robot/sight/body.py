"""The robot's own shape in its own pictures: what its arm and hand hide follows from its joints."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from suffice.robot.scene.model import ARM_SHAPES
from suffice.robot.sight.cameras import Views

if TYPE_CHECKING:
    import mujoco

_POINTS = 64  # of a shape, those that lie furthest out in as many directions
_SIDES = 12  # of the polygons that are drawn around the shapes
_WIDER_PX = 1.0
_CUBE = np.array([[x, y, z] for x in (-1, 1) for y in (-1, 1) for z in (-1, 1)], float)


class Body:
    """The shapes as they collide, each by the points that lie furthest out."""

    def __init__(self, model: mujoco.MjModel) -> None:
        self._shapes = np.nonzero(model.geom_group == ARM_SHAPES)[0]
        self._points_m = np.stack([_outer(_points(model, shape)) for shape in self._shapes])
        angle = np.arange(_SIDES) * 2 * np.pi / _SIDES
        self._normals = np.stack([np.cos(angle), np.sin(angle)])

    def covered(self, data: mujoco.MjData, views: Views) -> np.ndarray:
        """(cameras, size, size): whether the robot itself may be in a pixel. Rather too much than too little."""
        turn, middle = data.geom_xmat[self._shapes].reshape(-1, 3, 3), data.geom_xpos[self._shapes]
        points = self._points_m @ turn.transpose(0, 2, 1) + middle[:, None]
        (x, y), _, _ = views.project(points)  # shapes x cameras x points
        shown = views.ahead(points)
        size = views.size
        covered = np.zeros((len(views), size, size), bool)
        for shape, camera in zip(*np.nonzero(shown), strict=True):
            out = np.stack([x[shape, camera], y[shape, camera]], axis=1) @ self._normals
            reach = out.max(axis=0) + _WIDER_PX
            quarter = _SIDES // 4
            right, low, left, high = np.clip(
                [reach[0], reach[quarter], -reach[2 * quarter], -reach[3 * quarter]], 0, size
            )
            columns, rows = np.arange(int(left), int(np.ceil(right))), np.arange(int(high), int(np.ceil(low)))
            if not len(columns) or not len(rows):
                continue
            inside = np.ones((len(rows), len(columns)), bool)
            for (a, b), most in zip(self._normals.T, reach, strict=True):
                inside &= (a * (columns + 0.5))[None] + (b * (rows + 0.5))[:, None] <= most
            covered[camera, rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1] |= inside
        return covered


def _points(model: mujoco.MjModel, shape: int) -> np.ndarray:
    mesh = model.geom_dataid[shape]
    if mesh < 0:
        return _CUBE * model.geom_size[shape]
    first, count = model.mesh_vertadr[mesh], model.mesh_vertnum[mesh]
    return model.mesh_vert[first : first + count].astype(float)


def _outer(points_m: np.ndarray) -> np.ndarray:
    turn = np.arange(_POINTS) * np.pi * (3 - np.sqrt(5))  # evenly over the sphere
    height = 1 - 2 * (np.arange(_POINTS) + 0.5) / _POINTS
    wide = np.sqrt(1 - height**2)
    directions = np.stack([wide * np.cos(turn), wide * np.sin(turn), height])
    return points_m[(points_m @ directions).argmax(axis=0)]
