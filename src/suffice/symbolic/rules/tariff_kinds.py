"""Kinds of persons that the brackets of a tariff speak of: whom a tier is for though nobody says that he is of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from suffice.symbolic.rules.brackets import Figure
from suffice.symbolic.rules.language import size_of
from suffice.symbolic.rules.pieces import Case, Tier, Unfit

_BUYERS = frozenset("customer shopper buyer client".split())  # whoever spends is one
_DID = frozenset("joined enrolled registered started hired".split())
_YOUNG = frozenset("child kid infant toddler teenager".split())
_OLD = frozenset("adult senior teenager".split())
_SURELY = {"child": (0, 12), "kid": (0, 12), "infant": (0, 0), "teenager": (13, 19), "adult": (21, 200)}
AGED = _YOUNG | _OLD | frozenset("person people visitor passenger".split())


def without_ages(tiers: Sequence[Tier]) -> list[Tier]:
    """Children under 12 are all who are under 12."""
    return [replace(tier, kind=None) if tier.kind in AGED and tier.role != "all" else tier for tier in tiers]


def with_ages(tiers: Sequence[Tier], said: Sequence[Tier], ages: Sequence[Figure]) -> list[Tier]:
    """Adults under 30 are not all who are under 30: where a bracket is open to who is no adult, it stays said of
    adults, unless everybody of that age is one. ``said``: the tiers before their kinds were left out."""
    found: list[Tier] = []
    for tier, before in zip(tiers, said, strict=True):
        kind, ends = before.kind, tier.bracket
        if kind is None or kind == tier.kind or ends is None or before.role != "bracket":
            found.append(tier)
            continue
        bounded = (kind not in _YOUNG or ends.high is not None) and (kind not in _OLD or ends.low is not None)
        least, most = _SURELY.get(kind, (1, 0))
        sure = bool(ages) and all(age.size[0] == "num" and least <= size_of(age.size)[1] <= most for age in ages)
        found.append(tier if bounded or sure else replace(tier, kind=kind))
    return found


def of_all(tiers: Sequence[Tier], attribute: str | None, cases: Sequence[Case]) -> list[Tier]:
    """Members who joined are who joined, and customers who spend are who spend: where the tiers are of one kind, and
    nothing else is said of what somebody is."""
    joined = attribute is not None and attribute.startswith("date ") and attribute.removeprefix("date ") in _DID
    kinds = {tier.kind for tier in tiers}
    if not joined and (attribute is None or not kinds <= _BUYERS):
        return list(tiers)
    if joined and len(kinds) > 1:
        return list(tiers)
    if any(case.figure is None and not (case.so and case.kind in kinds) for case in cases):
        raise Unfit("is somebody of the kind that the tiers are for?")
    return [replace(tier, kind=None) for tier in tiers]
