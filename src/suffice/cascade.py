"""The one loop: try the cheapest solver, check what it says, escalate when that does not suffice, write a receipt.

Sans I/O: a generator that yields the effects of ``ports`` and returns the receipt; a driver runs it.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Generator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from functools import reduce
from operator import add
from typing import Any

from suffice.alarm import Overdue, alarm
from suffice.errors import SolverError, in_words
from suffice.ports import Append, Compute, Effect, Emit, Meter, Pricer, Router, Send, Solver, Verifier
from suffice.records import (
    Abstain,
    Answer,
    Attempt,
    Code,
    Json,
    Level,
    Receipt,
    Status,
    Task,
    Verdict,
)
from suffice.tab import Tab, excuse


def cascade(
    task: Task,
    solvers: Sequence[Solver],
    verifiers: Sequence[Verifier],
    router: Router,
    meter: Meter,
    pricer: Pricer,
    *,
    request: Json = None,
    key: str | None = None,
    id: str | None = None,
    slice_s: float | None = None,
    clock: Callable[[], float] = time.monotonic,
) -> Generator[Effect, Any, Receipt]:
    """Answer one task. For the receipt: ``request``, the task as it came; ``key``, whose it is; ``id``, its own.

    ``slice_s``: the longest that a solver may compute here at a stretch; beyond that, a worker process tries.

    The receipt is ``answered`` if a guarantee meets the requirement, or if none was asked for and someone answered;
    ``failed`` if a solver broke and nobody answered; else ``refused``. Its cost is the sum of its attempts' costs.
    """
    started = clock()
    deadline = None if task.budget.seconds is None else started + task.budget.seconds
    tab = Tab(meter, clock)  # ranking is charged to the first attempt
    attempts: list[Attempt] = []
    accepted = fallback = None
    ranked = router.rank(task, solvers)
    for solver in ranked:
        tab = Tab(meter, clock) if attempts else tab
        excused = excuse(solver, task, attempts, deadline, clock())
        final = solver is ranked[-1] and task.requires.accepts_unverified and task.awaits == "events"
        showing = final or Level.NONE in task.requires.levels  # nobody is left, or needed, to answer in its place
        attempt, answer = yield from _try(solver, task, excused, verifiers, tab, pricer, deadline, showing, slice_s)
        attempts.append(attempt)
        if answer is not None and attempt.verdict is not None:
            fallback = (attempt, answer)
            if task.requires.met_by(attempt.verdict.guarantee):
                accepted = fallback
                break
        if tab.shown:  # what was shown cannot be taken back, so nobody else may answer now
            fallback = fallback if answer else None
            break
    if task.requires.accepts_unverified:
        accepted = accepted or fallback
    broken = [f"{attempt.solver}: {attempt.reason}" for attempt in attempts if attempt.outcome == "failed"]
    status = "answered" if accepted else "failed" if broken and not fallback else "refused"
    final, answer = accepted or (None, None)
    receipt = Receipt(
        id=id or f"r-{os.urandom(10).hex()}",
        task_id=task.id,
        status=status,
        created=datetime.now(UTC).isoformat(timespec="milliseconds"),
        answer=answer,
        tier=final and final.tier,
        solver=final and final.solver,
        verdict=final and final.verdict,
        attempts=tuple(attempts),
        cost=reduce(add, (attempt.cost for attempt in attempts)) if attempts else tab.close(),
        instead=pricer.instead(task, answer),
        error="; ".join(broken) if status == "failed" else None,
        task=_as_request(task) if request is None else request,
        key=key,
    )
    link = yield Append(receipt)
    return receipt if link is None else receipt.linked(link)


def _try(
    solver: Solver,
    task: Task,
    excused: Abstain | None,
    verifiers: Sequence[Verifier],
    tab: Tab,
    pricer: Pricer,
    deadline: float | None,
    showing: bool,
    slice_s: float | None,
) -> Generator[Effect, Any, tuple[Attempt, Answer | None]]:
    """One attempt, paid for whatever comes of it, and the answer if it survived its check.

    ``showing``: what it emits may be shown, because it will not be withdrawn.
    """
    result = verdict = code = reason = usage = None
    try:
        result = excused or (yield from _run(solver, task, tab, deadline, showing, slice_s))
        if isinstance(result, Abstain):
            outcome, code, reason, usage = "refused", result.code, result.reason, result.usage
        else:
            usage = result.spent
            verdict = _capped(_check(task, result, verifiers), solver)  # checking is part of the price
            outcome, reason = "rejected" if verdict.status is Status.INVALID else "answered", verdict.reason
    except Exception as error:  # a dead server, or a bug of the solver's: this attempt failed, the run goes on
        outcome, reason = "failed", in_words(error)
    answer = result if isinstance(result, Answer) else None
    cost = tab.close(solver, answer, usage, pricer)
    attempt = Attempt(solver.name, solver.tier, outcome, cost, code, reason, verdict, usage)
    return attempt, answer if outcome == "answered" else None


def _run(
    solver: Solver, task: Task, tab: Tab, deadline: float | None, showing: bool, slice_s: float | None
) -> Generator[Effect, Any, Answer | Abstain]:
    """Drive a solver's steps: compute what is limited in steps here, pass on the rest."""

    def limited() -> Task:  # what is left of the budget is all that a worker or a server gets
        left = None if deadline is None else max(deadline - tab.clock(), 0.001)
        return replace(task, budget=replace(task.budget, seconds=left))

    steps = solver.steps(task)
    reply = error = None
    try:
        while True:
            left = None if deadline is None else deadline - tab.clock()
            with alarm(left if slice_s is None else slice_s if left is None else min(left, slice_s)):
                effect = steps.send(reply) if error is None else steps.throw(error)
                while isinstance(effect, Compute) and effect.solver.in_process:
                    effect = steps.send(None)
            reply = error = None
            if isinstance(effect, Compute):
                effect = replace(effect, task=limited())
            elif isinstance(effect, Emit) and not showing:
                continue
            elif isinstance(effect, Send) and deadline is not None:
                effect = replace(effect, timeout_s=min(effect.timeout_s, max(deadline - tab.clock(), 0.001)))
            reply, error = yield from _ask(effect, tab)
    except StopIteration as stop:
        result = stop.value
    except Overdue:
        result = Abstain(Code.TOO_HARD, "the time for this task is up")
    finally:
        steps.close()
    if isinstance(result, Abstain) and result.code is Code.TOO_HARD and solver.in_process and solver.recipe:
        reply, error = yield from _ask(Compute(solver, limited()), tab)  # once more, without step limits
        if error is not None:
            raise error
        result = result if reply is None else reply.result()
    if not isinstance(result, Answer | Abstain):
        raise SolverError(f"returned {type(result).__name__}, neither an Answer nor an Abstain")
    return result


