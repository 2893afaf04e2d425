"""The calendar's own words: weekdays, months, years and ordinals; ``next year``, ``March 2026``, ``Sundays``."""

from __future__ import annotations

from collections.abc import Iterator

from suffice.symbolic.english.grammar import NUMBER, Grammar, Match, Parse

WEEKDAY_NAMES = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTH_NAMES = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
               "November", "December")  # fmt: skip
_SHORT_DAYS = ("mon", "tue tues", "wed weds", "thu thur thurs", "fri", "sat", "sun")
WEEKDAYS: dict[str, int] = {
    form: n
    for n, (name, short) in enumerate(zip(WEEKDAY_NAMES, _SHORT_DAYS, strict=True))
    for form in (name.lower(), *short.split())
}
MONTHS: dict[str, int] = {name.lower(): n for n, name in enumerate(MONTH_NAMES, 1)} | {
    name[:3].lower(): n for n, name in enumerate(MONTH_NAMES, 1)
} | {"sept": 9}  # fmt: skip
_ORDINAL_WORDS = (
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth"
    " sixteenth seventeenth eighteenth nineteenth twentieth"
)
ORDINALS: dict[str, int] = {word: n for n, word in enumerate(_ORDINAL_WORDS.split(), 1)} | {"thirtieth": 30}
_SHIFTS = {"this": 0, "current": 0, "next": 1, "coming": 1, "following": 1, "last": -1, "previous": -1}


def weekday(parse: Parse, index: int) -> list[Match]:
    number = WEEKDAYS.get(parse.form(index))
    return [] if number is None else [(index + 1, ["weekday", number])]


def weekdays(parse: Parse, index: int) -> list[Match]:
    """A weekday in the plural: ``Sundays``."""
    form = parse.form(index)
    full = form[:-1] if form.endswith("s") and form[:-1].endswith("day") else ""
    return [(index + 1, ["weekday", WEEKDAYS[full]])] if full in WEEKDAYS else []


def month(parse: Parse, index: int) -> list[Match]:
    number = MONTHS.get(parse.form(index))
    return [] if number is None else [(index + 1, ["month", number])]


def years(parse: Parse, index: int) -> Iterator[tuple[int, int]]:
    """A year in four figures: (end, year)."""
    form = parse.form(index)
    if len(form) == 4 and form.isdecimal() and form != "0000" and not goes_on(parse, index + 1):
        yield index + 1, int(form)


def year(parse: Parse, index: int) -> list[Match]:
    """``2026``, ``the year 2026``, ``this year``, ``next year``."""
    at = index + 1 if parse.form(index) == "the" and parse.form(index + 1) == "year" else index
    at = at + 1 if parse.form(at) == "year" else at
    found: list[Match] = [(end, ["year", number]) for end, number in years(parse, at)]
    shift = from_now(parse, index, "year")
    if shift:
        found.append((shift[0], ["this_year", shift[1]]))
    return found


def goes_on(parse: Parse, index: int) -> bool:
    """True when a glued token carries the number on, as in 2026.5 or 2026-03."""
    if parse.form(index) not in ("/", "-", ":", ".") or not parse.form(index + 1).isdecimal():
        return False
    return parse.tokens[index].glued and parse.tokens[index + 1].glued


def from_now(parse: Parse, index: int, unit: str) -> tuple[int, int] | None:
    """``this | next | last | the current | the coming | the previous`` unit -> (end, -1, 0 or 1)."""
    at = index + 1 if parse.form(index) == "the" else index
    shift = _SHIFTS.get(parse.form(at))
    if shift is None or parse.form(at + 1) != unit or (at > index and parse.form(at) in ("this",)):
        return None
    return at + 2, shift


def year_month(parse: Parse, index: int) -> list[Match]:
    """A month of a year: ``March 2026``, ``2026-03``, ``next month``; ``March`` alone has no year."""
    found: list[Match] = []
    number = MONTHS.get(parse.form(index))
    if number is not None:
        found.append((index + 1, ["ym", None, number]))
        at = index + 1
        if parse.form(at) in (",", "of", "in"):
            at += 1
        found += [(end, ["ym", y, number]) for end, y in years(parse, at)]
        shift = from_now(parse, at, "year")
        if shift:
            found.append((shift[0], ["ym", ["this_year", shift[1]], number]))
    elif parse.form(index).isdecimal():
        first, mark, second = parse.form(index), parse.form(index + 1), parse.form(index + 2)
        if mark in ("-", "/") and second.isdecimal() and not goes_on(parse, index + 3):
            if len(first) == 4 and len(second) == 2 and 1 <= int(second) <= 12 and int(first):
                found.append((index + 3, ["ym", int(first), int(second)]))
            if len(second) == 4 and mark == "/" and len(first) <= 2 and 1 <= int(first) <= 12 and int(second):
                found.append((index + 3, ["ym", int(second), int(first)]))
    else:
        shift = from_now(parse, index, "month")
        if shift:
            found.append((shift[0], ["this_month", shift[1]]))
    return found


def install(grammar: Grammar) -> None:
    literals = {"weekday": weekday, "weekdays": weekdays, "month": month, "year": year, "year_month": year_month}
    grammar.literals |= literals
    shifted = _SHIFTS.keys() | {"the", NUMBER}
    grammar.openers |= {
        "weekday": frozenset(WEEKDAYS), "weekdays": frozenset(f"{day}s" for day in WEEKDAYS),
        "month": frozenset(MONTHS), "year": shifted | {"year"}, "year_month": shifted | MONTHS.keys(),
    }  # fmt: skip
