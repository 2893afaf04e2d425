"""Which formulas give most of the logged answers: numbers, dates, times, weekdays and labels."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations, permutations, product
from math import ceil, floor
from typing import Any

import numpy as np

from suffice.learn.templates import sums
from suffice.learn.templates.columns import Asked, Literal, Row, Told
from suffice.learn.templates.formula import CALENDAR, NAMED, WEEKDAYS, Node, Undefined, num, parts, slot, slots, value
from suffice.learn.templates.leaves import Leaf, constants, leaves, weekdays
from suffice.learn.templates.sums import Bank, Target

FITTING = 0.8  # of a sample of answers, to be looked at more closely
_LEAST_REGION = 8  # requests of one side of a threshold
_MOST = 120  # candidates that are compared
_NOT_IN_CALENDAR = frozenset(("min", "max", "ceil", "floor", "if", "and", "or", "round"))


@dataclass(frozen=True, slots=True)
class Candidate:
    """A formula; ``mode``: how numbers are rounded. ``outcomes``: labels with the conditions under which they are
    answered, tried in turn, the last without one."""

    node: Node
    cost: float
    mode: str = "half_up"
    outcomes: tuple[tuple[str, Node | None], ...] = ()

    def value(self, row: Any) -> Literal | None:
        """Before it is rounded."""
        try:
            if self.outcomes:
                return next(label for label, when in self.outcomes if when is None or value(when, row))
            return value(self.node, row)
        except Undefined:
            return None

    def answer(self, row: Any, told: Told) -> Literal | None:
        """As it would be written. None where there is none."""
        found = self.value(row)
        return rounded(found, told.decimals, self.mode) if isinstance(found, Fraction) else found

    @property
    def nodes(self) -> list[Node]:
        """Everything inside it."""
        roots = [when for _, when in self.outcomes if when is not None] if self.outcomes else [self.node]
        return [part for root in roots for part in parts(root)]

    @property
    def slots(self) -> set[str]:
        return {part[1] for part in self.nodes if part[0] in NAMED}

    @property
    def family(self) -> str:
        return "calendar" if any(part[0] in CALENDAR for part in self.nodes) else "arithmetic"


def rounded(number: Fraction, decimals: int, mode: str) -> Fraction:
    scaled = abs(number) * 10**decimals
    if mode == "half_up":
        found = floor(scaled + Fraction(1, 2))
    elif mode == "half_even":
        found = round(scaled)
    else:
        found = floor(scaled) if (mode == "floor") == (number >= 0) else ceil(scaled)
    return Fraction(found if number >= 0 else -found, 10**decimals)


def candidates(asked: Asked, told: Told, rows: Sequence[Row], probes: Sequence[Any]) -> list[Candidate]:
    """The best first. ``rows``: the sample with its answers; ``probes``: values that tell formulas apart."""
    frame = [row.values for row in rows] + list(probes)
    wanted = [row.answer for row in rows]
    match told.kind:
        case "number":
            found = _numbers(asked, told, frame, wanted)
        case "date":
            found = _fitting(_dates(asked, 2), frame, wanted)
        case "time":
            found = _fitting(_times(asked), frame, wanted)
        case _ if set(told.labels) <= set(WEEKDAYS):
            found = _fitting(((("weekday", node), cost) for node, cost in _dates(asked, 1)), frame, wanted)
        case _:
            found = _labels(asked, told, frame, wanted)
    sound = (one for one in found if one.family == "arithmetic" or not _NOT_IN_CALENDAR & {p[0] for p in one.nodes})
    return sorted(sound, key=lambda one: (-_right(one, rows, told), one.cost))[:_MOST]


def _right(one: Candidate, rows: Sequence[Row], told: Told) -> int:
    return sum(one.answer(row.values, told) == row.answer for row in rows)


# --- numbers ---------------------------------------------------------------------------------------
def _numbers(asked: Asked, told: Told, frame: Sequence[Any], wanted: Sequence[Any]) -> list[Candidate]:
    begin = [*leaves(asked), *_counted(asked)]
    bank = _bank(begin, frame)
    pairs = sums.combined(bank, bank, bank, sums.MOST_PAIRS)
    whole = bank.join(pairs)
    others = sums.wholes(pairs).join(sums.bounded(bank))
    two = pairs.join(others)
    triples = sums.combined(two, bank, whole.join(others), sums.MOST_TRIPLES)
    every = whole.join(others).join(triples)
    step = 10.0**-told.decimals
    values = np.array([float(answer) for answer in wanted])
    slack = 1e-7 + 1e-12 * float(np.abs(values).max())
    for mode, below, above in (("half_up", step / 2, step / 2), ("floor", 0.0, step), ("ceil", step, 0.0)):
        target = Target(values, below + slack, above + slack)
        hits = target.hits(every.values)
        found = [Candidate(every.nodes[i], float(every.costs[i]), mode)
                 for i in np.flatnonzero(hits.mean(axis=1) >= FITTING)]  # fmt: skip
        if not found:
            more = [*sums.products(triples, bank, target, FITTING), *sums.products(two, two, target, FITTING)]
            found = [Candidate(node, cost, mode) for node, cost in more]
        if not found:
            found = [Candidate(node, cost, mode) for node, cost in _tariffs(asked, bank, target)]
        if not found:
            found = [Candidate(node, cost, mode) for node, cost in _pieces(asked, every, hits, frame)]
        if found:
            return found
    return []


def _bank(begin: Sequence[Leaf], frame: Sequence[Any]) -> Bank:
    kept: list[Leaf] = []
    rows: list[list[float]] = []
    for leaf in begin:
        try:
            rows.append([float(value(leaf.node, row)) for row in frame])  # type: ignore[arg-type]
            kept.append(leaf)
        except Undefined:
            continue
    return sums.first(kept, np.array(rows).reshape(-1, len(frame)))


def _counted(asked: Asked) -> Iterator[Leaf]:
    """Numbers that dates and times make."""
    days = [one.name for one in asked.slots if one.kind == "date"]
    times = [one.name for one in asked.slots if one.kind == "time"]
    for a, b in permutations(days, 2):
        for name in ("days", "full_months", "years", "workdays", "work_after"):
            yield Leaf((name, slot(a), slot(b)), 1.5, True)
    for a, b in permutations(times, 2):
        for name in ("minutes", "hours"):
            yield Leaf((name, slot(a), slot(b)), 1.5, True)


def _tariffs(asked: Asked, bank: Bank, target: Target) -> Iterator[tuple[Node, float]]:
    """So much a piece up to a threshold, another price above it; perhaps with something fixed added."""
    numbers = [number for number, percent in constants(asked)] + [n / 100 for n, percent in constants(asked) if percent]
    width = len(target.values)
    fixed = [(None, np.zeros(width))] + [
        (node, bank.values[i, :width]) for i, node in enumerate(bank.nodes) if node[0] in ("num", "valued")
    ]
    for i, node in enumerate(bank.nodes):
        if node[0] != "slot":
            continue
        x = bank.values[i, :width]
        inside = sorted(n for n in set(numbers) if x.min() < n < x.max())
        for bounds in (one for count in (1, 2) for one in combinations(inside, count)):
            rates = [n for n in numbers if n not in bounds]
            if len(rates) ** (len(bounds) + 1) > 3000:
                rates = rates[:12]
            edges = [0.0, *map(float, bounds), np.inf]
            layers = [np.clip(x, low, high) - low for low, high in zip(edges, edges[1:], strict=False)]
            for chosen in product(rates, repeat=len(bounds) + 1):
                total = sum((layer * float(rate) for layer, rate in zip(layers, chosen, strict=True)), np.zeros(width))
                for extra, added in fixed:
                    if len(set(chosen)) > 1 and target.hits(total + added).mean() >= FITTING:
                        yield _tariff(node, bounds, chosen, extra), 3.0 * len(chosen) + (extra is not None)


def _tariff(x: Node, bounds: Sequence[Fraction], rates: Sequence[Fraction], extra: Node | None) -> Node:
    whole: Node = ("mul", ("min", x, num(bounds[0])), num(rates[0]))
    for number, rate in enumerate(rates[1:]):
        low = bounds[number]
        top: Node = x if number + 1 == len(bounds) else ("min", x, num(bounds[number + 1]))
        whole = ("add", whole, ("mul", ("max", ("sub", top, num(low)), num(0)), num(rate)))
    return whole if extra is None else ("add", whole, extra)


def _pieces(asked: Asked, every: Bank, hits: np.ndarray, frame: Sequence[Any]) -> Iterator[tuple[Node, float]]:
    """One formula for each side of a threshold of the constant text, or for each label; or both."""
    rows = frame[: hits.shape[1]]
    by_label: list[list[tuple[Node | None, np.ndarray]]] = [[(None, np.ones(len(rows), bool))]]
    for one in asked.slots:
        if one.kind == "choice" and len(one.labels) <= 4:
            by_label.append([(("is", one.name, label), np.array([row[one.name] == label for row in rows]))
                             for label in one.labels])  # fmt: skip
    by_bound: list[list[tuple[Node | None, np.ndarray]]] = [[(None, np.ones(len(rows), bool))]]
    numbers = sorted({number for number, _ in constants(asked)})
    for one in asked.slots:
        if one.kind != "number":
            continue
        x = np.array([float(row[one.name]) for row in rows])
        inside = [n for n in numbers if x.min() < n < x.max()]
        for bounds in (some for count in (1, 2, 3) for some in combinations(inside, count)):
            for operation in ("le", "lt"):
                by_bound.append(_regions(one.name, bounds, x, operation))
    order = np.argsort(every.costs, kind="stable")
    sorted_hits, known = hits[order], {}
    for outer, inner in product(by_label, by_bound):
        if len(outer) == len(inner) == 1:
            continue
        found = _piecewise(every, order, sorted_hits, outer, inner, known)
        if found is not None:
            yield found


def _regions(name: str, bounds: Sequence[Fraction], x: np.ndarray, operation: str):
    regions, low = [], np.zeros(len(x), bool)
    for bound in bounds:
        under = x <= float(bound) if operation == "le" else x < float(bound)
        regions.append(((operation, slot(name), num(bound)), under & ~low))
        low = under
    return [*regions, (None, ~low)]


def _piecewise(every: Bank, order, hits, outer, inner, known) -> tuple[Node, float] | None:
    whole: Node | None = None
    cost = 0.0
    for condition, mask in reversed(outer):
        side: Node | None = None
        for bound, part in reversed(inner):
            region = mask & part
            if region.sum() < _LEAST_REGION:
                return None
            key = region.tobytes()
            if key not in known:
                shares = hits[:, region].mean(axis=1)
                fit = np.flatnonzero(shares >= FITTING)
                known[key] = order[fit[0]] if len(fit) else None
            best = known[key]
            if best is None:
                return None
            node = every.nodes[best]
            cost += float(every.costs[best]) + 0.6
            side = node if side is None or node == side else ("if", bound, node, side)
        assert side is not None
        whole = side if whole is None or side == whole else ("if", _is(condition), side, whole)
    return None if whole is None or whole[0] != "if" else (whole, cost)


def _is(condition: Node) -> Node:
    """A label as a comparison: that label is worth 1, the others nothing."""
    _, name, label = condition
    return ("eq", ("flag", name, label), num(1))


# --- dates and times -------------------------------------------------------------------------------
def _whole_numbers(asked: Asked) -> list[tuple[Node, float]]:
    return [(leaf.node, leaf.cost) for leaf in leaves(asked) if leaf.node[0] in ("slot", "valued", "num")
            and (leaf.node[0] != "num" or leaf.node[1].denominator == 1)]  # fmt: skip


def _dates(asked: Asked, depth: int) -> Iterator[tuple[Node, float]]:
    """Dates reckoned from the slots' dates, in at most so many steps."""
    numbers, days = _whole_numbers(asked), weekdays(asked)
    level: list[tuple[Node, float]] = [(slot(one.name), 1.0) for one in asked.slots if one.kind == "date"]
    yield from level
    for number in range(depth):
        made = [further for node, cost in level for further in _steps(node, cost, numbers, days, number)]
        yield from made
        level = made


