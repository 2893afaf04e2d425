from __future__ import annotations

import json
from dataclasses import replace
from functools import reduce
from operator import add

import pytest

from suffice.cascade import cascade
from suffice.drivers import run_sync
from suffice.errors import SolverError
from suffice.hardware.pricing import TokenPricer
from suffice.ledgers.memory import MemoryLedger
from suffice.meters.cpu_time import CpuTimeMeter
from suffice.models.openai_server import ModelServer, OpenAIServer
from suffice.ports import Append, Compute, Computed, Emit, Recipe, Solver, Verifier
from suffice.records import (
    Abstain,
    Answer,
    Budget,
    Code,
    Guarantee,
    Level,
    Requirement,
    Status,
    Task,
    Tier,
    Verdict,
)
from suffice.routers.cheapest_first import CheapestFirst

PROVED, TESTED = (
    Guarantee(Level.PROVED, "recomputed", None, "the reading"),
    Guarantee(Level.TESTED, "digits were compared"),
)


class Squares(Solver):
    """Squares of small whole numbers, for messages such as '12'; ``off`` is the mistake it makes."""

    tier, expected_joules = Tier.SYMBOLIC, 0.01

    def __init__(self, name: str = "squares", largest: int = 100, off: int = 0, tier: Tier = Tier.SYMBOLIC) -> None:
        self.name, self.largest, self.off, self.tier = name, largest, off, tier

    def solve(self, task: Task) -> Answer | Abstain:
        text = task.messages[-1].content
        if not text.isdecimal():
            return Abstain(Code.NOT_MY_LANGUAGE, f"'{text}' is no whole number")
        if int(text) > self.largest:
            return Abstain(Code.TOO_HARD, f"larger than {self.largest}")
        return Answer(str(int(text) ** 2 + self.off), "")


class Broken(Solver):
    name, tier = "broken", Tier.SYMBOLIC

    def __init__(self, error: BaseException) -> None:
        self.error = error

    def solve(self, task: Task) -> Answer | Abstain:
        raise self.error


class SquareRoot(Verifier):
    """Refutes a wrong square; what it says of a right one is up to ``guarantee``."""

    def __init__(self, guarantee: Guarantee = PROVED) -> None:
        self.guarantee = guarantee

    def verify(self, task: Task, answer: Answer) -> Verdict:
        text = task.messages[-1].content
        if not (text.isdecimal() and answer.value.isdecimal()):
            return Verdict(Status.UNKNOWN)
        if int(text) ** 2 != int(answer.value):
            return Verdict(Status.INVALID, checked_by="roots", reason=f"{text} squared is not {answer.value}")
        return Verdict(Status.VALID, self.guarantee, "roots")


CHECKED = (SquareRoot(),)


def run(text: str, *solvers: Solver, verifiers=CHECKED, requires: str = "any", ledger=None, **options):
    budget = options.pop("budget", Budget())
    task = replace(Task.ask(text), requires=Requirement.parse(requires), budget=budget)
    steps = cascade(task, solvers, verifiers, CheapestFirst(), CpuTimeMeter(), TokenPricer(), **options)
    return run_sync(steps, ledger=ledger)


def model(base_url: str, name: str = "big", **settings) -> OpenAIServer:
    return OpenAIServer(ModelServer(name, Tier.FRONTIER, base_url, "m-1", **settings))


def outcomes(receipt) -> list[tuple[str, str]]:
    return [(attempt.solver, attempt.outcome) for attempt in receipt.attempts]


def test_a_proved_answer_ends_the_ladder():
    ledger = MemoryLedger()
    receipt = run("12", Squares(), Squares("never asked"), ledger=ledger)
    assert (receipt.status, receipt.answer.value, receipt.solver, receipt.tier) == (
        "answered",
        "144",
        "squares",
        Tier.SYMBOLIC,
    )
    assert receipt.verdict.guarantee == PROVED and outcomes(receipt) == [("squares", "answered")]
    assert receipt.id.startswith("r-") and len(receipt.id) == 22
    assert receipt.ledger.seq == 1 and ledger.get(receipt.id)["answer"] == "144"
    assert receipt.instead.model and receipt.cost.joules.value > 0 and receipt.cost.usd == 0
    assert receipt.task["messages"][0]["content"] == "12"
    json.dumps(receipt.to_json())


def test_a_refuted_answer_is_rejected_and_the_next_is_tried():
    receipt = run("12", Squares("sloppy", off=1), Squares())
    assert receipt.answer.value == "144"
    assert outcomes(receipt) == [("sloppy", "rejected"), ("squares", "answered")]
    assert receipt.attempts[0].reason == "12 squared is not 145"


def test_only_refuted_answers_are_a_refusal():
    receipt = run("12", Squares("sloppy", off=1))
    assert (receipt.status, receipt.answer, receipt.verdict) == ("refused", None, None)


