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

    def checks(self) -> list[dict[str, Any]]:
        """Preconditions and effects, each with whether it was seen to hold."""
        cube, to = self.move.cube, self.move.to
        taken = self.before.values()
        return [
            {"precondition": f"clear {cube}", "held": cube not in taken},
            {"precondition": f"clear {to}", "held": to not in taken},
            {"effect": f"on {cube} {to}", "held": self.seen[cube] == to},
            *({"effect": f"on {other} {below}, as before", "held": self.seen[other] == below}
              for other, below in self.before.items() if other != cube),
        ]  # fmt: skip

    def to_json(self) -> dict[str, Any]:
        return {**asdict(self), "move": str(self.move), "checks": self.checks()}


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
        return {**asdict(self), "acted": [one.to_json() for one in self.acted]}