def _steps(node: Node, cost: float, numbers, days: Sequence[int], number: int) -> Iterator[tuple[Node, float]]:
    names = ("plus_days", "plus_weeks", "plus_months", "plus_years", "minus_days", "minus_weeks", "minus_months",
             "plus_work", "minus_work")  # fmt: skip
    for name in names:
        for count, price in numbers:
            yield (name, node, count), cost + price + 0.2 * (name != "plus_days") + 0.3 * number
    for name in ("roll_on", "roll_back", "month_end", "month_after"):
        yield (name, node), cost + 1.0
    for day in days:
        yield ("to_weekday", node, num(day)), cost + 1.0


def _times(asked: Asked) -> Iterator[tuple[Node, float]]:
    level: list[tuple[Node, float]] = [(slot(one.name), 1.0) for one in asked.slots if one.kind == "time"]
    numbers = [(leaf.node, leaf.cost) for leaf in leaves(asked)]
    numbers += [(("mul", a, b), one + two) for (a, one), (b, two) in combinations(numbers, 2) if a[0] == "slot"]
    for _ in range(2):
        made = [((name, node, count), cost + price) for node, cost in level for count, price in numbers
                for name in ("plus_minutes", "plus_hours", "minus_minutes")]  # fmt: skip
        yield from made
        level = made


