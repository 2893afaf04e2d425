"""Edited items of one family, drawn by a seed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from random import Random

from suffice.bench.perturb import (
    changing,
    keeping,
    orders,
    policies,
    ranks,
    rules,
    stories_clocks,
    stories_days,
    stories_figures,
    stories_orders,
    stories_policies,
    stories_prices,
    stories_ranks,
    stories_rates,
    stories_rules,
    stories_shares,
    stories_spans,
    stories_windows,
    stories_years,
)
from suffice.bench.perturb.changing import CHANGING
from suffice.bench.perturb.commanding import COMMANDING, foreign
from suffice.bench.perturb.keeping import KEEPING
from suffice.bench.perturb.spoiling import SPOILING
from suffice.bench.perturb.story import Edit, Edited, Story, Teller
from suffice.records import Message, Task

TELLERS: Mapping[str, tuple[Teller, ...]] = {
    "arithmetic": (
        *stories_shares.TELLERS,
        *stories_figures.TELLERS,
        *stories_prices.TELLERS,
        *stories_rates.TELLERS,
    ),
    "calendar": (
        *stories_days.TELLERS,
        *stories_years.TELLERS,
        *stories_clocks.TELLERS,
        *stories_spans.TELLERS,
    ),
    "ordering": stories_orders.TELLERS,
    "rules": (*stories_rules.TELLERS, *stories_ranks.TELLERS, *stories_policies.TELLERS, *stories_windows.TELLERS),
}
# Edits of figures and dates have nothing to hold on to in an order, which has edits of its own.
_NO_FIGURES = (keeping.reordered, keeping.renamed, keeping.contracted, keeping.respelled, keeping.lower, keeping.upper)
_OWN: Mapping[str, tuple[Edit, ...]] = {
    "ordering": (
        *(edit for edit in KEEPING if edit not in _NO_FIGURES),
        *orders.CHANGING,
        changing.doubted,
        changing.doubted_question,
        changing.tailed,
        changing.timed,
        changing.second_question,
        changing.wondered,
        *COMMANDING,
    ),
    "rules": (
        *(edit for edit in KEEPING if edit not in _NO_FIGURES),
        *rules.CHANGING,
        *ranks.CHANGING,
        *policies.CHANGING,
        *stories_windows.CHANGING,
        changing.doubted,
        changing.doubted_question,
        changing.timed,
        changing.second_question,
        changing.wondered,
        *COMMANDING,
    ),
}
FAMILIES = tuple(TELLERS)
_TRIES = 60  # stories tried until one suits an edit


@dataclass(frozen=True, slots=True)
class Drawn:
    """An edited item: which edit, of which story, and whether the edit keeps the meaning."""

    edit: str
    keeps: bool
    story: Story
    edited: Edited

    def task(self, id: str) -> Task:
        edited = self.edited
        messages = [Message("system", edited.system)] if edited.system else []
        messages += [Message(role, content) for role, content in edited.earlier]
        now = datetime.fromisoformat(edited.now) if edited.now else None
        return Task(id=id, messages=(*messages, Message("user", edited.text)), now=now)


Wordings = frozenset[tuple[str, int]]  # (kind, wording) of stories


def edits(family: str) -> dict[str, Edit]:
    """Every edit by name."""

    def abroad(rng: Random, story: Story) -> Edited | None:
        return foreign(rng, story, family)

    own = _OWN.get(family, (*KEEPING, *CHANGING, *SPOILING, *COMMANDING))
    named = {edit.__name__: edit for edit in own}
    return {
        name.replace("_", " "): edit for name, edit in {**named, "foreign": abroad, "joined": _joiner(family)}.items()
    }


def _joiner(family: str) -> Edit:
    def joined(rng: Random, story: Story) -> Edited | None:
        """Two items in one text: two questions."""
        other = rng.choice(TELLERS[family])(rng)
        return Edited(f"{story.text} {other.text}", (), story.now or other.now) if other.text != story.text else None

    return joined


def samples(family: str, seed: int, each: int = 12) -> Iterator[Story]:
    """Stories of every kind, for a look at which wordings are read at all."""
    for number, teller in enumerate(TELLERS[family]):
        for again in range(each):
            yield teller(Random(f"{seed}/{family}/sample/{number}/{again}"))


def draw(family: str, n: int, seed: int, liked: Wordings = frozenset()) -> Iterator[Drawn]:
    """``n`` edited items, every edit in its turn; most of them of the wordings that are ``liked``, since an edit of
    a text that nobody reads shows nothing. Items of one seed are the same whatever ``n`` is."""
    table = edits(family)
    keeping = {edit.__name__.replace("_", " ") for edit in KEEPING}
    names, index, number = list(table), 0, 0
    while number < n:
        rng = Random(f"{seed}/{family}/{index}")
        name = names[index % len(names)]
        index += 1
        found = _one(rng, family, table[name], liked)
        if found is not None:
            number += 1
            yield Drawn(name, name in keeping, *found)


def _one(rng: Random, family: str, edit: Edit, liked: Wordings) -> tuple[Story, Edited] | None:
    picky = bool(liked) and rng.random() < 0.85
    for _ in range(_TRIES):
        story = rng.choice(TELLERS[family])(rng)
        if picky and (story.kind, story.wording) not in liked:
            continue
        edited = edit(rng, story)
        if edited is not None:
            return story, edited
    return None
