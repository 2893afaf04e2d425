"""Formulas over slots: nested tuples ``(operation, part, ...)``, ``("slot", name)``, ``("num", Fraction)``.

Each operation is stated three times: exactly in Python (to search with), as a template's formula, and in English.
What is found is computed again by the family's own engine, on every row, before anybody is asked.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from fractions import Fraction
from math import ceil, floor
from typing import Any

Node = tuple[Any, ...]
_DAY = timedelta(days=1)
WEEKDAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()


class Undefined(Exception):
    """No value for these slots."""


def slot(name: str) -> Node:
    return ("slot", name)


def num(value: Fraction | int) -> Node:
    return ("num", Fraction(value))


def _divide(a: Fraction, b: Fraction) -> Fraction:
    if b == 0:
        raise Undefined
    return Fraction(a) / b


def _half_up(a: Fraction, places: int) -> Fraction:
    whole = floor(abs(a) * 10**places + Fraction(1, 2))
    return Fraction(whole if a >= 0 else -whole, 10**places)


def _whole(n: Fraction) -> int:
    if Fraction(n).denominator != 1:
        raise Undefined
    return int(n)


def _months(day: date, count: Fraction) -> date:
    """Undefined where the month has no such day: some take its last day, others go on into the next."""
    index = day.year * 12 + day.month - 1 + _whole(count)
    year, month = index // 12, index % 12 + 1
    if not 1 <= year <= 9999 or day.day > monthrange(year, month)[1]:
        raise Undefined
    return date(year, month, day.day)


def _work(day: date, count: Fraction, free: frozenset[tuple[int, int]] = frozenset()) -> date:
    left = _whole(count)
    if left == 0:
        raise Undefined
    step = _DAY if left > 0 else -_DAY
    while left:
        day += step
        if day.weekday() < 5 and (day.month, day.day) not in free:
            left -= 1 if left > 0 else -1
    return day


def _roll(day: date, step: int) -> date:
    while day.weekday() > 4:
        day += step * _DAY
    return day


def _full_months(a: date, b: date) -> Fraction:
    if b < a or (a.day > b.day and (b + _DAY).day == 1):
        raise Undefined
    return Fraction((b.year - a.year) * 12 + b.month - a.month - (b.day < a.day))


def _years(a: date, b: date) -> Fraction:
    if b < a:
        raise Undefined
    return Fraction(b.year - a.year - ((b.month, b.day) < (a.month, a.day)))


def _workdays(a: date, b: date) -> Fraction:
    """From a to b, both counted."""
    if b < a:
        raise Undefined
    weeks, rest = divmod((b - a).days + 1, 7)
    return Fraction(weeks * 5 + sum((a.weekday() + n) % 7 < 5 for n in range(rest)))


def _workdays_but(a: date, b: date) -> Fraction:
    """The same without those that nearly everybody has off."""
    return _workdays(a, b) - sum(
        a <= (day := date(year, *one)) <= b and day.weekday() < 5 for year in range(a.year, b.year + 1) for one in _OFF
    )


def _work_after(a: date, b: date) -> Fraction:
    if b <= a:
        raise Undefined
    return _workdays(a + _DAY, b)


def _month_after(day: date) -> date:
    return _months(day.replace(day=1), Fraction(1))


def _clock(time: int, minutes: Fraction) -> int:
    return (time + _whole(minutes)) % 1440


def _to_weekday(day: date, wanted: Fraction) -> date:
    return day + timedelta(days=(int(wanted) - day.weekday() - 1) % 7 + 1)


_OFF = frozenset(((1, 1), (12, 25)))
# what a Problem that knows of holidays would do: only to be told apart from those that do not
WITH_HOLIDAYS: dict[str, Callable[..., Any]] = {
    "plus_work": lambda d, n: _work(d, n, _OFF), "minus_work": lambda d, n: _work(d, -n, _OFF),
    "workdays": _workdays_but, "work_after": lambda a, b: _workdays_but(a + _DAY, b),
}  # fmt: skip
FREE = "weekdays(), none()"
# operation -> exact value, template's formula, English
OPERATIONS: dict[str, tuple[Callable[..., Any], str, str]] = {
    "add": (lambda a, b: a + b, "({} + {})", "({} + {})"),
    "sub": (lambda a, b: a - b, "({} - {})", "({} - {})"),
    "mul": (lambda a, b: a * b, "{} * {}", "{} x {}"),
    "div": (_divide, "{} / {}", "{} / {}"),
    "min": (min, "min({}, {})", "the smaller of {} and {}"),
    "max": (max, "max({}, {})", "the larger of {} and {}"),
    "ceil": (lambda a: Fraction(ceil(a)), "ceil({})", "{} rounded up to a whole"),
    "floor": (lambda a: Fraction(floor(a)), "floor({})", "{} rounded down to a whole"),
    "ge": (lambda a, b: a >= b, "{} >= {}", "{} is at least {}"),
    "gt": (lambda a, b: a > b, "{} > {}", "{} is more than {}"),
    "le": (lambda a, b: a <= b, "{} <= {}", "{} is at most {}"),
    "lt": (lambda a, b: a < b, "{} < {}", "{} is less than {}"),
    "eq": (lambda a, b: a == b, "{} == {}", "{} is {}"),
    "ne": (lambda a, b: a != b, "{} != {}", "{} is not {}"),
    "and": (lambda a, b: a and b, "({} and {})", "({} and {})"),
    "or": (lambda a, b: a or b, "({} or {})", "({} or {})"),
    "plus_days": (lambda d, n: d + timedelta(days=_whole(n)), "({} + {})", "{} plus {} days"),
    "plus_weeks": (lambda d, n: d + timedelta(days=7 * _whole(n)), "({} + one_week * {})", "{} plus {} weeks"),
    "plus_months": (_months, "({} + one_month * {})", "{} plus {} months"),
    "plus_years": (lambda d, n: _months(d, 12 * n), "({} + one_year * {})", "{} plus {} years"),
    "minus_days": (lambda d, n: d - timedelta(days=_whole(n)), "({} - {})", "{} minus {} days"),
    "minus_weeks": (lambda d, n: d - timedelta(days=7 * _whole(n)), "({} - one_week * {})", "{} minus {} weeks"),
    "minus_months": (lambda d, n: _months(d, -n), "({} - one_month * {})", "{} minus {} months"),
    "plus_work": (_work, f"add_business({{}}, {{}}, {FREE})", "{} plus {} working days (Monday to Friday)"),
    "minus_work": (lambda d, n: _work(d, -n), f"add_business({{}}, -{{}}, {FREE})",
                   "{} minus {} working days (Monday to Friday)"),
    "roll_on": (lambda d: _roll(d, 1), f"roll({{}}, 'on', {FREE})", "{}, or the next Monday if at a weekend"),
    "roll_back": (lambda d: _roll(d, -1), f"roll({{}}, 'back', {FREE})", "{}, or the Friday before if at a weekend"),
    "month_end": (lambda d: _month_after(d) - _DAY, "last_day(month_of({}))", "the last day of the month of {}"),
    "month_after": (_month_after, "first_day(month_of({}) + 1)", "the first day of the month after {}"),
    "to_weekday": (_to_weekday, "weekday_after({}, {})", "the first {1} after {0}"),
    "days": (lambda a, b: Fraction((b - a).days), "days_between({}, {})", "the days from {} to {}"),
    "full_months": (_full_months, "full_months({}, {})", "the full months from {} to {}"),
    "years": (_years, "age({}, {})", "the full years from {} to {}"),
    "workdays": (_workdays, f"business_days({{}}, {{}}, 'both', {FREE})",
                 "the working days (Monday to Friday) from {} to {}, both counted"),
    "work_after": (_work_after, f"business_days({{}}, {{}}, 'last', {FREE})",
                   "the working days (Monday to Friday) after {} until {}"),
    "weekday": (lambda d: WEEKDAYS[d.weekday()], "weekday_of({})", "the weekday of {}"),
    "plus_minutes": (_clock, "({} + one_minute * {})", "{} plus {} minutes"),
    "plus_hours": (lambda t, n: _clock(t, 60 * n), "({} + one_hour * {})", "{} plus {} hours"),
    "minus_minutes": (lambda t, n: _clock(t, -n), "({} - one_minute * {})", "{} minus {} minutes"),
    "minutes": (lambda a, b: Fraction((b - a) % 1440), "in_units(elapsed({}, {}), 'minutes')",
                "the minutes from {} to {} (of the next day if earlier)"),
    "hours": (lambda a, b: Fraction((b - a) % 1440, 60), "in_units(elapsed({}, {}), 'hours')",
              "the hours from {} to {} (of the next day if earlier)"),
    "round": (lambda a, n: _half_up(a, int(n)), "round({}, {})", "{} rounded to {} decimals"),
    "mod": (lambda a, b: a % b, "mod({}, {})", "the remainder of {} by {}"),
    "if": (lambda c, a, b: a if c else b, "when({}, {}, {})", "[{1} if {0}, else {2}]"),
}  # fmt: skip
CALENDAR = frozenset(list(OPERATIONS)[list(OPERATIONS).index("plus_days") : list(OPERATIONS).index("round")])
GIVEN = {f"one_{unit}": f"1 {unit}" for unit in ("minute", "hour", "week", "month", "year")}
ENDS = frozenset(("num", "day", "slot", "valued", "flag"))
NAMED = frozenset(("slot", "valued", "flag"))
_TIGHT = ("mul", "div")


def value(node: Node, row: Mapping[str, Any]) -> Any:
    """Exact. Raises Undefined."""
    head = node[0]
    if head in ("num", "day"):
        return node[1]
    if head == "slot":
        return row[node[1]]
    if head == "valued":  # a choice whose labels have these values
        return dict(node[2])[row[node[1]]]
    if head == "flag":  # whether a choice has this label
        return Fraction(row[node[1]] == node[2])
    try:
        compute = WITH_HOLIDAYS[head[1:]] if head[0] == "*" else OPERATIONS[head][0]
        return compute(*(value(part, row) for part in node[1:]))
    except (OverflowError, ValueError, TypeError) as error:
        raise Undefined from error


def text(node: Node) -> str:
    """The template's formula."""
    head = node[0]
    if head == "num":
        return decimal(node[1])
    if head == "slot":
        return node[1]
    if head == "day":
        return f"day_{node[1]:%Y_%m_%d}"
    if head == "to_weekday":
        return f"weekday_after({text(node[1])}, {WEEKDAYS[int(node[2][1])].lower()})"
    parts = [text(part) for part in node[1:]]
    if head[0] == "*":
        return OPERATIONS[head[1:]][1].replace("none()", "off").format(*parts)
    if head in _TIGHT and node[2][0] in _TIGHT:
        parts[1] = f"({parts[1]})"
    return OPERATIONS[head][1].format(*parts)


