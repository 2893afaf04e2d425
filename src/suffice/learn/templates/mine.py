"""From the requests of one group to a template that answers them, or why there is none."""

from __future__ import annotations

import random
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from fractions import Fraction
from typing import Any

from suffice.errors import UsageError
from suffice.learn.splits import Row as Entity
from suffice.learn.splits import split
from suffice.learn.templates import checks, columns, written
from suffice.learn.templates.candidate import SECONDS, Candidate, OutOfTime
from suffice.learn.templates.candidates import candidates
from suffice.learn.templates.checks import Check
from suffice.learn.templates.columns import Asked, Row, Told
from suffice.learn.templates.formula import Node
from suffice.learned.shape import Shape
from suffice.records import Answer, Json, Message, Status, Task

_SEARCHED, _PROBES, _FINE_PROBES = 150, 50, 300
MOST, _CHARS = 4000, 4_000_000  # requests of a group that are looked at


@dataclass(frozen=True, slots=True)
class Request:
    """One logged request: the texts of its messages, and the reference."""

    id: str
    line: int
    texts: tuple[str, ...]
    answer: str
    time: float | None = None


@dataclass(frozen=True, slots=True)
class Mined:
    """What came of a group. ``text`` is the template's file, None where nothing is proposed, and ``why`` says why.

    ``wrong``: id and line of the requests whose logged answer is another than the Problem's.
    """

    name: str
    why: str | None = None
    text: str | None = None
    family: str | None = None
    proposal: str | None = None
    checks: tuple[Check, ...] = ()
    wrong: tuple[tuple[str, int], ...] = ()
    rows: int = 0
    fitting: int = 0

    @property
    def passed(self) -> bool:
        return self.text is not None and all(check.passed for check in self.checks)

    def to_json(self) -> Json:
        return {
            "name": self.name, "passed": self.passed, "why_not": self.why, "family": self.family,
            "proposal": self.proposal, "rows": self.rows, "fitting": self.fitting,
            "checks": [{"name": one.name, "passed": one.passed, "said": one.said} for one in self.checks],
            "wrong": [{"id": id, "line": line} for id, line in self.wrong],
        }  # fmt: skip


