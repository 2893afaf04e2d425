"""What must hold before a mined Problem is shown to anybody: it fits, it is the only one, its misses are mere noise."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from fractions import Fraction
from math import comb
from typing import Any

from suffice.learn.templates.candidate import Candidate
from suffice.learn.templates.columns import Asked, Row, Told
from suffice.learn.templates.formula import ENDS, NAMED, WITH_HOLIDAYS, Node, Undefined, num, slot, value, words
from suffice.learn.templates.leaves import constants

FITS = 0.9  # of distinct requests
LEAST_HELD, LEAST_ROWS = 20, 60
_NEED = {"label": 6}  # answers that tell two Problems apart; else 3
_CHANCE = 1e-2  # of misses lying together as they do, over all ways to look
_WORDS = 40  # of a text that are looked at
_ALIKE = 5  # misses by the very same amount


@dataclass(frozen=True, slots=True)
class Check:
    """One check and its outcome in words."""

    name: str
    passed: bool
    said: str


def answers(best: Candidate, rows: Sequence[Row], told: Told) -> list[Node]:
    """Conditions: an answer of several slots lies in the range of those seen, a cap beyond it having shown nowhere."""
    varying = [part for part in best.nodes if part[0] in NAMED]
    if told.kind != "number" or len({part[1] for part in varying}) < 2:
        return []
    seen = [found for row in rows if isinstance(found := best.value(row.values), Fraction)]
    low, high = _two_digits(min(seen), up=True), _two_digits(max(seen), up=False)
    return [("ge", best.node, num(low)), ("le", best.node, num(high))] if low < high else []


def ranges(asked: Asked, rows: Sequence[Row]) -> dict[str, tuple[Fraction, Fraction]]:
    """Of each number the range that was seen, narrowed to two digits: nobody's figure is told by it."""
    found = {}
    for one in asked.slots:
        if one.kind == "number":
            seen = [row.values[one.name] for row in rows]
            low, high = _two_digits(min(seen), up=True), _two_digits(max(seen), up=False)  # type: ignore[type-var]
            found[one.name] = (low, high) if low <= high else (min(seen), max(seen))  # type: ignore[type-var]
    return found


