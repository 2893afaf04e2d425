"""Rates part by part, and so much for each unit more: amounts of the one figure of a case."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

from suffice.records import Json
from suffice.symbolic.rules.brackets import Figure
from suffice.symbolic.rules.language import size_of
from suffice.symbolic.rules.measure import in_base
from suffice.symbolic.rules.pieces import Ask, Case, Slices, Steps, Unfit
from suffice.symbolic.rules.tariff_cases import case_of

NOTHING = "price"
_GENERAL = frozenset("entry admission entrance parking ticket fare".split())  # what one pays for these is the price
_SYMBOLS = {"hour": "h", "day": "day", "week": "week", "minute": "min", "km": "km", "mile": "mi", "kwh": "kWh"}


def general(outcome: str | None) -> str:
    return NOTHING if outcome is None or outcome in _GENERAL else outcome


def of_one_thing(outcomes: Sequence[str | None], heading: str | None, asked: str) -> None:
    """What one pays for parking is not what one pays for entry."""
    named = {outcome for outcome in (*outcomes, heading) if outcome in _GENERAL}
    if len(named) > 1 or (asked in _GENERAL and asked not in named):
        raise Unfit("the price of something else")


def part_by_part(
    slices: Sequence[Slices], told: Sequence[object], cases: Sequence[Case], ask: Ask, heading: str | None
) -> Json:
    """Rates of slices: what is asked is their sum over the one figure of the case."""
    if len(slices) != 1 or told:
        raise Unfit("slices beside tiers")
    (found,) = slices
    of_one_thing([found.outcome], heading, ask.outcome)
    outcome = general(found.outcome or heading)
    asked = general(ask.outcome)
    if asked != outcome and not outcome.endswith(f" {asked}"):
        raise Unfit("something else is asked than is set")
    figures = [case.figure for case in cases if case.figure is not None]
    figures += [ask.figure] if ask.figure is not None else []
    attribute = figures[0].attribute if len(figures) == 1 else None
    widths = [width for width, _ in found.rows if width is not None]
    if attribute is None or any(width.attribute != attribute for width in widths):
        raise Unfit("the case is measured otherwise")
    name, facts = case_of(cases, ask, attribute, {found.kind} if found.kind else set(), strict=False)
    rows: list[Json] = []
    end: Json = None
    for width, rate in found.rows:
        if width is not None:
            end = _added(end, width.size)
        rows.append([end if width is not None else None, _rate(rate, widths[0].size)])
    return {"clauses": facts, "ask": {"value": ["slices", ["of", attribute, name], rows]}}


def stepped(
    steps: Sequence[Steps], told: Sequence[object], cases: Sequence[Case], ask: Ask, heading: str | None
) -> Json:
    """So much at first and so much for each unit more, of whole units."""
    if len(steps) != 1 or told or ask.bulk or ask.total or ask.says:
        raise Unfit("a price for each unit beside others")
    (found,) = steps
    of_one_thing([found.outcome], heading, ask.outcome)
    if ask.outcome != NOTHING and general(ask.outcome) != general(found.outcome or heading):
        raise Unfit("something else is asked than is set")
    counted = [replace(case, figure=_count(case.figure, found.unit)) if case.figure else case for case in cases]
    attribute = f"number of {found.unit}"
    name, facts = case_of(counted, ask, attribute, set(), strict=False)
    number = ["of", attribute, name]
    at_first = ["money", "0", found.price[2]] if found.flat else found.price
    amount: Json = ["slices", number, [[found.first, at_first], [None, found.more]]]
    return {"clauses": facts, "ask": {"value": ["sum", found.price, amount] if found.flat else amount}}


def _count(figure: Figure, unit: str) -> Figure:
    """How many units a figure comes to: 5 hours are five of them."""
    size = figure.size
    if size[0] == "qty" and unit in _SYMBOLS and figure.tail is None:
        one = in_base(["qty", "1", _SYMBOLS[unit]])
        if one[2] == size[2]:
            size = ["num", str(Fraction(size[1]) / Fraction(one[1]))]
    elif figure.noun != unit:
        raise Unfit("units of something else")
    if size[0] != "num" or Fraction(size[1]).denominator != 1 or Fraction(size[1]) < 1:
        raise Unfit("parts of a unit, which may be charged as a whole")
    return Figure(size, unit)


def _added(one: Json, other: Json) -> Json:
    return other if one is None else [other[0], str(size_of(one)[1] + size_of(other)[1]), *other[2:]]


def _rate(rate: Json, width: Json) -> Json:
    """A percentage of money, or so much money for each unit of what is no money."""
    if (rate[0] == "pct") != (width[0] == "money"):
        raise Unfit("a rate of another kind")
    return rate
