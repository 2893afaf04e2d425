"""Conditions that tell some inputs from others."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from suffice.learn.synthesis import costs
from suffice.learn.synthesis.atoms import Values, slots
from suffice.learned.program.choices import Above, Empty, Ends, Equals, Has, Longer, Starts
from suffice.learned.program.figures import figures
from suffice.learned.program.node import Condition, Fields, Slot
from suffice.learned.program.tokens import NAMES, spans

Truth = tuple[bool, ...]
_KEPT = 4  # conditions for one split of the rows
_WORDS_MAX, _LENGTHS_MAX = 60, 12


class Split(NamedTuple):
    cost: float
    condition: Condition
    truth: Truth


def splits(inputs: Sequence[Fields]) -> list[Split]:
    """Conditions true on some rows and false on others, cheapest first; a few for each way to split the rows."""
    by_truth: dict[Truth, list[Split]] = defaultdict(list)
    for slot, values in slots(inputs):
        for cost, condition, truth in _conditions(slot, values):
            if any(truth) and not all(truth):
                by_truth[truth].append(Split(cost, condition, truth))
    kept: list[Split] = []
    for same in by_truth.values():
        same.sort(key=lambda split: split.cost)
        kept += same[:_KEPT]
    return sorted(kept, key=lambda split: split.cost)


def _conditions(slot: Slot, values: Values) -> Iterator[tuple[float, Condition, Truth]]:
    yield 0.1, Empty(slot), tuple(not value.strip() for value in values)
    for token in (*NAMES, *_literals(values)):
        found = [spans(value, token) for value in values]
        price = costs.token(token)
        yield 0.4 + price, Starts(slot, token), tuple(bool(s) and s[0][0] == 0 for s in found)
        ends = tuple(bool(s) and s[-1][1] == len(v) for s, v in zip(found, values, strict=True))
        yield 0.45 + price, Ends(slot, token), ends
        for least in range(1, min(5, max(map(len, found))) + 1):
            truth = tuple(len(s) >= least for s in found)
            yield 0.4 + price + 0.25 * (least - 1), Has(slot, token, least), truth
    folded = [value.strip().casefold() for value in values]
    for text in sorted(set(folded)):
        if text and len(text) <= 40:
            yield 0.5 + 0.02 * len(text), Equals(slot, text), tuple(value == text for value in folded)
    lengths = sorted(set(map(len, values)))[:_LENGTHS_MAX]
    for than in lengths[:-1]:
        yield 0.9, Longer(slot, than), tuple(len(value) > than for value in values)
    yield from _bounds(slot, values)


def _bounds(slot: Slot, values: Values) -> Iterator[tuple[float, Condition, Truth]]:
    """Between two neighbouring numbers of the rows, the roundest bound."""
    first = [numbers[0] if (numbers := figures(value)) else None for value in values]
    known = sorted({number for number in first if number is not None})
    for low, high in list(pairwise(known))[:_LENGTHS_MAX]:
        bound = next((b for p in (1000, 100, 10, 1) if low <= (b := int(high // p * p)) < high), None)
        if bound is not None:
            truth = tuple(number is not None and number > bound for number in first)
            yield 0.9, Above(slot, bound), truth


def _literals(values: Values) -> list[str]:
    """Words and marks that some rows hold and others do not."""
    found: dict[str, None] = {}
    for value in values:
        for a, b in spans(value, "alnum"):
            if b - a <= 30:
                found["=" + value[a:b]] = None
        for c in value:
            if not c.isalnum() and not c.isspace():
                found["=" + c] = None
    counted = {word: sum(word[1:] in value for value in values) for word in found}
    telling = [word for word, count in counted.items() if count < len(values)]
    return sorted(telling, key=lambda word: (-min(counted[word], len(values) - counted[word]), word))[:_WORDS_MAX]
