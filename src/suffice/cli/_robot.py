"""``suffice robot run``: from a goal in English to a receipt that tells plan, checks, actions and cost."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click
import numpy as np

from suffice.config import Settings, arm
from suffice.config.robot import NoPlan, told
from suffice.errors import UsageError
from suffice.robot.carry import executed, legal
from suffice.robot.disturb import KINDS, disturb
from suffice.robot.episode import Episode
from suffice.robot.executor import Executor
from suffice.robot.film import Film
from suffice.robot.mover import Watch
from suffice.robot.scene import Layout, Scene, Supports, ground, hanoi
from suffice.robot.skills.policy import load


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
        given = json.loads(text)
    except ValueError as broken:
        raise UsageError(f'--start is no JSON ({broken}): write {{"red": "peg1", ...}}') from None
    if not isinstance(given, dict) or not all(isinstance(value, str) for value in given.values()):
        raise UsageError('--start says of every cube what it stands on: {"red": "peg1", ...}')
    return given


def carried_out(path: Path, order: Order, settings: Settings) -> tuple[dict[str, Any], Episode | None, Layout]:
    """The receipt, what was done (None if the goal was refused), and the scene's layout."""
    policy = load(path)
    layout = hanoi(order.blocks, order.pegs)
    if order.disturb is not None and order.disturb not in KINDS:
        raise UsageError(f"no mishap '{order.disturb}'; there are: {', '.join(KINDS)}")
    scene = Scene(layout)
    seen, _ = scene.reset(seed=order.seed, options={"supports": order.start})
    now = ground(seen, layout)
    try:
        receipt, plan = told(order.goal, policy.domain, layout, now)
    except NoPlan as none:
        return {**none.receipt.to_json(), "execution": None}, None, layout
    problem = receipt.answer and receipt.answer.reading and receipt.answer.reading.problems[0]
    ruled = problem is None or "fits" not in problem.body["predicates"]
    if ruled:
        legal(now, layout, policy.domain.order)
    parts = arm.parts(policy, order.state, ruled, order.sight)
    rng, mishaps = np.random.default_rng((order.seed, 11)), list[str]()

    def before_part(begun: int) -> None:
        if order.disturb and not mishaps and begun >= 2 * len(plan.moves):
            mishaps.extend(filter(None, [disturb(scene, order.disturb, rng)]))

    film = Film(scene, order.video) if order.video else None
    watch = Watch(before_part=before_part, after_step=film.shot if film else lambda: None)
    try:
        ran = Executor(scene, parts.eyes(scene), parts.skills(layout), parts.planner(layout), watch).run(
            {fact[1]: fact[2] for fact in plan.goal if fact[0] == "on"}
        )
    finally:
        if film:
            film.close()
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
