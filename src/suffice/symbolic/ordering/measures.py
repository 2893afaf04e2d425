"""What a comparative measures: a darker tea and a darker room, a short film and short Ann are not of one scale.

Things are compared by what has one sense for all of them: people with people, things of one noun or of one kind
(``kinds.txt``), or of the heading that lists them. Only a price, and what is measured in metres, kilograms and years
among bodies that can be touched, goes across kinds.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from functools import cache

from suffice.records import Code
from suffice.symbolic.english.phrases import given_names
from suffice.symbolic.english.referents import is_person
from suffice.symbolic.ordering.kinds import kinds
from suffice.symbolic.ordering.scale import Unread
from suffice.symbolic.ordering.scales import scales
from suffice.symbolic.ordering.words import PEOPLE, TITLES, plain

_OF_PEOPLE = frozenset("age height weight speed strength wealth pay cleverness happiness health size noise".split())
_OF_NAMED = _OF_PEOPLE | frozenset("length width steepness busyness safety".split())  # rivers, towers, ships
_COUNTED = ("score", "more ", "rank")
_PRICED = frozenset(("price", "rent", "fare", "fee"))
_BODILY = frozenset(("height", "weight", "size", "age"))  # metres, kilograms, years
_BODIES = (
    "animal pet bird fruit vegetable vehicle car shop building room tree flower plant instrument device gadget tool"
    " toy train container furniture body"
).split()
_NEW = frozenset(("newer", "newest"))
_PERSON = "person"
_ANYTHING = frozenset("name thing things item items object objects one ones".split())


def one_sort(scale: str, words: Collection[str], names: Sequence[str], noun: str) -> None:
    """Raises Unread where things of several sorts are compared by a word that means another thing of each.

    ``words``: the comparatives and superlatives of the text; ``noun``: what a list calls all of them.
    """
    head = plain([noun.split()[-1]])[0] if noun else ""
    listed = bool(head) and head not in _ANYTHING
    known_people = listed and (is_person(head) or head in PEOPLE)
    people = known_people or any(name.lower().split()[0] in given_names() for name in names)
    if scale in _PRICED and people:
        raise Unread("people have no price", Code.AMBIGUOUS)
    if scale.startswith(_COUNTED) or scale in _PRICED:
        return
    sorts = {_sort(name) for name in names}
    if listed and not known_people:  # Rex is a dog, A is a paint, and so is the red one
        sorts = {head if sort == _PERSON or sort in _ANYTHING else sort for sort in sorts}
    if sorts == {_PERSON}:
        if scale not in (_OF_PEOPLE if people else _OF_NAMED) and len(_sides(scale, words)) > 1:
            raise Unread(f"people are compared by '{scale}' in several words", Code.AMBIGUOUS)
        if people and not _NEW.isdisjoint(words):
            raise Unread("a new friend need not be young", Code.AMBIGUOUS)
        return
    bodily = scale in _BODILY and sorts <= bodies()
    if len(sorts) > 1 and not (listed or bodily or any(sorts <= known for known in kinds().values())):
        raise Unread(f"things of several sorts are compared by '{scale}'", Code.AMBIGUOUS)
    if not {"lighter", "lightest"}.isdisjoint(words) and len(_sides(scale, words)) > 1 and not sorts <= bodies():
        raise Unread("what is light may be pale", Code.AMBIGUOUS)


def one_stack(names: Sequence[str]) -> None:
    """Raises Unread where "above" may say another thing of each: the kitchen is above the law."""
    sorts = {_sort(name) for name in names}
    if len(sorts) > 1 and not sorts <= bodies() - {_PERSON} and not any(sorts <= known for known in kinds().values()):
        raise Unread("what is above what need not be one stack", Code.AMBIGUOUS)


def _sort(name: str) -> str:
    """The noun of a thing; people and all that has a name of its own are of one sort."""
    words = name.replace("'s", " 's").split()
    last = words[-1]
    if len(last) == 1 and len(words) > 1:  # candle X
        last = words[-2]
    if name == "you" or words[0].lower() in TITLES or (last[:1].isupper() and words[0][:1].isupper()):
        return _PERSON
    head = plain([last.lower()])[0]
    return _PERSON if is_person(head) or head in PEOPLE else head


def _side(scale: str, word: str) -> str:
    """Which of a scale's words it is a form of: cooler and coolest are one."""
    comparatives, superlatives = scales()
    for table in (comparatives, superlatives):
        if word in table and any(kind == scale for kind, _ in table[word]):
            return word.removesuffix("est").removesuffix("er")
    return ""


def _sides(scale: str, words: Collection[str]) -> set[str]:
    return {_side(scale, word) for word in words} - {""}


@cache
def bodies() -> frozenset[str]:
    """Nouns of what can be touched and weighed, people too."""
    return frozenset((_PERSON,)).union(*(kinds()[kind] for kind in _BODIES))
