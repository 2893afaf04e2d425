"""The checker's evaluator: an expression to its value, with its own list of steps."""

from __future__ import annotations

import operator
from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from suffice.records import Json
from suffice.symbolic.calendar.audit import clocks, days, work
from suffice.symbolic.calendar.audit.numbers import (
    DAY,
    Doubt,
    civil_from_days,
    decode,
    month_length,
    month_start,
    within,
)

UNITS = {"seconds": 10**6, "minutes": 60 * 10**6, "hours": 3600 * 10**6, "days": DAY, "weeks": 7 * DAY}
_PLAIN = frozenset("date time datetime moment zone dur num weekday month year md days region every bool".split())
_TESTS = {
    "lt": operator.lt,
    "le": operator.le,
    "gt": operator.gt,
    "ge": operator.ge,
    "eq": operator.eq,
    "ne": operator.ne,
}
NONE = ("none",)


class YearWanted(Exception):
    """A day whose year is not said was asked for."""


@dataclass(slots=True)
class Replay:
    """One evaluation; ``steps`` holds (operation, argument values, value) in the order of evaluation."""

    given: Mapping[str, Json]
    now: Any  # ("local", us), ("moment", ...) or None
    year: int | None = None
    fold: int | None = None
    steps: list[tuple[str, tuple[Any, ...], Any]] = field(default_factory=list)
    zones: bool = False
    regions: bool = False

    def value(self, expr: Json) -> Any:
        if not isinstance(expr, list):
            return expr
        head, *rest = expr
        if head == "ref":
            return self.value(self.given[rest[0]])
        if head in ("list", "rows"):
            return "list", tuple(self.value(item) for item in rest[0])
        if head == "range":
            return "range", self.value(rest[0]), self.value(rest[1])
        if head == "ym":
            return "ym", self._year(rest[0]) * 12 + rest[1] - 1
        if head in _PLAIN:
            self.regions = self.regions or head == "region"
            return decode(expr)
        arguments = tuple(self.value(argument) for argument in rest)
        self.zones = self.zones or head in (
            "at", "to_zone", "now_in", "today_in", "convert_time", "zone_lead", "from_unix"
        )  # fmt: skip
        value = self._apply(head, arguments)
        if value != NONE:
            self.steps.append((head, arguments, value))
        return value

    def _year(self, said: Json) -> int:
        if said is None:
            if self.year is None:
                raise YearWanted
            return self.year
        return days.year(self.value(said)) if isinstance(said, list) else said

    def _now(self) -> Any:
        if self.now is None:
            raise Doubt("no reference time")
        return self.now

    def _today(self) -> int:
        return self._now()[1] // DAY

    def _zoned_now(self) -> int:
        if self._now()[0] != "moment":
            raise Doubt("the reference time has no zone")
        return clocks.utc(self.now)

    def _day(self, value: Any) -> int:
        if value[0] == "md":
            if self.year is None:
                raise YearWanted
            return days.of_year(value, self.year)
        return take(value, "date")

    def _resolved(self, value: Any) -> Any:
        return ("date", self._day(value)) if value[0] == "md" else value

    # --- operations ------------------------------------------------------------------------------
    def _apply(self, name: str, a: tuple[Any, ...]) -> Any:
        for table in (self._calendar, self._sums, self._working, self._clocks, self._ranges):
            found = table(name, a)
            if found is not None:
                return found
        raise Doubt(f"'{name}' is no operation of the calendar")

    def _calendar(self, name: str, a: tuple[Any, ...]) -> Any:
        match name:
            case "now":
                return self._now()
            case "today":
                return "date", self._today()
            case "now_in":
                return clocks.seen_in(self._zoned_now(), take(a[0], "zone"))
            case "today_in":
                return "date", clocks.seen_in(self._zoned_now(), take(a[0], "zone"))[1] // DAY
            case "this_year":
                return "year", days.year(("year", civil_from_days(self._today())[0] + a[0]))
            case "this_month":
                y, m, _ = civil_from_days(self._today())
                return _month(y * 12 + m - 1 + a[0])
            case "in_year":
                return "date", days.of_year(expect(a[0], "md"), days.year(a[1]))
            case "coming" | "recent":
                return "date", days.nearest(expect(a[0], "md"), self._today(), name == "coming")
            case "easter":
                return "date", days.easter(days.year(a[0]) if a else self._year(None))
            case "first_day":
                return "date", month_start(take(a[0], "ym"))
            case "last_day":
                return "date", month_start(take(a[0], "ym")) + month_length(a[0][1]) - 1
            case "nth_weekday":
                return "date", days.nth_weekday(days.number(a[0]), take(a[1], "weekday"), take(a[2], "ym"))
            case "weekday_after" | "weekday_before" | "weekday_from":
                step = -1 if name == "weekday_before" else 1
                return "date", days.seek(self._day(a[0]), take(a[1], "weekday"), step, name == "weekday_from")
            case "weekday_of_week":
                return "date", days.of_week(self._day(a[0]), take(a[1], "weekday"), a[2], a[3])
            case "weekday_of":
                return "weekday", (self._day(a[0]) + 3) % 7
            case "weekday_given":
                return "weekday", days.weekday_given(take(a[0], "weekday"), expect(a[1], "md"))
            case "is_leap":
                return "bool", days.leap(days.year(a[0]))
            case "next_leap" | "previous_leap":
                return "year", days.near_leap(days.year(a[0]), 1 if name == "next_leap" else -1)
            case "count_leap":
                return days.fraction(days.count_leap(days.year(a[0]), days.year(a[1])))
            case "days_in_month":
                return days.fraction(month_length(take(a[0], "ym")))
            case "days_in_year":
                return days.fraction(366 if days.leap(days.year(a[0])) else 365)
            case "day_of_year":
                return days.fraction(days.day_of_year(self._day(a[0])))
            case "iso_week":
                return days.fraction(days.iso_week(self._day(a[0])))
            case "quarter":
                return days.fraction(-(-civil_from_days(self._day(a[0]))[1] // 3))
            case "year_of":
                return "year", civil_from_days(self._day(a[0]))[0]
            case "month_of":
                y, m, _ = civil_from_days(self._day(a[0]))
                return "ym", y * 12 + m - 1
            case "day_of":
                return days.fraction(civil_from_days(self._day(a[0]))[2])
            case "count_weekday":
                w = take(a[0], "weekday")
                return days.fraction(days.count_weekday(w, self._day(a[1]), self._day(a[2]), among(a[3], ENDS)))
        return None

    def _sums(self, name: str, a: tuple[Any, ...]) -> Any:
        match name:
            case "sub" if a[1][0] not in ("dur", "num"):
                return self._elapsed(a[1], a[0])
            case "add" | "sub":
                return self._add(self._resolved(a[0]), a[1], 1 if name == "add" else -1)
            case "mul":
                left, right = (a[1], a[0]) if a[0][0] == "num" else a
                return scaled(left, take(right, "num"))
            case "mod":
                left, right = take(a[0], "num"), take(a[1], "num")
                if right <= 0:
                    raise Doubt("division by nothing")
                return "num", left - right * (left // right)
            case "div":
                if a[0][0] == a[1][0] == "dur":
                    return "num", Fraction(exact(a[0]), exact(a[1]) or _nothing())
                return scaled(a[0], 1 / (take(a[1], "num") or _nothing()))
            case "neg":
                return scaled(a[0], Fraction(-1))
            case "abs":
                return "num", abs(take(a[0], "num"))
            case "days_between":
                return days.fraction(self._day(a[1]) - self._day(a[0]))
            case "whole_weeks" | "whole_months" | "whole_years":
                return self._whole(name, self._day(a[0]), self._forward(a))
            case "elapsed":
                return self._elapsed(*a)
            case "in_units":
                return "num", Fraction(exact(a[0]), UNITS[among(a[1], UNITS)])
            case "age":
                return days.fraction(days.age(self._day(a[0]), self._day(a[1])))
            case "months_between":
                months, rest = days.months_and_days(self._day(a[0]), self._day(a[1]))
                return "dur", months, rest, 0, 0, 0
            case "total":
                return self._total(take(a[0], "list"))
        return None

    def _forward(self, a: tuple[Any, ...]) -> int:
        n = self._day(a[1]) - self._day(a[0])
        if n < 0:
            raise Doubt("the end lies before the start")
        return n

    def _whole(self, name: str, start: int, length: int) -> Any:
        """Counts even periods: the end must lie exactly so many of them after the start."""
        count = 0
        if name == "whole_weeks":
            while 7 * count < length:
                count += 1
            reached = start + 7 * count
        else:
            size = 12 if name == "whole_years" else 1
            count = days.months_and_days(start, start + length)[0] // size
            reached = days.plus_months(start, size * count)
        if reached != start + length:
            raise Doubt("it does not come out even")
        return days.fraction(count)

    def _add(self, left: Any, right: Any, sign: int) -> Any:
        match left[0], right[0]:
            case "num", "num":
                return "num", left[1] + sign * right[1]
            case "dur", "dur":
                return ("dur", *(x + sign * y for x, y in zip(left[1:], right[1:], strict=True)))
            case "moment", "dur":
                return clocks.plus(left, right, sign, self.fold)
            case "local", "dur":
                n = days.plus(left[1] // DAY, ("dur", *right[1:3], 0, *right[4:]), sign)
                return clocks.local(n * DAY + left[1] % DAY + sign * right[3])
            case "date", "dur":
                return "date", days.plus(left[1], right, sign)
            case "time", "dur" if right[1:3] == (0, 0) and right[4:] == (0, 0):
                return "time", (left[1] + sign * right[3]) % DAY
            case "weekday", "dur" if exact(right) % DAY == 0:
                return "weekday", (left[1] + sign * (exact(right) // DAY)) % 7
            case "weekday", "num":
                return "weekday", (left[1] + sign * days.number(right)) % 7
            case "ym", "num":
                return _month(left[1] + sign * days.number(right))
            case "ym", "dur" if right[2:4] == (0, 0):
                return _month(left[1] + sign * right[1])
            case "year", "num":
                return "year", days.year(("year", left[1] + sign * days.number(right)))
            case "date", "num":
                return "date", within(left[1] + sign * days.number(right))
        raise Doubt("these two cannot be added")

    def _elapsed(self, a: Any, b: Any) -> Any:
        if a[0] == b[0] == "time":
            return clocks.clock_distance(a[1], b[1])
        if a[0] == b[0] == "moment":
            us = clocks.utc(b) - clocks.utc(a)
        elif a[0] == b[0] == "local":
            us = b[1] - a[1]
        else:
            return "dur", 0, self._forward((a, b)), 0, 0, 0
        if us < 0:
            raise Doubt("the end lies before the start")
        return "dur", 0, 0, us, 0, 0

    def _total(self, items: tuple[Any, ...]) -> Any:
        values = [clocks.span_length(item) if item[0] == "range" else item for item in items]
        if not values or len({value[0] for value in values}) != 1 or values[0][0] not in ("num", "dur"):
            raise Doubt("a list of one kind of amount is expected")
        if values[0][0] == "num":
            return "num", sum((value[1] for value in values), Fraction(0))
        return ("dur", *(sum(column) for column in zip(*(value[1:] for value in values), strict=True)))

    def _working(self, name: str, a: tuple[Any, ...]) -> Any:
        match name:
            case "weekdays":
                return "days", frozenset(range(5))
            case "none":
                return NONE
            case "utc":
                return "zone", "+00:00"
            case "noon":
                return "time", DAY // 2
            case "holiday":
                return "date", work.called(str(a[0]), days.year(a[1]), expect(a[2], "region"))
            case "business_days":
                found = work.count(self._day(a[0]), self._day(a[1]), among(a[2], ENDS), a[3], a[4])
                return days.fraction(found)
            case "add_business":
                if a[1][0] == "dur" and (a[1][1:4] != (0, 0, 0) or a[1][5]):
                    raise Doubt("working days are expected")
                steps = a[1][4] if a[1][0] == "dur" else days.number(a[1])
                return "date", within(work.after(self._day(a[0]), steps, a[2], a[3]))
            case "roll":
                return "date", work.roll(self._day(a[0]), among(a[1], ("on", "back")), a[2], a[3])
            case "is_workday":
                return "bool", work.works(a[1], a[2])(self._day(a[0]))
            case "is_weekend":
                return "bool", (self._day(a[0]) + 3) % 7 in (5, 6)
            case "is_holiday":
                return "bool", work.is_free(self._day(a[0]), expect(a[1], "region"))
            case "nth_workday":
                index = take(a[1], "ym")
                start, size = month_start(index), month_length(index)
                return "date", work.nth_of_month(days.number(a[0]), start, size, a[2], a[3])
            case "deadline":
                return clocks.local(work.deadline(take(a[0], "local"), expect(a[1], "dur"), *a[2:]))
            case "working_time":
                return "dur", 0, 0, work.working_us(take(a[0], "local"), take(a[1], "local"), *a[2:]), 0, 0
        return None

    def _clocks(self, name: str, a: tuple[Any, ...]) -> Any:
        match name:
            case "on":
                return clocks.local(self._day(a[0]) * DAY + take(a[1], "time"))
            case "at":
                return clocks.place(take(a[0], "local"), take(a[1], "zone"), self.fold)
            case "to_zone":
                return clocks.seen_in(clocks.utc(expect(a[0], "moment")), take(a[1], "zone"))
            case "date_of":
                return "date", _wall(a[0]) // DAY
            case "time_of":
                return "time", _wall(a[0]) % DAY
            case "clock_near":
                return ("time", _wall(a[0]) % DAY) if _wall(a[0]) // DAY == _wall(a[1]) // DAY else a[0]
            case "convert_time":
                lead = clocks.lead_by_clock(take(a[1], "zone"), take(a[2], "zone"), take(a[0], "time"))
                return "time", (take(a[0], "time") + lead * 10**6) % DAY
            case "zone_lead":
                return "dur", 0, 0, clocks.lead_at(take(a[0], "zone"), take(a[1], "zone"), a[2]) * 10**6, 0, 0
            case "unix":
                return "num", Fraction(
                    clocks.utc(expect(a[0], "moment")), {"s": 10**6, "ms": 1000}[among(a[1], ("s", "ms"))]
                )
            case "from_unix":
                us = take(a[0], "num") * {"s": 10**6, "ms": 1000}[among(a[1], ("s", "ms"))]
                if us.denominator != 1:
                    raise Doubt("finer than a microsecond")
                return clocks.seen_in(clocks.local(us.numerator)[1], take(a[2], "zone"))
        return None

    def _ranges(self, name: str, a: tuple[Any, ...]) -> Any:
        match name:
            case "overlap" | "overlaps" | "gap":
                kind, p, q, r, s = clocks.both(expect(a[0], "range"), expect(a[1], "range"))
                shared = min(q, s) - max(p, r)
                if name == "overlaps":
                    return "bool", shared > 0
                if name == "gap" and shared > 0:
                    raise Doubt("the two overlap")
                return clocks.length(-shared if name == "gap" else max(0, shared), kind)
            case "common":
                kind, p, q, r, s = clocks.both(expect(a[0], "range"), expect(a[1], "range"))
                ends = sorted((p, q, r, s))[1:3]
                if not (p <= ends[0] < ends[1] <= q and r <= ends[0] and ends[1] <= s):
                    raise Doubt("the two have nothing in common")
                return clocks.stretch(kind, *ends)
            case "free":
                return "list", clocks.uncovered(take(a[0], "list"), expect(a[1], "range"))
            case "at_least":
                least = exact(a[1])
                return "list", tuple(one for one in take(a[0], "list") if exact(clocks.span_length(one)) >= least)
            case "first_of":
                return (take(a[0], "list") or (_none(),))[0]
            case "longest":
                by_size = sorted((exact(clocks.span_length(one)), n) for n, one in enumerate(take(a[0], "list")))
                if not by_size or (len(by_size) > 1 and by_size[-1][0] == by_size[-2][0]):
                    raise Doubt("none, or two that are equally long")
                return a[0][1][by_size[-1][1]]
            case "in_order":
                items = [self._resolved(item) for item in take(a[0], "list")]
                if len({item[0] for item in items}) != 1:
                    raise Doubt("a list of one kind is expected")
                return "list", tuple(sorted(items, key=lambda item: clocks.rank(item)[1]))
            case "inside":
                kind, low, high = clocks.bounds(expect(a[1], "range"))
                point = self._resolved(a[0])
                if point[0] != kind:
                    raise Doubt("a moment and a range of another kind")
                us = point[1] * DAY if kind == "date" else clocks.rank(point)[1]
                return "bool", low <= us < high
            case "length" | "span":
                return clocks.span_length(expect(a[0], "range"))
            case "start":
                return expect(a[0], "range")[1]
            case "end":
                return expect(a[0], "range")[2]
            case "next_of":
                anchor = None if a[2] == NONE else self._day(a[2])
                return "date", days.next_of(take(a[0], "every"), self._day(a[1]), anchor)
            case "nth_of":
                return "date", days.nth_of(take(a[0], "every"), self._day(a[1]), days.number(a[2]))
            case "earliest" | "latest":
                items = take(a[0], "list")
                if not items or len({item[0] for item in items}) != 1:
                    raise Doubt("a list of one kind is expected")
                ordered = sorted(items, key=lambda item: clocks.rank(item)[1], reverse=name == "latest")
                return ordered[0]
            case "negated":
                return "bool", not take(a[0], "bool")
        if name in _TESTS:
            left, right = clocks.rank(self._resolved(a[0])), clocks.rank(self._resolved(a[1]))
            if left[0] != right[0]:
                raise Doubt("two things of different kinds are compared")
            return "bool", _TESTS[name](left[1], right[1])
        return None


ENDS = ("both", "first", "last", "neither")


def expect(value: Any, kind: str) -> Any:
    if not isinstance(value, tuple) or value[0] != kind:
        raise Doubt(f"a {kind} is expected")
    return value


def take(value: Any, kind: str) -> Any:
    return expect(value, kind)[1]


def among(value: Any, allowed: Any) -> str:
    if value not in allowed:
        raise Doubt(f"'{value}' is not known")
    return value


def exact(dur: Any) -> int:
    return int(clocks.rank(expect(dur, "dur"))[1])


def scaled(value: Any, factor: Fraction) -> Any:
    if value[0] == "num":
        return "num", value[1] * factor
    months, n, us, working, working_us = (part * factor for part in expect(value, "dur")[1:])
    if n.denominator != 1:
        n, us = Fraction(0), us + n * DAY
    if any(part.denominator != 1 for part in (months, n, us, working, working_us)):
        raise Doubt("the length does not divide evenly")
    return ("dur", *(int(part) for part in (months, n, us, working, working_us)))


def _month(index: int) -> Any:
    if not 12 <= index < 120_000:
        raise Doubt("beyond the years 1 to 9999")
    return "ym", index


def _wall(value: Any) -> int:
    if value[0] not in ("local", "moment"):
        raise Doubt("a date with a time is expected")
    return value[1]


def _none() -> Any:
    raise Doubt("there is none")


def _nothing() -> Any:
    raise Doubt("division by nothing")
