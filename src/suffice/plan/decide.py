"""The plan itself: the cheapest in expectation over all scenarios, and what it comes to in each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from suffice.errors import SufficeError
from suffice.plan.capacity import least_usd, there, usd, ways
from suffice.plan.formulate import Asked, asked, formulate
from suffice.plan.infeasible import missed
from suffice.plan.options import Option
from suffice.plan.program import Name, Solved
from suffice.plan.scenarios import Scenario
from suffice.plan.study import Study
from suffice.plan.workload import Group
from suffice.records import Joules


@dataclass(frozen=True, slots=True)
class Decided:
    """A solved plan. ``usd``: expected, discounted, over the whole horizon; ``by_scenario``: the same in each."""

    study: Study
    want: Asked
    solved: Solved
    by_scenario: Mapping[str, float]

    @property
    def usd(self) -> float:
        return self.solved.usd

    def share(self, group: Group, option: Option, scenario: Scenario, year: int) -> float:
        """Share of a group's requests that an option answers, 0..1."""
        return self.solved.values.get(("x", group.name, option.name, year, scenario.name), 0.0)

    def nodes(self, scenario: Scenario) -> list[tuple[str, str, int, int]]:
        """Kind, way, year and number of the nodes of a scenario, in the order of years."""
        found = []
        for name, value in self.solved.values.items():
            if name[0] == "nodes" and value > 0.5 and (len(name) == 4 or name[4] == scenario.name):
                found.append((str(name[1]), str(name[2]), int(name[3]), round(value)))
        return sorted(found, key=lambda row: (row[2], row[0], row[1]))


class NoPlan(SufficeError):
    """Nothing satisfies all demands; ``demands`` are those that bind, and by how much each is missed."""

    def __init__(self, demands: Sequence[tuple[str, float, str]]) -> None:
        self.demands = tuple(demands)
        told = "; ".join(f"{said} (missed by {amount:.3g} {unit})" for said, amount, unit in demands[:5])
        more = f"; and {len(demands) - 5} more" if len(demands) > 5 else ""
        super().__init__(f"no plan satisfies all demands. These bind: {told}{more}: lower one, or add an option")


def decide(
    study: Study, want: Asked | None = None, chosen: Sequence[Scenario] | None = None, *, relaxed: bool = False
) -> Decided:
    """Raises NoPlan, naming the demands that bind."""
    want, chosen = want or asked(study), chosen or study.scenarios
    program = formulate(study, chosen, want)
    solved = program.solve(relaxed=relaxed)
    if solved is None:
        raise NoPlan(missed(program))
    costs = dict(zip(program.names, program.costs, strict=True))
    return Decided(study, want, solved, by_scenario(study, chosen, solved.values, costs))


def decided_or_none(
    study: Study, want: Asked | None = None, chosen: Sequence[Scenario] | None = None
) -> Decided | None:
    """For questions beside the plan: what they ask for may be out of reach where the plan itself is not."""
    try:
        return decide(study, want, chosen)
    except NoPlan:
        return None


def by_scenario(
    study: Study, chosen: Sequence[Scenario], values: Mapping[Name, float], costs: Mapping[Name, float]
) -> dict[str, float]:
    """Discounted dollars in each scenario. Columns of one scenario carry its probability in their costs."""
    total = sum(one.probability for one in chosen)
    found = {one.name: 0.0 for one in chosen}
    for name, value in values.items():
        if not value or name[0] not in ("x", "nodes"):
            continue
        if len(name) == 5:
            scenario = next(one for one in chosen if one.name == name[4])
            found[scenario.name] += value * costs[name] / (scenario.probability / total)
        else:
            one = next(one for one in ways(study, int(name[3])) if (one.kind, one.way) == name[1:3])
            for scenario in chosen:
                found[scenario.name] += value * usd(study, one, scenario)
    return found


def with_capacity(study: Study) -> Study:
    """The study with the kinds of capacity that may pay. A kind is left out where one node costs more in each year than
    all the calls that it could replace, and no group needs it for its accuracy: then no plan would have it."""
    kinds, idle = [], []
    for kind in study.known.rows["kind"]:
        served = any(option.kind == kind for rows in study.options.values() for option in rows)
        if not served:
            continue
        years = [
            (least_usd(study, kind, scenario, year), _calls(study, scenario, year))
            for scenario in study.scenarios
            for year in range(study.years)
            if there(study, kind, scenario, year)
        ]
        limited = bool(study.known.rows.get("limits")) or study.known.value("general.usd_per_t_co2") > 0
        if limited or not _replaceable(study, kind) or any(node <= calls for node, calls in years):
            kinds.append(kind)
        elif years:
            node, calls = min(years, key=lambda pair: pair[0] / max(pair[1], 1e-300))
            idle.append(
                f"{kind}: a node costs ${node:,.0f} a year or more, the calls that it could replace ${calls:,.3g}"
            )
        else:
            idle.append(f"{kind}: arrives in no scenario within {study.years} years")
    return replace(study, kinds=tuple(kinds), idle=tuple(idle))


def _calls(study: Study, scenario: Scenario, year: int) -> float:
    """Dollars of a year if the dearest calls answered everything."""
    total = 0.0
    for group in study.workload.groups:
        requests = study.requests(group, scenario, year)
        prices = [one.usd_in(scenario, year, requests) for one in study.options[group.name] if one.falls and one.usd]
        total += requests * max(prices, default=0.0)
    return total


def _replaceable(study: Study, kind: str) -> bool:
    """Whether for each group some call is as accurate as what runs on the kind."""
    for rows in study.options.values():
        own = max((one.accuracy or 0.0 for one in rows if one.kind == kind), default=0.0)
        calls = max((one.accuracy or 0.0 for one in rows if one.falls and one.why_not is None), default=0.0)
        if own > calls:
            return False
    return True


@dataclass(frozen=True, slots=True)
class Account:
    """What a group, or all, come to in a year of a scenario; ``None`` where a part is unknown."""

    requests: float
    usd: float
    joules: Joules | None
    kg: float | None
    accuracy: float
    shares: Mapping[str, float]  # by option


def account(decided: Decided, group: Group, scenario: Scenario, year: int) -> Account:
    """A group's year: its calls, processors and certificates; nodes are accounted for apart."""
    study = decided.study
    requests = study.requests(group, scenario, year)
    usd = accuracy = 0.0
    kg: float | None = 0.0
    joules: Joules | None = Joules(0, 0, 0, "tokens", "facility")
    shares: dict[str, float] = {}
    for option in study.options[group.name]:
        share = decided.share(group, option, scenario, year)
        if share <= 1e-9:
            continue
        shares[option.name] = share
        count = requests * share
        usd += count * option.usd_in(scenario, year, requests)
        accuracy += share * (1.0 if option.accuracy is None else option.accuracy)
        each, one_kg = study.joules(option, scenario), study.kg(option, scenario, year)
        joules = None if joules is None or each is None else joules + each.scaled(count, count, count)
        kg = None if kg is None or one_kg is None else kg + count * one_kg
    return Account(requests, usd, joules, kg, accuracy, shares)
