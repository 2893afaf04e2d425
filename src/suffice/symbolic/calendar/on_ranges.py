"""Operations on ranges and lists, and comparisons."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from suffice.symbolic.calendar import spans
from suffice.symbolic.calendar.setting import NOT_MINE, Setting, kind, resolved
from suffice.symbolic.calendar.values import Length, Span, misread


def on_ranges(setting: Setting, name: str, a: list[Any]) -> Any:
    """The result, or NOT_MINE. Raises Refusal."""
    match name:
        case "span" | "length":
            return spans.span_length(kind(a[0], Span, "a range"))
        case "overlap":
            return spans.overlap(kind(a[0], Span, "a range"), kind(a[1], Span, "a range"))
        case "overlaps":
            return spans.overlap(kind(a[0], Span, "a range"), kind(a[1], Span, "a range")) != Length()
        case "gap":
            return spans.gap(kind(a[0], Span, "a range"), kind(a[1], Span, "a range"))
        case "common":
            return spans.common(kind(a[0], Span, "a range"), kind(a[1], Span, "a range"))
        case "free":
            return spans.free(kind(a[0], tuple, "a list"), kind(a[1], Span, "a range"))
        case "at_least":
            least = kind(a[1], Length, "a length of time").exact_us
            return tuple(one for one in kind(a[0], tuple, "a list") if spans.span_length(one).exact_us >= least)
        case "first_of":
            return spans.first_of(kind(a[0], tuple, "a list"))
        case "longest":
            return spans.longest(kind(a[0], tuple, "a list"))
        case "in_order":
            items = tuple(resolved(setting, item) for item in kind(a[0], tuple, "a list"))
            if len({type(item) for item in items}) != 1:
                raise misread("a list of one kind is expected")
            return tuple(sorted(items, key=spans.instant))
        case "inside":
            return spans.inside(resolved(setting, a[0]), kind(a[1], Span, "a range"))
        case "start":
            return kind(a[0], Span, "a range").start
        case "end":
            return kind(a[0], Span, "a range").end
        case "earliest" | "latest":
            items = kind(a[0], tuple, "a list")
            if not items or len({type(item) for item in items}) != 1:
                raise misread("a list of one kind is expected")
            return (min if name == "earliest" else max)(items, key=spans.instant)
        case "lt" | "le" | "gt" | "ge" | "eq" | "ne":
            tests: dict[str, Callable[[Any, Any], bool]] = {
                "lt": lambda x, y: x < y, "le": lambda x, y: x <= y, "gt": lambda x, y: x > y,
                "ge": lambda x, y: x >= y, "eq": lambda x, y: x == y, "ne": lambda x, y: x != y,
            }  # fmt: skip
            return spans.compare(resolved(setting, a[0]), resolved(setting, a[1]), tests[name])
    return NOT_MINE
