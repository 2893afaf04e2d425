"""A tariff's pieces as a Problem: one clause for each tier, the case as facts, and a value as what is asked.

What English leaves open stays open: a tier holds where it surely holds, and "otherwise" where no tier may hold. Tiers
that overlap say two things of what lies in both, and the case is refused as contradictory.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence, Set
from dataclasses import replace

from suffice.records import Json
from suffice.symbolic.rules.brackets import Bracket, X, unclear
from suffice.symbolic.rules.language import Formula, size_of
from suffice.symbolic.rules.pieces import Ask, Case, Except, Heading, Piece, Slices, Steps, Tier, Unfit
from suffice.symbolic.rules.rates import NOTHING, general, of_one_thing, part_by_part, stepped
from suffice.symbolic.rules.tariff_cases import case_of, mine
from suffice.symbolic.rules.tariff_kinds import AGED, of_all, with_ages, without_ages


def problem(pieces: Sequence[Piece], texts: Sequence[str]) -> Json:
    """The clauses and the question of one way to read a text; ``texts[i]``: the words of piece ``i``. Raises Unfit."""
    asks = [piece for piece in pieces if isinstance(piece, Ask)]
    headings = [piece.outcome for piece in pieces if isinstance(piece, Heading)]
    if len(asks) != 1 or len(headings) > 1:
        raise Unfit("one question is needed, and one heading at most")
    told = [(piece, text) for piece, text in zip(pieces, texts, strict=True) if isinstance(piece, Tier)]
    slices = [piece for piece in pieces if isinstance(piece, Slices)]
    cases = [piece for piece in pieces if isinstance(piece, Case)]
    heading = headings[0] if headings else None
    (ask,) = asks
    if slices:
        return part_by_part(slices, told, cases, ask, heading)
    steps = [piece for piece in pieces if isinstance(piece, Steps)]
    if steps:
        return stepped(steps, told, cases, ask, heading)
    excepted = [piece.kind for piece in pieces if isinstance(piece, Except)]
    if excepted and any(tier.role == "else" for tier, _ in told):
        raise Unfit("to which of them does the exception apply?")
    if not told:
        raise Unfit("no tier")
    of_one_thing([tier.outcome for tier, _ in told], heading, ask.outcome)
    tiers = _whole([tier for tier, _ in told], heading)
    attribute = _attribute(tiers)
    said = tiers
    tiers = without_ages(tiers) if attribute == "age" else tiers
    tiers = _chained(_filled(tiers))
    ages = [told.figure for told in (*cases, ask) if told.figure is not None] if attribute == "age" else []
    tiers = of_all(with_ages(tiers, said, ages) if attribute == "age" else tiers, attribute, cases)
    counted = attribute is not None and all(
        tier.kind is None or attribute == f"number of {tier.kind}" for tier in tiers
    )
    tiers = [replace(tier, kind=None) for tier in tiers] if counted else tiers
    kinds = {tier.kind for tier in tiers if tier.kind}
    if any(narrow.endswith(f" {wide}") for narrow in kinds for wide in kinds):
        raise Unfit("a red car is a car, too")
    cases = mine(cases, kinds)
    _settled_kinds(tiers, cases, ask)
    name, facts = case_of(cases, ask, attribute, kinds)
    if any(case.figure is None and not case.so and case.kind not in kinds | set(excepted) for case in cases):
        raise Unfit("it is said what somebody is not, which matters to no tier")
    ends = [end for tier in tiers if tier.bracket for end in (tier.bracket.low, tier.bracket.high) if end]
    figures = [case.figure for case in cases if case.figure] + ([ask.figure] if ask.figure else [])
    if any(case.loose and case.figure is not None and case.figure.size in [e.size for e in ends] for case in cases):
        raise Unfit("at the end of a bracket, or later")
    loose = [end.size for tier in tiers if tier.bracket for end in tier.bracket.open_ends]
    if any(told.size in loose for told in figures):
        raise Unfit("at the end of a bracket, which may be in it or not")
    if any(unclear(told, end) for told in figures for end in ends):
        raise Unfit("how many hours is that?")
    conditions = [_outside(_condition(tier, tiers, attribute), excepted) for tier in tiers]
    if ask.label or any(tier.label for tier in tiers):
        thens, asked, form = _classed(tiers, ask, name)
    else:
        thens, asked = _said(tiers, ask, name) if ask.says is not None else _set(tiers, ask, name, attribute)
        form = {}
    clauses = [
        {"if": condition, "then": then, "text": text}
        for condition, then, (_, text) in zip(conditions, thens, told, strict=True)
    ]
    for piece, text in zip(pieces, texts, strict=True):
        if isinstance(piece, Except) and piece.says:
            clauses.append({"if": [f"is a {piece.kind}", X], "then": ["not", [piece.says, X]], "text": text})
    return {"clauses": [*clauses, *facts], "ask": asked, **({"form": form} if form else {})}


def _classed(tiers: Sequence[Tier], ask: Ask, name: str) -> tuple[list[Formula], Json, Json]:
    """The class that each tier makes, which of them it is, and what they are called."""
    labels = [tier.label for tier in tiers if tier.label is not None]
    called = list(dict.fromkeys(labels))
    if not ask.label or len(labels) < len(tiers) or len(called) < 2:
        raise Unfit("a class is asked for where an amount is set, or the other way round")
    said = {label: f"is of class {label.lower()}" for label in called}
    asked = {"options": [[said[label], name] for label in called], "must": "follow"}
    return [[said[label], X] for label in labels], asked, {"labels": called}


def _outside(condition: Formula, excepted: Sequence[str]) -> Formula:
    """The condition, for those alone who are of no kind that is excepted."""
    return ["and", condition, *(["not", [f"is a {kind}", X]] for kind in excepted)] if excepted else condition


def _said(tiers: Sequence[Tier], ask: Ask, name: str) -> tuple[list[Formula], Json]:
    """What each tier says is so, and whether it is."""
    if any(tier.says is None for tier in tiers) or all(tier.says and tier.says[0] != ask.says for tier in tiers):
        raise Unfit("something else is asked than is said")
    thens = [[says, X] if so else ["not", [says, X]] for says, so in (tier.says for tier in tiers if tier.says)]
    return thens, {"truth": [ask.says, name]}


def _set(tiers: Sequence[Tier], ask: Ask, name: str, attribute: str | None) -> tuple[list[Formula], Json]:
    """What each tier sets, and the amount that is asked for."""
    outcome = tiers[0].outcome or NOTHING
    if any(tier.says for tier in tiers):
        raise Unfit("no amount is set")
    pers = {tier.per for tier in tiers if tier.value is not None and not tier.free}
    if len(pers) > 1 or (ask.per is not None and pers != {ask.per}):
        raise Unfit("for how long is that paid?")
    values = _values(tiers)
    if ask.unit is not None and any(value[0] != "qty" or value[2] != ask.unit for value in values):
        raise Unfit("asked in other units than are set")
    asked: Json = ["of", outcome, name]
    paid = ask.outcome == NOTHING and outcome == "discount" and attribute == "amount"
    if paid:
        off = ["times", asked, ["of", "amount", name]] if values[0][0] == "pct" else asked
        asked = ["less", ["of", "amount", name], off]
    elif general(ask.outcome) != outcome:
        raise Unfit("something else is asked than is set")
    elif values[0][0] == "pct" and not (ask.rate or (outcome == "discount" and not ask.much)):
        raise Unfit("a rate is set, and an amount may be asked")
    if ask.total:
        if attribute != "amount" or values[0][0] != "money" or outcome == "discount" or paid:
            raise Unfit("a total of what?")
        asked = ["sum", ["of", "amount", name], asked]
    each = {tier.each for tier in tiers if tier.value is not None and not tier.free}
    if ask.bulk != (each != {None}):
        raise Unfit("a price for each, and not how many; or the other way round")
    if each != {None}:
        asked = _of_each(asked, each, attribute, name)
    return [["cmp", "eq", [outcome, X], value] for value in values], {"value": asked}


def _of_each(asked: Json, each: Set[str | None], attribute: str | None, name: str) -> Json:
    """So many of them at the price of one."""
    if len(each) != 1 or attribute is None or not attribute.startswith("number of "):
        raise Unfit("prices for one and for all")
    if not each <= {"", attribute.removeprefix("number of ")}:
        raise Unfit("a price for each of something else")
    return ["times", asked, ["of", attribute, name]]


def _settled_kinds(tiers: Sequence[Tier], cases: Sequence[Case], ask: Ask) -> None:
    """Beside brackets, whether the case is of each kind must be said: "orders under $50 ship for $6, gifts for $1"."""
    kinds = {tier.kind for tier in tiers if tier.kind and tier.kind not in AGED}
    if len(kinds) < 2 or all(tier.bracket is None for tier in tiers):
        return
    said = {case.kind for case in cases} | ({ask.kind} if ask.figure is not None else set())
    if not kinds <= said:
        raise Unfit("of which kind is the case?")


def _whole(tiers: Sequence[Tier], heading: str | None) -> list[Tier]:
    """With what is left out because the tier before said it: what is set, and of which kind."""
    found: list[Tier] = []
    outcome, kind = heading, None
    named = next((tier.outcome for tier in tiers if tier.outcome), None)
    for tier in tiers:
        outcome = tier.outcome or outcome or named
        if tier.role != "all":
            kind = tier.kind or kind
        found.append(replace(tier, outcome=general(outcome), kind=tier.kind if tier.role == "all" else kind))
    if len({tier.outcome for tier in found}) != 1:
        raise Unfit("the tiers set several things")
    if (
        heading is not None
        and not {general(heading), found[0].outcome} & {NOTHING}
        and general(heading) != found[0].outcome
    ):
        raise Unfit("the heading is about something else")
    if any(tier.kind is None for tier in found if tier.role == "all"):
        raise Unfit("of whom is it?")
    return found


def _attribute(tiers: Sequence[Tier]) -> str | None:
    """What all brackets measure; None where there are none."""
    figures = [tier.bracket.figure for tier in tiers if tier.bracket is not None]
    if not figures:
        return None
    if len({size_of(figure.size)[0] for figure in figures}) != 1:
        raise Unfit("brackets in several measures")
    tails = {figure.tail for figure in figures} - {None}
    bases = {replace(figure, tail=None).attribute for figure in figures} - {None}
    if len(tails) > 1 or len(bases) > 1:
        raise Unfit("brackets of several things")
    if tails == {"old"} or (not tails and not bases and all(t.kind in AGED for t in tiers if t.bracket is not None)):
        return "age"
    if not bases:
        kinds = {tier.kind for tier in tiers if tier.bracket is not None}
        if kinds == {None} and not tails and all(tier.label for tier in tiers):
            return "scored"
        if len(kinds) != 1 or kinds == {None} or tails:
            raise Unfit("of what?")
        bases = {f"number of {kinds.pop()}"}
    return " ".join([str(bases.pop()), *(str(tail) for tail in tails)])


def _filled(tiers: Sequence[Tier]) -> list[Tier]:
    """With the brackets of "above that" and "smaller ones"."""
    found: list[Tier] = []
    for tier in tiers:
        last = found[-1].bracket if found else None
        if tier.role == "above":
            if last is None or last.high is None:
                raise Unfit("above what?")
            tier = replace(tier, bracket=Bracket(last.high, None, False if last.high_in else None, None))
        elif tier.instead:
            found = [_capped(one, tier) for one in found]
        elif tier.role == "under":
            if last is None or last.low is None:
                raise Unfit("below what?")
            tier = replace(tier, bracket=Bracket(None, last.low, None, False if last.low_in else None))
        found.append(tier)
    return found


def _capped(tier: Tier, instead: Tier) -> Tier:
    """A tier up to where another one sets something instead."""
    end, ends = instead.bracket, tier.bracket
    if end is None or ends is None or end.low is None or end.low_in is None or ends.high is not None:
        raise Unfit("instead of what?")
    return replace(tier, bracket=replace(ends, high=end.low, high_in=not end.low_in))


def _chained(tiers: list[Tier]) -> list[Tier]:
    """Up to 1 kg, up to 5 kg, up to 10 kg: each from the end of the one before."""
    ends = [tier.bracket for tier in tiers if tier.role == "bracket" and tier.bracket is not None]
    sizes = [size_of(end.high.size)[1] for end in ends if end.high is not None]
    rising = all(one < other for one, other in itertools.pairwise(sizes))
    if len(ends) < 2 or len(sizes) < len(ends) or not rising or any(e.low is not None or not e.high_in for e in ends):
        return tiers
    if any(tier.role == "all" for tier in tiers) or len({tier.kind for tier in tiers}) != 1:
        return tiers
    found: list[Tier] = []
    last: Bracket | None = None
    for tier in tiers:
        if tier.role == "bracket" and tier.bracket is not None:
            if last is not None:
                tier = replace(tier, bracket=replace(tier.bracket, low=last.high, low_in=False))
            last = tier.bracket
        found.append(tier)
    return found


def _condition(tier: Tier, tiers: Sequence[Tier], attribute: str | None) -> Formula:
    if tier.role != "else":
        return _held(tier, attribute, False)
    others = [_held(other, attribute, True) for other in tiers if other.role != "else"]
    if not others or sum(other.role == "else" for other in tiers) > 1:
        raise Unfit("otherwise than what?")
    none: Formula = ["not", others[0] if len(others) == 1 else ["or", *others]]
    return ["and", [f"is a {tier.kind}", X], none] if tier.kind else none


def _held(tier: Tier, attribute: str | None, widest: bool) -> Formula:
    parts: list[Formula] = [[f"is a {tier.kind}", X]] if tier.kind else []
    if tier.bracket is not None and attribute is not None:
        parts.append(tier.bracket.formula(attribute, widest))
    if not parts:
        raise Unfit("a tier without a condition")
    return parts[0] if len(parts) == 1 else ["and", *parts]


def _values(tiers: Sequence[Tier]) -> list[Json]:
    """What each tier sets, in one measure; nothing is nothing of the currency of the others."""
    measures = {(*tuple(tier.value[2:]), tier.value[0]) for tier in tiers if tier.value is not None}
    ends = [tier.bracket.figure.size for tier in tiers if tier.bracket is not None]
    currencies = {
        value[2] for value in (*(t.value for t in tiers if t.value is not None), *ends) if value[0] == "money"
    }
    zero: Json = ["pct", "0"] if measures == {("pct",)} else ["money", "0", min(currencies, default="")]
    if len(measures) > 1 or (any(tier.free for tier in tiers) and zero[0] == "money" and len(currencies) != 1):
        raise Unfit("the tiers set amounts of several kinds")
    return [zero if tier.free else tier.value for tier in tiers]
