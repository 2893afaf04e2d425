"""Edits of stories of precedence: turned round, left out, of a rule that is not there, doubted."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from random import Random

from suffice.bench.perturb.stories_ranks import RankStory, deed_text, game_rule, pair_text, right, told
from suffice.bench.perturb.stories_rules import fact_text, worded
from suffice.bench.perturb.story import Edit, Edited, Story

_TAKEN_BACK = ("{} is not preferred over {}", "{} does not override {}", "{} is usually preferred over {}",
               "Nobody believes that {} is preferred over {}", "{} was preferred over {}", "{} is as strong as {}",
               "It is unclear whether {} overrides {}", "{} may override {}", "{} is preferred over {} on Sundays",
               "If it rains, {} overrides {}", "{} is hardly stronger than {}")  # fmt: skip
_DOUBTED = ("Nobody believes that {}", "Perhaps {}", "It is false that {}", "I doubt that {}", "Last year, {}",
            "It is rumoured that {}", "In the film, {}", "Suppose that {}", "It seems that {}")  # fmt: skip
_NARROWED = ("{} unless it rains", "{}, or so it is said", "{} on Sundays", "{}, if the judge agrees", "{} no longer",
             "{} in theory", "{}, except in June", "{} half of the time")  # fmt: skip


def _edited(story: RankStory, base: RankStory) -> Edited | None:
    made = told(story)
    return Edited(made.text, made.gold) if made.text != base.text else None


def _on(edit: Callable[[Random, RankStory], Edited | None]) -> Edit:
    def applied(rng: Random, story: Story) -> Edited | None:
        return edit(rng, story) if isinstance(story, RankStory) else None

    applied.__name__ = edit.__name__
    return applied


def _pair(rng: Random, story: RankStory) -> int | None:
    return rng.randrange(len(story.pairs)) if story.pairs else None


@_on
def swapped_precedence(rng: Random, story: RankStory) -> Edited | None:
    n = _pair(rng, story)
    if n is None:
        return None
    one, other, wording = story.pairs[n]
    return _edited(replace(story, pairs=(*story.pairs[:n], (other, one, wording), *story.pairs[n + 1 :])), story)


@_on
def dropped_precedence(rng: Random, story: RankStory) -> Edited | None:
    n = _pair(rng, story)
    return None if n is None else _edited(replace(story, pairs=(*story.pairs[:n], *story.pairs[n + 1 :])), story)


@_on
def precedence_taken_back(rng: Random, story: RankStory) -> Edited | None:
    """Words on precedence that give none: what follows without them is right, too."""
    n = _pair(rng, story)
    if n is None:
        return None
    less = replace(story, pairs=(*story.pairs[:n], *story.pairs[n + 1 :]))
    line = pair_text(story, story.pairs[n])
    text = pair_text(story, story.pairs[n], rng.choice(_TAKEN_BACK))
    return Edited(told(story, {line: text}).text, right(less))


@_on
def renamed_rule(rng: Random, story: RankStory) -> Edited | None:
    """A rule gets another number, and precedence is still told of the old one."""
    if not story.pairs:
        return None
    n = rng.choice([place for pair in story.pairs for place in pair[:2]])
    named = told(story)
    label = rng.choice([number for number in range(1, 12) if number not in story.labels])
    text = named.text.replace(f"Rule {story.labels[n]}:", f"Rule {label}:")
    return Edited(text, ())


@_on
def numbered_otherwise(rng: Random, story: RankStory) -> Edited | None:
    """All rules get other numbers, and precedence is told of the new ones."""
    return _edited(replace(story, labels=tuple(rng.sample(range(1, 20), len(story.labels)))), story)


@_on
def same_number(rng: Random, story: RankStory) -> Edited | None:
    del rng
    return Edited(told(story).text.replace("Rule 2:", "Rule 1:"), ()) if story.pairs else None


@_on
def moved_rules(rng: Random, story: RankStory) -> Edited | None:
    """The rules in another order, with their numbers."""
    order = rng.sample(range(len(story.labels)), len(story.labels))
    at = {old: new for new, old in enumerate(order)}
    return _edited(
        replace(
            story,
            policy=tuple(story.policy[n] for n in order if story.policy),
            game=tuple(story.game[n] for n in order if story.game),
            labels=tuple(story.labels[n] for n in order),
            pairs=tuple((at[a], at[b], wording) for a, b, wording in story.pairs),
        ),
        story,
    )


@_on
def opposite_conclusion(rng: Random, story: RankStory) -> Edited | None:
    n = rng.randrange(len(story.labels))
    if story.policy:
        conditions, (word, so), wording = story.policy[n]
        rule = (conditions, (word, not so), wording)
        return _edited(replace(story, policy=(*story.policy[:n], rule, *story.policy[n + 1 :])), story)
    whens, (who, act, whom, holds), wording = story.game[n]
    play = (whens, (who, act, whom, not holds), wording)
    return _edited(replace(story, game=(*story.game[:n], play, *story.game[n + 1 :])), story)


@_on
def opposite_fact(rng: Random, story: RankStory) -> Edited | None:
    if story.claims:
        n = rng.randrange(len(story.claims))
        name, (word, so) = story.claims[n]
        return _edited(
            replace(story, claims=(*story.claims[:n], (name, (word, not so)), *story.claims[n + 1 :])), story
        )
    n = rng.randrange(len(story.state))
    who, act, whom, holds = story.state[n]
    return _edited(replace(story, state=(*story.state[:n], (who, act, whom, not holds), *story.state[n + 1 :])), story)


@_on
def fact_left_out(rng: Random, story: RankStory) -> Edited | None:
    claims, state = story.claims, story.state
    if len(claims or state) < 2:
        return None
    n = rng.randrange(len(claims or state))
    return _edited(replace(story, claims=(*claims[:n], *claims[n + 1 :]), state=(*state[:n], *state[n + 1 :])), story)


@_on
def said_with_doubt(rng: Random, story: RankStory) -> Edited | None:
    """A fact or a rule under an attitude, or narrowed: nothing may be concluded from it, nor from its being left out
    where only what is told counts."""
    rules = list(map(worded, story.policy)) or list(map(game_rule, story.game))
    facts = [fact_text(claim) for claim in story.claims] or [deed_text(deed) for deed in story.state]
    line = rng.choice((*rules, *facts))
    way = rng.choice((*_DOUBTED, *_NARROWED))
    said = line if way.startswith("{}") or story.claims else line[:1].lower() + line[1:]
    text = told(story, {line: way.format(said)}).text
    if text == story.text:
        return None
    if not story.policy:
        return Edited(text, ())
    claims = tuple(claim for claim in story.claims if fact_text(claim) != line)
    policy = tuple(  # whether a doubted rule holds is one more thing that is open
        ((*conditions, ("holds", True)), then, wording) if worded((conditions, then, wording)) == line else
        (conditions, then, wording) for conditions, then, wording in story.policy
    )  # fmt: skip
    return Edited(text, right(replace(story, claims=claims, policy=policy)))


@_on
def about_another(rng: Random, story: RankStory) -> Edited | None:
    """A fact is told of somebody else."""
    if story.claims:
        n = rng.randrange(len(story.claims))
        other = rng.choice([name for name in ("Olga", "Piet", "Lena") if name != story.claims[n][0]])
        claims = (*story.claims[:n], (other, story.claims[n][1]), *story.claims[n + 1 :])
        return _edited(replace(story, claims=claims), story)
    n = rng.randrange(len(story.state))
    _, act, whom, holds = story.state[n]
    state = (*story.state[:n], ("gorilla", act, whom, holds), *story.state[n + 1 :])
    return _edited(replace(story, state=state), story)


CHANGING: tuple[Edit, ...] = (
    swapped_precedence, dropped_precedence, precedence_taken_back, renamed_rule, numbered_otherwise, same_number,
    moved_rules, opposite_conclusion, opposite_fact, fact_left_out, said_with_doubt, about_another,
)  # fmt: skip
