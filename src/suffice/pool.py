"""Worker processes for long computations, each with limits on memory, CPU and wall clock, and each killable.

A worker is a fresh Python that imports what a recipe names (it never runs the caller's main module again), solves
one task after another, and is killed and replaced when a limit is exceeded. Nothing starts before the first task.
"""

from __future__ import annotations

import contextlib
import os
import signal
import threading
import time
from typing import TYPE_CHECKING

from suffice.errors import SolverError
from suffice.ports import Computed, Recipe
from suffice.records import Abstain, Code, Task

if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from subprocess import Popen

MIB = 1 << 20
_DIED = Abstain(Code.TOO_HARD, "the worker ran out of memory or died")
_TOO_LONG = Abstain(Code.TOO_HARD, "needs more CPU time than allowed")
_CLOSED = "the worker pool is closed"


class WorkerPool:
    """At most ``size`` worker processes of at most ``memory_bytes`` of address space each; ``most_s`` for any task.

    Usable from several threads at once, and from an event loop through ``solve_async``.
    """

    def __init__(self, size: int = 1, memory_bytes: int = 2048 * MIB, most_s: float | None = None) -> None:
        self.size = size
        self.most_s = most_s
        self.memory_bytes = memory_bytes
        self._free = threading.BoundedSemaphore(size)
        self._idle: list[_Worker] = []
        self._all: set[_Worker] = set()
        self._lock = threading.Lock()
        self._closed = False

    def solve(self, recipe: Recipe, task: Task, seconds: float | None = None, lease: Lease | None = None) -> Computed:
        """Solve in a worker for at most ``seconds`` of wall clock, waiting for a free worker included."""
        if self.most_s is not None:
            seconds = self.most_s if seconds is None else min(seconds, self.most_s)
        deadline = None if seconds is None else time.monotonic() + seconds
        if not self._free.acquire(timeout=-1 if seconds is None else max(seconds, 0.0)):
            return Computed(Abstain(Code.TOO_HARD, f"no worker was free within {seconds:.3g} s"), 0.0)
        worker = None
        try:
            worker = self._take()
            if lease is not None and not lease.given(worker):
                return Computed(_DIED, 0.0)
            computed, fit = worker.solve(recipe, task, None if deadline is None else deadline - time.monotonic())
            if fit:
                with self._lock:
                    self._idle.append(worker)
                worker = None
            return computed
        finally:
            if worker is not None:  # exceeded a limit, died, or we were interrupted: never used again
                worker.kill()
                with self._lock:
                    self._all.discard(worker)
            self._free.release()

    async def solve_async(self, recipe: Recipe, task: Task, seconds: float | None = None) -> Computed:
        """The same without blocking the event loop; cancelling it kills the worker."""
        import asyncio

        lease = Lease()
        loop = asyncio.get_running_loop()
        done: asyncio.Future[Computed] = loop.create_future()

        def settle(computed: Computed | None, error: Exception | None) -> None:
            if done.done():
                return
            if error is not None:
                done.set_exception(error)
            elif computed is not None:
                done.set_result(computed)

        def wait() -> None:
            try:
                outcome = (self.solve(recipe, task, seconds, lease), None)
            except Exception as error:
                outcome = (None, error)
            with contextlib.suppress(RuntimeError):  # the loop was closed meanwhile: nobody waits any more
                loop.call_soon_threadsafe(settle, *outcome)

        threading.Thread(target=wait, name="suffice-pool", daemon=True).start()
        try:
            return await done
        finally:
            if not done.done() or done.cancelled():
                lease.revoke()

    def processes(self) -> tuple[int, ...]:
        """The process ids of the living workers."""
        with self._lock:
            return tuple(worker.pid for worker in self._all if worker.alive)

    def close(self) -> None:
        """Kill every worker, busy ones too, and leave no process behind. Closing twice is harmless."""
        with self._lock:
            self._closed = True
            workers, self._idle = tuple(self._all), []
            self._all.clear()
        for worker in workers:
            worker.kill()

    def __enter__(self) -> WorkerPool:
        return self

    def __exit__(self, *reason: object) -> None:
        self.close()

    def _take(self) -> _Worker:
        with self._lock:
            while self._idle:
                worker = self._idle.pop()
                if worker.alive:
                    return worker
                worker.kill()  # died while idle
                self._all.discard(worker)
            if self._closed:
                raise SolverError(_CLOSED)
            worker = _Worker(self.memory_bytes)
            self._all.add(worker)
            return worker


class Lease:
    """Lets another thread take back the worker that a waiting thread was given."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._worker: _Worker | None = None
        self._revoked = False

    def given(self, worker: _Worker) -> bool:
        with self._lock:
            self._worker = worker
            return not self._revoked

    def revoke(self) -> None:
        with self._lock:
            self._revoked = True
            if self._worker is not None:
                self._worker.kill()


class _Worker:
    """One worker process and the pipe to it. Killed once, it stays dead."""

    def __init__(self, memory_bytes: int) -> None:
        import socket
        import subprocess
        import sys
        from multiprocessing.connection import Connection

        ours, theirs = socket.socketpair()
        program = (
            f"import sys; sys.path[:] = {sys.path!r}; "
            f"from suffice.worker import serve; serve({theirs.fileno()}, {memory_bytes})"
        )
        silent = subprocess.DEVNULL
        try:
            self._process: Popen[bytes] = subprocess.Popen(
                [sys.executable, "-c", program],
                stdin=silent,
                stdout=silent,
                stderr=silent,
                pass_fds=[theirs.fileno()],
            )
        finally:
            theirs.close()
        self._pipe: Connection = Connection(ours.detach())
        self._lock = threading.Lock()
        self._cpu_s = 0.0  # of all earlier tasks; what starting takes is charged to the first
        self.pid = self._process.pid

    @property
    def alive(self) -> bool:
        with self._lock:
            return self._process.returncode is None and not _ended(self.pid)

    def solve(self, recipe: Recipe, task: Task, seconds: float | None) -> tuple[Computed, bool]:
        """The outcome, and whether the worker may be given another task."""
        try:
            self._pipe.send((recipe, task, seconds))
            if not self._pipe.poll(None if seconds is None else max(seconds, 0.0)):
                return Computed(Abstain(Code.TOO_HARD, f"no answer within {seconds:.3g} s"), self._spent()), False
            outcome, cpu_s, fit = self._pipe.recv()
        except (EOFError, OSError):
            spent_s = self._spent()
            return Computed(_TOO_LONG if self._process.returncode == -signal.SIGXCPU else _DIED, spent_s), False
        spent_s, self._cpu_s = cpu_s - self._cpu_s, cpu_s
        return Computed(outcome, spent_s), fit

    def kill(self) -> None:
        """Kill the process and wait for its end."""
        self._spent()

    def _spent(self) -> float | None:
        """Kill the process, reap it, and tell the CPU seconds since its last outcome; None if nobody knows."""
        with self._lock:
            if self._process.returncode is not None:
                return None
            try:
                os.kill(self.pid, signal.SIGKILL)  # Popen.kill would reap a dead worker, and lose its CPU seconds
                _, status, usage = os.wait4(self.pid, 0)
            except (ChildProcessError, ProcessLookupError):  # reaped by someone else
                self._process.returncode = -9
                return None
            self._process.returncode = os.waitstatus_to_exitcode(status)
            return max(usage.ru_utime + usage.ru_stime - self._cpu_s, 0.0)


def _ended(pid: int) -> bool:
    """Whether the child is a zombie; it is left to be reaped."""
    try:
        return os.waitid(os.P_PID, pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is not None
    except ChildProcessError:
        return True
