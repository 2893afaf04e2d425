"""Record demonstrations: random legal starts, one random legal move each. A start shows no puzzle and no goal."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np

from suffice.errors import UsageError
from suffice.robot.acting import levelled, towards
from suffice.robot.demonstrations import Demonstration, read, write
from suffice.robot.demonstrator import shown
from suffice.robot.features import Skill
from suffice.robot.moves import WITHDRAWN_M, Move, landing, legal_moves
from suffice.robot.scene import Observation, Scene, ground, hanoi
from suffice.robot.scene.control import OPEN
from suffice.robot.scene.supports import scattered, stack

NOISE = np.array([0.15, 0.15, 0.1, 0.03, 0.0])  # of an action, one standard deviation
HIGH_M = 1.05  # the hand, over a stack of three
LONGEST_STEPS = 200  # of one part of a move


def record(path: Path, count: int, *, blocks: int, pegs: int, seed: int, tell: Callable[[str], None]) -> int:
    """Append demonstrations until the file holds ``count``; how many there are. The same seed records the same ones.

    Raises UsageError where the file's demonstrations come from another scene.
    """
    scene = Scene(hanoi(blocks, pegs))
    kept = read(path) if path.exists() else []
    if any((one.blocks, one.pegs) != (blocks, pegs) for one in kept):
        raise UsageError(f"{path} holds demonstrations of another scene: name a new file")
    attempt = max((one.seed for one in kept), default=seed - 1) + 1
    while len(kept) < count:
        one = demonstrate(scene, attempt)
        if one is None:
            tell(f"seed {attempt}: the demonstrator failed, which is not recorded")
        else:
            write(path, one)
            kept.append(one)
            tell(f"{len(kept)}/{count}: {one.move}, {len(one.skills)} steps")
        attempt += 1
    return len(kept)


def demonstrate(scene: Scene, seed: int) -> Demonstration | None:
    """One move; None where the cube did not end where it should."""
    began = time.process_time()
    rng = np.random.default_rng(seed)
    start = scattered(scene.layout, rng)
    moves = legal_moves(scene.layout, start)
    move = moves[rng.integers(len(moves))]
    seen, _ = scene.reset(seed=seed, options={"supports": start})
    seen = _brought_somewhere(scene, seen, rng)
    one = performed(scene, seen, move, seed, rng)
    return one and replace(one, cpu_s=time.process_time() - began)


def performed(
    scene: Scene,
    seen: Observation,
    move: Move,
    seed: int,
    rng: np.random.Generator,
    before_step: Callable[[], None] = lambda: None,
) -> Demonstration | None:
    """The demonstrator makes a move from what is ``seen``; None where the cube did not end where it should.

    ``before_step`` is called before every control step.
    """
    began = time.process_time()
    before = ground(seen, scene.layout)
    rows = []
    for skill in Skill:
        for _ in range(LONGEST_STEPS):
            want, over = shown(skill, seen, scene.layout, move)
            action = levelled(want + (0 if over else rng.normal(0, 1, 5) * NOISE), seen)
            rows.append((seen, skill, want, action, over))
            if over:
                break
            before_step()
            seen, *_ = scene.step(action)
        else:
            return None
    after = ground(seen, scene.layout)
    if after != {**before, move.cube: move.to}:
        return None
    views, skills, wanted, actions, done = zip(*rows, strict=True)
    return Demonstration(
        blocks=len(scene.layout.cubes),
        pegs=len(scene.layout.areas),
        seed=seed,
        move=move,
        before=before,
        after=after,
        seen=views,
        skills=skills,
        wanted=np.array(wanted),
        actions=np.array(actions),
        done=np.array(done),
        cpu_s=time.process_time() - began,
    )


def _brought_somewhere(scene: Scene, seen: Observation, rng: np.random.Generator) -> Observation:
    """Before it is recorded: the hand as if after another move, somewhere over an area or a stack."""
    area = scene.layout.areas[rng.integers(len(scene.layout.areas))]
    standing = stack(ground(seen, scene.layout), area.name)
    at = landing(seen, scene.layout, standing[-1] if standing else area.name)
    at = at + np.array([*rng.normal(0, 0.02, 2), WITHDRAWN_M + rng.uniform(0.0, 0.05)])
    for height in (HIGH_M, at[2]):  # over everything, then down
        for _ in range(LONGEST_STEPS):
            away = np.array([*at[:2], height]) - seen.hand_m
            if np.abs(away).max() < 0.01:
                break
            if height == HIGH_M and away[2] > 0.02:
                away[:2] = 0.0
            action = levelled(np.array([*towards(away), 0.0, OPEN]), seen)
            seen, *_ = scene.step(action)
    return seen
