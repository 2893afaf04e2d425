"""The values of a grid's attributes, and the noun phrases that people use for who has one.

A phrase is one value together with words of closed kinds: articles, verbs of having and liking, words of the
attribute's own heading, sorts of things. One other word in it (a negation, a relation, another person) and it is none.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from suffice.symbolic.english.phrases import nouns
from suffice.symbolic.ordering.sorts import beside, suits

DEMONYMS = {
    "dane": "danish", "brit": "british", "swede": "swedish", "spaniard": "spanish", "pole": "polish",
    "scot": "scottish", "finn": "finnish", "turk": "turkish", "englishman": "english", "irishman": "irish",
    "frenchman": "french", "dutchman": "dutch", "welshman": "welsh", "ukrainian": "ukrainian", "japanese": "japanese",
    "england": "english", "spain": "spanish", "norway": "norwegian", "germany": "german", "sweden": "swedish",
    "denmark": "danish", "china": "chinese", "france": "french", "italy": "italian", "japan": "japanese",
}  # fmt: skip
MONTHS = {"jan": "january", "feb": "february", "mar": "march", "apr": "april", "jun": "june", "jul": "july",
          "aug": "august", "sep": "september", "sept": "september", "oct": "october", "nov": "november",
          "dec": "december"}  # fmt: skip
PEOPLE = frozenset(
    "person one man woman lady gentleman individual resident occupant neighbor neighbour guy mother".split()
)
# verbs that say that somebody has, likes or is something
VERBS = frozenset(
    "is has have owns own keeps keep loves love likes like enjoys enjoy prefers prefer favors favours uses"
    " use drives drive drinks drink eats eat smokes smoke plays play reads read lives live living residing"
    " resides wears wear collects collect grows grow attended attends holds speaks works work listens goes go"
    " going watches takes chose chooses picked ordered orders bought studies teaches carries rides owning"
    " keeping drinking smoking playing growing using driving wearing born practices practises does got gets"
    " celebrates vacations holidays paints cooks had was raises breeds cares eating drinking playing reading"
    " watching listening wearing collecting holding working speaking taking drives".split()
)
AGENTS = frozenset(  # a value, then one of these: the coffee drinker, the cat lover
    "lover lovers enthusiast keeper owner drinker smoker eater player fan user driver reader holder person"
    " man woman hobbyist connoisseur aficionado listener buff collector wearer speaker resident one graduate"
    " native citizen admirer devotee grower breeder".split()
)
SORTS = frozenset(  # sorts of things: they say what a value is, and nothing more
    "bouquet boquet vase arrangement arrangements aquarium pet pets kind type style genre genres book books"
    " novel novels music song songs sport sports game games food dish meal lunch dinner breakfast drink"
    " drinks beverage cup glass flower flowers color colour cigar cigars brand phone model smartphone car"
    " vehicle house houses home homes child kid son daughter name nationality animal animals hobby hobbies"
    " vacation vacations trip trips holiday holidays retreat retreats break breaks hair height degree diploma"
    " education level school month birthday job occupation profession favorite favourite smoothie smoothies"
    " cruise cruises average stature build movie movies film films instrument language shirt bag hat tea ones"
    " locker box boxes villa villas tour tours blend blends flavor flavour snack dessert fruit team teams"
    " fish tank dishes partial fond type genre juice".split()
)
SMALL = frozenset("unique many a an the their his her of in to as by with for on at from only named called".split())
_CUES = frozenset("child mother mothers father son daughter kid parent".split())
_HAVERS = frozenset("owner keeper holder driver buyer winner wearer".split())
_TRAILING = 3


def compact(text: str) -> str:
    return "".join(char for char in text.lower() if char.isalnum())


def forms(value: str) -> frozenset[str]:
    """The ways in which a value may stand in a sentence, without spaces: horse, horses; dane, danish; jan, january."""
    words = re.findall(r"[a-z0-9']+", value.lower())
    known = nouns()
    found = {compact(value)}
    singular = known.get(words[-1]) or words[-1]
    plurals = {singular + end for end in ("s", "es") if known.get(singular + end) == singular}
    if words[-1].endswith("s") and len(words[-1]) > 3 and not words[-1].endswith("ss"):
        plurals.add(words[-1][:-1])
    for last in {singular, words[-1], *plurals}:
        found.add(compact("".join((*words[:-1], last))))
    if len(words) == 1:
        word = words[0]
        for table in (DEMONYMS, MONTHS):
            found |= {table[word]} if word in table else set()
            found |= {short for short, long in table.items() if long == word}
        if word.endswith("ing") and len(word) > 5:
            stem = word[:-3]
            found |= {f"{stem}s", f"{stem}es"} if stem[-1] != stem[-2] else {f"{stem[:-1]}s"}
    return frozenset(found)


@dataclass(slots=True)
class Attribute:
    """One attribute of a grid: its values, and the words of the heading that names it."""

    name: str
    values: list[str]
    cues: frozenset[str]
    forms: dict[str, str] = field(default_factory=dict)  # compact form -> value

    def __post_init__(self) -> None:
        unclear: set[str] = set()
        for value in self.values:
            for form in forms(value):
                if self.forms.setdefault(form, value) != value:
                    unclear.add(form)
        for value in self.values:  # a value's own spelling is always its own
            self.forms[compact(value)] = value
            unclear.discard(compact(value))
        for form in unclear:
            del self.forms[form]


_EMPTY = frozenset(
    "each every person people everyone everybody has have a an unique different the their they all something"
    " for of in by are is accompanied who own owns use uses prefers prefer lives live keep keeps certain"
    " favorite favourite type style kind names' mothers' houses house following own level one 's ' and likes"
    " like drinks drink eats eat plays play".split()
)


def heading(words: list[str]) -> tuple[str, frozenset[str]]:
    """The name that a heading gives an attribute (Each person has a unique type of pet: pet), and its content words."""
    known = nouns()
    content = [word for word in words if word not in _EMPTY]
    chosen = content or [word for word in words if word in ("level", "type", "style", "name")]
    name = " ".join(known.get(word, word) for word in chosen[-2:]) if chosen else " ".join(words[-1:])
    cues = frozenset(form for word in content for form in (word, known.get(word, word)))
    return name, cues


class Grid:
    """The attributes of a text, and mentions of their values."""

    def __init__(self, attributes: list[Attribute], slot: str = "") -> None:
        """``slot``: what the places are called: house."""
        self.attributes, self.slot = attributes, slot
        self.longest = max(len(value.split()) + value.count("-") * 2 for a in attributes for value in a.values) + 3
        self.cues = frozenset(cue for attribute in attributes for cue in attribute.cues)
        self.words = {
            word for a in attributes for form in (*a.values, *a.cues) for word in re.findall(r"[^\W\d_]+", form.lower())
        } | {form for a in attributes for form in a.forms}

    def at(self, forms: list[str], index: int, end: int) -> Iterable[tuple[int, Attribute, str]]:
        """Values that begin at a token: (end, attribute, value)."""
        text = ""
        for stop in range(index, min(end, index + self.longest)):
            piece = compact(forms[stop])
            text += piece
            if not piece and stop == index:
                break
            for attribute in self.attributes:
                value = attribute.forms.get(text)
                if value is not None and piece:
                    yield stop + 1, attribute, value

    def mentions(self, forms: list[str], index: int, end: int) -> list[tuple[int, list[tuple[str, str]]]]:
        """Every noun phrase at a token that stands for who has a value: (end, [(attribute, value), ...])."""
        found: dict[int, list[tuple[Attribute, str, frozenset[str]]]] = {}

        def keep(stop: int, attribute: Attribute, value: str, seen: Iterable[str]) -> None:
            found.setdefault(stop, []).append((attribute, value, frozenset(seen)))
            if forms[stop : stop + 1] == ["'s"] and stop < end:
                stop += 1
            self._trail(forms, stop, end, attribute, value, list(seen), found)

        start = index + (forms[index] in ("the", "a", "an") if index < end else 0)
        led = start + 1 if start < end and forms[start] in self.cues else start  # team X
        for at in {index, start, led}:
            for stop, attribute, value in self.at(forms, at, end):
                keep(stop, attribute, value, [])
        if forms[start + 1 : start + 2] == ["of"] and forms[start] in _HAVERS:  # the owner of the turtle
            for stop, attribute, value in self.at(forms, start + 2 + (forms[start + 2 : start + 3] == ["the"]), end):
                keep(stop, attribute, value, [forms[start]])
        if start < end and forms[start] in PEOPLE:
            at = start + 1
            if at < end and forms[at] in (
                "who",
                "that",
                "with",
                "in",
                "living",
                "residing",
                "from",
                "whose",
                "'s",
                "using",
                "owning",
                "partial",
            ):
                self._clause(forms, at, end, keep)
        kept: list[tuple[int, list[tuple[str, str]]]] = []
        for stop, candidates in found.items():
            values = _cued([one for one in candidates if self._suits(*one)])
            if values:
                kept.append((stop, values))
        return kept

    def _suits(self, attribute: Attribute, value: str, seen: frozenset[str]) -> bool:
        """Whether the words beside a value say nothing new of it."""
        cues = attribute.cues | self.cues if attribute.name == "name" else attribute.cues | {attribute.name}
        return suits(seen - set(value.lower().split()), cues, SORTS, self.slot)

    def _clause(self, forms: list[str], at: int, end: int, keep) -> None:
        """who + verbs, articles and sorts of things, one value among them."""
        seen: list[str] = []
        for stop in range(at, min(end, at + 10)):
            for after, attribute, value in self.at(forms, stop, end):
                if seen and not beside(seen, attribute.cues, value):
                    keep(after, attribute, value, seen)
            form = forms[stop]
            if (
                stop > at
                and form not in VERBS
                and form not in SMALL
                and form not in SORTS
                and form not in self.cues
                and form != "'s"
            ):
                return
            seen.append(form)

    def _trail(self, forms, stop, end, attribute, value, seen, found) -> None:
        """What may follow a value and changes nothing: the coffee *drinker*, a carnations *arrangement*."""
        for last in range(stop, min(end, stop + _TRAILING)):
            form = forms[last]
            if form in ("-",):
                continue
            if (
                form not in AGENTS
                and form not in SORTS
                and form not in attribute.cues
                and form not in ("as", "a", "style")
            ):
                return
            seen = [*seen, form]
            if form not in ("as", "a"):
                found.setdefault(last + 1, []).append((attribute, value, frozenset(seen)))


def _cued(candidates: list[tuple[Attribute, str, frozenset[str]]]) -> list[tuple[str, str]]:
    """Of several attributes that have the value, those whose heading stands in the phrase; bare names are names."""
    pairs = list(dict.fromkeys((attribute.name, value) for attribute, value, _ in candidates))
    if len(pairs) < 2:
        return pairs
    cued = [(a.name, v) for a, v, seen in candidates if a.cues and a.cues <= seen]
    cued = cued or [(a.name, v) for a, v, seen in candidates if a.cues & seen]
    family = any(seen & _CUES for _, _, seen in candidates)
    if not cued and family:
        cued = [(a.name, v) for a, v, _ in candidates if a.cues & _CUES]
    if not cued and all(not seen for _, _, seen in candidates):
        others = [a for a, _, _ in candidates if a.name != "name"]
        if all(a.cues & _CUES for a in others):
            cued = [(a.name, v) for a, v, _ in candidates if a.name == "name"]
    return list(dict.fromkeys(cued)) or pairs
