from __future__ import annotations

import json
from dataclasses import replace
from fractions import Fraction
from math import comb
from pathlib import Path
from typing import Any

import pytest

from suffice.errors import UsageError
from suffice.learned.certificate import Certificate
from suffice.plan.assumptions import assumptions, load
from suffice.plan.decide import NoPlan, decide, with_capacity
from suffice.plan.made import made
from suffice.plan.page import html
from suffice.plan.profiles import learned, read_profile
from suffice.plan.sheet import csv, xlsx
from suffice.plan.study import Study, study
from suffice.plan.workload import Evidence, Workload, assured, per_month, stated
from suffice.records import Range

GRID = Range(400, 300, 500, "test")
CENT = {"unit": "cent", "year": 2026, "source": "x"}
GROUP = {"requests_per_month": 1000, "prompt_tokens": 100, "reply_tokens": 100}


def studied(tables: dict[str, Any]) -> Study:
    known = assumptions({"frontier": "deepseek-ai/DeepSeek-V3.1", **tables}, "test")
    return with_capacity(study(stated(Workload((), None, "test"), known.rows.get("groups", {}), "test"), known, GRID))


def test_each_shipped_figure_has_a_source():
    known = load()
    assert len(known.facts) > 50
    for name, one in known.facts.items():
        assert len(one.source) > 5, name
        assert one.low <= one.value <= one.high, name


@pytest.mark.parametrize(
    ("tables", "said"),
    [
        ({"genral": {}}, "no table 'genral'"),
        ({"general": {"pues": 1.2}}, r"no general\.pues"),
        (
            {"general": {"pue": {"value": 2, "low": 3, "unit": "1", "year": 2026, "source": "x"}}},
            "low <= value <= high",
        ),
        ({"general": {"pue": {"value": 2}}}, "'unit' is missing"),
        ({"general": {"years": 2.5}}, "whole number of years"),
        ({"drivers": {"traffic_per_year": "fast"}}, "a figure is a table"),
        ({"scenarios": {"count": -1}}, r"scenarios\.count"),
        ({"limits": {"usd": 3}}, r"limits\.usd must be one of"),
        ({"groups": {"a": {"requests_per_month": 3}}}, "'prompt_tokens' is missing"),
        ({"groups": {"a": {**GROUP, "target": 1.2}}}, "from 0 to 1"),
        ({"groups": {"a": {**GROUP, "price": 1.2}}}, "no key 'price'"),
        ({"groups": {"a": {**GROUP, "moe": {"accuracy": float("nan")}}}}, "from 0 to 1"),
        ({}, "no groups to plan for"),
        ({"groups": {"a": {**GROUP, "requests_per_month": 0}}}, "no requests to plan for"),
        ({"groups": {"a": GROUP}, "own": {"mystery": {"tier": "moe", "kinds": []}}}, "its parameters are unknown"),
        ({"groups": {"a": GROUP}, "api": {"x": {"tier": "best"}}}, "state its tier"),
        ({"general": {"life_years": 0}}, r"general\.life_years must lie from 1 to 50"),
        ({"general": {"batch": 0}}, r"general\.batch must lie"),
        ({"general": {"watts_per_core": -1}}, r"watts_per_core must lie from 0"),
        ({"general": {"cvar_share": 0}}, r"cvar_share must lie"),
        ({"general": {"target": 1.5}}, r"target must lie from 0 to 1"),
        ({"drivers": {"node_speed": 0}}, r"node_speed must lie"),
        ({"drivers": {"traffic_per_year": -1}}, r"traffic_per_year must lie"),
        ({"general": {"usd_per_kwh": {**CENT, "value": 21}}}, r"usd_per_kwh is in USD, not in 'cent': convert"),
        ({"api": {"x": {"tier": "moe", "input_usd_per_mtok": {**CENT, "value": 2}}}}, "is in USD, not in 'cent'"),
        ({"api": {"x": {"tier": "moe", "input_usd_per_mtoks": 2}}}, "no key 'input_usd_per_mtoks' in api.x"),
        ({"api": {"x": {"tier": "moe", "input_usd_per_mtok": 2}}}, "state a table with value, unit"),
        ({"kind": {"h100x1": {"purchase": 2}}}, "no key 'purchase' in kind.h100x1"),
        ({"kind": {"h100x1": {"gpus": 0}}}, r"kind\.h100x1\.gpus must lie"),
        ({"kind": {"h100x1": {"friendly": "nobody"}}}, "must be one of efficiency, scaling"),
        ({"kind": {"new": {"title": "x"}}}, "'friendly' is missing in kind.new"),
        ({"own": {"openai/gpt-oss-120b": {"kinds": 3}}}, "kinds must be a list"),
        ({"own": {"openai/gpt-oss-120b": {"kinds": ["nope"]}}}, "no kind 'nope'; there are: b200x8"),
        ({"limits": {"usd_per_year": float("inf")}}, "0 or more, finite"),
        ({"groups": {"a": {**GROUP, "title": ""}}}, "title must be text"),
        (
            {"groups": {"a": {**GROUP, "moe": {"right": 1, "graded": 10**12}}}},
            r"graded must be a number, from 0 to 1e\+09",
        ),
    ],
)
def test_bad_assumptions_are_refused_with_the_place(tables: dict[str, Any], said: str):
    with pytest.raises(UsageError, match=said):
        studied(tables)