def _fitting(nodes: Iterable[tuple[Node, float]], frame: Sequence[Any], wanted: Sequence[Any]) -> list[Candidate]:
    look = np.linspace(0, len(wanted) - 1, min(14, len(wanted))).astype(int)
    found = []
    for node, cost in nodes:
        one = Candidate(node, cost)
        if sum(one.value(frame[i]) == wanted[i] for i in look) < 0.7 * len(look):
            continue
        if sum(one.value(row) == answer for row, answer in zip(frame, wanted, strict=False)) >= FITTING * len(wanted):
            found.append(one)
    return found


# --- labels ----------------------------------------------------------------------------------------
def _labels(asked: Asked, told: Told, frame: Sequence[Any], wanted: Sequence[Any]) -> list[Candidate]:
    rows = frame[: len(wanted)]
    atoms = _atoms(asked, frame)
    tables = {node: np.array([bool(value(node, row)) for row in rows]) for node, _ in atoms}
    if len(told.labels) > 2:
        return _graded(told, atoms, tables, wanted)
    yes, no = sorted(told.labels, key=lambda label: label.casefold() not in ("yes", "true", "y"))
    truth = np.array([answer == yes for answer in wanted])
    found = []
    for node, cost, given in _conditions(atoms, tables):
        share = (given == truth).mean()
        if share >= FITTING:
            found.append(Candidate(node, cost, outcomes=((yes, node), (no, None))))
        elif share <= 1 - FITTING:
            found.append(Candidate(node, cost, outcomes=((no, node), (yes, None))))
    return found


