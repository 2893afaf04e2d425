"""Control steps a CPU second of the robot's scene, and of a robosuite environment of the same parts.

python benchmarks/robot_speed.py     (needs suffice[robot], and a graphics library for robosuite)
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
os.environ.setdefault("MUJOCO_GL", "egl")

import numpy as np

from suffice.robot.scene import Scene, hanoi

STEPS = 300
REFERENCE = Path(__file__).parents[1] / "tests" / "unit" / "robot" / "robosuite_reference.py"


def main() -> None:
    t = np.arange(STEPS)
    actions = np.zeros((STEPS, 7))
    actions[:, 0], actions[:, 1] = 0.6 * np.sin(t / 15), 0.8 * np.cos(t / 20)
    for refresh in (1, 5):
        scene = Scene(hanoi(3), refresh_substeps=refresh)
        scene.reset(seed=0)
        began = time.process_time()
        for action in actions:
            scene.step(action)
        spent = time.process_time() - began
        print(f"scene, inertias every {2 * refresh} ms: {STEPS / spent:.0f} control steps a CPU second")
    with tempfile.TemporaryDirectory() as folder:
        spent = [
            _reference(Path(folder), actions[:count]) for count in (20, STEPS)
        ]  # the difference leaves the start out
    print(f"robosuite: {(STEPS - 20) / (spent[1] - spent[0]):.0f} control steps a CPU second")


def _reference(folder: Path, actions: np.ndarray) -> float:
    np.save(folder / "actions.npy", actions)
    before = os.times()
    command = [sys.executable, str(REFERENCE), "actions.npy", "positions.npy"]
    subprocess.run(command, cwd=folder, check=True, capture_output=True)
    after = os.times()
    return after.children_user + after.children_system - before.children_user - before.children_system


if __name__ == "__main__":
    main()
