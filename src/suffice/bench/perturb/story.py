"""What the generators make: stories (problems whose answer is known) and edited texts of them."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from random import Random

Allowed = tuple[str, ...]  # answers that are right; refusing is never wrong, and with () nothing else is right


@dataclass(frozen=True, slots=True)
class Story:
    """A problem in one wording. ``parts`` are its sentences, ``asks`` the index of the one that asks."""

    kind: str
    wording: int
    parts: tuple[str, ...]
    asks: int
    gold: Allowed
    now: str | None = None  # ISO 8601 with zone
    item: str | None = None  # a word for what the story is about, as it stands in the text
    prose: bool = True  # figures stand in sentences, not in a formula
    others: tuple[tuple[str, Allowed], ...] = ()  # another question -> what it may be answered with
    extras: tuple[tuple[str, Allowed], ...] = ()  # a further fact that matters -> what the answer may be then
    listed: bool = False  # facts are a list: another one like them does not contradict
    fewer: Allowed = ()  # what may be answered when a fact is left out
    days: tuple[date, ...] = ()  # the dates that are named
    answer: Callable[..., Allowed] | None = None  # what is right for other dates in their place

    @property
    def text(self) -> str:
        return " ".join(self.parts)

    @property
    def facts(self) -> tuple[int, ...]:
        """Indexes of the sentences that state facts."""
        return tuple(index for index in range(len(self.parts)) if index != self.asks)

    @property
    def told(self) -> tuple[int, ...]:
        """Where the figures stand: the facts, or the question of a story that is nothing else."""
        return self.facts or (self.asks,)

    def having(self, index: int, part: str) -> Story:
        """The story with one sentence replaced."""
        return replace(self, parts=(*self.parts[:index], part, *self.parts[index + 1 :]))


@dataclass(frozen=True, slots=True)
class Edited:
    """A text to be put to the solvers, and the answers it may get."""

    text: str
    allowed: Allowed
    now: str | None = None
    system: str | None = None
    earlier: tuple[tuple[str, str], ...] = ()  # (role, content) of turns before


_ENDLESS = re.compile(r"(?P<sign>[$£€]?)(?P<value>-?\d+/\d+)(?P<percent>%?)")

Teller = Callable[[Random], Story]
Edit = Callable[[Random, Story], Edited | None]  # None: it does not apply to this story


def tell(
    rng: Random,
    kind: str,
    wordings: Sequence[str],
    gold: str | Allowed,
    slots: dict[str, str],
    *,
    others: Sequence[tuple[str, str | Allowed]] = (),
    extras: Sequence[tuple[str, str | Allowed]] = (),
    now: str | None = None,
    item: str | None = None,
    prose: bool = True,
    listed: bool = False,
    fewer: str | Allowed = (),
    days: tuple[date, ...] = (),
    answer: Callable[..., Allowed] | None = None,
) -> Story:
    """A story in one of ``wordings``: sentences parted by bars, the one that asks marked by ``?`` at its start."""
    wording = rng.randrange(len(wordings))
    pieces = [piece.strip() for piece in wordings[wording].split("|")]
    asks = next(index for index, piece in enumerate(pieces) if piece.startswith("?"))
    parts = tuple(_capital(piece.removeprefix("?").strip().format(**slots)) for piece in pieces)
    return Story(
        kind,
        wording,
        parts,
        asks,
        _allowed(gold),
        now,
        item,
        prose,
        tuple((text.format(**slots), _allowed(value)) for text, value in others),
        tuple((text.format(**slots), _allowed(value)) for text, value in extras),
        listed,
        _allowed(fewer),
        days,
        answer,
    )


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


_SYMBOLS = {
    "miles": "mi",
    "hours": "h",
    "hour": "h",
    "minutes": "min",
    "meters": "m",
    "inches": "in",
    "grams": "g",
    "feet": "ft",
    "pounds": "lb",
    "ounces": "oz",
    "liters": "L",
    "milliliters": "mL",
    "centimeters": "cm",
    "yards": "yd",
    "days": "d",
    "weeks": "wk",
    "mph": "mi/h",
}


def _allowed(gold: str | Allowed) -> Allowed:
    """What may be answered, also with the unit's symbol, and endless decimals cut off at six places or at the cent."""
    found: list[str] = []
    for text in (gold,) if isinstance(gold, str) else gold:
        number, _, unit = text.partition(" ")
        units = [unit, _SYMBOLS[unit]] if unit in _SYMBOLS else [unit]
        endless = _ENDLESS.fullmatch(number)
        numbers = [number]
        if endless:
            value = Fraction(endless["value"])
            numbers += [f"{endless['sign']}{float(value):.{places}f}{endless['percent']}" for places in (6, 2)]
        found += [f"{one} {symbol}".strip() for one in numbers for symbol in units]
    return tuple(found)


def exact(value: Fraction | int) -> str:
    """A number as a decimal if it has an end, else as a fraction."""
    value = Fraction(value)
    below = value.denominator
    for prime in (2, 5):
        while below % prime == 0:
            below //= prime
    if below != 1:
        return f"{value.numerator}/{value.denominator}"
    digits = 0
    while (value * 10**digits).denominator != 1:
        digits += 1
    return f"{float(value):.{digits}f}" if digits else str(value.numerator)


def cents(value: Fraction) -> bool:
    """True for an amount without parts of a cent."""
    return (value * 100).denominator == 1


def money(sign: str, value: Fraction | int) -> str:
    """``$40``, ``$39.50``, ``$1,200``."""
    value = Fraction(value)
    return f"{sign}{int(value):,}" if value.denominator == 1 else f"{sign}{float(value):,.2f}"


def draw(rng: Random, make: Callable[[], Sequence[Fraction | int]], good: Callable[..., bool]) -> list[Fraction]:
    """The first draw that is good, as fractions."""
    for _ in range(10_000):
        values = [Fraction(value) for value in make()]
        if good(*values):
            return values
    raise AssertionError("no draw is good: the conditions are too tight")


FIGURE = re.compile(r"(?<![\w.,/:+*^=-])[$£€]?\d[\d,]*(?:\.\d+)?%?(?![\w/:*^=-]|[.,]\d|\s*[-+*/=^x]\s*\d)")


def figures(text: str) -> list[re.Match[str]]:
    """The figures that stand by themselves in a text."""
    return list(FIGURE.finditer(text))
