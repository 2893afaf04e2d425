"""The conditions that rules may be made of: phrases and values that enough requests hold, thresholds between labels."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from math import floor

import numpy as np

from suffice.learn.learner import Example
from suffice.learned.kinds.linear import BORDER
from suffice.learned.kinds.rules import Condition, Seen

LEAST_INPUTS = 3  # requests that hold a phrase or a value
LEAST_USERS = 2  # that they come from, where users are known
_PHRASES, _VALUES, _CUTS = 6_000, 100, 100
_LONGEST = 3  # words of a phrase
_NUMBERS = 0.02  # share of requests that must state a number for it to be cut
_STEPS = (1.0, 0.5, 0.25)


def conditions(examples: Sequence[Example], seen: Sequence[Seen]) -> list[Condition]:
    """Those of fields first; ``lacks`` and ``is not`` are the contraries of ``has`` and ``is``, and not among them."""
    users = [example.user for example in examples]
    phrases = _frequent((_phrases(one.text) for one in seen), users)[:_PHRASES]
    values = _frequent((one.fields.items() for one in seen), users)
    often = Counter(name for name, _ in values)
    found = [Condition("is", name, value) for name, value in values if often[name] <= _VALUES]
    by_name: defaultdict[str, list[tuple[float, str]]] = defaultdict(list)
    for one, example in zip(seen, examples, strict=True):
        for name, number in one.numbers.items():
            by_name[name].append((number, example.value))
    for name, pairs in sorted(by_name.items()):
        if len(pairs) >= max(LEAST_INPUTS, _NUMBERS * len(examples)):
            for cut in cuts(pairs):
                found += [Condition("at most", name, cut), Condition("over", name, cut)]
    return found + [Condition("has", phrase) for phrase in phrases]


def holding(found: Sequence[Condition], seen: Sequence[Seen]) -> list[np.ndarray]:
    """For each request, the places of the conditions that hold."""
    phrases = {one.name: place for place, one in enumerate(found) if one.test == "has"}
    values = {(one.name, one.value): place for place, one in enumerate(found) if one.test == "is"}
    measures = [(place, one) for place, one in enumerate(found) if one.test in ("over", "at most")]
    rows = []
    for one in seen:
        places = {phrases[phrase] for phrase in _phrases(one.text) if phrase in phrases}
        places.update(values[pair] for pair in one.fields.items() if pair in values)
        places.update(place for place, condition in measures if condition.name in one.numbers and condition.holds(one))
        rows.append(np.array(sorted(places), np.int64))
    return rows


def cuts(pairs: Iterable[tuple[float, str]]) -> list[float]:
    """Round numbers between values whose labels differ, at most ``_CUTS``, spread over the data."""
    ordered = sorted(pairs)
    gaps = [(low, high) for (low, before), (high, after) in pairwise(ordered) if low < high and before != after]
    # where equal numbers have several labels, the gap after them is one as well
    labels: defaultdict[float, set[str]] = defaultdict(set)
    for number, label in ordered:
        labels[number].add(label)
    distinct = sorted(labels)
    gaps += [(low, high) for low, high in pairwise(distinct) if len(labels[low]) > 1 or len(labels[high]) > 1]
    gaps = sorted(set(gaps))
    step = max(1.0, len(gaps) / _CUTS)
    return list(dict.fromkeys(between(*gaps[int(place * step)]) for place in range(int(len(gaps) / step))))


def between(low: float, high: float) -> float:
    """The roundest number from ``low`` on and below ``high``."""
    for power in range(9, -10, -1):
        for share in _STEPS:
            step = share * 10.0**power
            found = round(floor(high / step) * step, 12)
            found = round(found - step, 12) if found >= high else found
            if low <= found < high:
                return found
    return low


def _phrases(text: str) -> Iterator[str]:
    """Those of one request, each once."""
    tokens = text.split()
    seen: set[str] = set()
    for size in range(1, _LONGEST + 1):
        for begin in range(len(tokens) - size + 1):
            part = tokens[begin : begin + size]
            if BORDER not in part:
                seen.add(" ".join(part))
    yield from seen


def _frequent(rows: Iterable[Iterable], users: Sequence[str | None]) -> list:
    """What enough requests, of enough users, hold; the most frequent first."""
    counts: Counter = Counter()
    owners: defaultdict[object, set[str]] = defaultdict(set)
    several = any(user is not None for user in users)
    for row, user in zip(rows, users, strict=True):
        for thing in row:
            counts[thing] += 1
            if several and user is not None and len(owners[thing]) < LEAST_USERS:
                owners[thing].add(user)
    kept = [
        thing
        for thing, count in counts.items()
        if count >= LEAST_INPUTS and (not several or len(owners[thing]) >= LEAST_USERS)
    ]
    return sorted(kept, key=lambda thing: (-counts[thing], thing))
