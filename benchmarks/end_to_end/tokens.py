"""What the network is given: one token for every move that there is, with the relations that the skills see for it.

`suffice.robot.features` for all cubes, all places and all four parts of a move at once, in JAX, so that a training
step mirrors and blurs what is seen before it is scaled. A token is a cube and a place, whether or not that move is
legal; whether a cube is clear, or what stands on what, is not said.
"""

from __future__ import annotations

from itertools import product
from typing import NamedTuple

import jax.numpy as jnp
import numpy as np

from suffice.robot.features import ABOVE_IT_M, ROOM_M, SCALES_M, WIDEST_M
from suffice.robot.moves import FINGER_M, HAND_HALF_M, HOVER_M, OVER_M
from suffice.robot.scene import Layout, Observation
from suffice.robot.scene.layout import TABLE_Z_M

PER_TOKEN = 4 * 29 + 7
PER_ARM = 10


class Seen(NamedTuple):
    """``arm``: ... x 6 (hand x, y, z; yaw; aperture; closing).
    ``cubes``: ... x N x 4 (x, y, z, yaw). ``areas_y``: ... x P. Metres and radians."""

    arm: np.ndarray
    cubes: np.ndarray
    areas_y: np.ndarray


def pairs(cubes: int, areas: int) -> list[tuple[int, int]]:
    """A cube and a place, by number; places are the cubes, then the areas."""
    return [(i, j) for i, j in product(range(cubes), range(cubes + areas)) if i != j]


def halves(layout: Layout) -> np.ndarray:
    return np.array([cube.half_m for cube in layout.cubes])


def numbers(seen: Observation, layout: Layout) -> Seen:
    """One row, without a batch's axis."""
    arm = np.array([*seen.hand_m, seen.hand_yaw_rad, seen.aperture_m, seen.closing])
    cubes = np.array([[*seen.cubes[cube.name].position_m, seen.cubes[cube.name].yaw_rad] for cube in layout.cubes])
    return Seen(arm, cubes, np.array([area.y_m for area in layout.areas]))


def relations(seen: Seen, half: np.ndarray) -> jnp.ndarray:
    """... x tokens x 4 parts x 7, as ``suffice.robot.features.relations`` has them for each part and move."""
    count, areas = seen.cubes.shape[-2], seen.areas_y.shape[-1]
    first, second = (np.array(side) for side in zip(*pairs(count, areas), strict=True))
    hand, yaw = seen.arm[..., None, :3], seen.arm[..., 3]
    at = seen.cubes[..., :3]
    on_area = jnp.stack([jnp.zeros_like(seen.areas_y), seen.areas_y, jnp.full_like(seen.areas_y, TABLE_Z_M)], -1)
    lift = jnp.array(half)[:, None] * jnp.array([0.0, 0.0, 1.0])
    landing = jnp.concatenate([at + lift, on_area], -2)[..., second, :]
    cube, size = at[..., first, :], jnp.array(half)[first]
    tops = at[..., 2] + half

    to_cube = cube - hand
    over_cube = to_cube + lift[first] + jnp.array([0, 0, FINGER_M + HOVER_M])
    passed = _ceiling(hand[..., 1], cube[..., 1], at, tops)
    above_pick = hand[..., 2] - FINGER_M - OVER_M - _top(to_cube, cube[..., 2] + size, passed)
    to_place = landing - (cube - lift[first])
    others = np.arange(count) != first[:, None]
    passed = _ceiling(cube[..., 1], landing[..., 1], at, tops, others)
    above_place = cube[..., 2] - size - OVER_M - _top(to_place, landing[..., 2], passed)
    turn_pick = _quarter(seen.cubes[..., 3][..., first] - yaw[..., None])
    turn_place = jnp.broadcast_to(_quarter(-yaw)[..., None], turn_pick.shape)
    room = (seen.arm[..., 4:5] - 2 * size) * ROOM_M / (WIDEST_M - 2 * size)
    closing = jnp.broadcast_to(seen.arm[..., 5:6], room.shape)

    def part(to, turn, above):
        return jnp.concatenate([to, jnp.stack([turn, above, room, closing], -1)], -1)

    return jnp.stack(
        [
            part(over_cube, turn_pick, jnp.maximum(above_pick, -OVER_M)),
            part(to_cube, turn_pick, above_pick),
            part(to_place + jnp.array([0, 0, HOVER_M]), turn_place, jnp.maximum(above_place, -OVER_M)),
            part(to_place, turn_place, hand[..., 2] - cube[..., 2] - size),
        ],
        -2,
    )


