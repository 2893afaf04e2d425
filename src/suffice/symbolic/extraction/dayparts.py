"""Parts of the day, alone and with a time: in the morning, late evening, 3 in the afternoon, early morning at 8:00."""

from __future__ import annotations

from dataclasses import replace
from datetime import time

from suffice.symbolic.extraction.meaning import Clock, DayPart
from suffice.symbolic.extraction.scan import Place, Rules

RULES = Rules()
PARTS = {
    "morning": DayPart("TMO", time(8), time(12), "am"),
    "afternoon": DayPart("TAF", time(12), time(16), "pm"),
    "evening": DayPart("TEV", time(16), time(20), "pm"),
    "night": DayPart("TNI", time(20), time(23, 59, 59), "night"),
    "daytime": DayPart("TDT", time(8), time(18), "pm"),
}
_MEALS = {
    "breakfast": DayPart("TMEB", time(8), time(12), "am"),
    "lunch": DayPart("TMEL", time(11), time(13), "lunch"),
    "dinner": DayPart("TMED", time(16), time(20), "pm"),
}


@RULES.add("part_name", "morning", "afternoon", "evening", "night", "daytime", "nighttime")
def part_name(place: Place) -> DayPart:
    return PARTS["night" if place.text == "nighttime" else place.text]


def edge_of(part: DayPart, early: bool) -> DayPart:
    """The first or the second half of a part of the day."""
    middle = time((part.start.hour + part.end.hour + (part.end.minute > 0)) // 2)
    return replace(part, mod="start", end=middle) if early else replace(part, mod="end", start=middle)


@RULES.add("edge_name", "(early | late) -? {part_name}")
def edge_name(place: Place, part_name: DayPart) -> DayPart:
    """early morning"""
    return edge_of(part_name, place.text.startswith("early"))


@RULES.add("in_part", "in (the | a)? {part_name}", "in the {edge_name:part_name}")
def in_part(_: Place, part_name: DayPart) -> DayPart:
    return part_name


@RULES.add("in_part", "(early | late | later | earlier) in the {part_name}")
def _late_in(place: Place, part_name: DayPart) -> DayPart:
    return edge_of(part_name, place.text.startswith("earl"))


@RULES.add("daypart", "{in_part:part}", "{part_name:part}", "{edge_name:part}")
def daypart(_: Place, part: DayPart) -> DayPart:
    return part


@RULES.add(
    "meal",
    "breakfast",
    "lunch",
    "dinner",
    "breakfast time",
    "lunch time",
    "dinner time",
    "lunchtime",
    "dinnertime",
    "breakfasttime",
)
def meal(place: Place) -> DayPart:
    return _MEALS[place.text.removesuffix("time").strip()]


@RULES.add(
    "clock",
    "{plain_clock:clock} {daypart}",
    "{past_clock:clock} {daypart}",
    "{bare_hour:clock} {in_part:daypart}",
    "{spoken_clock:clock} {daypart}",
    "{daypart} (, | at | around | for)? {plain_clock:clock}",
    "{daypart} (at | around) {bare_hour:clock}",
    "{daypart} at? {spoken_clock:clock}",
    "{plain_clock:clock} at night",
    "{bare_hour:clock} at night",
)
def in_daypart(place: Place, clock: Clock, daypart: DayPart | None = None) -> Clock | None:
    """A time whose half of the day is said by the part of the day."""
    return within(clock, daypart or PARTS["night"])


def within(clock: Clock, part: DayPart) -> Clock | None:
    """``clock`` in that part of the day; None where it contradicts it."""
    if clock.sure:
        fits = {"am": clock.hour < 12, "pm": clock.hour >= 12, "night": clock.hour >= 17 or clock.hour < 6}
        return clock if fits.get(part.half, True) else None
    if part.half == "lunch":
        return clock.on("am" if clock.hour in (10, 11) else "pm")
    return clock.on(part.half)


@RULES.add("plain_clock", "{bare_hour:clock} {oclock} {meal}", "at? {meal} {bare_hour:clock} {oclock}")
def _at_meal(_: Place, clock: Clock, oclock: None, meal: DayPart) -> Clock | None:
    return within(clock, meal)


@RULES.add("clock", "{plain_clock:clock}")
def any_clock(_: Place, clock: Clock) -> Clock:
    return clock
