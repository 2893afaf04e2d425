"""Demonstrations on disk: HDF5 in robomimic's layout (``data/demo_0/obs/...``, ``actions``, ``dones``).

Each is one move. Beside what is seen and done at every step stand which part of the move it is, what the demonstrator
wanted (its act is that plus noise), whether this part is done, and what each cube stood on before and after.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from suffice.errors import UsageError
from suffice.robot.features import Skill
from suffice.robot.moves import Move
from suffice.robot.scene import Layout, Observation, Pose, Supports, hanoi

FORMAT = "suffice-robot-demonstrations/1"
SKILLS = tuple(Skill)


@dataclass(frozen=True, slots=True, eq=False)
class Demonstration:
    """One move of T rows. ``skills``, ``done``: T. ``wanted``: T x 5. ``actions``: T x 7, none where done."""

    blocks: int
    pegs: int
    seed: int
    move: Move
    before: Supports
    after: Supports
    seen: tuple[Observation, ...]
    skills: tuple[Skill, ...]
    wanted: np.ndarray
    actions: np.ndarray
    done: np.ndarray
    cpu_s: float

    @property
    def layout(self) -> Layout:
        return hanoi(self.blocks, self.pegs)


def write(path: Path, demonstration: Demonstration) -> None:
    """Append one demonstration; a file that is cut off in the middle of it keeps those before."""
    import h5py

    with h5py.File(path, "a") as file:
        data = file.require_group("data")
        data.attrs["format"] = FORMAT
        data.attrs["env_args"] = json.dumps({"env_name": "suffice hanoi", "robots": "Panda", "controller": "OSC_POSE"})
        name = f"demo_{len(data)}"
        if "unfinished" in file:
            del file["unfinished"]
        group = file.create_group(f"unfinished/{name}")
        group.attrs["num_samples"] = len(demonstration.skills)
        group.attrs["about"] = json.dumps(
            {
                "blocks": demonstration.blocks,
                "pegs": demonstration.pegs,
                "seed": demonstration.seed,
                "move": [demonstration.move.cube, demonstration.move.to],
                "before": dict(demonstration.before),
                "after": dict(demonstration.after),
                "cpu_s": demonstration.cpu_s,
            }
        )
        for key, value in _arrays(demonstration.seen).items():
            group[f"obs/{key}"] = value
        group["skills"] = np.array([SKILLS.index(skill) for skill in demonstration.skills], dtype=np.uint8)
        group["wanted"] = demonstration.wanted
        group["actions"] = demonstration.actions
        group["dones"] = demonstration.done.astype(np.uint8)
        file.move(f"unfinished/{name}", f"data/{name}")


def read(path: Path) -> list[Demonstration]:
    """All demonstrations of a file. Raises UsageError, with the cure, where it is none."""
    import h5py

    if not path.is_file():
        raise UsageError(f"no demonstrations at {path}: record some with suffice robot demos -n 5 -o {path}")
    try:
        with h5py.File(path) as file:
            data: Any = file.get("data")
            if data is None and set(file) <= {"unfinished"}:
                return []
            if data is None or data.attrs.get("format") != FORMAT:
                raise UsageError(f"{path} holds no demonstrations of this robot: record some with suffice robot demos")
            return [_whole(data, f"demo_{i}", path) for i in range(len(data))]
    except OSError as broken:
        raise UsageError(f"{path} cannot be read as HDF5 ({broken}): record it anew with suffice robot demos") from None


def _whole(data: Any, name: str, path: Path) -> Demonstration:
    """Raises UsageError where parts of a demonstration are missing, of other lengths, or no numbers."""
    try:
        one = _demonstration(data[name])
        lengths = {len(part) for part in (one.seen, one.skills, one.wanted, one.actions, one.done)}
        cubes = {cube.name for cube in one.layout.cubes}
        numbers = [one.wanted, *(part[:] for part in data[name]["obs"].values())]
        good = (
            one.move.cube in cubes
            and set(one.before) == set(one.after) == cubes
            and len(lengths) == 1
            and tuple(dict.fromkeys(one.skills)) == SKILLS
            and all(np.isfinite(part).all() for part in numbers)
        )
    except (KeyError, TypeError, ValueError, IndexError, AttributeError, UsageError) as broken:
        raise UsageError(f"{path}: {name} cannot be read ({broken}): record anew with suffice robot demos") from None
    if not good:
        raise UsageError(f"{path}: {name} is not whole: record anew with suffice robot demos")
    return one


def _demonstration(group: Any) -> Demonstration:
    about = json.loads(group.attrs["about"])
    names = [cube.name for cube in hanoi(about["blocks"], about["pegs"]).cubes]
    return Demonstration(
        blocks=about["blocks"],
        pegs=about["pegs"],
        seed=about["seed"],
        move=Move(*about["move"]),
        before=about["before"],
        after=about["after"],
        seen=tuple(_observations(group["obs"], names)),
        skills=tuple(SKILLS[i] for i in group["skills"][:]),
        wanted=group["wanted"][:],
        actions=group["actions"][:],
        done=group["dones"][:].astype(bool),
        cpu_s=about["cpu_s"],
    )


def _arrays(seen: tuple[Observation, ...]) -> dict[str, np.ndarray]:
    names = list(seen[0].cubes)
    return {
        "time_s": np.array([one.time_s for one in seen]),
        "hand_m": np.array([one.hand_m for one in seen]),
        "hand_yaw_rad": np.array([one.hand_yaw_rad for one in seen]),
        "tilt_rad": np.array([one.tilt_rad for one in seen]),
        "aperture_m": np.array([one.aperture_m for one in seen]),
        "closing": np.array([one.closing for one in seen]),
        "cube_positions_m": np.array([[one.cubes[name].position_m for name in names] for one in seen]),
        "cube_quaternions": np.array([[one.cubes[name].quaternion for name in names] for one in seen]),
    }


def _observations(obs: Any, names: list[str]) -> Iterator[Observation]:
    arrays = {key: obs[key][:] for key in obs}
    for i in range(len(arrays["time_s"])):
        poses = zip(names, arrays["cube_positions_m"][i], arrays["cube_quaternions"][i], strict=True)
        yield Observation(
            time_s=float(arrays["time_s"][i]),
            hand_m=arrays["hand_m"][i],
            hand_yaw_rad=float(arrays["hand_yaw_rad"][i]),
            tilt_rad=arrays["tilt_rad"][i],
            aperture_m=float(arrays["aperture_m"][i]),
            closing=float(arrays["closing"][i]),
            cubes={name: Pose(position, quaternion) for name, position, quaternion in poses},
        )
