"""Public holidays of countries and their parts, from the ``holidays`` package (imported when first asked for)."""

from __future__ import annotations

from datetime import date
from functools import cache, lru_cache

FIRST, LAST = 1970, 2100  # years for which the package's rules are taken


class UnknownRegion(ValueError):
    """The package has no such country or part."""


@cache
def version() -> str:
    from importlib.metadata import version as installed

    return installed("holidays")


@lru_cache(maxsize=256)
def named(country: str, part: str, year: int) -> dict[date, str]:
    """Date -> English name. Raises UnknownRegion."""
    import holidays

    try:
        found = holidays.country_holidays(country, subdiv=part or None, years=year, expand=False)
        if "en_US" in found.supported_languages:
            found = holidays.country_holidays(country, subdiv=part or None, years=year, expand=False, language="en_US")
    except (NotImplementedError, KeyError) as error:
        raise UnknownRegion(f"no holidays are known for {country} {part}".strip()) from error
    return {day: name for day, name in found.items() if day.year == year}


@lru_cache(maxsize=128)
def days(country: str, part: str, year: int) -> tuple[frozenset[date], frozenset[date]]:
    """Days that are holidays for certain, and days that are holidays in some parts of the country alone.

    ``part`` is a subdivision's code, ``*`` for the national holidays alone, '' when no part is named.
    """
    if part == "*":
        return frozenset(named(country, "", year)), frozenset()
    sure = frozenset(named(country, part, year))
    if part:
        return sure, frozenset()
    import holidays

    parts = holidays.country_holidays(country, years=()).subdivisions
    everywhere = [frozenset(named(country, code, year)) for code in parts]
    return sure, frozenset().union(*everywhere) - sure


def dates_called(country: str, part: str, year: int, name: str) -> frozenset[date]:
    """The dates of the holiday with that English name; where it is not national, in the parts that keep it."""
    wanted = _plain(name)

    def called(where: str) -> frozenset[date]:
        entries = named(country, where, year).items()
        return frozenset(day for day, names in entries if wanted in map(_plain, names.split("; ")))

    found = called(part)
    if found or part:
        return found
    import holidays

    parts = holidays.country_holidays(country, years=()).subdivisions
    return frozenset().union(*(called(code) for code in parts))


def _plain(name: str) -> str:
    return name.lower().replace("'", "").replace("labour", "labor").removesuffix(" day").strip()
