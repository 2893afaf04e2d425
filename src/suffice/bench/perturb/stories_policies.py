"""Stories of tariffs: tiers as data beside their words; what is right is found by trying every open end both ways."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import product
from random import Random

from suffice.bench.perturb.story import Allowed, Story, Teller, money


@dataclass(frozen=True, slots=True)
class Tier:
    """``low_in`` and ``high_in``: whether an end is in; None where the words leave it open."""

    low: Fraction | None
    high: Fraction | None
    low_in: bool | None
    high_in: bool | None
    value: Fraction

    def holds(self, size: Fraction) -> set[bool]:
        """Whether the size is in, in every way to take the open ends."""
        found: set[bool] = set()
        for low_in, high_in in product(_ways(self.low_in), _ways(self.high_in)):
            above = self.low is None or size > self.low or (low_in and size == self.low)
            below = self.high is None or size < self.high or (high_in and size == self.high)
            found.add(above and below)
        return found


@dataclass(frozen=True, slots=True)
class Scene:
    """Words of one kind of tariff. ``{b}`` is a bracket, ``{v}`` a value, ``{x}`` the size of the case."""

    name: str
    unit: str  # of sizes: $, kg, or a counted noun
    tier: str
    later: str | None  # the same behind a semicolon; None: as the first
    default: str
    case: tuple[str, ...]  # facts and question; of a single part, the question holds the case
    percent: bool = False
    row: str | None = None  # the heading of a list, and of what the rows are


SCENES = (
    Scene("shipping", "$", "Orders {b} ship for {v}", "orders {b} for {v}", "Otherwise shipping is {v}",
          ("What does shipping of a {x} order cost?",), row="Shipping policy|Orders {b}: {v}"),
    Scene("delivery", "$", "Delivery is {v} for orders {b}", None, "Otherwise delivery is {v}",
          ("My order is {x}.", "How much is delivery?"), row="Delivery charges|Orders {b}: {v}"),
    Scene("postage", "kg", "Parcels {b} cost {v}", "parcels {b} cost {v}", "In all other cases the price is {v}",
          ("What does a parcel of {x} cost?",)),
    Scene("groups", "people", "Groups {b} get {v} off", "groups {b} get {v} off", "All other groups get {v} off",
          ("We are a group of {x}.", "What discount do we get?"), percent=True),
    Scene("bags", "kg", "If a bag weighs {b} it is {v}", None, "Otherwise it is {v}",
          ("My bag weighs {x}.", "What do I have to pay?")),
    Scene("table", "$", "{b}", None, "", ("The order is {x}.", "What is the fee?")),
)  # fmt: skip
TABLE = SCENES[-1]


@dataclass(frozen=True, slots=True)
class TariffStory(Story):
    scene: Scene = SCENES[0]
    tiers: tuple[Tier, ...] = ()
    default: Fraction | None = None
    size: Fraction = Fraction(0)


def _ways(inside: bool | None) -> tuple[bool, ...]:
    return (True, False) if inside is None else (inside,)


def right(story: TariffStory) -> Allowed:
    """The value that the case has however the open ends are taken; nothing where there is none, or several. A way in
    which the tiers contradict one another is not meant where another is left."""
    outcomes: set[Fraction | None] = set()
    clashing = False
    held = [tier.holds(story.size) for tier in story.tiers]
    for way in product(*(sorted(one) for one in held)):
        values = {tier.value for tier, holds in zip(story.tiers, way, strict=True) if holds}
        if not values:
            outcomes.add(story.default)
        elif len(values) == 1:
            outcomes.add(values.pop())
        else:
            clashing = True
    if len(outcomes) != 1 or (clashing and outcomes == {None}):
        return ()
    (value,) = outcomes
    return () if value is None else (shown(story.scene, value),)


def shown(scene: Scene, value: Fraction) -> str:
    return f"{_number(value)}%" if scene.percent else money("$", value)


def sized(scene: Scene, size: Fraction) -> str:
    return money("$", size) if scene.unit == "$" else f"{_number(size)} {scene.unit}"


def _number(value: Fraction) -> str:
    return str(value) if value.denominator == 1 else f"{float(value):g}"


def bracket(scene: Scene, tier: Tier, wording: int) -> str:
    """under $50, from $50 to $100, over 2 kg and up to 5 kg, of 10 or more people"""
    low, high = (None if end is None else sized(scene, end) for end in (tier.low, tier.high))
    of = "of " if "weighs" not in scene.tier and scene is not TABLE else ""
    if low is None:
        assert high is not None
        return f"{of if scene.unit == 'people' else ''}{'up to' if tier.high_in else 'under'} {high}"
    if high is None and not tier.low_in:
        return f"{of if scene.unit == 'people' else ''}over {low}"
    if high is None:
        number, _, unit = low.partition(" ")
        return f"{of}{number} or more {unit}".strip() if wording % 2 and unit == "people" else f"{of}at least {low}"
    if tier.low_in is None:
        return f"{of if scene.unit == 'people' else ''}between {low} and {high}"
    if tier.low_in and tier.high_in:
        return f"from {low} to {high}" if scene.unit != "people" else f"of {low.partition(' ')[0]} to {high}"
    first = f"{of}at least {low}" if tier.low_in else f"{of if scene.unit == 'people' else ''}over {low}"
    return f"{first} and {'up to' if tier.high_in else 'under'} {high}"


def told(story: TariffStory, extra: Sequence[str] = ()) -> TariffStory:
    """The story in words, with what may be answered; ``extra``: sentences between the tiers and the case."""
    scene, wording = story.scene, story.wording
    said = [(bracket(scene, tier, wording), shown(scene, tier.value)) for tier in story.tiers]
    if scene is TABLE:
        rows = "".join(f"| {b} | {v} |\n" for b, v in said)
        parts = [f"| Order | Fee |\n|---|---|\n{rows}\n"]
    elif wording == 2 and scene.row is not None and story.default is None:
        head, _, row = scene.row.partition("|")
        parts = [f"{head}\n\n" + "".join(f"- {row.format(b=b, v=v)}\n" for b, v in said) + "\n"]
    elif wording == 1 and scene.later is not None:
        first, *more = said
        line = scene.tier.format(b=first[0], v=first[1])
        parts = ["; ".join([line, *(scene.later.format(b=b, v=v) for b, v in more)]) + "."]
    else:
        parts = [scene.tier.format(b=b, v=v) + "." for b, v in said]
    if story.default is not None and scene.default:
        parts.append(scene.default.format(v=shown(scene, story.default)) + ".")
    parts += [*extra, *(one.format(x=sized(scene, story.size)) for one in scene.case)]
    return replace(story, parts=tuple(parts), asks=len(parts) - 1, gold=right(story))


def _teller(scene: Scene, wording: int, defaulted: bool) -> Teller:
    def teller(rng: Random) -> Story:
        count = rng.choice((2, 3))
        ends = sorted(Fraction(end) for end in rng.sample(range(2, 20), count - (not defaulted)))
        step = 1 if scene.unit == "people" else rng.choice((1, 5)) if scene.unit == "$" else 1
        ends = [end * step for end in ends]
        values = [Fraction(value) for value in rng.sample(range(1, 30), count)]
        closed = rng.random() < 0.5  # the upper end is in, or the lower one
        tiers: list[Tier] = []
        bounds: list[Fraction | None] = [None, *ends] if defaulted else [None, *ends, None]
        for low, high, value in zip(bounds, bounds[1:], values, strict=False):
            tiers.append(
                Tier(low, high, not closed if low is not None else None, closed if high is not None else None, value)
            )
        tiers = [_plain_ends(tier) for tier in tiers]
        span = int(ends[-1]) + 4
        size = Fraction(rng.randrange(1, span)) if rng.random() < 0.8 else rng.choice(ends)
        default = values[-1] if defaulted and scene.default else None
        kind = f"tariff {scene.name}{' default' if default is not None else ''}"
        made = TariffStory(kind, wording, (), 0, (), scene=scene, tiers=tuple(tiers), default=default, size=size)
        return told(made)

    return teller


def _plain_ends(tier: Tier) -> Tier:
    """An end that is not there is neither in nor out."""
    return replace(tier, low_in=bool(tier.low_in) if tier.low is not None else True,
                   high_in=bool(tier.high_in) if tier.high is not None else True)  # fmt: skip


TELLERS: tuple[Teller, ...] = (
    *(
        _teller(scene, wording, defaulted)
        for scene in SCENES[:-1]
        for wording in ((0, 1) if scene.later else (0,))
        for defaulted in (False, True)
    ),
    *(_teller(scene, 2, False) for scene in SCENES if scene.row is not None),
    _teller(TABLE, 0, False),
)
