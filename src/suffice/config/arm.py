"""What the robot's executor is built from: a trained policy, the checked planner, eyes, the price of CPU seconds."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

from suffice.config.costing import meter
from suffice.config.environment import state_folder, without_screen
from suffice.config.pursuit import pursuit
from suffice.config.settings import Settings
from suffice.errors import UsageError
from suffice.records import Joules
from suffice.robot.bench import Parts
from suffice.robot.demonstrator import done
from suffice.robot.eyes import Eyes, Truth
from suffice.robot.features import relations
from suffice.robot.mover import Skills
from suffice.robot.operators import BY_HAND
from suffice.robot.scene import Layout, Scene
from suffice.robot.skills.policy import Policy, load_arrays

STATES = ("truth", "pixels")


def parts(policy: Policy, state: str, ruled: bool = True, sight: Path | None = None) -> Parts:
    """``ruled``: smaller cubes on bigger ones only, as the demonstrations taught. ``sight``: what perception learned,
    for the state ``pixels``."""
    return Parts(
        skills=lambda layout: skills(policy, layout),
        planner=lambda layout: pursuit(policy.domain, layout, ruled),
        eyes=eyes_of(state, sight),
    )


def eyes_of(state: str, sight: Path | None) -> Callable[[Scene], Eyes]:
    """The simulator's state, or pictures. Raises UsageError for another state, and where seeing was not learned."""
    if state not in STATES:
        raise UsageError(f"no state '{state}'; there are: {', '.join(STATES)}")
    if state == "truth":
        return Truth
    if sight is None:
        raise UsageError("seeing must be learned first: suffice robot sight -o SIGHT, then --sight SIGHT")
    without_screen()
    from suffice.robot.sight import PixelEyes
    from suffice.robot.sight import load as load_sight

    learned = load_sight(sight)
    return lambda scene: PixelEyes(scene, learned)


def skills(policy: Policy, layout: Layout) -> Skills:
    return lambda skill, seen, move: policy.act(skill, seen, layout, move)


def ended_by_script(given: Parts) -> Parts:
    """The same skills, of which the demonstrator's own rules say when they are done."""

    def ended(layout: Layout) -> Skills:
        act = given.skills(layout)
        return lambda skill, seen, move: (act(skill, seen, move)[0], done(skill, relations(skill, seen, layout, move)))

    return replace(given, skills=ended)


def planned_by_hand(given: Parts) -> Parts:
    """The same skills, with operators that were written down instead of learned."""
    return replace(given, planner=lambda layout: pursuit(BY_HAND, layout))


def digest(policy: Path, sight: Path | None) -> str:
    """The first digits of a policy's SHA-256, and of what perception learned where that is used."""
    return "+".join(sha256(path.read_bytes()).hexdigest()[:12] for path in (policy, sight) if path is not None)


def price(settings: Settings) -> Callable[[float], Joules | None]:
    """Joules of CPU seconds by watts per core, at the node, with their range: modelled, not measured."""
    modelled = meter(settings, "cpu_time")
    return lambda cpu_s: modelled.elsewhere(cpu_s).joules


def ready_policy(tell: Callable[[str], None]) -> Path:
    """A policy of five demonstrations in the state folder; made there the first time."""
    folder = state_folder() / "robot"
    path = folder / "policy.npz"
    if not path.exists() or not load_arrays(path)[1]["finished"]:
        from suffice.robot.demonstrate import record
        from suffice.robot.skills.train import train

        folder.mkdir(parents=True, exist_ok=True)
        tell("no policy yet: five demonstrations and their training, about 20 CPU s")
        record(folder / "demos.hdf5", 5, blocks=3, pegs=3, seed=0, tell=tell)
        train(folder / "demos.hdf5", path, tell=tell)
    return path
