"""Stories of rules that give way to one another, as data beside their words: policies in prose, and games.

What is right is worked out here by itself. Of a policy: in every case that the facts leave open the first rule that
applies decides, and it must decide alike in all. Of a game: from fact to fact, in the order in which rules conclude.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import product
from random import Random

from suffice.bench.perturb.stories_rules import DEEDS, KINDS, NAMES, QUALITIES, Fact, Rule, asked, fact_text, worded
from suffice.bench.perturb.story import Allowed, Story, Teller

ANIMALS = ("otter", "hen", "lynx", "badger", "camel", "walrus", "finch", "goose", "koala", "lizard", "moose", "zebra")
ACTS = ("hug", "greet the friends of", "shout at", "swim in the pool of", "negotiate a deal with", "bring a gift for",
        "destroy the tent of", "pay a fee to", "dance with", "capture the flag of")  # fmt: skip
_OVER = ("{} is preferred over {}", "{} overrides {}", "{} takes precedence over {}", "{} has priority over {}",
         "{} beats {}", "In case of conflict, {} prevails over {}")  # fmt: skip
_UNDER = ("{1} gives way to {0}", "{1} is overridden by {0}")
OFFER = "Answer yes, no or unknown."

Deed = tuple[str, str, str, bool]  # who ("?" for whoever), does what, to whom, and whether it is so
GameRule = tuple[tuple[Deed, ...], Deed, int]  # conditions, conclusion, wording


@dataclass(frozen=True, slots=True)
class RankStory(Story):
    """``pairs``: the places of two rules, the first before the second, and a wording; ``labels``: their numbers."""

    policy: tuple[Rule, ...] = ()
    claims: tuple[Fact, ...] = ()
    question: tuple[str, str] = ("", "")
    game: tuple[GameRule, ...] = ()
    state: tuple[Deed, ...] = ()
    goal: Deed = ("", "", "", True)
    pairs: tuple[tuple[int, int, int], ...] = ()
    labels: tuple[int, ...] = ()


def pair_text(story: RankStory, pair: tuple[int, int, int], how: str = "") -> str:
    one, other, wording = pair
    ways = (*_OVER, *_UNDER)
    return (how or ways[wording % len(ways)]).format(f"Rule {story.labels[one]}", f"Rule {story.labels[other]}")


def told(story: RankStory, instead: Mapping[str, str] | None = None) -> RankStory:
    """The story in words, some sentences said otherwise, with what may be answered."""
    instead = instead or {}
    rules = list(map(worded, story.policy)) or list(map(game_rule, story.game))
    lines = [instead.get(line, line) for line in rules]
    lines = [f"Rule {label}: {line}" for label, line in zip(story.labels, lines, strict=True)]
    lines += [instead.get(line, line) for line in (pair_text(story, pair) for pair in story.pairs)]
    facts = [fact_text(claim) for claim in story.claims] or [deed_text(deed) for deed in story.state]
    facts = [instead.get(line, line) for line in facts]
    if story.policy:
        parts = [*(f"{line}." for line in (*lines, *facts)), asked(story.question)]
    else:
        who, act, whom, _ = story.goal
        parts = ["A few players are playing a boardgame.", "The current state of the game is as follows.",
                 *(f"{fact}." for fact in facts), "And the rules of the game are as follows.",
                 *(f"{line}." for line in lines), OFFER, f"Based on the game state and the rules and preferences,"
                 f" does the {who} {act} the {whom}?"]  # fmt: skip
    return replace(story, parts=tuple(parts), asks=len(parts) - 1, gold=right(story))


def deed_text(deed: Deed) -> str:
    who, act, whom, holds = deed
    return f"The {who} {_done(act, holds)} the {whom}"


def _done(act: str, holds: bool) -> str:
    verb, _, rest = act.partition(" ")
    verb = verb + ("es" if verb.endswith(("y", "h")) and verb not in ("pay", "destroy") and verb[-1] == "h" else "s")
    return " ".join(filter(None, (verb, rest))) if holds else f"does not {act}"


def game_rule(rule: GameRule) -> str:
    conditions, (who, act, whom, holds), wording = rule
    general = conditions[0][0] == "?"
    if general and who == "?":
        joined = " and ".join(f"{_done(a, so)} the {to}" for _, a, to, so in conditions)
        ways = [
            f"If something {joined}, then it {_done(act, holds)} the {whom}",
            f"From observing that an animal {joined}, one can conclude that it {_done(act, holds)} the {whom}",
            f"If you are positive that one of the animals {joined}, you can be certain that it will"
            f" {'' if holds else 'not '}{act} the {whom}",
        ]
    elif general:
        ((_, a, to, so),) = conditions
        then = f"the {who} {_done(act, holds)} the {whom}"
        ways = [
            f"If at least one animal {_done(a, so)} the {to}, then {then}",
            f"{then[0].upper()}{then[1:]} whenever at least one animal {_done(a, so)} the {to}",
            f"There exists an animal which {_done(a, so)} the {to}? Then {then}",
        ]
    else:
        joined = " and ".join(deed_text(deed).replace("The", "the", 1) for deed in conditions)
        then = f"the {who} {_done(act, holds)} the {whom}"
        ways = [
            f"If {joined}, then {then}",
            f"This is a basic rule: if {joined}, then the conclusion that {then} follows immediately",
            f"{then[0].upper()}{then[1:]}, in the case where {joined}",
        ]
    return ways[wording % len(ways)]


def right(story: RankStory) -> Allowed:
    before = _closed(story)
    if before is None:
        return ()
    return _policy(story, before) if story.policy else _game(story, before)


def _closed(story: RankStory) -> set[tuple[int, int]] | None:
    before = {(one, other) for one, other, _ in story.pairs}
    for middle in range(len(story.labels)):
        before |= {(a, d) for a, b in before for c, d in before if b == c == middle}
    return None if any(a == b for a, b in before) or len(set(story.labels)) < len(story.labels) else before


def _policy(story: RankStory, before: set[tuple[int, int]]) -> Allowed:
    """Rules that say opposite things of one matter; in every case that is left open those that no other goes before."""
    name, matter = story.question
    words = sorted({word for conditions, _, _ in story.policy for word, _ in conditions})
    mine = dict(literal for owner, literal in story.claims if owner == name)
    if len(mine) < sum(owner == name for owner, _ in story.claims) or matter in mine:
        return ()
    outcomes: set[bool | None] = set()
    for values in product((False, True), repeat=len(words)):
        world = dict(zip(words, values, strict=True))
        if any(world.get(word, holds) is not holds for word, holds in mine.items()):
            continue
        met = [n for n, (cs, _, _) in enumerate(story.policy) if all(world[w] is so for w, so in cs)]
        free = [n for n in met if not any((m, n) in before and story.policy[m][1] != story.policy[n][1] for m in met)]
        said = {story.policy[n][1][1] for n in free}
        outcomes.add(said.pop() if len(said) == 1 else None)
    return ("Yes",) if outcomes == {True} else ("No",) if outcomes == {False} else ()


def _game(story: RankStory, before: set[tuple[int, int]]) -> Allowed:
    """Rule by rule; what two rules contest and none decides leaves the whole game open."""
    state: dict[tuple[str, str, str], bool] = {}
    for who, act, whom, holds in story.state:
        if state.setdefault((who, act, whom), holds) is not holds:
            return ()
    names = {name for who, _, whom, _ in story.state for name in (who, whom)} | {story.goal[0], story.goal[2]}
    names |= {n for cs, then, _ in story.game for who, _, whom, _ in (*cs, then) for n in (who, whom) if n != "?"}
    layers = list(dict.fromkeys(then[1] for _, then, _ in story.game))
    while layers:  # an act is decided when all that its rules depend on is
        needs = {act: {c[1] for cs, then, _ in story.game if then[1] == act for c in cs} for act in layers}
        ready = [act for act in layers if needs[act].isdisjoint(layers)]
        if not ready:
            return ()
        for act in ready:
            found: dict[tuple[str, str, str], list[tuple[int, bool]]] = {}
            for n, (conditions, (who, own, whom, holds), _) in enumerate(story.game):
                if own != act:
                    continue
                for one in names if conditions[0][0] == "?" else ("",):
                    if all(state.get((one if w == "?" else w, a, to)) is so for w, a, to, so in conditions):
                        found.setdefault((one if who == "?" else who, act, whom), []).append((n, holds))
            for key, sides in found.items():
                if key in state:
                    continue
                best = {so for n, so in sides if all(so is other or (n, m) in before for m, other in sides)}
                if len(best) != 1:
                    return ()
                state[key] = best.pop()
        layers = [act for act in layers if act not in ready]
    outcome = state.get(story.goal[:3])
    return ("Unknown",) if outcome is None else ("Yes",) if outcome else ("No",)


def _policies(count: int, open_: bool) -> Teller:
    def teller(rng: Random) -> Story:
        matter = rng.choice(DEEDS)
        words = rng.sample(KINDS, count) if rng.random() < 0.5 else rng.sample((*KINDS, *QUALITIES), count)
        sides = [rng.random() < 0.5 for _ in words]
        sides[1] = not sides[0]
        rules: list[Rule] = [
            (((word, True),), (matter, so), rng.randrange(60)) for word, so in zip(words, sides, strict=True)
        ]
        name = rng.choice(NAMES)
        claims = [(name, (word, rng.random() < 0.75)) for word in words if not open_ or rng.random() < 0.8]
        order = rng.sample(range(count), count)
        pairs = [(a, b, rng.randrange(60)) for n, a in enumerate(order) for b in order[n + 1 :] if sides[a] != sides[b]]
        claims = claims or [(name, (words[0], True))]
        kind = f"policy {count}{' open' if open_ else ''}"
        story = RankStory(kind, 0, (), 0, (), policy=tuple(rules), claims=tuple(claims), question=(name, matter))
        return told(replace(story, pairs=tuple(pairs), labels=tuple(range(1, count + 1))))

    return teller


def _games(chained: bool, general: bool, contested: bool) -> Teller:
    def teller(rng: Random) -> Story:
        a, b, c, d = rng.sample(ANIMALS, 4)
        first, second, third, last, spare = rng.sample(ACTS, 5)
        so, holds = rng.random() < 0.7, rng.random() < 0.6
        state: list[Deed] = [(a, first, b, so), (c, second, a, True)]
        who = "?" if general else a
        rules: list[GameRule] = []
        act = first
        if chained:
            middle = rng.random() < 0.6
            rules.append((((who, first, b, so),), (who, third, d, middle), rng.randrange(60)))
            rules.append((((who, third, d, middle),), (who, last, d, holds), rng.randrange(60)))
            act = third
        else:
            rules.append((((who, first, b, so),), (who, last, d, holds), rng.randrange(60)))
        pairs: list[tuple[int, int, int]] = []
        if contested:
            met = rng.random() < 0.6
            rival: Deed = (c, second, a, met)
            rules.append(
                (((rival if not general else ("?", second, a, met)),), (a, last, d, not holds), rng.randrange(60))
            )
            at = len(rules) - 2
            pairs.append((at, at + 1, rng.randrange(60)) if rng.random() < 0.5 else (at + 1, at, rng.randrange(60)))
        if rng.random() < 0.3:
            rules.append((((c, act, d, True),), (b, spare, d, True), rng.randrange(60)))
        kind = f"game{' chained' if chained else ''}{' general' if general else ''}{' contested' if contested else ''}"
        story = RankStory(kind, 0, (), 0, (), game=tuple(rules), state=tuple(state), goal=(a, last, d, True))
        return told(replace(story, pairs=tuple(pairs), labels=tuple(range(1, len(rules) + 1))))

    return teller


TELLERS: tuple[Teller, ...] = (
    *(_policies(count, open_) for count in (2, 3) for open_ in (False, True)),
    *(_games(*marks) for marks in product((False, True), repeat=3)),
)