def mine(name: str, shape: Shape, requests: Sequence[Request], seed: int = 0) -> Mined:
    """``name``: the template's. The requests are those that have the shape and a reference."""
    roles = tuple("system" if role == "developer" else role for role in shape.roles)
    if roles not in (("user",), ("system", "user")) or shape.form is not None:
        return Mined(name, "templates are for one request, perhaps with a system prompt, without tools or schemas")
    if len(requests) < checks.LEAST_ROWS:
        return Mined(name, f"only {len(requests)} requests with an answer, fewer than {checks.LEAST_ROWS}")
    chars = sum(map(len, requests[0].texts))
    found = _understood(shape, requests[: min(MOST, max(checks.LEAST_ROWS, _CHARS // max(1, chars)))])
    if isinstance(found, str):
        return Mined(name, found)
    asked, told, every = found
    rows = _distinct(every)
    if len(rows) < checks.LEAST_ROWS:
        return Mined(name, f"only {len(rows)} distinct requests that can be read, fewer than {checks.LEAST_ROWS}")
    parts = split([Entity(str(sorted(row.texts.items())), row.time) for row in rows], seed)
    train = [rows[index] for index in (*parts.train, *parts.select)]
    held = [rows[index] for index in (*parts.certify, *parts.audit)]
    rng = random.Random(seed)
    bounds = checks.ranges(asked, rows)
    sample = [row for row in rng.sample(train, len(train)) if row.answer is not None][:_SEARCHED]
    try:
        options = candidates(asked, told, sample, _probes(asked, rows, bounds, _PROBES, rng))
    except OutOfTime:
        return Mined(name, f"too many Problems to try within {SECONDS:g} s", rows=len(rows))
    if not options:
        return Mined(name, "no Problem of ours gives its answers", rows=len(rows))
    return _judged(name, asked, told, options, rows, train, held, every, rng)


def _understood(shape: Shape, requests: Sequence[Request]) -> tuple[Asked, Told, list[Row]] | str:
    asked, cuts = columns.asked(shape, [request.texts for request in requests])
    if not any(one.kind in ("number", "date", "time") for one in asked.slots):
        return "its slots hold no numbers, dates or times to compute with"
    names = [one.name for one in asked.slots]
    rows = []
    for request, cut in zip(requests, cuts, strict=True):
        texts = dict(zip(names, cut, strict=True)) if cut is not None else None
        values = columns.values(asked.slots, texts) if texts is not None else None
        if texts is not None and values is not None:
            rows.append((request, texts, values))
    if len(rows) < columns.NEARLY_ALL * len(requests):
        return f"only {len(rows)} of {len(requests)} requests have literals in the same places"
    said = columns.told([request.answer for request, _, _ in rows], [texts for _, texts, _ in rows], asked.constant)
    if isinstance(said, str):
        return said
    told, answers = said
    return asked, told, [
        Row(request.id, request.line, texts, values, answer, request.time)
        for (request, texts, values), answer in zip(rows, answers, strict=True)
    ]  # fmt: skip


def _distinct(rows: Sequence[Row]) -> list[Row]:
    """One row for each distinct request, with the answer most often given to it; none where that is not one."""
    same: dict[tuple[str, ...], list[Row]] = defaultdict(list)
    for row in rows:
        same[tuple(row.texts.values())].append(row)
    found = []
    for some in same.values():
        (answer, count), *others = Counter(row.answer for row in some).most_common(2)
        if not others or others[0][1] < count:
            found.append(next(row for row in some if row.answer == answer))
    return found


def _probes(asked: Asked, rows: Sequence[Row], bounds, number: int, rng: random.Random) -> list[dict[str, Any]]:
    """Values of all slots, each drawn by itself from its range, the ends and the prompt's own numbers among them."""
    from suffice.learn.templates.leaves import constants

    special = [constant for constant, _ in constants(asked)]
    found = []
    for _ in range(number):
        row: dict[str, Any] = {}
        base = rng.choice(rows).values
        shift = timedelta(days=rng.randint(-200, 200))
        for one in asked.slots:
            if one.kind == "number":
                low, high = bounds[one.name]
                unit = 10**one.decimals
                drawn = Fraction(rng.randint(-(-low * unit // 1), high * unit // 1), unit)
                inside = [number for number in special if low <= number <= high and (number * unit).denominator == 1]
                row[one.name] = rng.choice([drawn, drawn, drawn, drawn, *inside[:1], low, high]) if rng.random() < 0.5 \
                    else rng.choice([drawn, drawn, rng.choice(inside)]) if inside else drawn  # fmt: skip
            elif one.kind == "date":
                row[one.name] = base[one.name] + shift  # type: ignore[operator]
            elif one.kind == "time":
                row[one.name] = rng.choice(rows).values[one.name]
            elif one.kind == "choice":
                row[one.name] = rng.choice(one.labels)
        found.append(row)
    return found


def _judged(
    name: str, asked: Asked, told: Told, options: list[Candidate], rows: list[Row], train: list[Row], held: list[Row],
    every: list[Row], rng: random.Random,
) -> Mined:  # fmt: skip
    best = _best(options, train, told)
    options = [*options, *checks.rounded_on_the_way(best, told)]
    best = _best(options, train, told)
    others = [one for one in options if one is not best]
    agreed = [row for row in rows if best.answer(row.values, told) == row.answer] or rows
    bounds = checks.ranges(asked, agreed)
    where = [*checks.within(asked, best, agreed, bounds), *checks.answers(best, agreed, told)]
    sure = True
    if told.kind == "number" and best.mode == "half_up":
        mode, sure = checks.halves(best, rows, told)
        best = replace(best, mode=mode)
        if not sure:
            scale = Fraction(2 * 10**told.decimals)
            where.append(
                ("ne", ("mod", ("mul", best.node, ("num", scale)), ("num", Fraction(2))), ("num", Fraction(1)))
            )
    where += checks.edges(best, rows, told)
    for node, knowing in checks.holidays(best):
        if checks.rival(best, [knowing], rows, None, told):
            where.append(("eq", node, (f"*{node[0]}", *node[1:])))
    probes = [row for row in _probes(asked, rows, bounds, _FINE_PROBES, rng) if checks.holds(where, row)]
    wanted = [row for row in rows if checks.holds(where, row.values)]
    fits, later = _right(best, rows, told), _right(best, held, told)
    other = checks.rival(best, [*others, *checks.rounded_otherwise(best, told)], rows, probes, told)
    other = other or checks.rival(best, checks.looser(best, asked), rows, None, told)
    lying = checks.pattern(best, rows, told)
    found = [
        Check("fits", fits >= checks.FITS * len(rows), f"{fits} of {len(rows)} distinct requests were answered so"),
        Check("held out", len(held) >= checks.LEAST_HELD and later >= checks.FITS * len(held),
              f"{later} of {len(held)} requests that it was not made from were answered so"),
        Check("unique", other is None, "no other Problem that was tried fits the log and has other answers"
              if other is None else checks.told_apart(best, other)),
        Check("noise", lying is None, lying or "the misses lie anywhere and are off by anything"),
        Check("range", len(wanted) >= 0.8 * len(rows), f"{len(wanted)} of {len(rows)} requests lie in its range"),
    ]  # fmt: skip
    left_open = [node for node in where if node[0] in ("ne", "eq")]  # what the log does not tell is no mistake of it
    told_of = [row for row in every if checks.holds(left_open, row.values)]
    wrong = [(row.id, row.line) for row in told_of if best.answer(row.values, told) not in (None, row.answer)]
    base = Mined(name, family=best.family(asked), proposal=written.proposal(told, best, where), checks=tuple(found),
                 wrong=tuple(wrong), rows=len(rows), fitting=fits)  # fmt: skip
    failed = next((check for check in found if not check.passed), None)
    if failed is not None:
        return replace(base, why=f"{failed.name}: {failed.said}", wrong=())
    text = written.template(name, asked, told, best, where)
    engine = _computed(text, asked, told, best, where, rows, probes)
    base = replace(base, checks=(*found, engine))
    return replace(base, text=text) if engine.passed else replace(base, why=f"engine: {engine.said}", wrong=())


def _best(options: Sequence[Candidate], rows: Sequence[Row], told: Told) -> Candidate:
    return max(options, key=lambda one: (_right(one, rows, told), -one.cost))


def _right(one: Candidate, rows: Sequence[Row], told: Told) -> int:
    return sum(one.answer(row.values, told) == row.answer for row in rows)


def _computed(
    text: str, asked: Asked, told: Told, best: Candidate, where: Sequence[Node], rows: Sequence[Row], probes
) -> Check:
    """Whether the family's own engine, with its checker, gives the same answers to requests in full."""
    import tomllib

    from suffice.symbolic.solver import CertificateVerifier, SymbolicSolver
    from suffice.symbolic.templates.load import from_tables
    from suffice.symbolic.templates.read import TemplateReader

    try:
        loaded = from_tables(tomllib.loads(text)["template"], "the mined template")
    except UsageError as error:
        return Check("engine", False, str(error))
    family = best.family(asked)
    solver = SymbolicSolver(family, [TemplateReader(family, loaded)])
    verifier, answered, inside = CertificateVerifier(), 0, 0
    tried = [(row.texts, row.values) for row in rows]
    tried += [({**rows[n % len(rows)].texts, **_spelled(asked, probe)}, probe) for n, probe in enumerate(probes)]
    for texts, values in tried:
        expected = best.answer(values, told) if checks.holds(where, values) else None
        if expected is None:
            continue
        inside += 1
        messages = tuple(
            Message(
                "system" if role == "developer" else role,
                "".join(p if isinstance(p, str) else texts[p.name] for p in pieces),
            )
            for role, pieces in zip(asked.roles, asked.pieces, strict=True)
        )
        task = Task("mined", messages)
        answer = solver.solve(task)
        if not isinstance(answer, Answer) or verifier.verify(task, answer).status is not Status.VALID:
            continue
        answered += 1
        given = columns.literal(told.kind, told.style, answer.value)
        if given != expected:
            return Check("engine", False, f"the engine answers {answer.value} where the search had {expected}")
    share = f"{answered} of {inside} requests in its range are answered by the engine, all as found"
    return Check("engine", answered >= 0.85 * inside > 0, share)


def _spelled(asked: Asked, probe) -> dict[str, str]:
    """A probe's values as texts."""
    found = {}
    for one in asked.slots:
        if one.kind == "number":
            found[one.name] = f"{float(probe[one.name]):.{one.decimals}f}"
        elif one.kind == "time":
            found[one.name] = f"{probe[one.name] // 60:02d}:{probe[one.name] % 60:02d}"
        elif one.kind == "choice":
            found[one.name] = probe[one.name]
        elif one.kind == "date":
            day = probe[one.name]
            found[one.name] = {
                "iso": day.isoformat(), "long": f"{day.day} {columns.MONTHS[day.month - 1]} {day.year}",
                "day first": f"{day:%d/%m/%Y}", "month first": f"{day:%m/%d/%Y}",
            }[one.style]  # fmt: skip
    return found
