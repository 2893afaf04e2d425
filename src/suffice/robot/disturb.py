"""One mishap in the middle of an episode: a cube put elsewhere, pushed, or knocked off."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from suffice.errors import UsageError
from suffice.robot.moves import landing
from suffice.robot.scene import Scene, ground
from suffice.robot.scene.supports import HAND, clear, empty

KINDS = ("teleport", "push", "knock")
PUSH_M_S = (0.3, 0.8)
KNOCK_M_S = (0.7, 1.0)  # it ends on the table and, most often, within reach
BESIDE_M = 0.05  # what the hand is about to grip is not touched: fingers would be in the way of a cube put there


def known(kind: str | None) -> str | None:
    """The kind of mishap, None for none. Raises UsageError for another."""
    if kind is not None and kind not in KINDS:
        raise UsageError(f"no mishap '{kind}'; there are: {', '.join(KINDS)}")
    return kind


@dataclass(slots=True)
class Mishap:
    """Called before each part of a move, it causes one mishap: once ``when`` parts were begun, or after that as soon as
    there is something to disturb. ``kind`` None: nothing happens. ``done``: what happened; ``part``: before which."""

    scene: Scene
    kind: str | None
    rng: np.random.Generator
    when: int = 0
    done: str | None = None
    part: int = 0

    def __call__(self, begun: int) -> None:
        if self.kind is not None and self.done is None and begun >= self.when:
            self.part, self.done = begun + 1, disturb(self.scene, self.kind, self.rng)


def disturb(scene: Scene, kind: str, rng: np.random.Generator) -> str | None:
    """Do it to a cube drawn from those that are clear and not at the hand; what was done, None if nothing."""
    seen = scene.observe()
    supports = ground(seen, scene.layout)
    free = [
        cube
        for cube in clear(supports)
        if supports[cube] != HAND and np.linalg.norm(seen.cubes[cube].position_m - seen.hand_m) > BESIDE_M
    ]
    if not free:
        return None
    cube = free[rng.integers(len(free))]
    if kind == "teleport":
        tops = [to for to in (*empty(supports, scene.layout), *free) if to not in (cube, supports[cube])]
        if not tops:
            return None
        to = tops[rng.integers(len(tops))]
        x, y, top = landing(seen, scene.layout, to)
        half = scene.layout.cube(cube).half_m
        at = np.array([x, y]) + rng.uniform(-0.004, 0.004, 2)
        scene.place(cube, (*at, top + half + 0.001), rng.uniform(-0.3, 0.3))
        return f"{cube} put on {to}"
    angle = rng.uniform(-np.pi, np.pi)
    if kind == "push":
        speed = rng.uniform(*PUSH_M_S)
        scene.shove(cube, (speed * np.cos(angle), speed * np.sin(angle), 0.0))
        return f"{cube} pushed at {speed:.1f} m/s"
    speed = rng.uniform(*KNOCK_M_S)  # off to the front or the back, where there is table
    front = 1.0 if rng.random() < 0.5 else -1.0
    scene.shove(cube, (front * speed, rng.uniform(-0.2, 0.2), 0.4), (0.0, front * rng.uniform(0, 8), 0.0))
    return f"{cube} knocked off at {speed:.1f} m/s"
