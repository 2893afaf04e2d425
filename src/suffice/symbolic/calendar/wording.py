"""How results are written: the shortest answer under the asked form, and the words of each step."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from fractions import Fraction
from typing import Any

from suffice.records import Code, Json
from suffice.symbolic.calendar.dating import NAMES
from suffice.symbolic.calendar.sums import UNIT_US
from suffice.symbolic.calendar.values import (
    DAY_US,
    Clock,
    Length,
    Moment,
    Month,
    Refusal,
    Span,
    Weekday,
    Year,
    clock_text,
    misread,
)

MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
          "December")  # fmt: skip
Form = Mapping[str, Json]


_TYPES = {"number": (Fraction, Length, Year), "date": (date,), "time": (Clock, datetime, Moment), "weekday": (Weekday,)}


def answer(value: Any, form: Form) -> str:
    """The answer's text. Raises Refusal when the value cannot be written in the asked form."""
    kinds = _TYPES.get(form.get("type", ""))
    if (kinds and not isinstance(value, kinds)) or (form.get("yesno") and not isinstance(value, bool)):
        asked = "yes or no" if form.get("yesno") else f"a {form['type']}"
        raise Refusal(Code.INCONSISTENT, f"{asked} is to be answered, which is not what the question asks for")
    if isinstance(value, Length) and form.get("type") == "number" and not form.get("unit"):
        raise Refusal(Code.UNDERDETERMINED, "a number is to be answered, but its unit is not said")
    return written(value, form)


def written(value: Any, form: Form) -> str:
    """A value's text in the asked form."""
    match value:
        case bool():
            return "Yes" if value else "No"
        case Fraction():
            return _number(value, form)
        case Clock(us):
            return _clock(us, form)
        case Moment(local, _, _):
            return written(local, form)
        case datetime():
            us = ((value.hour * 60 + value.minute) * 60 + value.second) * 1_000_000 + value.microsecond
            return f"{_date(value.date(), form)} {_clock(us, form)}"
        case date():
            return _date(value, form)
        case Weekday(n):
            return NAMES[n]
        case Year(n):
            return str(n)
        case Month(year, month):
            return f"{MONTHS[month - 1]} {year}"
        case Length():
            return _length(value, form)
        case Span(start, end):
            return f"{written(start, form)}-{written(end, form)}" if isinstance(start, Clock) else _stretch(value, form)
        case tuple():
            return ", ".join(written(item, form) for item in value)
    raise misread("this is no answer")


def _stretch(span: Span, form: Form) -> str:
    return f"{written(span.start, form)} to {written(span.end, form)}"


def _date(day: date, form: Form) -> str:
    match form.get("date", "iso"):
        case "iso":
            return day.isoformat()
        case "dmy":
            return day.strftime("%d/%m/") + f"{day.year:04d}"
        case "mdy":
            return day.strftime("%m/%d/") + f"{day.year:04d}"
        case "long":
            return f"{day.day} {MONTHS[day.month - 1]} {day.year}"
        case "weekday":
            return f"{NAMES[day.weekday()]}, {day.isoformat()}"
    raise Refusal(Code.UNSUPPORTED, f"no date is written in the form '{form.get('date')}'")


def _clock(us: int, form: Form) -> str:
    text = clock_text(us)
    if form.get("clock") == "12":
        hour = int(text[:2]) % 24
        tail = text[2:] if text[5:] != ":00" else text[2:5]
        return f"{hour % 12 or 12}{tail} {'PM' if hour >= 12 else 'AM'}"
    return text if text[5:] != ":00" or form.get("clock") == "HH:MM:SS" else text[:5]


def _number(value: Fraction, form: Form) -> str:
    places = form.get("decimals")
    if isinstance(places, int):
        sign, value = ("-", -value) if value < 0 else ("", value)
        scaled = (value * 10**places * 2 + 1) // 2  # half away from zero
        text = f"{scaled:0{places + 1}d}"
        text = f"{text[:-places]}.{text[-places:]}" if places else text
        return text if not scaled else sign + text
    if value.denominator == 1:
        return str(value.numerator)
    rest = value.denominator
    for prime in (2, 5):
        while rest % prime == 0:
            rest //= prime
    if rest == 1 and value.denominator <= 10**9:
        digits = max(k for k in range(1, 10) if k == 1 or (value * 10 ** (k - 1)).denominator != 1)
        return _number(value, {"decimals": digits})
    return _number(value, {"decimals": 2})


