"""What is done, where an order is told of it: A was *posted* before B says nothing of who was *delivered* first.

A verb counts where a word of order, or a comparative, follows it; verbs of having a place at all (go, perform) count as
none. What is done and what is done to somebody are two: Ann called, Ann was called.
"""

from __future__ import annotations

from collections.abc import Collection
from functools import cache
from itertools import pairwise

from suffice.records import Code
from suffice.symbolic.english.text import Text
from suffice.symbolic.ordering.scale import Unread
from suffice.symbolic.ordering.verbs import bases, forms

NEUTRAL = frozenset("allocate appear arrange assign place put give occur perform rank schedule take".split())
ALIKE = {"talk": "speak", "present": "speak", "lecture": "speak", "service": "serve", "depart": "leave"}
_GROUPING = frozenset(
    "allocate appoint arrange assign attend belong choose contain group hold include join pick place put schedule"
    " select serve share work".split()
)
_EITHER = frozenset("show play present schedule speak".split())  # a film shows, and is shown
MORE = {"born": "born", "lives": "live", "live": "live", "lived": "live", "run": "run", "runs": "run", "ran": "run"}
_OTHER = {"leave": "leave", "leaves": "leave", "left": "leave", "happened": "occur"}
_BE = frozenset("is are was were be been 's gets get got being".split())
_GET = frozenset("get gets got wake wakes woke".split())
_ORDER = frozenset(
    "first second third fourth fifth sixth seventh eighth ninth tenth last before after immediately directly earlier"
    " later somewhere sometime just next prior sooner right between then".split()
)
_FIRST_TO = frozenset(("first", "last"))  # to arrive
_ENDED = {"finish": "end", "finishes": "end", "finished": "end", "end": "end", "ends": "end", "ended": "end"}
_COME = frozenset("came come comes is was were are first last".split())
_EVENTS = frozenset(  # what ends, and does not win by it
    "meeting call demo film movie show concert play lesson lecture seminar class talk exam test interview party dinner"
    " lunch breakfast game match song speech course workshop session event podcast episode conference holiday trip"
    " shift sale exhibition festival ceremony wedding war project job task build".split()
)
_RACES = frozenset(
    "race races raced racing marathon sprint sprints dash relay finish finishes finished finisher finishers runner"
    " runners regatta rally came come comes place placed places contest competition line".split()
)
_BEATING = frozenset("beat beats beaten lost loses".split())


def one_doing(text: Text, acts: Collection[str]) -> None:
    """Raises Unread where an order is told of two doings, and nobody says that they go in the same order.

    ``acts``: what a scene says is done; of several, none is the plain word for having a place.
    """
    neutral = NEUTRAL.difference(acts) if len(acts) > 1 else NEUTRAL
    if any(a.form in ("was", "were") and b.form == "scheduled" for a, b in pairwise(text.tokens)):
        neutral = neutral - {"schedule", "occur", "give", "perform"}  # what was planned need not have come to pass
    if len(_doings(text, neutral)) > 1:
        raise Unread("an order is told of two doings", Code.UNDERDETERMINED)


def as_grouped(text: Text, acts: set[str]) -> None:
    """Raises Unread where a verb tells of another tie to a group than the scene: visits a town, lives in a town."""
    for token in text.tokens:
        base = MORE.get(token.form) or bases().get(token.form)
        if base is not None and token.form.endswith(("s", "ed")) and base not in acts | _GROUPING:
            raise Unread(f"nothing says that to {base} is to be in a group", Code.UNDERDETERMINED)


def _been(text: Text, at: int) -> bool:
    """Whether a form of to be stands shortly before, in the same clause."""
    for token in reversed(text.tokens[max(0, at - 6) : at]):
        if token.form in _BE:
            return True
        if token.kind == "other" or token.form in (".", ",", ";", "?", "and", "but"):
            return False
    return False


@cache
def _pasts() -> frozenset[str]:
    """Forms that may stand alone: posted, but not written."""
    return frozenset(form for form, known in forms().items() if known.kinds - {"done"})


def _doings(text: Text, neutral: Collection[str]) -> set[tuple[str, bool]]:
    """(base, whether it was done to those in the order) of each verb that an order is told of."""
    found: set[tuple[str, bool]] = set()
    tokens = text.tokens
    for at in range(1, len(tokens) - 1):
        form = tokens[at].form
        if form in _FIRST_TO and tokens[at + 1].form == "to" and at + 2 < len(tokens):  # the first to arrive
            base = bases().get(tokens[at + 2].form)
            if base is not None and base not in neutral:
                found.add((ALIKE.get(base, base), False))
        if form in _GET and tokens[at + 1].form in ("in", "up") and tokens[min(at + 2, len(tokens) - 1)].form in _ORDER:
            found.add((f"get {tokens[at + 1].form}", False))
        base = MORE.get(form) or _OTHER.get(form) or bases().get(form)
        near = {token.form for token in tokens[at + 1 : at + (6 if tokens[at + 1].form == "exactly" else 2)]}
        if base is None or base in neutral or _ORDER.isdisjoint(near):
            continue
        done = form in forms() and "done" in forms()[form].kinds
        passive = done and (form not in _pasts() or _been(text, at))
        base = ALIKE.get(base, base)
        found.add((base, passive and base not in _EITHER))
    return found
