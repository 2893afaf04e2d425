"""Where an order holds: who stands first in a queue need not have arrived first, nor win a race, nor speak first."""

from __future__ import annotations

import re

from suffice.records import Code
from suffice.symbolic.english.text import Text
from suffice.symbolic.ordering.scale import Unread

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
    if scale == "rank":
        return found.isdisjoint(("queue", "posture", "race"))
    if not scale.startswith("seq:") or scale == "seq:static":
        return True
    if scale == "seq:turn":
        return found.isdisjoint(("queue", "posture"))
    return found.isdisjoint(("queue", "posture", "now")) and (not slot or slot in _NOUNS)
