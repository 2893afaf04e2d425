from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from suffice.errors import UsageError
from suffice.robot.scene import Pose, Scene, ground, hanoi, tower
from suffice.robot.scene.layout import TABLE_Z_M

OPEN = [0, 0, 0, 0, 0, 0, -1]


def test_a_start_is_a_tower_on_the_first_area(scene: Scene) -> None:
    seen, _ = scene.reset(seed=3)
    assert ground(seen, scene.layout) == {"red": "green", "green": "blue", "blue": "peg1"}
    assert 0.055 < seen.aperture_m < 0.08


def test_a_start_is_the_same_for_the_same_seed(scene: Scene) -> None:
    first, _ = scene.reset(seed=5)
    scene.reset(seed=6)
    again, _ = scene.reset(seed=5)
    for name, pose in first.cubes.items():
        np.testing.assert_array_equal(pose.position_m, again.cubes[name].position_m)


@given(st.lists(st.integers(0, 2), min_size=3, max_size=3), st.integers(0, 99))
def test_every_legal_start_is_grounded_as_it_was_set_up(scene: Scene, pegs: list[int], seed: int) -> None:
    supports, top = {}, {}
    for name, peg in reversed(list(zip(("red", "green", "blue"), pegs, strict=True))):
        supports[name] = top.get(peg, f"peg{peg + 1}")
        top[peg] = name
    seen, _ = scene.reset(seed=seed, options={"supports": supports})
    assert ground(seen, scene.layout) == supports


def test_the_hand_follows_the_action(scene: Scene) -> None:
    before, _ = scene.reset(seed=0)
    for _ in range(10):
        after, *_ = scene.step(np.array([0, 0.5, 0, 0, 0, 0, -1]))
    moved = after.hand_m - before.hand_m
    assert moved[1] > 0.05 and abs(moved[0]) < 0.02 and abs(moved[2]) < 0.02


def test_a_shoved_cube_is_seen_elsewhere(scene: Scene) -> None:
    scene.reset(seed=0)
    scene.shove("red", (1.5, 0, 0.3))
    for _ in range(20):
        seen, *_ = scene.step(np.array(OPEN))
    assert ground(seen, scene.layout)["red"] != "green"


@pytest.mark.parametrize(
    ("supports", "told"),
    [
        ({"red": "green", "green": "blue"}, "missing or unknown: blue"),
        ({"red": "green", "green": "red", "blue": "peg1"}, "on itself"),
        ({"red": "peg9", "green": "peg2", "blue": "peg1"}, "no area 'peg9'"),
        ({"red": "peg1", "green": "peg1", "blue": "peg2"}, "two cubes stand on 'peg1'"),
    ],
)
def test_an_impossible_start_is_refused(scene: Scene, supports: dict[str, str], told: str) -> None:
    with pytest.raises(UsageError, match=told):
        scene.reset(options={"supports": supports})


@pytest.mark.parametrize(("blocks", "pegs"), [(2, 3), (8, 3), (3, 2), (3, 6)])
def test_scenes_that_cannot_be_are_refused(blocks: int, pegs: int) -> None:
    with pytest.raises(UsageError):
        hanoi(blocks, pegs)


def test_an_area_holds_one_cube_and_its_border_what_was_there(scene: Scene) -> None:
    scene.reset(seed=1, options={"supports": {"red": "peg1", "green": "peg2", "blue": "peg3"}})
    scene.place("red", (0.05, 0.0, 0.82))
    assert ground(scene.observe(), scene.layout) == {"red": "table", "green": "peg2", "blue": "peg3"}
    for x, before, now in [(0.057, "table", "table"), (0.057, "peg1", "peg1"), (0.063, "peg1", "peg1"),
                           (0.057, None, "peg1"), (0.063, None, "table"), (0.045, "table", "peg1")]:  # fmt: skip
        scene.place("red", (x, -0.2, 0.82))
        assert ground(scene.observe(), scene.layout, {"red": before} if before else None)["red"] == now


def test_the_tower_of_seven_stands() -> None:
    scene = Scene(hanoi(7, 5))
    seen, _ = scene.reset(seed=1)
    assert ground(seen, scene.layout) == tower(scene.layout)


@given(st.floats(-3, 3), st.sampled_from([(1, 0, 0, 0), (0.5**0.5, 0.5**0.5, 0, 0), (0.5**0.5, 0, 0.5**0.5, 0)]))
def test_a_cube_on_any_side_has_the_yaw_of_its_sides(yaw: float, fallen: tuple[float, ...]) -> None:
    w, x, y, z = fallen
    c, s = np.cos(yaw / 2), np.sin(yaw / 2)
    turned = np.array([c * w - s * z, c * x - s * y, c * y + s * x, c * z + s * w])
    pose = Pose(np.array([0, 0, TABLE_Z_M]), turned)
    difference = (pose.yaw_rad - yaw + np.pi / 4) % (np.pi / 2) - np.pi / 4
    assert abs(difference) < 1e-6 or abs(abs(difference) - np.pi / 2) < 1e-6
    assert pose.tilt_rad < 1e-3