def test_a_bare_number_stands_for_a_figure_without_a_range():
    fact = assumptions({"general": {"pue": 1.2}}, "mine.toml").facts["general.pue"]
    assert (fact.value, fact.low, fact.high, fact.source) == (1.2, 1.2, 1.2, "as stated in mine.toml")


def test_a_price_that_nobody_knows_leaves_no_plan_and_says_who_lacks_an_answer():
    with pytest.raises(NoPlan, match="a: somebody answers each request"):
        decide(studied({"frontier": "secret", "groups": {"a": GROUP}, "api": {"openai/gpt-oss-120b": False}}))


def test_a_target_out_of_reach_is_named_with_what_is_missing():
    beyond = {"a": {**GROUP, "target": 0.99, "frontier": {"accuracy": 0.9}}, "b": {**GROUP, "target": 0.9}}
    with pytest.raises(NoPlan) as refused:
        decide(studied({"groups": beyond}))
    assert [said for said, *_ in refused.value.demands] == ["a: 0.99 of the answers are right"]
    assert refused.value.demands[0][1] == pytest.approx(0.09)


def test_a_limit_that_binds_is_named():
    with pytest.raises(NoPlan, match=r"at most 0\.01 dollars in year \d \(missed by \d.* times that"):
        decide(studied({"groups": {"a": GROUP}, "limits": {"usd_per_year": 0.01}}))
    with pytest.raises(NoPlan, match="kg of CO2e in year"):
        decide(studied({"groups": {"a": GROUP}, "limits": {"kg_co2_per_year": 0}}))


def test_small_traffic_leaves_capacity_out_and_says_why():
    told = studied({"groups": {"a": GROUP}})
    assert told.kinds == () and "a node costs $" in told.idle[0]


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"groups": 3}', '{"groups": [{}], "rows": 1, "as_if": {}}'])
def test_what_is_no_profile_is_refused(text: str):
    with pytest.raises(UsageError, match="is no profile"):
        read_profile(text, "x.json", None)


def test_errors_of_a_model_and_of_what_was_learned_from_it_add_up():
    by_model = Certificate("g", "answers of big", 0.95, 0.05, 1.0, 400, 380, 0, 1)
    assert learned(by_model, None).accuracy == 0.95
    assert learned(by_model, Evidence(1.0, 0.97, "graded")).accuracy == pytest.approx(0.92)
    assert learned(replace(by_model, reference="gold"), Evidence(1.0, 0.97, "graded")).accuracy == 0.95


@pytest.mark.parametrize(("right", "graded"), [(0, 5), (5, 5), (59, 59), (188, 200), (970, 1000), (3, 1000), (1, 7)])
def test_grades_assure_what_an_exact_test_cannot_refuse(right: int, graded: int):
    """Against the binomial distribution in whole numbers."""
    least = Fraction(assured(right, graded))
    tail = sum(comb(graded, k) * least**k * (1 - least) ** (graded - k) for k in range(right, graded + 1))
    assert float(tail) == pytest.approx(0.05, rel=1e-6) if right else least == 0


def test_many_grades_are_reckoned_at_once_and_assure_what_they_show():
    assert assured(1, 300_000) < 1e-6
    assert assured(900_000_000, 1_000_000_000) == pytest.approx(0.9, abs=2e-5)
    assert assured(900_000_000, 1_000_000_000) < 0.9


def test_few_grades_assure_little_and_what_is_proved_needs_none():
    told = studied({"groups": {"a": {**GROUP, "moe": {"right": 3, "graded": 3}}}})
    option = next(one for one in told.options["a"] if one.name == "api: openai/gpt-oss-120b")
    assert option.accuracy == pytest.approx(0.05 ** (1 / 3))
    assert "3 of 3 graded answers" in option.accuracy_how
    with pytest.raises(UsageError, match="right must be a number, from 0 to 3"):
        studied({"groups": {"a": {**GROUP, "moe": {"right": 4, "graded": 3}}}})


def test_a_short_file_is_taken_for_a_month():
    assert per_month(100, 3600)[0] == 100
    assert per_month(700, 7 * 86_400)[0] == pytest.approx(100 * 365.25 / 12)


def test_small_groups_are_planned_for_together():
    many = {f"g{number}": {**GROUP, "requests_per_month": 1000 - number} for number in range(30)}
    told = studied({"groups": many, "scenarios": {"count": 0}})
    assert len(told.workload.groups) == 20
    assert sum(group.requests_per_month for group in told.workload.groups) == pytest.approx(
        sum(row["requests_per_month"] for row in many.values())
    )


