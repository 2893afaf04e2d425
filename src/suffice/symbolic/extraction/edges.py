"""Parts of a stretch of the calendar: late July, end of month, earlier this year, rest of the week, year to date."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from suffice.symbolic.extraction.dating import month_period, this_monday, week_period, year_period
from suffice.symbolic.extraction.meaning import Period, add_months
from suffice.symbolic.extraction.scan import Place, Rules

RULES = Rules()


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
    last = _ends(_this(place, grain))[1] - timedelta(days=1)
    days = (last - today).days + (grain != "W")  # as the specification counts
    return Period(f"({today},{last},P{days}D)", ((today, last),), "D")


@RULES.add("stretch_part", "(year | month | week) to date")
def _to_date(place: Place) -> Period:
    of = _this(place, {"y": "Y", "m": "MO", "w": "W"}[place.text[0]])
    return replace(of, spans=((_ends(of)[0], place.now.date()),))


def _ends(of: Period) -> tuple[date, date]:
    """The first day of a stretch of whole days, and the first behind it."""
    start, end = of.spans[0]
    assert isinstance(start, date) and isinstance(end, date)
    return start, end
