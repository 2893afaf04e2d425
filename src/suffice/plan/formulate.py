"""The plan as a linear program.

For each scenario s and year y, x is the share of a group's requests that an option answers; nodes are whole numbers.
Nodes of the years before the scenario is known are the same in all scenarios; what answers may differ in each.

    least    expected dollars, discounted (calls, processors, certificates, nodes; CO2 where it has a price)
    such that  all requests are answered            sum of x = 1
               accuracy reaches the group's target  sum of accuracy * x >= target
               exact and learned solvers cover what they cover, alone and together
               nodes carry their load at the busiest hour
               dollars and CO2 of a year stay within their limits, where there are any
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from suffice.plan.capacity import HOURS, Capacity, discount, there, usd, ways
from suffice.plan.options import Option
from suffice.plan.program import Name, Program
from suffice.plan.scenarios import Scenario
from suffice.plan.study import Study
from suffice.plan.workload import Group


@dataclass(frozen=True, slots=True)
class Asked:
    """What differs between the programs of one study. ``decided``: years whose nodes are the same in all scenarios.

    ``targets`` replaces those of groups; ``kg_most``: mean CO2 of a year at most;
    ``hopeful``: models of unknown accuracy count as right as the reference; ``invested``: dollars of the nodes decided
    now, by what they are friendly to; ``waits``: years before which nothing is bought or committed.
    """

    decided: int
    targets: float | None = None
    kg_most: float | None = None
    hopeful: frozenset[str] = frozenset()
    invested: Mapping[str, float] | None = None
    waits: int = 0


def asked(study: Study) -> Asked:
    return Asked(study.decided)


def usable(study: Study, group: Group, want: Asked) -> list[Option]:
    """The options of a group that a program may use."""
    priced, found = _counted(study, want), []
    for option in study.options[group.name]:
        if option.kind is not None and option.kind not in study.kinds:
            continue
        if option.why_not is not None and not _hoped(option, group, want):
            continue
        if option.usd is None or (priced and option.joules is None):
            continue
        found.append(option)
    return found


def _counted(study: Study, want: Asked) -> bool:
    """Whether CO2e has a price or a limit: then an option of unknown energy cannot be used."""
    price, limit = study.known.value("general.usd_per_t_co2"), study.known.limit("kg_co2_per_year")
    return bool(price) or want.kg_most is not None or limit is not None


def _uncounted(study: Study, group: Group, want: Asked) -> str:
    """In words, who could answer if CO2e had neither price nor limit."""
    if not _counted(study, want):
        return ""
    names = [one.name for one in study.options[group.name] if one.joules is None and one.why_not is None]
    return f" (CO2e counts, and nobody knows the energy of {', '.join(names)})" if names else ""


def accuracy(option: Option, group: Group, want: Asked) -> float:
    return 1.0 if option.accuracy is None and _hoped(option, group, want) else option.accuracy or 0.0


def formulate(study: Study, chosen: Sequence[Scenario], want: Asked) -> Program:
    """``chosen``: the scenarios, whose probabilities are taken relative to one another."""
    program, total = Program(), sum(one.probability for one in chosen)
    weight = {one.name: one.probability / total for one in chosen}
    _nodes(program, study, chosen, weight, want)
    for scenario in chosen:
        for year in range(study.years):
            _year(program, study, scenario, year, weight[scenario.name], want)
    if want.kg_most is not None:
        rows = [(name, weight[str(name[4])] * kg / study.years) for name, kg in _kg(program, study, chosen)]
        program.row(rows, high=want.kg_most, said=f"at most {want.kg_most:.4g} kg of CO2e in a mean year")
    return program


def _year(program: Program, study: Study, scenario: Scenario, year: int, weight: float, want: Asked) -> None:
    known, loads = study.known, {kind: [] for kind in study.kinds}
    spent: list[tuple[Name, float]] = []
    emitted: list[tuple[Name, float]] = []
    per_t = study.known.value("general.usd_per_t_co2")
    for group in study.workload.groups:
        requests = study.requests(group, scenario, year)
        rights: list[tuple[Name, float]] = []
        exact: list[Name] = []
        uncounted = _uncounted(study, group, want)
        for option in usable(study, group, want):
            if option.kind is not None and not there(study, option.kind, scenario, year):
                continue
            name: Name = ("x", group.name, option.name, year, scenario.name)
            each = option.usd_in(scenario, year, requests)
            kg = study.kg(option, scenario, year)
            cost = requests * (each + (kg or 0.0) / 1000 * per_t)
            program.column(name, weight * discount(study, year) * cost, study.covered(option, scenario, year))
            rights.append((name, accuracy(option, group, want)))
            spent.append((name, requests * each))
            if kg is not None:
                emitted.append((name, requests * kg))
            if option.tier in ("symbolic", "learned"):
                exact.append(name)
            if option.kind is not None:
                seconds = option.node_s / scenario.drivers["node_speed"] * known.value("general.peak_to_mean")
                loads[option.kind].append((name, requests * seconds / (HOURS * 3600)))
        program.row(
            [(name, 1.0) for name, _ in rights],
            1.0,
            1.0,
            f"{group.title}: somebody answers each request{uncounted}",
            1e4,
            "of them",
        )
        goal = study.target(group) if want.targets is None else want.targets
        program.row(
            rights,
            goal,
            said=f"{group.title}: {goal:.4g} of the answers are right{uncounted}",
            pain=100.0,
            unit="of them",
        )
        if len(exact) > 1:
            program.row([(name, 1.0) for name in exact], high=group.joint * scenario.factor("coverage_per_year", year))
    for kind, load in loads.items():
        if load:
            program.row([*load, *((name, -1.0) for name in _active(program, study, kind, scenario, year))], high=0.0)
    _limits(program, study, scenario, year, spent, emitted)


def _limits(program: Program, study: Study, scenario: Scenario, year: int, spent: list, emitted: list) -> None:
    dollars, kg = study.known.limit("usd_per_year"), study.known.limit("kg_co2_per_year")
    if dollars is not None:
        for one, name in node_columns(program, study, scenario):
            if year in one.active:
                spent.append((name, usd(study, one, scenario) / one.years / discount(study, year)))
        part, high = [(name, value / (dollars or 1.0)) for name, value in spent], 1.0 if dollars else 0.0
        said = f"at most {dollars:,.4g} dollars in year {year + 1}"
        program.row(part, high=high, said=said, unit="times that" if dollars else "dollars")
    if kg is not None:
        said = f"at most {kg:,.4g} kg of CO2e in year {year + 1}"
        part, high = [(name, value / (kg or 1.0)) for name, value in emitted], 1.0 if kg else 0.0
        program.row(part, high=high, said=said, unit="times that" if kg else "kg")


def _nodes(
    program: Program, study: Study, chosen: Sequence[Scenario], weight: Mapping[str, float], want: Asked
) -> None:
    invested: dict[str, list[tuple[Name, float]]] = {"scaling": [], "efficiency": []}
    for year in range(study.years):
        for one in ways(study, year) if year >= want.waits else ():
            if year < want.decided:
                if not all(there(study, one.kind, scenario, year) for scenario in chosen):
                    continue
                cost = sum(weight[scenario.name] * usd(study, one, scenario) for scenario in chosen)
                name: Name = ("nodes", one.kind, one.way, year)
                program.column(name, cost, whole=True)
                invested[study.known.rows["kind"][one.kind]["friendly"]].append((name, cost))
            else:
                for scenario in chosen:
                    if there(study, one.kind, scenario, year):
                        name = ("nodes", one.kind, one.way, year, scenario.name)
                        program.column(name, weight[scenario.name] * usd(study, one, scenario), whole=True)
        for kind in study.kinds:
            for scenario in chosen:
                if there(study, kind, scenario, year):
                    one = Capacity(kind, "on demand", year, 1)
                    name = ("nodes", kind, "on demand", year, scenario.name)
                    program.column(name, weight[scenario.name] * usd(study, one, scenario), whole=True)
    for friendly, amount in (want.invested or {}).items():
        part, unit = [(name, cost / max(amount, 1.0)) for name, cost in invested[friendly]], amount / max(amount, 1.0)
        program.row(part, unit, unit, f"{amount:,.0f} dollars of {friendly}-friendly capacity")


def node_columns(program: Program, study: Study, scenario: Scenario) -> list[tuple[Capacity, Name]]:
    """The nodes that there are in a scenario."""
    found = []
    for year in range(study.years):
        for one in (*ways(study, year), *(Capacity(kind, "on demand", year, 1) for kind in study.kinds)):
            for name in (("nodes", one.kind, one.way, year), ("nodes", one.kind, one.way, year, scenario.name)):
                if name in program.index:
                    found.append((one, name))
    return found


def _active(program: Program, study: Study, kind: str, scenario: Scenario, year: int) -> list[Name]:
    return [name for one, name in node_columns(program, study, scenario) if one.kind == kind and year in one.active]


def _kg(program: Program, study: Study, chosen: Sequence[Scenario]) -> list[tuple[Name, float]]:
    found = []
    for scenario in chosen:
        for group in study.workload.groups:
            for option in study.options[group.name]:
                for year in range(study.years):
                    name: Name = ("x", group.name, option.name, year, scenario.name)
                    if name in program.index:
                        kg = study.kg(option, scenario, year) or 0.0
                        found.append((name, kg * study.requests(group, scenario, year)))
    return found


def _hoped(option: Option, group: Group, want: Asked) -> bool:
    return group.name in want.hopeful and option.accuracy is None and option.usd is not None and option.tier == "moe"
