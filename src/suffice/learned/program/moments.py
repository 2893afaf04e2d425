"""Dates and times in text: found in many layouts, moved, rounded, and said element by element.

Names of months and weekdays are English; weeks are ISO 8601's; two-digit years are POSIX's (69 to 99 are 19xx).
"""

from __future__ import annotations

import re
from calendar import isleap, monthrange
from datetime import date, timedelta
from functools import lru_cache
from itertools import islice
from typing import NamedTuple

from suffice.learned.program.figures import ordinal

MONTHS = "January February March April May June July August September October November December".split()
WEEKDAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
ORDERS = (
    "month first",
    "day first",
    "year, day, month",
    "clock digits",
)  # who comes first where figures alone do not say it
DAY_S = 86_400
_READ_MAX, _KEPT_MAX = 32, 8  # matches of one layout; moments of one text


class Moment(NamedTuple):
    """What a text says of a date and a time of day (seconds since midnight); None where it does not say it."""

    year: int | None = None
    month: int | None = None
    day: int | None = None
    time_s: int | None = None
    weekday: int | None = None
    has_seconds: bool = False

    @property
    def date(self) -> date | None:
        if self.year is None or self.month is None or self.day is None:
            return None
        try:
            return date(self.year, self.month, self.day)
        except ValueError:
            return None


_MON = "(?P<mon>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"  # noqa: E501
_WKD = "(?P<wkd>mon(?:day)?|tue(?:s(?:day)?)?|wed(?:nesday)?|thu(?:rs?(?:day)?)?|fri(?:day)?|sat(?:urday)?|sun(?:day)?)"
_S = r"[-/.,\s_]{1,3}"
_Y, _YY, _D = r"(?P<y>\d{4})", r"(?P<y>\d{4}|'?\d{2})", r"(?P<d>\d{1,2})(?:st|nd|rd|th)?"
_L, _R, _LA, _RA = r"(?<!\d)", r"(?!\d)", r"(?<![a-z])", r"(?![a-z])"
_DATES = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"{_L}{_Y}{_S}(?P<ym>\d{{1,2}}){_S}(?P<d>\d{{1,2}}){_R}",
        rf"{_L}(?P<a>\d{{1,2}}){_S}(?P<b>\d{{1,2}}){_S}{_YY}{_R}",
        rf"{_L}{_D}(?:{_S})?(?:of\s)?{_MON}(?:{_S}{_YY}|(?P<yj>\d{{4}}))?(?![a-z\d])",
        rf"{_LA}{_MON}(?:{_S})?(?:the\s)?{_D}(?:{_S}{_Y})?{_R}{_RA}",
        rf"{_LA}{_MON}(?:{_S})?{_Y}{_R}",
        rf"{_L}{_Y}(?:{_S})?{_MON}(?:{_S})?(?P<d>\d{{1,2}}){_R}",
        rf"{_L}(?P<y>\d{{4}})[-\s/](?P<doy>\d{{1,3}}){_R}(?!{_S}\d)",
        rf"{_L}(?P<m>\d{{1,2}})[-/.](?P<y>\d{{4}}){_R}",
        rf"{_L}(?P<a>\d{{1,2}})[-/](?P<b>\d{{1,2}}){_R}",
        rf"{_L}(?P<run>\d{{8}}){_R}",
        rf"{_L}{_Y}{_R}(?![:\d])",
        rf"{_LA}{_MON}{_RA}",
        rf"{_LA}{_WKD}{_RA}",
    )
)
_TIME = re.compile(
    r"(?<![\d:])(?P<h>\d{1,2})(?::(?P<m>\d{2})(?::(?P<s>\d{2})(?:[.,]\d{1,9})?)?(?:\s?(?P<ap>[ap])\.?m\b\.?)?"
    r"|\s?(?P<ap2>[ap])\.?m\b\.?)(?![\d:])",
    re.IGNORECASE,
)
_CLOCK = re.compile(r"\s*(?P<h>\d{1,2}?)(?P<m>\d{2})(?P<s>\d{2})?\s*")


class Found(NamedTuple):
    """A moment and where it stands: the date, or the time where there is no date."""

    start: int
    end: int
    moment: Moment


def moments(text: str, order: str) -> tuple[Moment, ...]:
    """The dates of a text, each with the time of the same rank; only those that say most. ``order``: see ORDERS."""
    return tuple(one.moment for one in find(text, order))