def _length(value: Length, form: Form) -> str:
    unit, pattern = form.get("unit"), form.get("duration") or ("HH:MM" if form.get("clock") == "24" else None)
    if unit:
        return _number(Fraction(value.exact_us, UNIT_US[unit]), form)
    if pattern:
        return _pattern(value, pattern)
    amounts = (value.months, value.days, value.us, value.working_days, value.working_us)
    if min(amounts) < 0:
        if max(amounts) <= 0:
            return "-" + _length(Length(*(-amount for amount in amounts)), form)
        us = value.exact_us  # a day less ten hours: told as one length
        return _length(Length(0, us // DAY_US, us % DAY_US) if us >= 0 else Length(us=us), form)
    parts = [(value.months // 12, "year"), (value.months % 12, "month"), (value.days, "day")]
    seconds, rest = divmod(value.us, 1_000_000)
    hours = seconds // 3600
    parts += [(hours, "hour"), (seconds // 60 % 60, "minute")]
    exact = f"{seconds % 60}" + (f".{rest:06d}".rstrip("0") if rest else "")
    parts += [(value.working_days, "business day"), (value.working_us // 3_600_000_000, "business hour")]
    parts += [(value.working_us // 60_000_000 % 60, "business minute")]
    said = [f"{n} {name}{'' if n == 1 else 's'}" for n, name in parts if n]
    if exact != "0":
        said.append(f"{exact} second{'' if exact == '1' else 's'}")
    return " ".join(said) or "0 minutes"


def _pattern(value: Length, pattern: str) -> str:
    """D days, HH:MM:SS and the like; what the pattern has no place for must be nothing."""
    us = value.exact_us
    sign, us = ("-", -us) if us < 0 else ("", us)
    head = ""
    if pattern.startswith("D days"):
        days, us = divmod(us, DAY_US)
        head = f"{days} days"
        pattern = pattern[len("D days") :].removeprefix(", ")
        if not pattern:
            if us:
                raise Refusal(Code.UNSUPPORTED, "the time is not a whole number of days")
            return sign + head
        head += ", "
    seconds, rest = divmod(us, 1_000_000)
    text = f"{seconds // 3600:02d}:{seconds // 60 % 60:02d}"
    if pattern == "HH:MM":
        if seconds % 60 or rest:
            raise Refusal(Code.UNSUPPORTED, "the time is not a whole number of minutes")
        return f"{sign}{head}{text}"
    text += f":{seconds % 60:02d}"
    if pattern == "HH:MM:SS":
        if rest:
            raise Refusal(Code.UNSUPPORTED, "the time is not a whole number of seconds")
        return f"{sign}{head}{text}"
    if pattern == "HH:MM:SS.mmm" and rest % 1000 == 0:
        return f"{sign}{head}{text}.{rest // 1000:03d}"
    raise Refusal(Code.UNSUPPORTED, f"no time is written in the form '{pattern}'")


_SAY = {
    "add": "{0} plus {1}", "sub": "{0} minus {1}", "days_between": "days from {0} to {1}",
    "elapsed": "time from {0} to {1}",
    "weekday_of": "weekday of {0}", "at": "{0} on the clock of {1}", "to_zone": "{0} on the clock of {1}",
    "business_days": "working days from {0} to {1}", "add_business": "{1} working days from {0}",
    "deadline": "{1} of working time from {0}", "nth_weekday": "number {0} {1} of {2}", "in_units": "{0} in {1}",
    "count_weekday": "{0}s from {1} to {2}", "convert_time": "{0} from {1} to {2}", "unix": "Unix time of {0}",
    "from_unix": "Unix time {0} on the clock of {2}", "overlap": "what {0} and {1} share",
    "today": "today", "now": "now",
    "age": "completed years from {0} to {1}", "on": "{0} at {1}", "last_day": "last day of {0}",
    "is_leap": "is {0} a leap year",
    "days_in_month": "days of {0}", "days_in_year": "days of {0}", "next_of": "next time after {1}",
    "gap": "gap of {0} and {1}", "common": "what {0} and {1} share", "free": "what {0} leave free of {1}",
    "at_least": "those of at least {1} among {0}", "first_of": "first of {0}", "longest": "longest of {0}",
    "in_order": "{0} in order", "mod": "remainder of {0} by {1}",
}  # fmt: skip


def step_words(name: str, arguments: list[Any]) -> str:
    shown = [brief(argument) for argument in arguments]
    template = _SAY.get(name)
    return (
        template.format(*shown) if template else f"{name.replace('_', ' ')} of {', '.join(shown)}".removesuffix(" of ")
    )


def brief(value: Any) -> str:
    """A value in a step's words; what has no form of its own is described."""
    from suffice.symbolic.calendar.values import Days, Every, Region, YearlessDay, Zone

    match value:
        case str() | int() if not isinstance(value, bool):
            return str(value)
        case Zone(name):
            return name if "/" in name else f"UTC{name}"
        case Moment(_, zone, _):
            return f"{written(value, {})} {brief(Zone(zone))}"
        case Span(start, end):
            return f"{brief(start)} to {brief(end)}"
        case Days(numbers):
            return ", ".join(NAMES[n][:3] for n in numbers)
        case Region(country, part):
            return f"holidays of {country}" + (f"-{part}" if part not in ("", "*") else "")
        case YearlessDay(month, number, _):
            return f"{number} {MONTHS[month - 1]}"
        case Every():
            return f"every {value.n} {value.unit}" if value.n > 1 else f"every {value.unit.removesuffix('s')}"
        case None:
            return "none"
        case tuple():
            return "; ".join(brief(item) for item in value)
    if isinstance(value, Length) and min(value.months, value.days, value.us) < 0 < max(
        value.months, value.days, value.us
    ):
        return ", ".join(brief(Length(**{name: getattr(value, name)})) for name in ("months", "days", "us"))
    return written(value, {})


def sentence(value: Any, text: str) -> str:
    match value:
        case bool() | Length() | Weekday() | Year() | Fraction() | tuple():
            return f"{text}." if isinstance(value, bool) else f"It is {text}."
        case _:
            return f"It is {text}."
