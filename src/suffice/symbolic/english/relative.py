"""Dates that are told by other dates: ``tomorrow``, ``next Friday``, ``3 days ago``, ``the last Friday of May 2026``.

They stay expressions over ``["today"]``, which the calendar works out from the reference time, so that
a proof shows how the day was found. Where people disagree (next Friday) every reading is given.
"""

from __future__ import annotations

from suffice.records import Json
from suffice.symbolic.english import calendar_words, dates, durations, named_days
from suffice.symbolic.english.grammar import Grammar, Match, Parse

_TODAY: Json = ["today"]
_WORDS: dict[str, int] = {"today": 0, "tomorrow": 1, "yesterday": -1, "tonight": 0, "tmrw": 1, "tomorow": 1}
_STARTS = frozenset(
    "the in a an this next last previous coming following end start beginning half exactly day one's".split()
)


def days_from(start: Json, days: int) -> Json:
    return start if days == 0 else ["add", start, ["dur", {"days": days}]]


def date(parse: Parse, index: int) -> list[Match]:
    """Every date at ``index``: named, numbered, or told by another date."""
    form = parse.form(index)
    if not form:
        return []
    found = dates.absolute(parse, index)
    found += named_days.named(parse, index)
    if form in _WORDS:
        found.append((index + 1, days_from(_TODAY, _WORDS[form])))
    if (
        form in _STARTS
        or form in calendar_words.ORDINALS
        or form in calendar_words.WEEKDAYS
        or parse.tokens[index].kind == "number"
        or form in durations.WORDS
    ):
        for read in (_around, _shifted, _nth, _edge, _beside):
            found += read(parse, index)
    if form in ("this", "next", "last", "the", "coming", "previous"):
        found += _weekday_near(parse, index)
    return found


def _around(parse: Parse, index: int) -> list[Match]:
    """The day after tomorrow, the day before yesterday."""
    at = index + 1 if parse.form(index) == "the" else index
    if parse.form(at) == "day" and parse.form(at + 1) == "after" and parse.form(at + 2) == "tomorrow":
        return [(at + 3, days_from(_TODAY, 2))]
    if parse.form(at) == "day" and parse.form(at + 1) == "before" and parse.form(at + 2) == "yesterday":
        return [(at + 3, days_from(_TODAY, -2))]
    word = parse.form(at + 1)
    if at > index and parse.form(at) == "day" and word in ("after", "before", "following", "preceding"):
        step = 1 if word in ("after", "following") else -1
        return [
            (end, days_from(day, step))
            for end, day in parse.match("date", at + 2)
            if day[0] != "bad" and not (end == at + 3 and parse.form(at + 2) in _WORDS)
        ]
    return []


def _shifted(parse: Parse, index: int) -> list[Match]:
    """In 3 days, 3 weeks ago, 3 days from now, a week from tomorrow, two weeks before Christmas Day 2026."""
    found: list[Match] = []
    at = index + 1 if parse.form(index) == "exactly" else index
    inside = parse.form(at) == "in"
    for end, value in parse.match("duration", at + 1 if inside else at):
        parts = value[1]
        if not set(parts) <= {"days", "months"}:
            continue
        if inside:
            found.append((end, ["add", _TODAY, value]))
            end = end + 1 if parse.form(end) == "'" else end
            if parse.form(end) == "time":
                found.append((end + 1, ["add", _TODAY, value]))
            continue
        word, following = parse.form(end), parse.form(end + 1)
        if word == "ago":
            found.append((end + 1, ["sub", _TODAY, value]))
        elif word in ("from", "after") and following == "now":
            found.append((end + 2, ["add", _TODAY, value]))
        else:
            for after, direction in _sides(parse, end):
                days = parse.match("date", after)
                found += [(far, [direction, day, value]) for far, day in days if day[0] != "bad"]
    return found


def _sides(parse: Parse, at: int) -> list[tuple[int, str]]:
    """A preposition between a length of time or a weekday and a date: (its end, add or sub)."""
    if parse.form(at) in ("right", "immediately", "directly", "straight", "exactly", "just", "on"):
        at += 1
        if parse.form(at - 1) == "on" and parse.form(at) != "from":
            return []
    word, following = parse.form(at), parse.form(at + 1)
    if word in ("prior", "previous") and following == "to":
        return [(at + 2, "sub")]
    if word == "ahead" and following == "of":
        return [(at + 2, "sub")]
    if word in ("before", "preceding"):
        return [(at + 1, "sub")]
    return [(at + 1, "add")] if word in ("after", "from", "following", "past") else []


