"""What an evaluation rests on, and the kinds of value that operations expect."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from typing import Any

from suffice.records import Code
from suffice.symbolic.calendar import dating
from suffice.symbolic.calendar.values import Moment, Refusal, Year, YearlessDay, misread

NOT_MINE = object()  # what a theme of operations returns for the name of another's


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


def word(value: Any, allowed: Any) -> str:
    if value not in allowed:
        raise misread(f"'{value}' is none of {', '.join(allowed)}")
    return value
