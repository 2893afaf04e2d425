"""What every node of a program is, and the check of its parts."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from suffice.learned.program.figures import ordinal
from suffice.learned.program.moments import Moment

Fields = Mapping[str, str]
TEXT_MAX = 20_000  # characters of a slot; longer ones are read as absent


class Node:
    """Frozen data. ``says``: what the node does, for the person who approves the program."""

    __slots__ = ()

    def says(self) -> str:
        raise NotImplementedError


class Text(Node, ABC):
    __slots__ = ()

    @abstractmethod
    def value(self, fields: Fields) -> str | None:
        """None where the node does not apply to these fields."""


class Position(Node, ABC):
    __slots__ = ()

    @abstractmethod
    def at(self, text: str, start: int) -> int | None:
        """``start``: where the cut begins (0 while its beginning is sought)."""


class Number(Node, ABC):
    __slots__ = ()

    @abstractmethod
    def number(self, fields: Fields) -> Decimal | None: ...


class Derived(Number):
    """A number made of another, ``of``; None where that is."""

    __slots__ = ()
    of: Number

    def number(self, fields: Fields) -> Decimal | None:
        number = self.of.number(fields)
        return None if number is None else self.made(number)

    @abstractmethod
    def made(self, number: Decimal) -> Decimal | None: ...


class Time(Node, ABC):
    __slots__ = ()

    @abstractmethod
    def moment(self, fields: Fields) -> Moment | None: ...


class Condition(Node, ABC):
    __slots__ = ()

    @abstractmethod
    def holds(self, fields: Fields) -> bool: ...


@dataclass(frozen=True, slots=True)
class Slot(Text):
    """The whole text of a slot; the empty text where the request has no such slot."""

    name: str

    def value(self, fields: Fields) -> str | None:
        text = fields.get(self.name, "")
        return text if len(text) <= TEXT_MAX else None

    def says(self) -> str:
        return f"«{self.name}»"


@dataclass(frozen=True, slots=True)
class Const(Text):
    text: str

    def value(self, fields: Fields) -> str | None:
        return self.text

    def says(self) -> str:
        return repr(self.text)


def require(true: bool, cure: str) -> None:
    if not true:
        raise ValueError(cure)


def rank(n: int) -> str:
    """1 -> 1st, -1 -> last, -2 -> 2nd from the end."""
    if n == -1:
        return "last"
    return ordinal(abs(n)) + (" from the end" if n < 0 else "")
