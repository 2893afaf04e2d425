"""What each operation of the calendar language does, as the solver does it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from fractions import Fraction
from typing import Any

from suffice.records import Code
from suffice.symbolic.calendar import clocks, dating, spans, working
from suffice.symbolic.calendar.values import (
    DAY_US,
    Clock,
    Days,
    Every,
    Length,
    Moment,
    Month,
    Refusal,
    Span,
    Weekday,
    Year,
    YearlessDay,
    Zone,
    misread,
)

UNIT_US = {"seconds": 1_000_000, "minutes": 60_000_000, "hours": 3_600_000_000, "days": DAY_US, "weeks": 7 * DAY_US}


class NeedsYear(Exception):
    """A day whose year is not said was asked for."""


@dataclass(frozen=True, slots=True)
class Setting:
    """What an evaluation rests on besides the expression: the reference time, and a choice of year and fold."""

    now: datetime | Moment | None
    year: int | None = None
    fold: int | None = None

    def reference(self) -> datetime | Moment:
        if self.now is None:
            raise Refusal(Code.UNDERDETERMINED, "no reference time is given: what is the date and time now?")
        return self.now

    def today(self) -> date:
        now = self.reference()
        return (now.local if isinstance(now, Moment) else now).date()

    def any_year(self) -> int:
        if self.year is None:
            raise NeedsYear
        return self.year

    def moment(self) -> Moment:
        now = self.reference()
        if not isinstance(now, Moment):
            raise Refusal(Code.UNDERDETERMINED, "the reference time says no zone")
        return now


def day(setting: Setting, value: Any) -> date:
    """A date as it is, or a day whose year is the one being tried."""
    if isinstance(value, YearlessDay):
        return dating.in_year(value, setting.any_year())
    if type(value) is date:
        return value
    if isinstance(value, Moment):
        raise misread("a moment where a date is expected")
    raise misread("a date is expected")


def resolved(setting: Setting, value: Any) -> Any:
    return day(setting, value) if isinstance(value, YearlessDay) else value


def whole(value: Any) -> int:
    if not isinstance(value, Fraction) or value.denominator != 1:
        raise misread("a whole number is expected")
    return value.numerator


def kind(value: Any, wanted: type, name: str) -> Any:
    if not isinstance(value, wanted) or (wanted is datetime and not isinstance(value, datetime)):
        raise misread(f"{name} is expected")
    return value


def local(value: Any) -> datetime:
    if isinstance(value, Moment):
        return value.local
    return kind(value, datetime, "a date with a time")


def year_number(value: Any) -> int:
    if isinstance(value, Fraction):
        value = Year(whole(value))
    n = kind(value, Year, "a year").n
    if not 1 <= n <= 9999:
        raise Refusal(Code.OUT_OF_RANGE, "beyond the years 1 to 9999")
    return n


# --- sums and differences ------------------------------------------------------------------------
def add(setting: Setting, left: Any, right: Any, sign: int = 1) -> Any:
    if isinstance(left, YearlessDay):
        left = day(setting, left)
    match left, right:
        case Fraction(), Fraction():
            return left + sign * right
        case Length(), Length():
            return Length(
                left.months + sign * right.months,
                left.days + sign * right.days,
                left.us + sign * right.us,
                left.working_days + sign * right.working_days,
                left.working_us + sign * right.working_us,
            )
        case Moment(), Length():
            if right.months:
                raise misread("months are added to a date")
            return clocks.shift(left, right, sign, setting.fold)
        case datetime(), Length():
            return dating.shift_local(left, right, sign)
        case date(), Length():
            return dating.shift(left, right, sign)
        case Clock(), Length():
            if right.months or right.working_days or right.working_us or right.days:
                raise misread("only hours, minutes and seconds are added to a time of day")
            return Clock((left.us + sign * right.us) % DAY_US)
        case Weekday(), (Length() | Fraction()):
            days = whole(right) if isinstance(right, Fraction) else right.exact_us // DAY_US
            if isinstance(right, Length) and right.exact_us % DAY_US:
                raise misread("a weekday and hours")
            return Weekday((left.n + sign * days) % 7)
        case Month(), (Length() | Fraction()):
            months = right.months if isinstance(right, Length) else whole(right)
            if isinstance(right, Length) and (right.days or right.us):
                raise misread("a month and days")
            index = left.year * 12 + left.month - 1 + sign * months
            year_number(Year(index // 12))
            return Month(index // 12, index % 12 + 1)
        case Year(), Fraction():
            return Year(year_number(Year(left.n + sign * whole(right))))
        case ((datetime() | Moment()), Fraction()):
            raise misread("a number without a unit is added to a moment")
        case date(), Fraction():
            return left + sign * timedelta(days=whole(right))
    raise misread("these two cannot be added")


def elapsed(setting: Setting, start: Any, end: Any) -> Length:
    """The time from start to end; a time of day that lies earlier is taken as the next day's."""
    if isinstance(start, Clock) and isinstance(end, Clock):
        return spans.between_clocks(start, end)
    if isinstance(start, Moment) and isinstance(end, Moment):
        us = (end.utc - start.utc) // timedelta(microseconds=1)
    elif isinstance(start, datetime) and isinstance(end, datetime):
        us = (end - start) // timedelta(microseconds=1)
    else:
        days = (day(setting, end) - day(setting, start)).days
        if days < 0:
            raise Refusal(Code.INCONSISTENT, "the end lies before the start")
        return Length(days=days)
    if us < 0:
        raise Refusal(Code.INCONSISTENT, "the end lies before the start")
    return Length(us=us)


