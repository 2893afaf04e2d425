"""Stories of the calendar about months, years, ages and the days to come."""

from __future__ import annotations

import calendar
from datetime import date, timedelta
from random import Random

from suffice.bench.perturb.stories_days import NOW, WEEKDAYS, some_day, spelled
from suffice.bench.perturb.story import Story, tell


def nth_weekday(rng: Random) -> Story:
    year, month, n, which = rng.randrange(2024, 2031), rng.randrange(1, 13), rng.randrange(1, 6), rng.randrange(7)
    days = [d for d in range(1, calendar.monthrange(year, month)[1] + 1) if date(year, month, d).weekday() == which]
    day = days[-1] if n == 5 else days[n - 1]
    slots = {
        "n": ("first", "second", "third", "fourth", "last")[n - 1],
        "weekday": WEEKDAYS[which],
        "month": calendar.month_name[month],
        "year": str(year),
    }
    return tell(
        rng,
        "n-th weekday",
        (
            "? What date is the {n} {weekday} of {month} {year}?",
            "? When is the {n} {weekday} in {month} {year}?",
            "? What is the date of the {n} {weekday} of {month} {year}?",
            "? On what date is the {n} {weekday} of {month} {year}?",
        ),
        date(year, month, day).isoformat(),
        slots,
        others=(("How many {weekday}s are there in {month} {year}?", str(len(days))),),
    )


def leap(rng: Random) -> Story:
    year = rng.choice((rng.randrange(1900, 2101), rng.choice((1900, 2000, 2100, 2024, 2028, 2025))))
    return tell(
        rng,
        "leap year",
        (
            "? Is {year} a leap year?",
            "? Was {year} a leap year?" if year < 2024 else "? Will {year} be a leap year?",
            "? is the year {year} a leap year?",
        ),
        "Yes" if calendar.isleap(year) else "No",
        {"year": str(year)},
        others=(("How many days are there in {year}?", str(365 + calendar.isleap(year))),),
    )


def month_length(rng: Random) -> Story:
    year, month = rng.randrange(2020, 2033), rng.choice((2, 2, 2, rng.randrange(1, 13)))
    length = calendar.monthrange(year, month)[1]
    slots = {"month": calendar.month_name[month], "year": str(year)}
    return tell(
        rng,
        "days in a month",
        (
            "? How many days does {month} {year} have?",
            "? How many days are there in {month} {year}?",
            "? How many days are in {month} {year}?",
        ),
        (str(length), f"{length} days"),
        slots,
        others=(("What is the last day of {month} {year}?", date(year, month, length).isoformat()),),
    )


def coming(rng: Random) -> Story:
    today = some_day(rng, 2025, 2027)
    n, which = rng.randrange(2, 60), rng.randrange(7)
    kind = rng.randrange(3)
    now = today.isoformat() + NOW
    if kind == 0:
        return tell(
            rng,
            "days from today",
            (
                "? What date is {n} days from today?",
                "? What is the date in {n} days?",
                "? What will the date be {n} days from now?",
                "? What day of the week is it in {n} days?",
            ),
            ((today + timedelta(n)).isoformat(), WEEKDAYS[(today.weekday() + n) % 7]),
            {"n": str(n)},
            now=now,
        )
    if kind == 1:
        other = today + timedelta(rng.randrange(10, 200))
        return tell(
            rng,
            "days until",
            (
                "? How many days until {day}?",
                "? How many days are left until {day}?",
                "? How many days is it until {day}?",
            ),
            (str((other - today).days), f"{(other - today).days} days"),
            {"day": spelled(rng, other)},
            now=now,
        )
    ahead = (which - today.weekday()) % 7 or 7
    found = ((today + timedelta(ahead)).isoformat(),) if ahead != 7 else ()
    return tell(
        rng,
        "coming weekday",
        (
            "? What date is the coming {weekday}?",
            "? What is the date this coming {weekday}?",
            "? When is the next {weekday} after today?",
        ),
        (*found, (today + timedelta(ahead)).isoformat()),
        {"weekday": WEEKDAYS[which]},
        now=now,
    )


def age(rng: Random) -> Story:
    born, today = some_day(rng, 1950, 2015), some_day(rng, 2025, 2027)
    years = today.year - born.year - ((today.month, today.day) < (born.month, born.day))
    odd = (born.month, born.day) == (2, 29) and (today.month, today.day) in ((2, 28), (3, 1))

    def answer(born: date, today: date) -> tuple[str, ...]:
        return (str(today.year - born.year - ((today.month, today.day) < (born.month, born.day))),)

    slots = {"born": spelled(rng, born), "day": spelled(rng, today)}
    return tell(
        rng,
        "age",
        (
            "I was born on {born}. | ? How old am I on {day}?",
            "Anna was born on {born}. | ? How old is she on {day}?",
            "? How old is someone born on {born} on {day}?",
        ),
        () if odd else (str(years), f"{years} years"),
        slots,
        item="born",
        days=(born, today),
        answer=answer,
        extras=(("Her sister is two years older.", ()),),
    )


def day_number(rng: Random) -> Story:
    day = some_day(rng)
    week = day.isocalendar().week
    if rng.random() < 0.5:
        return tell(
            rng,
            "ISO week",
            (
                "? What ISO week is {day} in?",
                "? What is the ISO week number of {day}?",
                "? Which ISO week does {day} fall in?",
            ),
            (str(week), f"W{week:02}", f"{day.isocalendar().year}-W{week:02}"),
            {"day": spelled(rng, day)},
        )
    return tell(
        rng,
        "day of the year",
        (
            "? What day of the year is {day}?",
            "? Which day of the year is {day}?",
            "? What is the day of the year for {day}?",
        ),
        str(day.timetuple().tm_yday),
        {"day": spelled(rng, day)},
    )


TELLERS = (
    nth_weekday,
    leap,
    month_length,
    coming,
    age,
    day_number,
)
