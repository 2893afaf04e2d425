"""The checker's evaluator: an expression to its value, with its own list of steps."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from suffice.records import Json
from suffice.symbolic.calendar.audit import days
from suffice.symbolic.calendar.audit.dates import on_dates
from suffice.symbolic.calendar.audit.hours import on_clocks, on_work
from suffice.symbolic.calendar.audit.numbers import Doubt, decode
from suffice.symbolic.calendar.audit.ranges import on_ranges
from suffice.symbolic.calendar.audit.run import NONE, Run
from suffice.symbolic.calendar.audit.sums import on_sums

_PLAIN = frozenset("date time datetime moment zone dur num weekday month year md days region every bool".split())
_THEMES = (on_dates, on_sums, on_work, on_clocks, on_ranges)


@dataclass(slots=True)
class Replay(Run):
    """Evaluates; every operation but ``none`` is a step."""

    def value(self, expr: Json) -> Any:
        if not isinstance(expr, list):
            return expr
        head, *rest = expr
        if head == "ref":
            return self.value(self.given[rest[0]])
        if head in ("list", "rows"):
            return "list", tuple(self.value(item) for item in rest[0])
        if head == "range":
            return "range", self.value(rest[0]), self.value(rest[1])
        if head == "ym":
            return "ym", self._told(rest[0]) * 12 + rest[1] - 1
        if head in _PLAIN:
            self.regions = self.regions or head == "region"
            return decode(expr)
        arguments = tuple(self.value(argument) for argument in rest)
        self.zones = self.zones or head in (
            "at", "to_zone", "now_in", "today_in", "convert_time", "zone_lead", "from_unix"
        )  # fmt: skip
        value = self._apply(head, arguments)
        if value != NONE:
            self.steps.append((head, arguments, value))
        return value

    def _told(self, said: Json) -> int:
        return days.year(self.value(said)) if isinstance(said, list) else self.said_year(said)

    def _apply(self, name: str, a: tuple[Any, ...]) -> Any:
        for theme in _THEMES:
            found = theme(self, name, a)
            if found is not None:
                return found
        raise Doubt(f"'{name}' is no operation of the calendar")