def whole_periods(start: date, end: date, unit: str) -> Fraction:
    """The number of weeks, months or years, if they come out even."""
    if unit == "weeks":
        count, rest = divmod((end - start).days, 7)
    else:
        found = dating.months_between(start, end)
        count, over = divmod(found.months, 12 if unit == "years" else 1)
        rest = over or found.days
    if end < start:
        raise Refusal(Code.INCONSISTENT, "the end lies before the start")
    if rest:
        raise Refusal(Code.AMBIGUOUS, f"it is {count} {unit} and a part of one: whole ones or a fraction?")
    return Fraction(count)


def scale(left: Any, factor: Fraction) -> Any:
    if isinstance(left, Fraction):
        return left * factor
    if isinstance(left, Length):
        parts = [amount * factor for amount in (left.months, left.days, left.us, left.working_days, left.working_us)]
        if parts[1].denominator != 1:
            parts[1], parts[2] = Fraction(0), parts[2] + parts[1] * DAY_US
        if any(part.denominator != 1 for part in parts):
            raise Refusal(Code.OUT_OF_RANGE, "the length does not divide evenly")
        return Length(*(part.numerator for part in parts))
    raise misread("only numbers and lengths of time are multiplied")


def divide(left: Any, right: Any) -> Any:
    if isinstance(left, Length) and isinstance(right, Length):
        if right.exact_us == 0:
            raise Refusal(Code.INCONSISTENT, "division by nothing")
        return Fraction(left.exact_us, right.exact_us)
    if not isinstance(right, Fraction) or right == 0:
        raise Refusal(Code.INCONSISTENT, "division by nothing") if right == 0 else misread("a number is expected")
    return scale(left, 1 / right)


def total(items: Any) -> Any:
    values = [spans.span_length(item) if isinstance(item, Span) else item for item in items]
    if not values:
        raise misread("nothing to add up")
    found = values[0]
    for value in values[1:]:
        if type(value) is not type(found):
            raise misread("a list of different kinds")
        found = add(Setting(None), found, value)
    return found


