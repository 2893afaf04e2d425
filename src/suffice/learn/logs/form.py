"""What every form of log record is, and what they share: texts inside parts, times, tokens."""

from __future__ import annotations

import json
from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, ClassVar

from suffice.records import Json

Record = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Exchange:
    """A request as a chat request (``messages`` or ``input``, tools, response format) and what came of it.

    ``user`` is as the log names it. ``tokens``: of the prompt and of the reply.
    """

    request: Record
    answer: str | None = None
    gold: str | None = None
    id: str | None = None
    model: str | None = None
    time: float | None = None
    user: str | None = None
    tokens: tuple[int | None, int | None] = (None, None)


class Form(ABC):
    """One form of record. ``rank``: the order in which forms are asked whether a record is theirs."""

    rank: ClassVar[int]

    @abstractmethod
    def knows(self, record: Record) -> bool: ...

    @abstractmethod
    def read(self, record: Record) -> Iterable[Exchange]:
        """The exchanges in a record. Raises ValueError with what is wrong and, where there is one, the cure."""


def part(record: Mapping[str, Any], *names: str) -> Record | None:
    """The first of ``names`` that holds an object."""
    return next((record[name] for name in names if isinstance(record.get(name), dict)), None)


def text(record: Mapping[str, Any], *names: str) -> str | None:
    """The first of ``names`` that holds text with anything in it, or a number."""
    for name in names:
        value = record.get(name)
        if isinstance(value, str) and value.strip():
            return value
        if isinstance(value, int | float) and not isinstance(value, bool):
            return str(value)
    return None


def stated(value: Json) -> str | None:
    """An answer as text: JSON where it is no string; None for null and blank."""
    if value is None or (isinstance(value, str) and not value.strip()):
        return None
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def joined(content: Json) -> str | None:
    """The text of a content that is a string, or a list of parts that are all text."""
    if isinstance(content, str):
        return content
    if not isinstance(content, list):
        return None
    pieces = [piece.get("text", piece.get("content")) if isinstance(piece, dict) else piece for piece in content]
    texts = [piece for piece in pieces if isinstance(piece, str)]
    return "\n".join(texts) if texts and len(texts) == len(pieces) else None


def count(record: Mapping[str, Any] | None, *names: str) -> int | None:
    """The first of ``names`` that holds a whole number (CSV: its digits), not negative."""
    for name in names if record else ():
        value = record.get(name) if record else None
        if isinstance(value, str) and value.isascii() and value.isdigit():
            value = int(value)
        if isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value < 1e12:
            return int(value)
    return None


def seconds(value: Json) -> float | None:
    """Seconds since 1970 from ISO 8601 (UTC where no zone is given) or a number of s, ms, µs or ns; None if neither."""
    if isinstance(value, str):
        try:
            moment = datetime.fromisoformat(value.strip())
        except ValueError:
            try:
                value = float(value)
            except ValueError:
                return None
        else:
            try:
                return (moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()
            except OverflowError:  # the first or the last day of the calendar, elsewhere
                return None
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 < value < 1e20:
        return None
    while value > 1e11:
        value /= 1000
    return float(value)
