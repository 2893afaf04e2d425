"""The hand as it is moved: the skills' actions, and the few motions that are written and not learned."""

from __future__ import annotations

import time
from collections.abc import Callable

import numpy as np

from suffice.robot.acting import GAIN, levelled, towards
from suffice.robot.approach import Grip
from suffice.robot.eyes import Eyes, Hidden
from suffice.robot.moves import FINGER_M, OVER_M, ceiling
from suffice.robot.scene import Observation, Scene
from suffice.robot.scene.control import CLOSED, OPEN, STEP_RAD

WITHDRAW_STEPS, SETTLE_STEPS = 30, 10
TURN_STEPS, DRAW_STEPS, OVER_STEPS = 40, 80, 80
HIGHEST_M = 1.32  # the hand over a tower of seven with the eighth: beyond it the arm's elbow is stretched
TURNED_RAD, THERE_M = 0.03, 0.004
# Where the hand goes when it hides a cube: higher, then back to the arm's foot, behind what the camera in front sees.
ASIDE_M = (np.array([0.0, 0.0, 0.15]), np.array([-0.15, 0.0, 0.0]))
ASIDE_STEPS, NEARLY_M = 30, 0.02
DRAWN_M = 0.004  # above the table, while a cube is drawn over it
SLOWLY = 0.5


class Hand:
    """Acts on the scene and counts what that costs: ``control_steps``, ``simulator_cpu_s``. ``lean_rad``: see Grip."""

    def __init__(self, scene: Scene, eyes: Eyes, after_step: Callable[[], None]):
        self.scene, self.eyes, self.after_step = scene, eyes, after_step
        self.lean_rad = 0.0
        self.control_steps, self.simulator_cpu_s = 0, 0.0

    def act(self, wanted: np.ndarray, seen: Observation) -> None:
        """One control step. ``wanted``: x, y, z, turn, fingers, in -1..1."""
        if wanted[2] > 0 and seen.hand_m[2] > HIGHEST_M:
            wanted = np.array([*wanted[:2], 0.0, *wanted[3:]])
        self.timed(lambda: (self.scene.step(levelled(wanted, seen, self.lean_rad)), self.after_step()))
        self.control_steps += 1

    def timed(self, simulate: Callable[[], object]) -> None:
        """What the simulator does is not the controller's cost."""
        began = time.process_time()
        simulate()
        self.simulator_cpu_s += time.process_time() - began

    def look(self, still: bool = False) -> Observation:
        """The scene. Where a cube is hidden: once more from higher, and from further back; it is taken to be where it
        was if the hand must keep ``still``. Raises Blind."""
        for way_m in ASIDE_M:
            try:
                return self.eyes.look()
            except Hidden:
                if still:
                    return self.eyes.track(None)
                self._go(way_m)
        return self.eyes.look()

    def _go(self, way_m: np.ndarray) -> None:
        """Straight on by so much, with fingers as they are."""
        to = self.eyes.track(None).hand_m + way_m
        for _ in range(ASIDE_STEPS):
            seen = self.eyes.track(None)
            away = to - seen.hand_m
            if np.abs(away).max() < NEARLY_M:
                return
            self.act(np.array([*towards(away, SLOWLY), 0, CLOSED if seen.closing > 0 else OPEN]), seen)

    def wait(self, steps: int) -> None:
        """Still, with open fingers."""
        for _ in range(steps):
            self.act(np.array([0.0, 0, 0, 0, OPEN]), self.eyes.track(None))

    def withdraw(self) -> None:
        """Fingers open, then straight up, out of everything's way."""
        for step in range(WITHDRAW_STEPS):
            seen = self.eyes.track(None)
            above = seen.hand_m[2] - FINGER_M - OVER_M - ceiling(seen, self.scene.layout, seen.hand_m, seen.hand_m)
            if above > 0 and step >= SETTLE_STEPS:
                break
            self.act(np.array([0, 0, 0.0 if step < SETTLE_STEPS else 0.5, 0, OPEN]), seen)
        self.lean_rad = 0.0

    def over(self, cube: str) -> None:
        """Open fingers, up to where nothing is hit on the way, then to the side until they are over a cube."""
        for _ in range(OVER_STEPS):
            seen = self.eyes.track(None)
            at = seen.cubes[cube].position_m
            away, top = at - seen.hand_m, ceiling(seen, self.scene.layout, seen.hand_m, at)
            away[2] += top - at[2] + FINGER_M + OVER_M + THERE_M
            if abs(away[2]) > THERE_M:
                away[:2] = 0.0
            elif np.abs(away[:2]).max() < THERE_M:
                return
            self.act(np.array([*towards(away), 0, OPEN]), seen)

    def turn(self, yaw_rad: float) -> None:
        """Turn open fingers, in the air."""
        for _ in range(TURN_STEPS):
            seen = self.eyes.track(None)
            left = yaw_rad - seen.hand_yaw_rad
            if abs(left) < TURNED_RAD:
                return
            self.act(np.array([0, 0, 0, np.clip(GAIN * left / STEP_RAD, -1, 1), OPEN]), seen)

    def draw(self, to_m: np.ndarray) -> None:
        """Draw what is held over the table to a place (x, y), and let go of it there."""
        height = self.eyes.track(None).hand_m[2] + DRAWN_M
        for _ in range(DRAW_STEPS):
            seen = self.eyes.track(None)
            away = np.array([*to_m, height]) - seen.hand_m
            if np.abs(away[:2]).max() < THERE_M:
                break
            self.act(np.array([*towards(away, SLOWLY), 0, CLOSED]), seen)
        self.withdraw()

    def poise(self, grip: Grip) -> None:
        """Lean as a grip wants it, and turn where the skills, which go to the nearest pair of sides, would not."""
        if abs(grip.yaw_rad - self.eyes.track(None).hand_yaw_rad) > np.pi / 4:
            self.withdraw()
            self.turn(grip.yaw_rad)
        self.lean_rad = grip.lean_rad