# --- the table -----------------------------------------------------------------------------------
def apply(setting: Setting, name: str, a: list[Any]) -> Any:
    """The result of one operation. Raises Refusal; OverflowError and ValueError mean beyond the calendar."""
    match name:
        case "now":
            return setting.reference()
        case "today":
            return setting.today()
        case "now_in":
            return clocks.to_zone(setting.moment(), kind(a[0], Zone, "a zone"))
        case "today_in":
            return clocks.to_zone(setting.moment(), kind(a[0], Zone, "a zone")).local.date()
        case "this_year":
            return Year(year_number(Year(setting.today().year + a[0])))
        case "this_month":
            today = setting.today()
            return add(setting, Month(today.year, today.month), Fraction(a[0]))
        case "in_year":
            return dating.in_year(kind(a[0], YearlessDay, "a day without a year"), year_number(a[1]))
        case "coming" | "recent":
            direction = 1 if name == "coming" else -1
            return dating.coming(kind(a[0], YearlessDay, "a day without a year"), setting.today(), direction)
        case "easter":
            return dating.easter(year_number(a[0]) if a else setting.any_year())
        case "first_day":
            return dating.first_day(kind(a[0], Month, "a month"))
        case "last_day":
            return dating.last_day(kind(a[0], Month, "a month"))
        case "nth_weekday":
            return dating.nth_weekday(whole(a[0]), kind(a[1], Weekday, "a weekday"), kind(a[2], Month, "a month"))
        case "weekday_after" | "weekday_before" | "weekday_from":
            least = {"weekday_after": 1, "weekday_before": -1, "weekday_from": 0}[name]
            return dating.weekday_near(day(setting, a[0]), kind(a[1], Weekday, "a weekday"), least)
        case "weekday_of_week":
            return dating.weekday_of_week(day(setting, a[0]), kind(a[1], Weekday, "a weekday"), a[2], a[3])
        case "weekday_of":
            return Weekday(day(setting, a[0]).weekday())
        case "weekday_given":
            first = kind(a[0], Weekday, "a weekday")
            return dating.weekday_given(first, kind(a[1], YearlessDay, "a day without a year"))
        case "holiday":
            return working.holiday(kind(a[0], str, "a name"), year_number(a[1]), kind(a[2], working.Region, "a place"))
        case "is_leap":
            return dating.leap(year_number(a[0]))
        case "next_leap" | "previous_leap":
            return dating.near_leap(year_number(a[0]), 1 if name == "next_leap" else -1)
        case "count_leap":
            return dating.count_leap(year_number(a[0]), year_number(a[1]))
        case "days_in_month":
            return Fraction(dating.last_day(kind(a[0], Month, "a month")).day)
        case "days_in_year":
            return Fraction(365 + dating.leap(year_number(a[0])))
        case "day_of_year":
            return Fraction(day(setting, a[0]).timetuple().tm_yday)
        case "iso_week":
            return Fraction(day(setting, a[0]).isocalendar().week)
        case "quarter":
            return Fraction((day(setting, a[0]).month + 2) // 3)
        case "year_of":
            return Year(day(setting, a[0]).year)
        case "month_of":
            found = day(setting, a[0])
            return Month(found.year, found.month)
        case "day_of":
            return Fraction(day(setting, a[0]).day)
        case "count_weekday":
            start, end = day(setting, a[1]), day(setting, a[2])
            if end < start:
                raise Refusal(Code.INCONSISTENT, "the end lies before the start")
            low = start if a[3] in ("both", "first") else start + timedelta(days=1)
            high = end if a[3] in ("both", "last") else end - timedelta(days=1)
            return dating.count_weekday(kind(a[0], Weekday, "a weekday"), low, high)
        case "add":
            return add(setting, a[0], a[1])
        case "sub":
            if isinstance(a[1], Length | Fraction):
                return add(setting, a[0], a[1], -1)
            return elapsed(setting, a[1], a[0])
        case "mul":
            left, right = (a[1], a[0]) if isinstance(a[0], Fraction) else (a[0], a[1])
            return scale(left, kind(right, Fraction, "a number"))
        case "div":
            return divide(a[0], a[1])
        case "neg":
            return scale(a[0], Fraction(-1))
        case "abs":
            return abs(kind(a[0], Fraction, "a number"))
        case "days_between":
            return Fraction((day(setting, a[1]) - day(setting, a[0])).days)
        case "elapsed":
            return elapsed(setting, a[0], a[1])
        case "in_units":
            return Fraction(kind(a[0], Length, "a length of time").exact_us, UNIT_US[_word(a[1], UNIT_US)])
        case "whole_weeks" | "whole_months" | "whole_years":
            return whole_periods(day(setting, a[0]), day(setting, a[1]), name.removeprefix("whole_"))
        case "age":
            return dating.age(day(setting, a[0]), day(setting, a[1]))
        case "months_between":
            return dating.months_between(day(setting, a[0]), day(setting, a[1]))
        case "total":
            return total(kind(a[0], tuple, "a list"))
        case "span" | "length":
            return spans.span_length(kind(a[0], Span, "a range"))
        case "weekdays":
            return Days((0, 1, 2, 3, 4))
        case "none":
            return None
        case "utc":
            return Zone("+00:00")
        case "noon":
            return Clock(DAY_US // 2)
        case "business_days":
            ends = _word(a[2], ("both", "first", "last", "neither"))
            return working.business_days(day(setting, a[0]), day(setting, a[1]), ends, a[3], a[4])
        case "add_business":
            count = a[1].working_days if isinstance(a[1], Length) else whole(a[1])
            if isinstance(a[1], Length) and Length(working_days=count) != a[1]:
                raise misread("working days are expected")
            start = day(setting, a[0])
            return start if count == 0 else working.Workweek(a[2], a[3]).step(start, count)
        case "roll":
            return working.roll(day(setting, a[0]), _word(a[1], ("on", "back")), a[2], a[3])
        case "is_workday":
            return working.Workweek(a[1], a[2]).works(day(setting, a[0]))
        case "is_weekend":
            return day(setting, a[0]).weekday() >= 5
        case "is_holiday":
            return working.is_holiday(day(setting, a[0]), kind(a[1], working.Region, "a place"))
        case "nth_workday":
            return working.nth_workday(whole(a[0]), kind(a[1], Month, "a month"), a[2], a[3])
        case "deadline":
            length, opening = kind(a[1], Length, "a length of time"), kind(a[2], Span, "opening hours")
            return working.deadline(kind(a[0], datetime, "a date with a time"), length, opening, a[3], a[4])
        case "working_time":
            start, end = kind(a[0], datetime, "a date with a time"), kind(a[1], datetime, "a date with a time")
            return working.working_time(start, end, kind(a[2], Span, "opening hours"), a[3], a[4])
        case "on":
            time, found = kind(a[1], Clock, "a time of day"), day(setting, a[0])
            return datetime(found.year, found.month, found.day) + timedelta(microseconds=time.us)
        case "at":
            if isinstance(a[0], Moment):
                raise misread("a moment that has a zone already")
            return clocks.at(kind(a[0], datetime, "a date with a time"), kind(a[1], Zone, "a zone"), setting.fold)
        case "to_zone":
            return clocks.to_zone(kind(a[0], Moment, "a moment in a zone"), kind(a[1], Zone, "a zone"))
        case "date_of":
            return local(a[0]).date()
        case "time_of":
            return Clock(working.since_midnight(local(a[0])))
        case "clock_near":
            one, two = local(a[0]), local(a[1])
            return Clock(working.since_midnight(one)) if one.date() == two.date() else a[0]
        case "convert_time":
            zones = kind(a[1], Zone, "a zone"), kind(a[2], Zone, "a zone")
            return clocks.convert_time(kind(a[0], Clock, "a time of day"), *zones)
        case "zone_lead":
            return clocks.zone_lead(kind(a[0], Zone, "a zone"), kind(a[1], Zone, "a zone"), a[2])
        case "unix":
            return clocks.unix(kind(a[0], Moment, "a moment in a zone"), _word(a[1], ("s", "ms")))
        case "from_unix":
            unit = _word(a[1], ("s", "ms"))
            return clocks.from_unix(kind(a[0], Fraction, "a number"), unit, kind(a[2], Zone, "a zone"))
        case "overlap":
            return spans.overlap(kind(a[0], Span, "a range"), kind(a[1], Span, "a range"))
        case "overlaps":
            return spans.overlap(kind(a[0], Span, "a range"), kind(a[1], Span, "a range")) != Length()
        case "gap":
            return spans.gap(kind(a[0], Span, "a range"), kind(a[1], Span, "a range"))
        case "common":
            return spans.common(kind(a[0], Span, "a range"), kind(a[1], Span, "a range"))
        case "free":
            return spans.free(kind(a[0], tuple, "a list"), kind(a[1], Span, "a range"))
        case "at_least":
            least = kind(a[1], Length, "a length of time").exact_us
            return tuple(one for one in kind(a[0], tuple, "a list") if spans.span_length(one).exact_us >= least)
        case "first_of":
            return spans.first_of(kind(a[0], tuple, "a list"))
        case "longest":
            return spans.longest(kind(a[0], tuple, "a list"))
        case "in_order":
            items = tuple(resolved(setting, item) for item in kind(a[0], tuple, "a list"))
            if len({type(item) for item in items}) != 1:
                raise misread("a list of one kind is expected")
            return tuple(sorted(items, key=spans.instant))
        case "mod":
            left, right = kind(a[0], Fraction, "a number"), kind(a[1], Fraction, "a number")
            if right <= 0:
                raise Refusal(Code.INCONSISTENT, "the remainder of a division by nothing")
            return left % right
        case "inside":
            return spans.inside(resolved(setting, a[0]), kind(a[1], Span, "a range"))
        case "start":
            return kind(a[0], Span, "a range").start
        case "end":
            return kind(a[0], Span, "a range").end
        case "next_of":
            anchor = None if a[2] is None else day(setting, a[2])
            return spans.next_of(kind(a[0], Every, "a rhythm"), day(setting, a[1]), anchor)
        case "nth_of":
            return spans.nth_of(kind(a[0], Every, "a rhythm"), day(setting, a[1]), whole(a[2]))
        case "earliest" | "latest":
            items = kind(a[0], tuple, "a list")
            if not items or len({type(item) for item in items}) != 1:
                raise misread("a list of one kind is expected")
            return (min if name == "earliest" else max)(items, key=spans.instant)
        case "negated":
            return not kind(a[0], bool, "yes or no")
        case "lt" | "le" | "gt" | "ge" | "eq" | "ne":
            tests: dict[str, Callable[[Any, Any], bool]] = {
                "lt": lambda x, y: x < y, "le": lambda x, y: x <= y, "gt": lambda x, y: x > y,
                "ge": lambda x, y: x >= y, "eq": lambda x, y: x == y, "ne": lambda x, y: x != y,
            }  # fmt: skip
            return spans.compare(resolved(setting, a[0]), resolved(setting, a[1]), tests[name])
    raise misread(f"'{name}' is no operation of the calendar")


def _word(value: Any, allowed: Any) -> str:
    if value not in allowed:
        raise misread(f"'{value}' is none of {', '.join(allowed)}")
    return value
