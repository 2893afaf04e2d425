"""Which end of an order a word points at, and what a sentence with such words says of whom."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from suffice.symbolic.ordering.scales import scales

DIRECTLY = frozenset("directly immediately next adjacent beside right just consecutive consecutively neighbor neighbour"
                     " neighbors neighbours neighboring neighbouring".split())  # fmt: skip
ORDINALS = {word: number for number, word in enumerate(
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth".split(), 1)}  # fmt: skip
NUMBERS = {word: number for number, word in enumerate(
    "zero one two three four five six seven eight nine ten eleven twelve".split())}  # fmt: skip
BESIDE = frozenset("before after behind above below next beside in ahead over under".split())  # right in front of
# Words that point at the one end and at the other, of scales that have no adjective.
_SIDES = (
    ("left leftmost", "right rightmost"),
    ("before ahead earlier earliest first front precedes preceded beat beats beaten won wins winner sooner soonest",
     "after behind later latest last back follows followed"),
    ("above over top topmost upper higher highest", "below under underneath beneath bottom lower lowest"),
    ("north northernmost", "south southernmost"),
    ("west westernmost", "east easternmost"),
    ("more most better best", "less least fewer fewest worse worst"),
)  # fmt: skip
_ALWAYS = frozenset(  # relations, whatever follows
    "before ahead earlier precedes preceded beat beats after behind later follows followed above over below under"
    " underneath beneath sooner".split()
)
_OF = frozenset("left right front back north south west east top bottom".split())  # relations before "of", else places
_GRADED = {"expensive": "dearer", "costly": "dearer", "valuable": "dearer", "old": "older", "tall": "taller"}
_LEAST = frozenset(("least", "less"))
_ENDS_OF_THINGS = frozenset(("front", "back", "top", "bottom"))  # at *the front of* the queue, but in front of Ann
_SUPERLATIVES = frozenset(
    "leftmost rightmost first last front back top topmost bottom earliest latest won wins winner highest lowest"
    " northernmost southernmost westernmost easternmost most best least fewest worst soonest".split()
)


@cache
def _groups() -> tuple[tuple[frozenset[str], frozenset[str]], ...]:
    """Every scale: the words of its first end and of its last."""
    found = [(frozenset(first.split()), frozenset(last.split())) for first, last in _SIDES]
    sides: dict[str, dict[str, set[str]]] = {}
    for words in scales():
        for word, pairs in words.items():
            for scale, end in pairs:
                sides.setdefault(scale, {"first": set(), "last": set()})[end].add(word)
    return (*found, *((frozenset(one["first"]), frozenset(one["last"])) for one in sides.values()))


def pointing(ends: Sequence[str]) -> Mapping[str, int]:
    """By what the ends of an order are called: +1 for words that point at its first end, -1 for its last."""
    first, last = _called(ends[0]), _called(ends[1])
    first, last = (first[0] | last[1], last[0] | first[1])
    found: dict[str, int] = {}
    for one, other in _groups():
        along = bool(first & one) or bool(last & other)
        against = bool(first & other) or bool(last & one)
        if along != against:
            sign = 1 if along else -1
            for word, points in (*((word, sign) for word in one), *((word, -sign) for word in other)):
                found[word] = points if found.get(word, points) == points else 0
    return found


def _called(end: str) -> tuple[set[str], set[str]]:
    """The words of an end, and those of the other end that it is called by: least expensive."""
    words = {_GRADED.get(word, word) for word in end.lower().replace("-", " ").split()}
    if words & {"least", "less"}:
        return words & _LEAST, words - _LEAST
    return words, set()


@cache
def directional() -> frozenset[str]:
    """Every word that points at an end of some order."""
    return frozenset().union(*(words for group in _groups() for words in group))


@dataclass(frozen=True, slots=True)
class Pointer:
    """A word that points at an end: between two (``relation``), or at a place."""

    at: int
    word: str
    relation: bool


def pointers(forms: Sequence[str]) -> list[Pointer]:
    """The words of a sentence that point at an end."""
    comparatives, superlatives = scales()
    found: list[Pointer] = []
    for index, form in enumerate(forms):
        if form not in directional():
            continue
        following = forms[index + 1] if index + 1 < len(forms) else ""
        before = tuple(forms[max(0, index - 3) : index])
        if form == "right" and following in BESIDE:
            continue  # directly
        if form in ("least", "most") and before[-1:] == ("at",):
            continue  # at least two
        number = forms[index + 2] if index + 2 < len(forms) else ""
        if form in ("more", "less", "fewer") and following == "than" and (number.isdecimal() or number in NUMBERS):
            continue  # more than two
        if form == "after" and before[-1:] == ("one",) and following in ("another", "the"):
            continue  # one after another
        if form in ("first", "last") and following in ("of", "name", "names"):
            continue
        if form in ("over", "under") and following.isdecimal():
            continue
        if form in _OF:
            place = "at" in before or "from" in before or (form in _ENDS_OF_THINGS and before[-1:] == ("the",))
            relation = following == "of" and not place
        elif form in _ALWAYS:
            relation = True
        elif form in _SUPERLATIVES or (form in superlatives and form not in comparatives):
            relation = False
        else:
            relation = "than" in forms[index : index + 5]
        found.append(Pointer(index, form, relation))
    return found


def figures(forms: Sequence[str]) -> set[int]:
    """The numbers that are said: digits, words, ordinals."""
    found: set[int] = set()
    for index, form in enumerate(forms):
        if tuple(forms[max(0, index - 2) : index]) in (("of", "the"), ("the", "other")):
            continue  # the tallest of the three
        if form.isdecimal() and len(form) < 4:
            found.add(int(form))
        elif form in NUMBERS and not (form == "one" and not _counting(forms, index)):
            found.add(NUMBERS[form])
        elif form in ORDINALS and form != "first":
            found.add(ORDINALS[form])
    return found


def _counting(forms: Sequence[str], index: int) -> bool:
    """Whether this "one" counts places: one place, one seat, one person between."""
    following = forms[index + 1] if index + 1 < len(forms) else ""
    before = forms[index - 1] if index else ""
    return before in ("exactly", "least", "most", "only") or following in (
        "place", "seat", "spot", "position", "house", "person", "day", "slot", "floor", "step",
    )  # fmt: skip
