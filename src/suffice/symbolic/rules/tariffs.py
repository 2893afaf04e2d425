"""A tariff's pieces as a Problem: one clause for each tier, the case as facts, and a value as what is asked.

What English leaves open stays open: a tier holds where it surely holds, and "otherwise" where no tier may hold. Tiers
that overlap say two things of what lies in both, and the case is refused as contradictory.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence, Set
from dataclasses import replace

from suffice.records import Json
from suffice.symbolic.rules.brackets import Bracket, X
from suffice.symbolic.rules.language import Formula, size_of
from suffice.symbolic.rules.pieces import Ask, Case, Heading, Piece, Slices, Tier, Unfit

_AGED = frozenset("child kid adult senior person people visitor passenger infant toddler teenager".split())
_BOUGHT = frozenset("order basket cart purchase".split())
_GENERAL = frozenset("entry admission entrance parking ticket fare".split())  # what one pays for these is the price
_I = frozenset(("i", "we"))
_BACK = frozenset(("it", "he", "she", "they"))
NOTHING = "price"


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
    if slices:
        return _part_by_part(slices, told, cases, asks[0], heading)
    if not told:
        raise Unfit("no tier")
    tiers = _whole([tier for tier, _ in told], heading)
    attribute = _attribute(tiers)
    tiers = [_aged(tier) for tier in tiers] if attribute == "age" else tiers
    tiers = _chained([*_filled(tiers)])
    counted = attribute is not None and all(
        tier.kind is None or attribute == f"number of {tier.kind}" for tier in tiers
    )
    tiers = [replace(tier, kind=None) for tier in tiers] if counted else tiers
    cases = _mine(cases, {tier.kind for tier in tiers if tier.kind})
    name, facts = _case(cases, asks[0], attribute, {tier.kind for tier in tiers if tier.kind})
    outcome = tiers[0].outcome or NOTHING
    if _general(asks[0].outcome) != outcome:
        raise Unfit("something else is asked than is set")
    values = _values(tiers)
    if values[0][0] == "pct" and not (asks[0].rate or (outcome == "discount" and not asks[0].much)):
        raise Unfit("a rate is set, and an amount may be asked")
    ends = [end.size for tier in tiers if tier.bracket for end in (tier.bracket.low, tier.bracket.high) if end]
    if any(case.loose and case.figure is not None and case.figure.size in ends for case in cases):
        raise Unfit("at the end of a bracket, or later")
    each = {tier.each for tier in tiers if tier.value is not None and not tier.free}
    clauses: list[Json] = []
    for tier, value, (_, text) in zip(tiers, values, told, strict=True):
        condition = _condition(tier, tiers, attribute)
        then = ["cmp", "eq", [outcome, X], value]
        clauses.append({"if": condition, "then": then, "text": text})
    asked: Json = ["of", outcome, name]
    if asks[0].bulk != (each != {None}):
        raise Unfit("a price for each, and not how many; or the other way round")
    if each != {None}:
        if len(each) != 1 or attribute is None or not attribute.startswith("number of "):
            raise Unfit("prices for one and for all")
        (unit,) = each
        if unit not in ("", attribute.removeprefix("number of ")):
            raise Unfit("a price for each of something else")
        asked = ["times", asked, ["of", attribute, name]]
    return {"clauses": [*clauses, *facts], "ask": {"value": asked}}


def _general(outcome: str | None) -> str:
    return NOTHING if outcome is None or outcome in _GENERAL else outcome


def _whole(tiers: Sequence[Tier], heading: str | None) -> list[Tier]:
    """With what is left out because the tier before said it: what is set, and of which kind."""
    found: list[Tier] = []
    outcome, kind = heading, None
    named = next((tier.outcome for tier in tiers if tier.outcome), None)
    for tier in tiers:
        outcome = tier.outcome or outcome or named
        if tier.role != "all":
            kind = tier.kind or kind
        found.append(replace(tier, outcome=_general(outcome), kind=tier.kind if tier.role == "all" else kind))
    if len({tier.outcome for tier in found}) != 1:
        raise Unfit("the tiers set several things")
    if heading is not None and _general(heading) not in (NOTHING, found[0].outcome):
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
    if tails == {"old"} or (not tails and not bases and all(t.kind in _AGED for t in tiers if t.bracket is not None)):
        return "age"
    if not bases:
        kinds = {tier.kind for tier in tiers if tier.bracket is not None}
        if len(kinds) != 1 or kinds == {None} or tails:
            raise Unfit("of what?")
        bases = {f"number of {kinds.pop()}"}
    return " ".join([str(bases.pop()), *(str(tail) for tail in tails)])


def _aged(tier: Tier) -> Tier:
    """Children under 12 are all who are under 12."""
    return replace(tier, kind=None) if tier.kind in _AGED and tier.role != "all" else tier


def _filled(tiers: Sequence[Tier]) -> list[Tier]:
    """With the brackets of "above that" and "smaller ones"."""
    found: list[Tier] = []
    for tier in tiers:
        last = found[-1].bracket if found else None
        if tier.role == "above":
            if last is None or last.high is None:
                raise Unfit("above what?")
            tier = replace(tier, bracket=Bracket(last.high, None, False if last.high_in else None, None))
        elif tier.role == "under":
            if last is None or last.low is None:
                raise Unfit("below what?")
            tier = replace(tier, bracket=Bracket(None, last.low, None, False if last.low_in else None))
        found.append(tier)
    return found


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


def _mine(cases: Sequence[Case], kinds: set[str]) -> list[Case]:
    """With what "mine" is one of: the one kind that the tiers are about."""
    if any(case.kind == "mine" for case in cases) and len(kinds) != 1:
        raise Unfit("mine of what?")
    return [replace(case, kind=min(kinds)) if case.kind == "mine" else case for case in cases]


def _case(
    cases: Sequence[Case], ask: Ask, attribute: str | None, kinds: set[str], strict: bool = True
) -> tuple[str, list[Json]]:
    """Whom the question is about, and what is said of it. ``strict``: an amount is of what one buys."""
    told = [*cases, *([Case(None, ask.kind, ask.figure)] if ask.figure is not None else [])]
    figures = [case for case in told if case.figure is not None]
    if len(figures) > 1 or (ask.figure is not None and cases):
        raise Unfit("several cases")
    names = {case.who for case in cases if case.who is not None} - _BACK
    if len(names) > 1 or (not names and any(case.who in _BACK for case in cases)):
        raise Unfit("several cases")
    mine = {case.kind for case in told if case.figure is not None and case.kind is not None}
    name = next(iter(names), None) or next((f"the {kind}" for kind in mine), None) or ("these" if ask.bulk else None)
    if name is None or not _meant(ask, names, mine, attribute == "age"):
        raise Unfit("of whom is it asked?")
    facts: list[Json] = []
    for case in told:
        if case.figure is None:
            so: Formula = [f"is a {case.kind}", name]
            facts.append({"then": so if case.so else ["not", so]})
            continue
        measured = case.figure.attribute or ("age" if case.who or case.kind not in kinds else None)
        if measured != attribute or attribute is None:
            raise Unfit("the case is measured otherwise")
        if attribute == "age" and size_of(case.figure.size)[1].denominator != 1:
            raise Unfit("how old is that in years?")
        if case.who is None and not names <= _I:
            raise Unfit("whose is it?")
        if strict and attribute == "amount" and not (kinds or case.kind in _BOUGHT):
            raise Unfit("an amount of what?")
        if case.kind is not None:
            if kinds and attribute != "age" and case.kind not in kinds:
                raise Unfit("the tiers are of something else")
            facts.append({"then": [f"is a {case.kind}", name]})
        facts.append({"then": ["cmp", "eq", [attribute, name], case.figure.size]})
    return name, facts


def _meant(ask: Ask, names: Set[str], kinds: Set[str], aged: bool) -> bool:
    """Whether the question is about the case."""
    if ask.figure is not None:
        return not names and ask.who is None
    if ask.kind is not None:
        return ask.kind in kinds
    if ask.who is None:
        return True
    if ask.who in _I:
        return names <= _I and (bool(names) or not aged)
    if ask.who == "it":
        return bool(kinds) or (bool(names) and names.isdisjoint(_I))
    return ask.who in names or (ask.who in _BACK and names.isdisjoint(_I) and (bool(names) or aged))


def _part_by_part(
    slices: Sequence[Slices], told: Sequence[object], cases: Sequence[Case], ask: Ask, heading: str | None
) -> Json:
    """Rates of slices: what is asked is their sum over the one figure of the case."""
    if len(slices) != 1 or told:
        raise Unfit("slices beside tiers")
    (found,) = slices
    outcome = _general(found.outcome or heading)
    asked = _general(ask.outcome)
    if asked != outcome and not outcome.endswith(f" {asked}"):
        raise Unfit("something else is asked than is set")
    figures = [case.figure for case in cases if case.figure is not None]
    figures += [ask.figure] if ask.figure is not None else []
    attribute = figures[0].attribute if len(figures) == 1 else None
    widths = [width for width, _ in found.rows if width is not None]
    if attribute is None or any(width.attribute != attribute for width in widths):
        raise Unfit("the case is measured otherwise")
    name, facts = _case(cases, ask, attribute, {found.kind} if found.kind else set(), strict=False)
    rows: list[Json] = []
    end: Json = None
    for width, rate in found.rows:
        if width is not None:
            end = _added(end, width.size)
        rows.append([end if width is not None else None, _rate(rate, widths[0].size)])
    return {"clauses": facts, "ask": {"value": ["slices", ["of", attribute, name], rows]}}


def _added(one: Json, other: Json) -> Json:
    return other if one is None else [other[0], str(size_of(one)[1] + size_of(other)[1]), *other[2:]]


def _rate(rate: Json, width: Json) -> Json:
    """A percentage of money, or so much money for each unit of what is no money."""
    if (rate[0] == "pct") != (width[0] == "money"):
        raise Unfit("a rate of another kind")
    return rate
