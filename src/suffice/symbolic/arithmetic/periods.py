"""Literals for what comes round: a month, weekly, per year, over six months.

A year is twelve months, a week seven days; a year is taken for 52 weeks or 365 days where pay and bills are
reckoned so. Nothing else is turned into another: how many weeks or days a month has is left open.
"""

from __future__ import annotations

from fractions import Fraction

from suffice.symbolic.english.grammar import NUMBER, Grammar, Literal, Match, Parse

_MONTHS = {"month": 1, "quarter": 3, "year": 12}
_DAYS = {"day": 1, "week": 7, "fortnight": 14}
_WORDS = {"day": "day", "days": "day", "week": "week", "weeks": "week", "wk": "week", "wks": "week", "month": "month",
          "months": "month", "mo": "month", "mth": "month", "mths": "month", "quarter": "quarter",
          "quarters": "quarter",
          "year": "year", "years": "year", "yr": "year", "yrs": "year", "fortnight": "fortnight",
          "fortnights": "fortnight", "annum": "year"}  # fmt: skip
_ADVERBS = {"daily": "day", "weekly": "week", "monthly": "month", "quarterly": "quarter", "yearly": "year",
            "annually": "year", "annual": "year", "fortnightly": "fortnight", "pa": "year", "pcm": "month"}  # fmt: skip
_PAY = frozenset(
    "salary wage pay income earning earnings rate job work shift contract freelancer contractor retainer".split()
)
_MOST = 12  # things of one list
_EACH = frozenset("a per each every / one".split())
_WITHIN = frozenset("in over for during after across throughout within".split())
_WHOLE = frozenset("whole full entire complete single calendar".split())
_ARTICLES = frozenset("a one the each every per 1".split())


def every(parse: Parse, index: int) -> list[Match]:
    """How often an amount falls due (a month, weekly, / yr, every 3 months) -> the capture ``every_months``,
    ``every_days``, ``every_week`` or ``every_year``; one that may be reckoned in two ways is returned in both."""
    form = parse.form(index)
    if form in _ADVERBS:
        return _read(index + 1, _ADVERBS[form], "1", "every")
    if form not in _EACH:
        return []
    at = index + 1
    if parse.form(at) in ("single", "calendar"):
        at += 1
    word = parse.form(at)
    if word in _WORDS and not word.endswith(("days", "weeks", "months", "years", "quarters")):
        return _read(at + 1, _WORDS[word], "1", "every")
    found: list[Match] = []
    if form == "every":
        for end, count in parse.match("count", at):
            if len(count[1]) < 10 and parse.form(end) in _WORDS:
                found += _read(end + 1, _WORDS[parse.form(end)], count[1], "every")
    return found


def whole_span(parse: Parse, index: int) -> list[Match]:
    """The time that is asked about: a year, over six months, per week, for the whole year, annually."""
    form = parse.form(index)
    if form in _ADVERBS:
        return _read(index + 1, _ADVERBS[form], "1", "span")
    at = index + (form in _WITHIN)
    bare = at == index
    if parse.form(at) in _ARTICLES or (bare and parse.form(at) == "/"):
        after = at + 1 + (parse.form(at + 1) in _WHOLE)
        if parse.form(after) in _WORDS and not parse.form(after).endswith("s"):
            return _read(after + 1, _WORDS[parse.form(after)], "1", "span")
    if bare:
        return []
    at += parse.form(at) in ("the", "all", "those", "these")
    found: list[Match] = []
    for end, count in parse.match("count", at):
        if parse.form(end) in _WORDS:
            found += _read(end + 1, _WORDS[parse.form(end)], count[1], "span")
    return found


def _read(end: int, unit: str, count: str, name: str) -> list[Match]:
    if not count.isdecimal():
        return []
    found: list[dict[str, list[str]]] = []
    if unit in _MONTHS:
        found.append({f"{name}_months": ["num", str(_MONTHS[unit] * int(count))]})
    else:
        found.append({f"{name}_days": ["num", str(_DAYS[unit] * int(count))]})
    if unit == "year":
        found.append({f"{name}_year": ["num", count]})
    if unit in ("week", "fortnight"):
        found.append({f"{name}_week": ["num", str((1 + (unit == "fortnight")) * int(count))]})
    if unit == "day":
        found.append({f"{name}_one_day": ["num", count]})
    return [(end, value) for value in found]


def outlay(parse: Parse, index: int) -> list[Match]:
    """A noun phrase that is no pay: what a day of it costs is paid on each day of the week."""
    return [m for m in parse.match("thing", index) if m[1][1] not in _PAY and m[1][1] != "it"]


