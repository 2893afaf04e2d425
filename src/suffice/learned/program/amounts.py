"""Nodes of numbers, and the text made of them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from suffice.learned.program.figures import EXACT, GROUPS, MODES, figures, ordinal, rounded, steps, written
from suffice.learned.program.node import Derived, Fields, Number, Text, rank, require
from suffice.learned.program.tokens import is_token, nth, said, spans

_CONSTANT = re.compile(r"-?\d{1,20}(\.\d{1,20})?")
_LAPSE = re.compile(r"\d{1,5}(?::[0-5]\d){1,2}")


def _constant(text: str) -> Decimal:
    require(_CONSTANT.fullmatch(text) is not None, f"{text!r} is no plain decimal number")
    return Decimal(text)


@dataclass(frozen=True, slots=True)
class Figure(Number):
    """The n-th number of a text; ``mark`` is the decimal mark."""

    of: Text
    n: int
    mark: str = "."

    def __post_init__(self) -> None:
        require(self.mark in (".", ","), "the decimal mark is . or ,")

    def number(self, fields: Fields) -> Decimal | None:
        text = self.of.value(fields)
        return None if text is None else nth(figures(text, self.mark), self.n)

    def says(self) -> str:
        comma = " (decimal comma)" if self.mark == "," else ""
        return f"the {rank(self.n)} number of {self.of.says()}{comma}"


@dataclass(frozen=True, slots=True)
class Count(Number):
    """How many runs of a token."""

    of: Text
    token: str

    def __post_init__(self) -> None:
        require(is_token(self.token), f"{self.token!r} is no token; see tokens.py")

    def number(self, fields: Fields) -> Decimal | None:
        text = self.of.value(fields)
        return None if text is None else Decimal(len(spans(text, self.token)))

    def says(self) -> str:
        return f"how often {self.of.says()} has a {said(self.token)}"


@dataclass(frozen=True, slots=True)
class Lapse(Number):
    """A duration such as 1:30 in its smallest unit: 90; with hours, minutes and seconds in seconds."""

    of: Text

    def number(self, fields: Fields) -> Decimal | None:
        text = self.of.value(fields)
        match = None if text is None else _LAPSE.search(text)
        if match is None:
            return None
        total = 0
        for part in match[0].split(":"):
            total = total * 60 + int(part)
        return Decimal(total)

    def says(self) -> str:
        return f"the duration in {self.of.says()}, in its smallest unit"


@dataclass(frozen=True, slots=True)
class Times(Derived):
    of: Number
    factor: str

    def __post_init__(self) -> None:
        _constant(self.factor)

    def made(self, number: Decimal) -> Decimal:
        return EXACT.multiply(number, Decimal(self.factor))

    def says(self) -> str:
        return f"{self.of.says()} times {self.factor}"


@dataclass(frozen=True, slots=True)
class Plus(Derived):
    of: Number
    amount: str

    def __post_init__(self) -> None:
        _constant(self.amount)

    def made(self, number: Decimal) -> Decimal:
        return EXACT.add(number, Decimal(self.amount))

    def says(self) -> str:
        less = self.amount.startswith("-")
        return f"{self.of.says()} {'less' if less else 'plus'} {self.amount.lstrip('-')}"


@dataclass(frozen=True, slots=True)
class Rounded(Derived):
    """To ``phase`` and a whole number of ``unit``."""

    of: Number
    mode: str
    unit: str
    phase: str = "0"

    def __post_init__(self) -> None:
        require(self.mode in MODES, f"rounding is one of {', '.join(MODES)}")
        require(_constant(self.unit) > 0, "the unit of rounding is above 0")
        _constant(self.phase)

    def made(self, number: Decimal) -> Decimal | None:
        return rounded(number, self.mode, Decimal(self.unit), Decimal(self.phase))

    def says(self) -> str:
        counted = "" if self.phase == "0" else f" counted from {self.phase}"
        return f"{self.of.says()} rounded {self.mode} to a multiple of {self.unit}{counted}"


@dataclass(frozen=True, slots=True)
class Units(Derived):
    """How many whole units the number holds."""

    of: Number
    unit: str

    def __post_init__(self) -> None:
        require(_constant(self.unit) > 0, "a unit is above 0")

    def made(self, number: Decimal) -> Decimal | None:
        return steps(number, "down", Decimal(self.unit), Decimal(0))

    def says(self) -> str:
        return f"the whole number of {self.unit} in {self.of.says()}"


@dataclass(frozen=True, slots=True)
class Rest(Derived):
    """What the whole units leave over."""

    of: Number
    unit: str

    def __post_init__(self) -> None:
        require(_constant(self.unit) > 0, "a unit is above 0")

    def made(self, number: Decimal) -> Decimal | None:
        below = rounded(number, "down", Decimal(self.unit), Decimal(0))
        return None if below is None else EXACT.subtract(number, below)

    def says(self) -> str:
        return f"what is left of {self.of.says()} after whole {self.unit}"


@dataclass(frozen=True, slots=True)
class Ordinal(Text):
    """1st, 2nd, 3rd; of whole numbers only."""

    of: Number

    def value(self, fields: Fields) -> str | None:
        number = self.of.number(fields)
        return None if number is None or number % 1 or number.adjusted() > 15 else ordinal(int(number))

    def says(self) -> str:
        return f"{self.of.says()} as 1st, 2nd, 3rd"


@dataclass(frozen=True, slots=True)
class Numeral(Text):
    """A number as text; see ``figures.written``."""

    of: Number
    decimals: int = -1
    width: int = 1
    group: str = ""
    mark: str = "."
    plus: bool = False

    def __post_init__(self) -> None:
        fits = -2 <= self.decimals <= 20 and 0 <= self.width <= 60 and self.group in GROUPS and self.mark in (".", ",")
        require(fits, "decimals -2 to 20, width 0 to 60, groups by one of " + " ".join(map(repr, GROUPS)))

    def value(self, fields: Fields) -> str | None:
        number = self.of.number(fields)
        if number is None:
            return None
        return written(number, self.decimals, self.width, self.group, self.mark, self.plus)

    def says(self) -> str:
        how = []
        if self.decimals >= 0:
            how.append(f"{self.decimals} decimals")
        if self.width > 1:
            how.append(f"at least {self.width} digits before the mark")
        if self.group:
            how.append(f"groups by {self.group!r}" if self.group != "indian" else "groups as in India")
        if self.mark == ",":
            how.append("decimal comma")
        if self.plus:
            how.append("sign always")
        return self.of.says() + (f" (written with {', '.join(how)})" if how else "")
