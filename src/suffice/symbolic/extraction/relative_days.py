"""Days by their distance from the reference time: tomorrow, next Friday, two weeks ago, the day after."""

from __future__ import annotations

from datetime import date, timedelta

from suffice.symbolic.extraction.dating import around as nearest
from suffice.symbolic.extraction.dating import (
    each_year,
    nth_weekday,
    of_date,
    some_weekday,
    this_monday,
    weekday_of,
)
from suffice.symbolic.extraction.meaning import Day, Length, Moment, Point
from suffice.symbolic.extraction.scan import Place, Rules

RULES = Rules()
_WORDS_TOO = frozenset("sun sat mon wed".split())
_LEADS = frozenset("on by from to until till before after or and - , this next last".split())
_STEPS = {"today": 0, "tomorrow": 1, "tmr": 1, "tmrw": 1, "yesterday": -1}


@RULES.add("anchor_day", "today", "tomorrow", "tmr", "tmrw", "yesterday")
def anchor_day(place: Place) -> Day:
    return _days_on(place, _STEPS[place.text])


@RULES.add("relative_day", "{anchor_day:day}")
def _anchor(_: Place, day: Day) -> Day:
    return day


@RULES.add("relative_day", "{anchor_day} ,? {calendar_day}")
def _explained(_: Place, anchor_day: Day, calendar_day: Day) -> Day:
    """Tomorrow, 13/04/21: what is written out counts."""
    return calendar_day


@RULES.add("relative_day", "the? day after (tomorrow | tmr | tmrw)")
def _overmorrow(place: Place) -> Day:
    return _days_on(place, 2)


@RULES.add("relative_day", "the? day before yesterday")
def _before_yesterday(place: Place) -> Day:
    return _days_on(place, -2)


@RULES.add("relative_day", "the day after", "the? (next | following) day")
def _day_after(place: Place) -> Day | None:
    return None if _goes_on(place) else _days_on(place, 1)


@RULES.add("relative_day", "the day before", "the? previous day", "the? last day", "past day")
def _day_before(place: Place) -> Day | None:
    return None if _goes_on(place) or place.after == "of" else _days_on(place, -1)


@RULES.add("relative_day", "the day", "this day")
def _this_day(place: Place) -> Day | None:
    return (
        None
        if place.after in ("after", "before", "of", "when", "that", "i", "we", "he", "she")
        else of_date(place.now.date())
    )


def _goes_on(place: Place) -> bool:
    """True where a word follows that says of what it is the day before or after."""
    last = place.text.rpartition(" ")[2]
    return last in ("after", "before") and place.after.isalnum()


def _days_on(place: Place, days: int) -> Day:
    return of_date(place.now.date() + timedelta(days=days))


@RULES.add("relative_day", "{weekday}")
def _weekday(place: Place, weekday: int) -> Day | None:
    if place.text.rstrip(".") in _WORDS_TOO and place.before not in _LEADS:
        return None
    return some_weekday(place.now, weekday)


@RULES.add("relative_day", "this {weekday}", "this week ,? on? {weekday}", "{weekday} of? this week")
def _of_this_week(place: Place, weekday: int) -> Day:
    return weekday_of(place.now, weekday, 0)


@RULES.add(
    "relative_day",
    "(next | following) {weekday}",
    "next week ,? on? {weekday}",
    "on? {weekday} ,? of? (next | the next | the following | following) week",
)
def _of_next_week(place: Place, weekday: int) -> Day:
    return weekday_of(place.now, weekday, 1)


@RULES.add("relative_day", "(coming | this coming) {weekday}")
def _coming(place: Place, weekday: int) -> Day | None:
    """The next one, and only where that is also the one of next week: usage differs."""
    return weekday_of(place.now, weekday, 1) if weekday <= place.now.isoweekday() else None


@RULES.add("relative_day", "this? upcoming {weekday}")
def _upcoming(place: Place, weekday: int) -> Day:
    return weekday_of(place.now, weekday, int(weekday <= place.now.isoweekday()))


@RULES.add("relative_day", "(last | previous) {weekday}", "last week ,? on? {weekday}", "{weekday} of? last week")
def _of_last_week(place: Place, weekday: int) -> Day:
    return weekday_of(place.now, weekday, -1)


@RULES.add("relative_day", "this? past {weekday}")
def _past(place: Place, weekday: int) -> Day:
    return weekday_of(place.now, weekday, -int(weekday >= place.now.isoweekday()))


