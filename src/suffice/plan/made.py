"""The plan as plain data: what page, spreadsheet and ``--json`` show, and what a later plan is compared with."""

from __future__ import annotations

from collections.abc import Mapping

from suffice.plan.capacity import Capacity, discount, usd, ways
from suffice.plan.decide import Account, Decided, account, decide, with_capacity
from suffice.plan.hedge import cvar, hedges, waiting
from suffice.plan.options import Option
from suffice.plan.robust import robust
from suffice.plan.scenarios import Scenario
from suffice.plan.study import Study
from suffice.plan.tradeoff import cost_against_accuracy, cost_against_co2, frontier_share, sensitivity, worth_knowing
from suffice.plan.workload import Group
from suffice.records import Json

VERSION = 1
NOTES = (
    "dollars are those of the first year, discounted over the horizon; a month is a twelfth of a year",
    "joules are at the facility: the node's times PUE; those of own nodes are of the work alone, without idle hours, "
    "those of calls are modelled or measured per output token; making the hardware is not counted",
    "nodes cost what they are bought or rented for, and power; the people who run them are not counted",
    "coverage of exact solvers is that of a sample or of the ledger; that of learned solvers is certified",
    "prompts are amortised into what an output token takes: long prompts cost own nodes more than is told here",
)


def made(study: Study) -> Json:
    """Solve everything and put it together. Raises NoPlan where the demands cannot be met."""
    study = with_capacity(study)
    decided = decide(study)
    expected, known_later = study.scenarios[0], waiting(decided)
    return {
        "version": VERSION,
        "dated": study.known.dated,
        "seed": study.known.rows["scenarios"]["seed"],
        "frontier": study.frontier,
        "grid_g_per_kwh": study.grid.to_json(),
        "years": study.years,
        "workload": study.workload.to_json(),
        "groups": [_group(decided, group, expected) for group in study.workload.groups],
        "by_year": [_year(decided, expected, year) for year in range(study.years)],
        "nodes": _nodes(decided, expected),
        "idle_kinds": list(study.idle),
        "usd": decided.usd,
        "gap": decided.solved.gap,
        "cvar_usd": cvar(decided.by_scenario, study),
        "by_scenario": dict(decided.by_scenario),
        "all_to_frontier": _all_to_frontier(study),
        "frontier_share": {**frontier_share(study), "planned": _planned_frontier(decided, expected)},
        "tradeoff": {"co2": list(cost_against_co2(study)), "accuracy": list(cost_against_accuracy(study))},
        "waiting": known_later,
        "robust": list(robust(decided, known_later["foreseen_by_scenario"])),
        "hedge": hedges(study),
        "sensitivity": list(sensitivity(study)),
        "worth_knowing": list(worth_knowing(study)),
        "scenarios": [scenario.to_json() for scenario in study.scenarios],
        "assumptions": study.known.to_json(),
        "notes": [*study.workload.notes, *NOTES],
    }


def _group(decided: Decided, group: Group, expected: Scenario) -> Json:
    study = decided.study
    first, last = (_monthly(decided, group, expected, year) for year in (0, study.years - 1))
    learned = group.tiers.get("learned")
    everywhere = [
        _usd(decided, group, scenario, year) / 12 for scenario in study.scenarios for year in range(study.years)
    ]
    return {
        "name": group.name,
        "title": group.title,
        "requests_per_month": group.requests_per_month,
        "target": study.target(group),
        "first_year": first,
        "last_year": last,
        "usd_per_month_span": [min(everywhere), max(everywhere)],
        "certificate": learned.how if learned and learned.coverage else None,
        "options": [option.to_json() for option in study.options[group.name]],
    }


def _monthly(decided: Decided, group: Group, scenario: Scenario, year: int) -> Json:
    told = account(decided, group, scenario, year)
    tiers: dict[str, float] = {}
    names = {option.name: option.tier for option in decided.study.options[group.name]}
    for name, share in told.shares.items():
        tiers[names[name]] = tiers.get(names[name], 0.0) + share
    joules, kg, grid = told.joules, told.kg, decided.study.grid
    factor = scenario.factor("grid_per_year", year) / 12 / 1000
    return {
        "requests": told.requests / 12,
        "tiers": tiers,
        "options": dict(told.shares),
        "accuracy": told.accuracy,
        "usd": _usd(decided, group, scenario, year) / 12,
        "kwh": joules and {end: getattr(joules, end) / 3.6e6 / 12 for end in ("value", "low", "high")},
        "kg_co2e": joules
        and kg is not None
        and {end: getattr(joules, end) / 3.6e6 * getattr(grid, end) * factor for end in ("value", "low", "high")},
    }


