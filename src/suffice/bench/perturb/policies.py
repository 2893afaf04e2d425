"""Edits of tariffs: what is right afterwards is worked out from the tiers, not from the text."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from random import Random

from suffice.bench.perturb.stories_policies import TABLE, TariffStory, Tier, bracket, right, shown, sized, told
from suffice.bench.perturb.story import Edit, Edited, Story

_HEDGES = tuple(
    "Usually {}|Perhaps {}|Last year, {}|Carl says that {}|It is false that {}|Nobody believes that {}|In Norway, {}"
    "|For members, {}|From May, {}|In theory, {}|Except on Sundays, {}".split("|")
)
_NARROWED = tuple(
    " in Europe| on Sundays| for members| plus tax|, or so they say| unless they are fragile| except in May"
    "| until further notice| if you are lucky| each time".split("|")
)
_EXCEPTIONS = tuple(
    "This does not apply to gift cards.|Members always pay $1.|Fragile items are excluded.|Except in December."
    "|Unless otherwise agreed.|The rates have changed since.|Add $2 for packing.|The first rule does not apply."
    "|Double these amounts on Sundays.|Some items are exempt.".split("|")
)
_OTHERS = tuple(
    "order/letter order/gift_card parcel/letter parcel/crate group/class bag/bike shipping/insurance fee/discount"
    " delivery/gift_wrapping order/express_order parcel/fragile_parcel bag/second_bag".split()
)


def _on(edit: Callable[[Random, TariffStory], Edited | None]) -> Edit:
    def applied(rng: Random, story: Story) -> Edited | None:
        return edit(rng, story) if isinstance(story, TariffStory) else None

    applied.__name__ = edit.__name__
    return applied


def _edited(story: TariffStory, base: Story) -> Edited | None:
    made = told(story)
    return Edited(made.text, made.gold) if made.text != base.text else None


def _with(story: TariffStory, n: int, tier: Tier) -> TariffStory:
    return replace(story, tiers=(*story.tiers[:n], tier, *story.tiers[n + 1 :]))


@_on
def moved_threshold(rng: Random, story: TariffStory) -> Edited | None:
    """One end elsewhere: brackets gape or overlap."""
    n = rng.randrange(len(story.tiers))
    tier = story.tiers[n]
    shift = Fraction(rng.choice((-3, -2, -1, 1, 2, 3)))
    if tier.high is not None and (tier.low is None or rng.random() < 0.5):
        tier = replace(tier, high=tier.high + shift)
    elif tier.low is not None:
        tier = replace(tier, low=tier.low + shift)
    ends = [end for end in (tier.low, tier.high) if end is not None]
    if min(ends) <= 0 or (len(ends) == 2 and ends[0] >= ends[1]):
        return None
    return _edited(_with(story, n, tier), story)


@_on
def at_the_boundary(rng: Random, story: TariffStory) -> Edited | None:
    """The case at an end, or the least step beside it."""
    ends = [end for tier in story.tiers for end in (tier.low, tier.high) if end is not None]
    step = (
        Fraction(1)
        if story.scene.unit == "people"
        else Fraction(1, 100)
        if story.scene.unit == "$"
        else Fraction(1, 10)
    )
    size = rng.choice(ends) + rng.choice((0, 0, 1, -1)) * step
    return _edited(replace(story, size=size), story) if size > 0 else None


@_on
def flipped_end(rng: Random, story: TariffStory) -> Edited | None:
    """Over 50 instead of 50 or more."""
    n = rng.randrange(len(story.tiers))
    tier = story.tiers[n]
    if tier.low is not None and (tier.high is None or rng.random() < 0.5):
        return _edited(_with(story, n, replace(tier, low_in=not tier.low_in)), story)
    return _edited(_with(story, n, replace(tier, high_in=not tier.high_in)), story)


@_on
def open_ends(rng: Random, story: TariffStory) -> Edited | None:
    """Between 50 and 100: whether 50 and 100 are in is not said."""
    fitting = [n for n, tier in enumerate(story.tiers) if tier.low is not None and tier.high is not None]
    if not fitting:
        return None
    n = rng.choice(fitting)
    made = _with(story, n, replace(story.tiers[n], low_in=None, high_in=None))
    if rng.random() < 0.5:
        made = replace(
            made, size=rng.choice([end for end in (made.tiers[n].low, made.tiers[n].high) if end is not None])
        )
    return _edited(made, story)


@_on
def swapped_tiers(rng: Random, story: TariffStory) -> Edited | None:
    """Two tiers exchange what they set."""
    one, other = rng.sample(range(len(story.tiers)), 2)
    first, second = story.tiers[one], story.tiers[other]
    made = _with(_with(story, one, replace(first, value=second.value)), other, replace(second, value=first.value))
    return _edited(made, story)


@_on
def dropped_tier(rng: Random, story: TariffStory) -> Edited | None:
    n = rng.randrange(len(story.tiers))
    return _edited(replace(story, tiers=(*story.tiers[:n], *story.tiers[n + 1 :])), story)


@_on
def shuffled_tiers(rng: Random, story: TariffStory) -> Edited | None:
    tiers = list(story.tiers)
    rng.shuffle(tiers)
    return _edited(replace(story, tiers=tuple(tiers)), story)


@_on
def disputed_tier(rng: Random, story: TariffStory) -> Edited | None:
    """A tier once more, with another value."""
    n = rng.randrange(len(story.tiers))
    again = replace(story.tiers[n], value=story.tiers[n].value + rng.choice((1, 2, 5)))
    return _edited(replace(story, tiers=(*story.tiers, again)), story)


@_on
def other_case(rng: Random, story: TariffStory) -> Edited | None:
    return _edited(replace(story, size=Fraction(rng.randrange(1, 120))), story)


@_on
def no_default(rng: Random, story: TariffStory) -> Edited | None:
    del rng
    return _edited(replace(story, default=None), story) if story.default is not None else None


@_on
def hedged_tier(rng: Random, story: TariffStory) -> Edited | None:
    """A tier that is doubted or narrowed says nothing; what the others say stays."""
    scene = story.scene
    said = [scene.tier.format(b=bracket(scene, t, story.wording), v=shown(scene, t.value)) + "." for t in story.tiers]
    lines = [n for n, line in enumerate(said) if line in story.parts]
    if not lines or story.default is not None:
        return None
    n = rng.choice(lines)
    line = story.parts[n]
    low = line[:1].lower() + line[1:]
    text = rng.choice(_HEDGES).format(low) if rng.random() < 0.5 else line[:-1] + rng.choice(_NARROWED) + "."
    without = replace(story, tiers=(*story.tiers[:n], *story.tiers[n + 1 :]))
    return Edited(" ".join((*story.parts[:n], text, *story.parts[n + 1 :])), right(without))


@_on
def added_exception(rng: Random, story: TariffStory) -> Edited | None:
    """Whether the exception is met is not said, so nothing is right."""
    if story.scene is TABLE:
        return None
    return Edited(told(story, (rng.choice(_EXCEPTIONS),)).text, ())


@_on
def other_currency(rng: Random, story: TariffStory) -> Edited | None:
    """The case in a currency, or a unit, that the tiers do not speak of."""
    said = sized(story.scene, story.size)
    if story.scene.unit == "$":
        instead = rng.choice("€£") + said[1:]
    elif story.scene.unit == "kg":
        instead = f"${said.split()[0]}"
    else:
        return None
    parts = [part.replace(said, instead) for part in story.parts[-len(story.scene.case) :]]
    return Edited(" ".join((*story.parts[: -len(parts)], *parts)), ())


@_on
def other_thing(rng: Random, story: TariffStory) -> Edited | None:
    """The case, or the question, is about something that the tiers are not about."""
    old, new = rng.choice(_OTHERS).replace("_", " ").split("/")
    count = len(story.scene.case)
    parts = [part.replace(f" {old}", f" {new}") for part in story.parts[-count:]]
    text = " ".join((*story.parts[:-count], *parts))
    return Edited(text, ()) if text != story.text else None


CHANGING: tuple[Edit, ...] = (
    moved_threshold, at_the_boundary, flipped_end, open_ends, swapped_tiers, dropped_tier, shuffled_tiers,
    disputed_tier, other_case, no_default, hedged_tier, added_exception, other_currency, other_thing,
)  # fmt: skip