def test_refusals_carry_their_code():
    receipt = run("twelve", Squares())
    assert receipt.status == "refused" and receipt.error is None
    assert receipt.to_json()["refusals"] == [
        {"solver": "squares", "code": "NOT_MY_LANGUAGE", "reason": "'twelve' is no whole number"}
    ]


def test_no_solvers_is_a_refusal_that_still_costs_something():
    receipt = run("12")
    assert receipt.status == "refused" and receipt.attempts == () and receipt.cost.joules is not None


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (SolverError("the engine is missing"), "the engine is missing"),
        (ZeroDivisionError("division by zero"), "ZeroDivisionError: division by zero"),
        (RecursionError("too deep"), "RecursionError: too deep"),
        (ValueError("x" * 1000), "ValueError: " + "x" * 287 + "…"),
    ],
)
def test_what_breaks_fails_its_attempt_and_the_run_goes_on(error, reason):
    receipt = run("12", Broken(error), Squares())
    assert outcomes(receipt) == [("broken", "failed"), ("squares", "answered")]
    assert receipt.attempts[0].reason == reason
    alone = run("12", Broken(error))
    assert (alone.status, alone.error) == ("failed", f"broken: {reason}")


def test_a_refusal_and_a_failure_are_a_failure():
    receipt = run("twelve", Squares(), Broken(SolverError("dead")))
    assert (receipt.status, receipt.error) == ("failed", "broken: dead")


def test_a_checker_that_breaks_lets_nothing_through():
    class Crashing(Verifier):
        def verify(self, task: Task, answer: Answer) -> Verdict:
            raise KeyError("certificate")

    receipt = run("12", Squares(), verifiers=[Crashing()], requires="none")
    assert receipt.status == "failed" and "KeyError" in receipt.error


def test_keyboard_interrupt_passes():
    with pytest.raises(KeyboardInterrupt):
        run("12", Broken(KeyboardInterrupt()))


def test_unverified_answers_leave_only_when_nothing_was_required():
    for requires, status in (("any", "answered"), ("none", "answered"), ("proved", "refused"), ("0.95", "refused")):
        receipt = run("12", Squares(), verifiers=[], requires=requires)
        assert receipt.status == status
        assert receipt.to_json()["guarantee"]["level"] == "none"
    assert outcomes(run("12", Squares(), verifiers=[], requires="proved")) == [("squares", "answered")]


def test_the_last_tiers_answer_is_the_one_that_leaves_unverified():
    receipt = run("12", Squares("first"), Squares("last", off=5, tier=Tier.FRONTIER), verifiers=[])
    assert (receipt.solver, receipt.answer.value) == ("last", "149")


def test_a_requirement_is_met_by_the_first_that_suffices():
    first_tested = [SquareRoot(TESTED), SquareRoot(PROVED)]
    assert run("12", Squares(), verifiers=first_tested).verdict.guarantee == PROVED  # a proof is always looked for
    assert run("12", Squares(), verifiers=[SquareRoot(TESTED)], requires="proved").status == "refused"
    assert run("12", Squares(), verifiers=[SquareRoot(TESTED)], requires="tested").status == "answered"


def test_cost_is_the_sum_of_the_attempts():
    receipt = run("twelve", Squares("a"), Squares("b"), Broken(SolverError("dead")))
    assert receipt.cost == reduce(add, [attempt.cost for attempt in receipt.attempts])
    assert all(attempt.cost.cpu_s > 0 for attempt in receipt.attempts)


def test_a_model_is_asked_last_and_paid_for(chat_server):
    chat_server.answer("Paris", prompt_tokens=10, completion_tokens=4)
    receipt = run("France?", model(chat_server.base_url), Squares())
    assert outcomes(receipt) == [("squares", "refused"), ("big", "answered")]
    assert receipt.answer.value == "Paris" and receipt.attempts[1].usage.completion_tokens == 4
    assert receipt.attempts[1].cost.usd is None and receipt.cost.usd is None  # no price is configured: unknown


def test_a_model_that_does_not_count_its_tokens_costs_an_unknown_amount(chat_server):
    chat_server.answer("Paris")
    receipt = run("France?", model(chat_server.base_url))
    assert receipt.cost.usd is None and receipt.cost.joules is None and receipt.cost.cpu_s > 0


def test_a_dead_model_cost_nothing_but_a_silent_one_may_have(chat_server):
    chat_server.hang()
    silent = run("France?", model(chat_server.base_url, timeout_s=0.2))
    assert silent.status == "failed" and "timed out after 0.2 s" in silent.error and silent.cost.usd is None
    chat_server.json({"error": "overloaded"}, "503 Service Unavailable")
    assert run("France?", model(chat_server.base_url)).cost.usd == 0
    dead = run("France?", model("http://127.0.0.1:1/v1"))
    assert dead.status == "failed" and "connection refused" in dead.error and dead.cost.usd == 0


def test_a_model_is_not_paid_for_what_it_cannot_earn(chat_server):
    receipt = run("France?", Squares(), model(chat_server.base_url), requires="proved")
    assert receipt.status == "refused" and chat_server.requests == []
    assert receipt.attempts[1].code is Code.UNSUPPORTED and "proved is required" in receipt.attempts[1].reason


