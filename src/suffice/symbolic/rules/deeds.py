"""What somebody does, in games and stories: "the cat does not chase the dog", "it will also hide its cards from Tom".

A deed is a verb with all that it takes but the last individual, kept whole: "hide its cards from". Two deeds are one
only if they are the same words; whether others mean the same is not looked at here (see ``told.py``).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import pairwise

from suffice.symbolic.rules import lexical, words
from suffice.symbolic.rules.language import Formula
from suffice.symbolic.rules.nouns import given_names

X = "?x"
ANY = r"(?:something|anything|someone|somebody|anyone|anybody|everyone|everybody|whoever)"
CLASS = r"(?:living creature|living being|creature|animal|being|player)"
VARIABLE = (
    rf"(?:{ANY}|(?:an?|any|some|every|each|one|at least one|any one) {CLASS}(?!,)"
    rf"|(?:one|any|some|at least one) of the {CLASS}s|one {CLASS}, no matter which(?: one)?,)"
)
BACK = rf"(?:it|they|he|she|(?:the|that|this|the same|the very same) {CLASS}|the same one)"
NAME = r"(?:the [a-z]+(?: [a-z]+)?|[A-Z][a-z]+)"
_CERTAIN = (
    r"(?:definitely|certainly|surely|undoubtedly|unquestionably|inevitably|unavoidably|assuredly|for sure"
    r"|for certain|without (?:a |any )?doubt|without (?:any )?hesitation|without fail|no doubt|beyond (?:a |any )?doubt"
    r"|with(?:out)? (?:no|any) doubts?|with no doubts?|of course)"
)
_SURE = re.compile(rf",? ?\b{_CERTAIN}\b,?")
_UNSURE = re.compile(rf"(?:\b(?:not|never|nor)|n't) {_CERTAIN}\b")
_TOO = re.compile(r",? ?\b(?:also|too|as well|additionally|in addition|at the same time|moreover|furthermore)\b,?")
_BARRED = frozenset(
    """
    not no never none neither nor nobody nothing hardly barely scarcely rarely seldom without unless except if when
    whenever while because since although though but or and than as only just even almost nearly maybe perhaps possibly
    probably likely unlikely most many few several all every each any half both either everyone everybody
    everything anyone anybody anything someone somebody another other others else same different such more less fewer
    least now today yesterday tomorrow before after until ago soon later again once twice still yet already often
    usually sometimes always normally generally typically mostly there here then thus so too very i me my you your we us
    our ours mine yours would could should might must may can shall cannot ca wo former fake alleged true false
    supposedly allegedly apparently reportedly really truly actually
    """.split()
)
_OF_THE_GAME = frozenset("game games rule rules board turn turns player players play".split())
_ENDING = frozenset("stop cease quit finish end start begin".split())
_KEPT = frozenset("want refuse stop deny believe know doubt suspect say claim".split())  # whole, whatever follows


class Unread(Exception):
    """What is not understood."""


@dataclass(frozen=True, slots=True)
class Said:
    """A statement: of whom, whether it is so, the deed, and to whom."""

    subject: str
    positive: bool
    deed: str
    other: str | None = None

    def formula(self) -> Formula:
        atom: Formula = [self.deed, self.subject, *([self.other] if self.other else [])]
        return atom if self.positive else ["not", atom]


def _opens_clause(said: list[str], at: int) -> bool:
    """Whether a word begins what is said, thought or rumoured, and not a word on what stands before it."""
    if said[at] not in ("that", "which", "who", "whether", "what", "where", "how", "why"):
        return False
    after = said[at + 1] if at + 1 < len(said) else ""
    return at < 2 or said[0] == "is" or said[at] not in ("that", "which") or after in words.ARTICLES or not after


@cache
def _senses() -> dict[str, frozenset[int]]:
    """The lines of senses.txt that each verb stands on."""
    text = files("suffice.symbolic.rules").joinpath("senses.txt").read_text(encoding="utf-8")
    found: dict[str, set[int]] = {}
    for number, line in enumerate(text.splitlines()):
        for word in line.split() if not line.startswith("#") else ():
            found.setdefault(word, set()).add(number)
    return {word: frozenset(lines) for word, lines in found.items()}


_SLIGHT = (
    words.ARTICLES
    | words.PREPOSITIONS
    | words.IT
    | words.BLOCKED
    | frozenset(
        "is have be to of its their his her that which who whose over up down off out one near next close".split()
    )
)


def entangled(one: str, other: str) -> bool:
    """Whether one deed is to want, refuse or manage the other, or the like: what it says of the other is open."""
    return any(
        mine[1:2] == ["to"] and mine[2:3] == theirs[:1]
        for mine, theirs in ((one.split(), other.split()), (other.split(), one.split()))
    )


def akin(one: str, other: str) -> bool:
    """Whether two deeds in different words may be one: they share a word that means something."""
    return one != other and not set(one.split()).isdisjoint(set(other.split()) - _SLIGHT)


def apart(one: str, other: str) -> bool:
    """Whether two deeds say nothing of one another: their verbs are known, and no meaning is near. Of those that are
    akin, one reading says that they are one, and another that they are not."""
    if one == other or akin(one, other):
        return True
    mine, theirs = (_sense(deed) for deed in (one, other))
    return mine is not None and theirs is not None and mine.isdisjoint(theirs)


def _sense(deed: str) -> frozenset[int] | None:
    """The meanings of a deed's verb, and of what it is to do: "manage to persuade"."""
    verb, *rest = deed.split()
    verbs = [verb, *rest[1:2]] if rest[:1] == ["to"] and rest[1:2] and rest[1] in _senses() else [verb]
    if any(word not in _senses() for word in verbs):
        return None
    return frozenset().union(*(_senses()[word] for word in verbs))


