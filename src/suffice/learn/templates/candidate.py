"""A Problem that may be behind a group's answers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor
from time import process_time
from typing import Any, TypeVar

from suffice.learn.templates.columns import Asked, Literal, Told
from suffice.learn.templates.formula import CALENDAR, NAMED, Node, Undefined, parts, value

_One = TypeVar("_One")

SECONDS = 15.0  # of CPU, for the search of one group
FITTING = 0.8  # of a sample of answers, to be looked at more closely


class OutOfTime(Exception):
    """A search that was not finished says nothing: a rival may be among what was not tried."""


def in_time(iterator: Iterable[_One], deadline: float) -> Iterator[_One]:
    """The same, until the process has used so much CPU. Raises OutOfTime."""
    for one in iterator:
        if process_time() > deadline:
            raise OutOfTime
        yield one


@dataclass(frozen=True, slots=True)
class Candidate:
    """A formula; ``mode``: how numbers are rounded. ``outcomes``: labels with the conditions under which they are
    answered, tried in turn, the last without one."""

    node: Node
    cost: float
    mode: str = "half_up"
    outcomes: tuple[tuple[str, Node | None], ...] = ()

    def value(self, row: Any) -> Literal | None:
        """Before it is rounded."""
        try:
            if self.outcomes:
                return next(label for label, when in self.outcomes if when is None or value(when, row))
            return value(self.node, row)
        except Undefined:
            return None

    def answer(self, row: Any, told: Told) -> Literal | None:
        """As it would be written. None where there is none."""
        found = self.value(row)
        return rounded(found, told.decimals, self.mode) if isinstance(found, Fraction) else found

    @property
    def nodes(self) -> list[Node]:
        """Everything inside it."""
        roots = [when for _, when in self.outcomes if when is not None] if self.outcomes else [self.node]
        return [part for root in roots for part in parts(root)]

    @property
    def slots(self) -> set[str]:
        return {part[1] for part in self.nodes if part[0] in NAMED}

    def family(self, asked: Asked) -> str:
        """Whose language it is said in."""
        timed = {one.name for one in asked.slots if one.kind in ("date", "time")}
        dated = self.slots & timed or any(part[0] in CALENDAR for part in self.nodes)
        return "calendar" if dated else "arithmetic"


def rounded(number: Fraction, decimals: int, mode: str) -> Fraction:
    scaled = abs(number) * 10**decimals
    if mode == "half_up":
        found = floor(scaled + Fraction(1, 2))
    elif mode == "half_even":
        found = round(scaled)
    else:
        found = floor(scaled) if (mode == "floor") == (number >= 0) else ceil(scaled)
    return Fraction(found if number >= 0 else -found, 10**decimals)
