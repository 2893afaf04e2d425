"""Upright cubes as the cameras would see them, many at a time: their outlines, and where in the pictures these end.

Arrays are shaped (cubes, cameras, ...). Along the normal of each edge of a cube's outline the picture is searched for
where the cube's own pixels end. Where they end at another cube, that one may stand in front: such points are left out.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product

import numpy as np

from suffice.robot.sight.cameras import Views

OTHER, NOTHING, MINE = 0, 1, 2  # what a pixel is to a cube: another that may hide it, none that may, its own
_CORNERS = np.array(list(product((-1, 1), repeat=3)), float)
_ENDS = np.array([(i, j) for i in range(8) for j in range(i) if (_CORNERS[i] != _CORNERS[j]).sum() == 1])
# the two faces that meet at an edge: 0..2 of x, y, z below, 3..5 above
_FACES = np.array([[axis + 3 * (_CORNERS[i, axis] > 0) for axis in range(3) if _CORNERS[i, axis] == _CORNERS[j, axis]]
                   for i, j in _ENDS])  # fmt: skip
_MOST_EDGES = 6  # of a cube's outline
_PER_EDGE = 10
_SHARE = (np.arange(_PER_EDGE) + 0.5) / _PER_EDGE
_REACH_PX = 9.0  # that far an edge is searched for
_STEP_PX = 0.5
_REACH = np.arange(-_REACH_PX, _REACH_PX + _STEP_PX / 2, _STEP_PX)
_BEYOND = 6  # steps beyond an edge in which no other cube may begin: between two cubes lie pixels of neither's colour
_SHORT_PX = 2.0
_MIXED_PX = 0.12  # of a cube's border that have too much of another colour to be counted as its own


@dataclass(frozen=True, slots=True, eq=False)
class Cubes:
    """``position_m`` (cubes, 3). ``hidden_m``: of each cube's lower end, in what it stands on.

    ``kinds`` (cubes, cameras, 256): what each label is to the cube, OTHER, NOTHING or MINE; all OTHER for a camera that
    shall not count.
    """

    half_m: np.ndarray
    hidden_m: np.ndarray
    position_m: np.ndarray
    yaw_rad: np.ndarray
    kinds: np.ndarray


@dataclass(frozen=True, slots=True, eq=False)
class Edges:
    """Points on outlines. ``off_px`` (cubes, points): how far outwards of the outline the cube's pixels end there;
    ``slopes`` (cubes, points, 3): how the outline moves outwards with x, y and the turn; ``found``: whether they end
    there at all. ``extent_px`` (cubes, cameras): how many pixels the whole cube would have."""

    off_px: np.ndarray
    slopes: np.ndarray
    found: np.ndarray
    extent_px: np.ndarray


def corners(cubes: Cubes) -> tuple[np.ndarray, np.ndarray]:
    """(cubes, 8, 3) corners of what shows, and how they move as the cube turns, (cubes, 8, 2)."""
    c, s = np.cos(cubes.yaw_rad)[:, None], np.sin(cubes.yaw_rad)[:, None]
    x, y, z = (cubes.half_m[:, None] * _CORNERS[:, axis] for axis in range(3))
    z += cubes.hidden_m[:, None] * (_CORNERS[:, 2] < 0)
    offset = np.stack([c * x - s * y, s * x + c * y, z], axis=-1)
    return cubes.position_m[:, None] + offset, np.stack([-offset[..., 1], offset[..., 0]], axis=-1)


def edges(views: Views, cubes: Cubes) -> Edges:
    """Where the outlines of cubes that stand there would be, against where their pixels end."""
    x, y, moves_x, moves_y, shown = _outlines(views, cubes)
    along_x, along_y = x[..., 1] - x[..., 0], y[..., 1] - y[..., 0]  # cubes x cameras x edges
    length = np.maximum(np.hypot(along_x, along_y), 1e-9)
    normal_x, normal_y = along_y / length, -along_x / length
    count = np.maximum(shown.sum(axis=-1, keepdims=True), 1)
    middle_x, middle_y = x.mean(axis=-1), y.mean(axis=-1)
    away = (middle_x - (middle_x * shown).sum(axis=-1, keepdims=True) / count) * normal_x
    away += (middle_y - (middle_y * shown).sum(axis=-1, keepdims=True) / count) * normal_y
    outward = np.where(away < 0, -1.0, 1.0)
    normal_x, normal_y = normal_x * outward, normal_y * outward

    on_x = x[..., :1] + _SHARE * along_x[..., None]  # ... x points
    on_y = y[..., :1] + _SHARE * along_y[..., None]
    last, ended = _ends(views, cubes.kinds, on_x, on_y, normal_x, normal_y)
    found = ended & (shown & (length > _SHORT_PX))[..., None]
    ways = moves_x * normal_x[..., None, None] + moves_y * normal_y[..., None, None]  # ... x ends x (x, y, turn)
    slopes = ways[..., None, 0, :] * (1 - _SHARE)[:, None] + ways[..., None, 1, :] * _SHARE[:, None]
    some = len(cubes.half_m)
    return Edges(
        (_REACH[last] + _STEP_PX / 2 + _MIXED_PX).reshape(some, -1),
        slopes.reshape(some, -1, 3),
        found.reshape(some, -1),
        (np.abs(away) * length * shown).sum(axis=-1) / 2,
    )


def _outlines(views: Views, cubes: Cubes) -> tuple[np.ndarray, ...]:
    """Of the edges of the outlines: x and y of both ends in pixels (cubes, cameras, edges, 2), how these move with x, y
    and the turn (..., 3), and whether there is such an edge at all."""
    points, turning = corners(cubes)
    pixels, slopes, ahead = views.project(points)
    slopes[..., 2] = (slopes[..., :2] * turning[:, None]).sum(axis=-1)
    c, s = np.cos(cubes.yaw_rad)[:, None], np.sin(cubes.yaw_rad)[:, None]
    away = views.position_m - cubes.position_m[:, None]
    side = np.stack([c * away[..., 0] + s * away[..., 1], c * away[..., 1] - s * away[..., 0], away[..., 2]], axis=-1)
    sides = np.concatenate([np.negative(side), side], axis=-1)
    faces = sides > cubes.half_m[:, None, None]  # that are turned towards the camera
    limits = faces[..., _FACES[:, 0]] != faces[..., _FACES[:, 1]]
    chosen = np.argsort(~limits, axis=-1, kind="stable")[..., :_MOST_EDGES]
    one, camera = np.ogrid[: len(points), : len(views)]
    at = one[..., None, None], camera[..., None, None], _ENDS[chosen]
    shown = limits[one[..., None], camera[..., None], chosen] & ahead[..., None]
    return *(some[at] for some in (*pixels, *slopes)), shown


def _ends(
    views: Views, kinds: np.ndarray, x: np.ndarray, y: np.ndarray, normal_x: np.ndarray, normal_y: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """The step of ``_REACH`` at which the cube's own pixels end, and whether they end where no other cube begins."""
    seen = views.at(
        x[..., None] + _REACH * normal_x[..., None, None], y[..., None] + _REACH * normal_y[..., None, None]
    )
    one, camera = np.ogrid[: len(kinds), : len(views)]
    kind = kinds[one[..., None, None, None], camera[..., None, None, None], seen]
    steps = kind.shape[-1]
    last = steps - 1 - (kind[..., ::-1] == MINE).argmax(axis=-1)
    following = np.minimum(last[..., None] + np.arange(1, _BEYOND + 1), steps - 1)
    beyond = np.take_along_axis(kind, following, axis=-1)
    mine = np.take_along_axis(kind, last[..., None], axis=-1)[..., 0] == MINE
    return last, mine & (last < steps - 1) & (beyond == NOTHING).all(axis=-1)
