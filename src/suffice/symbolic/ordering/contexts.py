"""Where an order holds: who stands first in a queue need not have arrived first, nor win a race, nor speak first."""

from __future__ import annotations

import re

from suffice.records import Code
from suffice.symbolic.english.text import Text
from suffice.symbolic.ordering.scale import Unread
from suffice.symbolic.ordering.verbs import bases, forms

_CONTEXTS = {
    name: re.compile(rf"\b(?:{pattern})\b")
    for name, pattern in {
        "queue": "queue[sd]?|queue?ing|(?:in|in the|of the|of a) line|at the (?:very )?(?:front|back|head|rear|tail)",
        "posture": "sits?|sat|sitting|seated|stands?|stood|standing",
        "race": "(?:in|ran|run|running) (?:a|the) (?:race|marathon|sprint)",
        "rank": "in the (?:ranking|rankings|league|polls|charts?)",
        "now": "(?:is|are|'s|was|were) (?:\\w+ )?(?:ahead|behind|in front)",
    }.items()
}
_ABSOLUTE = re.compile(r"\b(?:top|highest|bottom|lowest) (?:floor|shelf)\b")
_BUILT = re.compile(r"\b(?:floors?|stor(?:e?y|eys|ies)|building|house|block|tower|shelf|shelves|bookcase|cupboard)\b")
_SIDED = re.compile(r"\b(?:row|bench|shelf|left|right)\b")
_AN_END = re.compile(r"\bat the (?:very )?end\b(?! of the (?:queue|line))")
_NOUNS = frozenset("place position spot rank slot day week month year".split())


def contexts(text: Text) -> frozenset[str]:
    """Which of them a text speaks of. Raises Unread where an order is told of two."""
    words = " ".join(token.form for token in text.tokens)
    found = frozenset(name for name, pattern in _CONTEXTS.items() if pattern.search(words))
    if ("rank" in found) + ("race" in found) + ("queue" in found or "posture" in found) > 1:
        raise Unread("an order is told in two places", Code.UNDERDETERMINED)
    if _SIDED.search(words) and _AN_END.search(words):
        raise Unread("'at the end' of what has two", Code.AMBIGUOUS)
    if _ABSOLUTE.search(words) and not _BUILT.search(_ABSOLUTE.sub("", words)):
        raise Unread("nobody says what floors or shelves there are", Code.UNDERDETERMINED)
    return found


_NOW = {"has": "have", "weighs": "weigh", "earns": "earn", "costs": "cost", "owns": "own", "wins": "win"}
_THEN = {"had": "have", "weighed": "weigh", "earned": "earn", "owned": "own", "won": "win"}
_UNCHANGED = frozenset("cost read".split())  # the past of which is its base
_AUXILIARY = frozenset("does do did will would can could n't not to must may might should is are was were be".split())
_PASSIVE = frozenset("is are was were be been being has have had gets got 's".split())


def one_time(text: Text) -> None:
    """Raises Unread where a verb is told of two times: who reads more now need not have read more then."""
    now: set[str] = set()
    then: set[str] = set()
    tokens = [token.form for token in text.tokens]
    for at, form in enumerate(tokens):
        known, before = forms().get(form), frozenset(tokens[max(0, at - 3) : at])
        if form in _NOW or (known is not None and known.kinds == {"third"}):
            now.add(_NOW.get(form) or bases()[form])
        elif form in _THEN or (known is not None and "past" in known.kinds and "base" not in known.kinds):
            if before.isdisjoint(_PASSIVE):
                then.add(_THEN.get(form) or bases()[form])
        elif form in _UNCHANGED and frozenset(tokens[max(0, at - 6) : at]).isdisjoint(_AUXILIARY):
            then.add(form)
    if now & then:
        raise Unread("what was and what is are told together", Code.UNDERDETERMINED)


_LINE = re.compile(r"\b(?:queue|line|row|shelf|stack|pile|pole)\b")
_EMPTY = re.compile(r"\b(?:chairs?|seats?|places?|spots?|lockers?|slots?|houses?|floors?|rooms?)\b")


def lined(say: str, text: Text) -> bool:
    """Whether a count tells how many stand in a line (not of a class, nor of chairs that may be empty), and in one
    tense with what else is told."""
    forms = {token.form for token in text.tokens}
    mixed = bool(forms & {"was", "were", "stood", "sat"}) and bool(forms & {"is", "are", "'s", "stands", "sits"})
    told = say.lower()
    return _LINE.search(told) is not None and _EMPTY.search(told) is None and not mixed


def fits(scale: str, found: frozenset[str], slot: str) -> bool:
    """Whether an order of ``scale`` may be told there; ``slot``: the noun of numbered places, if there are any."""
    if not scale.startswith("seq:") or scale == "seq:static":
        return True
    if scale == "seq:turn":
        return "posture" not in found
    return found.isdisjoint(("queue", "posture", "now")) and (not slot or slot in _NOUNS)
