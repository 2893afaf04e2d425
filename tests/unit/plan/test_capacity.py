"""Plans with nodes, against an enumeration of all numbers of nodes by arithmetic of its own."""

from __future__ import annotations

from itertools import product
from math import inf

import pytest

from suffice.plan.assumptions import assumptions
from suffice.plan.decide import decide
from suffice.plan.hedge import hedges, waiting
from suffice.plan.scenarios import Scenario
from suffice.plan.study import Study, study
from suffice.plan.workload import Workload, stated
from suffice.records import Range

HOURS = 8766
PEAK, LIFE, PUE, KW, USD_PER_KWH, PRICE, HOURLY = 2.0, 4, 1.5, 1.0, 0.1, 40_000, 3.0
CALL = (200 * 0.15 + 300 * 0.6) / 1e6  # gpt-oss-120b by the call
GROWTH = {"grows": 3.0, "shrinks": 0.2}


def two_futures() -> Study:
    """Two years, one group, one kind of node; traffic grows or shrinks after a first year that is the same."""
    group = {
        "requests_per_month": 24_000_000, "prompt_tokens": 200, "reply_tokens": 300,
        "moe": {"accuracy": 0.97}, "target": 0.96,
    }  # fmt: skip
    fixed = {
        "traffic_per_year": 1.0, "api_price_per_year": 1.0, "hardware_price_per_year": 1.0, "upgrades_per_year": 0.0,
        "coverage_per_year": 1.0, "grid_per_year": 1.0, "commit_1_discount": 0.3, "commit_3_discount": 0.5,
        "node_speed": 1.0, "next_arrives_year": 9.0, "next_efficiency": 1.0, "next_price": 1.0,
    }  # fmt: skip
    known = assumptions(
        {
            "frontier": "deepseek-ai/DeepSeek-V3.1",
            "general": {
                "years": 2, "information_year": 1, "discount_rate": 0.0, "peak_to_mean": PEAK, "life_years": LIFE,
                "pue": PUE, "usd_per_kwh": USD_PER_KWH,
            },
            "drivers": fixed,
            "scenarios": {"count": 1},
            "kind": {"b200x8": False, "next": False, "h100x1": {
                "kilowatts": KW, "purchase_usd": PRICE, "on_demand_usd_per_hour": HOURLY}},
            "groups": {"g": group},
        },
        "test",
    )  # fmt: skip
    made = study(stated(Workload((), None, "test"), known.rows["groups"], "test"), known, Range(400, 300, 500, "test"))
    futures = [Scenario(name, 0.5, {**fixed, "traffic_per_year": growth}) for name, growth in GROWTH.items()]
    return Study(known, made.workload, made.options, futures, made.grid, made.frontier, ("h100x1",))


def load(made: Study, growth: float) -> float:
    """Nodes that the whole traffic of a year keeps busy at its peak."""
    option = next(one for one in made.options["g"] if one.kind == "h100x1")
    return 12 * 24e6 * growth * option.node_s * PEAK / (HOURS * 3600)


def calls(made: Study, growth: float, nodes: int) -> float:
    """Dollars of a year: what the nodes do not carry is called."""
    carried = min(1.0, nodes / load(made, growth))
    return 12 * 24e6 * growth * (1 - carried) * CALL


BOUGHT = PRICE / LIFE + KW * HOURS * PUE * USD_PER_KWH
RENTED = HOURLY * HOURS
BY_WAY = (BOUGHT, RENTED * 0.7, RENTED)  # a year of a node: bought, committed, on demand


def second_year(made: Study, growth: float, kept: int) -> float:
    """The best that can be done once the future is known, with ``kept`` nodes from the first year (paid for apart)."""
    most = int(load(made, growth)) + 2
    return min(calls(made, growth, kept + more) + more * min(BY_WAY) for more in range(most))


def best(made: Study, *, deciding_now: bool = False, waits: bool = False) -> float:
    """Least expected dollars of both years, over all numbers of nodes."""
    most, cheapest = int(max(load(made, growth) for growth in GROWTH.values())) + 2, inf
    ways = (0,) if waits else range(most)
    for bought, committed, rented in product(ways, ways, range(most)):
        first = (
            bought * BOUGHT + committed * RENTED * 0.7 + rented * RENTED + calls(made, 1.0, bought + committed + rented)
        )
        if first > cheapest:
            continue
        if deciding_now:
            later = min(
                more * min(BOUGHT, RENTED * 0.7)
                + sum(0.5 * _on_demand(made, growth, bought + more) for growth in GROWTH.values())
                for more in range(most)
            )
        else:
            later = sum(0.5 * second_year(made, growth, bought) for growth in GROWTH.values())
        cheapest = min(cheapest, first + bought * BOUGHT + later)
    return cheapest


def _on_demand(made: Study, growth: float, there: int) -> float:
    most = int(load(made, growth)) + 2
    return min(calls(made, growth, there + more) + more * RENTED for more in range(most))


@pytest.fixture(scope="module")
def made() -> Study:
    return two_futures()


def test_nodes_pay_in_this_example(made: Study):
    assert 1.5 < load(made, 1.0) < 8


def test_the_plan_is_the_best_of_all_numbers_of_nodes(made: Study):
    # three years of commitment are dearer here than buying, so the enumeration leaves them out
    assert BOUGHT < RENTED * 0.5
    assert decide(made).usd == pytest.approx(best(made), rel=1e-6)


def test_waiting_and_deciding_all_now_cost_what_the_enumeration_says(made: Study):
    told = waiting(decide(made))
    assert told["all_now_usd"] == pytest.approx(best(made, deciding_now=True), rel=1e-6)
    assert told["wait_usd"] == pytest.approx(best(made, waits=True), rel=1e-6)
    assert told["value_of_deciding_later_usd"] == pytest.approx(told["all_now_usd"] - told["plan_usd"])


def test_each_split_invests_what_it_says_and_none_beats_the_plan(made: Study):
    told = hedges(made)
    assert not told["forced"] and told["plan_spends"]["scaling"] == 0.0
    rows = {row["scaling_share"]: row for row in told["rows"]}
    assert set(rows) == {None, 0.0}  # there is no capacity for growing models here: other splits cannot be kept
    assert rows[0.0]["usd"] == pytest.approx(rows[None]["usd"], rel=1e-6)
    assert all(regret >= 0 for regret in rows[0.0]["regret"].values())
