"""Windows of time: returns within 30 days of delivery, what was delivered when, and whether it may be returned today.

Whether the last day itself is within 30 days, by which count, English leaves open: it is neither in nor out. That later
is too late, only "only", "must" and the like say. Days tell of hours only as far as a day more or less does not matter.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from suffice.records import Json
from suffice.symbolic.rules.brackets import Figure, X, is_fine, unclear
from suffice.symbolic.rules.captures import kind_of
from suffice.symbolic.rules.measure import in_base
from suffice.symbolic.rules.pieces import Asking, Made, Span, Unfit

_GOODS = frozenset("item product thing purchase good article".split())


@dataclass(frozen=True, slots=True)
class Window:
    """``only``: later is too late; ``must``: that alone is said; ``fine``: it is told in parts of a day."""

    deed: str
    event: str
    days: Json
    span: Span
    kind: str | None = None
    only: bool = False
    must: bool = False
    fine: bool = False


@dataclass(frozen=True, slots=True)
class Happened:
    """An event of the case: on a date, or so long ago. ``thing`` is None for "it"; ``by``: who did it, whose it is."""

    event: str
    thing: str | None
    on: str | None = None
    ago: Json = None
    by: frozenset[str] = frozenset()
    fine: bool = False


@dataclass(frozen=True, slots=True)
class Day:
    """The day of which the case is, and what is to be done then, if it says."""

    on: str
    deed: str | None = None
    thing: str | None = None
    by: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Question(Asking):
    deed: str
    thing: str | None = None
    on: str | None = None
    by: frozenset[str] = frozenset()


def problem(pieces: Sequence[Window | Happened | Day | Question], texts: Sequence[str]) -> Json:
    """The clauses and the question of one way to read a text. Raises Unfit."""
    windows = [(piece, text) for piece, text in zip(pieces, texts, strict=True) if isinstance(piece, Window)]
    events = [piece for piece in pieces if isinstance(piece, Happened)]
    days = [piece for piece in pieces if isinstance(piece, Day)]
    asks = [piece for piece in pieces if isinstance(piece, Question)]
    if len(windows) != 1 or len(events) != 1 or len(asks) != 1:
        raise Unfit("one window, one event and one question are needed")
    (event,), (ask,) = events, asks
    things = {one.thing for one in (event, ask, *days)} - {None}
    if len(things) > 1 or any(day.deed not in (None, ask.deed) for day in days):
        raise Unfit("of several things")
    people = frozenset[str]().union(event.by, ask.by, *(day.by for day in days))
    if len(people) > 1:
        raise Unfit("of several people")
    thing = things.pop() if things else None
    name = f"the {thing}" if thing else "it"
    attribute = f"time since {event.event}"
    clauses: list[Json] = []
    for window, text in windows:
        if window.event != event.event or window.deed != ask.deed:
            raise Unfit("the window is of something else")
        if window.kind not in (None, thing) and window.kind not in _GOODS:
            raise Unfit("the window is for another kind")
        if window.must and window.deed == "returned" and window.kind not in (None, *_GOODS):
            raise Unfit("what is lent must be returned, and may be returned late")
        may = [f"may be {window.deed}", X]
        if not window.must:
            clauses.append({"if": ["cmp", "lt", [attribute, X], window.days], "then": may, "text": text})
        if window.only or window.must:
            clauses.append({"if": ["cmp", "gt", [attribute, X], window.days], "then": ["not", may], "text": text})
    elapsed = _elapsed(event, days, ask, [attribute, name])
    end = Figure(windows[0][0].days, fine=windows[0][0].fine)
    if unclear(Figure(elapsed["then"][3], fine=event.fine), end):
        raise Unfit("how many hours is that?")
    clauses.append(elapsed)
    return {"clauses": clauses, "ask": {"truth": [f"may be {ask.deed}", name]}}


def _elapsed(event: Happened, days: Sequence[Day], ask: Question, of: Json) -> Json:
    """How long ago it was, on the one day that is meant."""
    stated = [day.on for day in days] + ([ask.on] if ask.on else [])
    if event.ago is not None:
        if stated:
            raise Unfit("ago from when?")
        return {"then": ["cmp", "eq", of, event.ago]}
    if len(stated) != 1 or event.on is None:
        raise Unfit("on which day?")
    count = (date.fromisoformat(stated[0]) - date.fromisoformat(event.on)).days
    if count < 0:
        raise Unfit("before it happened")
    return {"then": ["cmp", "eq", of, ["qty", str(count), "day"]], "days": [event.on, stated[0]]}


def _by(found: Mapping[str, Any]) -> frozenset[str]:
    """Who does it, or whose it is."""
    who = found.get("by")
    named = {str(who[1] if isinstance(who, list) else who)} if who is not None else set[str]()
    return frozenset(named | ({"i"} if "mine" in found else set()))


def _span_of(value: Any) -> Json | None:
    """Days, weeks or hours as days; None for months, whose days differ."""
    based = in_base(list(value)) if isinstance(value, list) and len(value) == 3 else None
    return based if based is not None and based[0] == "qty" and based[2] == "day" else None


def _window(found: Mapping[str, Any], span: Span) -> Window | None:
    days = _span_of(found["n"])
    kind = kind_of(found["s"]) if "s" in found else None
    if days is None or ("s" in found and kind is None):
        return None
    return Window(found["d"], found["ev"], days, span, kind, "only" in found, "must" in found, is_fine(found["n"]))


def _happened(found: Mapping[str, Any], span: Span) -> Happened | None:
    del span
    thing = kind_of(found["o"]) if "o" in found else None
    on, ago = _date(found), _span_of(found.get("ago"))
    return (
        None
        if (on is None) == (ago is None)
        else Happened(found["ev"], thing, on, ago, _by(found), "ago" in found and is_fine(found["ago"]))
    )


def _day(found: Mapping[str, Any], span: Span) -> Day | None:
    del span
    on = _date(found)
    return None if on is None else Day(on, found.get("d"), kind_of(found["o"]) if "o" in found else None, _by(found))


def _question(found: Mapping[str, Any], span: Span) -> Question | None:
    del span
    if "date" in found and _date(found) is None:
        return None
    return Question(found["d"], kind_of(found["o"]) if "o" in found else None, _date(found), _by(found))


def _date(found: Mapping[str, Any]) -> str | None:
    value = found.get("date")
    return str(value[1]) if isinstance(value, list) and value[0] == "date" else None


TELLING: tuple[tuple[str, Made], ...] = (("w_rule", _window), ("w_fact", _happened), ("w_day", _day))
ASKING: tuple[tuple[str, Made], ...] = (("w_ask", _question),)
