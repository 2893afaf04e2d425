"""Futures that the plan must hold in: the expected one, and others drawn from what nobody knows today."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp, log, sqrt
from random import Random

from suffice.hardware.facts import Fact
from suffice.plan.assumptions import Assumptions
from suffice.records import Json

EXPECTED = "expected"


@dataclass(frozen=True, slots=True)
class Scenario:
    """``drivers`` by name, as in the assumptions; factors per year are compounded from year 0."""

    name: str
    probability: float
    drivers: dict[str, float]

    def factor(self, driver: str, year: int) -> float:
        """A factor per year, ``year`` years from now."""
        return self.drivers[driver] ** year

    def next_is_there(self, year: int) -> bool:
        """Whether the next class of hardware can be had in ``year``, 0 being the first."""
        return year + 1 >= self.drivers["next_arrives_year"]

    def learned_share(self, recertification_days: float) -> float:
        """Share of a year in which certificates hold."""
        return max(0.0, 1.0 - self.drivers["upgrades_per_year"] * recertification_days / 365.25)

    def to_json(self) -> Json:
        return {"name": self.name, "probability": self.probability, "drivers": dict(self.drivers)}


def scenarios(known: Assumptions) -> Sequence[Scenario]:
    """The expected scenario first. Latin hypercube: each driver's range is cut into as many equal slices as there are
    scenarios, and each slice is drawn from once. The same seed draws the same."""
    drivers = known.under("drivers")
    count, random = known.rows["scenarios"]["count"], Random(known.rows["scenarios"]["seed"])
    probability = 1.0 / (count + 1)
    drawn: dict[str, list[float]] = {}
    for name in sorted(drivers):
        slices = list(range(count))
        random.shuffle(slices)
        drawn[name] = [at(drivers[name], (slice + random.random()) / count) for slice in slices]
    expected = Scenario(EXPECTED, probability, {name: one.value for name, one in drivers.items()})
    others = [
        Scenario(f"drawn {number + 1}", probability, {name: drawn[name][number] for name in drivers})
        for number in range(count)
    ]
    return [expected, *others]


def at(driver: Fact, share: float) -> float:
    """The value below which ``share`` of a triangular distribution lies; factors are spread by their logarithms."""
    if driver.unit == "factor" and driver.low > 0:
        return exp(_triangle(log(driver.low), log(driver.value), log(driver.high), share))
    return _triangle(driver.low, driver.value, driver.high, share)


def _triangle(low: float, mode: float, high: float, share: float) -> float:
    if high <= low:
        return mode
    turn = (mode - low) / (high - low)
    if share < turn:
        return low + sqrt(share * (high - low) * (mode - low))
    return high - sqrt((1 - share) * (high - low) * (high - mode))
