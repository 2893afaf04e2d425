"""The whole loop on three cubes: learned operators, checked plans, learned skills, mishaps."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner

from suffice.cli.robot import command
from suffice.robot.bench import Parts
from suffice.robot.disturb import disturb
from suffice.robot.episode import Episode
from suffice.robot.executor import Executor
from suffice.robot.eyes import Blind, Eyes, Hidden, Truth
from suffice.robot.mover import Watch
from suffice.robot.recorded import read
from suffice.robot.scene import Observation, Scene, ground, hanoi, tower
from suffice.robot.table import wilson
from suffice.robot.tasks import TASKS, assigned


def executor(scene: Scene, parts: Parts, watch: Watch | None = None, eyes: Eyes | None = None) -> Executor:
    seeing, planner = eyes or Truth(scene), parts.planner(scene.layout)
    return Executor(scene, seeing, parts.skills(scene.layout), planner, watch)


def test_the_tower_is_moved_as_planned(scene: Scene, parts: Parts) -> None:
    scene.reset(seed=1)
    ran = executor(scene, parts).run(tower(scene.layout, "peg3"))
    assert ran.success and ran.planned == 7
    assert ground(scene.observe(), scene.layout) == tower(scene.layout, "peg3")
    assert json.loads(json.dumps(ran.to_json()))["acted"][0]["outcome"] == "done"


def test_after_a_mishap_another_plan_is_made(scene: Scene, parts: Parts) -> None:
    scene.reset(seed=2, options={"supports": {"red": "peg1", "green": "peg2", "blue": "peg3"}})
    rng = np.random.default_rng(0)
    done: list[str | None] = []

    def mishap(begun: int) -> None:
        if begun == 2:
            done.append(disturb(scene, "teleport", rng))

    ran = executor(scene, parts, Watch(before_part=mishap)).run({"red": "green", "green": "blue"})
    assert done != [None] and ran.success and ran.replans >= 1


def test_a_cube_on_a_smaller_one_is_put_right(scene: Scene, parts: Parts) -> None:
    scene.reset(seed=3, options={"supports": {"green": "red", "red": "peg1", "blue": "peg3"}})
    assert executor(scene, parts).run({"red": "green", "green": "blue", "blue": "peg3"}).success


@pytest.mark.parametrize(
    ("goal", "told"),
    [
        ({"pink": "peg1"}, "no cube 'pink'"),
        ({"red": "peg9"}, "no 'peg9'"),
        ({"blue": "red"}, "cannot be reached"),
        ({"red": "peg1", "green": "peg1"}, "cannot be reached"),
    ],
)
def test_what_cannot_be_is_refused_before_moving(scene: Scene, parts: Parts, goal: dict[str, str], told: str) -> None:
    scene.reset(seed=4)
    ran = executor(scene, parts).run(goal)
    assert not ran.success and ran.control_steps == 0 and told in str(ran.reason)


def test_a_cube_out_of_reach_is_refused(scene: Scene, parts: Parts) -> None:
    scene.reset(seed=4)
    scene.place("red", (0.36, 0.3, 0.82))
    ran = executor(scene, parts).run(tower(scene.layout, "peg3"))
    assert ran.control_steps == 0 and "out of reach" in str(ran.reason)


class Failing(Eyes):
    """Sees for a while."""

    def __init__(self, scene: Scene, looks: int):
        self.true, self.looks = Truth(scene), looks

    def look(self) -> Observation:
        self.looks -= 1
        if self.looks < 0:
            raise Blind("the picture is black: is the camera covered?")
        return self.true.look()

    def track(self, held: str | None) -> Observation:
        return self.true.track(held)


def test_it_stops_where_it_cannot_see(scene: Scene, parts: Parts) -> None:
    scene.reset(seed=5)
    ran = executor(scene, parts, eyes=Failing(scene, 4)).run(tower(scene.layout, "peg3"))
    assert not ran.success and "black" in str(ran.reason)


class Shaded(Eyes):
    """Sees all cubes only while the hand is high."""

    def __init__(self, scene: Scene, lowest_m: float):
        self.true, self.lowest_m, self.hidden = Truth(scene), lowest_m, 0

    def look(self) -> Observation:
        seen = self.true.look()
        if seen.hand_m[2] < self.lowest_m:
            self.hidden += 1
            raise Hidden("not seen well enough: red")
        return seen

    def track(self, held: str | None) -> Observation:
        return self.true.track(held)


def test_what_is_hidden_is_looked_at_from_elsewhere(scene: Scene, parts: Parts) -> None:
    start = {"red": "peg1", "green": "peg2", "blue": "peg3"}
    scene.reset(seed=6, options={"supports": start})
    eyes = Shaded(scene, 0.93)
    ran = executor(scene, parts, eyes=eyes).run({"red": "green"})
    assert ran.success and eyes.hidden >= 2 and [one.outcome for one in ran.acted] == ["done"]
    seen, _ = scene.reset(seed=6, options={"supports": start})
    ran = executor(scene, parts, eyes=Shaded(scene, 2.0)).run({"red": "green"})
    assert not ran.success and ran.reason == "not seen well enough: red"
    now = scene.observe()
    assert now.hand_m[2] > seen.hand_m[2] + 0.1 and now.hand_m[0] < seen.hand_m[0] - 0.1


@pytest.mark.parametrize("task", TASKS)
def test_tasks_have_starts_and_goals_that_differ(task: str) -> None:
    for seed in range(20):
        given = assigned(task, hanoi(4, 3), seed)
        assert given.start != given.goal and set(given.start) == set(given.goal)


def test_episodes_are_recorded_once(policy_file: Path, tmp_path: Path) -> None:
    record = tmp_path / "episodes.jsonl"
    given = ["bench", "--policy", str(policy_file), "--episodes", "1", "--seed", "9", "--record", str(record), "--json"]
    first = json.loads(CliRunner().invoke(command, given, catch_exceptions=False).output)
    again = json.loads(CliRunner().invoke(command, given, catch_exceptions=False).output)
    assert first == again and first["successes"] == 1 and len(list(read(record))) == 1
    assert first["policy_joules_per_episode"]["low"] < first["policy_joules_per_episode"]["high"]
    page = tmp_path / "page.html"
    told = CliRunner().invoke(command, ["report", str(record), "-o", str(page), "--json"], catch_exceptions=False)
    assert json.loads(told.output) == [first] and "1, 100.0%" in page.read_text()


@pytest.mark.parametrize(("won", "n", "low", "high"), [(95, 100, 0.888, 0.978), (78, 100, 0.689, 0.850), (0, 0, 0, 1)])
def test_the_interval_is_wilsons(won: int, n: int, low: float, high: float) -> None:
    assert wilson(won, n) == pytest.approx((low, high), abs=1e-3)


def test_an_episode_starts_empty() -> None:
    assert Episode({}, {}).to_json()["acted"] == []


def told(given: list[str], policy_file: Path, code: int = 0) -> dict:
    """The receipt of a goal in English."""
    ran = CliRunner().invoke(command, ["run", "--policy", str(policy_file), "--json", *given], standalone_mode=False)
    assert ran.exception is None and ran.return_value == code
    return json.loads(ran.stdout)


def test_a_goal_in_english_becomes_a_checked_plan_and_actions(policy_file: Path, tmp_path: Path) -> None:
    strip = tmp_path / "strip.svg"
    receipt = told(["--goal", "stack red on blue on green", "--strip", str(strip)], policy_file)
    assert receipt["guarantee"]["level"] == "proved" and receipt["status"] == "answered"
    acted = receipt["execution"]["acted"]
    assert all(check["held"] for row in acted for check in row["checks"])
    assert strip.read_text().count("<g ") == len(acted) + 1


def test_a_goal_about_nothing_in_the_scene_is_refused(policy_file: Path) -> None:
    receipt = told(["--goal", "stack red on pink"], policy_file, code=1)
    assert receipt["status"] == "refused" and receipt["execution"] is None and receipt["answer"] is None
    (refusal,) = receipt["refusals"]
    assert refusal["code"] == "INCONSISTENT" and "no pink cube" in refusal["reason"]
    done = told(["--goal", "put the red cube on the right peg"], policy_file)
    assert receipt.keys() == done.keys()


def test_an_illegal_start_is_refused(policy_file: Path) -> None:
    start = ["--start", '{"green": "red", "red": "peg1", "blue": "peg2"}']
    given = ["run", "--policy", str(policy_file), "--goal", "move all cubes to the right peg", *start]
    ran = CliRunner().invoke(command, given, standalone_mode=False)
    assert "illegal start: green stands on red" in str(ran.exception)


@pytest.mark.graphics
def test_a_film_is_written(policy_file: Path, tmp_path: Path) -> None:
    film = tmp_path / "film.mp4"
    words = ["--policy", str(policy_file), "--goal", "put the red cube on the right peg", "--video", str(film)]
    # a process of its own: how MuJoCo draws is settled when it is first imported
    code = "from suffice.cli import main; main()"
    done = subprocess.run([sys.executable, "-c", code, "robot", "run", *words], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert film.stat().st_size > 10_000 and film.read_bytes()[4:8] == b"ftyp"
