"""Nodes of numbers and of dates and times, and the text made of them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from suffice.learned.program.figures import EXACT, GROUPS, MODES, figures, rounded, written
from suffice.learned.program.moments import DAY_S, ELEMENTS, ORDERS, Moment, element, later, moments, to_step
from suffice.learned.program.node import Fields, Number, Text, Time, rank, require
from suffice.learned.program.tokens import nth

_CONSTANT = re.compile(r"-?\d{1,20}(\.\d{1,20})?")
_CODE = re.compile(r"\{([^{}]{1,20})\}")


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
class Times(Number):
    of: Number
    factor: str

    def __post_init__(self) -> None:
        _constant(self.factor)

    def number(self, fields: Fields) -> Decimal | None:
        number = self.of.number(fields)
        return None if number is None else EXACT.multiply(number, Decimal(self.factor))

    def says(self) -> str:
        return f"{self.of.says()} times {self.factor}"


@dataclass(frozen=True, slots=True)
class Plus(Number):
    of: Number
    amount: str

    def __post_init__(self) -> None:
        _constant(self.amount)

    def number(self, fields: Fields) -> Decimal | None:
        number = self.of.number(fields)
        return None if number is None else EXACT.add(number, Decimal(self.amount))

    def says(self) -> str:
        less = self.amount.startswith("-")
        return f"{self.of.says()} {'less' if less else 'plus'} {self.amount.lstrip('-')}"


@dataclass(frozen=True, slots=True)
class Rounded(Number):
    """To ``phase`` and a whole number of ``unit``."""

    of: Number
    mode: str
    unit: str
    phase: str = "0"

    def __post_init__(self) -> None:
        require(self.mode in MODES, f"rounding is one of {', '.join(MODES)}")
        require(_constant(self.unit) > 0, "the unit of rounding is above 0")
        _constant(self.phase)

    def number(self, fields: Fields) -> Decimal | None:
        number = self.of.number(fields)
        return None if number is None else rounded(number, self.mode, Decimal(self.unit), Decimal(self.phase))

    def says(self) -> str:
        counted = "" if self.phase == "0" else f" counted from {self.phase}"
        return f"{self.of.says()} rounded {self.mode} to a multiple of {self.unit}{counted}"


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


@dataclass(frozen=True, slots=True)
class When(Time):
    """The n-th date or time of a text; ``order`` decides where figures alone do not say which is the month."""

    of: Text
    order: str
    n: int = 1

    def __post_init__(self) -> None:
        require(self.order in ORDERS, f"the order is one of {', '.join(ORDERS)}")

    def moment(self, fields: Fields) -> Moment | None:
        text = self.of.value(fields)
        return None if text is None else nth(moments(text, self.order), self.n)

    def says(self) -> str:
        return f"the {rank(self.n)} date or time of {self.of.says()} ({self.order})"


@dataclass(frozen=True, slots=True)
class Later(Time):
    """``unit``: seconds, days, months or years."""

    of: Time
    amount: int
    unit: str

    def __post_init__(self) -> None:
        fits = self.unit in ("seconds", "days", "months", "years") and abs(self.amount) < 10**7
        require(fits, "a period is counted in seconds, days, months or years, below ten million of them")

    def moment(self, fields: Fields) -> Moment | None:
        moment = self.of.moment(fields)
        return None if moment is None else later(moment, self.amount, self.unit)

    def says(self) -> str:
        amount, unit = self.amount, self.unit
        if unit == "seconds" and amount % 60 == 0:
            amount, unit = amount // 60, "minutes"
        return f"{self.of.says()} {'plus' if amount >= 0 else 'less'} {abs(amount)} {unit}"


@dataclass(frozen=True, slots=True)
class Step(Time):
    """Time of day rounded to ``phase_s`` and a whole number of ``unit_s``."""

    of: Time
    mode: str
    unit_s: int
    phase_s: int = 0

    def __post_init__(self) -> None:
        require(self.mode in ("down", "up", "nearest"), "times are rounded down, up or nearest")
        require(0 < self.unit_s <= DAY_S and 0 <= self.phase_s < DAY_S, "a step of time lies within a day")

    def moment(self, fields: Fields) -> Moment | None:
        moment = self.of.moment(fields)
        return None if moment is None else to_step(moment, self.mode, self.unit_s, self.phase_s)

    def says(self) -> str:
        unit = f"{self.unit_s // 60} minutes" if self.unit_s % 60 == 0 else f"{self.unit_s} seconds"
        counted = "" if not self.phase_s else f" counted from {self.phase_s // 60} minutes past midnight"
        return f"{self.of.says()} rounded {self.mode} to a multiple of {unit}{counted}"


@dataclass(frozen=True, slots=True)
class Written(Text):
    """A layout in which every ``{code}`` stands for an element; see ``moments.ELEMENTS``."""

    of: Time
    layout: str

    def __post_init__(self) -> None:
        codes = _CODE.findall(self.layout)
        require(bool(codes) and all(code in ELEMENTS for code in codes), f"the codes are {', '.join(ELEMENTS)}")

    def value(self, fields: Fields) -> str | None:
        moment = self.of.moment(fields)
        return None if moment is None else laid_out(moment, self.layout)

    def says(self) -> str:
        return f"{self.of.says()} as {self.layout}"


def laid_out(moment: Moment, layout: str) -> str | None:
    pieces = _CODE.split(layout)
    for i in range(1, len(pieces), 2):
        said = element(moment, pieces[i])
        if said is None:
            return None
        pieces[i] = said
    return "".join(pieces)