def words(node: Node) -> str:
    """Plain English."""
    head = node[0]
    if head == "num":
        return decimal(node[1])
    if head == "slot":
        return f"'{node[1]}'"
    if head == "day":
        return node[1].isoformat()
    if head in ("eq", "ne") and node[1][0] == "flag":
        return f"'{node[1][1]}' is {'' if head == 'eq' else 'not '}{node[1][2]}"
    if head == "valued":
        return f"'{node[1]}' (" + ", ".join(f"{label}: {decimal(worth)}" for label, worth in node[2]) + ")"
    if head == "to_weekday":
        return f"the first {WEEKDAYS[int(node[2][1])]} after {words(node[1])}"
    if head[0] == "*":
        return f"{words((head[1:], *node[1:]))} without 25 December and 1 January"
    parts = [words(part) for part in node[1:]]
    if head in _TIGHT and node[2][0] in _TIGHT:
        parts[1] = f"({parts[1]})"
    return OPERATIONS[head][2].format(*parts)


def bare(said: str) -> str:
    """Without the brackets around it all."""
    depth = 0
    for place, mark in enumerate(said):
        depth += (mark == "(") - (mark == ")")
        if depth == 0 and place < len(said) - 1:
            return said
    return said[1:-1] if said[:1] == "(" else said


