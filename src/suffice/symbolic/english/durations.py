"""Lengths of time: ``90 min``, ``an hour and a half``, ``2h 40m``, ``a year and a day``, ``2 business days``.

Value: ``["dur", {"months": n, "days": n, "seconds": n}]`` with only the parts that are there; a
fraction of a second is a decimal string. Working time has keys of its own, ``business_days`` and
``business_seconds``. Half a month has no length, so it is not read.
"""

from __future__ import annotations

from fractions import Fraction

from suffice.records import Json
from suffice.symbolic.english.grammar import Grammar, Match, Parse

_ONES = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen"
    " eighteen nineteen"
)
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
WORDS: dict[str, int] = {word: n for n, word in enumerate(_ONES.split())} | {
    word: 10 * n for n, word in enumerate(_TENS.split(), 2)
}
LONGEST = 40  # characters of a number, beyond which it counts no days
_HALVES = {"½": Fraction(1, 2), "¼": Fraction(1, 4), "¾": Fraction(3, 4)}

_SECOND, _MINUTE, _HOUR = ("seconds", 1), ("seconds", 60), ("seconds", 3600)
_DAY, _WEEK, _MONTH, _YEAR = ("days", 1), ("days", 7), ("months", 1), ("months", 12)
UNITS: dict[str, tuple[str, int]] = {
    form: unit
    for unit, forms in {
        ("seconds", 1): "second seconds sec secs s second's seconds'",
        ("seconds", 60): "minute minutes min mins minute's minutes'",
        ("seconds", 3600): "hour hours hr hrs h hour's hours'",
        ("days", 1): "day days d day's days'",
        ("days", 7): "week weeks wk wks week's weeks'",
        ("days", 14): "fortnight fortnights fortnight's",
        ("months", 1): "month months month's months' mo mos",
        ("months", 3): "quarter quarters",
        ("months", 12): "year years yr yrs year's years'",
        ("months", 120): "decade decades",
        ("months", 1200): "century centuries",
    }.items()
    for form in forms.split()
}
_WORKING = frozenset("business working work support service office desk opening".split())
_PLAIN = frozenset(
    "calendar full whole complete entire more further additional solid consecutive straight exact".split()
)
_MOST = 10**9  # of any unit: beyond all calendars


def amounts(parse: Parse, index: int) -> list[tuple[int, Fraction]]:
    """Counts at ``index``: digits, words up to 999, ``a``, ``half a``, ``2 1/2``, ``two and a half``."""
    form = parse.form(index)
    if not form or any(len(parse.form(at)) > LONGEST for at in range(index, index + 4)):
        return []
    found: list[tuple[int, Fraction]] = []
    token = parse.tokens[index]
    if token.kind == "number":
        found.append((index + 1, Fraction(form.replace(",", ""))))
        if (
            parse.form(index + 2) == "/"
            and parse.form(index + 1).isdecimal()
            and parse.form(index + 3).isdecimal()
            and int(parse.form(index + 3))
        ):
            mixed = int(parse.form(index + 1)), int(parse.form(index + 3))
            if mixed[0] < mixed[1] and "." not in form:
                found.append((index + 4, int(form.replace(",", "")) + Fraction(*mixed)))
        if parse.form(index + 1) in _HALVES and "." not in form:
            found.append((index + 2, int(form.replace(",", "")) + _HALVES[parse.form(index + 1)]))
    elif form in _HALVES:
        found.append((index + 1, _HALVES[form]))
    elif form in ("a", "an"):
        found.append((index + 1, Fraction(1)))
        if parse.form(index + 1) == "half":
            found.append((index + 2, Fraction(1, 2)))
        if (
            parse.form(index + 1) == "quarter"
            and parse.form(index + 2) == "of"
            and parse.form(index + 3) in ("a", "an")
        ):
            found.append((index + 4, Fraction(1, 4)))
        if parse.form(index + 1) == "couple" and parse.form(index + 2) == "of":
            found.append((index + 3, Fraction(2)))
        if parse.form(index + 1) == "hundred":
            found.append((index + 2, Fraction(100)))
        if parse.form(index + 1) == "dozen":
            found.append((index + 2, Fraction(12)))
    elif form == "half":
        if parse.form(index + 1) in ("a", "an"):
            found.append((index + 2, Fraction(1, 2)))
    elif form in WORDS:
        end, value = index + 1, WORDS[form]
        if value >= 20:
            at = end + 1 if parse.form(end) == "-" else end
            if 0 < WORDS.get(parse.form(at), 0) < 10:
                end, value = at + 1, value + WORDS[parse.form(at)]
        if parse.form(end) == "hundred" and value < 10:
            end, value = end + 1, value * 100
            at = end + 1 if parse.form(end) == "and" else end
            if WORDS.get(parse.form(at), 0) > 0:
                value, end = value + WORDS[parse.form(at)], at + 1
                if WORDS[parse.form(end - 1)] >= 20:
                    at = end + 1 if parse.form(end) == "-" else end
                    if 0 < WORDS.get(parse.form(at), 0) < 10:
                        end, value = at + 1, value + WORDS[parse.form(at)]
        if form == "three" and [parse.form(index + n) for n in (1, 2)] == ["quarters", "of"]:
            return [(index + 4, Fraction(3, 4))] if parse.form(index + 3) in ("a", "an") else []
        found.append((end, Fraction(value)))
    for end, value in list(found):
        if value.denominator == 1 and parse.form(end) == "and" and parse.form(end + 1) == "a":
            part = {"half": Fraction(1, 2), "quarter": Fraction(1, 4)}.get(parse.form(end + 2))
            if part:
                found.append((end + 3, value + part))
    return found


