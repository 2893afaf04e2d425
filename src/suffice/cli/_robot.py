"""``suffice robot run``: from a goal in English to a receipt that tells plan, checks, actions and cost."""

from __future__ import annotations

import json
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from suffice.config import Settings, arm
from suffice.config.pursuit import pursuit
from suffice.config.robot import NoPlan, told
from suffice.errors import UsageError
from suffice.robot.disturb import Mishap, known
from suffice.robot.episode import Episode
from suffice.robot.executor import Executor
from suffice.robot.eyes import Blind
from suffice.robot.film import Film
from suffice.robot.mover import Watch
from suffice.robot.operators import illegal
from suffice.robot.scene import Layout, Scene, Supports, ground, hanoi
from suffice.robot.skills.policy import load


@dataclass(frozen=True, slots=True)
class Request:
    """What the caller asks for."""

    goal: str
    blocks: int
    pegs: int
    seed: int
    state: str
    sight: Path | None
    start: Supports | None
    disturb: str | None
    video: Path | None


def start(text: str | None) -> Supports | None:
    """Raises UsageError for what is no JSON object of names."""
    if text is None:
        return None
    try:
        given = json.loads(text, object_pairs_hook=_once)
    except ValueError as broken:
        raise UsageError(f'--start is no JSON ({broken}): write {{"red": "peg1", ...}}') from None
    if not isinstance(given, dict) or not all(isinstance(value, str) for value in given.values()):
        raise UsageError('--start says of every cube what it stands on: {"red": "peg1", ...}')
    return given


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """A JSON object that names everything once."""
    given = dict(pairs)
    if len(given) < len(pairs):
        raise UsageError("--start says of a cube twice what it stands on: say it once")
    return given


def carried_out(path: Path, asked: Request, settings: Settings) -> tuple[dict[str, Any], Episode | None, Layout]:
    """The receipt, what was done (None if the goal was refused), and the scene's layout."""
    policy = load(path)
    layout = hanoi(asked.blocks, asked.pegs)
    scene = Scene(layout)
    mishap = Mishap(scene, known(asked.disturb), np.random.default_rng((asked.seed, 11)))
    film: Film | None = None

    def after_step() -> None:
        if film:
            film.shot()

    eyes, domain = arm.eyes_of(asked.state, asked.sight)(scene), policy.domain
    watch = Watch(before_part=mishap, after_step=after_step)
    robot = Executor(scene, eyes, arm.skills(policy, layout), pursuit(domain, layout), watch)
    scene.reset(seed=asked.seed, options={"supports": asked.start})
    try:
        now = ground(robot.hand.look(), layout)
    except Blind as blind:
        raise UsageError(f"the start is not seen, so nothing is planned: {blind}") from None
    try:
        receipt, plan = told(asked.goal, domain, layout, now)
    except NoPlan as none:
        return {**none.receipt.to_json(), "execution": None}, None, layout
    problem = receipt.answer and receipt.answer.reading and receipt.answer.reading.problems[0]
    ruled = problem is None or "fits" not in problem.body["predicates"]
    if ruled and (why := illegal(now, layout, domain.order)):
        raise UsageError(why)
    robot.planner = pursuit(domain, layout, ruled, told=(now, plan))
    mishap.when = 2 * len(plan.moves)
    with ExitStack() as filming:
        if asked.video:
            film = filming.enter_context(Film(scene, asked.video))
        ran = robot.run({fact[1]: fact[2] for fact in plan.goal})  # of a scene, goals say only what stands on what
    joules = arm.price(settings)(ran.policy_cpu_s)
    written = receipt.to_json()
    written["execution"] = {
        **ran.to_json(),
        "policy_joules": joules and joules.to_json(),
        "mishaps": [mishap.done] if mishap.done else [],
    }
    if not ran.success:
        written |= {"status": "failed", "error": ran.reason}
    return written, ran, layout
