"""Lines of the success table: rows of episodes summed up."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from suffice.records import Joules
from suffice.robot.recorded import Setting
from suffice.robot.scene.control import CONTROL_HZ


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


def _mean(rows: list[dict[str, Any]], key: str) -> float | None:
    return sum(row[key] for row in rows) / len(rows) if rows else None
