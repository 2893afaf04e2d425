"""Nodes that pick a piece of a text: by runs, by separators, by positions."""

from __future__ import annotations

from dataclasses import dataclass

from suffice.learned.program.node import Fields, Position, Text, rank, require
from suffice.learned.program.tokens import is_token, joints, nth, said, spans


@dataclass(frozen=True, slots=True)
class Run(Text):
    """The n-th run of a token."""

    of: Text
    token: str
    n: int

    def __post_init__(self) -> None:
        require(is_token(self.token), f"{self.token!r} is no token; see tokens.py")

    def value(self, fields: Fields) -> str | None:
        text = self.of.value(fields)
        span = None if text is None else nth(spans(text, self.token), self.n)
        return None if text is None or span is None else text[span[0] : span[1]]

    def says(self) -> str:
        return f"the {rank(self.n)} {said(self.token)} of {self.of.says()}"


@dataclass(frozen=True, slots=True)
class Part(Text):
    """The n-th of the parts that the separator ``by`` makes, without the blanks around it."""

    of: Text
    by: str
    n: int

    def __post_init__(self) -> None:
        require(bool(self.by), "the separator is empty")

    def value(self, fields: Fields) -> str | None:
        text = self.of.value(fields)
        if text is None or self.by not in text:
            return None
        part = nth(text.split(self.by), self.n)
        return None if part is None else part.strip()

    def says(self) -> str:
        return f"the {rank(self.n)} part of {self.of.says()} split at {self.by!r}"


@dataclass(frozen=True, slots=True)
class At(Position):
    """So many characters from the beginning."""

    n: int

    def __post_init__(self) -> None:
        require(self.n >= 0, "a position counts from 0")

    def at(self, text: str, start: int) -> int | None:
        return self.n if self.n <= len(text) else None

    def says(self) -> str:
        return "the beginning" if self.n == 0 else f"character {self.n}"


@dataclass(frozen=True, slots=True)
class FromEnd(Position):
    n: int

    def __post_init__(self) -> None:
        require(self.n >= 0, "a position counts from 0")

    def at(self, text: str, start: int) -> int | None:
        return len(text) - self.n if self.n <= len(text) else None

    def says(self) -> str:
        return "the end" if self.n == 0 else f"{self.n} characters before the end"


@dataclass(frozen=True, slots=True)
class Length(Position):
    """So many characters after the beginning of the cut."""

    n: int

    def __post_init__(self) -> None:
        require(self.n > 0, "a length is 1 or more")

    def at(self, text: str, start: int) -> int | None:
        return start + self.n if start + self.n <= len(text) else None

    def says(self) -> str:
        return f"{self.n} character{'s' * (self.n > 1)} on"


@dataclass(frozen=True, slots=True)
class Joint(Position):
    """The n-th place where a run of ``left`` ends and a run of ``right`` starts (an empty token asks nothing)."""

    left: str
    right: str
    n: int

    def __post_init__(self) -> None:
        sides = [side for side in (self.left, self.right) if side]
        require(bool(sides) and all(map(is_token, sides)), "a joint needs tokens; see tokens.py")

    def at(self, text: str, start: int) -> int | None:
        return nth(joints(text, self.left, self.right), self.n)

    def says(self) -> str:
        if not self.right:
            return f"after the {rank(self.n)} {said(self.left)}"
        if not self.left:
            return f"before the {rank(self.n)} {said(self.right)}"
        return f"the {rank(self.n)} place between a {said(self.left)} and a {said(self.right)}"


@dataclass(frozen=True, slots=True)
class Cut(Text):
    """From one position to another; not empty."""

    of: Text
    start: Position
    end: Position

    def value(self, fields: Fields) -> str | None:
        text = self.of.value(fields)
        start = None if text is None else self.start.at(text, 0)
        end = None if text is None or start is None else self.end.at(text, start)
        return text[start:end] if text is not None and start is not None and end is not None and start < end else None

    def says(self) -> str:
        return f"{self.of.says()} from {self.start.says()} to {self.end.says()}"
