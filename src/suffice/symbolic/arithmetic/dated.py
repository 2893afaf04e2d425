"""Literals of time told along with amounts: *3.2 miles on Monday, 4.5 on Wednesday*; *15-minute* slots."""

from __future__ import annotations

from suffice.records import Json
from suffice.symbolic.english.grammar import Grammar, Match, Parse

_SPANS = {"minute": "min", "min": "min", "hour": "h", "second": "s", "day": "day", "week": "week"}
_MOST = 14  # amounts in one list


def dated_list(parse: Parse, index: int) -> list[Match]:
    """Two or more amounts, each with its own weekday, as a list; plain numbers take the unit of the first."""
    values: list[Json] = []
    days: list[str] = []
    at = index
    while len(values) < _MOST:
        parse.step()
        read = _one(parse, at)
        if read is None:
            return []
        end, value, day = read
        if values and value[0] == "num" and values[0][0] != "num":
            value = [values[0][0], value[1], *values[0][2:]]
        if day in days or (values and [value[0], *value[2:]] != [values[0][0], *values[0][2:]]):
            return []
        values.append(value)
        days.append(day)
        after = end + (parse.form(end) == ",")
        after += parse.form(after) == "and"
        if after == end or _one(parse, after) is None:
            return [(end, ["list", values])] if len(values) > 1 else []
        at = after
    return []


def _one(parse: Parse, index: int) -> tuple[int, Json, str] | None:
    """An amount, *on* and a weekday."""
    found: list[tuple[int, Json, str]] = []
    for name in ("money", "quantity", "number"):
        for end, value in parse.match(name, index):
            if parse.form(end) != "on":
                continue
            for after, label in parse.match("day_label", end + 1):
                if label["tells"] == "day" and (after, value, label["item"][1]) not in found:
                    found.append((after, value, label["item"][1]))
    return found[0] if len(found) == 1 else None


def joined_span(parse: Parse, index: int) -> list[Match]:
    """``15-minute``, before what lasts so long."""
    form, unit = parse.form(index), _SPANS.get(parse.form(index + 2))
    if unit and form.isdecimal() and len(form) < 5 and parse.form(index + 1) == "-":
        return [(index + 3, ["qty", form, unit])]
    return []


def install(grammar: Grammar) -> None:
    grammar.literals |= {"dated_list": dated_list, "joined_span": joined_span}
