# ruff: noqa: E501 -- tables of cases, one per line
"""Zones: gaps, folds, conversions, Unix times; the checker's own reading of the tables."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from suffice.records import Abstain, Code, Status
from suffice.symbolic.calendar import clocks
from suffice.symbolic.calendar.audit.tables import table
from suffice.symbolic.calendar.check import check
from suffice.symbolic.calendar.solve import solve

NAMES = ("America/New_York", "Europe/Berlin", "Australia/Lord_Howe", "Asia/Kathmandu", "Africa/Casablanca", "Asia/Tokyo",
         "America/Sao_Paulo", "Pacific/Chatham", "Europe/Dublin", "Asia/Gaza", "Pacific/Apia", "America/Santiago")  # fmt: skip


def answer(find: Any, now: str | None = None) -> str | Code:
    body = {"given": {}, "find": find, "form": {}, "now": now}
    found = solve(body)
    if isinstance(found, Abstain):
        return found.code
    assert check(body, found).status is Status.VALID, (found, check(body, found))
    return found.value


def at(local: str, zone: str) -> list[Any]:
    return ["at", ["datetime", local], ["zone", zone]]


@pytest.mark.parametrize("name", NAMES)
def test_both_readings_of_the_table_agree(name: str) -> None:
    source = random.Random(name)
    zone = clocks.table(name)
    for _ in range(300):
        instant = source.randrange(0, 4_102_444_800)  # 1970 to 2099
        offset = datetime.fromtimestamp(instant, UTC).astimezone(zone).utcoffset()
        assert offset is not None and table(name).offset(instant) == offset.total_seconds()


def test_the_tables_are_those_of_the_package() -> None:
    import tzdata

    assert clocks.version() == tzdata.IANA_VERSION
    assert clocks.table("Europe/Berlin").utcoffset(datetime(2026, 7, 1)) == timedelta(hours=2)


@pytest.mark.parametrize("name", NAMES)
def test_random_conversions_against_zoneinfo(name: str) -> None:
    source = random.Random(name)
    for _ in range(25):
        instant = datetime(1975, 1, 1, tzinfo=UTC) + timedelta(minutes=source.randrange(0, 60_000_000))
        local, other = (instant.astimezone(clocks.table(zone)) for zone in (name, "Asia/Kolkata"))
        found = answer(["to_zone", at(f"{local:%Y-%m-%dT%H:%M:%S}", name), ["zone", "Asia/Kolkata"]])
        if found is Code.AMBIGUOUS:  # the hour that comes twice
            assert local.replace(fold=0).utcoffset() != local.replace(fold=1).utcoffset()
        else:
            assert found == f"{other:%Y-%m-%d %H:%M}"


def test_times_that_do_not_exist() -> None:
    assert answer(at("2026-03-29T02:30:00", "Europe/Berlin")) is Code.INCONSISTENT
    found = solve({"given": {}, "find": at("2026-03-08T02:15:00", "America/New_York")})
    assert isinstance(found, Abstain)
    for part in ("02:15", "8 March 2026", "America/New_York", "1 hour", "-05:00", "-04:00"):
        assert part in found.reason
    found = solve({"given": {}, "find": at("2026-10-04T02:10:00", "Australia/Lord_Howe")})
    assert isinstance(found, Abstain) and "30 minutes" in found.reason


def test_times_that_come_twice() -> None:
    found = solve({"given": {}, "find": ["to_zone", at("2026-11-01T01:30:00", "America/New_York"), ["zone", "+00:00"]]})
    assert isinstance(found, Abstain) and found.code is Code.AMBIGUOUS
    assert "05:30" in found.reason and "06:30" in found.reason
    # both instants fall on one weekday in UTC, so that question has an answer
    day = ["weekday_of", ["date_of", ["to_zone", at("2026-11-01T01:30:00", "America/New_York"), ["zone", "+00:00"]]]]
    assert answer(day) == "Sunday"


def test_hours_pass_and_days_are_of_the_wall() -> None:
    before = at("2026-03-28T12:00:00", "Europe/Berlin")
    assert answer(["add", before, ["dur", {"days": 1}]]) == "2026-03-29 12:00"
    assert answer(["add", before, ["dur", {"seconds": 86400}]]) == "2026-03-29 13:00"
    assert answer(["add", before, ["dur", {"days": 1, "seconds": -36000}]]) == "2026-03-29 01:00"


def test_without_a_date_only_where_it_does_not_matter() -> None:
    def convert(time: str, home: str, away: str) -> str | Code:
        return answer(["convert_time", ["time", time], ["zone", home], ["zone", away]])

    assert convert("09:00:00", "Asia/Dubai", "Asia/Singapore") == "13:00"
    assert convert("09:00:00", "Europe/London", "Europe/Paris") == "10:00"
    assert convert("16:00:00", "+00:00", "+05:30") == "21:30"
    assert convert("09:00:00", "Europe/London", "America/New_York") is Code.UNDERDETERMINED
    assert convert("09:00:00", "America/New_York", "America/Phoenix") is Code.UNDERDETERMINED


def test_unix_times() -> None:
    assert answer(["unix", at("2026-06-15T08:30:00", "Europe/Paris"), "s"]) == "1781505000"
    assert answer(["from_unix", ["num", "1785931200"], "s", ["zone", "+00:00"]]) == "2026-08-05 12:00"
    assert answer(["from_unix", ["num", "1785931200500"], "ms", ["zone", "Asia/Tokyo"]]) == "2026-08-05 21:00:00.5"
    assert answer(["from_unix", ["num", "99999999999999"], "s", ["zone", "+00:00"]]) is Code.OUT_OF_RANGE


def test_named_zones_have_their_years() -> None:
    assert answer(at("1969-12-31T12:00:00", "Europe/Berlin")) is Code.OUT_OF_RANGE
    assert answer(at("2100-01-01T12:00:00", "Europe/Berlin")) is Code.OUT_OF_RANGE
    assert answer(at("2800-01-01T12:00:00", "+05:30")) == "2800-01-01 12:00"
    assert answer(at("2026-01-01T12:00:00", "Europe/Atlantis")) is Code.UNSUPPORTED
