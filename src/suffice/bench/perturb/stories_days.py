"""Stories of the calendar about days: sums, differences, weekdays, working days."""

from __future__ import annotations

import calendar
from datetime import date, timedelta
from random import Random

from suffice.bench.perturb.story import Story, tell

WEEKDAYS = calendar.day_name
NOW = "T09:00:00+00:00"


def spelled(rng: Random, day: date) -> str:
    """A date as people write it, never with two readings."""
    month = calendar.month_name[day.month]
    return rng.choice(
        (
            f"{day.day} {month} {day.year}",
            f"{month} {day.day}, {day.year}",
            day.isoformat(),
            f"{day.day} {month[:3]} {day.year}",
            f"{month} {day.day}{ordinal(day.day)}, {day.year}",
            f"the {day.day}{ordinal(day.day)} of {month} {day.year}",
            f"{WEEKDAYS[day.weekday()]}, {day.day} {month} {day.year}",
        )
    )


def ordinal(n: int) -> str:
    return "th" if 10 <= n % 100 <= 20 else {1: "st", 2: "nd", 3: "rd"}.get(n % 10, "th")


def some_day(rng: Random, first: int = 2024, last: int = 2029) -> date:
    start = date(first, 1, 1)
    return start + timedelta(rng.randrange((date(last, 12, 31) - start).days))


def months_on(day: date, months: int) -> date | None:
    """The same day of a later month, if that month has one."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    return date(year, month + 1, day.day) if day.day <= calendar.monthrange(year, month + 1)[1] else None


def plus(rng: Random) -> Story:
    day, n = some_day(rng), rng.randrange(2, 200)
    unit = rng.choice(("days", "days", "weeks", "months", "years"))
    n = n if unit == "days" else rng.randrange(2, 20)
    back = rng.random() < 0.4
    way = -1 if back else 1
    if unit in ("months", "years"):
        found = months_on(day, way * n * (12 if unit == "years" else 1))
    else:
        found = day + timedelta(way * n * (7 if unit == "weeks" else 1))
    gold = (found.isoformat(),) if found else ()
    slots = {
        "day": spelled(rng, day),
        "n": str(n),
        "unit": unit,
        "after": "before" if back else "after",
        "in": "earlier" if back else "later",
        "sign": "minus" if back else "plus",
    }
    return tell(
        rng,
        "date and a duration",
        (
            "? What date is {n} {unit} {after} {day}?",
            "? What is the date {n} {unit} {after} {day}?",
            "? What is {day} {sign} {n} {unit}?",
            "? which date is {n} {unit} {after} {day}?",
            "? Tell me the date {n} {unit} {after} {day}.",
            *(
                ("The contract starts on {day}. | It runs for {n} {unit}. | ? When does it end?",)
                if not back and unit == "weeks"
                else ()
            ),
        ),
        gold,
        slots,
    )


def between(rng: Random) -> Story:
    one = some_day(rng)
    two = one + timedelta(rng.randrange(2, 500))
    gold = str((two - one).days)
    slots = {"one": spelled(rng, one), "two": spelled(rng, two)}
    months = 12 * (two.year - one.year) + two.month - one.month
    whole = (str(months), f"{months} months") if one.day == two.day else ()  # to the day, or it is no number of months
    return tell(
        rng,
        "days between",
        (
            "? How many days are there between {one} and {two}?",
            "? How many days between {one} and {two}?",
            "? How many days is it from {one} to {two}?",
            "? What is the number of days between {one} and {two}?",
            "? Days from {one} until {two}?",
        ),
        (gold, f"{gold} days"),
        slots,
        others=(
            ("How many days are there from {one} to {two}, both included?", str((two - one).days + 1)),
            ("How many months are there between {one} and {two}?", whole),
            ("How many hours are there between {one} and {two}?", str(24 * (two - one).days)),
        ),
    )


def weeks(rng: Random) -> Story:
    one, n = some_day(rng), rng.randrange(2, 40)
    slots = {"one": spelled(rng, one), "two": spelled(rng, one + timedelta(7 * n))}
    return tell(
        rng,
        "weeks between",
        (
            "? How many weeks are there between {one} and {two}?",
            "? How many weeks is it from {one} to {two}?",
            "? How many weeks lie between {one} and {two}?",
        ),
        (str(n), f"{n} weeks"),
        slots,
        others=(("How many days are there between {one} and {two}?", str(7 * n)),),
    )


def weekday(rng: Random) -> Story:
    day = some_day(rng, 1950, 2060)
    text = spelled(rng, day)
    text = text.partition(", ")[2] if text.split(",")[0] in tuple(WEEKDAYS) else text
    name = WEEKDAYS[day.weekday()]
    return tell(
        rng,
        "weekday of a date",
        (
            "? What day of the week is {day}?",
            "? Which weekday is {day}?",
            "? What weekday is {day}?",
            "? On which day of the week does {day} fall?",
            "? what day of the week was {day}?" if day.year < 2020 else "? What day is {day}?",
        ),
        name,
        {"day": text},
        days=(day,),
        answer=lambda day: (WEEKDAYS[day.weekday()],),
        others=(
            ("What day of the week is the day after {day}?", WEEKDAYS[(day.weekday() + 1) % 7]),
            ("Is {day} a weekend day?", "Yes" if day.weekday() > 4 else "No"),
        ),
    )


def worked(start: date, n: int) -> date:
    """The n-th day from Monday to Friday after ``start``."""
    day = start
    while n:
        day += timedelta(1)
        n -= day.weekday() < 5
    return day


def business_plus(rng: Random) -> Story:
    day, n = some_day(rng), rng.randrange(2, 40)
    slots = {"day": spelled(rng, day), "n": str(n)}
    return tell(
        rng,
        "business days after",
        (
            "? What date is {n} business days after {day}?",
            "? What date is {n} working days after {day}?",
            "? Which date is {n} business days from {day}?",
            "The invoice is dated {day}. | It is due in {n} business days. | ? When is it due?",
        ),
        worked(day, n).isoformat(),
        slots,
        others=(("What date is {n} days after {day}?", (day + timedelta(n)).isoformat()),),
        extras=(("The first Monday after that is a public holiday.", ()), ("Saturdays count as business days.", ())),
    )


def business_between(rng: Random) -> Story:
    one = some_day(rng)
    while one.weekday() > 4:
        one += timedelta(1)
    two = one + timedelta(rng.randrange(5, 80))
    while two.weekday() > 4:
        two += timedelta(1)
    n = sum((one + timedelta(i)).weekday() < 5 for i in range((two - one).days))
    slots = {"one": spelled(rng, one), "two": spelled(rng, two)}
    return tell(
        rng,
        "business days between",
        (
            "? How many business days are there between {one} and {two}?",
            "? How many working days between {one} and {two}?",
            "? How many business days are there from {one} to {two}?",
            "? How many working days are there from {one} to {two}, both days included?",
        ),
        (str(n), str(n + 1), f"{n} business days", f"{n + 1} business days"),
        slots,
    )


TELLERS = (
    plus,
    between,
    weeks,
    weekday,
    business_plus,
    business_between,
)