@lru_cache(maxsize=512)
def find(text: str, order: str) -> tuple[Found, ...]:
    """``moments`` with their places. Of each layout the first ones are read."""
    if order == "clock digits":
        match = _CLOCK.fullmatch(text)
        time_s = _seconds(match["h"], match["m"], match["s"], None) if match else None
        if match is None or time_s is None:
            return ()
        return (Found(0, len(text), Moment(time_s=time_s, has_seconds=bool(match["s"]))),)
    times = _times(text)
    dates = _dates(text, order, times)
    both = []
    for i in range(min(max(len(dates), len(times)), _KEPT_MAX)):
        one = dates[i] if i < len(dates) else times[i]
        if i < len(times):
            time = times[i].moment
            one = one._replace(moment=one.moment._replace(time_s=time.time_s, has_seconds=time.has_seconds))
        both.append(one)
    return tuple(both)


def _dates(text: str, order: str, times: list[Found]) -> list[Found]:
    """Those of the layouts that say most, from left to right, none overlapping."""
    found: list[tuple[int, Found]] = []
    for layout in _DATES:
        for match in islice(layout.finditer(text), _READ_MAX):
            moment = _dated(match.groupdict(), order)
            overlap = any(match.start() < time.end and time.start < match.end() for time in times)
            if moment is not None and not overlap:
                said = sum(x is not None for x in moment[:3])
                found.append((-said, Found(match.start(), match.end(), moment)))
    found.sort(key=lambda f: (f[0], f[1].start, f[1].end))
    chosen: list[Found] = []
    for said, one in found:
        if said == found[0][0] and all(one.end <= c.start or c.end <= one.start for c in chosen):
            chosen.append(one)
    return sorted(chosen, key=lambda c: c.start)


def _times(text: str) -> list[Found]:
    found = []
    for match in islice(_TIME.finditer(text), _READ_MAX):
        time_s = _seconds(match["h"], match["m"], match["s"], match["ap"] or match["ap2"])
        if time_s is not None:
            found.append(Found(match.start(), match.end(), Moment(time_s=time_s, has_seconds=bool(match["s"]))))
    return found


def _seconds(hour: str, minute: str | None, second: str | None, half: str | None) -> int | None:
    h, m, s = int(hour), int(minute or 0), int(second or 0)
    if half and h <= 12:
        h = h % 12 + (12 if half in "pP" else 0)
    return h * 3600 + m * 60 + s if h < 24 and m < 60 and s < 60 else None


def _dated(got: dict[str, str | None], order: str) -> Moment | None:
    year = got.get("y") or got.get("yj")
    y = None if year is None else _year(year.lstrip("'"))
    m, d = got.get("m") or got.get("ym"), got.get("d")
    if got.get("wkd"):
        return Moment(weekday=[w[:3].lower() for w in WEEKDAYS].index(str(got["wkd"])[:3].lower()))
    if got.get("mon"):
        m = str([x[:3].lower() for x in MONTHS].index(str(got["mon"])[:3].lower()) + 1)
    if got.get("doy"):
        return _day_of_year(y or 0, int(got["doy"] or 0))
    if got.get("run"):
        run = str(got["run"])
        if 1000 <= int(run[:4]) < 3000 and _valid(int(run[:4]), int(run[4:6]), int(run[6:])):
            return Moment(int(run[:4]), int(run[4:6]), int(run[6:]))
        got = {**got, "a": run[:2], "b": run[2:4]}
        y = int(run[4:])
    if got.get("a"):
        a, b = str(got["a"]), str(got["b"])
        d, m = (b, a) if order == "month first" else (a, b)
        if not _valid(y, int(m), int(d)):
            d, m = m, d
    if order == "year, day, month" and got.get("ym"):
        m, d = d, m
    moment = Moment(y, None if m is None else int(m), None if d is None else int(d))
    return moment if _valid(*moment[:3]) else None


def _valid(year: int | None, month: int | None, day: int | None) -> bool:
    if (year is not None and year < 1) or (month is not None and not 1 <= month <= 12):
        return False
    last = 31 if month is None else monthrange(2000 if year is None else year, month)[1]
    return day is None or 1 <= day <= last


def _year(digits: str) -> int:
    return int(digits) if len(digits) == 4 else int(digits) + (1900 if int(digits) >= 69 else 2000)


def _day_of_year(year: int, ordinal: int) -> Moment | None:
    if year < 1 or not 1 <= ordinal <= 365 + isleap(year):
        return None
    on = date(year, 1, 1) + timedelta(days=ordinal - 1)
    return Moment(on.year, on.month, on.day)


