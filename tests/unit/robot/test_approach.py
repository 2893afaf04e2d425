"""From which side a cube is gripped, and what happens where it cannot be gripped as it lies."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from suffice.robot.approach import approach, free_place, grip, hemming, towered
from suffice.robot.bench import Parts
from suffice.robot.executor import Executor
from suffice.robot.eyes import Truth
from suffice.robot.features import Skill
from suffice.robot.hand import Hand
from suffice.robot.mover import Watch
from suffice.robot.moves import HOVER_M, Move
from suffice.robot.repair import put_away, tidied
from suffice.robot.scene import Scene, ground
from suffice.robot.scene.layout import LEVEL_REACH_M, REACH_M, SHOULDER_X_M


def lying(scene: Scene, **at: tuple[float, float]) -> None:
    scene.reset(seed=1, options={"supports": {"red": "peg1", "green": "peg2", "blue": "peg3"}})
    for cube, (x, y) in at.items():
        scene.place(cube, (x, y, 0.8 + scene.layout.cube(cube).half_m))


def test_a_cube_that_stands_free_is_gripped_straight(scene: Scene) -> None:
    lying(scene)
    for cube in ("red", "green", "blue"):
        found = grip(scene.observe(), scene.layout, cube)
        assert found is not None and abs(found.yaw_rad) < np.pi / 4 and found.lean_rad == 0


def test_beside_another_cube_the_hand_is_turned(scene: Scene) -> None:
    lying(scene, red=(0.0, 0.1), green=(0.0, 0.145))
    found = grip(scene.observe(), scene.layout, "red")
    assert found is not None and abs(found.yaw_rad) == pytest.approx(np.pi / 2)


def test_a_cube_hemmed_in_on_both_sides_is_freed_first(scene: Scene) -> None:
    lying(scene, red=(0.0, 0.1), green=(0.0, 0.145), blue=(0.046, 0.1))
    seen = scene.observe()
    assert grip(seen, scene.layout, "red") is None and set(hemming(seen, scene.layout, "red")) == {"green", "blue"}
    way = approach(seen, scene.layout, "red")
    assert way is not None and way.cube in ("green", "blue") and way.to_m is not None
    for other in {"red", "green", "blue"} - {way.cube}:
        assert np.hypot(*(seen.cubes[other].position_m[:2] - way.to_m)) > 0.09


def test_the_palm_keeps_off_towers(scene: Scene) -> None:
    for at, turned, leaning in (((0.07, 0.2), False, False), ((0.0, 0.13), True, False), ((0.05, 0.2), False, True)):
        lying(scene, red=at)
        scene.place("green", (0.0, 0.2, 0.8725))  # on blue
        found = grip(scene.observe(), scene.layout, "red")
        assert found is not None and (abs(found.yaw_rad) > 1) is turned and (found.lean_rad > 0) is leaning


def test_what_lies_far_is_gripped_leaning_and_drawn_nearer(scene: Scene) -> None:
    lying(scene, red=(0.21, 0.12))
    seen = scene.observe()
    assert LEVEL_REACH_M < np.hypot(0.21 - SHOULDER_X_M, 0.12) < REACH_M
    way = approach(seen, scene.layout, "red")
    assert way is not None and way.grip.lean_rad > 0.1 and way.to_m is not None
    assert np.hypot(way.to_m[0] - SHOULDER_X_M, way.to_m[1]) < LEVEL_REACH_M
    assert free_place(seen, scene.layout, "red") == pytest.approx(way.to_m)


@pytest.mark.parametrize(
    "at",
    [
        {"green": (0.2, 0.16)},
        {"red": (0.0, -0.1), "green": (0.0, -0.145)},
        {"red": (0.0, 0.1), "green": (0.0, 0.145), "blue": (0.046, 0.1)},
        {"red": (0.05, 0.2), "green": (0.0, 0.2)},
    ],
    ids=["far", "side by side", "in a corner", "beside a tower"],
)
def test_it_is_brought_where_it_belongs(scene: Scene, parts: Parts, at: dict[str, tuple[float, float]]) -> None:
    lying(scene, **at)
    if at["green"] == (0.0, 0.2):
        scene.place("green", (0.0, 0.2, 0.8725))  # on blue
    ran = Executor(scene, Truth(scene), parts.skills(scene.layout), parts.planner(scene.layout)).run({"red": "green"})
    assert ran.success and ground(scene.observe(), scene.layout)["red"] == "green", ran.reason


def test_what_shares_an_area_is_put_elsewhere_with_all_that_stands_on_it(scene: Scene, parts: Parts) -> None:
    lying(scene, green=(-0.055, 0.2))
    scene.place("red", (-0.055, 0.2, 0.8655))
    now = ground(scene.observe(), scene.layout)
    assert now == {"red": "green", "green": "table", "blue": "peg3"}
    goal = {"red": "green", "green": "blue", "blue": "peg1"}
    ran = Executor(scene, Truth(scene), parts.skills(scene.layout), parts.planner(scene.layout)).run(goal)
    assert ran.success and ground(scene.observe(), scene.layout) == goal, ran.reason


def test_nothing_is_put_where_a_leaning_cube_stands(scene: Scene) -> None:
    lying(scene, red=(0.0, 0.02))
    seen = scene.observe()
    poses = seen.cubes
    leaning = replace(poses["green"], quaternion=np.array([np.cos(0.15), np.sin(0.15), 0.0, 0.0]))
    lifted = replace(poses["red"], position_m=poses["red"].position_m + np.array([0, 0, 0.15]))
    seen = replace(seen, cubes={**poses, "green": leaning, "red": lifted})
    assert ground(seen, scene.layout) == {"red": "air", "green": "askew", "blue": "peg3"}
    assert put_away("red", seen, scene.layout) == Move("red", "blue")
    assert tidied(seen, scene.layout) == [Move("red", "peg1"), Move("red", "blue")]


def test_beside_a_tower_the_hand_comes_from_straight_above(scene: Scene, parts: Parts) -> None:
    lying(scene, red=(-0.05, 0.1))
    scene.place("green", (0.0, 0.2, 0.8725))  # on blue
    assert towered(scene.observe(), scene.layout, "red") and not towered(scene.observe(), scene.layout, "green")
    Hand(scene, Truth(scene), lambda: None).over("red")
    seen = scene.observe()
    assert seen.hand_m[:2] == pytest.approx(seen.cubes["red"].position_m[:2], abs=0.006) and seen.hand_m[2] > 0.93


def test_when_its_landing_is_knocked_away_the_hand_stays_low(scene: Scene, parts: Parts) -> None:
    lying(scene)
    highest, done = [0.0], []

    def mishap(begun: int) -> None:
        if list(Skill)[begun % 4] is Skill.RELEASE and not done:
            done.append(scene.shove("green", (1.0, 0.0, 0.4)))

    def watched() -> None:
        highest[0] = max(highest[0], scene.observe().hand_m[2])

    watch = Watch(before_part=mishap, after_step=watched)
    ran = Executor(scene, Truth(scene), parts.skills(scene.layout), parts.planner(scene.layout), watch).run(
        {"red": "green", "green": "blue"}
    )
    assert done and ran.success and highest[0] < 1.2 + HOVER_M
