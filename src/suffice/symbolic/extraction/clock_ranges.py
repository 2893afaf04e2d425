"""From one time to another: 5 to 6pm, between 9 and 10:30, tomorrow from 3 to 8, from now until 3 min later."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from fractions import Fraction

from suffice.symbolic.extraction.dayparts import within
from suffice.symbolic.extraction.meaning import (
    Clock,
    ClockRange,
    Day,
    DayPart,
    Length,
    Moment,
    Period,
    clock_gap,
    elapsed,
)
from suffice.symbolic.extraction.moments import on
from suffice.symbolic.extraction.scan import Place, Rules
from suffice.symbolic.extraction.words import MONTHS, SHORT_MONTHS, SHORT_WEEKDAYS, WEEKDAYS

RULES = Rules()
_GOES_ON = frozenset("today tomorrow yesterday tonight on in at of this next last every each and or for with if"
                     " please is was works work would".split()) | {*WEEKDAYS, *SHORT_WEEKDAYS,
                     *MONTHS, *SHORT_MONTHS}  # fmt: skip


@RULES.add("till", "to", "-", "until", "till", "til", "through", "thru")
def till(place: Place) -> str:
    return place.text


@RULES.add("end_clock", "{clock}", "{spoken_clock:clock}", "{bare_hour:clock}", "{dotted_clock:clock}")
def end_clock(_: Place, clock: Clock) -> Clock:
    """An end of a range: a bare hour will do."""
    return clock


@RULES.add("end_clock", "{dotted_half:clock}")
def end_dotted(_: Place, clock: Clock) -> Clock:
    return clock


@RULES.add("dotted_half", "{dotted_clock:clock} {half}")
def dotted_half(_: Place, clock: Clock, half: str) -> Clock | None:
    return clock.on(half) if half != "ampm" and clock.hour <= 12 else None


@RULES.add("proper_clock", "{clock}", "{spoken_clock:clock}", "{dotted_half:clock}")
def proper_clock(_: Place, clock: Clock) -> Clock:
    """A time by itself, not a bare number."""
    return clock


@RULES.add(
    "clock_range",
    "from {proper_clock:a} {till} {end_clock:b}",
    "from {end_clock:a} {till} {proper_clock:b}",
    "between {proper_clock:a} (and | to | - | until | till) {end_clock:b}",
    "between {end_clock:a} (and | to | - | until | till) {proper_clock:b}",
    "{clock:a} {till} {clock:b}",
    "{clock:a} {till} {bare_hour:b}",
    "{bare_hour:a} {till} {clock:b}",
    "{dotted_clock:a} {till} {dotted_half:b}",
    "{spoken_clock:a} {till} {clock:b}",
    "{clock:a} {till} {spoken_clock:b}",
    "{end_clock:a} {till} {end_clock:b} {in_part}",
    "(from | between) {end_clock:a} ({till} | and) {end_clock:b} {in_part}",
)
def clock_range(
    place: Place, a: Clock, b: Clock, till: str = "to", in_part: DayPart | None = None
) -> ClockRange | None:
    if in_part is not None:
        first, second = within(a, in_part), within(b, in_part)
        return ClockRange(((first, second),)) if first and second else None
    if (
        place.text[-1].isdigit()
        and ":" not in place.text[-3:]
        and place.after.isalpha()
        and place.after not in _GOES_ON
    ):
        return None  # 1:30 pm to 4 people
    return paired(a, b)


@RULES.add(
    "loose_range",
    "from {end_clock:a} {till} {end_clock:b}",
    "between {end_clock:a} (and | to | - | until | till) {end_clock:b}",
    "{end_clock:a} {till} {end_clock:b}",
)
def loose_range(place: Place, a: Clock, b: Clock, till: str = "to") -> ClockRange | None:
    """A range that only the day beside it makes one of times."""
    return paired(a, b)


def paired(a: Clock, b: Clock) -> ClockRange | None:
    """Every reading: an end that says which half of the day it is in says it of the other one too."""
    if a.sure and b.sure:
        return ClockRange(((a, b),)) if a != b else None
    if b.sure:
        early, late = a.readings()
        return ClockRange(((late if early.hour < 12 <= late.hour <= b.hour and late.time < b.time else early, b),))
    early, late = b.readings()
    if a.sure:
        best = min((early, late), key=lambda c: clock_gap(a, c))
        return ClockRange(((a, best),))
    if a.time >= b.time:
        return None
    other = tuple(c.readings()[1] for c in (a, b))
    return ClockRange(((replace(a, sure=True), replace(b, sure=True)), (other[0], other[1])))


@RULES.add(
    "day_range",
    "{day} (, | - | at)? {clock_range:hours}",
    "{day} ,? at? {loose_range:hours}",
    "{clock_range:hours} (on | of | ,)? {day}",
    "{loose_range:hours} (on | of | ,)? {day}",
)
def day_range(place: Place, day: Day, hours: ClockRange) -> Period | None:
    """A range of hours on a day."""
    return _on_day(day, hours) if day.joins_clock else None


@RULES.add(
    "day_range",
    "{night} (, | at)? {clock_range:hours}",
    "{night} ,? {loose_range:hours}",
    "{clock_range:hours} ,? {night}",
    "{loose_range:hours} ,? {night}",
)
def night_range(place: Place, night: tuple[Day, DayPart], hours: ClockRange) -> Period | None:
    day, part = night
    fits = [(x, y) for a, b in hours.ranges if (x := _fits(a, part)) and (y := _fits(b, part))]
    if len(fits) > 1:
        fits = [pair for pair in fits if within(replace(pair[0], sure=True), part)][:1]
    return _on_day(day, ClockRange(tuple(fits))) if len(fits) == 1 else None


def _fits(clock: Clock, part: DayPart) -> Clock | None:
    """A clock of one reading, if that part of the day can hold it; noon ends the morning."""
    if part.half == "am":
        return clock if clock.hour <= 12 else None
    if part.half == "pm":
        return clock if clock.hour >= 12 else None
    return clock if clock.hour >= 17 or clock.hour < 6 else None


def _on_day(day: Day, hours: ClockRange) -> Period | None:
    if not day.days:
        return None
    timexes: list[str] = []
    spans = []
    for a, b in hours.ranges:
        gap = clock_gap(a, b)
        if a.hour >= b.hour and a.time >= b.time:
            return None  # past midnight
        for one in day.days:
            timexes.append(f"({day.timex}{a.timex},{day.timex}{b.timex},{elapsed(gap)})")
            spans.append((on(one, a), on(one, b)))
    return Period(timexes[0], tuple(spans), "H", timexes=tuple(timexes))


@RULES.add("day_range", "from? {moment:a} {till} {moment:b}", "between {moment:a} and {moment:b}")
def moment_range(place: Place, a: Moment, b: Moment, till: str = "to") -> Period | None:
    """From one moment to another, where each can be only one."""
    if len(a.points) != 1 or len(b.points) != 1:
        return None
    first, second = a.points[0], b.points[0]
    if first.at is None or second.at is None or second.at <= first.at:
        return None
    return Period(f"({first.timex},{second.timex},{elapsed(second.at - first.at)})", ((first.at, second.at),), "H")


@RULES.add("day_range", "(rest | remaining | remainder) (of | of the | of my | of this | of current | the) day")
def rest_of_day(place: Place) -> Period | None:
    now = place.now.replace(microsecond=0)
    end = now.replace(hour=23, minute=59, second=59)
    seconds = int((end - now).total_seconds())
    return Period(f"({_second(now)},{_second(end)},PT{seconds}S)", ((now, end),), "H")


@RULES.add("day_range", "between {present} and {proper_clock:clock}", "from {present} {till} {proper_clock:clock}")
def until_clock(place: Place, present: Moment, clock: Clock, till: str = "") -> Period | None:
    """From now to the next such time."""
    times = [datetime.combine(place.now.date(), c.time) for c in clock.readings()]
    ahead = [t for t in times if t > place.now]
    if not ahead:
        return None
    end = min(ahead)
    timex = end.date().isoformat() + replace(clock, hour=end.hour).timex
    start = place.now.replace(microsecond=0)
    return Period(f"(PRESENT_REF,{timex},{elapsed(end - start)})", ((start, end),), "H")


@RULES.add("day_range", "between {proper_clock:clock} and {present}", "from {proper_clock:clock} {till} {present}")
def since_clock(place: Place, present: Moment, clock: Clock, till: str = "") -> Period | None:
    """From the last such time to now."""
    times = [datetime.combine(place.now.date(), c.time) for c in clock.readings()]
    behind = [t for t in times if t < place.now]
    if not behind:
        return None
    start = max(behind)
    timex = start.date().isoformat() + replace(clock, hour=start.hour).timex
    end = place.now.replace(microsecond=0)
    return Period(f"({timex},PRESENT_REF,{elapsed(end - start)})", ((start, end),), "H")


@RULES.add(
    "day_range",
    "(next | coming | following | upcoming) {length}",
    "within (the | the next | next | the upcoming | the coming)? {length}",
    "{length} (hence | in the future)",
)
def coming_hours(place: Place, length: Length) -> Period | None:
    return _rolled(place, length, 1)


@RULES.add("day_range", "{amount} (upcoming | coming | next | following | past | last | previous) {unit}")
def coming_units(place: Place, amount: Fraction, unit: str) -> Period | None:
    """the 5 upcoming years"""
    ahead = bool({"upcoming", "coming", "next", "following"} & set(place.text.split()))
    single = amount != 1 and not place.text.endswith("s")
    return None if unit[0].isdigit() or single else _rolled(place, Length(((amount, unit),)), 1 if ahead else -1)


@RULES.add("day_range", "within the next {unit_length:length}", "(next | last | past | previous) {unit_length:length}")
def coming_hour(place: Place, length: Length) -> Period | None:
    return _rolled(place, length, -1 if place.text.startswith(("last", "past", "previous")) else 1)


@RULES.add("day_range", "(last | past | previous) {length}")
def past_hours(place: Place, length: Length) -> Period | None:
    return _rolled(place, length, -1)


@RULES.add("unit_length", "{unit}", "{unit} and {length}")
def unit_length(place: Place, unit: str, length: Length | None = None) -> Length | None:
    """An hour, said without a number."""
    if place.scan.form(place.start).endswith("s"):
        return None
    parts = ((Fraction(1), unit),) + (length.parts if length else ())
    found = Length(parts)
    return found if unit in ("H", "M", "S", "D", "W") and found.has_hours else None


def _rolled(place: Place, length: Length, sign: int) -> Period | None:
    """The next or the last so many: hours from the second, days from tomorrow."""
    if length.mod:
        return None
    if length.has_hours:
        now = place.now.replace(microsecond=0)
        edge = length.shift(now, sign)
        start, end = (now, edge) if sign > 0 else (edge, now)
        if edge is None:
            return None
        return Period(f"({_second(start)},{_second(end)},{length.timex})", ((start, end),), "H")
    today = place.now.date()
    start = today + timedelta(days=1) if sign > 0 and not place.text.startswith("within") else today
    edge = length.shift(start, sign)
    if edge is None:
        return None
    first, last = (start, edge) if sign > 0 else (edge, start)
    return Period(f"({first},{last},{length.timex})", ((first, last),), "D")


def _second(moment: datetime) -> str:
    return moment.isoformat(timespec="seconds")
