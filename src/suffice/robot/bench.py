"""Episodes run over seeds: the task that a seed draws, a mishap if one is asked for, and the row that is recorded."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from suffice.robot.disturb import Mishap
from suffice.robot.episode import Episode, Outcome
from suffice.robot.executor import Executor, Planner
from suffice.robot.eyes import Eyes
from suffice.robot.mover import Skills, Watch
from suffice.robot.recorded import FORMAT, Setting, completed, read
from suffice.robot.scene import Layout, Scene, ground, hanoi
from suffice.robot.scene.supports import holds
from suffice.robot.tasks import assigned


@dataclass(frozen=True, slots=True)
class Parts:
    """What an episode is run with; made anew for each scene."""

    skills: Callable[[Layout], Skills]
    planner: Callable[[Layout], Planner]
    eyes: Callable[[Scene], Eyes]


def run(
    setting: Setting, parts: Parts, seeds: Iterable[int], record: Path, tell: Callable[[dict[str, Any]], None]
) -> list[dict[str, Any]]:
    """The rows of these seeds: those that the record has, and those that are run now and appended to it."""
    rows = {row["seed"]: row for row in read(record) if row["setting"] == setting.to_json()}
    scene = cache(lambda: Scene(hanoi(setting.blocks, setting.pegs)))
    return completed(rows, seeds, record, lambda seed: episode(setting, parts, scene(), seed), tell)


def episode(setting: Setting, parts: Parts, scene: Scene, seed: int) -> dict[str, Any]:
    """One episode as a row of the record."""
    assignment = assigned(setting.task, scene.layout, seed)
    scene.reset(seed=seed, options={"supports": assignment.start})
    planner = parts.planner(scene.layout)
    mishap = Mishap(scene, setting.disturb, np.random.default_rng((seed, 11)))
    if setting.disturb:
        planned = len(planner(assignment.start, assignment.goal))
        mishap.when = int(mishap.rng.integers(1, max(2, 4 * planned - 2)))
    began = time.process_time()
    watch = Watch(replan=setting.replan, before_part=mishap)
    ran = Executor(scene, parts.eyes(scene), parts.skills(scene.layout), planner, watch).run(assignment.goal)
    # the simulator judges, whatever the robot saw
    reached = holds(assignment.goal, ground(scene.observe(), scene.layout))
    return {
        "format": FORMAT,
        "setting": setting.to_json(),
        "seed": seed,
        **_told(ran),
        "success": ran.success and reached,
        "believed": ran.success,
        "disturbed": f"before part {mishap.part}: {mishap.done}" if mishap.done else None,
        "cpu_s": time.process_time() - began,
    }


def _told(ran: Episode) -> dict[str, Any]:
    return {
        "success": ran.success,
        "progress": ran.progress,
        "reason": ran.reason,
        "planned": ran.planned,
        "moves": len(ran.acted),
        "failed": [f"{one.move}: {one.outcome}" for one in ran.acted if one.outcome is not Outcome.DONE],
        "replans": ran.replans,
        "slowest_replan_s": ran.slowest_replan_s,
        "simulated_s": ran.simulated_s,
        "control_steps": ran.control_steps,
        "policy_cpu_s": ran.policy_cpu_s,
        "simulator_cpu_s": ran.simulator_cpu_s,
    }