def decimal(number: Fraction) -> str:
    """As a plain decimal, or a fraction where that never ends."""
    rest = number.denominator
    for prime in (2, 5):
        while rest % prime == 0:
            rest //= prime
    if rest != 1:
        return f"({number.numerator} / {number.denominator})"
    places = 0
    while (number * 10**places).denominator != 1:
        places += 1
    digits = str(abs(int(number * 10**places))).zfill(places + 1)
    shown = f"{digits[:-places]}.{digits[-places:]}" if places else digits
    return f"-{shown}" if number < 0 else shown


def parts(node: Node) -> list[Node]:
    """The node and all nodes inside it."""
    found = [node]
    if node[0] not in ENDS:
        for part in node[1:]:
            found += parts(part)
    return found


def slots(node: Node) -> set[str]:
    return {part[1] for part in parts(node) if part[0] in NAMED}


def coded(
    roots: list[Node], labels: Mapping[str, tuple[str, ...]]
) -> tuple[list[Node], dict[str, dict[str, Fraction]]]:
    """The formulas with plain slots in the place of labels, and the number that each label of a choice then has."""
    flagged = {part[1] for root in roots for part in parts(root) if part[0] == "flag"}
    valued: dict[str, set[Node]] = {}
    for root in roots:
        for part in parts(root):
            if part[0] == "valued":
                valued.setdefault(part[1], set()).add(part)
    numbered = flagged | {name for name, nodes in valued.items() if len(nodes) > 1}
    numbers = {name: {label: Fraction(n) for n, label in enumerate(labels[name], 1)} for name in numbered}
    numbers |= {name: dict(next(iter(nodes))[2]) for name, nodes in valued.items() if name not in numbered}

    def plain(node: Node) -> Node:
        if node[0] in ("num", "day", "slot"):
            return node
        if node[0] in ("eq", "ne") and node[1][0] == "flag":
            return (node[0], slot(node[1][1]), num(numbers[node[1][1]][node[1][2]]))
        if node[0] == "valued":
            if node[1] not in numbered:
                return slot(node[1])
            *others, last = node[2]
            whole = num(last[1])
            for label, worth in reversed(others):
                whole = ("if", ("eq", slot(node[1]), num(numbers[node[1]][label])), num(worth), whole)
            return whole
        return (node[0], *(plain(part) for part in node[1:]))

    return [plain(root) for root in roots], numbers
