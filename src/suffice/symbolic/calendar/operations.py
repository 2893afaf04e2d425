"""What each operation of the calendar language does, as the solver does it; one file per theme."""

from __future__ import annotations

from typing import Any

from suffice.symbolic.calendar.on_clocks import on_clocks
from suffice.symbolic.calendar.on_dates import on_dates
from suffice.symbolic.calendar.on_ranges import on_ranges
from suffice.symbolic.calendar.on_work import on_work
from suffice.symbolic.calendar.setting import NOT_MINE, Setting
from suffice.symbolic.calendar.sums import on_sums
from suffice.symbolic.calendar.values import misread

_THEMES = (on_dates, on_sums, on_work, on_clocks, on_ranges)


def apply(setting: Setting, name: str, a: list[Any]) -> Any:
    """The result of one operation. Raises Refusal; OverflowError and ValueError mean beyond the calendar."""
    for theme in _THEMES:
        found = theme(setting, name, a)
        if found is not NOT_MINE:
            return found
    raise misread(f"'{name}' is no operation of the calendar")
