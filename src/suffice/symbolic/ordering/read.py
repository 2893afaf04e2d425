"""Reads orders and assignments out of plain English; the wording is data, in ``scenarios/*.rules``.

A text is read in two passes: what it declares (lists, counts, scenes) makes its roster, and only then are mentions
told from mere words. Every sentence must be read whole; what one phrase may mean in two ways is kept in both.
"""

from __future__ import annotations

from functools import cache

from suffice.ports import Reader
from suffice.records import Abstain, Code, Json, Reading, Task
from suffice.symbolic.english.forms import required_key
from suffice.symbolic.english.grammar import Budget, Grammar
from suffice.symbolic.english.text import Text, analyse
from suffice.symbolic.ordering import literals
from suffice.symbolic.ordering.roster import OrderParse
from suffice.symbolic.ordering.scale import Unread
from suffice.symbolic.ordering.scales import scales
from suffice.symbolic.ordering.sentences import chains, is_game
from suffice.symbolic.ordering.strangers import unlisted
from suffice.symbolic.ordering.texts import SHARED, TextReading, grammar
from suffice.symbolic.ordering.told import form_of
from suffice.symbolic.reading import reading, standing_texts

_SIGNS = frozenset(  # a text without any of these words speaks of no order
    "left right leftmost rightmost before after behind ahead front next between above below first last"
    " oldest youngest older younger taller shorter tallest shortest cheapest expensive cheaper dearest newer"
    " newest faster slower fastest slowest heavier lighter heaviest lightest finished won winner beat row"
    " queue line order rank ranked ranks each different house houses top bottom middle seat end who which"
    " whose longer longest bigger biggest smaller smallest earlier later most fewest least more less fewer"
    " north south day days neither either wears drinks plays owns drives lives ordered chose picked bought likes"
    " following colour color".split()
)
_ANYWHERE = frozenset(  # signs that by themselves speak of no order
    "each following likes order day days which who whose".split()
)
_SAID = frozenset("information text facts rules statements statement sentence sentences passage".split())


def read(task: Task) -> Reading | Abstain:
    """Every Problem that the whole task states, or why there is none."""
    return OrderingReader().read(task)


def install(known: Grammar) -> None:
    """The literals that only this family needs."""
    literals.install(known)


def reader() -> Reader:
    return OrderingReader()


@cache
def _signs() -> frozenset[str]:
    comparatives, superlatives = scales()
    return _SIGNS | comparatives.keys() | superlatives.keys()


def _speaks_of_order(text: Text) -> bool:
    """Whether it has two signs of an order, of which one is not in texts of any kind; "the above facts" are none."""
    signs, tokens = _signs(), text.tokens
    found = [at for at, token in enumerate(tokens) if token.form in signs]
    return len(found) > 1 and any(
        tokens[at].form not in _ANYWHERE
        and not (tokens[at].form == "above" and at + 1 < len(tokens) and tokens[at + 1].form in _SAID)
        for at in found
    )


class OrderingReader(Reader):
    """Plain English about who is where."""

    def read(self, task: Task) -> Reading | Abstain:
        texts = standing_texts(task)
        if isinstance(texts, Abstain):
            return texts
        key = required_key(task)
        if isinstance(key, Abstain):
            return key
        text = analyse(texts[-1])
        if not _speaks_of_order(text):
            return Abstain(Code.NOT_MY_LANGUAGE, "nothing is said of an order")
        game = is_game(text)
        word = None if game else unlisted(text)
        if word is not None:
            return Abstain(Code.NOT_MY_LANGUAGE, f"not understood: the word '{word}'")
        try:
            form = _read_before(task, texts[:-1])
            found = TextReading(text, game).bodies()
        except Budget:
            return Abstain(Code.TOO_HARD, "too many ways to read a sentence")
        except Unread as unread:
            return Abstain(unread.code, str(unread))
        for body in found:
            body["form"] = {**form, **body["form"]}
            if key is not None and not (key or "json" in body["form"]):
                return Abstain(Code.UNSUPPORTED, "a JSON reply is required but its key is not named")
            if key:
                body["form"]["json"] = key
        return reading("ordering", found, "grammar")


def _read_before(task: Task, systems: list[str]) -> dict[str, Json]:
    """The form that system prompts ask for; they, and what the user said before, may say nothing else."""
    form: dict[str, Json] = {}
    earlier = [turn.content for turn in task.messages[:-1] if turn.role == "user"]
    for source in (*systems, *earlier):
        text = analyse(source)
        parse = OrderParse(grammar(), text)
        for sentence in text.sentences:
            reads = chains(parse, sentence, SHARED)
            if not reads and source in systems:
                parse.within(sentence.end)
                reads = (
                    [()] if any(end == sentence.end for end, _ in parse.match("system_role", sentence.start)) else []
                )
            if not reads:
                raise Unread("what was said before is not understood")
            for part in reads[0]:
                form |= form_of(part.node)
        if form and source in earlier:
            raise Unread("an earlier turn sets a rule")
    return form