def _ask(effect: Effect, tab: Tab) -> Generator[Effect, Any, tuple[Any, SolverError | None]]:
    """Yield an effect with the tab's window closed; the reply, or what broke."""
    reply = error = None
    tab.pause()
    try:
        reply = yield effect
    except SolverError as broken:
        error = broken
    tab.resume(effect, reply, error)
    return reply, error


def _check(task: Task, answer: Answer, verifiers: Sequence[Verifier]) -> Verdict:
    """A refutation or a proof ends the checking; else the first check that says VALID counts."""
    best = Verdict(Status.UNKNOWN, reason="no verifier knows how to check it")
    for verifier in verifiers:
        verdict = verifier.verify(task, answer)
        if verdict.status is Status.INVALID or verdict.guarantee.level is Level.PROVED:
            return verdict
        if verdict.status is Status.VALID and best.status is not Status.VALID:
            best = verdict
    return best


def _capped(verdict: Verdict, solver: Solver) -> Verdict:
    """No answer is given more than its solver can earn, whatever its certificate looks like."""
    given = verdict.guarantee
    if solver.earns is None or given.level is Level.NONE or given.level in solver.earns:
        return verdict
    level = Level.TESTED if Level.TESTED in solver.earns else Level.NONE
    statement = f"{given.statement}; not {given.level}, which '{solver.name}' cannot earn"
    return replace(verdict, guarantee=replace(given, level=level, statement=statement, risk=None))


def _as_request(task: Task) -> Json:
    """The task as a line of a task file."""
    return {
        "id": task.id,
        "messages": [{"role": message.role, "content": message.content} for message in task.messages],
        "now": task.now and task.now.isoformat(),
        "response_format": task.response_format and dict(task.response_format),
        "problem": task.problem and task.problem.to_json(),
        "gold": task.gold,
    }
