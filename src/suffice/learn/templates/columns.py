"""The slots of a group with their values, and what its answers are made of."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from keyword import iskeyword

from suffice.learn.templates.layout import DATES, LITERALS, MONTHS, Gap, Piece, layout, matcher
from suffice.learned.shape import Shape

NEARLY_ALL, MOST_WRONG = 0.98, 0.12  # of requests; of answers, whose wording may be wrong too
_MOST_LABELS = 8
_PLAIN_LABELS = frozenset("yes no y n true false".split())
_WEEKDAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
_RESERVED = frozenset(("answer", "when", "which"))

Literal = Fraction | date | int | str  # number, date, minutes since midnight, label
Values = dict[str, Literal]


@dataclass(frozen=True, slots=True)
class Slot:
    """``kind``: number, date, time, choice or text. ``style`` of dates: iso, long, day first, month first."""

    name: str
    kind: str
    style: str = ""
    labels: tuple[str, ...] = ()
    percent: bool = False
    decimals: int = 0


@dataclass(frozen=True, slots=True)
class Row:
    """One distinct request with its answer. ``texts`` of all slots, ``values`` of those that are no free text."""

    id: str
    line: int
    texts: Mapping[str, str]
    values: Values
    answer: Literal | None = None  # None: not worded like the others
    time: float | None = None


@dataclass(frozen=True, slots=True)
class Asked:
    """What requests are made of. ``pieces[i]``: constants and slots of message i."""

    roles: tuple[str, ...]
    pieces: tuple[tuple[str | Slot, ...], ...]
    slots: tuple[Slot, ...] = field(init=False)

    def __post_init__(self) -> None:
        slots = tuple(piece for pieces in self.pieces for piece in pieces if isinstance(piece, Slot))
        object.__setattr__(self, "slots", slots)

    @property
    def constant(self) -> str:
        """All constant text, slots as ``{name}``."""
        return "\n".join(
            "".join(piece if isinstance(piece, str) else f"{{{piece.name}}}" for piece in pieces)
            for pieces in self.pieces
        )


@dataclass(frozen=True, slots=True)
class Told:
    """How answers are worded: constants, names of slots that are repeated in ``{}``, None for the value itself."""

    pieces: tuple[str | tuple[str] | None, ...]
    kind: str  # number, date, time or label
    style: str = ""
    labels: tuple[str, ...] = ()
    decimals: int = 0
    fixed: bool = False  # as many decimals every time
    grouped: bool = False


def asked(shape: Shape, requests: Sequence[Sequence[str]]) -> tuple[Asked, list[list[str] | None]]:
    """The slots that the shape's own are made of, and their texts in each request (texts of its messages)."""
    names: set[str] = set()
    found: list[tuple[str | Slot, ...]] = []
    cuts: list[list[str] | None] = [[] for _ in requests]
    for index in range(len(shape.roles)):
        texts = [request[index].replace("\r\n", "\n") for request in requests]
        pieces = layout(texts, 0.995)
        columns: list[list[str]] = []
        pattern = matcher(pieces)
        for place, text in enumerate(texts):
            match, cut = pattern.fullmatch(text), cuts[place]
            if match is None or cut is None:
                cuts[place] = None
            else:
                cut += match.groups()
                columns.append(list(match.groups()))
        found.append(tuple(_slots(pieces, list(zip(*columns, strict=True)), names, "\n".join(_constants(shape)))))
    return Asked(shape.roles, tuple(found)), cuts


def _constants(shape: Shape) -> list[str]:
    return [constant for constants in shape.messages for constant in constants]


def _slots(pieces: Sequence[Piece], columns: Sequence[Sequence[str]], names: set[str], constant: str):
    number = 0
    for place, piece in enumerate(pieces):
        if isinstance(piece, str):
            yield piece
            continue
        column = columns[number] if columns else ()
        number += 1
        before = pieces[place - 1] if place else ""
        after = pieces[place + 1] if place + 1 < len(pieces) else ""
        assert isinstance(before, str) and isinstance(after, str)
        yield _slot(piece.kind, column, _name(before, after, names), after, constant)


def _slot(kind: str, column: Sequence[str], name: str, after: str, constant: str) -> Slot:
    if kind == "number":
        decimals = max((len(text.partition(".")[2]) for text in column), default=0)
        if any(len(text) > 1 and text[0] == "0" and text[1] != "." for text in column):
            return Slot(name, "text")  # a number by name only: 00123
        return Slot(name, "number", percent=after.lstrip().startswith("%"), decimals=decimals)
    if kind in DATES:
        style = _order(column) if kind == "slashed" else kind
        return Slot(name, "date", style) if style else Slot(name, "text")
    if kind == "time":
        return Slot(name, "time")
    labels = tuple(sorted(set(column)))
    if 1 < len(labels) <= _MOST_LABELS and all(label == label.strip() and stands(label, constant) for label in labels):
        return Slot(name, "choice", labels=labels)
    return Slot(name, "text")


def stands(label: str, constant: str) -> bool:
    """Whether a label is the prompt's own, or no more than yes or no: nothing that users wrote becomes one."""
    whole = re.search(rf"(?<!\w){re.escape(label)}(?!\w)", constant, re.I)
    return bool(label.strip()) and (whole is not None or label.casefold() in _PLAIN_LABELS or label in _WEEKDAYS)