def test_the_budget_of_seconds_is_shared_by_the_attempts(chat_server):
    chat_server.hang()
    receipt = run("France?", model(chat_server.base_url), model(chat_server.base_url, "next"), budget=Budget(0.2))
    assert outcomes(receipt) == [("big", "failed"), ("next", "refused")]
    assert receipt.attempts[1].code is Code.TOO_HARD and "budget of 0.2 s is spent" in receipt.attempts[1].reason


@pytest.mark.parametrize(
    ("budget", "settings", "reason"),
    [
        (Budget(usd=0.001), {"usd_per_mtok_in": 10.0, "usd_per_mtok_out": 10.0}, "about 0.0075 USD"),
        (Budget(usd=0.001), {}, "an unknown amount, more than is left of the budget of 0.001 USD"),
        (Budget(joules=1.0), {}, "an unknown amount, more than is left of the budget of 1 J"),
    ],
)
def test_budgets_of_dollars_and_joules_skip_what_would_exceed_them(chat_server, budget, settings, reason):
    receipt = run("12", Squares("sloppy", off=1), model(chat_server.base_url, **settings), budget=budget)
    assert outcomes(receipt) == [("sloppy", "rejected"), ("big", "refused")]
    assert reason in receipt.attempts[1].reason and chat_server.requests == []


class Patient(Squares):
    recipe = Recipe(__name__, "Squares", ("patient", 10**9))


def test_what_is_too_hard_here_is_tried_once_in_a_worker():
    task = replace(Task.ask("1000"), budget=Budget(5.0))
    steps = cascade(task, [Patient()], [SquareRoot()], CheapestFirst(), CpuTimeMeter(), TokenPricer())
    effect = next(steps)
    assert isinstance(effect, Compute) and 0 < effect.task.budget.seconds <= 5.0
    effect = steps.send(Computed(Squares(largest=10**9).solve(task), 0.5))
    assert isinstance(effect, Append)
    assert effect.receipt.answer.value == "1000000" and effect.receipt.cost.cpu_s > 0.5


def test_without_a_worker_too_hard_stays_too_hard():
    receipt = run("1000", Patient())
    assert receipt.status == "refused" and receipt.attempts[0].code is Code.TOO_HARD


def test_a_broken_worker_fails_the_attempt():
    steps = cascade(Task.ask("1000"), [Patient()], [], CheapestFirst(), CpuTimeMeter(), TokenPricer())
    next(steps)
    effect = steps.send(Computed(SolverError("no such engine"), 0.1))
    assert isinstance(effect, Append) and effect.receipt.error == "squares: no such engine"


class Telling(Solver):
    """Emits as it goes, then breaks or answers."""

    tier = Tier.MOE

    def __init__(self, name: str, breaks: bool) -> None:
        self.name, self.breaks = name, breaks

    def solve(self, task: Task) -> Answer | Abstain:
        return Answer("a tale", "a tale")

    def steps(self, task: Task):
        yield Emit(self.name.encode())
        if self.breaks:
            raise SolverError("fell silent")
        return self.solve(task)


def emitted(requires: str, *solvers: Solver):
    heard: list[bytes] = []
    task = replace(Task.ask("once"), requires=Requirement.parse(requires))
    steps = cascade(task, solvers, [], CheapestFirst(), CpuTimeMeter(), TokenPricer())
    return run_sync(steps, emit=heard.append), heard


def test_pieces_are_handed_on_only_to_who_takes_them_unverified():
    assert emitted("none", Telling("a", False))[1] == [b"a"]
    assert emitted("any", Telling("a", False))[1] == []


def test_nobody_else_speaks_once_something_was_shown():
    receipt, heard = emitted("none", Telling("a", True), Telling("b", False))
    assert heard == [b"a"] and receipt.status == "failed" and len(receipt.attempts) == 1
    assert emitted("any", Telling("a", True), Telling("b", False))[0].solver == "b"


def test_closing_the_cascade_closes_the_solver():
    closed = []

    class Careful(Telling):
        def steps(self, task: Task):
            try:
                yield Emit(b"...")
                return self.solve(task)
            finally:
                closed.append(True)

    task = replace(Task.ask("once"), requires=Requirement.parse("none"))
    steps = cascade(task, [Careful("c", False)], [], CheapestFirst(), CpuTimeMeter(), TokenPricer())
    next(steps)
    steps.close()
    assert closed == [True]


def test_the_clock_and_the_id_can_be_handed_in():
    ticks = iter(range(100))
    receipt = run("12", Squares(), clock=lambda: float(next(ticks)), id="r-" + "0" * 20, budget=Budget(None))
    assert receipt.id == "r-" + "0" * 20 and receipt.cost.wall_s == float(int(receipt.cost.wall_s)) > 0


def test_the_request_is_kept_as_it_came():
    assert run("12", Squares(), request={"input": "12"}).task == {"input": "12"}
