"""Ranges, order and recurrences."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from fractions import Fraction
from typing import Any

from suffice.records import Code
from suffice.symbolic.calendar import clocks, dating, working
from suffice.symbolic.calendar.values import (
    DAY_US,
    Clock,
    Days,
    Every,
    Length,
    Moment,
    Month,
    Refusal,
    Span,
    Weekday,
    Year,
    misread,
)


def between_clocks(start: Clock, end: Clock) -> Length:
    """From one time of day to another; one that lies earlier is taken as the next day's."""
    if start.us == end.us:
        raise Refusal(Code.AMBIGUOUS, "from a time to the same time: no time at all, or a whole day")
    return Length(us=(end.us - start.us) % DAY_US)


def span_length(span: Span) -> Length:
    if isinstance(span.start, Clock) and isinstance(span.end, Clock):
        return between_clocks(span.start, Clock(span.end.us % DAY_US))
    low, high = clocks.span_us(span)
    return Length(days=(high - low) // DAY_US) if _dates(span) else Length(us=high - low)


def _dates(span: Span) -> bool:
    return type(span.start) is date


def _like(one: Span, two: Span) -> None:
    if type(one.start) is not type(two.start):
        raise misread("two ranges of different kinds")


def overlap(one: Span, two: Span) -> Length:
    _like(one, two)
    (a, b), (c, d) = clocks.span_us(one), clocks.span_us(two)
    us = max(0, min(b, d) - max(a, c))
    return Length(days=us // DAY_US) if _dates(one) else Length(us=us)


def gap(one: Span, two: Span) -> Length:
    _like(one, two)
    (a, b), (c, d) = clocks.span_us(one), clocks.span_us(two)
    if min(b, d) > max(a, c):
        raise Refusal(Code.INCONSISTENT, "the two overlap: there is no gap between them")
    us = max(a, c) - min(b, d)
    return Length(days=us // DAY_US) if _dates(one) else Length(us=us)


def common(one: Span, two: Span) -> Span:
    """What two ranges share, as a range."""
    _like(one, two)
    (a, b), (c, d) = clocks.span_us(one), clocks.span_us(two)
    if min(b, d) <= max(a, c):
        raise Refusal(Code.INCONSISTENT, "the two have nothing in common")
    return Span(one.start if a >= c else two.start, one.end if b <= d else two.end)


def free(busy: tuple[Any, ...], within: Span) -> tuple[Span, ...]:
    """The parts of a range of times that none of the others covers, in order."""
    if not isinstance(within.start, Clock | datetime):
        raise misread("a range of times of day is expected")
    low, high = clocks.span_us(within)
    taken: list[tuple[int, int, Span]] = []
    for span in busy:
        if not isinstance(span, Span):
            raise misread("a list of ranges is expected")
        _like(span, within)
        start, stop = clocks.span_us(span)
        if start < low or stop > high:
            raise Refusal(Code.UNSUPPORTED, "something lies outside the range in which free time is sought")
        taken.append((start, stop, span))
    found: list[Span] = []
    reached, since = low, within.start
    for start, stop, span in sorted(taken, key=lambda entry: entry[:2]):
        if start > reached:
            found.append(Span(since, span.start))
        if stop > reached:
            reached, since = stop, span.end
    if reached < high:
        found.append(Span(since, within.end))
    return tuple(found)


def first_of(items: tuple[Any, ...]) -> Any:
    if not items:
        raise Refusal(Code.INCONSISTENT, "there is none")
    return items[0]


def longest(items: tuple[Any, ...]) -> Span:
    """The longest range of a list. Raises Refusal where two are equally long."""
    if not items or not all(isinstance(item, Span) for item in items):
        raise Refusal(Code.INCONSISTENT, "there is none")
    best = max(span_length(item).exact_us for item in items)
    found = [item for item in items if span_length(item).exact_us == best]
    if len(found) > 1:
        raise Refusal(Code.AMBIGUOUS, "two are equally long")
    return found[0]


def inside(value: Any, span: Span) -> bool:
    low, high = clocks.span_us(span)
    point, _ = clocks.span_us(Span(value, value)) if type(value) is date else (instant(value), 0)
    if _dates(span) is not (type(value) is date):
        raise misread("a moment and a range of another kind")
    return low <= point < high


def instant(value: Any) -> int:
    match value:
        case Clock(us):
            return us
        case Moment():
            return (value.utc - clocks.EPOCH) // timedelta(microseconds=1)
        case datetime():
            return (value - clocks.EPOCH) // timedelta(microseconds=1)
        case date():
            return value.toordinal()
        case Fraction():
            raise misread("a number where a time is expected")
        case Year(n):
            return n
        case Month(year, month):
            return year * 12 + month
        case Length():
            return value.exact_us
    raise misread("these have no order")


def compare(left: Any, right: Any, test: Callable[[Any, Any], bool]) -> bool:
    if isinstance(left, Fraction) and isinstance(right, Fraction):
        return test(left, right)
    if isinstance(left, Weekday) and isinstance(right, Weekday):
        return test(left.n, right.n)
    if type(left) is not type(right):
        raise misread("two things of different kinds are compared")
    return test(instant(left), instant(right))


# --- recurrences ---------------------------------------------------------------------------------
def nth_of(every: Every, anchor: date, n: int) -> date:
    """The n-th occurrence, ``anchor`` being the first (or the day from which a weekday or day of month is sought)."""
    if not 1 <= n <= 100_000:
        raise Refusal(Code.OUT_OF_RANGE, "the number of an occurrence must lie between 1 and 100000")
    if every.unit == "days":
        return anchor + timedelta(days=every.n * (n - 1))
    if every.unit == "workdays":
        week = working.Workweek(Days((0, 1, 2, 3, 4)), None)
        first = working.roll(anchor, "on", Days((0, 1, 2, 3, 4)), None)
        return first if n == 1 else week.step(first, n - 1)
    if every.unit == "weeks":
        first = anchor if every.weekday is None else dating.weekday_near(anchor, Weekday(every.weekday), 0)
        return first + timedelta(weeks=every.n * (n - 1))
    if every.day is None and every.weekday is None:
        return dating.add_months(anchor, every.n * (n - 1))
    if n > 2_400:
        raise Refusal(Code.OUT_OF_RANGE, "more than 200 years of months")
    index, found = anchor.year * 12 + anchor.month - 1, 0
    for step in range(2_500):
        month = Month(*divmod(index + step * every.n, 12))
        month = Month(month.year, month.month + 1)
        try:
            one = _in_month(every, month)
        except Refusal:
            continue
        if one >= anchor:
            found += 1
            if found == n:
                return one
    raise Refusal(Code.OUT_OF_RANGE, "no such occurrence within 200 years")


def _in_month(every: Every, month: Month) -> date:
    if every.weekday is not None:
        return dating.nth_weekday(every.rank or 1, Weekday(every.weekday), month)
    assert every.day is not None
    return dating.last_day(month) if every.day == -1 else date(month.year, month.month, every.day)


def next_of(every: Every, after: date, anchor: date | None) -> date:
    """The first occurrence after a day. A rhythm of several weeks needs a known occurrence to count from."""
    if anchor is None:
        tied = every.weekday is not None or every.day is not None or every.unit == "workdays" or every.n == 1
        if (every.n != 1 or not tied) or (
            every.unit in ("weeks", "months") and every.weekday is None and every.day is None
        ):
            raise Refusal(Code.UNDERDETERMINED, "one known occurrence is needed to count from")
        return nth_of(every, after + timedelta(days=1), 1)
    if every.unit == "weeks" and every.weekday is not None and anchor.weekday() != every.weekday:
        raise Refusal(Code.INCONSISTENT, f"{anchor.isoformat()} is a {dating.NAMES[anchor.weekday()]}")
    if anchor > after:
        raise Refusal(Code.UNSUPPORTED, "the known occurrence lies after the day asked about")
    if every.unit in ("days", "weeks"):
        size = every.n * (7 if every.unit == "weeks" else 1)
        return anchor + timedelta(days=((after - anchor).days // size + 1) * size)
    for n in range(1, 2_400):
        found = nth_of(every, anchor, n)
        if found > after:
            return found
    raise Refusal(Code.OUT_OF_RANGE, "no such occurrence within reach")
