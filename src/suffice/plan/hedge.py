"""Decisions under uncertainty: what waiting is worth, and what a fixed split of the investment would cost."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from suffice.plan.capacity import usd, ways
from suffice.plan.decide import Decided, NoPlan, decide, decided_or_none
from suffice.plan.formulate import asked
from suffice.plan.study import Study
from suffice.plan.tradeoff import everything
from suffice.records import Json

SPLITS = (0.0, 0.2, 0.4, 0.5, 0.6, 0.8, 1.0)  # of the investment, to capacity that pays if models keep growing


def waiting(decided: Decided) -> Json:
    """The value of knowing later: dollars, discounted, over the horizon.

    ``all_now``: all nodes of all years decided today. ``wait``: nothing bought or committed before the scenario is
    known. ``foreseen``: each scenario known from the start: what that saves is the most that any forecast is worth.
    None where the demands cannot be met so.
    """
    study = decided.study
    want = decided.want
    now = decided_or_none(study, replace(want, decided=study.years))
    later = decided_or_none(study, replace(want, waits=study.decided))
    each = {one.name: decide(study, replace(want, decided=0), [one]).usd for one in study.scenarios}
    total = sum(one.probability for one in study.scenarios)
    foreseen = sum(one.probability * each[one.name] for one in study.scenarios) / total
    return {
        "plan_usd": decided.usd,
        "all_now_usd": now and now.usd,
        "wait_usd": later and later.usd,
        "foreseen_usd": foreseen,
        "foreseen_by_scenario": each,
        "value_of_deciding_later_usd": now and max(0.0, now.usd - decided.usd),
        "cost_of_waiting_usd": later and max(0.0, later.usd - decided.usd),
        "value_of_perfect_information_usd": max(0.0, decided.usd - foreseen),
        "information_year": study.decided,
    }


def hedges(study: Study) -> Json:
    """Each split of the same investment between scaling-friendly and efficiency-friendly capacity, in every scenario.

    Parts of nodes count here, so that splits can be kept exactly. ``regret``: dollars above the best that could have
    been done had the scenario been known. The investment is what the plan itself spends on nodes decided now; where
    that is nothing, the price of the smallest node of either kind, so that the price of any hedge can be seen.
    """
    study = everything(study)
    want = asked(study)
    free = decide(study, want, relaxed=True)
    best = {one.name: decide(study, replace(want, decided=0), [one], relaxed=True).usd for one in study.scenarios}
    spent = _invested(free)
    budget, forced = sum(spent.values()), False
    if budget < 1.0:
        budget, forced = _smallest(study), True
    rows = [_row(study, free, best, None)]
    for split in SPLITS if budget else ():
        invested = {"scaling": split * budget, "efficiency": (1 - split) * budget}
        try:
            rows.append(_row(study, decide(study, replace(want, invested=invested), relaxed=True), best, split))
        except NoPlan:
            continue
    return {"invested_usd": budget, "forced": forced, "plan_spends": spent, "rows": rows}


def cvar(costs: Mapping[str, float], study: Study) -> float:
    """Mean of the dearest scenarios, as many as the share says; scenarios are equally likely."""
    share = study.known.value("general.cvar_share")
    left, total = share * len(costs), 0.0
    for cost in sorted(costs.values(), reverse=True):
        part = min(1.0, left)
        total += part * cost
        left -= part
        if left <= 1e-12:
            break
    return total / (share * len(costs))


def _row(study: Study, decided: Decided, best: Mapping[str, float], split: float | None) -> Json:
    regrets = {name: max(0.0, cost - best[name]) for name, cost in decided.by_scenario.items()}
    return {
        "scaling_share": split,
        "usd": decided.usd,
        "cvar_usd": cvar(decided.by_scenario, study),
        "regret_most_usd": max(regrets.values()),
        "regret_mean_usd": sum(regrets.values()) / len(regrets),
        "by_scenario": dict(decided.by_scenario),
        "regret": regrets,
    }


def _invested(decided: Decided) -> dict[str, float]:
    """Expected dollars of the nodes decided now, by what they are friendly to."""
    study, found = decided.study, {"scaling": 0.0, "efficiency": 0.0}
    for name, value in decided.solved.values.items():
        if name[0] == "nodes" and len(name) == 4 and value:
            one = next(one for one in ways(study, int(name[3])) if (one.kind, one.way) == name[1:3])
            each = sum(s.probability * usd(study, one, s) for s in study.scenarios)
            found[study.known.rows["kind"][one.kind]["friendly"]] += value * each
    return found


def _smallest(study: Study) -> float:
    """The least that a node decided in the first year costs."""
    prices: Sequence[float] = [
        usd(study, one, study.scenarios[0])
        for one in ways(study, 0)
        if study.known.rows["kind"][one.kind].get("next") is not True
    ]
    return min(prices, default=0.0)
