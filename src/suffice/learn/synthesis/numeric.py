"""Numbers: a numeral of the output explained by a number of the input, an operation and a way of writing."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from suffice.learn.synthesis import costs
from suffice.learn.synthesis.anchors import before_numbers
from suffice.learn.synthesis.atoms import separators, slots
from suffice.learn.synthesis.costs import Atom
from suffice.learned.program.amounts import Count, Figure, Lapse, Numeral, Ordinal, Plus, Rest, Rounded, Times, Units
from suffice.learned.program.figures import EXACT, figures, ordinal, rounded, written
from suffice.learned.program.node import Fields, Number, Text
from suffice.learned.program.picks import Cut, FromEnd, Joint
from suffice.learned.program.tokens import spans

Numbers = tuple[Decimal, ...]
_UNITS = [
    str(Decimal(lead).scaleb(power))
    for power in range(-4, 7)
    for lead in (1, 2, 5, 25, 3, 4, 6, 15)
    if power >= -2 or lead == 1
]
_PLAIN_UNITS = [(format(Decimal(u), "f"), Decimal(u)) for u in [*_UNITS, "12", "24", "75", "90", "120", "365"]]
_FACTORS = [(f, Decimal(f)) for f in "100 0.01 1000 0.001 10 0.1 60 3600 24 7 12 0.5 2 1000000 1024".split()]
_SHAPES = (  # decimal mark, marks of groups, pattern
    (".", [""], r"\d+"),
    (".", [""], r"\d*\.\d+|\d+"),
    (".", [",", "indian"], r"\d{1,3}(?:,\d{2,3})+(?:\.\d+)?|\d+(?:\.\d+)?"),
    (",", [""], r"\d+,\d+|\d+"),
    (",", ["."], r"\d{1,3}(?:\.\d{3})+(?:,\d+)?|\d+(?:,\d+)?"),
    (",", [" "], r"\d{1,3}(?: \d{3})+(?:,\d+)?|\d+(?:,\d+)?"),
    (".", ["'"], r"\d{1,3}(?:'\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"),
    (".", [" "], r"\d{1,3}(?: \d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"),
)
_NUMERALS = [
    (mark, groups, re.compile(sign + f"(?:{shape})")) for mark, groups, shape in _SHAPES for sign in ("", "[-+]?")
]
_ORDINAL = re.compile(r"\d+(?:st|nd|rd|th)")
_KEPT = 16  # explanations of one place in the outputs
_DIGITS_MAX = 18  # of numbers that are calculated with
_ZERO = Decimal(0)


class Numerals:
    def __init__(self, inputs: Sequence[Fields]) -> None:
        self.sources = list(_sources(inputs))
        self._known: dict[tuple, list[Atom]] = {}

    def from_state(self, outputs: tuple[str, ...], state: tuple[int, ...]) -> Iterator[tuple[tuple[int, ...], Atom]]:
        if not self.sources or any(at and out[at - 1].isdecimal() for out, at in zip(outputs, state, strict=True)):
            return
        seen = set()
        for mark, groups, shape in _NUMERALS:
            texts = self._texts(shape, outputs, state)
            if texts and (texts, mark) not in seen:
                seen.add((texts, mark))
                if groups == [""] or any(groups[0] in text or groups[0] == "indian" for text in texts):
                    for atom in self._explained(texts, mark, groups):
                        yield tuple(map(len, texts)), atom
        yield from self._ordinals(outputs, state)

    def _texts(
        self, shape: re.Pattern[str], outputs: tuple[str, ...], state: tuple[int, ...]
    ) -> tuple[str, ...] | None:
        """The numerals that begin there, if every row has one."""
        matches = [shape.match(out, at) for out, at in zip(outputs, state, strict=True)]
        texts = tuple(match[0] if match else "" for match in matches)
        if not all(texts) or max(map(len, texts)) > 30:
            return None
        ends = [at + len(text) for at, text in zip(state, texts, strict=True)]
        cut = any(end < len(out) and out[end].isdecimal() for end, out in zip(ends, outputs, strict=True))
        return None if cut else texts

    def _explained(self, texts: tuple[str, ...], mark: str, groups: list[str]) -> list[Atom]:
        key = (texts, mark, *groups)
        if key not in self._known:
            found = [atom for source in self.sources for atom in _fits(*source, texts, mark, groups)]
            found.sort(key=lambda atom: atom.cost)
            self._known[key] = list(_varied(found))[:_KEPT]
        return self._known[key]

    def _ordinals(self, outputs: tuple[str, ...], state: tuple[int, ...]) -> Iterator[tuple[tuple[int, ...], Atom]]:
        texts = self._texts(_ORDINAL, outputs, state)
        for cost, node, numbers in self.sources if texts else ():
            if all(not n % 1 and ordinal(int(n)) == t for n, t in zip(numbers, texts or (), strict=True)):
                yield tuple(map(len, texts or ())), Atom(1.0 + costs.PIECE + cost, Ordinal(node))


def _varied(found: list[Atom]) -> Iterator[Atom]:
    """Of one calculation only the likeliest way of writing its result."""
    seen = set()
    for atom in found:
        number = atom.node.of if isinstance(atom.node, Numeral) else None
        if isinstance(number, Figure) or number not in seen:
            seen.add(number)
            yield atom


def _sources(inputs: Sequence[Fields]) -> Iterator[tuple[float, Number, Numbers]]:
    for slot, values in slots(inputs):
        for token in ("nonspace", "letters", "digits", *("=" + by for by in separators(values))):
            counts = tuple(Decimal(len(spans(value, token))) for value in values)
            if len(set(counts)) > 1:
                yield 0.8 + costs.token(token), Count(slot, token), counts
        lapses = [Lapse(slot).number(fields) for fields in inputs]
        if all(number is not None for number in lapses):
            yield 0.5, Lapse(slot), tuple(number or _ZERO for number in lapses)
        yield from _figures(slot, values, 5, 0.0)
        for word in before_numbers(values):
            rest = Cut(slot, Joint("=" + word, "", 1), FromEnd(0))
            yield from _figures(rest, tuple(value.partition(word)[2] for value in values), 1, 0.55)


def _figures(of: Text, values: tuple[str, ...], most: int, cost: float) -> Iterator[tuple[float, Number, Numbers]]:
    for mark in (".", ","):
        if mark == "," and not any(re.search(r"\d,\d", value) for value in values):
            continue
        rows = [figures(value, mark) for value in values]
        fewest = min(map(len, rows))
        seen = set()
        for n in (*range(1, min(fewest, most) + 1), *range(-min(fewest, most - 1, 2), 0)):
            numbers = tuple(row[n - 1 if n > 0 else n] for row in rows)
            if numbers not in seen:
                seen.add(numbers)
                yield cost + costs.nth(n) + (0.4 if mark == "," else 0.0), Figure(of, n, mark), numbers


def _fits(
    cost: float, node: Number, numbers: Numbers, texts: tuple[str, ...], mark: str, groups: list[str]
) -> Iterator[Atom]:
    wanted = tuple(_value(text, mark) for text in texts)
    shown = [-int(x.as_tuple().exponent) for x in numbers]
    ways = _ways(texts, mark, groups, shown)
    for extra, new, values in _operations(node, numbers, wanted):
        if abs(values[0] - wanted[0]) >= 1 or abs(values[-1] - wanted[-1]) >= 1:
            continue  # no way of writing bridges that
        for price, (decimals, width, group, plus) in ways:
            if all(written(v, decimals, width, group, mark, plus) == t for v, t in zip(values, texts, strict=True)):
                total = 0.95 + costs.PIECE + cost + extra + price
                yield Atom(total, Numeral(new, decimals, width, group, mark, plus))


def _value(text: str, mark: str) -> Decimal:
    """The numeral without the marks of its groups."""
    return Decimal("".join("." if c == mark else c for c in text if c == mark or c.isdecimal() or c in "+-"))


def _ways(
    texts: tuple[str, ...], mark: str, groups: list[str], came: list[int]
) -> list[tuple[float, tuple[int, int, str, bool]]]:
    """Ways of writing that the texts admit. ``came``: decimals that the numbers came with."""
    pairs = [text.lstrip("+-").partition(mark) for text in texts]
    decimals = {len(rest) for _, _, rest in pairs}
    wholes = ["".join(filter(str.isdecimal, whole)) for whole, _, _ in pairs]
    padded = {len(whole) for whole in wholes if len(whole) > 1 and whole[0] == "0"}
    widths = [min(padded)] if padded else [0] if any(not whole for whole in wholes) else [1]
    plus = any(text[0] == "+" for text in texts)
    if len(decimals) == 1:
        shown = decimals.pop()
        fixed = [(0.15 if shown else 0.1, shown)]
        fixed += [(0.0 if shown == 0 else 0.4, -1), (0.05 if came == [shown] * len(came) else 0.3, -2)]
    else:
        fixed = [(0.0, -1), (0.05, -2)]
    lone = 0.2 if len({len(whole) for whole in wholes}) > 1 else 0.0
    return [
        (price + (0.1 * (group == "indian")) + (0.25 - lone if width > 1 else 0.0), (d, width, group, plus))
        for price, d in fixed
        for width in widths
        for group in groups
    ]


def _operations(node: Number, numbers: Numbers, wanted: Numbers) -> Iterator[tuple[float, Number, Numbers]]:
    yield 0.0, node, numbers
    if len(set(numbers)) < 2 or max(len(x.as_tuple().digits) for x in numbers) > _DIGITS_MAX:
        return  # one pair of numbers shows no operation
    for factor, exact in _FACTORS:
        if abs(EXACT.multiply(numbers[0], exact) - wanted[0]) < 1:
            yield 0.6, Times(node, factor), tuple(EXACT.multiply(x, exact) for x in numbers)
    yield from _linear(node, numbers, wanted)
    for unit in ("60", "24", "7", "12", "100", "1000"):
        whole = tuple(rounded(x, "down", Decimal(unit), _ZERO) or _ZERO for x in numbers)
        if not any(whole) or whole == numbers:
            continue
        yield 0.7, Units(node, unit), tuple(x // Decimal(unit) for x in whole)
        yield 0.8, Rest(node, unit), tuple(EXACT.subtract(x, w) for x, w in zip(numbers, whole, strict=True))
    for unit, size in _PLAIN_UNITS:
        if any(abs(y - x) > 2 * size for x, y in zip(numbers, wanted, strict=True)):
            continue
        residues = {y % size for y in wanted}
        if len(residues) > 1 or all(not x % size for x in numbers):
            continue  # not of this grid, or rounding changes nothing
        residue = residues.pop() % size
        for mode in ("nearest", "down", "up", "towards zero", "away from zero", "nearest even"):
            yield from _grid(node, numbers, wanted, mode, unit, _ZERO)
            if residue and mode in ("nearest", "down", "up"):
                yield from _grid(node, numbers, wanted, mode, unit, residue)


def _linear(node: Number, numbers: Numbers, wanted: Numbers) -> Iterator[tuple[float, Number, Numbers]]:
    """One constant added, or one multiplied with."""
    more = wanted[0] - numbers[0]
    if more and all(y - x == more for x, y in zip(numbers, wanted, strict=True)):
        yield 0.6 + _odd(more), Plus(node, format(more.normalize(), "f")), wanted
    yield from _sloped(node, numbers, wanted)
    if numbers[0] and all(numbers):
        ratio = EXACT.divide(wanted[0], numbers[0])
        short = format(ratio.normalize(), "f")
        if (
            ratio
            and len(short) <= 8
            and all(EXACT.multiply(x, ratio) == y for x, y in zip(numbers, wanted, strict=True))
        ):
            yield 0.7 + _odd(ratio), Times(node, short), tuple(EXACT.multiply(x, ratio) for x in numbers)


def _sloped(node: Number, numbers: Numbers, wanted: Numbers) -> Iterator[tuple[float, Number, Numbers]]:
    """One constant multiplied with and another one added, which three different numbers must show."""
    points = sorted(set(zip(numbers, wanted, strict=True)))
    if len({x for x, _ in points}) < 3 or len({x for x, _ in points}) < len(points):
        return
    (x0, y0), (x1, y1) = points[0], points[-1]
    slope = EXACT.divide(y1 - y0, x1 - x0)
    level = EXACT.subtract(y0, EXACT.multiply(slope, x0))
    if not level or slope in (0, 1) or max(len(format(c.normalize(), "f")) for c in (slope, level)) > 8:
        return
    values = tuple(EXACT.add(EXACT.multiply(slope, x), level) for x in numbers)
    if values == wanted:
        times = Times(node, format(slope.normalize(), "f"))
        yield 1.3 + _odd(slope) + _odd(level), Plus(times, format(level.normalize(), "f")), values


def _odd(number: Decimal) -> float:
    return 0.15 * len(number.normalize().as_tuple().digits)


def _grid(
    node: Number, numbers: Numbers, wanted: Numbers, mode: str, unit: str, phase: Decimal
) -> Iterator[tuple[float, Number, Numbers]]:
    size = Decimal(unit)
    more = wanted[0] - (rounded(numbers[0], mode, size, phase) or _ZERO)
    if abs(more) > size:
        return
    if any(y - (rounded(x, mode, size, phase) or _ZERO) != more for x, y in zip(numbers, wanted, strict=True)):
        return
    if more and mode not in ("down", "up"):
        return
    if more and phase and abs(more) != size:
        return
    new: Number = Rounded(node, mode, unit, format(phase.normalize(), "f"))
    cost = costs.rounding(mode, unit) + (0.5 if phase else 0.0)
    if more:
        new, cost = (
            Plus(new, format(more.normalize(), "f")),
            cost + (costs.beyond(float(more), float(size), 1.0) if mode == "down" else 0.8),
        )
    yield cost, new, wanted
