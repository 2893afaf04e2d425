"""Solves calendar Problems with ``datetime`` and ``zoneinfo``, step by step.

A day without a year is tried in every year that may be meant, a local time that comes twice both ways:
there is an answer only if all of them agree.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from fractions import Fraction
from typing import Any

from suffice.records import Abstain, Code, Json
from suffice.symbolic.calendar import clocks, dating, freedays
from suffice.symbolic.calendar.language import LITERALS
from suffice.symbolic.calendar.operations import apply
from suffice.symbolic.calendar.setting import NeedsYear, Setting, whole, year_number
from suffice.symbolic.calendar.values import Moment, Month, Refusal, Region, Span, Year, offset_text, tag, untag
from suffice.symbolic.calendar.wording import answer, sentence, step_words
from suffice.symbolic.solution import Solution

CYCLE = range(2001, 2029)  # 28 years hold every kind of year with every kind of next year


def solve(body: Mapping[str, Json]) -> Solution | Abstain:
    """The answer with its steps. ``body`` is valid."""
    now = reference(body.get("now"))
    try:
        return _solve(body, Setting(now))
    except clocks.Fold as fold:
        found = [_quiet(body, Setting(now, None, choice)) for choice in (0, 1)]
        one, two = found
        if isinstance(one, Solution) and isinstance(two, Solution) and one.value == two.value:
            return Solution(one.value, one.say, one.steps, {**one.facts, "folds": 2})
        return fold.abstain
    except NeedsYear:
        return _any_year(body, now)
    except Refusal as refusal:
        return refusal.abstain
    except (OverflowError, ValueError):
        return Abstain(Code.OUT_OF_RANGE, "beyond the years 1 to 9999")


def reference(text: str | None) -> datetime | Moment | None:
    """The reference time: ISO 8601, with an offset or without."""
    if text is None:
        return None
    moment = datetime.fromisoformat(text)
    offset = moment.utcoffset()
    if offset is None:
        return moment
    seconds = round(offset.total_seconds())
    return Moment(moment.replace(tzinfo=None), offset_text(seconds), seconds)


def _quiet(body: Mapping[str, Json], setting: Setting) -> Solution | Abstain | None:
    """None where the year that is tried does not have the day."""
    try:
        return _solve(body, setting)
    except dating.NoSuchDay:
        return None
    except Refusal as refusal:
        return refusal.abstain
    except (OverflowError, ValueError):
        return Abstain(Code.OUT_OF_RANGE, "beyond the years 1 to 9999")


def years(now: datetime | Moment | None) -> range:
    """The years that a day without one may belong to."""
    if now is None:
        return CYCLE
    year = (now.local if isinstance(now, Moment) else now).year
    return range(max(1, year - 1), min(9999, year + 1) + 1)


def _any_year(body: Mapping[str, Json], now: datetime | Moment | None) -> Solution | Abstain:
    tried = years(now)
    found = [result for year in tried if (result := _quiet(body, Setting(now, year))) is not None]
    if not found:
        return Abstain(Code.INCONSISTENT, "no year that can be meant has that day")
    for result in found:
        if isinstance(result, Abstain):
            return result
    first = found[0]
    assert isinstance(first, Solution)
    values = list(dict.fromkeys(result.value for result in found if isinstance(result, Solution)))
    if len(values) > 1:
        return Abstain(
            Code.UNDERDETERMINED, f"the year is not said, and the answer depends on it: {' or '.join(values[:3])}"
        )
    return Solution(first.value, first.say, first.steps, {**first.facts, "years": [tried[0], tried[-1]]})


def _solve(body: Mapping[str, Json], setting: Setting) -> Solution:
    run = _Run(body["given"], setting)
    for condition in body.get("where", ()):
        if run.value(condition) is not True:
            raise Refusal(Code.INCONSISTENT, "what is said cannot all be so")
    value = run.value(body["find"])
    form = body.get("form", {})
    text = answer(value, form)
    return Solution(text, sentence(value, text), tuple(run.steps), _facts(run))


def _facts(run: _Run) -> dict[str, Json]:
    facts: dict[str, Json] = {}
    if run.zones:
        facts["tzdata"] = clocks.version()
    if run.regions:
        facts["holidays"] = freedays.version()
    return facts


class _Run:
    """One evaluation, with its steps in the order in which they were taken."""

    def __init__(self, given: Mapping[str, Json], setting: Setting) -> None:
        self.given, self.setting = given, setting
        self.steps: list[Mapping[str, Json]] = []
        self.zones = self.regions = False

    def value(self, expr: Json) -> Any:
        if not isinstance(expr, list):
            return expr
        head = expr[0]
        if head == "ref":
            return self.value(self.given[expr[1]])
        if head in ("list", "rows"):
            return tuple(self.value(item) for item in expr[1])
        if head == "range":
            return Span(self.value(expr[1]), self.value(expr[2]))
        if head == "ym":
            return self._month(expr)
        if head in LITERALS:
            value = Fraction(expr[1]) if head == "month" else untag(expr)
            self.regions = self.regions or isinstance(value, Region)
            return value
        arguments = [self.value(argument) for argument in expr[1:]]
        value = apply(self.setting, head, arguments)
        self.zones = self.zones or head in (
            "at",
            "to_zone",
            "now_in",
            "today_in",
            "convert_time",
            "zone_lead",
            "from_unix",
        )
        if value is not None:
            self.steps.append(
                {
                    "say": step_words(head, arguments),
                    "expr": [head, *(_plain(argument) for argument in arguments)],
                    "value": tag(value),
                    "shown": _shown(value),
                }
            )
        return value

    def _month(self, expr: Json) -> Month:
        year, month = expr[1], expr[2]
        if year is None:
            return Month(self.setting.any_year(), month)
        if isinstance(year, list):
            found = self.value(year)
            return Month(year_number(found) if isinstance(found, Year) else whole(found), month)
        return Month(year, month)


def _plain(argument: Any) -> Json:
    return argument if isinstance(argument, int) and not isinstance(argument, bool) else tag(argument)


def _shown(value: Any) -> str:
    from suffice.symbolic.calendar.wording import brief

    return brief(value)
