"""Stories of orders and assignments: clues as data, a wording for each, and the worlds that meet them counted out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, partial
from itertools import permutations, product
from random import Random
from typing import Any

from suffice.bench.perturb.order_scenes import SCENES, Scene
from suffice.bench.perturb.story import Allowed, Story, Teller

Places = Mapping[Any, int]  # by name, or by its number
Clue = tuple[Any, ...]  # (tag, operands): see ``true``


_COUNTS = ("zero", "one", "two", "three", "four", "five", "six", "seven")
_NTH = ("zeroth", "first", "second", "third", "fourth", "fifth", "sixth")


@dataclass(frozen=True, slots=True)
class OrderStory(Story):
    """A story whose clues and question are data."""

    scene: Scene = SCENES[0]
    cast: tuple[str, ...] = ()
    clues: tuple[Clue, ...] = ()
    question: Clue = ()
    stated: int | None = None  # how many the opening says there are
    opened: bool = True


# --- what clues say ---------------------------------------------------------------------------------------
def true(clue: Clue, places: Places) -> bool:
    """Whether a clue holds where everybody has a place (0 is first)."""
    tag, *rest = clue
    if tag == "not":
        return not true(rest[0], places)
    if tag == "or":
        return true(rest[0], places) or true(rest[1], places)
    if tag == "if":
        return true(rest[1], places) or not true(rest[0], places)
    if tag == "before":
        return places[rest[0]] < places[rest[1]]
    if tag == "after":
        return places[rest[0]] > places[rest[1]]
    if tag == "next":
        return places[rest[1]] - places[rest[0]] == 1
    name, k = (rest[0], {"first": 1, "last": len(places)}.get(tag) or rest[1])
    others = [place for other, place in places.items() if other != name]
    return places[name] not in others and sum(place < places[name] for place in others) == k - 1


def worlds(story: OrderStory, clues: Sequence[Clue]) -> Iterator[Places]:
    """Every order, with ties where nothing rules them out, in which the clues hold."""
    cast = story.cast
    exact = not story.scene.ties or any(tag == "next" for clue in clues for tag in _tags(clue))
    left = [_holding(_numbered(clue, cast), len(cast), exact) for clue in clues]
    for way in frozenset.intersection(*left) if left else _ways(len(cast), exact):
        yield dict(zip(cast, way, strict=True))


@cache
def _ways(n: int, exact: bool) -> tuple[tuple[int, ...], ...]:
    return tuple(permutations(range(n)) if exact else product(range(n), repeat=n))


@cache
def _holding(clue: Clue, n: int, exact: bool) -> frozenset[tuple[int, ...]]:
    """The ways in which a clue about numbers in the place of names holds."""
    return frozenset(way for way in _ways(n, exact) if true(clue, dict(enumerate(way))))


def _numbered(clue: Clue, cast: Sequence[str]) -> Clue:
    """The clue with each name's place in the cast for the name, so that few different ones remain."""
    tag, *rest = clue
    numbered = (
        _numbered(p, cast) if isinstance(p, tuple) else cast.index(p) if isinstance(p, str) else p for p in rest
    )
    return (tag, *numbered)


def _tags(clue: Clue) -> Iterator[str]:
    yield clue[0]
    for part in clue[1:]:
        if isinstance(part, tuple):
            yield from _tags(part)


def oracle(story: OrderStory) -> Allowed:
    """What follows from the clues: one answer, or none."""
    found = list(worlds(story, story.clues))
    if not found or (story.stated is not None and story.stated != len(story.cast)):
        return ()
    tag, *rest = story.question
    if tag == "is":
        said = {true(("before", *rest), places) for places in found}
        return () if len(said) > 1 else ("Yes",) if said.pop() else ("No",)
    clue = {"first": lambda n: ("first", n), "last": lambda n: ("last", n), "place": lambda n: ("place", n, rest[0])}[
        tag
    ]
    fit = [name for name in story.cast if all(true(clue(name), places) for places in found)]
    return tuple(fit) if len(fit) == 1 else ()


# --- in words ------------------------------------------------------------------------------------------------
def worded(scene: Scene, clue: Clue) -> str:
    """A clue as a sentence without its full stop."""
    tag, *rest = clue
    if tag == "or":
        return f"either {_low(worded(scene, rest[0]))} or {_low(worded(scene, rest[1]))}"
    if tag == "if":
        return f"if {_low(worded(scene, rest[0]))}, then {_low(worded(scene, rest[1]))}"
    negative = tag == "not"
    inner = rest[0] if negative else clue
    kind, *names = inner
    if kind in ("before", "after", "first", "last"):
        way = getattr(scene, kind)[negative]
        return way.format(a=names[0], b=names[1] if len(names) > 1 else "")
    if kind == "next":
        return scene.next.format(a=names[0], b=names[1])
    return scene.place.format(a=names[0], k=_NTH[names[1]])


