"""Everything that a plan is made from: the workload, who may answer, what may come, and what is asked of the plan."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from suffice.errors import UsageError
from suffice.plan.assumptions import Assumptions
from suffice.plan.options import Option, options
from suffice.plan.scenarios import Scenario, scenarios
from suffice.plan.workload import Group, Workload
from suffice.records import Joules, Range

_MOST_GROUPS = 20
REST = "the rest"


@dataclass(frozen=True, slots=True)
class Study:
    """``options`` by group, ``grid`` in g CO2e/kWh; ``kinds`` of capacity that may pay; ``idle``: why others do not."""

    known: Assumptions
    workload: Workload
    options: Mapping[str, Sequence[Option]]
    scenarios: Sequence[Scenario]
    grid: Range
    frontier: str
    kinds: tuple[str, ...] = ()
    idle: tuple[str, ...] = ()

    @property
    def years(self) -> int:
        return int(self.known.value("general.years"))

    @property
    def decided(self) -> int:
        """Years whose capacity is decided now."""
        return min(self.years, int(self.known.value("general.information_year")))

    def requests(self, group: Group, scenario: Scenario, year: int) -> float:
        """Requests of a year."""
        return 12 * group.requests_per_month * scenario.factor("traffic_per_year", year)

    def target(self, group: Group) -> float:
        return self.known.value("general.target") if group.target is None else group.target

    def covered(self, option: Option, scenario: Scenario, year: int) -> float:
        """The largest share of a group that an option answers in a year."""
        if option.tier not in ("symbolic", "learned"):
            return 1.0
        share = min(1.0, option.coverage * scenario.factor("coverage_per_year", year))
        if option.tier == "learned":
            share *= scenario.learned_share(self.known.value("general.recertification_days"))
        return share

    def joules(self, option: Option, scenario: Scenario) -> Joules | None:
        """Joules of one request at the facility."""
        node, pue = option.joules_in(scenario), self.known.facts["general.pue"]
        return node and node.scaled(pue.value, pue.low, pue.high, boundary="facility")

    def kg(self, option: Option, scenario: Scenario, year: int) -> float | None:
        """Kilograms of CO2e of one request."""
        joules = self.joules(option, scenario)
        return joules and joules.value / 3.6e6 * self.grid.value * scenario.factor("grid_per_year", year) / 1000


def study(workload: Workload, known: Assumptions, grid: Range) -> Study:
    """Raises UsageError where nothing can be planned."""
    frontier = known.rows["frontier"] or workload.model
    if not frontier:
        raise UsageError('the frontier model is unknown: state frontier = "NAME" in --assumptions')
    workload = replace(workload, groups=tuple(_gathered(workload.groups)))
    if sum(group.requests_per_month for group in workload.groups) <= 0:
        raise UsageError(f"{workload.source}: there are no requests to plan for")
    found = {group.name: options(group, known, frontier) for group in workload.groups}
    return Study(known, workload, found, scenarios(known), grid, frontier)


def _gathered(groups: Sequence[Group]) -> Sequence[Group]:
    """The largest groups; the small ones together, as far as nothing but a model may answer them."""
    ordered = sorted(groups, key=lambda group: (-group.requests_per_month, group.name))
    ordered = [group for group in ordered if group.requests_per_month > 0]
    if len(ordered) <= _MOST_GROUPS:
        return ordered
    kept, small = ordered[: _MOST_GROUPS - 1], ordered[_MOST_GROUPS - 1 :]
    total = sum(group.requests_per_month for group in small)

    def mean(ranges: list[Range]) -> Range:
        parts = [group.requests_per_month / total for group in small]
        value, low, high = (
            sum(getattr(one, end) * part for one, part in zip(ranges, parts, strict=True))
            for end in ("value", "low", "high")
        )
        return Range(value, low, high, "mean of small groups")

    targets = [group.target for group in small if group.target is not None]
    rest = Group(
        REST,
        f"{len(small)} small groups",
        total,
        mean([group.prompt for group in small]),
        mean([group.reply for group in small]),
        {},
        0.0,
        max(targets, default=None),
    )
    return [*kept, rest]
