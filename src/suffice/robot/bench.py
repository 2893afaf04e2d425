"""Episodes appended to a record, one JSON line each, so that a long table is made in parts; and its summary."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from suffice.errors import UsageError
from suffice.records import Joules
from suffice.robot.disturb import disturb
from suffice.robot.episode import Episode, Outcome
from suffice.robot.executor import Executor, Planner
from suffice.robot.eyes import Eyes
from suffice.robot.mover import Skills, Watch
from suffice.robot.scene import Layout, Scene, ground, hanoi
from suffice.robot.scene.control import CONTROL_HZ
from suffice.robot.tasks import assigned

FORMAT = "suffice-robot-episodes/1"
_BEGUN = f'{{"format": "{FORMAT}"'.encode()  # how every line begins
_TOLD = {"success", "progress", "reason", "planned", "moves", "failed", "replans", "slowest_replan_s", "control_steps",
         "policy_cpu_s", "simulator_cpu_s"}  # fmt: skip
LEARNED = "learned"  # the skills as they were trained


@dataclass(frozen=True, slots=True)
class Setting:
    """What rows of one line of the table share."""

    policy: str  # the first digits of its SHA-256
    demonstrations: int
    task: str
    blocks: int
    pegs: int
    state: str
    disturb: str | None = None
    replan: bool = True
    variant: str = LEARNED

    def to_json(self) -> dict[str, Any]:
        return {key: getattr(self, key) for key in self.__slots__}


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


def completed(
    rows: dict[int, dict[str, Any]],
    seeds: Iterable[int],
    record: Path,
    play: Callable[[int], dict[str, Any]],
    tell: Callable[[dict[str, Any]], None],
) -> list[dict[str, Any]]:
    """The rows of these seeds: those that are there, and those that are played now and appended to the record."""
    found = []
    for seed in seeds:
        if seed not in rows:
            rows[seed] = play(seed)
            _append(record, json.dumps(rows[seed]) + "\n")
            tell(rows[seed])
        found.append(rows[seed])
    return found


def _append(record: Path, line: str) -> None:
    """In one go, for others may append to it, too; after a line that was cut off, on a new one."""
    with record.open("a+b") as file:
        if file.seek(0, 2) and (file.seek(-1, 2), file.read(1))[1] != b"\n":
            line = "\n" + line
        file.write(line.encode())


def episode(setting: Setting, parts: Parts, scene: Scene, seed: int) -> dict[str, Any]:
    """One episode as a row of the record."""
    assignment = assigned(setting.task, scene.layout, seed)
    scene.reset(seed=seed, options={"supports": assignment.start})
    planner = parts.planner(scene.layout)
    rng = np.random.default_rng((seed, 11))
    mishap: list[str] = []
    when = -1
    if setting.disturb:
        planned = len(planner(assignment.start, assignment.goal))
        when = int(rng.integers(1, max(2, 4 * planned - 2)))

    def before_part(begun: int) -> None:
        if setting.disturb and begun >= when and not mishap:
            done = disturb(scene, setting.disturb, rng)
            if done:
                mishap.append(f"before part {begun + 1}: {done}")

    began = time.process_time()
    watch = Watch(replan=setting.replan, before_part=before_part)
    ran = Executor(scene, parts.eyes(scene), parts.skills(scene.layout), planner, watch).run(assignment.goal)
    stands = ground(scene.observe(), scene.layout)  # the simulator judges, whatever the robot saw
    reached = all(stands[thing] == below for thing, below in assignment.goal.items())
    return {
        "format": FORMAT,
        "setting": setting.to_json(),
        "seed": seed,
        **summary_of(ran),
        "success": ran.success and reached,
        "believed": ran.success,
        "disturbed": mishap[0] if mishap else None,
        "cpu_s": time.process_time() - began,
    }


def summary_of(ran: Episode) -> dict[str, Any]:
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


def read(record: Path) -> Iterator[dict[str, Any]]:
    """The rows of a record, each seed of a setting once; a line that was cut off is run again. Raises UsageError for
    another file."""
    if not record.exists():
        return
    cure = "name another file with --record"
    try:
        lines = record.read_bytes().split(b"\n")
    except OSError as error:
        raise UsageError(f"{record} cannot be read ({error.strerror}): {cure}") from None
    had: set[tuple[Setting, int]] = set()
    for number, line in enumerate(lines, start=1):
        try:
            row = json.loads(line)
        except ValueError:
            if line.startswith(_BEGUN[: len(line)]):
                continue
            raise UsageError(f"{record}, line {number} is no episode: {cure}") from None
        if not isinstance(row, dict) or row.get("format") != FORMAT:
            raise UsageError(f"{record}, line {number} is no episode: {cure}")
        try:
            one = Setting(**row["setting"]), int(row["seed"])
            known = one in had
        except (KeyError, TypeError, ValueError):
            raise UsageError(f"{record}, line {number} is an episode without setting or seed: {cure}") from None
        if missing := _TOLD - row.keys():
            raise UsageError(f"{record}, line {number} does not tell {', '.join(sorted(missing))}: {cure}")
        if not known:
            had.add(one)
            yield row


def wilson(successes: int, n: int, z: float = 1.96) -> tuple[float, float]:
    """The 95% interval of a share (Wilson 1927)."""
    if not n:
        return 0.0, 1.0
    share = successes / n
    middle = share + z * z / (2 * n)
    spread = z * np.sqrt(share * (1 - share) / n + z * z / (4 * n * n))
    return max(0.0, (middle - spread) / (1 + z * z / n)), min(1.0, (middle + spread) / (1 + z * z / n))


def summed(setting: Setting, rows: list[dict[str, Any]], price: Callable[[float], Joules | None]) -> dict[str, Any]:
    """One line of the table. ``price``: the modelled joules of CPU seconds."""
    n, won = len(rows), sum(row["success"] for row in rows)
    low, high = wilson(won, n)
    moves, steps = sum(row["moves"] for row in rows), sum(row["control_steps"] for row in rows)
    policy = sum(row["policy_cpu_s"] for row in rows)
    joules = price(policy / n) if n else None
    return {
        **setting.to_json(),
        "episodes": n,
        "successes": won,
        "success": won / n if n else None,
        "interval_95": [float(low), float(high)],
        "progress": _mean(rows, "progress"),
        "replans": sum(row["replans"] for row in rows),
        "slowest_replan_ms": 1e3 * max((row["slowest_replan_s"] for row in rows), default=0.0),
        "moves": moves,
        "planned_moves": sum(row["planned"] for row in rows),
        "simulated_s_per_move": steps / CONTROL_HZ / moves if moves else None,
        "policy_ms_per_step": 1e3 * policy / steps if steps else None,
        "policy_cpu_s_per_episode": policy / n if n else None,
        "simulator_cpu_s_per_episode": _mean(rows, "simulator_cpu_s"),
        "policy_joules_per_episode": joules and joules.to_json(),
        "seeds": [min(row["seed"] for row in rows), max(row["seed"] for row in rows)] if rows else None,
        "failures": [{"seed": row["seed"], "reason": row["reason"], "failed": row["failed"]} for row in rows
                     if not row["success"]],
    }  # fmt: skip


def settings_in(record: Path) -> dict[Setting, list[dict[str, Any]]]:
    """A record's rows by their setting."""
    found: dict[Setting, list[dict[str, Any]]] = {}
    for row in read(record):
        found.setdefault(Setting(**row["setting"]), []).append(row)
    return found


def _mean(rows: list[dict[str, Any]], key: str) -> float | None:
    return sum(row[key] for row in rows) / len(rows) if rows else None


__all__ = ["Parts", "Setting", "completed", "read", "run", "settings_in", "summed", "wilson"]