def _atoms(asked: Asked, frame: Sequence[Any]) -> list[tuple[Node, float]]:
    """Comparisons that are true of some and false of others."""
    numbers = [("num", number) for number, _ in constants(asked)]
    numbers += [("num", number / 100) for number, percent in constants(asked) if percent]
    sides = [(leaf.node, leaf.cost) for leaf in [*leaves(asked), *_counted(asked)] if leaf.varies]
    sides += [((name, a, b), one + two + 0.3) for (a, one), (b, two) in permutations(sides, 2) if a[0] == b[0] == "slot"
              for name in ("div", "sub", "mul")]  # fmt: skip
    found = [((name, side, bound), cost + 1) for side, cost in sides for bound in numbers for name in ("ge", "gt")]
    plain = [side for side, _ in sides if side[0] in ("slot", "valued")]
    found += [((name, a, b), 2.2) for a, b in combinations(plain, 2) for name in ("ge", "gt", "le", "lt")
              if slots(a) != slots(b)]  # fmt: skip
    for one in asked.slots:
        if one.kind == "choice":
            found += [(("eq", ("flag", one.name, label), num(1)), 1.5) for label in one.labels]
    for kind in ("date", "time"):
        names = [one.name for one in asked.slots if one.kind == kind]
        found += [
            ((name, slot(a), slot(b)), 2.0) for a, b in combinations(names, 2) for name in ("ge", "gt", "le", "lt")
        ]
    kept, seen = [], set()
    for node, cost in sorted(found, key=lambda one: one[1]):
        try:
            given = bytes(bool(value(node, row)) for row in frame)
        except Undefined:
            continue
        if given not in seen and 0 < sum(given) < len(given):
            seen.add(given)
            kept.append((node, cost))
    return kept


