"""What the robot's executor is built from: a trained policy, the checked planner, eyes, the price of CPU seconds."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path

from suffice.config.robot import NoPlan, planner
from suffice.config.settings import Settings
from suffice.errors import UsageError
from suffice.meters import MeterSettings, choose
from suffice.records import Joules
from suffice.robot.bench import Parts, Setting
from suffice.robot.executor import NoWay, Planner, Skills
from suffice.robot.eyes import Eyes, Truth
from suffice.robot.moves import Move
from suffice.robot.operators import Domain
from suffice.robot.scene import Layout, Scene, Supports
from suffice.robot.skills.policy import Policy, load

STATES = ("truth",)


def parts(policy: Policy, state: str, ruled: bool = True) -> Parts:
    """``ruled``: smaller cubes on bigger ones only, as the demonstrations taught."""
    if state not in STATES:
        raise UsageError(f"no state '{state}'; there is: {', '.join(STATES)}")
    return Parts(
        skills=lambda layout: skills(policy, layout),
        planner=lambda layout: moves(policy.domain, layout, ruled),
        eyes=_eyes(state),
    )


def _eyes(state: str) -> Callable[[Scene], Eyes]:
    return {"truth": Truth}[state]


def skills(policy: Policy, layout: Layout) -> Skills:
    return lambda skill, seen, move: policy.act(skill, seen, layout, move)


def moves(domain: Domain, layout: Layout, ruled: bool = True) -> Planner:
    """The checked planner as the executor calls it."""
    plan = planner(domain, layout, ruled)

    def planned(now: Supports, goal: Supports) -> list[Move]:
        try:
            return [Move(cube, to) for cube, to in plan(now, goal).moves]
        except NoPlan as none:
            raise NoWay(str(none)) from None

    return planned


def setting(path: Path, task: str, blocks: int, pegs: int, state: str, disturb: str | None, replan: bool) -> Setting:
    """What a line of the table is about."""
    digest = hashlib.sha256(path.read_bytes()).hexdigest()[:12]
    return Setting(digest, load(path).about["demonstrations"], task, blocks, pegs, state, disturb, replan)


def price(settings: Settings) -> Callable[[float], Joules | None]:
    """Joules of CPU seconds by watts per core, at the node, with their range: modelled, not measured."""
    energy = settings.energy
    meter = choose(MeterSettings("cpu_time", energy.watts_per_core, energy.country, energy.g_per_kwh))
    return lambda cpu_s: meter.elsewhere(cpu_s).joules
