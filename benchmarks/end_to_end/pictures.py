"""What two cameras see at every fourth row of the recorded episodes: one from the front, one on the hand."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import h5py
import mujoco
import numpy as np

from suffice.robot.demonstrations import read
from suffice.robot.scene import Layout, Scene

SIZE_PX, EVERY = 84, 4
CAMERAS = ("agentview", "wrist")


def seen_small(layout: Layout) -> Scene:
    """A scene whose pictures are drawn without smoothing: 8 ms of CPU a look instead of 15."""
    scene = Scene(layout)
    scene.model.vis.quality.offsamples = 0
    return scene


def drawn(scene: Scene) -> np.ndarray:
    """2 x 84 x 84 x 3 bytes; the arm as its hull, as for the robot's own eyes."""
    return np.stack([scene.render(camera, SIZE_PX, arm="shapes") for camera in CAMERAS])


def render(demonstrations: Path, output: Path, cpu_s: float, tell: Callable[[str], None]) -> float:
    """Draw moves in the order of the file until the budget is spent; goes on where it was cut off. CPU s spent."""
    made = read(demonstrations)
    scene = seen_small(made[0].layout)
    names = [cube.name for cube in scene.layout.cubes]
    with h5py.File(demonstrations) as file:
        joints = [file[f"data/demo_{i}/joints"][:] for i in range(len(made))]
    with h5py.File(output, "a") as file:
        spent = float(file.attrs.get("cpu_s", 0.0))
        for number, one in enumerate(made):
            if str(number) in file:
                continue
            if spent > cpu_s:
                break
            began = time.process_time()
            frames = []
            stepped = np.flatnonzero(~one.done)
            for at in range(0, len(stepped), EVERY):
                scene.data.qpos[:9] = joints[number][at]
                for name in names:
                    pose = one.seen[stepped[at]].cubes[name]
                    where = scene.model.joint(name).qposadr[0]
                    scene.data.qpos[where : where + 7] = (*pose.position_m, *pose.quaternion)
                mujoco.mj_forward(scene.model, scene.data)
                frames.append(drawn(scene))
            file[str(number)] = np.array(frames)
            spent += time.process_time() - began
            file.attrs["cpu_s"] = spent
            tell(f"{number + 1}/{len(made)}: {len(frames)} looks, {spent:.0f} CPU s")
    return spent


def load(path: Path, demonstrations: Path) -> tuple[np.ndarray, np.ndarray, float]:
    """The pictures one after another, the rows (counted over steps, as ``rows.load`` has them) where they were taken,
    and the CPU seconds that drawing took."""
    lengths = [int((~one.done).sum()) for one in read(demonstrations)]
    begins = np.concatenate([[0], np.cumsum(lengths)])
    with h5py.File(path) as file:
        numbers = sorted(int(key) for key in file)
        frames = [file[str(number)][:] for number in numbers]
        spent = float(file.attrs["cpu_s"])
    rows = [np.arange(begins[number], begins[number + 1], EVERY) for number in numbers]
    return np.concatenate(frames), np.concatenate(rows), spent
