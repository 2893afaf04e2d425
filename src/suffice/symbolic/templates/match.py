"""Cutting a text at a pattern's constants: every way in which all slots can be read."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import product
from math import prod

from suffice.records import Json
from suffice.symbolic.english.grammar import Grammar
from suffice.symbolic.templates.pattern import FREE, TURN, Pattern, Slot
from suffice.symbolic.templates.problems import Clauses, clause, filled, is_name, listed
from suffice.symbolic.templates.template import Template
from suffice.symbolic.templates.values import LINE_CHARS, TEXT_CHARS, TooMany, is_free, read_literal

STEPS = 20_000  # places tried per request before giving up
CUTS = 64  # ways to cut one text; more are not followed
READINGS = 24  # ways to read one request; more are not followed
MOST_ROWS = 200

Cut = tuple[str, ...]  # the text of each slot, in order


Missed = Callable[[int, int, str | None], None]  # (constant or slot number, position, unread slot text or None)


def plausible(pattern: Pattern, text: str) -> bool:
    """False when the constants do not even stand in ``text`` in order: the cheap test before cutting."""
    constants = pattern.constants
    if not (text.startswith(constants[0]) and text.endswith(constants[-1])):
        return False
    at = len(constants[0])
    for constant in constants[1:-1]:
        at = text.find(constant, at + 1)
        if at < 0:
            return False
        at += len(constant)
    return not pattern.slots or at < len(text) - len(constants[-1])


def cuts(pattern: Pattern, text: str, reads: SlotReader, missed: Missed | None = None) -> list[Cut]:
    """Every way to cut ``text`` so that the constants stand exactly and each slot can be read.

    ``missed`` is told of every place where matching went no further. Raises TooMany.
    """
    constants, slots = pattern.constants, pattern.slots
    if not text.startswith(constants[0]):
        if missed:
            missed(0, 0, None)
        return []
    if not slots:
        if text != constants[0] and missed:
            missed(0, 0, None)
        return [()] if text == constants[0] else []
    found: list[Cut] = []
    dead: set[tuple[int, int]] = set()
    steps = STEPS

    def walk(number: int, start: int, before: Cut) -> bool:
        nonlocal steps
        if (number, start) in dead:
            return False
        alive = False
        for end, after in _ends(pattern, number, text, start):
            steps -= 1
            if steps < 0:
                raise TooMany
            piece = text[start:end]
            if not reads.values(slots[number], piece):
                if missed:
                    missed(number, start, piece)
                continue
            if number + 1 < len(slots):
                alive |= walk(number + 1, after, (*before, piece))
                continue
            found.append((*before, piece))
            alive = True
            if len(found) > CUTS:
                raise TooMany
        if not alive:
            dead.add((number, start))
            if missed:
                missed(number, start, None)
        return alive

    walk(0, len(constants[0]), ())
    return found


def _ends(pattern: Pattern, number: int, text: str, start: int) -> Iterator[tuple[int, int]]:
    """(end of slot ``number`` that starts at ``start``, start of what follows), for every place it may end."""
    constant = pattern.constants[number + 1]
    latest = limit(pattern.slots[number], text, start)
    if number + 1 == len(pattern.slots):
        end = len(text) - len(constant)
        if start < end <= latest and text.endswith(constant):
            yield end, len(text)
        return
    end = text.find(constant, start + 1, latest + len(constant))
    while end >= 0:
        yield end, end + len(constant)
        end = text.find(constant, end + 1, latest + len(constant))


def limit(slot: Slot, text: str, start: int) -> int:
    """Where a slot that starts at ``start`` must have ended."""
    latest = min(len(text), start + (LINE_CHARS if slot.one_line else TEXT_CHARS))
    for mark in (TURN, "\n") if slot.one_line else (TURN,):
        end = text.find(mark, start, latest)
        if end >= 0:
            latest = end
    return latest


class SlotReader:
    """Reads the slots of one template; remembers what it read within one request."""

    def __init__(self, template: Template, grammar: Grammar) -> None:
        self.template, self.grammar = template, grammar
        self._known: dict[tuple[Slot, str], list[Json]] = {}

    def values(self, slot: Slot, text: str) -> list[Json]:
        """Every value of ``text`` in ``slot``, none if it does not belong there. Pass-through slots give [None]."""
        key = (slot, text)
        if key not in self._known:
            self._known[key] = self._read(slot, text)
        return self._known[key]

    def _read(self, slot: Slot, text: str) -> list[Json]:
        if slot.type in FREE:
            return [None] if is_free(slot, text) else []
        if slot.type == "choice":
            labels = self.template.choices[slot.name]
            return [labels[text]] if text in labels else []
        if slot.type == "rows":
            return self._rows(slot, text)
        if slot.type == "clauses":
            return self._clauses(slot, text)
        if slot.type == "name":
            return [text] if is_name(text) else []
        if slot.type == "names":
            names = listed(text)
            return [names] if names else []
        found = read_literal(self.grammar, slot.type, text, self.template.writing)
        if slot.name.startswith("_"):
            return found
        return [value for value in found if isinstance(value, list) and value and isinstance(value[0], str)]

    def _rows(self, slot: Slot, text: str) -> list[Json]:
        """Every reading of repeated lines: ``["rows", [{slot: value}, ...]]``."""
        lines = text.split("\n")
        if len(text) > TEXT_CHARS or len(lines) > MOST_ROWS:
            return []
        pattern = self.template.rows[slot.name]
        readings: list[list[dict[str, Json]]] = []
        for line in lines:
            ways: list[dict[str, Json]] = []
            for cut in cuts(pattern, line, self):
                options = [self.values(s, t) for s, t in zip(pattern.slots, cut, strict=True)]
                for values in product(*options):
                    row = {s.name: v for s, v in zip(pattern.slots, values, strict=True) if v is not None}
                    if row not in ways:
                        ways.append(row)
            if not ways:
                return []
            readings.append(ways)
        number = 1
        for ways in readings:
            number *= len(ways)
            if number > READINGS:
                raise TooMany
        return [["rows", list(rows)] for rows in product(*readings)]

    def _clauses(self, slot: Slot, text: str) -> list[Json]:
        """Every reading of lines of the stated forms."""
        lines = text.split("\n")
        if len(text) > TEXT_CHARS or len(lines) > MOST_ROWS:
            return []
        readings = [self._ways(slot, line) for line in lines]
        number = prod(map(len, readings))
        if number > READINGS:
            raise TooMany
        return [
            Clauses(tuple(said for said, _ in way), tuple(name for _, names in way for name in names))
            for way in product(*readings)
        ]

    def _ways(self, slot: Slot, line: str) -> list[tuple[Json, tuple[str, ...]]]:
        """What a line may say, with the names in it."""
        found: list[tuple[Json, tuple[str, ...]]] = []
        for pattern, said in self.template.clauses[slot.name]:
            for cut in cuts(pattern, line, self):
                options = [self.values(s, t) for s, t in zip(pattern.slots, cut, strict=True)]
                for values in product(*options):
                    named = {s.name: value for s, value in zip(pattern.slots, values, strict=True)}
                    names = tuple(str(named[s.name]) for s in pattern.slots if s.type == "name")
                    way = (clause(self.template.family, line, filled(said, named)), names)
                    if way not in found:
                        found.append(way)
        return found
