"""The checker's operations on ranges and lists, and comparisons."""

from __future__ import annotations

import operator
from typing import Any

from suffice.symbolic.calendar.audit import clocks, days
from suffice.symbolic.calendar.audit.numbers import DAY, Doubt
from suffice.symbolic.calendar.audit.run import NONE, Run, exact, expect, none, take

_TESTS = {
    "lt": operator.lt,
    "le": operator.le,
    "gt": operator.gt,
    "ge": operator.ge,
    "eq": operator.eq,
    "ne": operator.ne,
}


def on_ranges(run: Run, name: str, a: tuple[Any, ...]) -> Any:
    match name:
        case "overlap" | "overlaps" | "gap":
            kind, p, q, r, s = clocks.both(expect(a[0], "range"), expect(a[1], "range"))
            shared = min(q, s) - max(p, r)
            if name == "overlaps":
                return "bool", shared > 0
            if name == "gap" and shared > 0:
                raise Doubt("the two overlap")
            return clocks.length(-shared if name == "gap" else max(0, shared), kind)
        case "common":
            kind, p, q, r, s = clocks.both(expect(a[0], "range"), expect(a[1], "range"))
            ends = sorted((p, q, r, s))[1:3]
            if not (p <= ends[0] < ends[1] <= q and r <= ends[0] and ends[1] <= s):
                raise Doubt("the two have nothing in common")
            return clocks.stretch(kind, *ends)
        case "free":
            return "list", clocks.uncovered(take(a[0], "list"), expect(a[1], "range"))
        case "at_least":
            least = exact(a[1])
            return "list", tuple(one for one in take(a[0], "list") if exact(clocks.span_length(one)) >= least)
        case "first_of":
            return (take(a[0], "list") or (none(),))[0]
        case "longest":
            by_size = sorted((exact(clocks.span_length(one)), n) for n, one in enumerate(take(a[0], "list")))
            if not by_size or (len(by_size) > 1 and by_size[-1][0] == by_size[-2][0]):
                raise Doubt("none, or two that are equally long")
            return a[0][1][by_size[-1][1]]
        case "in_order":
            items = [run.resolved(item) for item in take(a[0], "list")]
            if len({item[0] for item in items}) != 1:
                raise Doubt("a list of one kind is expected")
            return "list", tuple(sorted(items, key=lambda item: clocks.rank(item)[1]))
        case "inside":
            kind, low, high = clocks.bounds(expect(a[1], "range"))
            point = run.resolved(a[0])
            if point[0] != kind:
                raise Doubt("a moment and a range of another kind")
            us = point[1] * DAY if kind == "date" else clocks.rank(point)[1]
            return "bool", low <= us < high
        case "length" | "span":
            return clocks.span_length(expect(a[0], "range"))
        case "start":
            return expect(a[0], "range")[1]
        case "end":
            return expect(a[0], "range")[2]
        case "next_of":
            anchor = None if a[2] == NONE else run.day(a[2])
            return "date", days.next_of(take(a[0], "every"), run.day(a[1]), anchor)
        case "nth_of":
            return "date", days.nth_of(take(a[0], "every"), run.day(a[1]), days.number(a[2]))
        case "earliest" | "latest":
            items = take(a[0], "list")
            if not items or len({item[0] for item in items}) != 1:
                raise Doubt("a list of one kind is expected")
            ordered = sorted(items, key=lambda item: clocks.rank(item)[1], reverse=name == "latest")
            return ordered[0]
        case "negated":
            return "bool", not take(a[0], "bool")
    if name in _TESTS:
        left, right = clocks.rank(run.resolved(a[0])), clocks.rank(run.resolved(a[1]))
        if left[0] != right[0]:
            raise Doubt("two things of different kinds are compared")
        return "bool", _TESTS[name](left[1], right[1])
    return None
