"""Conditions on the fields, and the choice between expressions."""

from __future__ import annotations

from dataclasses import dataclass

from suffice.learned.program.figures import figures
from suffice.learned.program.node import Condition, Fields, Text, require
from suffice.learned.program.tokens import is_token, said, spans


@dataclass(frozen=True, slots=True)
class Empty(Condition):
    """Nothing but blanks."""

    of: Text

    def holds(self, fields: Fields) -> bool:
        return not (self.of.value(fields) or "").strip()

    def says(self) -> str:
        return f"{self.of.says()} is empty"


@dataclass(frozen=True, slots=True)
class Has(Condition):
    """At least so many runs of a token."""

    of: Text
    token: str
    least: int = 1

    def __post_init__(self) -> None:
        require(is_token(self.token), f"{self.token!r} is no token; see tokens.py")

    def holds(self, fields: Fields) -> bool:
        return len(spans(self.of.value(fields) or "", self.token)) >= self.least

    def says(self) -> str:
        count = f"{self.least} times or more a" if self.least > 1 else "a"
        return f"{self.of.says()} contains {count} {said(self.token)}"


@dataclass(frozen=True, slots=True)
class Starts(Condition):
    of: Text
    token: str

    def __post_init__(self) -> None:
        require(is_token(self.token), f"{self.token!r} is no token; see tokens.py")

    def holds(self, fields: Fields) -> bool:
        return any(start == 0 for start, _ in spans(self.of.value(fields) or "", self.token)[:1])

    def says(self) -> str:
        return f"{self.of.says()} starts with a {said(self.token)}"


@dataclass(frozen=True, slots=True)
class Ends(Condition):
    of: Text
    token: str

    def __post_init__(self) -> None:
        require(is_token(self.token), f"{self.token!r} is no token; see tokens.py")

    def holds(self, fields: Fields) -> bool:
        text = self.of.value(fields) or ""
        if self.token.startswith("="):
            return text.endswith(self.token[1:])
        return any(end == len(text) for _, end in spans(text, self.token)[-1:])

    def says(self) -> str:
        return f"{self.of.says()} ends with a {said(self.token)}"


@dataclass(frozen=True, slots=True)
class Equals(Condition):
    """The same text, whatever the case and the blanks around it."""

    of: Text
    text: str

    def holds(self, fields: Fields) -> bool:
        return (self.of.value(fields) or "").strip().casefold() == self.text.casefold()

    def says(self) -> str:
        return f"{self.of.says()} is {self.text!r}"


@dataclass(frozen=True, slots=True)
class Longer(Condition):
    of: Text
    than: int

    def holds(self, fields: Fields) -> bool:
        return len(self.of.value(fields) or "") > self.than

    def says(self) -> str:
        return f"{self.of.says()} has more than {self.than} characters"


@dataclass(frozen=True, slots=True)
class Above(Condition):
    """Its first number is above a bound."""

    of: Text
    bound: int

    def holds(self, fields: Fields) -> bool:
        numbers = figures(self.of.value(fields) or "")
        return bool(numbers) and numbers[0] > self.bound

    def says(self) -> str:
        return f"the first number of {self.of.says()} is above {self.bound}"


@dataclass(frozen=True, slots=True)
class Gives(Condition):
    """The expression applies (its runs, numbers, dates are there)."""

    text: Text

    def holds(self, fields: Fields) -> bool:
        return self.text.value(fields) is not None

    def says(self) -> str:
        return "this can be done"


@dataclass(frozen=True, slots=True)
class Opposite(Condition):
    of: Condition

    def holds(self, fields: Fields) -> bool:
        return not self.of.holds(fields)

    def says(self) -> str:
        return f"not ({self.of.says()})"


@dataclass(frozen=True, slots=True)
class Choose(Text):
    """Nested in ``other`` for more than two cases."""

    condition: Condition
    then: Text
    other: Text

    def value(self, fields: Fields) -> str | None:
        return (self.then if self.condition.holds(fields) else self.other).value(fields)

    def says(self) -> str:
        return f"if {self.condition.says()}: {self.then.says()}; otherwise: {self.other.says()}"


@dataclass(frozen=True, slots=True)
class Table(Text):
    """A small table of constants; no row, no answer."""

    of: Text
    rows: tuple[tuple[str, str], ...]

    def __post_init__(self) -> None:
        require(0 < len(self.rows) <= 500, "a table has 1 to 500 rows")

    def value(self, fields: Fields) -> str | None:
        key = (self.of.value(fields) or "").strip().casefold()
        return next((new for old, new in self.rows if old.casefold() == key), None)

    def says(self) -> str:
        return f"{self.of.says()} looked up: " + ", ".join(f"{old!r} gives {new!r}" for old, new in self.rows)