def tokens(
    seen: Seen, half: np.ndarray, told: jnp.ndarray | None, sizes_seen: bool = True
) -> tuple[jnp.ndarray, jnp.ndarray]:
    """... x tokens x PER_TOKEN and ... x PER_ARM. ``told``: ... the number of the move to make, if one is told.

    ``sizes_seen`` False: not how big cubes are, which a move that is told does not need.
    """
    relation = relations(seen, half)
    count, areas = seen.cubes.shape[-2], seen.areas_y.shape[-1]
    first, second = (np.array(side) for side in zip(*pairs(count, areas), strict=True))
    sizes = np.concatenate([(half - 0.02) / 0.01, np.full(areas, 2.0)]) * sizes_seen
    sides = jnp.concatenate([seen.cubes[..., 1], seen.areas_y], -1) / 0.2
    many = relation.shape[:-2]
    about = [
        jnp.broadcast_to(jnp.array(one), many)
        for one in (sizes[first], sizes[second], second >= count, sizes[second] - sizes[first])
    ]
    flagged = jnp.zeros(many) if told is None else (told[..., None] == np.arange(len(first))).astype(jnp.float32)
    extra = jnp.stack([*about, sides[..., first], sides[..., second], flagged], -1)
    arm = seen.arm
    fingers = [arm[..., 4] / 0.04 - 1, arm[..., 5], jnp.tanh((arm[..., 5] - 0.9) / 0.1)]
    place = [arm[..., 0] / 0.2, arm[..., 1] / 0.2, (arm[..., 2] - 0.95) / 0.1, arm[..., 3], jnp.tanh(arm[..., 3] / 0.1)]
    near = [jnp.tanh((arm[..., 4] - 0.04) / 0.004), jnp.tanh((arm[..., 5] + 0.9) / 0.1)]
    flat = scaled(relation).reshape(*many, -1)
    return jnp.concatenate([flat, extra], -1), jnp.stack([*fingers, *place, *near], -1)


def scaled(relation: jnp.ndarray) -> jnp.ndarray:
    """``suffice.robot.features.scaled`` in JAX: (..., 7) to (..., 29)."""
    across = jnp.sqrt((relation[..., :2] ** 2).sum(-1, keepdims=True) + 1e-12)
    lengths = jnp.concatenate([relation[..., :3], relation[..., 4:6], across], -1)
    turn, closing = relation[..., 3:4], relation[..., 6:7]
    fingers = [closing, jnp.tanh((closing - 0.9) / 0.1), jnp.tanh((closing + 0.9) / 0.1)]
    near = [jnp.tanh(lengths / scale) for scale in SCALES_M]
    return jnp.concatenate([jnp.clip(lengths / 0.1, -1, 1), *near, turn, jnp.tanh(turn / 0.1), *fingers], -1)


def _top(to, there, passed) -> jnp.ndarray:
    """The highest top on the way; right above its end, that one's."""
    return jnp.where(jnp.hypot(to[..., 0], to[..., 1]) < ABOVE_IT_M, there, passed)


def _ceiling(one, other, at, tops, counted=True) -> jnp.ndarray:
    """The highest top between two y: ... x tokens."""
    low, high = jnp.minimum(one, other)[..., None], jnp.maximum(one, other)[..., None]
    y = at[..., None, :, 1]
    between = (low - HAND_HALF_M < y) & (y < high + HAND_HALF_M) & counted
    highest = jnp.where(between, tops[..., None, :], -jnp.inf).max(-1)
    return jnp.where(jnp.isfinite(highest), highest, TABLE_Z_M)


def _quarter(angle):
    return (angle + jnp.pi / 4) % (jnp.pi / 2) - jnp.pi / 4