def _piece(parse: Parse, index: int) -> list[tuple[int, str, Fraction, int]]:
    """(end, key, amount in the key's unit, size of the unit) for one number with its unit."""
    found = []
    for end, amount in amounts(parse, index):
        at = end + 1 if parse.form(end) == "-" and parse.tokens[end].glued else end
        working = False
        if parse.form(at) in _WORKING:
            working, at = True, at + 1
            if parse.form(at) == "-" and parse.tokens[at].glued:  # 8-business-hour
                at += 1
        elif parse.form(at) in _PLAIN:
            at += 1
        unit = UNITS.get(parse.form(at))
        form, after = parse.form(at), at + 1
        if form == "workdays" or form == "workday":
            unit, working = _DAY, True
        if unit is None or amount > _MOST:
            continue
        if form in ("s", "d", "h") and parse.tokens[index].kind != "number":
            continue
        if parse.form(after) == "'" and parse.tokens[after].glued and form.endswith("s"):
            after += 1
        if amount.denominator == 1 and parse.form(after) == "and" and parse.form(after + 1) == "a":
            part = {"half": Fraction(1, 2), "quarter": Fraction(1, 4)}.get(parse.form(after + 2))
            if part and parse.form(after + 3) not in UNITS and parse.form(after + 3) not in ("a", "an"):
                found += _sized(after + 3, amount + part, unit, working)
        found += _sized(after, amount, unit, working)
    return found


def _sized(end: int, amount: Fraction, unit: tuple[str, int], working: bool) -> list[tuple[int, str, Fraction, int]]:
    key, size = unit
    total = amount * size
    if working:
        if unit not in (_DAY, _HOUR, _MINUTE) or (unit == _DAY and total.denominator != 1):
            return []
        return [(end, f"business_{key}", total, size)]
    if key == "seconds" or total.denominator == 1:
        return [(end, key, total, size)]
    if key == "days":  # half a day is twelve hours
        return [(end, "seconds", total * 86400, 86400 * size)]
    return []


_RANK = {"months": 10**12, "days": 10**6, "seconds": 1}


def duration(parse: Parse, index: int) -> list[Match]:
    """A length of time as one or more parts in falling order: ``["dur", {...}]``."""
    form = parse.form(index)
    if not form or (
        parse.tokens[index].kind != "number" and form not in WORDS and form not in ("a", "an", "half", *_HALVES)
    ):
        return []
    found: list[Match] = []
    todo: list[tuple[int, tuple[tuple[str, Fraction], ...], int]] = [(index, (), 1 << 62)]
    while todo:
        at, parts, limit = todo.pop()
        for end, key, amount, size in _piece(parse, at):
            rank = _RANK.get(key, 1) * size
            if rank >= limit or (parts and key.startswith("business") != parts[0][0].startswith("business")):
                continue
            now = (*parts, (key, amount))
            match = (end, _value(now))
            if match not in found:
                found.append(match)
            for after in _joints(parse, end):
                todo.append((after, now, rank))
            minutes = _bare_minutes(parse, end, size if key == "seconds" else 0)
            if minutes:
                found.append((minutes[0], _value((*now, ("seconds", Fraction(minutes[1] * 60))))))
    return found


def _bare_minutes(parse: Parse, end: int, size: int) -> tuple[int, int] | None:
    """The minutes of ``2h 40m``, ``2h40``: after hours alone."""
    form = parse.form(end)
    if size != 3600 or not form.isdecimal() or len(form) > 2 or int(form) > 59:
        return None
    if parse.form(end + 1) == "m":
        return end + 2, int(form)
    if parse.tokens[end].glued and len(form) == 2:
        return end + 1, int(form)
    return None


def _joints(parse: Parse, end: int) -> list[int]:
    form = parse.form(end)
    if form == "and":
        return [end + 1]
    if form == ",":
        return [end + 2] if parse.form(end + 1) == "and" else [end + 1]
    return [end]


def _value(parts: tuple[tuple[str, Fraction], ...]) -> Json:
    sums: dict[str, Fraction] = {}
    for key, amount in parts:
        sums[key] = sums.get(key, Fraction(0)) + amount
    return ["dur", {key: exact(value) for key, value in sums.items()}]


def exact(value: Fraction) -> int | str:
    """An integer, or a decimal string for a fraction that ends, or ``n/d``."""
    if value.denominator == 1:
        return value.numerator
    micro = value * 10**6
    if micro.denominator == 1:
        sign, whole = ("-", -micro) if micro < 0 else ("", micro)
        return f"{sign}{whole // 10**6}.{int(whole % 10**6):06d}".rstrip("0")
    return f"{value.numerator}/{value.denominator}"


def install(grammar: Grammar) -> None:
    grammar.literals["duration"] = duration