@RULES.add("relative_day", "the? {ordinal} {weekday} (of | in) {month}")
def _nth_of_month(place: Place, ordinal: int, weekday: int, month: int) -> Day | None:
    if not (ordinal == -1 or ordinal <= 5):
        return None
    days = nearest(place.now, each_year(place.now, lambda year: nth_weekday(year, month, weekday, ordinal)))
    number = 5 if ordinal == -1 else ordinal
    return Day(f"XXXX-{month:02d}-WXX-{weekday}-#{number}", days, None, month)


@RULES.add("relative_day", "{ordinal} {weekday}")
def _nth_of_this_month(place: Place, ordinal: int, weekday: int) -> Day | None:
    """second Sunday: of this month"""
    if ordinal == -1 or place.before == "the" or place.after not in ("", ".", ",", "?", "!", "at"):
        return None
    day = nth_weekday(place.now.year, place.now.month, weekday, ordinal)
    return of_date(day) if day else None


@RULES.add("relative_day", "the? {ordinal} {weekday} (of | in)? {near_month}")
def _nth_of_near_month(place: Place, ordinal: int, weekday: int, near_month: tuple[int, int]) -> Day | None:
    found = nth_weekday(*near_month, weekday, ordinal) if ordinal <= 5 else None
    number = 5 if ordinal == -1 else ordinal
    return found and Day(f"XXXX-{near_month[1]:02d}-WXX-{weekday}-#{number}", (found,))


@RULES.add("relative_day", "the? {ordinal} week (of | in) {month} ,? on? {weekday}")
def _weekday_of_nth_week(place: Place, ordinal: int, weekday: int, month: int) -> Day | None:
    return _nth_of_month(place, ordinal, weekday, month) if 1 <= ordinal <= 4 else None


@RULES.add("relative", "in {length}", "{length} (from | after) now", "{length} later")
def _ahead(place: Place, length: Length) -> Day | Moment | None:
    if place.text.startswith("in ") and place.after in ("from", "after", "before", "since", "ago", "of", "or"):
        return None
    return _moved(place, length, place.now, 1)


@RULES.add("relative", "{length} (ago | earlier)", "{length} before now")
def _back(place: Place, length: Length) -> Day | Moment | None:
    return _moved(place, length, place.now, -1)


@RULES.add("relative", "{length} (from | after) {anchor_day}")
def _after_day(place: Place, length: Length, anchor_day: Day) -> Day | Moment | None:
    return None if length.has_hours else _moved(place, length, anchor_day.days[0], 1)


@RULES.add("relative", "{length} before {anchor_day}")
def _before_day(place: Place, length: Length, anchor_day: Day) -> Day | Moment | None:
    return None if length.has_hours else _moved(place, length, anchor_day.days[0], -1)


@RULES.add(
    "relative", "{length} (after | from | before) {origin_day}", "{length} (after | from | before) the {origin_day}"
)
def _from_day(place: Place, length: Length, origin_day: Day) -> Day | Moment | None:
    """3 days after January 12th: of the one to come."""
    words = place.text.split()
    sign = -1 if "before" in words else 1
    if length.has_hours or not origin_day.days:
        return None
    return _moved(place, length, origin_day.days[-1], sign)


@RULES.add("origin_day", "{calendar_day:day}", "{holiday:day}", "{relative_day:day}")
def origin_day(_: Place, day: Day) -> Day:
    return day


@RULES.add("relative", "{spoken:weeks} {weekdays} from now", "{digits:weeks} {weekdays} from now")
def _weekdays_from_now(place: Place, weeks: int, weekdays: int) -> Day:
    first = int(weekdays <= place.now.isoweekday())
    return of_date(this_monday(place.now) + timedelta(days=7 * (first + min(weeks, 999) - 1) + weekdays - 1))


def _moved(place: Place, length: Length, origin: date, sign: int) -> Day | Moment | None:
    """A day where whole days are counted, else a moment to the second."""
    if length.mod or place.before in ("than",):
        return None
    moved = length.shift(origin, sign)
    if moved is None or not 1 <= moved.year <= 9998:
        return None
    if length.has_hours:
        return Moment((Point(moved.strftime("%Y-%m-%dT%H:%M:%S").rjust(19, "0"), moved),))
    return of_date(date(moved.year, moved.month, moved.day))