_BRANDS = frozenset(
    "netflix spotify disney hulu prime youtube gym icloud dropbox hbo max audible patreon xbox playstation".split()
)


def brand(parse: Parse, index: int) -> list[Match]:
    """A subscription by the name of who sells it."""
    form = parse.form(index)
    return [(index + 1, ["thing", form, form])] if form in _BRANDS else []


def regular_rows(parse: Parse, index: int) -> list[Match]:
    """Two or more ``regular_row`` as rows: music at $9.99 a month and storage at $5.99 a month."""
    found: list[Match] = []
    todo = [(end, [row]) for end, row in parse.match("regular_row", index)]
    while todo and len(found) < 16:
        end, rows = todo.pop()
        if len(rows) > 1:
            found.append((end, ["rows", rows]))
        start = end + (parse.form(end) == ",")
        start += parse.form(start) in ("and", "&", "plus")
        if start > end and len(rows) < _MOST:
            todo += [(after, [*rows, row]) for after, row in parse.match("regular_row", start)]
    return found


def one_unit(parse: Parse, index: int) -> list[Match]:
    """One of a unit: ``inch`` -> ``["qty", "1", "in"]``."""
    return [(end, ["qty", "1", value[1]]) for end, value in parse.match("unit", index) if "/" not in value[1]]


def single_quantity(parse: Parse, index: int) -> list[Match]:
    """1 mile, one inch: a unit that is said to be so much of another."""
    return [match for match in parse.match("quantity", index) if match[1][1] == "1" and "/" not in match[1][2]]


def measured_plural(parse: Parse, index: int) -> list[Match]:
    """Things that each have the same measure: cans, video clips; no pronoun."""
    return [m for m in parse.match("thing", index) if m[1][1] != "it" and m[1][2].split()[-1] != m[1][1]]


def time_of_day(parse: Parse, index: int) -> list[Match]:
    """6 am, 3 pm, noon: when something was measured, which plays no part."""
    if parse.form(index) in ("noon", "midnight", "midday"):
        return [(index + 1, parse.form(index))]
    if index < parse.end and parse.tokens[index].form.isdecimal() and parse.form(index + 1) in ("am", "pm"):
        return [(index + 2, parse.form(index))]
    return []


def _degrees(name: str) -> Literal:
    """A temperature as a plain number, ``name``, on a ``scale`` that must be the same throughout."""

    def literal(parse: Parse, index: int) -> list[Match]:
        return [
            (end, {name: ["num", value[1]], "scale": ["thing", value[2], value[2]]})
            for end, value in parse.match("temperature", index)
            if value[2] in ("degC", "degF")
        ]

    return literal


def scale_name(parse: Parse, index: int) -> list[Match]:
    """Celsius or Fahrenheit, as a thing that must stay the same."""
    return [(end, ["thing", v[1], v[1]]) for end, v in parse.match("unit", index) if v[1] in ("degC", "degF")]


_WHEN = ("this week", "last week", "today", "yesterday", "this month", "last month", "this weekend", "at the weekend",
         "on monday", "on tuesday", "on wednesday", "on thursday", "on friday", "on saturday", "on sunday")  # fmt: skip


def told_when(parse: Parse, index: int) -> list[Match]:
    """When something was done, as a thing that must stay the same: yesterday, last week, on Friday."""
    return [
        (index + len(words.split()), ["thing", words, words])
        for words in _WHEN
        if all(parse.form(index + at) == word for at, word in enumerate(words.split()))
    ]


def times_x(parse: Parse, index: int) -> list[Match]:
    """How many times as much: 1.5x, 2x."""
    if index + 1 < parse.end and parse.tokens[index].kind == "number" and parse.form(index + 1) == "x":
        read = parse.form(index)
        if parse.tokens[index + 1].glued and len(read) < 6 and read.replace(".", "", 1).isdecimal():
            return [(index + 2, ["num", read])]
    return []


def served_measure(parse: Parse, index: int) -> list[Match]:
    """An amount of food or drink: grams, millilitres, cups; no time and no length."""
    return [
        (end, value)
        for end, value in parse.match("quantity", index)
        if "/" not in value[2] and (value[2] in _KITCHEN or any(m[0] == end for m in _mass_or_volume(parse, index)))
    ]


_KITCHEN = frozenset(("cup", "tbsp", "tsp"))


def _mass_or_volume(parse: Parse, index: int) -> list[Match]:
    return parse.match("mass", index) + parse.match("volume", index)


def part_of_one(parse: Parse, index: int) -> list[Match]:
    """A part of the whole: three quarters, 0.6, 4/5."""
    return [
        (end, value)
        for end, value in parse.match("number", index)
        if value[0] == "num" and len(value[1]) < 40 and 0 < Fraction(value[1]) < 1
    ]


