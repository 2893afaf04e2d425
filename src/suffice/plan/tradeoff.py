"""What else could be had: less CO2, other accuracy, fewer requests to the frontier, and what is worth finding out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from math import ceil, log

from suffice.plan.decide import Decided, NoPlan, account, decide, decided_or_none
from suffice.plan.formulate import Asked, asked, formulate
from suffice.plan.program import Program
from suffice.plan.study import Study
from suffice.records import Json

TARGETS = (0.8, 0.9, 0.95, 0.97, 0.98, 0.99, 0.995, 1.0)
_POINTS = 6


def everything(study: Study) -> Study:
    """With all kinds of capacity, those included that do not pay."""
    served = {option.kind for rows in study.options.values() for option in rows}
    return replace(study, kinds=tuple(kind for kind in study.known.rows["kind"] if kind in served), idle=())


def cost_against_co2(study: Study) -> Sequence[Json]:
    """Points of the frontier in the expected scenario, from the cheapest plan to that of least CO2; mean years.

    Empty where the energy of what is needed is unknown.
    """
    study = everything(study)
    only, want = study.scenarios[:1], replace(asked(study), kg_most=float("inf"))
    plan = decided_or_none(study, want, only)
    if plan is None:
        return []
    program = formulate(study, only, want)
    cheapest = _kg_of(study, program, plan)
    cleanest = program.copy()
    kg = _kg(study, program)
    cleanest.costs = [kg.get(at, 0.0) for at in range(len(program.names))]
    solved = cleanest.solve()
    if solved is None:
        return []
    least = solved.usd
    points = []
    for step in range(_POINTS + 1):
        most = cheapest + (least - cheapest) * step / _POINTS
        made = decided_or_none(study, replace(want, kg_most=most * (1 + 1e-7)), only)
        if made is not None:
            points.append({"kg_co2e": _kg_of(study, program, made), "usd": made.usd / study.years})
    return points


def cost_against_accuracy(study: Study) -> Sequence[Json]:
    """The expected scenario with one target for all groups; dollars of a mean year, None where it cannot be reached."""
    points = []
    for target in TARGETS:
        made = decided_or_none(study, replace(asked(study), targets=target), study.scenarios[:1])
        points.append({"target": target, "usd": made and made.usd / study.years})
    return points


def frontier_share(study: Study) -> Json:
    """The least share of the requests that must go to the frontier model, all targets met, in the first year.

    ``known``: by what is known of accuracies; ``hoped``: if models of unknown accuracy are as right as the reference.
    """
    everyone = frozenset(group.name for group in study.workload.groups)
    return {
        "known": _least_frontier(study, asked(study)),
        "hoped": _least_frontier(study, replace(asked(study), hopeful=everyone)),
    }


def _least_frontier(study: Study, want: Asked) -> float | None:
    study, expected = everything(study), study.scenarios[0]
    program = formulate(study, study.scenarios[:1], want)
    groups = {group.name: group for group in study.workload.groups}
    total = sum(study.requests(group, expected, 0) for group in groups.values())
    tiers = {(group, one.name): one.tier for group, rows in study.options.items() for one in rows}
    program.costs = [
        study.requests(groups[str(name[1])], expected, 0) / total
        if name[0] == "x" and name[3] == 0 and tiers[str(name[1]), str(name[2])] == "frontier"
        else 0.0
        for name in program.names
    ]
    solved = program.solve(relaxed=True)
    return None if solved is None else min(1.0, solved.usd)


def worth_knowing(study: Study) -> Sequence[Json]:
    """Groups in which a model's accuracy is unknown, by what it would save if it were as right as the reference.

    ``graded``: answers to grade, none of them wrong, before the target is certain at 95% confidence.
    """
    only, found = study.scenarios[:1], []
    try:
        now = decide(study, chosen=only, relaxed=True).usd
    except NoPlan:
        now = None
    for group in study.workload.groups:
        if not any(
            one.tier == "moe" and one.accuracy is None and one.usd is not None for one in study.options[group.name]
        ):
            continue
        try:
            then = decide(study, replace(asked(study), hopeful=frozenset({group.name})), only, relaxed=True).usd
        except NoPlan:
            continue
        target = study.target(group)
        found.append(
            {
                "group": group.name,
                "title": group.title,
                "saves_usd_per_month": None if now is None else (now - then) / study.years / 12,
                "graded": ceil(log(0.05) / log(target)) if 0 < target < 1 else None,
            }
        )
    return sorted(found, key=lambda row: -(row["saves_usd_per_month"] or 0.0))


def sensitivity(study: Study) -> Sequence[Json]:
    """Each driver at either end of its range, the others as expected: dollars of a mean year, and whether another tier
    answers most of some group in the last year. Dollars are None where no plan satisfies all demands there."""
    expected = study.scenarios[0]
    usual, found = _leaders(decide(study, chosen=[expected])), []
    for name, driver in study.known.under("drivers").items():
        row: dict[str, Json] = {"driver": name, "flips": []}
        for end in ("low", "high"):
            scenario = replace(expected, drivers={**expected.drivers, name: getattr(driver, end)})
            made = decided_or_none(study, chosen=[scenario])
            row[end], row[f"{end}_usd"] = getattr(driver, end), made and made.usd / study.years
            if made is None:
                row["flips"].append(f"{end}: no plan satisfies all demands")
                continue
            row["flips"] += [
                f"{end}: {title}: {usual[title]} -> {now}"
                for title, now in _leaders(made).items()
                if now != usual[title]
            ]
        found.append(row)
    return sorted(found, key=_moves)


def _moves(row: Json) -> float:
    """What leaves no plan comes first, then what moves the price most."""
    low, high = row["low_usd"], row["high_usd"]
    return float("-inf") if low is None or high is None else -abs(high - low)


def _leaders(decided: Decided) -> dict[str, str]:
    study, scenario, last = decided.study, decided.study.scenarios[0], decided.study.years - 1
    found = {}
    for group in study.workload.groups:
        shares = account(decided, group, scenario, last).shares
        found[group.title] = max(shares, key=lambda name: shares[name])
    return found


def _kg(study: Study, program: Program) -> dict[int, float]:
    """Kilograms of a mean year of the expected scenario, by column, for a share of one."""
    scenario, found = study.scenarios[0], {}
    for group in study.workload.groups:
        for option in study.options[group.name]:
            for year in range(study.years):
                at = program.index.get(("x", group.name, option.name, year, scenario.name))
                if at is not None:
                    each = study.kg(option, scenario, year) or 0.0
                    found[at] = each * study.requests(group, scenario, year) / study.years
    return found


def _kg_of(study: Study, program: Program, decided: Decided) -> float:
    kg = _kg(study, program)
    return sum(decided.solved.values.get(name, 0.0) * kg[at] for name, at in program.index.items() if at in kg)
