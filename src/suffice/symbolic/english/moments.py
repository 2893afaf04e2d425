"""Moments (a date with a time, perhaps in a zone), ranges of dates, and recurrences.

Values: ``["datetime", iso]``, ``["on", date, time]``, ``["at", local, zone]``, ``["now"]``;
``["range", date, date]``; ``["days", [0, 1, ...]]`` a set of weekdays;
``["every", {"unit": "days" | "weeks" | "months", "n": 2, "weekday": 4, "rank": -1, "day": 15}]``.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date as Date
from datetime import timedelta

from suffice.records import Json
from suffice.symbolic.english import calendar_words, dates, durations
from suffice.symbolic.english.grammar import NUMBER, Grammar, Match, Parse

_NOW = ("now", "right now", "at the moment", "currently", "just now")
_RANGE = frozenset(("-", "to", "until", "till", "through", "thru"))
_PERIODS = {"daily": ("days", 1), "weekly": ("weeks", 1), "fortnightly": ("weeks", 2), "monthly": ("months", 1),
            "quarterly": ("months", 3), "yearly": ("months", 12), "annually": ("months", 12)}  # fmt: skip
_EACH_UNIT = {"day": ("days", 1), "week": ("weeks", 1), "fortnight": ("weeks", 2), "month": ("months", 1),
              "quarter": ("months", 3), "year": ("months", 12)}  # fmt: skip


def joined(day: Json, time: Json) -> Json:
    """A date and a time of day as one local moment."""
    if day[0] == "bad":
        return day
    if day[0] != "date":
        return ["on", day, time]
    if time[1] == "24:00:00":
        if day[1] == "9999-12-31":
            return ["bad", "the year 10000 is beyond the calendar"]
        return ["datetime", f"{(Date.fromisoformat(day[1]) + timedelta(days=1)).isoformat()}T00:00:00"]
    return ["datetime", f"{day[1]}T{time[1]}"]


def local_moment(parse: Parse, index: int) -> list[Match]:
    """A date with a time of day, in either order, or now: on no particular clock."""
    form = parse.form(index)
    if not form:
        return []
    found: list[Match] = [(index + len(w.split()), ["now"]) for w in _NOW if _spells(parse, index, w.split())]
    for end, day in parse.match("date", index):
        at = end + 1 if parse.form(end) in (",", "at", "t", "@", "-") else end
        at = at + 1 if parse.form(end) == "," and parse.form(at) in ("at", "by") else at
        if parse.form(end) == "t" and not parse.tokens[end].glued:
            continue
        found += _with_times(parse, day, at, parse.match("time" if parse.form(at - 1) == "at" else "clock", at))
    if form[0].isdecimal() or form in durations.WORDS or form in ("noon", "midnight", "midday", "half", "quarter", "a"):
        for end, time in parse.match("clock", index):
            at = end + 1 if parse.form(end) in (",", "on", "of") else end
            at = at + 1 if parse.form(end) == "," and parse.form(at) == "on" else at
            for far, day in parse.match("date", at):
                found += [(far, value) for value in _readings(parse, index, end, day, time)]
    return found


def _with_times(parse: Parse, day: Json, at: int, times: list[Match]) -> list[Match]:
    return [(far, value) for far, time in times for value in _readings(parse, at, far, day, time)]


def _readings(parse: Parse, start: int, end: int, day: Json, time: Json) -> list[Json]:
    """Midnight of a date is its beginning or its end; all else is one moment."""
    said = {token.form for token in parse.tokens[start:end]}
    if "midnight" in said and time[1] == "00:00:00":
        return [joined(day, time), joined(day, ["time", "24:00:00"])]
    return [joined(day, time)]


def _spells(parse: Parse, index: int, words: Sequence[str]) -> bool:
    return all(parse.form(index + n) == word for n, word in enumerate(words))


def moment(parse: Parse, index: int) -> list[Match]:
    """A local moment, or one on the clock of a zone: ``2026-03-05T15:30Z``, ``3 pm on 5 May 2026 in Tokyo``."""
    found = list(parse.match("local_moment", index))
    for end, local in list(found):
        if local[0] in ("bad", "now"):
            continue
        found += [(far, ["at", local, zone]) for far, zone in _zones(parse, end)]
    if parse.form(index) and (parse.tokens[index].kind == "number" or parse.form(index) in ("noon", "midnight")):
        for end, time in parse.match("clock", index):  # 3 pm in Tokyo on 5 May 2026
            for far, zone in _zones(parse, end):
                at = far + 1 if parse.form(far) in (",", "on") else far
                for last, day in parse.match("date", at):
                    found += [
                        (last, value if value[0] == "bad" else ["at", value, zone])
                        for value in _readings(parse, index, end, day, time)
                    ]
    return found


def _zones(parse: Parse, end: int) -> list[Match]:
    """A zone after a time: bare, in brackets, or with in; Z and +01:00 glued to it."""
    form = parse.form(end)
    if form == "(":
        return [(far + 1, zone) for far, zone in parse.match("zone", end + 1) if parse.form(far) == ")"]
    if form in ("in", ","):
        return parse.match("zone", end + 1)
    return parse.match("zone", end) + parse.match("clock_offset", end)


def date_range(parse: Parse, index: int) -> list[Match]:
    """March 3 to March 7, 3-7 March 2026, between 3 and 7 March 2026, from 1 May 2026 to 4 June 2026."""
    at, words = index, _RANGE
    if parse.form(index) == "from":
        at = index + 1
    elif parse.form(index) == "between":
        at, words = index + 1, frozenset(("and",))
    found: list[Match] = []
    for middle, first in parse.match("date", at):
        joint = middle + 1 if parse.form(middle) == "up" and parse.form(middle + 1) == "to" else middle
        if parse.form(joint) not in words:
            continue
        for end, second in parse.match("date", joint + 1):
            found += [(end, ["range", one, two]) for one, two in sharing(first, second)]
    day = parse.form(at)
    if day.isdecimal() and len(day) <= 2 and parse.form(at + 1) in words:  # 3-7 March 2026
        for end, second in parse.match("date", at + 2):
            if second[0] in ("date", "md"):
                y = int(second[1][:4]) if second[0] == "date" else None
                m = int(second[1][5:7]) if second[0] == "date" else second[1]
                first = dates.calendar_day(y, m, int(day))
                if first[0] != "bad" and calendar_words.MONTHS.keys() & {t.form for t in parse.tokens[at + 2 : end]}:
                    found.append((end, ["range", first, second]))
    return [
        (end, value[1] if value[1][0] == "bad" else value[2] if value[2][0] == "bad" else value) for end, value in found
    ]


def sharing(first: Json, second: Json) -> list[tuple[Json, Json]]:
    """The year said at the end of a range holds for its start as well."""
    if first[0] == "md" and second[0] == "date":
        y, m, d = int(second[1][:4]), first[1], first[2]
        start = dates.calendar_day(y, m, d, first[3] if len(first) > 3 else None)
        if start[0] == "date" and start[1] > second[1]:
            start = dates.calendar_day(y - 1, m, d, first[3] if len(first) > 3 else None)
        return [(start, second)]
    return [(first, second)]


def weekday_set(parse: Parse, index: int) -> list[Match]:
    """Mon-Fri, Monday through Friday, Monday to Thursday and Saturday: ``["days", [0, 1, ...]]``."""
    found: list[Match] = []
    todo: list[tuple[int, tuple[int, ...]]] = [(index, ())]
    while todo:
        at, known = todo.pop()
        first = calendar_words.WEEKDAYS.get(_singular(parse.form(at)))
        if first is None or first in known:
            continue
        ends: list[tuple[int, tuple[int, ...]]] = [(at + 1, (first,))]
        last = calendar_words.WEEKDAYS.get(_singular(parse.form(at + 2)))
        if parse.form(at + 1) in _RANGE and last is not None and last != first:
            ends.append((at + 3, tuple((first + n) % 7 for n in range((last - first) % 7 + 1))))
        for end, days in ends:
            now = tuple(sorted({*known, *days}))
            found.append((end, ["days", list(now)]))
            for word in ("and", ",", "&"):
                if parse.form(end) == word:
                    todo.append((end + 2 if word == "," and parse.form(end + 1) == "and" else end + 1, now))
    return found


def _singular(form: str) -> str:
    return form[:-1] if form.endswith("days") else form


def recurrence(parse: Parse, index: int) -> list[Match]:
    """Every Tuesday, every second Friday, every other week, the last Friday of each month, daily, on the 15th of every
    month."""
    form = parse.form(index)
    if form in _PERIODS:
        unit, n = _PERIODS[form]
        return [(index + 1, ["every", {"unit": unit, "n": n}])]
    if form in ("every", "each"):
        return _every(parse, index + 1)
    at = index + 1 if form == "on" else index
    at = at + 1 if parse.form(at) == "the" else at
    return _of_each_month(parse, at)


def _every(parse: Parse, at: int) -> list[Match]:
    found: list[Match] = []
    n, start = 1, at
    if parse.form(at) in ("other", "second"):
        n, start = 2, at + 1
    elif parse.form(at) in calendar_words.ORDINALS and calendar_words.ORDINALS[parse.form(at)] > 1:
        n, start = calendar_words.ORDINALS[parse.form(at)], at + 1
    number = calendar_words.WEEKDAYS.get(parse.form(start))
    if number is not None:
        found.append((start + 1, ["every", {"unit": "weeks", "n": n, "weekday": number}]))
    elif parse.form(start) in _EACH_UNIT:
        unit, size = _EACH_UNIT[parse.form(start)]
        found.append((start + 1, ["every", {"unit": unit, "n": n * size}]))
    elif parse.form(start) in ("weekday", "workday"):
        if n == 1:
            found.append((start + 1, ["every", {"unit": "workdays", "n": 1}]))
    else:
        for end, count in durations.amounts(parse, at):
            unit, size = _EACH_UNIT.get(parse.form(end).removesuffix("s"), ("", 0))
            if size and count.denominator == 1 and 0 < count < 1000:
                found.append((end + 1, ["every", {"unit": unit, "n": int(count) * size}]))
    return found


def _of_each_month(parse: Parse, at: int) -> list[Match]:
    """last Friday of each month; 15th of every month."""
    form = parse.form(at)
    suffixed = form.isdecimal() and len(form) <= 2 and parse.form(at + 1) in ("st", "nd", "rd", "th")
    if form == "last":
        rank, end = -1, at + 1
    elif suffixed:
        rank, end = int(form), at + 2
    elif form in calendar_words.ORDINALS:
        rank, end = calendar_words.ORDINALS[form], at + 1
    else:
        return []
    number = calendar_words.WEEKDAYS.get(parse.form(end))
    tail = end + 1 if number is not None or parse.form(end) == "day" else end
    if (
        parse.form(tail) not in ("of", "in")
        or parse.form(tail + 1) not in ("each", "every", "the")
        or parse.form(tail + 2) != "month"
    ):
        return []
    if parse.form(tail + 1) == "the" and parse.form(at - 1) != "every":
        return []
    if number is not None:
        return (
            [(tail + 3, ["every", {"unit": "months", "n": 1, "weekday": number, "rank": rank}])]
            if abs(rank) <= 5
            else []
        )
    if form == "last" and parse.form(end) == "day":
        return [(tail + 3, ["every", {"unit": "months", "n": 1, "day": -1}])]
    return [(tail + 3, ["every", {"unit": "months", "n": 1, "day": rank}])] if 1 <= rank <= 28 and tail == end else []


def install(grammar: Grammar) -> None:
    grammar.literals |= {
        "local_moment": local_moment, "moment": moment, "date_range": date_range,
        "weekday_set": weekday_set, "recurrence": recurrence,
    }  # fmt: skip
    now = frozenset(words.split()[0] for words in _NOW)
    grammar.openers |= {
        "local_moment": now | {"<date>", "<clock>"}, "moment": now | {"<date>", "<clock>"},
        "date_range": frozenset(("from", "between", "<date>", NUMBER)),
        "weekday_set": calendar_words.WEEKDAYS.keys() | {f"{day}s" for day in calendar_words.WEEKDAYS},
        "recurrence": _PERIODS.keys() | calendar_words.ORDINALS.keys() | {"every", "each", "on", "the", "last", NUMBER},
    }  # fmt: skip
