"""What happened: every move with its checks, every plan, and what it cost. JSON at the edge."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import Any

from suffice.robot.moves import Move
from suffice.robot.scene import Supports


class Outcome(StrEnum):
    """How a move ended."""

    DONE = "done"
    MISSED = "missed"  # nothing was held after grasping
    LOST = "lost"  # it slipped out on the way
    SLOW = "slow"  # a part took too long
    CHANGED = "changed"  # the scene, in the middle of it
    DIFFERS = "differs"  # what stands where afterwards


@dataclass(frozen=True, slots=True)
class Acted:
    """One move. ``steps``: control steps of each part."""

    move: Move
    before: Supports
    expected: Supports
    seen: Supports
    outcome: Outcome
    steps: dict[str, int]
    broken: tuple[str, ...] = ()  # preconditions that did not hold before, effects that did not hold after


@dataclass(slots=True)
class Episode:
    """``planned``: moves of the first plan. ``replans``: how often another was made, and the slowest of those."""

    goal: Supports
    start: Supports
    planned: int = 0
    success: bool = False
    progress: float = 0.0
    reason: str | None = None  # why it stopped before the goal
    plans: list[list[str]] = field(default_factory=list)
    acted: list[Acted] = field(default_factory=list)
    replans: int = 0
    slowest_replan_s: float = 0.0  # CPU seconds from the look that showed a difference to the new plan
    control_steps: int = 0
    simulated_s: float = 0.0
    policy_cpu_s: float = 0.0  # skills, looking, checking and planning: what a robot's computer would do
    simulator_cpu_s: float = 0.0

    def to_json(self) -> dict[str, Any]:
        return {**asdict(self), "acted": [{**asdict(one), "move": str(one.move)} for one in self.acted]}
