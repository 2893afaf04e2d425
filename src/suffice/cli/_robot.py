"""``suffice robot run``: from a goal in English to a receipt that tells plan, checks, actions and cost."""

from __future__ import annotations

import json
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click
import numpy as np

from suffice.config import Settings, arm
from suffice.config.pursuit import pursuit
from suffice.config.robot import NoPlan, told
from suffice.errors import UsageError
from suffice.robot.carry import executed, legal
from suffice.robot.disturb import KINDS, disturb
from suffice.robot.episode import Episode
from suffice.robot.executor import Executor
from suffice.robot.eyes import Blind
from suffice.robot.film import Film
from suffice.robot.mover import Watch
from suffice.robot.scene import Layout, Scene, Supports, ground, hanoi

SAID = ("move the tower to the right peg", "stack red on blue on green", "put the red cube on peg 2",
        "sort the cubes by size")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Order:
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


def carried_out(path: Path, order: Order, settings: Settings) -> tuple[dict[str, Any], Episode | None, Layout]:
    """The receipt, what was done (None if the goal was refused), and the scene's layout."""
    policy = arm.trained(path)
    layout = hanoi(order.blocks, order.pegs)
    if order.disturb is not None and order.disturb not in KINDS:
        raise UsageError(f"no mishap '{order.disturb}'; there are: {', '.join(KINDS)}")
    scene, mishaps, planned = Scene(layout), list[str](), 0
    rng = np.random.default_rng((order.seed, 11))
    film: Film | None = None

    def before_part(begun: int) -> None:
        if order.disturb and not mishaps and begun >= 2 * planned:
            mishaps.extend(filter(None, [disturb(scene, order.disturb, rng)]))

    def after_step() -> None:
        if film:
            film.shot()

    eyes, domain = arm.eyes_of(order.state, order.sight)(scene), policy.domain
    watch = Watch(before_part=before_part, after_step=after_step)
    robot = Executor(scene, eyes, arm.skills(policy, layout), pursuit(domain, layout), watch)
    scene.reset(seed=order.seed, options={"supports": order.start})
    try:
        now = ground(robot.hand.look(), layout)
    except Blind as blind:
        raise UsageError(f"the start is not seen, so nothing is planned: {blind}") from None
    try:
        receipt, plan = told(order.goal, domain, layout, now)
    except NoPlan as none:
        return {**none.receipt.to_json(), "execution": None}, None, layout
    problem = receipt.answer and receipt.answer.reading and receipt.answer.reading.problems[0]
    if problem is None or "fits" not in problem.body["predicates"]:
        legal(now, layout, domain.order)
    else:
        robot.planner = pursuit(domain, layout, ruled=False)
    planned = len(plan.moves)
    with ExitStack() as filming:
        if order.video:
            film = filming.enter_context(Film(scene, order.video))
        ran = robot.run({fact[1]: fact[2] for fact in plan.goal})  # of a scene, goals say only what stands on what
    joules = arm.price(settings)(ran.policy_cpu_s)
    written = receipt.to_json()
    written["execution"] = {**executed(ran, joules and joules.to_json()), "mishaps": mishaps}
    if not ran.success:
        written |= {"status": "failed", "error": ran.reason}
    return written, ran, layout


def show(receipt: Mapping[str, Any]) -> None:
    """For people."""
    done = receipt["execution"]
    if done is None:
        click.echo(f"refused: {'; '.join(one['reason'] for one in receipt['refusals']) or receipt['error']}")
        click.echo(f"nothing was moved; goals that are read are such as: {'; '.join(SAID)}")
        return
    guarantee = receipt["guarantee"]
    click.echo(f"plan of {done['planned']} moves, {guarantee['level']}: {guarantee['statement']}")
    for row in done["acted"]:
        broken = [check.get("precondition") or check["effect"] for check in row["checks"] if not check["held"]]
        click.echo(f"  {row['move']}: {row['outcome']}" + (f" (not: {', '.join(broken)})" if broken else ""))
    for mishap in done["mishaps"]:
        click.echo(f"mishap: {mishap}")
    joules = done["policy_joules"]
    energy = f", {joules['value']:.1f} J modelled ({joules['low']:.1f} to {joules['high']:.1f})" if joules else ""
    click.echo(f"{'done' if done['success'] else 'stopped: ' + str(done['reason'])}; {len(done['acted'])} moves, "
               f"{done['replans']} re-plans, {done['simulated_s']:.0f} simulated s, controller "
               f"{done['policy_cpu_s']:.2f} CPU s{energy}")  # fmt: skip