@cache
def creatures() -> frozenset[str]:
    text = files("suffice.symbolic.rules").joinpath("creatures.txt").read_text(encoding="utf-8")
    lines = (line for line in text.splitlines() if not line.startswith("#"))
    return frozenset(" ".join(lines).split())


def plain(text: str) -> str:
    """Without words that only say how sure it is, or that it is one thing more. Raises Unread."""
    if _UNSURE.search(text):
        raise Unread(text)
    return " ".join(_TOO.sub(" ", _SURE.sub(" ", text)).replace(" ,", ",").strip(" ,").split())


def name(text: str) -> str | None:
    """An individual: "the cat", "the red player", "Tom"; other things are part of what is done."""
    text = text if text.startswith("The ") is False else "the " + text[4:]
    if re.fullmatch(r"[A-Z][a-z]+", text):
        return text.lower() if text.lower() in given_names() - words.CLOSED else None
    said = text.split()[1:]
    known = re.fullmatch(r"the [a-z]+(?: [a-z]+)?", text) and (said[-1] in creatures() or said[-1] in lexical.PERSONS)
    return text if known and not (_BARRED | words.BLOCKED).intersection(said) else None


def whole(text: str) -> Said:
    """A statement about a name: "the cat chases the dog". Raises Unread."""
    if text.partition(" ")[0] in creatures() or " ".join(text.split()[1:2]) in creatures():
        text = text if text.startswith("the ") else f"the {text}"  # as games leave it out
    for size in (2, 3, 1):
        subject = name(" ".join(text.split()[:size]))
        if subject is not None:
            try:
                return predicate(" ".join(text.split()[size:]), subject)
            except Unread:
                continue
    raise Unread(text)


def predicate(text: str, subject: str, bare: bool = False) -> Said:
    """What is said of a subject. ``bare``: after "not", in "does not sing and not dance". Raises Unread."""
    said = text.split()
    positive, at = True, 0
    if not said:
        raise Unread(text)
    if bare:
        positive = False
    elif said[0] in ("does", "do", "will", "did"):
        at = 1
        if said[1:2] and said[1] in ("not", "never"):
            positive, at = False, 2
        if said[0] == "did":
            raise Unread(text)
    elif said[0] in ("doesn't", "don't", "won't"):
        positive, at = False, 1
    elif " ".join(said[:3]) == "is going to":
        at = 3
    elif " ".join(said[:4]) in ("is not going to", "is never going to"):
        positive, at = False, 4
    elif " ".join(said[:3]) == "isn't going to":
        positive, at = False, 3
    elif said[0] in ("is", "are"):
        positive = said[1:2] != ["not"]
        return _deed(["is", *said[1 if positive else 2 :]], subject, positive)
    elif said[0] == "never":
        verb = words.base(said[1]) if len(said) > 1 else None
        if verb is None:
            raise Unread(text)
        return _deed([verb, *said[2:]], subject, False)
    else:
        verb = words.base(said[0])
        if verb is None:
            raise Unread(text)
        return _deed([verb, *said[1:]], subject, True)
    if words.base(said[at] if at < len(said) else "") is not None and said[at] not in lexical.IRREGULAR_PAST:
        raise Unread(text)
    return _deed(said[at:], subject, positive)


def _deed(said: list[str], subject: str, positive: bool) -> Said:
    """The verb in its plain form and what it takes."""
    other = None
    for size in (2, 3, 1):
        tail = " ".join(said[-size:])
        if len(said) > size and not (size > 1 and said[-size] != "the") and name(tail) is not None:
            other = name(tail)
            said = said[:-size]
            break
    verb = said[0] if said else ""
    open_words = all(re.fullmatch(r"[a-z]+(?:-[a-z]+)*|\$+", word) for word in said)
    if not words.WEATHER.isdisjoint(said[:2]):
        raise Unread(" ".join(said))
    if not verb or not open_words or _BARRED.intersection(said) or verb in words.CLOSED - {"is", "have", "do"} - _KEPT:
        raise Unread(" ".join(said))
    persons = {word for before, word in pairwise(said) if before in words.ARTICLES} & lexical.PERSONS
    if persons or not creatures().isdisjoint(said[1:]):
        raise Unread(" ".join(said))  # somebody else takes part, or does something in a sentence within
    if not _OF_THE_GAME.isdisjoint(said) or (verb in _ENDING and said[1:2] and said[1].endswith("ing")):
        raise Unread(" ".join(said))  # it may change who plays, or what the rules are
    if (verb == "is" and not said[1:]) or any(_opens_clause(said, at) for at in range(len(said))):
        raise Unread(" ".join(said))
    return Said(subject, positive, " ".join(said), other)
