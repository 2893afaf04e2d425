"""Whether a verb tells of what was: who was taller need not be taller now."""

from __future__ import annotations

from collections.abc import Sequence

from suffice.symbolic.english.text import Token
from suffice.symbolic.ordering import frame_words as known
from suffice.symbolic.ordering.verbs import bases, forms

_ENDS = frozenset((".", ",", ";", "?", "and", "but"))
_ENDS_RULE = _ENDS | frozenset("than who which".split())


def time_of(tokens: Sequence[Token], at: int, before: str, after: str, asks: bool) -> str | None:
    """Of a finite verb, its time; None of other words. What must be is not past."""
    form = tokens[at].form
    if "it" in (before, after):  # is it true that Ann finished first?
        return None
    if form in known.PAST and after != "born":
        return "past"
    if form in known.FUTURE:
        return "future"
    if form in known.PRESENT or (form in known.MODAL and not asks):
        return "now"
    if known.LEMMAS.get(form) in ("rank", "born"):  # ranked above Bob: so it was, or is
        return None
    if form in known.IRREGULAR or (form in forms() and "past" in forms()[form].kinds):
        return None if _ruled(tokens, at) else "past"
    told = before not in known.NOUNLY or before in known.ASKED
    return "now" if told and form.endswith("s") and (form in known.LEMMAS or form in bases()) else None


def been(tokens: Sequence[Token], at: int) -> bool:
    """Whether a form of to be stands shortly before, in the same clause."""
    return _before(tokens, at, known.BE, _ENDS)


def _ruled(tokens: Sequence[Token], at: int) -> bool:
    """Whether a verb that rules this one stands shortly before, in the same clause: did finish, was asked."""
    return _before(tokens, at, known.RULING, _ENDS_RULE)


def _before(tokens: Sequence[Token], at: int, wanted: frozenset[str], ends: frozenset[str]) -> bool:
    for token in reversed(tokens[max(0, at - 6) : at]):
        if token.form in wanted:
            return True
        if token.kind == "other" or token.form in ends:
            return False
    return False
