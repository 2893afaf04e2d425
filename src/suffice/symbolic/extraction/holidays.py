"""Holidays of fixed dates, and of a weekday of a month. Sources: US Code title 5 § 6103; the rest by custom."""

from __future__ import annotations

from abc import ABC, abstractmethod
from datetime import date, timedelta

from suffice.symbolic.extraction.dating import around, each_year, nth_weekday, real
from suffice.symbolic.extraction.meaning import Day
from suffice.symbolic.extraction.scan import Place, Rules

RULES = Rules()
_FIXED = {
    "(christmas | xmas) day?": (12, 25),
    "(christmas | xmas) eve": (12, 24),
    "boxing day": (12, 26),
    "new year eve": (12, 31),
    "new year ' s eve": (12, 31),
    "new years ' eve": (12, 31),
    "new year ' s day": (1, 1),
    "new year day": (1, 1),
    "new years ' day": (1, 1),
    "new years day": (1, 1),
    "new years eve": (12, 31),
    "new year ' s": (1, 1),
    "yuandan": (1, 1),
    "independence day": (7, 4),
    "halloween day?": (10, 31),
    "all saints ' day": (11, 1),
    "valentine ' s day": (2, 14),
    "valentines day": (2, 14),
    "(saint | st | st .) patrick ' s day": (3, 17),
    "(saint | st | st .) patrick": (3, 17),
    "veterans ' day": (11, 11),
    "veterans day": (11, 11),
    "earth day": (4, 22),
    "april fool ' s day": (4, 1),
    "april fools ' day": (4, 1),
    "april fools day?": (4, 1),
    "groundhog day": (2, 2),
    "cinco de mayo": (5, 5),
    "juneteenth": (6, 19),
    "guy fawkes day": (11, 5),
    "international workers ' day": (5, 1),
    "international women ' s day": (3, 8),
    "bastille day": (7, 14),
}
_NTH = {  # month, weekday, which (4 of May's Mondays: the last, as its TIMEX3 value is written)
    "thanksgiving day?": (11, 4, 4),
    "thanks giving day?": (11, 4, 4),
    "martin luther king ,? (jr .?)? day": (1, 1, 3),
    "mlk day": (1, 1, 3),
    "(president ' s | presidents ' | presidents) day": (2, 1, 3),
    "(mother ' s | mothers ' | mothers) day": (5, 7, 2),
    "(father ' s | fathers ' | fathers) day": (6, 7, 3),
    "memorial day": (5, 1, 4),
    "labor day": (9, 1, 1),  # labour day is another day in every country
    "columbus day": (10, 1, 2),
}


class _Holiday(ABC):
    """How a holiday is dated in any one year."""

    @abstractmethod
    def date_in(self, year: int) -> date | None: ...

    @abstractmethod
    def timex(self, year: str) -> str: ...


class _Fixed(_Holiday):
    def __init__(self, month: int, day: int) -> None:
        self._month, self._day = month, day

    def date_in(self, year: int) -> date | None:
        return real(year, self._month, self._day)

    def timex(self, year: str) -> str:
        return f"{year}-{self._month:02d}-{self._day:02d}"


class _Nth(_Holiday):
    def __init__(self, month: int, weekday: int, nth: int) -> None:
        self._month, self._weekday, self._nth = month, weekday, nth

    def date_in(self, year: int) -> date | None:
        last = self._month == 5 and self._weekday == 1
        return nth_weekday(year, self._month, self._weekday, -1 if last else self._nth)

    def timex(self, year: str) -> str:
        return f"{year}-{self._month:02d}-WXX-{self._weekday}-{self._nth}"


def _named(pattern: str, holiday: _Holiday) -> None:
    def make(_: Place) -> _Holiday:
        return holiday

    RULES.add("holiday_name", pattern)(make)


for _pattern, _day in _FIXED.items():
    _named(_pattern, _Fixed(*_day))
for _pattern, _rule in _NTH.items():
    _named(_pattern, _Nth(*_rule))


@RULES.add("holiday", "{holiday_name}")
def _some_year(place: Place, holiday_name: _Holiday) -> Day:
    days = around(place.now, each_year(place.now, holiday_name.date_in))
    return Day(holiday_name.timex("XXXX"), days, joins_clock=False)


@RULES.add("holiday", "{holiday_name} (of | in | ,)? {year}")
def _with_year(_: Place, holiday_name: _Holiday, year: int) -> Day:
    found = holiday_name.date_in(year)
    return Day(holiday_name.timex(f"{year:04d}"), (found,) if found else (), joins_clock=False)


@RULES.add("holiday", "{holiday_name} of? (this | next | last) year", "(this | next | last) {holiday_name}")
def _near_year(place: Place, holiday_name: _Holiday) -> Day:
    words = place.text.split()
    step = 1 if "next" in words else -1 if "last" in words else 0
    return _with_year(place, holiday_name, place.now.year + step)


@RULES.add("holiday", "easter (sunday | day)? (of | in | ,)? {year}")
def _easter(_: Place, year: int) -> Day:
    day = easter(year)
    return Day(day.isoformat(), (day,), joins_clock=False)


@RULES.add("holiday", "(next | last | following) easter (sunday | day)?")
def _near_easter(place: Place) -> Day:
    days = around(place.now, each_year(place.now, easter))
    return _easter(place, days[0 if place.text.startswith("last") else 1].year)


def easter(year: int) -> date:
    """Western Easter Sunday (the anonymous Gregorian algorithm; Meeus, Astronomical Algorithms, 1991, chapter 8)."""
    a, b, c = year % 19, year // 100, year % 100
    d, e, g = b // 4, b % 4, (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = c // 4, c % 4
    l = (32 + 2 * e + 2 * i - h - k) % 7  # noqa: E741
    m = (a + 11 * h + 22 * l) // 451
    month, day = divmod(h + l - 7 * m + 114, 31)
    return date(year, month, day + 1)


@RULES.add("holiday", "black friday {year}", "cyber monday {year}")
def _after_thanksgiving(place: Place, year: int) -> Day | None:
    thanksgiving = nth_weekday(year, 11, 4, 4)
    if thanksgiving is None:
        return None
    day = thanksgiving + timedelta(days=1 if place.text.startswith("black") else 4)
    return Day(day.isoformat(), (day,), joins_clock=False)
