"""Edits that keep the meaning: the answer stays, so a refusal costs coverage and nothing else is right."""

from __future__ import annotations

import re
from random import Random

from suffice.bench.perturb.phrases import phrase
from suffice.bench.perturb.stories_prices import ITEMS
from suffice.bench.perturb.story import Edit, Edited, Story

_SHORT = (
    ("What is ", "What's "),
    ("It is ", "It's "),
    ("There is ", "There's "),
    ("We want", "We'd like"),
    ("I am ", "I'm "),
    ("do not", "don't"),
    ("what is ", "what's "),
    ("it is ", "it's "),
)
_SPELLINGS = (
    ("liter", "litre"),
    ("meter", "metre"),
    ("km", "kilometers"),
    ("km", "kilometres"),
    ("kg", "kilograms"),
    ("cm", "centimetres"),
    ("percent ", "per cent "),
    ("dollars", "US dollars"),
)


def _of(story: Story, text: str, **more: object) -> Edited:
    return Edited(text, story.gold, story.now, **more)  # type: ignore[arg-type]


def unedited(rng: Random, story: Story) -> Edited | None:
    return _of(story, story.text)


def greeting(rng: Random, story: Story) -> Edited | None:
    return _of(story, f"{phrase(rng, 'keeping', 'greetings')} {story.text}")


def closing(rng: Random, story: Story) -> Edited | None:
    return _of(story, f"{story.text} {phrase(rng, 'keeping', 'closings')}")


def reordered(rng: Random, story: Story) -> Edited | None:
    """The facts in another order; one that points back with it, that or then stays where it is."""
    facts = [story.parts[index] for index in story.facts]
    if len(facts) < 2 or any(
        re.search(r"\b(it|its|it's|they|them|that|then|another|second|next|one)\b", fact, re.I) for fact in facts
    ):
        return None
    rng.shuffle(facts)
    parts = list(story.parts)
    for index, fact in zip(story.facts, facts, strict=True):
        parts[index] = fact
    text = " ".join(parts)
    return _of(story, text) if text != story.text else None


def renamed(rng: Random, story: Story) -> Edited | None:
    if story.item not in ITEMS:
        return None
    other = rng.choice(
        [name for name in ("scarf", "printer", "carpet", "guitar", "umbrella", "rucksack") if name != story.item]
    )
    text = re.sub(rf"\b{story.item}\b", other, story.text)
    return _of(story, re.sub(r"\b([Aa]) (?=[aeiou])", r"\1n ", text))


def harmless(rng: Random, story: Story) -> Edited | None:
    """A sentence that has nothing to do with it, at any place."""
    place = rng.randrange(len(story.parts) + 1)
    return _of(story, " ".join((*story.parts[:place], phrase(rng, "keeping", "harmless"), *story.parts[place:])))


def counted(rng: Random, story: Story) -> Edited | None:
    """A sentence with a figure that has nothing to do with it."""
    place = rng.randrange(len(story.parts) + 1)
    return _of(story, " ".join((*story.parts[:place], phrase(rng, "keeping", "counted"), *story.parts[place:])))


def lower(rng: Random, story: Story) -> Edited | None:
    return _of(story, story.text.lower())


def upper(rng: Random, story: Story) -> Edited | None:
    if re.search(r"\d\s?(k|m|h)\b|[xyznk] [-+=]", story.text):  # K and M may be other units
        return None
    return _of(story, story.text.upper())


def unmarked(rng: Random, story: Story) -> Edited | None:
    """The last mark left out or doubled."""
    text = story.text.rstrip("?.! ")
    return _of(story, text + rng.choice(("", "??", "?!", " ?", "...", "")))


def spaced(rng: Random, story: Story) -> Edited | None:
    return _of(story, story.text.replace(" ", rng.choice(("  ", " \t", "\u00a0"))))


def lines(rng: Random, story: Story) -> Edited | None:
    """One sentence a line, perhaps as a list."""
    if len(story.parts) < 2:
        return _of(story, "\n" + story.text + "\n")
    bullet = rng.choice(("", "- ", "* ", "• "))
    parts = [part if index == story.asks else bullet + part for index, part in enumerate(story.parts)]
    return _of(story, rng.choice(("\n", "\n\n")).join(parts))


def contracted(rng: Random, story: Story) -> Edited | None:
    text = story.text
    for long, short in _SHORT:
        text = text.replace(long, short)
    return _of(story, text) if text != story.text else None


def respelled(rng: Random, story: Story) -> Edited | None:
    long, short = rng.choice(_SPELLINGS)
    text = re.sub(rf"(?<![\w/])({long})(?!/)(?=s?\b)" if long[-1] != " " else long, short, story.text)
    return _of(story, text) if text != story.text else None


def polite(rng: Random, story: Story) -> Edited | None:
    ask = story.parts[story.asks]
    opening = rng.choice(("Please tell me: ", "Question: ", "Just wondering, ", "So, ", "OK, "))
    return _of(story, story.having(story.asks, opening + ask[:1].lower() + ask[1:]).text)


def benign_system(rng: Random, story: Story) -> Edited | None:
    return _of(story, story.text, system=phrase(rng, "keeping", "roles"))


def small_talk(rng: Random, story: Story) -> Edited | None:
    """Turns before that say nothing."""
    if re.search(r"\b(it|that|they|this|them)\b", story.text, re.I):
        return None
    return _of(story, story.text, earlier=(("user", "Hi!"), ("assistant", "Hello! How can I help?")))


KEEPING: tuple[Edit, ...] = (
    unedited,
    greeting,
    closing,
    reordered,
    renamed,
    harmless,
    counted,
    lower,
    upper,
    unmarked,
    spaced,
    lines,
    contracted,
    respelled,
    polite,
    benign_system,
    small_talk,
)
