"""The example of docs/plan.md, whose figures are worked out there by hand."""

from __future__ import annotations

from pathlib import Path

import pytest

from suffice.plan.assumptions import load
from suffice.plan.made import made
from suffice.plan.study import study
from suffice.plan.workload import Workload, stated
from suffice.records import Json, Range

EXAMPLE = Path(__file__).parents[3] / "examples" / "plan.toml"


@pytest.fixture(scope="module")
def plan() -> Json:
    known = load(EXAMPLE)
    workload = stated(Workload((), None, "the example"), known.rows["groups"], "the example")
    return made(study(workload, known, Range(481, 98, 713, "world")))


def group(plan: Json, name: str) -> Json:
    return next(row for row in plan["groups"] if row["name"] == name)


def test_tickets_mix_the_learned_solver_with_the_frontier(plan: Json):
    told = group(plan, "tickets")["first_year"]
    # 0.95 x + 1 (1 - x) >= 0.96 lets x be 0.8 at most
    assert told["options"] == pytest.approx({"learned": 0.8, "api: big": 0.2})
    big = 400 * 2e-6 + 100 * 10e-6  # 0.0018
    learned = 0.02 * big + 500 * big / (12 * 100_000 * 0.9) + 0.0009 / 0.9 * 1e-5
    assert told["usd"] == pytest.approx(100_000 * (0.8 * learned + 0.2 * big))
    assert told["usd"] == pytest.approx(38.95, abs=0.005)
    assert told["accuracy"] == pytest.approx(0.96)


def test_invoices_use_three_tiers(plan: Json):
    told = group(plan, "invoices")["first_year"]
    assert told["options"] == pytest.approx(
        {"symbolic": 0.6, "api: openai/gpt-oss-120b": 1 / 3, "api: big": 0.4 - 1 / 3}
    )
    assert told["usd"] == pytest.approx(8.00, abs=0.005)


def test_letters_go_to_the_frontier_and_the_whole_is_a_third_of_its_price(plan: Json):
    assert group(plan, "letters")["first_year"]["usd"] == pytest.approx(5_000 * 0.011)
    assert plan["usd"] == pytest.approx(12 * 101.95, abs=0.2)
    assert plan["all_to_frontier"]["usd"] == pytest.approx(12 * 315)
    assert plan["frontier_share"]["known"] == pytest.approx((20_000 + 1_333.3 + 5_000) / 125_000, abs=1e-4)


def test_energy_of_a_model_that_nobody_knows_stays_unknown(plan: Json):
    assert group(plan, "letters")["first_year"]["kwh"] is None
    assert group(plan, "letters")["first_year"]["kg_co2e"] is None
    assert plan["tradeoff"]["co2"] == []


def test_what_is_worth_finding_out_is_named_with_its_price(plan: Json):
    rows = {row["group"]: row for row in plan["worth_knowing"]}
    small = 500 * 0.2e-6 + 1000 * 1e-6
    assert rows["letters"]["saves_usd_per_month"] == pytest.approx(5_000 * (0.011 - small))
    assert rows["letters"]["graded"] == 74  # 0.96^74 < 0.05
    assert "invoices" not in rows
