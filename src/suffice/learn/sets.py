"""Finds replies that are sets of labels: their items are few and frequent, stand together in many ways, always in the
same order and each once. Where the order changes, it may be part of the answer."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from itertools import combinations

from suffice.learn.columns import Column, apart
from suffice.learned import spelling
from suffice.learned.reply import Value
from suffice.learned.sets import IN, LISTED, OUT, Members, split

_COVERED = 0.95  # share of replies all of whose items are frequent
_SEVERAL = 0.1  # share of replies of several items
_OFTEN = 3
_MOST = 60  # labels
_CHARS = 60  # of a label
_SEPARATORS = (LISTED, ",", ";", "|", "\n")


def members(name: str, column: Sequence[Column]) -> tuple[Members, list[Value]] | None:
    """The set, and a value for each of its labels; None where the replies are no sets."""
    for between in _SEPARATORS:
        pairs = [(one, split(one.text, between)) for one in column]
        found = _members(name, [(one, items) for one, items in pairs if items is not None], column, between)
        if found is not None:
            return found, [Value(inner, "label", (IN, OUT)) for inner in found.names.values()]
    return None


def _members(
    name: str, pairs: Sequence[tuple[Column, list[str]]], column: Sequence[Column], between: str
) -> Members | None:
    total = sum(one.weight for one in column)
    if sum(one.weight for one, items in pairs if len(items) > 1) < _SEVERAL * total:
        return None
    counts: Counter[str] = Counter()
    spellings: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for one, items in pairs:
        for item in {spelling.folded(item): item for item in items}.items():
            counts[item[0]] += one.weight
            spellings[item[0]][item[1]] += one.weight
    often = {fold for fold, count in counts.items() if fold and count >= max(_OFTEN, 0.002 * total)}
    whole = [(one, items) for one, items in pairs if {spelling.folded(item) for item in items} <= often]
    if not 2 <= len(often) <= _MOST or sum(one.weight for one, _ in whole) < _COVERED * total:
        return None
    if max(map(len, often)) > _CHARS or all(spelling.read_number(fold) for fold in often):
        return None
    ways = {frozenset(map(spelling.folded, items)) for _, items in whole}
    if len(ways) <= len(often) or len({len(way) for way in ways if way}) < 2:
        return None  # pairs that belong together, such as a city and its country
    if any(len(apart(seen)) > 1 for fold, seen in spellings.items() if fold in often):
        return None  # labels that differ in case alone
    order = _order([[spelling.folded(item) for item in items] for _, items in whole], sorted(often))
    place = {fold: number for number, fold in enumerate(order)}
    places = [(one, [place[spelling.folded(item)] for item in items]) for one, items in whole]
    if sum(one.weight for one, found in places if found == sorted(set(found))) < _COVERED * total:
        return None
    labels = tuple(spellings[fold].most_common(1)[0][0] for fold in order)
    empty = next((one.text.strip() for one, items in pairs if not items), None)
    return Members(name, labels, *_written(between, [one.text for one, items in pairs if len(items) > 1]), empty=empty)


def _order(lists: Sequence[list[str]], labels: list[str]) -> list[str]:
    """As most replies have it: by how many others a label stands before."""
    before: Counter[tuple[str, str]] = Counter()
    for items in lists:
        before.update(combinations(items, 2))
    wins = {a: sum(before[a, b] >= before[b, a] for b in labels if b != a and before[a, b]) for a in labels}
    losses = {a: sum(before[b, a] >= before[a, b] for b in labels if b != a and before[b, a]) for a in labels}
    return sorted(labels, key=lambda label: (losses[label] - wins[label], label))


def _written(between: str, texts: Sequence[str]) -> tuple[str, str]:
    """The separator with its spaces, and the bullet, as most replies have them."""
    if between == LISTED:
        return LISTED, ""
    bullets = Counter(found[0] if (found := re.match(r"[-*•][ \t]+", text.strip())) else "" for text in texts)
    if between == "\n":
        return "\n", bullets.most_common(1)[0][0]
    joints = Counter(joint for text in texts for joint in re.findall(rf"[ \t]*{re.escape(between)}\s*", text.strip()))
    return joints.most_common(1)[0][0], ""
