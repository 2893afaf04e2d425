"""Edits of stories of rules: each changes facts, rules or the question as data, and what follows is worked out anew."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from random import Random

from suffice.bench.perturb.phrases import phrase
from suffice.bench.perturb.stories_rules import (
    KINDS,
    NAMES,
    QUALITIES,
    RuleStory,
    asked,
    fact_text,
    right,
    said,
    said_of_many,
    told,
    worded,
)
from suffice.bench.perturb.story import Edit, Edited, Story

_DOUBTED = tuple(
    "Nobody believes that {}|Perhaps {}|It might be that {}|Carl says that {}|{}, or so it is said|In the film, {}"
    "|According to rumours, {}|I doubt that {}|It is unclear whether {}|Nobody knows whether {}|Suppose that {}"
    "|Last year, {}|Carl dreams that {}|It seems that {}".split("|")
)
_FALSE = ("It is false that {}", "It is not true that {}", "It is not the case that {}")
_WEAKER = tuple("Most|Some|Few|Many|Not all|Half of the|Several|Former|Fake|Almost all|Two|Other".split("|"))


def _edited(story: RuleStory, base: Story, instead: dict[str, str] | None = None) -> Edited | None:
    made = told(story, instead)
    return Edited(made.text, made.gold) if made.text != base.text else None


def _on(edit: Callable[[Random, RuleStory], Edited | None]) -> Edit:
    def applied(rng: Random, story: Story) -> Edited | None:
        return edit(rng, story) if isinstance(story, RuleStory) else None

    applied.__name__ = edit.__name__
    return applied


def _less(story: RuleStory, n: int) -> RuleStory:
    return replace(story, claims=(*story.claims[:n], *story.claims[n + 1 :]))


def _said_otherwise(story: RuleStory, without: RuleStory, line: str, text: str) -> Edited:
    """With a sentence in other words, of which only what the rest says may be concluded."""
    return Edited(told(story, {line: text}).text, right(without))


@_on
def negated_fact(rng: Random, story: RuleStory) -> Edited | None:
    n = rng.randrange(len(story.claims))
    name, (word, holds) = story.claims[n]
    claims = (*story.claims[:n], (name, (word, not holds)), *story.claims[n + 1 :])
    return _edited(replace(story, claims=claims), story)


@_on
def falsified_fact(rng: Random, story: RuleStory) -> Edited | None:
    n = rng.randrange(len(story.claims))
    name, (word, holds) = story.claims[n]
    line = fact_text(story.claims[n])
    denied = replace(story, claims=(*story.claims[:n], (name, (word, not holds)), *story.claims[n + 1 :]))
    return Edited(told(story, {line: rng.choice(_FALSE).format(line)}).text, right(denied))


@_on
def doubted_fact(rng: Random, story: RuleStory) -> Edited | None:
    n = rng.randrange(len(story.claims))
    line = fact_text(story.claims[n])
    return _said_otherwise(story, _less(story, n), line, rng.choice(_DOUBTED).format(line))


@_on
def doubted_rule(rng: Random, story: RuleStory) -> Edited | None:
    n = rng.randrange(len(story.rules))
    line = worded(story.rules[n])
    without = replace(story, rules=(*story.rules[:n], *story.rules[n + 1 :]))
    text = rng.choice((*_DOUBTED, *_FALSE)).format(line[:1].lower() + line[1:])
    return _said_otherwise(story, without, line, text)


@_on
def tailed_fact(rng: Random, story: RuleStory) -> Edited | None:
    """A fact with words behind it that take it back or narrow it."""
    n = rng.randrange(len(story.claims))
    line = fact_text(story.claims[n])
    return _said_otherwise(story, _less(story, n), line, line + phrase(rng, "changing", "tails"))


@_on
def dropped_fact(rng: Random, story: RuleStory) -> Edited | None:
    return _edited(_less(story, rng.randrange(len(story.claims))), story)


@_on
def dropped_rule(rng: Random, story: RuleStory) -> Edited | None:
    if len(story.rules) < 2:
        return None
    n = rng.randrange(len(story.rules))
    return _edited(replace(story, rules=(*story.rules[:n], *story.rules[n + 1 :])), story)


@_on
def swapped_rule(rng: Random, story: RuleStory) -> Edited | None:
    """A rule the other way round."""
    n = rng.randrange(len(story.rules))
    conditions, then, wording = story.rules[n]
    if len(conditions) != 1:
        return None
    rules = (*story.rules[:n], ((then,), conditions[0], 3 * wording), *story.rules[n + 1 :])
    return _edited(replace(story, rules=rules), story)


@_on
def weakened_rule(rng: Random, story: RuleStory) -> Edited | None:
    """Most members, some members, former members."""
    fitting = [n for n, (c, _, _) in enumerate(story.rules) if len(c) == 1 and c[0][1] and c[0][0] in KINDS]
    if not fitting:
        return None
    n = rng.choice(fitting)
    (((word, _),), then, _) = story.rules[n]
    without = replace(story, rules=(*story.rules[:n], *story.rules[n + 1 :]))
    text = f"{rng.choice(_WEAKER)} {word}s {said_of_many(then)}"
    return _said_otherwise(story, without, worded(story.rules[n]), text)


@_on
def only_rule(rng: Random, story: RuleStory) -> Edited | None:
    """Only members get it: the rule the other way round."""
    fitting = [n for n, (c, then, _) in enumerate(story.rules) if len(c) == 1 and c[0][0] in KINDS and then[1]]
    if not fitting:
        return None
    n = rng.choice(fitting)
    ((condition,), then, wording) = story.rules[n]
    turned = replace(story, rules=(*story.rules[:n], ((then,), condition, wording), *story.rules[n + 1 :]))
    text = f"Only {condition[0]}s {said_of_many(then)}"
    return Edited(told(story, {worded(story.rules[n]): text}).text, right(turned))


@_on
def unless(rng: Random, story: RuleStory) -> Edited | None:
    """A rule that holds unless somebody is of some quality."""
    n = rng.randrange(len(story.rules))
    conditions, then, _ = story.rules[n]
    used = {word for c, t, _ in story.rules for word, _ in (*c, t)} | {word for _, (word, _) in story.claims}
    free = [word for word in QUALITIES if word not in used]
    narrowed: RuleStory = replace(
        story, rules=(*story.rules[:n], ((*conditions, (free[0], False)), then, 0), *story.rules[n + 1 :])
    )
    if rng.random() < 0.5:
        narrowed = replace(narrowed, claims=(*story.claims, (story.question[0], (free[0], rng.random() < 0.5))))
    text = f"If someone {' and '.join(map(said, conditions))} then they {said_of_many(then)} unless they are {free[0]}"
    plain = worded(narrowed.rules[n])
    return Edited(told(narrowed, {plain: text}).text, right(narrowed))


@_on
def asked_of_another(rng: Random, story: RuleStory) -> Edited | None:
    name = rng.choice([name for name in NAMES if name != story.question[0]])
    return _edited(replace(story, question=(name, story.question[1])), story)


@_on
def asked_another_thing(rng: Random, story: RuleStory) -> Edited | None:
    word = rng.choice((*KINDS, *QUALITIES))
    return _edited(replace(story, question=(story.question[0], word)), story)


@_on
def renamed_entity(rng: Random, story: RuleStory) -> Edited | None:
    """A fact is told of somebody else."""
    n = rng.randrange(len(story.claims))
    name = rng.choice([name for name in NAMES if name != story.claims[n][0]])
    claims = (*story.claims[:n], (name, story.claims[n][1]), *story.claims[n + 1 :])
    return _edited(replace(story, claims=claims), story)


@_on
def added_fact(rng: Random, story: RuleStory) -> Edited | None:
    fact = (rng.choice(NAMES), (rng.choice((*KINDS, *QUALITIES)), rng.random() < 0.6))
    return _edited(replace(story, claims=(*story.claims, fact)), story)


@_on
def added_rule(rng: Random, story: RuleStory) -> Edited | None:
    one, two = rng.sample((*KINDS, *QUALITIES), 2)
    rule = (((one, rng.random() < 0.8),), (two, rng.random() < 0.6), rng.randrange(60))
    return _edited(replace(story, rules=(rule, *story.rules)), story)


@_on
def shuffled(rng: Random, story: RuleStory) -> Edited | None:
    parts = list(story.parts[:-1])
    rng.shuffle(parts)
    text = " ".join((*parts, story.parts[-1]))
    return Edited(text, story.gold) if text != story.text else None


@_on
def modified_fact(rng: Random, story: RuleStory) -> Edited | None:
    """A former member, a member's brother, a fake member."""
    fitting = [n for n, (_, (word, holds)) in enumerate(story.claims) if word in KINDS and holds]
    if not fitting:
        return None
    n = rng.choice(fitting)
    name, (word, _) = story.claims[n]
    way = rng.choice(("{0} is a former {1}", "{0} is a fake {1}", "{0}'s brother is a {1}", "{0} was a {1}",
                      "{0} is almost a {1}", "{0} knows a {1}", "{0} may be a {1}", "{0} is like a {1}",
                      "{0} is a {1} or a dwarf", "{0} wants to be a {1}", "{0} is no longer a {1}"))  # fmt: skip
    return _said_otherwise(story, _less(story, n), fact_text(story.claims[n]), way.format(name, word))


@_on
def denied_question(rng: Random, story: RuleStory) -> Edited | None:
    """A question with "not", which Yes and No answer in two ways."""
    del rng
    name, _ = story.question
    text = asked(story.question).replace(f"{name} ", f"{name} not ", 1)
    return Edited(" ".join((*story.parts[:-1], text)), ())


CHANGING: tuple[Edit, ...] = (
    negated_fact, falsified_fact, doubted_fact, tailed_fact, doubted_rule, dropped_fact, dropped_rule,
    swapped_rule, weakened_rule, only_rule, unless, asked_of_another, asked_another_thing, renamed_entity, added_fact,
    added_rule, shuffled, modified_fact, denied_question,
)  # fmt: skip
