"""Edits that change the meaning: what was right before must not be answered any more, unless it is right by chance."""

from __future__ import annotations

import re
from random import Random

from suffice.bench.perturb.phrases import phrase
from suffice.bench.perturb.stories_clocks import CITIES
from suffice.bench.perturb.stories_prices import ITEMS
from suffice.bench.perturb.story import Edit, Edited, Story, figures


def _of(story: Story, text: str, allowed: tuple[str, ...] = (), **more: object) -> Edited | None:
    return Edited(text, allowed, story.now, **more) if text != story.text else None  # type: ignore[arg-type]


def _low(text: str) -> str:
    """A sentence as it stands inside another: no capital (but for names), no final mark."""
    first = text.split(" ")[0]
    name = first in CITIES or first.rstrip("s'") in (
        "I",
        "Anna",
        "Ben",
        "Carla",
        "David",
        "Elena",
        "Farid",
        "Pack",
        "Brand",
        "Offer",
    )
    return (text if name else text[:1].lower() + text[1:]).rstrip(" .\n")


def doubted(rng: Random, story: Story) -> Edited | None:
    """A fact put under an attitude: false, believed by nobody, not sure."""
    if not story.facts:
        return None
    index = rng.choice(story.facts)
    return _of(
        story, story.having(index, phrase(rng, "changing", "attitudes").format(_low(story.parts[index])) + ".").text
    )


def doubted_question(rng: Random, story: Story) -> Edited | None:
    """The question itself put under an attitude, or asked as somebody else's."""
    way = phrase(rng, "changing", "questions")
    return _of(story, story.having(story.asks, way.format(_low(story.parts[story.asks].rstrip("?")))).text)


def tailed(rng: Random, story: Story) -> Edited | None:
    """Something after a fact that takes it back or limits it."""
    index = rng.choice(story.told)
    part = story.parts[index]
    body = part.rstrip(" .?\n")
    return _of(story, story.having(index, body + phrase(rng, "changing", "tails") + part[len(body) :]).text)


def negated(rng: Random, story: Story) -> Edited | None:
    """'not' after a verb of a fact."""
    index = rng.choice(story.told)
    part = story.parts[index]
    ways = [
        (r"\b(is|are|was|were|has been)\b", r"\1 not"),
        (r"\b(is|are|was)\b", r"\1n't"),
        (r"\bcosts\b", "does not cost"),
        (r"\bcost\b", "do not cost"),
        (r"\bI (buy|need|drive|earn|make|invest|pay|want)\b", r"I don't \1"),
        (r"\bWe (want|need|split|meet)\b", r"We don't \1"),
        (r"\bI (bought|drove|got|paid|worked|put|scored)\b", r"I never \1"),
        (r"\b(starts|lasts|ends|runs|comes|travels|covers|takes)\b", r"never \1"),
        (r"\bat\b", "not at"),
        (r"\bwith\b", "without"),
        (r"\bbetween\b", "not between"),
        (r"\boff\b", "not off"),
        (r"\b(after)\b", r"not \1"),
    ]
    fitting = [(find, put) for find, put in ways if re.search(find, part)]
    if not fitting:
        return None
    find, put = rng.choice(fitting)
    return _of(story, story.having(index, re.sub(find, put, part, count=1)).text)


def negated_question(rng: Random, story: Story) -> Edited | None:
    ask = story.parts[story.asks]
    text = re.sub(
        r"\b(is|are|do|does|did|will|was)\b", r"\1 not" if rng.random() < 0.5 else r"\1 NOT", ask, count=1, flags=re.I
    )
    if text == ask:
        text = re.sub(
            r"\b(convert|calculate|find|solve|round|add|split|compute)\b", r"do not \1", ask, count=1, flags=re.I
        )
    yes_no = {"Yes": "No", "No": "Yes"}.get(story.gold[0] if story.gold else "")
    return _of(story, story.having(story.asks, text).text, (yes_no,) if yes_no else ())


def hedged(rng: Random, story: Story) -> Edited | None:
    """A word before a figure that makes it another one, or none that is known."""
    index = rng.choice(story.told)
    part = story.parts[index]
    found = figures(part)
    if not found or not story.prose:
        return None
    start = rng.choice(found).start()
    word = phrase(rng, "changing", "hedges")
    if re.search(r"(minus|not|another|every|the)\s$", part[:start]):
        return None
    if story.kind == "mixed units" and word in ("more than", "less than"):
        return None  # "3 kg more than 148 grams" is a sum
    if story.facts and rng.random() < 0.1:
        word = rng.choice(("twice", "half of", "double", "half"))
    return _of(story, story.having(index, f"{part[:start]}{word}{'' if word == '~' else ' '}{part[start:]}").text)


