"""A cube's pose from its outlines: the edges of the model are moved until they lie on those in the pictures.

The method is that of Harris's RAPID (1992): along the normal of each edge of the projected outline the picture is
searched for where the cube's own pixels end, and the pose follows by weighted least squares. Where they end at another
cube, that one may stand in front: such points are left out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from suffice.robot.sight.cameras import Camera

_CORNERS = np.array([[x, y, z] for x in (-1, 1) for y in (-1, 1) for z in (-1, 1)], float)
_REACH_PX = 9.0  # that far an edge is searched for
_STEP_PX = 0.5
_BEYOND = 6  # steps beyond an edge in which no other cube may begin: between two cubes lie pixels of neither's colour
_PER_EDGE = 10
_ROBUST_PX = 1.0  # beyond that a point counts for less (Huber)
_SHARED = 2.5  # edges err together: positions were seen to lie that much further off than points that err apart would
_FEWEST = 10  # points on edges, else nothing is known


@dataclass(frozen=True, slots=True, eq=False)
class Fit:
    """``position_m``, ``yaw_rad``, the deviation of edges from the model in pixels, and how many points lay on edges.

    ``sigma_m``: one standard deviation of the position as the edges' own scatter gives it.
    """

    position_m: np.ndarray
    yaw_rad: float
    off_px: float
    points: int
    sigma_m: float


@dataclass(frozen=True, slots=True, eq=False)
class View:
    """A camera, and whose each pixel is: the number of a cube, 0 for what is none."""

    camera: Camera
    labels: np.ndarray


def fit(
    views: Sequence[View],
    number: int,
    half_m: float,
    position_m: np.ndarray,
    yaw_rad: float,
    *,
    fixed_z: bool = False,
    behind: frozenset[int] = frozenset(),
    rounds: int = 8,
) -> Fit | None:
    """Starting from a rough pose. ``fixed_z``: its height is known. ``behind``: cubes that cannot stand in front of it,
    as one that it stands on. None where too few edges are seen."""
    at, yaw = np.array(position_m, float), float(yaw_rad)
    free = [0, 1, 3] if fixed_z else [0, 1, 2, 3]
    scale = np.array([1.0, 1.0, 1.0, half_m])[free]  # a turn counts by how far it moves a side
    found: tuple[np.ndarray, np.ndarray] | None = None
    for _ in range(rounds):
        parts = [part for view in views if (part := _edges(view, number, half_m, at, yaw, behind)) is not None]
        if not parts:
            return None
        off = np.concatenate([part[0] for part in parts])
        slopes = np.concatenate([part[1] for part in parts])[:, free] / scale
        if len(off) < _FEWEST:
            return None
        weight = np.minimum(1.0, _ROBUST_PX / np.maximum(np.abs(off), 1e-9))
        normal = (slopes * weight[:, None]).T @ slopes
        step = np.linalg.solve(
            normal + np.eye(len(free)) * 1e-3 * np.trace(normal) / len(free), slopes.T @ (weight * off)
        )
        step = np.clip(step, -0.02, 0.02) / scale
        at[: 2 if fixed_z else 3] += step[:-1]
        yaw += step[-1]
        found = off, normal
        if np.abs(step).max() < 1e-4:
            break
    assert found is not None
    off, normal = found
    weight = np.minimum(1.0, _ROBUST_PX / np.maximum(np.abs(off), 1e-9))
    spread = float(np.sqrt((weight * off * off).sum() / weight.sum()))
    (a, b), (_, d) = normal[:2, :2]  # of two sides across: what the turn shares with them is left aside
    wide = (a + d) / max(a * d - b * b, 1e-9)
    yaw = (yaw + np.pi / 4) % (np.pi / 2) - np.pi / 4
    return Fit(at, float(yaw), spread, len(off), float(_SHARED * np.sqrt(wide) * max(spread, 0.3)))


def corners(half_m: float, position_m: np.ndarray, yaw_rad: float) -> tuple[np.ndarray, np.ndarray]:
    """8 x 3 corners of an upright cube, and how they move as it turns."""
    c, s = np.cos(yaw_rad), np.sin(yaw_rad)
    offset = half_m * _CORNERS @ np.array([[c, s, 0], [-s, c, 0], [0, 0, 1]])
    turning = np.stack([-offset[:, 1], offset[:, 0], np.zeros(8)], axis=1)
    return position_m + offset, turning


def outline(pixels: np.ndarray) -> list[int]:
    """The indices of the points on the convex hull, in order (Andrew's monotone chain)."""
    order = sorted(range(len(pixels)), key=lambda i: (pixels[i, 0], pixels[i, 1]))
    points = pixels.tolist()

    def half(some: list[int]) -> list[int]:
        chain: list[int] = []
        for i in some:
            while len(chain) > 1:
                (ax, ay), (bx, by), (cx, cy) = points[chain[-2]], points[chain[-1]], points[i]
                if (bx - ax) * (cy - ay) - (by - ay) * (cx - ax) > 0:
                    break
                chain.pop()
            chain.append(i)
        return chain[:-1]

    return half(order) + half(order[::-1])


def _edges(
    view: View, number: int, half_m: float, at: np.ndarray, yaw: float, behind: frozenset[int]
) -> tuple[np.ndarray, np.ndarray] | None:
    """How far outwards of the model's outline the cube's edge lies in the picture, in pixels, and how the outline moves
    outwards with x, y, z and the turn."""
    points, turning = corners(half_m, at, yaw)
    pixels, slopes = view.camera.project(points)
    size = view.camera.size
    if np.isnan(pixels).any() or (pixels.max(axis=0) < 0).any() or (pixels.min(axis=0) > size).any():
        return None
    hull = np.array(outline(pixels))
    after = np.roll(hull, -1)
    moves = np.concatenate([slopes, (slopes @ turning[:, :, None])], axis=2)  # 8 x 2 x 4
    along = pixels[after] - pixels[hull]
    normal = np.stack([along[:, 1], -along[:, 0]], axis=1)
    normal /= np.maximum(np.linalg.norm(normal, axis=1, keepdims=True), 1e-9)
    outward = np.sign(((pixels[hull] - pixels[hull].mean(axis=0)) * normal).sum(axis=1))
    normal *= outward[:, None]
    share = (np.arange(_PER_EDGE) + 0.5) / _PER_EDGE
    on = pixels[hull][:, None] + share[None, :, None] * along[:, None]  # edges x points x 2
    reach = np.arange(-_REACH_PX, _REACH_PX + _STEP_PX / 2, _STEP_PX)
    probes = np.floor(on[:, :, None] + reach[:, None] * normal[:, None, None]).astype(
        int
    )  # edges x points x probes x 2
    inside = ((probes >= 0) & (probes < size)).all(axis=-1)
    clipped = np.clip(probes, 0, size - 1)
    seen = view.labels[clipped[..., 1], clipped[..., 0]]
    mine = (seen == number) & inside
    # its pixels end between the last of its own and the next, which must be in the picture and no other cube
    last = mine.shape[-1] - 1 - mine[..., ::-1].argmax(axis=-1)
    ends = mine.any(axis=-1) & (last < mine.shape[-1] - 1)
    following = np.minimum(last[..., None] + np.arange(1, _BEYOND + 1), mine.shape[-1] - 1)
    passes = np.zeros(256, bool)
    passes[[0, *behind]] = True
    passed = passes[np.take_along_axis(seen, following, axis=-1)] & np.take_along_axis(inside, following, axis=-1)
    good = ends & passed.all(axis=-1)
    if not good.any():
        return None
    off = reach[last] + _STEP_PX / 2
    length = np.linalg.norm(along, axis=1)
    good &= (length > 2.0)[:, None]
    both = moves[hull][:, None] * (1 - share)[None, :, None, None] + moves[after][:, None] * share[None, :, None, None]
    outwards = (both * normal[:, None, :, None]).sum(axis=2)  # edges x points x 4
    return off[good], outwards[good]
