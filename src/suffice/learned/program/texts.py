"""Nodes that change text or join it."""

from __future__ import annotations

from dataclasses import dataclass

from suffice.learned.program.node import TEXT_MAX, Fields, Text, require
from suffice.learned.program.tokens import is_token, said, spans

CASES = ("lower", "upper", "title", "sentence")


@dataclass(frozen=True, slots=True)
class Case(Text):
    of: Text
    style: str

    def __post_init__(self) -> None:
        require(self.style in CASES, f"case is one of {', '.join(CASES)}")

    def value(self, fields: Fields) -> str | None:
        text = self.of.value(fields)
        return None if text is None else cased(text, self.style)

    def says(self) -> str:
        kinds = {"lower": "small letters", "upper": "capitals", "title": "title case", "sentence": "sentence case"}
        return f"{self.of.says()} in {kinds[self.style]}"


def cased(text: str, style: str) -> str:
    if style == "sentence":
        return text[:1].upper() + text[1:].lower()
    return text.lower() if style == "lower" else text.upper() if style == "upper" else _titled(text)


def _titled(text: str) -> str:
    """A capital at the start of every word; an apostrophe stands within a word."""
    before, made = " ", []
    for c in text:
        inside = before.isalnum() or before in "'’"
        made.append(c.lower() if inside else c.upper())
        before = c
    return "".join(made)


@dataclass(frozen=True, slots=True)
class Trim(Text):
    """Without blanks at both ends, and one blank for each run of them inside."""

    of: Text

    def value(self, fields: Fields) -> str | None:
        text = self.of.value(fields)
        return None if text is None else " ".join(text.split())

    def says(self) -> str:
        return f"{self.of.says()} with blanks tidied"


@dataclass(frozen=True, slots=True)
class Keep(Text):
    """All runs of a token, written one after the other with ``joint`` between them."""

    of: Text
    token: str
    joint: str

    def __post_init__(self) -> None:
        require(is_token(self.token), f"{self.token!r} is no token; see tokens.py")

    def value(self, fields: Fields) -> str | None:
        text = self.of.value(fields)
        return None if text is None else self.joint.join(text[a:b] for a, b in spans(text, self.token))

    def says(self) -> str:
        return f"every {said(self.token)} of {self.of.says()}" + (f", joined by {self.joint!r}" if self.joint else "")


@dataclass(frozen=True, slots=True)
class Replace(Text):
    of: Text
    old: str
    new: str

    def __post_init__(self) -> None:
        require(bool(self.old) and len(self.new) <= 20, "replace needs something to replace, by 20 characters at most")

    def value(self, fields: Fields) -> str | None:
        text = self.of.value(fields)
        replaced = "" if text is None else text.replace(self.old, self.new)
        return None if text is None or len(replaced) > TEXT_MAX else replaced

    def says(self) -> str:
        if not self.new:
            return f"{self.of.says()} without {self.old!r}"
        return f"{self.of.says()} with {self.new!r} for {self.old!r}"


@dataclass(frozen=True, slots=True)
class Initials(Text):
    """The first letter of every word, with ``joint`` between them."""

    of: Text
    joint: str

    def value(self, fields: Fields) -> str | None:
        text = self.of.value(fields)
        return None if text is None else self.joint.join(text[a] for a, _ in spans(text, "letters"))

    def says(self) -> str:
        return f"the initials of {self.of.says()}" + (f", joined by {self.joint!r}" if self.joint else "")


@dataclass(frozen=True, slots=True)
class Chunks(Text):
    """In groups of so many characters, with ``joint`` between them; the last group may be shorter."""

    of: Text
    size: int
    joint: str

    def __post_init__(self) -> None:
        require(self.size > 0 and len(self.joint) <= 5, "a group has 1 character or more; 5 at most stand between two")

    def value(self, fields: Fields) -> str | None:
        text = self.of.value(fields)
        if text is None:
            return None
        return self.joint.join(text[i : i + self.size] for i in range(0, len(text), self.size))

    def says(self) -> str:
        return f"{self.of.says()} in groups of {self.size} with {self.joint!r} between"


@dataclass(frozen=True, slots=True)
class Fill(Text):
    """Filled up to a width with one character, on the ``left`` or the ``right``."""

    of: Text
    width: int
    char: str
    side: str

    def __post_init__(self) -> None:
        fits = 0 < self.width <= 200 and len(self.char) == 1 and self.side in ("left", "right")
        require(fits, "fill takes a width up to 200, one character, and left or right")

    def value(self, fields: Fields) -> str | None:
        text = self.of.value(fields)
        if text is None:
            return None
        return text.rjust(self.width, self.char) if self.side == "left" else text.ljust(self.width, self.char)

    def says(self) -> str:
        return f"{self.of.says()} filled on the {self.side} with {self.char!r} to {self.width} characters"


@dataclass(frozen=True, slots=True)
class Join(Text):
    """The pieces one after the other; where one does not apply, neither does the whole."""

    pieces: tuple[Text, ...]

    def __post_init__(self) -> None:
        require(len(self.pieces) > 0, "nothing to join")

    def value(self, fields: Fields) -> str | None:
        values = []
        for piece in self.pieces:
            value = piece.value(fields)
            if value is None:
                return None
            values.append(value)
        return "".join(values)

    def says(self) -> str:
        return ", then ".join(piece.says() for piece in self.pieces)
