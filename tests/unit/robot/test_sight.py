"""Seeing: poses from ideal outlines, colours from counted pixels, cameras that must not be believed."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.spatial import ConvexHull

from suffice.errors import UsageError
from suffice.robot.eyes import Blind
from suffice.robot.scene import Scene, hanoi
from suffice.robot.scene.layout import TABLE_Z_M
from suffice.robot.sight import PixelEyes, Sight, load, palette
from suffice.robot.sight.body import Body
from suffice.robot.sight.cameras import Camera, View, Views
from suffice.robot.sight.edges import MINE, NOTHING, Cubes, corners
from suffice.robot.sight.look import Look
from suffice.robot.sight.model import save
from suffice.robot.sight.outline import fit

SIZE = 256
C = np.sqrt(0.5)
_DOWN = np.array([[0, -C, C], [1, 0, 0], [0, C, C]])
FRONT = Camera(np.array([0.5, 0.0, 1.35]), _DOWN, 45.0, SIZE)  # in front of the table, looking down at it


def drawn(camera: Camera, cubes: list[tuple[int, float, np.ndarray, float]]) -> View:
    """Labels of upright cubes (number, half size, position, turn), those further away first."""
    labels = np.zeros((camera.size, camera.size), np.uint8)
    rows, columns = np.mgrid[: camera.size, : camera.size] + 0.5
    for number, half, at, yaw in sorted(cubes, key=lambda cube: -np.linalg.norm(cube[2] - camera.position_m)):
        points, _ = corners(one(half, at, yaw))
        ring = ConvexHull(Views([View(camera, labels)]).project(points)[0][:, 0, 0].T)
        normal, offset = ring.equations[:, :2], ring.equations[:, 2]
        labels[(np.stack([columns, rows], axis=-1) @ normal.T + offset <= 0).all(axis=-1)] = number
    return View(camera, labels)


def one(half: float, at: np.ndarray, yaw: float) -> Cubes:
    """A single cube, number 1, as one to be fitted."""
    kinds = np.zeros((1, 1, 256), np.uint8)
    kinds[..., 0], kinds[..., 1] = NOTHING, MINE
    return Cubes(np.array([half]), np.array([0.0]), at[None], np.array([yaw]), kinds)


@given(
    st.floats(-0.1, 0.1), st.floats(-0.2, 0.2), st.floats(-0.7, 0.7), st.sampled_from([0.02, 0.0275, 0.035]),
    st.floats(-0.008, 0.008), st.floats(-0.008, 0.008),
)  # fmt: skip
@settings(max_examples=40, deadline=None)
def test_a_cube_is_found_where_it_was_drawn(x: float, y: float, yaw: float, half: float, dx: float, dy: float) -> None:
    at = np.array([x, y, TABLE_Z_M + half])
    view = drawn(FRONT, [(1, half, at, yaw)])
    (found,) = fit(Views([view]), one(half, at + np.array([dx, dy, 0]), yaw + 0.1))
    assert found is not None and np.abs(found.position_m - at).max() < 0.002 and found.off_px < 0.6
    assert abs((found.yaw_rad - yaw + np.pi / 4) % (np.pi / 2) - np.pi / 4) < 0.1


def test_how_pixels_move_is_the_slope_of_the_projection() -> None:
    point = np.array([0.03, -0.11, 0.87])
    front = Views([View(FRONT, np.zeros((SIZE, SIZE), np.uint8))])

    def at(where: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        pixels, slopes, _ = front.project(where[None, None])
        return pixels[:, 0, 0, 0], slopes[:, 0, 0, 0]

    _, slopes = at(point)
    for axis in range(3):
        step = np.zeros(3)
        step[axis] = 1e-6
        ahead, behind = at(point + step)[0], at(point - step)[0]
        assert np.allclose(slopes[:, axis], (ahead - behind) / 2e-6, rtol=1e-4, atol=1e-3)
    pixel, _ = at(point)
    assert np.linalg.norm(np.cross(FRONT.ray(pixel), point - FRONT.position_m)) < 1e-9


def test_a_tower_is_seen_standing_on_itself_and_a_floating_cube_is_not_believed() -> None:
    layout = hanoi(4)
    cubes, top = [], TABLE_Z_M
    for number, cube in reversed(list(enumerate(layout.cubes, 1))):
        cubes.append((number, cube.half_m, np.array([0.004, 0.198, top + cube.half_m]), 0.05))
        top += 2 * cube.half_m
    seen = Look(Views([drawn(FRONT, cubes)]), layout).located()
    assert set(seen) == {"red", "green", "blue", "yellow"}
    for number, _, at, _ in cubes:
        assert np.abs(seen[layout.cubes[number - 1].name].position_m - at).max() < 0.003
    _, half, at, _ = cubes[-1]
    aloft = [*cubes[:-1], (1, half, at + np.array([0, -0.2, 0.0]), 0.0)]
    there = Look(Views([drawn(FRONT, aloft)]), layout).located().get("red")
    assert there is None or there.off_px > 0.5


def test_a_cube_behind_another_is_found_and_so_is_one_that_the_robot_hides_in_part() -> None:
    layout = hanoi(3)
    half = [cube.half_m for cube in layout.cubes]
    across = (-0.078, 0.0), (0.0, 0.005), (0.0, 0.2)
    at = [np.array([*across[i], TABLE_Z_M + half[i]]) for i in range(3)]
    views = Views([drawn(FRONT, [(i + 1, half[i], at[i], 0.0) for i in range(3)])])
    assert views.pictures[0][128 - 12 : 128, 128].max() == 2  # green stands before red's lower edge
    right = int(views.project(at[2][None, None])[0][0].item()) + 4
    views.pictures[:, :, right:] = 0  # blue's right side is not seen
    unaware = Look(views, layout).located()["blue"]
    hidden = np.zeros((1, SIZE, SIZE), bool)
    hidden[:, :, right:] = True
    views.hide(hidden)
    found = Look(views, layout).located()
    for i, name in enumerate(("red", "green", "blue")):
        assert np.abs(found[name].position_m - at[i]).max() < 0.003 and found[name].off_px < 0.8
    assert np.abs(unaware.position_m - at[2]).max() > 0.004 or unaware.off_px > 1


def test_the_robot_knows_where_its_hand_is_in_the_picture() -> None:
    scene = Scene(hanoi(3))
    seen, _ = scene.reset(seed=1)
    views = Views([View(FRONT, np.zeros((SIZE, SIZE), np.uint8))])
    covered = Body(scene.model).covered(scene.data, views)[0]
    (x, y), _, _ = views.project(seen.hand_m[None, None] + [0, 0, 0.08])
    assert covered[int(y.item()), int(x.item())] and not covered[-40:].any() and covered.mean() < 0.3


def test_colours_are_whose_they_were_most_often() -> None:
    labels = np.zeros((8, 12), np.uint8)
    labels[2:6, 1:4], labels[2:6, 6:9] = 1, 2
    picture = np.full((8, 12, 3), 90, np.uint8)
    picture[labels == 1], picture[labels == 2] = (200, 20, 20), (20, 30, 200)
    counts = palette.empty(3)
    palette.count(counts, picture, labels)
    learned = palette.learned(["red", "blue"], counts)
    assert (learned.labels(picture) == labels).all()
    assert learned.labels(np.array([[[210, 20, 25], [20, 220, 20]]], np.uint8)).tolist() == [[1, 0]]
    assert (learned.only(["blue"]).labels(picture) == np.where(labels == 2, 2, 0)).all()
    touching = np.full((2, 4), 1, np.uint8)
    touching[:, 2:] = 2  # where two cubes meet, a pixel holds both's colours
    mixed = palette.empty(3)
    palette.count(mixed, np.full((2, 4, 3), 110, np.uint8), touching)
    assert mixed.sum() == 0


def test_what_was_learned_is_stored_and_rubbish_refused(tmp_path: Path) -> None:
    path = tmp_path / "sight.npz"
    sight = Sight(palette.learned(["red"], palette.empty(2) + np.eye(32**3, 2, dtype=np.int64)), {"seed": 1})
    save(path, sight)
    assert (load(path).palette.table == sight.palette.table).all() and load(path).about["seed"] == 1
    path.write_bytes(b"PK\x03\x04 no archive")
    with pytest.raises(UsageError, match="is no sight"):
        load(path)
    with pytest.raises(UsageError, match="make one with"):
        load(tmp_path / "none.npz")


def test_black_covered_and_frozen_cameras_stop_the_robot() -> None:
    scene = Scene(hanoi(3))
    scene.reset(seed=1)
    sight = Sight(palette.learned(["red"], palette.empty(2) + np.eye(32**3, 2, dtype=np.int64)), {})

    def eyes(picture: np.ndarray) -> PixelEyes:
        return PixelEyes(scene, sight, pictured=lambda camera: picture)

    with pytest.raises(Blind, match="'agentview' is black"):
        eyes(np.zeros((SIZE, SIZE, 3), np.uint8)).look()
    with pytest.raises(Blind, match="one colour alone"):
        eyes(np.full((SIZE, SIZE, 3), 180, np.uint8)).look()
    grey = np.linspace(60, 200, SIZE).astype(np.uint8)[:, None, None].repeat(SIZE, 1).repeat(3, 2)
    half = grey.copy()
    half[:, SIZE // 2 :] = 0
    with pytest.raises(Blind, match="% of the picture of the camera 'agentview' is black"):
        eyes(half).look()
    still = eyes(grey)
    with pytest.raises(Blind, match="not seen well enough: red, green, blue") as stop:
        still.look()
    assert stop.type is Blind  # nothing at all is seen: not from elsewhere either
    for _ in range(10):
        scene.step(np.array([0, 0, 1.0, 0, 0, 0, -1.0]))
    with pytest.raises(Blind, match="'agentview' is frozen"):
        still.look()
    rng = np.random.default_rng(0)
    one = PixelEyes(scene, sight, lambda name: grey if name == "wrist" else rng.integers(0, 255, grey.shape, np.uint8))
    with pytest.raises(Blind, match="not seen well enough"):
        one.look()
    for _ in range(10):
        scene.step(np.array([0, 0, -1.0, 0, 0, 0, -1.0]))
    with pytest.raises(Blind, match="'wrist' is frozen"):
        one.look()


@pytest.mark.graphics
def test_an_episode_on_pixels_from_training_to_the_last_move(policy_file: Path, tmp_path: Path) -> None:
    def run(*words: str) -> dict:
        done = subprocess.run(
            [sys.executable, "-c", "from suffice.cli import main; main()", "robot", *words, "--json"],
            capture_output=True, text=True, check=False, env={**os.environ, "MUJOCO_GL": "egl"},
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)

    sight = tmp_path / "sight.npz"
    learned = run("sight", "-o", str(sight), "--scenes", "20")
    assert learned["pictures"] == 40 and learned["joules"]["value"] > 0
    looked = run("look", "--sight", str(sight), "--blocks", "5", "--looks", "4", "--seed", "7")
    assert looked["states_wrong"] == 0 and looked["across_mm"]["p95"] < 4 and looked["blind"] == []
    words = ["bench", "--policy", str(policy_file), "--sight", str(sight), "--state", "pixels", "--episodes", "1"]
    row = run(*words, "--record", str(tmp_path / "episodes.jsonl"))
    assert (row["episodes"], row["successes"], row["planned_moves"]) == (1, 1, 7), row
