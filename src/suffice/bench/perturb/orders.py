"""Edits of stories about orders: each changes the clues or the question as data, and the answer is worked out anew."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from random import Random

from suffice.bench.perturb.order_scenes import NAMES
from suffice.bench.perturb.phrases import phrase
from suffice.bench.perturb.stories_orders import OrderStory, clue, question, told, worded
from suffice.bench.perturb.story import Edit, Edited, Story

_FALSE = ("It is false that {}", "It is not true that {}", "It is not the case that {}", "It is wrong that {}")
_DOUBTED = ("Nobody believes {}", "Nobody believes that {}", "{} unless it rains", "{}, or so Tom says",
            "Tom thinks {}",
            "Perhaps {}", "If it rains, {}", "Unless it rains, {}", "{} most of the time", "I doubt that {}",
            "It is unclear whether {}", "{} (not really)", "Nobody knows whether {}", "{} in the mirror")  # fmt: skip


def _edited(story: OrderStory, base: Story, said: dict[int, str] | None = None) -> Edited | None:
    made = told(story, said)
    return Edited(made.text, made.gold) if made.text != base.text else None


def _low(text: str) -> str:
    return "t" + text[1:] if text.startswith("The ") else text


def _on(edit: Callable[[Random, OrderStory], Edited | None]) -> Edit:
    def applied(rng: Random, story: Story) -> Edited | None:
        return edit(rng, story) if isinstance(story, OrderStory) else None

    applied.__name__ = edit.__name__
    return applied


@_on
def negated_clue(rng: Random, story: OrderStory) -> Edited | None:
    """A clue says the opposite."""
    fitting = [n for n, one in enumerate(story.clues) if one[0] in ("before", "after", "first", "last")]
    if not fitting or not story.scene.before[1]:
        return None
    n = rng.choice(fitting)
    clues = tuple(("not", one) if number == n else one for number, one in enumerate(story.clues))
    return _edited(replace(story, clues=clues), story)


@_on
def falsified(rng: Random, story: OrderStory) -> Edited | None:
    """It is false that ...: what follows from the opposite is right, too."""
    n = rng.randrange(len(story.clues))
    clues = tuple(("not", one) if number == n else one for number, one in enumerate(story.clues))
    text = rng.choice(_FALSE).format(_low(worded(story.scene, story.clues[n])))
    return _edited(replace(story, clues=clues), story, {n: text})


@_on
def doubted_clue(rng: Random, story: OrderStory) -> Edited | None:
    """A clue that nobody vouches for: only what the others settle may be answered."""
    n = rng.randrange(len(story.clues))
    text = rng.choice(_DOUBTED).format(_low(worded(story.scene, story.clues[n])))
    made = told(story, {n: text})
    return Edited(made.text, ())


@_on
def dropped_clue(rng: Random, story: OrderStory) -> Edited | None:
    n = rng.randrange(len(story.clues))
    clues = story.clues[:n] + story.clues[n + 1 :]
    if not clues:
        return None
    named = {name for one in clues for name in _names(one)} | {
        part for part in story.question[1:] if isinstance(part, str)
    }
    if not story.scene.opening and named != set(story.cast):
        return None  # then others are spoken of
    return _edited(replace(story, clues=clues), story)


def _names(one: tuple) -> list[str]:
    return [
        name
        for part in one[1:]
        for name in (_names(part) if isinstance(part, tuple) else [part])
        if isinstance(name, str)
    ]


@_on
def swapped_names(rng: Random, story: OrderStory) -> Edited | None:
    """The two of a clue change places in it."""
    fitting = [n for n, one in enumerate(story.clues) if one[0] in ("before", "after", "next")]
    if not fitting:
        return None
    n = rng.choice(fitting)
    tag, a, b = story.clues[n]
    clues = (*story.clues[:n], (tag, b, a), *story.clues[n + 1 :])
    return _edited(replace(story, clues=clues), story)


@_on
def other_clue(rng: Random, story: OrderStory) -> Edited | None:
    """One more clue, true or not: perhaps a contradiction."""
    extra = clue(rng, story.scene, story.cast)
    return _edited(replace(story, clues=(*story.clues, extra)), story)


@_on
def either(rng: Random, story: OrderStory) -> Edited | None:
    """Two clues become either ... or."""
    if len(story.clues) < 2:
        return None
    n = rng.randrange(len(story.clues) - 1)
    clues = (*story.clues[:n], ("or", story.clues[n], story.clues[n + 1]), *story.clues[n + 2 :])
    return _several(story, clues, story)


@_on
def conditional(rng: Random, story: OrderStory) -> Edited | None:
    """Two clues become if ... then."""
    if len(story.clues) < 2:
        return None
    n = rng.randrange(len(story.clues) - 1)
    clues = (*story.clues[:n], ("if", story.clues[n], story.clues[n + 1]), *story.clues[n + 2 :])
    return _several(story, clues, story)


def _several(story: OrderStory, clues: tuple, base: OrderStory) -> Edited | None:
    """The story with these clues; None where somebody of its cast would not be spoken of any more."""
    named = {name for one in clues for name in _names(one)} | {
        part for part in story.question[1:] if isinstance(part, str)
    }
    if not story.scene.opening and named != set(story.cast):
        return None
    return _edited(replace(story, clues=clues), base)


@_on
def one_more(rng: Random, story: OrderStory) -> Edited | None:
    """Somebody more is there, of whom nothing is said."""
    free = [name for name in story.scene.names if name not in story.cast]
    if not free or not story.scene.opening:
        return None
    cast = [*story.cast]
    cast.insert(rng.randrange(len(cast) + 1), rng.choice(free))
    return _edited(replace(story, cast=tuple(cast)), story)


@_on
def another_count(rng: Random, story: OrderStory) -> Edited | None:
    """The opening says another number than it lists."""
    if not story.scene.opening:
        return None
    stated = len(story.cast) + rng.choice((-1, 1, 2))
    return _edited(replace(story, stated=stated), story)


@_on
def stranger(rng: Random, story: OrderStory) -> Edited | None:
    """A clue is about somebody who is not there."""
    free = [name for name in story.scene.names if name not in story.cast]
    fitting = [n for n, one in enumerate(story.clues) if one[0] in ("before", "after", "next")]
    if not free or not fitting or not story.scene.opening:
        return None
    n = rng.choice(fitting)
    tag, a, b = story.clues[n]
    other = (tag, rng.choice(free), b) if rng.random() < 0.5 else (tag, a, rng.choice(free))
    made = told(story, {n: worded(story.scene, other)})
    return Edited(made.text, ())


@_on
def asked_otherwise(rng: Random, story: OrderStory) -> Edited | None:
    """Another question about the same clues."""
    return _several(replace(story, question=question(rng, story.scene, story.cast)), story.clues, story)


@_on
def others_names(rng: Random, story: OrderStory) -> Edited | None:
    """Everybody has another name."""
    if story.scene.names is not NAMES:
        return None
    cast = rng.sample(("Ivo", "Jana", "Kofi", "Lena", "Mira", "Nils", "Olga", "Piet"), len(story.cast))
    table = dict(zip(story.cast, cast, strict=True))

    def put(one: tuple) -> tuple:
        return tuple(
            put(p) if isinstance(p, tuple) else table.get(p, p) if isinstance(p, str) and i else p
            for i, p in enumerate(one)
        )

    return _edited(
        replace(story, cast=tuple(cast), clues=tuple(map(put, story.clues)), question=put(story.question)), story
    )


@_on
def shuffled(rng: Random, story: OrderStory) -> Edited | None:
    """The clues in another order."""
    clues = rng.sample(story.clues, len(story.clues))
    return _edited(replace(story, clues=tuple(clues)), story)


@_on
def hurried(rng: Random, story: OrderStory) -> Edited | None:
    """An instruction that changes nothing, or one that cannot be met."""
    order = phrase(rng, "commanding", "injected")
    return Edited(f"{story.text} {order}", ())


@_on
def modal_question(rng: Random, story: OrderStory) -> Edited | None:
    """must and could in place of is."""
    names = list(story.cast)
    a = rng.choice(names)
    from suffice.bench.perturb.stories_orders import true, worlds

    found = list(worlds(story, story.clues))
    if not found or story.scene.name not in ("queue", "row", "talks"):
        return None
    place = "first" if story.scene.name != "row" else "at the left end"
    verb = "go" if story.scene.name == "talks" else "be"
    held = [true(("first", a), places) for places in found]
    ways = {
        f"Could {a} {verb} {place}?": "Yes" if any(held) else "No",
        f"Must {a} {verb} {place}?": "Yes" if all(held) else "No",
        f"Is it possible that {a} {'goes' if verb == 'go' else 'is'} {place}?": "Yes" if any(held) else "No",
    }
    ask = rng.choice(sorted(ways))
    return Edited(" ".join((*story.parts[:-1], ask)), (ways[ask],))


CHANGING: tuple[Edit, ...] = (
    negated_clue, falsified, doubted_clue, dropped_clue, swapped_names, other_clue, either, conditional, one_more,
    another_count, stranger, asked_otherwise, others_names, shuffled, hurried, modal_question,
)  # fmt: skip
