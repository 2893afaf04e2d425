"""Other aims than the mean: least cost in the dearest scenarios, and least regret; what would be decided then."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from suffice.plan.capacity import usd
from suffice.plan.decide import Decided, by_scenario
from suffice.plan.formulate import formulate, node_columns
from suffice.plan.hedge import cvar
from suffice.plan.program import INFINITE, Name, Program
from suffice.plan.scenarios import Scenario
from suffice.records import Json

_GAP = 1e-3  # relative: what these plans are compared by is told to three digits
_TIE = 1e-4  # weight of the mean, so that among equals the cheaper is taken


def robust(decided: Decided, foreseen: Mapping[str, float]) -> Sequence[Json]:
    """A row for the plan (least mean), for the least CVaR and for the least regret, each with its nodes decided now.

    ``foreseen``: what each scenario would cost had it been known. Empty where no node may pay: then nothing is decided
    before the scenario is known, and all three are the same.
    """
    if not decided.study.kinds:
        return []
    return [
        _row("least in the mean", decided, foreseen),
        _row("least in the dearest scenarios", _aimed(decided, None), foreseen),
        _row("least regret", _aimed(decided, foreseen), foreseen),
    ]


def _aimed(decided: Decided, foreseen: Mapping[str, float] | None) -> Decided:
    """The plan of least CVaR, or, where it is known what each scenario could cost, of least regret."""
    study, unit = decided.study, max(decided.usd, 1e-12)
    program = formulate(study, study.scenarios, decided.want)
    costs = dict(zip(program.names, program.costs, strict=True))
    program.costs = [cost / unit * _TIE for cost in program.costs]
    worst: Name = ("worst",)
    program.column(worst, 1.0, INFINITE)
    for scenario in study.scenarios:
        paid = [(name, cost / unit) for name, cost in _paid(decided, program, scenario, costs)]
        if foreseen is None:
            over: Name = ("over", scenario.name)
            program.column(over, scenario.probability / study.known.value("general.cvar_share"))
            program.row([*paid, (worst, -1.0), (over, -1.0)], high=0.0)
        else:
            program.row([*paid, (worst, -1.0)], high=foreseen[scenario.name] / unit)
    solved = program.solve(gap=_GAP)
    assert solved is not None  # the rows that were added can always be met
    return Decided(study, decided.want, solved, by_scenario(study, study.scenarios, solved.values, costs))


def _paid(
    decided: Decided, program: Program, scenario: Scenario, costs: Mapping[Name, float]
) -> list[tuple[Name, float]]:
    """Dollars of each column in a scenario, discounted."""
    study = decided.study
    found = [
        (name, costs[name] / scenario.probability * _total(decided))
        for name in program.names
        if name[0] == "x" and name[4] == scenario.name
    ]
    return found + [(name, usd(study, one, scenario)) for one, name in node_columns(program, study, scenario)]


def _total(decided: Decided) -> float:
    return sum(one.probability for one in decided.study.scenarios)


def _row(aim: str, decided: Decided, foreseen: Mapping[str, float]) -> Json:
    study = decided.study
    costs = decided.by_scenario
    mean = sum(one.probability * costs[one.name] for one in study.scenarios) / _total(decided)
    now = [
        {"kind": kind, "way": way, "year": year + 1, "count": count}
        for kind, way, year, count in decided.nodes(study.scenarios[0])
        if way != "on demand" and year < decided.want.decided
    ]
    return {
        "aim": aim,
        "usd": mean,
        "cvar_usd": cvar(costs, study),
        "regret_most_usd": max(max(0.0, cost - foreseen[name]) for name, cost in costs.items()),
        "now": now,
    }
