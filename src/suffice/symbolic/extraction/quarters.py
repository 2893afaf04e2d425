"""Quarters, halves, seasons, decades, centuries: q3 2019, the last two quarters, this summer, the 1990s."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from suffice.symbolic.extraction.dating import around, months_period
from suffice.symbolic.extraction.meaning import Period
from suffice.symbolic.extraction.scan import Place, Rules

RULES = Rules()
_SEASONS = {"spring": "SP", "summer": "SU", "fall": "FA", "autumn": "FA", "winter": "WI"}


def _months(year: int, first: int, count: int) -> Period:
    start, end = months_period(year, first, count)
    return Period(f"({start},{end},P{count}M)", ((start, end),), "Q", year)


def _some_months(place: Place, first: int, count: int) -> Period:
    starts = around(place.now, (date(place.now.year + n, first, 1) for n in (-1, 0, 1)))
    last = (first + count - 1) % 12 + 1
    timex = f"(XXXX-{first:02d}-01,XXXX-{last:02d}-01,P{count}M)"
    return Period(timex, tuple(months_period(d.year, first, count) for d in starts), "Q")


@RULES.add("quarter_number", "q {digits:number}", "{ordinal:number} -? quarter")
def quarter_number(_: Place, number: int) -> int | None:
    return number if 1 <= number <= 4 else None


@RULES.add("quarter", "{quarter_number:number} (of | , | - | in)? {year}", "{year} (- | ,)? {quarter_number:number}")
def _quarter_of_year(_: Place, number: int, year: int) -> Period:
    return _months(year, 3 * number - 2, 3)


@RULES.add("quarter", "{quarter_number:number} of? {year_step:years}", "{year_step:years} ' s {quarter_number:number}")
def _quarter_of_near_year(place: Place, number: int, years: int) -> Period:
    return _months(place.now.year + years, 3 * number - 2, 3)


@RULES.add("quarter", "the? {quarter_number:number}", "the? {quarter_number:number} of the year")
def _quarter(place: Place, number: int) -> Period | None:
    if "quarter" in place.text and not place.text.endswith("year"):
        return None
    if place.text.startswith("the") and not place.text.endswith("year"):
        return None
    return _some_months(place, 3 * number - 2, 3)


@RULES.add("quarter", "{step} quarter")
def _near_quarter(place: Place, step: int) -> Period:
    index = place.now.year * 4 + (place.now.month - 1) // 3 + step
    return _months(index // 4, index % 4 * 3 + 1, 3)


@RULES.add("quarter", "{step} {amount} quarters")
def _near_quarters(place: Place, step: int, amount: Fraction) -> Period | None:
    if not step or amount.denominator != 1 or not 0 < amount < 400:
        return None
    count = int(amount)
    index = place.now.year * 4 + (place.now.month - 1) // 3 + (1 if step > 0 else -count)
    return _months(index // 4, index % 4 * 3 + 1, 3 * count)


@RULES.add("half_number", "h {digits:number}")
def half_number(_: Place, number: int) -> int | None:
    return number if number in (1, 2) else None


@RULES.add("quarter", "{half_number:number} (of | -)? {year}", "{year} -? {half_number:number}")
def _half_year(_: Place, number: int, year: int) -> Period:
    return _months(year, 6 * number - 5, 6)


@RULES.add("season_name", *_SEASONS)
def season_name(place: Place) -> str:
    return _SEASONS[place.text]


@RULES.add("season", "{season_name:name} (of | ,)? {year}")
def _season_of_year(_: Place, name: str, year: int) -> Period:
    return Period(f"{year:04d}-{name}", (), "S", year)


@RULES.add("season", "{step} {season_name:name}", "{season_name:name} of? {year_step:step}")
def _near_season(place: Place, name: str, step: int) -> Period:
    return Period(f"{place.now.year + step:04d}-{name}", (), "S")


@RULES.add("season", "the? {season_name:name}")
def _season(place: Place, name: str) -> Period | None:
    if name in ("SP", "FA") and place.text.split()[-1] in ("fall", "spring") and place.before not in ("in", "during"):
        return None
    return Period(name, (), "S")


@RULES.add("decade", "the? {year} ' ? s")
def _decade(_: Place, year: int) -> Period | None:
    return _years(year, 10) if year % 10 == 0 and 1500 <= year <= 2100 else None


def _years(year: int, count: int) -> Period:
    days = (date(year, 1, 1), date(year + count, 1, 1))
    return Period(f"({days[0]},{days[1]},P{count}Y)", (days,), "10Y")


@RULES.add("decade", "the ' ? {digits:number} ' ? s")
def _short_decade(place: Place, number: int) -> Period | None:
    """the 70s, of any century: no values"""
    if number % 10 or not 20 <= number <= 90 or place.text[-1] != "s":
        return None
    return Period(f"(XX{number}-01-01,XX{number + 10}-01-01,P10Y)", (), "10Y") if number < 90 else None


@RULES.add("decade", "{ordinal_day:number} century", "the {ordinal_day:number} century")
def _century(_: Place, number: int) -> Period | None:
    return _years(100 * number - 100, 100) if 2 <= number <= 30 else None


@RULES.add("decade", "the? {step} {amount} decades")
def _decades(place: Place, step: int, amount: Fraction) -> Period | None:
    if not step or amount.denominator != 1 or not 0 < amount < 100:
        return None
    start = place.now.year // 10 * 10
    return _years(start + 10, int(amount) * 10) if step > 0 else _years(start - int(amount) * 10, int(amount) * 10)


@RULES.add("decade", "the? {step} decade")
def _near_decade(place: Place, step: int) -> Period:
    return _years(place.now.year // 10 * 10 + 10 * step, 10)
