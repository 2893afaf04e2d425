"""Full episodes as the robot's own demonstrator makes them along optimal plans: its moves, in the robot's own format.

Moves of one episode share their seed and follow each other in the file. Beside each stand the arm's joints at every
step, from which pictures are drawn later.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import h5py
import numpy as np
from benchmarks.end_to_end.plans import shortest

from suffice.robot.demonstrate import performed
from suffice.robot.demonstrations import Demonstration, read, write
from suffice.robot.scene import Scene, Supports, hanoi, tower
from suffice.robot.scene.supports import scattered

ARM = slice(0, 9)  # seven joints and two fingers


def record(path: Path, count: int, *, blocks: int, seed: int, tell: Callable[[str], None]) -> None:
    """Append episodes until the file holds ``count``. Even seeds start with the whole tower, odd ones anywhere."""
    scene = Scene(hanoi(blocks, 3))
    goal = tower(scene.layout, scene.layout.areas[-1].name)
    kept = sorted({one.seed for one in read(path)}) if path.exists() else []
    attempt = kept[-1] + 1 if kept else seed
    while len(kept) < count:
        start = tower(scene.layout) if attempt % 2 == 0 else scattered(scene.layout, np.random.default_rng(attempt))
        made = episode(scene, start, goal, attempt)
        for move, joints in made or ():
            write(path, move)
            with h5py.File(path, "a") as file:
                file[f"data/demo_{len(file['data']) - 1}/joints"] = joints
        if made:
            kept.append(attempt)
            tell(f"{len(kept)}/{count}: seed {attempt}, {len(made)} moves")
        else:
            tell(f"seed {attempt}: nothing to do, or the demonstrator failed: not recorded")
        attempt += 1


def episode(scene: Scene, start: Supports, goal: Supports, seed: int) -> list[tuple[Demonstration, np.ndarray]]:
    """Every move with the arm's joints at each of its steps; none where one move failed."""
    rng = np.random.default_rng((seed, 3))
    seen, _ = scene.reset(seed=seed, options={"supports": start})
    made = []
    for move in shortest(scene.layout, start, goal) or ():
        joints: list[np.ndarray] = []
        one = performed(scene, seen, move, seed, rng, lambda joints=joints: joints.append(scene.data.qpos[ARM].copy()))
        if one is None:
            return []
        made.append((one, np.array(joints)))
        seen = scene.observe()
    return made
