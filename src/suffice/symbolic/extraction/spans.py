"""``extract``: all literals of a text, each with its place, its kind and every value it may have."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, time
from fractions import Fraction
from typing import Any

from suffice.errors import UsageError
from suffice.symbolic.extraction import amounts, lookalikes
from suffice.symbolic.extraction.dates import pieces
from suffice.symbolic.extraction.meaning import Expression, Instant, Reading, decimal
from suffice.symbolic.extraction.tokens import Token, tokens_of

LIMIT_CHARACTERS = 1 << 16
KINDS = ("number", "percentage", "quantity", "money", "date", "time", "datetime", "range", "duration", "set")
_YEARS = range(1000, 9000)  # of a reference time: what is reckoned from it stays inside the calendar
_ANY_DAYS = (datetime(2003, 7, 2, 9, 30), datetime(2016, 11, 27, 17, 45))  # two days that share nothing


# Dates and times; the stretches that they and what was left out take up; whether all that depends on the time.
Dated = tuple[list["Span"], list[tuple[int, int]], bool]


@dataclass(frozen=True, slots=True)
class Span:
    """One literal. ``start`` and ``end`` (exclusive) are indices of the Python string: code points.

    ``value``: where only one is possible, else None; numbers as exact decimals or fractions, seconds of a duration,
    ISO 8601 dates and times. ``unit``: of a quantity, a currency, ``%``, ``s``. ``timex``: the TIMEX3 value of the
    first reading. ``values``: every reading, for dates the past one first: ``value``, or ``start`` and ``end``
    (exclusive), with its own ``timex`` and ``unit``; ``mod`` says how a word such as *before* limits it.
    """

    start: int
    end: int
    text: str
    kind: str
    value: str | None
    unit: str | None
    timex: str | None
    values: tuple[dict[str, str], ...]

    def to_json(self) -> dict[str, Any]:
        names = ("start", "end", "text", "kind", "value", "unit", "timex")
        return {**{name: getattr(self, name) for name in names}, "values": [dict(v) for v in self.values]}


def extract(text: str, *, now: datetime | str | None = None) -> list[Span]:
    """The literals of ``text``, in order, not overlapping.

    ``now``: the reference time, ISO 8601 (a zone is allowed and ignored: times are local to it), or 'now' for this
    machine's clock. Without it, what depends on it has no ``timex`` and no ``values``.
    Raises UsageError for a ``now`` that is none, and for more than ``LIMIT_CHARACTERS``.
    """
    if len(text) > LIMIT_CHARACTERS:
        raise UsageError(f"the text has {len(text):,} characters, above the limit of {LIMIT_CHARACTERS:,}: split it")
    tokens = tokens_of(text)
    moment = _moment(now)
    dated, taken, _ = _timeless(text, tokens) if moment is None else _dated(text, tokens, moment)
    counted = [
        _amount(text, *found) for found in amounts.found(text, lookalikes.merged(taken + lookalikes.ratios(text)))
    ]
    return sorted(dated + counted, key=lambda span: span.start)


def _moment(now: datetime | str | None) -> datetime | None:
    """Local time without its zone."""
    if now is None or now == "":
        return None
    if now == "now":
        return datetime.now()
    if isinstance(now, str):
        try:
            now = datetime.fromisoformat(now.strip())
        except ValueError:
            raise UsageError(f"now is '{now[:60]}': write ISO 8601, such as 2026-03-17T09:00:00") from None
    if now.year not in _YEARS:
        raise UsageError(f"now is in the year {now.year}: give one from {_YEARS.start} to {_YEARS.stop - 1}")
    return now.replace(tzinfo=None)


def _dated(text: str, tokens: list[Token], now: datetime) -> Dated:
    kept, left, timely = pieces(text, tokens, now)
    names = lookalikes.merged(lookalikes.names(text))
    spans = [_date(text, tokens, *piece) for piece in kept]
    inside = _touched([(span.start, span.end) for span in spans], names)
    taken = names + [(tokens[a].start, tokens[b - 1].end) for a, b, _ in kept + left]
    return [span for n, span in enumerate(spans) if n not in inside], lookalikes.merged(taken), timely


def _touched(places: list[lookalikes.Stretch], names: list[lookalikes.Stretch]) -> set[int]:
    """The indices of ``places`` (in order) that share a character with one of ``names`` (in order)."""
    found: set[int] = set()
    at = 0
    for n, (start, end) in enumerate(places):
        while at < len(names) and names[at][1] <= start:
            at += 1
        if at < len(names) and names[at][0] < end:
            found.add(n)
    return found


def _timeless(text: str, tokens: list[Token]) -> Dated:
    """What holds at any reference time: readings that two of them share."""
    one, taken, timely = _dated(text, tokens, _ANY_DAYS[0])
    if not timely:
        return one, taken, False
    other, *_ = _dated(text, tokens, _ANY_DAYS[1])
    twins = {(span.start, span.end, span.kind): span for span in other}
    spans = []
    for span in one:
        twin = twins.get((span.start, span.end, span.kind))
        if twin is None:
            continue
        if span.values != twin.values:
            timex = span.timex if span.timex == twin.timex else None
            span = replace(span, value=None, timex=timex, values=())
        spans.append(span)
    return spans, taken, True


def _date(text: str, tokens: list[Token], first: int, behind: int, expression: Expression) -> Span:
    start, end = tokens[first].start, tokens[behind - 1].end
    values = tuple(_reading(reading, expression) for reading in expression.readings)
    alone = values[0].get("value") if len(values) == 1 else None
    unit = "s" if expression.kind == "duration" else None
    return Span(start, end, text[start:end], expression.kind, alone, unit, expression.readings[0].timex, values)


def _reading(reading: Reading, expression: Expression) -> dict[str, str]:
    parts = {"value": reading.value, "start": reading.start, "end": reading.end}
    shown = {name: _iso(part) for name, part in parts.items() if part is not None}
    mod = {"mod": expression.mod} if expression.mod else {}
    return {"timex": reading.timex, **shown, **mod}


def _iso(part: Instant | Fraction) -> str:
    if isinstance(part, Fraction):
        return decimal(part)
    if isinstance(part, datetime | time):
        return part.isoformat(timespec="seconds")
    assert isinstance(part, date)
    return part.isoformat()


def _amount(text: str, start: int, end: int, kind: str, readings: tuple[tuple[str, str | None], ...]) -> Span:
    values = tuple({"value": value, **({"unit": unit} if unit else {})} for value, unit in readings)
    value, unit = readings[0]
    if any(other != value for other, _ in readings):
        value = None
    if any(other != unit for _, other in readings):
        unit = None
    return Span(start, end, text[start:end], kind, value, unit, None, values)
