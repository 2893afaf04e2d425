"""Laws of the loop, over ladders of solvers that answer rightly, wrongly, not at all, or break."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from functools import reduce
from operator import add

from hypothesis import given
from hypothesis import strategies as st

from suffice.cascade import cascade
from suffice.drivers import Committer, run_async, run_sync
from suffice.errors import SolverError
from suffice.hardware.pricing import TokenPricer
from suffice.ledgers.memory import MemoryLedger
from suffice.meters.cpu_time import CpuTimeMeter
from suffice.ports import Emit, Solver, Verifier
from suffice.records import (
    Abstain,
    Answer,
    Budget,
    Code,
    Guarantee,
    Level,
    Receipt,
    Requirement,
    Status,
    Task,
    Tier,
    Usage,
    Verdict,
)
from suffice.routers.cheapest_first import CheapestFirst

BEHAVIOURS = ("right", "wrong", "beyond", "shy", "hard", "broken", "buggy", "talkative")


class Doubler(Solver):
    """Doubles a number in the way that its behaviour says; 'beyond' gives a right answer that no check covers."""

    def __init__(self, name: str, behaviour: str, tier: Tier, usd: float | None) -> None:
        self.name, self.behaviour, self.tier, self.expected_usd = name, behaviour, tier, usd

    def solve(self, task: Task) -> Answer | Abstain:
        number = int(task.messages[-1].content)
        match self.behaviour:
            case "wrong":
                return Answer(str(number * 2 + 1), "")
            case "beyond":
                return Answer(f"twice {number}", "", usage=Usage("m", 10, 5))
            case "shy":
                return Abstain(Code.NOT_MY_LANGUAGE, "no")
            case "hard":
                return Abstain(Code.TOO_HARD, "too hard")
            case "broken":
                raise SolverError("dead")
            case "buggy":
                raise IndexError(number)
        return Answer(str(number * 2), "")

    def steps(self, task: Task):
        if self.behaviour == "talkative":
            yield Emit(b"well,")
        return (yield from super().steps(task))


class Halving(Verifier):
    def __init__(self, level: Level) -> None:
        self.level = level

    def verify(self, task: Task, answer: Answer) -> Verdict:
        if not answer.value.isdecimal():
            return Verdict(Status.UNKNOWN)
        if int(answer.value) != 2 * int(task.messages[-1].content):
            return Verdict(Status.INVALID, reason="its half is another number")
        return Verdict(Status.VALID, Guarantee(self.level, "halved", 0.01), "halving")


solvers = st.builds(
    Doubler,
    st.sampled_from("abcdef"),
    st.sampled_from(BEHAVIOURS),
    st.sampled_from(Tier),
    st.sampled_from([0.0, 0.1, 2.0, None]),
)
ladders = st.lists(solvers, max_size=5)
requirements = st.sampled_from(["any", "none", "proved", "calibrated", "tested", "0.95", "0.999"])
checks = st.lists(st.builds(Halving, st.sampled_from([Level.PROVED, Level.CALIBRATED, Level.TESTED])), max_size=2)


def steps(requires: str, ladder: list[Doubler], verifiers: list[Halving], number: int = 21):
    task = replace(Task.ask(str(number)), requires=Requirement.parse(requires), budget=Budget(None))
    return cascade(task, ladder, verifiers, CheapestFirst(), CpuTimeMeter(), TokenPricer(), id="r-" + "0" * 20)


def strength(receipt: Receipt, requires: str) -> int:
    """2: the requirement is met; 1: an answer without a guarantee; 0: none."""
    if receipt.verdict is None:
        return 0
    return 2 if Requirement.parse(requires).met_by(receipt.verdict.guarantee) else 1


def untimed(receipt: Receipt) -> dict:
    """A receipt without what the clock says."""
    json = receipt.to_json()
    for cost in (json, *json["attempts"]):
        cost["cost"] = {"usd": cost["cost"]["usd"]}
    return {**json, "created": None, "ledger": {**json["ledger"], "hash": None}}


@given(requirements, ladders, checks, solvers)
def test_adding_a_solver_never_lowers_what_is_guaranteed(requires, ladder, verifiers, added):
    before, after = run_sync(steps(requires, ladder, verifiers)), run_sync(steps(requires, [*ladder, added], verifiers))
    if requires == "none" and "talkative" in {added.behaviour, *(solver.behaviour for solver in ladder)}:
        return  # what was shown cannot be taken back: see the next law
    assert strength(after, requires) >= strength(before, requires)


@given(requirements, ladders, checks, solvers)
def test_a_dearer_solver_never_changes_an_answer_that_sufficed(requires, ladder, verifiers, added):
    before = run_sync(steps(requires, ladder, verifiers))
    added.expected_usd, added.expected_joules = None, None
    after = run_sync(steps(requires, [*ladder, added], verifiers))
    if strength(before, requires) == 2:
        assert untimed_pair(after) == untimed_pair(before)


def untimed_pair(receipt: Receipt):
    return receipt.answer, receipt.solver, receipt.verdict, [attempt.outcome for attempt in receipt.attempts]


@given(requirements, ladders, checks)
def test_no_answer_leaves_with_less_than_was_required(requires, ladder, verifiers):
    receipt = run_sync(steps(requires, ladder, verifiers))
    if receipt.status == "answered":
        assert strength(receipt, requires) == 2 or Requirement.parse(requires).accepts_unverified
        assert receipt.verdict is not None and receipt.verdict.status is not Status.INVALID
        if verifiers:
            assert receipt.answer is not None and receipt.answer.value in ("42", "twice 21")
    assert (receipt.status == "failed") == (receipt.error is not None)


@given(requirements, ladders, checks)
def test_a_receipts_cost_is_the_sum_of_its_attempts(requires, ladder, verifiers):
    receipt = run_sync(steps(requires, ladder, verifiers))
    if receipt.attempts:
        assert receipt.cost == reduce(add, [attempt.cost for attempt in receipt.attempts])
    assert receipt.cost.wall_s > 0


@given(requirements, ladders, checks)
def test_both_drivers_write_the_same_receipt(requires, ladder, verifiers):
    heard_sync: list[bytes] = []
    heard_async: list[bytes] = []

    async def hear(piece: bytes) -> None:
        heard_async.append(piece)

    async def on_a_loop() -> Receipt:
        committer = Committer(MemoryLedger())
        try:
            return await run_async(steps(requires, ladder, verifiers), committer=committer, emit=hear)
        finally:
            await committer.close()

    synchronous = run_sync(steps(requires, ladder, verifiers), ledger=MemoryLedger(), emit=heard_sync.append)
    assert untimed(asyncio.run(on_a_loop())) == untimed(synchronous)
    assert heard_async == heard_sync
