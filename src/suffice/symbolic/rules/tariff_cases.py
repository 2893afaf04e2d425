"""The case of a tariff: whom the question is about, and what is said of it."""

from __future__ import annotations

from collections.abc import Sequence, Set
from dataclasses import replace

from suffice.records import Json
from suffice.symbolic.english.referents import gendered
from suffice.symbolic.rules.language import Formula, size_of
from suffice.symbolic.rules.pieces import Ask, Case, Unfit

_BOUGHT = frozenset("order basket cart purchase".split())
_KIN = frozenset(
    """
    son daughter child kid baby toddler husband wife partner mother father mum mom dad brother sister grandson
    granddaughter grandmother grandfather grandma grandpa nephew niece aunt uncle cousin friend boyfriend girlfriend
    """.split()
)
_I = frozenset(("i", "we"))
_BACK = frozenset(("it", "he", "she", "they"))


def mine(cases: Sequence[Case], kinds: set[str]) -> list[Case]:
    """With what "mine" is one of: the one kind that the tiers are about."""
    if any(case.kind == "mine" for case in cases) and len(kinds) != 1:
        raise Unfit("mine of what?")
    return [replace(case, kind=min(kinds)) if case.kind == "mine" else case for case in cases]


def case_of(
    cases: Sequence[Case], ask: Ask, attribute: str | None, kinds: set[str], strict: bool = True
) -> tuple[str, list[Json]]:
    """Whom the question is about, and what is said of it. ``strict``: an amount is of what one buys."""
    if ask.any_kind and ask.kind is not None and not cases and attribute is None:
        return f"the {ask.kind}", [{"then": [f"is a {ask.kind}", f"the {ask.kind}"]}]
    told = [*cases, *([Case(None, ask.kind, ask.figure)] if ask.figure is not None else [])]
    figures = [case for case in told if case.figure is not None]
    if len(figures) > 1 or (ask.figure is not None and cases):
        raise Unfit("several cases")
    names = {case.who for case in cases if case.who is not None} - _BACK
    things = {case.kind for case in told if case.figure is not None and case.kind is not None}
    if len(names) > 1 or any(case.of not in (None, *things) for case in cases):
        raise Unfit("several cases")
    if not names and any(case.who in _BACK and not (case.who == "it" and things) for case in cases):
        raise Unfit("several cases")
    name = next(iter(names), None) or next((f"the {kind}" for kind in things), None) or ("these" if ask.bulk else None)
    if name is None and ask.figure is not None and attribute == "age":
        name = "the person"
    if name is None or not _meant(ask, names, things, attribute == "age") or not _of_whom(ask, cases, names):
        raise Unfit("of whom is it asked?")
    facts: list[Json] = []
    for case in told:
        if case.figure is None:
            so: Formula = [f"is a {case.kind}", name]
            facts.append({"then": so if case.so else ["not", so]})
            continue
        measured = case.figure.attribute or ("age" if case.who or case.kind in _KIN else None)
        if measured == "age" and case.kind not in (None, *_KIN, *kinds):
            raise Unfit("the age of a thing")
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


def _of_whom(ask: Ask, cases: Sequence[Case], names: Set[str]) -> bool:
    """Whether what is asked for is whose the case is: my order is not Ann's, nor the customer's, nor any order."""
    if ask.any_kind and cases:
        return False
    told = {case.owner or ("i" if case.who in _I else case.who) for case in cases if case.figure is not None}
    told = told or {case.who for case in cases}
    asked = ask.owner or ("i" if ask.who in _I else None)
    meant = asked if asked in _BACK else ask.who
    if any(gendered().get(name, meant) != meant for name in names if meant in ("he", "she")):
        return False
    if asked in _BACK:
        return bool(names) and names.isdisjoint(_I)
    return asked is None or not told or told == {asked} or (ask.owner is None and told <= {None, *_I})


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
