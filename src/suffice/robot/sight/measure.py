"""How far what is seen lies from where things are. The truth is compared here and nowhere else."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import numpy as np

from suffice.robot.acting import levelled
from suffice.robot.demonstrate import scattered
from suffice.robot.eyes import Blind
from suffice.robot.scene import Observation, Scene, ground, hanoi
from suffice.robot.scene.layout import TABLE_Z_M
from suffice.robot.sight.eyes import PixelEyes
from suffice.robot.sight.model import Sight

_REACH_STEPS, _ABOVE_M = 25, 0.12


def measured(
    sight: Sight, *, blocks: int, pegs: int, looks: int, seed: int, tell: Callable[[], None] = lambda: None
) -> dict[str, Any]:
    """Errors over random legal arrangements; the hand is at home, or above one of the areas, turn by turn."""
    scene = Scene(hanoi(blocks, pegs))
    across: list[float] = []
    upright: list[float] = []
    turn: list[float] = []
    sigma: list[float] = []
    blind: list[str] = []
    spent_s: list[float] = []
    wrong, drawn = 0, 0.0
    for number in range(looks):
        rng = np.random.default_rng((seed + number, 5))
        scene.reset(seed=seed + number, options={"supports": scattered(scene.layout, rng)})
        if number % 2:
            _reach(scene, rng)
        eyes = PixelEyes(scene, sight)
        at = time.process_time()
        try:
            seen = eyes.look()
        except Blind as stop:
            blind.append(f"seed {seed + number}: {stop}")
            continue
        finally:
            spent_s.append(time.process_time() - at - eyes.rendering_cpu_s)
            drawn += eyes.rendering_cpu_s
            tell()
        true = scene.observe()
        wrong += ground(seen, scene.layout) != ground(true, scene.layout)
        for cube in scene.layout.cubes:
            off = seen.cubes[cube.name].position_m - true.cubes[cube.name].position_m
            across.append(float(np.hypot(off[0], off[1])))
            upright.append(abs(float(off[2])))
            turn.append(_turned(seen, true, cube.name))
            sigma.append(eyes.sigma_m[cube.name])
    scene.close()
    return {
        "blocks": blocks,
        "pegs": pegs,
        "looks": looks,
        "seeds": [seed, seed + looks - 1],
        "across_mm": _summary(across, 1e3),
        "height_mm": _summary(upright, 1e3),
        "turn_deg": _summary(turn, 180 / np.pi),
        "sigma_mm": _summary(sigma, 1e3),
        "states_wrong": wrong,
        "blind": blind,
        "looking_ms": _summary(spent_s, 1e3),
        "rendering_ms": 1e3 * drawn / looks,
    }


def _reach(scene: Scene, rng: np.random.Generator) -> None:
    """The hand above an area, high enough for everything that stands there and on the way."""
    area = scene.layout.areas[rng.integers(len(scene.layout.areas))]
    top = max((pose.position_m[2] for pose in scene.observe().cubes.values()), default=TABLE_Z_M)
    for part in (np.array([np.nan, np.nan]), np.array([area.x_m, area.y_m])):
        for _ in range(_REACH_STEPS):
            seen = scene.observe()
            to = np.where(np.isnan(part), seen.hand_m[:2], part) - seen.hand_m[:2]
            wanted = np.array([*to / 0.05, (top + _ABOVE_M - seen.hand_m[2]) / 0.05, 0, -1])
            scene.step(levelled(np.clip(wanted, -1, 1), seen))


def _turned(seen: Observation, true: Observation, cube: str) -> float:
    off = seen.cubes[cube].yaw_rad - true.cubes[cube].yaw_rad
    return abs(float((off + np.pi / 4) % (np.pi / 2) - np.pi / 4))


def _summary(values: list[float], unit: float) -> dict[str, float] | None:
    if not values:
        return None
    some = unit * np.array(values)
    return {"mean": float(some.mean()), "p95": float(np.percentile(some, 95)), "max": float(some.max())}
