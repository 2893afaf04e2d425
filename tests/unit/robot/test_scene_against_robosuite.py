"""The scene and its controller are robosuite's own: the same joints after the same actions."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from suffice.robot.scene import Scene, hanoi


@pytest.mark.graphics  # robosuite cannot be imported without a graphics library
def test_moves_as_robosuite_does(tmp_path: Path) -> None:
    t = np.arange(200)
    actions = np.zeros((len(t), 7))
    actions[:, 0], actions[:, 1] = 0.6 * np.sin(t / 15), 0.8 * np.cos(t / 20)
    actions[:, 2], actions[:, 5] = 0.5 * np.sin(t / 9 + 1), 0.2 * np.sin(t / 11)
    actions[:, 6] = np.where(t // 30 % 2, 1, -1)
    np.save(tmp_path / "actions.npy", actions)
    subprocess.run(
        [sys.executable, Path(__file__).with_name("robosuite_reference.py"), "actions.npy", "positions.npy"],
        cwd=tmp_path,
        env={**os.environ, "MUJOCO_GL": "egl"},
        check=True,
        capture_output=True,
    )
    expected = np.load(tmp_path / "positions.npy")
    scene = Scene(hanoi(3), refresh_substeps=1)
    scene.data.qpos[:] = expected[0]
    scene.arm.reset()
    positions = []
    for action in actions:
        scene.step(action)
        positions.append(scene.data.qpos.copy())
    np.testing.assert_allclose(np.array(positions), expected[1:], atol=1e-6)
