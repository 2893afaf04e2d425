"""Stories of facts and rules, as data beside their words: what follows is worked out by trying every possibility."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise, product
from random import Random

from suffice.bench.perturb.story import Allowed, Story, Teller

NAMES = ("Tom", "Ann", "Carla", "Ben", "Nadia", "Felix")
KINDS = ("member", "guest", "student", "visitor", "manager", "clerk", "blick", "zorp")
QUALITIES = ("late", "tired", "hungry", "insured", "banned", "rich")
DEEDS = ("get a coat", "pay a fee", "use the pool", "wear a badge", "work at night", "need a ticket")

Literal = tuple[str, bool]  # what is said, and whether it is so
Rule = tuple[tuple[Literal, ...], Literal, int]  # conditions, conclusion, wording
Fact = tuple[str, Literal]


@dataclass(frozen=True, slots=True)
class RuleStory(Story):
    rules: tuple[Rule, ...] = ()
    claims: tuple[Fact, ...] = ()
    question: tuple[str, str] = ("", "")


def said(what: Literal) -> str:
    """is a member, is not late, gets a coat, does not get a coat"""
    word, holds = what
    if word in KINDS:
        return f"is {'' if holds else 'not '}a {word}"
    if word in QUALITIES:
        return f"is {'' if holds else 'not '}{word}"
    verb, _, rest = word.partition(" ")
    return f"{verb}s {rest}" if holds else f"does not {word}"


def said_of_many(what: Literal) -> str:
    word, holds = what
    if word in KINDS:
        return f"are {'' if holds else 'not '}{word}s"
    if word in QUALITIES:
        return f"are {'' if holds else 'not '}{word}"
    return word if holds else f"do not {word}"


def asked(question: tuple[str, str]) -> str:
    name, word = question
    if word in KINDS:
        return f"Is {name} a {word}?"
    return f"Is {name} {word}?" if word in QUALITIES else f"Does {name} {word}?"


def worded(rule: Rule) -> str:
    """A rule in one of its wordings."""
    conditions, conclusion, wording = rule
    joined = " and ".join(map(said, conditions))
    (first, positive), *more = conditions
    many = said_of_many(conclusion)
    ways = [
        f"If someone {joined} then they {many}",
        f"Anyone who {joined} {said(conclusion)}",
        f"If a person {joined}, the person {said(conclusion)}",
    ]
    if first in KINDS and positive and not more:
        ways += [f"{first.capitalize()}s {many}", f"If someone is a {first}, they {many}"]
        if conclusion[1]:
            ways += [f"Every {first} {said(conclusion)}", f"All {first}s {many}", f"Each {first} {said(conclusion)}"]
        else:
            ways += [f"No {first} {said((conclusion[0], True))}"]
    return ways[wording % len(ways)]


def fact_text(fact: Fact) -> str:
    return f"{fact[0]} {said(fact[1])}"


def told(story: RuleStory, instead: Mapping[str, str] | None = None) -> RuleStory:
    """The story in words, some sentences said otherwise, with what may be answered."""
    instead = instead or {}
    lines = [*map(worded, story.rules), *map(fact_text, story.claims)]
    parts = [*(f"{instead.get(line, line)}." for line in lines), asked(story.question)]
    return replace(story, parts=tuple(parts), asks=len(parts) - 1, gold=right(story))


def right(story: RuleStory) -> Allowed:
    """Yes, No, or nothing where neither follows."""
    return _right(story.rules, story.claims, story.question)


@cache
def _right(rules: Sequence[Rule], claims: Sequence[Fact], question: tuple[str, str]) -> Allowed:
    names = {question[0], *(name for name, _ in claims)}
    outcomes: set[bool] = set()
    words = sorted({word for conditions, then, _ in rules for word, _ in (*conditions, then)}
                   | {word for _, (word, _) in claims} | {question[1]})  # fmt: skip
    for name in names:  # rules speak of one at a time
        mine = [literal for owner, literal in claims if owner == name]
        seen: set[bool] = set()
        for values in product((False, True), repeat=len(words)):
            world = dict(zip(words, values, strict=True))
            if all(world[word] is holds for word, holds in mine) and all(
                world[then[0]] is then[1] or any(world[word] is not holds for word, holds in conditions)
                for conditions, then, _ in rules
            ):
                seen.add(world[question[1]])
        if not seen:
            return ()
        if name == question[0]:
            outcomes = seen
    return ("Yes",) if outcomes == {True} else ("No",) if outcomes == {False} else ()


def _chain(length: int, denied: bool, backwards: bool, busy: bool) -> Teller:
    def teller(rng: Random) -> Story:
        kinds = rng.sample(KINDS, length)
        end = rng.choice((*QUALITIES, *DEEDS))
        rules: list[Rule] = [(((a, True),), (b, True), rng.randrange(60)) for a, b in pairwise(kinds)]
        rules.append((((kinds[-1], True),), (end, not denied), rng.randrange(60)))
        name, other = rng.sample(NAMES, 2)
        claims: list[Fact] = [(name, (end, denied))] if backwards else [(name, (kinds[0], True))]
        ask = kinds[0] if backwards else end
        spare = rng.choice([word for word in (*KINDS, *QUALITIES) if word not in kinds and word != end])
        claims.append((other, (spare, True)))
        if busy:  # what has nothing to do with it
            quality = rng.choice([word for word in QUALITIES if word not in (end, spare)])
            rules.append((((spare, True),), (quality, True), rng.randrange(60)))
        rng.shuffle(rules)
        marks = "".join(f" {mark}" for mark, so in (("denied", denied), ("backwards", backwards), ("busy", busy)) if so)
        kind = f"rules chain {length}{marks}"
        return told(RuleStory(kind, 0, (), 0, (), rules=tuple(rules), claims=tuple(claims), question=(name, ask)))

    return teller


def _joint(negative: bool, kinds_too: bool) -> Teller:
    def teller(rng: Random) -> Story:
        one, two = (rng.choice(KINDS), rng.choice(QUALITIES)) if kinds_too else rng.sample(QUALITIES, 2)
        deed, further = rng.sample(DEEDS, 2)
        rules: list[Rule] = [
            (((one, True), (two, not negative)), (deed, True), rng.randrange(3)),
            (((deed, True),), (further, rng.random() < 0.7), rng.randrange(3)),
        ]
        name, other = rng.sample(NAMES, 2)
        claims = ((name, (one, True)), (name, (two, not negative)), (other, (one, True)))
        kind = f"rules joint{' negative' if negative else ''}{' kinds' if kinds_too else ''}"
        ask = rng.choice((deed, further))
        return told(RuleStory(kind, 0, (), 0, (), rules=tuple(rules), claims=claims, question=(name, ask)))

    return teller


TELLERS: tuple[Teller, ...] = (
    *(
        _chain(length, denied, backwards, busy)
        for length in (1, 2, 3)
        for denied in (False, True)
        for backwards in (False, True)
        for busy in (False, True)
    ),
    *(_joint(negative, kinds) for negative in (False, True) for kinds in (False, True)),
)
