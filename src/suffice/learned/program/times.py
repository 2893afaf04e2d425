"""Nodes of dates and times, and the text made of them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from suffice.learned.program.moments import DAY_S, ELEMENTS, ORDERS, Moment, element, find, later, moments, to_step
from suffice.learned.program.node import Fields, Text, Time, rank, require
from suffice.learned.program.tokens import nth

_CODE = re.compile(r"\{([^{}]{1,20})\}")


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


@dataclass(frozen=True, slots=True)
class Quoted(Text):
    """The n-th date or time of a text as it stands there."""

    of: Text
    n: int = 1

    def value(self, fields: Fields) -> str | None:
        text = self.of.value(fields)
        found = None if text is None else nth(find(text, "month first"), self.n)
        return None if text is None or found is None else text[found.start : found.end]

    def says(self) -> str:
        return f"the {rank(self.n)} date or time of {self.of.says()} as it is written there"


def laid_out(moment: Moment, layout: str) -> str | None:
    pieces = _CODE.split(layout)
    for i in range(1, len(pieces), 2):
        said = element(moment, pieces[i])
        if said is None:
            return None
        pieces[i] = said
    return "".join(pieces)