def _nth(parse: Parse, index: int) -> list[Match]:
    """The second Tuesday of March 2026, the last Friday in October, the last day of next month."""
    at = index + 1 if parse.form(index) == "the" else index
    form = parse.form(at)
    if form == "last":
        rank, end = -1, at + 1
    elif form.isdecimal() and len(form) <= 3 and parse.form(at + 1) in ("st", "nd", "rd", "th"):
        rank, end = int(form), at + 2
    elif form in calendar_words.ORDINALS:
        rank, end = calendar_words.ORDINALS[form], at + 1
        if parse.form(end) == "to" and parse.form(end + 1) == "last":  # second to last
            rank, end = -rank, end + 2
    else:
        return []
    if not (abs(rank) <= 5 and parse.form(end)):
        return []
    number = calendar_words.WEEKDAYS.get(parse.form(end))
    of = end + 2 if parse.form(end + 1) in ("of", "in", ",") else end + 1
    if parse.form(end) == "day" and rank in (1, -1):
        op = "first_day" if rank == 1 else "last_day"
        return [(far, [op, value]) for far, value in calendar_words.year_month(parse, of)]
    if number is None:
        return []
    return [
        (far, ["nth_weekday", ["num", str(rank)], ["weekday", number], value])
        for far, value in calendar_words.year_month(parse, of)
    ]


def _beside(parse: Parse, index: int) -> list[Match]:
    """The first Saturday after 5 May 2026, the last Friday before Christmas Day 2026."""
    at = index + 1 if parse.form(index) == "the" else index
    word = parse.form(at)
    if word in ("first", "next", "last", "very"):
        at += 2 if word == "very" and parse.form(at + 1) in ("first", "next") else 1
    elif at == index and parse.form(at + 1) not in ("after", "before", "following"):
        return []
    number = calendar_words.WEEKDAYS.get(parse.form(at))
    sides = [] if parse.form(at + 1) in ("from", "past") else _sides(parse, at + 1)
    op, start = None, 0
    if sides:
        start, side = sides[0]
        if word != ("first" if side == "sub" else "last"):
            op = "weekday_after" if side == "add" else "weekday_before"
    elif word in ("first", "next") and [parse.form(at + n) for n in (1, 2, 3)] == ["on", "or", "after"]:
        op, start = "weekday_from", at + 4
    if op is None or number is None:
        return []
    days = parse.match("date", start)
    return [(end, [op, day, ["weekday", number]]) for end, day in days if day[0] != "bad"]


def _edge(parse: Parse, index: int) -> list[Match]:
    """The end of the month, the beginning of May 2026, year end."""
    at = index + 1 if parse.form(index) == "the" else index
    op = {"end": "last_day", "start": "first_day", "beginning": "first_day"}.get(parse.form(at))
    if op is None or parse.form(at + 1) != "of":
        return []
    after = at + 2
    if parse.form(after) in ("the", "this") and parse.form(after + 1) == "month":
        return [(after + 2, [op, ["this_month", 0]])]
    if parse.form(after) in ("the", "this") and parse.form(after + 1) == "year":
        edge = [12, 31] if op == "last_day" else [1, 1]
        return [(after + 2, ["in_year", ["md", *edge], ["this_year", 0]])]
    return [(far, [op, value]) for far, value in calendar_words.year_month(parse, after)]


def _weekday_near(parse: Parse, index: int) -> list[Match]:
    """This, next, last, the coming Friday: every way that people mean it."""
    at = index + 1 if parse.form(index) == "the" else index
    at += parse.form(at) == "this" and parse.form(at + 1) == "coming"
    number = calendar_words.WEEKDAYS.get(parse.form(at + 1))
    if number is None:
        return []
    day, end, word = ["weekday", number], at + 2, parse.form(at)
    coming, past = ["weekday_after", _TODAY, day], ["weekday_before", _TODAY, day]
    if word in ("coming", "following"):
        return [(end, coming)]
    if word == "previous":
        return [(end, past)]
    if word == "next":
        options = [coming, ["weekday_of_week", _TODAY, day, 1, 0], ["weekday_of_week", _TODAY, day, 1, 6]]
    elif word == "this":
        if parse.form(index) == "the":
            return []
        options = [
            ["weekday_from", _TODAY, day],
            ["weekday_of_week", _TODAY, day, 0, 0],
            ["weekday_of_week", _TODAY, day, 0, 6],
        ]
    elif word == "last" and parse.form(end) not in ("of", "in"):
        options = [past, ["weekday_of_week", _TODAY, day, -1, 0], ["weekday_of_week", _TODAY, day, -1, 6]]
    else:
        return []
    return [(end, option) for option in options]


def future_date(parse: Parse, index: int) -> list[Match]:
    """A date that is still to come: without a year it is the next such day."""
    return [(end, ["coming", value] if value[0] == "md" else value) for end, value in parse.match("date", index)]


def past_date(parse: Parse, index: int) -> list[Match]:
    """A date that has been: without a year it is the latest such day."""
    return [(end, ["recent", value] if value[0] == "md" else value) for end, value in parse.match("date", index)]


def full_date(parse: Parse, index: int) -> list[Match]:
    """A date that stands by itself: with its year, or impossible."""
    return [(end, value) for end, value in dates.absolute(parse, index) if value[0] in ("date", "bad")]


def install(grammar: Grammar) -> None:
    grammar.literals |= {"date": date, "future_date": future_date, "past_date": past_date, "full_date": full_date}
    told = _STARTS.union(_WORDS, durations.WORDS)
    grammar.openers |= {
        "date": told | dates.ABSOLUTE_FIRST | named_days.NAMED_FIRST, "full_date": frozenset(dates.ABSOLUTE_FIRST),
        "future_date": frozenset(("<date>",)), "past_date": frozenset(("<date>",)),
    }  # fmt: skip
