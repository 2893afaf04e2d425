"""What formulas are made of: slots, the numbers of the constant text, what labels stand for there, and conversions.

Nothing that stands in a slot's text becomes a constant.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from suffice.learn.templates.columns import Asked, Slot
from suffice.learn.templates.formula import WEEKDAYS, Node, num, slot

_NUMBER = re.compile(r"(?<![\w.,-])[^\w\s]?(\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)(?![\d-])(\s?%|\s?percent)?")
_MOST = 14  # constants of one prompt
# words that bring a factor along -> the factors
_CUES = {
    r"hours?|hourly|h": (60, 24), r"min(?:ute)?s?": (60,), r"seconds?": (60, 3600), r"weeks?|weekly": (7, 52),
    r"months?|monthly": (12,), r"years?|yearly|annual(?:ly)?|annum": (12, 365), r"days?|daily": (24, 7, 365),
    r"dozens?": (12,), r"half|halves|double|twice|both": (2,), r"cents?|percent|percentage|%": (100,),
}  # fmt: skip
# exact by definition (international yard and pound 1959, US liquid gallon): unit, unit, factor
_UNITS = (
    ("miles?", "kilomet(?:re|er)s?|km", "1.609344"), ("inch(?:es)?|in", "centimet(?:re|er)s?|cm", "2.54"),
    ("feet|foot|ft", "met(?:re|er)s?|m", "0.3048"), ("pounds?|lbs?", "kilo(?:gram)?s?|kg", "0.45359237"),
    ("gallons?", "lit(?:re|er)s?|l", "3.785411784"), ("ounces?|oz", "grams?|g", "28.349523125"),
    ("yards?", "met(?:re|er)s?|m", "0.9144"), ("acres?", "hectares?|ha", "0.40468564224"),
    ("miles?", "met(?:re|er)s?|m", "1609.344"), ("km|kilomet(?:re|er)s?", "met(?:re|er)s?|m", "1000"),
    ("kg|kilo(?:gram)?s?", "grams?|g", "1000"), ("tonnes?|t", "kg|kilo(?:gram)?s?", "1000"),
    ("lit(?:re|er)s?|l", "ml|millilit(?:re|er)s?", "1000"), ("MB|megabytes?", "GB|gigabytes?", "1000"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Leaf:
    """A number that a formula may begin with. ``varies``: it depends on a slot. ``share``: a percentage, which is not
    added to amounts; None: it may be either."""

    node: Node
    cost: float
    varies: bool
    share: bool | None = False


def constants(asked: Asked) -> list[tuple[Fraction, bool]]:
    """The numbers of the constant text, each once: value, whether it is a percentage."""
    text = re.sub(r"\{\w+\}", " \0 ", asked.constant)
    found = dict.fromkeys((Fraction(m[1].replace(",", "")), bool(m[2])) for m in _NUMBER.finditer(text))
    return list(found)[:_MOST]


def weekdays(asked: Asked) -> list[int]:
    return [number for number, name in enumerate(WEEKDAYS) if re.search(rf"\b{name}\b", asked.constant, re.I)]


def leaves(asked: Asked) -> list[Leaf]:
    """Cheapest first."""
    found: dict[Node, Leaf] = {}

    def add(node: Node, cost: float, varies: bool, share: bool | None = False) -> None:
        found.setdefault(node, Leaf(node, cost, varies, share))

    for one in asked.slots:
        if one.kind == "number":
            if one.percent:
                share = ("div", slot(one.name), num(100))
                add(share, 1.0, True, True)
                add(("sub", num(1), share), 1.5, True, True)
                add(("add", num(1), share), 1.5, True, True)
            else:
                add(slot(one.name), 1.0, True)
        for node in _valued(one, asked.constant) if one.kind == "choice" else ():
            add(node, 1.2, True)
    for number, percent in constants(asked):
        if percent:
            for worth in (number / 100, 1 - number / 100, 1 + number / 100):
                add(num(worth), 1.2, False, True)
        else:
            add(num(number), 1.2, False)
    for number in _brought(asked.constant):
        add(num(number), 1.6, False)
    add(num(1), 1.6, False, None)
    return sorted(found.values(), key=lambda leaf: leaf.cost)


def _valued(one: Slot, constant: str) -> Iterator[Node]:
    """What each label stands for: the first, second ... number after it in the constant text, or the one before it."""
    places = [(m.start(), m.end(), label) for label in one.labels
              for m in re.finditer(rf"(?<!\w){re.escape(label)}(?!\w)", constant, re.I)]  # fmt: skip
    starts = sorted(start for start, _, _ in places)
    after: dict[str, list[tuple[Fraction, bool]]] = {}
    before: dict[str, tuple[Fraction, bool]] = {}
    for start, end, label in sorted(places):
        stop = next((other for other in starts if other >= end), len(constant))
        line = constant[end:stop].split("\n")[0]
        numbers = [(Fraction(m[1].replace(",", "")), bool(m[2])) for m in _NUMBER.finditer(line)]
        if numbers and label not in after:
            after[label] = numbers
        ahead = constant[max((e for _, e, _ in places if e <= start), default=0) : start].split("\n")[-1]
        found = [(Fraction(m[1].replace(",", "")), bool(m[2])) for m in _NUMBER.finditer(ahead)]
        if found and label not in before:
            before[label] = found[-1]
    if set(after) == set(one.labels):
        for rank in range(min(len(numbers) for numbers in after.values())):
            yield from _stated(one, {label: numbers[rank] for label, numbers in after.items()})
    if set(before) == set(one.labels):
        yield from _stated(one, before)


def _stated(one: Slot, worth: dict[str, tuple[Fraction, bool]]) -> Iterator[Node]:
    if not any(percent for _, percent in worth.values()):
        yield ("valued", one.name, tuple((label, number) for label, (number, _) in worth.items()))
        return
    for base, sign in ((0, 1), (1, -1), (1, 1)):
        yield ("valued", one.name, tuple((label, base + sign * number / 100) for label, (number, _) in worth.items()))


def _brought(constant: str) -> list[Fraction]:
    found = [Fraction(n) for cue, numbers in _CUES.items() if re.search(rf"(?<!\w)(?:{cue})(?!\w)", constant, re.I)
             for n in numbers]  # fmt: skip
    for one, other, factor in _UNITS:
        if all(re.search(rf"(?<![A-Za-z])(?:{unit})(?![A-Za-z])", constant) for unit in (one, other)):
            found.append(Fraction(factor))
    if re.search(r"fahrenheit|°F", constant, re.I):
        found += [Fraction(32), Fraction(9, 5)]
    return list(dict.fromkeys(found))
