from __future__ import annotations

from pathlib import Path

from suffice.models.replay import Replay
from suffice.records import Task, Tier
from suffice.routers.cheapest_first import CheapestFirst


def rung(name: str, tier: Tier, usd: float | None, joules: float | None) -> Replay:
    return Replay(name, tier, Path("none.jsonl"), expected_usd=usd, expected_joules=joules)


def test_dollars_then_joules_then_tier_then_the_given_order():
    ladder = [
        rung("unknown price", Tier.SYMBOLIC, None, 0.0),
        rung("dear", Tier.SYMBOLIC, 0.1, 0.0),
        rung("frontier", Tier.FRONTIER, 0.0, 5.0),
        rung("unknown joules", Tier.MOE, 0.0, None),
        rung("moe", Tier.MOE, 0.0, 5.0),
        rung("second moe", Tier.MOE, 0.0, 5.0),
        rung("symbolic", Tier.SYMBOLIC, 0.0, 0.01),
    ]
    ranked = CheapestFirst().rank(Task.ask("?"), ladder)
    assert [solver.name for solver in ranked] == [
        "symbolic",
        "moe",
        "second moe",
        "frontier",
        "unknown joules",
        "dear",
        "unknown price",
    ]
