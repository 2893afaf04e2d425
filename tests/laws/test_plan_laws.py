"""Laws of plans, whatever the workload, the prices and the future."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from suffice.plan.assumptions import assumptions
from suffice.plan.decide import NoPlan, decide, with_capacity
from suffice.plan.formulate import asked, formulate
from suffice.plan.hedge import cvar, waiting
from suffice.plan.infeasible import missed
from suffice.plan.program import Program, Solved
from suffice.plan.robust import robust
from suffice.plan.study import Study, study
from suffice.plan.workload import Workload, stated
from suffice.records import Range

GRID = Range(400, 300, 500, "test")
shares = st.integers(0, 20).map(lambda number: number / 20)


@st.composite
def groups(draw: st.DrawFn) -> dict[str, Any]:
    row: dict[str, Any] = {
        "requests_per_month": draw(st.sampled_from([10.0, 5e3, 1e6, 2e8])),
        "prompt_tokens": draw(st.integers(1, 4000)),
        "reply_tokens": draw(st.integers(1, 1500)),
        "target": draw(st.sampled_from([0.5, 0.9, 0.95, 0.99])),
        "joint": 1.0,
    }
    for tier in ("symbolic", "learned"):
        if draw(st.booleans()):
            row[tier] = {"coverage": draw(shares), "accuracy": draw(st.sampled_from([0.9, 0.95, 1.0])), "sample": 300}
    if draw(st.booleans()):
        row["moe"] = {"accuracy": draw(st.sampled_from([0.8, 0.93, 0.97]))}
    return row


@st.composite
def studies(draw: st.DrawFn, capacity: bool = False) -> Study:
    drawn = {f"g{number}": draw(groups()) for number in range(draw(st.integers(1, 3)))}
    known = assumptions(
        {
            "frontier": "deepseek-ai/DeepSeek-V3.1",
            "general": {"years": draw(st.integers(1, 3)), "information_year": 1},
            "scenarios": {"count": draw(st.integers(0, 2)), "seed": draw(st.integers(0, 99))},
            "groups": drawn,
        },
        "law",
    )
    made = study(stated(Workload((), None, "law"), drawn, "law"), known, GRID)
    return with_capacity(made) if capacity else made


def shares_of(program: Program, solved: Solved) -> dict[tuple, float]:
    return {name: value for name, value in solved.values.items() if name[0] == "x"}


@settings(max_examples=60)
@given(studies(), st.data())
def test_doubling_the_cost_of_a_groups_option_never_raises_its_share(made: Study, data: st.DataObject):
    program = formulate(made, made.scenarios, asked(made))
    before = program.solve()
    assert before is not None
    name = data.draw(st.sampled_from([one for one in program.names if one[0] == "x"]))
    dearer = program.copy()
    for at, one in enumerate(program.names):
        if one[:3] == name[:3]:
            dearer.costs[at] *= 2
    after = dearer.solve()
    assert after is not None
    for at, one in enumerate(program.names):
        if one[:3] == name[:3] and program.costs[at] > 1e-9 * max(program.costs):
            assert after.values[one] <= before.values[one] + 1e-7


@settings(max_examples=30)
@given(studies(capacity=True), st.data())
def test_doubling_all_costs_of_an_option_never_raises_what_is_placed_with_it(made: Study, data: st.DataObject):
    """With shared nodes, shares are weighed by what they cost: nodes and calls together."""
    program = formulate(made, made.scenarios, asked(made))
    before = program.solve()
    assert before is not None
    option = data.draw(st.sampled_from(sorted({str(one[2]) for one in program.names if one[0] == "x"})))
    kind = option.rpartition(" on ")[2] if option.startswith("own: ") else None
    mine = [
        at
        for at, one in enumerate(program.names)
        if (one[0] == "x" and one[2] == option) or (one[0] == "nodes" and one[1] == kind)
    ]
    dearer = program.copy()
    for at in mine:
        dearer.costs[at] *= 2
    after = dearer.solve()
    assert after is not None

    def placed(solved: Solved) -> float:
        return sum(program.costs[at] * solved.values[program.names[at]] for at in mine)

    assert placed(after) <= placed(before) + 1e-5 * max(before.usd, 1e-12)


@settings(max_examples=40)
@given(studies(capacity=True), st.floats(1e-3, 1e3))
def test_scaling_all_costs_leaves_the_plan(made: Study, factor: float):
    program = formulate(made, made.scenarios, asked(made))
    other = program.copy()
    other.costs = [cost * factor for cost in program.costs]
    one, two = program.solve(), other.solve()
    assert one is not None and two is not None
    assert two.usd == pytest.approx(factor * one.usd, rel=1e-6)
    assert shares_of(program, two) == pytest.approx(shares_of(program, one), abs=1e-6)


@settings(max_examples=25)
@given(studies(capacity=True))
def test_every_plan_answers_all_and_reaches_its_targets(made: Study):
    decided = decide(made)
    for scenario in made.scenarios:
        for year in range(made.years):
            for group in made.workload.groups:
                rows = [(decided.share(group, one, scenario, year), one) for one in made.options[group.name]]
                assert sum(share for share, _ in rows) == pytest.approx(1.0)
                right = sum(share * (one.accuracy or 0.0) for share, one in rows)
                assert right >= made.target(group) - 1e-6
                for share, one in rows:
                    assert share <= made.covered(one, scenario, year) + 1e-7
                    assert share <= 1e-9 or one.why_not is None
    mean = sum(one.probability * decided.by_scenario[one.name] for one in made.scenarios)
    assert mean == pytest.approx(decided.usd, rel=1e-6)
    assert cvar(decided.by_scenario, made) >= mean - 1e-9


@settings(max_examples=25)
@given(studies(), st.sampled_from([0.5, 0.8, 0.9]))
def test_asking_for_less_never_costs_more(made: Study, target: float):
    want = asked(made)
    usual = decide(made, replace(want, targets=0.95))
    assert decide(made, replace(want, targets=target)).usd <= usual.usd * (1 + 1e-7)


@settings(max_examples=10)
@given(studies(capacity=True))
def test_knowing_later_or_everything_never_costs_more(made: Study):
    told = waiting(decide(made))
    slack = 1e-5 * told["plan_usd"]
    assert told["foreseen_usd"] <= told["plan_usd"] + slack
    assert told["plan_usd"] <= told["all_now_usd"] + slack
    assert told["plan_usd"] <= told["wait_usd"] + slack


@settings(max_examples=8)
@given(studies(capacity=True))
def test_other_aims_reach_what_they_aim_at(made: Study):
    decided = decide(made)
    rows = robust(decided, waiting(decided)["foreseen_by_scenario"])
    assert bool(rows) == bool(made.kinds)
    if rows:
        plan, dearest, regret = rows
        slack = 3e-3 * max(decided.by_scenario.values())
        assert plan["usd"] <= min(dearest["usd"], regret["usd"]) + slack
        assert dearest["cvar_usd"] <= min(plan["cvar_usd"], regret["cvar_usd"]) + slack
        assert regret["regret_most_usd"] <= min(plan["regret_most_usd"], dearest["regret_most_usd"]) + slack


@settings(max_examples=40)
@given(studies(), st.sampled_from([0.9, 0.97]))
def test_demands_that_are_missed_are_named_exactly_where_there_is_no_plan(made: Study, best: float):
    """The frontier itself is wrong now and then: then some targets cannot be reached."""
    options = {
        name: [replace(one, accuracy=best) if one.tier == "frontier" else one for one in rows]
        for name, rows in made.options.items()
    }
    made = replace(made, options=options)
    program = formulate(made, made.scenarios, asked(made))
    if program.solve() is not None:
        assert missed(program) == []
        return
    with pytest.raises(NoPlan) as refused:
        decide(made)
    assert refused.value.demands and all(amount > 0 for _, amount, _ in refused.value.demands)
    assert all("of the answers are right" in said for said, *_ in refused.value.demands)


@given(studies())
@settings(max_examples=15)
def test_the_same_seed_draws_the_same_scenarios(made: Study):
    again = study(made.workload, made.known, GRID)
    assert [one.to_json() for one in again.scenarios] == [one.to_json() for one in made.scenarios]
    drivers = made.known.under("drivers")
    for scenario in made.scenarios:
        for name, value in scenario.drivers.items():
            assert drivers[name].low - 1e-12 <= value <= drivers[name].high + 1e-12
