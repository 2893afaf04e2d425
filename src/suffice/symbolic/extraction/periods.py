"""Stretches of the calendar: 2015, Dec-2018, this week, week 31, q3 2019, this summer, the weekend, end of month."""

from __future__ import annotations

from datetime import date, timedelta

from suffice.symbolic.extraction.dating import (
    month_period,
    of_month,
    some_month,
    this_monday,
    week_period,
    week_timex,
    weekend_period,
    year_period,
)
from suffice.symbolic.extraction.meaning import Day, Period, add_months
from suffice.symbolic.extraction.scan import Place, Rules

RULES = Rules()
_STEPS = {"this": 0, "current": 0, "my": 0, "the": 0, "next": 1, "following": 1, "coming": 1, "upcoming": 1,
          "last": -1, "previous": -1, "past": -1}  # fmt: skip
_DOUBTFUL = frozenset(("may", "march", "mar", "jan", "dec", "sep"))  # words and names too
_LEADS = frozenset("in of since from to until till through by before after and or during for between this next last"
                   " early late mid".split())  # fmt: skip
_YEAR_LEADS = frozenset("in since of from to and or by until till during for not but through between before after about"
                        " around vs versus = < > - is was , ( the than later early"
                        " late mid end start".split()) | {""}  # fmt: skip


@RULES.add("step", *_STEPS)
def step(place: Place) -> int | None:
    return _STEPS[place.text] if place.text not in ("the", "my") else None


@RULES.add("year_period", "{digit_year:year}", "= {digit_year:year}")
def _bare_year(place: Place, year: int) -> Period | None:
    if not 1500 <= year <= 2100:
        return None
    if place.before == "-" and (place.scan.glued(place.start) or place.scan.form(place.start - 2).isdigit()):
        return None
    if place.text[0] != "=" and (place.before not in _YEAR_LEADS or _counts(place)):
        return None
    return year_period(year)


def _counts(place: Place) -> bool:
    """True where a plural stands behind: 2000 pieces."""
    return place.after.endswith("s") and len(place.after) > 3 and place.after not in ("was", "is", "has", "versus")


@RULES.add("year_period", "calendar? year {year}", "cy {year}")
def _called_year(_: Place, year: int) -> Period | None:
    return year_period(year)


@RULES.add("year_period", "(fiscal | school) year {year}", "(fy | sy) {year}", "fy {short_year:year}")
def _other_year(place: Place, year: int) -> Period:
    """Known by name only: when it begins is not said."""
    return Period(f"{'F' if place.text[0] == 'f' else 'S'}Y{year:04d}", (), "FY")


@RULES.add("year_period", "{spoken_year:year}")
def _spoken_year(place: Place, year: int) -> Period | None:
    said = place.before in (
        "in",
        "since",
        "of",
        "by",
        "until",
        "from",
        "to",
        "before",
        "after",
        "and",
        "during",
        "year",
    )
    return year_period(year) if said and place.text != "two thousand" and not _counts(place) else None


@RULES.add("year_period", "{step} (calendar | fiscal)? year")
def _near_year(place: Place, step: int) -> Period | None:
    return None if "fiscal" in place.text else year_period(place.now.year + step)


@RULES.add("year_period", "(the | my) year")
def _the_year(place: Place) -> Period | None:
    if place.after in ("after", "that", "when", "to") or place.after.isdigit():
        return None
    if place.after == "of" and place.scan.form(place.end + 1).isdigit():
        return None
    return year_period(place.now.year)


@RULES.add(
    "month_period",
    "{month} (, | of | in | - | / | .)? {year}",
    "{year} (, | - | / | of)? {month}",
    "{month} ,? of? {spoken_year:year}",
)
def _month_and_year(_: Place, month: int, year: int) -> Period | None:
    return month_period(year, month) if year >= 1500 else None


@RULES.add("month_period", "{month} ' {short_year:year}", "{month} {short_year:year}")
def _month_short_year(place: Place, month: int, year: int) -> Period | None:
    return month_period(year, month) if "'" in place.text or place.text[-2] > "3" or place.text[-2:] > "31" else None


@RULES.add("month_period", "{year} (- | / | .) {digits:month}", "{digits:month} (- | /) {year}")
def _month_in_digits(place: Place, year: int, month: int) -> Period | None:
    return month_period(year, month) if 1 <= month <= 12 and 1500 <= year <= 2100 else None


@RULES.add("month_period", "{month} of? {year_step:years}")
def _month_of_near_year(place: Place, month: int, years: int) -> Period | None:
    return month_period(place.now.year + years, month)


@RULES.add("year_step", "(this | next | last | previous | following) year")
def year_step(place: Place) -> int:
    return _STEPS[place.text.split()[0]]


@RULES.add("month_period", "{step} {month}")
def _near_month(place: Place, step: int, month: int) -> Period | None:
    if place.text == "this may" and place.after.isalpha() and place.after not in ("to", "until", "till", "through"):
        return None
    return month_period(place.now.year + step, month)


