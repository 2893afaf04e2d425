"""What ranges share and leave free, order and remainders: the solver against minutes counted one by one."""

from __future__ import annotations

import random
from typing import Any

from suffice.records import Abstain, Code, Status
from suffice.symbolic.calendar.check import check
from suffice.symbolic.calendar.problem import paraphrase, validate
from suffice.symbolic.calendar.solve import solve


def answer(find: Any, form: dict[str, Any] | None = None) -> str | Code:
    body = {"given": {}, "find": find, "form": form or {}, "now": None}
    validate(body)
    assert paraphrase(body)
    found = solve(body)
    if isinstance(found, Abstain):
        return found.code
    assert check(body, found).status is Status.VALID, (body, found)
    return found.value


def clock(minute: int) -> str:
    return f"{minute // 60:02d}:{minute % 60:02d}"


def span(low: int, high: int) -> list[Any]:
    return ["range", ["time", f"{clock(low)}:00"], ["time", f"{clock(high)}:00"]]


def runs(minutes: set[int]) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    for minute in sorted(minutes):
        found = (
            [*found[:-1], (found[-1][0], minute + 1)]
            if found and found[-1][1] == minute
            else [*found, (minute, minute + 1)]
        )
    return found


def some_span(source: random.Random, low: int, high: int) -> tuple[int, int]:
    start = source.randrange(low, high - 1)
    return start, source.randrange(start + 1, high)


def test_free_time_and_common_time_minute_by_minute() -> None:
    source = random.Random(2)
    for _ in range(60):
        low, high = some_span(source, 300, 900)
        high += 60
        busy = [some_span(source, low, high) for _ in range(source.randint(1, 5))]
        left = set(range(low, high)) - {minute for a, b in busy for minute in range(a, b)}
        free = ["free", ["list", [span(*one) for one in busy]], span(low, high)]
        pieces = runs(left)
        if pieces:
            assert answer(free) == ", ".join(f"{clock(a)}-{clock(b)}" for a, b in pieces)
            assert answer(["in_units", ["total", free], "minutes"]) == str(len(left))
            assert answer(["start", ["first_of", free]]) == clock(pieces[0][0])
            longest = max(b - a for a, b in pieces)
            found = [f"{clock(a)}-{clock(b)}" for a, b in pieces if b - a == longest]
            assert answer(["longest", free]) == (found[0] if len(found) == 1 else Code.AMBIGUOUS)
        (a, b), (c, d) = some_span(source, 300, 900), some_span(source, 300, 900)
        shared = runs(set(range(a, b)) & set(range(c, d)))
        wanted = f"{clock(shared[0][0])}-{clock(shared[0][1])}" if shared else Code.INCONSISTENT
        assert answer(["common", span(a, b), span(c, d)]) == wanted


def test_free_time_of_at_least_a_length() -> None:
    free = ["free", ["list", [span(540, 600), span(630, 720)]], span(540, 780)]
    assert answer(["first_of", ["at_least", free, ["dur", {"seconds": 3600}]]]) == "12:00-13:00"
    assert answer(["first_of", ["at_least", free, ["dur", {"seconds": 7200}]]]) == Code.INCONSISTENT


def test_what_lies_outside_is_not_guessed() -> None:
    assert answer(["free", ["list", [span(500, 600)]], span(540, 780)]) == Code.UNSUPPORTED


def test_order_and_remainders() -> None:
    dates = [["date", text] for text in ("2026-10-12", "2026-09-28", "2026-11-03")]
    assert answer(["in_order", ["list", dates]]) == "2026-09-28, 2026-10-12, 2026-11-03"
    for left, right in ((19, 6), (28, 8), (5, 7), (0, 3)):
        assert answer(["mod", ["num", str(left)], ["num", str(right)]]) == str(left % right)
    assert answer(["mod", ["num", "5"], ["num", "0"]]) == Code.INCONSISTENT