def later(moment: Moment, amount: int, unit: str) -> Moment | None:
    """``unit``: seconds (of the day, carried over to the date), days, months, years. A day that the month does not have
    becomes its last."""
    if unit == "seconds":
        if moment.time_s is None:
            return None
        days, time_s = divmod(moment.time_s + amount, DAY_S)
        moment = moment._replace(time_s=time_s)
        return later(moment, days, "days") if days and moment.date else moment
    on = moment.date
    if on is None:
        return None
    try:
        if unit == "days":
            on += timedelta(days=amount)
        else:
            index = on.year * 12 + on.month - 1 + amount * (12 if unit == "years" else 1)
            year, month = divmod(index, 12)
            on = date(year, month + 1, min(on.day, monthrange(year, month + 1)[1]))
    except (OverflowError, ValueError):
        return None
    return moment._replace(year=on.year, month=on.month, day=on.day, weekday=None)


def to_step(moment: Moment, mode: str, unit_s: int, phase_s: int) -> Moment | None:
    """Time of day rounded ``down``, ``up`` or ``nearest`` to ``phase_s + n * unit_s``, the date moving along."""
    if moment.time_s is None:
        return None
    from_phase = moment.time_s - phase_s
    shift = {"down": 0, "up": unit_s - 1, "nearest": unit_s // 2}[mode]
    return later(moment, (from_phase + shift) // unit_s * unit_s + phase_s - moment.time_s, "seconds")


def element(moment: Moment, code: str) -> str | None:
    """One element as text; None where the moment does not say it or the code is none of ELEMENTS."""
    saying = _ELEMENTS.get(code)
    try:
        return None if saying is None else saying(moment)
    except TypeError:  # an element of what is None
        return None


def _weekday(moment: Moment) -> int:
    on = moment.date
    return on.weekday() if on is not None else moment.weekday  # type: ignore[return-value]


def _iso(moment: Moment):
    on = moment.date
    if on is None:
        raise TypeError
    return on.isocalendar()


def _on(moment: Moment) -> date:
    on = moment.date
    if on is None:
        raise TypeError
    return on


_ELEMENTS = {
    "Y": lambda t: f"{t.year:04d}",
    "YY": lambda t: f"{t.year % 100:02d}",
    "M": lambda t: f"{t.month:d}",
    "MM": lambda t: f"{t.month:02d}",
    "Mon": lambda t: MONTHS[t.month - 1][:3],
    "Month": lambda t: MONTHS[t.month - 1],
    "D": lambda t: f"{t.day:d}",
    "DD": lambda t: f"{t.day:02d}",
    "Dth": lambda t: ordinal(t.day),
    "Weekday": lambda t: WEEKDAYS[_weekday(t)],
    "Wkd": lambda t: WEEKDAYS[_weekday(t)][:3],
    "Wk": lambda t: WEEKDAYS[_weekday(t)][:2],
    "weekday number": lambda t: f"{_weekday(t) + 1:d}",
    "week": lambda t: f"{_iso(t)[1]:d}",
    "week02": lambda t: f"{_iso(t)[1]:02d}",
    "week year": lambda t: f"{_iso(t)[0]:04d}",
    "quarter": lambda t: f"{(t.month + 2) // 3:d}",
    "day of year": lambda t: f"{_on(t).timetuple().tm_yday:d}",
    "day of year 03": lambda t: f"{_on(t).timetuple().tm_yday:03d}",
    "days in month": lambda t: f"{monthrange(t.year, t.month)[1]:d}",
    "h": lambda t: f"{(t.time_s // 3600 + 11) % 12 + 1:d}",
    "hh": lambda t: f"{(t.time_s // 3600 + 11) % 12 + 1:02d}",
    "H": lambda t: f"{t.time_s // 3600:d}",
    "HH": lambda t: f"{t.time_s // 3600:02d}",
    "m": lambda t: f"{t.time_s // 60 % 60:d}",
    "mm": lambda t: f"{t.time_s // 60 % 60:02d}",
    "s": lambda t: f"{t.time_s % 60:d}",
    "ss": lambda t: f"{t.time_s % 60:02d}",
    "AM": lambda t: "AM" if t.time_s < DAY_S // 2 else "PM",
    "am": lambda t: "am" if t.time_s < DAY_S // 2 else "pm",
    "a.m.": lambda t: "a.m." if t.time_s < DAY_S // 2 else "p.m.",
    "a": lambda t: "a" if t.time_s < DAY_S // 2 else "p",
}
ELEMENTS = tuple(_ELEMENTS)
