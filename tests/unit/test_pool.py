from __future__ import annotations

import asyncio
import os
import signal
import sys
import threading
from pathlib import Path

import pytest

from suffice.errors import SolverError
from suffice.pool import WorkerPool
from suffice.ports import Recipe, Solver
from suffice.records import Abstain, Answer, Code, Task, Tier


class Grinder(Solver):
    """Does what the task says, as real computations do: answers, loops, allocates, dies or breaks."""

    name, tier = "grinder", Tier.SYMBOLIC

    def __init__(self, greeting: str = "done") -> None:
        self.greeting = greeting

    def solve(self, task: Task) -> Answer | Abstain:
        match task.messages[-1].content:
            case "loop":
                while True:
                    pass
            case "hog":
                hoard = []
                while True:
                    hoard.append(bytearray(1 << 22))
            case "power":
                return Answer(str(9**9**9), "")
            case "die":
                os._exit(3)
            case "break":
                raise SolverError("the engine is missing a part")
            case "bug":
                raise KeyError("oops")
            case "nest":
                return self.solve(task)
            case "nothing":
                return None  # type: ignore[return-value]
            case "spin":
                total = sum(range(3_000_000))
                return Answer(str(total), "")
        return Answer(f"{self.greeting} {os.getpid()}", "")


# Workers import this very file, as they import a solver's module.
RECIPE = Recipe(Path(__file__).stem, "Grinder", ("hello",))


@pytest.fixture
def pool(monkeypatch):
    monkeypatch.setattr(sys, "path", [*sys.path, str(Path(__file__).parent)])
    with WorkerPool(1, memory_bytes=512 << 20) as pool:
        yield pool


def gone(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    return False


def solve(pool: WorkerPool, text: str, seconds: float | None = 30.0):
    return pool.solve(RECIPE, Task.ask(text), seconds)


def test_nothing_starts_before_it_is_needed_and_nothing_is_left(pool):
    assert pool.processes() == ()
    answer = solve(pool, "hi").result()
    assert isinstance(answer, Answer)
    (pid,) = pool.processes()
    assert answer.value == f"hello {pid}"
    pool.close()
    assert gone(pid) and pool.processes() == ()
    with pytest.raises(SolverError, match="closed"):
        solve(pool, "hi")
    pool.close()


def test_a_worker_is_used_again_and_charged_for_each_task_alone(pool):
    first, spun, idle = solve(pool, "hi"), solve(pool, "spin"), solve(pool, "hi")
    assert first.outcome == idle.outcome
    assert first.cpu_s and spun.cpu_s and idle.cpu_s is not None
    assert idle.cpu_s < spun.cpu_s


@pytest.mark.parametrize(
    ("text", "seconds", "reason"),
    [
        ("loop", 0.3, "no answer within 0.3 s"),
        ("power", 0.3, "no answer within 0.3 s"),
        ("hog", 30.0, "needs more than the 512 MiB of memory allowed"),
        ("die", 30.0, "ran out of memory or died"),
        ("nest", 30.0, "nested too deeply"),
    ],
)
def test_runaways_are_stopped_and_the_next_task_is_served(pool, text, seconds, reason):
    solve(pool, "hi")
    (before,) = pool.processes()
    stopped = solve(pool, text, seconds)
    assert isinstance(stopped.outcome, Abstain)
    assert stopped.outcome.code is Code.TOO_HARD and reason in stopped.outcome.reason
    assert stopped.cpu_s is not None  # what it burned is on the bill
    assert isinstance(solve(pool, "hi").outcome, Answer)
    if text != "nest":
        assert gone(before)
    assert len(pool.processes()) == 1


def test_broken_solvers_break_their_attempt_and_not_the_worker(pool):
    for text, reason in (
        ("break", "the engine is missing a part"),
        ("bug", "KeyError: 'oops'"),
        ("nothing", "returned NoneType"),
    ):
        with pytest.raises(SolverError, match=reason):
            solve(pool, text).result()
    assert isinstance(solve(pool, "hi").outcome, Answer)
    missing = pool.solve(Recipe("no_such_module", "Solver"), Task.ask("hi"), 30.0)
    with pytest.raises(SolverError, match="no_such_module"):
        missing.result()


def test_the_cpu_limit_stops_a_worker_that_nobody_watches(pool):
    """Seconds are unknown to the parent here, as after its death; the worker has been told its limit."""
    worker = pool._take()
    worker._pipe.send((RECIPE, Task.ask("loop"), 0.0))
    assert worker._pipe.poll(30)
    with pytest.raises(EOFError):
        worker._pipe.recv()
    worker.kill()  # waits for the end; it was dying already
    assert worker._process.returncode == -signal.SIGXCPU


def test_waiting_for_a_free_worker_counts(pool):
    solve(pool, "hi")
    busy = threading.Thread(target=solve, args=(pool, "loop", 30.0))
    busy.start()
    while pool._idle:
        pass
    outcome = solve(pool, "hi", 0.2).outcome
    assert isinstance(outcome, Abstain) and "no worker was free" in outcome.reason
    pool.close()
    busy.join(30)
    assert not busy.is_alive()


def test_two_at_once(monkeypatch):
    monkeypatch.setattr(sys, "path", [*sys.path, str(Path(__file__).parent)])

    async def both(pool: WorkerPool):
        return await asyncio.gather(*(pool.solve_async(RECIPE, Task.ask(text), 30.0) for text in ("spin", "hi", "hi")))

    with WorkerPool(2) as pool:
        outcomes = [computed.outcome for computed in asyncio.run(both(pool))]
        assert all(isinstance(outcome, Answer) for outcome in outcomes)
        assert 1 <= len(pool.processes()) <= 2


def test_cancelling_kills_the_worker(pool):
    async def cancelled() -> int:
        await pool.solve_async(RECIPE, Task.ask("hi"), 30.0)
        (pid,) = pool.processes()
        running = asyncio.create_task(pool.solve_async(RECIPE, Task.ask("loop"), 30.0))
        while pool._idle:
            await asyncio.sleep(0.01)
        running.cancel()
        with pytest.raises(asyncio.CancelledError):
            await running
        answer = await pool.solve_async(RECIPE, Task.ask("hi"), 30.0)
        assert isinstance(answer.outcome, Answer)
        return pid

    assert gone(asyncio.run(cancelled()))


def test_a_script_without_a_main_guard_is_not_run_again(tmp_path):
    """Library users need no ``if __name__ == "__main__"``: workers never import the caller's main module."""
    import subprocess

    script = tmp_path / "script.py"
    script.write_text(
        "import sys\n"
        f"sys.path[:] = {[*sys.path, str(Path(__file__).parent)]!r}\n"
        "print('once')\n"
        "from suffice.pool import WorkerPool\n"
        "from suffice.ports import Recipe\n"
        "from suffice.records import Task\n"
        "with WorkerPool() as pool:\n"
        f"    print(pool.solve(Recipe({RECIPE.module!r}, 'Grinder'), Task.ask('hi'), 30).outcome.value[:4])\n"
    )
    done = subprocess.run([sys.executable, str(script)], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["once", "done"]
