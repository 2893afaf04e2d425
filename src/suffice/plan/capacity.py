"""Capacity of one's own: bought, committed for one or three years, or rented by the hour, in whole nodes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from suffice.plan.scenarios import Scenario
from suffice.plan.study import Study

HOURS = 8766.0  # of a year
WAYS = ("bought", "committed 1 year", "committed 3 years", "on demand")
_TERMS = {"committed 1 year": (1, "commit_1_discount"), "committed 3 years": (3, "commit_3_discount")}


@dataclass(frozen=True, slots=True)
class Capacity:
    """A way to have nodes of a kind from a year on, for ``years`` of them within the horizon."""

    kind: str
    way: str
    year: int
    years: int

    @property
    def active(self) -> range:
        return range(self.year, self.year + self.years)


def ways(study: Study, year: int) -> Iterator[Capacity]:
    """What can be decided in a year, without what is rented by the hour."""
    life = round(study.known.value("general.life_years"))
    for kind in study.kinds:
        yield Capacity(kind, "bought", year, min(life, study.years - year))
        for way, (term, _) in _TERMS.items():
            yield Capacity(kind, way, year, min(term, study.years - year))


def there(study: Study, kind: str, scenario: Scenario, year: int) -> bool:
    """Whether a kind can be had in a year."""
    return study.known.rows["kind"][kind].get("next") is not True or scenario.next_is_there(year)


def usd(study: Study, one: Capacity, scenario: Scenario) -> float:
    """Dollars of one node, discounted to today, for the years within the horizon.

    Bought: written off evenly over its life, plus electricity. Rented: the price of the year in which it is signed.
    """
    known, row = study.known, study.known.rows["kind"][one.kind]
    factor = scenario.factor("hardware_price_per_year", one.year)
    kilowatts = known.value(f"kind.{one.kind}.kilowatts")
    if row.get("next") is True:
        factor *= scenario.drivers["next_price"]
        kilowatts /= scenario.drivers["next_efficiency"]
    if one.way == "bought":
        written_off = known.value(f"kind.{one.kind}.purchase_usd") * factor / round(known.value("general.life_years"))
        power = kilowatts * HOURS * known.value("general.pue") * known.value("general.usd_per_kwh")
        each = written_off + power
    else:
        each = known.value(f"kind.{one.kind}.on_demand_usd_per_hour") * factor * HOURS
        if one.way in _TERMS:
            each *= 1.0 - scenario.drivers[_TERMS[one.way][1]]
    return sum(each * discount(study, year) for year in one.active)


def discount(study: Study, year: int) -> float:
    return (1.0 + study.known.value("general.discount_rate")) ** -year


def least_usd(study: Study, kind: str, scenario: Scenario, year: int) -> float:
    """The least that one node of a kind can cost in a year, undiscounted."""
    options = [Capacity(kind, way, signed, study.years - signed) for way in WAYS for signed in range(year + 1)]
    return min(
        usd(study, Capacity(one.kind, one.way, one.year, 1), scenario) / discount(study, one.year) for one in options
    )
