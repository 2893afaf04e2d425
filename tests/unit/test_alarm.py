"""A computation in this process ends when its task's time is up."""

from __future__ import annotations

import signal
import threading
import time
from contextlib import suppress

import pytest

from suffice.alarm import Overdue, alarm
from suffice.cascade import cascade
from suffice.drivers import run_sync
from suffice.hardware.pricing import TokenPricer
from suffice.ledgers.memory import MemoryLedger
from suffice.meters.cpu_time import CpuTimeMeter
from suffice.ports import Solver
from suffice.records import Abstain, Answer, Budget, Code, Task, Tier
from suffice.routers.cheapest_first import CheapestFirst


class Endless(Solver):
    name = "endless"
    tier = Tier.SYMBOLIC

    def solve(self, task: Task) -> Answer | Abstain:
        while True:
            pass


def test_an_endless_solver_is_stopped_and_receipted() -> None:
    task = Task(id="t", messages=Task.ask("?").messages, budget=Budget(seconds=0.2))
    steps = cascade(task, [Endless()], [], CheapestFirst(), CpuTimeMeter(), TokenPricer())
    receipt = run_sync(steps, ledger=MemoryLedger())
    assert receipt.status == "refused"
    assert receipt.attempts[0].code is Code.TOO_HARD and "time" in (receipt.attempts[0].reason or "")


def test_the_timer_and_its_handler_are_put_back() -> None:
    before = signal.getsignal(signal.SIGALRM)
    with alarm(60):
        pass
    with pytest.raises(Overdue), alarm(0.01):
        while True:
            pass
    assert signal.getsignal(signal.SIGALRM) is before
    assert signal.getitimer(signal.ITIMER_REAL) == (0.0, 0.0)


def test_a_ring_while_the_timer_is_set_or_stopped_leaves_no_timer_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    before = signal.getsignal(signal.SIGALRM)
    for exponent in range(120):
        monkeypatch.setattr("suffice.alarm._LEAST_S", 1e-6 * 1.04**exponent)  # rings anywhere from entry to exit
        for _ in range(20):
            with suppress(Overdue), alarm(0):
                sum(range(100))
            assert signal.getitimer(signal.ITIMER_REAL) == (0.0, 0.0)
            assert signal.getsignal(signal.SIGALRM) is before


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_a_ring_that_a_finaliser_swallows_is_repeated() -> None:
    class Slow:
        def __del__(self) -> None:
            end = time.monotonic() + 0.03
            while time.monotonic() < end:
                pass

    with pytest.raises(Overdue), alarm(0.01):
        Slow()  # the alarm rings while this is finalised
        while True:
            pass


def test_another_thread_is_left_alone() -> None:
    done: list[bool] = []

    def work() -> None:
        with alarm(0.001):
            done.append(sum(range(100_000)) > 0)

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert done == [True]