def _usd(decided: Decided, group: Group, scenario: Scenario, year: int) -> float:
    """Dollars of a year, with the group's part of the nodes by the time that it keeps them busy."""
    whole = account(decided, group, scenario, year).usd
    for kind, dollars in _node_usd(decided, scenario, year).items():
        busy = {one.name: _busy(decided, one, kind, scenario, year) for one in decided.study.workload.groups}
        if total := sum(busy.values()):
            whole += dollars * busy[group.name] / total
    return whole


def _busy(decided: Decided, group: Group, kind: str, scenario: Scenario, year: int) -> float:
    options: list[Option] = [one for one in decided.study.options[group.name] if one.kind == kind]
    requests = decided.study.requests(group, scenario, year)
    return sum(requests * decided.share(group, one, scenario, year) * one.node_s for one in options)


def _node_usd(decided: Decided, scenario: Scenario, year: int) -> Mapping[str, float]:
    """Dollars of the nodes that there are in a year, by kind, undiscounted."""
    study, found = decided.study, dict.fromkeys(decided.study.kinds, 0.0)
    for kind, way, signed, count in decided.nodes(scenario):
        one = next(
            (one for one in ways(study, signed) if (one.kind, one.way) == (kind, way)), Capacity(kind, way, signed, 1)
        )
        if year in one.active:
            found[kind] += count * usd(study, one, scenario) / sum(discount(study, when) for when in one.active)
    return found


def _year(decided: Decided, scenario: Scenario, year: int) -> Json:
    rows = [account(decided, group, scenario, year) for group in decided.study.workload.groups]
    nodes = sum(_node_usd(decided, scenario, year).values())
    return {
        "year": year + 1,
        "requests": sum(row.requests for row in rows),
        "usd_calls": sum(row.usd for row in rows),
        "usd_nodes": nodes,
        "kwh": None if any(row.joules is None for row in rows) else _kwh(rows),
        "kg_co2e": None if any(row.kg is None for row in rows) else sum(row.kg or 0.0 for row in rows),
        "tiers": _tiers(decided, scenario, year),
    }


def _kwh(rows: list[Account]) -> Json:
    return {
        end: sum(getattr(row.joules, end) for row in rows if row.joules) / 3.6e6 for end in ("value", "low", "high")
    }


def _tiers(decided: Decided, scenario: Scenario, year: int) -> dict[str, float]:
    study, found = decided.study, {}
    total = sum(study.requests(group, scenario, year) for group in study.workload.groups)
    for group in study.workload.groups:
        for option in study.options[group.name]:
            share = decided.share(group, option, scenario, year) * study.requests(group, scenario, year) / total
            if share > 1e-12:
                found[option.tier] = found.get(option.tier, 0.0) + share
    return found


def _planned_frontier(decided: Decided, scenario: Scenario) -> float:
    return _tiers(decided, scenario, 0).get("frontier", 0.0)


def _nodes(decided: Decided, expected: Scenario) -> Json:
    """Nodes of the expected scenario; ``now``: those decided before it is known which scenario comes."""
    rows = []
    for kind, way, year, count in decided.nodes(expected):
        title = decided.study.known.rows["kind"][kind].get("title", kind)
        decided_now = way != "on demand" and year < decided.want.decided
        rows.append({"kind": kind, "title": title, "way": way, "year": year + 1, "count": count, "now": decided_now})
    return rows


def _all_to_frontier(study: Study) -> Json:
    """Everything to today's model by the call: expected dollars, discounted; and CO2 of a first year."""
    usd_all: float | None = 0.0
    kg: float | None = 0.0
    for group in study.workload.groups:
        option = next(one for one in study.options[group.name] if one.name == f"api: {study.frontier}")
        one_kg = study.kg(option, study.scenarios[0], 0)
        kg = None if kg is None or one_kg is None else kg + one_kg * study.requests(group, study.scenarios[0], 0)
        if option.usd is None:
            usd_all = None
            continue
        for scenario in study.scenarios:
            for year in range(study.years):
                requests = study.requests(group, scenario, year)
                part = scenario.probability * discount(study, year) * requests * option.usd_in(scenario, year, requests)
                usd_all = None if usd_all is None else usd_all + part
    return {"usd": usd_all, "kg_co2e_first_year": kg}
