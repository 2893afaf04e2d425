"""What is broken, foreign or contradicts itself is refused with what to do, and nothing is moved or written."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import h5py
import numpy as np
import pytest
from click.testing import CliRunner

from suffice import files
from suffice.cli.robot import command
from suffice.errors import UsageError
from suffice.robot import recorded
from suffice.robot.bench import Parts
from suffice.robot.demonstrations import read
from suffice.robot.executor import Executor
from suffice.robot.eyes import Blind, Eyes
from suffice.robot.mover import Watch
from suffice.robot.recorded import Setting
from suffice.robot.scene import Observation, Scene
from suffice.robot.sight import Sight
from suffice.robot.sight import load as load_sight
from suffice.robot.sight.model import save as save_sight
from suffice.robot.sight.palette import Palette
from suffice.robot.skills.policy import load_arrays

GOAL = ["--goal", "put the red cube on the right peg"]


def refusal(given: list[str]) -> str:
    """What the command line says."""
    ran = CliRunner().invoke(command, given, standalone_mode=False)
    assert ran.exception is not None, ran.output
    return str(ran.exception)


@pytest.mark.parametrize("part", ["domain", "finished", "naive", "grasp/value/weight0", "shape", "nan"])
def test_a_policy_that_is_not_whole_is_refused(policy_file: Path, tmp_path: Path, part: str) -> None:
    arrays, about = load_arrays(policy_file)
    arrays = {key: value for key, value in arrays.items() if key != part}
    about = {key: value for key, value in about.items() if key != part}
    if part in ("shape", "nan"):
        first = arrays["release/value/weight0"]
        arrays["release/value/weight0"] = first[:3] if part == "shape" else first * np.nan
    broken = tmp_path / "broken.npz"
    np.savez(broken, **arrays, about=np.array(json.dumps(about)))  # pyright: ignore[reportArgumentType]
    told = refusal(["run", "--policy", str(broken), *GOAL])
    assert "no whole policy" in told and "suffice robot train" in told


@pytest.mark.parametrize("table", [np.zeros(10, np.uint8), np.full(32**3, 9, np.uint8)])
def test_a_sight_that_is_not_whole_is_refused(tmp_path: Path, table: np.ndarray) -> None:
    save_sight(tmp_path / "sight.npz", Sight(Palette(("red",), table), {}))
    with pytest.raises(UsageError, match=r"no whole sight.*suffice robot sight"):
        load_sight(tmp_path / "sight.npz")


def _shorter(group: Any) -> None:
    seen = group["obs/hand_m"][:5]
    del group["obs/hand_m"]
    group["obs/hand_m"] = seen


def _numberless(group: Any) -> None:
    group["wanted"][0] = np.nan


def _without_skills(group: Any) -> None:
    group["skills"][:] = 0


def _without_story(group: Any) -> None:
    group.attrs["about"] = "{"


def _of_another_cube(group: Any) -> None:
    group.attrs["about"] = json.dumps({**json.loads(group.attrs["about"]), "move": ["pink", "peg1"]})


@pytest.mark.parametrize("spoil", [_of_another_cube, _shorter, _numberless, _without_skills, _without_story])
def test_a_demonstration_that_is_not_whole_is_named(
    demonstrations: Path, tmp_path: Path, spoil: Callable[[Any], None]
) -> None:
    path = Path(shutil.copy(demonstrations, tmp_path / "demos.hdf5"))
    with h5py.File(path, "a") as file:
        spoil(file["data/demo_1"])
    with pytest.raises(UsageError, match=r"demo_1 .*record anew"):
        read(path)


@pytest.mark.parametrize(
    "given",
    [
        ["demos", "-o", "FOLDER"],
        ["demos", "-o", "FOLDER/none/demos.hdf5"],
        ["train", "DEMOS", "-o", "FOLDER/none/policy.npz"],
        ["sight", "-o", "FOLDER/none/sight.npz"],
        ["bench", "--policy", "POLICY", "--record", "FOLDER/none/episodes.jsonl"],
        ["run", "--policy", "POLICY", *GOAL, "-o", "FOLDER/none/receipt.json"],
        ["run", "--policy", "POLICY", *GOAL, "--strip", "FOLDER"],
        ["run", "--policy", "POLICY", *GOAL, "--video", "FOLDER/none/film.mp4"],
    ],
)
def test_what_cannot_be_written_is_said_before_anything_is_done(
    policy_file: Path, demonstrations: Path, tmp_path: Path, given: list[str]
) -> None:
    put = {"FOLDER": tmp_path, "POLICY": policy_file, "DEMOS": demonstrations}
    for name, path in put.items():
        given = [word.replace(name, str(path)) for word in given]
    assert "cannot be written" in refusal(given)
    assert not list(tmp_path.iterdir())


def test_a_start_says_of_each_cube_once(policy_file: Path) -> None:
    start = '{"red": "peg1", "green": "peg2", "blue": "peg3", "red": "green"}'
    assert "twice" in refusal(["run", "--policy", str(policy_file), *GOAL, "--start", start])


def row(seed: int, **other: Any) -> dict[str, Any]:
    """An episode as it is recorded."""
    told = dict.fromkeys(("planned", "moves", "replans", "control_steps"), 7)
    told |= dict.fromkeys(("slowest_replan_s", "policy_cpu_s", "simulator_cpu_s"), 0.1)
    setting = Setting("0123", 5, "hanoi", 3, 3, "truth").to_json()
    judged = {"success": True, "progress": 1.0, "reason": None, "failed": []}
    return {"format": recorded.FORMAT, "setting": setting, "seed": seed, **told, **judged, **other}


def test_two_that_write_one_record_count_no_episode_twice(tmp_path: Path) -> None:
    record = tmp_path / "episodes.jsonl"
    for number in range(2):
        recorded.completed({}, range(3), record, lambda seed, number=number: row(seed, moves=number), lambda row: None)
    (rows,) = recorded.settings_in(record).values()
    assert [(one["seed"], one["moves"]) for one in rows] == [(0, 0), (1, 0), (2, 0)]


def test_after_a_line_that_was_cut_off_none_is_lost(tmp_path: Path) -> None:
    record = tmp_path / "episodes.jsonl"
    recorded.completed({}, range(2), record, row, lambda row: None)
    record.write_bytes(record.read_bytes()[:-40])
    recorded.completed({one["seed"]: one for one in recorded.read(record)}, range(3), record, row, lambda row: None)
    assert [one["seed"] for one in recorded.read(record)] == [0, 1, 2]


@pytest.mark.parametrize(
    "line", [b"\xff\xfe", b"a diary", b"[1]", json.dumps({**row(0), "setting": {"a": 1}}).encode(),
             json.dumps({key: value for key, value in row(0).items() if key != "moves"}).encode()]
)  # fmt: skip
def test_another_file_is_no_record_and_stays_as_it_is(policy_file: Path, tmp_path: Path, line: bytes) -> None:
    record = tmp_path / "episodes.jsonl"
    record.write_bytes(line + b"\n")
    given = ["bench", "--policy", str(policy_file), "--episodes", "1", "--record", str(record)]
    assert "line 1" in refusal(given) and record.read_bytes() == line + b"\n"
    assert "line 1" in refusal(["report", str(record)])


class Covered(Eyes):
    """A camera under its cap."""

    def look(self) -> Observation:
        raise Blind("the picture is black: is the camera covered?")

    def track(self, held: str | None) -> Observation:
        raise AssertionError


def test_where_the_start_is_not_seen_nothing_moves(scene: Scene, parts: Parts) -> None:
    seen, _ = scene.reset(seed=1)
    robot = Executor(scene, Covered(), parts.skills(scene.layout), parts.planner(scene.layout), Watch())
    ran = robot.run({"red": "peg3"})
    assert not ran.success and ran.control_steps == 0 and "black" in str(ran.reason)
    assert (scene.observe().hand_m == seen.hand_m).all()


def test_a_device_is_written_to_and_a_link_stays_one(tmp_path: Path) -> None:
    files.write(Path("/dev/null"), "a receipt")
    assert Path("/dev/null").is_char_device()
    (tmp_path / "there").write_text("")
    (tmp_path / "link").symlink_to(tmp_path / "there")
    files.write(tmp_path / "link", "a receipt")
    assert (tmp_path / "link").is_symlink() and (tmp_path / "there").read_text() == "a receipt"
