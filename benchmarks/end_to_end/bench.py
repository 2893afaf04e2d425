"""Episodes of a trained network on the robot's own scene and seeds, judged by where the cubes stand in the end."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
from benchmarks.end_to_end.act import Actor
from benchmarks.end_to_end.pictures import drawn
from benchmarks.end_to_end.plans import shortest, standing
from benchmarks.end_to_end.variants import Variant

from suffice.robot.acting import levelled
from suffice.robot.demonstrator import done
from suffice.robot.features import Skill, relations
from suffice.robot.moves import Move, legal_moves
from suffice.robot.recorded import completed
from suffice.robot.scene import Observation, Scene, Supports, ground, tower
from suffice.robot.scene.supports import TABLE, scattered

STEPS_A_MOVE = 270  # three times what the demonstrator needs
TOLD_STEPS = 300  # after so many the planner looks again, though the move is not seen done
STUCK_STEPS = 600  # 30 s in which no cube changes its place end an episode
STILL_STEPS = 10  # the goal is there for half a second


def episode(scene: Scene, actor: Actor, variant: Variant, task: str, seed: int) -> dict[str, Any]:
    """``task``: ``hanoi``, or ``move``: one legal move from a random start; where none is told, any counts."""
    layout = scene.layout
    rng = np.random.default_rng((seed, 7))
    start = tower(layout) if task == "hanoi" else scattered(layout, rng)
    moves = legal_moves(layout, start)
    single = moves[rng.integers(len(moves))]
    goals = [tower(layout, layout.areas[-1].name)]
    if task == "move":
        goals = [{**start, one.cube: one.to} for one in ([single] if variant.told else moves)]
    planned = len(shortest(layout, start, goals[0]) or ()) if task == "hanoi" else 1
    seen, _ = scene.reset(seed=seed, options={"supports": start})
    actor.begin()
    began, simulated, drawing = time.process_time(), 0.0, 0.0
    stood, changed, still, made = dict(start), 0, 0, 0
    told, told_at = (single if task == "move" else None), 0
    reason, step = "time", 0

    def draw() -> np.ndarray:
        nonlocal drawing
        started = time.process_time()
        picture = drawn(scene)
        drawing += time.process_time() - started
        return picture

    for step in range(STEPS_A_MOVE * planned):
        now = ground(seen, layout)
        if standing(now, layout) and now != stood and not _gripped(seen):
            stood, changed, made = now, step, made + 1
        still = still + 1 if any(now == goal for goal in goals) else 0
        if still >= STILL_STEPS:
            reason = "goal"
            break
        if step - changed > STUCK_STEPS:
            reason = "stuck"
            break
        if variant.told and task == "hanoi" and _over(told, seen, now, scene, step - told_at):
            plan = shortest(layout, stood, goals[0])
            if plan:
                told, told_at = plan[0], step
                actor.begin()
        action = levelled(actor.act(seen, told, draw if variant.pictures else None), seen)
        started = time.process_time()
        seen, *_ = scene.step(action)
        simulated += time.process_time() - started
    spent = time.process_time() - began - simulated - drawing
    ends = ground(seen, layout)
    reached = any(ends == goal for goal in goals)
    stood = ends if standing(ends, layout) else stood
    knocked = TABLE in ends.values()  # a cube beside the areas: nothing of the way counts, as in the robot's own table
    left = None if reached or knocked else shortest(layout, stood, goals[0])
    return {
        "task": task,
        "blocks": len(layout.cubes),
        "seed": seed,
        "success": reached,
        "progress": 1.0 if reached else 0.0 if left is None or task == "move" else max(0.0, 1 - len(left) / planned),
        "changes": made,
        "planned": planned,
        "reason": reason,
        "ends": ends,
        "control_steps": step + 1,
        "policy_cpu_s": spent,
        "simulator_cpu_s": simulated + drawing,
    }


def _over(told: Move | None, seen: Observation, now: Supports, scene: Scene, steps: int) -> bool:
    """Whether the move that was told is seen done, by the demonstrator's own measure, or took too long."""
    if told is None or steps > TOLD_STEPS:
        return True
    return now[told.cube] == told.to and done(Skill.RELEASE, relations(Skill.RELEASE, seen, scene.layout, told))


def _gripped(seen: Observation) -> bool:
    return seen.closing > 0


def run(
    name: str, blocks: int, play: Callable[[int], dict[str, Any]], seeds: Iterable[int], task: str, record: Path, tell
) -> list[dict[str, Any]]:
    """Rows of these seeds: those of the record, and those that are run now and appended to it."""
    key = (name, task, blocks)
    rows = {row["seed"]: row for row in read(record) if (row["variant"], row["task"], row["blocks"]) == key}
    return completed(rows, seeds, record, lambda seed: {"variant": name, **play(seed)}, tell)


def read(record: Path) -> Iterator[dict[str, Any]]:
    for line in record.read_text(encoding="utf-8").splitlines() if record.exists() else ():
        try:
            yield json.loads(line)
        except ValueError:  # cut off while it was written: run again
            continue
