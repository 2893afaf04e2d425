"""The simulated scene behind a Gymnasium-style door: ``reset``, ``step``, ``observe``, ``render``."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from suffice.errors import UsageError
from suffice.robot.scene.control import OPEN, Arm
from suffice.robot.scene.layout import TABLE_Z_M, Layout
from suffice.robot.scene.model import ARM_LOOKS, ARM_SHAPES, FINGERS_HOME_M, HOME_RAD, THINGS, build
from suffice.robot.scene.observation import Observation, Pose
from suffice.robot.scene.supports import checked, stack, tower

START_JITTER_M = 0.010  # of a stack, one standard deviation, as in the published scene; cut at two of them
STACK_JITTER_M = 0.002  # of a cube on the one below
YAW_JITTER_RAD = 0.1
JOINT_JITTER_RAD = 0.02  # robosuite's own
SETTLE_STEPS = 4
_CAMERAS = {"agentview": "agentview", "wrist": "eye_in_hand", "frontview": "frontview", "birdview": "birdview"}
_ARM = {"looks": (THINGS, ARM_LOOKS), "shapes": (THINGS, ARM_SHAPES), "none": (THINGS,)}


class Scene:
    """One table, one arm, the layout's cubes. ``step`` takes 7 numbers in -1..1 and lasts 50 ms of simulated time."""

    def __init__(self, layout: Layout, *, friction: float = 1.0, refresh_substeps: int = 5):
        import mujoco

        self.layout = layout
        self.model = build(layout, friction)
        self.data = mujoco.MjData(self.model)
        self._mj = mujoco
        self._site = mujoco.mj_name2id(self.model, mujoco.mjtObj.mjOBJ_SITE, "grip_site")
        self._joint = {cube.name: self.model.joint(cube.name) for cube in layout.cubes}
        self._pictures: dict[tuple[int, int], Any] = {}
        self._set_arm(np.array(HOME_RAD))
        self.arm = Arm(self.model, self.data, refresh_substeps)

    # --- Gymnasium's verbs -----------------------------------------------------------------------
    def reset(self, *, seed: int = 0, options: Mapping[str, Any] | None = None) -> tuple[Observation, dict[str, Any]]:
        """A new start. ``options``: ``supports``, what each cube stands on (a tower on the first area if not given)."""
        given = (options or {}).get("supports")
        supports = tower(self.layout) if given is None else checked(given, self.layout)
        rng = np.random.default_rng(seed)
        self._mj.mj_resetData(self.model, self.data)
        self._set_arm(np.array(HOME_RAD) + rng.normal(0, JOINT_JITTER_RAD, 7))
        for area in self.layout.areas:
            at = np.array([area.x_m, area.y_m]) + _cut(rng, START_JITTER_M, 2)
            top = TABLE_Z_M
            for name in stack(supports, area.name):
                half = self.layout.cube(name).half_m
                self.place(name, (*(at + _cut(rng, STACK_JITTER_M, 2)), top + half), _cut(rng, YAW_JITTER_RAD, 1)[0])
                top += 2 * half
        self._mj.mj_forward(self.model, self.data)
        self.arm.reset()
        for _ in range(SETTLE_STEPS):
            self.arm.step(np.array([0, 0, 0, 0, 0, 0, OPEN]))
        self.data.time = 0.0
        return self.observe(), {"supports": supports}

    def step(self, action: np.ndarray) -> tuple[Observation, float, bool, bool, dict[str, Any]]:
        """Gymnasium's five: what is seen, reward (0: tasks are judged by their goals), ended, cut off, remarks."""
        self.arm.step(np.asarray(action, dtype=float))
        return self.observe(), 0.0, False, False, {}

    # --- what is seen ----------------------------------------------------------------------------
    def observe(self) -> Observation:
        """The true state. A policy on pixels takes ``render`` and the hand's own joints instead."""
        qpos = self.data.qpos
        cubes = {}
        for name, joint in self._joint.items():
            values = qpos[joint.qposadr[0] : joint.qposadr[0] + 7].copy()
            cubes[name] = Pose(values[:3], values[3:])
        turn = self.data.site_xmat[self._site].reshape(3, 3)
        # the hand points down; its fingers open along its own x axis, at home along the world's y axis
        yaw = float(np.arctan2(turn[1, 0], turn[0, 0])) - np.pi / 2
        yaw = (yaw + np.pi) % (2 * np.pi) - np.pi
        return Observation(
            time_s=float(self.data.time),
            hand_m=self.data.site_xpos[self._site].copy(),
            hand_yaw_rad=yaw,
            tilt_rad=np.array([-turn[1, 2], turn[0, 2]]),
            aperture_m=float(qpos[7] - qpos[8]),
            closing=self.arm.closing,
            cubes=cubes,
        )

    def render(self, camera: str = "agentview", size: int = 128, *, arm: str = "looks") -> np.ndarray:
        """A picture, ``size`` x ``size`` x 3 bytes. ``arm``: ``looks``, ``shapes`` (its hull, faster), or ``none``.

        Needs a graphics library: set MUJOCO_GL to egl or osmesa on a machine without a screen.
        """
        if camera not in _CAMERAS:
            raise UsageError(f"no camera '{camera}'; there are: {', '.join(_CAMERAS)}")
        if arm not in _ARM:
            raise UsageError(f"the arm is shown as one of {', '.join(_ARM)}, not '{arm}'")
        key = (size, size)
        if key not in self._pictures:
            # no larger a buffer than the picture: it is cleared and resolved whole each time
            self.model.vis.global_.offwidth = self.model.vis.global_.offheight = size
            self._pictures[key] = self._mj.Renderer(self.model, size, size)
        option = self._mj.MjvOption()
        option.geomgroup[:] = [group in _ARM[arm] for group in range(6)]
        option.sitegroup[:] = 0
        self._pictures[key].update_scene(self.data, _CAMERAS[camera], option)
        return self._pictures[key].render()

    def close(self) -> None:
        for picture in self._pictures.values():
            picture.close()
        self._pictures.clear()

    # --- interventions ---------------------------------------------------------------------------
    def place(self, cube: str, position_m: Any, yaw_rad: float = 0.0) -> None:
        """Put a cube somewhere at rest; the next step sees it there."""
        at = self._joint[self.layout.cube(cube).name]
        turn = (np.cos(yaw_rad / 2), 0.0, 0.0, np.sin(yaw_rad / 2))
        self.data.qpos[at.qposadr[0] : at.qposadr[0] + 7] = (*position_m, *turn)
        self.data.qvel[at.dofadr[0] : at.dofadr[0] + 6] = 0.0

    def shove(self, cube: str, velocity_m_s: Any, spin_rad_s: Any = (0.0, 0.0, 0.0)) -> None:
        """Give a cube a sudden speed."""
        at = self._joint[self.layout.cube(cube).name]
        self.data.qvel[at.dofadr[0] : at.dofadr[0] + 6] = (*velocity_m_s, *spin_rad_s)

    def _set_arm(self, joints_rad: np.ndarray) -> None:
        self.data.qpos[:7] = joints_rad
        self.data.qpos[7:9] = FINGERS_HOME_M
        self._mj.mj_forward(self.model, self.data)


def _cut(rng: np.random.Generator, sigma: float, count: int) -> np.ndarray:
    """Normal noise, cut at two standard deviations."""
    return np.clip(rng.normal(0, sigma, count), -2 * sigma, 2 * sigma)