def _two_digits(number: Fraction, up: bool) -> Fraction:
    if not number:
        return number
    if number < 0:
        return -_two_digits(-number, not up)
    step = Fraction(1)
    while number < 10 * step:
        step /= 10
    while number >= 100 * step:
        step *= 10
    whole = number / step
    return (-(-whole.numerator // whole.denominator) if up else whole.numerator // whole.denominator) * step


def within(asked: Asked, best: Candidate, rows: Sequence[Row], bounds) -> list[Node]:
    """Conditions: numbers in the ranges seen, dates in the order seen."""
    found: list[Node] = []
    for name, (low, high) in bounds.items():
        if name in best.slots:
            found += [("ge", slot(name), num(low)), ("le", slot(name), num(high))]
    days = [one.name for one in asked.slots if one.kind == "date" and one.name in best.slots]
    if {part[0] for part in best.nodes} & WITH_HOLIDAYS.keys():  # holidays that the log has not met are not guessed at
        for name in days:
            seen = [row.values[name] for row in rows]
            first, last = min(seen), max(seen)  # type: ignore[type-var]
            monday = first + timedelta(days=-first.weekday() % 7)  # type: ignore[union-attr]
            sunday = last - timedelta(days=(last.weekday() + 1) % 7)  # type: ignore[union-attr]
            found += [("ge", slot(name), ("day", monday)), ("le", slot(name), ("day", sunday))]
    for a in days:
        for b in days:
            if a != b and all(row.values[a] <= row.values[b] for row in rows):  # type: ignore[operator]
                found.append(("le", slot(a), slot(b)))
    return found


def holds(where: Sequence[Node], row: Any) -> bool:
    try:
        return all(value(node, row) for node in where)
    except Undefined:
        return False


_OTHER_SIDE = {"ge": "gt", "gt": "ge", "le": "lt", "lt": "le"}


def edges(best: Candidate, rows: Sequence[Row], told: Told) -> list[Node]:
    """Thresholds met exactly, to be left out where the log does not tell on which side they are."""
    found: list[Node] = []
    for node in dict.fromkeys(best.nodes):
        if node[0] in _OTHER_SIDE:
            other = (_OTHER_SIDE[node[0]], *node[1:])
            outcomes = tuple((label, when and _replaced(when, node, other)) for label, when in best.outcomes)
            if rival(
                best, [replace(best, node=_replaced(best.node, node, other), outcomes=outcomes)], rows, None, told
            ):
                found.append(("ne", node[1], node[2]))
    return list(dict.fromkeys(found))


def halves(best: Candidate, rows: Sequence[Row], told: Told) -> tuple[str, bool]:
    """How halves are rounded, and whether the log tells it."""
    scale = 2 * 10**told.decimals
    votes: Counter[str] = Counter()
    inexact = False
    for row in rows:
        found = best.value(row.values)
        if not isinstance(found, Fraction):
            continue
        inexact = inexact or (found * scale).denominator != 1 or (found * scale) % 2 == 1
        if (found * scale) % 2 == 1:
            for mode in ("half_up", "half_even"):
                votes[mode] += Candidate(best.node, 0, mode).answer(row.values, told) == row.answer
    up, even = votes["half_up"], votes["half_even"]
    if not inexact:
        return "half_up", True
    mode = "half_even" if even > up else "half_up"
    return mode, abs(up - even) >= 3 and min(up, even) * 5 <= max(up, even) * 3


def rival(
    best: Candidate, others: Sequence[Candidate], rows: Sequence[Row], probes: Sequence[Any] | None, told: Told
) -> Candidate | None:
    """Another Problem that the log does not tell apart from the best, though it has other answers.

    Those that answer all ``probes`` alike are the same Problem; without probes none is.
    """
    need = _NEED.get(told.kind, 3)
    given = [best.answer(row.values, told) for row in rows]
    beyond = [best.answer(row, told) for row in probes or ()]
    for other in others:
        if probes is not None and all(
            other.answer(row, told) == mine for row, mine in zip(probes, beyond, strict=True)
        ):
            continue
        theirs = [other.answer(row.values, told) for row in rows]
        apart = [(row.answer == a, row.answer == b) for row, a, b in zip(rows, given, theirs, strict=True) if a != b]
        mine, his = sum(a for a, _ in apart), sum(b for _, b in apart)
        if mine - his < need or his > 0.25 * mine:
            return other
    return None


def pattern(best: Candidate, rows: Sequence[Row], told: Told) -> str | None:
    """Where misses lie together, or are alike, there is something that the Problem does not know."""
    given = [best.answer(row.values, told) for row in rows]
    rows = [row for row, answer in zip(rows, given, strict=True) if answer is not None]
    given = [answer for answer in given if answer is not None]
    missed = [answer != row.answer for row, answer in zip(rows, given, strict=True)]
    total, wrong = len(rows), sum(missed)
    views = list(_views(rows, given))
    for name, members in views:
        inside = [missed[index] for index in members]
        if all(inside) and (len(inside) > 2 or name.endswith(("least", "largest"))):
            return f"all {len(inside)} requests where {name} were answered otherwise"
        if len(inside) >= 3 and _tail(total, wrong, len(inside), sum(inside)) * len(views) < _CHANCE:
            return f"{sum(inside)} of the {wrong} misses lie where {name}"
    amounts: Counter[Any] = Counter()
    for row, mine in zip(rows, given, strict=True):
        if mine == row.answer:
            continue
        if isinstance(mine, date) and isinstance(row.answer, date):
            amounts["by", (row.answer - mine).days] += 1
        elif isinstance(mine, (int, Fraction)) and isinstance(row.answer, (int, Fraction)):
            amounts["by", row.answer - mine] += 1
            if mine:
                amounts["times", round(float(row.answer / mine), 4)] += 1
    (how, count) = max(amounts.items(), key=lambda one: one[1], default=(None, 0))
    coarse = told.kind != "number" or not told.decimals  # days and whole numbers may be off by one for any reason
    if how is not None and count >= (max(_ALIKE, 0.34 * wrong) if coarse else _ALIKE - 1):
        return f"{count} of the {wrong} misses are off {how[0]} the same amount"
    return None


def _views(rows: Sequence[Row], given: Sequence[Any]) -> Iterator[tuple[str, Sequence[int]]]:
    """Sets of rows in which something else may be going on."""
    orders: list[tuple[str, list[Any]]] = [("lines of the log", [row.line for row in rows])]
    if all(row.time is not None for row in rows):
        orders.append(("the time", [row.time for row in rows]))
    if not any(one is None or isinstance(one, str) for one in given):
        orders.append(("the answer", list(given)))
    for name in rows[0].values:
        column = [row.values[name] for row in rows]
        if not isinstance(column[0], str):
            orders.append((f"'{name}'", column))
        if isinstance(column[0], date):
            days = [day for day in column if isinstance(day, date)]
            yield from _classes(f"the weekday of '{name}'", [day.weekday() for day in days])
            yield from _classes(f"the month of '{name}'", [day.month for day in days])
            yield from _classes(f"the day of '{name}'", [day.day for day in days])
    for name in rows[0].texts:
        yield from _classes(f"'{name}'", [row.texts[name] for row in rows])
        yield from _words(name, [row.texts[name] for row in rows])
    for name, column in orders:
        ranked = sorted(range(len(rows)), key=lambda index: column[index])
        if name[0] == "'" or name == "the answer":
            for what, three in (("least", ranked[:3]), ("largest", ranked[:-4:-1])):
                if len({column[index] for index in three}) == len(three):
                    yield f"{name} is {what}", three[:2]
        for share in (0.01, 0.02, 0.03, 0.05, 0.1, 0.2, 0.35, 0.5):
            size = round(share * len(rows))
            yield f"{name} {'come' if name.startswith('lines') else 'is'} first or least", ranked[:size]
            yield f"{name} {'come' if name.startswith('lines') else 'is'} last or largest", ranked[len(rows) - size :]


def _classes(name: str, column: Sequence[Any]) -> Iterator[tuple[str, Sequence[int]]]:
    by: dict[Any, list[int]] = {}
    for index, key in enumerate(column):
        by.setdefault(key, []).append(index)
    for members in by.values():
        if 3 <= len(members) < len(column):
            yield f"{name} has one value", members


def _words(name: str, column: Sequence[str]) -> Iterator[tuple[str, Sequence[int]]]:
    by: dict[str, list[int]] = {}
    for index, text in enumerate(column):
        for word in set(text.casefold().split()[:_WORDS]):
            by.setdefault(word, []).append(index)
    for word, members in by.items():
        if 3 <= len(members) < len(column) and not word.isdigit():
            yield f"'{name}' has one word", members


def _tail(total: int, wrong: int, size: int, seen: int) -> float:
    """The chance that at least ``seen`` of ``wrong`` misses fall among ``size`` of ``total`` requests."""
    ways = comb(total, size)
    return sum(comb(wrong, k) * comb(total - wrong, size - k) for k in range(seen, min(wrong, size) + 1)) / ways


# what else such a factor is taken for
_TAKEN_FOR = {365: ("360", "365.25", "366"), 52: ("52.18", "52.143"), 24: ("8",), 7: ("5",), 12: ("12.17",)}


def rounded_on_the_way(best: Candidate, told: Told) -> list[Candidate]:
    """The same Problem with a part of it rounded first, as applications do."""
    if best.outcomes or told.kind != "number" or not told.decimals:
        return []
    return [
        replace(best, node=_replaced(best.node, node, ("round", node, num(told.decimals))), cost=best.cost + 1)
        for node in dict.fromkeys(best.nodes)
        if node[0] in ("mul", "div", "sub", "add") and node != best.node
    ]


def rounded_otherwise(best: Candidate, told: Told) -> list[Candidate]:
    """The same Problem, down, up or to the nearest."""
    modes = ("half_up", "floor", "ceil") if told.kind == "number" else ()
    nearest = best.mode in ("half_up", "half_even")
    return [replace(best, mode=mode) for mode in modes if mode != best.mode and not (nearest and mode == "half_up")]


def looser(best: Candidate, asked: Asked) -> list[Candidate]:
    """The same with factors that the prompt does not state taken more loosely: 1.6 km a mile, 360 days a year."""
    stated = {number for number, _ in constants(asked)}
    found: list[Candidate] = []
    for node in dict.fromkeys(best.nodes) if not best.outcomes else ():
        if node[0] != "num" or node[1] in stated:
            continue
        others = [Fraction(text) for text in _TAKEN_FOR.get(int(node[1]), ())] if node[1] > 1 else []
        if node[1].denominator != 1 and node[1] * 100 not in stated and abs(1 - node[1]) * 100 not in stated:
            others += [Fraction(f"{float(node[1]):.{digits}g}") for digits in (2, 3, 4)]
        found += [replace(best, node=_replaced(best.node, node, num(other)), cost=best.cost + 1) for other in others
                  if other != node[1]]  # fmt: skip
    return found


def holidays(best: Candidate) -> list[tuple[Node, Candidate]]:
    """Each count of working days, with the same Problem that knows of holidays."""
    return [
        (node, replace(best, node=_replaced(best.node, node, (f"*{node[0]}", *node[1:]))))
        for node in dict.fromkeys(best.nodes)
        if node[0] in WITH_HOLIDAYS and not best.outcomes
    ]


def _replaced(whole: Node, part: Node, other: Node) -> Node:
    if whole == part:
        return other
    return whole if whole[0] in ENDS else (whole[0], *(_replaced(inner, part, other) for inner in whole[1:]))


def told_apart(best: Candidate, other: Candidate) -> str:
    """The rival in words."""
    shown = other.outcomes[0][1] if other.outcomes else other.node
    return f"another Problem fits the log as well and has other answers: {words(shown or other.node)}"
