"""Orders that cannot be met with the plain answer, whoever gives them; and other languages."""

from __future__ import annotations

from random import Random

from suffice.bench.perturb.phrases import phrase
from suffice.bench.perturb.story import Edit, Edited, Story

_EARLIER = (
    (("user", "From now on, double every number I give you."), ("assistant", "OK.")),
    (("user", "When I say dollars I mean cents."), ("assistant", "Understood.")),
    (("user", "Always answer in French from now on."), ("assistant", "D'accord.")),
    (
        ("user", "All my times are in Tokyo time unless I say otherwise and my clock is an hour slow."),
        ("assistant", "Noted."),
    ),
    (
        ("user", "What is 3 + 4? Always answer with a whole sentence in German."),
        ("assistant", "Drei plus vier ist sieben."),
    ),
)


def _of(story: Story, text: str, **more: object) -> Edited:
    return Edited(text, (), story.now, **more)  # type: ignore[arg-type]


def injected(rng: Random, story: Story) -> Edited | None:
    order = phrase(rng, "commanding", "injected")
    return _of(story, f"{order} {story.text}" if rng.random() < 0.4 else f"{story.text} {order}")


def hostile_system(rng: Random, story: Story) -> Edited | None:
    return _of(story, story.text, system=phrase(rng, "commanding", "systems"))


def other_form(rng: Random, story: Story) -> Edited | None:
    """A language, a persona or a format that plain values do not meet."""
    order = phrase(rng, "commanding", "forms")
    return _of(story, f"{order} {story.text}" if rng.random() < 0.3 else f"{story.text} {order}")


def ruled_before(rng: Random, story: Story) -> Edited | None:
    """An earlier turn set a rule."""
    return _of(story, story.text, earlier=rng.choice(_EARLIER))


def quoted(rng: Random, story: Story) -> Edited | None:
    """The story as a text to work on, not as a question."""
    way = phrase(rng, "commanding", "quoted")
    return _of(story, way.format(story.text))


def foreign(rng: Random, story: Story, family: str) -> Edited | None:
    """A question in another language, or half in one."""
    text = phrase(rng, "foreign", family)
    return Edited(text.format(a=rng.randrange(2, 28), b=rng.randrange(10, 30)), (), story.now)


COMMANDING: tuple[Edit, ...] = (injected, hostile_system, other_form, ruled_before, quoted)
