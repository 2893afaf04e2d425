"""Cubes' poses from their outlines: the edges of the models are moved until they lie on those in the pictures.

The method is that of Harris's RAPID (1992): the pose follows by weighted least squares from how far each point of an
edge lies off. Heights are known; all cubes are fitted at once.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from suffice.robot.sight.edges import Cubes, Edges, Views, edges

_ROUNDS = 6
_ROBUST_PX = 1.0  # beyond that a point counts for less (Huber)
_SHARED = 2.5  # edges err together: positions were seen to lie that much further off than points that err apart would
_FEWEST = 10  # points on edges, else nothing is known
_MOST_M = 0.02  # of one step
_STILL_M = 4e-4
_DAMPING = 1e-3


@dataclass(frozen=True, slots=True, eq=False)
class Fit:
    """``position_m``, ``yaw_rad``, the deviation of edges from the model in pixels, and how many points lay on edges.

    ``sigma_m``: one standard deviation of the position as the edges' own scatter gives it. ``extent_px``: how many
    pixels of the first camera's picture the whole cube would have.
    """

    position_m: np.ndarray
    yaw_rad: float
    off_px: float
    points: int
    sigma_m: float
    extent_px: float


def fit(views: Views, cubes: Cubes) -> list[Fit | None]:
    """Starting from rough poses at heights that are known; None for a cube of which too few edges are seen."""
    found: list[Fit | None] = [None] * len(cubes.half_m)
    rest, at, yaw = np.arange(len(found)), cubes.position_m.copy(), cubes.yaw_rad.copy()
    for last in (*(False,) * (_ROUNDS - 1), True):
        now = Cubes(cubes.half_m[rest], cubes.hidden_m[rest], at[rest], yaw[rest], cubes.kinds[rest])
        seen = edges(views, now)
        enough = seen.found.sum(axis=1) >= _FEWEST
        weight = seen.found * np.minimum(1.0, _ROBUST_PX / np.maximum(np.abs(seen.off_px), 1e-9))
        slopes = seen.slopes.copy()
        slopes[..., 2] /= now.half_m[:, None]  # a turn counts by how far it moves a side
        weighted = (slopes * weight[..., None]).transpose(0, 2, 1)
        normal = weighted @ slopes
        damped = normal + np.eye(3) * (_DAMPING / 3 * np.trace(normal, axis1=1, axis2=2)[:, None, None] + 1e-12)
        step = np.linalg.solve(damped, weighted @ seen.off_px[..., None])[..., 0].clip(-_MOST_M, _MOST_M)
        step *= enough[:, None]
        at[rest, :2] += step[:, :2]
        yaw[rest] += step[:, 2] / now.half_m
        ready = ~enough | last | (np.abs(step).max(axis=1) < _STILL_M)
        for i in np.nonzero(ready & enough)[0]:
            found[rest[i]] = _found(at[rest[i]], float(yaw[rest[i]]), weight[i], seen, normal[i], i)
        rest = rest[~ready]
        if not len(rest):
            break
    return found


def _found(at: np.ndarray, yaw: float, weight: np.ndarray, seen: Edges, normal: np.ndarray, i: int) -> Fit:
    spread = float(np.sqrt((weight * seen.off_px[i] ** 2).sum() / weight.sum()))
    (a, b), (_, d) = normal[:2, :2]  # of two sides across: what the turn shares with them is left aside
    wide = (a + d) / max(a * d - b * b, 1e-9)
    return Fit(
        at.copy(),
        float((yaw + np.pi / 4) % (np.pi / 2) - np.pi / 4),
        spread,
        int(seen.found[i].sum()),
        float(_SHARED * np.sqrt(wide) * max(spread, 0.3)),
        float(seen.extent_px[i, 0]),
    )
