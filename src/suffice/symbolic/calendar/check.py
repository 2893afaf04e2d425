"""Checks a calendar solution with the audit's own calendar: every step, the coverage, and the answer's text."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from suffice.records import Guarantee, Json, Level, Status, Verdict
from suffice.symbolic.calendar import freedays
from suffice.symbolic.calendar.audit import clocks, texts
from suffice.symbolic.calendar.audit.evaluate import Replay
from suffice.symbolic.calendar.audit.numbers import Doubt, OtherYear, civil_from_days, decode, offset_s
from suffice.symbolic.calendar.audit.run import YearWanted
from suffice.symbolic.solution import Solution

CHECKER = "suffice.symbolic.calendar.check"
DAY = 86_400_000_000


def check(body: Mapping[str, Json], solution: Solution) -> Verdict:
    """VALID when an independent calculation leads through the same steps to the stated answer."""
    try:
        fault = _fault(body, solution)
    except Doubt as doubt:
        fault = f"the checker finds no single answer: {doubt}"
    except (
        ValueError,
        TypeError,
        KeyError,
        IndexError,
        AttributeError,
        OverflowError,
        ArithmeticError,
        RecursionError,
    ) as error:
        return Verdict(Status.UNKNOWN, checked_by=CHECKER, reason=f"the certificate cannot be read: {error}")
    if fault:
        return Verdict(Status.INVALID, checked_by=CHECKER, reason=fault)
    count = len(solution.steps)
    statement = f"{count} calendar step{'' if count == 1 else 's'} recomputed from day numbers"
    for name, label in (("tzdata", "tz database"), ("holidays", "holidays package")):
        if name in solution.facts:
            statement += f", {label} {solution.facts[name]}"
    return Verdict(Status.VALID, Guarantee(Level.PROVED, statement, None, "the reading"), CHECKER)


def _fault(body: Mapping[str, Json], solution: Solution) -> str | None:
    runs = _runs(body)
    form = body.get("form", {})
    for value, _ in runs:
        if not texts.says(solution.value, value, form):
            return f"'{solution.value}' is not what the calculation comes to"
    first = runs[0][1]
    if len(solution.steps) != len(first.steps):
        return f"{len(solution.steps)} steps are shown where the question takes {len(first.steps)}"
    for number, (step, (name, arguments, value)) in enumerate(zip(solution.steps, first.steps, strict=True), 1):
        if step["expr"][0] != name or [decode(part) for part in step["expr"][1:]] != list(arguments):
            return f"step {number} computes something else than the question needs"
        if decode(step["value"]) != value:
            return f"step {number} comes to another value"
    return _facts_fault(first, solution.facts, len(runs))


def _facts_fault(run: Replay, facts: Mapping[str, Json], runs: int) -> str | None:
    if run.zones:
        import tzdata

        if facts.get("tzdata") != tzdata.IANA_VERSION:
            return "the solution rests on another release of the tz database"
    if run.regions and facts.get("holidays") != freedays.version():
        return "the solution rests on another version of the holidays package"
    if runs > 1 and not ("years" in facts or "folds" in facts):
        return "the solution does not say that several years or clocks were tried"
    return None


def _runs(body: Mapping[str, Json]) -> list[tuple[Any, Replay]]:
    """The value under every year and every choice of a repeated hour that may be meant."""
    now = _reference(body.get("now"))
    try:
        return [_evaluate(body, Replay(body["given"], now))]
    except clocks.TwiceDoubt:
        return [_evaluate(body, Replay(body["given"], now, None, fold)) for fold in (0, 1)]
    except YearWanted:
        pass
    if now is None:
        years = range(2001, 2029)
    else:
        year = civil_from_days(now[1] // DAY)[0]
        years = range(max(1, year - 1), min(9999, year + 1) + 1)
    found: list[tuple[Any, Replay]] = []
    for year in years:
        try:
            found.append(_evaluate(body, Replay(body["given"], now, year)))
        except OtherYear:
            continue
    if not found:
        raise Doubt("no year has that day")
    return found


def _evaluate(body: Mapping[str, Json], run: Replay) -> tuple[Any, Replay]:
    for condition in body.get("where", ()):
        if run.value(condition) != ("bool", True):
            raise Doubt("what is said cannot all be so")
    return run.value(body["find"]), run


def _reference(text: str | None) -> Any:
    """ISO 8601 read by hand: date, T, time, offset or Z."""
    if text is None:
        return None
    day, _, clock = text.replace(" ", "T").partition("T")
    zone = ""
    for sign in ("+", "-", "Z"):
        if sign in clock:
            clock, zone = clock[: clock.index(sign)], clock[clock.index(sign) :]
    parts = (clock or "00:00").split(":")
    local = decode(["datetime", f"{day}T{':'.join([*parts, '00'][:3])}"])
    if not zone:
        return local
    zone = "+00:00" if zone == "Z" else zone
    return "moment", local[1], zone[:6], offset_s(zone)
