"""Days, weeks, months and years of the proleptic Gregorian calendar, years 1 to 9999."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, datetime, timedelta
from fractions import Fraction

from suffice.records import Code
from suffice.symbolic.calendar.values import DAY_US, Length, Month, Refusal, Weekday, Year, YearlessDay, misread

NAMES = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


class NoSuchDay(Refusal):
    """A day that this year does not have."""


def leap(year: int) -> bool:
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def in_year(day: YearlessDay, year: int) -> date:
    """Raises NoSuchDay for 29 February of a common year, and where the said weekday does not agree."""
    try:
        found = date(year, day.month, day.day)
    except ValueError:
        raise NoSuchDay(Code.INCONSISTENT, f"{year} has no day {day.day} in month {day.month}") from None
    if day.weekday is not None and found.weekday() != day.weekday:
        said, right = NAMES[day.weekday], NAMES[found.weekday()]
        raise NoSuchDay(Code.INCONSISTENT, f"{found.isoformat()} is a {right}, not a {said}")
    return found


def coming(day: YearlessDay, today: date, direction: int) -> date:
    """The next (1) or latest (-1) such day, today included."""
    for year in range(today.year, today.year + 9 * direction, direction):
        if not 1 <= year <= 9999:
            break
        try:
            found = date(year, day.month, day.day)
        except ValueError:
            continue
        if (found - today).days * direction >= 0:
            return in_year(day, year)
    raise Refusal(Code.OUT_OF_RANGE, "no such day within the calendar")


def easter(year: int) -> date:
    """Western Easter Sunday (J. Meeus, Astronomical Algorithms, chapter 8: Butcher's rule), from 1583."""
    if year < 1583:
        raise Refusal(Code.OUT_OF_RANGE, "the Gregorian Easter begins in 1583")
    a, b, c = year % 19, year // 100, year % 100
    d, e = divmod(b, 4)
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    weekday = (32 + 2 * e + 2 * i - h - k) % 7
    m = (a + 11 * h + 22 * weekday) // 451
    month, day = divmod(h + weekday - 7 * m + 114, 31)
    return date(year, month, day + 1)


def first_day(month: Month) -> date:
    return date(month.year, month.month, 1)


def last_day(month: Month) -> date:
    return date(month.year, month.month, monthrange(month.year, month.month)[1])


def nth_weekday(rank: int, weekday: Weekday, month: Month) -> date:
    """The rank-th such weekday of a month, from the end when negative."""
    length = monthrange(month.year, month.month)[1]
    days = [d for d in range(1, length + 1) if date(month.year, month.month, d).weekday() == weekday.n]
    if rank == 0 or abs(rank) > len(days):
        name = NAMES[weekday.n]
        raise Refusal(Code.INCONSISTENT, f"{month.year}-{month.month:02d} has {len(days)} {name}s, not {abs(rank)}")
    return date(month.year, month.month, days[rank - 1 if rank > 0 else rank])


def weekday_near(day: date, weekday: Weekday, least: int) -> date:
    """The first such weekday at least ``least`` days after ``day`` (before it, when negative)."""
    if least < 0:
        return day - timedelta(days=(day.weekday() - weekday.n + least) % 7 - least)
    return day + timedelta(days=(weekday.n - day.weekday() - least) % 7 + least)


def weekday_of_week(day: date, weekday: Weekday, weeks: int, first: int) -> date:
    """The weekday in the week ``weeks`` after that of ``day``; weeks begin on weekday ``first``."""
    start = day - timedelta(days=(day.weekday() - first) % 7)
    return start + timedelta(days=7 * weeks + (weekday.n - first) % 7)


def add_months(day: date, months: int) -> date:
    """Raises Refusal AMBIGUOUS naming both dates when the day does not exist in the month."""
    index = day.year * 12 + day.month - 1 + months
    year, month = index // 12, index % 12 + 1
    if not 1 <= year <= 9999:
        raise Refusal(Code.OUT_OF_RANGE, "beyond the years 1 to 9999")
    length = monthrange(year, month)[1]
    if day.day > length:
        last = date(year, month, length)
        over = last + timedelta(days=day.day - length)
        raise Refusal(
            Code.AMBIGUOUS,
            f"{abs(months)} months from {day.isoformat()} is no day of the calendar: "
            f"it can be taken as {last.isoformat()} or as {over.isoformat()}",
        )
    return day.replace(year=year, month=month)


def shift(day: date, length: Length, sign: int) -> date:
    """Months first, then days; where the other order leads elsewhere, that is said."""
    if length.working_days or length.working_us or length.us % DAY_US:
        raise misread("hours or working time are not added to a plain date")
    days, months = sign * (length.days + length.us // DAY_US), sign * length.months
    found = add_months(day, months) + timedelta(days=days)
    if days and months:
        other = add_months(day + timedelta(days=days), months)
        if other != found:
            raise Refusal(
                Code.AMBIGUOUS, f"months first it is {found.isoformat()}, days first it is {other.isoformat()}"
            )
    return found


def shift_local(local: datetime, length: Length, sign: int) -> datetime:
    if length.working_days or length.working_us:
        raise misread("working time needs working hours")
    day = shift(local.date(), Length(length.months, length.days), sign)
    return datetime.combine(day, local.time()) + timedelta(microseconds=sign * length.us)


def months_between(start: date, end: date) -> Length:
    """Whole months and the days that remain."""
    if end < start:
        raise Refusal(Code.INCONSISTENT, "the end lies before the start")
    months = (end.year - start.year) * 12 + end.month - start.month
    if end.day < start.day:
        months -= 1
    anchor = add_months(start, months)
    return Length(months, (end - anchor).days)


def age(birth: date, at: date) -> Fraction:
    """Completed years of life."""
    if at < birth:
        raise Refusal(Code.INCONSISTENT, "a birth after the day of the question")
    if (birth.month, birth.day, at.month, at.day) == (2, 29, 2, 28) and not leap(at.year):
        raise Refusal(Code.AMBIGUOUS, "a birthday of 29 February: people keep it on 28 February or on 1 March")
    years = at.year - birth.year
    return Fraction(years - ((at.month, at.day) < (birth.month, birth.day)))


def count_weekday(weekday: Weekday, start: date, end: date) -> Fraction:
    """Both ends included."""
    if end < start:
        return Fraction(0)
    before = (start - timedelta(days=1)).toordinal() if start > date.min else 0
    # day 1 of the ordinal count (0001-01-01) is a Monday
    return Fraction((end.toordinal() - weekday.n + 6) // 7 - (before - weekday.n + 6) // 7)


def count_leap(first: int, last: int) -> Fraction:
    def up_to(year: int) -> int:
        return year // 4 - year // 100 + year // 400

    return Fraction(max(0, up_to(last) - up_to(first - 1)))


def near_leap(year: int, step: int) -> Year:
    year += step
    while not leap(year):
        year += step
    if not 1 <= year <= 9999:
        raise Refusal(Code.OUT_OF_RANGE, "beyond the years 1 to 9999")
    return Year(year)


def weekday_given(first: Weekday, day: YearlessDay) -> Weekday:
    """The weekday of a day in a year whose 1 January is ``first``; after February that needs the leap day."""
    if (day.month, day.day) >= (2, 29):
        other = (date(2023, day.month, day.day) - date(2023, 1, 1)).days if (day.month, day.day) != (2, 29) else -1
        if other < 0:
            return Weekday((first.n + 59) % 7)
        names = NAMES[(first.n + other) % 7], NAMES[(first.n + other + 1) % 7]
        raise Refusal(Code.UNDERDETERMINED, f"it is {names[0]}, or {names[1]} in a leap year")
    return Weekday((first.n + (date(2023, day.month, day.day) - date(2023, 1, 1)).days) % 7)
