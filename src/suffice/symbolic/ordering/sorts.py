"""Which words may stand beside a value and say nothing new: the *vase* of tulips, the tea *drinker*.

A word that says what sort of thing a value is must suit what the values are: of favourite flowers, tulips come in a
vase; of hats, the red *car* is no red hat, and of fruit, an apple *phone* is none.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable

from suffice.symbolic.english.referents import is_person

_KINDS = tuple(
    frozenset(words.split())
    for words in (
        "animal animals pet pets aquarium tank",
        "flower flowers bouquet boquet vase arrangement arrangements",
        "book books novel novels genre genres",
        "music song songs genre genres",
        "movie movies film films genre genres",
        "sport sports game games",
        "food foods dish dishes meal lunch lunches dinner breakfast snack dessert",
        "drink drinks beverage cup glass",
        "smoothie smoothies drink drinks juice",
        "color colour",
        "cigar cigars blend blends brand",
        "phone smartphone model",
        "car vehicle model",
        "style house houses home homes villa villas",
        "vacation vacations trip trips holiday holidays break breaks retreat retreats cruise cruises tour tours",
        "height heights average stature build",
        "education degree diploma level school",
        "month birthday",
        "job occupation profession",
        "child kid son daughter mother",
        "hobby hobbies hobbyist",
    )
)
_PLAIN = frozenset("type kind brand model name favorite favourite partial fond one ones".split())
_AGENTS = {
    agent: frozenset(words.split())
    for agents, words in {
        "drinker": "drink drinks smoothie beverage",
        "smoker": "cigar cigars cigarette smoke",
        "eater": "food foods dish meal lunch dinner breakfast snack dessert fruit",
        "speaker": "language nationality",
        "reader": "book books novel genre",
        "listener": "music song genre",
        "player": "sport game music instrument",
        "driver": "car vehicle",
        "wearer": "shirt hat color colour coat dress",
        "hobbyist": "hobby hobbies",
    }.items()
    for agent in agents.split()
}
_BODIES = frozenset("job occupation profession work".split())


def suits(seen: Iterable[str], cues: Collection[str], sorts: Collection[str], slot: str) -> bool:
    """Whether words beside a value of an attribute suit it. ``cues``: words of its heading; ``slot``: what the numbered
    places are, a red one of which may be a red house."""
    known = {word for kind in _KINDS if not kind.isdisjoint(cues) for word in kind} | set(cues) | _PLAIN
    if not {"color", "colour"}.isdisjoint(cues) and slot:
        known |= {slot, f"{slot}s"}
    for word in seen:
        if word in sorts and word not in known:
            return False
        if cues and word in _AGENTS and _AGENTS[word].isdisjoint(cues):
            return False
    return True


def beside(seen: list[str], cues: Collection[str], value: str) -> bool:
    """Whether a phrase tells of another than who has the value: who lives *with the* baker, who goes *as the* cat."""
    before = [word for word in seen if word not in ("the", "a", "an")][-2:]
    if before[-1:] == ["as"]:
        return before[0] not in ("works", "work", "working", "worked")
    person = not _BODIES.isdisjoint(cues) or is_person(value.lower().split()[-1])
    return person and before[-1:] != [] and before[-1] in ("with", "from", "by", "for", "to")
