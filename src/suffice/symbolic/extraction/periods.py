"""Stretches of the calendar: 2015, Dec-2018, this week, week 31, q3 2019, this summer, the weekend, end of month."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction

from suffice.symbolic.extraction.dating import (
    around,
    month_period,
    months_period,
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
_YEAR_LEADS = frozenset("in since of from to and or by until till during for not but through between before after about around"
                        " vs versus = - is was , ( the than later".split()) | {""}  # fmt: skip
_SEASONS = {"spring": "SP", "summer": "SU", "fall": "FA", "autumn": "FA", "winter": "WI"}


@RULES.add("step", *_STEPS)
def step(place: Place) -> int | None:
    return _STEPS[place.text] if place.text not in ("the", "my") else None


@RULES.add("year_period", "{year}", "= {year}")
def _bare_year(place: Place, year: int) -> Period | None:
    if not 1500 <= year <= 2100:
        return None
    if place.before == "-" and place.scan.form(place.start - 2)[:1].isdigit():
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
    return year_period(year) if len(place.text.split()) > 1 else None


@RULES.add("year_period", "{step} (calendar | fiscal)? year")
def _near_year(place: Place, step: int) -> Period | None:
    return None if "fiscal" in place.text else year_period(place.now.year + step)


@RULES.add("year_period", "(the | my) year")
def _the_year(place: Place) -> Period | None:
    return (
        None if place.after in ("after", "that", "when", "to") or place.after.isdigit() else year_period(place.now.year)
    )


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
    if place.text == "this may" and place.after.isalpha():
        return None
    return month_period(place.now.year + step, month)


@RULES.add("month_period", "{month}")
def _month(place: Place, month: int) -> Period | None:
    word = place.text.rstrip(".")
    if word in _DOUBTFUL and place.before not in _LEADS:
        return None
    if word == "may" and (
        place.before in ("this", "and", "or", "to", "for", "between") or place.after in ("not", "be", "have")
    ):
        return None
    return some_month(place.now, month)


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
    "the? week (of | commencing | starting | beginning) (on | the)? {weekless_day:calendar_day}",
)
def _week_with(_: Place, calendar_day: Day) -> Period | None:
    mondays = [d - timedelta(days=d.isoweekday() - 1) for d in calendar_day.days]
    return Period(calendar_day.timex, tuple((m, m + timedelta(days=7)) for m in mondays), "W") if mondays else None


@RULES.add("weekless_day", "the {ordinal_day:day}")
def weekless_day(place: Place, day: int) -> Day | None:
    return of_month(place.now, day)


# --- quarters, halves, seasons, decades --------------------------------------------------------------


def _months(year: int, first: int, count: int) -> Period:
    start, end = months_period(year, first, count)
    return Period(f"({start},{end},P{count}M)", ((start, end),), "Q", year)


def _some_months(place: Place, first: int, count: int) -> Period:
    starts = around(place.now, (date(place.now.year + n, first, 1) for n in (-1, 0, 1)))
    last = (first + count - 1) % 12 + 1
    timex = f"(XXXX-{first:02d}-01,XXXX-{last:02d}-01,P{count}M)"
    return Period(timex, tuple(months_period(d.year, first, count) for d in starts), "Q")


@RULES.add("quarter_number", "q {digits:number}", "{ordinal:number} quarter")
def quarter_number(_: Place, number: int) -> int | None:
    return number if 1 <= number <= 4 else None


@RULES.add("quarter", "{quarter_number:number} (of | , | - | in)? {year}", "{year} (- | ,)? {quarter_number:number}")
def _quarter_of_year(_: Place, number: int, year: int) -> Period:
    return _months(year, 3 * number - 2, 3)


@RULES.add("quarter", "{quarter_number:number} of? {year_step:years}")
def _quarter_of_near_year(place: Place, number: int, years: int) -> Period:
    return _months(place.now.year + years, 3 * number - 2, 3)


@RULES.add("quarter", "the? {quarter_number:number}", "the? {quarter_number:number} of the year")
def _quarter(place: Place, number: int) -> Period | None:
    if "quarter" in place.text and not place.text.endswith("year"):
        return None
    if place.text.startswith("the") and not place.text.endswith("year"):
        return None
    return _some_months(place, 3 * number - 2, 3)


@RULES.add("quarter", "{step} quarter")
def _near_quarter(place: Place, step: int) -> Period:
    index = place.now.year * 4 + (place.now.month - 1) // 3 + step
    return _months(index // 4, index % 4 * 3 + 1, 3)


@RULES.add("quarter", "{step} {amount} quarters")
def _near_quarters(place: Place, step: int, amount: Fraction) -> Period | None:
    if not step or amount.denominator != 1 or not 0 < amount < 400:
        return None
    count = int(amount)
    index = place.now.year * 4 + (place.now.month - 1) // 3 + (1 if step > 0 else -count)
    return _months(index // 4, index % 4 * 3 + 1, 3 * count)


@RULES.add("half_number", "h {digits:number}")
def half_number(_: Place, number: int) -> int | None:
    return number if number in (1, 2) else None


@RULES.add("quarter", "{half_number:number} (of | -)? {year}", "{year} -? {half_number:number}")
def _half_year(_: Place, number: int, year: int) -> Period:
    return _months(year, 6 * number - 5, 6)


@RULES.add("season_name", *_SEASONS)
def season_name(place: Place) -> str:
    return _SEASONS[place.text]


@RULES.add("season", "{season_name:name} (of | ,)? {year}")
def _season_of_year(_: Place, name: str, year: int) -> Period:
    return Period(f"{year:04d}-{name}", (), "S", year)


@RULES.add("season", "{step} {season_name:name}", "{season_name:name} of? {year_step:step}")
def _near_season(place: Place, name: str, step: int) -> Period:
    return Period(f"{place.now.year + step:04d}-{name}", (), "S")


@RULES.add("season", "the? {season_name:name}")
def _season(place: Place, name: str) -> Period | None:
    if name in ("SP", "FA") and place.text.split()[-1] in ("fall", "spring") and place.before not in ("in", "during"):
        return None
    return Period(name, (), "S")


@RULES.add("decade", "the? {year} ' ? s")
def _decade(_: Place, year: int) -> Period | None:
    return _years(year, 10) if year % 10 == 0 and 1500 <= year <= 2100 else None


def _years(year: int, count: int) -> Period:
    days = (date(year, 1, 1), date(year + count, 1, 1))
    return Period(f"({days[0]},{days[1]},P{count}Y)", (days,), "10Y")


@RULES.add("decade", "{ordinal_day:number} century", "the {ordinal_day:number} century")
def _century(_: Place, number: int) -> Period | None:
    return _years(100 * number - 100, 100) if 2 <= number <= 30 else None


@RULES.add("decade", "the? {step} {amount} decades")
def _decades(place: Place, step: int, amount: Fraction) -> Period | None:
    if not step or amount.denominator != 1 or not 0 < amount < 100:
        return None
    start = place.now.year // 10 * 10
    return _years(start + 10, int(amount) * 10) if step > 0 else _years(start - int(amount) * 10, int(amount) * 10)


@RULES.add("decade", "the? {step} decade")
def _near_decade(place: Place, step: int) -> Period:
    return _years(place.now.year // 10 * 10 + 10 * step, 10)


# --- parts of these ----------------------------------------------------------------------------------


@RULES.add(
    "stretch", "{year_period:of}", "{month_period:of}", "{week_period:of}", "{quarter:of}", "{season:of}", "{decade:of}"
)
def stretch(_: Place, of: Period) -> Period:
    return of


@RULES.add("edge", "early", "beginning of", "start of", "earlier")
def _start(_: Place) -> str:
    return "start"


@RULES.add("edge", "late", "end of", "later")
def _end(_: Place) -> str:
    return "end"


@RULES.add("edge", "mid", "mid -", "middle of", "mid of")
def _mid(_: Place) -> str:
    return "mid"


@RULES.add(
    "stretch_part", "{edge} (in | of)? {unit_stretch:of}", "{edge} the? {month_period:of}", "{edge} {year_period:of}"
)
def _part(place: Place, edge: str, of: Period) -> Period | None:
    """late July, end of month, earlier this year"""
    if of.grain not in ("Y", "MO", "W"):
        return None
    words = place.text.split()
    if words[0] in ("earlier", "later") and of.timex != _this(place, of.grain).timex:
        return None
    return replace(_cut(of, edge), mod=edge)


def _this(place: Place, grain: str) -> Period:
    today = place.now.date()
    found = {"Y": year_period(today.year), "MO": month_period(today.year, today.month)}
    return found.get(grain) or week_period(this_monday(place.now))


@RULES.add("unit_stretch", "{week_period:of}", "{month_period:of}", "{year_period:of}")
def unit_stretch(_: Place, of: Period) -> Period | None:
    return of if of.grain in ("W", "MO", "Y") else None


@RULES.add("unit_stretch", "year")
def _year_word(place: Place) -> Period | None:
    return year_period(place.now.year)


@RULES.add("unit_stretch", "month")
def _month_word(place: Place) -> Period | None:
    return month_period(place.now.year, place.now.month)


@RULES.add("unit_stretch", "week")
def _week_word(place: Place) -> Period:
    return week_period(this_monday(place.now))


@RULES.add("stretch_part", "eoy", "eom", "eow")
def _short_end(place: Place) -> Period:
    return replace(_cut(_this(place, {"y": "Y", "m": "MO", "w": "W"}[place.text[-1]]), "end"), mod="end")


def _cut(of: Period, edge: str) -> Period:
    """The first half, the second half or the middle of a year, a month or a week."""

    def part(start: date, end: date) -> tuple[date, date]:
        if of.grain == "Y":
            quarters = [add_months(start, n) for n in (0, 3, 6, 9, 12)]
            return {"start": (quarters[0], quarters[2]), "mid": (quarters[1], quarters[3]), "end": (quarters[2], end)}[
                edge
            ]
        if of.grain == "MO":
            tenth, middle, last = (start + timedelta(days=n) for n in (9, 15, 20))
            return {"start": (start, middle), "mid": (tenth, last), "end": (middle, end)}[edge]
        first, second = (start + timedelta(days=n) for n in (2, 4))
        return {"start": (start, second), "mid": (first, second), "end": (start + timedelta(days=3), end)}[edge]

    return replace(of, spans=tuple(part(a, b) for a, b in of.spans))  # type: ignore[arg-type]


@RULES.add("stretch_part", "(rest | remaining | remainder) (of | of the | of my | of this | the) (week | month | year)")
def _rest(place: Place) -> Period:
    today = place.now.date()
    grain = {"k": "W", "h": "MO", "r": "Y"}[place.text[-1]]
    end = _this(place, grain).spans[0][1]
    last = end - timedelta(days=1)  # type: ignore[operator]
    return Period(f"({today},{last},P{(last - today).days}D)", ((today, last),), "D")


@RULES.add("stretch_part", "(year | month | week) to date")
def _to_date(place: Place) -> Period:
    of = _this(place, {"y": "Y", "m": "MO", "w": "W"}[place.text[0]])
    return replace(of, spans=((of.spans[0][0], place.now.date()),))