def _order(column: Sequence[str]) -> str:
    first, second = (max(int(text.split("/")[part]) for text in column) for part in (0, 1))
    return "day first" if first > 12 >= second else "month first" if second > 12 >= first else ""


def _name(before: str, after: str, names: set[str]) -> str:
    near = re.split(r"[.;,!?()|\n]", before)[-1]
    words = (
        re.findall(r"[a-z]+", near.lower())[-2:]
        or re.findall(r"[a-z]+", before.lower())[-1:]
        or re.findall(r"[a-z]+", after.lower())[:1]
    )
    name = "_".join(words)[:30] or "value"
    if iskeyword(name) or name in _RESERVED:
        name += "_given"
    number = 2
    while name in names:
        name, number = f"{name.rstrip('0123456789')}{number}", number + 1
    names.add(name)
    return name


def values(slots: Sequence[Slot], texts: Mapping[str, str]) -> Values | None:
    """The slots' values; None where one is none of its kind."""
    found: Values = {}
    for slot in slots:
        if slot.kind != "text":
            value = literal(slot.kind, slot.style, texts[slot.name])
            if value is None or (slot.labels and value not in slot.labels):
                return None
            found[slot.name] = value
    return found


def literal(kind: str, style: str, text: str) -> Literal | None:
    """Exact value of a text."""
    try:
        match kind:
            case "number":
                return Fraction(text.replace(",", ""))
            case "time":
                hours, minutes = map(int, text.split(":"))
                return hours * 60 + minutes if hours < 24 and minutes < 60 else None
            case "date" if style == "iso":
                return date.fromisoformat(text)
            case "date" if style == "long":
                day, month, year = text.split()
                return date(int(year), MONTHS.index(month) + 1, int(day))
            case "date":
                first, second, year = map(int, text.split("/"))
                return date(year, second, first) if style == "day first" else date(year, first, second)
    except ValueError:
        return None
    return text


def told(answers: Sequence[str], requests: Sequence[Mapping[str, str]], constant: str) -> tuple[Told, list] | str:
    """How answers are worded and the value in each (None: worded otherwise); or why that cannot be told."""
    stripped = [answer.strip() for answer in answers]
    pieces = layout(stripped, 1 - MOST_WRONG)
    labels = [label for label, count in Counter(stripped).most_common(_MOST_LABELS) if count >= 0.02 * len(stripped)]
    wordy = not any(matcher((Gap(kind),)).fullmatch(label) for label in labels for kind in LITERALS)
    if wordy and sum(text in labels for text in stripped) >= (1 - MOST_WRONG) * len(stripped):
        pieces = (Gap("text"),)
    matches = [matcher(pieces).fullmatch(text) for text in stripped]
    gaps = [piece for piece in pieces if isinstance(piece, Gap)]
    names: list[str | None] = []
    for number in range(len(gaps)):
        names.append(_repeated(number, matches, requests))
    if names.count(None) != 1:
        return "its answers are not one value in constant words"
    place = names.index(None)
    column = [match[place + 1] if match else None for match in matches]
    said = _said(gaps[place].kind, [text for text in column if text is not None], constant)
    if isinstance(said, str):
        return said
    kind, style, extra = said
    gap_names = iter(names)
    worded = tuple(piece if isinstance(piece, str) else _place(next(gap_names)) for piece in pieces)
    read = [None if text is None else literal(kind, style, text) for text in column]
    if kind == "label":
        read = [text if text in extra["labels"] else None for text in column]
    return Told(worded, kind, style, **extra), read


def _place(name: str | None) -> tuple[str] | None:
    return None if name is None else (name,)


def _repeated(number: int, matches: Sequence, requests: Sequence[Mapping[str, str]]) -> str | None:
    """The slot whose text the answers repeat there."""
    pairs = [(match[number + 1], request) for match, request in zip(matches, requests, strict=True) if match]
    for name in requests[0] if requests else ():
        if len({request[name] for _, request in pairs}) > 1 and sum(
            text == request[name] for text, request in pairs
        ) >= (1 - MOST_WRONG) * len(pairs):
            return name
    return None


def _said(kind: str, column: Sequence[str], constant: str) -> tuple[str, str, dict] | str:
    if kind == "number":
        counts = Counter(len(text.partition(".")[2]) for text in column)
        decimals = max(places for places, count in counts.items() if count >= 0.02 * len(column))
        fixed = counts[decimals] >= (1 - MOST_WRONG) * len(column)
        return "number", "", {"decimals": decimals, "fixed": fixed, "grouped": any("," in text for text in column)}
    if kind in DATES:
        style = _order(column) if kind == "slashed" else kind
        return ("date", style, {}) if style else "nobody can tell whether its answers begin with the day or the month"
    if kind == "time":
        return "time", "", {}
    counts = Counter(column)
    labels = tuple(sorted(label for label, count in counts.items() if count >= 0.02 * len(column)))
    if not 2 <= len(labels) <= _MOST_LABELS or sum(counts[label] for label in labels) < (1 - MOST_WRONG) * len(column):
        return "its answers are free text"
    odd = next((label for label in labels if not stands(label, constant)), None)
    return ("label", "", {"labels": labels}) if odd is None else "its answers are labels that the prompt does not name"