def test_an_unreadable_file_is_one_clear_error(tmp_path: Path):
    with pytest.raises(UsageError, match="cannot be read"):
        load(tmp_path / "none.toml")
    (tmp_path / "bad.toml").write_bytes(b"\xff")
    with pytest.raises(UsageError, match="not UTF-8"):
        load(tmp_path / "bad.toml")
    (tmp_path / "odd.toml").write_text("x = [")
    with pytest.raises(UsageError, match="no TOML"):
        load(tmp_path / "odd.toml")


UNKNOWN = {"value": 2.0, "unit": "USD", "year": 2026, "source": "test"}
BIG = {"big": {"tier": "frontier", "input_usd_per_mtok": UNKNOWN, "output_usd_per_mtok": UNKNOWN}}
LEARNED = {"coverage": 0.9, "accuracy": 0.99, "sample": 500}


def test_a_frontier_of_unknown_energy_leaves_a_plan_and_is_named_where_emissions_count():
    tables: dict[str, Any] = {"frontier": "big", "api": BIG, "groups": {"a": {**GROUP, "learned": LEARNED}}}
    tables |= {"scenarios": {"count": 1}, "general": {"years": 1}}
    told = made(studied(tables))
    assert told["groups"][0]["first_year"]["options"].keys() == {"learned", "api: big"}
    assert told["tradeoff"]["co2"] == []
    with pytest.raises(NoPlan, match="nobody knows the energy of api: big"):
        decide(studied({**tables, "limits": {"kg_co2_per_year": 1e6}}))
    graded = {"a": {**GROUP, "target": 0.99, "moe": {"accuracy": 0.96}}}
    with pytest.raises(NoPlan, match=r"0\.99 of the answers are right .*nobody knows the energy of api: big"):
        decide(studied({**tables, "groups": graded, "limits": {"kg_co2_per_year": 1e6}}))


def test_a_limit_that_another_future_would_break_does_not_take_the_plan_away():
    """Only the expected scenario is planned for; at the high end of the traffic no plan keeps to the limit."""
    tables: dict[str, Any] = {"frontier": "big", "api": BIG, "groups": {"a": GROUP}, "scenarios": {"count": 0}}
    usd = made(studied({**tables, "general": {"years": 2}}))["by_year"][1]["usd_calls"]
    told = made(studied({**tables, "general": {"years": 2}, "limits": {"usd_per_year": 1.5 * usd}}))
    row = told["sensitivity"][0]
    assert row["driver"] == "traffic_per_year" and row["high_usd"] is None and row["low_usd"] > 0
    assert row["flips"][0].startswith("high: no plan") and "no plan satisfies" in html(told)
    assert xlsx(told)


def test_a_plan_of_one_year_is_told_once():
    told = made(studied({"groups": {"a": GROUP}, "general": {"years": 1}, "scenarios": {"count": 0}}))
    assert len(csv(told).splitlines()) == 1 + len(told["groups"][0]["first_year"]["options"])


TOKENS = {"value": 400, "low": 300, "high": 500, "estimated": False}
PROFILE: dict[str, Any] = {
    "rows": 10, "from": None, "to": None, "as_if": {"model": "big"},
    "groups": [
        {
            "id": "g", "rows": 10, "agreement": None, "spent": {"prompt_tokens": TOKENS, "reply_tokens": TOKENS},
            "symbolic": {"asked": 4, "answered": 2, "compared": 2, "same": 2},
            "shape": {"roles": ["user"], "messages": [["Sort: ", ""]], "form": None}, "slots": [], "outputs": [],
        }
    ],
}  # fmt: skip


@pytest.mark.parametrize(
    ("where", "change", "said"),
    [
        (("groups", 0), {"id": 3}, "a group has a name"),
        (("groups", 0), {"rows": -3}, "a number of requests"),
        (("groups", 0, "symbolic"), {"answered": 9}, "are shares"),
        (("groups", 0, "symbolic"), {"same": 4}, "are shares"),
        (("groups", 0, "spent", "prompt_tokens"), {"value": float("nan")}, "low <= value <= high"),
        (("groups", 0, "spent", "reply_tokens"), {"low": 600}, "low <= value <= high"),
        ((), {"groups": PROFILE["groups"] * 2}, "two groups have one name"),
        ((), {"as_if": {"model": 3}}, "no text"),
        ((), {"from": "2026-03-01", "to": "2026-02-01"}, "ends before it begins"),
    ],
)
def test_a_profile_that_cannot_be_is_refused(where: tuple, change: dict[str, Any], said: str):
    assert read_profile(json.dumps(PROFILE), "p.json", None).groups[0].tiers["symbolic"].coverage == 0.5
    odd = json.loads(json.dumps(PROFILE))
    row = odd
    for key in where:
        row = row[key]
    row.update(change)
    with pytest.raises(UsageError, match=said):
        read_profile(json.dumps(odd), "p.json", None)