def _conditions(atoms, tables) -> Iterator[tuple[Node, float, np.ndarray]]:
    """Single comparisons, two of them, three of the cheapest."""
    both = [(node, cost, tables[node]) for node, cost in atoms]
    both += [(_negated(node), cost + 0.1, ~tables[node]) for node, cost in atoms]
    yield from both
    some = sorted(both, key=lambda one: one[1])[:160]
    for (a, one, given), (b, two, other) in combinations(some, 2):
        yield ("and", a, b), one + two, given & other
        yield ("or", a, b), one + two, given | other
    few = [one for one in some if one[1] <= 2.7][:44]
    for (a, one, x), (b, two, y), (c, three, z) in combinations(few, 3):
        cost = one + two + three
        yield ("and", ("and", a, b), c), cost, x & y & z
        yield ("or", ("or", a, b), c), cost, x | y | z
        for p, q, r, u, v, w in ((a, b, c, x, y, z), (a, c, b, x, z, y), (b, c, a, y, z, x)):
            yield ("and", ("or", p, q), r), cost, (u | v) & w
            yield ("or", ("and", p, q), r), cost, (u & v) | w


_OPPOSITE = {"ge": "lt", "gt": "le", "le": "gt", "lt": "ge", "eq": "ne"}


def _negated(node: Node) -> Node:
    return (_OPPOSITE[node[0]], *node[1:])


def _graded(told: Told, atoms, tables, wanted: Sequence[Any]) -> list[Candidate]:
    """Labels by where a number lies between thresholds."""
    found = []
    by_side: dict[Node, list[tuple[Node, float]]] = {}
    for node, cost in atoms:
        if node[0] in ("ge", "gt") and node[2][0] == "num":
            by_side.setdefault(node[1], []).append((node, cost))
    answers = np.array([str(answer) for answer in wanted])
    for nodes in by_side.values():
        for some in combinations(nodes, len(told.labels) - 1):
            ordered = sorted(some, key=lambda one: -one[0][2][1])
            if len({one[0][2][1] for one in ordered}) < len(ordered):
                continue
            left, outcomes, right = np.ones(len(answers), bool), [], 0
            for node, _ in [*ordered, (None, 0.0)]:
                here = left & tables[node] if node is not None else left
                labels, counts = np.unique(answers[here], return_counts=True)
                if not len(labels):
                    break
                outcomes.append((str(labels[counts.argmax()]), node))
                right += counts.max()
                left = left & ~here
            if len(outcomes) == len(told.labels) == len({one[0] for one in outcomes}):
                if right >= FITTING * len(answers):
                    cost = sum(price for _, price in some)
                    found.append(Candidate(("num", Fraction(0)), cost, outcomes=tuple(outcomes)))
    return found
