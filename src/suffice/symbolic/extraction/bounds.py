"""Whole expressions, and those that a word limits: before 2018, since August, by end of this month, around noon."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from typing import Any

from suffice.symbolic.extraction.dating import year_period
from suffice.symbolic.extraction.meaning import (
    Clock,
    Day,
    DayPart,
    Expression,
    Period,
    Reading,
)
from suffice.symbolic.extraction.moments import at
from suffice.symbolic.extraction.scan import Place, Rules

RULES = Rules()


# which side of it is meant, as the resolution format of Recognizers-Text names it; until and since hold the day itself
_SIDES = {
    "before": ("before", "prior to", "by", "until", "till", "til", "up until", "no later than", "not later than",
               "earlier than", "sooner than", "ending (on | with)?", "in advance of", "<"),
    "until": ("as late as", "on or before", "before or (on | in | at)", "(on | in | at) or (before | earlier than)",
              "earlier than or (on | in | at)", "before or equal to", "< ="),
    "after": ("after", "later than", ">"),
    "since": ("since", "starting (on | from | with)?", "beginning (on | from)?", "commencing on?", "as early as",
              "no earlier than", "not earlier than", "on or after", "from and after", "> =", "after or equal to",
              "(at | in | on) or (after | later than)", "later than or (at | in | on)", "after or (on | in | at)"),
}  # fmt: skip


def _side(name: str) -> Callable[[Place], str]:
    return lambda _: name


for _name, _patterns in _SIDES.items():
    RULES.add("limit", *_patterns)(_side(_name))


@RULES.add("limit_time", "{limit} (the | around | about)? {time_point:what}", "{limit} at {time_point:what}")
def _time(place: Place, limit: str, what: Any) -> Expression | None:
    return _limited(limit, what.expression())


@RULES.add("limited", "{limit} {date_point:what}", "{limit_time:done}")
def limited(place: Place, limit: str = "", what: Any = None, done: Expression | None = None) -> Expression | None:
    if done:
        return done
    return _limited(limit, what.expression())


@RULES.add("limited", "{date_point:what} (or | and) (later | after | onwards | greater | above | newer)",
           "{time_point:what} (or | and) (later | after)", "{date_point:what} (onward | onwards)")  # fmt: skip
def _or_later(place: Place, what: Any) -> Expression | None:
    if place.after.isalnum() and not place.text.endswith(("later", "wards", "newer")):
        return None
    return _limited("since", what.expression())


@RULES.add(
    "limited",
    "{date_point:what} (or | and) (earlier | before | older)",
    "{time_point:what} (or | and) (earlier | before)",
)
def _or_earlier(place: Place, what: Any) -> Expression | None:
    if place.after.isalnum() and place.text.endswith("before"):
        return None
    return _limited("until", what.expression())


@RULES.add(
    "limited", "{day} ,? {limit} {clock}", "{day} ,? {limit} {bare_hour:clock}", "{limit} {clock} (on | ,)? {day}"
)
def _time_of_day(_: Place, day: Day, limit: str, clock: Clock) -> Expression | None:
    """tomorrow before 5pm"""
    return _limited(limit, at(day, clock).expression()) if day.joins_clock else None


@RULES.add("limited", "{limit} the? {stretch_part:what}")
def _edge(place: Place, limit: str, what: Period) -> Expression | None:
    """after the beginning of March: what lies beyond that edge"""
    return _limited(f"{limit}-{what.mod}", replace(what, mod=None).expression())


def _limited(limit: str, inner: Expression) -> Expression | None:
    """Readings with the one end that the limit leaves."""
    if inner.mod is not None or inner.kind not in ("date", "time", "datetime", "range"):
        return None
    ends = limit.startswith(("before", "until"))
    readings = []
    for reading in inner.readings:
        point = None if isinstance(reading.value, Fraction) else reading.value
        if point is None:
            begins = limit.endswith("-start") or (not limit.endswith("-end") and ends) or limit.startswith("since")
            point = reading.start if begins else reading.end
        readings.append(Reading(reading.timex, end=point) if ends else Reading(reading.timex, start=point))
    return Expression("range", tuple(readings), limit)


@RULES.add("date_point", "{relative_day:it}", "{calendar_day:it}", "{month_day:it}", "{holiday:it}", "{moment:it}",
           "{year_period:it}", "{month_period:it}", "{week_period:it}", "{quarter:it}", "{relative:it}",
           "{season:it}", "{night_period:it}", "the {year_called:it}")  # fmt: skip
def date_point(_: Place, it: Any) -> Any:
    return it


@RULES.add("year_called", "year {year}")
def year_called(_: Place, year: int) -> Period | None:
    return year_period(year)


@RULES.add("time_point", "{clock:it}", "{meal:it}", "{daypart:it}")
def time_point(_: Place, it: Any) -> Any:
    return it


@RULES.add("around", "around", "circa")
def _around(_: Place) -> str:
    return "approx"


@RULES.add("approximate", "{around} {clock:what}", "{around} {meal:what}", "{around} {calendar_day:what}",
           "{around} {year_period:what}", "{around} {month_period:what}", "{around} {relative_day:what}")  # fmt: skip
def _approximate(_: Place, around: str, what: Any) -> Expression | None:
    inner = what.expression()
    return None if inner.mod else replace(inner, mod="approx")


# --- what stands by itself ----------------------------------------------------------------------------


@RULES.add("expression", "{day_range:it}", "{date_range:it}", "{moment:it}", "{night_period:it}", "{repeat:it}",
           "{relative:it}", "{day:it}", "{holiday:it}", "{stretch_part:it}", "{stretch:it}", "{clock_range:it}",
           "{clock:it}", "{limited:it}", "{approximate:it}", "{duration:it}")  # fmt: skip
def expression(_: Place, it: Any) -> Expression | None:
    return it if isinstance(it, Expression) else it.expression()


@RULES.add("expression", "{in_part:it}", "{edge_name:it}")
def _in_part(place: Place, it: DayPart) -> Expression:
    return it.expression()


@RULES.add("expression", "{part_name:it}", "in the {parts_name:it}")
def _part(place: Place, it: DayPart) -> Expression | None:
    if place.before in ("good", "every", "each", "happy", "one", "'", "all", "per") or place.text == "night":
        return None
    return it.expression()


@RULES.add("expression", "lunchtime", "dinnertime", "breakfasttime")
def _meal_time(place: Place) -> Expression | None:
    found = place.scan.part("meal", place.start)
    return found[0][1].expression() if found else None


@RULES.add("expression", "{bare_hour:clock}")
def _at_hour(place: Place, clock: Clock) -> Expression | None:
    """At 7, and nothing behind it that the 7 could count."""
    if place.before != "at" or place.after not in ("", ".", ",", "?", "!", ";", "and", "or", "for", "please", "with"):
        return None
    return clock.expression()


@RULES.add("expression", "{spoken_clock:clock}")
def _spoken(place: Place, clock: Clock) -> Expression | None:
    if place.before not in ("at", "for") or place.after not in ("", ".", ",", "?", "!"):
        return None
    return clock.expression()
