"""Cuts between positions, sought from the output: where each example's next characters stand in its input."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from suffice.learn.synthesis import costs
from suffice.learn.synthesis.anchors import anchors
from suffice.learn.synthesis.costs import Atom
from suffice.learned.program.node import Position, Slot, Text
from suffice.learned.program.picks import At, Cut, FromEnd, Joint, Length
from suffice.learned.program.texts import Case, cased
from suffice.learned.program.tokens import NAMES, spans

Places = tuple[int, ...]
_COUNTED_MAX, _NTH_MAX, _KEPT = 12, 4, 2


class Cuts:
    """All positions of one slot that every row has, and the cuts between them that spell what comes next."""

    def __init__(self, slot: Slot, values: tuple[str, ...], outputs: tuple[str, ...]) -> None:
        self.slot = slot
        self.views = [("", values)]
        for style in ("lower", "upper", "title"):
            styled = tuple(cased(value, style) for value in values)
            if styled != values and all(len(a) == len(b) for a, b in zip(styled, values, strict=True)):
                self.views.append((style, styled))
        self.places: dict[Places, list[tuple[float, Position]]] = _positions(values, outputs)
        self.by_first: dict[int, list[Places]] = defaultdict(list)
        for places in self.places:
            self.by_first[places[0]].append(places)
        self.values = values

    def from_state(self, outputs: tuple[str, ...], state: Places) -> Iterator[tuple[Places, Atom]]:
        for style, texts in self.views:
            nexts = [output[at] for output, at in zip(outputs, state, strict=True)]
            for first in _find(texts[0], nexts[0]):
                for start in self.by_first.get(first, ()):
                    if all(s < len(t) and t[s] == c for s, t, c in zip(start, texts, nexts, strict=True)):
                        yield from self._ends(style, texts, outputs, state, start)

    def _ends(self, style: str, texts, outputs, state: Places, start: Places) -> Iterator[tuple[Places, Atom]]:
        common = tuple(map(_common, texts, start, outputs, state))
        if style and all(
            self.values[i][start[i] : start[i] + common[i]] == texts[i][start[i] : start[i] + common[i]]
            for i in range(len(texts))
        ):
            return  # the plain view says the same
        extra = 0.5 + costs.PIECE + (costs.CASE if style else 0.0)
        begins = self.places[start][:1] if style else self.places[start]
        for end_first in range(start[0] + 1, start[0] + common[0] + 1):
            for end in self.by_first.get(end_first, ()):
                lengths = tuple(e - s for e, s in zip(end, start, strict=True))
                if all(0 < n <= most for n, most in zip(lengths, common, strict=True)):
                    for cost_a, a in begins:
                        for cost_b, b in self.places[end][:1] if style else self.places[end]:
                            if not cost_a + cost_b:
                                continue  # the whole slot
                            yield lengths, Atom(extra + cost_a + cost_b, self._node(style, a, b))
        for n in range(1, min(min(common), _COUNTED_MAX) + 1):
            cost_a, a = begins[0]
            yield (n,) * len(start), Atom(extra + cost_a + costs.counted(n), self._node(style, a, Length(n)))

    def _node(self, style: str, start: Position, end: Position) -> Text:
        cut = Cut(self.slot, start, end)
        return Case(cut, style) if style else cut


def _find(text: str, char: str) -> Iterator[int]:
    at = text.find(char)
    while at >= 0:
        yield at
        at = text.find(char, at + 1)


def _common(text: str, start: int, output: str, at: int) -> int:
    """How many characters text and output share from there."""
    n, most = 0, min(len(text) - start, len(output) - at)
    while n < most and text[start + n] == output[at + n]:
        n += 1
    return n


def _positions(values: tuple[str, ...], outputs: tuple[str, ...]) -> dict[Places, list[tuple[float, Position]]]:
    found: dict[Places, list[tuple[float, Position]]] = defaultdict(list)
    shortest = min(map(len, values))
    for n in range(min(shortest, _COUNTED_MAX) + 1):
        found[(n,) * len(values)].append((costs.counted(n), At(n)))
        found[tuple(len(value) - n for value in values)].append((costs.counted(n), FromEnd(n)))
    tokens = [*NAMES, *("=" + literal for literal in anchors(values, outputs))]
    ends, starts = [], []
    for value in values:
        of_token = {token: spans(value, token) for token in tokens}
        ends.append({token: [b for _, b in s] for token, s in of_token.items()})
        starts.append({token: [a for a, _ in s] for token, s in of_token.items()})
    tokens = [token for token in tokens if all(row[token] for row in ends)]
    for left in ("", *tokens):
        for right in ("", *tokens):
            if left or right:
                _joints(found, left, right, ends, starts)
    for known in found.values():
        known.sort(key=lambda p: p[0])
        del known[_KEPT:]
    return found


def _joints(found, left: str, right: str, ends: list[dict], starts: list[dict]) -> None:
    rows = []
    for e, s in zip(ends, starts, strict=True):
        row = sorted(set(e[left]).intersection(s[right])) if left and right else e[left] if left else s[right]
        if not row:
            return
        rows.append(row)
    base = sum(0.15 + costs.token(token) for token in (left, right) if token) + 0.1
    most = min(min(map(len, rows)), _NTH_MAX)
    for n in (*range(1, most + 1), *range(-most, 0)):
        places = tuple(row[n - 1 if n > 0 else n] for row in rows)
        found[places].append((base + costs.nth(n), Joint(left, right, n)))