def swapped_quantifier(rng: Random, story: Story) -> Edited | None:
    """each for in total and the like, in a fact or in the question."""
    ways = [
        (r"\b(each|apiece)\b(?= |\.|\?|$)", "in total"),
        (r"\bin total\b", "each"),
        (r"\beach person\b", "everyone together"),
        (r"\b(does|do) (each person|everyone|each) (pay|owe)\b", "do we pay altogether"),
        (r"\bper (kg|hour|month|year)\b", "in all"),
        (r"\ban hour\b", "altogether"),
    ]
    fitting = [(find, put) for find, put in ways if re.search(find, story.text)]
    if not fitting or story.kind == "even split":
        return None
    find, put = rng.choice(fitting)
    allowed = {"tip and split": ()}.get(story.kind, ())
    for ask, gold in story.others:
        if put in ask:
            allowed = (*allowed, *gold)
    return _of(story, re.sub(find, put, story.text, count=1), allowed)


def other_thing(rng: Random, story: Story) -> Edited | None:
    """The question is about another thing, person or place than the facts."""
    if story.item is None or len(story.parts) < 2:
        return None
    ask = story.parts[story.asks]
    other = rng.choice([name for name in ("umbrella", "carpet", "guitar", "printer") if name != story.item])
    if re.search(rf"\b{story.item}\b", ask):
        put = (
            other
            if story.item in ITEMS
            else other + "s"
            if story.item.endswith("s")
            else "Zoe"
            if story.item[:1].isupper()
            else other
        )
        text = re.sub(rf"\b{story.item}\b", put, ask)
    else:
        mine = any(re.search(r"\b(I|my|My)\b", story.parts[index]) for index in story.facts)
        if not mine or not re.search(r"\bI\b", ask):
            return None
        text = re.sub(r"\bI\b", "Tom", ask).replace("do Tom", "does Tom")
    return _of(story, story.having(story.asks, text).text)


def other_question(rng: Random, story: Story) -> Edited | None:
    """Another question about the same facts; its answer is known."""
    if not story.others:
        return None
    ask, gold = rng.choice(story.others)
    return _of(story, story.having(story.asks, ask).text, gold)


def extra(rng: Random, story: Story) -> Edited | None:
    """A further fact that matters."""
    if not story.extras:
        return None
    fact, gold = rng.choice(story.extras)
    place = rng.choice((story.asks, len(story.parts))) if story.facts else len(story.parts)
    return _of(story, " ".join((*story.parts[:place], fact, *story.parts[place:])), gold)


def dropped(rng: Random, story: Story) -> Edited | None:
    """A fact left out."""
    if not story.facts or story.listed:
        return None
    index = rng.choice(story.facts)
    return _of(story, " ".join(part for place, part in enumerate(story.parts) if place != index), story.fewer)


def contradicted(rng: Random, story: Story) -> Edited | None:
    """A fact said again with another figure."""
    index = rng.choice(story.told)
    part = story.parts[index]
    found = figures(part)
    if not found or story.listed or index == story.asks:
        return None
    figure = rng.choice(found)
    digits = re.search(r"\d", part[figure.start() :])
    assert digits is not None
    at = figure.start() + digits.start()
    again = f"{part[:at]}{(int(part[at]) % 9) + 1}{part[at + 1 :]}"
    return _of(story, " ".join((*story.parts[: index + 1], again, *story.parts[index + 1 :])))


def timed(rng: Random, story: Story) -> Edited | None:
    """A fact moved to another time than its fellows and the question."""
    facts = [
        index
        for index in story.facts
        if re.search(r"\b(is|are|costs|cost|starts|runs|comes|earn|holds|has)\b", story.parts[index])
    ]
    if len(story.facts) < 2 or not facts:
        return None
    index = rng.choice(facts)
    text = phrase(rng, "changing", "times").format(_low(story.parts[index]))
    return _of(story, story.having(index, text + ".").text)


def supposed(rng: Random, story: Story) -> Edited | None:
    """A figure taken back or supposed otherwise, after or before the question."""
    text = phrase(rng, "changing", "supposed").format(rng.randrange(2, 99))
    place = rng.choice((story.asks, len(story.parts))) if story.facts else len(story.parts)
    return _of(story, " ".join((*story.parts[:place], text, *story.parts[place:])))


def second_question(rng: Random, story: Story) -> Edited | None:
    return _of(story, f"{story.text} {phrase(rng, 'changing', 'second')}")


def mixed_money(rng: Random, story: Story) -> Edited | None:
    """One of the amounts in another currency, no rate given."""
    found = [m.start() for m in re.finditer(r"[$£€](?=\d)", story.text)]
    if len(found) < 2 or story.kind in ("currency with a rate",):
        return None
    at = rng.choice(found)
    sign = rng.choice([c for c in "$£€" if c != story.text[at]])
    return _of(story, story.text[:at] + sign + story.text[at + 1 :])


def wondered(rng: Random, story: Story) -> Edited | None:
    """A question about something that the facts say nothing of."""
    if not story.facts:
        return None
    return _of(story, story.having(story.asks, f"What is {phrase(rng, 'changing', 'nouns')}?").text)


CHANGING: tuple[Edit, ...] = (
    doubted,
    doubted_question,
    tailed,
    negated,
    negated_question,
    hedged,
    swapped_quantifier,
    other_thing,
    other_question,
    extra,
    dropped,
    contradicted,
    timed,
    supposed,
    second_question,
    mixed_money,
    wondered,
)
