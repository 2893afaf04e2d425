"""Dates and times: the elements of a moment of the input, as it stands, moved or rounded, that occur in the outputs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from suffice.learn.synthesis import costs
from suffice.learn.synthesis.atoms import Values, slots
from suffice.learn.synthesis.costs import Atom
from suffice.learned.program.moments import DAY_S, ELEMENTS, ORDERS, Moment, later, moments, to_step
from suffice.learned.program.node import Fields, Time
from suffice.learned.program.texts import Case
from suffice.learned.program.times import Later, Quoted, Step, When, Written, laid_out

Moments = tuple[Moment, ...]
_TEXT_MAX = 4_000  # characters of a slot in which dates are sought
_STEPS_S = [60 * m for m in (1, 5, 10, 15, 20, 30, 45, 60, 90, 120, 180, 240, 360, 480, 720)]
_TIMES = [
    hour + minutes + half
    for minutes in ("", ":{mm}", ":{mm}:{ss}", ".{mm}", "{mm}")
    for hour, halves in (
        ("{h}", ("{AM}", " {AM}", "{am}", " {am}", " {a.m.}", "{a}")),
        ("{hh}", ("{AM}", " {AM}", "{am}", " {am}", " {a.m.}")),
        ("{H}", ("",) if minutes else ()),
        ("{HH}", ("",) if minutes else ()),
    )
    for half in halves
]
_CLOCK = [code for code in ELEMENTS if code in ("h", "hh", "H", "HH", "mm", "m", "ss", "s", "AM", "am", "a.m.", "a")]
_RARE = {"weekday number": 0.5, "day of year": 0.4, "day of year 03": 0.4, "days in month": 0.7, "week year": 0.3,
         "a": 0.5, "Wk": 0.4, "m": 0.4, "s": 0.3, "quarter": 0.3, "week": 0.15, "week02": 0.15}  # fmt: skip


def orders(inputs: Sequence[Fields]) -> list[str]:
    """The orders in which the inputs can be read, without those that read the same."""
    found: dict[tuple, str] = {}
    for order in ORDERS:
        read = tuple(tuple(moments(value, order) for value in values) for _, values in slots(inputs, _TEXT_MAX))
        if any(all(rows) for rows in read):
            found.setdefault(read, order)
    return list(found.values())


def enumerate_moments(inputs: Sequence[Fields], outputs: Values, order: str) -> Iterator[tuple[Atom, Values]]:
    for slot, values in slots(inputs, _TEXT_MAX):
        rows = [moments(value, order) for value in values]
        fewest = min(map(len, rows))
        for n in range(1, min(fewest, 2) + 1):
            quoted = tuple(Quoted(slot, n).value(fields) or "" for fields in inputs)
            if all(text and text in output for text, output in zip(quoted, outputs, strict=True)):
                yield Atom(0.75 + costs.PIECE + costs.nth(n), Quoted(slot, n)), quoted
        for n in range(1, min(fewest, 3) + 1):
            when = When(slot, order, n)
            of = tuple(row[n - 1] for row in rows)
            base = 0.55 + costs.PIECE + costs.nth(n)
            yield from _elements(when, of, outputs, base, ELEMENTS)
            if any(moment.time_s is None for moment in of):
                yield from _periods(when, of, outputs, base)
                continue
            yield from _layouts(when, of, outputs, base)
            for cost, node, moved in _operations(when, of, outputs):
                yield from _elements(node, moved, outputs, base + cost, ELEMENTS if of[0].date else _CLOCK)
                yield from _layouts(node, moved, outputs, base + cost)


def _elements(
    node: Time, of: Moments, outputs: Values, base: float, codes: Sequence[str]
) -> Iterator[tuple[Atom, Values]]:
    for code in codes:
        yield from _said(node, of, outputs, "{" + code + "}", base + _RARE.get(code, 0.05))


def _layouts(node: Time, of: Moments, outputs: Values, base: float) -> Iterator[tuple[Atom, Values]]:
    for layout in _TIMES:
        yield from _said(node, of, outputs, layout, base + 0.15 + 0.05 * layout.count("{"))


def _said(node: Time, of: Moments, outputs: Values, layout: str, cost: float) -> Iterator[tuple[Atom, Values]]:
    first = laid_out(of[0], layout)
    if first is None or first.casefold() not in outputs[0].casefold():
        return
    values = tuple(laid_out(moment, layout) or "" for moment in of)
    if not all(values):
        return
    if all(value in output for value, output in zip(values, outputs, strict=True)):
        yield Atom(cost, Written(node, layout)), values
    if layout in ("{Mon}", "{Month}", "{Weekday}", "{Wkd}", "{Wk}"):
        for style in ("upper", "lower"):
            styled = tuple(value.upper() if style == "upper" else value.lower() for value in values)
            if all(value in output for value, output in zip(styled, outputs, strict=True)):
                yield Atom(cost + 0.1, Case(Written(node, layout), style)), styled


def _operations(when: When, of: Moments, outputs: Values) -> Iterator[tuple[float, Time, Moments]]:
    """Steps of the clock, and steps with something added where the outputs name the sum."""
    if len({moment.time_s for moment in of}) < 2:
        return  # one time of day shows no operation
    targets = _named_times(outputs)
    for unit in _STEPS_S:
        if all(not (moment.time_s or 0) % unit for moment in of):
            continue
        for mode in ("down", "up", "nearest"):
            phases = _phases(unit, targets) if mode == "down" else [0]
            for phase in phases:
                moved = tuple(to_step(moment, mode, unit, phase) for moment in of)
                if any(moment is None for moment in moved):
                    continue
                steps = tuple(moment for moment in moved if moment is not None)
                node, cost = Step(when, mode, unit, phase), costs.step(mode, unit, phase)
                yield cost, node, steps
                if mode != "nearest":
                    yield from _sums(node, steps, unit, targets, cost)
    shifts = {_shift(of, target) for target in targets}
    for amount in sorted(shift for shift in shifts if shift):
        moved = tuple(later(moment, amount, "seconds") for moment in of)
        yield 0.8, Later(when, amount, "seconds"), tuple(moment or Moment() for moment in moved)


def _phases(unit: int, targets: list[tuple[int, ...]]) -> list[int]:
    """0, half the unit, and what the times that the outputs name leave over."""
    left = {target[0] % unit for target in targets if len({t % unit for t in target}) == 1}
    return [0, *sorted(left | ({unit // 2} if unit % 120 == 0 else set()) - {0})]


def _sums(
    node: Step, steps: Moments, unit: int, targets: list[tuple[int, ...]], cost: float
) -> Iterator[tuple[float, Time, Moments]]:
    extras = {_shift(steps, target) for target in targets} | ({unit} if node.mode == "down" else set())
    for extra in sorted(e for e in extras if e and -unit <= e <= unit):
        moved = tuple(later(moment, extra, "seconds") or Moment() for moment in steps)
        # the end of the bucket whose beginning rounding down finds is the natural sum
        yield (
            cost + (costs.beyond(extra, unit, 60) if node.mode == "down" and extra > 0 else 0.8),
            Later(node, extra, "seconds"),
            moved,
        )


def _shift(of: Moments, target: tuple[int, ...]) -> int:
    """Seconds to add, the same on every row, else 0; within half a day either way."""
    differences = {(t - (moment.time_s or 0)) % DAY_S for t, moment in zip(target, of, strict=True)}
    if len(differences) != 1:
        return 0
    shift = differences.pop()
    return shift - DAY_S if shift > DAY_S // 2 else shift


def _named_times(outputs: Values) -> list[tuple[int, ...]]:
    """The first, second, third time of day that every output names."""
    rows = [[m.time_s for m in moments(output, "month first") if m.time_s is not None] for output in outputs]
    return [tuple(row[i] for row in rows) for i in range(min(3, min(map(len, rows))))]


def _periods(when: When, of: Moments, outputs: Values, base: float) -> Iterator[tuple[Atom, Values]]:
    """A date some days, months or years later."""
    if any(moment.date is None for moment in of):
        return
    for order in ("month first", "day first"):
        rows = [[m for m in moments(output, order) if m.date] for output in outputs]
        if not all(rows):
            continue
        targets = [row[0].date for row in rows]
        pairs = list(zip(targets, (moment.date for moment in of), strict=True))
        days = {(t - o).days for t, o in pairs if t and o}
        months = {(t.year - o.year) * 12 + t.month - o.month for t, o in pairs if t and o}
        candidates = [(amount, "days") for amount in days if len(days) == 1 and amount]
        if len(months) == 1 and (amount := months.pop()):
            candidates.append((amount // 12, "years") if amount % 12 == 0 else (amount, "months"))
        for amount, unit in candidates:
            moved = tuple(later(moment, amount, unit) or Moment() for moment in of)
            node = Later(when, amount, unit)
            yield from _elements(node, moved, outputs, base + 0.5, ELEMENTS)