_PACKINGS = frozenset(
    "table tables coach coaches minibus minibuses taxi taxis shelf shelves crate crates carton cartons tray trays "
    "packs multipacks multipack punnet punnets reel reels packet packets sachet sachets bag bags".split()
)


def packing_word(parse: Parse, index: int) -> list[Match]:
    """What is sold or filled whole, beside the containers: tables, punnets, reels."""
    form = parse.form(index)
    if form not in _PACKINGS:
        return []
    known = [match[1] for match in parse.match("thing", index) if match[0] == index + 1]
    return [(index + 1, ["thing", known[0][1] if known else form.removesuffix("s"), form])]


def number_day(parse: Parse, index: int) -> list[Match]:
    """``30-day``, before a month: how many days it has."""
    return _joined_number(parse, index, ("day",))


def number_seat(parse: Parse, index: int) -> list[Match]:
    """``48-seat``, before a coach: how many it takes."""
    return _joined_number(parse, index, ("seat", "seater"))


def number_pack(parse: Parse, index: int) -> list[Match]:
    """``12-pack``, ``6 pack``, ``pack of 12``: how many are in it."""
    form = parse.form(index)
    if form in ("pack", "box", "packet", "carton", "tray", "case") and parse.form(index + 1) == "of":
        return parse.match("count", index + 2)
    if form.isdecimal() and len(form) < 4 and parse.form(index + 1) == "pack":
        return [(index + 2, ["num", form])]
    return _joined_number(parse, index, ("pack",))


def _joined_number(parse: Parse, index: int, words: tuple[str, ...]) -> list[Match]:
    form = parse.form(index)
    if form.isdecimal() and len(form) < 4 and parse.form(index + 1) == "-" and parse.form(index + 2) in words:
        return [(index + 3, ["num", form])]
    return []


def hour_amount(parse: Parse, index: int) -> list[Match]:
    """A working time as a number of hours: 38 hours, five and a half hours, 7 hours 15 minutes, 48 hrs."""
    found: list[Match] = []
    for end, value in parse.match("quantity", index):
        unit, _, below = value[2].partition("/")
        per_hour = {"h": 1, "min": 60}.get(unit)
        if below:  # 38 hours per week: the hours alone
            end -= 2
            per_hour = (
                per_hour if below in ("day", "week", "month", "year") and parse.form(end) in ("per", "/") else None
            )
        if per_hour:
            hours = Fraction(value[1]) / per_hour
            if hours > 0 and len(str(hours)) < 12:
                found.append((end, ["num", str(hours)]))
    return found


def install(grammar: Grammar) -> None:
    grammar.literals |= {"served_measure": served_measure, "part_of_one": part_of_one, "number_day": number_day,
        "number_pack": number_pack,
                         "number_seat": number_seat, "packing_word": packing_word}  # fmt: skip
    grammar.literals |= {"hour_amount": hour_amount, "told_when": told_when, "times_x": times_x}
    grammar.literals |= {"start_degrees": _degrees("start"), "end_degrees": _degrees("end"), "scale_name": scale_name,
                         "up_degrees": _degrees("up"), "down_degrees": _degrees("down")}  # fmt: skip
    grammar.literals |= {
        "one_unit": one_unit,
        "single_quantity": single_quantity,
        "measured_plural": measured_plural,
        "time_of_day": time_of_day,
    }
    grammar.literals |= {"every": every, "whole_span": whole_span, "outlay": outlay, "regular_rows": regular_rows,
                         "brand": brand}  # fmt: skip
    alike = {
        "served_measure": "quantity", "hour_amount": "quantity", "single_quantity": "quantity", "part_of_one": "number",
        "start_degrees": "temperature", "end_degrees": "temperature", "up_degrees": "temperature",
        "down_degrees": "temperature", "scale_name": "unit", "one_unit": "unit", "measured_plural": "thing",
        "outlay": "thing", "regular_rows": "regular_row",
    }  # fmt: skip
    grammar.openers |= {name: frozenset((f"<{other}>",)) for name, other in alike.items()}
    grammar.openers |= dict.fromkeys(("number_day", "number_seat", "times_x"), frozenset((NUMBER,)))
    grammar.openers |= {
        "packing_word": _PACKINGS, "brand": _BRANDS, "told_when": frozenset(words.split()[0] for words in _WHEN),
        "time_of_day": frozenset(("noon", "midnight", "midday", NUMBER)), "every": _EACH.union(_ADVERBS),
        "whole_span": _ARTICLES.union(_ADVERBS, _WITHIN, ("/", NUMBER)),
    }  # fmt: skip
