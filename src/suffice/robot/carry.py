"""What a plan's receipt gains once it is carried out: each action with its checks; and starts that are refused."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from suffice.errors import UsageError
from suffice.robot.episode import Acted, Episode
from suffice.robot.operators import Order
from suffice.robot.scene import Layout, Supports


def legal(supports: Supports, layout: Layout, order: Order | None) -> None:
    """Raises UsageError for a start in which a cube stands on one that is not bigger, where the order forbids it."""
    if order is None:
        return
    for cube, below in supports.items():
        if below in supports and not order.smaller(2 * layout.cube(cube).half_m, 2 * layout.cube(below).half_m):
            raise UsageError(f"an illegal start: {cube} stands on {below}, which is smaller; put it elsewhere")


def executed(ran: Episode, joules: Mapping[str, Any] | None) -> dict[str, Any]:
    """The part of a receipt that tells what was done, with each action's checks."""
    told = ran.to_json()
    told["acted"] = [{**row, "checks": _checks(one)} for row, one in zip(told["acted"], ran.acted, strict=True)]
    return {**told, "policy_joules": joules}


def _checks(one: Acted) -> list[dict[str, Any]]:
    """Preconditions and effects, each with whether it was seen to hold."""
    cube, to = one.move.cube, one.move.to
    taken = one.before.values()
    return [
        {"precondition": f"clear {cube}", "held": cube not in taken},
        {"precondition": f"clear {to}", "held": to not in taken},
        {"effect": f"on {cube} {to}", "held": one.seen[cube] == to},
        *({"effect": f"on {other} {below}, as before", "held": one.seen[other] == below}
          for other, below in one.before.items() if other != cube),
    ]  # fmt: skip