def _low(text: str) -> str:
    return "t" + text[1:] if text.startswith("The ") else text


def told(story: OrderStory, said: Mapping[int, str] | None = None) -> OrderStory:
    """The story with its sentences and its answer worked out; ``said``: other words for some of the clues."""
    scene, said = story.scene, said or {}
    parts: list[str] = []
    if scene.opening and story.opened:
        listed = f"{', '.join(story.cast[:-1])} and {story.cast[-1]}"
        articles = [f"{'an' if name[0] in 'aeiou' else 'a'} {name}" for name in story.cast]
        count = _COUNTS[story.stated if story.stated is not None else len(story.cast)]
        opening = scene.opening.format(n=count, l=listed, al=f"{', '.join(articles[:-1])} and {articles[-1]}")
        parts.append(opening[:1].upper() + opening[1:])
    for number, clue in enumerate(story.clues):
        text = said.get(number) or worded(scene, clue)
        parts.append(text[:1].upper() + text[1:] + ".")
    tag, *rest = story.question
    if tag == "is":
        parts.append(scene.pair.format(a=rest[0], b=rest[1]))
    else:
        ask = scene.asks[("first", "last", "place").index(tag)]
        parts.append(ask.format(k=_NTH[rest[0]] if rest else ""))
    return replace(story, parts=tuple(parts), asks=len(parts) - 1, gold=oracle(story))


# --- made up -----------------------------------------------------------------------------------------------------
def question(rng: Random, scene: Scene, cast: Sequence[str]) -> Clue:
    kinds = ["first", "last"] + ["place"] * bool(scene.asks[2] and len(cast) > 2) + ["is"] * bool(scene.pair)
    kind = rng.choice(kinds)
    if kind == "is":
        return ("is", *rng.sample(list(cast), 2))
    return ("place", rng.randrange(2, len(cast))) if kind == "place" else (kind,)


def clue(rng: Random, scene: Scene, cast: Sequence[str], places: Places | None = None) -> Clue:
    """A clue; where ``places`` are given, one that holds there."""
    kinds = ["before", "after", "before", "after", "first", "last"]
    kinds += ["next"] * 2 * bool(scene.next) + ["place"] * bool(scene.place)
    while True:
        kind = rng.choice(kinds)
        a, b = rng.sample(list(cast), 2)
        made: Clue = {
            "first": ("first", a),
            "last": ("last", a),
            "place": ("place", a, rng.randrange(2, len(cast))),
        }.get(kind, (kind, a, b))
        if kind == "place" and len(cast) < 3:
            continue
        if places is not None and not true(made, places):
            if scene.before[1] and kind in ("before", "after", "first", "last") and rng.random() < 0.15:
                return ("not", made)
            continue
        return made


def order(rng: Random, scene: Scene) -> Story:
    """A story whose clues settle its question."""
    while True:
        n = rng.randrange(3, min(6, len(scene.names) + 1))
        cast = rng.sample(scene.names, n)
        places = dict(zip(cast, rng.sample(range(n), n), strict=True))
        base = OrderStory(
            f"{scene.name}", 0, (), 0, (), scene=scene, cast=tuple(cast), question=question(rng, scene, cast)
        )
        clues: list[Clue] = []
        for _ in range(12):
            made = clue(rng, scene, cast, places)
            if made in clues:
                continue
            clues.append(made)
            story = replace(base, clues=tuple(clues), kind=f"{scene.name}, {base.question[0]}")
            named = {name for one in clues for name in _named(one)} | set(base.question[1:])
            if len(clues) > 1 and (scene.opening or named >= set(cast)) and oracle(story):
                wording = sum(tag == "not" for one in clues for tag in _tags(one)) > 0
                return told(replace(story, wording=int(wording)))


def _named(one: Clue) -> Iterator[str]:
    for part in one[1:]:
        if isinstance(part, tuple):
            yield from _named(part)
        elif isinstance(part, str):
            yield part


TELLERS: tuple[Teller, ...] = tuple(partial(order, scene=scene) for scene in SCENES for _ in range(2))