@RULES.add("month_period", "{month}")
def _month(place: Place, month: int) -> Period | None:
    word = place.text.rstrip(".")
    edged = place.before == "-" and place.scan.form(place.start - 2) in ("early", "late", "mid")
    if word in _DOUBTFUL and place.before not in _LEADS and not edged:
        return None
    if place.before not in _LEADS and place.scan.capital(place.end):
        return None  # April Jones
    if word == "may" and (
        place.before in ("this", "and", "or", "to", "for", "between") or place.after in ("not", "be", "have")
    ):
        return None
    return some_month(place.now, month)


@RULES.add("month_period", "the? month of {month_period:of}")
def _called_month(_: Place, of: Period) -> Period:
    return of


@RULES.add("month_period", "{step} month", "(the | my) month")
def _this_month(place: Place, step: int = 0) -> Period | None:
    if place.after in ("of", "after", "that") and not step:
        return None
    start = add_months(place.now.date().replace(day=1), step)
    return month_period(start.year, start.month)


@RULES.add("week_period", "{step} week", "(the | my) week")
def _week(place: Place, step: int = 0) -> Period | None:
    if place.text.startswith(("the", "my")) and (
        place.after in ("of", "after", "that", "starting", "beginning", "commencing") or place.after.isdigit()
    ):
        return None
    return week_period(this_monday(place.now) + timedelta(days=7 * step))


@RULES.add("week_period", "{step} weekend", "(the | my)? weekend")
def _weekend(place: Place, step: int = 0) -> Period | None:
    if place.text == "weekend" and place.before in ("a", "every", "each", "long", "per"):
        return None
    return weekend_period(this_monday(place.now) + timedelta(days=7 * step))


@RULES.add("week_period", "week {digits:number}", "week (number | no .?) {digits:number}")
def _numbered(place: Place, number: int) -> Period | None:
    return _iso_week(place.now.year, number)


@RULES.add("week_period", "week {digits:number} (of | , | in)? {year}")
def _numbered_of_year(_: Place, number: int, year: int) -> Period | None:
    return _iso_week(year, number)


def _iso_week(year: int, number: int) -> Period | None:
    if not 1 <= number <= 53:
        return None
    monday = date(year, 1, 4) - timedelta(days=date(year, 1, 4).isoweekday() - 1) + timedelta(days=7 * (number - 1))
    return week_period(monday) if week_timex(monday) == f"{year:04d}-W{number:02d}" else None


@RULES.add("week_period", "the? week after (next | the next)")
def _after_next(place: Place) -> Period:
    return week_period(this_monday(place.now) + timedelta(days=14))


@RULES.add("week_period", "{week_number:number} of {year_step:years}")
def _numbered_of_near_year(place: Place, number: int, years: int) -> Period | None:
    return _iso_week(place.now.year + years, number)


@RULES.add("week_number", "week {digits:number}")
def week_number(_: Place, number: int) -> int:
    return number


@RULES.add("week_period", "the? {ordinal} week of {year}", "the? {ordinal} week of? {year_step:years}")
def _nth_week(place: Place, ordinal: int, year: int = 0, years: int = 0) -> Period | None:
    year = year or place.now.year + years
    if ordinal == -1:
        return _iso_week(year, 53) or _iso_week(year, 52)
    return _iso_week(year, ordinal)


@RULES.add("week_period", "the? {ordinal} week (of | in) {month}")
def _week_of_month(place: Place, ordinal: int, month: int) -> Period | None:
    if not 1 <= ordinal <= 4:
        return None
    spans = []
    for start, _ in some_month(place.now, month).spans:
        first = _first_week(start)  # type: ignore[arg-type]
        spans.append((first + timedelta(days=7 * (ordinal - 1)), first + timedelta(days=7 * ordinal)))
    return Period(f"XXXX-{month:02d}-W{ordinal:02d}", tuple(spans), "W")


def _first_week(start: date) -> date:
    """The Monday of the week that holds most of the month's first days."""
    monday = start - timedelta(days=start.isoweekday() - 1)
    return monday if start.isoweekday() <= 4 else monday + timedelta(days=7)


@RULES.add(
    "week_period",
    "the? week (of | commencing | starting | beginning) (on | the)? {calendar_day}",
    "w / c {calendar_day}",
    "the? week (of | commencing | starting | beginning) (on | the)? {weekless_day:calendar_day}",
)
def _week_with(_: Place, calendar_day: Day) -> Period | None:
    mondays = [d - timedelta(days=d.isoweekday() - 1) for d in calendar_day.days]
    return Period(calendar_day.timex, tuple((m, m + timedelta(days=7)) for m in mondays), "W") if mondays else None


@RULES.add("weekless_day", "the {ordinal_day:day}")
def weekless_day(place: Place, day: int) -> Day | None:
    return of_month(place.now, day)
