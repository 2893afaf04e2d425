"""Stories of windows of time: returns within 30 days, as data beside their words, and their edits."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random

from suffice.bench.perturb.story import Allowed, Edit, Edited, Story, Teller

EVENTS = {"delivery": "was delivered", "purchase": "was bought", "booking": "was booked", "receipt": "was received"}
DEEDS = {"returned": "return", "exchanged": "exchange", "cancelled": "cancel"}
THINGS = ("lamp", "coat", "ticket", "phone", "chair")
# strength: what is said of the time in the window, and of the time after it
RULES = {
    "may": "Items can be {deed} within {n} days of {event}.",
    "only": "Items can only be {deed} within {n} days of {event}.",
    "must": "Items must be {deed} within {n} days of {event}.",
    "then": "Items can be {deed} within {n} days of {event} and only then.",
}


@dataclass(frozen=True, slots=True)
class WindowStory(Story):
    """``days``: how many have passed; ``dated``: told by two dates, else as so many days ago."""

    strength: str = "may"
    limit: int = 30
    passed: int = 1
    event: str = "delivery"
    happened: str = "delivery"
    deed: str = "returned"
    asked: str = "returned"
    thing: str = "lamp"
    since: date = date(2026, 3, 1)
    dated: bool = False


def right(story: WindowStory) -> Allowed:
    """On the last day itself nothing is right: whether it is in, English leaves open."""
    if story.event != story.happened or story.deed != story.asked or story.passed == story.limit:
        return ()
    if story.passed < story.limit:
        return () if story.strength == "must" else ("Yes",)
    return () if story.strength == "may" else ("No",)


def told(story: WindowStory) -> WindowStory:
    rule = RULES[story.strength].format(deed=story.deed, n=story.limit, event=story.event)
    came = f"My {story.thing} {EVENTS[story.happened]}"
    if story.dated:
        today = story.since + timedelta(days=story.passed)
        facts = [f"{came} on {_said(story.since)}.", f"Today is {_said(today)}."]
    else:
        facts = [f"{came} {story.passed} day{'' if story.passed == 1 else 's'} ago."]
    parts = (rule, *facts, f"Can I {DEEDS[story.asked]} it?")
    return replace(story, parts=parts, asks=len(parts) - 1, gold=right(story))


def _said(day: date) -> str:
    return f"{day.day} {day:%B} {day.year}"


def _teller(strength: str, dated: bool) -> Teller:
    def teller(rng: Random) -> Story:
        limit = rng.choice((7, 14, 30, 60, 90))
        passed = rng.randrange(1, limit) if rng.random() < 0.5 else rng.randrange(limit + 1, limit + 60)
        event, deed = rng.choice(list(EVENTS)), rng.choice(list(DEEDS))
        since = date(2024, 1, 1) + timedelta(days=rng.randrange(1000))
        kind = f"window {strength}{' dated' if dated else ''}"
        return told(WindowStory(kind, 0, (), 0, (), strength=strength, limit=limit, passed=passed, event=event,
                                happened=event, deed=deed, asked=deed, thing=rng.choice(THINGS), since=since,
                                dated=dated))  # fmt: skip

    return teller


TELLERS: tuple[Teller, ...] = tuple(_teller(strength, dated) for strength in RULES for dated in (False, True))


def _on(edit: Callable[[Random, WindowStory], WindowStory | Edited | None]) -> Edit:
    def applied(rng: Random, story: Story) -> Edited | None:
        if not isinstance(story, WindowStory):
            return None
        made = edit(rng, story)
        if isinstance(made, WindowStory):
            made = told(made)
            made = Edited(made.text, made.gold)
        return made if made is not None and made.text != story.text else None

    applied.__name__ = edit.__name__
    return applied


@_on
def about_the_last_day(rng: Random, story: WindowStory) -> WindowStory:
    return replace(story, passed=story.limit + rng.choice((-1, 0, 0, 1)))


@_on
def other_limit(rng: Random, story: WindowStory) -> WindowStory:
    return replace(story, limit=rng.randrange(1, 100))


@_on
def other_strength(rng: Random, story: WindowStory) -> WindowStory:
    return replace(story, strength=rng.choice(list(RULES)))


@_on
def other_event(rng: Random, story: WindowStory) -> WindowStory:
    return replace(story, happened=rng.choice(list(EVENTS)))


@_on
def other_deed(rng: Random, story: WindowStory) -> WindowStory:
    return replace(story, asked=rng.choice(list(DEEDS)))


@_on
def narrowed_window(rng: Random, story: WindowStory) -> Edited:
    """A condition or an exception that nothing is said of."""
    more = rng.choice(
        (
            " if unused",
            " with a receipt",
            " unless they are on sale",
            " except in May",
            ", or so they say",
            " in Norway",
        )
    )
    return Edited(" ".join((story.parts[0][:-1] + more + ".", *story.parts[1:])), ())


@_on
def another_day(rng: Random, story: WindowStory) -> Edited:
    """A further word on when it is, or was."""
    more = rng.choice(
        ("Yesterday was a holiday.", "Today is 5 May 2031.", "My order came later.", "It was replaced 2 days ago.",
         "Weekends do not count.", "The clock starts a week later.")
    )  # fmt: skip
    return Edited(" ".join((*story.parts[:-1], more, story.parts[-1])), ())


CHANGING: tuple[Edit, ...] = (
    about_the_last_day, other_limit, other_strength, other_event, other_deed, narrowed_window, another_day,
)  # fmt: skip
