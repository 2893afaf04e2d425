"""The arm's controller: operational space control of the hand's pose, as robosuite's OSC_POSE computes it.

The law (Khatib 1987; robosuite 1.5.2, ``controllers/parts/arm/osc.py``), at every 2 ms of simulated time:
torque = J' [Lp (kp dp - kd v); Lo (kp do - kd w)] + bias + N' M (kq (q0 - q) - dq qdot). ``refresh_substeps`` says how
often the inertias Lp, Lo and the null space N are computed anew: 1 is robosuite's law itself, 5 (every 10 ms) is half
as fast again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import mujoco

KP, KD = 150.0, 2 * np.sqrt(150.0)
JOINT_KP, JOINT_KD = 10.0, 2 * np.sqrt(10.0)
STEP_M, STEP_RAD = 0.05, 0.5  # what an action of 1 asks for
FINGER_SPEED = 0.2  # of the fingers' whole way, per control step
CONTROL_HZ, SUBSTEPS = 20, 25  # control steps in a second; in each, steps of 2 ms
OPEN, CLOSED = -1.0, 1.0  # the last number of an action
ARM, FINGERS = slice(0, 7), slice(7, 9)


class Arm:
    """Turns actions in -1..1 (x, y, z, turn about x, y, z, fingers: 1 closes) into torques, and steps the physics."""

    def __init__(self, model: mujoco.MjModel, data: mujoco.MjData, refresh_substeps: int = 5):
        import mujoco

        self._mj, self._model, self._data = mujoco, model, data
        self._refresh_substeps = refresh_substeps
        self._site = mujoco.mj_name2id(model, mujoco.mjtObj.mjOBJ_SITE, "grip_site")
        self._inertia_all = np.zeros((model.nv, model.nv))
        self._jacobian_all = np.zeros((6, model.nv))
        self._middle = model.actuator_ctrlrange[FINGERS].mean(axis=1)
        self._half = np.ptp(model.actuator_ctrlrange[FINGERS], axis=1) / 2
        self._position, self._turn = data.site_xpos[self._site], data.site_xmat[self._site].reshape(3, 3)
        self._wrench = np.zeros(6)
        self.reset()

    def reset(self) -> None:
        """Takes the arm's present joints as those it leans to, and its fingers as at rest."""
        self._home = self._data.qpos[ARM].copy()
        self._fingers = np.zeros(2)

    @property
    def closing(self) -> float:
        """How far the fingers are told to close: -1 (open) to 1."""
        return -float(self._fingers[0])

    def step(self, action: np.ndarray) -> None:
        """One control step, 50 ms of simulated time. ``action``: 7 numbers, clipped to -1..1."""
        mj, model, data = self._mj, self._model, self._data
        action = np.clip(action, -1.0, 1.0)
        self._fingers = np.clip(self._fingers + np.array([-1.0, 1.0]) * FINGER_SPEED * np.sign(action[6]), -1.0, 1.0)
        data.ctrl[FINGERS] = self._middle + self._half * self._fingers
        q, qdot, bias, ctrl = data.qpos[ARM], data.qvel[ARM], data.qfrc_bias[ARM], data.ctrl[ARM]
        jacobian, wrench = self._jacobian_all[:, ARM], self._wrench
        position, turn, weights, posture = np.zeros(3), np.eye(3), np.eye(6), np.eye(7)
        for substep in range(SUBSTEPS):
            mj.mj_step1(model, data)
            mj.mj_jacSite(model, data, self._jacobian_all[:3], self._jacobian_all[3:], self._site)
            if substep == 0:
                position = self._position + STEP_M * action[:3]
                turn = _turned(STEP_RAD * action[3:6]) @ self._turn
            if substep % self._refresh_substeps == 0:
                weights, posture = self._inertias(jacobian)
            wrench[:3] = position - self._position
            wrench[3:] = _difference(turn, self._turn)
            wrench *= KP
            wrench -= KD * (jacobian @ qdot)
            ctrl[:] = (weights @ wrench) @ jacobian + bias + posture @ (JOINT_KP * (self._home - q) - JOINT_KD * qdot)
            mj.mj_step2(model, data)

    def _inertias(self, jacobian: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """The 6 x 6 inertia felt at the hand (position and turning apart), and N' M, 7 x 7."""
        self._mj.mj_fullM(self._model, self._inertia_all, self._data.qM)
        inertia = self._inertia_all[ARM, ARM]
        spread = np.linalg.solve(inertia, jacobian.T)  # M^-1 J', 7 x 6
        mobility = jacobian @ spread
        weights = np.zeros((6, 6))
        weights[:3, :3], weights[3:, 3:] = np.linalg.inv(np.stack((mobility[:3, :3], mobility[3:, 3:])))
        return weights, inertia - jacobian.T @ np.linalg.solve(mobility, jacobian)  # as spread' M is the Jacobian


def _turned(rotation: np.ndarray) -> np.ndarray:
    """The matrix of a rotation vector."""
    angle = float(np.linalg.norm(rotation))
    if angle < 1e-12:
        return np.eye(3)
    x, y, z = rotation / angle
    cross = np.array([[0, -z, y], [z, 0, -x], [-y, x, 0]])
    return np.eye(3) + np.sin(angle) * cross + (1 - np.cos(angle)) * cross @ cross


def _difference(wanted: np.ndarray, now: np.ndarray) -> np.ndarray:
    """Half the sum of the columns' cross products: for small angles, the rotation from ``now`` to ``wanted``."""
    skew = wanted @ now.T
    return np.array([skew[2, 1] - skew[1, 2], skew[0, 2] - skew[2, 0], skew[1, 0] - skew[0, 1]]) * 0.5
