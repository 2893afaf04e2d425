"""Patterns: constant text with typed slots, ``The fee for {invoice:text} is {fee:money}``.

``{{`` and ``}}`` are literal braces. A slot of type ``text`` is one line that is passed through,
``lines`` several such lines, ``choice`` one of the labels, ``rows`` the repeated lines and ``clauses`` the
lines of several forms that the template states, ``name`` and ``names`` what a Problem calls somebody, and any
other type is a literal of the shared English.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from suffice.errors import UsageError

FREE = frozenset({"text", "lines"})  # passed through, never part of the Problem
NAMES = frozenset({"name", "names"})  # what a Problem calls somebody or something
OWN = FREE | NAMES | {"choice", "rows", "clauses"}  # types that templates bring along
TURN = "\x00"  # stands between the messages of one request; no message may hold it

_PIECE = re.compile(r"\{\{|\}\}|\{(\w+)(?::(\w+))?\}|[{}]|[^{}]+")


@dataclass(frozen=True, slots=True)
class Slot:
    """A gap in the constant text. A name that begins with ``_`` fills a key of the answer's form."""

    name: str
    type: str

    @property
    def free(self) -> bool:
        return self.type in FREE

    @property
    def one_line(self) -> bool:
        return self.type not in ("lines", "rows", "clauses")


@dataclass(frozen=True, slots=True)
class Pattern:
    """``constants[0] slots[0] constants[1] ... slots[n - 1] constants[n]``."""

    constants: tuple[str, ...]
    slots: tuple[Slot, ...]

    @property
    def names(self) -> frozenset[str]:
        return frozenset(slot.name for slot in self.slots)

    def fill(self, values: dict[str, str]) -> str:
        """The text with its slots filled."""
        filled = [self.constants[0]]
        for slot, constant in zip(self.slots, self.constants[1:], strict=True):
            filled += [values[slot.name], constant]
        return "".join(filled)


def normal(text: str) -> str:
    """What counts in a message: all but CRLF, white space at line ends and line ends at its end."""
    return "\n".join(line.rstrip(" \t") for line in text.replace("\r\n", "\n").split("\n")).rstrip("\n")


def parse(text: str, where: str) -> Pattern:
    """Read the pattern of a message. Raises UsageError naming ``where`` and the cure."""
    pattern = _pieces(text, where, "{name:type}")
    _check(pattern, where)
    return pattern


def parse_reply(text: str, where: str) -> tuple[Pattern, ...]:
    """Read an answer's wording, ``{name}`` for a slot's text and ``{answer}`` for the value.

    Returns the pieces between which the value stands. Raises UsageError naming ``where`` and the cure.
    """
    whole = _pieces(text, where, "{name}")
    pieces: list[Pattern] = []
    constants, slots = [whole.constants[0]], []
    for slot, constant in zip(whole.slots, whole.constants[1:], strict=True):
        if slot.name == "answer":
            pieces.append(Pattern(tuple(constants), tuple(slots)))
            constants, slots = [constant], []
        else:
            constants.append(constant)
            slots.append(slot)
    if not pieces:
        raise UsageError(f"{where}: names no {{answer}}; say where the value goes, or leave 'answer' out")
    return (*pieces, Pattern(tuple(constants), tuple(slots)))


def _pieces(text: str, where: str, shape: str) -> Pattern:
    """Constant text and slots of ``shape``: ``{name:type}`` in messages, ``{name}`` in replies."""
    if TURN in text:
        raise UsageError(f"{where}: holds a NUL character; remove it")
    typed = ":" in shape
    constants, slots = [""], []
    for match in _PIECE.finditer(normal(text)):
        piece = match.group()
        if match[1] and bool(match[2]) is typed:
            slots.append(Slot(match[1], match[2] or ""))
            constants.append("")
        elif match[1] or piece in "{}":
            around = match.string[match.start() : match.start() + 24].split("\n")[0]
            raise UsageError(f"{where}: '{around}' is no slot; write {shape}, or {{{{ and }}}} for literal braces")
        else:
            constants[-1] += piece[0] if piece in ("{{", "}}") else piece
    return Pattern(tuple(constants), tuple(slots))


def joined(patterns: list[Pattern]) -> Pattern:
    """One pattern over several messages, which TURN keeps apart."""
    whole = patterns[0]
    for pattern in patterns[1:]:
        seam = whole.constants[-1] + TURN + pattern.constants[0]
        whole = Pattern(
            (*whole.constants[:-1], seam, *pattern.constants[1:]),
            whole.slots + pattern.slots,
        )
    return whole


def no_slot_twice(pattern: Pattern, where: str) -> None:
    """Raises UsageError for a name that stands for two slots."""
    names = [slot.name for slot in pattern.slots]
    for name in names:
        if names.count(name) > 1:
            raise UsageError(f"{where}: slot '{name}' stands twice; give each slot a name of its own")


def _check(pattern: Pattern, where: str) -> None:
    """Cuts between slots must be findable."""
    for left, right, between in zip(pattern.slots, pattern.slots[1:], pattern.constants[1:], strict=False):
        pair = f"{{{left.name}:{left.type}}} and {{{right.name}:{right.type}}}"
        if not between:
            raise UsageError(f"{where}: {pair} stand next to each other; put constant text between them")
        loose = FREE | NAMES
        if left.type in loose and right.type in loose and not between.strip():
            line_ends_it = "\n" in between and (left.one_line or right.one_line)
            if not line_ends_it:
                raise UsageError(
                    f"{where}: only white space stands between the free texts or names {pair}, "
                    "so that nobody could tell where one ends; put constant words between them"
                )
