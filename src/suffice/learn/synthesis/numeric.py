"""Numbers: a numeral of the output explained by a number of the input, an operation and a way of writing."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from suffice.learn.synthesis import costs
from suffice.learn.synthesis.atoms import slots
from suffice.learn.synthesis.costs import Atom
from suffice.learned.program.figures import EXACT, figures, rounded, written
from suffice.learned.program.measures import Figure, Numeral, Plus, Rounded, Times
from suffice.learned.program.node import Fields, Number

Numbers = tuple[Decimal, ...]
_UNITS = [
    str(Decimal(lead).scaleb(power))
    for power in range(-4, 7)
    for lead in (1, 2, 5, 25, 3, 4, 6, 15)
    if power >= -2 or lead == 1
]
_PLAIN_UNITS = [format(Decimal(unit), "f") for unit in _UNITS] + ["12", "24", "75", "90", "120", "365"]
_FACTORS = "100 0.01 1000 0.001 10 0.1 60 3600 24 7 12 0.5 2 1000000 1024".split()
_SHAPES = (r"\d+", r"\d*\.\d+|\d+", r"\d{1,3}(?:,\d{2,3})+(?:\.\d+)?|\d+(?:\.\d+)?", r"\d+,\d+|\d+")
_NUMERALS = [re.compile(sign + f"(?:{shape})") for shape in _SHAPES for sign in ("", "[-+]?")]
_ZERO = Decimal(0)


class Numerals:
    def __init__(self, inputs: Sequence[Fields]) -> None:
        self.sources = list(_sources(inputs))
        self._known: dict[tuple, list[Atom]] = {}

    def from_state(self, outputs: tuple[str, ...], state: tuple[int, ...]) -> Iterator[tuple[tuple[int, ...], Atom]]:
        if not self.sources or any(at and out[at - 1].isdecimal() for out, at in zip(outputs, state, strict=True)):
            return
        seen = set()
        for shape in _NUMERALS:
            matches = [shape.match(out, at) for out, at in zip(outputs, state, strict=True)]
            texts = tuple(match[0] if match else "" for match in matches)
            if not all(texts) or texts in seen or max(map(len, texts)) > 30:
                continue
            ends = [at + len(t) for at, t in zip(state, texts, strict=True)]
            if any(e < len(out) and out[e].isdecimal() for e, out in zip(ends, outputs, strict=True)):
                continue
            seen.add(texts)
            mark = "," if shape.pattern.endswith(r"\d+,\d+|\d+)") and any("," in t for t in texts) else "."
            for atom in self._explained(texts, mark):
                yield tuple(map(len, texts)), atom

    def _explained(self, texts: tuple[str, ...], mark: str) -> list[Atom]:
        key = (texts, mark)
        if key not in self._known:
            found = [atom for source in self.sources for atom in _fits(*source, texts, mark)]
            found.sort(key=lambda atom: atom.cost)
            self._known[key] = found[:8]
        return self._known[key]


def _sources(inputs: Sequence[Fields]) -> Iterator[tuple[float, Number, Numbers]]:
    for slot, values in slots(inputs):
        for mark in (".", ","):
            if mark == "," and not any(re.search(r"\d,\d", value) for value in values):
                continue
            rows = [figures(value, mark) for value in values]
            fewest = min(map(len, rows))
            seen = set()
            for n in (*range(1, min(fewest, 5) + 1), *range(-min(fewest, 2), 0)):
                numbers = tuple(row[n - 1 if n > 0 else n] for row in rows)
                if numbers not in seen:
                    seen.add(numbers)
                    yield costs.nth(n) + (0.4 if mark == "," else 0.0), Figure(slot, n, mark), numbers


def _fits(cost: float, node: Number, numbers: Numbers, texts: tuple[str, ...], mark: str) -> Iterator[Atom]:
    wanted = tuple(_value(text, mark) for text in texts)
    shown = [-int(x.as_tuple().exponent) for x in numbers]
    ways = _ways(texts, mark, shown)
    for extra, new, values in _operations(node, numbers, wanted):
        for price, (decimals, width, group, plus) in ways:
            if all(written(v, decimals, width, group, mark, plus) == t for v, t in zip(values, texts, strict=True)):
                total = 0.95 + costs.PIECE + cost + extra + price
                yield Atom(total, Numeral(new, decimals, width, group, mark, plus))


def _value(text: str, mark: str) -> Decimal:
    return Decimal(text.replace(",", ".") if mark == "," else text.replace(",", ""))


def _ways(texts: tuple[str, ...], mark: str, came: list[int]) -> list[tuple[float, tuple[int, int, str, bool]]]:
    """Ways of writing that the texts admit. ``came``: decimals that the numbers came with."""
    pairs = [text.lstrip("+-").partition(mark) for text in texts]
    decimals = {len(rest) for _, _, rest in pairs}
    wholes = [whole.replace(",", "") for whole, _, _ in pairs]
    padded = {len(whole) for whole in wholes if len(whole) > 1 and whole[0] == "0"}
    widths = [min(padded)] if padded else [0] if any(not whole for whole in wholes) else [1]
    groups = [",", "indian"] if mark == "." and any("," in text for text in texts) else [""]
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
    if len(set(numbers)) < 2:
        return  # one pair of numbers shows no operation
    for factor in _FACTORS:
        times = Times(node, factor)
        yield 0.6, times, tuple(EXACT.multiply(x, Decimal(factor)) for x in numbers)
    yield from _linear(node, numbers, wanted)
    for unit in _PLAIN_UNITS:
        size = Decimal(unit)
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
    if numbers[0] and all(numbers):
        ratio = EXACT.divide(wanted[0], numbers[0])
        short = format(ratio.normalize(), "f")
        if (
            ratio
            and len(short) <= 8
            and all(EXACT.multiply(x, ratio) == y for x, y in zip(numbers, wanted, strict=True))
        ):
            yield 0.7 + _odd(ratio), Times(node, short), tuple(EXACT.multiply(x, ratio) for x in numbers)


def _odd(number: Decimal) -> float:
    return 0.15 * len(number.normalize().as_tuple().digits)


def _grid(
    node: Number, numbers: Numbers, wanted: Numbers, mode: str, unit: str, phase: Decimal
) -> Iterator[tuple[float, Number, Numbers]]:
    size = Decimal(unit)
    steps = [rounded(x, mode, size, phase) for x in numbers]
    more = wanted[0] - steps[0]
    if any(y - s != more for y, s in zip(wanted, steps, strict=True)) or abs(more) > size:
        return
    if more and mode not in ("down", "up"):
        return
    if more and phase and abs(more) != size:
        return
    new: Number = Rounded(node, mode, unit, format(phase.normalize(), "f"))
    cost = costs.rounding(mode, unit) + (0.5 if phase else 0.0)
    if more:
        new, cost = Plus(new, format(more.normalize(), "f")), cost + (0.3 if mode == "down" else 0.6)
    yield cost, new, wanted
