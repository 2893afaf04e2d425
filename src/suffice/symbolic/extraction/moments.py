"""A day with a time: tomorrow 8:00am, 9am on Tuesday, tonight at 8, the end of the day, now."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, time, timedelta

from suffice.symbolic.extraction.dating import of_date
from suffice.symbolic.extraction.dayparts import PARTS, edge_of, within
from suffice.symbolic.extraction.meaning import Clock, Day, DayPart, Moment, Period, Point
from suffice.symbolic.extraction.scan import Place, Rules

RULES = Rules()


@RULES.add("day", "{relative_day:day}", "{calendar_day:day}", "{month_day:day}")
def day(_: Place, day: Day) -> Day:
    """Any day that a time of day can be said of."""
    return day


@RULES.add("day", "{relative:day}")
def relative_day(_: Place, day: Day | Moment) -> Day | None:
    return day if isinstance(day, Day) else None


def at(day: Day, clock: Clock) -> Moment:
    """Every reading: the first half of the day for each day, then the other half."""
    points: list[Point] = []
    for reading in clock.readings():
        timex = day.timex + reading.timex
        points += [Point(timex, on(d, reading)) for d in day.days] or [Point(timex, None)]
    return Moment(tuple(points))


def on(day: datetime | object, clock: Clock) -> datetime:
    """That time on that day; 24:00 is the next midnight."""
    moment = datetime.combine(day, clock.time)  # type: ignore[arg-type]
    return moment + timedelta(days=1) if clock.hour == 24 else moment


@RULES.add(
    "moment",
    "{day} (, | -)? (at | @ | for | around | , at)? {clock}",
    "{day} ,? (at | around | @) {bare_hour:clock}",
    "{day} ,? at? {spoken_clock:clock}",
    "{day} ,? (at | around)? {dotted_clock:clock}",
    "{clock} (, | on | - | , on | for | of)? {day}",
    "{spoken_clock:clock} (on | ,)? {day}",
)
def moment(place: Place, day: Day, clock: Clock) -> Moment | None:
    if not day.joins_clock:
        return None
    return at(day, clock)


@RULES.add("moment", "{numeric_date:day} t {colon_clock:clock} z?")
def _iso(_: Place, day: Day, clock: Clock) -> Moment:
    """2018-05-07T10:00:00Z: hours of a whole day"""
    return at(day, replace(clock, sure=True))


@RULES.add("moment", "{bare_hour:clock} (on | ,)? {day}")
def _bare_hour(place: Place, day: Day, clock: Clock) -> Moment | None:
    """(at) seven on Monday"""
    return at(day, clock) if day.joins_clock and place.before == "at" else None


@RULES.add("night", "tonight", "tonite", "this night")
def _tonight(place: Place) -> tuple[Day, DayPart]:
    return of_date(place.now.date()), PARTS["night"]


@RULES.add("night", "(this | next | last) {part_name}", "(this | next | last) {edge_name:part_name}")
def _near(place: Place, part_name: DayPart) -> tuple[Day, DayPart]:
    step = {"this": 0, "next": 1, "last": -1}[place.text.split()[0]]
    return of_date(place.now.date() + timedelta(days=step)), part_name


@RULES.add("night", "(early | late | earlier | later) (this | next | last) {part_name}")
def _edge_of_near(place: Place, part_name: DayPart) -> tuple[Day, DayPart]:
    edge, near, *_ = place.text.split()
    step = {"this": 0, "next": 1, "last": -1}[near]
    return of_date(place.now.date() + timedelta(days=step)), edge_of(part_name, edge.startswith("earl"))


@RULES.add(
    "night",
    "{day} ,? {daypart}",
    "{in_part:daypart} (, | of | on)? {day}",
    "{part_name:daypart} (of | on)? {day}",
    "{edge_name:daypart} (of | on)? {day}",
)
def _part_of_day(_: Place, day: Day, daypart: DayPart) -> tuple[Day, DayPart] | None:
    return (day, daypart) if day.joins_clock else None


@RULES.add("night_period", "{night}")
def night_period(_: Place, night: tuple[Day, DayPart]) -> Period:
    """tomorrow night: a part of a day that is known"""
    day, part = night
    spans = tuple((datetime.combine(d, part.start), datetime.combine(d, part.end)) for d in day.days)
    return Period(day.timex + part.timex, spans, "H", mod=part.mod)


@RULES.add(
    "moment",
    "{night} (at | around | , | for)? {clock}",
    "{night} (at | around) {bare_hour:clock}",
    "{night} at? {spoken_clock:clock}",
    "{clock} ,? {night}",
    "{past_clock:clock} ,? {night}",
    "{spoken_clock:clock} {night}",
    "{clock} on {night}",
)
def _at_night(place: Place, night: tuple[Day, DayPart], clock: Clock) -> Moment | None:
    day, part = night
    found = within(clock, part)
    return found and at(day, found)


@RULES.add("moment", "{bare_hour:clock} {night}")
def _bare_hour_at_night(place: Place, night: tuple[Day, DayPart], clock: Clock) -> Moment | None:
    return _at_night(place, night, clock) if place.before == "at" else None


@RULES.add("moment", "{relative:found}")
def _in_minutes(_: Place, found: Day | Moment) -> Moment | None:
    return found if isinstance(found, Moment) else None


@RULES.add("present", "now", "right now", "just now", "at the moment", "at present")
def present(place: Place) -> Moment | None:
    return Moment((Point("PRESENT_REF", place.now.replace(microsecond=0)),))


@RULES.add("moment", "as soon as possible", "asap")
def _soon(_: Place) -> Moment:
    return Moment((Point("FUTURE_REF", None),))


@RULES.add("moment", "{present}")
def _now(_: Place, present: Moment) -> Moment:
    return present


@RULES.add("moment", "the? end of (the | my)? {weekday_or_day:day}", "the? end of {anchor_day:day}")
def _end_of(_: Place, day: Day) -> Moment:
    return Moment(tuple(Point(f"{day.timex}T23:59:59", datetime.combine(d, time(23, 59, 59))) for d in day.days))


@RULES.add("moment", "the? eod", "the? end of (the | my)? day")
def _end_of_today(place: Place) -> Moment | None:
    return _end_of(place, of_date(place.now.date()))


@RULES.add("weekday_or_day", "{relative_day}", "{calendar_day:relative_day}")
def weekday_or_day(place: Place, relative_day: Day) -> Day | None:
    return None if place.text.endswith("day after") else relative_day
