"""What ties people to the things of a list: who each bought a fruit need not have eaten it, nor like it.

The verb that the list is declared with ties, and so do verbs before a value, nouns of doers beside one (the Ford's
owner, the tea drinker), and what a question asks of it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from suffice.records import Code
from suffice.symbolic.english.referents import is_person
from suffice.symbolic.english.text import Text
from suffice.symbolic.ordering.doings import ALIKE, MORE, NEUTRAL
from suffice.symbolic.ordering.scale import Unread
from suffice.symbolic.ordering.values import VERBS
from suffice.symbolic.ordering.verbs import bases
from suffice.symbolic.ordering.words import CALENDAR

_VERBS = {
    form: base
    for base, forms in {
        "have": "have has had own owns owned keep keeps kept get gets got take takes took buy buys bought order orders"
        " ordered chose chooses choose pick picks picked choosing receive receives received having owner keeper holder"
        " buyer",
        "like": "like likes liked love loves loved prefer prefers preferred enjoy enjoys enjoyed lover lovers fan fans"
        " enthusiast admirer likers",
        "wear": "wear wears wore worn wearing wearer",
        "drink": "drink drinks drank drinking drinker",
        "eat": "eater",
        "win": "win wins won winning winner",
        "grow": "grow grows grew growing grower",
        "drive": "driver",
        "play": "player",
        "read": "reader",
        "speak": "speaker",
        "smoke": "smoker",
        "collect": "collector",
        "live": "living resident",
        "come": "comes come came",
    }.items()
    for form in forms.split()
}
_BARE = frozenset("is was does going go goes residing resides holds celebrates".split())
_AGENTS = frozenset(form for form in _VERBS if form.endswith(("er", "or", "fan", "resident", "lover", "enthusiast")))
_LINKS = frozenset("in on at to for from with as".split())
_SMALL = frozenset("the a an his her their either neither both exactly one".split())
_LEADING = _SMALL | frozenset("different unique distinct own single favourite favorite preferred type kind of".split())
_BE = frozenset("is was 's".split())
_NOT = frozenset(("not", "n't"))
_ENDS = frozenset((".", ",", ";", "?", "!", "and", "but", "or", "nor", "if", "unless", "then", "while", ""))
_FAVOURED = frozenset("favourite favorite preferred".split())
_BEING = {  # what may be said with "is", or "is in", of those who are tied so
    "": frozenset("have work hold be".split()),
    "in": frozenset("have live work study sit stay stand teach be".split()),
    "from": frozenset(("come", "be")),
}


def one_tie(text: Text, attributes: Sequence[tuple[str, Sequence[str], Collection[str]]], housed: bool) -> None:
    """Raises Unread where people are tied to the values of one attribute in two ways: bought the pear, ate the pear.

    ``attributes``: names, values and words of the headings. ``housed``: in puzzles of numbered houses, who likes milk
    is who drinks it, and who lives with a cat has it.
    """
    ties: dict[str, set[str]] = {}
    persons = {name for name, values, cues in attributes if _is_being(values, cues)}
    for name, base in _found(text, attributes, housed):
        known = ties.setdefault(name, set())
        known.add(ALIKE.get(base, base))
        being = [one for one in known if one.startswith("be ")]
        doing = known.difference(being)
        beings = [one.removeprefix("be ") for one in being]
        if not housed and name not in persons and "" in beings and base != "be":
            raise Unread("nobody is what they have", Code.UNDERDETERMINED)
        if len(doing) > 1 or any(not doing <= _BEING[one] for one in beings):
            raise Unread("people are tied to the same things in two ways", Code.UNDERDETERMINED)


def _is_being(values: Sequence[str], cues: Collection[str]) -> bool:
    """Whether it is said with "is" of whom it holds: Ann is the baker."""
    return not _ROLES.isdisjoint(cues) or all(is_person(value.lower().split()[-1]) for value in values)


def _found(
    text: Text, attributes: Sequence[tuple[str, Sequence[str], Collection[str]]], housed: bool
) -> Iterator[tuple[str, str]]:
    """(attribute, base of a verb) of each tie."""
    forms = [token.form for token in text.tokens] + [""] * 8
    owner = {value.lower().split()[0]: name for name, values, _ in attributes for value in values}
    headed = {cue: name for name, _, cues in attributes for cue in (*cues, name.split()[-1])}
    for at, form in enumerate(forms[:-8]):
        base = _VERBS.get(form) or MORE.get(form) or bases().get(form)
        base = base or (form if form in VERBS and form not in _BARE else None)
        after = at + 1 + (forms[at + 1] in _LINKS)
        after += forms[after] in _SMALL
        if base is not None and base not in NEUTRAL and not (housed and base == "like") and form not in _AGENTS:
            if forms[after] in owner:
                yield owner[forms[after]], "have one" if base == "have" and is_person(forms[after]) else base
            elif not housed:
                yield from _declared(forms, at, base, headed)
        if not housed:
            yield from _beside(forms, at, owner)
    if not housed:
        yield from _asked(text, forms, headed, [name for name, _, _ in attributes])


def _declared(forms: list[str], at: int, base: str, headed: dict[str, str]) -> Iterator[tuple[str, str]]:
    """Each *wear* a different hat."""
    stop = at + 1
    while forms[stop] in _LEADING or forms[stop] in _LINKS:
        stop += 1
    between = forms[at + 1 : stop]
    if forms[stop] in headed and ("different" in between or "unique" in between or "distinct" in between):
        yield headed[forms[stop]], "like" if _FAVOURED.intersection(between) else base


def _beside(forms: list[str], at: int, owner: dict[str, str]) -> Iterator[tuple[str, str]]:
    """Is French; the tea drinker; the driver of the Ford."""
    form = forms[at]
    if form in owner and form not in CALENDAR:
        agent = next((word for word in forms[at + 1 : at + 3] if word in _AGENTS), None)
        if agent is not None:
            yield owner[form], _VERBS[agent]
    if form in owner and forms[at + 1] == "person":  # a cat person
        yield owner[form], "like"
    if form in _FAVOURED:  # Ann's favourite is red
        known = next((owner[word] for word in forms[at + 1 : at + 4] if word in owner), None)
        if known is not None and _BE.intersection(forms[at + 1 : at + 3]):
            yield known, "like"
    if form in _AGENTS and forms[at + 1] == "of":
        after = at + 2 + (forms[at + 2] in _SMALL)
        if forms[after] in owner:
            yield owner[forms[after]], _VERBS[form]
    if form in _BE:
        after = at + 1 + (forms[at + 1] in _NOT)
        link = forms[after] if forms[after] in _LINKS else ""
        after += bool(link)
        after += forms[after] in _SMALL
        if forms[after] in owner and forms[after] not in CALENDAR and forms[after + 1] in _ENDS:
            yield owner[forms[after]], f"be {'from' if link == 'from' else 'in' if link else ''}"


def _asked(text: Text, forms: list[str], headed: dict[str, str], names: list[str]) -> Iterator[tuple[str, str]]:
    """Which hat does Ann *like*? What did Bob *eat*?"""
    for sentence in text.sentences:
        for at in range(sentence.start, sentence.end - 1):
            if forms[at] not in ("which", "what") or forms[sentence.end - 1] in headed:
                continue
            name = headed.get(forms[at + 1]) or (names[0] if len(names) == 1 and forms[at + 1] in _DO else None)
            base = _VERBS.get(forms[sentence.end - 1]) or bases().get(forms[sentence.end - 1])
            if name and forms[at + 2] in _BE and forms[sentence.end - 1] not in bases():  # which pet is Cy?
                yield name, f"be {'in' if forms[sentence.end - 1] in _LINKS else ''}"
            if name and base and base not in NEUTRAL and _DO.intersection(forms[at + 1 : at + 3]):
                yield name, base


_ROLES = frozenset("job occupation profession work role nationality name".split())
_DO = frozenset("does did do".split())
